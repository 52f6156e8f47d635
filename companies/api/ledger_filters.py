"""What the entries of the ledger can be narrowed by: in the change feed, and in the list of versions."""

from __future__ import annotations

from django.utils.translation import gettext as _

from companies.models import Publication
from companies.models.publication import SUBJECT_KINDS
from companies.vocabulary import Action

from . import subjects
from .fields import NumberField
from .filters import Rows
from .parameters import SLUG, SLUG_LENGTH, Parameter, Parameters, Words
from .parameters import number as number_schema
from .problems import BadParameters

PAGE_SIZE = 100
DIGITS = 18  # of a row's number


def slug(description: str, method: str) -> Parameter:
    """A company that is or was public."""
    return Parameter(None, "exact", description, SLUG, max_length=SLUG_LENGTH, method=method)


def number(path: str, description: str) -> Parameter:
    """A fact or an article."""
    schema = number_schema(DIGITS, 0, least=0)
    return Parameter(
        path, "exact", description, schema, field=NumberField, digits=DIGITS, decimals=0, min_value=0
    )  # fmt: skip


def require_any(slug: str, entries: list[int]) -> list[int]:
    """The entries. Raises BadParameters where there are none: the slug never was public."""
    if not entries:
        raise BadParameters([("company", _("Nothing was ever published under “%(slug)s”.") % {"slug": slug})])
    return entries


class EntryFilters(Parameters):
    """What entries of the ledger can be narrowed by."""

    kind = Words("kind", SUBJECT_KINDS, "What the entry is about.")


class ChangeFilters(EntryFilters):
    """Parameters of the change feed."""

    company = slug(
        "Slug of a company: entries about it, and about facts that are, or were, about it. After a merger into it, "
        "begin anew from 0: the other one's entries are then its own.",
        "about",
    )
    action = Words("action", Action.values, "What the entry did.")

    def about(self, rows: Rows, name: str, slug: str) -> Rows:
        """Entries that concern the company, or what it was merged into: by their numbers, so that few rows are read."""
        return rows.filter(pk__in=require_any(slug, subjects.concerning(slug)))


class PublicationFilters(EntryFilters):
    """Parameters of the versions."""

    fact = number("fact", "Number of a fact: its history.")
    company = slug("Slug of a company: the history of its own document.", "of_company")
    article = number("article", "Number of an article: its history.")

    def of_company(self, rows: Rows, name: str, slug: str) -> Rows:
        """Entries whose subject is the company."""
        entries = Publication.objects.filter(company__slug=slug).values_list("pk", flat=True)
        return rows.filter(pk__in=require_any(slug, list(entries)))
