"""Dates as documents write them: in a date line, at the head of a wire story, as a weekday without a year."""

import re
from dataclasses import dataclass
from datetime import date
from functools import cache

from .draft import Precision
from .lexicon import lexicon

_FIRST_YEAR, _LAST_YEAR = 1900, 2100
_LONGEST_LINE = 200
_LONGEST_MASTHEAD = 140
_INFERENCE_YEARS = 5

_TIME = (
    r"\d{1,2}\s?(?:h(?:eures?)?(?:\s?\d{2})?|[:.]\d{2}(?::\d{2})?(?:\.\d+)?)(?![^\WzZ]|/)(?:\s?(?:am|pm|a\.m\.|p\.m\.))?"
    r"|\d{1,2}\s?(?:am|pm)\b"
)
_ZONE = r"(?<=\d)Z\b|\b(?:UTC|GMT|CES?T|BST|[ECMP][DS]?T)\b(?:[+-]\d{1,2})?|\bheure de paris\b|[+-]\d{2}:\d{2}\b"
_READING_TIME = (
    r"(?:(?:temps|durée) de lecture|lecture|reading time)\s?:?\s?\d{1,3}\s?min(?:utes?|\.)?"
    r"|\b\d{1,3}\s?min(?:utes?)?\s(?:de lecture|read)\b"
)


@dataclass(frozen=True, slots=True)
class Stated:
    """A date as written, the parts that it leaves out being None."""

    year: int | None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None

    @property
    def precision(self) -> Precision:
        if self.day is not None:
            return "day"
        return "year" if self.month is None else "month"

    @property
    def first_day(self) -> date | None:
        """The day, or the first one of the month or year; None without a year."""
        return None if self.year is None else date(self.year, self.month or 1, self.day or 1)


@dataclass(frozen=True, slots=True)
class DateLine:
    """The dates of a date line: of publication or unlabelled, and of an update.

    `is_labelled` where it says which.
    """

    published: Stated | None
    updated: Stated | None
    is_labelled: bool


def parse_iso(value: str) -> Stated:
    """ "2026-01-07", "2026-01" or "2026". Raises `ValueError`."""
    if re.fullmatch(r"[0-9]{4}(?:-[0-9]{2}){0,2}", value):
        stated = _valid(*(int(part) for part in value.split("-")))
        if stated is not None:
            return stated
    raise ValueError(f"{value!r} is not a date. Write it as 2026-01-07, 2026-01 or 2026.")


def glued_prefix(text: str, *, day_first: bool) -> tuple[int, Stated] | None:
    """The length and the date of what a page stamped before the first sentence: `date 2026-01-07 `, or a day with the
    time of day, « Le 7 janvier 2026 à 12:00 Le groupe ... »."""
    if match := re.match(r"date ([0-9]{4}(?:-[0-9]{2}){1,2})(?!\S)", text):
        try:
            return match.end(), parse_iso(match[1])
        except ValueError:
            return None
    match = _timed_stamp().match(text[:_LONGEST_LINE])
    stated = _stated(match, day_first=day_first) if match else None
    return (match.end(), stated) if match and stated and stated.year is not None and stated.day is not None else None


def read_date_line(text: str, *, day_first: bool) -> DateLine | None:
    """The dates of a line made of dates, times, "Published on" and the like, authors, else None."""
    if len(text) > _LONGEST_LINE or not any(map(str.isdigit, text)):
        return None
    position, label = 0, ""
    found: list[tuple[str, Stated]] = []
    for match in _date_line_token().finditer(text):
        if match.start() != position:
            return None
        position = match.end()
        if match["published"] or match["updated"]:
            label = "published" if match["published"] else "updated"
        elif match["date"] or match["bare_year"]:
            stated = _stated(match, day_first=day_first)
            if stated is None or (match["bare_year"] and not label):
                return None
            found.append((label, stated))
    if position != len(text) or not found:
        return None
    published = next((stated for kind, stated in found if kind != "updated"), None)
    updated = next((stated for kind, stated in found if kind == "updated"), None)
    return DateLine(published, updated, is_labelled=bool(label))


def read_wire_dateline(text: str, *, day_first: bool) -> Stated | None:
    """The date at the head of a wire story or release: "TORONTO, March 4, 2025 /Wire/ - Northvane ..."."""
    match = _wire().match(text[:_LONGEST_LINE])
    return None if match is None else _stated(match, day_first=day_first)


def read_masthead(text: str, *, day_first: bool) -> Stated | None:
    """The day at the end of a line that is no sentence: "Le Courrier des ports, 4 mars 2025 à 9h30"."""
    match = _masthead().fullmatch(text) if len(text) <= _LONGEST_MASTHEAD else None
    stated = _stated(match, day_first=day_first) if match else None
    return stated if stated and stated.year is not None and stated.day is not None else None


def weekday_dates(text: str) -> list[Stated]:
    """The dates that name a weekday, a day and a month but no year, in order: "vendredi 22 décembre"."""
    found = [_stated(match, day_first=True) for match in _date().finditer(text)]
    return [stated for stated in found if stated and stated.weekday is not None and stated.year is None]


def infer_day(stated: Stated, *, text: str, today: date) -> date | None:
    """The only day up to `today`, and less than some five years ago, that is this weekday, day and month.

    Years before one that `text` states as past ("fondée en 2023") do not count. None where two years fit, or
    none.
    """
    if stated.month is None or stated.day is None:
        return None
    past = (int(match["year"]) for match in _past_year().finditer(text))
    earliest = max((year for year in past if year <= today.year), default=_FIRST_YEAR)
    fitting: list[date] = []
    for year in range(max(earliest, today.year - _INFERENCE_YEARS), today.year + 1):
        if _valid(year, stated.month, stated.day) is not None:
            day = date(year, stated.month, stated.day)
            if day.weekday() == stated.weekday and day <= today:
                fitting.append(day)
    return fitting[0] if len(fitting) == 1 else None


def _valid(year: int | None, month: int | None = None, day: int | None = None) -> Stated | None:
    """These parts if such a date exists; 29 February does without a year."""
    if year is not None and not _FIRST_YEAR <= year <= _LAST_YEAR:
        return None
    try:
        date(2000 if year is None else year, 1 if month is None else month, 1 if day is None else day)
    except ValueError:
        return None
    return Stated(year, month, day)


def _stated(match: re.Match[str], *, day_first: bool) -> Stated | None:
    part = match.groupdict()
    weekday = lexicon().weekdays.get((part.get("weekday") or "").lower())
    if part.get("bare_year"):
        return _valid(int(match["bare_year"]))
    if part["iso_year"]:
        stated = _valid(int(match["iso_year"]), int(match["iso_month"]), _number(part["iso_day"]))
    elif part["first"]:
        stated = _numeric(int(match["first"]), int(match["second"]), match["numeric_year"], day_first=day_first)
    else:
        month = lexicon().months.get((part["month"] or part["month_first"] or part["lone_month"]).lower())
        if month is None:  # letter case apart, "ſept" matches too
            return None
        day = _number(part["day"] or part["day_second"])
        stated = _valid(_number(part["year"] or part["year_last"] or part["lone_year"]), month, day)
    return None if stated is None else Stated(stated.year, stated.month, stated.day, weekday)


def _numeric(first: int, second: int, year: str, *, day_first: bool) -> Stated | None:
    """A date such as 07/04/2025. English writes it both ways: where both exist, only the year is sure."""
    full_year = int(year) if len(year) == 4 else 2000 + int(year)
    as_day_first, as_month_first = _valid(full_year, second, first), _valid(full_year, first, second)
    if day_first or as_month_first is None or as_day_first == as_month_first:
        return as_day_first
    return as_month_first if as_day_first is None else Stated(full_year)


def _number(digits: str | None) -> int | None:
    return None if digits is None else int(digits)


def _any_of(words: tuple[str, ...] | dict[str, int]) -> str:
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True)))


@cache
def _date_pattern() -> str:
    months = f"(?:{_any_of(lexicon().months)})"
    weekdays = _any_of(lexicon().weekdays)
    return (
        rf"(?P<date>(?<![\w/])(?:(?P<weekday>{weekdays})\b,?\s(?:le\s|the\s)?)?(?:"
        r"(?P<iso_year>[0-9]{4})-(?P<iso_month>[0-9]{2})"
        r"(?:-(?P<iso_day>[0-9]{2})(?:T(?=[0-9])|(?![0-9/-]))|(?![0-9/-]))"
        r"|(?P<first>[0-9]{1,2})(?P<mark>[/.])(?P<second>[0-9]{1,2})(?P=mark)(?P<numeric_year>[0-9]{4}|[0-9]{2})(?![\w/])"
        rf"|(?P<day>[0-9]{{1,2}})(?:er|st|nd|rd|th)?\s(?:of\s)?(?P<month>{months})\b\.?(?:,?\s(?P<year>[0-9]{{4}})\b)?"
        rf"|(?P<month_first>{months})\b\.?\s(?P<day_second>[0-9]{{1,2}})(?:st|nd|rd|th)?\b(?![:.h][0-9])"
        r"(?:,?\s(?P<year_last>[0-9]{4})\b)?"
        rf"|(?P<lone_month>{months})\b\.?\s(?P<lone_year>[0-9]{{4}})\b"
        r"))"
    )


@cache
def _date() -> re.Pattern[str]:
    return re.compile(_date_pattern(), re.IGNORECASE)


@cache
def _date_line_token() -> re.Pattern[str]:
    words = lexicon()
    labels = f"(?:{_any_of(words.published + words.updated)})"
    ends_name = rf"(?=\s?(?:$|[,|·•–—(]|-\s)|\s(?:{labels}|{_any_of(words.filler)}|{_date_start()})(?!\w))"
    return re.compile(
        rf"(?P<updated>\b(?:{_any_of(words.updated)})(?!\w))|(?P<published>\b(?:{_any_of(words.published)})(?!\w))"
        rf"|{_date_pattern()}|(?:{_TIME})|(?i:{_ZONE})|(?:{_READING_TIME})"
        rf"|^(?-i:[A-ZÀ-Ý])[^\W\d]*+(?:[\s'’-][^\W\d]++){{0,3}}(?:,|\s[-–—|·])(?=\s(?:le\s)?{_date_start()})"
        rf"|\b(?:{_any_of(words.by)})\s\S+?(?:\s\S+?){{0,5}}?{ends_name}"
        rf"|(?P<bare_year>\b(?:19|20)[0-9]{{2}}\b)|\b(?:{_any_of(words.filler)})(?!\w)|[\s,;:·|•()\[\]–—-]",
        re.IGNORECASE,
    )


@cache
def _date_start() -> str:
    """How a date begins, for looking ahead."""
    months, weekdays = _any_of(lexicon().months), _any_of(lexicon().weekdays)
    return rf"(?:(?:{weekdays})\b|[0-9]{{1,2}}[\s/.]|[0-9]{{4}}-|(?:{months})\b)"


@cache
def _wire() -> re.Pattern[str]:
    return re.compile(
        rf"(?:(?-i:[A-ZÀ-Ý])[^!?;:\d]{{1,70}}?[,)]\s)?(?:le\s|on\s)?{_date_pattern()}\.?(?:,?\s(?:à\s)?(?:{_TIME}))?"
        r"(?:\s?[(/][^()/]{1,40}[)/])*\s?[-–—]{1,2}\s",
        re.IGNORECASE,
    )


@cache
def _timed_stamp() -> re.Pattern[str]:
    words = lexicon()
    return re.compile(
        rf"(?:(?:{_any_of(words.published + words.updated)})\s)?(?:le\s|on\s)?{_date_pattern()}"
        rf",?\s(?:(?:à|at|-|–)\s)?(?:{_TIME})(?:\s(?:{_ZONE}))?(?=\s[\"«(]?(?-i:[A-ZÀ-ÝŒ]))",
        re.IGNORECASE,
    )


@cache
def _masthead() -> re.Pattern[str]:
    words = lexicon()
    labels = _any_of(words.published + words.updated)
    return re.compile(
        rf"(?:[^.!?;]{{0,90}}?(?:\s?[,:·•|–—]|\s-|\.|\b(?:{labels}))\s)?(?:le\s)?{_date_pattern()}"
        rf"(?:,?\s(?:à\s|at\s)?(?:{_TIME})(?:\s?(?:{_ZONE}))?)?(?:\s?[·•|–—-]\s[^.!?;]{{1,60}})?",
        re.IGNORECASE,
    )


@cache
def _past_year() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(lexicon().past_years)})\s(?P<year>(?:19|20)[0-9]{{2}})\b", re.IGNORECASE)
