"""Which public company, person or outlet a name means. Names of what is not public are unknown here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import BigIntegerField, CharField, Exists, F, OuterRef, Q, QuerySet, Value

from articles.models import Outlet
from companies.models import Concern, Publication
from companies.vocabulary import WITH_DOCUMENT, Action

Row = tuple[str, str, int, str, int | None]  # what it is, slug or name, number, action, what it was merged into


@dataclass
class Subjects:
    """Row numbers of public companies and people by their slugs, and of outlets by their names."""

    companies: dict[str, int] = field(default_factory=dict)
    people: dict[str, int] = field(default_factory=dict)
    outlets: dict[str, int] = field(default_factory=dict)


def find(names: Iterable[str]) -> Subjects:
    """Look all the names up in one query; a merged company costs one more for each step to what it is now."""
    found, wanted = Subjects(), sorted(set(names))
    if not wanted:
        return found
    companies, people = company_entries(Q(company__slug__in=wanted)), person_entries(wanted)
    for what, name, number, action, merged_into in companies.union(people, public_outlets(wanted), all=True):
        if what == "person":
            found.people[name] = number
        elif what == "outlet":
            found.outlets[name] = number
        elif (company := current(number, action, merged_into)) is not None:
            found.companies[name] = company
    return found


def company_entries(companies: Q) -> QuerySet[Publication, Row]:
    """What the ledger now says of the companies."""
    rows = Publication.objects.filter(companies, superseded_at__isnull=True).order_by()  # a union has no order
    return rows.values_list(
        Value("company", CharField()), "company__slug", "company_id", "action", "company__merged_into_id"
    )


def person_entries(slugs: list[str]) -> QuerySet[Publication, Row]:
    """The people that are public."""
    rows = Publication.objects.published().filter(person__slug__in=slugs).order_by()
    nothing = Value(None, BigIntegerField())
    return rows.values_list(Value("person", CharField()), "person__slug", "person_id", "action", nothing)


def public_outlets(names: list[str]) -> QuerySet[Outlet, Row]:
    """The outlets of public articles."""
    public = Publication.objects.published().filter(article__outlet=OuterRef("pk"))
    rows = Outlet.objects.filter(Exists(public), name__in=names).order_by()
    nothing = Value(None, BigIntegerField())
    action = Value(Action.PUBLISHED.value, CharField())
    return rows.values_list(Value("outlet", CharField()), "name", F("pk"), action, nothing)


def current(number: int, action: str, merged_into: int | None) -> int | None:
    """The public company that this one is now, over its mergers; None for one withdrawn."""
    while action == Action.MERGED:
        entry = company_entries(Q(company=merged_into)).first()
        if entry is None:
            return None
        _what, _slug, number, action, merged_into = entry
    return None if action == Action.RETRACTED else number


def concerning(slug: str) -> list[int]:
    """The entries that concern the company of the slug and those that it was merged into; none for an unknown slug."""
    rows = list(Concern.objects.filter(company__slug=slug).values_list("publication", "company__merged_into__slug"))
    survivor = rows[0][1] if rows else None
    return [number for number, _slug in rows] + (concerning(survivor) if survivor else [])


def public_at(slug: str, moment: datetime) -> int | None:
    """The company that was public under the slug at the moment, over its mergers until then."""
    entries = Publication.objects.standing(moment).values_list("company_id", "action", "company__merged_into_id")
    entry = entries.filter(company__slug=slug).first()
    while entry is not None and entry[1] == Action.MERGED:
        entry = entries.filter(company=entry[2]).first()
    return entry[0] if entry is not None and entry[1] in WITH_DOCUMENT else None
