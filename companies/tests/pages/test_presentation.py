"""What pages make of documents, without a database."""

import pytest
from django.utils import translation

from companies.presentation import (
    Fragment,
    address_of_words,
    concerns,
    deal_headline,
    differences,
    fragments,
    partial_date,
    shown,
    web_address,
)

ROUND = {
    "kind": "funding_round",
    "amount": 12_000_000,
    "currency": "EUR",
    "qualifier": "exact",
    "target_amount": None,
    "equity_amount": None,
    "debt_amount": None,
    "series": "series_a",
    "status": "announced",
    "announced_on": "2025-03",
}


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


def told(states):
    """What the article states otherwise, as plain pairs."""
    return [(str(detail.label), detail.text.replace("\u00a0", " ")) for detail in differences(ROUND, states)]


def test_article_that_agrees_states_nothing_otherwise():
    assert told({key: value for key, value in ROUND.items() if key != "kind"}) == []


def test_article_that_states_another_amount_is_shown_to():
    assert told(ROUND | {"amount": 15_000_000}) == [("Amount", "€15 million")]


def test_article_that_is_less_exact_is_shown_to_be():
    assert told(ROUND | {"qualifier": "at_least"}) == [("Amount", "at least €12 million")]


@pytest.mark.parametrize("date", ["2025", "2025-03", "2025-03-14"])
def test_date_of_another_precision_is_no_difference(date):
    assert told(ROUND | {"announced_on": date}) == []


def test_date_that_contradicts_is_a_difference():
    assert told(ROUND | {"announced_on": "2024-12"}) == [("Announced", "December 2024")]


def test_what_an_article_leaves_open_is_no_difference():
    assert told({"amount": None, "status": "announced"}) == []


@pytest.mark.parametrize(
    "states",
    [
        {"amount": "a lot"},
        {"amount": True},
        {"series": "series_z"},
        {"status": 3},
        {"announced_on": "soon"},
        {},
    ],
)
def test_what_an_article_states_outside_the_codebook_is_left_out(states):
    assert told(states) == []


def test_printed_values_are_marked_in_the_quote():
    assert fragments("Levée de 12 M€ en mars.", ["12 M€", "en mars"]) == (
        Fragment("Levée de ", False),
        Fragment("12 M€", True),
        Fragment(" ", False),
        Fragment("en mars", True),
        Fragment(".", False),
    )


def test_printed_values_that_overlap_or_are_elsewhere_lose_no_letter():
    pieces = fragments("plus de 12 M€", ["12 M€", "plus de 12", "80 M€", ""])

    assert "".join(piece.text for piece in pieces) == "plus de 12 M€"


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "ftp://example.org/", "", None])
def test_only_web_addresses_become_links(url):
    assert web_address(url) is None


def test_link_to_the_original_leads_to_the_words():
    assert address_of_words("https://example.org/a", "Levée, 12-14 M€") == (
        "https://example.org/a#:~:text=Lev%C3%A9e%2C%2012%2D14%20M%E2%82%AC"
    )


def test_link_to_a_long_quote_names_its_first_and_last_words():
    assert address_of_words("https://example.org/a", "one two three four five six seven eight nine") == (
        "https://example.org/a#:~:text=one%20two%20three%20four,six%20seven%20eight%20nine"
    )


def test_link_that_leads_to_a_place_already_stays():
    assert address_of_words("https://example.org/a#top", "words") == "https://example.org/a#top"


@pytest.mark.parametrize(
    ("parties", "headline"),
    [
        ([("Novalis", "acquirer"), ("Pastel", "target"), ("Ada", "seller")], "Pastel by Novalis"),
        ([("Novalis", "partner"), ("Pastel", "partner"), ("Oural", "partner")], "Novalis, Pastel and Oural"),
        ([("Novalis", "acquirer")], "Novalis"),
        ([], "Company"),
    ],
)
def test_deal_is_named_by_who_takes_part(parties, headline):
    document = {
        "company": {"name": "Company"},
        "parties": [{"name": name, "role": role} for name, role in parties],
    }

    assert deal_headline(document) == headline


def test_loss_keeps_its_sign_and_currency():
    figure = {"metric": "net_result", "value": -5_000_000, "unit": "USD", "qualifier": "approximately"}

    assert shown("value", figure).replace("\u00a0", " ") == "about −$5 million"


def test_no_date_is_none():
    assert (partial_date(None), partial_date("yesterday"), partial_date(2025)) == (None, None, None)


def test_fact_concerns_only_whom_its_document_names():
    document = {
        "kind": "funding_round",
        "company": {"slug": "novalis"},
        "investors": [{"name": "Quercy", "company": "quercy"}, {"name": "Ada", "company": None}],
    }

    assert [concerns(document, slug) for slug in ("novalis", "quercy", "ada")] == [True, True, False]
