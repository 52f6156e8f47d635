"""Pages by key: every row once, in order, forward and back, with and without values."""

from datetime import date
from decimal import Decimal

import pytest

from companies import publishing
from companies.models import Fact
from companies.tests.factories import make_published, propose

from . import world

pytestmark = pytest.mark.django_db
TOO_MANY_PAGES = 20  # a walk that goes in circles ends here


def follow(client, address, **parameters):
    """Every page from the first to the last, then back to the first, as two lists of lists of documents."""
    answer = world.get(client, address, **parameters).json()
    there = [answer["results"]]
    while answer["next"] and len(there) < TOO_MANY_PAGES:
        answer = client.get(answer["next"]).json()
        there.append(answer["results"])
    back = [answer["results"]]
    while answer["previous"] and len(back) < TOO_MANY_PAGES:
        answer = client.get(answer["previous"]).json()
        back.insert(0, answer["results"])
    return there, back


def flat(pages):
    return [one["id"] for page in pages for one in page]


def in_order(facts, value, *, is_descending):
    """Numbers of the facts by value, those without one last."""
    known = sorted((value(fact), fact.pk) for fact in facts if value(fact) is not None)
    unknown = sorted(fact.pk for fact in facts if value(fact) is None)
    numbers = [number for _value, number in known]
    return [*reversed(numbers), *reversed(unknown)] if is_descending else [*numbers, *unknown]


VALUES = {
    "published": lambda fact: fact.publication.sequence,
    "announced_on": lambda fact: fact.happened_on,
    "amount": lambda fact: fact.amount,
    "confidence": lambda fact: fact.confidence,
}


def make_rounds(publisher):
    """Rounds with equal, different and missing amounts and dates."""
    amounts = [5_000_000, None, 3_000_000, 5_000_000, None, 8_000_000.5, 5_000_000]
    days = ["2025", None, "2024-11", "2025-01", "2025-01-01", None, "2023-05-06"]
    for number, (amount, day) in enumerate(zip(amounts, days, strict=True)):
        make_published(
            by=publisher, company=f"Novalis {number}", amount=amount, announced_on=day,
            confidence=0.8 if number % 2 else 0.9,
        )  # fmt: skip
    propose(company="Poisonia", amount=5_000_000, announced_on="2025")
    return list(Fact.objects.published().select_related("publication"))


@pytest.mark.parametrize("name", VALUES)
@pytest.mark.parametrize("sign", ["", "-"])
def test_walk_shows_every_row_once_in_order_and_back(client, publisher, name, sign):
    facts = make_rounds(publisher)
    expected = in_order(facts, VALUES[name], is_descending=sign == "-")
    for size in range(1, 9):
        there, back = follow(client, "funding-rounds/", ordering=sign + name, page_size=size)
        assert (flat(there), flat(back)) == (expected, expected)
        assert [len(page) for page in there[:-1]] == [size] * (len(there) - 1)


@pytest.mark.parametrize("sign", ["", "-"])
def test_walk_by_value_negative_and_unknown(client, publisher, sign):
    for number, value in enumerate([-5_000, None, 12, -5_000, 0, None]):
        slots = {"metric": "net_result", "unit": "EUR", "value": value, "company": f"Novalis {number}"}
        make_published("key_figure", by=publisher, **slots)
    facts = [fact.one() for fact in Fact.objects.published()]
    expected = in_order(facts, lambda fact: fact.value, is_descending=sign == "-")
    there, back = follow(client, "key-figures/", ordering=f"{sign}value", page_size=2)
    assert (flat(there), flat(back)) == (expected, expected)


def test_walk_of_companies_by_name(client, publisher):
    world.make_many("valuation", 5, by=publisher)
    there, back = follow(client, "companies/", page_size=2)
    names = [[one["name"] for page in pages for one in page] for pages in (there, back)]
    assert names == [[f"Novalis {number}" for number in range(5)]] * 2


def test_walk_keeps_the_filters(client, publisher):
    world.make_many("funding_round", 3, by=publisher)
    make_published(by=publisher, company="Ostara", series="seed")
    there, _back = follow(client, "funding-rounds/", series="series_a", page_size=1)
    assert [[one["company"]["name"] for one in page] for page in there] == [
        ["Novalis 2"], ["Novalis 1"], ["Novalis 0"],
    ]  # fmt: skip


def test_walk_goes_on_where_its_last_row_was_withdrawn(client, publisher):
    facts = world.make_many("funding_round", 5, by=publisher)
    first = world.get(client, "funding-rounds/", page_size=2).json()
    publishing.retract(facts[3], by=publisher, note="Denied.")
    second = client.get(first["next"]).json()
    assert [one["id"] for one in first["results"]] == [facts[4].pk, facts[3].pk]
    assert [one["id"] for one in second["results"]] == [facts[2].pk, facts[1].pk]


def test_walk_from_the_oldest_meets_what_is_corrected_meanwhile(client, publisher):
    facts = world.make_many("funding_round", 3, by=publisher)
    first = world.get(client, "funding-rounds/", ordering="published", page_size=2).json()
    publishing.correct_published(facts[2], by=publisher, changes={"amount": 1}, note="Misprint.")
    publishing.correct_published(facts[0], by=publisher, changes={"amount": 2}, note="Misprint.")
    second = client.get(first["next"]).json()
    assert [(one["id"], one["amount"]) for one in second["results"]] == [(facts[2].pk, 1), (facts[0].pk, 2)]


def test_first_and_last_page_say_so(client, publisher):
    world.make_many("funding_round", 2, by=publisher)
    answer = world.get(client, "funding-rounds/", page_size=2).json()
    assert (answer["next"], answer["previous"]) == (None, None)


def test_page_size_is_25_and_at_most_1000(client, publisher):
    world.make_many("funding_round", 26, by=publisher)
    assert len(world.results(client, "funding-rounds/")) == 25
    assert len(world.results(client, "funding-rounds/", page_size=1000)) == 26
    for size in ("0", "1001", "-1", "ten", "2.5", "9" * 5000, "²"):
        assert world.errors(client, "funding-rounds/", page_size=size) == [
            {
                "parameter": "page_size",
                "detail": f"“{size}” is not a whole number from 1 to 1000.",
            }
        ]


BROKEN = {
    "parameter": "cursor",
    "detail": "This cursor is broken or belongs to another list, other filters or another ordering. Take it as it "
    "stands in “next” or “previous”, or leave it out to begin anew.",
}


@pytest.mark.parametrize("cursor", ["abc", "WzEsMiwzXQ:forged", "é", "\x00", ":", "0"])
def test_cursor_broken(client, cursor):
    assert world.errors(client, "funding-rounds/", cursor=cursor) == [BROKEN]


def test_cursor_of_another_list_or_ordering(client, publisher):
    world.make_many("funding_round", 2, by=publisher)
    following = world.get(client, "funding-rounds/", page_size=1).json()["next"]
    assert client.get(following.replace("funding-rounds", "valuations")).json()["errors"] == [BROKEN]
    assert client.get(f"{following}&ordering=amount").json()["errors"] == [BROKEN]
    assert client.get(following.replace("cursor=", "cursor=x")).json()["errors"] == [BROKEN]


def test_cursor_of_other_filters(client, publisher):
    world.make_many("funding_round", 2, by=publisher)
    following = world.get(client, "funding-rounds/", page_size=1, status="announced").json()["next"]
    for other in (following.replace("announced", "rumoured"), f"{following}&series=series_a"):
        assert client.get(other).json()["errors"] == [BROKEN]
    assert client.get(f"{following}&fields=id&count=true").status_code == 200


def test_count_only_where_it_is_asked_for(client, publisher):
    make_rounds(publisher)
    first = world.get(client, "funding-rounds/", page_size=2).json()
    assert list(first) == ["next", "previous", "results"]
    counted = world.get(client, "funding-rounds/", page_size=2, count="true", ordering="amount").json()
    assert (counted["count"], client.get(counted["next"]).json()["count"]) == (7, 7)
    assert world.get(client, "funding-rounds/", count="true", amount_min=4_000_000).json()["count"] == 4
    assert world.get(client, "funding-rounds/", count="true", series="ipo").json()["count"] == 0
    assert world.errors(client, "funding-rounds/", count="yes") == [
        {"parameter": "count", "detail": "“yes” is not one of: true, false."}
    ]


def test_ordering_unknown(client):
    assert world.errors(client, "roles/", ordering="salary") == [
        {
            "parameter": "ordering",
            "detail": "“salary” is not one of: published, -published, confidence, -confidence.",
        }
    ]


def test_orderings_by_resource(client):
    allowed = {
        path: world.errors(client, f"{path}/", ordering="?")[0]["detail"].split(": ")[1].rstrip(".").split(", ")[::2]
        for path in [*world.PATHS.values(), "companies", "facts", "people", "articles"]
    }
    assert allowed == {
        "funding-rounds": ["published", "announced_on", "amount", "confidence"],
        "valuations": ["published", "as_of", "amount", "confidence"],
        "key-figures": ["published", "as_of", "value", "confidence"],
        "deals": ["published", "date", "amount", "confidence"],
        "controversies": ["published", "started_on", "confidence"],
        "roles": ["published", "confidence"],
        "companies": ["name", "published"],
        "facts": ["published", "date", "amount", "confidence"],
        "people": ["name", "published"],
        "articles": ["published", "published_on"],
    }


def test_values_are_compared_as_they_are_stored(publisher):
    """What in_order compares: a date at its first day and an exact amount."""
    fact = make_published(by=publisher, amount=8_000_000.5, announced_on="2024-11")
    assert (fact.amount, fact.happened_on) == (Decimal("8000000.50"), date(2024, 11, 1))
