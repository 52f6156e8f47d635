"""Names that the editors know, ready to be looked up in a text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from .normalise import normalise

_TOKEN = re.compile(r"\w+|[^\w\s]")


class Gazetteer:
    """Spellings and the canonical names they stand for; built once, used for any number of texts.

    Look-up reads whole tokens and prefers the longest spelling: its cost depends on the length of the text,
    not on how many names are known. Case counts, as it tells « Orange » from « orange »; a spelling of which
    every letter is lower-case matches in lower case only.
    """

    def __init__(self, names: Mapping[str, str]) -> None:
        self._by_first: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        for spelling, canonical in names.items():
            tokens = tuple(_TOKEN.findall(normalise(spelling)))
            if tokens:
                self._by_first.setdefault(tokens[0], []).append((tokens, canonical))
        for entries in self._by_first.values():
            entries.sort(key=lambda entry: -len(entry[0]))

    def __len__(self) -> int:
        return sum(len(entries) for entries in self._by_first.values())

    def find(self, text: str) -> Iterator[tuple[int, int, str]]:
        """(start, end, canonical name) of every known spelling in a normalised text, left to right."""
        if not self._by_first:
            return
        matches = list(_TOKEN.finditer(text))
        index = 0
        while index < len(matches):
            size = 0
            for tokens, canonical in self._by_first.get(matches[index][0], ()):
                if self._stands(text, matches, index, tokens):
                    size = len(tokens)
                    yield matches[index].start(), matches[index + size - 1].end(), canonical
                    break
            index += size or 1

    @staticmethod
    def _stands(text: str, matches: list[re.Match[str]], index: int, tokens: tuple[str, ...]) -> bool:
        if index + len(tokens) > len(matches):
            return False
        if any(matches[index + i][0] != token for i, token in enumerate(tokens)):
            return False
        return "\n" not in text[matches[index].start() : matches[index + len(tokens) - 1].end()]
