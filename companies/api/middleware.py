"""HTTP around every answer of the API: problems for every error, what caches may keep, compression, and CORS.

Outermost of all middleware, so that it sees each answer as it leaves. One class, since each answer passes it: no
session, no user and no query is touched here.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.translation import get_language_from_request, override
from django_http_compression.middleware import HttpCompressionMiddleware

from . import deprecation
from .limits import Limit
from .problem_types import type_of
from .problems import MEDIA_TYPE, answer, problem

ROOT = "/api/"
CODINGS = re.compile(r'-(?:zstd|br|gzip)"')
VALIDATORS = ("HTTP_IF_NONE_MATCH", "HTTP_IF_MATCH")
VARY = "Accept, Accept-Encoding, Authorization, X-Api-Key"
KEPT = ("Allow", "Retry-After", "WWW-Authenticate")  # headers of an error that its problem document goes on with
DESCRIBED_BY = '</api/v1/schema/>; rel="describedby"; type="application/vnd.oai.openapi+json"'

# Everyone may read from a page of any site, without cookies and without a key: a key in a page is everyone's.
# Six fixed lines: django-cors-headers is for policies that differ by origin.
CORS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": ", ".join(
        ["Deprecation", "ETag", "Link", "Location", "RateLimit", "RateLimit-Policy", "Retry-After", "Sunset"]
    ),
}
PREFLIGHT = {
    "Access-Control-Allow-Methods": "GET, HEAD, OPTIONS",
    "Access-Control-Allow-Headers": "Accept-Language, If-Modified-Since, If-None-Match",
    "Access-Control-Max-Age": "86400",
}


class ApiMiddleware(HttpCompressionMiddleware):
    """Wraps the answers under /api/; everything else passes by."""

    async_capable = False
    max_random_bytes = 0  # padding hides secrets in answers; these have none
    content_type_re = re.compile(r"application/([\w.-]+\+)?(json|yaml|x-ndjson)|text/")

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer as it leaves."""
        get_response: Callable[[HttpRequest], Any] = self.get_response
        if not request.path_info.startswith(ROOT):
            return get_response(request)
        sent = plain_validators(request)
        response = preflight() if is_preflight(request) else get_response(request)
        if response.status_code >= HTTPStatus.BAD_REQUEST and response.get("Content-Type") != MEDIA_TYPE:
            response = as_problem(request, response)
        cacheable(request, response)
        response = validated(request, response)
        told(request, response)
        self.maybe_compress(request, response)
        tag_by_coding(response, sent)
        if response.status_code == HTTPStatus.NOT_MODIFIED:
            del response["Content-Length"]  # it would be that of the answer which is not sent (RFC 9110, 8.6)
        return response


def is_preflight(request: HttpRequest) -> bool:
    """True where a browser asks whether a page of another site may read."""
    return request.method == "OPTIONS" and "HTTP_ACCESS_CONTROL_REQUEST_METHOD" in request.META


def preflight() -> HttpResponse:
    """It may."""
    return HttpResponse(status=HTTPStatus.NO_CONTENT, headers={**PREFLIGHT, "Cache-Control": "public, max-age=86400"})


def as_problem(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """A problem document in place of an error page of Django's."""
    kept = {name: response[name] for name in KEPT if name in response}
    with override(get_language_from_request(request)):  # the error may have come before the language was chosen
        detail = str(type_of(response.status_code).meaning)
        found = answer(problem(response.status_code, detail), kept)
    response.close()
    return found


def cacheable(request: HttpRequest, response: HttpResponse) -> None:
    """Say who may keep the answer, and on what it depends.

    What is read with a key is the same, but caches must not answer in its place: use is counted here.
    """
    is_moved = response.status_code in (HTTPStatus.MOVED_PERMANENTLY, HTTPStatus.PERMANENT_REDIRECT)
    control = response.get("Cache-Control") or ("public, max-age=60" if is_moved else "no-store")
    if response.status_code >= HTTPStatus.BAD_REQUEST:
        control = "no-store"
    has_key = "HTTP_AUTHORIZATION" in request.META or "HTTP_X_API_KEY" in request.META
    response["Cache-Control"] = control.replace("public", "private") if has_key else control
    response["Vary"] = f"{VARY}, Cookie" if "Cookie" in response.get("Vary", "") else VARY
    if response.status_code >= HTTPStatus.BAD_REQUEST or request.path_info.startswith(f"{ROOT}v1/problems/"):
        response["Vary"] += ", Accept-Language"
    else:
        del response["Content-Language"]  # documents are in the language of their source


def validated(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """The answer with a validator of its bytes where its view gave none: the schema, the documentation."""
    is_kept = response.status_code == HTTPStatus.OK and "no-store" not in response["Cache-Control"]
    if response.streaming or "ETag" in response or not is_kept:
        return response
    response["ETag"] = etag = f'"{hashlib.sha256(response.content).hexdigest()}"'
    return get_conditional_response(request, etag=etag, response=response) or response


def told(request: HttpRequest, response: HttpResponse) -> None:
    """Add what is told with each answer: CORS, the limit, whether the address will go, and where the schema is."""
    for name, value in CORS.items():
        response.headers[name] = value
    limit: Limit | None = getattr(request, "api_limit", None)
    if limit is not None:
        limit.write(response)
    deprecation.tell(request, response)
    link = response.get("Link")
    response.headers["Link"] = f"{link}, {DESCRIBED_BY}" if link else DESCRIBED_BY


def plain_validators(request: HttpRequest) -> str:
    """Take the coding off the tags that came, so that views compare with what they know; return If-None-Match."""
    sent: str = request.META.get("HTTP_IF_NONE_MATCH", "")
    for name in VALIDATORS:
        if name in request.META:
            request.META[name] = CODINGS.sub('"', request.META[name])
    return sent


def tag_by_coding(response: HttpResponse, sent: str) -> None:
    """Give each coding a strong tag of its own, and a 304 the tag that it confirms."""
    tag = response.get("ETag", "").removeprefix("W/")
    coding = response.get("Content-Encoding")
    if tag and coding:
        response.headers["ETag"] = f'{tag[:-1]}-{coding}"'
    elif tag and response.status_code == HTTPStatus.NOT_MODIFIED and tag not in sent:
        confirmed = re.search(re.escape(tag[:-1]) + CODINGS.pattern, sent)
        response.headers["ETag"] = confirmed[0] if confirmed else tag
