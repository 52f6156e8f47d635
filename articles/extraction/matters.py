"""Matters of which several candidates tell: which of them are one, which stand, and when they began."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from .entities import Entity, is_company
from .evidence import STRONG
from .language import table
from .merging import Shelf, merged, whose
from .patterns import compiled
from .reading import Candidate, Reading

BESIDE = 3  # sentences from that of a matter on in which its beginning may be told
REACH = 3  # sentences over which a bare accusation goes on about the suit or inquiry told before

# How sure the category is: fallen back on, by words of the sentence, of the clause, of who decided, said by the row.
FALLBACK, SENTENCE, CLAUSE, DECIDED, SAID = range(5)

PROSECUTED = ("investigation", "lawsuit")  # a bare word of the one tells no matter beside the other


@dataclass(slots=True, eq=False)
class Matter(Candidate):
    """A candidate that also knows how sure its category is, whether it is a penalty, and which sums it speaks of."""

    surety: int = SAID
    penalty: bool = False
    sums: frozenset[float] = frozenset()
    firm: Entity | None = None
    accusers: tuple[str, ...] = ()  # the bodies and unions beside it, against whom no row sets the company


def gather(reading: Reading, candidates: list[Candidate]) -> list[Candidate]:
    """One candidate per matter."""
    net = [c for c in candidates if c.row.get("net")]
    weak = [c for c in candidates if c.row.get("weak") and not c.row.get("net")]
    firm = [c for c in candidates if not c.row.get("weak")]
    sure = Shelf(whose, firm)
    reopening = [c for c in weak if c.row.get("reopens")]
    reopened = {c for c in reopening if _reopens(reading, c, sure) or c.row["reopens"] == "only"}
    weak = [c for c in weak if c not in reopened]
    telling = Shelf(whose, firm + [c for c in weak if not c.row.get("vague")])
    weak = [c for c in weak if not _goes_on(reading, c, sure) and not _says_nothing_new(c, telling)]
    facts = merged(firm + weak, _same, _join)
    facts = [fact for fact in _told_once(facts) if _may_be_liable(reading, fact)]
    facts = _of_one_house(reading, facts + _caught(reading, net, facts))
    for fact in facts:
        if isinstance(fact, Matter) and not fact.slots["parties"]:
            fact.slots["parties"] = list(fact.accusers)
        if beside := _begun_beside(reading, fact, alone=len(facts) == 1):
            fact.slots["started_on"] = min(filter(None, [fact.slots["started_on"], beside]))
    return facts


@cache
def begun_beside(code: str) -> re.Pattern[str]:
    """What says right before a date that the matter told nearby began on it; compiled once a language."""
    return compiled(table(code, "controversy")["begun_beside"], re.IGNORECASE)


def _begun_beside(reading: Reading, fact: Candidate, *, alone: bool) -> str | None:
    """The day on which another sentence says that the matter began: « les faits remontent à 2019 ».

    Of the only matter of a text any sentence may; of several one right before or behind that names no other company.
    """
    begun, norm = begun_beside(reading.language.code), reading.document.norm
    at = reading.sentence_at(fact.spans[0][0]).index
    days = []
    for sentence in reading.document.sentences[slice(None) if alone else slice(max(0, at - 1), at + BESIDE)]:
        named = {m.value.name for m in sentence.mentions if m.type == "org" and is_company(m.value)}
        for mention in sentence.mentions if alone or named <= {fact.slots["company"]} else ():
            told = mention.type == "date" and mention.value.iso
            if told and begun.search(norm[max(sentence.start, mention.start - 110) : mention.start].rstrip() + " "):
                days.append(mention.value.iso)
    return min(days, default=None)


def _caught(reading: Reading, net: list[Candidate], facts: list[Candidate]) -> list[Candidate]:
    """The matters that only a word tells: one of a company of which no sentence nearby tells another."""
    caught: list[Candidate] = []
    told_of = Shelf(_names_and_places, facts)
    for candidate in sorted(net, key=lambda c: -c.confidence):
        firm = candidate.firm if isinstance(candidate, Matter) else None
        if firm is None or not _shows(reading, firm) or not _is_told_of(reading, candidate, firm):
            continue
        told = [other for other in told_of.near(candidate) if _near_or_alike(reading, candidate, other)]
        if not told and not _says_nothing_new(candidate, told_of):
            caught.append(candidate)
            told_of.add(candidate)
        for other in told:
            if other.slots["company"] == candidate.slots["company"]:
                _fill_in(other, candidate)
                told_of.add(other)
    known = Shelf(_names_and_places, facts)
    return [candidate for candidate in caught if not any(_same(fact, candidate) for fact in known.near(candidate))]


def _names_and_places(matter: Candidate) -> list[Any]:
    """Whom a matter is of and with, and where it is told."""
    return [matter.slots["company"], *matter.slots["parties"], *matter.spans]


def _fill_in(fact: Candidate, net: Candidate) -> None:
    """A word near a fact may say who is against the company, or that a quarrel has come before a court."""
    fact.slots["parties"] = fact.slots["parties"] or net.slots["parties"]
    unsure = isinstance(fact, Matter) and fact.surety == FALLBACK and fact.slots["status"] != "alleged"
    if unsure and fact.slots["category"] == "dispute" and net.slots["category"] == "lawsuit":
        fact.slots["category"] = "lawsuit"


def _is_told_of(reading: Reading, candidate: Candidate, firm: Entity) -> bool:
    """True in a text on business; in one on other things if the sentence names the company that the text is about."""
    if reading.document.speaks_of_business:
        return True
    sentence = reading.sentence_at(candidate.spans[0][0])
    return (firm.in_title or len(firm.mentions) > 1) and any(m.value is firm for m in sentence.mentions)


def _near_or_alike(reading: Reading, one: Candidate, other: Candidate) -> bool:
    """True for two of one company that stand close together or are about the same, and for two of one sentence."""
    if one.slots["company"] != other.slots["company"]:
        beside = one.spans[0] in other.spans and one.rule != other.rule
        return beside or one.slots["company"] in other.slots["parties"]
    apart = reading.sentence_at(one.spans[0][0]).index - reading.sentence_at(other.spans[0][0]).index
    categories = one.slots["category"], other.slots["category"]
    return abs(apart) <= REACH or categories[0] == categories[1] or categories == PROSECUTED


def _shows(reading: Reading, entity: Entity) -> bool:
    """True if the text shows the entity to be a company, or speaks of a company and mainly of this entity."""
    if entity.shown >= STRONG:
        return True
    return entity is reading.who.focus and reading.document.speaks_of_business and reading.calls_companies


def _may_be_liable(reading: Reading, fact: Candidate) -> bool:
    """True for a company that the text shows to be one; where it shows none, of a text on business."""
    if not isinstance(fact, Matter) or fact.firm is None or _shows(reading, fact.firm):
        return True
    return reading.document.speaks_of_business


def _told_once(facts: list[Candidate]) -> list[Candidate]:
    """« X et Y font la paix » tells how the suit of X against Y ended: no second matter."""
    kept = Shelf(_names_and_places, [fact for fact in facts if not fact.row.get("mutual")])
    for quarrel in (fact for fact in facts if fact.row.get("mutual")):
        sides = {quarrel.slots["company"], *quarrel.slots["parties"]}
        near = kept.near(quarrel)
        suit = next((f for f in near if sides > {f.slots["company"]} and sides & {*f.slots["parties"]}), None)
        if suit is None:
            kept.add(quarrel)
            continue
        suit.spans += quarrel.spans
        if quarrel.slots["status"] == "resolved":
            suit.slots["status"] = "resolved"
    return sorted(kept.all, key=lambda fact: fact.spans[0])


def _of_one_house(reading: Reading, facts: list[Candidate]) -> list[Candidate]:
    """One matter of « X » and of « X France »: it stays with the name that it is told of more surely."""
    kept = Shelf(_first_word)
    for fact in sorted(facts, key=lambda fact: -fact.confidence):
        near = kept.near(fact)
        same = next((other for other in near if _is_branch(reading, fact, other) and _same(fact, other)), None)
        if same is None:
            kept.add(fact)
            continue
        same.spans += fact.spans
        _join(same, fact)
    return sorted(kept.all, key=lambda fact: fact.spans[0])


def _first_word(matter: Candidate) -> list[str]:
    return [matter.slots["company"].partition(" ")[0]]


def _is_branch(reading: Reading, one: Candidate, other: Candidate) -> bool:
    """True for two companies of which one has the other's name and a place's."""
    short, long = sorted((one.slots["company"], other.slots["company"]), key=len)
    return long.startswith(short + " ") and long[len(short) + 1 :] in reading.language.names["place"]


def _reopens(reading: Reading, appeal: Candidate, firm: Shelf) -> bool:
    """Make ongoing again what the company appeals against; False if nothing closed is told nearby."""
    index = reading.sentence_at(appeal.spans[0][0]).index
    closed = [
        c
        for c in firm.near(appeal)
        if c.slots["status"] == "resolved" and abs(index - reading.sentence_at(c.spans[0][0]).index) <= REACH
    ]
    for matter in closed:
        matter.slots["status"] = "ongoing"
    return bool(closed)


def _says_nothing_new(vague: Candidate, others: Shelf) -> bool:
    """True for a reply (« X nie avoir triché ») or a bare word (« scandale ») beside any matter of the company."""
    return bool(vague.row.get("vague")) and any(
        c.slots["company"] == vague.slots["company"] for c in others.near(vague)
    )


def _goes_on(reading: Reading, weak: Candidate, firm: Shelf) -> bool:
    """True for an accusation that only says what a suit or inquiry told nearby is about.

    « X dans la tourmente » says no more than any matter of the company that the text tells.
    """
    vague = isinstance(weak, Matter) and weak.surety == FALLBACK and not weak.slots["parties"]
    told = firm.near(weak)
    if vague and told:
        return True
    charged = weak.slots["status"] == "alleged"
    index = reading.sentence_at(weak.spans[0][0]).index
    return any(
        (charged or weak.slots["category"] in ("dispute", other.slots["category"]))
        and abs(index - reading.sentence_at(other.spans[0][0]).index) <= REACH
        and _may_be_one(weak.slots["parties"], other.slots["parties"])
        for other in told
    )


def _may_be_one(one: list[str], other: list[str]) -> bool:
    return not one or not other or any(_alike(a, b) for a in one for b in other)


def _alike(one: str, other: str) -> bool:
    """True for one body under two names: « FTC » and "Federal Trade Commission"."""
    short, long = sorted((one, other), key=len)
    initials = "".join(word[0] for word in long.split() if word[0].isupper())
    return short in long or (short.isupper() and initials.endswith(short))


def _same(one: Candidate, other: Candidate) -> bool:
    """True for one company's matters of one category, unless others stand against it."""
    a, b = one.slots, other.slots
    penalty = _one_penalty(one, other) or _one_verdict(one, other) or _one_verdict(other, one)
    if a["part"] != b["part"] or (a["category"] != b["category"] and not penalty):
        return False
    if not penalty and {a["status"], b["status"]} == {"ongoing", "resolved"} and {*a["parties"]} != {*b["parties"]}:
        return not (a if a["status"] == "resolved" else b)["parties"]
    return _may_be_one(a["parties"], b["parties"])


def _one_penalty(one: Candidate, other: Candidate) -> bool:
    """True if both tell a penalty whose subject was only guessed at, and no sum or date tells them apart."""
    if not (isinstance(one, Matter) and isinstance(other, Matter) and one.penalty and other.penalty):
        return False
    days = {c.slots["started_on"] for c in (one, other)} - {None}
    sums = (one.sums, other.sums)
    return len(days) < 2 and (not all(sums) or not one.sums.isdisjoint(other.sums))


def _one_verdict(verdict: Candidate, other: Candidate) -> bool:
    """True if one is a court's verdict and the other a penalty that no authority is told to have imposed."""
    unsure = isinstance(other, Matter) and other.penalty and other.surety < DECIDED
    return unsure and bool(verdict.row.get("verdict"))


def _join(kept: Candidate, other: Candidate) -> None:
    """Everybody named stands on the other side; the earliest date is the matter's beginning."""
    a, b = kept.slots, other.slots
    if isinstance(kept, Matter) and isinstance(other, Matter):
        if other.surety > kept.surety:
            kept.surety, a["category"] = other.surety, b["category"]
        kept.sums |= other.sums
        kept.accusers = tuple(dict.fromkeys(kept.accusers + other.accusers))
    a["parties"] += [name for name in b["parties"] if not any(_alike(name, known) for known in a["parties"])]
    days = [day for day in (a["started_on"], b["started_on"]) if day]
    a["started_on"] = min(days, default=None)
    if a["status"] == "alleged":
        a["status"] = b["status"]
