"""Key figures: revenue, result, money raised in all, staff, users, customers, chips, market share."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache
from typing import Any

from ..confidence import confidence
from ..constructions import Match
from ..coreference import Who, is_company
from ..mentions import Amount, Mention
from ..merging import merged, same_amount
from ..reading import Candidate, Reading

KIND = "key_figure"
MONEY_METRICS = frozenset({"revenue", "net_result", "total_raised"})


def find(reading: Reading) -> Iterable[Candidate]:
    """Every figure that a construction ties to a company."""
    last: dict[str, Who] = {}  # whose count of each metric was read last: « d'en atteindre un million »
    for sentence in reading.document.sentences:
        for match in reading.table(KIND).matches(sentence):
            yield from _candidates(reading, match, last)


def gather(reading: Reading, candidates: list[Candidate]) -> list[Candidate]:
    """One candidate per figure; the same figure told for two dates stays two."""
    return merged(candidates, _same)


def _candidates(reading: Reading, match: Match, last: dict[str, Who]) -> Iterator[Candidate]:
    row = match.construction.row
    if not _fits(reading, match):
        return
    moods = reading.mood(match)
    if "hypothetical" in moods or ("negated" in moods and not row.get("null")):
        return
    who = last.get(row.get("pronoun", "")) or _owner(reading, match)
    if who is None or not is_company(who.entity):
        return
    if row.get("null"):
        yield _candidate(reading, match, who, moods, "net_result", None, None)
        return
    for metric, mention, amount, status in _figures(match):
        last[metric] = who
        yield _candidate(reading, match, who, moods, metric, mention, amount, status)


def _fits(reading: Reading, match: Match) -> bool:
    """True if the figure is a named company's, and of the sort that the row reads."""
    row, before = match.construction.row, match.text[: match.start]
    cues = _cues(reading)
    count = match.mention("n")
    if cues["unnamed"].search(match.text[: match.end]) or (count and not _countable(count.value, row)):
        return False
    if count:
        left = match.text[max(0, match.found.start("n") - 45) : match.found.start("n")]
        if cues["loss"].search(left) or cues["market"].search(before):
            return False
    metric = row.get("pronoun") or row.get("number")
    return not metric or bool(row.get("unsupported")) or _spoken_of(match, metric)


def _countable(amount: Amount, row: dict[str, Any]) -> bool:
    """True if the row reads this unit: its metric, and weak or strong as the row asks."""
    if amount.metric not in row["metrics"] or (amount.weak and row.get("strong")):
        return False
    return amount.weak or not row.get("weak_only")


def _spoken_of(match: Match, metric: str) -> bool:
    """True if a count of this metric stands shortly before: « en » needs something to stand for."""
    index = match.sentence.index
    near = match.sentence.document.sentences[max(0, index - 1) : index + 1]
    return any(m.type == "count" and m.value.metric == metric for sentence in near for m in sentence.mentions)


def _figures(match: Match) -> Iterator[tuple[str, Mention, Amount, str | None]]:
    """(metric, mention, amount, status) of each figure in a match."""
    row = match.construction.row
    mention = match.mention("m") or match.mention("m2") or match.mention("percent") or match.mention("n")
    if row.get("range"):
        first, last = match.mention("number"), match.mention("n")
        if first and last:
            metric = last.value.metric
            yield metric, first, first.value, "actual"
            yield metric, last, last.value, row.get("second")
        return
    if row.get("number"):
        number = match.mention("number")
        if number:
            yield row["number"], number, number.value, None
        return
    if mention is None:
        return
    metric = row.get("metric") or row.get("counts") or row.get("pronoun") or mention.value.metric
    amount = mention.value
    if row.get("sign") == -1 and amount.value > 0:
        amount = replace(amount, value=-amount.value)
    yield metric, mention, amount, None


def _owner(reading: Reading, match: Match) -> Who | None:
    """The company whose figure it is: the pattern's, else the one after « de », the subject, the topic."""
    who = reading.company(match)
    count = match.mention("n")
    if count is None and match.construction.who == "of" and match.mention("c") is None:
        return reading.who.subject(match.sentence, match.start) or reading.in_mind(match.sentence)
    return who


def _candidate(
    reading: Reading,
    match: Match,
    who: Who,
    moods: frozenset[str],
    metric: str,
    mention: Mention | None,
    amount: Amount | None,
    status: str | None = None,
) -> Candidate:
    unit = None
    penalties: list[str] = []
    if amount and mention:
        unit = amount.unit
        if metric in MONEY_METRICS:
            unit = reading.currency(mention, match.sentence)
            penalties += ["no_currency"] * (unit is None)
        several = len(match.construction.row.get("metrics", ())) > 1
        penalties += ["weak_unit"] * (amount.weak and several and "counts" not in match.construction.row)
    status = status or _status(reading, match, moods, metric)
    ahead = status != "actual"
    first_of_two = mention is not None and mention is match.mention("number") and "range" in match.construction.row
    date = None
    if mention and not first_of_two:
        date = reading.date(match.sentence, mention, reach=70, deadline=ahead, close=True, now=False)
    slots: dict[str, Any] = {
        "company": who.entity.name,
        "metric": metric,
        "value": amount.number() if amount else None,
        "unit": unit,
        "qualifier": amount.qualifier if amount else None,
        "as_of": date,
        "status": status,
    }
    return Candidate(
        KIND,
        slots,
        [reading.span(match.sentence, *([mention] if mention else []))],
        confidence(match.construction.prior, who.trust, *penalties),
        match.construction.id,
        claims=(mention,) if mention else (),
        told=[(match.sentence, mention)] if mention else [],
        source=reading.source(match.sentence),
        printed={"value": reading.printed(mention)} if mention else {},
    )


def _status(reading: Reading, match: Match, moods: frozenset[str], metric: str) -> str:
    if metric == "total_raised":
        return "actual"
    if moods & {"done", "actual"} and "target" not in moods:
        return "actual"
    if "target" in moods:
        return "target"
    return "forecast" if "forecast" in moods else "actual"


def _same(one: Candidate, other: Candidate) -> bool:
    a, b = one.slots, other.slots
    if a["metric"] != b["metric"] or not same_amount(a["value"], b["value"]):
        return False
    days = a.get("as_of"), b.get("as_of")
    return not (days[0] and days[1] and days[0][:4] != days[1][:4])


@cache
def _compiled(code: str, table: Any) -> dict[str, re.Pattern[str]]:
    return {name: re.compile(pattern) for name, pattern in table.data["cues"].items()}


def _cues(reading: Reading) -> dict[str, re.Pattern[str]]:
    return _compiled(reading.language.code, reading.table(KIND))
