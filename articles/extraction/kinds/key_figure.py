"""Key figures: revenue, result, money raised in all, staff, users, customers, chips, market share."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

from .. import lists
from ..confidence import confidence
from ..constructions import Match
from ..dates import shifted
from ..document import Sentence
from ..entities import is_company
from ..figures import figures
from ..mentions import SIGNS, Amount, Mention
from ..merging import merged, same_amount
from ..patterns import compiled
from ..reading import Candidate, Reading
from ..stand_ins import FOCUS, Who

KIND = "key_figure"
MONEY_METRICS = frozenset({"revenue", "net_result", "total_raised"})
RESULTS = frozenset({"revenue", "net_result"})
AMOUNTS = frozenset({"money", "count", "number", "percent"})
PLAIN = frozenset({"users", "customers", "employees"})  # told by rows that also read bare millions
OWN = RESULTS | {"employees"}  # what a part of a company has too, and anybody
FIGURES = ("n", "m", "m2", "percent", "number")  # the groups of a figure in patterns
LEFT = 120  # characters before a figure in which whose it is may be told
PERIODS = ("users_daily", "users_weekly", "users_monthly")
COMPARABLE = frozenset({("money", "number"), ("money", "count")})  # a bare « 500 millions » reads as money
TABLE_PRIOR = 0.95  # a table is read right more often than the company behind it is told
MOST_EMPLOYED = 3_000_000
FEWEST_PLAYERS = 500
LEAST = 10_000  # of a currency, that a company turns over or makes
FEWEST_PEOPLE = 100  # that use something
ASKED = {"revenue": "asked_revenue", "staff": "asked_staff"}  # the cues of questions, by what they ask for
REPORTING = 4  # sentences in which a release says what it reports
FAR = 300  # characters between such a date and the figure, at most
OPENING = 4  # a date that begins no later than this dates the whole sentence
BESIDE = 25  # characters


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
        _share_dates(told)
        _date_back(reading, sentence, told)
        _of_the_period(reading, told)
        told += [other for one in told for other in _beside_it(reading, sentence, one)]
        last.result = next((one for one in reversed(told) if one.slots["metric"] in RESULTS and one.told), last.result)
        yield from told
    yield from _tabled(reading)


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
        slots = {
            "company": focus.name,
            "metric": figure.metric,
            "value": Amount(figure.value).number(),
            "unit": figure.currency,
            "qualifier": "exact",
            "as_of": figure.year,
            "status": "actual",
        }
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
    before = None if _named_anew(reading, match) else last.whose.get(_stood_for(match) or "")
    if row.get("goes_on") and match.mention("pronoun") is None and last.result:
        before = last.whose.get(last.result.slots["metric"])
    who = before or _owner(reading, match)
    if who is None or not is_company(who.entity) or _stands_for_part(reading, match, who):
        return
    if row.get("null"):
        yield _candidate(reading, match, who, moods, "net_result", None, None)
        return
    goes_on = last.result if row.get("goes_on") else None
    for told, mention, number, status in _figures(reading, match):
        metric, amount = _like(goes_on, number) if goes_on else (told, number)
        last.whose[metric] = who
        candidate = _candidate(reading, match, who, moods, metric, mention, amount, status)
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


def _beside_it(reading: Reading, sentence: Sentence, one: Candidate) -> Iterator[Candidate]:
    """The same figure of other periods, told right beside it."""
    yield from _earlier(reading, sentence, one)
    yield from _from(reading, one)
    yield from _series(reading, sentence, one)


def _series(reading: Reading, sentence: Sentence, one: Candidate) -> Iterator[Candidate]:
    """« ... de 21 M€ en 2021, 26 M€ en 2022 et 33 M€ en 2023 »: the same figure year by year."""
    skeleton = sentence.skeleton
    mention = one.claims[0] if one.claims else None
    position = skeleton.full.index(mention.sign) + 1 if mention else 0
    while mention and (found := _cues(reading)["series"].match(skeleton.full, position)):
        amount = skeleton.mentions[found["amount"]]
        date = skeleton.mentions[skeleton.full[found.end() :].lstrip()[0]]
        if amount.type not in (mention.type, "number") and (amount.type, mention.type) not in COMPARABLE:
            return
        value = -amount.value.number() if one.slots["value"] < 0 else amount.value.number()
        slots = one.slots | {"value": value, "qualifier": amount.value.qualifier, "as_of": date.value.iso}
        yield replace(one.told_of(sentence, amount, slots), confidence=one.confidence * 0.95, rule="year_by_year")
        position = found.end()


def _fits(reading: Reading, match: Match) -> bool:
    """True if the figure is a named company's, and of the sort that the row reads."""
    row, cues = match.construction.row, _cues(reading)
    count = match.mention("n")
    if cues["unnamed"].search(match.text[: match.end]) or (count and not _countable(count.value, row)):
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
    cues, row = _cues(reading), match.construction.row
    group = next((name for name in FIGURES if match.found.re.groupindex.get(name) and match.found[name]), None)
    mention = match.mention(group) if group else None
    if group is None or mention is None:
        return False
    left, right = match.text[: match.found.start(group)][-LEFT:], match.text[match.found.end(group) :]
    metric = row.get("metric") or row.get("number") or row.get("counts") or mention.value.metric
    if metric in OWN and any(cues[name].search(left) for name in ("of_part", "of_many")):
        return True
    if metric == "employees" and cues["at_part"].match(right):
        return True
    if _too_little(mention.value, metric):
        return True
    if metric in RESULTS:
        return bool(cues["per"].match(right)) or (metric == "revenue" and _no_level(reading, match, left))
    return group == "n" and not row.get("sure") and _some(reading, left, right)


def _stands_for_part(reading: Reading, match: Match, who: Who) -> bool:
    """« ce site compte 40 salariés »: a part of the company that its noun has been taken for."""
    count, stand_in = match.mention("n"), who.mention
    if count is None or count.value.metric != "employees" or stand_in is None or stand_in.type != "anaphor":
        return False
    return bool(_cues(reading)["part"].match(reading.document.low, stand_in.start))


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


def _some(reading: Reading, left: str, right: str) -> bool:
    """« 40 salariés en grève », « 3 000 clients ont été touchés »: not all that there are."""
    cues = _cues(reading)
    return bool(cues["some"].match(right) or (cues["some_only"].match(right) and not cues["all_of"].search(left)))


def _asked(reading: Reading, match: Match, what: str) -> bool:
    """« Vos effectifs ? 260 personnes »: the sentence before asks for the figure."""
    index, cue = match.sentence.index, _cues(reading).get(ASKED[what])
    return bool(cue and index and cue.search(reading.document.sentences[index - 1].low))


def _likely(reading: Reading, match: Match, count: Mention) -> bool:
    """False for those who leave or work for many, followers of somebody, players of a match, more than any staff."""
    row, cues, printed = match.construction.row, _cues(reading), reading.printed(count).lower()
    amount: Amount = count.value
    left = match.text[max(0, match.found.start("n") - 45) : match.found.start("n")]
    if (cues["loss"].search(left) and not row.get("sure")) or cues["market"].search(match.text[: match.start]):
        return False
    if amount.owned and not cues["served"].search(match.found[0]):
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


def _named_anew(reading: Reading, match: Match) -> bool:
    """« X emploie 30 salariés ; Y en compte 40 »: the subject is named since the count told last."""
    actor = reading.subjects.actor(match.sentence, match.start)
    if actor is None or actor.type != "org":
        return False
    counted = (m.start for m in match.sentence.of_class("n") if match.text.find(m.sign) < match.start)
    return actor.start > max(counted, default=-1)


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
        number = match.mention("number")
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
    where = match.found["period"] if row.get("period") else match.found[0] + _after(match)
    return next((sort for sort in PERIODS if cues[sort].search(where)), metric)


def _after(match: Match) -> str:
    """What follows a match up to the next amount, comma or 40 characters."""
    return re.split(f"[,;{SIGNS}]", match.text[match.end : match.end + 40])[0]


def _owner(reading: Reading, match: Match) -> Who | None:
    """The company whose figure it is: the pattern's, else the one after « de », the subject, the topic."""
    count = match.mention("n")
    if match.construction.who == "subject" and not match.construction.full and match.mention("c") is None:
        subject = reading.who.subject(match.sentence, match.start)
        if subject and subject.entity.fund:
            return None
    if match.construction.full and not match.mention("c"):
        mention = match.mention("m") or match.mention("m2")
        where = match.sentence.skeleton.text.find(mention.sign) if mention else -1
        subject = reading.who.subject(match.sentence, where) if where > 0 else None
        if subject and not subject.entity.fund:
            return subject
    who = reading.company(match)
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
    status = status or match.construction.row.get("status") or _status(reading, match, moods, metric)
    ahead = status != "actual"
    first_of_two = mention is not None and mention is match.mention("number") and "range" in match.construction.row
    date = reading.only_date(match.sentence) if mention is None else None
    if mention and not first_of_two:
        date = _as_of(reading, match.sentence, mention, ahead, money=metric in MONEY_METRICS)
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


def _as_of(reading: Reading, sentence: Sentence, figure: Mention, ahead: bool, *, money: bool) -> str | None:
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


def _earlier(reading: Reading, sentence: Sentence, one: Candidate) -> Iterator[Candidate]:
    """« ..., contre 11 M€ un an plus tôt »: the same figure of the period before."""
    skeleton = sentence.skeleton
    mention = one.claims[0] if one.claims else None
    found = mention and _cues(reading)["against"].match(skeleton.full, skeleton.full.index(mention.sign) + 1)
    if not mention or not found:
        return
    before = skeleton.mentions[found["amount"]]
    if before.type not in (mention.type, "number") and (before.type, mention.type) not in COMPARABLE:
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
            if year and len(year) == 4 and year.startswith("20") and year <= latest:
                yield year


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
    dated = _as_of(reading, sentence, figure, False, money=True)
    if dated is None and later and later == _period(reading):
        return shifted(later, -1)
    return dated


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


@cache
def _compiled(code: str, table: Any) -> dict[str, re.Pattern[str]]:
    return {name: compiled(pattern) for name, pattern in table.data["cues"].items()}


def _cues(reading: Reading) -> dict[str, re.Pattern[str]]:
    return _compiled(reading.language.code, reading.tables[KIND])
