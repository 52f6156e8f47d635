"""Exports: the same documents as the lists, in each media type, of one moment, and nothing unpublished."""

import csv
import io
import json
from decimal import Decimal

import pyarrow.parquet
import pytest
from django.test import Client

from companies import flat, publishing
from companies.api import exports
from companies.api.views import RESOURCES
from companies.models import Publication
from companies.tests.factories import make_article, make_published

from . import world
from .test_leaks import POISON, poisoned  # noqa: F401 - a fixture

pytestmark = pytest.mark.django_db
NDJSON, CSV, PARQUET = "application/x-ndjson", "text/csv", "application/vnd.apache.parquet"


def export(client, name, accept=NDJSON, **parameters):
    """(headers, body) of an export."""
    response = client.get(f"/api/v1/{name}/export/", parameters, headers={"accept": accept})
    assert response.status_code == 200, response.content
    return response.headers, b"".join(response.streaming_content)


def documents(client, name, **parameters):
    return [json.loads(line) for line in export(client, name, **parameters)[1].splitlines()]


def table(client, name, **parameters):
    return list(csv.DictReader(io.StringIO(export(client, name, CSV, **parameters)[1].decode(), newline="")))


def columns(client, name):
    return pyarrow.parquet.read_table(io.BytesIO(export(client, name, PARQUET)[1])).to_pylist()


FLAT = [name for name, view in RESOURCES.items() if view.kind in flat.COLUMNS]


@pytest.mark.parametrize("name", FLAT)
def test_each_media_type_has_what_the_list_has(client, publisher, name):
    world.make_one_of_each(by=publisher)
    listed = world.results(client, f"{name}/", ordering="published")
    assert documents(client, name) == listed
    assert [row["sequence"] for row in table(client, name)] == [str(one["publication"]["sequence"]) for one in listed]
    assert [row["url"] for row in columns(client, name)] == [one["url"] for one in listed]


def test_facts_of_all_kinds_are_ndjson_alone(client, publisher):
    world.make_one_of_each(by=publisher)
    assert documents(client, "facts") == world.results(client, "facts/", ordering="published")
    response = client.get("/api/v1/facts/export/", headers={"accept": CSV})
    assert response.status_code == 406
    assert response.json()["detail"] == f"This address answers in one of these media types: {NDJSON}."


def test_nothing_published_is_an_empty_export(client, db):
    assert documents(client, "deals") == table(client, "deals") == columns(client, "deals") == []
    assert export(client, "deals", CSV)[1].decode() == f"{flat.header('deal')}\n"


def test_columns_of_a_round(client, publisher):
    article = make_article(
        'Novalis lève "12" \\ millions, vite.', outlet="La Gazette du Lot", url="https://g.example/1"
    )
    fact = make_published(by=publisher, article=article, amount=12_000_000.5, debt_amount=3)
    entry = Publication.objects.get(pk=fact.publication_id)
    expected = {
        "id": fact.pk,
        "company": "novalis",
        "company_name": "Novalis",
        "amount": Decimal("12000000.5000"),
        "currency": "EUR",
        "target_amount": None,
        "equity_amount": None,
        "debt_amount": Decimal("3.0000"),
        "qualifier": "exact",
        "series": "series_a",
        "status": "announced",
        "announced_on": "2025-03-04",
        "date_precision": "day",
        "investors": "Quercy Ventures; Banque Aubrac",
        "investors_roles": "lead; lender",
        "investors_slugs": "quercy-ventures; banque-aubrac",
        "quote": 'Novalis lève "12" \\ millions, vite.',
        "source": "https://g.example/1",
        "outlet": "La Gazette du Lot",
        "citations": 1,
        "confidence": Decimal("0.9000"),
        "rule": "funding_round.example",
        "is_corrected_by_editor": False,
        "sequence": entry.sequence,
        "published_at": entry.published_at,
        "corrections": 0,
        "url": f"/api/v1/funding-rounds/{fact.pk}/",
    }
    assert columns(client, "funding-rounds") == [expected]
    text = {name: "" if value is None else str(value) for name, value in expected.items()}
    text |= {"amount": "12000000.5", "debt_amount": "3", "confidence": "0.9", "is_corrected_by_editor": "false"}
    text |= {"published_at": entry.published_at.isoformat()}
    assert table(client, "funding-rounds") == [text]


@pytest.mark.parametrize("words", ["=1+1", "+33 1", "-4 %", "@novalis", "'=1+1"])
def test_what_looks_like_a_formula_is_none(client, publisher, words):
    make_published("controversy", by=publisher, article=make_article(words), company="Novalis")
    assert [row["quote"] for row in table(client, "controversies")] == [f"'{words}"]
    assert [row["quote"] for row in columns(client, "controversies")] == [words]


def test_a_line_is_one_line():
    assert flat.cell("a\r\nb\tc\u2028d, «e»") == '"a b c d, «e»"'
    assert [flat.cell(value) for value in (None, -3, -0.5, True, "", "'a")] == ["", "-3", "-0.5", "true", "", "'a"]


def test_filters_are_those_of_the_list(client, publisher):
    for amount in (5, 12):
        make_published(by=publisher, company=f"Novalis {amount}", amount=amount)
    assert [one["amount"] for one in documents(client, "funding-rounds", amount_min=6)] == [12]
    assert [one["amount"] for one in table(client, "funding-rounds", company="novalis-5")] == ["5"]
    told = world.errors(client, "funding-rounds/export/", amount_min="much")
    assert [one["parameter"] for one in told] == ["amount_min"]
    told = world.errors(client, "funding-rounds/export/", cursor="x")
    assert told[0]["detail"].startswith("There is no such parameter here. Allowed: ")


def test_headers(client, publisher):
    make_published(by=publisher)
    headers, _body = export(client, "funding-rounds", CSV)
    assert headers["Content-Type"] == "text/csv; charset=utf-8"
    assert headers["Content-Disposition"] == 'attachment; filename="funding-rounds-5.csv"'
    assert headers["ETag"] == f'"{Publication.objects.get(sequence=5).digest}-csv"'


def test_304_until_the_next_entry(client, publisher):
    fact = make_published(by=publisher)
    tag = export(client, "roles")[0]["ETag"]
    address, known = "/api/v1/roles/export/", {"accept": NDJSON, "if-none-match": tag}
    assert client.get(address, headers=known).status_code == 304
    assert client.get(address, headers={**known, "accept": CSV}).status_code == 200
    publishing.retract(fact, by=publisher, note="Denied.")
    assert client.get(address, headers=known).status_code == 200


def test_ndjson_is_the_default(client, db):
    assert export(client, "roles", "*/*")[0]["Content-Type"] == NDJSON


def test_another_media_type_is_refused(client, db):
    response = client.get("/api/v1/roles/export/", headers={"accept": "application/json"})
    assert response.status_code == 406
    told = f"This address answers in one of these media types: {NDJSON}, {CSV}, {PARQUET}."
    assert response.json()["detail"] == told


def test_without_pyarrow_parquet_is_refused(client, db, monkeypatch):
    monkeypatch.setattr(exports, "FORMATS", exports.FORMATS[:2])
    monkeypatch.setattr(RESOURCES["roles"].export, "kwargs", {"renderer_classes": exports.FORMATS})
    view = RESOURCES["roles"].as_view({"get": "export"}, basename="role", renderer_classes=exports.FORMATS)
    request = client.get("/api/v1/roles/export/", headers={"accept": PARQUET}).wsgi_request
    response = view(request)
    assert response.status_code == 406
    assert json.loads(response.content)["detail"].endswith(f": {NDJSON}, {CSV}.")


@pytest.mark.parametrize("accept", [NDJSON, CSV, PARQUET])
def test_an_error_midway_ends_the_answer_as_an_error(client, publisher, monkeypatch, accept):
    world.make_many("role", 3, by=publisher)
    lines_of = exports.lines_of

    def broken(rows):
        yield from list(lines_of(rows))[:2]
        raise OSError("The database is gone.")

    monkeypatch.setattr(exports, "lines_of", broken)
    response = client.get("/api/v1/roles/export/", headers={"accept": accept})
    with pytest.raises(OSError, match="The database is gone"):
        list(response.streaming_content)


@pytest.mark.parametrize("accept", [NDJSON, CSV, PARQUET])
def test_queries_are_as_many_for_many_rows(publisher, django_assert_num_queries, accept):
    client = Client()
    for more in (lambda: [make_published(by=publisher)], lambda: world.make_many("funding_round", 3, by=publisher)):
        more()
        with django_assert_num_queries(2):
            export(client, "funding-rounds", accept)


@pytest.mark.parametrize("name", FLAT)
def test_nothing_unpublished_is_exported(client, poisoned, name):  # noqa: F811
    for accept in (NDJSON, CSV, PARQUET):
        headers, body = export(client, name, accept)
        shown = str(columns(client, name)) if accept == PARQUET else body.decode()
        assert not POISON.search(f"{headers}{shown}")


@pytest.mark.parametrize("accepted", ["*/*", "text/csv", PARQUET])
def test_options_tell_what_is_allowed(client, accepted):
    response = client.options("/api/v1/roles/export/", headers={"accept": accepted})
    assert (response.status_code, response["Allow"], response.content) == (200, "GET, HEAD, OPTIONS", b"")
