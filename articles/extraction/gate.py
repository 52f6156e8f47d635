"""A quick look that spares reading a text which holds nothing for any kind."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from .cues import KEPT_WORDS, WORD, Cued, cues, needs
from .language import any_of, table


class Gate:
    """The stems of `gate.toml`: signs such as « € », and words."""

    def __init__(self, code: str) -> None:
        stems = [stem.lower() for stem in table(code, "gate")["stems"]]
        words = [stem for stem in stems if needs(stem)]
        self.signs = re.compile(any_of(stem for stem in stems if stem not in words))
        self.words = Cued(code, any_of(words))
        self.known = cues(code)
        self._tells = lru_cache(KEPT_WORDS)(lambda word: self.words.fits(self.known.of_word[word]))

    def opens(self, text: str) -> bool:
        """True if the text holds one of the stems that every fact is told with."""
        low = text.lower()
        if self.signs.search(low):
            return True
        return any(map(self._tells, WORD.findall(low))) and self.words.pattern.search(low) is not None


@cache
def gate(code: str) -> Gate:
    """The gate of a language; built once."""
    return Gate(code)
