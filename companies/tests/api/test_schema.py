"""The OpenAPI schema: valid, complete, and true of what is served."""

import json
from functools import cache

import jsonschema
import pytest
from django.core.management import call_command

from articles.models import Article
from companies import desk, publishing
from companies.api import examples
from companies.api.components import component_name, components
from companies.api.ledger_components import ledger_components
from companies.api.views import RESOURCES
from companies.models import Company
from companies.tests.factories import make_published

from . import world


@pytest.fixture(scope="module")
def schema(tmp_path_factory):
    """The schema as the command writes it, warnings refused."""
    path = tmp_path_factory.mktemp("schema") / "openapi.json"
    options = {"validate": True, "fail_on_warn": True, "format": "openapi-json", "file": str(path)}
    call_command("spectacular", **options)
    return json.loads(path.read_text())


def strict(part):
    """A schema in which an object has the properties named and no others."""
    if isinstance(part, list):
        return [strict(one) for one in part]
    if not isinstance(part, dict):
        return part
    closed = {name: strict(one) for name, one in part.items()}
    return (
        {"additionalProperties": False, **closed} if part.get("type") == "object" and "properties" in part else closed
    )


@cache
def validator(name):
    """Holds a document against a component, with nothing left over."""
    shape = {
        "$ref": f"#/components/schemas/{name}",
        "components": {"schemas": strict(components() | ledger_components())},
    }
    return jsonschema.Draft202012Validator(shape, format_checker=jsonschema.FormatChecker())


def test_operations(schema):
    operations = {path: list(item) for path, item in schema["paths"].items()}
    expected = {f"/api/v1/{address}": ["get"] for address in ("", "problems/", "problems/{code}/", "usage/", "whoami/")}
    for name, view in RESOURCES.items():
        lookup = "slug" if view.lookup_field == "slug" else "id"
        expected |= {f"/api/v1/{name}/{path}": ["get"] for path in ("", "export/", f"{{{lookup}}}/")}
    ledger = ("changes/", "checksum/", "publications/", "publications/{sequence}/")
    ledger += ("dumps/", "dumps/{name}/", "dumps/{name}/{file}")
    expected |= {f"/api/v1/{path}": ["get"] for path in ledger}
    acts = [act for act in desk.VERBS if act != "correct"]
    expected |= {f"/api/v1/desk/facts/{{number}}/{act}/": ["post"] for act in acts}
    expected |= {"/api/v1/desk/facts/": ["get", "post"], "/api/v1/desk/facts/{number}/": ["get", "patch"]}
    expected |= {"/api/v1/desk/decisions/": ["post"]}
    webhook = "/api/v1/webhooks/{id}/"
    expected |= {"/api/v1/webhooks/": ["get", "post"], webhook: ["get", "patch", "delete"]}
    expected |= {f"{webhook}{act}/": ["post"] for act in ("test", "rotate-secret", "replay")}
    expected |= {f"{webhook}deliveries/": ["get"]}
    assert operations == expected
    assert schema["openapi"] == "3.1.1"


def test_every_parameter_is_described(schema):
    bare = [
        (path, parameter["name"])
        for path, item in schema["paths"].items()
        for operation in item.values()
        for parameter in operation.get("parameters", [])
        if not parameter.get("description")
    ]
    assert bare == []


@pytest.mark.parametrize("name", RESOURCES)
def test_parameters_are_those_that_the_list_takes(schema, client, db, name):
    told = [p["name"] for p in schema["paths"][f"/api/v1/{name}/"]["get"]["parameters"] if p["in"] == "query"]
    refused = world.errors(client, f"{name}/", unheard_of="1")[0]["detail"]
    assert refused == f"There is no such parameter here. Allowed: {', '.join(sorted(told))}."


@pytest.mark.parametrize("kind", world.SUBJECTS)
def test_examples_are_of_their_shape(kind):
    assert list(validator(component_name(kind)).iter_errors(examples.DOCUMENTS[kind])) == []


@pytest.mark.parametrize(("name", "example"), [("Dump", examples.DUMP), ("DumpList", {"results": [examples.DUMP]})])
def test_examples_of_dumps_are_of_their_shape(name, example):
    assert list(validator(name).iter_errors(example)) == []


def test_served_documents_are_of_their_shape(client, publisher):
    facts = world.make_one_of_each(by=publisher)
    publishing.correct_published(facts[0], by=publisher, changes={"series": "seed"}, note="Misprint.")
    make_published("key_figure", by=publisher, metric="revenue", value=None, unit=None, as_of=None)
    faults = [
        error.message
        for name, view in RESOURCES.items()
        for one in world.results(client, f"{name}/")
        for error in validator(component_name(view.kind)).iter_errors(one)
    ]
    assert faults == []
    embedded = world.get(client, "companies/novalis/", include="facts").json()
    assert list(validator("Company").iter_errors(embedded)) == []


def test_served_problems_are_of_their_shape(client, publisher):
    fact = make_published(by=publisher)
    publishing.retract(fact, by=publisher, note="Denied.")
    for address in ("roles/?x=1", "roles/1/", "nowhere/"):
        assert list(validator("Problem").iter_errors(world.get(client, address).json())) == []
    gone = world.get(client, f"funding-rounds/{fact.pk}/").json()
    assert list(validator("Withdrawn").iter_errors(gone)) == []


def test_a_document_of_another_shape_is_noticed():
    broken = [
        {**examples.DOCUMENTS["role"], "title": "king"},
        {**examples.DOCUMENTS["role"], "salary": 1},
        {name: value for name, value in examples.DOCUMENTS["role"].items() if name != "rule"},
    ]
    assert [len(list(validator("Role").iter_errors(one))) for one in broken] == [1, 1, 1]


def test_schema_is_served_as_the_command_writes_it(schema, client, db):
    response = world.get(client, "schema/")
    assert (response.status_code, response["Content-Type"]) == (200, "application/vnd.oai.openapi+json")
    assert response.json() == schema


@pytest.mark.parametrize("accepted", ["application/json", "application/vnd.oai.openapi+json"])
def test_schema_is_served_to_who_accepts_json_alone(schema, client, db, accepted):
    response = client.get("/api/v1/schema/", headers={"accept": accepted})
    assert (response.status_code, response["Content-Type"], response.json()) == (200, accepted, schema)


@pytest.mark.parametrize("page", ["docs/", "redoc/"])
def test_documentation_fetches_nothing_from_other_sites(client, db, page):
    response = world.get(client, page)
    text = response.content.decode()
    assert (response.status_code, response["Content-Type"]) == (200, "text/html; charset=utf-8")
    assert "/static/drf_spectacular_sidecar/" in text
    assert "//" not in text.replace("<!--", "").replace("// ", "")
    assert response["Content-Security-Policy"].startswith("default-src 'self';")


def test_examples_are_made_up(db):
    assert (Company.objects.count(), Article.objects.count()) == (0, 0)
    assert {one.get("company", {"slug": "ferrovia"})["slug"] for one in examples.DOCUMENTS.values()} == {"ferrovia"}
