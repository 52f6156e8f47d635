"""Which public company or person a slug means. Slugs of what is not public are unknown here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import BigIntegerField, CharField, Exists, OuterRef, Q, QuerySet, Value

from companies.models import Person, Publication
from companies.vocabulary import Action, Kind

Row = tuple[str, str, int, str, int | None]  # what it is, slug, number, action, what it was merged into


@dataclass
class Subjects:
    """Row numbers of public companies and people, by the slugs that were asked for."""

    companies: dict[str, int] = field(default_factory=dict)
    people: dict[str, int] = field(default_factory=dict)


def find(slugs: Iterable[str]) -> Subjects:
    """Look all the slugs up in one query; a merged company costs one more for each step to what it is now."""
    found, wanted = Subjects(), sorted(set(slugs))
    if not wanted:
        return found
    entries = company_entries(Q(company__slug__in=wanted)).union(public_people(wanted), all=True)
    for what, slug, number, action, merged_into in entries:
        if what == "person":
            found.people[slug] = number
        elif (company := current(number, action, merged_into)) is not None:
            found.companies[slug] = company
    return found


def company_entries(companies: Q) -> QuerySet[Publication, Row]:
    """What the ledger now says of the companies."""
    rows = Publication.objects.filter(companies, superseded_at__isnull=True).order_by()  # a union has no order
    return rows.values_list(
        Value("company", CharField()), "company__slug", "company_id", "action", "company__merged_into_id"
    )


def public_people(slugs: list[str]) -> QuerySet[Person, Row]:
    """The people that published facts name."""
    entries = Publication.objects.published()
    roles = entries.filter(kind=Kind.ROLE, fact__role__person=OuterRef("pk"))
    parts = entries.filter(fact__participations__person=OuterRef("pk"))
    people = Person.objects.filter(Exists(roles) | Exists(parts), slug__in=slugs).order_by()
    nothing = Value(None, BigIntegerField())
    return people.values_list(
        Value("person", CharField()), "slug", "pk", Value(Action.PUBLISHED.value, CharField()), nothing
    )


def current(number: int, action: str, merged_into: int | None) -> int | None:
    """The public company that this one is now, over its mergers; None for one withdrawn."""
    while action == Action.MERGED:
        entry = company_entries(Q(company=merged_into)).first()
        if entry is None:
            return None
        _what, _slug, number, action, merged_into = entry
    return None if action == Action.RETRACTED else number
