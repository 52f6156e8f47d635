"""A document as one line of CSV, made once, at publication, from the document alone: exports copy it. Pure.

A cell holds no line break and no tab, and one that a spreadsheet would take for a formula begins with an
apostrophe. Numbers and dates stand as in the document; what is unknown is empty.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

from .slots import DATE_SLOT, MONEY_SLOTS, PEOPLE_SLOT, WORD_SLOTS
from .vocabulary import Kind

Document = dict[str, Any]
TEXT, INTEGER, NUMBER, MOMENT, FLAG = "text", "integer", "number", "moment", "flag"  # what a column holds
FORMULA = re.compile(r"^'*[=+\-@]")  # an apostrophe too, so that the one added can be told from one that was there
SPACES = re.compile(r"[\x00-\x1f\x85\u2028\u2029]+")
BETWEEN = "; "  # the values of a cell that holds several


@dataclass(frozen=True)
class Column:
    """One column: its name, what it holds, and where the document has it."""

    name: str
    holds: str
    read: Callable[[Document], Any]


def member(name: str, holds: str = TEXT) -> Column:
    """A member of the document itself; shapes of former days may lack it."""
    return Column(name, holds, lambda document: document.get(name))


def several(name: str, read: Callable[[Document], Iterable[str | None]]) -> Column:
    """A column of several values."""
    return Column(name, TEXT, lambda document: BETWEEN.join(value or "" for value in read(document)))


def within(name: str, outer: str, inner: str, holds: str = TEXT) -> Column:
    """A member of a member."""
    return Column(name, holds, lambda document: document[outer][inner])


def cited(name: str, read: Callable[[Document], Any]) -> Column:
    """Something of the best citation."""
    return Column(name, TEXT, lambda document: read(document["citations"][0]) if document["citations"] else None)


STAMP = (
    within("sequence", "publication", "sequence", INTEGER),
    within("published_at", "publication", "published_at", MOMENT),
    within("corrections", "publication", "corrections", INTEGER),
    member("url"),
)


def participants(slot: str) -> tuple[Column, ...]:
    """Names, roles and slugs of who takes part, in one order."""
    return (
        several(slot, lambda document: map(itemgetter("name"), document[slot])),
        several(f"{slot}_roles", lambda document: map(itemgetter("role"), document[slot])),
        several(f"{slot}_slugs", lambda document: (one["company"] or one["person"] for one in document[slot])),
    )


def own_columns(kind: Kind) -> Iterable[Column]:
    """What only facts of that kind have."""
    if kind in (Kind.FUNDING_ROUND, Kind.VALUATION, Kind.DEAL):
        yield member("amount", NUMBER)
        yield member("currency")
    if kind == Kind.FUNDING_ROUND:
        yield from (member(slot, NUMBER) for slot in MONEY_SLOTS[1:])
    if kind == Kind.ROLE:
        yield within("person", "person", "slug")
        yield within("person_name", "person", "name")
    if kind == Kind.CONTROVERSY:
        yield from (member("title"), member("outcome"))
    yield from (member(slot) for slot in WORD_SLOTS[kind])
    if kind == Kind.KEY_FIGURE:
        yield from (member("value", NUMBER), member("unit"))
    yield member("status")
    if kind in DATE_SLOT:
        yield from (member(DATE_SLOT[kind]), member("date_precision"))
    if kind in PEOPLE_SLOT:
        yield from participants(PEOPLE_SLOT[kind])


def fact_columns(kind: Kind) -> tuple[Column, ...]:
    """The columns of a kind of fact."""
    return (
        member("id", INTEGER),
        within("company", "company", "slug"),
        within("company_name", "company", "name"),
        *own_columns(kind),
        cited("quote", itemgetter("quote")),
        cited("source", lambda citation: citation["article"]["source"]),
        cited("outlet", lambda citation: citation["article"]["outlet"]),
        Column("citations", INTEGER, lambda document: len(document["citations"])),
        member("confidence", NUMBER),
        member("rule"),
        member("is_corrected_by_editor", FLAG),
        *STAMP,
    )


COLUMNS: dict[str, tuple[Column, ...]] = {
    **{kind.value: fact_columns(kind) for kind in Kind},
    "company": (
        *map(member, ("slug", "name", "kind")),
        several("names", itemgetter("names")),
        *map(member, ("description", "country")),
        member("founded", INTEGER),
        *map(member, ("website", "wikidata_id")),
        *STAMP,
    ),
    "person": (member("slug"), member("name"), *STAMP),
    "article": (
        member("id", INTEGER),
        *map(member, ("title", "headline", "outlet", "source", "language", "published_on", "text_sha256")),
        *STAMP,
    ),
}


def cell(value: Any) -> str:
    """A value as a cell (RFC 4180)."""
    if value is None:
        return ""
    if not isinstance(value, str):
        return str(value).lower() if isinstance(value, bool) else str(value)
    text = value if value.isprintable() else SPACES.sub(" ", value)
    if FORMULA.match(text):
        text = f"'{text}"
    if '"' in text:
        text = text.replace('"', '""')
        return f'"{text}"'
    return f'"{text}"' if "," in text else text


def header(kind: str) -> str:
    """The first line, without its end: the names of the columns."""
    return ",".join(column.name for column in COLUMNS[kind])


def line(kind: str, document: Document) -> str:
    """A stored document of the kind as a line, without its end."""
    return ",".join([cell(column.read(document)) for column in COLUMNS[kind]])
