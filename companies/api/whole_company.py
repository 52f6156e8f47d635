"""A company with its facts, which most readers ask for: all from one query."""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import F, QuerySet

from companies.models import Publication

from .embedding import AsPart, Embedded, arranged
from .freshness import HEAD
from .statements import Statement


class Row(NamedTuple):
    """What is read of an entry, and the ledger's head."""

    kind: str
    document: str
    digest: str
    head_sequence: int
    head_published_at: datetime


def about(slug: str) -> QuerySet[Publication, Any]:
    """What is in force about a company, itself and its facts: the latest first, undated ones last."""
    entries = Publication.objects.published().filter(concerns__company__slug=slug, concerns__is_named=True)
    entries = entries.order_by(F("fact__happened_on").desc(nulls_last=True), "-sequence")
    return entries.annotate(**HEAD).values_list("kind", "document", "digest", *HEAD)


ABOUT = Statement(about)


def company_with_facts(slug: str, as_part: AsPart) -> tuple[Row, Embedded] | None:
    """A public company and its facts; None for what is not public."""
    own, facts = None, []
    for row in (Row(*values) for values in ABOUT.rows(slug)):
        if row.kind == "company":
            own = row
        else:
            facts.append(row)
    members = {"facts": arranged("facts", [(row.kind, as_part(row.document)) for row in facts])}
    return (own, Embedded(members, [row.digest for row in facts])) if own else None
