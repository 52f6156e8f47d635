"""Validators: what confirms that a copy is still right, and what each confirmation costs."""

from datetime import timedelta

import pytest
from django.utils.http import http_date

from companies import publishing
from companies.models import Publication
from companies.tests.factories import make_published

from . import world

pytestmark = pytest.mark.django_db
ADDRESSES = ["funding-rounds/", "funding-rounds/?company=novalis&page_size=2", "companies/novalis/?include=facts"]
DOCUMENTS = ["funding-rounds/{pk}/", "companies/novalis/"]


@pytest.fixture
def fact(publisher):
    """A fact that was published an hour ago."""
    fact = make_published(by=publisher)
    age(hours=1)
    return fact


def age(**past):
    """Move the ledger into the past."""
    for entry in Publication.objects.all():
        Publication.objects.filter(pk=entry.pk).update(published_at=entry.published_at - timedelta(**past))


def ledger_date():
    return http_date(Publication.objects.latest("sequence").published_at.timestamp())


def again(client, address, **headers):
    return client.get(f"/api/v1/{address}", headers={name.replace("_", "-"): value for name, value in headers.items()})


@pytest.mark.parametrize("address", [*ADDRESSES, *DOCUMENTS])
def test_unchanged_costs_one_query(client, fact, address, django_assert_num_queries):
    address = address.format(pk=fact.pk)
    first = world.get(client, address)
    with django_assert_num_queries(1) as queries:
        second = again(client, address, if_none_match=first["ETag"])
    assert (second.status_code, second.content, second["ETag"], second["Last-Modified"]) == (
        304, b"", first["ETag"], first["Last-Modified"],
    )  # fmt: skip
    assert '"companies_publication"."document",' not in queries[0]["sql"]


@pytest.mark.parametrize("address", ADDRESSES)
def test_answer_of_many_is_dated_by_the_ledger(client, fact, address):
    assert world.get(client, address)["Last-Modified"] == ledger_date()


def test_document_is_dated_by_its_publication(client, fact, publisher):
    make_published("valuation", by=publisher, company="Ostara")
    date = http_date(Publication.objects.get(fact=fact.pk).published_at.timestamp())
    assert world.get(client, f"funding-rounds/{fact.pk}/")["Last-Modified"] == date


@pytest.mark.parametrize("address", [*ADDRESSES, *DOCUMENTS])
def test_since_its_date_nothing_changed(client, fact, address):
    address = address.format(pk=fact.pk)
    first = world.get(client, address)
    same = again(client, address, if_modified_since=first["Last-Modified"])
    assert (same.status_code, same["ETag"]) == (304, first["ETag"])
    before = http_date(Publication.objects.latest("sequence").published_at.timestamp() - 7200)
    assert again(client, address, if_modified_since=before).status_code == 200


@pytest.mark.parametrize("wrong", ["yesterday", "", "Sun, 99 Nov 2026 00:00:00 GMT"])
def test_date_that_is_none_is_ignored(client, fact, wrong):
    assert again(client, "funding-rounds/", if_modified_since=wrong).status_code == 200


def test_tag_outranks_the_date(client, fact):
    answer = again(client, "funding-rounds/", if_none_match='"other"', if_modified_since=ledger_date())
    assert answer.status_code == 200


def test_no_date_in_the_second_of_publication(client, publisher, monkeypatch):
    fact = make_published(by=publisher)
    now = Publication.objects.latest("sequence").published_at.timestamp()
    monkeypatch.setattr("companies.api.freshness.time.time", lambda: now)
    assert "Last-Modified" not in world.get(client, f"funding-rounds/{fact.pk}/").headers
    monkeypatch.setattr("companies.api.freshness.time.time", lambda: now + 1)
    assert "Last-Modified" in world.get(client, f"funding-rounds/{fact.pk}/").headers


@pytest.mark.parametrize("address", ADDRESSES)
def test_news_elsewhere_leaves_a_copy_confirmed(client, fact, publisher, address):
    first = world.get(client, address)
    make_published("valuation", by=publisher, company="Ostara")
    second = again(client, address, if_none_match=first["ETag"])
    assert (second.status_code, second["ETag"]) == (304, first["ETag"])


@pytest.mark.parametrize("address", [*ADDRESSES, DOCUMENTS[0]])
def test_correction_is_seen(client, fact, publisher, address):
    address = address.format(pk=fact.pk)
    first = world.get(client, address)
    publishing.correct_published(fact, by=publisher, changes={"amount": 1_000}, note="Misprint.")
    for headers in ({"if_none_match": first["ETag"]}, {"if_modified_since": first["Last-Modified"]}):
        assert again(client, address, **headers).status_code == 200


@pytest.mark.parametrize(("address", "status"), [(ADDRESSES[0], 200), (ADDRESSES[1], 400)])  # 400: nobody public
def test_retraction_is_seen(client, fact, publisher, address, status):
    first = world.get(client, address)
    publishing.retract(fact, by=publisher, note="Denied.")
    for headers in ({"if_none_match": first["ETag"]}, {"if_modified_since": first["Last-Modified"]}):
        assert again(client, address, **headers).status_code == status


def test_withdrawn_document_is_gone_for_those_who_have_it_too(client, fact, publisher):
    address = f"funding-rounds/{fact.pk}/"
    tag = world.get(client, address)["ETag"]
    publishing.retract(fact, by=publisher, note="Denied.")
    assert again(client, address, if_none_match=tag).status_code == 410
    assert again(client, address, if_none_match="*").status_code == 410


def test_tag_of_one_address_says_nothing_of_another(client, fact, publisher):
    make_published(by=publisher, company="Ostara", amount=7_000)
    tag = world.get(client, "funding-rounds/?company=novalis")["ETag"]
    assert again(client, "funding-rounds/", if_none_match=tag).status_code == 200


def test_weak_and_several_tags_are_compared(client, fact):
    address = f"funding-rounds/{fact.pk}/"
    tag = world.get(client, address)["ETag"]
    for sent in (f"W/{tag}", f'"other", {tag}', "*"):
        assert (again(client, address, if_none_match=sent).status_code) == 304


def test_links_of_a_list(client, publisher):
    world.make_many("role", 3, by=publisher)
    first = world.get(client, "roles/?page_size=1")
    second = client.get(first.json()["next"])
    assert first["Link"].startswith(
        f'<http://testserver/api/v1/roles/?page_size=1>; rel="first", <{first.json()["next"]}>; rel="next", '
    )
    assert second["Link"].startswith(
        f'<http://testserver/api/v1/roles/?page_size=1>; rel="first", <{second.json()["previous"]}>; rel="prev", '
        f'<{second.json()["next"]}>; rel="next", '
    )


def test_document_links_to_its_one_address(client, fact):
    address = f"/api/v1/funding-rounds/{fact.pk}/"
    assert client.get(address)["Link"].startswith(f'<{address}>; rel="canonical", ')


def test_what_is_published_after_an_empty_page_is_seen(client, publisher):
    empty = world.get(client, "deals/")
    make_published("deal", by=publisher, company="Ostara")
    assert again(client, "deals/", if_none_match=empty["ETag"]).status_code == 200
