"""What a whole text says of its companies: their trades, persons and products, and who of them buys or is bought."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from .document import Document
from .entities import Entity, is_company, key_of
from .wordings import wordings


def note_trades(document: Document, companies: Iterable[Entity]) -> set[Entity]:
    """Give well-known companies their trades: « l'avionneur » may be Airbus whatever the text has said of it.

    Returns those of whom more is known than the text says.
    """
    known: set[Entity] = set()
    trades_of = wordings(document.language.code).trades
    called_so = wordings(document.language.code).called_so
    for entity in companies:
        named = entity.name.split(" ")
        entity.descriptors |= {noun for noun, words in called_so if not words.isdisjoint(named)}
        key = key_of(entity.name)
        if trades := {trade for trade, bearers in trades_of.items() if key in bearers}:
            known.add(entity)
            entity.descriptors |= trades
    return known


def buying(document: Document) -> tuple[set[Entity], set[Entity]]:
    """The companies that the text tells to be bought, and those that buy."""
    bought: set[Entity] = set()
    buyers: set[Entity] = set()
    buys = wordings(document.language.code).buys
    for sentence in document.sentences:
        if "org" not in sentence.types or not buys.fits(sentence.cues):
            continue
        for match in buys.pattern.finditer(sentence.skeleton.text):
            for name, sign in match.groupdict().items():
                if sign:
                    (bought if name.startswith("bought") else buyers).add(sentence.skeleton.mentions[sign].value)
    return bought - buyers, buyers - bought


def _tied(document: Document, tie: re.Pattern[str], types: set[str]) -> Iterator[list[Entity]]:
    """The entities that an expression ties to each other, in sentences with mentions of these types."""
    for sentence in document.sentences:
        if types <= sentence.types:
            for match in tie.finditer(sentence.skeleton.full):
                yield [sentence.skeleton.mentions[sign].value for sign in match.groups() if sign]


def tie_persons(document: Document, companies: Iterable[Entity]) -> None:
    """A person is tied to the company that the text gives him or her: « X, PDG de Y », « la start-up de X »."""
    for entities in _tied(document, wordings(document.language.code).persons_tie, {"person", "org"}):
        who = next(e for e in entities if e.type == "person")
        company = next((e for e in entities if is_company(e)), None)
        who.maker = who.maker or company
    _tie_namesakes(document, companies)


def _tie_namesakes(document: Document, companies: Iterable[Entity]) -> None:
    """« Gilles Morel » belongs to « Morel Logistique » where the text does not say otherwise."""
    by_word: dict[str, Entity] = {}
    for company in companies:
        for word in company.name.split():
            by_word.setdefault(word, company)
    for entity in document.entities:
        if entity.type == "person" and " " in entity.name and entity.maker is None:
            entity.maker = by_word.get(entity.name.rpartition(" ")[2])


def tie_products(document: Document) -> dict[Entity, list[Entity]]:
    """A product is tied to its maker: « ChatGPT d'OpenAI », « X développe Y ». Returns the products by maker."""
    for entities in _tied(document, wordings(document.language.code).products_tie, {"product", "org"}):
        made = next((e for e in entities if e.type == "product"), None)
        maker = next((e for e in entities if is_company(e)), None)
        if made and maker:
            made.maker = made.maker or maker
    products: dict[Entity, list[Entity]] = {}
    for entity in document.entities:
        if entity.type == "product":
            entity.maker = entity.maker or (entity.base.maker if entity.base else None)
            if entity.maker:
                products.setdefault(entity.maker, []).append(entity)
    return products
