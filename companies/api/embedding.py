"""What `include` embeds: documents of the ledger beside the one they belong to, all from one query."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import CharField, DateField, F, QuerySet, Value
from django.db.models.functions import Cast

from companies.models import Publication
from companies.vocabulary import Kind, State

from .rendering import stitched

Conditions = dict[str, Any]
AsPart = Callable[[str], Any]

# subject → what can be embedded → each way from an entry of the ledger to the subject, and what else must hold on it.
# Several ways are several queries in one union, so that each begins at the subject's own rows.
CITED = {"article__citations__is_public": True, "article__citations__fact__state": State.PUBLISHED}
WAYS: dict[str, dict[str, list[tuple[str, Conditions]]]] = {
    "company": {
        "facts": [("concerns__company", {"concerns__is_named": True, "fact__isnull": False})],
        "articles": [
            ("article__citations__fact__company", CITED),
            (
                "article__citations__fact__participations__company",
                {**CITED, "article__citations__fact__kind": Kind.DEAL},
            ),
        ],
        "people": [
            ("person__roles__company", {"person__roles__state": State.PUBLISHED}),
            ("person__participations__fact__company", {"person__participations__fact__state": State.PUBLISHED}),
        ],
    },
    "article": {"facts": [("fact__citations__article", {"fact__citations__is_public": True})]},
    "person": {"facts": [("fact__role__person", {}), ("fact__participations__person", {})]},
}
DATES = {"facts": "fact__happened_on", "articles": "article__published_on"}


@dataclass
class Embedded:
    """What is embedded in one document, by the name in `include`, and the digests of it all."""

    members: dict[str, Any]
    digests: list[str] = field(default_factory=list)


def rows_of(subject: str, numbers: Collection[int], name: str) -> Iterable[QuerySet[Publication, Any]]:
    """For each way, rows of (owner, name, kind, document, digest, date, sequence)."""
    day = F(DATES[name]) if name in DATES else Cast(Value(None), DateField())
    for path, conditions in WAYS[subject][name]:
        # One filter, so that all the conditions hold on the same rows.
        entries = Publication.objects.published().filter(**{f"{path}__in": numbers}, **conditions).order_by()
        yield entries.values_list(
            F(f"{path}_id"), Value(name, CharField()), "kind", "document", "digest", day, "sequence"
        )


def embedded(
    subject: str, numbers: Collection[int], wanted: Iterable[str], as_part: AsPart = stitched
) -> dict[int, Embedded]:
    """What is to be embedded in the documents of each of these subjects: facts by kind, the latest first.

    `as_part` makes a stored document a part of the answer.
    """
    empty = {number: Embedded({name: [] for name in wanted}) for number in numbers}
    if not empty:
        return {}
    first, *others = [rows for name in wanted for rows in rows_of(subject, numbers, name)]
    rows = sorted(set(first.union(*others, all=True)), key=latest_first)
    for owner, name, kind, document, digest, _day, _sequence in rows:
        empty[owner].members[name].append((kind, as_part(document)))
        empty[owner].digests.append(digest)
    for one in empty.values():
        one.members = {name: arranged(name, documents) for name, documents in one.members.items()}
    return empty


def latest_first(row: tuple[Any, ...]) -> tuple[bool, int, int]:
    """What rows are sorted by: the date, those without one last, then the order of publication."""
    day: date | None = row[5]
    return day is None, -day.toordinal() if day else 0, -row[6]


def arranged(name: str, documents: list[tuple[str, Any]]) -> Any:
    """Facts by kind, each kind there; other documents as a list."""
    if name != "facts":
        return [document for _kind, document in documents]
    return {kind: [document for its, document in documents if its == kind] for kind in Kind.values}
