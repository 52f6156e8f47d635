"""Problem documents: their kinds, in two languages, and what becomes of each sort of error."""

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils.translation import override
from rest_framework import exceptions

from companies.api import problems
from companies.api.problem_types import TYPES
from companies.refusals import Refused

from . import world
from .test_schema import validator


@pytest.fixture(autouse=True)
def _in_english():
    """Problems that are made without a request speak the language of the thread."""
    with override("en"):
        yield


def test_codes_never_change():
    """Partners' programs compare with them: this list only grows."""
    assert [(kind.code, kind.status) for kind in TYPES] == [
        ("bad-request", 400), ("bad-parameters", 400), ("bad-body", 400), ("key-in-address", 400),
        ("unauthenticated", 401), ("forbidden", 403), ("not-found", 404), ("method-not-allowed", 405),
        ("not-acceptable", 406), ("conflict", 409), ("withdrawn", 410), ("changed-meanwhile", 412),
        ("too-large", 413), ("unsupported-media-type", 415), ("idempotency-key-reused", 422), ("version-required", 428),
        ("too-many-requests", 429), ("removed", 451), ("server-error", 500), ("unavailable", 503),
    ]  # fmt: skip


@pytest.mark.parametrize("kind", TYPES, ids=lambda kind: kind.code)
def test_every_type_leads_to_what_it_means(client, db, kind):
    response = world.get(client, f"problems/{kind.code}/")
    assert (response.status_code, response.json()) == (
        200,
        {
            "type": f"/api/v1/problems/{kind.code}/",
            "code": kind.code,
            "title": kind.title,
            "status": kind.status,
            "meaning": kind.meaning,
        },
    )
    assert list(validator("ProblemType").iter_errors(response.json())) == []


def test_list_of_types(client, db):
    assert [one["code"] for one in world.get(client, "problems/").json()] == [kind.code for kind in TYPES]


def test_type_that_there_is_not(client, db):
    assert world.get(client, "problems/nothing/").json()["detail"] == (
        "There is no such kind of problem. /api/v1/problems/ lists them."
    )


@pytest.mark.parametrize(
    ("error", "status", "kind", "detail"),
    [
        (Http404("x"), 404, "not-found", "There is nothing at this address."),
        (PermissionDenied("Not you."), 403, "forbidden", "Not you."),
        (Refused("wrong_state", "Not now."), 409, "conflict", "Not now."),
        (exceptions.ParseError("No JSON."), 400, "bad-request", "No JSON."),
        (exceptions.Throttled(3), 429, "too-many-requests", "The limit of requests is reached. Go on in 3 seconds."),
        (exceptions.UnsupportedMediaType("text/x"), 415, "unsupported-media-type", "Send application/json."),
    ],
    ids=lambda value: type(value).__name__,
)
def test_error_becomes_its_kind(error, status, kind, detail):
    body = problems.problem_of(problems.known(error))
    assert (body["status"], body["type"], body["detail"]) == (status, f"/api/v1/problems/{kind}/", detail)


def test_refusal_names_its_rule():
    assert problems.problem_of(problems.known(Refused("wrong_state", "Not now.")))["rule"] == "wrong_state"


def test_faults_in_a_body_are_pointed_to():
    faults = {
        "amount": ["No number."],
        "investors": [{}, {"name": ["Empty."]}],
        "non_field_errors": ["Both."],
        "a/b": ["No."],
    }
    body = problems.problem_of(problems.known(exceptions.ValidationError(faults)))
    assert (body["status"], body["type"], body["errors"]) == (
        400,
        "/api/v1/problems/bad-body/",
        [
            {"pointer": "/amount", "detail": "No number."},
            {"pointer": "/investors/1/name", "detail": "Empty."},
            {"pointer": "", "detail": "Both."},
            {"pointer": "/a~1b", "detail": "No."},
        ],
    )


def test_fault_of_ours_is_left_to_django():
    assert problems.handle(ZeroDivisionError(), {}) is None
