"""Errors as RFC 9457 problem details: what is wrong, with which parameter, and what to send instead."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from http import HTTPStatus
from typing import Any

from django.http import Http404
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from rest_framework.exceptions import APIException, MethodNotAllowed, NotAcceptable, NotFound
from rest_framework.response import Response

MEDIA_TYPE = "application/problem+json"


class BadParameters(APIException):
    """A request whose parameters cannot be followed. `errors` holds (parameter, what to do) pairs."""

    status_code = HTTPStatus.BAD_REQUEST

    def __init__(self, errors: Iterable[tuple[str, str]]) -> None:
        self.errors = list(errors)
        super().__init__(_("The request was not followed: see what is wrong with its parameters."))


class Gone(APIException):
    """Something that was public and was withdrawn."""

    status_code = HTTPStatus.GONE

    def __init__(self, withdrawn_at: datetime, note: str) -> None:
        self.withdrawn_at, self.note = withdrawn_at, note
        day = date_format(localtime(withdrawn_at), "DATE_FORMAT")
        if note:
            text = _("Withdrawn on %(day)s. The publisher's note: %(note)s") % {"day": day, "note": note}
        else:
            text = _("Withdrawn on %(day)s, with the last published fact that named it.") % {"day": day}
        super().__init__(text)


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


def problem_of(error: APIException) -> dict[str, Any]:
    """The problem document of an error."""
    status = HTTPStatus(error.status_code)
    problem: dict[str, Any] = {
        "type": "about:blank",
        "title": status.phrase,
        "status": status.value,
        "detail": detail_of(error),
        "errors": [{"parameter": name, "detail": text} for name, text in getattr(error, "errors", [])],
    }
    if isinstance(error, Gone):
        problem |= {"withdrawn_at": error.withdrawn_at.isoformat(), "note": error.note or None}
    return problem


def detail_of(error: APIException) -> str:
    """What went wrong and what to do, in the reader's language."""
    if isinstance(error, MethodNotAllowed):
        return _("This API is for reading: use GET, HEAD or OPTIONS.")
    if isinstance(error, NotAcceptable):
        return _("This address answers in JSON only: accept application/json.")
    return str(error.detail)


def handle(error: Exception, context: Mapping[str, Any]) -> Response | None:
    """REST framework's exception handler: a problem document, or None for a fault of our own."""
    if isinstance(error, Http404):
        error = NotFound(_("There is nothing at this address."))
    if isinstance(error, Moved):
        return Response(status=error.status_code, headers={"Location": error.location})
    if not isinstance(error, APIException):
        return None
    return Response(problem_of(error), status=error.status_code, content_type=MEDIA_TYPE)
