"""Where a title is held: the company, union or association that goes with a person's post."""

from __future__ import annotations

import re
from functools import cache

from .constructions import Match, expanded, macros_of
from .document import Sentence
from .entities import Entity, is_company
from .evidence import STRONG
from .language import listed, table
from .mentions import Mention, sign_class
from .parties import company_before, named_company
from .patterns import compiled
from .reading import Reading
from .stand_ins import DESCRIBED, TIED, Who

FOUNDERS = ("founder", "co_founder")
UNIT = 60  # characters before a name in which its subsidiary is told
LONG = 120  # characters of the full name that stands before its letters in brackets
A_BODY, PERHAPS = 0.75, 0.6  # how far to trust that a union or an association, or what may be one, is meant
NEAR = 90  # how many characters of the skeleton may lie between a company and « fondée par »


class Cues:
    """The words of `role.toml` by which an employer is told, compiled."""

    def __init__(self, code: str) -> None:
        data, macros = table(code, "role"), macros_of(code, "role")
        self.own = compiled(data["own"])
        self.elsewhere = compiled(data["elsewhere"])
        self.opening = compiled(expanded(data["opening"], macros))
        self.unit = compiled(data["unit"])
        self.unit_of = compiled(data["unit_of"])
        self.unions = {name.casefold(): name for name in data["unions"]}
        self.said = compiled(data["said"])
        self.body = compiled(data["body"])
        self.bodies, self.at = compiled(data["bodies"]), compiled(data["at"])
        self.body_noun = compiled(data["body_noun"])
        self.of_body_or_firm = compiled(data["of_body_or_firm"])
        self.domain = compiled(data["domain"])


@cache
def cues(code: str) -> Cues:
    """The words of a language; compiled once."""
    return Cues(code)


def companies_of(reading: Reading, match: Match, people: list[str]) -> list[Who]:
    """The companies of a match: those that it names, else the one that the row looks for."""
    union = union_of(reading, match)
    if union and (match.construction.row.get("union") or not _named_where_held(reading, match)):
        return [Who(union, DESCRIBED)]
    if match.construction.row.get("union"):
        return _bodies(reading, match)
    if family := _family_firm(reading, match, people):
        return family
    mentions = match.mentions("c")
    if mentions:
        if match.construction.preset.get("title") in FOUNDERS and _of_ones_own(reading, mentions[0]):
            return []
        return [who for mention in mentions if (who := _employer(reading, mention, match))]
    where = match.construction.row.get("company")
    who = _near(reading, match) if where == "near" or is_own(reading, match) else None
    who = _speaks_for(reading, match) or who
    if where == "subject":
        who = reading.who.subject(match.sentence, _place(match))
    if where in ("mind", "subject", "near"):
        who = opening(reading, match) or who
    who = who or (_tied(reading, match) if where == "mind" else None) or reading.in_mind(match.sentence)
    return [who] if who and is_company(who.entity) else []


def _named_where_held(reading: Reading, match: Match) -> bool:
    """« délégué CGT chez X »: the company is named where the post is held."""
    at = cues(reading.language.code).at
    return any(at.search(match.text[: match.text.index(mention.sign)]) for mention in match.mentions("c"))


def _bodies(reading: Reading, match: Match) -> list[Who]:
    """The unions that a delegate speaks for, by their names behind the title."""
    named = [m for m in match.mentions("c") if isinstance(m.value, Entity)]
    is_body = cues(reading.language.code).bodies.match
    return [Who(m.value, DESCRIBED, m) for m in named if is_body(m.value.name)]


def _family_firm(reading: Reading, match: Match, people: list[str]) -> list[Who]:
    """« Luc Morel, à la tête du groupe », where the text names a « Maison Morel »: the firm with the family's name."""
    if any(mention.type != "anaphor" for mention in match.mentions("c")) or union_of(reading, match):
        return []
    families = {person.rpartition(" ")[2] for person in people}
    firms = reading.companies_by_word.get(families.pop(), []) if len(families) == 1 else []
    return [Who(firms[0], TIED)] if len(firms) == 1 else []


def union_of(reading: Reading, match: Match) -> Entity | None:
    """The union of « déléguée syndicale FO », « le secrétaire général de la CGT », where no company is named."""
    unions, groups = cues(reading.language.code).unions, match.found.groupdict()
    told = [groups.get("union"), groups.get("union2"), *re.findall(r"[\w-]+", match.phrase("t"))]
    found = next((word for word in told if word in unions), None)
    return Entity(unions[found], "org", public=True) if found else None


def _employer(reading: Reading, mention: Mention, match: Match) -> Who | None:
    """The company behind a mention; a newspaper is one to those who work there, « la Santé » is nobody's."""
    if mention.type == "media":
        return Who(mention.value, DESCRIBED, mention)
    who = named_company(reading, mention, match.sentence)
    if who is None and isinstance(mention.value, Entity) and mention.value.type == "org":
        return _body(reading, mention, match)
    domain = who is not None and cues(reading.language.code).domain.fullmatch(who.entity.name)
    return None if domain else who


def _body(reading: Reading, mention: Mention, match: Match) -> Who | None:
    """A union, an association or the like, to those who work or speak for it; no party, no authority.

    Its name or the noun before it tells; « le délégué de X » may be a company's, where nothing else denies it.
    """
    rules, low, entity = cues(reading.language.code), reading.document.low, mention.value
    if _in_brackets(reading, entity):
        return Who(entity, DESCRIBED, mention)
    if rules.bodies.match(entity.name) or rules.body_noun.search(low, max(0, mention.start - UNIT), mention.start):
        return Who(entity, A_BODY, mention)
    if (
        rules.of_body_or_firm.search(match.phrase("t"))
        and entity.denied <= STRONG
        and entity.name not in listed("bodies")
    ):
        return Who(entity, PERHAPS, mention)
    return None


def _in_brackets(reading: Reading, entity: Entity) -> bool:
    """True for the short name that a text puts in brackets: « l'association pour le fret fluvial (AFF) »."""
    rules, low = cues(reading.language.code), reading.document.low
    return entity.name.isupper() and any(
        rules.body.search(low, max(0, m.start - LONG), m.start) for m in entity.mentions
    )


def _of_ones_own(reading: Reading, mention: Mention) -> bool:
    """« Anne Roux a fondé sa start-up »: one that the text has not named yet, or not there."""
    rules = cues(reading.language.code)
    return mention.type == "anaphor" and bool(rules.own.match(reading.document.low, mention.start))


def opening(reading: Reading, match: Match) -> Who | None:
    """The company that the sentence is placed in: « Chez X, »."""
    found = cues(reading.language.code).opening.search(match.text[: match.start + 1])
    return _resolved(reading, match.sentence, found["c"]) if found else None


def is_own(reading: Reading, match: Match) -> bool:
    """True for « son PDG »: the title of whoever the sentence speaks of."""
    return bool(cues(reading.language.code).own.match(match.phrase("t")))


def _tied(reading: Reading, match: Match) -> Who | None:
    """The company that the text has tied the person to, but not one that he or she comes from."""
    people = match.mentions("p")
    maker = people[0].value.maker if people else None
    if maker is None:
        return None
    named = [m.start for m in match.sentence.mentions if m.value is maker]
    places, low = [*named, people[0].start], reading.document.low
    if named and cues(reading.language.code).elsewhere.search(low, max(0, min(places) - 24), max(places)):
        return None
    return Who(maker, 0.9)


def _near(reading: Reading, match: Match) -> Who | None:
    """The nearest company before the match in its sentence, else the first after one that opens it."""
    mention = company_before(reading, match, NEAR)
    if mention and not (is_own(reading, match) and _quoted(reading, match.sentence, mention)):
        return named_company(reading, mention, match.sentence)
    signs = f"[{sign_class('c')}]"
    behind = match.text[match.end : match.end + NEAR]
    attached = match.text[: match.start].endswith(", ") and mention is None
    if match.start < NEAR and not (attached and match.construction.preset.get("title") in FOUNDERS):
        for after in re.finditer(signs, behind):
            if not reading.language.after_preposition.search(behind[: after.start()]):
                return _resolved(reading, match.sentence, after[0])
    return None


def _speaks_for(reading: Reading, match: Match) -> Who | None:
    """« X ne vendra pas Y, a affirmé son PDG »: the company that the sentence begins with."""
    rules = cues(reading.language.code)
    if not (is_own(reading, match) and rules.said.search(match.text[: match.start])):
        return None
    begun = reading.who.begun[match.sentence.index]
    return Who(begun, DESCRIBED) if begun is not None and is_company(begun) else None


def _quoted(reading: Reading, sentence: Sentence, mention: Mention) -> bool:
    """« "Nous admirons X", dit son patron »: a name within the words of somebody says nothing of whose he is."""
    return reading.document.norm.count('"', sentence.start, mention.start) % 2 == 1


def _place(match: Match) -> int:
    """Where the match begins in the sentence's own skeleton: folding has moved everything behind a title."""
    text = match.sentence.skeleton.text
    return min((text.index(m.sign) for m in match.mentions("p") if m.sign in text), default=len(text))


def _resolved(reading: Reading, sentence: Sentence, sign: str) -> Who | None:
    return named_company(reading, sentence.skeleton.mentions[sign], sentence)


def is_of_unit(reading: Reading, who: Who) -> bool:
    """« à la tête de la filiale du français X »: it is not X that is headed."""
    rules, told, low = cues(reading.language.code), who.mention, reading.document.low
    if told is None:
        return False
    before = rules.unit_of.search(low[max(0, told.start - UNIT) : told.start])
    return before is not None or rules.unit.match(low, told.start, told.end) is not None
