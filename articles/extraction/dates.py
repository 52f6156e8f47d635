"""Dates as precise as the text gives them, relative ones counted from the day of publication."""

from __future__ import annotations

import datetime as dt
import re
from calendar import isleap
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache, reduce
from operator import or_
from typing import Any, NamedTuple

from .cues import Cued, Stretch
from .language import alternatives, lowered, table
from .mentions import Day, Mention
from .patterns import compiled

YEAR = r"(?:19[5-9]\d|20[0-4]\d)(?![\d%]| ?[€$%]|,\d| (?:millions?|milliards?|million|billion|euros|dollars)\b)"

YEAR_PART = "{year}"
_YEAR_DIGITS = re.compile(r"19|20")
HALF_A_YEAR = 182  # days
FITS = 4096  # sets of cues whose answer is kept at once


class _Row(NamedTuple):
    """One way to write a date: the entry of `dates.toml`, the parts that it names, and its pattern."""

    data: dict[str, Any]
    parts: frozenset[str]
    cued: Cued
    source: str

    @classmethod
    def of(cls, code: str, data: dict[str, Any], parts: dict[str, str]) -> _Row:
        pattern: str = data["pattern"]
        filled = lowered(_filled(pattern, parts))
        cued = Cued(code, rf"\b{filled}(?!\w)")
        return cls(data, frozenset(part for part in parts if part in pattern), cued, re.sub(r"\?P<\w+>", "?:", filled))


class _Scan(NamedTuple):
    """Several ways to write a date, and an expression with a group for each."""

    rows: tuple[_Row, ...]
    pattern: re.Pattern[str]


class Calendar:
    """How one language writes dates, compiled from its `dates.toml`."""

    def __init__(self, code: str) -> None:
        data = table(code, "dates")
        self.months = {name.lower(): i for i, name in enumerate(data["months"], 1)} | data["month_variants"]
        self.seasons: dict[str, int] = data["seasons"]
        self.weekdays = {name.lower(): i for i, name in enumerate(data["weekdays"])}
        parts = {
            "{month}": f"(?:{alternatives(self.months)})\\b",
            "{weekday}": f"(?:{alternatives(self.weekdays)})\\b",
            YEAR_PART: YEAR,
        }
        self.rows = [_Row.of(code, row, parts) for row in data["date"]]
        self._mask = reduce(or_, (row.cued.needs for row in self.rows))
        self._fitting = lru_cache(FITS)(self._fit)
        self._scan = cache(self._made)

    def find(self, text: str, stretches: Iterable[Stretch], published: str | None) -> Iterator[Mention]:
        """Every date within these stretches of a normalised text, left to right."""
        text = text.lower()
        for stretch in stretches:
            start, end, present = stretch.start, stretch.end, stretch.cues
            year = _YEAR_DIGITS.search(text, start, end) is not None
            parts = self._fitting(present & self._mask, year)
            if not parts:
                continue
            rows, pattern = self._scan(parts)
            for match in pattern.finditer(text, start, end):
                row = rows[(match.lastindex or 1) - 1]
                exact = row.cued.pattern.fullmatch(text, *match.span())
                if exact:
                    yield Mention("date", match.start(), match.end(), self._day(row.data, exact, published))

    def _fit(self, present: int, year: bool) -> frozenset[frozenset[str]]:
        """The parts of the rows that a sentence with these cues, and with digits of a year or without, can match."""
        return frozenset(
            row.parts for row in self.rows if (year or YEAR_PART not in row.parts) and row.cued.fits(present)
        )

    def _made(self, parts: frozenset[frozenset[str]]) -> _Scan:
        """The rows of these parts as one expression: there are few sets of parts, and many sets of rows."""
        rows = tuple(row for row in self.rows if row.parts in parts)
        return _Scan(rows, compiled(rf"\b(?:{'|'.join(f'({row.source})' for row in rows)})(?!\w)"))

    def _day(self, row: dict[str, Any], match: re.Match[str], published: str | None) -> Day:
        found = {key: value for key, value in match.groupdict().items() if value}
        month = self.months.get(found.get("month", "").lower()) or int(found.get("nmonth", 0)) or None
        if "year" in found:
            return Day(_iso(int(f"20{found['year']}"[-4:]), month, int(found.get("day", 0)) or None))
        anchor = _anchor(published)
        if anchor is None:
            return Day(None, relative=True)
        if "season" in row:
            return Day(self._season(match[0].lower(), anchor, published or "", "next" in found), relative=True)
        iso = self._relative(row, found, month, anchor, published or "")
        ahead = self._ahead(iso, found, anchor) if iso and len(iso) == len("2026-03-12") else None
        return Day(iso, relative=True, now=row.get("shift_days") == 0, ahead=ahead)

    @staticmethod
    def _ahead(iso: str, found: dict[str, str], anchor: dt.date) -> str | None:
        """The day that is meant by a weekday or a day of a month if it lies ahead: the next one, if that is nearer."""
        day = dt.date.fromisoformat(iso)
        if day >= anchor or not ("weekday" in found or "day" in found):
            return None
        if "weekday" in found:
            return (day + dt.timedelta(days=7)).isoformat()
        return shifted(iso, 1) if (anchor - day).days > HALF_A_YEAR else None

    def _relative(
        self, row: dict[str, Any], found: dict[str, str], month: int | None, anchor: dt.date, published: str
    ) -> str | None:
        year = anchor.year + row.get("shift_years", 0)
        precision = len(published)
        if "shift_years" in row or precision < len("2026-03"):
            return str(year) if month or "shift_years" in row else None
        if "shift_months" in row:
            months = anchor.year * 12 + anchor.month - 1 + row["shift_months"]
            return _iso(months // 12, months % 12 + 1, None)
        if month:
            last = 31 if precision < len("2026-03-12") else None  # of a month, any day may be meant
            return self._nearest(month, int(found.get("day", 0)) or None, anchor, "next" in found, last)
        return self._day_before(row, found, anchor) if precision >= len("2026-03-12") else None

    def _season(self, words: str, anchor: dt.date, published: str, ahead: bool) -> str:
        """The year of the last such season or part of a year to have begun by publication, or of the next one."""
        begins = next((month for name, month in self.seasons.items() if name in words), 1)
        later = len(published) >= len("2026-03") and begins > anchor.month
        return str(anchor.year + (not later if ahead else -later))

    def _day_before(self, row: dict[str, Any], found: dict[str, str], anchor: dt.date) -> str:
        """« hier », « mardi »: counted back from the day of publication."""
        if "shift_days" in row:
            return (anchor + dt.timedelta(days=row["shift_days"])).isoformat()
        back = (anchor.weekday() - self.weekdays[found["weekday"].lower()]) % 7
        return (anchor - dt.timedelta(days=back)).isoformat()

    @staticmethod
    def _nearest(month: int, day: int | None, anchor: dt.date, ahead: bool, last: int | None) -> str | None:
        """The last such month up to the day of publication, or the next one."""
        year = anchor.year
        later = (month, day or 1) > (anchor.month, last or (anchor.day if day else 1))
        if later and not ahead:
            year -= 1
        if ahead and not later:
            year += 1
        return _iso(year, month, day)


def shifted(iso: str, years: int) -> str:
    """The same year, month or day so many years later; 29 February gives 28 February where there is none."""
    year, rest = int(iso[:4]) + years, iso[4:]
    if rest == "-02-29" and not isleap(year):
        rest = "-02-28"
    return f"{year:04}{rest}"


def _filled(pattern: str, parts: dict[str, str]) -> str:
    for name, part in parts.items():
        pattern = pattern.replace(name, part)
    return pattern


def _anchor(published: str | None) -> dt.date | None:
    """The first day of the publication date, whatever its precision."""
    try:
        return dt.date.fromisoformat(f"{published}-01-01"[:10]) if published else None
    except ValueError:
        return None


def _iso(year: int, month: int | None, day: int | None) -> str | None:
    if not month or not 1 <= month <= 12:
        return str(year)
    if not day:
        return f"{year:04}-{month:02}"
    try:
        return dt.date(year, month, day).isoformat()
    except ValueError:
        return f"{year:04}-{month:02}"


@cache
def calendar(code: str) -> Calendar:
    """The dates of a language; compiled once."""
    return Calendar(code)
