"""Numbers, money and dates as readers write them, in the active language.

How a language writes numbers is data, as in Django's own `conf/locale`: scale words, currency names and
qualifiers hang together in ways that a catalogue of single strings cannot express (« 20 milliards de
dollars » but « 500 000 dollars », "$7 trillion" but « 7 000 milliards de dollars »). A language that is not
here gets English.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import astuple, dataclass
from decimal import Decimal

from django.utils.dateformat import format as date_format
from django.utils.formats import number_format
from django.utils.translation import get_language

from articles.dates import parse_partial

from .vocabulary import UNKNOWN_CURRENCY, Qualifier

SPACE = "\u00a0"  # a number does not part from its word at the end of a line
MINUS = "−"
FINEST = Decimal("0.001")  # a scale word is used only where at most three decimals say the number exactly


@dataclass(frozen=True)
class CurrencyWords:
    """What stands before a number, after one, after many, and after a scale word, to say its currency."""

    before: str = ""
    after_one: str = ""
    after_many: str = ""
    after_scale: str = ""

    def around(self, text: str, *, is_many: bool, has_scale: bool) -> str:
        """The number as a sum of money."""
        after = self.after_scale if has_scale else self.after_many if is_many else self.after_one
        return f"{self.before}{text}{after}"

    def of(self, code: str) -> CurrencyWords:
        """These words with a currency's code in its place."""
        return CurrencyWords(*(part.replace("CODE", code) for part in astuple(self)))


@dataclass(frozen=True)
class Wording:
    """How one language writes numbers.

    `scales` are (unit, one, many), the largest first; `currencies` are by ISO 4217 code; `first` is the first
    day of a month; `many_from` the smallest number that takes the plural.
    """

    scales: tuple[tuple[int, str, str], ...]
    currencies: Mapping[str, CurrencyWords]
    other_currency: CurrencyWords
    qualifiers: Mapping[str, str]
    percent: str
    first: str
    many_from: int


def symbol(text: str) -> CurrencyWords:
    """A currency written before its number."""
    return CurrencyWords(before=text)


def noun(one: str, many: str) -> CurrencyWords:
    """French: « 1 dollar », « 500 dollars », « 2 milliards de dollars », « 3 millions d'euros »."""
    link = "d'" if many[0] in "aeiou" else "de "
    return CurrencyWords("", f"{SPACE}{one}", f"{SPACE}{many}", f" {link}{many}")


ENGLISH = Wording(
    scales=(
        (10**12, "trillion", "trillion"),
        (10**9, "billion", "billion"),
        (10**6, "million", "million"),
    ),
    currencies={
        "USD": symbol("$"),
        "EUR": symbol("€"),
        "GBP": symbol("£"),
        "JPY": symbol("¥"),
        "INR": symbol("₹"),
        "KRW": symbol("₩"),
        "CAD": symbol("CA$"),
        "AUD": symbol("A$"),
        "HKD": symbol("HK$"),
    },
    other_currency=symbol("CODE" + SPACE),
    qualifiers={
        Qualifier.AT_LEAST: "at least",
        Qualifier.AT_MOST: "up to",
        Qualifier.APPROXIMATELY: "about",
    },
    percent="%",
    first="1",
    many_from=2,
)
FRENCH = Wording(
    scales=((10**9, "milliard", "milliards"), (10**6, "million", "millions")),
    currencies={
        "USD": noun("dollar", "dollars"),
        "EUR": noun("euro", "euros"),
        "GBP": noun("livre sterling", "livres sterling"),
        "CHF": noun("franc suisse", "francs suisses"),
        "JPY": noun("yen", "yens"),
        "CNY": noun("yuan", "yuans"),
        "INR": noun("roupie indienne", "roupies indiennes"),
        "KRW": noun("won", "wons"),
        "CAD": noun("dollar canadien", "dollars canadiens"),
        "AUD": noun("dollar australien", "dollars australiens"),
        "HKD": noun("dollar de Hong Kong", "dollars de Hong Kong"),
        "SEK": noun("couronne suédoise", "couronnes suédoises"),
        "NOK": noun("couronne norvégienne", "couronnes norvégiennes"),
        "DKK": noun("couronne danoise", "couronnes danoises"),
        "AED": noun("dirham des Émirats", "dirhams des Émirats"),
        "MAD": noun("dirham marocain", "dirhams marocains"),
        "BRL": noun("réal brésilien", "réaux brésiliens"),
        "XOF": noun("franc CFA", "francs CFA"),
        "XAF": noun("franc CFA", "francs CFA"),
    },
    other_currency=noun("CODE", "CODE"),
    qualifiers={
        Qualifier.AT_LEAST: "au moins",
        Qualifier.AT_MOST: "jusqu'à",
        Qualifier.APPROXIMATELY: "environ",
    },
    percent=SPACE + "%",
    first="1er",
    many_from=2,
)
WORDINGS = {"fr": FRENCH, "en": ENGLISH}


def wording() -> Wording:
    """How the active language writes numbers."""
    return WORDINGS.get((get_language() or "en")[:2], ENGLISH)


def digits(value: Decimal) -> str:
    """A number in digits, grouped: 7,000 · 7 000; 97.4 · 97,4."""
    plain = format(value.normalize(), "f")
    return str(number_format(plain, force_grouping=True))


def scaled(value: Decimal) -> tuple[str, bool]:
    """A number (not negative) with its scale word, and whether it has one: 20 billion, 12 345 678."""
    words = wording()
    for unit, one, many in words.scales:
        amount = value / unit
        if value >= unit and amount == amount.quantize(FINEST):
            return f"{digits(amount)}{SPACE}{many if amount >= words.many_from else one}", True
    return digits(value), False


def qualified(text: str, qualifier: str | None) -> str:
    """The number with the word that says how exact it is."""
    before = wording().qualifiers.get(qualifier or "")
    return f"{before} {text}" if before else text


def number(value: Decimal, qualifier: str | None = None, unit: str | None = None) -> str:
    """A count, share or chip count: 600 million, at least 92 %, 1 million H100."""
    text = scaled(abs(value))[0]
    if unit == "%":
        text += wording().percent
    elif unit:
        text += f" {unit}"
    return qualified(MINUS + text if value < 0 else text, qualifier)


def money(value: Decimal, currency: str | None, qualifier: str | None = None) -> str:
    """A sum in its own currency, exact to the last digit: $20 billion · 20 milliards de dollars.

    `currency` is an ISO 4217 code; without one, or with XXX, the sum is a bare number.
    """
    if not currency or currency == UNKNOWN_CURRENCY:
        return number(value, qualifier)
    words = wording()
    names = words.currencies.get(currency) or words.other_currency.of(currency)
    text, has_scale = scaled(abs(value))
    sum_of_money = names.around(text, is_many=abs(value) >= words.many_from, has_scale=has_scale)
    return qualified(MINUS + sum_of_money if value < 0 else sum_of_money, qualifier)


def day(partial: str | None) -> str:
    """A date at its precision: "2025-03-04" → 4 March 2025 · 4 mars 2025; "2026-01" → January 2026.

    Raises ValueError for what is no date.
    """
    moment, precision = parse_partial(partial)
    if moment is None:
        return ""
    if precision == "year":
        return str(moment.year)
    if precision == "month":
        return date_format(moment, "F Y")
    first = wording().first if moment.day == 1 else str(moment.day)
    return f"{first} {date_format(moment, 'F Y')}"
