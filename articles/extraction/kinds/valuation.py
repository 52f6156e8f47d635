"""Valuations: what a company is said to be worth."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from typing import Any

from ..confidence import confidence
from ..constructions import Match
from ..entities import is_company
from ..language import table
from ..lists import scaled
from ..mentions import Mention
from ..merging import merged, same_amount
from ..patterns import compiled
from ..reading import Candidate, Reading
from ..stand_ins import Who

KIND = "valuation"
SMALLEST = 100_000  # no company is worth less: a sum below is a price
BASES = ("pre_money", "post_money", "transaction")
SHORT = 90  # characters of a sentence that goes on from the one before
THING = 30  # characters before a match in which it may be told what is worth so much
ROUND_REACH = 4  # sentences in which a round may be told that sets a worth


def find(reading: Reading) -> Iterable[Candidate]:
    """Every amount that a construction says a company is worth."""
    for sentence, matches in reading.matches(KIND):
        for match in matches:
            candidate = _candidate(reading, match)
            if candidate:
                yield candidate
                for entity, mention, amount in reading.others(match, candidate.claims[0], candidate.slots["company"]):
                    slots = candidate.slots | {"company": entity.name, "amount": amount.number()}
                    yield candidate.told_of(sentence, mention, slots)


def gather(reading: Reading, candidates: list[Candidate]) -> list[Candidate]:
    """One candidate per valuation of a company."""
    reading.as_first_told(candidates)
    facts = merged(candidates, _same, _join)
    days: dict[tuple[str, int], set[str | None]] = {}
    for other in reading.notes.get("funding_round", ()):
        for sentence, _ in other.told:
            days.setdefault((other.slots["company"], sentence.index), set()).add(other.slots["announced_on"])
    reading.notes["round_dates"] = {where: next(iter(told)) for where, told in days.items() if len(told) == 1}
    for fact in facts:
        fact.slots["as_of"] = fact.slots["as_of"] or _round_date(reading, fact)
    return facts


def _round_date(reading: Reading, fact: Candidate) -> str | None:
    """The date of the company's round that is told in the same sentence or just before; none for an earlier worth."""
    dated: dict[tuple[str, int], str | None] = reading.notes["round_dates"]
    if fact.row.get("earlier"):
        return None
    for sentence, _ in fact.told:
        for index in range(sentence.index, sentence.index - ROUND_REACH, -1):
            if day := dated.get((fact.slots["company"], index)):
                return day
    return None


def _candidate(reading: Reading, match: Match) -> Candidate | None:
    money = match.mention("m") or match.mention("m2") or _scaled_like_before(match)
    cues = _cues(reading.language.code)
    if money is None or not _is_worth(match, money, cues):
        return None
    moods = reading.mood(match)
    who = reading.company(match) or reading.meant(match)
    if who is None or moods & {"negated", "hypothetical"} or not _fits(reading, match, who):
        return None
    currency = reading.currency(money, match.sentence)
    basis = _basis(match, cues)
    date = reading.date(match.sentence, money, reach=90, now=False)
    if date is None and basis == "market":
        date = _trading_day(match) or _day_before(reading, match)
    slots: dict[str, Any] = {
        "company": who.entity.name,
        "amount": money.value.number(),
        "currency": currency,
        "qualifier": money.value.qualifier,
        "as_of": date,
        "basis": basis,
        "status": "rumoured" if _rumoured(moods, match, cues) else "reported",
        **match.construction.preset,
    }
    penalties = ["no_currency"] * (currency is None)
    return Candidate(
        KIND,
        slots,
        [reading.span(match.sentence, money)],
        confidence(match.construction.prior, who.trust, *penalties),
        match.construction.id,
        match.construction.row,
        claims=(money,),
        told=[(match.sentence, money)],
        source=reading.source(match.sentence),
        printed={"amount": reading.printed(money)},
    )


def _scaled_like_before(match: Match) -> Mention | None:
    """« Valorisée 3,8 milliards en 2014, elle en vaut 70 »: a bare number counts as the money before it."""
    number = match.mention("number")
    money = [m for m in match.sentence.mentions if number and m.type == "money" and m.end <= number.start]
    return replace(number, value=scaled(number, money[-1])) if number and money else None


def _trading_day(match: Match) -> str | None:
    """The one day that the sentence names: « l'action a cédé mercredi 3 %, ce qui ramène la capitalisation à... »."""
    days = {
        m.value.iso for m in match.sentence.mentions if m.type == "date" and len(m.value.iso or "") == len("2026-01-31")
    }
    return days.pop() if len(days) == 1 else None


def _day_before(reading: Reading, match: Match) -> str | None:
    """The trading day that one of the two sentences before names alone, where they speak of the market too."""
    traded = _cues(reading.language.code)["traded"]
    index = match.sentence.index
    for sentence in reversed(reading.document.sentences[max(0, index - 2) : index]):
        day = reading.only_date(sentence) if traded.search(sentence.low) else None
        if day and len(day) == len("2026-01-31"):
            return day
    return None


def _is_worth(match: Match, money: Mention, cues: dict[str, re.Pattern[str]]) -> bool:
    """True if nothing in or right after the match says that the money is of another kind."""
    before, _, after = match.text.partition(money.sign)
    if cues["definition"].search(before) or cues["delta"].search(before):
        return False
    if cues["of_thing"].search(match.text, max(0, match.start - THING), match.end):
        return False
    if match.construction.row.get("of_subject") and cues["no_company"].search(match.text[: match.start]):
        return False
    return (
        money.value.number() >= SMALLEST
        and not cues["not"].search(match.found[0])
        and not cues["not_after"].match(after)
    )


def _fits(reading: Reading, match: Match, who: Who) -> bool:
    """The tests that a row asks for besides its pattern."""
    row, named = match.construction.row, match.mention("c")
    if not is_company(who.entity) or (row.get("needs_company") and who.mention is None):
        return False
    if named and row.get("subject") and (who.entity.fund or reading.who.governed(named)):
        return False
    return not row.get("needs_context") or _in_context(reading, match)


def _rumoured(moods: frozenset[str], match: Match, cues: dict[str, re.Pattern[str]]) -> bool:
    if "conditional" in moods or cues["rumour"].search(match.text[: match.start]):
        return True
    return bool({"rumoured"} & moods) and "done" not in moods and not cues["stated"].search(match.found[0])


def _in_context(reading: Reading, match: Match) -> bool:
    """True if the sentence or one of the two before it speaks of what companies are worth."""
    context = _cues(reading.language.code)["context"]
    index = match.sentence.index
    near = reading.document.sentences[max(0, index - 2) : index + 1]
    return any(context.search(sentence.low) for sentence in near)


def _basis(match: Match, cues: dict[str, re.Pattern[str]]) -> str | None:
    around = match.text[max(0, match.start - 60) : match.end + 80]
    full = match.sentence.skeleton.full
    if cues["market"].search(match.found[0]):
        return "market"
    if _traded(match, cues):
        return "market"
    for basis in ("pre_money", "post_money") if match.construction.row.get("earlier") else BASES:
        if cues[basis].search(full if basis != "transaction" else around):
            return basis
    return None


def _traded(match: Match, cues: dict[str, re.Pattern[str]]) -> bool:
    """True if the sentence speaks of a stock market and of no backers; a short one may go on from the one before."""
    sentence = match.sentence
    near = [sentence.skeleton.full]
    before = sentence.document.sentences[sentence.index - 1] if sentence.index else None
    if before and before.paragraph == sentence.paragraph and sentence.end - sentence.start < SHORT:
        near.append(before.skeleton.full)
    return any(map(cues["traded"].search, near)) and not any(map(cues["not_traded"].search, near))


def _same(one: Candidate, other: Candidate) -> bool:
    a, b = one.slots, other.slots
    return same_amount(a["amount"], b["amount"]) and (
        not a["currency"] or not b["currency"] or a["currency"] == b["currency"]
    )


def _join(kept: Candidate, other: Candidate) -> None:
    """What is reported somewhere is reported."""
    if kept.slots["qualifier"] == "exact":
        kept.slots["qualifier"] = other.slots["qualifier"]
    if other.slots["status"] == "reported":
        kept.slots["status"] = "reported"


@cache
def _cues(code: str) -> dict[str, re.Pattern[str]]:
    data = table(code, "valuation")
    cues = data["cues"] | {"context": data["context"]}
    return {name: compiled(pattern) for name, pattern in cues.items()}
