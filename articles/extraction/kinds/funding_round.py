"""Funding rounds: who raised how much, from whom, in what form."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from ..confidence import confidence
from ..constructions import Match, expanded
from ..coreference import Who, is_company
from ..document import Sentence
from ..entities import Entity
from ..language import table
from ..mentions import Amount, Mention, sign_class
from ..merging import merged, same_amount
from ..reading import Candidate, Reading

KIND = "funding_round"
LEAD_IN = 3  # how many sentences before the first round may name its backers
SMALLEST = 10_000  # no round is smaller; a sum below is an example or a price
REACH = 12  # how many sentences after a round may still speak of it
_MONEY = re.compile(f"[{sign_class('m')}]")
ROLE_RANK = {"lead": 4, "arranger": 3, "lender": 3, "strategic": 2, "investor": 1}


def find(reading: Reading) -> Iterable[Candidate]:
    """Every amount that a construction says was raised."""
    rules = rounds(reading.language.code)
    for sentence in reading.document.sentences:
        for match in reading.table(KIND).matches(sentence):
            candidate = _candidate(reading, match, rules)
            if candidate:
                yield candidate


def gather(reading: Reading, candidates: list[Candidate]) -> list[Candidate]:
    """One candidate per round, with its backers, target, parts and date."""
    rules = rounds(reading.language.code)
    facts = _without_parts(merged(candidates, _same_round, _join), rules)
    scopes = _scopes(reading, facts)
    by_sentence = _by_sentence(facts)
    for fact, scope in zip(facts, scopes, strict=True):
        _called_off(fact, scope, rules)
        if fact.slots.get("series") is None:
            first = fact.told[0][0].index
            bare = [s.skeleton.full for s in scope if s.index > first and "money" not in s.types]
            fact.slots["series"] = _series_in(bare[:2], rules)
        if fact.slots["series"] == "debt":
            fact.slots["debt_amount"] = fact.slots.get("debt_amount") or fact.slots["amount"]
        _backers(reading, fact, by_sentence, scope, rules)
        _parts(fact, scope, rules)
        if fact.slots["series"] == "debt":
            _lend(fact)
    reading.notes[KIND] = facts
    return facts


class Rules:
    """The compiled side tables of `rounds.toml`: guards, series, backers, parts."""

    def __init__(self, code: str) -> None:
        data = table(code, "rounds")
        macros = table(code, "macros").get("macros", {})
        self.context = re.compile(data["context"])
        self.leading = re.compile(data["leading"])
        self.tie = re.compile(data["tie"])
        self.called_off = re.compile(data["called_off"])
        self.pending = re.compile(data["pending"])
        self.borrowed = re.compile(data["borrowed"])
        self.guards = {name: re.compile(pattern) for name, pattern in data["guards"].items()}
        self.series = [(re.compile(row["pattern"]), row["series"]) for row in data["series"]]
        self.backers = [(re.compile(expanded(row["pattern"], macros)), row["role"], row) for row in data["backer"]]
        self.parts = [(re.compile(expanded(row["pattern"], macros)), row["slot"]) for row in data["part"]]


@cache
def rounds(code: str) -> Rules:
    """The side tables of a language; compiled once."""
    return Rules(code)


def _candidate(reading: Reading, match: Match, rules: Rules) -> Candidate | None:
    money = match.mention("m") or match.mention("m2")
    if money is None or money.value.number() < SMALLEST or not _fits(reading, match, money):
        return None
    moods = reading.mood(match)
    if "done" not in moods and rules.pending.match(match.text[match.end :]):
        moods |= {"conditional"}
    if "hypothetical" in moods or ("negated" in moods and "cancelled" not in moods) or _guarded(match, rules):
        return None
    who = reading.company(match, group="c2" if match.mention("c2") else "c")
    if who is None or not is_company(who.entity):
        return None
    givers = _givers(reading, match, who)
    if givers is None:
        return None
    slots: dict[str, Any] = {
        "company": who.entity.name,
        "amount": money.value.number(),
        "currency": reading.currency(money, match.sentence),
        "status": _status(moods),
        "qualifier": money.value.qualifier,
        "announced_on": reading.date(match.sentence, money),
        "series": _series(match, rules),
        "investors": givers,
        **_preset(match, givers, who),
    }
    return Candidate(
        KIND,
        slots,
        [reading.span(match.sentence, money)],
        confidence(match.construction.prior, who.trust, *_penalties(reading, match, slots, rules)),
        match.construction.id,
        claims=(money,),
        told=[(match.sentence, money)],
        source=reading.source(match.sentence),
        printed={"amount": reading.printed(money)},
    )


def _fits(reading: Reading, match: Match, money: Mention) -> bool:
    """True unless the row asks for a date, for a fund or for talk of rounds nearby, and the text gives none."""
    if match.construction.row.get("strict_context") and not _in_context(reading, match, rounds(reading.language.code)):
        return False
    giver = match.mention("o")
    if match.construction.row.get("fund_gives") and not (giver and giver.value.fund):
        return False
    return "needs_date" not in match.construction.row or reading.date(match.sentence, money, reach=30) is not None


def _guarded(match: Match, rules: Rules) -> bool:
    """True if the money is of another kind: a total over years, a market's sum, a price, a salary."""
    text = match.text
    money = match.found.end("m" if match.mention("m") else "m2")
    left = _MONEY.split(text[max(0, match.start - 60) : match.start])[-1].rpartition(",")[2]
    around = left + match.found[0] + _MONEY.split(text[match.end : match.end + 60])[0].partition(",")[0]
    return bool(
        (rules.guards["around"].search(around) and not match.construction.row.get("cumulative"))
        or rules.guards["before"].search(text[: match.start])
        or rules.guards["after"].match(text[money:])
        or rules.guards["inside"].search(match.found[0])
    )


def _preset(match: Match, givers: list[dict[str, str]], who: Who) -> dict[str, Any]:
    preset = dict(match.construction.preset)
    backers = {giver["name"] for giver in givers}
    funds = {m.value.name for m in match.sentence.of_class("o") if m.value.fund}
    if preset.get("series") == "corporate" and (not backers or backers & funds):
        preset.pop("series")
    return preset


def _givers(reading: Reading, match: Match, who: Who) -> list[dict[str, str]] | None:
    """The backer that the construction names; None where it is the company itself."""
    name = match.construction.row.get("giver")
    if not name:
        return _fund_as_subject(reading, match)
    mention = match.mention(name)
    if mention is None:
        return []
    entity = mention.value if isinstance(mention.value, Entity) else None
    behind = name == "x" and match.found.start(name) == match.start  # the giver opens the pattern: a subject
    relative = match.found[0][1:].lstrip(", ").startswith(("qui ", "which ", "who ", "that "))
    if behind and entity and not relative and reading.who.governed(mention):
        subject = reading.who.subject(match.sentence, match.found.end(name))
        entity = subject.entity if subject else entity
    if entity is None:
        found = reading.who.resolve(mention, match.sentence)
        entity = found.entity if found else None
    if entity is who.entity:
        if mention.type == "org":
            return None
        entity = _other_company(match, mention, entity)
    tied = rounds(reading.language.code).tie.search(match.sentence.skeleton.full)
    return [{"name": entity.name, "role": "strategic" if tied else "investor"}] if entity else []


def _fund_as_subject(reading: Reading, match: Match) -> list[dict[str, str]]:
    """« Le fonds X, qui a mené la série B de 28 M€ »: the subject backs the round, it does not raise it."""
    if match.construction.full or match.mention("c"):
        return []
    subject = reading.who.subject(match.sentence, match.start)
    if subject is None or not subject.entity.fund:
        return []
    near = match.text[max(0, match.start - 25) : match.end]
    lead = rounds(reading.language.code).leading.search(near)
    return [{"name": subject.entity.name, "role": "lead" if lead else "investor"}]


def _other_company(match: Match, mention: Mention, company: Entity) -> Entity | None:
    """Whom « le groupe » means where it cannot be the company itself: the one named last before it."""
    before = [m.value for m in match.sentence.of_class("o") if m.start < mention.start and m.value is not company]
    return before[-1] if before else None


def _status(moods: frozenset[str]) -> str:
    if "cancelled" in moods:
        return "cancelled"
    if "conditional" in moods or ("rumoured" in moods and "done" not in moods):
        return "rumoured"
    return "announced"


def _series(match: Match, rules: Rules) -> str | None:
    left = _MONEY.split(match.text[max(0, match.start - 60) : match.start])[-1]
    right = _MONEY.split(match.text[match.end : match.end + 60])[0]
    if rules.borrowed.search(match.found[0]):
        return "debt"
    return _series_in((match.found[0], left + match.found[0] + right), rules)


def _series_in(texts: Iterable[str], rules: Rules) -> str | None:
    for text in texts:
        for pattern, series in rules.series:
            if found := pattern.search(text):
                return str(series).replace("*", found[1] if found.groups() else "")
    return None


def _penalties(reading: Reading, match: Match, slots: dict[str, Any], rules: Rules) -> Iterator[str]:
    if slots["currency"] is None:
        yield "no_currency"
    if match.construction.row.get("needs_context") and not _in_context(reading, match, rules):
        yield "no_context"


def _in_context(reading: Reading, match: Match, rules: Rules) -> bool:
    """True if the sentence, its neighbours or the headline speak of a round."""
    sentences = reading.document.sentences
    index = match.sentence.index
    near = sentences[max(0, index - 1) : index + 2]
    return any(rules.context.search(s.text.lower()) for s in (sentences[0], *near))


def _same_round(one: Candidate, other: Candidate) -> bool:
    """True for the same company and amount, where neither currency, series nor year contradicts."""
    a, b = one.slots, other.slots
    if not same_amount(a["amount"], b["amount"]):
        return False
    if a["currency"] and b["currency"] and a["currency"] != b["currency"]:
        return False
    days = a.get("announced_on"), b.get("announced_on")
    return not (days[0] and days[1] and days[0][:4] != days[1][:4])


def _join(kept: Candidate, other: Candidate) -> None:
    """A round that is announced somewhere is announced, whatever was rumoured before."""
    a, b = kept.slots, other.slots
    if b["status"] == "announced" and a["status"] == "rumoured":
        a["status"] = "announced"
    if b["status"] == "cancelled":
        a["status"] = "cancelled"
    if a["qualifier"] == "exact" and b["qualifier"] != "exact":
        a["qualifier"] = b["qualifier"]
    days = [day for day in (a.get("announced_on"), b.get("announced_on")) if day]
    a["announced_on"] = max(days, key=len, default=None)
    add_backers(a["investors"], [(i["name"], i["role"]) for i in b["investors"]])


def add_backers(investors: list[dict[str, str]], found: Iterable[tuple[str, str]]) -> None:
    """Add backers by name; the weightier role stays."""
    for name, role in found:
        known = next((i for i in investors if i["name"] == name), None)
        if known is None:
            investors.append({"name": name, "role": role})
        elif ROLE_RANK[role] > ROLE_RANK[known["role"]]:
            known["role"] = role


def _scopes(reading: Reading, facts: list[Candidate]) -> list[list[Sentence]]:
    """For each round the sentences that may speak of its backers and parts.

    A sentence that tells a round belongs to it. Those after it, up to the next round told, belong to the last
    main round (the first of its company) within `REACH` sentences, or to the round told just before; those
    that lead in to the first round belong to it.
    """
    by_sentence = _by_sentence(facts)
    main = _mains(facts)
    scopes = {id(fact): list(dict.fromkeys(s for s, _ in fact.told)) for fact in facts}
    first = min(by_sentence, default=0)
    last: Candidate | None = None
    last_main: tuple[int, Candidate] | None = None
    for sentence in reading.document.sentences:
        told = by_sentence.get(sentence.index)
        if told:
            last = told[-1]
            mains = [fact for fact in told if id(fact) in main]
            last_main = (sentence.index, mains[0]) if mains else last_main
            continue
        fact = None
        if last_main and sentence.index - last_main[0] <= REACH:
            fact = last_main[1]
        elif last and sentence.index - 1 in by_sentence:
            fact = last
        elif first - LEAD_IN <= sentence.index < first:
            fact = by_sentence[first][0]
        if fact:
            scopes[id(fact)].append(sentence)
    return [scopes[id(fact)] for fact in facts]


def _by_sentence(facts: list[Candidate]) -> dict[int, list[Candidate]]:
    """The rounds that each sentence tells, by its index."""
    found: dict[int, list[Candidate]] = {}
    for fact in facts:
        for sentence, _ in fact.told:
            if fact not in found.setdefault(sentence.index, []):
                found[sentence.index].append(fact)
    return found


def _mains(facts: list[Candidate]) -> set[int]:
    """The first round told of each company, by identity."""
    first: dict[str, Candidate] = {}
    for fact in facts:
        first.setdefault(fact.slots["company"], fact)
    return {id(fact) for fact in first.values()}


def _backers(
    reading: Reading, fact: Candidate, by_sentence: dict[int, list[Candidate]], scope: list[Sentence], rules: Rules
) -> None:
    """The names that the round's sentences list as backers; a sentence that adds one is evidence."""
    for sentence in scope:
        low, high = _stretch(sentence, fact, by_sentence.get(sentence.index, []))
        names = [
            (mention.value.name, role)
            for mention, role in _listed(reading, sentence, rules)
            if low <= mention.start < high and mention.value.name != fact.slots["company"]
        ]
        add_backers(fact.slots["investors"], names)
        span = reading.span(sentence)
        if names and span not in fact.spans:
            fact.spans.append(span)


def _lend(fact: Candidate) -> None:
    """Who backs a loan lends; who leads it arranges it."""
    roles = {"investor": "lender", "lead": "arranger"}
    for backer in fact.slots["investors"]:
        backer["role"] = roles.get(backer["role"], backer["role"])


def _listed(reading: Reading, sentence: Sentence, rules: Rules) -> list[tuple[Mention, str]]:
    """The backers that a sentence lists, each with its role; read once, whichever rounds ask."""
    known: dict[int, list[tuple[Mention, str]]] = reading.notes.setdefault("backers", {})
    if sentence.index not in known:
        named = sentence.types & {"org", "person"}
        known[sentence.index] = list(_read_backers(reading, sentence, rules)) if named else []
    return known[sentence.index]


def _read_backers(reading: Reading, sentence: Sentence, rules: Rules) -> Iterator[tuple[Mention, str]]:
    text = sentence.skeleton.full
    for pattern, role, row in rules.backers:
        for match in pattern.finditer(text):
            if not row.get("before"):
                mentions = reading.enumeration(sentence, match.end(), full=True, strict=role == "lead")
            else:
                mentions = reading.enumeration_before(sentence, match.start(), full=True)
                mentions = mentions[-1:] if row.get("one") else mentions
                if mentions and role == "investor" and reading.who.governed(mentions[0]):
                    continue
            yield from ((mention, role) for mention in mentions)


def _called_off(fact: Candidate, scope: list[Sentence], rules: Rules) -> None:
    """A planned round that a following sentence calls off is cancelled."""
    own = [sentence for sentence, _ in fact.told]
    where = scope if fact.slots["status"] == "rumoured" else own
    if any(rules.called_off.search(sentence.skeleton.text) for sentence in where):
        fact.slots["status"] = "cancelled"


def _stretch(sentence: Sentence, fact: Candidate, facts: list[Candidate]) -> tuple[int, int]:
    """The part of a sentence that is this round's: it ends where the next round told in it begins."""
    mine = [m.start for s, m in fact.told if s is sentence]
    others = [m.start for f in facts if f is not fact for s, m in f.told if s is sentence]
    if not mine or not others:
        return sentence.start, sentence.end
    low = max((at + 1 for at in others if at < mine[0]), default=sentence.start)
    high = min((at for at in others if at > mine[0]), default=sentence.end)
    return low, high


def _parts(fact: Candidate, scope: list[Sentence], rules: Rules) -> None:
    """Target, equity and debt, said in money or in halves."""
    whole = fact.slots["amount"]
    own = {sentence.index for sentence, _ in fact.told}
    for sentence in scope:
        money_counts = sentence.index in own or sentence.index - 1 in own
        for pattern, slot in rules.parts:
            if fact.slots.get(slot) is not None:
                continue
            found = pattern.finditer(sentence.skeleton.full)
            values = (
                _part_value(sentence, match, whole) for match in found if money_counts or "half" in match.groupdict()
            )
            low, high = (whole / 10, whole * 10) if slot == "target_amount" else (0, whole)
            fits = (v for v in values if v and v != whole and low < v < high)
            fact.slots[slot] = next(fits, None)


def _without_parts(facts: list[Candidate], rules: Rules) -> list[Candidate]:
    """« 15 M€, soit 9 M€ en fonds propres et 6 M€ de dette » is one round: its parts are no rounds."""
    by_sentence = _by_sentence(facts)
    gone: set[int] = set()
    for part in facts:
        indexes = [s.index for s, _ in part.told]
        near = [f for i in indexes for j in (i - 2, i - 1, i) for f in by_sentence.get(j, ()) if id(f) not in gone]
        whole = next((f for f in near if f is not part and _holds(f, part, near)), None)
        slot = _part_slot(part, rules) if whole else None
        if whole and slot:
            whole.slots[slot] = whole.slots.get(slot) or part.slots["amount"]
            whole.spans += [span for span in part.spans if span not in whole.spans]
            lender = "lender" if slot == "debt_amount" else "investor"
            backers = [(i["name"], lender) for i in part.slots["investors"]]
            add_backers(whole.slots["investors"], backers)
            whole.told += [(sentence, whole.told[0][1]) for sentence, _ in part.told]
            gone.add(id(part))
    return [fact for fact in facts if id(fact) not in gone]


def _holds(whole: Candidate, part: Candidate, facts: list[Candidate]) -> bool:
    """True if the part is smaller, of the same company, and told within the whole's sentence or adding up to it."""
    a, b = whole.slots, part.slots
    if a["company"] != b["company"] or a["amount"] <= b["amount"]:
        return False
    gaps = [p.index - w.index for w, _ in whole.told for p, _ in part.told]
    if 0 in gaps:
        return True
    rest = a["amount"] - b["amount"]
    return any(0 < gap <= 2 for gap in gaps) and any(same_amount(f.slots["amount"], rest) for f in facts)


def _part_slot(part: Candidate, rules: Rules) -> str | None:
    """Which part of a round the amount is, by what stands beside it."""
    for sentence, mention in part.told:
        for pattern, slot in rules.parts:
            for match in pattern.finditer(sentence.skeleton.full):
                if match.groupdict().get("m") == mention.sign:
                    return slot
    return None


def _part_value(sentence: Sentence, match: re.Match[str], whole: float) -> float | int | None:
    groups = match.groupdict()
    if sign := groups.get("m"):
        amount: Amount = sentence.skeleton.mentions[sign].value
        return amount.number()
    return Amount(whole / 2).number() if groups.get("half") else None
