"""Whether a name is a company's: what the whole text shows for it and against it.

`evidence.toml` of a language lists the signs: nouns that bring up a name (« le maire de X », « le film X »), what
stands behind it (« X rachète », « X s'impose 2-1 »), words that begin names of bodies. `shared/evidence.toml` lists
places, bodies and firms that bear a name which could be anything's.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from .entities import LEGAL_FORMS, Entity
from .language import alternatives, listed, load, lowered, table
from .mentions import Mention
from .patterns import compiled

if TYPE_CHECKING:
    from .document import Sentence

COMPANY, PLACE, PERSON, BODY = "company", "place", "person", "body"
STRONG, LISTED, SURE = 2, 3, 12
OFTEN = 3  # mentions of an outlet that the headline names
MOST = 8  # mentions of one name that are looked at
SHORT = 60  # words: of a shorter text nobody can tell what it is about
BUSINESS, LITTLE = 2.0, 3.5  # words of business in a hundred: fewer in a text on other things, or mostly on them
NEARBY = 20_000  # characters around a name in which a word in lower case is looked for
LONG = 600  # characters: whoever a text of this length is about is named in it more than once
WINDOW = 60  # characters before a name that may hold a sign
REACH = 6  # words before a name among which the noun of a sign stands
_WORD = re.compile(r"[\w-]+'?")
_MADE_UP = re.compile(
    r"-(?:Tech|Group|Bio|Pharma|Lab|Labs|Soft|Net)$|[a-zà-ÿ][A-Z]|\w&\w|\.(?:com|fr|io|ai|eu|net|org|tech)$"
)
_OPENS = re.compile(r"(?:^|[.!?…:;\n»\"|•>–-])[ \"]*$")
_APART = re.compile(r"(?:^|[^\w'-])(?:[ldcjnsmt]')?$")
_PLACED = re.compile(r"(?:^|[ (])(?:à|en|près de|in|near) $|, $")
_LABEL = re.compile(r" ?: ")
_ASIDE = re.compile(r", (?:qui|who|which|dont|whose) [^,;:.\n]{3,80},")  # « X, qui vend des vélos, ⟨lève⟩ »
_IN_BRACKETS = re.compile(r" ?\(([^()\n]{2,40})\)")
# « Saint-Aubin-des-Landes », « Bourg-lès-Vals »: written with hyphens around a particle, as towns are.
_TOWN = re.compile(
    r"[\w'-]+-(?:sur|sous|en|lès|lez|les|la|le|de|du|des|aux?|d'\w+|devant|près)-[\w'-]+"
    r"|Sain(?:t|te|ts|tes)-\w.+|[\w'-]+-d'\w+"
)


class Sign(NamedTuple):
    """What a pattern before a name shows, and how much."""

    shows: str
    weight: int
    pattern: re.Pattern[str]


class Weigher:
    """Weighs the names of a text by the signs of one language."""

    def __init__(self, code: str) -> None:
        rules, language = table(code, "evidence"), load(code)
        self.before: dict[str, list[Sign]] = {}  # by the word that the sign turns on
        self.after: list[tuple[str, int, re.Pattern[str]]] = []
        for row in rules.get("signs", ()):
            self._add(row, rules)
        self.business = frozenset(rules.get("business", "").split())
        self.heads = frozenset(rules.get("heads", "").split())
        self.soft_heads = frozenset(rules.get("soft_heads", "").split())
        self.domains = frozenset(rules.get("domains", "").split())
        self.places = listed("places") | language.names["place"]
        self.places |= {place.partition(" ")[2] for place in self.places if place.startswith(("Le ", "La ", "Les "))}
        self.town_heads = {place.split("-")[0] for place in self.places if _TOWN.fullmatch(place)}  # « Choisy »
        self.districts = listed("districts")
        self.parties = listed("parties")
        self.bodies = listed("bodies") | self.parties
        self.firms = listed("firms")
        # « le lyonnais X »: in lower case, as of companies; « le Lyonnais X » is a person.
        stems = alternatives({row.split(" ")[0] for row in language.words["demonyms"]})
        self.national = compiled(
            rf"(?:{language.words['before_national'].rstrip('$')})(?:{stems})(?:{language.words['demonym_endings']}) $"
        )
        self.first = language.names["first"]
        self.benches = frozenset(rules["benches"])
        self.cites, self.reports = compiled(lowered(rf"(?:{rules['cites']})$")), compiled(rules["reports"])
        self.houses = compiled(rf"{rules['houses']}$")
        self.words = language.names["company"] | language.names["fund"]
        self.public = frozenset(language.words["public_nouns"])
        self.weak = frozenset(language.words.get("weak_descriptors", ())) | frozenset(rules.get("vague", ()))

    def _add(self, row: dict[str, object], rules: dict[str, str]) -> None:
        shows, weight = str(row["shows"]), int(str(row.get("weight", STRONG)))
        if after := row.get("after"):
            self.after.append((shows, weight, compiled(str(after))))
        for key, between in (("called", rules["aside"]), ("of", rules["link"])):
            nouns = row.get(key)
            if isinstance(nouns, str):
                phrases = nouns.lower().split("|") if "|" in nouns else nouns.lower().split()
                pattern = compiled(rf"\b(?:{alternatives(phrases)}){between}$")
                self._index(Sign(shows, weight, pattern), phrases)
        if before := row.get("before"):
            self._index(Sign(shows, weight, compiled(lowered(f"(?:{before})$"))), str(row["turns_on"]).split())

    def _index(self, sign: Sign, words: Iterable[str]) -> None:
        for word in {_WORD.findall(word)[-1] for word in words}:
            for form in (word, word + "s", word + "x", word + "e", word + "es"):
                signs = self.before.setdefault(form, [])
                if sign not in signs:
                    signs.append(sign)

    def share(self, sentences: Iterable[Sentence]) -> float:
        """Of 100 words of a text, how many are of business; a text too short to tell is all business."""
        words = [word for sentence in sentences for word in sentence.words]
        told = sum(word in self.business for word in words)
        return 100 * told / len(words) if len(words) >= SHORT else 100.0

    def weigh(self, text: str, low: str, entities: Iterable[Entity], share: float) -> None:
        """Note on each entity how much speaks for a company; what plainly is none gets its type.

        Where the text hardly speaks of business, what nothing shows to be a company is none.
        """
        for entity in entities:
            if entity.type == "org" and not entity.public:
                self._settle(entity, self._evidence(entity, text, low))
                if share < LITTLE and entity.type == "org" and _doubtful(entity, share):
                    entity.public = True

    def promote(self, text: str, low: str, entities: Iterable[Entity], headline: int) -> None:
        """An outlet that the text is about, not one that it goes by, is a company like any other."""
        for entity in entities:
            if entity.type == "media" and self._at_issue(entity, text, low, headline):
                entity.type = "org"
                for mention in entity.mentions:
                    mention.type = "org"

    def _at_issue(self, entity: Entity, text: str, low: str, headline: int) -> bool:
        """True if a text tells of an outlet what is told of companies, be it in its headline, and cites it rarely."""
        told = cited = 0
        for mention in entity.mentions[:MOST]:
            left = low[max(0, mention.start - WINDOW) : mention.start]
            if self.houses.search(left):
                told += OFTEN
            elif self.cites.search(left) or self.reports.match(low, mention.end):
                cited += 1
            elif any(shows == COMPANY and weight >= STRONG for shows, weight in self._by_place(mention, text, low)):
                told += 1
        if entity.mentions[0].start < headline and not cited:
            return told > 0 or len(entity.mentions) >= OFTEN
        return told > cited

    def _settle(self, entity: Entity, found: dict[str, int]) -> None:
        entity.shown = found.pop(COMPANY, 0)
        kind = max(found, key=lambda kind: found[kind], default=BODY)
        entity.denied = found.get(kind, 0)
        if entity.denied < STRONG or entity.denied < 1.5 * entity.shown:
            return
        if entity.denied < min(len(entity.mentions), MOST) and not self._listed(entity.name):
            return
        if kind == BODY:
            entity.public = True
            return
        entity.type = kind
        for mention in entity.mentions:
            mention.type = kind

    def _listed(self, name: str) -> bool:
        return name in self.places or name in self.districts or name in self.bodies

    def _evidence(self, entity: Entity, text: str, low: str) -> dict[str, int]:
        found: dict[str, int] = {}
        for kind, weight in self._by_name(entity, text):
            found[kind] = found.get(kind, 0) + weight
        if self._heads_only(entity, text):
            found[BODY] = found.get(BODY, 0) + STRONG
        for mention in entity.mentions[:MOST]:
            here: dict[str, int] = {}
            for kind, weight in self._by_place(mention, text, low):
                # Signs of a company add up; those of other things repeat each other: « la ville de X, à X ».
                here[kind] = here.get(kind, 0) + weight if kind == COMPANY else max(here.get(kind, 0), weight)
            for kind, weight in here.items():
                found[kind] = found.get(kind, 0) + weight
        return found

    def _by_name(self, entity: Entity, text: str) -> Iterator[tuple[str, int]]:
        """What the name itself shows."""
        name = entity.name
        words = name.split(" ")
        last = words[-1].rstrip(".").casefold()
        # « Haut Conseil des sports », « Assurance maladie »: bodies, whatever companies are called after.
        a_body = words[0] in self.heads or name in self.bodies
        named_so = not a_body and not self.words.isdisjoint(words)
        if entity.fund or "&" in words or (len(words) > 1 and (named_so or last in LEGAL_FORMS)):
            yield COMPANY, STRONG
        if entity.known or name in self.firms:
            yield COMPANY, LISTED + 1
        if _MADE_UP.search(name):
            yield COMPANY, 1
        if name in self.places or name in self.districts or (name.isupper() and name.title() in self.places):
            yield PLACE, LISTED
        elif len(words) == 1 and (_TOWN.fullmatch(name) or self._route(name)):
            yield PLACE, STRONG
        elif name in self.town_heads:
            yield PLACE, 1
        if name in self.domains or name in self.parties:
            yield BODY, SURE
        elif name in self.bodies or words[0] in self.heads:
            yield BODY, LISTED
        elif words[0] in self.soft_heads:
            yield BODY, 1
        if len(words) == 1 and name.split("-")[0] in self.first:
            yield PERSON, 1
        if len(words) == 1 and name[1:].islower() and not entity.known:
            yield from self._common(entity, text)

    def _route(self, name: str) -> bool:
        """True for « Paris-Nice », « Iran-Irak »: places joined by a hyphen."""
        ends = name.split("-")
        return len(ends) > 1 and all(end in self.places for end in ends)

    @staticmethod
    def _heads_only(entity: Entity, text: str) -> bool:
        """« Nautisme : ... » at the head of a text, « Perspectives » on a line of its own, and nowhere else."""
        if len(entity.mentions) > 1 or len(text) < LONG or not entity.name[1:].islower():
            return False
        start, end = entity.mentions[0].start, entity.mentions[0].end
        if not start:
            return bool(_LABEL.match(text, end))
        return text[start - 1 : start] == text[end : end + 1] == "\n"

    @staticmethod
    def _common(entity: Entity, text: str) -> Iterator[tuple[str, int]]:
        """A word that the text writes in lower case too, or that does nothing but open sentences, is nobody's name."""
        if in_lower_case(entity.name.lower(), text, entity.mentions[0].start):
            yield BODY, STRONG
        elif all(not m.descriptor and _opens(text, m.start) for m in entity.mentions[:MOST]):
            yield BODY, 1

    def _by_place(self, mention: Mention, text: str, low: str) -> Iterator[tuple[str, int]]:
        """What stands around one mention."""
        party = mention.descriptor in self.benches and mention.value.name in self.bodies  # « le groupe LREM »
        if mention.descriptor in self.public:
            yield BODY, LISTED
        elif mention.descriptor:
            yield COMPANY, 1 if party or mention.descriptor in self.weak else LISTED
        left = low[max(0, mention.start - WINDOW) : mention.start]
        left = left[left.rfind("\n") + 1 :]
        seen: set[int] = set()
        for word in _WORD.findall(left)[-REACH:]:
            for sign in self.before.get(word, ()):
                if id(sign) not in seen and sign.pattern.search(left):
                    yield sign.shows, sign.weight
                seen.add(id(sign))
        aside = _ASIDE.match(low, mention.end)
        for shows, weight, pattern in self.after:
            if pattern.match(low, mention.end) or (aside and pattern.match(low, aside.end())):
                yield shows, weight
        if self.national.search(text[max(0, mention.start - WINDOW) : mention.start]):
            yield COMPANY, STRONG
        inside = _IN_BRACKETS.match(text, mention.end)
        if inside and (inside[1] in self.districts or inside[1].isdigit()):
            yield PLACE, STRONG if _PLACED.search(left) else 1


def _doubtful(entity: Entity, share: float) -> bool:
    """True if a name of a text on other things is no company's for all that the text shows."""
    if share < BUSINESS:
        return entity.shown < max(STRONG, entity.denied)
    return entity.shown < min(STRONG, entity.denied)


def in_lower_case(word: str, text: str, near: int) -> bool:
    """True if a text holds a word in lower case by itself, within `NEARBY` characters of a place."""
    at = text.find(word, max(0, near - NEARBY), near + NEARBY)
    while at >= 0:
        end = at + len(word)
        if not (text[end : end + 1].isalnum() or text[end : end + 1] == "-") and _APART.search(
            text[max(0, at - 3) : at]
        ):
            return True
        at = text.find(word, end, near + NEARBY)
    return False


def _opens(text: str, start: int) -> bool:
    return bool(_OPENS.search(text[max(0, start - 4) : start]))


@cache
def weigher(code: str) -> Weigher:
    """The signs of a language; read once."""
    return Weigher(code)
