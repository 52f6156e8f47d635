"""How a language words what coreference goes by: patterns over texts and skeletons, compiled once per language."""

from __future__ import annotations

import re
from functools import cache

from .cues import Cued
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
        self.persons_tie, self.products_tie = _persons_tie(words["of"]), _products_tie(code)
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
        self.comparison = compiled(words["comparison"], re.IGNORECASE)
        # « Luc Morel, fondateur de X ».
        self.leads = compiled(
            rf"(?:(?:\w+ )?|.*\" ?,[^\",;]{{0,60}} )[{sign_class('p')}],? {_FEW}"
            rf"(?:{words['leads']})\w* (?:[\w'-]+ ){{0,4}}?{words['of']}"
            rf"(?:[\w'-]+ ){{0,4}}?(?P<o>[{sign_class('o')}])"
        )
        # « La valorisation de X », at the head of a sentence, speaks of X.
        self.part_of = compiled(rf"(?:{words['part_of']})$", re.IGNORECASE)
        self.list_goes_on = compiled(words["list_goes_on"])
        # Pronouns that no company bears, and « ce dernier ».
        self.personal = compiled(words["personal"], re.IGNORECASE)
        self.latter = compiled(words["latter"], re.IGNORECASE)
        self.clause_opens = compiled(words["clause_opens"])
        self.acts = compiled(words["acts"])


def _persons_tie(of: str) -> re.Pattern[str]:
    """« X, PDG de Y », « la start-up de X »."""
    person, org = sign_class("p"), sign_class("o")
    return compiled(
        rf"^(?P<o4>[{org}]) ?[:,-] (?P<p4>[{person}])"
        rf"|(?P<p1>[{person}]),? {_SOME}{of}(?P<o1>[{org}])"
        rf"|(?P<o2>[{org}]),? {_FEW}{of}(?P<p2>[{person}])"
        rf"|(?P<p3>[{person}])[^.;]{{0,80}}?\b(?:son|sa|his|her) [^,.;]{{0,30}}?(?P<o3>[{org}])"
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


@cache
def wordings(code: str) -> Wordings:
    """The wordings of a language; compiled once."""
    return Wordings(code)
