"""Validators: what a reader already has is confirmed with 304, from one query and without loading a document.

A document's tag is its ledger entry's digest. An answer made of many has a tag of two parts: its place, which is the
address and the ledger's last entry, and a digest of what it holds. While the ledger has no newer entry the place
confirms it; after that the digest does, at the cost of looking.
"""

from __future__ import annotations

import hashlib
import re
import time
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus

from django.db.models import Subquery
from django.http import HttpResponse
from django.utils.http import http_date, parse_http_date_safe
from rest_framework.request import Request

from companies.models import Publication

from .statements import Statement

CACHE_CONTROL = "public, max-age=60"  # seconds; a retraction reaches every cache within them
LAST = Publication.objects.order_by("-sequence")
HEAD = {
    "head_sequence": Subquery(LAST.values("sequence")[:1]),
    "head_published_at": Subquery(LAST.values("published_at")[:1]),
}
TAG = re.compile(r'"([^"]*)"')
NEWEST = Statement(lambda _: LAST.values_list("sequence", "published_at")[:1])


def digest_of(*parts: str | None) -> str:
    """One digest over the parts of an answer."""
    return hashlib.sha256("\n".join(part or "" for part in parts).encode()).hexdigest()


@dataclass(frozen=True)
class Head:
    """The ledger's last entry as an address shows it."""

    place: str
    published_at: datetime | None


def head(request: Request, sequence: int | None = None, published_at: datetime | None = None) -> Head:
    """The ledger's last entry: as a query annotated with HEAD brought it along, or looked up."""
    if sequence is None:
        sequence, published_at = next(iter(NEWEST.rows()), (0, None))
    address = digest_of(request.build_absolute_uri(), request.accepted_renderer.format)
    return Head(f"{sequence}-{address[:16]}", published_at)


def is_conditional(request: Request) -> bool:
    """True for a reader who has something already."""
    return "HTTP_IF_NONE_MATCH" in request.META or "HTTP_IF_MODIFIED_SINCE" in request.META


def unchanged_since(request: Request, last: Head) -> HttpResponse | None:
    """The 304 for a reader whose answer from this address is as new as the ledger; None where it must be made."""
    tag = next((sent for sent in tags_sent(request) if sent.partition(".")[0] == last.place), None)
    return not_modified(tag, last.published_at) if tag else None


def unchanged(request: Request, tag: str, published_at: datetime | None) -> HttpResponse | None:
    """The 304 for a reader who has the version with this tag, before it is loaded; None for others."""
    confirmed = confirm(request, tag_of(request, tag), published_at)
    return not_modified(confirmed, published_at) if confirmed else None


def conditional(
    request: Request, response: HttpResponse, tag: str, published_at: datetime | None = None, last: Head | None = None
) -> HttpResponse:
    """The response with its validators, or 304 for a reader who has this very version.

    `last` is the ledger's head from before an answer of many documents was made; its date is the answer's.
    """
    tag = tag_of(request, tag)
    if last is not None:
        tag, published_at = f"{last.place}.{tag}", last.published_at
    confirmed = confirm(request, tag, published_at)
    return not_modified(confirmed, published_at) if confirmed else with_validators(response, tag, published_at)


def tag_of(request: Request, tag: str) -> str:
    """The tag of a representation: one in another format than JSON is another one."""
    name = request.accepted_renderer.format
    return tag if name == "json" else f"{tag}-{name}"


def confirm(request: Request, tag: str, published_at: datetime | None) -> str | None:
    """The tag that a 304 confirms, as the reader sent it; None where the reader needs the answer."""
    sent = tags_sent(request)
    if not sent:
        return tag if is_since(request, published_at) else None
    digest = tag.rpartition(".")[2]
    return next((one if one != "*" else tag for one in sent if one == "*" or one.rpartition(".")[2] == digest), None)


def tags_sent(request: Request) -> list[str]:
    """The tags in If-None-Match; weak ones are compared as strong ones are (RFC 9110, 13.1.2)."""
    sent: str = request.META.get("HTTP_IF_NONE_MATCH", "")
    return ["*"] if sent.strip() == "*" else TAG.findall(sent)


def is_since(request: Request, published_at: datetime | None) -> bool:
    """True where If-Modified-Since is at or after the moment."""
    since = parse_http_date_safe(request.META.get("HTTP_IF_MODIFIED_SINCE", ""))
    return since is not None and published_at is not None and int(published_at.timestamp()) <= since


def not_modified(tag: str, published_at: datetime | None) -> HttpResponse:
    """The 304 that confirms a tag."""
    response = HttpResponse(status=HTTPStatus.NOT_MODIFIED)
    del response["Content-Type"]
    return with_validators(response, tag, published_at)


def with_validators(response: HttpResponse, tag: str, published_at: datetime | None) -> HttpResponse:
    """The response with what a cache keeps it by.

    In the second in which it was published it has no date: something more may be published in that second.
    """
    response["Cache-Control"] = CACHE_CONTROL
    response["ETag"] = f'"{tag}"'
    if published_at is not None and int(published_at.timestamp()) < int(time.time()):
        response["Last-Modified"] = http_date(published_at.timestamp())
    return response
