"""Errors as RFC 9457 problem details: what is wrong, with which parameter or value, and what to send instead."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from http import HTTPStatus
from typing import Any

import orjson
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from rest_framework import exceptions
from rest_framework.exceptions import APIException

from companies.refusals import Refused

from .problem_types import address_of, type_of

MEDIA_TYPE = "application/problem+json"


class BadParameters(APIException):
    """A request whose parameters cannot be followed. `errors` holds (parameter, what to do) pairs."""

    status_code = HTTPStatus.BAD_REQUEST
    code = "bad-parameters"

    def __init__(self, errors: Iterable[tuple[str, str]], detail: str | None = None) -> None:
        self.errors = [{"parameter": name, "detail": text} for name, text in errors]
        super().__init__(detail or _("The request was not followed: see what is wrong with its parameters."))


class BadBody(APIException):
    """A body that cannot be followed. `errors` holds (JSON pointer, what to do) pairs; "" is the whole body."""

    status_code = HTTPStatus.BAD_REQUEST
    code = "bad-body"

    def __init__(self, errors: Iterable[tuple[str, str]]) -> None:
        self.errors = [{"pointer": pointer, "detail": text} for pointer, text in errors]
        super().__init__(_("The request was not followed: see what is wrong with its body."))


class Conflict(APIException):
    """A verb's refusal; the problem names its rule."""

    status_code = HTTPStatus.CONFLICT

    def __init__(self, refusal: Refused) -> None:
        self.members = {"rule": refusal.code}
        super().__init__(refusal.message)


class Gone(APIException):
    """Something that was public and was withdrawn."""

    status_code = HTTPStatus.GONE

    def __init__(self, withdrawn_at: datetime, note: str) -> None:
        self.members = {"withdrawn_at": withdrawn_at.isoformat(), "note": note or None}
        day = date_format(localtime(withdrawn_at), "DATE_FORMAT")
        if note:
            text = _("Withdrawn on %(day)s. The publisher's note: %(note)s") % {"day": day, "note": note}
        else:
            text = _("Withdrawn on %(day)s, with the last published fact that named it.") % {"day": day}
        super().__init__(text)


class Removed(APIException):
    """Something that was public and that the law took away, its text with it."""

    status_code = HTTPStatus.UNAVAILABLE_FOR_LEGAL_REASONS

    def __init__(self, removed_at: datetime, reason: str) -> None:
        self.members = {"removed_at": removed_at.isoformat(), "removed_reason": reason}
        day = date_format(localtime(removed_at), "DATE_FORMAT")
        text = _("Removed for legal reasons on %(day)s: %(reason)s Delete every copy of it that you keep.")
        super().__init__(text % {"day": day, "reason": reason})


class Moved(APIException):
    """Something that was public and was merged into something else. `location` is the address of that."""

    status_code = HTTPStatus.MOVED_PERMANENTLY

    def __init__(self, location: str) -> None:
        self.location = location
        super().__init__()


def refuse_parameters(request: Any, allowed: Iterable[str], repeatable: Iterable[str] = ()) -> None:
    """Raise BadParameters for what the address does not take, for an empty value, or for one given twice."""
    names, several, errors = sorted(allowed), set(repeatable), []
    for name, values in request.query_params.lists():
        if name not in names:
            text = _("There is no such parameter here. Allowed: %(names)s.")
            errors.append((name, text % {"names": ", ".join(names) or _("none")}))
        elif not all(value.strip() for value in values):
            errors.append((name, _("It is empty. Give a value or leave the parameter out.")))
        elif len(values) > 1 and name not in several:
            errors.append((name, _("It is given more than once. Give one value.")))
    if errors:
        raise BadParameters(errors)


def problem(status: int, detail: str, *, code: str | None = None, **more: Any) -> dict[str, Any]:
    """A problem document of the kind that the code, or else the status, names."""
    kind = type_of(status, code)
    return {
        "type": address_of(kind),
        "title": str(kind.title),
        "status": int(status),
        "detail": detail,
        "errors": [],
        **more,
    }


def problem_of(error: APIException, view: Any = None) -> dict[str, Any]:
    """The problem document of an error; its `members` are what only such problems tell."""
    more: dict[str, Any] = {"errors": getattr(error, "errors", []), **getattr(error, "members", {})}
    return problem(error.status_code, detail_of(error, view), code=getattr(error, "code", None), **more)


def detail_of(error: APIException, view: Any) -> str:
    """What went wrong and what to do, in the reader's language."""
    if isinstance(error, exceptions.MethodNotAllowed):
        return _("Use one of these methods here: %(methods)s.") % {"methods": ", ".join(view.allowed_methods)}
    if isinstance(error, exceptions.NotAcceptable):
        media_types = ", ".join(dict.fromkeys(renderer.media_type for renderer in view.get_renderers()))
        return _("This address answers in one of these media types: %(types)s.") % {"types": media_types}
    if isinstance(error, exceptions.Throttled):
        seconds = math.ceil(getattr(error, "wait", None) or 0)
        return _("The limit of requests is reached. Go on in %(seconds)s seconds.") % {"seconds": seconds}
    if isinstance(error, exceptions.UnsupportedMediaType):
        return _("Send application/json.")
    if isinstance(error, exceptions.NotAuthenticated):
        return _("Send an API key: “Authorization: Bearer nrk_…”.")
    return str(error.detail)


def pointers(detail: Any, pointer: str = "") -> Iterator[tuple[str, str]]:
    """(JSON pointer, what is wrong) for each fault that a serializer found, however deep."""
    if isinstance(detail, Mapping):
        for name, inner in detail.items():
            step = "" if name == "non_field_errors" else "/" + str(name).replace("~", "~0").replace("/", "~1")
            yield from pointers(inner, pointer + step)
    elif isinstance(detail, list):
        for place, inner in enumerate(detail):
            yield from pointers(inner, f"{pointer}/{place}" if isinstance(inner, Mapping | list) else pointer)
    else:
        yield pointer, str(detail)


def known(error: Exception) -> APIException | None:
    """The error as one of the API's own; None for a fault of ours."""
    if isinstance(error, Http404):
        return exceptions.NotFound(_("There is nothing at this address."))
    if isinstance(error, PermissionDenied):
        return exceptions.PermissionDenied(str(error) or None)
    if isinstance(error, Refused):
        return Conflict(error)
    if isinstance(error, exceptions.ValidationError):
        return BadBody(pointers(error.detail))
    return error if isinstance(error, APIException) else None


def handle(error: Exception, context: Mapping[str, Any]) -> HttpResponse | None:
    """REST framework's exception handler: a problem document, or None for a fault of our own."""
    found = known(error)
    if found is None:
        return None
    if isinstance(found, Moved):
        return HttpResponse(status=found.status_code, headers={"Location": found.location})
    return answer(problem_of(found, context.get("view")), headers_of(found))


def answer(body: dict[str, Any], headers: Mapping[str, str] | None = None) -> HttpResponse:
    """A problem document as a response, whatever media types the view writes."""
    return HttpResponse(orjson.dumps(body), status=body["status"], headers=headers, content_type=MEDIA_TYPE)


def headers_of(error: APIException) -> dict[str, str]:
    """What an error says in headers: how to prove who asks, how long to wait, or what only this one says."""
    sign_in, wait = getattr(error, "auth_header", None), getattr(error, "wait", None)
    headers = {**getattr(error, "headers", {}), **({"WWW-Authenticate": sign_in} if sign_in else {})}
    return headers | ({"Retry-After": str(math.ceil(wait))} if wait else {})
