"""The change feed, the checksum of the ledger, and every version that was ever published.

Numbers are given under one lock that is held until the entry is committed, so whoever has read up to a number has
missed nothing before it.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django.core.cache import cache
from django.db.models import QuerySet
from django.http import HttpResponse
from django.utils.translation import gettext as _
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.urls import replace_query_param
from rest_framework.views import APIView

from companies import ledger
from companies.models import Publication
from companies.vocabulary import LARGEST_NUMBER

from . import entries, ledger_filters
from .freshness import conditional, digest_of
from .ledger_schema import ChecksumSchema, PageSchema, PublicationSchema
from .pagination import page_size, whole_number
from .problems import BadParameters, Removed, refuse_parameters

# Full pages of the past stay as they are. Only a removal for legal reasons changes them: within a day, or at once
# where the cache is purged.
FIXED = "public, max-age=86400, immutable"
FRESH = "public, max-age=5"
KEPT = 86_400  # seconds; a checksum never changes, and a large ledger takes seconds to count


def require_reached(name: str, number: int, last: int) -> None:
    """Raise BadParameters for an entry that the ledger has not reached: a copy that is ahead is not of this ledger."""
    if number > last:
        message = _("The ledger ends at %(last)s. A copy that is ahead of it was made from another one: begin anew.")
        raise BadParameters([(name, message % {"last": last})])


def cached(response: HttpResponse, control: str) -> HttpResponse:
    """The response with how long caches may keep it."""
    response["Cache-Control"] = control
    return response


class EntryPage(APIView):
    """Entries of the ledger in the order of their numbers, from one number on."""

    schema = PageSchema()
    component: str  # of the schema
    parameters: type[ledger_filters.EntryFilters]

    def get(self, request: Request) -> HttpResponse:
        """A page of entries; `last_sequence` is what it reaches up to, `next` is null where that is the end."""
        allowed = self.parameters.parameters()
        refuse_parameters(request, [*allowed, "after", "page_size"], self.parameters.repeatable())
        after = whole_number(request, "after", 0, 0, LARGEST_NUMBER)
        size = page_size(request, ledger_filters.PAGE_SIZE)
        last, _digest = ledger.head()  # looked at first: what others publish meanwhile is left for the next page
        require_reached("after", after, last)
        span = Publication.objects.filter(sequence__gt=after, sequence__lte=last)
        chosen = self.parameters(request.query_params, span, request=request).narrowed()
        found = list(entries.rows(chosen.order_by("sequence"))[:size])
        return self.page(request, found, last=found[-1].sequence if len(found) == size else last, size=size)

    def page(self, request: Request, found: list[Any], *, last: int, size: int) -> HttpResponse:
        """The envelope. A full page always has a next one, so that it stays the same for ever."""
        is_full = len(found) == size
        link = replace_query_param(request.build_absolute_uri(), "after", last) if is_full else None
        results = [self.told(row) for row in found]
        response = Response({"next": link, "last_sequence": last, "results": results})
        if link:
            response["Link"] = f'<{link}>; rel="next"'
        tag = digest_of(request.get_full_path(), str(last), *map(entries.tag_of, found))
        return cached(conditional(request, response, tag), FIXED if is_full and self.is_fixed(request) else FRESH)

    def is_fixed(self, request: Request) -> bool:
        """True where a full page never changes. An entry of a history is closed by the one after it."""
        return False

    def told(self, row: Any) -> dict[str, Any]:
        """An entry as the page shows it."""
        return entries.told(row)


class Changes(EntryPage):
    """All that was ever published, corrected, retracted and merged, in order: follow it to keep a copy.

    Take `next` until it is null, keep `last_sequence`, and come back later with `after=` that number. Nothing is
    skipped and nothing comes twice, however many publish meanwhile.
    """

    component = "ChangePage"
    parameters = ledger_filters.ChangeFilters

    def is_fixed(self, request: Request) -> bool:
        """All but what is narrowed to a company: one that is merged into it brings its entries along."""
        return "company" not in request.query_params


def version(row: Any) -> dict[str, Any]:
    """An entry with the time in which it was in force; null where it still is."""
    return {"in_force_to": row.superseded_at and row.superseded_at.isoformat(), **entries.told(row)}


class Publications(EntryPage):
    """Every version of what a subject's history has, the first one first."""

    component = "PublicationPage"
    parameters = ledger_filters.PublicationFilters

    def told(self, row: Any) -> dict[str, Any]:
        """An entry with the time in which it was in force."""
        return version(row)


class PublicationDetail(APIView):
    """One version, at an address that stays for ever."""

    schema = PublicationSchema()

    def get(self, request: Request, sequence: int) -> HttpResponse:
        """The entry. Raises NotFound for one that there is not, Removed for one that the law took away."""
        refuse_parameters(request, [])
        chosen: QuerySet[Publication] = Publication.objects.filter(sequence=min(sequence, LARGEST_NUMBER))
        row = entries.rows(chosen).first()
        if row is None:
            raise NotFound(_("The ledger has no entry of this number."))
        if row.removed_at:
            raise Removed(row.removed_at, row.removed_reason)
        return conditional(request, Response(version(row)), digest_of(entries.tag_of(row)))


class Checksum(APIView):
    """What the ledger amounts to after its last entry, or after an earlier one: equal copies have equal checksums."""

    schema = ChecksumSchema()

    def get(self, request: Request) -> HttpResponse:
        """The checksum, kept by the entry that it is of."""
        refuse_parameters(request, ["sequence"])
        last, digest = ledger.head()
        is_asked = "sequence" in request.query_params
        number = whole_number(request, "sequence", last, 0, LARGEST_NUMBER)
        require_reached("sequence", number, last)
        standing = self.latest(digest) if number == last else None
        if standing is None or (is_asked and standing.sequence != number):  # others have published meanwhile
            standing = self.past(number)
        return cached(conditional(request, Response(asdict(standing)), standing.digest), FIXED if is_asked else FRESH)

    def past(self, number: int) -> Any:
        """The state after an entry of the past."""
        return cache.get_or_set(key_of(ledger.digest_at(number)), lambda: ledger.standing(number), KEPT)

    def latest(self, digest: str) -> ledger.Standing:
        """The state after the last entry, which may be a later one by now."""
        known: ledger.Standing | None = cache.get(key_of(digest))
        if known is None:
            known = ledger.standing()
            cache.set(key_of(known.digest), known, KEPT)
        return known


def key_of(digest: str) -> str:
    """Where the cache keeps the checksum after the entry with this digest, which no other ledger has."""
    return f"ledger.standing.{digest}"
