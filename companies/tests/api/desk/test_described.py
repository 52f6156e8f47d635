"""The desk in the OpenAPI schema: its examples have their shapes, and everyone reads what a write asks for."""

import json
import re

import jsonschema
import pytest
from django.core.management import call_command

from companies import desk
from companies.api.components import components
from companies.api.desk import bodies, examples
from companies.api.desk.components import components as desk_components
from companies.api.desk.schema import BODY_COMPONENTS
from companies.tests.factories import propose

from .bench import Bench, faults


@pytest.fixture(scope="module")
def operations(tmp_path_factory):
    """The desk's operations by their names, as the command writes them."""
    path = tmp_path_factory.mktemp("schema") / "openapi.json"
    call_command("spectacular", validate=True, fail_on_warn=True, format="openapi-json", file=str(path))
    paths = json.loads(path.read_text())["paths"]
    found = [one for address, item in paths.items() if "/desk/" in address for one in item.values()]
    return {one["operationId"]: one for one in found}


def test_lists_are_as_long_as_bodies_take():
    shapes = desk_components()
    told = [
        shapes["SplitBody"]["properties"]["citations"]["maxItems"],
        {one["properties"]["publish_citations"]["maxItems"] for one in shapes["CorrectBody"]["anyOf"]},
        shapes["CorrectBody"]["anyOf"][0]["properties"]["investors"]["maxItems"],
    ]
    assert told == [
        bodies.SplitBody().fields["citations"].max_length,
        {bodies.CorrectBody().fields["publish_citations"].max_length},
        bodies.slot_fields("funding_round")["investors"].max_length,
    ]


def test_examples_are_of_their_shape():
    assert faults("DeskFact", examples.FACT) == []
    assert faults("DeskFactListed", examples.LISTED) == []
    assert [faults("DeskOutcome", one) for one in examples.OUTCOMES["results"]] == [[], []]


@pytest.mark.parametrize("name", BODY_COMPONENTS)
def test_bodies_of_the_examples_are_of_their_shape(name):
    assert faults(BODY_COMPONENTS[name], examples.BODIES[name]) == []


def test_every_operation_has_an_example_and_asks_who_it_is(operations):
    assert set(operations) == {f"desk_{name}" for name in (*desk.VERBS, "list", "add", "retrieve", "decisions")}
    for name, one in operations.items():
        assert one["security"] == [{"key": []}, {"session": []}], name
        answer = next(one["responses"][status] for status in ("200", "201") if status in one["responses"])
        assert answer["content"]["application/json"]["examples"], name
        assert ("requestBody" not in one) or one["requestBody"]["content"]["application/json"]["examples"], name


def test_writes_on_a_fact_need_its_version(operations):
    needed = [
        name
        for name, one in operations.items()
        if any(p["name"] == "If-Match" and p["required"] for p in one.get("parameters", []))
    ]
    assert sorted(needed) == sorted(f"desk_{act}" for act in desk.VERBS)
    assert all({"409", "412", "428"} <= set(operations[name]["responses"]) for name in needed)


def test_bodies_that_must_hold_something_are_required(operations):
    required = {name for name, one in operations.items() if one.get("requestBody", {}).get("required")}
    assert required == {f"desk_{name}" for name in ("add", "decisions", "correct", "cite", "merge", "split")}


@pytest.mark.parametrize("coding", ["", "-zstd", "-gzip"])
def test_version_may_be_sent_as_it_came(operations, coding):
    """Each coding of an answer has an ETag of its own."""
    (header,) = [one for one in operations["desk_accept"]["parameters"] if one["name"] == "If-Match"]
    assert re.search(header["schema"]["pattern"], f'"12{coding}"')


def test_outcome_with_a_refusal_has_the_shape_that_the_schema_tells(publisher):
    """In the schema as it is served a refusal is a problem too."""
    shapes = {**components(), **desk_components()}
    shape = {"$ref": "#/components/schemas/DeskOutcome", "components": {"schemas": shapes}}
    body = {"decisions": [{"fact": propose().pk, "version": 9, "action": "accept"}]}
    (refused,) = Bench(publisher).post("decisions/", body).json()["results"]
    assert refused["problem"]["rule"] == "changed_meanwhile"
    assert list(jsonschema.Draft202012Validator(shape).iter_errors(refused)) == []
