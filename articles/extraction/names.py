"""The names of a text, each with what it names: told by itself, then by what the whole text says of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from .boundaries import AROUND, Boundaries, Writing
from .gazetteer import Gazetteer
from .joining import joined, with_places
from .language import SHARED, Language, alternatives, listed, load, table
from .mentions import Mention
from .naming import Naming
from .patterns import compiled

OFTEN = 3  # mentions of a product that may be a company
_GOES_ON = re.compile(r" [a-zà-ÿ]")


class NameReader:
    """Reads the names of a text by the word lists of one language."""

    def __init__(self, language: Language) -> None:
        words, shared = language.words, table(SHARED, "names")
        self.sets = language.names
        self.boundaries = Boundaries(language)
        self.naming = Naming(language, self.boundaries)
        self.well_known = listed("firms")
        self.descriptors = frozenset(words["descriptors"])
        self.speaks = compiled(words["speaks"])
        self.credit = compiled(shared["credits"])
        self._prepare_fixed(shared)

    def _prepare_fixed(self, shared: dict[str, Any]) -> None:
        """Names that the lists hold as a whole, as their capitals alone do not hold them together."""
        lower_within = re.compile(shared["within_places"])  # « Côtes d'Armor »
        broken = [place for place in self.sets["place"] if lower_within.search(place)]
        numbered = [outlet for outlet in self.sets["media"] if outlet[-1].isdigit()]
        # « Front national »: the name of a body that goes on in lower case.
        bodies = [body for body in listed("bodies") | listed("parties") if _GOES_ON.search(body)]
        whole = [*self.sets["fixed"], *broken, *numbered, *bodies]
        self.fixed = Gazetteer({name: name for name in whole})
        self.any_fixed = compiled(alternatives(whole))

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

    def _typed(self, text: str, name: Mention) -> Mention:
        """The name with its type, where its length has not told it."""
        name.type = name.type or self.naming.type_of(text, name.start, name.end)
        return name

    # --- by what the whole text says of it

    def _surnames(self, text: str, found: list[Mention]) -> None:
        """« Musk » is a person once the text has named « Elon Musk »; so is « Ada Njoya » once « Njoya » speaks."""
        last: dict[str, list[Mention]] = {}
        for mention in found:
            words = mention.value.split(" ")
            full = len(words) in (2, 3) and words[0][0].isupper()
            if full and mention.type in ("org", "person") and not self._joins_two(text, mention, words):
                last.setdefault(words[-1], []).append(mention)
        for mention in found:
            named = mention.type == "person" or (mention.type == "org" and self.speaks.match(text, mention.end))
            if named and mention.value in last:
                for full in last[mention.value]:
                    if not self._of_a_firm(full.value):
                        full.type = "person"
        self._again(last)
        surnames = self._surnames_of(last)
        for mention in found:
            if mention.type in ("org", "product", "person") and mention.value in surnames:
                mention.type, mention.value = "person", surnames[mention.value]

    def _surnames_of(self, last: dict[str, list[Mention]]) -> dict[str, str]:
        """The persons of a text by their surnames; « Oriela » too, once the text has named « Oriela Vask »."""
        surnames = {key: ms[0].value for key, ms in last.items() if any(m.type == "person" for m in ms)}
        for full in surnames.copy().values():
            first = full.split(" ")[0]
            if first not in self.well_known and first not in self.sets["firm"]:
                surnames.setdefault(first, full)
        return surnames

    def _joins_two(self, text: str, mention: Mention, words: list[str]) -> bool:
        """« (le patron de) Brindille Oriela Vask »: the first of three words, no first name, is named by itself too."""
        first = words[0]
        if len(words) < 3 or first.split("-")[0] in self.sets["first"]:
            return False
        near = text[max(0, mention.start - AROUND) : mention.end + AROUND]
        return re.search(rf"\b{re.escape(first)}\b(?! {re.escape(words[1])}\b)", near) is not None

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
            if all(self.naming.stands_as_a_place(text, mention) for mention in mentions):
                for mention in mentions:
                    mention.type = "place"

    def _promote(self, text: str, found: list[Mention]) -> None:
        """What is named again and again without a maker is a company, be it introduced as « l'application X »."""
        named: dict[str, list[Mention]] = {}
        for mention in found:
            if mention.type in ("org", "product"):
                named.setdefault(mention.value, []).append(mention)
        for mentions in named.values():
            if {mention.type for mention in mentions} == {"product", "org"} and self._is_a_firm(text, mentions):
                for mention in mentions:
                    mention.type = "org"

    def _is_a_firm(self, text: str, mentions: list[Mention]) -> bool:
        """True for what acts as firms do, and for what a text names often, by what it sells and never by its maker."""
        naming, often = self.naming, len(mentions) >= OFTEN
        if any(naming.acts_as_a_firm(text, mention) for mention in mentions):
            return True
        sold = often and any(naming.is_called_by_its_product(text, mention) for mention in mentions)
        return sold and not any(naming.is_made_by_another(text, mention) for mention in mentions)

    def _mark(self, text: str, found: list[Mention]) -> None:
        """Note of companies what the noun before their names calls them."""
        for mention in found:
            if mention.type == "org":
                mention.descriptor = self.naming.descriptor_of(text, mention)


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
