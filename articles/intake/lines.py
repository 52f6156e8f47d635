"""A document as its lines of words, each knowing where it stands."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from .lexicon import lexicon

# Where str.splitlines breaks a line, but for the separators \x1c-\x1e, at which no editor shows a break.
_BREAK = re.compile(r"\r\n|[\n\v\f\r\x85\u2028\u2029]")

# « www.brindille.Com »: what stands left of a dot that ends no sentence.
_ADDRESS = re.compile(r"(?:www\.|//|@|[\w-]\.[\w-]+\.)\S*$")
_LONGEST_ADDRESS = 80


@dataclass(frozen=True, slots=True)
class Line:
    """`text` is the document's `[start:end]`, without white space around; `after_blank` where an empty line
    stands before it."""

    start: int
    end: int
    text: str
    after_blank: bool


def split(text: str) -> list[Line]:
    """The lines of a text that hold more than white space, in order."""
    lines: list[Line] = []
    start, after_blank = 0, False
    for end, next_start in [match.span() for match in _BREAK.finditer(text)] + [(len(text), len(text))]:
        words = text[start:end]
        if stripped := words.strip():
            at = start + len(words) - len(words.lstrip())
            lines += _unglued(Line(at, at + len(stripped), stripped, after_blank))
        after_blank = not stripped
        start = next_start
    return lines


def _unglued(line: Line) -> Iterator[Line]:
    """The lines that a page made one without leaving a blank: « ... annoncé lundi.Le groupe emploie ... »."""
    text, start, quotes, counted = line.text, 0, 0, 0
    for found in _glue().finditer(text):
        if _ADDRESS.search(text, max(start, found.start() - _LONGEST_ADDRESS), found.end()):
            continue
        end = found.end()
        quotes, counted = quotes + text.count('"', counted, end), end
        if text[end - 1] == '"' and quotes % 2:  # it opens what follows
            end -= 1
        yield Line(line.start + start, line.start + end, text[start:end], line.after_blank and not start)
        start = end
    yield Line(line.start + start, line.end, text[start:], line.after_blank and not start)


@cache
def _glue() -> re.Pattern[str]:
    """The end of a sentence right before a capital, and what stands right before a word that opens a sentence."""
    upper, lower = "A-ZÀ-ÖØ-ÞŒ", "a-zß-öø-ÿœ"
    words = "|".join(sorted(lexicon().glued, key=len, reverse=True))
    return re.compile(
        rf"(?:(?<=[{lower}0-9]{{2}})|(?<=[)%€»\"”])|(?<= )(?=[!?]))[.!?…](?: ?[»”]|\")?"
        rf"(?=[ÀAY] |[{upper}]\w*[{lower}](?:['’]s)?,? |[{upper}]['’]\w)"
        # « ... a indiqué l'AFP.Le groupe ... », « en Ligue 1.Mais ... »: less sure, so only before such a word.
        rf"|(?<=[{upper}]{{2}}|[\w ]\d)[.!?…](?=(?:{words}) [{lower}])"
        rf"|(?<=[{lower}]{{3}})(?=(?:{words}) [{lower}])"
        # An agency's heading: « ... au second tour.- Un marché porteur -Le groupe ... ».
        rf"|(?<=[.!?…»”\"])(?=- [\"«“]?[{upper}])|(?<=[{lower}0-9%?!»”\"] -)(?=[\"«“]?[{upper}][{lower}'’])"
    )
