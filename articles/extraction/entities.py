"""Who is who: the spellings of a text gathered into one entity each."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache, lru_cache

from .language import SHARED, Language, load, table
from .mentions import Mention
from .patterns import compiled

# Legal forms that the press writes after names, in the countries it writes of most.
LEGAL_FORMS = frozenset(
    [
        "inc",
        "incorporated",
        "corp",
        "corporation",
        "co",
        "company",
        "ltd",
        "limited",
        "llc",
        "llp",
        "lp",
        "plc",
        "sa",
        "sas",
        "sasu",
        "sarl",
        "se",
        "gmbh",
        "ag",
        "kg",
        "nv",
        "bv",
        "spa",
        "srl",
        "ab",
        "oy",
        "oyj",
        "asa",
        "aps",
        "pbc",
        "pty",
        "scop",
    ]
)
# A longer name may add these to a shorter one and still be the same company.
SAME_COMPANY = frozenset(
    [
        "ai",
        "group",
        "groupe",
        "technologies",
        "technology",
        "tech",
        "labs",
        "lab",
        "systems",
        "software",
        "holding",
        "holdings",
    ]
)


# What a company calls itself before its name, as a key, and words that a subsidiary adds to the name of its parent.
HOUSES = frozenset(["groupe", "group", "societe", "societes", "compagnie"])
SUBSIDIARY = frozenset(
    ["Assurance", "Assurances", "Capital", "Finance", "Immobilier", "Insurance", "Invest", "Services", "Ventures"]
)

ABBREVIATION = 4  # letters: a longer name in capitals is shouted


@dataclass(slots=True, eq=False)
class Entity:
    """A company, fund, person, place, medium or product of the text. `name` is the fullest spelling in it."""

    name: str
    type: str
    fund: bool = False  # its name tells an investor
    public: bool = False  # an authority, a court, a region
    mentions: list[Mention] = field(default_factory=list)
    descriptors: set[str] = field(default_factory=set)
    maker: Entity | None = None  # of a product; of a person, the company tied to him or her
    base: Entity | None = None  # of « X Pro », the product X
    in_title: bool = False
    as_subject: int = 0
    backs: int = 0  # how often it gives money
    origins: set[str] = field(default_factory=set)  # « lyonnais », "lyonn": where the text says it comes from
    spellings: dict[str, int] = field(default_factory=dict)
    known: bool = False  # the editors know it
    shown: int = 0  # how much the text shows that it is a company,
    denied: int = 0  # and how much that it is something else


_MODEL = re.compile(r" [A-Z]{0,3}-?\d{3}\w*(?:-\d+)?$")  # « Airbus A330 » is what Airbus makes, not its full name
_ROMAN = re.compile(r"[IVX]+\.?$")
_TWICE = re.compile(r"(?<=\w)(\w\w+) \1$")  # « OpenAI AI » is a slip beside « OpenAI »


@lru_cache(maxsize=4096)
def key_of(name: str) -> str:
    """A name without case, accents, punctuation, blanks or legal form: equal keys are one name."""
    folded = unicodedata.normalize("NFKD", name.casefold())
    plain = "".join(c for c in folded if not unicodedata.combining(c))
    words = re.sub(r"[\W_]+", " ", re.sub(r"[.'’@]", "", plain)).split()
    while len(words) > 1 and words[-1] in LEGAL_FORMS:
        words.pop()
    return "".join(words)


def is_company(entity: Entity) -> bool:
    """True for what may be the company of a fact."""
    return entity.type == "org" and not entity.public


@cache
def _short_forms(code: str) -> tuple[dict[str, str], frozenset[str], re.Pattern[str]]:
    """The keys of full names by short ones, words that may be left out before a name, and endings of such words."""
    words = load(code).words
    pairs = (row.split(": ") for row in table(SHARED, "names")["short_names"])
    known_as = {short: key_of(full) for short, full in pairs}
    return known_as, frozenset(words["houses"].split()), compiled(words["name_head_endings"])


class Registry:
    """The entities met so far, found again by key, by first word or by initials."""

    WIDTH = 20  # names that share a first word are compared with this many others at most

    def __init__(self, language: Language, headline: int) -> None:
        self.language, self.headline = language, headline
        self.by_key: dict[str, Entity] = {}
        self.by_first: dict[str, list[Entity]] = {}
        self.by_initials: dict[str, Entity] = {}
        self.short: dict[str, Entity] = {}  # names of a few capitals
        self.by_rest: dict[str, Entity] = {}  # « Fermes Morvel » by « Morvel »
        self.known_as, self.heads, self.head_ending = _short_forms(language.code)

    def add(self, mention: Mention) -> None:
        """Give a named mention its entity as `value`."""
        name: str = mention.value
        key = key_of(name) or name
        entity = (
            self.by_key.get(key)
            or self.by_key.get(self.known_as.get(name, key))
            or self._with_article(key)
            or self._without_head(name, key, mention.type)
            or self._other_form(mention, key)
            or (self.short.get(_initials(name)) if mention.type == "org" else None)
            or self._new(mention)
        )
        self.by_key[key] = entity
        entity.mentions.append(mention)
        entity.fund = entity.fund or mention.descriptor == "fund"
        entity.public = entity.public or mention.descriptor == "public"
        entity.known = entity.known or mention.known
        entity.spellings[name] = entity.spellings.get(name, 0) + 1
        mention.value = entity

    def _new(self, mention: Mention) -> Entity:
        name: str = mention.value
        words = name.replace("'", " ").split(" ")
        names = self.language.names
        entity = Entity(
            name,
            mention.type,
            fund=not names["fund"].isdisjoint(words),
            public=bool({name, words[0]} & names["public"])
            or not {words[-1], " ".join(words[-2:])}.isdisjoint(names["bodies"]),
        )
        self.by_first.setdefault(words[0].casefold(), []).append(entity)
        if name.isupper() and 2 < len(name) <= ABBREVIATION and mention.type == "org":
            self.short.setdefault(name, entity)
        if len(words) > 1 and mention.type == "org":
            self.by_initials.setdefault(_initials(name), entity)
            self.by_rest.setdefault(self._rest(name), entity)
        return entity

    def _without_head(self, name: str, key: str, type_: str) -> Entity | None:
        """« Morvel » after « les Fermes Morvel », and the other way round."""
        if type_ != "org":
            return None
        rest = self._rest(name)
        entity = self.by_key.get(rest) if rest else self.by_rest.get(key)
        return entity if entity is not None and entity.type == "org" else None

    def _rest(self, name: str) -> str:
        """The key of a name without the trade that it begins with."""
        head, _, rest = name.partition(" ")
        fits = head in self.heads or key_of(head) in HOUSES or self.head_ending.search(head)
        return key_of(rest) if rest and fits else ""

    def _with_article(self, key: str) -> Entity | None:
        """« cofondateur du Panier Vert », where the company is « Le Panier Vert »."""
        return next((self.by_key[f"{le}{key}"] for le in ("le", "les", "l") if f"{le}{key}" in self.by_key), None)

    def _other_form(self, mention: Mention, key: str) -> Entity | None:
        """« Valor » after « Valor Equity Partners »; « Mistral » and « Mistral AI » whichever comes first."""
        name, type_ = mention.value, mention.type
        words = name.split(" ")
        for entity in self.by_first.get(words[0].casefold(), ())[: self.WIDTH]:
            other = entity.name.split(" ")
            if _shouted(name) or _shouted(entity.name):
                words, other = name.casefold().split(" "), entity.name.casefold().split(" ")
            if entity.type in ("place", "person", "media") or type_ in ("place", "person", "media"):
                continue
            if len(key) >= 3 and other[: len(words)] == words:
                return entity
            added = words[len(other) :] if words[: len(other)] == other else []
            if added and (
                added[0] == "&"
                or (len(added) == 1 and key_of(added[0]) in SAME_COMPANY)
                or self._in_full(added)
                or self._in_headline(entity, mention, added)
            ):
                entity.name = name
                return entity
        return self.by_initials.get(name) if name.isupper() and len(name) > 1 else None

    def _in_headline(self, entity: Entity, mention: Mention, added: list[str]) -> bool:
        """« Brindle » in the headline is « Brindle Pharma » where the body names none but this one so."""
        if mention.start < self.headline or any(m.start >= self.headline for m in entity.mentions):
            return False
        return not self._tells_subsidiary(added)

    def _in_full(self, added: list[str]) -> bool:
        """« Brindle Aero Systems plc » is the headline's « Brindle », « Brindle Finance France SA » a subsidiary."""
        if len(added) < 2 or key_of(added[-1]) not in LEGAL_FORMS:
            return False
        return not self._tells_subsidiary(added)

    def _tells_subsidiary(self, added: list[str]) -> bool:
        return any(word in SUBSIDIARY or word in self.language.names["place"] for word in added)


def gather(mentions: Iterable[Mention], language: Language, headline: int) -> list[Entity]:
    """Give every named mention its entity as `value`; one entity per company, however it is spelled.

    `headline` is where the line of the text's headline ends; 0 where it has none.
    """
    registry = Registry(language, headline)
    for mention in mentions:
        registry.add(mention)
    entities = list(dict.fromkeys(registry.by_key.values()))
    for entity in entities:
        _settle(entity, frozenset(language.words.get("weak_descriptors", ())))
    _variants(entities)
    return entities


def _variants(entities: list[Entity]) -> None:
    """« X Pro » is a product where X is one, and « X Watch » one of the company X that the text dwells on."""
    named = {entity.name: entity for entity in entities}
    wares = frozenset(table(SHARED, "names")["wares"].split())
    for entity in entities:
        first, _, last = entity.name.rpartition(" ")
        base = named.get(first)
        if base is None or entity.type != "org":
            continue
        of_company = last in wares and is_company(base) and len(base.mentions) > len(entity.mentions)
        if base.type == "product" or of_company:
            entity.type = "product"
            entity.base, entity.maker = (None, base) if of_company else (base, entity.maker)
            for mention in entity.mentions:
                mention.type = "product"


def _initials(name: str) -> str:
    letters = [word[0] for word in re.findall(r"\w+", name) if word[0].isupper() or len(word) > 3]
    return "".join(letters).upper() if len(letters) > 1 else ""


def _shouted(name: str) -> bool:
    return name.isupper() and len(name) > ABBREVIATION


def _of_a_house(name: str, entity: Entity) -> bool:
    """True for « Groupe Morvel » where the text rather says « Morvel »."""
    head, _, rest = name.partition(" ")
    return key_of(head) in HOUSES and entity.spellings.get(rest, 0) > entity.spellings[name]


def _plain(name: str) -> str:
    """A name's key without the number of a fund: « Brindle V L.P. »."""
    words = name.split(" ")
    while len(words) > 1 and (_ROMAN.match(words[-1]) or key_of(words[-1]) in LEGAL_FORMS):
        words.pop()
    return key_of(" ".join(words))


def _settle(entity: Entity, weak: frozenset[str]) -> None:
    """One type per entity: the one that most mentions have, a descriptor deciding for the company."""
    types = [mention.type for mention in entity.mentions]
    best = types[0]
    if types.count(best) < len(types):
        best = max(dict.fromkeys(types), key=lambda t: (types.count(t), t == "org"))
    if "product" in types and best == "org" and not entity.fund:
        best = "product"
    if best == "product" and any(m.descriptor and m.descriptor not in weak for m in entity.mentions):
        best = "org"
    entity.type = best
    if len(entity.spellings) > 1:
        entity.name = max(
            entity.spellings,
            key=lambda s: (
                not _MODEL.search(s) and not _TWICE.search(s),
                not _of_a_house(s, entity),
                len(_plain(s)),
                not _shouted(s),
                entity.spellings[s],
            ),
        )
    for mention in entity.mentions:
        mention.type = best
