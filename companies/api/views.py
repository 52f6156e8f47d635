"""The addresses of the API: lists and single documents of each kind, and what there is.

A view turns parameters into a choice of ledger entries; the documents themselves pass through untouched.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from typing import Any, ClassVar, NoReturn

from django.db.models import QuerySet
from django.http import HttpResponse
from django.utils.translation import gettext as _
from rest_framework.exceptions import NotFound
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse
from rest_framework.views import APIView
from rest_framework.viewsets import GenericViewSet

from companies.models import Publication, PublicationQuerySet
from companies.slots import DATE_SLOT
from companies.vocabulary import Action, Kind, State

from . import filters, history, selection, whole_company
from .components import component_name
from .embedding import WAYS, AsPart, Embedded, embedded
from .exports import Exported
from .freshness import HEAD, conditional, digest_of, head, is_conditional, unchanged, unchanged_since
from .linked_data import LinkedDataRenderer, linked, typed
from .pagination import PAGING, KeysetPagination
from .problems import BadParameters, Gone, Moved, Removed, refuse_parameters
from .rendering import DocumentRenderer, stitched, with_members
from .schema import DocumentSchema, RootSchema

NOTHING = Embedded({})


class Documents(Exported, GenericViewSet[Publication]):
    """The documents of one kind that are in force in the ledger."""

    schema = DocumentSchema()
    pagination_class = KeysetPagination
    renderer_classes = [DocumentRenderer, LinkedDataRenderer]
    kind: ClassVar[str]
    subject: ClassVar[str]  # the ledger's column for what the documents are about
    parameters: ClassVar[type[filters.DocumentFilters]]
    orderings: ClassVar[dict[str, str]]  # the name in `ordering` → path of the column
    default_ordering: ClassVar[str] = "-published"
    lists_include: ClassVar[bool] = False  # whether lists embed too, and not only single documents
    past_filters: ClassVar[tuple[str, ...]] = ()  # what may narrow a list beside `as_of`
    moment: datetime | None = None  # the moment of the past that is asked for; None for now

    @property
    def includes(self) -> tuple[str, ...]:
        """What `include` may embed in a document; of the past, the facts of a company alone."""
        names = tuple(WAYS.get(self.subject, ()))
        return tuple(name for name in names if (self.subject, name) == ("company", "facts")) if self.moment else names

    @property
    def shaping(self) -> tuple[str, ...]:
        """The parameters that change what is shown of a document."""
        embeds = self.includes and (self.lists_include or self.action != "list")
        return ("fields", "include") if embeds else ("fields",)

    def of_this_kind(self) -> PublicationQuerySet:
        """The entries about what this resource holds."""
        return Publication.objects.filter(kind=self.kind)

    @property
    def number_path(self) -> str:
        """The column with the number of what a document is about."""
        return f"{self.subject}_id"

    def entries(self) -> QuerySet[Publication]:
        """The entries in force."""
        return self.of_this_kind().published()

    def list(self, request: Request) -> HttpResponse:
        """A page of the documents that the parameters choose."""
        repeatable = self.parameters.repeatable()
        allowed = [*self.parameters.parameters(), *PAGING, "count", *self.shaping]
        self.moment = history.moment_of(request)
        if self.moment:
            history.refuse_others(request, allowed, [*self.past_filters, *PAGING, "fields"], self.past_filters)
        else:
            refuse_parameters(request, [*allowed, history.AS_OF], repeatable)
        wanted, tree = self.wanted(request), self.selection(request)
        last = head(request) if is_conditional(request) else None
        if last and (same := unchanged_since(request, last)):
            return same
        page = KeysetPagination()
        rows = page.paginate_queryset(self.chosen(request), request, self.order)
        beside = self.beside([row[3] for row in rows], wanted)
        parts = [(row[0], row[1], beside.get(row[3], NOTHING)) for row in rows]
        documents = [self.shown(document, more, tree) for document, _digest, more in parts]
        digests = [one for _document, digest, more in parts for one in (digest, *more.digests)]
        last = last or (head(request, *rows[0][4:6]) if rows else None)  # an empty page has seen no entry
        tag = digest_of(page.next, page.previous, str(page.count), *digests)
        return conditional(request, page.get_paginated_response(documents), tag, last=last)

    def chosen(self, request: Request) -> QuerySet[Publication]:
        """The documents that the parameters choose, now or then."""
        if self.moment:
            return history.narrowed(self.of_this_kind(), request, self.moment)
        return self.parameters(request.query_params, self.entries(), request=request).narrowed()

    @property
    def order(self) -> Any:
        """What pagination asks how the list is sorted."""
        return history.PastList(self.basename, self.number_path) if self.moment else self

    def retrieve(self, request: Request, **lookup: Any) -> HttpResponse:
        """One document, with what `include` names."""
        refuse_parameters(request, [*self.shaping, history.AS_OF])
        self.moment = history.moment_of(request)
        wanted, tree = self.wanted(request), self.selection(request)
        if not wanted:
            return self.same(request, **lookup) or self.document(request, self.entry(**lookup), tree)
        last = head(request) if is_conditional(request) else None
        if last and (same := unchanged_since(request, last)):
            return same
        entry, more = self.entry_with(wanted, **lookup)
        last = last or head(request, entry.head_sequence, entry.head_published_at)
        response = Response(self.shown(entry.document, more, tree))
        return conditional(request, response, digest_of(entry.digest, *more.digests), last=last)

    def entry_with(self, wanted: Sequence[str], **lookup: Any) -> tuple[Any, Embedded]:
        """The entry in force, with the ledger's head, and what is embedded in its document."""
        entry: Any = self.entry(HEAD, **lookup)
        number = getattr(entry, f"{self.subject}_id")
        return entry, self.beside([number], wanted)[number]

    def same(self, request: Request, **lookup: Any) -> HttpResponse | None:
        """The 304 for a reader who has the document, which is not even loaded for it; None for all others."""
        if not is_conditional(request):
            return None
        found = self.asked_for(**lookup).exclude(document="").values_list("digest", "published_at")
        for tag, published_at in found:
            return unchanged(request, tag, published_at)
        return None

    def document(self, request: Request, entry: Publication, tree: selection.Tree) -> HttpResponse:
        """The document of an entry, or the parts of it asked for."""
        headers = {"Link": f'<{request.path}>; rel="canonical"'}
        response = Response(self.shown(entry.document, NOTHING, tree), headers=headers)
        return conditional(request, response, entry.digest, entry.published_at)

    @property
    def is_linked(self) -> bool:
        """True where the answer is JSON-LD."""
        return isinstance(self.request.accepted_renderer, LinkedDataRenderer)

    @property
    def as_part(self) -> AsPart:
        """What makes a stored document a part of the answer."""
        return linked if self.is_linked else stitched

    def beside(self, numbers: Sequence[int], wanted: Sequence[str]) -> dict[int, Embedded]:
        """What is embedded in the documents of the subjects with these numbers."""
        if not wanted:
            return {}
        if self.moment:
            return {number: history.embedded(number, self.moment, self.as_part) for number in numbers}
        return embedded(self.subject, numbers, wanted, self.as_part)

    def shown(self, document: str, more: Embedded, tree: selection.Tree) -> Any:
        """A document with what is embedded in it; only the parts asked for, where any were."""
        whole = with_members(typed(document) if self.is_linked else document, more.members)
        return selection.selected(whole, tree) if tree else whole

    def selection(self, request: Request) -> selection.Tree:
        """The parts of the documents that `fields` names; nothing where all are wanted."""
        text = request.query_params.get("fields")
        component = component_name(self.kind)
        return selection.selection(text, component, self.wanted(request)) if text else {}

    def wanted(self, request: Request) -> Sequence[str]:
        """What the request wants embedded. Raises BadParameters for what cannot be."""
        text = request.query_params.get("include")
        names = list(dict.fromkeys(name.strip() for name in text.split(","))) if text else []
        for name in names:
            if name not in self.includes:
                message = _("“%(value)s” is not one of: %(allowed)s.")
                allowed = ", ".join(self.includes) or _("none")
                raise BadParameters([("include", message % {"value": name, "allowed": allowed})])
        return names

    def asked_for(self, **lookup: Any) -> QuerySet[Publication]:
        """The one entry that speaks of the subject now, or spoke of it then, a withdrawal included."""
        path = "__".join([self.subject, self.lookup_field])
        entries = self.of_this_kind().standing(self.moment).order_by()
        return entries.filter(**{path: lookup[self.lookup_field]})

    def entry(self, brings: Mapping[str, Any] = MappingProxyType({}), **lookup: Any) -> Publication:
        """The entry in force, with the annotations that it brings along.

        Raises NotFound for what never was public; Gone, Moved or Removed for what was.
        """
        entry = next(iter(self.asked_for(**lookup).annotate(**brings)), None)
        if entry is None and self.moment:
            raise NotFound(_("Nothing had been published at this address by then."))
        if entry is None:
            raise NotFound(_("Nothing was ever published at this address."))
        if entry.removed_at:
            raise Removed(entry.removed_at, entry.removed_reason)
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
    """Published facts of every kind, each as its own kind's list has it."""

    kind = "fact"
    parameters = filters.AnyFactFilters
    past_filters: ClassVar[tuple[str, ...]] = ("company", "kind")
    orderings = {
        "published": "sequence",
        "date": "fact__happened_on",
        "amount": "fact__amount",
        "confidence": "fact__confidence",
    }

    subject = "fact"
    lookup_field = "pk"
    lookup_value_converter = "int"

    def of_this_kind(self) -> PublicationQuerySet:
        """The entries about facts."""
        return Publication.objects.facts()

    def entries(self) -> QuerySet[Publication]:
        """The entries in force. What the facts' own rows say too lets the indexes on these rows serve."""
        return super().entries().filter(fact__state=State.PUBLISHED)


class OneKind(Facts):
    """The facts of one kind."""

    past_filters = ("company",)

    def of_this_kind(self) -> PublicationQuerySet:
        """The entries about facts of the kind."""
        return Publication.objects.filter(kind=self.kind)

    def entries(self) -> QuerySet[Publication]:
        """The entries in force."""
        return super().entries().filter(fact__kind=self.kind)


def fact_orderings(kind: Kind, **others: str) -> dict[str, str]:
    """What facts of the kind can be sorted by; the date goes by the name that it has in the document."""
    dates = {DATE_SLOT[kind]: "fact__happened_on"} if kind in DATE_SLOT else {}
    return {"published": "sequence", **dates, **others, "confidence": "fact__confidence"}


class FundingRounds(OneKind):
    """Money raised, or sought, by companies: amounts, stage, and who backs the round."""

    kind = Kind.FUNDING_ROUND
    parameters = filters.FundingRoundFilters
    orderings = fact_orderings(Kind.FUNDING_ROUND, amount="fact__amount")


class Valuations(OneKind):
    """What companies are said to be worth, and on what basis."""

    kind = Kind.VALUATION
    parameters = filters.ValuationFilters
    orderings = fact_orderings(Kind.VALUATION, amount="fact__amount")


class KeyFigures(OneKind):
    """Numbers that companies are measured by: revenue, users, employees…"""

    kind = Kind.KEY_FIGURE
    parameters = filters.KeyFigureFilters
    orderings = fact_orderings(Kind.KEY_FIGURE, value="fact__keyfigure__value")


class Deals(OneKind):
    """Acquisitions, mergers, bids, stakes, partnerships and supply contracts, with their parties."""

    kind = Kind.DEAL
    parameters = filters.DealFilters
    orderings = fact_orderings(Kind.DEAL, amount="fact__amount")


class Controversies(OneKind):
    """What puts companies at odds with someone: its category, its status, its outcome, the other side."""

    kind = Kind.CONTROVERSY
    parameters = filters.ControversyFilters
    orderings = fact_orderings(Kind.CONTROVERSY)


class Roles(OneKind):
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
    lists_include = True

    def entry_with(self, wanted: Sequence[str], **lookup: Any) -> tuple[Any, Embedded]:
        """The entry and what is embedded; the facts alone, which most ask for, come in the same query."""
        if self.moment is None and [*wanted] == ["facts"]:
            found = whole_company.company_with_facts(lookup["slug"], self.as_part)
        else:
            found = None
        return found or super().entry_with(wanted, **lookup)


class Articles(Documents):
    """The articles that published facts cite: their metadata, never their text."""

    kind = "article"
    subject = "article"
    lookup_field = "pk"
    lookup_value_converter = "int"
    parameters = filters.ArticleFilters
    orderings = {"published": "sequence", "published_on": "article__published_on"}


class People(Documents):
    """People that published facts name."""

    kind = "person"
    subject = "person"
    lookup_field = "slug"
    lookup_value_converter = "slug"
    parameters = filters.PersonFilters
    orderings = {"name": "person__name", "published": "sequence"}
    default_ordering = "name"
    lists_include = True


RESOURCES: dict[str, type[Documents]] = {
    "companies": Companies,
    "facts": Facts,
    "funding-rounds": FundingRounds,
    "valuations": Valuations,
    "key-figures": KeyFigures,
    "deals": Deals,
    "controversies": Controversies,
    "roles": Roles,
    "people": People,
    "articles": Articles,
}


def basename(view: type[Documents]) -> str:
    """How the names of a resource's addresses begin: funding-round."""
    return view.kind.replace("_", "-")


class Root(APIView):
    """What there is: the address of every list, of what is known of the reader, and of the documentation."""

    schema = RootSchema()

    def get(self, request: Request) -> HttpResponse:
        """The addresses by name."""
        refuse_parameters(request, [])
        names = {name: f"{basename(view)}-list" for name, view in RESOURCES.items()}
        names |= {"changes": "changes", "checksum": "checksum", "publications": "publication-list"}
        names |= {"dumps": "dump-list"}
        names |= {name: name for name in ("whoami", "usage", "problems", "schema", "docs", "redoc")}
        addresses = {name: reverse(f"api:{url}", request=request) for name, url in names.items()}
        return conditional(request, Response(addresses), digest_of(*addresses.values()))


class Nowhere(APIView):
    """Every other address under the API's: a problem document, whatever the method and whoever asks."""

    schema = None
    permission_classes = [AllowAny]

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Refuse before the method is looked at."""
        super().initial(request, *args, **kwargs)
        raise NotFound(_("There is no such address. /api/v1/ lists what there is."))
