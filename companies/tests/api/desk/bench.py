"""A client of the desk for tests: logged in, reading versions before it writes, and holding answers to their shapes."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

import jsonschema
from django.test import Client

from companies.api.components import components
from companies.api.desk.components import components as desk_components
from companies.models import Fact
from companies.tests.api.test_schema import strict

DESK = "/api/v1/desk"


@cache
def validator(name: str) -> Any:
    """Holds an answer against a component of the desk, with nothing left over."""
    shapes = strict({**components(), **desk_components()})
    shape = {"$ref": f"#/components/schemas/{name}", "components": {"schemas": shapes}}
    return jsonschema.Draft202012Validator(shape, format_checker=jsonschema.FormatChecker())


def faults(name: str, document: Any) -> list[str]:
    """What is wrong with a document's shape."""
    return [error.message for error in validator(name).iter_errors(document)]


class Bench:
    """Someone at the desk."""

    def __init__(self, user: Any = None, **options: Any) -> None:
        headers = {"accept-language": "en", **options.pop("headers", {})}
        self.client = Client(headers=headers, **options)
        if user is not None:
            self.client.force_login(user)

    def get(self, address: str, **parameters: Any) -> Any:
        """GET under the desk."""
        return self.client.get(f"{DESK}/{address}", parameters)

    def send(self, method: str, address: str, body: Any = None, **headers: str) -> Any:
        """A write; its answer is kept nowhere."""
        response = getattr(self.client, method)(
            f"{DESK}/{address}", {} if body is None else body, content_type="application/json", headers=headers
        )
        assert "no-store" in response["Cache-Control"]
        return response

    def post(self, address: str, body: Any = None, **headers: str) -> Any:
        """POST under the desk."""
        return self.send("post", address, body, **headers)

    def do(self, act: str, fact: Any, seen: int | None = None, **body: Any) -> Any:
        """One act on the fact as it stands now, or in the version seen."""
        version = seen or Fact.objects.get(pk=fact.pk).version
        address = f"facts/{fact.pk}/"
        method, address = ("patch", address) if act == "correct" else ("post", f"{address}{act}/")
        return self.send(method, address, body, **{"if-match": f'"{version}"'})


def told(response: Any) -> tuple[Any, ...]:
    """(status, rule, what may be done instead) of a refusal, which has its shape."""
    problem = response.json()
    assert faults("Refusal", problem) == []
    assert (response.status_code, response["Content-Type"]) == (problem["status"], "application/problem+json")
    return problem["status"], problem["rule"], problem["allowed"]


def pointed(response: Any) -> list[tuple[str, str]]:
    """(pointer, what to do) of each fault in a body."""
    problem = response.json()
    assert faults("Refusal", problem) == []
    assert (response.status_code, problem["type"]) == (400, "/api/v1/problems/bad-body/")
    return [(one["pointer"], one["detail"]) for one in problem["errors"]]


def version_in(response: Any) -> int:
    """The version that an answer's ETag names."""
    found = re.fullmatch(r'"(\d+)"', response["ETag"])
    assert found
    return int(found[1])
