"""Controversies: suits, inquiries, fines, bans, leaks, strikes, harm and public feuds."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from ..confidence import confidence
from ..constructions import Match, expanded, macros_of
from ..language import expressions, table
from ..matters import CLAUSE, DECIDED, FALLBACK, SAID, SENTENCE, Matter, gather
from ..mentions import Mention
from ..patterns import compiled
from ..reading import Candidate, Reading
from ..sides import Sides, accusers, by_authority, names_nobody, sides, speaks_of_court

__all__ = ["KIND", "find", "gather"]

KIND = "controversy"


def find(reading: Reading) -> Iterable[Candidate]:
    """Every matter that a construction tells; of a sentence and a company the row that is surest."""
    for _, matches in reading.matches(KIND):
        surest: dict[Any, tuple[Any, Candidate]] = {}
        for match in matches:
            rank = (not match.construction.row.get("weak"), match.construction.prior)
            for candidate in _candidates(reading, match):
                key = (candidate.slots["company"], candidate.slots.get("part"))
                if key not in surest or rank > surest[key][0]:
                    surest[key] = (rank, candidate)
        yield from (candidate for _, candidate in surest.values())


class Cues:
    """The words of `controversy.toml` by which a matter is told, compiled."""

    def __init__(self, code: str) -> None:
        data, macros = table(code, KIND), macros_of(code, KIND)
        self.nobody_acts = compiled(expanded(data["nobody_acts"], macros))
        self.nobody_described = compiled(expanded(data["nobody_described"], macros))
        self.subjects = expressions(code, KIND, "subjects")
        self.deciders = expressions(code, KIND, "deciders")
        self.begun = compiled(data["begun"], re.IGNORECASE)
        self.cues = expressions(code, KIND, "cues")

    def idle(self, match: Match) -> bool:
        """True for what may happen to anybody, and for what is said of things or of others in general.

        « Le régulateur peut infliger... », « les entreprises visées par... ».
        """
        before = match.text[max(0, match.start - 40) : match.start]
        if self.cues["general"].search(before):
            return True
        if self.cues["participle"].match(match.found[0]) and self.nobody_described.search(
            match.text[max(0, match.start - 60) : match.start].rstrip()
        ):
            return True
        if match.construction.row["company"] != "subject":
            return False
        if self.nobody_acts.search(match.text[: match.start].rstrip()):
            return True
        if self.cues["many"].search(before):
            return True
        return bool(self.cues["plural"].match(match.found[0]) and self.cues["noun"].search(before))


@cache
def cues(code: str) -> Cues:
    """The words of a language; compiled once."""
    return Cues(code)


def _candidates(reading: Reading, match: Match) -> Iterator[Candidate]:
    row = match.construction.row
    rules = cues(reading.language.code)
    if not _applies(reading, match, rules):
        return
    moods = reading.mood(match)
    if ("negated" in moods and not row.get("denial")) or ("hypothetical" in moods and "done" not in moods):
        return
    for parted in sides(reading, match):
        yield _candidate(reading, match, rules, parted, moods)


def _applies(reading: Reading, match: Match, rules: Cues) -> bool:
    """True if what the row asks of the words around the match holds."""
    row = match.construction.row
    around = match.text[max(0, match.start - 40) : match.end + 60]
    return not (
        ("need" in row and not re.search(row["need"], around))
        or ("not_if" in row and re.search(row["not_if"], around))
        or (row.get("authority") and not by_authority(reading, match))
        or (row.get("judge") and not rules.cues["judge"].search(match.sentence.low))
        or (row.get("nobody") and not names_nobody(reading, match))
        or rules.idle(match)
        or (row.get("contested") and not reading.tells(rules.cues["contested"]))
        or ("unless_text" in row and reading.tells(re.compile(row["unless_text"])))
    )


def _candidate(reading: Reading, match: Match, rules: Cues, parted: Sides, moods: frozenset[str]) -> Candidate:
    category, surety = _category(reading, match, rules)
    status = _status(match, rules, moods)
    if status == "alleged" and category == "lawsuit":
        if surety == DECIDED and not _threatens(match, rules):  # what a court is told is no bare claim
            status = "ongoing"
        else:
            category = "dispute"
    anchor = match.anchor
    vague = surety == FALLBACK and not parted.others and match.construction.row.get("weak")
    slots = {
        "company": parted.company.name,
        "category": category,
        "status": status,
        "part": parted.part,
        "parties": [other if isinstance(other, str) else other.name for other in parted.others],
        "started_on": _date(reading, match, rules, category),
    }
    return Matter(
        KIND,
        slots,
        [reading.span(match.sentence, *([anchor] if anchor else []))],
        confidence(match.construction.prior, parted.trust, *["vague"] * bool(vague)),
        match.construction.id,
        match.construction.row,
        source=reading.source(match.sentence),
        surety=surety,
        penalty=_is_penalty(match),
        sums=frozenset(m.value.value for m in match.sentence.mentions if m.type == "money" and m.sign in match.text),
        firm=parted.company,
        accusers=tuple(accusers(reading, match)),
    )


def _date(reading: Reading, match: Match, rules: Cues, category: str) -> str | None:
    """When the matter began: what was filed, opened or done on a day, else the date in the clause of the match.

    Where nothing is named in the clause, the sentence's first date. « appelle à débrayer vendredi »: a day to come.
    """
    anchor = match.anchor
    dates = [m for m in match.sentence.mentions if m.type == "date" and not _is_to_come(reading, rules, m)]
    if not dates:
        return None
    if anchor is None or anchor.sign not in match.found[0]:
        anchor = dates[0]
    norm, start = reading.document.norm, match.sentence.start
    begun = [m.value.iso for m in dates if m.value.iso and rules.begun.search(norm[max(start, m.start - 60) : m.end])]
    near = reading.date(match.sentence, anchor, now=False)
    day = min([*begun, *(m.value.iso for m in dates if near and m.value.iso == near)], default=None)
    if category == "labour" and rules.cues["calls"].search(match.text[max(0, match.start - 40) : match.end]):
        return next((m.value.ahead for m in dates if m.value.iso == day and m.value.ahead), day)
    return None if day and reading.document.published and day > reading.document.published else day


def _is_to_come(reading: Reading, rules: Cues, day: Mention) -> bool:
    """True for a day without a year that a future is told of: « le jugement sera rendu le 24 septembre »."""
    before = reading.document.norm[max(0, day.start - 60) : day.start]
    return bool(day.value.ahead and rules.cues["to_come"].search(before))


def _category(reading: Reading, match: Match, rules: Cues) -> tuple[str, int]:
    """What the matter is about and how sure that is.

    The row says so; else who decided, else the words behind and around the match; else what the row falls back on.
    """
    if said := match.construction.preset.get("category"):
        return str(said), SAID
    if speaks_of_court(reading, match):
        return "lawsuit", DECIDED
    fallback = str(match.construction.row.get("fallback", "dispute"))
    whole = match.sentence.low
    told = [
        (CLAUSE, match.text[match.start : match.end + 90], rules.subjects),
        (SENTENCE, match.text, rules.subjects),
        (SENTENCE, whole, rules.subjects),
    ]
    if _is_penalty(match):  # who imposes it watches over one thing; what stands beside may say what for
        at = match.sentence.index
        beside = reading.document.sentences[max(0, at - 1) : at + 2]
        told += [(FALLBACK, sentence.skeleton.text, rules.subjects) for sentence in beside if sentence.index != at]
        told.insert(0, (DECIDED, whole, rules.deciders))
    for surety, text, subjects in told:
        for name, pattern in subjects.items():
            if pattern.search(text):
                return name, surety
    return fallback, FALLBACK


def _is_penalty(match: Match) -> bool:
    """True for a fine or a ban whose subject the row leaves open."""
    return match.construction.row.get("fallback") == "regulation"


def _status(match: Match, rules: Cues, moods: frozenset[str]) -> str:
    clause = match.text[max(0, match.start - 60) : match.end + 60]
    if state := match.construction.row.get("status"):
        return str(state)
    if _threatens(match, rules) and "done" not in moods:
        return "alleged"
    if rules.cues["resolved"].search(clause):
        return "resolved"
    if "category" not in match.construction.preset and rules.cues["closed"].search(clause):
        return "ongoing" if rules.cues["open"].search(match.text) else "resolved"
    return "ongoing"


def _threatens(match: Match, rules: Cues) -> bool:
    return rules.cues["threat"].search(match.text[max(0, match.start - 40) : match.end]) is not None
