"""What each list can be narrowed by. A parameter says how it reads its value and how the schema tells of it.

All filters run on the rows of what is published, and nothing unpublished enters a condition.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import CharField, Exists, JSONField, OuterRef, Q, QuerySet, Value
from django.db.models.fields.json import KT
from django.db.models.functions import Cast, NullIf
from django.utils.translation import gettext as _
from django_filters import Filter, FilterSet  # type: ignore[import-untyped]

from articles.models import Outlet
from companies.models import Company, Fact, Participation, Publication
from companies.vocabulary import (
    PARTICIPANT_ROLES,
    STATUSES,
    Basis,
    Category,
    CompanyKind,
    DealType,
    Kind,
    Metric,
    Part,
    Qualifier,
    Series,
    Title,
)

from . import subjects
from .fields import CodeField, MomentField, NumberField, PartialDateField, WordsField
from .problems import BadParameters

Rows = QuerySet[Publication]
TEXT = {"type": "string"}
PARTIAL_DATE = {"type": "string", "pattern": r"^\d{4}(-\d{2}(-\d{2})?)?$"}
SLUG_LENGTH = 80


class Parameter(Filter):
    """A filter with its description and its JSON Schema, for the API's own schema."""

    is_repeatable = False

    def __init__(
        self, path: str | None, lookup: str, description: str, schema: dict[str, Any],
        field: type[forms.Field] = forms.CharField, **options: Any,
    ) -> None:  # fmt: skip
        super().__init__(path, lookup, label=description, **options)
        self.description, self.schema, self.field_class = description, schema, field


class Words(Parameter):
    """One or several words of the codebook: a row has any of them."""

    is_repeatable = True

    def __init__(self, path: str, words: Iterable[str], description: str, **options: Any) -> None:
        words = list(words)
        schema = {"type": "array", "items": {"type": "string", "enum": words}}
        description = f"{description} May be repeated."
        super().__init__(path, "in", description, schema, WordsField, words=words, **options)


class PartialDate(Parameter):
    """One end of a span of days, both ends included."""

    def __init__(self, path: str, description: str, *, is_end: bool) -> None:
        lookup = "lte" if is_end else "gte"
        super().__init__(path, lookup, description, PARTIAL_DATE, PartialDateField, is_end=is_end)


class Number(Parameter):
    """One end of a span of numbers, both ends included."""

    def __init__(self, path: str, lookup: str, description: str, digits: int, decimals: int) -> None:
        schema = {"type": "number"}
        super().__init__(path, lookup, description, schema, NumberField, digits=digits, decimals=decimals)


class Code(Parameter):
    """A code of a standard."""

    def __init__(self, path: str, what: str, standard: str, example: str) -> None:
        schema = {"type": "string", "pattern": f"^[A-Za-z]{{{len(example)}}}$"}
        description = f"{what}, as in {standard}: {example}."
        super().__init__(path, "exact", description, schema, CodeField, standard=standard, example=example)


class Slug(Parameter):
    """A public company or person by its slug; `means` names the members of Subjects to look in."""

    def __init__(self, description: str, means: tuple[str, ...], method: str) -> None:
        super().__init__(None, "exact", description, TEXT, max_length=SLUG_LENGTH, method=method)
        self.means = means


def span_of_days(path: str, what: str) -> tuple[PartialDate, PartialDate]:
    """The parameters …_after and …_before."""
    note = "(YYYY, YYYY-MM or YYYY-MM-DD). What is dated to a month or year counts as its first day."
    return (
        PartialDate(path, f"{what} on or after this day, month or year {note}", is_end=False),
        PartialDate(path, f"{what} on or before this day, month or year {note}", is_end=True),
    )


def span_of_numbers(path: str, what: str, digits: int = 20, decimals: int = 2) -> tuple[Number, Number]:
    """The parameters …_min and …_max."""
    return (
        Number(path, "gte", f"{what} is at least this.", digits, decimals),
        Number(path, "lte", f"{what} is at most this.", digits, decimals),
    )


def qualifier() -> Words:
    """The parameter of kinds that hold numbers."""
    return Words("fact__qualifier", Qualifier.values, "How exact the number is.")


def status(kind: Kind) -> Words:
    """The parameter status with the words of the kind."""
    return Words("fact__status", STATUSES[kind], "How settled it is.")


class DocumentFilters(FilterSet):
    """What every list of documents can be narrowed by."""

    published_since = Parameter(
        "published_at",
        "gte",
        "Published or corrected at or after this moment (ISO 8601; UTC where it has no offset).",
        {"type": "string", "format": "date-time"},
        field=MomentField,
    )

    @classmethod
    def parameters(cls) -> dict[str, Parameter]:
        """Every parameter by its name."""
        return dict(cls.base_filters)

    def narrowed(self) -> Rows:
        """The rows asked for. Raises BadParameters for values that cannot be used."""
        if not self.is_valid():
            raise BadParameters((name, " ".join(texts)) for name, texts in self.form.errors.items())
        self.look_slugs_up()
        rows: Rows = self.qs
        return rows

    def look_slugs_up(self) -> None:
        """Find what the slugs mean, all at once. Raises BadParameters for one that is not public."""
        values = self.form.cleaned_data
        asked = {name: one for name, one in self.filters.items() if isinstance(one, Slug) and values[name]}
        self.subjects = subjects.find(values[name] for name in asked)
        message = _("“%(slug)s” names nothing public. /api/v1/companies/?q= finds slugs by name.")
        errors = [
            (name, message % {"slug": values[name]})
            for name, one in asked.items()
            if not any(values[name] in getattr(self.subjects, table) for table in one.means)
        ]
        if errors:
            raise BadParameters(errors)


class FactFilters(DocumentFilters):
    """What every list of facts can be narrowed by."""

    company = Slug("Slug of the company that the fact is about.", ("companies",), "about")
    confidence_min = Number("fact__confidence", "gte", "Confidence, from 0 to 1, is at least this.", 4, 3)

    def about(self, rows: Rows, name: str, slug: str) -> Rows:
        """Facts about the company."""
        return rows.filter(fact__company=self.subjects.companies[slug])


class MoneyFilters(FactFilters):
    """What facts with a sum of money can be narrowed by."""

    currency = Code("fact__currency", "Currency of the amount", "ISO 4217", "EUR")
    amount_min, amount_max = span_of_numbers("fact__amount", "The amount, in whole units of its currency,")
    qualifier = qualifier()


class ParticipantFilters(FactFilters):
    """What facts with participants can be narrowed by: who takes part, and as what."""

    who = ""  # the parameter that names the participant

    def taking_part(self, rows: Rows, name: str, value: Any) -> Rows:
        """Facts with a participant who is the one asked for and has one of the roles asked for."""
        asked = self.form.cleaned_data
        slug, roles = asked[self.who], asked.get("role")
        if name == "role" and slug:
            return rows  # narrowed once, for both
        participations = Participation.objects.filter(fact=OuterRef("fact"))
        if slug:
            participations = participations.filter(self.named(slug))
        if roles:
            participations = participations.filter(role__in=roles)
        return rows.filter(Exists(participations))

    def named(self, slug: str) -> Q:
        """The participant of that slug, a company or a person."""
        company, person = self.subjects.companies.get(slug), self.subjects.people.get(slug)
        return (Q(company=company) if company else Q()) | (Q(person=person) if person else Q())


def participant(description: str) -> Slug:
    """The parameter that names a participant."""
    return Slug(f"{description}: the slug of a company or a person.", ("companies", "people"), "taking_part")


def participant_role(kind: Kind) -> Words:
    """The parameter role with the words of the kind."""
    return Words("", PARTICIPANT_ROLES[kind], "What the participant does in the fact.", method="taking_part")


class FundingRoundFilters(MoneyFilters, ParticipantFilters):
    """Parameters of funding rounds."""

    status = status(Kind.FUNDING_ROUND)
    series = Words("fact__fundinground__series", Series.values, "Stage of the round.")
    announced_after, announced_before = span_of_days("fact__happened_on", "Announced")
    investor = participant("Who backs the round")
    role = participant_role(Kind.FUNDING_ROUND)
    who = "investor"


class ValuationFilters(MoneyFilters):
    """Parameters of valuations."""

    status = status(Kind.VALUATION)
    basis = Words("fact__valuation__basis", Basis.values, "What the valuation counts.")
    as_of_after, as_of_before = span_of_days("fact__happened_on", "Holds as of a date")


class KeyFigureFilters(FactFilters):
    """Parameters of key figures."""

    status = status(Kind.KEY_FIGURE)
    metric = Words("fact__keyfigure__metric", Metric.values, "What is measured.")
    unit = Parameter("fact__keyfigure__unit", "exact", "Unit as in the document: EUR, %…", TEXT, max_length=20)
    qualifier = qualifier()
    value_min, value_max = span_of_numbers("fact__keyfigure__value", "The value", 24, 4)
    as_of_after, as_of_before = span_of_days("fact__happened_on", "Holds as of a date")


class DealFilters(MoneyFilters, ParticipantFilters):
    """Parameters of deals."""

    company = Slug("Slug of a company that the deal is about or that is a party to it.", ("companies",), "about")
    status = status(Kind.DEAL)
    deal_type = Words("fact__deal__deal_type", DealType.values, "What kind of deal it is.")
    date_after, date_before = span_of_days("fact__happened_on", "Dated")
    party = participant("A party to the deal")
    role = participant_role(Kind.DEAL)
    who = "party"

    def about(self, rows: Rows, name: str, slug: str) -> Rows:
        """Deals filed under the company, and those it is a party to."""
        return rows.filter(fact__in=facts_about(self.subjects.companies[slug]))


def facts_about(company: int | None) -> QuerySet[Any, Any]:
    """The numbers of the facts filed under the company and of the deals that it is a party to.

    A union, and not one condition with OR, so that the database starts from the company's own rows.
    """
    filed = Fact.objects.filter(company=company).order_by().values("pk")
    deals = Participation.objects.filter(company=company, fact__kind=Kind.DEAL).order_by().values("fact")
    return filed.union(deals)


class ControversyFilters(ParticipantFilters):
    """Parameters of controversies."""

    status = status(Kind.CONTROVERSY)
    category = Words("fact__controversy__category", Category.values, "What it is about.")
    part = Words("fact__controversy__part", Part.values, "The part that the company has in it.")
    started_after, started_before = span_of_days("fact__happened_on", "Started")
    party = participant("Who is on the other side")
    who = "party"


class RoleFilters(FactFilters):
    """Parameters of roles."""

    status = status(Kind.ROLE)
    person = Slug("Slug of the person.", ("people",), "held_by")
    title = Words("fact__role__title", Title.values, "What the person is at the company.")

    def held_by(self, rows: Rows, name: str, slug: str) -> Rows:
        """Roles of the person."""
        return rows.filter(fact__role__person=self.subjects.people[slug])


class CompanyFilters(DocumentFilters):
    """Parameters of companies."""

    q = Parameter(
        None,
        "exact",
        "Part of any public spelling of the name; case and accents do not matter.",
        TEXT,
        max_length=200,
        method="spelled",
    )
    kind = Words("company__kind", CompanyKind.values, "What sort of organisation it is.")
    country = Code("company__country", "Country", "ISO 3166", "FR")

    def spelled(self, rows: Rows, name: str, fragment: str) -> Rows:
        """Companies by a fragment of a public spelling."""
        return rows.filter(company__in=Company.objects.spelled(fragment).values("pk"))


class ArticleFilters(DocumentFilters):
    """Parameters of articles."""

    q = Parameter(None, "exact", "Words of the headline, in this order.", TEXT, max_length=200, method="headed")
    outlet = Parameter(
        None, "exact", "Name of the outlet, as in the document.", TEXT, max_length=200, method="printed_in"
    )
    language = Code("article__language", "Language", "ISO 639-1", "fr")
    published_after, published_before = span_of_days("article__published_on", "Published by the outlet")

    def headed(self, rows: Rows, name: str, words: str) -> Rows:
        """Articles by their headline as the document gives it."""
        # A withdrawal's document is empty, which is no JSON, and the database may read it all the same.
        document = Cast(NullIf("document", Value("")), JSONField())
        rows = rows.annotate(content=document).annotate(headline=Cast(KT("content__headline"), CharField()))
        return rows.filter(headline__icontains=words)

    def printed_in(self, rows: Rows, name: str, outlet: str) -> Rows:
        """Articles of the outlet. Raises BadParameters where no public article is of it."""
        public = Publication.objects.published().filter(article__outlet=OuterRef("pk"))
        known = Outlet.objects.filter(Exists(public), name=outlet).values_list("pk", flat=True).first()
        if known is None:
            message = _("No public article is of “%(outlet)s”. Write the name as the articles give it.")
            raise BadParameters([("outlet", message % {"outlet": outlet})])
        return rows.filter(article__outlet=known)
