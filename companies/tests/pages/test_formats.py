"""Numbers, money and dates in both languages. `~` stands for a no-break space."""

from decimal import Decimal

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from companies import formats

MONEY = [
    # amount, currency, qualifier, French, English
    ("20000000000", "USD", "exact", "20~milliards de dollars", "$20~billion"),
    ("12000000", "EUR", "at_least", "au moins 12~millions d'euros", "at least €12~million"),
    ("97400000000", "USD", "approximately", "environ 97,4~milliards de dollars", "about $97.4~billion"),
    ("7000000000000", "USD", "at_most", "jusqu'à 7~000~milliards de dollars", "up to $7~trillion"),
    ("1500000", "EUR", None, "1,5~million d'euros", "€1.5~million"),
    ("1000000000", "GBP", None, "1~milliard de livres sterling", "£1~billion"),
    ("500000", "USD", None, "500~000~dollars", "$500,000"),
    ("1", "EUR", None, "1~euro", "€1"),
    ("12345678", "EUR", None, "12~345~678~euros", "€12,345,678"),
    ("3000000", "CHF", None, "3~millions de francs suisses", "CHF~3~million"),
    ("2000000000", "TRY", None, "2~milliards de TRY", "TRY~2~billion"),
    ("-540000000", "USD", None, "−540~millions de dollars", "−$540~million"),
    ("5000000000", "XXX", None, "5~milliards", "5~billion"),
    ("5000000000", None, "at_least", "au moins 5~milliards", "at least 5~billion"),
]
NUMBERS = [
    # value, qualifier, unit, French, English
    ("600000000", "exact", "", "600~millions", "600~million"),
    ("300000", "at_least", None, "au moins 300~000", "at least 300,000"),
    ("92", "at_least", "%", "au moins 92~%", "at least 92%"),
    ("1000000", "approximately", "H100", "environ 1~million H100", "about 1~million H100"),
    ("0", None, None, "0", "0"),
]
DATES = [
    ("2025-03-04", "4 mars 2025", "4 March 2025"),
    ("2026-01-01", "1er janvier 2026", "1 January 2026"),
    ("2026-01", "janvier 2026", "January 2026"),
    ("2025", "2025", "2025"),
    (None, "", ""),
    ("", "", ""),
]


def plain(text):
    """The text with its no-break spaces made visible."""
    return text.replace("\u00a0", "~").replace("\u202f", "~")


@pytest.mark.parametrize(("amount", "currency", "qualifier", "french", "english"), MONEY)
def test_money_is_written_as_the_reader_does(amount, currency, qualifier, french, english):
    with translation.override("fr"):
        in_french = plain(formats.money(Decimal(amount), currency, qualifier))
    with translation.override("en"):
        in_english = plain(formats.money(Decimal(amount), currency, qualifier))

    assert (in_french, in_english) == (french, english)


@pytest.mark.parametrize(("value", "qualifier", "unit", "french", "english"), NUMBERS)
def test_number_is_written_as_the_reader_does(value, qualifier, unit, french, english):
    with translation.override("fr"):
        in_french = plain(formats.number(Decimal(value), qualifier, unit))
    with translation.override("en"):
        in_english = plain(formats.number(Decimal(value), qualifier, unit))

    assert (in_french, in_english) == (french, english)


@pytest.mark.parametrize(("partial", "french", "english"), DATES)
def test_date_keeps_its_precision(partial, french, english):
    with translation.override("fr"):
        in_french = formats.day(partial)
    with translation.override("en"):
        in_english = formats.day(partial)

    assert (in_french, in_english) == (french, english)


def test_date_that_is_none_is_refused():
    with pytest.raises(ValueError, match="'last week' is no date"):
        formats.day("last week")


def test_language_that_we_do_not_write_gets_english():
    with translation.override("de"):
        assert formats.qualified("20", "at_least") == "at least 20"


@given(st.decimals(min_value=0, max_value=10**17, places=2))
def test_no_digit_of_an_amount_is_lost(amount):
    with translation.override("en"):
        text = formats.money(amount, "USD")

    digits, _space, scale = text.removeprefix("$").replace(",", "").partition("\u00a0")
    unit = {"": 1, "million": 10**6, "billion": 10**9, "trillion": 10**12}[scale]
    assert Decimal(digits) * unit == amount
