"""The addresses of the API: lists and single documents of each kind, and what there is.

A view turns parameters into a choice of ledger entries; the documents themselves pass through untouched.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any, ClassVar, NoReturn

from django.db.models import F, QuerySet
from django.http import HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse
from rest_framework.views import APIView
from rest_framework.viewsets import GenericViewSet

from companies.models import Publication
from companies.slots import DATE_SLOT
from companies.vocabulary import Action, Kind, State

from . import filters
from .pagination import KeysetPagination
from .problems import BadParameters, Gone, Moved, refuse_parameters
from .rendering import stitched, with_member
from .schema import DocumentSchema, RootSchema

CACHE_CONTROL = "public, max-age=60"  # seconds; a retraction reaches every cache within them
PAGING = ("cursor", "ordering", "page_size")


def conditional(request: Request, response: Response, tag: str) -> HttpResponse:
    """The response with its validators, or 304 for a reader who has this very version."""
    response["Cache-Control"] = CACHE_CONTROL
    response["ETag"] = etag = f'"{tag}"'
    return get_conditional_response(request._request, etag=etag, response=response) or response


def digest_of(*parts: str | None) -> str:
    """One digest over the parts of an answer."""
    return hashlib.sha256("\n".join(part or "" for part in parts).encode()).hexdigest()


class Documents(GenericViewSet[Publication]):
    """The documents of one kind that are in force in the ledger."""

    schema = DocumentSchema()
    pagination_class = KeysetPagination
    kind: ClassVar[str]
    subject: ClassVar[str]  # the ledger's column for what the documents are about
    parameters: ClassVar[type[filters.DocumentFilters]]
    orderings: ClassVar[dict[str, str]]  # the name in `ordering` → path of the column
    default_ordering: ClassVar[str] = "-published"
    includes: ClassVar[tuple[str, ...]] = ()  # what `include` may embed in a document

    def entries(self) -> QuerySet[Publication]:
        """The entries in force."""
        return Publication.objects.published().filter(kind=self.kind)

    def list(self, request: Request) -> HttpResponse:
        """A page of the documents that the parameters choose."""
        allowed = self.parameters.parameters()
        repeatable = [name for name, one in allowed.items() if one.is_repeatable]
        refuse_parameters(request, [*allowed, *PAGING], repeatable)
        chosen = self.parameters(request.query_params, self.entries(), request=request).narrowed()
        page = KeysetPagination()
        rows = page.paginate_queryset(chosen, request, self)
        digests = [row[1] for row in rows]
        tag = digest_of(page.next, page.previous, *digests)
        return conditional(request, page.get_paginated_response(rows), tag)

    def retrieve(self, request: Request, **lookup: Any) -> HttpResponse:
        """One document."""
        refuse_parameters(request, [])
        return self.document(request, self.entry(**lookup))

    def document(self, request: Request, entry: Publication) -> HttpResponse:
        """The document of an entry."""
        return conditional(request, Response(stitched(entry.document)), entry.digest)

    def entry(self, **lookup: Any) -> Publication:
        """The entry in force. Raises NotFound for what never was public, Gone and Moved for what was."""
        path = "__".join([self.subject, self.lookup_field])
        entries = Publication.objects.filter(kind=self.kind, superseded_at__isnull=True)
        entry = entries.filter(**{path: lookup[self.lookup_field]}).first()
        if entry is None:
            raise NotFound(_("Nothing was ever published at this address."))
        if entry.action == Action.MERGED:
            self.move(entry)
        if not entry.document:
            raise Gone(entry.published_at, entry.note)
        return entry

    def move(self, entry: Publication) -> NoReturn:
        """Send the reader on to what the entry's subject was merged into."""
        survivor = getattr(entry, self.subject).merged_into
        location = self.reverse_action("detail", args=[getattr(survivor, self.lookup_field)])
        query = self.request.META.get("QUERY_STRING")
        raise Moved(f"{location}?{query}" if query else location)


class Facts(Documents):
    """The facts of one kind."""

    subject = "fact"
    lookup_field = "pk"
    lookup_value_converter = "int"

    def entries(self) -> QuerySet[Publication]:
        """The entries in force. What the facts' own rows say too lets the indexes on these rows serve."""
        return super().entries().filter(fact__kind=self.kind, fact__state=State.PUBLISHED)


def fact_orderings(kind: Kind, **others: str) -> dict[str, str]:
    """What facts of the kind can be sorted by; the date goes by the name that it has in the document."""
    dates = {DATE_SLOT[kind]: "fact__happened_on"} if kind in DATE_SLOT else {}
    return {"published": "sequence", **dates, **others, "confidence": "fact__confidence"}


class FundingRounds(Facts):
    """Money raised, or sought, by companies: amounts, stage, and who backs the round."""

    kind = Kind.FUNDING_ROUND
    parameters = filters.FundingRoundFilters
    orderings = fact_orderings(Kind.FUNDING_ROUND, amount="fact__amount")


class Valuations(Facts):
    """What companies are said to be worth, and on what basis."""

    kind = Kind.VALUATION
    parameters = filters.ValuationFilters
    orderings = fact_orderings(Kind.VALUATION, amount="fact__amount")


class KeyFigures(Facts):
    """Numbers that companies are measured by: revenue, users, employees…"""

    kind = Kind.KEY_FIGURE
    parameters = filters.KeyFigureFilters
    orderings = fact_orderings(Kind.KEY_FIGURE, value="fact__keyfigure__value")


class Deals(Facts):
    """Acquisitions, mergers, bids, stakes, partnerships and supply contracts, with their parties."""

    kind = Kind.DEAL
    parameters = filters.DealFilters
    orderings = fact_orderings(Kind.DEAL, amount="fact__amount")


class Controversies(Facts):
    """What puts companies at odds with someone: its category, its status, its outcome, the other side."""

    kind = Kind.CONTROVERSY
    parameters = filters.ControversyFilters
    orderings = fact_orderings(Kind.CONTROVERSY)


class Roles(Facts):
    """What people are, or were, at companies."""

    kind = Kind.ROLE
    parameters = filters.RoleFilters
    orderings = fact_orderings(Kind.ROLE)


class Companies(Documents):
    """Companies, funds, banks and public bodies that published facts name."""

    kind = "company"
    subject = "company"
    lookup_field = "slug"
    lookup_value_converter = "slug"
    parameters = filters.CompanyFilters
    orderings = {"name": "company__name", "published": "sequence"}
    default_ordering = "name"
    includes = ("facts",)

    def retrieve(self, request: Request, **lookup: Any) -> HttpResponse:
        """One document, with what `include` names."""
        refuse_parameters(request, ["include"])
        wanted = self.wanted(request)
        entry = self.entry(**lookup)
        return self.with_facts(request, entry) if "facts" in wanted else self.document(request, entry)

    def wanted(self, request: Request) -> Sequence[str]:
        """What the request wants embedded. Raises BadParameters for what cannot be."""
        text = request.query_params.get("include")
        names = [name.strip() for name in text.split(",")] if text else []
        for name in names:
            if name not in self.includes:
                message = _("“%(value)s” is not one of: %(allowed)s.")
                allowed = ", ".join(self.includes)
                raise BadParameters([("include", message % {"value": name, "allowed": allowed})])
        return names

    def with_facts(self, request: Request, entry: Publication) -> HttpResponse:
        """The company with its published facts by kind, the latest first, deals that it is a party to too."""
        entries = Publication.objects.published().filter(fact__in=filters.facts_about(entry.company_id))
        rows = entries.order_by(F("fact__happened_on").desc(nulls_last=True), "-fact_id")
        facts: dict[str, list[Any]] = {kind: [] for kind in Kind.values}
        digests = [entry.digest]
        for kind, document, digest in rows.values_list("kind", "document", "digest"):
            facts[kind].append(stitched(document))
            digests.append(digest)
        response = Response(with_member(entry.document, "facts", facts))
        return conditional(request, response, digest_of(*digests))


class Articles(Documents):
    """The articles that published facts cite: their metadata, never their text."""

    kind = "article"
    subject = "article"
    lookup_field = "pk"
    lookup_value_converter = "int"
    parameters = filters.ArticleFilters
    orderings = {"published": "sequence", "published_on": "article__published_on"}


RESOURCES: dict[str, type[Documents]] = {
    "companies": Companies,
    "funding-rounds": FundingRounds,
    "valuations": Valuations,
    "key-figures": KeyFigures,
    "deals": Deals,
    "controversies": Controversies,
    "roles": Roles,
    "articles": Articles,
}


def basename(view: type[Documents]) -> str:
    """How the names of a resource's addresses begin: funding-round."""
    return view.kind.replace("_", "-")


class Root(APIView):
    """What there is: the address of every list, of the schema and of the documentation."""

    schema = RootSchema()

    def get(self, request: Request) -> HttpResponse:
        """The addresses by name."""
        refuse_parameters(request, [])
        names = {name: f"{basename(view)}-list" for name, view in RESOURCES.items()}
        names |= {"schema": "schema", "docs": "docs", "redoc": "redoc"}
        addresses = {name: reverse(f"api:{url}", request=request) for name, url in names.items()}
        return conditional(request, Response(addresses), digest_of(*addresses.values()))


class Nowhere(APIView):
    """Every other address under the API's: a problem document, whatever the method."""

    schema = None

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Refuse before the method is looked at."""
        super().initial(request, *args, **kwargs)
        raise NotFound(_("There is no such address. /api/v1/ lists what there is."))
