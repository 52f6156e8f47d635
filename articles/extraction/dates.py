"""Dates as precise as the text gives them, relative ones counted from the day of publication."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from .language import alternatives, table
from .mentions import Day, Mention

YEAR = r"(?:19[5-9]\d|20[0-4]\d)(?![\d%]| ?[€$%]|,\d| (?:millions?|milliards?|million|billion|euros|dollars)\b)"


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
            "{year}": YEAR,
        }
        self.rows: list[dict[str, Any]] = data["date"]
        self.patterns = [re.compile(_filled(row["pattern"], parts) + r"(?!\w)", re.I) for row in self.rows]
        self.needs = [_needed(row["pattern"]) for row in self.rows]
        self.sources = [_filled(re.sub(r"\?P<\w+>", "?:", row["pattern"]), parts) for row in self.rows]
        self.hints: list[str] = data["hints"]
        self._scans: dict[frozenset[str], re.Pattern[str] | None] = {}

    def find(self, text: str, spans: Iterable[tuple[int, int]], published: str | None) -> Iterator[Mention]:
        """Every date within these spans of a normalised text, left to right."""
        for start, end in spans:
            scan = self._scan(text[start:end].lower())
            if scan:
                yield from self._within(scan, text, start, end, published)

    def _scan(self, sentence: str) -> re.Pattern[str] | None:
        """One pattern for all rows that can match a sentence, by the parts of a date that stand in it."""
        present = {"{year}"} if "19" in sentence or "20" in sentence else set()
        present |= {"{month}"} if any(month in sentence for month in self.months) else set()
        present |= {"{weekday}"} if any(day in sentence for day in self.weekdays) else set()
        present |= {"hint"} if any(hint in sentence for hint in self.hints) else set()
        key = frozenset(present)
        if key not in self._scans:
            rows = [
                source
                for source, needs in zip(self.sources, self.needs, strict=True)
                if needs <= key and (needs or "hint" in key)
            ]
            self._scans[key] = re.compile(rf"\b(?:{'|'.join(rows)})(?!\w)", re.IGNORECASE) if rows else None
        return self._scans[key]

    def _within(
        self, scan: re.Pattern[str], text: str, start: int, end: int, published: str | None
    ) -> Iterator[Mention]:
        for match in scan.finditer(text, start, end):
            for row, pattern in zip(self.rows, self.patterns, strict=True):
                exact = pattern.fullmatch(text, match.start(), match.end())
                if exact:
                    yield Mention("date", match.start(), match.end(), self._day(row, exact, published))
                    break

    def _day(self, row: dict[str, Any], match: re.Match[str], published: str | None) -> Day:
        found = {key: value for key, value in match.groupdict().items() if value}
        month = self.months.get(found.get("month", "").lower()) or int(found.get("nmonth", 0)) or None
        if "year" in found:
            return Day(_iso(int(found["year"]), month, int(found.get("day", 0)) or None))
        anchor = _anchor(published)
        if anchor is None:
            return Day(None, relative=True)
        if "season" in row:
            return Day(self._season(match[0].lower(), anchor, published or "", "next" in found), relative=True)
        iso = self._relative(row, found, month, anchor, published or "")
        return Day(iso, relative=True, now=row.get("shift_days") == 0)

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
            return self._nearest(month, int(found.get("day", 0)) or None, anchor, "next" in found)
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
    def _nearest(month: int, day: int | None, anchor: dt.date, ahead: bool) -> str | None:
        """The last such month up to the day of publication, or the next one."""
        year = anchor.year
        later = (month, day or 1) > (anchor.month, anchor.day if day else 1)
        if later and not ahead:
            year -= 1
        if ahead and not later:
            year += 1
        return _iso(year, month, day)


def _needed(pattern: str) -> frozenset[str]:
    """The parts without which a row cannot match; a weekday beside a month is an extra."""
    parts = frozenset(part for part in ("{month}", "{year}", "{weekday}") if part in pattern)
    return parts - {"{weekday}"} if parts & {"{month}", "{year}"} else parts


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
