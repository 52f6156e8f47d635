"""What a name names, by the lists and by what stands beside it: a company, a fund, a person, a place, a product."""

from __future__ import annotations

import re
from typing import Any

from .boundaries import Boundaries
from .entities import LEGAL_FORMS
from .language import SHARED, Ending, Language, alternatives, listed, table
from .mentions import Mention
from .normalise import UPPER
from .patterns import compiled

FUND = "fund"  # the descriptor of a name that the text introduces as an investor
PUBLIC = "public"  # the same, as an authority, a union or an association
NEAR = 48  # characters before a name in which a noun tells what it names
LEADS_IN = 120  # characters from the start of a text in which the agency that sent it is named

_DATELINE = re.compile(r"\) ?- ")  # "(Reuters) - "
_SEATED = re.compile(rf",? (?:à|in|at) [{UPPER}]")
_MAKER = compiled(
    rf"[^,.;:]{{0,40}}?(?:(?:\bde |\bdu |'|\b(?:of|by|from) )[{UPPER}]|(?:de la|de l'|du|d'une?|\bits?) [a-z])"
)


class Naming:
    """Tells what a name names, by the word lists of one language."""

    def __init__(self, language: Language, boundaries: Boundaries) -> None:
        words, shared = language.words, table(SHARED, "names")
        self.sets = language.names
        self.boundaries = boundaries
        self.well_known = listed("firms")
        self._prepare_persons(words, shared)
        self._prepare_products(words, shared)
        self._prepare_companies(words)
        self._prepare_places(words, shared)

    def _prepare_persons(self, words: dict[str, Any], shared: dict[str, Any]) -> None:
        """What shows that a name is a person's."""
        stems = alternatives({row.split(" ")[0] for row in words["demonyms"]})
        self.person_before = Ending(
            rf"(?:\b(?:{alternatives(words['titles'])})|{'|'.join(words['made_by'])}) (?:de l'entreprise )?"
            rf"(?:(?:[\w-]+-)?(?:{stems})(?:{words['demonym_endings']}) )?$",
            [*words["titles"], "par", "by", "entreprise"],
        )
        # « "Tout va", confie Oriela Vask »: who speaks, by verbs that hardly any company is the subject of.
        self.said_by = Ending(rf"[\",] ?(?:{alternatives(words['said_by'])}) $", words["said_by"])
        self.person_after = compiled(
            rf",? \(?(?:(?:{words['before_title']}) ?)*(?:{alternatives(words['titles_after'])})\b"
            rf"(?! (?-i:[{UPPER}][\w.'-]+ [{UPPER}]))"  # "Brindle Securities analyst Orvo Keld": whose title it is
            rf"|{words['person_then']}",
            re.IGNORECASE,
        )
        self.at_home = re.compile(words["at_home"])
        self.courtesies = tuple(f"{title} " for title in shared["courtesies"])
        self.round_led = compiled(words["round_led"], re.IGNORECASE)
        self.first_name_alone = compiled(words["first_name_alone"], re.IGNORECASE)

    def _prepare_products(self, words: dict[str, Any], shared: dict[str, Any]) -> None:
        """What shows that a name is a product's, and who makes it."""
        product = alternatives(words["product_nouns"])
        adjective = rf"(?: \w+(?:{alternatives(words['adjective_endings'])}))?"
        possessive = words["possessives"]
        self.product_before = Ending(
            rf"\b(?:{product}){adjective} \"?$|\b(?:{possessive}) (?:\w+ )?(?P<set>{product})s?(?: \w+)?, $",
            [form for noun in words["product_nouns"] for form in (noun, noun + "s")],
        )
        self.counted_own = compiled(rf"\b(?:{possessive}) \d+ $", re.IGNORECASE)  # « ses 14 Brindille »
        open_nouns = tuple(shared["open_nouns"])
        kinds = alternatives(noun for noun in words["product_nouns"] if not noun.endswith(open_nouns))
        self.product_after = compiled(
            rf", (?:{words['apposition_article']}|(?:{possessive}) )(?:(?!{words['of']})[\w-]+ ){{0,2}}(?:{kinds})\b"
            rf"|{words['product_next']}",
            re.IGNORECASE,
        )
        self.owned_after = compiled(rf", (?:{possessive}) (?:[\w-]+ ){{0,2}}(?:{kinds})\b", re.IGNORECASE)
        self.firm_after = compiled(words["firm_after"], re.IGNORECASE)
        self.firm_before = compiled(rf"(?:{words['firm_before']})$", re.IGNORECASE)
        self.made_by = compiled(rf"(?:{words['maker_before']})$", re.IGNORECASE)
        self.own_product = compiled(rf"(?:{words['own_products']})$", re.IGNORECASE)

    def _prepare_companies(self, words: dict[str, Any]) -> None:
        """What shows that a name is a company's, a fund's or an authority's."""
        adjectives = rf"(?: [\w-]*(?:{alternatives(words['adjective_endings'])})s?){{0,2}}"
        self.fund_before = Ending(rf"\b(?:{alternatives(words['fund_nouns'])}){adjectives} \"?$", words["fund_nouns"])
        public = rf"(?:{alternatives(words['public_nouns'])})(?:(?: [\w-]+){{0,2}}?,? ?(?:{words['called']}))?"
        self.public_before = Ending(rf"\b{public} \"?$", words["public_nouns"])
        companies = alternatives(words["descriptors"])
        self.company_before = Ending(rf"\b(?:{companies})s? (?:(?!{words['of']})[\w-]+ )?\"?$", words["descriptors"])

    def _prepare_places(self, words: dict[str, Any], shared: dict[str, Any]) -> None:
        """What shows that a name is a place's."""
        self.place_before = Ending(rf"\b(?:{words['place_before']})$", words["place_ties"])
        self.lands = frozenset(shared["lands"])
        self.state = compiled(rf", (?:{shared['states']})\.")
        self.toponym = compiled(shared["toponyms"])

    def type_of(self, text: str, start: int, end: int) -> str:
        """The type of a mention: org, person, media, place or product."""
        if self._is_medium(text, start, end):
            return "media"
        if self._is_place(text, start, end):
            return "place"
        name, left = text[start:end], text[max(0, start - NEAR) : start]
        if self._person(text, name.split(" "), left, end):
            return "person"
        return "org" if name in self.well_known or not self._for_sale(text, left, end) else "product"

    def _is_medium(self, text: str, start: int, end: int) -> bool:
        """True for an outlet or agency by its name, and for whichever agency is told to have sent the text."""
        name, media = text[start:end], self.sets["media"]
        sent = start < LEADS_IN and text[start - 1 : start] == "(" and bool(_DATELINE.match(text, end))
        named = name in media or name.replace(" ", "-") in media
        return named or sent or self._edition(name) or self.boundaries.is_outlet(text, start, end)

    def _is_place(self, text: str, start: int, end: int) -> bool:
        name = text[start:end]
        listed = name.replace("-", " ") in self.sets["place"] or self.boundaries.is_listed(name)
        return listed or name in self.lands or self._toponym(text, start, end)

    def _for_sale(self, text: str, left: str, end: int) -> bool:
        """True for « sa console X » and « X, le robot de Y, »: the noun beside the name tells a product."""
        product = self.product_before.search(left)
        if product and (not product["set"] or text[end : end + 1] in ",.;)" or text[end : end + 4] == " et "):
            return True
        if self.counted_own.search(left):
            return True
        apposed = self.product_after.match(text, end)
        return apposed is not None and not self._sold_by_itself(text, apposed)

    def _sold_by_itself(self, text: str, apposed: re.Match[str]) -> bool:
        """True for « X, l'appli anti-gaspi, »: a company called by what it sells, as no maker follows."""
        rest = text[apposed.end() : apposed.end() + 60]
        return bool(self.own_product.search(apposed[0])) and not _MAKER.match(rest)

    def _toponym(self, text: str, start: int, end: int) -> bool:
        """True for « Saint-Fiacre », « Vervins-sur-Loire », unless the text says of them that they are companies."""
        if self.state.match(text, end):
            return True
        if not self.toponym.fullmatch(text, start, end) or text[start:end] in self.sets["fixed"]:
            return False
        return self.company_before.search(text[max(0, start - NEAR) : start]) is None

    def _edition(self, name: str) -> bool:
        """True for « BBC Afrique »: what an outlet is called in one country."""
        outlet, _, rest = name.rpartition(" ")
        return rest in self.sets["place"] and outlet in self.sets["media"]

    def _person(self, text: str, words: list[str], left: str, end: int) -> bool:
        """True for a first name and a surname, and for whom a title, what is said or an age shows."""
        told = words[1:] if words[0] in self.sets["first"] else words  # « Marine » is a first name, too
        firm = not self.sets["firm"].isdisjoint(told) or (len(words) > 1 and words[-1].casefold() in LEGAL_FORMS)
        if firm or " ".join(words) in self.well_known:
            return False
        first = words[0].split("-")[0] if words[0] not in self.sets["first"] else words[0]
        named = 2 <= len(words) <= 4 and first in self.sets["first"] and not words[1][1:].isupper()
        if named or len(words) > 4 or any(word.isupper() and len(word) > 2 for word in words):
            return named
        if len(words) == 1:
            alone = first in self.sets["first"] and self.first_name_alone.search(left)
            return bool(alone) or (self._titled(left) and left.endswith(self.courtesies))
        said = len(words) == 2 and self.said_by.search(left) and self.well_known.isdisjoint(words)
        if said or self._titled(left):
            return True
        if len(words) > 3 or self.at_home.search(left):  # "a partner at X, who ..."
            return False
        return words[0][0].isupper() and bool(self.person_after.match(text, end))

    def _titled(self, left: str) -> bool:
        """True behind what only persons are called, or told to have made."""
        return self.person_before.search(left) is not None and not self.round_led.search(left)

    # --- what else stands beside a name

    def stands_as_a_place(self, text: str, mention: Mention) -> bool:
        """True if the name stands as a place does, and no other place follows: « le site de X, à Belfort »."""
        seated = self.place_before.search(text[max(0, mention.start - NEAR) : mention.start])
        return bool(seated) and not _SEATED.match(text, mention.end)

    def is_called_by_its_product(self, text: str, mention: Mention) -> bool:
        """True for « l'application X » and « X, l'application Y »: companies are called by these."""
        left = text[max(0, mention.start - 30) : mention.start]
        after = self.product_after.match(text, mention.end)
        return bool(self.own_product.search(left.rstrip(' "')) or (after and self.own_product.search(after[0])))

    def acts_as_a_firm(self, text: str, mention: Mention) -> bool:
        """« X a levé », « X emploie », « PDG de X »: what no product does or has."""
        left = text[max(0, mention.start - NEAR) : mention.start]
        return bool(self.firm_after.match(text, mention.end) or self.firm_before.search(left))

    def is_made_by_another(self, text: str, mention: Mention) -> bool:
        """True if a maker stands by the name: « l'éditeur de X », « sa console X », « X, son robot »."""
        left = text[max(0, mention.start - 60) : mention.start]
        if self.owned_after.match(text, mention.end):
            return True
        return bool(self.made_by.search(left) or _MAKER.match(text[mention.end : mention.end + 40]))

    def descriptor_of(self, text: str, mention: Mention) -> str | None:
        """« le fonds X » is an investor, « le syndicat Y » no company: the noun before the name tells."""
        left = text[max(0, mention.start - NEAR) : mention.start]
        if self.fund_before.search(left):
            return FUND
        return PUBLIC if self.public_before.search(left) else None
