"""Key figures: revenue, result, money raised in all, staff, users, customers, chips, market share."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from ..confidence import confidence
from ..constructions import Match
from ..document import Sentence
from ..entities import is_company
from ..figures import figures
from ..language import expressions
from ..mentions import SIGNS, Amount, Mention
from ..merging import merged, same_amount
from ..periods import MONEY_METRICS, RESULTS, date_of, of_other_periods, settle_dates
from ..reading import Candidate, Reading
from ..scope import is_named_anew, is_of_part_or_many, is_of_some, is_of_unnamed, owner, stands_for_part
from ..stand_ins import FOCUS, Who

KIND = "key_figure"
PLAIN = frozenset({"users", "customers", "employees"})  # told by rows that also read bare millions
FIGURES = ("n", "m", "m2", "percent", "number")  # the groups of a figure in patterns
LEFT = 120  # characters before a figure in which whose it is may be told
PERIODS = ("users_daily", "users_weekly", "users_monthly")
SIZE_PRIOR = 0.9  # of "the 40-strong firm"
NAMING = frozenset({"org", "anaphor"})
TABLE_PRIOR = 0.95  # a table is read right more often than the company behind it is told
MOST_EMPLOYED = 3_000_000
FEWEST_PLAYERS = 500
LONGEST_OPENING = 25  # characters of « Chaque mois, »
LEAST = 10_000  # of a currency, that a company turns over or makes
FEWEST_PEOPLE = 100  # that use something
ASKED = {"revenue": "asked_revenue", "staff": "asked_staff"}  # the cues of questions, by what they ask for


@dataclass(slots=True)
class _Last:
    """What was told last: « d'en atteindre un million » and « elle vise 6 M€ » go on with it."""

    whose: dict[str, Who] = field(default_factory=dict)  # by metric
    result: Candidate | None = None  # the last revenue or net result


def find(reading: Reading) -> Iterable[Candidate]:
    """Every figure that a construction ties to a company."""
    last = _Last()
    for sentence, matches in reading.matches(KIND):
        told: list[Candidate] = []
        for match in matches:
            told += _candidates(reading, match, last)
        settle_dates(reading, sentence, told)
        told += [other for one in told for other in of_other_periods(reading, sentence, one)]
        last.result = next((one for one in reversed(told) if one.slots["metric"] in RESULTS and one.told), last.result)
        yield from told
    yield from _sized(reading)
    yield from _tabled(reading)


def _sized(reading: Reading) -> Iterator[Candidate]:
    """The staff told by the words that stand for a company: "the 40-strong firm"."""
    cue = _cues(reading).get("sized")
    if cue is None or not cue.search(reading.document.low):
        return
    for found in cue.finditer(reading.document.low):
        sentence = reading.sentence_at(found.start())
        mention = _so_called(reading, sentence, found)
        who = reading.who.resolve(mention, sentence) if mention else None
        if mention is None or who is None or not is_company(who.entity):
            continue
        slots = _slots(who.entity.name, "employees", int(found["people"].replace(",", "")))
        printed = {"value": reading.document.text[slice(*found.span("people"))]}
        spans = [reading.span(sentence, mention)]
        yield Candidate(KIND, slots, spans, confidence(SIZE_PRIOR, who.trust), "sized", printed=printed)


def _so_called(reading: Reading, sentence: Sentence, words: re.Match[str]) -> Mention | None:
    """The name or stand-in that some words are a part of, or that they describe: "Brindle, a 40-strong firm"."""
    naming = [m for m in sentence.mentions if m.type in NAMING and m.start <= words.start()]
    if not naming or words.start() < naming[-1].end:
        return naming[-1] if naming else None
    between = reading.document.low[naming[-1].end : words.start()]
    return naming[-1] if _cues(reading)["sized_is"].fullmatch(between) else None


def _tabled(reading: Reading) -> Iterator[Candidate]:
    """The figures that a results release sets out in a table: those of the company that it is about."""
    focus = reading.who.focus
    if focus is None or reading.who.round_up:
        return
    for figure in figures(reading.document):
        found = reading.number_at(figure.at)
        if found is None:
            continue
        sentence, mention = found
        value = Amount(figure.value).number()
        slots = _slots(focus.name, figure.metric, value, unit=figure.currency, as_of=figure.year)
        yield Candidate(
            KIND,
            slots,
            [(figure.start, figure.end)],
            confidence(TABLE_PRIOR, FOCUS),
            "table_of_figures",
            claims=(mention,),
            told=[(sentence, mention)],
            printed={"value": reading.printed(mention)},
        )


def _slots(
    company: str, metric: str, value: float, *, unit: str | None = None, as_of: str | None = None
) -> dict[str, Any]:
    """The slots of a figure that no sentence tells: it is exact and was reached."""
    told = {"company": company, "metric": metric, "value": value, "unit": unit, "as_of": as_of}
    return told | {"qualifier": "exact", "status": "actual"}


def gather(reading: Reading, candidates: list[Candidate]) -> list[Candidate]:
    """One candidate per figure; the same figure told for two dates stays two.

    That a company is in the red is told by the figure of its loss already.
    """
    valued = {_whose_result(c) for c in candidates if c.slots["value"] is not None}
    return merged([c for c in candidates if c.slots["value"] is not None or _whose_result(c) not in valued], _same)


def _whose_result(candidate: Candidate) -> tuple[str, str]:
    """The company and metric of a figure."""
    return candidate.slots["company"], candidate.slots["metric"]


def _candidates(reading: Reading, match: Match, last: _Last) -> Iterator[Candidate]:
    row = match.construction.row
    if not _fits(reading, match) or (row.get("goes_on") and not _goes_on(match, last.result)):
        return
    moods = reading.mood(match)
    if "hypothetical" in moods or ("negated" in moods and not row.get("null")):
        return
    if row.get("metric") == "total_raised" and "rumoured" in moods and "done" not in moods:
        return  # « veut lever 12 M€ au total » is a round to come
    before = None if is_named_anew(reading, match) else last.whose.get(_stood_for(match) or "")
    if row.get("goes_on") and match.mention("pronoun") is None and last.result:
        before = last.whose.get(last.result.slots["metric"])
    who = before or owner(reading, match)
    if who is None or not is_company(who.entity) or stands_for_part(reading, match, who):
        return
    if row.get("null"):
        yield _candidate(reading, match, who, moods, "net_result", None, None)
        return
    goes_on = last.result if row.get("goes_on") else None
    for told, mention, number, status in _figures(reading, match):
        metric, amount = _like(goes_on, number) if goes_on else (told, number)
        last.whose[metric] = who
        candidate = _candidate(reading, match, who, moods, metric, mention, amount, status)
        if row.get("undated") and candidate.slots["as_of"] is not None:
            continue  # « en juin 2020, elle avait déjà levé 2 M€ » tells of a round
        yield candidate
        for entity, other, value in reading.others(match, mention, who.entity.name):
            slots = candidate.slots | {"company": entity.name, "value": value.number()}
            yield candidate.told_of(match.sentence, other, slots)


def _goes_on(match: Match, result: Candidate | None) -> bool:
    """True if a revenue or result was told in the sentence before the match or in the one before."""
    if result is None:
        return False
    sentence, mention = result.told[0]
    return 0 <= match.sentence.index - sentence.index <= 1 and mention is not match.mention("m")


def _like(result: Candidate, amount: Amount) -> tuple[str, Amount]:
    """The metric of a result and an amount of its sign: « la perte atteint 5 M€. Elle était de 3 M€ »."""
    value = result.slots["value"]
    if value is not None and value < 0 < amount.value:
        amount = replace(amount, value=-amount.value)
    return result.slots["metric"], amount


def _fits(reading: Reading, match: Match) -> bool:
    """True if the figure is a named company's, and of the sort that the row reads."""
    row, cues = match.construction.row, _cues(reading)
    count = match.mention("n")
    if is_of_unnamed(reading, match) or (count and not _countable(count.value, row)):
        return False
    if "asked" in row and not _asked(reading, match, row["asked"]):
        return False
    if row.get("since") and not cues["since"].match(reading.printed(match.mentions("d")[0]).lower()):
        return False
    if (count and not _likely(reading, match, count)) or _of_others(reading, match):
        return False
    if "pronoun" in row and _stood_for(match) is None:
        return False
    metric = row.get("number") or _stood_for(match)
    return not metric or bool(row.get("unsupported")) or _spoken_of(match, metric)


def _of_others(reading: Reading, match: Match) -> bool:
    """True for the figure of a part of a company, of many, of an hour, of some of those counted, or of a change."""
    row = match.construction.row
    group = next((name for name in FIGURES if match.found.re.groupindex.get(name) and match.found[name]), None)
    mention = match.mention(group) if group else None
    if group is None or mention is None:
        return False
    left, right = match.text[: match.found.start(group)][-LEFT:], match.text[match.found.end(group) :]
    metric = row.get("metric") or row.get("number") or row.get("counts") or mention.value.metric
    if is_of_part_or_many(reading, metric, left, right) or _too_little(mention.value, metric):
        return True
    if metric in RESULTS:
        told = _cues(reading)["per"].match(right) or _cues(reading)["foreseen"].search(left)
        return bool(told) or (metric == "revenue" and _no_level(reading, match, left))
    return group == "n" and not row.get("sure") and is_of_some(reading, left, right)


def _too_little(amount: Amount, metric: str | None) -> bool:
    """« plusieurs centaines de millions » names no figure, « 1 000 euros de perte » are nobody's result."""
    if not amount.value:
        return amount.qualifier != "exact"
    return metric in RESULTS and amount.currency is not None and abs(amount.value) < LEAST


def _no_level(reading: Reading, match: Match, left: str) -> bool:
    """« une perte de chiffre d'affaires de 5 M€ », « 5 M€ de ventes en moins », « il a déclaré 5 M€ de revenus »."""
    cues = _cues(reading)
    if cues["on_top"].match(match.text, match.end) or cues["income"].search(left):
        return True
    before = match.text[: match.start][-LEFT:]
    if not cues["by_so_much"].search(before):
        return False
    return before == left or bool(cues["by_so_much_of"].search(left))


def _asked(reading: Reading, match: Match, what: str) -> bool:
    """« Vos effectifs ? 260 personnes »: the sentence before asks for the figure."""
    index, cue = match.sentence.index, _cues(reading).get(ASKED[what])
    return bool(cue and index and cue.search(reading.document.sentences[index - 1].low))


def _likely(reading: Reading, match: Match, count: Mention) -> bool:
    """False for those who leave or work for many, followers of somebody, players of a match, more than any staff."""
    row, cues, printed = match.construction.row, _cues(reading), reading.printed(count).lower()
    amount: Amount = count.value
    left = match.text[max(0, match.found.start("n") - 45) : match.found.start("n")]
    lost = not row.get("sure") and cues["loss"].search(left) and not cues["level"].search(left)
    if lost or cues["market"].search(match.text[: match.start]):
        return False
    if amount.owned and not cues["served"].search(match.found[0]):
        return False
    if (row.get("people") and cues["posts"].search(printed)) or cues["late"].search(printed):
        return False
    if cues["followed"].search(printed) and cues["followers"].search(match.sentence.low):
        return False
    if amount.metric == "employees":
        return "counts" in row or amount.value < MOST_EMPLOYED
    return amount.value >= FEWEST_PLAYERS or not cues["players"].search(printed)


def _countable(amount: Amount, row: dict[str, Any]) -> bool:
    """True if the row reads this unit: its metric, and weak or strong as the row asks."""
    if "counts" in row and (amount.value < FEWEST_PEOPLE or (amount.metric == "employees" and not amount.weak)):
        return False  # « deux salariés ont discuté »
    if amount.metric not in row["metrics"] or (amount.weak and row.get("strong")):
        return False
    return amount.weak or not row.get("weak_only")


def _stood_for(match: Match) -> str | None:
    """The metric of a row's pronoun (« en », « ils »): the row's own, or "any": that of the count told last before."""
    metric: str | None = match.construction.row.get("pronoun")
    if metric != "any":
        return metric
    sentence, index = match.sentence, match.sentence.index
    here = [m for m in sentence.mentions if m.type == "count" and 0 <= match.text.find(m.sign) < match.start]
    before = [m for m in sentence.document.sentences[index - 1].mentions if m.type == "count"] if index else []
    told = here or before
    return told[-1].value.metric if told else None


def _spoken_of(match: Match, metric: str) -> bool:
    """True if a count of this metric stands shortly before: « en » needs something to stand for."""
    index = match.sentence.index
    near = match.sentence.document.sentences[max(0, index - 1) : index + 1]
    return any(m.type == "count" and m.value.metric == metric for sentence in near for m in sentence.mentions)


def _figures(reading: Reading, match: Match) -> Iterator[tuple[str, Mention, Amount, str | None]]:
    """(metric, mention, amount, status) of each figure in a match."""
    row = match.construction.row
    mention = match.mention("n") if row.get("metrics") else None
    mention = mention or match.mention("m") or match.mention("m2") or match.mention("percent") or match.mention("n")
    if row.get("range"):
        first, last = match.mention("number"), match.mention("n")
        if first and last:
            metric = last.value.metric
            first, last = sorted((first, last), key=lambda mention: mention.start)
            yield metric, first, first.value, "actual"
            went = _cues(reading)["went"].search(match.text[: match.text.find(first.sign)])
            yield metric, last, last.value, None if went else row.get("second")
        return
    if row.get("number"):
        number = match.mention("number") or mention
        if number:
            yield row["number"], number, number.value, None
        return
    if row.get("period") or mention is None:
        mention = match.mention("m") or match.mention("number")
    if row.get("metric") == "total_raised" and mention and not (mention.value.currency or _of_money(reading, match)):
        return
    if mention is None or (
        mention.type == "money" and mention.value.currency and (row.get("metric") in PLAIN or "pronoun" in row)
    ):
        return
    metric = row.get("metric") or row.get("counts") or _stood_for(match) or mention.value.metric or "users"
    amount = mention.value
    loss = row.get("sign") == -1 or (metric == "net_result" and _cues(reading)["negative"].search(match.found[0]))
    if loss and amount.value > 0:
        amount = replace(amount, value=-amount.value)
    if metric == "users" or (metric in PERIODS and "pronoun" in row):
        metric = _users(reading, match, metric)
    yield metric, mention, amount, None


def _of_money(reading: Reading, match: Match) -> bool:
    """True if the sentence names a currency or speaks of raising: a bare « 269 millions » may count anything."""
    money = (m for m in match.sentence.mentions if m.type == "money")
    return any(m.value.currency for m in money) or bool(_cues(reading)["raising"].search(match.text))


def _users(reading: Reading, match: Match, metric: str) -> str:
    """The sort of users by the period that stands within a match or right behind it."""
    row, cues = match.construction.row, _cues(reading)
    where = match.found["period"] if row.get("period") else f"{_opening(match)} {match.found[0]}{_after(match)}"
    return next((sort for sort in PERIODS if cues[sort].search(where)), metric)


def _opening(match: Match) -> str:
    """The phrase that opens a sentence before its first comma: « Chaque mois, ... »."""
    return match.text[: match.start].partition(",")[0] if "," in match.text[:LONGEST_OPENING] else ""


def _after(match: Match) -> str:
    """What follows a match up to the next amount, comma or 40 characters."""
    return re.split(f"[,;{SIGNS}]", match.text[match.end : match.end + 40])[0]


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
    status = status or match.construction.row.get("status") or _status(reading, match, moods, metric)
    ahead = status != "actual"
    first_of_two = mention is not None and mention is match.mention("number") and "range" in match.construction.row
    date = reading.only_date(match.sentence) if mention is None else None
    if mention and not first_of_two:
        date = date_of(reading, match.sentence, mention, ahead=ahead, money=metric in MONEY_METRICS)
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
        match.construction.row,
        claims=(mention,) if mention else (),
        told=[(match.sentence, mention)] if mention else [],
        source=reading.source(match.sentence),
        printed={"value": reading.printed(mention)} if mention else {},
    )


def _status(reading: Reading, match: Match, moods: frozenset[str], metric: str) -> str:
    if metric == "total_raised":
        return "actual"
    if _cues(reading)["aimed"].match(match.text, match.end):
        return "target"
    if _is_so(reading, match):
        return "actual"
    if moods & {"done", "actual"} and "target" not in moods:
        return "actual"
    if "target" in moods or _cues(reading)["aim"].search(match.text[: match.start]):
        return "target"
    return "forecast" if "forecast" in moods else "actual"


def _is_so(reading: Reading, match: Match) -> bool:
    """« avait réalisé 4 M€ de ventes », « compte 40 salariés »: so it was or is, whatever is wished for beside it."""
    cues = _cues(reading)
    if match.mention("n") and cues["has"].match(match.text, match.start):
        return True
    return bool(cues["reached"].search(match.text[: match.start][-LEFT:]))


def _same(one: Candidate, other: Candidate) -> bool:
    a, b = one.slots, other.slots
    if a["metric"] != b["metric"] or not same_amount(a["value"], b["value"]):
        return False
    days = a.get("as_of"), b.get("as_of")
    return not (days[0] and days[1] and days[0][:4] != days[1][:4])


def _cues(reading: Reading) -> dict[str, re.Pattern[str]]:
    return expressions(reading.language.code, KIND, "cues")
