"""Amounts and dates as the press writes them."""

from types import SimpleNamespace

import pytest

from articles.extraction.amounts import grammar
from articles.extraction.cues import WORD, cues
from articles.extraction.dates import calendar, shifted

AMOUNTS = {
    "fr": [
        ("20 millions d'euros", 20_000_000, "EUR", "exact"),
        ("1,5 milliard de dollars", 1_500_000_000, "USD", "exact"),
        ("97,4 milliards de $", 97_400_000_000, "USD", "exact"),
        ("1,5 Md€", 1_500_000_000, "EUR", "exact"),
        ("3 Mds €", 3_000_000_000, "EUR", "exact"),
        ("20 M€", 20_000_000, "EUR", "exact"),
        ("600 k€", 600_000, "EUR", "exact"),
        ("45 M$", 45_000_000, "USD", "exact"),
        ("$12B", 12_000_000_000, "USD", "exact"),
        ("US$750 millions", 750_000_000, "USD", "exact"),
        ("50.000 euros", 50_000, "EUR", "exact"),
        ("l'éditeur 3 millions de dollars", 3_000_000, "USD", "exact"),
        ("1 250 000 euros", 1_250_000, "EUR", "exact"),
        ("4,665 millions d'euros", 4_665_000, "EUR", "exact"),
        ("4.665 millions d'euros", 4_665_000, "EUR", "exact"),
        ("7 000 milliards de dollars", 7_000_000_000_000, "USD", "exact"),
        ("-53,8 millions d'euros", -53_800_000, "EUR", "exact"),
        ("quatre-vingt-cinq millions d'euros", 85_000_000, "EUR", "exact"),
        ("deux cents millions de livres", 200_000_000, "GBP", "exact"),
        ("un demi-milliard d'euros", 500_000_000, "EUR", "exact"),
        ("deux milliards et demi de yens", 2_500_000_000, "JPY", "exact"),
        ("une dizaine de millions d'euros", 10_000_000, "EUR", "approximately"),
        ("près de 100 milliards", 100_000_000_000, None, "approximately"),
        ("plus d'un million d'euros", 1_000_000, "EUR", "at_least"),
        ("jusqu'à 13 milliards de dollars", 13_000_000_000, "USD", "at_most"),
        ("15 millions de francs suisses", 15_000_000, "CHF", "exact"),
        ("14 milliards environ", 14_000_000_000, None, "approximately"),
    ],
    "en": [
        ("$85 million", 85_000_000, "USD", "exact"),
        ("US$2.1 billion", 2_100_000_000, "USD", "exact"),
        ("£60m", 60_000_000, "GBP", "exact"),
        ("€5.6bn", 5_600_000_000, "EUR", "exact"),
        ("$1,250,000", 1_250_000, "USD", "exact"),
        ("about $1.2 billion", 1_200_000_000, "USD", "approximately"),
        ("up to $3 billion", 3_000_000_000, "USD", "at_most"),
        ("more than €480 million", 480_000_000, "EUR", "at_least"),
        ("twenty-five million euros", 25_000_000, "EUR", "exact"),
        ("half a billion dollars", 500_000_000, "USD", "exact"),
    ],
}
COUNTS = [
    ("48 salariés", 48, "employees", "exact"),
    ("une vingtaine de collaborateurs", 20, "employees", "approximately"),
    ("3,4 millions de clients", 3_400_000, "customers", "exact"),
    ("600 millions d'utilisateurs actifs mensuels", 600_000_000, "users_monthly", "exact"),
    ("100 millions d'utilisateurs par semaine", 100_000_000, "users_weekly", "exact"),
    ("douze millions d'utilisateurs quotidiens", 12_000_000, "users_daily", "exact"),
    ("200 000 processeurs graphiques", 200_000, "gpus", "exact"),
]
DATES = {
    "fr": [
        ("le 5 mars 2024", "2024-03-05"),
        ("07/07/2025", "2025-07-07"),
        ("en septembre 2023", "2023-09"),
        ("fin 2025", "2025"),
        ("au printemps 2024", "2024"),
        ("au premier trimestre 2024", "2024"),
        ("en février dernier", "2026-02"),
        ("fin novembre", "2025-11"),
        ("mardi soir", "2026-03-10"),
        ("ce mardi 10 mars", "2026-03-10"),
        ("hier", "2026-03-11"),
        ("l'an dernier", "2025"),
        ("cette année", "2026"),
        ("l'été dernier", "2025"),
        ("le mois dernier", "2026-02"),
    ],
    "en": [
        ("on March 5, 2024", "2024-03-05"),
        ("5 March 2024", "2024-03-05"),
        ("in September 2023", "2023-09"),
        ("by the end of 2025", "2025"),
        ("last February", "2026-02"),
        ("on Tuesday", "2026-03-10"),
        ("last year", "2025"),
        ("today", "2026-03-12"),
    ],
}


def cases(table):
    return [pytest.param(code, *row, id=row[0]) for code, rows in table.items() for row in rows]


def whole(text, code):
    """All of a text as one stretch, with the cues of its words."""
    return SimpleNamespace(start=0, end=len(text), cues=cues(code).present(WORD.findall(text.lower())))


def amounts_of(text, code):
    reader = grammar(code)  # before the look-up, which is for the expressions known by then
    return [(m.type, m.value.number(), m.value.qualifier, m.value) for m in reader.find(text, [whole(text, code)])]


def dates_of(text, code, published):
    reader = calendar(code)
    return [mention.value.iso for mention in reader.find(text, [whole(text, code)], published)]


@pytest.mark.parametrize(("code", "words", "value", "currency", "qualifier"), cases(AMOUNTS))
def test_an_amount_is_read_as_the_press_writes_it(code, words, value, currency, qualifier):
    text = f"x {words} x"
    ((kind, number, said, amount),) = amounts_of(text, code)
    assert (kind, number, amount.currency, said) == ("money", value, currency, qualifier)


@pytest.mark.parametrize(("words", "value", "metric", "qualifier"), COUNTS, ids=[row[0] for row in COUNTS])
def test_a_count_knows_its_metric(words, value, metric, qualifier):
    ((kind, number, said, amount),) = amounts_of(f"x {words}.", "fr")
    assert (kind, number, amount.metric, said) == ("count", value, metric, qualifier)


@pytest.mark.parametrize("text", ["H100", "GPT-4", "Covid-19", "un jour", "douze mois", "12 millions de graines"])
def test_what_is_no_amount_is_no_money(text):
    assert [kind for kind, *_ in amounts_of(text, "fr") if kind in ("money", "count")] == []


@pytest.mark.parametrize(("code", "words", "iso"), cases(DATES))
def test_a_date_is_counted_from_the_day_of_publication(code, words, iso):
    text = f"x {words} x"
    assert dates_of(text, code, "2026-03-12") == [iso]


@pytest.mark.parametrize("words", ["mardi", "en février dernier", "l'an dernier", "hier"])
def test_a_relative_date_without_a_day_of_publication_is_null(words):
    assert dates_of(words, "fr", None) == [None]


@pytest.mark.parametrize(
    ("iso", "years", "expected"),
    [
        ("2024", -1, "2023"),
        ("2024-02", 1, "2025-02"),
        ("2024-02-29", -1, "2023-02-28"),
        ("2024-02-29", 1, "2025-02-28"),
        ("2024-02-29", -4, "2020-02-29"),
        ("2025-02-28", -1, "2024-02-28"),
    ],
)
def test_a_date_is_shifted_by_years(iso, years, expected):
    assert shifted(iso, years) == expected
