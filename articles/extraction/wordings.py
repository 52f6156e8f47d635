"""How a language words what coreference goes by: patterns over texts and skeletons, compiled once per language."""

from __future__ import annotations

import re
from functools import cache

from .cues import Cued
from .entities import key_of
from .language import load, lowered
from .mentions import sign_class
from .patterns import compiled

# What stands between a name and the one that it is tied to, at most.
_FEW, _SOME = r"(?:[\w'-]+ ){0,4}?", r"(?:[\w'-]+ ){0,6}?"


class Wordings:
    """The patterns of one language; those over skeletons speak of mentions by their signs."""

    def __init__(self, code: str) -> None:
        words = load(code).words
        self.of = compiled(rf" {words['of']}")
        self.persons_tie, self.products_tie = _persons_tie(words["of"], words["his"]), _products_tie(code)
        # « En tête vient X »: what brings up the company behind it.
        self.presents = Cued(code, lowered(words["presents"]))
        # « L'ambiance est bonne chez X. », « Avant X, la fintech... ».
        self.at_home = compiled(words["at_home"])
        self.unlike = compiled(words["unlike"], re.IGNORECASE)
        # « X a investi 5 M€ dans Y ».
        self.invests = compiled(
            rf"\b{words['invests']} [^.;]{{0,30}}[{sign_class('m')}][^.;]{{0,20}} "
            rf"(?:{words['into']}) ?(?P<o>[{sign_class('o')}])"
        )
        self.ahead = compiled(words["ahead"], re.IGNORECASE)  # « Si ⟨elle⟩ ... »
        self.comparison = compiled(words["comparison"], re.IGNORECASE)
        # « Luc Morel, fondateur de X ».
        self.leads = compiled(
            rf"(?:(?:\w+ )?|.*\" ?,[^\",;]{{0,60}} )[{sign_class('p')}],? {_FEW}"
            rf"(?:{words['leads']})\w* (?:[\w'-]+ ){{0,4}}?{words['of']}"
            rf"(?:[\w'-]+ ){{0,4}}?(?P<o>[{sign_class('o')}])"
        )
        # « Passé par X, Luc Morel dirige Y ».
        self.heads = compiled(
            rf"(?:[^,.;:\"]{{0,80}}, )?(?:(?!{words['heads_not']})[\w'-]+ ){{0,3}}[{sign_class('p')}]"
            rf"(?:, [^,.;:\"]{{3,60}},)?,? {_FEW}(?:{words['heads']}) {_FEW}(?P<o>[{sign_class('o')}])"
        )
        self.by = compiled(rf"\b(?:{words['by']}) (?:{words['the']})?$")
        # « La valorisation de X », at the head of a sentence, speaks of X.
        self.part_of = compiled(rf"(?:{words['part_of']})$", re.IGNORECASE)
        self.list_goes_on = compiled(words["list_goes_on"])
        # « La première », « la cible »: its place among several, its part in a deal.
        self.ordinals = {word: place for place, same in enumerate(words["ordinals"]) for word in same}
        self.deal_parts = {word: part for part, same in words["deal_parts"].items() for word in same}
        # Pronouns that no company bears, and « ce dernier ».
        self.personal = compiled(words["personal"], re.IGNORECASE)
        self.latter = compiled(words["latter"], re.IGNORECASE)
        self.pointing = compiled(words["pointing"], re.IGNORECASE)
        # « sa filiale X », « son rival X »: who is told apart from the one that the text speaks of.
        self.related = compiled(
            rf"(?:{words['related']})(?P<up>(?: [\w'-]+){{0,4}}?,? (?:{words['the']})?$)?", re.IGNORECASE
        )
        self.related_after = compiled(words["related_after"], re.IGNORECASE)
        self.set_against = compiled(words["set_against"])
        self.buys = _buys(code)
        self.leads_up = compiled(words["leads_up"], re.IGNORECASE)  # « De son côté X »
        self.others = frozenset(words["other_descriptors"])
        self.presented = compiled(words["presented"])
        self.invented = compiled(words["invented"])
        self.among_its = compiled(words["among_its"])
        self.counts = compiled(words["counts"])
        self.credited = compiled(words["credited"])
        self.deals_in = compiled(words["deals_in"])
        self.trades, self.nicknames = _bearers(words["trades"]), _bearers(words["nicknames"])
        self.called_so = [(noun, frozenset(rest.split())) for noun, _, rest in _rows(words["called_so"])]
        self.values_bought = compiled(words["values_bought"])
        self.told_of_bought = compiled(words["told_of_bought"])
        self.bought = frozenset([*words["bought_descriptors"], *words.get("young_descriptors", ())])
        # What stands between the subject of a clause and a stand-in that opens the next one; « nous ».
        self.goes_on = compiled(words["goes_on"])
        self.subordinates = compiled(words["subordinates"])
        self.we = compiled(words["we"], re.IGNORECASE)
        self.clause_opens = compiled(words["clause_opens"])
        self.acts = compiled(words["acts"])


def _persons_tie(of: str, his: str) -> re.Pattern[str]:
    """« X, PDG de Y », « la start-up de X »."""
    person, org = sign_class("p"), sign_class("o")
    return compiled(
        rf"^(?P<o4>[{org}]) ?[:,-] (?P<p4>[{person}])"
        rf"|(?P<p1>[{person}]),? {_SOME}{of}(?P<o1>[{org}])"
        rf"|(?P<o2>[{org}]),? {_FEW}{of}(?P<p2>[{person}])"
        rf"|(?P<p3>[{person}])[^.;]{{0,80}}?\b(?:{his}) [^,.;]{{0,30}}?(?P<o3>[{org}])"
    )


def _products_tie(code: str) -> re.Pattern[str]:
    """« ChatGPT d'OpenAI », « X développe Y »."""
    product, org = sign_class("product"), sign_class("o")
    words = load(code).words
    makes = rf"(?:'s |,? (?:{words['relatives']}) (?:{words['makes']}) (?:[\w'-]+ ){{0,3}})"
    return compiled(
        rf"(?P<p1>[{product}]),? {_FEW}{words['of']}(?P<o1>[{org}])"
        rf"|(?P<o2>[{org}]){makes}(?P<p2>[{product}])"
        rf"|(?P<o3>[{org}]),? (?:[\w'-]+ ?){{0,5}}?\b(?:{words['makers']})\b[\w' -]{{0,50}}?(?P<p3>[{product}])"
    )


def _buys(code: str) -> Cued:
    """« X rachète Y », « le rachat de Y par X »: who buys whom."""
    org, it, anybody = f"[{sign_class('o')}]", f"[{sign_class('pronoun')}]", sign_class("x")
    rows = [
        re.sub(r"\(\?P<(\w+)>", rf"(?P<\g<1>{number}>", row)
        .replace("{o}", org)
        .replace("{pronoun}", it)
        .replace("{x}", anybody)
        for number, row in enumerate(load(code).words["buys"])
    ]
    return Cued(code, "|".join(rows))


def _rows(rows: list[str]) -> list[tuple[str, str, str]]:
    """« noun: names », taken apart."""
    return [row.partition(": ") for row in rows]


def _bearers(rows: list[str]) -> dict[str, frozenset[str]]:
    """By trade or nickname the keys of the companies known by it."""
    pairs = _rows(rows)
    return {words: frozenset(map(key_of, names.split(", "))) for words, _, names in pairs}


@cache
def wordings(code: str) -> Wordings:
    """The wordings of a language; compiled once."""
    return Wordings(code)
