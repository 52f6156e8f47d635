"""Who backs a round: the sentences that may say so, and the names that they list."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from .document import Sentence
from .mentions import Mention
from .reading import Candidate, Reading
from .rounds import Rules

LEAD_IN = 3  # how many sentences before the first round may name its backers
REACH = 12  # how many sentences after a round may still speak of it
ROLE_RANK = {"lead": 4, "arranger": 3, "lender": 3, "strategic": 2, "investor": 1}


def add_backers(investors: list[dict[str, str]], found: Iterable[tuple[str, str]]) -> None:
    """Add backers by name; the weightier role stays."""
    for name, role in found:
        known = next((i for i in investors if i["name"] == name), None)
        if known is None:
            investors.append({"name": name, "role": role})
        elif ROLE_RANK[role] > ROLE_RANK[known["role"]]:
            known["role"] = role


def scopes_of(reading: Reading, facts: list[Candidate]) -> list[list[Sentence]]:
    """For each round the sentences that may speak of its backers and parts.

    A sentence that tells a round belongs to it. Those after it, up to the next round told, belong to the last
    main round (the first of its company) within `REACH` sentences, or to the round told just before; those
    that lead in to the first round belong to it. One that only tells what somebody else gave before, the giver
    named by its wording, speaks of the main round too: « Le tour est mené par X, qui avait déjà investi 2 M€ ».
    """
    told_by = by_sentence(facts)
    main = _mains(facts)
    scopes = {id(fact): list(dict.fromkeys(s for s, _ in fact.told)) for fact in facts}
    first = min(told_by, default=0)
    last: Candidate | None = None
    last_main: tuple[int, Candidate] | None = None
    for sentence in reading.document.sentences:
        told = told_by.get(sentence.index)
        if told:
            last = told[-1]
            mains = [fact for fact in told if id(fact) in main]
            last_main = (sentence.index, mains[0]) if mains else last_main
            if last_main and not mains and all(gift.row.get("giver") for gift in told):
                scopes[id(last_main[1])].append(sentence)
                for gift in told:
                    scopes[id(gift)].remove(sentence)
            continue
        fact = None
        if last_main and sentence.index - last_main[0] <= REACH:
            fact = last_main[1]
        elif last and sentence.index - 1 in told_by:
            fact = last
        elif first - LEAD_IN <= sentence.index < first:
            fact = told_by[first][0]
        if fact:
            scopes[id(fact)].append(sentence)
    return [scopes[id(fact)] for fact in facts]


def by_sentence(facts: list[Candidate]) -> dict[int, list[Candidate]]:
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


def gather_backers(
    reading: Reading, fact: Candidate, told_by: dict[int, list[Candidate]], scope: list[Sentence], rules: Rules
) -> None:
    """The names that the round's sentences list as backers; a sentence that adds one is evidence."""
    for sentence in scope:
        told = told_by.get(sentence.index, [])
        low, high = _stretch(sentence, fact, told)
        given = {giver["name"] for other in told if other is not fact for giver in other.slots["investors"]}
        names = [
            (mention.value.name, role)
            for mention, role in backers_in(reading, sentence, rules)
            if low <= mention.start < high
            and mention.value.name != fact.slots["company"]
            and (role == "lead" or mention.value.name not in given)
            and not _of_another(sentence, mention, fact)
        ]
        add_backers(fact.slots["investors"], names)
        span = reading.span(sentence)
        if names and span not in fact.spans:
            fact.spans.append(span)


def _of_another(sentence: Sentence, mention: Mention, fact: Candidate) -> bool:
    """True within brackets that tell another amount: « (after $50m led by X) raised $680m led by Y »."""
    text = sentence.text
    at = mention.start - sentence.start
    opened, closed = text.rfind("(", 0, at), text.find(")", at)
    if opened < 0 or closed < 0 or text.find(")", opened, at) >= 0:
        return False
    own = [m for _, m in fact.told]
    money = (m for m in sentence.mentions if m.type == "money" and opened < m.start - sentence.start < closed)
    return any(m not in own for m in money) and not any(opened < m.start - sentence.start < closed for m in own)


def lend(fact: Candidate) -> None:
    """Who backs a loan lends; who leads it arranges it."""
    roles = {"investor": "lender", "lead": "arranger"}
    for backer in fact.slots["investors"]:
        backer["role"] = roles.get(backer["role"], backer["role"])


def backers_in(reading: Reading, sentence: Sentence, rules: Rules) -> list[tuple[Mention, str]]:
    """The backers that a sentence lists, each with its role; read once, whichever rounds ask."""
    known: dict[int, list[tuple[Mention, str]]] = reading.notes.setdefault("backers", {})
    if sentence.index not in known:
        named = sentence.types & {"org", "person"}
        known[sentence.index] = list(_read_backers(reading, sentence, rules)) if named else []
    return known[sentence.index]


def introduced(reading: Reading, sentence: Sentence, rules: Rules) -> Iterator[Mention]:
    """The names that a sentence lists behind a cue: « auprès de X et Y », « mené par X »."""
    for pattern, row in rules.backers.fitting(sentence.cues):
        for match in () if row.get("before") else pattern.finditer(sentence.skeleton.full):
            yield from reading.enumeration(sentence, match.end(), full=True, strict=row["role"] == "lead")


def _read_backers(reading: Reading, sentence: Sentence, rules: Rules) -> Iterator[tuple[Mention, str]]:
    text = sentence.skeleton.full
    for pattern, row in rules.backers.fitting(sentence.cues):
        role = row["role"]
        for match in pattern.finditer(text):
            if not row.get("before"):
                mentions = reading.enumeration(sentence, match.end(), full=True, strict=role == "lead")
            else:
                mentions = reading.enumeration_before(sentence, match.start(), full=True)
                mentions = mentions[-1:] if row.get("one") else mentions
                if mentions and role == "investor" and reading.who.governed(mentions[0]):
                    continue
            yield from ((mention, role) for mention in mentions)


def _stretch(sentence: Sentence, fact: Candidate, facts: list[Candidate]) -> tuple[int, int]:
    """The part of a sentence that is this round's: it ends where the next round told in it begins."""
    mine = [m.start for s, m in fact.told if s is sentence]
    others = [m.start for f in facts if f is not fact for s, m in f.told if s is sentence]
    if not mine or not others:
        return sentence.start, sentence.end
    low = max((at + 1 for at in others if at < mine[0]), default=sentence.start)
    high = min((at for at in others if at > mine[0]), default=sentence.end)
    return low, high
