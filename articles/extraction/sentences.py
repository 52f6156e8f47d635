"""Cutting a text into sentences; no sentence is longer than `LONGEST`, so that matching stays linear."""

from __future__ import annotations

from collections.abc import Iterator

from .normalise import UPPER
from .patterns import compiled

LONGEST = 1200

# Each alternative begins with a mark, so that what lies between marks is passed over quickly.
_BREAK = compiled(
    r"\n"
    rf"|[.!?…](?<![\s.!?…].)[.!?…]*+[\"')\]]{{0,3}}+(?=[ ]{{1,4}}[\"'(\[-]{{0,2}}[ ]?[{UPPER}0-9$€£])"
    rf"|[!?…][\"')\]]{{0,3}}+(?=[ ]{{1,4}}[\"'(\[-]{{0,2}}[ ]?[{UPPER}0-9$€£])"
)
# "T. Rowe", "M. Dupont", "Dr. No", "Inc. said": a full stop that ends no sentence.
_ABBREVIATION = compiled(
    r"(?:(?<![Ss]érie )(?<![Ss]eries )(?<![Rr]ound )\b[A-Z]"
    r"|\b(?:Mme|Mlle|Mr|Mrs|Ms|Dr|Pr|Me|MM|St|vs|env|etc|Inc|Corp|Co|Ltd|cf|art|No|U\.S|U\.K))$"
)


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """Spans of the text's sentences without the blanks around them, in order."""
    start = 0
    for match in _BREAK.finditer(text):
        if match[0][0] == "." and _ABBREVIATION.search(text, max(start, match.start() - 12), match.start()):
            continue
        if text[start : match.start()].strip().isdigit():  # « 1. Brindille »: the number of an item
            continue
        yield from _pieces(text, start, match.end())
        start = match.end()
    yield from _pieces(text, start, len(text))


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end:
        cut = end
        if end - start > LONGEST:
            cut = max(text.rfind(mark, start + LONGEST // 2, start + LONGEST) for mark in (" ", ",", ";"))
            cut = cut if cut > start else start + LONGEST
        piece = text[start:cut]
        if stripped := piece.strip():
            left = start + piece.index(stripped[0])
            yield left, left + len(stripped)
        start = cut
