"""The same tables behind a textbook REST framework API: model view sets, nested serializers, numbered pages.

The yardstick of `manage.py benchmark api`. It is written as a competent textbook would: related rows are selected
and prefetched, filters are django-filter's. It has none of the project's guarantees and is never deployed.
"""

from __future__ import annotations

import csv
from itertools import chain
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest, StreamingHttpResponse
from django.urls import include, path
from django_filters import CharFilter, FilterSet  # type: ignore[import-untyped]
from django_filters.rest_framework import DjangoFilterBackend  # type: ignore[import-untyped]
from rest_framework.filters import OrderingFilter
from rest_framework.pagination import PageNumberPagination
from rest_framework.routers import DefaultRouter
from rest_framework.serializers import ModelSerializer
from rest_framework.viewsets import ReadOnlyModelViewSet

from articles.models import Article, Outlet
from companies.models import Citation, Company, CompanyName, Fact, FundingRound, Participation, Person
from companies.vocabulary import Kind, State

EXPORTED = ("id", "company__slug", "company__name", "amount", "currency", "series", "status", "happened_on")


class Echo:
    """A file that gives back what is written to it, as in Django's own chapter on streaming CSV."""

    def write(self, value: str) -> str:
        """The line."""
        return value


class Pages(PageNumberPagination):
    """Numbered pages of the same size as ours."""

    page_size = 25


class OutletSerializer(ModelSerializer[Outlet]):
    """An outlet."""

    class Meta:
        model = Outlet
        fields = ("id", "name", "language")


class ArticleSerializer(ModelSerializer[Article]):
    """An article without its text."""

    outlet = OutletSerializer()

    class Meta:
        model = Article
        fields = ("id", "title", "outlet", "url", "language", "published_on")


class CitationSerializer(ModelSerializer[Citation]):
    """A sentence and its article."""

    article = ArticleSerializer()

    class Meta:
        model = Citation
        fields = ("quote", "start", "end", "states", "printed", "source", "article")


class CompanyLinkSerializer(ModelSerializer[Company]):
    """A company by name."""

    class Meta:
        model = Company
        fields = ("slug", "name")


class PersonSerializer(ModelSerializer[Person]):
    """A person by name."""

    class Meta:
        model = Person
        fields = ("slug", "name")


class ParticipationSerializer(ModelSerializer[Participation]):
    """Who takes part, as what."""

    company = CompanyLinkSerializer()
    person = PersonSerializer()

    class Meta:
        model = Participation
        fields = ("company", "person", "role")


FACT_FIELDS = (
    "id", "kind", "company", "amount", "currency", "qualifier", "target_amount", "equity_amount", "debt_amount",
    "status", "happened_on", "happened_on_precision", "confidence", "rule", "participations", "citations",
)  # fmt: skip


class FactSerializer(ModelSerializer[Fact]):
    """A fact of any kind with its proof."""

    company = CompanyLinkSerializer()
    participations = ParticipationSerializer(many=True)
    citations = CitationSerializer(many=True)

    class Meta:
        model = Fact
        fields = FACT_FIELDS


class RoundSerializer(ModelSerializer[FundingRound]):
    """A round with its proof."""

    company = CompanyLinkSerializer()
    participations = ParticipationSerializer(many=True)
    citations = CitationSerializer(many=True)

    class Meta:
        model = FundingRound
        fields = (*FACT_FIELDS, "series")


class NameSerializer(ModelSerializer[CompanyName]):
    """A spelling."""

    class Meta:
        model = CompanyName
        fields = ("name",)


class CompanySerializer(ModelSerializer[Company]):
    """A company in a list."""

    names = NameSerializer(many=True)

    class Meta:
        model = Company
        fields: tuple[str, ...] = (
            "slug", "name", "kind", "names", "description", "country", "founded", "website", "wikidata_id",
        )  # fmt: skip


class CompanyDetailSerializer(CompanySerializer):
    """A company with its facts."""

    facts = FactSerializer(many=True)

    class Meta:
        model = Company
        fields = (*CompanySerializer.Meta.fields, "facts")


class RoundFilters(FilterSet):
    """By amount, day and currency."""

    class Meta:
        model = FundingRound
        fields = {"amount": ["gte", "lte"], "happened_on": ["gte", "lte"], "currency": ["exact"]}


class CompanyFilters(FilterSet):
    """By a fragment of a spelling."""

    q = CharFilter("names__name", "icontains", distinct=True)

    class Meta:
        model = Company
        fields = ("kind", "country")


def with_proof(facts: QuerySet[Any]) -> QuerySet[Any]:
    """The published ones with all that the serializers show, in a fixed number of queries."""
    citations = Citation.objects.filter(is_public=True).select_related("article__outlet")
    slim = citations.defer("article__body", "article__raw", "article__cuts")
    parts = Participation.objects.select_related("company", "person")
    facts = facts.filter(state=State.PUBLISHED).select_related("company")
    return facts.prefetch_related(Prefetch("participations", parts), Prefetch("citations", slim))


class Rounds(ReadOnlyModelViewSet[FundingRound]):
    """Funding rounds."""

    queryset = with_proof(FundingRound.objects.filter(kind=Kind.FUNDING_ROUND))  # an index begins with the kind
    serializer_class = RoundSerializer
    pagination_class = Pages
    filter_backends = [DjangoFilterBackend, OrderingFilter]
    filterset_class = RoundFilters
    ordering_fields = ["happened_on", "amount"]


class Companies(ReadOnlyModelViewSet[Company]):
    """Companies; a single one with its facts."""

    lookup_field = "slug"
    pagination_class = Pages
    filter_backends = [DjangoFilterBackend]
    filterset_class = CompanyFilters

    def get_queryset(self) -> QuerySet[Company]:
        """With the facts where they are shown."""
        rows = Company.objects.prefetch_related("names").order_by("name")
        if self.action == "list":
            return rows
        return rows.prefetch_related(Prefetch("facts", with_proof(Fact.objects.order_by("-happened_on", "-id"))))

    def get_serializer_class(self) -> type[CompanySerializer]:
        """With the facts for a single one."""
        return CompanySerializer if self.action == "list" else CompanyDetailSerializer


def export(request: HttpRequest) -> StreamingHttpResponse:
    """The filtered rounds as CSV, streamed."""
    rounds = RoundFilters(request.GET, FundingRound.objects.filter(state=State.PUBLISHED).order_by("id")).qs
    writer = csv.writer(Echo())
    rows = rounds.values_list(*EXPORTED).iterator(chunk_size=2000)
    lines = (writer.writerow(row) for row in chain([EXPORTED], rows))
    return StreamingHttpResponse(lines, content_type="text/csv")


router = DefaultRouter()
router.register("rounds", Rounds)
router.register("companies", Companies, basename="company")
urlpatterns = [path("rounds.csv", export), path("", include(router.urls))]
