"""Facts: the row that every kind shares, the kinds, who takes part, and what they rest on."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import TYPE_CHECKING, Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q, QuerySet, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from articles.dates import Precision, date_with_precision, format_partial
from articles.models import Article
from companies.vocabulary import (
    LARGEST,
    OPEN_STATES,
    STATUSES,
    Basis,
    Category,
    DealType,
    Kind,
    Metric,
    Part,
    ParticipantRole,
    Qualifier,
    Series,
    State,
    Status,
    Title,
)

from .company import Company, Person

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager

    from .publication import Publication

NOTHING = Value(Decimal(0), output_field=models.DecimalField(max_digits=20, decimal_places=2))


AMOUNTS = ("amount", "target_amount", "equity_amount", "debt_amount")


def any_amount() -> Q:
    """The part of a constraint that holds where at least one of the amounts is set."""
    rule = Q()
    for name in AMOUNTS:
        rule |= Q(**{f"{name}__isnull": False})
    return rule


def status_of_its_kind() -> Q:
    """The rule of a constraint: a status is one of its kind's words."""
    rule = Q()
    for kind, statuses in STATUSES.items():
        rule |= Q(kind=kind, status__in=statuses)
    return rule | Q(status="")


class FactQuerySet(models.QuerySet["Fact"]):
    """Facts by where they stand."""

    def published(self) -> FactQuerySet:
        """The one gate to the public: facts with a document in force in the ledger."""
        return self.filter(state=State.PUBLISHED, publication__superseded_at__isnull=True)

    def naming(self, companies: Iterable[int | None]) -> QuerySet[Any, Any]:
        """The numbers of the facts filed under the companies and of all that these take part in.

        A union, and not one condition with OR, so that the database starts from the companies' own rows.
        """
        companies = list(companies)
        parts = Participation.objects.filter(company__in=companies).order_by().values("fact")
        return self.filter(company__in=companies).order_by().values("pk").union(parts)

    def of_people(self, people: Iterable[int]) -> QuerySet[Any, Any]:
        """The numbers of the roles of the people and of all that these take part in."""
        people = list(people)
        parts = Participation.objects.filter(person__in=people).order_by().values("fact")
        return self.filter(role__person__in=people).order_by().values("pk").union(parts)

    def open(self) -> FactQuerySet:
        """Facts that wait for an editor or a publisher."""
        return self.filter(state__in=OPEN_STATES)

    def for_review(self) -> FactQuerySet:
        """Facts with all that a list of the admin shows, in a fixed number of queries."""
        return self.select_related(
            "company", "fundinground", "valuation", "keyfigure", "deal", "controversy", "role__person"
        ).prefetch_related("participations__company", "participations__person")


class Fact(models.Model):
    """What every kind of fact has; `one()` gives the row of its kind."""

    kind = models.CharField(_("kind"), max_length=20, choices=Kind, editable=False)
    company = models.ForeignKey(Company, models.PROTECT, related_name="facts", verbose_name=_("company"))
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.PROPOSED, editable=False)
    amount = models.DecimalField(_("amount"), max_digits=20, decimal_places=2, null=True, blank=True)
    currency = models.CharField(
        _("currency"),
        max_length=3,
        null=True,
        blank=True,
        help_text=_("Three letters: EUR, USD… XXX where the article prints none."),
    )
    # A round's other amounts stand here and not in its own table, so that the database can compare them.
    target_amount = models.DecimalField(_("first sought"), max_digits=20, decimal_places=2, null=True, blank=True)
    equity_amount = models.DecimalField(_("equity"), max_digits=20, decimal_places=2, null=True, blank=True)
    debt_amount = models.DecimalField(_("debt"), max_digits=20, decimal_places=2, null=True, blank=True)
    qualifier = models.CharField(_("qualifier"), max_length=13, choices=Qualifier, default=Qualifier.EXACT)
    status = models.CharField(_("status"), max_length=10, choices=Status, blank=True)
    happened_on = models.DateField(_("date"), null=True, blank=True)
    happened_on_precision = models.CharField(
        _("precision of the date"), max_length=5, choices=Precision, null=True, blank=True
    )
    confidence = models.DecimalField(
        _("confidence"), max_digits=4, decimal_places=3, default=Decimal(1), editable=False
    )
    rule = models.CharField(_("rule"), max_length=120, blank=True, editable=False)
    edited_fields = models.JSONField(_("set by an editor"), default=list, blank=True, editable=False)
    merged_into = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="merged_from",
        editable=False,
        verbose_name=_("merged into"),
    )
    publication = models.OneToOneField(
        "Publication",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="current_fact",
        verbose_name=_("publication"),
    )
    proof = models.ForeignKey(
        "Citation",
        models.RESTRICT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("proof"),
        help_text=_("The citation shown first."),
    )
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)
    updated_at = models.DateTimeField(_("updated at"), auto_now=True)

    objects = FactQuerySet.as_manager()

    own_fields: ClassVar[tuple[str, ...]] = ()  # what only that kind has
    shared_fields: ClassVar[tuple[str, ...]] = (
        "company",
        "amount",
        "currency",
        "qualifier",
        "status",
        "happened_on",
        "happened_on_precision",
    )

    if TYPE_CHECKING:
        citations: RelatedManager[Citation]
        participations: RelatedManager[Participation]
        decisions: RelatedManager[Any]
        publications: RelatedManager[Publication]
        company_id: int
        publication_id: int | None
        merged_into_id: int | None

    class Meta:
        verbose_name = _("fact")
        verbose_name_plural = _("facts")
        ordering = ["-pk"]
        permissions = [
            ("review_fact", "Can accept, correct, reject and merge facts"),
            ("publish_fact", "Can publish, correct in public and retract facts"),
            ("remove_fact", "Can remove what was public for legal reasons"),
        ]
        constraints = [
            models.CheckConstraint(name="fact_kind_known", condition=Q(kind__in=Kind.values)),
            models.CheckConstraint(name="fact_state_known", condition=Q(state__in=State.values)),
            models.CheckConstraint(name="fact_status_of_its_kind", condition=status_of_its_kind()),
            models.CheckConstraint(name="fact_qualifier_known", condition=Q(qualifier__in=Qualifier.values)),
            models.CheckConstraint(
                name="fact_amount_positive",
                condition=Q(amount__isnull=True) | Q(amount__gt=0),
                violation_error_message=_("An amount is greater than zero."),
            ),
            models.CheckConstraint(
                name="fact_amount_only_where_money_is",
                condition=Q(amount__isnull=True) | Q(kind__in=[Kind.FUNDING_ROUND, Kind.VALUATION, Kind.DEAL]),
            ),
            models.CheckConstraint(
                name="fact_parts_only_in_rounds",
                condition=Q(target_amount__isnull=True, equity_amount__isnull=True, debt_amount__isnull=True)
                | Q(kind=Kind.FUNDING_ROUND),
            ),
            models.CheckConstraint(
                name="fact_parts_positive",
                condition=(Q(target_amount__isnull=True) | Q(target_amount__gt=0))
                & (Q(equity_amount__isnull=True) | Q(equity_amount__gte=0))
                & (Q(debt_amount__isnull=True) | Q(debt_amount__gte=0)),
                violation_error_message=_("The amounts of a round are greater than zero."),
            ),
            models.CheckConstraint(
                name="fact_parts_not_above_amount",
                condition=Q(amount__isnull=True)
                | Q(amount__gte=Coalesce("equity_amount", NOTHING) + Coalesce("debt_amount", NOTHING)),
                violation_error_message=_("Equity and debt together are not more than the amount."),
            ),
            models.CheckConstraint(
                name="fact_currency_with_amount",
                condition=Q(currency__isnull=True, **{f"{name}__isnull": True for name in AMOUNTS})
                | (Q(currency__isnull=False, currency__regex=r"^[A-Z]{3}$") & any_amount()),
                violation_error_message=_(
                    "An amount needs its currency as three capital letters, and the other way round."
                ),
            ),
            models.CheckConstraint(
                name="fact_amounts_in_reach",
                condition=Q(*[Q(**{f"{name}__isnull": True}) | Q(**{f"{name}__lt": LARGEST}) for name in AMOUNTS]),
                violation_error_message=_("No amount is a quadrillion or more."),
            ),
            models.CheckConstraint(
                name="fact_date_with_precision",
                condition=date_with_precision("happened_on"),
                violation_error_message=_("A date needs its precision, and the other way round."),
            ),
            models.CheckConstraint(
                name="fact_confidence_is_a_share", condition=Q(confidence__gte=0, confidence__lte=1)
            ),
            models.CheckConstraint(
                name="fact_published_with_publication_and_proof",
                condition=Q(state=State.PUBLISHED, publication__isnull=False, proof__isnull=False)
                | (~Q(state=State.PUBLISHED) & Q(publication__isnull=True)),
            ),
            models.CheckConstraint(
                name="fact_merged_is_not_open",
                condition=Q(merged_into__isnull=True)
                | (Q(state__in=[State.REJECTED, State.RETRACTED]) & ~Q(merged_into=F("id"))),
            ),
        ]
        indexes = [
            models.Index(fields=["kind", "state", "company", "happened_on"], name="fact_by_company"),
            models.Index(fields=["kind", "state", "happened_on", "id"], name="fact_newest"),
            models.Index(fields=["kind", "state", "amount", "id"], name="fact_largest"),
            models.Index(fields=["state", "happened_on", "id"], name="fact_newest_of_all"),
            models.Index(fields=["state", "amount", "id"], name="fact_largest_of_all"),
            models.Index(fields=["state", "confidence", "id"], name="fact_surest_of_all"),  # and the editors' queue
            models.Index(fields=["kind", "state", "confidence", "id"], name="fact_surest"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} · {self.company}"

    def one(self) -> Fact:
        """The row of this fact's kind (a FundingRound, a Deal…), with what was fetched along with this one."""
        if type(self) is not Fact:
            return self
        row: Fact = getattr(self, self.kind.replace("_", ""))
        row.__dict__.setdefault("_prefetched_objects_cache", {}).update(
            self.__dict__.get("_prefetched_objects_cache", {})
        )
        if Fact.company.is_cached(self):
            row.company = self.company
        return row

    @property
    def happened(self) -> str | None:
        """The date at its precision: "2025", "2025-02" or "2025-02-14"."""
        return format_partial(self.happened_on, self.happened_on_precision)

    @property
    def is_open(self) -> bool:
        """True while the fact may still be corrected, rejected or published."""
        return self.state in OPEN_STATES

    @classmethod
    def editable_fields(cls) -> tuple[str, ...]:
        """The fields that `correct` may set, participants apart."""
        return cls.shared_fields + cls.own_fields


class FundingRound(Fact):
    """Money raised, or sought, by a company."""

    series = models.CharField(_("series"), max_length=10, choices=Series, blank=True)

    own_fields = ("target_amount", "equity_amount", "debt_amount", "series")

    class Meta:
        verbose_name = _("funding round")
        verbose_name_plural = _("funding rounds")
        constraints = [
            models.CheckConstraint(
                name="funding_round_series_known", condition=Q(series="") | Q(series__in=Series.values)
            ),
        ]


class Valuation(Fact):
    """What a company is said to be worth."""

    basis = models.CharField(_("basis"), max_length=12, choices=Basis, blank=True)

    own_fields = ("basis",)

    class Meta:
        verbose_name = _("valuation")
        verbose_name_plural = _("valuations")
        constraints = [
            models.CheckConstraint(name="valuation_basis_known", condition=Q(basis="") | Q(basis__in=Basis.values)),
        ]


class KeyFigure(Fact):
    """A number that a company is measured by. Its value may be negative (a loss) or unknown (« in the red »)."""

    metric = models.CharField(_("metric"), max_length=16, choices=Metric)
    value = models.DecimalField(_("value"), max_digits=24, decimal_places=4, null=True, blank=True)
    unit = models.CharField(
        _("unit"),
        max_length=20,
        blank=True,
        help_text=_("A currency for money, the percent sign for shares, else nothing."),
    )

    own_fields = ("metric", "value", "unit")
    shared_fields = ("company", "qualifier", "status", "happened_on", "happened_on_precision")

    class Meta:
        verbose_name = _("key figure")
        verbose_name_plural = _("key figures")
        indexes = [
            models.Index(fields=["metric", "value"], name="key_figure_by_metric"),
            models.Index(fields=["value", "fact_ptr"], name="key_figure_by_value"),
        ]
        constraints = [
            models.CheckConstraint(name="key_figure_metric_known", condition=Q(metric__in=Metric.values)),
            models.CheckConstraint(
                name="key_figure_only_results_negative",
                condition=Q(value__isnull=True) | Q(value__gte=0) | Q(metric__in=[Metric.NET_RESULT, Metric.OTHER]),
                violation_error_message=_("Only a net result may be negative."),
            ),
            models.CheckConstraint(
                name="key_figure_value_in_reach",
                condition=Q(value__isnull=True) | Q(value__gt=-LARGEST, value__lt=LARGEST),
                violation_error_message=_("No value is a quadrillion or more."),
            ),
            models.CheckConstraint(
                name="key_figure_money_with_currency",
                condition=Q(value__isnull=True)
                | ~Q(metric__in=[Metric.REVENUE, Metric.NET_RESULT, Metric.TOTAL_RAISED])
                | Q(unit__regex=r"^[A-Z]{3}$"),
                violation_error_message=_("A sum of money needs its currency as unit: EUR, USD…"),
            ),
        ]


class Deal(Fact):
    """An acquisition, merger, bid, stake, partnership or supply contract; its parties are participants."""

    deal_type = models.CharField(_("type"), max_length=12, choices=DealType)

    own_fields = ("deal_type",)

    class Meta:
        verbose_name = _("deal")
        verbose_name_plural = _("deals")
        constraints = [
            models.CheckConstraint(name="deal_type_known", condition=Q(deal_type__in=DealType.values)),
        ]


class Controversy(Fact):
    """Something that puts a company at odds with someone; the other side are participants."""

    title = models.CharField(_("title"), max_length=300, blank=True)
    category = models.CharField(_("category"), max_length=14, choices=Category)
    part = models.CharField(_("part of the company"), max_length=7, choices=Part, default=Part.ACCUSED)
    outcome = models.TextField(
        _("outcome"), blank=True, help_text=_("What came of it. Shown as prominently as the accusation.")
    )

    own_fields = ("title", "category", "part", "outcome")
    shared_fields = ("company", "status", "happened_on", "happened_on_precision")

    class Meta:
        verbose_name = _("controversy")
        verbose_name_plural = _("controversies")
        constraints = [
            models.CheckConstraint(name="controversy_category_known", condition=Q(category__in=Category.values)),
            models.CheckConstraint(name="controversy_part_known", condition=Q(part__in=Part.values)),
        ]


class Role(Fact):
    """What a person is, or was, at a company."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="roles", verbose_name=_("person"))
    title = models.CharField(_("title"), max_length=10, choices=Title)

    own_fields = ("person", "title")
    shared_fields = ("company", "status")

    class Meta:
        verbose_name = _("role")
        verbose_name_plural = _("roles")
        constraints = [
            models.CheckConstraint(name="role_title_known", condition=Q(title__in=Title.values)),
        ]


MODELS: dict[str, type[Fact]] = {
    Kind.FUNDING_ROUND: FundingRound,
    Kind.VALUATION: Valuation,
    Kind.KEY_FIGURE: KeyFigure,
    Kind.DEAL: Deal,
    Kind.CONTROVERSY: Controversy,
    Kind.ROLE: Role,
}


class Participation(models.Model):
    """A company or a person that takes part in a fact."""

    fact = models.ForeignKey(Fact, models.CASCADE, related_name="participations", verbose_name=_("fact"))
    company = models.ForeignKey(
        Company,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="participations",
        verbose_name=_("company"),
    )
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="participations", verbose_name=_("person")
    )
    role = models.CharField(_("role"), max_length=10, choices=ParticipantRole)

    class Meta:
        verbose_name = _("participant")
        verbose_name_plural = _("participants")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="participation_company_or_person",
                condition=Q(company__isnull=False, person__isnull=True) | Q(company__isnull=True, person__isnull=False),
                violation_error_message=_("A participant is either a company or a person."),
            ),
            models.CheckConstraint(name="participation_role_known", condition=Q(role__in=ParticipantRole.values)),
            models.UniqueConstraint(name="participation_company_once", fields=["fact", "company", "role"]),
            models.UniqueConstraint(name="participation_person_once", fields=["fact", "person", "role"]),
        ]

    def __str__(self) -> str:
        return f"{self.company or self.person} ({self.get_role_display()})"


class Citation(models.Model):
    """The words of an article that a fact rests on, and what that article states."""

    fact = models.ForeignKey(Fact, models.CASCADE, related_name="citations", verbose_name=_("fact"))
    article = models.ForeignKey(Article, models.PROTECT, related_name="citations", verbose_name=_("article"))
    start = models.PositiveIntegerField(_("start"), help_text=_("In code points of the article's text."))
    end = models.PositiveIntegerField(_("end"))
    quote = models.TextField(_("quote"))
    states = models.JSONField(
        _("what the article states"), default=dict, blank=True, help_text=_("In the codebook's words.")
    )
    printed = models.JSONField(_("values as printed"), default=dict, blank=True)
    source = models.CharField(_("source named by the article"), max_length=200, blank=True)
    rule = models.CharField(_("rule"), max_length=120, blank=True)
    confidence = models.DecimalField(_("confidence"), max_digits=4, decimal_places=3, default=Decimal(1))
    is_public = models.BooleanField(
        _("public"), default=False, help_text=_("A publisher has seen it: documents name no other.")
    )

    class Meta:
        verbose_name = _("citation")
        verbose_name_plural = _("citations")
        ordering = ["article_id", "start", "pk"]
        constraints = [
            models.CheckConstraint(name="citation_end_after_start", condition=Q(end__gt=F("start"))),
            models.CheckConstraint(name="citation_quote_not_empty", condition=~Q(quote="")),
            models.CheckConstraint(
                name="citation_confidence_is_a_share", condition=Q(confidence__gte=0, confidence__lte=1)
            ),
            models.UniqueConstraint(name="citation_once", fields=["fact", "article", "start", "end"]),
        ]

    def __str__(self) -> str:
        return self.quote

    def clean(self) -> None:
        """Refuse a quote that is not the article's text at that place."""
        if self.article.body[self.start : self.end] != self.quote:
            raise ValidationError(
                {
                    "quote": _("These words do not stand at %(start)s–%(end)s of article %(article)s.")
                    % {"start": self.start, "end": self.end, "article": self.article_id}
                }
            )

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.clean()
        super().save(*args, **kwargs)
