"""The API as HTTP: validators, methods, media types and addresses that are not there."""

import pytest

from companies import publishing
from companies.tests.factories import make_published, propose

from . import world

pytestmark = pytest.mark.django_db
PROBLEM = "application/problem+json"


def problem(status, code, title, detail):
    return {"type": f"/api/v1/problems/{code}/", "title": title, "status": status, "detail": detail, "errors": []}


ADDRESSES = [
    "",
    "funding-rounds/",
    "funding-rounds/{pk}/",
    "companies/",
    "companies/novalis/",
    "companies/novalis/?include=facts",
]


@pytest.mark.parametrize("address", ADDRESSES)
def test_unchanged_answer_is_304(client, publisher, django_assert_max_num_queries, address):
    address = "/api/v1/" + address.format(pk=make_published(by=publisher).pk)
    first = client.get(address)
    with django_assert_max_num_queries(1):
        second = client.get(address, headers={"if-none-match": first["ETag"]})
    assert (first.status_code, first["Content-Type"], first["Cache-Control"]) == (
        200, "application/json", "public, max-age=60",
    )  # fmt: skip
    assert (second.status_code, second.content, second["ETag"], second["Cache-Control"]) == (
        304, b"", first["ETag"], "public, max-age=60",
    )  # fmt: skip


def test_etag_of_a_document_is_its_entrys_digest(client, publisher):
    fact = make_published(by=publisher)
    assert world.get(client, f"funding-rounds/{fact.pk}/")["ETag"] == f'"{fact.publication.digest}"'


def correct(fact, publisher):
    publishing.correct_published(fact, by=publisher, changes={"amount": 1_000}, note="Misprint.")


def retract_one(fact, publisher):
    publishing.retract(fact, by=publisher, note="Denied.")


def publish_another(fact, publisher):
    make_published(by=publisher, amount=2_000)


@pytest.mark.parametrize("change", [correct, retract_one, publish_another])
@pytest.mark.parametrize("address", ["funding-rounds/", "companies/novalis/?include=facts"])
def test_changed_answer_is_not_304(client, publisher, address, change):
    fact = make_published(by=publisher)
    make_published(by=publisher, amount=7_000)
    first = world.get(client, address)
    change(fact, publisher)
    second = client.get(f"/api/v1/{address}", headers={"if-none-match": first["ETag"]})
    assert (second.status_code, second["ETag"] != first["ETag"]) == (200, True)


def test_draft_changes_no_validator(client, publisher):
    make_published(by=publisher)
    before = world.get(client, "companies/novalis/?include=facts")["ETag"]
    propose(amount=3)
    assert world.get(client, "companies/novalis/?include=facts")["ETag"] == before


def test_errors_are_not_cached(client):
    assert world.get(client, "roles/1/")["Cache-Control"] == "no-store"


def test_head_is_get_without_a_body(client, publisher):
    fact = make_published(by=publisher)
    for address in ("", "funding-rounds/", f"funding-rounds/{fact.pk}/"):
        get, head = client.get(f"/api/v1/{address}"), client.head(f"/api/v1/{address}")
        assert (head.status_code, head["ETag"], head.content) == (200, get["ETag"], b"")


def test_options_tell_what_is_allowed(client):
    response = client.options("/api/v1/roles/")
    assert (response.status_code, response["Allow"]) == (200, "GET, HEAD, OPTIONS")
    assert response.json()["description"] == "What people are, or were, at companies."


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
@pytest.mark.parametrize("address", ["", "roles/", "roles/1/"])
def test_writing_is_not_allowed(client, method, address):
    response = getattr(client, method)(f"/api/v1/{address}", {}, content_type="application/json")
    assert (response.status_code, response["Content-Type"], response["Allow"]) == (
        405, PROBLEM, "GET, HEAD, OPTIONS",
    )  # fmt: skip
    assert response.json() == problem(
        405, "method-not-allowed", "Method not allowed", "Use one of these methods here: GET, HEAD, OPTIONS."
    )


LINKED = "application/json, application/ld+json"


@pytest.mark.parametrize(("address", "known"), [("", "application/json"), ("roles/", LINKED), ("roles/1/", LINKED)])
def test_other_media_types_are_not_acceptable(client, address, known):
    response = client.get(f"/api/v1/{address}", headers={"accept": "text/csv"})
    assert (response.status_code, response["Content-Type"]) == (406, PROBLEM)
    assert response.json() == problem(
        406, "not-acceptable", "Not acceptable", f"This address answers in one of these media types: {known}."
    )


def test_browser_gets_json(client):
    response = client.get("/api/v1/roles/", headers={"accept": "text/html,application/xhtml+xml,*/*;q=0.8"})
    assert (response.status_code, response["Content-Type"]) == (200, "application/json")


@pytest.mark.parametrize("method", ["get", "post", "delete", "options"])
@pytest.mark.parametrize(
    "address", ["firms/", "roles/x/", "roles/-1/", "roles/1/more/", "companies/é/", "a b/", "a%0Ab/"]
)
def test_address_that_is_not_there(client, method, address):
    response = getattr(client, method)(f"/api/v1/{address}")
    assert (response.status_code, response["Content-Type"]) == (404, PROBLEM)
    assert response.json() == problem(
        404, "not-found", "Not found", "There is no such address. /api/v1/ lists what there is."
    )


@pytest.mark.parametrize(("address", "status"), [("roles", 301), ("companies/novalis", 301), ("people", 301)])
def test_address_without_its_last_slash_sends_on(client, address, status):
    response = client.get(f"/api/v1/{address}")
    assert (response.status_code, response["Location"]) == (status, f"/api/v1/{address}/")


def test_reading_needs_no_cookie(client):
    response = world.get(client, "roles/")
    assert response.cookies == {}
    assert "Cookie" not in response.get("Vary", "")
