"""Invented companies, funds, people, outlets and sums of money. No such name exists; equal seeds give equal ones."""

from __future__ import annotations

from random import Random

from django.utils.text import slugify

from articles.models import Outlet
from companies.models import Company, CompanyName, Person

CONSONANTS, VOWELS = "bcdfghjklmnprstvwxyz", "aeiou"
SYLLABLES = [c + v for c in CONSONANTS for v in VOWELS]
ENDINGS = ("vel", "rix", "nov", "dorm", "mex", "quist", "lune", "tharn", "zeph", "wyn")
FIRST_NAMES = ("Maud", "Basile", "Agathe", "Côme", "Edmée", "Gaspard", "Inès", "Léonie", "Octave", "Zélie")
FUNDS = ("{} Ventures", "{} Capital", "Banque {}", "{} Partners", "Fonds {}")
KIND_OF_FUND = ("fund", "fund", "bank", "fund", "fund")
SPELLINGS = ("{}", "Groupe {}", "{}.io", "{} Technologies")
TRADES = (
    ("Loue des trains de nuit aux compagnies de chemin de fer.", "Rents night trains to railway companies."),
    ("Mesure l'eau des sols pour les maraîchers.", "Measures soil water for market gardeners."),
    ("Range les archives des notaires.", "Keeps the archives of notaries."),
    ("Répare les vélos de livraison.", "Mends delivery bicycles."),
)
COUNTRIES = ("FR",) * 6 + ("DE", "BE", "CH", "GB", "US", "IT")
TOWNS = ("Lot", "Vercors", "Cotentin", "Morvan", "Queyras", "Trégor", "Vexin", "Perche", "Bugey", "Velay")
PAPERS = ("La Gazette du {}", "Le Courrier du {}", "The {} Ledger", "{} Échos")
OUTLETS = [Outlet(name=paper.format(town)) for town in TOWNS for paper in PAPERS]
MOST = len(SYLLABLES) ** 3  # names of three syllables that there are


def stem(number: int, seed: int) -> str:
    """A name of three syllables and an ending: another one for each number below MOST."""
    place = (number * 7_368_787 + seed * 1_000_003) % MOST  # a prime: it meets every place once
    one, rest = divmod(place, len(SYLLABLES) ** 2)
    two, three = divmod(rest, len(SYLLABLES))
    return (SYLLABLES[one] + SYLLABLES[two] + SYLLABLES[three] + ENDINGS[place % len(ENDINGS)]).capitalize()


def company(number: int, seed: int) -> Company:
    """A company, told by its number alone."""
    name = stem(number, seed)
    return Company(pk=number, slug=slugify(name), name=name)


def company_in_full(number: int, seed: int) -> Company:
    """The same with all that its document tells."""
    random, row = Random(seed * MOST + number), company(number, seed)
    row.description = random.choice(TRADES)[number % 2]
    row.country = random.choice(COUNTRIES)
    row.founded = random.randint(1950, 2012)
    row.website = f"https://{row.slug}.example"
    wanted = SPELLINGS[: random.choice((1, 2, 2, 3, 4))]
    return with_names(row, [spelling.format(row.name) for spelling in wanted])


def fund(number: int, seed: int) -> Company:
    """A fund or a bank in full."""
    which = number % len(FUNDS)
    name = FUNDS[which].format(stem(number, seed))
    return with_names(Company(pk=number, slug=slugify(name), name=name, kind=KIND_OF_FUND[which]), [name])


def with_names(row: Company, names: list[str]) -> Company:
    """The company with its spellings, all public."""
    row._prefetched_objects_cache = {"names": [CompanyName(name=name, is_public=True) for name in names]}  # type: ignore[attr-defined]
    return row


def person(number: int, seed: int) -> Person:
    """A person; no two have one name."""
    name = f"{FIRST_NAMES[number % len(FIRST_NAMES)]} {stem(number, seed + 1)}"
    return Person(slug=slugify(name), name=name)


def money(random: Random, stage: int) -> tuple[int, str]:
    """(amount, currency) of a round; later stages raise more."""
    amount = int(random.randint(10, 99) * 1.7**stage) * 100_000
    return amount, random.choice(("EUR",) * 6 + ("USD",) * 3 + ("GBP",))


def printed(amount: int, currency: str, language: str) -> str:
    """The sum as the press prints it: 12,5 millions d'euros, $12.5 million."""
    millions = f"{amount / 1_000_000:.1f}".removesuffix(".0")
    if language == "en":
        return f"{ {'EUR': '€', 'USD': '$', 'GBP': '£'}[currency] }{millions} million"
    unit = {"EUR": "d'euros", "USD": "de dollars", "GBP": "de livres"}[currency]
    return f"{millions.replace('.', ',')} million{'s' if amount >= 2_000_000 else ''} {unit}"
