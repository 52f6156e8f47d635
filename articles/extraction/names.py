"""The names of a text, and what each of them names: a company, a person, a place, a product, a fund or an outlet."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from .boundaries import Boundaries, Writing
from .gazetteer import Gazetteer
from .joining import joined, with_places
from .language import SHARED, Ending, Language, alternatives, listed, load, table
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


class NameReader:
    """Finds the names of a text and tells what they name, by the word lists of one language."""

    def __init__(self, language: Language) -> None:
        words, shared = language.words, table(SHARED, "names")
        self.sets = language.names
        self.boundaries = Boundaries(language)
        self.well_known = listed("firms")
        self.descriptors = frozenset(words["descriptors"])
        self.credit = compiled(shared["credits"])
        self._prepare_fixed(shared)
        self._prepare_persons(words, shared)
        self._prepare_products(words, shared)
        self._prepare_companies(words)
        self._prepare_places(words, shared)

    def _prepare_fixed(self, shared: dict[str, Any]) -> None:
        """Names that the lists hold as a whole, as their capitals alone do not hold them together."""
        lower_within = re.compile(shared["within_places"])  # « Côtes d'Armor »
        broken = [place for place in self.sets["place"] if lower_within.search(place)]
        numbered = [outlet for outlet in self.sets["media"] if outlet[-1].isdigit()]
        whole = [*self.sets["fixed"], *broken, *numbered]
        self.fixed = Gazetteer({name: name for name in whole})
        self.any_fixed = compiled(alternatives(whole))

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
            rf"|{words['person_then']}",
            re.IGNORECASE,
        )
        self.courtesies = tuple(f"{title} " for title in shared["courtesies"])
        self.speaks = compiled(words["speaks"])
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
        open_nouns = tuple(shared["open_nouns"])
        kinds = alternatives(noun for noun in words["product_nouns"] if not noun.endswith(open_nouns))
        self.product_after = compiled(
            rf", (?:{words['apposition_article']}|(?:{possessive}) )(?:(?!{words['of']})[\w-]+ ){{0,2}}(?:{kinds})\b"
            rf"|{words['product_next']}",
            re.IGNORECASE,
        )
        self.owned_after = compiled(rf", (?:{possessive}) (?:[\w-]+ ){{0,2}}(?:{kinds})\b", re.IGNORECASE)
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

    def find(self, text: str, known: Gazetteer | None) -> list[Mention]:
        """Mentions of type org, person, media, place or product, in order, not overlapping.

        `value` is the name as printed (or the canonical one, where the gazetteer knows it).
        """
        found = [Mention("org", s, e, name, known=True) for s, e, name in known.find(text)] if known else []
        taken = [(m.start, m.end) for m in found]
        names = [self._typed(text, name) for name in self.boundaries.names(Writing(text))]
        found += _free(with_places(text, names, self._listed(text)), taken)
        found += _free(names, [(m.start, m.end) for m in found])
        found.sort(key=lambda mention: mention.start)
        found = list(_free(found, [match.span() for match in self.credit.finditer(text)]))
        found = joined(text, found, self.sets["first"])
        self._surnames(text, found)
        self._places(text, found)
        self._promote(text, found)
        self._mark(text, found)
        return found

    def _listed(self, text: str) -> list[Mention]:
        """The names that the lists hold as a whole."""
        if not self.any_fixed.search(text):
            return []
        return [Mention(self._type_listed(name), start, end, name) for start, end, name in self.fixed.find(text)]

    def _type_listed(self, name: str) -> str:
        return "place" if name in self.sets["place"] else "media" if name in self.sets["media"] else "org"

    # --- by what stands beside a name

    def _typed(self, text: str, name: Mention) -> Mention:
        """The name with its type, where its length has not told it."""
        name.type = name.type or self._type(text, name.start, name.end)
        return name

    def _type(self, text: str, start: int, end: int) -> str:
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
        if not self.sets["firm"].isdisjoint(words):
            return False
        first = words[0].split("-")[0] if words[0] not in self.sets["first"] else words[0]
        if 2 <= len(words) <= 4 and first in self.sets["first"] and not words[1][1:].isupper():
            return True
        if len(words) > 4 or any(word.isupper() and len(word) > 2 for word in words):
            return False
        if len(words) == 1 and first in self.sets["first"] and self.first_name_alone.search(left):
            return True
        said = len(words) == 2 and self.said_by.search(left) and self.well_known.isdisjoint(words)
        if not said and self.person_before.search(left) and not self.round_led.search(left):
            return len(words) >= 2 or left.endswith(self.courtesies)
        return bool(said) or (
            len(words) in (2, 3) and words[0][0].isupper() and bool(self.person_after.match(text, end))
        )

    # --- by what the whole text says of it

    def _surnames(self, text: str, found: list[Mention]) -> None:
        """« Musk » is a person once the text has named « Elon Musk »; so is « Ada Njoya » once « Njoya » speaks."""
        last: dict[str, list[Mention]] = {}
        for mention in found:
            if mention.type in ("org", "person") and mention.value.count(" ") in (1, 2):
                last.setdefault(mention.value.split(" ")[-1], []).append(mention)
        for mention in found:
            named = mention.type == "person" or (mention.type == "org" and self.speaks.match(text, mention.end))
            if named and mention.value in last:
                for full in last[mention.value]:
                    if not self._of_a_firm(full.value):
                        full.type = "person"
        self._again(last)
        surnames = {key: ms[0].value for key, ms in last.items() if any(m.type == "person" for m in ms)}
        for full in surnames.copy().values():  # « Oriela », once the text has named « Oriela Vask »
            first = full.split(" ")[0]
            if first not in self.well_known and first not in self.sets["firm"]:
                surnames.setdefault(first, full)
        for mention in found:
            if mention.type in ("org", "product", "person") and mention.value in surnames:
                mention.type, mention.value = "person", surnames[mention.value]

    def _again(self, last: dict[str, list[Mention]]) -> None:
        """Whoever the text brings up as a person remains one: « le journaliste Oriv Vask », « Oriv Vask »."""
        met: set[str] = set()
        seen: set[str] = set()
        for mention in (m for mentions in last.values() for m in mentions):
            if mention.type == "person" and mention.value not in seen:
                met.add(mention.value)
            seen.add(mention.value)
            if mention.value in met:
                mention.type = "person"

    def _of_a_firm(self, name: str) -> bool:
        """True for « Groupe Morel », which Morel's speaking makes nobody."""
        words = name.split(" ")
        kinds = self.sets["company"] | self.sets["fund"]
        return any(word in kinds for word in words) or words[0].casefold() in self.descriptors

    def _places(self, text: str, found: list[Mention]) -> None:
        """« l'usine de Vervins », « le château du Layon »: what is named in no other way is where, and no company."""
        at: dict[str, list[Mention]] = {}
        for mention in found:
            if mention.type == "org":
                at.setdefault(mention.value, []).append(mention)
        for mentions in at.values():
            if not self.sets["firm"].isdisjoint(mentions[0].value.split(" ")):
                continue
            if all(self._where(text, mention) for mention in mentions):
                for mention in mentions:
                    mention.type = "place"

    def _where(self, text: str, mention: Mention) -> bool:
        """True if the name stands as a place does, and no other place follows: « le site de X, à Belfort »."""
        seated = self.place_before.search(text[max(0, mention.start - NEAR) : mention.start])
        return bool(seated) and not _SEATED.match(text, mention.end)

    def _promote(self, text: str, found: list[Mention]) -> None:
        """What is named again and again without a maker is a company, be it introduced as « l'application X »."""
        named: dict[str, list[Mention]] = {}
        for mention in found:
            if mention.type in ("org", "product"):
                named.setdefault(mention.value, []).append(mention)
        for mentions in named.values():
            kinds = {mention.type for mention in mentions}
            if kinds != {"product", "org"} or len(mentions) < 3 or not any(self._sold(text, m) for m in mentions):
                continue
            if not any(self._made(text, m) for m in mentions):
                for mention in mentions:
                    mention.type = "org"

    def _sold(self, text: str, mention: Mention) -> bool:
        """True for « l'application X » and « X, l'application Y »: companies are called by these."""
        left = text[max(0, mention.start - 30) : mention.start]
        after = self.product_after.match(text, mention.end)
        return bool(self.own_product.search(left.rstrip(' "')) or (after and self.own_product.search(after[0])))

    def _made(self, text: str, mention: Mention) -> bool:
        """True if a maker stands by the name: « l'éditeur de X », « sa console X », « X, son robot »."""
        left = text[max(0, mention.start - 60) : mention.start]
        if self.owned_after.match(text, mention.end):
            return True
        return bool(self.made_by.search(left) or _MAKER.match(text[mention.end : mention.end + 40]))

    def _mark(self, text: str, found: list[Mention]) -> None:
        """« le fonds X » is an investor, « le syndicat Y » no company: the noun before the name tells."""
        for mention in found:
            if mention.type != "org":
                continue
            left = text[max(0, mention.start - NEAR) : mention.start]
            if self.fund_before.search(left):
                mention.descriptor = FUND
            elif self.public_before.search(left):
                mention.descriptor = PUBLIC


def _free(mentions: Iterator[Mention] | list[Mention], taken: list[tuple[int, int]]) -> Iterator[Mention]:
    """Those that overlap none of the sorted or few spans already taken."""
    covered = sorted(taken)
    index = 0
    for mention in mentions:
        while index < len(covered) and covered[index][1] <= mention.start:
            index += 1
        if index == len(covered) or covered[index][0] >= mention.end:
            yield mention


@cache
def reader(code: str) -> NameReader:
    """The reader of names for a language; built once."""
    return NameReader(load(code))
