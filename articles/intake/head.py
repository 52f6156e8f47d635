"""The head of a document: its headline, if it has one, and what stands around it."""

import re
from dataclasses import dataclass, field

from .boilerplate import matching_rule
from .dates import DateLine, read_date_line
from .draft import Reason
from .lexicon import Place
from .lines import Line

_LONGEST_HEADLINE = 180
_LONGEST_SHOUT = 30
# A bullet before, the end of a clause or sentence, or two sentences with marks at their ends.
_NO_HEADLINE = re.compile(r"^[-•–]\s|[:;,]$|(?<!\.\.)\.$|[.!?…]\s+[A-ZÀ-Ý«“\"].*[.!?…]$")
_ENDS_SENTENCE = (".", "!", "?", "…", ".»", ". »", ".”", '."')
_LETTER = re.compile(r"[^\W\d_]")


@dataclass(slots=True)
class Head:
    """`title` is the index of the headline; `length` counts the lines up to the first paragraph."""

    title: int | None = None
    length: int = 0
    cuts: dict[int, Reason] = field(default_factory=dict)
    dates: list[DateLine] = field(default_factory=list)


def read_head(lines: list[Line], *, day_first: bool) -> Head:
    """Go down the lines until one is neither the headline, a date line, a byline nor boilerplate."""
    head = Head()
    for index, line in enumerate(lines):
        if date_line := read_date_line(line.text, day_first=day_first):
            head.dates.append(date_line)
            head.cuts[index] = Reason.DATELINE
        elif reason := _furniture(line, has_title=head.title is not None):
            head.cuts[index] = reason
        elif head.title is None and _is_headline(lines, index, day_first=day_first):
            if _is_section(lines, index, day_first=day_first):
                head.cuts[index] = Reason.SECTION
            else:
                head.title = index
        else:
            break
        head.length = index + 1
    return head


def _furniture(line: Line, *, has_title: bool) -> Reason | None:
    places = (Place.HEAD, Place.OPENING, Place.ANYWHERE, *([Place.BELOW] if has_title else []))
    rules = (matching_rule(line, place) for place in places)
    return next((rule.reason for rule in rules if rule), None)


def _is_headline(lines: list[Line], index: int, *, day_first: bool) -> bool:
    """A short line, one sentence at most and no full stop, set apart from a text that follows."""
    text, rest = lines[index].text, lines[index + 1 : index + 41]
    if len(text) > _LONGEST_HEADLINE or _NO_HEADLINE.search(text) or not _LETTER.search(text):
        return False
    if not any(line.text.endswith(_ENDS_SENTENCE) or len(line.text) > _LONGEST_HEADLINE for line in rest):
        return False
    following = rest[0]
    if read_date_line(following.text, day_first=day_first) or _furniture(following, has_title=True):
        return True
    if text.endswith(("!", "…", "...")):
        return False
    return following.after_blank or (not text.endswith("?") and _towers_over(following.text, text))


def _towers_over(paragraph: str, text: str) -> bool:
    return paragraph.endswith(_ENDS_SENTENCE) and len(paragraph) > 2 * len(text)


def _is_section(lines: list[Line], index: int, *, day_first: bool) -> bool:
    """A word or two in capitals above the headline: "TECH"."""
    text = lines[index].text
    is_shout = text.isupper() and len(text) <= _LONGEST_SHOUT and index + 1 < len(lines)
    return is_shout and not lines[index + 1].text.isupper() and _is_headline(lines, index + 1, day_first=day_first)
