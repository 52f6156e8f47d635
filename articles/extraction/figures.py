"""Tables of figures in results releases: « (en M€) | 2023 | 2022 | Chiffre d'affaires | 767 | 610 »."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from .document import Document
from .language import table
from .patterns import compiled

LONGEST = 2500  # characters of a text in which a table may go on after its unit was told
_CELL = re.compile(r"[^|\n]+")
_DIVIDERS = ("|", " / ")  # a table holds one of them
_SLASH = re.compile(r" / ")
_YEAR = re.compile(r"(?:(?P<part>[STHQ][1-4]|[1-4][STHQ]) ?)?(?P<year>20\d\d)\b")
_VALUE = re.compile(r"(?P<minus>[-(] ?)?(?P<whole>\d{1,3}(?:[ .,]\d{3})+|\d+)(?:[.,](?P<fraction>\d{1,2}))?\)?")


@dataclass(frozen=True, slots=True)
class Figure:
    """One cell of a table: what it tells of which year, and where label and value stand in the text."""

    metric: str
    value: float
    currency: str | None  # None for what counts people
    year: str
    start: int
    at: int
    end: int


class Layout:
    """How a language heads and labels such tables, compiled from the `table` part of its `key_figure.toml`."""

    def __init__(self, code: str) -> None:
        data = table(code, "key_figure").get("table", {})
        self.unit = compiled(data["unit"], re.IGNORECASE) if data else None
        self.scales: dict[str, float] = data.get("scales", {})
        self.currencies: dict[str, str] = data.get("currencies", {})
        self.labels = [(compiled(row["pattern"], re.IGNORECASE), row) for row in data.get("label", [])]

    def label(self, cell: str) -> dict[str, Any] | None:
        """What a cell labels, if it labels a figure that we read."""
        return next((row for pattern, row in self.labels if pattern.fullmatch(cell)), None)


def figures(document: Document) -> Iterator[Figure]:
    """Every figure that a table of the text ties to a year."""
    if not any(mark in document.norm for mark in _DIVIDERS):
        return
    layout = layouts(document.language.code)
    position = 0
    while layout.unit and (unit := layout.unit.search(document.norm, position)):
        position = min(len(document.norm), unit.end() + LONGEST)
        following = layout.unit.search(document.norm, unit.end(), position)
        position = following.start() if following else position
        yield from _read(document.norm, unit, position, layout)


def _read(text: str, unit: re.Match[str], end: int, layout: Layout) -> Iterator[Figure]:
    scale = next((s for word, s in layout.scales.items() if unit["scale"].lower().startswith(word)), 1.0)
    currency = next((c for word, c in layout.currencies.items() if word in unit[0].lower()), None)
    years: list[str] = []
    parts: dict[int, str] = {}  # the year of each column of a half or a quarter
    metric: dict[str, Any] | None = None
    start = column = 0
    for at, cell in _cells(text, unit.end(), end):
        year, value = _YEAR.match(cell), _VALUE.match(cell)
        if label := layout.label(cell):
            years = [year or _of_part(parts.pop(at, ""), years, parts) for at, year in enumerate(years)]
            metric, start, column = label, at, 0
        elif metric is None and year and not year["part"]:
            years.append(year["year"])
        elif metric is None and (years or year):
            parts |= {len(years): year["year"]} if year else {}
            years.append("")  # a column that is no whole year: a half, a change
        elif metric and value and column < len(years) and _told(cell, currency, metric):
            if years[column]:
                number = _number(value) * (1.0 if metric.get("people") else scale)
                number = -abs(number) if metric.get("sign") == -1 else number
                yield Figure(
                    metric["metric"],
                    number,
                    None if metric.get("people") else currency,
                    years[column],
                    start,
                    at + value.start("whole"),
                    at + value.end(),
                )
            column += 1
        elif metric and not value:
            metric = None


def _told(cell: str, currency: str | None, label: dict[str, Any]) -> bool:
    """True for a figure of people, or of money whose currency is known; a share tells none."""
    return bool(currency or label.get("people")) and "%" not in cell.partition("(")[0]


def _of_part(year: str, years: list[str], others: dict[int, str]) -> str:
    """The year of a half or quarter, where no column is of the whole of it and none behind of another part."""
    return "" if year in years or year in others.values() else year


def _cells(text: str, start: int, end: int) -> Iterator[tuple[int, str]]:
    """The cells of a stretch of text with their places; bars, line ends and spaced slashes divide them."""
    for cell in _CELL.finditer(text, start, end):
        at = cell.start()
        for part in _SLASH.split(cell[0]):
            if stripped := part.strip(" *"):
                yield at + part.index(stripped[0]), stripped
            at += len(part) + len(" / ")


def _number(value: re.Match[str]) -> float:
    """The number of a cell: in either language a last mark before one or two digits is a decimal mark."""
    whole = re.sub(r"\D", "", value["whole"])
    number = float(f"{whole}.{value['fraction'] or 0}")
    return -number if value["minus"] else number


@cache
def layouts(code: str) -> Layout:
    """The tables of a language; compiled once."""
    return Layout(code)
