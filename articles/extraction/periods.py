"""Periods: of when a figure is, and the same figure of other periods told beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from . import lists
from .dates import shifted
from .document import Sentence
from .language import expressions
from .mentions import Amount, Mention
from .reading import Candidate, Reading

MONEY_METRICS = frozenset({"revenue", "net_result", "total_raised"})
RESULTS = frozenset({"revenue", "net_result"})  # of a period; others are of a day
AMOUNTS = frozenset({"money", "count", "number", "percent"})
COMPARABLE = frozenset({("money", "number"), ("money", "count")})  # a bare « 500 millions » reads as money
REPORTING = 4  # sentences in which a release says what it reports
FAR = 300  # characters between a date and its figure, at most
OPENING = 4  # a date that begins no later than this dates the whole sentence
BESIDE = 25  # characters


def date_of(reading: Reading, sentence: Sentence, figure: Mention, *, ahead: bool, money: bool) -> str | None:
    """The ISO date of a figure: the nearest in its clause that no other amount stands between or takes.

    Money may be dated across a comma (« en 2024, dit-il, ... »); a count only by a date beside it.
    """
    kinds = AMOUNTS if figure.type == "percent" else AMOUNTS - {"percent"}
    amounts = [m for m in sentence.mentions if m.type in kinds and m is not figure]
    best: tuple[int, str] | None = None
    reach = 110 if money else 70
    for date in reading.dates(sentence, figure, reach=FAR, deadline=ahead):
        if money and date.value.relative and len(date.value.iso) > len("2026-03"):
            continue  # « mardi » is when it was told
        low, high = sorted((date, figure), key=lambda mention: mention.start)
        between = reading.document.norm[low.end : high.start]
        if date.start - sentence.start >= OPENING:
            if len(between) > reach or any(low.start < amount.start < high.start for amount in amounts):
                continue
            if "," in between and (not money or any(_beside(reading, date, amount) for amount in amounts)):
                continue
        if best is None or len(between) < best[0]:
            best = (len(between), date.value.iso)
    return best[1] if best else None


def settle_dates(reading: Reading, sentence: Sentence, told: list[Candidate]) -> None:
    """Date the figures of a sentence by one another, and by the period that the text reports."""
    _share_dates(told)
    _date_back(reading, sentence, told)
    _of_the_period(reading, told)


def of_other_periods(reading: Reading, sentence: Sentence, one: Candidate) -> Iterator[Candidate]:
    """The same figure of other periods, told right beside it."""
    yield from _earlier(reading, sentence, one)
    yield from _from(reading, one)
    yield from _series(reading, sentence, one)


def _beside(reading: Reading, date: Mention, amount: Mention) -> bool:
    """True if an amount stands right before or after a date: then the date is its own."""
    low, high = sorted((date, amount), key=lambda mention: mention.start)
    between = reading.document.norm[low.end : high.start]
    return len(between) < BESIDE and "," not in between


def _share_dates(told: list[Candidate]) -> None:
    """« En 2024, 40 M€ de ventes pour 3 M€ de pertes »: both are of 2024."""
    for one in told:
        if one.slots["metric"] in RESULTS and one.slots["as_of"] is None and one.slots["value"] is not None:
            same = [c.slots for c in told if c.slots["metric"] in RESULTS and c.slots["metric"] != one.slots["metric"]]
            days = {
                other["as_of"]
                for other in same
                if other["as_of"]
                and other["company"] == one.slots["company"]
                and other["status"] == one.slots["status"]
            }
            one.slots["as_of"] = days.pop() if len(days) == 1 else None


def _date_back(reading: Reading, sentence: Sentence, told: list[Candidate]) -> None:
    """« ..., compared with a loss of $2m on sales of $9m a year earlier »: both are of the year before the rest."""
    span = _cues(reading)["compared"].search(sentence.low) if told else None
    if not span:
        return
    within = [c for c in told if c.claims and span.start() < c.claims[0].start - sentence.start < span.end()]
    days = {c.slots["as_of"] for c in told if c not in within and c.slots["as_of"]}
    for one in within:
        day = days.copy().pop() if len(days) == 1 else None
        one.slots["as_of"] = shifted(day, -1) if day else None


def _of_the_period(reading: Reading, told: list[Candidate]) -> None:
    """In a release of results, what is dated nowhere is of the period that it reports."""
    period, focus = _period(reading), reading.who.focus
    for one in told if period and focus else ():
        slots = one.slots
        result = slots["metric"] in RESULTS and slots["value"] is not None and slots["status"] == "actual"
        if result and slots["as_of"] is None and focus and slots["company"] == focus.name:
            slots["as_of"] = period


def _period(reading: Reading) -> str | None:
    """The year of which the opening of a text says that it reports: « Résultats annuels 2025 »."""
    if "period" not in reading.notes:
        reading.notes["period"] = next(_years_reported(reading), None)
    period: str | None = reading.notes["period"]
    return period


def _years_reported(reading: Reading) -> Iterator[str]:
    latest = (reading.document.published or "9999")[:4]
    for sentence in reading.document.sentences[:REPORTING]:
        if not _cues(reading)["reports"].search(sentence.low):
            continue
        for mention in sentence.mentions:
            year = _printed_year(mention) if mention.type in ("date", "number") else ""
            other = reading.dates_nothing(mention, deadline=False)  # « un tiers de plus qu'en 2016 »
            if year and len(year) == 4 and year.startswith("20") and year <= latest and not other:
                yield year


def _earlier(reading: Reading, sentence: Sentence, one: Candidate) -> Iterator[Candidate]:
    """« ..., contre 11 M€ un an plus tôt »: the same figure of the period before."""
    skeleton = sentence.skeleton
    mention = one.claims[0] if one.claims else None
    found = mention and _cues(reading)["against"].match(skeleton.full, skeleton.full.index(mention.sign) + 1)
    if not mention or not found:
        return
    before = skeleton.mentions[found["amount"]]
    if not _is_comparable(before, mention):
        return
    if before.type == "money" and mention.type == "count" and before.value.currency:
        return
    amount: Amount = before.value
    if before.type == "number" and mention.value.scaled:
        amount = lists.scaled(before, mention)  # « 12 M€, contre 9 un an plus tôt »
    if found["loss"] or (one.slots["value"] < 0 and not found["gain"]):
        amount = replace(amount, value=-abs(amount.value))
    slots = one.slots | {
        "value": amount.number(),
        "qualifier": amount.qualifier,
        "status": "actual",
        "company": _other(reading, sentence, found["other"]) or one.slots["company"],
        "as_of": _printed_year(skeleton.mentions.get(found["year"] or ""))
        or _year_before(reading, sentence, before, one.slots["as_of"]),
    }
    if slots["unit"] and slots["unit"] != "%" and before.type == "money":
        slots["unit"] = reading.currency(before, sentence)
    yield replace(one.told_of(sentence, before, slots), confidence=one.confidence * 0.97, rule="against_before")


def _other(reading: Reading, sentence: Sentence, sign: str | None) -> str | None:
    """« ..., contre 30 M€ pour Y »: the figure compared with is another company's."""
    who = reading.who.resolve(sentence.skeleton.mentions[sign], sentence) if sign else None
    return who.entity.name if who else None


def _printed_year(mention: Mention | None) -> str | None:
    """« (2024 : 6,9 M€) »: the year that stands before the figure, be it read as a date or as a number."""
    if mention is None:
        return None
    return str(mention.value.iso if mention.type == "date" else mention.value.number())


def _year_before(reading: Reading, sentence: Sentence, figure: Mention, later: str | None) -> str | None:
    """The date beside a figure; « un an plus tôt » counts from the date of the figure it is compared with."""
    after = reading.document.norm[figure.end : figure.end + 60].lower()
    if later and _cues(reading)["year_before"].match(after):
        return shifted(later, -1)
    dated = date_of(reading, sentence, figure, ahead=False, money=True)
    if dated is None and later and later == _period(reading):
        return shifted(later, -1)
    return dated


def _from(reading: Reading, one: Candidate) -> Iterator[Candidate]:
    """« est passé de 12 à 18 M€ »: the figure that it rose or fell from."""
    if one.slots["metric"] not in MONEY_METRICS or one.slots["value"] is None or not one.told:
        return
    sentence, mention = one.told[0]
    text = sentence.skeleton.text
    found = _cues(reading)["risen_from"].search(text[: text.find(mention.sign) + 1])
    if not found:
        return
    before = sentence.skeleton.mentions[found["amount"]]
    amount = lists.scaled(before, mention)
    if before.type == "number" and not mention.value.scaled:
        return
    behind = sentence.skeleton.full.partition(before.sign)[2]
    dated = _cues(reading)["dated"].match(behind)
    slots = one.slots | {
        "value": -amount.number() if one.slots["value"] < 0 else amount.number(),
        "qualifier": amount.qualifier,
        "status": "actual",
        "as_of": sentence.skeleton.mentions[dated["date"]].value.iso if dated else None,
    }
    yield replace(one.told_of(sentence, before, slots), confidence=one.confidence * 0.95, rule="risen_from")


def _series(reading: Reading, sentence: Sentence, one: Candidate) -> Iterator[Candidate]:
    """« ... de 21 M€ en 2021, 26 M€ en 2022 et 33 M€ en 2023 »: the same figure year by year."""
    skeleton = sentence.skeleton
    mention = one.claims[0] if one.claims else None
    position = skeleton.full.index(mention.sign) + 1 if mention else 0
    while mention and (found := _cues(reading)["series"].match(skeleton.full, position)):
        amount = skeleton.mentions[found["amount"]]
        date = skeleton.mentions[skeleton.full[found.end() :].lstrip()[0]]
        if not _is_comparable(amount, mention):
            return
        value = -amount.value.number() if one.slots["value"] < 0 else amount.value.number()
        slots = one.slots | {"value": value, "qualifier": amount.value.qualifier, "as_of": date.value.iso}
        yield replace(one.told_of(sentence, amount, slots), confidence=one.confidence * 0.95, rule="year_by_year")
        position = found.end()


def _is_comparable(one: Mention, other: Mention) -> bool:
    """True if the first amount may be the same figure as the second, of another period."""
    return one.type in (other.type, "number") or (one.type, other.type) in COMPARABLE


def _cues(reading: Reading) -> dict[str, re.Pattern[str]]:
    return expressions(reading.language.code, "key_figure", "periods")
