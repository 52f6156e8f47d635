"""Queries of the addresses that are read most: Django writes their SQL once, then only the values change.

Writing the SQL of a query costs Django more than PostgreSQL needs to run it.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import F, QuerySet
from django.db.models.sql.compiler import SQLCompiler

from companies.models import Publication

from .embedding import AsPart, Embedded, arranged
from .freshness import HEAD

Written = tuple[str, tuple[Any, ...], SQLCompiler]
MARK = "\ufdd0"  # stands for the value while the SQL is written; no text has this character


class Statement:
    """A query with one text as its parameter, made by `build` from any text."""

    def __init__(self, build: Callable[[str], QuerySet[Any, Any]]) -> None:
        self.build = build
        self.written: dict[str, Written] = {}  # by the database's kind

    def rows(self, value: str) -> list[Any]:
        """The rows for a value."""
        if connection.vendor not in self.written:
            compiler = self.build(MARK).query.get_compiler(connection=connection)
            self.written[connection.vendor] = (*compiler.as_sql(), compiler)
        sql, values, compiler = self.written[connection.vendor]
        with connection.cursor() as cursor:
            cursor.execute(sql, [value if one == MARK else one for one in values])
            return list(compiler.results_iter([cursor.fetchall()]))


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
