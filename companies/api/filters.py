"""What each list can be narrowed by.

All filters run on the rows of what is published, and nothing unpublished enters a condition.
"""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.db.models import CharField, Exists, JSONField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.fields.json import KT
from django.db.models.functions import Cast, Coalesce, NullIf
from django.utils.translation import gettext as _

from companies.models import Citation, Concern, Fact, Participation, Person, Publication, Role
from companies.models.company import companies_spelled
from companies.vocabulary import (
    PARTICIPANT_ROLES,
    STATUSES,
    Action,
    Basis,
    Category,
    CompanyKind,
    DealType,
    Kind,
    Metric,
    Part,
    Qualifier,
    Series,
    State,
    Status,
    Title,
)

from . import subjects
from .parameters import (
    Codes,
    Flag,
    Moment,
    Names,
    Number,
    Parameters,
    Search,
    Texts,
    Words,
    span_of_days,
    span_of_numbers,
)
from .problems import BadParameters

Rows = QuerySet[Publication]
ROUND_ROLES = PARTICIPANT_ROLES[Kind.FUNDING_ROUND]
PARTY_ROLES = (*PARTICIPANT_ROLES[Kind.DEAL], *PARTICIPANT_ROLES[Kind.CONTROVERSY])


class DocumentFilters(Parameters):
    """What every list of documents can be narrowed by."""

    subject: ClassVar[str]  # the ledger's column for what the documents are about

    published_since = Moment("First published", "first_published")
    updated_since = Moment("Published or corrected", "updated")
    corrected = Flag("Whether it was corrected since it was first published.", "was_corrected")

    def look_names_up(self) -> None:
        """Find what the names mean, all at once. Raises BadParameters for one that is not public."""
        values = self.form.cleaned_data
        asked = {name: one for name, one in self.filters.items() if isinstance(one, Names) and values[name]}
        self.subjects = subjects.find(value for name in asked for value in values[name])
        errors = [
            (name, unknown(one, value))
            for name, one in asked.items()
            for value in values[name]
            if not any(value in getattr(self.subjects, table) for table in one.means)
        ]
        if errors:
            raise BadParameters(errors)

    def companies(self, slugs: list[str]) -> list[int]:
        """The numbers of the public companies among the slugs."""
        return [self.subjects.companies[slug] for slug in slugs if slug in self.subjects.companies]

    def people(self, slugs: list[str]) -> list[int]:
        """The numbers of the public people among the slugs."""
        return [self.subjects.people[slug] for slug in slugs if slug in self.subjects.people]

    def updated(self, rows: Rows, name: str, moment: datetime) -> Rows:
        """What was published or corrected since; bounded by the number of an entry before, too, for the indexes."""
        before = Publication.objects.filter(published_at__lt=moment).order_by("-published_at").values("sequence")[:1]
        return rows.filter(published_at__gte=moment, sequence__gt=Coalesce(Subquery(before), 0))

    def first_published(self, rows: Rows, name: str, moment: datetime) -> Rows:
        """What has no entry from before."""
        before = Publication.objects.filter(**{self.subject: OuterRef(self.subject)}, published_at__lt=moment)
        return self.updated(rows, name, moment).filter(~Exists(before))

    def was_corrected(self, rows: Rows, name: str, is_corrected: bool) -> Rows:
        """What any entry corrected, or what none did."""
        of_it = Publication.objects.filter(**{self.subject: OuterRef(self.subject)}, action=Action.CORRECTED)
        return rows.filter(Exists(of_it) if is_corrected else ~Exists(of_it))


def unknown(parameter: Names, value: str) -> str:
    """What to tell of a name that means nothing public."""
    if "outlets" in parameter.means:
        return _("No public article is of “%(outlet)s”. Write the name as the articles give it.") % {"outlet": value}
    return _("“%(slug)s” names nothing public. /api/v1/companies/?q= finds slugs by name.") % {"slug": value}


class FactFilters(DocumentFilters):
    """What every list of facts can be narrowed by."""

    subject = "fact"
    company = Names(
        "Slug of the company that the fact is about; a deal is about all its parties.", ("companies",), "about"
    )
    involves = Names(
        "Slug of a company that the fact is about or that takes any part in it: investor, party, other side.",
        ("companies",),
        "involving",
    )
    person = Names("Slug of someone who holds the role or takes part.", ("people",), "of_people")
    q = Search("Part of any public spelling of the company it is about; case and accents do not matter.", "spelled")
    country = Codes("fact__company__country", "Country of the company", "ISO 3166", "FR")
    outlet = Names("Name of an outlet that it cites.", ("outlets",), "citing", length=200)
    language = Codes("language", "Language of an article that it cites", "ISO 639-1", "fr", method="written_in")
    confidence_min = Number("fact__confidence", "gte", "Confidence, from 0 to 1, is at least this.", 4, 3)

    def about(self, rows: Rows, name: str, slugs: list[str]) -> Rows:
        """Facts about the companies."""
        named = Concern.objects.filter(company__in=self.companies(slugs), is_named=True)
        return rows.filter(pk__in=named.values("publication"))

    def involving(self, rows: Rows, name: str, slugs: list[str]) -> Rows:
        """Facts that name the companies."""
        return rows.filter(fact__in=Fact.objects.naming(self.companies(slugs)))

    def of_people(self, rows: Rows, name: str, slugs: list[str]) -> Rows:
        """Roles of the people and facts that they take part in."""
        return rows.filter(fact__in=Fact.objects.of_people(self.people(slugs)))

    def spelled(self, rows: Rows, name: str, fragment: str) -> Rows:
        """Facts of companies by a fragment of a public spelling."""
        return rows.filter(fact__company__in=companies_spelled(fragment))

    def citing(self, rows: Rows, name: str, outlets: list[str]) -> Rows:
        """Facts that cite an article of the outlets."""
        numbers = [self.subjects.outlets[outlet] for outlet in outlets]
        return rows.filter(Exists(cited_by_entry().filter(article__outlet__in=numbers)))

    def written_in(self, rows: Rows, name: str, languages: list[str]) -> Rows:
        """Facts that cite an article in the languages."""
        return rows.filter(Exists(cited_by_entry().filter(article__language__in=languages)))


def cited_by_entry() -> QuerySet[Citation]:
    """The public citations of the fact that an entry is about."""
    return Citation.objects.filter(fact=OuterRef("fact"), is_public=True)


class DatedFilters(FactFilters):
    """What facts with a date can be narrowed by."""

    date_from, date_to = span_of_days("fact__happened_on", "Dated")


class MoneyFilters(DatedFilters):
    """What facts with a sum of money can be narrowed by."""

    currency = Codes("fact__currency", "Currency of the amount", "ISO 4217", "EUR")
    amount_min, amount_max = span_of_numbers("fact__amount", "The amount, in whole units of its currency,")
    qualifier = Words("fact__qualifier", Qualifier.values, "How exact the number is.")


class ParticipantFilters(FactFilters):
    """What facts with participants can be narrowed by: who takes part, and as what."""

    who: ClassVar[dict[str, tuple[str, ...]]] = {"investor": ROUND_ROLES, "party": PARTY_ROLES}

    def taking_part(self, rows: Rows, name: str, values: list[str]) -> Rows:
        """Facts with a participant who is one of those asked for and has one of the roles asked for."""
        asked = self.form.cleaned_data
        roles = asked.get("role")
        if name == "role" and any(asked.get(who) for who in self.who):
            return rows  # narrowed already, by who it is and the role together
        participations = Participation.objects.filter(fact=OuterRef("fact"))
        if name != "role":
            named = Q(company__in=self.companies(values)) | Q(person__in=self.people(values))
            participations = participations.filter(named, role__in=self.who[name])
        if roles:
            participations = participations.filter(role__in=roles)
        return rows.filter(Exists(participations))


def participant(description: str) -> Names:
    """The parameter that names a participant."""
    return Names(f"{description}: the slug of a company or a person.", ("companies", "people"), "taking_part")


def participant_role(*kinds: Kind) -> Words:
    """The parameter role with the words of the kinds."""
    words = [role for kind in kinds for role in PARTICIPANT_ROLES[kind]]
    return Words("role", words, "What the participant does in the fact.", method="taking_part")


def status(kind: Kind) -> Words:
    """The parameter status with the words of the kind."""
    return Words("fact__status", STATUSES[kind], "How settled it is.")


SERIES = Words("fact__fundinground__series", Series.values, "Stage of the round.")
BASIS = Words("fact__valuation__basis", Basis.values, "What the valuation counts.")
METRIC = Words("fact__keyfigure__metric", Metric.values, "What is measured.")
UNIT = Texts("fact__keyfigure__unit", "Unit of the figure as in the document: EUR, %…", length=20)
VALUES = span_of_numbers("fact__keyfigure__value", "The value", 24, 4)
DEAL_TYPE = Words("fact__deal__deal_type", DealType.values, "What kind of deal it is.")
CATEGORY = Words("fact__controversy__category", Category.values, "What it is about.")
PART = Words("fact__controversy__part", Part.values, "The part that the company has in it.")
TITLE = Words("fact__role__title", Title.values, "What the person is at the company.")
INVESTOR = participant("Who backs the round")
PARTY = participant("A party to the deal, or the other side of the controversy")


class AnyFactFilters(MoneyFilters, ParticipantFilters):
    """Parameters of facts of every kind."""

    kind = Words("kind", Kind.values, "The kind of fact.")
    status = Words("fact__status", Status.values, "How settled it is.")
    series, basis, metric, unit, deal_type = SERIES, BASIS, METRIC, UNIT, DEAL_TYPE
    value_min, value_max = VALUES
    category, part, title = CATEGORY, PART, TITLE
    investor, party = INVESTOR, PARTY
    role = participant_role(Kind.FUNDING_ROUND, Kind.DEAL, Kind.CONTROVERSY)


class FundingRoundFilters(MoneyFilters, ParticipantFilters):
    """Parameters of funding rounds."""

    status = status(Kind.FUNDING_ROUND)
    series, investor = SERIES, INVESTOR
    role = participant_role(Kind.FUNDING_ROUND)


class ValuationFilters(MoneyFilters):
    """Parameters of valuations."""

    status = status(Kind.VALUATION)
    basis = BASIS


class KeyFigureFilters(DatedFilters):
    """Parameters of key figures."""

    status = status(Kind.KEY_FIGURE)
    metric, unit = METRIC, UNIT
    value_min, value_max = VALUES
    qualifier = Words("fact__qualifier", Qualifier.values, "How exact the number is.")


class DealFilters(MoneyFilters, ParticipantFilters):
    """Parameters of deals."""

    status = status(Kind.DEAL)
    deal_type, party = DEAL_TYPE, PARTY
    role = participant_role(Kind.DEAL)


class ControversyFilters(DatedFilters, ParticipantFilters):
    """Parameters of controversies."""

    status = status(Kind.CONTROVERSY)
    category, part, party = CATEGORY, PART, PARTY


class RoleFilters(FactFilters):
    """Parameters of roles."""

    status = status(Kind.ROLE)
    title = TITLE


class CompanyFilters(DocumentFilters):
    """Parameters of companies."""

    subject = "company"
    q = Search("Part of any public spelling of the name; case and accents do not matter.", "spelled")
    kind = Words("company__kind", CompanyKind.values, "What sort of organisation it is.")
    country = Codes("company__country", "Country", "ISO 3166", "FR")
    founded_min, founded_max = span_of_numbers("company__founded", "The year of foundation", 4, 0)
    wikidata_id = Texts("company__wikidata_id", "Number in Wikidata: Q95.", length=20)

    def spelled(self, rows: Rows, name: str, fragment: str) -> Rows:
        """Companies by a fragment of a public spelling."""
        return rows.filter(company__in=companies_spelled(fragment))


class PersonFilters(DocumentFilters):
    """Parameters of people."""

    subject = "person"
    q = Search("Part of the name; case and accents do not matter.", "spelled")
    company = Names("Slug of a company that a published fact ties them to.", ("companies",), "tied_to")
    title = Words("title", Title.values, "What they are, or were, at a company.", method="holding")

    def spelled(self, rows: Rows, name: str, fragment: str) -> Rows:
        """People by a fragment of the name."""
        return rows.filter(person__in=Person.objects.spelled(fragment).values("pk"))

    def tied_to(self, rows: Rows, name: str, slugs: list[str]) -> Rows:
        """People with a role at the companies, or a part in facts about them."""
        companies = self.companies(slugs)
        roles = Role.objects.filter(company__in=companies, state=State.PUBLISHED).order_by().values("person")
        parts = Participation.objects.filter(fact__company__in=companies, fact__state=State.PUBLISHED)
        return rows.filter(person__in=roles.union(parts.filter(person__isnull=False).order_by().values("person")))

    def holding(self, rows: Rows, name: str, titles: list[str]) -> Rows:
        """People with a role of these titles."""
        roles = Role.objects.filter(title__in=titles, state=State.PUBLISHED)
        return rows.filter(person__in=roles.order_by().values("person"))


class ArticleFilters(DocumentFilters):
    """Parameters of articles."""

    subject = "article"
    q = Search("Words of the headline, in this order.", "headed")
    company = Names("Slug of a company that a fact resting on it names.", ("companies",), "telling_of")
    outlet = Names("Name of the outlet, as in the document.", ("outlets",), "printed_in", length=200)
    language = Codes("article__language", "Language", "ISO 639-1", "fr")
    date_from, date_to = span_of_days("article__published_on", "Published by the outlet")

    def headed(self, rows: Rows, name: str, words: str) -> Rows:
        """Articles by their headline as the document gives it."""
        # A withdrawal's document is empty, which is no JSON, and the database may read it all the same.
        document = Cast(NullIf("document", Value("")), JSONField())
        rows = rows.annotate(content=document).annotate(headline=Cast(KT("content__headline"), CharField()))
        return rows.filter(headline__icontains=words)

    def telling_of(self, rows: Rows, name: str, slugs: list[str]) -> Rows:
        """Articles that public facts naming the companies cite."""
        facts = Fact.objects.naming(self.companies(slugs))
        cited = Citation.objects.filter(fact__in=facts, fact__state=State.PUBLISHED, is_public=True)
        return rows.filter(article__in=cited.order_by().values("article"))

    def printed_in(self, rows: Rows, name: str, outlets: list[str]) -> Rows:
        """Articles of the outlets."""
        return rows.filter(article__outlet__in=[self.subjects.outlets[outlet] for outlet in outlets])
