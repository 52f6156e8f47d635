"""`as_of`: exactly what was public at a moment of the past."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from companies import publishing, registry
from companies.models import Publication
from companies.tests.factories import make_published

from . import world

pytestmark = pytest.mark.django_db
JANUARY = datetime(2025, 1, 10, 12, 0, tzinfo=UTC)


@pytest.fixture
def clock(monkeypatch):
    """Entries are dated by it; each call of `day` sets it to a day of January 2025, at noon UTC."""
    now = {"moment": JANUARY}
    monkeypatch.setattr("companies.ledger.timezone.now", lambda: now["moment"])

    def day(number, hour=12):
        now["moment"] = datetime(2025, 1, number, hour, 0, tzinfo=UTC)

    yield day
    monkeypatch.undo()


@pytest.fixture
def year(clock, publisher, monkeypatch):
    """A valuation published on the 10th, corrected on the 12th, moved to another company on the 14th, and retracted."""
    fact = make_published("valuation", by=publisher)
    clock(12)
    publishing.correct_published(fact, by=publisher, changes={"amount": 90_000_000}, note="More.")
    clock(13)
    make_published("role", by=publisher, company="Pastel Data", person="Ada Fernand")
    clock(14)
    other = registry.find_company("Pastel Data")
    publishing.correct_published(fact, by=publisher, changes={"company": other}, note="Wrong company.")
    clock(16)
    publishing.retract(fact, by=publisher, note="Denied.")
    monkeypatch.undo()
    return fact


def amounts(client, **parameters):
    return [one["amount"] for one in world.results(client, "valuations/", **parameters)]


def test_fact_on_each_day(client, year):
    def told(day):
        response = world.get(client, f"valuations/{year.pk}/", as_of=f"2025-01-{day:02}")
        body = response.json()
        return response.status_code, body.get("amount"), body.get("company", {}).get("slug")

    assert [told(day) for day in (9, 10, 11, 12, 14, 15, 16)] == [
        (404, None, None),
        (200, 80_000_000, "novalis"),
        (200, 80_000_000, "novalis"),
        (200, 90_000_000, "novalis"),
        (200, 90_000_000, "pastel-data"),
        (200, 90_000_000, "pastel-data"),
        (410, None, None),
    ]


@pytest.mark.parametrize(
    ("as_of", "status"),
    [("2025-01-10T11:59:59Z", 404), ("2025-01-10T12:00:00Z", 200), ("2025-01-10T12:59:00+01:00", 404),
     ("2025-01-10T12:00", 200), ("2025-01-09", 404), ("2025-01-10", 200)],
)  # fmt: skip
def test_moments(client, year, as_of, status):
    assert world.get(client, f"valuations/{year.pk}/", as_of=as_of).status_code == status


def test_list_narrowed_by_company_tells_whose_fact_it_was_then(client, year):
    assert amounts(client, as_of="2025-01-10", company="novalis") == [80_000_000]
    assert amounts(client, as_of="2025-01-13", company="novalis") == [90_000_000]
    assert amounts(client, as_of="2025-01-13", company="pastel-data") == []
    assert amounts(client, as_of="2025-01-15", company="pastel-data") == [90_000_000]
    assert amounts(client, as_of="2025-01-16", company="pastel-data") == []
    assert amounts(client, as_of="2025-01-15") == [90_000_000]
    assert amounts(client, as_of="2025-01-09") == []


def test_facts_narrowed_by_companies_and_kinds(client, year):
    def told(**parameters):
        facts = world.results(client, "facts/", as_of="2025-01-15", **parameters)
        return [fact["kind"] for fact in facts]

    assert told(company="pastel-data") == ["valuation", "role"]
    assert told(company=["pastel-data"], kind="role", fields="id,kind") == ["role"]
    assert told(kind=["deal", "valuation"]) == ["valuation"]
    assert [one["parameter"] for one in world.errors(client, "facts/", as_of="2025-01-15", kind="x")] == ["kind"]


def test_company_that_was_not_public_then(client, year):
    text = "“novalis” named nothing public at that moment."
    for day in ("09", "15"):
        faults = world.errors(client, "valuations/", as_of=f"2025-01-{day}", company="novalis")
        assert faults == [{"parameter": "company", "detail": text}]


def test_company_with_its_facts_on_each_day(client, year):
    def told(slug, day):
        answer = world.get(client, f"companies/{slug}/", include="facts", as_of=f"2025-01-{day}").json()
        return [one["amount"] for one in answer["facts"]["valuation"]], len(answer["facts"]["role"])

    assert [told("novalis", day) for day in (10, 13)] == [([80_000_000], 0), ([90_000_000], 0)]
    assert [told("pastel-data", day) for day in (13, 15, 17)] == [([], 1), ([90_000_000], 1), ([], 1)]
    assert world.get(client, "companies/novalis/", as_of="2025-01-15").status_code == 410


def test_as_of_now_is_what_is_public(client, publisher):
    world.make_one_of_each(by=publisher)
    today = timezone.now().date().isoformat()
    for address in ["companies/novalis/?include=facts", "deals/?company=novalis", "valuations/", "articles/"]:
        then = world.get(client, f"{address}{'&' if '?' in address else '?'}as_of={today}").json()
        assert then == world.get(client, address).json()


def test_merged_company_is_found_where_it_was(client, clock, publisher, monkeypatch):
    one = make_published("valuation", by=publisher, company="Novalis AI").company
    make_published("role", by=publisher)
    clock(12)
    registry.merge_companies(one, into=registry.find_company("Novalis"), by=publisher, note="One firm.")
    monkeypatch.undo()
    assert world.get(client, "companies/novalis-ai/", as_of="2025-01-11").json()["name"] == "Novalis AI"
    moved = world.get(client, "companies/novalis-ai/", as_of="2025-01-12")
    assert (moved.status_code, moved["Location"]) == (
        301,
        "http://testserver/api/v1/companies/novalis/?as_of=2025-01-12",
    )
    for day, slug in ((11, "novalis-ai"), (12, "novalis")):
        shown = world.results(client, "valuations/", as_of=f"2025-01-{day}", company="novalis-ai")
        assert [fact["company"]["slug"] for fact in shown] == [slug]


@pytest.mark.parametrize(
    ("address", "name", "value", "alone"),
    [
        ("valuations/", "amount_min", "1", "company, cursor, fields, ordering, page_size"),
        ("deals/", "status", "announced", "company, cursor, fields, ordering, page_size"),
        ("companies/", "q", "nova", "cursor, fields, ordering, page_size"),
        ("articles/", "published_since", "2025-01-01", "cursor, fields, ordering, page_size"),
    ],
)
def test_other_filters_are_refused(client, db, address, name, value, alone):
    text = f"It cannot stand beside as_of, which goes with these alone: {alone}. Leave one of the two out."
    assert world.errors(client, address, as_of="2025-01-11", **{name: value}) == [{"parameter": name, "detail": text}]


def test_other_orderings_are_refused(client, db):
    text = "“amount” is not one of: published, -published."
    faults = world.errors(client, "valuations/", as_of="2025-01-11", ordering="amount")
    assert faults == [{"parameter": "ordering", "detail": text}]


@pytest.mark.parametrize("days", [1, 400])
def test_days_to_come_are_refused(client, db, days):
    day = (timezone.now() + timedelta(days=days)).date().isoformat()
    text = f"“{day}” has not come yet. Leave the parameter out for what is public now."
    assert world.errors(client, "valuations/", as_of=day) == [{"parameter": "as_of", "detail": text}]


@pytest.mark.parametrize("value", ["2025", "2025-01", "2025-02-30", "yesterday", "2025-W31-5", "20250801"])
def test_what_is_no_day_is_refused(client, db, value):
    text = f"“{value}” is no day and no moment. Write 2025-08-01, the end of that day in UTC, or 2025-08-01T10:00:00Z."
    assert world.errors(client, "companies/x/", as_of=value) == [{"parameter": "as_of", "detail": text}]


def test_pages_of_the_past(client, clock, publisher, monkeypatch):
    facts = world.make_many("valuation", 5, by=publisher)
    clock(12)
    for fact in facts[:3]:
        publishing.correct_published(fact, by=publisher, changes={"amount": 1_000}, note="Less.")
    monkeypatch.undo()
    seen, address = [], "/api/v1/valuations/?as_of=2025-01-11&page_size=2"
    while address:
        page = client.get(address).json()
        seen, address = seen + page["results"], page["next"]
    assert [(one["id"], one["amount"]) for one in seen] == [(fact.pk, 80_000_000) for fact in reversed(facts)]


@pytest.mark.parametrize("address", ["companies/novalis/?include=facts&", "valuations/?company=novalis&", "deals/?"])
def test_queries(client, publisher, django_assert_max_num_queries, address):
    world.make_one_of_each(by=publisher)
    with django_assert_max_num_queries(3):
        assert world.get(client, f"{address}as_of={timezone.now().date()}").status_code == 200


def test_past_answers_agree_with_the_ledger_at_every_moment(client, year):
    for moment in Publication.objects.order_by("sequence").values_list("published_at", flat=True):
        then = Publication.objects.published(at=moment).filter(kind="valuation").values_list("sequence", flat=True)
        shown = world.results(client, "valuations/", as_of=moment.isoformat())
        assert [one["publication"]["sequence"] for one in shown] == list(then)


def test_nothing_is_embedded_in_articles_of_the_past(client, publisher):
    fact = make_published(by=publisher)
    article = fact.citations.get().article
    assert world.errors(client, f"articles/{article.pk}/", include="facts", as_of="2025-01-01") == [
        {"parameter": "include", "detail": "“facts” is not one of: none."}
    ]
