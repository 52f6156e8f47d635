"""Controversies: suits, inquiries, fines, bans, leaks, strikes, harm and public feuds."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from ..confidence import confidence
from ..constructions import Match, expanded
from ..coreference import TIED, Who, is_company
from ..document import Sentence
from ..entities import Entity
from ..language import table
from ..lists import coordinated
from ..mentions import Mention, sign_class
from ..merging import merged
from ..reading import Candidate, Reading

KIND = "controversy"
REACH = 3  # sentences over which a bare accusation goes on about the suit or inquiry told before
IN_COURT = ("lawsuit", "investigation")


def find(reading: Reading) -> Iterable[Candidate]:
    """Every matter that a construction tells; of a sentence and a company the first row that fits."""
    for sentence in reading.document.sentences:
        told: set[Any] = set()
        for match in reading.table(KIND).matches(sentence):
            for candidate in _candidates(reading, match):
                key = (candidate.slots["company"], candidate.slots.get("part"))
                if key not in told:
                    told.add(key)
                    yield candidate


def gather(reading: Reading, candidates: list[Candidate]) -> list[Candidate]:
    """One candidate per matter."""
    rows = {row.id: row.row for row in reading.table(KIND).rows}
    weak = [c for c in candidates if rows[c.rule].get("weak")]
    firm = [c for c in candidates if not rows[c.rule].get("weak")]
    for reopening in [c for c in weak if rows[c.rule].get("reopens")]:
        if _reopens(reading, reopening, firm) or rows[reopening.rule]["reopens"] == "only":
            weak.remove(reopening)
    return merged(firm + [c for c in weak if not _goes_on(reading, c, firm)], _same, _join)


def _reopens(reading: Reading, appeal: Candidate, firm: list[Candidate]) -> bool:
    """Make ongoing again what the company appeals against; False if nothing closed is told nearby."""
    index = _sentence(reading, appeal).index
    closed = [
        c
        for c in firm
        if c.slots["company"] == appeal.slots["company"]
        and c.slots["status"] == "resolved"
        and abs(index - _sentence(reading, c).index) <= REACH
    ]
    for matter in closed:
        matter.slots["status"] = "ongoing"
    return bool(closed)


def _goes_on(reading: Reading, weak: Candidate, firm: list[Candidate]) -> bool:
    """True for an accusation that only says what a suit or inquiry told nearby is about."""
    charged = weak.slots["status"] == "alleged"
    index = _sentence(reading, weak).index
    return any(
        other.slots["company"] == weak.slots["company"]
        and (charged or weak.slots["category"] in ("dispute", other.slots["category"]))
        and abs(index - _sentence(reading, other).index) <= REACH
        and _may_be_one(weak.slots["parties"], other.slots["parties"])
        for other in firm
    )


def _sentence(reading: Reading, candidate: Candidate) -> Sentence:
    """The sentence that a candidate was first read in."""
    sentences = reading.document.sentences
    return sentences[bisect_right(sentences, candidate.spans[0][0], key=lambda sentence: sentence.start) - 1]


class Cues:
    """The side expressions of `controversy.toml`, compiled."""

    def __init__(self, code: str) -> None:
        data = table(code, KIND)
        self.by = re.compile(expanded(data["by"], table(code, "macros").get("macros", {}) | data["macros"]))
        self.nobody = frozenset(data["nobody"])
        self.bodies = re.compile(data["bodies"])
        self.subjects = {name: re.compile(pattern) for name, pattern in data["subjects"].items()}
        self.cues = {name: re.compile(pattern) for name, pattern in data["cues"].items()}


@cache
def cues(code: str) -> Cues:
    """The side expressions of a language; compiled once."""
    return Cues(code)


def _candidates(reading: Reading, match: Match) -> Iterator[Candidate]:
    row = match.construction.row
    rules = cues(reading.language.code)
    around = match.text[max(0, match.start - 40) : match.end + 60]
    if "need" in row and not re.search(row["need"], around):
        return
    if "not_if" in row and re.search(row["not_if"], around):
        return
    if row.get("authority") and not _by_authority(match, rules):
        return
    moods = reading.mood(match)
    if "negated" in moods or ("hypothetical" in moods and "done" not in moods):
        return
    others = list(_others(reading, match, rules))
    for who in _accused(reading, match):
        if row.get("other") == "subject" and others == [who.entity] and row["company"] != "mind":
            continue
        against: list[Entity | str] = others if others != [who.entity] else list(_bodies(match, rules))
        candidate = _candidate(reading, match, rules, who, against, moods)
        if candidate:
            yield candidate


def _candidate(
    reading: Reading, match: Match, rules: Cues, who: Who, others: list[Entity | str], moods: frozenset[str]
) -> Candidate | None:
    company, others, part = _sides(who.entity, others)
    if company is None:
        return None
    category = match.construction.preset.get("category") or _category(reading, match, rules)
    status = _status(match, rules, moods)
    if status == "alleged" and category == "lawsuit":
        category = "dispute"
    anchor = match.anchor
    slots = {
        "company": company.name,
        "category": category,
        "status": status,
        "part": part,
        "parties": [other if isinstance(other, str) else other.name for other in others],
        "started_on": _date(reading, match),
    }
    return Candidate(
        KIND,
        slots,
        [reading.span(match.sentence, *([anchor] if anchor else []))],
        confidence(match.construction.prior, who.trust),
        match.construction.id,
        source=reading.source(match.sentence),
    )


def _date(reading: Reading, match: Match) -> str | None:
    """The date in the clause of what was matched; where nothing is named in it, the sentence's first."""
    anchor = match.anchor
    if anchor is None or anchor.sign not in match.found[0]:
        anchor = next((m for m in match.sentence.mentions if m.type == "date"), anchor)
    return reading.date(match.sentence, anchor) if anchor else None


def _sides(accused: Entity, others: list[Entity | str]) -> tuple[Entity | None, list[Entity | str], str | None]:
    """The company of the fact, those on the other side, and the company's part.

    Where the one at issue is a person, the matter is the accusing company's.
    """
    others = [other for other in others if other is not accused]
    if is_company(accused) or (accused.type == "product" and accused.maker is None):
        return accused, others, None
    companies = [other for other in others if isinstance(other, Entity) and is_company(other)]
    if accused.type == "person" and companies:
        return companies[0], [accused, *(o for o in others if o is not companies[0])], "accuser"
    return accused.maker if accused.type == "person" else None, others, None


def _accused(reading: Reading, match: Match) -> list[Who]:
    """Who is at issue: the names of the row's place and those listed with it."""
    place = match.construction.row["company"]
    if place == "subject":
        actor = reading.who.actor(match.sentence, match.start)
        who = _who(reading, actor, match.sentence) if actor else None
        if actor and who and actor.type == "person" and not who.entity.maker:
            who = _employer(reading, match, actor)
        return [w for w in (who or reading.in_mind(match.sentence),) if w]
    if place == "mind":
        return [w for w in (reading.in_mind(match.sentence),) if w]
    if place in ("near", "object"):
        return [w for w in (_before(reading, match, place) or reading.in_mind(match.sentence),) if w]
    mention = next(iter(match.mentions(place)), None)
    if mention is None:
        return []
    at = match.text.index(mention.sign)
    between = cues(reading.language.code).cues["between"].search(match.text[:at])
    listed = [mention] if between else coordinated(match.sentence, match.text, at)
    found = [_who(reading, one, match.sentence) for one in listed]
    return [who for who in found if who and not _nobody(reading, who.entity)]


def _before(reading: Reading, match: Match, place: str) -> Who | None:
    """The company named last before the match; the object of a verb is not who acts."""
    actor = reading.who.actor(match.sentence, match.start) if place == "object" else None
    opens = match.construction.row.get("other") == "after_by"  # the verb's subject is the one at issue
    for sign in reversed(re.findall(f"[{sign_class('c')}]", match.text[: match.start])):
        mention = match.sentence.skeleton.mentions[sign]
        if mention is actor and not opens:
            continue
        who = _who(reading, mention, match.sentence)
        if who and is_company(who.entity) and not _nobody(reading, who.entity):
            return who
    return None


def _nobody(reading: Reading, entity: Entity) -> bool:
    """True for an authority known by its initials, and for the X of « porter plainte contre X »."""
    rules = cues(reading.language.code)
    return bool(rules.bodies.fullmatch(entity.name)) or (entity.name in rules.nobody and len(entity.mentions) == 1)


def _employer(reading: Reading, match: Match, person: Mention) -> Who | None:
    """The company named just before a person: « le fondateur de X, Luc Morel, »."""
    before = match.text[: match.text.index(person.sign)]
    found = re.search(f"([{sign_class('o')}]),? $", before)
    mention = match.sentence.skeleton.mentions[found[1]] if found else None
    return Who(mention.value, TIED, mention) if mention else None


def _who(reading: Reading, mention: Mention, sentence: Sentence) -> Who | None:
    """The person as such; of a product its maker."""
    if mention.type == "person":
        return Who(mention.value, 1.0, mention)
    return reading.who.resolve(mention, sentence)


def _others(reading: Reading, match: Match, rules: Cues) -> Iterator[Entity | str]:
    """Those on the other side: by the row's place, else a body named in the sentence."""
    place = match.construction.row.get("other")
    if place is None:
        return
    if place in ("x", "x2"):
        mention = match.mention(place)
        who = _who(reading, mention, match.sentence) if mention else None
        if who:
            yield who.entity
            return
    brought = place == "after_by" and rules.cues["brings"].search(match.text[: match.start])
    if place == "subject" or brought or rules.cues["own"].search(match.found[0]):
        actor = _actor(reading, match)
        if actor:
            yield from _with_those_named_before(match, actor)
            return
    behind = rules.by.search(match.text, match.start, match.end + 70)
    if place == "after_by" and behind:
        who = _who(reading, match.sentence.skeleton.mentions[behind["x"]], match.sentence)
        if who:
            yield who.entity
            return
    yield from _bodies(match, rules)


def _with_those_named_before(match: Match, actor: Entity) -> list[Entity | str]:
    """« X, Y et Z attaquent »: the three."""
    mentions = match.sentence.skeleton.mentions
    for found in re.finditer(f"[{sign_class('o')}{sign_class('p')}]", match.text[: match.start]):
        listed = [
            m.value for m in coordinated(match.sentence, match.text, found.start()) if m.type in ("org", "person")
        ]
        if mentions[found[0]].value is not actor and actor in listed:
            return listed
    return [actor]


def _bodies(match: Match, rules: Cues) -> Iterator[str]:
    """The authorities and unions that the sentence names."""
    return (found[0] for found in rules.bodies.finditer(match.sentence.text))


def _by_authority(match: Match, rules: Cues) -> bool:
    """True if an authority, a court or a country acts before the match."""
    before = match.text[: match.start]
    if "authority" not in rules.cues or rules.cues["authority"].search(before):
        return True
    acting = [m for m in match.sentence.mentions if m.sign in before]
    if any(m.type == "place" or getattr(m.value, "public", False) for m in acting):
        return True
    return any(rules.bodies.finditer(match.sentence.text))


def _actor(reading: Reading, match: Match) -> Entity | None:
    """The person, company or authority that acts."""
    before = match.text[: match.start]
    named = [m for m in match.sentence.mentions if m.sign in before and m.type in ("org", "person")]
    court = cues(reading.language.code).cues["court"]
    if named and named[-1].value.public and not court.search(named[-1].value.name.lower()):
        return named[-1].value
    actor = reading.who.actor(match.sentence, match.start)
    who = _who(reading, actor, match.sentence) if actor else None
    if who:
        return who.entity
    media = [m.value for m in match.sentence.mentions if m.type == "media" and m.sign in before]
    return media[-1] if media else None


def _category(reading: Reading, match: Match, rules: Cues) -> str:
    """What the matter is about, by the words behind and around the match; else what the row falls back on."""
    if rules.cues["court"].search(match.text):
        return "lawsuit"
    fallback = str(match.construction.row.get("fallback", "dispute"))
    texts = [match.text[match.start : match.end + 90], match.text, match.sentence.text.lower()]
    if fallback == "regulation":  # a fine whose sentence does not say what for: those beside it may
        at = match.sentence.index
        beside = reading.document.sentences[max(0, at - 1) : at + 2]
        texts += [sentence.skeleton.text for sentence in beside if sentence.index != at]
    for text in texts:
        for name, pattern in rules.subjects.items():
            if pattern.search(text):
                return name
    return fallback


def _status(match: Match, rules: Cues, moods: frozenset[str]) -> str:
    clause = match.text[max(0, match.start - 60) : match.end + 60]
    if state := match.construction.row.get("status"):
        return str(state)
    if rules.cues["threat"].search(match.text[max(0, match.start - 40) : match.end]) and "done" not in moods:
        return "alleged"
    if rules.cues["resolved"].search(clause):
        return "resolved"
    if "category" not in match.construction.preset and rules.cues["closed"].search(clause):
        return "ongoing" if rules.cues["open"].search(match.text) else "resolved"
    return "ongoing"


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
    if a["category"] != b["category"] or a["part"] != b["part"]:
        return False
    if {a["status"], b["status"]} == {"ongoing", "resolved"} and {*a["parties"]} != {*b["parties"]}:
        return not (a if a["status"] == "resolved" else b)["parties"]
    return _may_be_one(a["parties"], b["parties"])


def _join(kept: Candidate, other: Candidate) -> None:
    """Everybody named stands on the other side; the earliest date is the matter's beginning."""
    a, b = kept.slots, other.slots
    a["parties"] += [name for name in b["parties"] if not any(_alike(name, known) for known in a["parties"])]
    days = [day for day in (a["started_on"], b["started_on"]) if day]
    a["started_on"] = min(days, default=None)
    if a["status"] == "alleged":
        a["status"] = b["status"]
