"""A document as its lines of words, each knowing where it stands."""

import re
from dataclasses import dataclass

# Where str.splitlines breaks a line, but for the separators \x1c-\x1e, at which no editor shows a break.
_BREAK = re.compile(r"\r\n|[\n\v\f\r\x85\u2028\u2029]")


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
            lines.append(Line(at, at + len(stripped), stripped, after_blank))
        after_blank = not stripped
        start = next_start
    return lines
