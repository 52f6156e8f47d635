"""What a round is made of: target, equity, debt, and amounts that are parts of a round and none of their own."""

from __future__ import annotations

import re

from .backers import REACH, add_backers, by_sentence
from .document import Sentence
from .mentions import Amount
from .merging import same_amount
from .reading import Candidate
from .rounds import Rules

SHARES = {"half": 2, "third": 3, "quarter": 4}  # by the name of the group that says so
PARTS_REACH = 5  # how many sentences behind a round its parts may be told


def read_parts(fact: Candidate, scope: list[Sentence], rules: Rules) -> None:
    """Target, equity and debt, said in money or in halves."""
    whole = fact.slots["amount"]
    own = {sentence.index for sentence, _ in fact.told}
    for sentence in scope:
        money_counts = any(sentence.index - gap in own for gap in range(3))
        for pattern, slot in rules.parts.fitting(sentence.cues):
            if fact.slots.get(slot) is not None:
                continue
            found = pattern.finditer(sentence.skeleton.full)
            told = (match for match in found if money_counts or SHARES.keys() & match.groupdict().keys())
            values = (_part_value(sentence, match, whole) for match in told)
            low, high = (whole / 10, whole * 10) if slot == "target_amount" else (0, whole)
            fits = (v for v in values if v and v != whole and low < v < high)
            fact.slots[slot] = next(fits, None)


def without_parts(facts: list[Candidate], rules: Rules) -> list[Candidate]:
    """« 15 M€, soit 9 M€ en fonds propres et 6 M€ de dette » is one round: its parts are no rounds."""
    told_by = by_sentence(facts)
    gone: set[int] = set()
    for part in facts:
        indexes = [s.index for s, _ in part.told]
        near = [
            f for i in indexes for j in range(i - PARTS_REACH, i + 1) for f in told_by.get(j, ()) if id(f) not in gone
        ]
        whole = next((f for f in near if f is not part and _holds(f, part, near)), None)
        slot = _part_slot(part, rules) if whole else None
        if whole and (slot or _shared_out(whole, part, rules)):
            if slot:
                whole.slots[slot] = whole.slots.get(slot) or part.slots["amount"]
            whole.spans += [span for span in part.spans if span not in whole.spans]
            lender = "lender" if slot == "debt_amount" else "investor"
            backers = [(i["name"], lender) for i in part.slots["investors"]]
            add_backers(whole.slots["investors"], backers)
            whole.told += [(sentence, whole.told[0][1]) for sentence, _ in part.told]
            gone.add(id(part))
    return [fact for fact in facts if id(fact) not in gone]


def without_tickets(facts: list[Candidate]) -> list[Candidate]:
    """« ..., épaulé par le fonds X, qui apporte 200 M€ » after a larger round of the company: X backs that one."""
    kept: list[Candidate] = []
    for fact in facts:
        round_ = next((r for r in reversed(kept) if _is_ticket(fact, r)), None) if fact.row.get("ticket") else None
        if round_ is None:
            kept.append(fact)
            continue
        add_backers(round_.slots["investors"], [(i["name"], i["role"]) for i in fact.slots["investors"]])
        round_.spans += [span for span in fact.spans if span not in round_.spans]
    return kept


def _is_ticket(part: Candidate, whole: Candidate) -> bool:
    """True if one amount may be a backer's share of a round told shortly before."""
    a, b = whole.slots, part.slots
    gap = part.told[0][0].index - whole.told[0][0].index
    return a["company"] == b["company"] and a["amount"] > b["amount"] and not b["announced_on"] and 0 <= gap <= REACH


def _holds(whole: Candidate, part: Candidate, facts: list[Candidate]) -> bool:
    """True if the part is smaller, of the same company, and told within the whole's sentence or adding up to it."""
    a, b = whole.slots, part.slots
    if a["company"] != b["company"] or a["amount"] <= b["amount"]:
        return False
    gaps = [p.index - w.index for w, _ in whole.told for p, _ in part.told]
    if 0 in gaps:
        return True
    rest = a["amount"] - b["amount"]
    told = [m.value.value for sentence, _ in part.told for m in sentence.mentions if m.type == "money"]
    shared = any(same_amount(value, rest) for value in told) or _adds_up(told, a["amount"])
    if shared and any(0 < gap <= PARTS_REACH for gap in gaps):
        return True
    return any(0 < gap <= 2 for gap in gaps) and any(same_amount(f.slots["amount"], rest) for f in facts)


def _adds_up(parts: list[float], whole: float) -> bool:
    """True for two parts and more that make the whole."""
    return len(parts) > 1 and same_amount(sum(parts), whole)


def _shared_out(whole: Candidate, part: Candidate, rules: Rules) -> bool:
    """« 35 M€, dont 32 auprès de fonds et 3 auprès de particuliers »: what follows « dont » is part of the whole."""
    for sentence, mention in part.told:
        full = sentence.skeleton.full
        if rules.made_up.search(full, 0, full.find(mention.sign)):
            return True
        for first in sentence.mentions:
            if first.type == "money" and same_amount(first.value.number(), whole.slots["amount"]):
                between = sentence.document.norm[first.end : mention.start]
                if first.start < mention.start and rules.of_which.search(between):
                    return True
    return False


def _part_slot(part: Candidate, rules: Rules) -> str | None:
    """Which part of a round the amount is, by what stands beside it."""
    for sentence, mention in part.told:
        for pattern, slot in rules.parts.fitting(sentence.cues):
            for match in pattern.finditer(sentence.skeleton.full):
                if match.groupdict().get("m") == mention.sign:
                    return slot
    return None


def _part_value(sentence: Sentence, match: re.Match[str], whole: float) -> float | int | None:
    groups = match.groupdict()
    if sign := groups.get("m"):
        amount: Amount = sentence.skeleton.mentions[sign].value
        return amount.number()
    divisor = next((number for name, number in SHARES.items() if groups.get(name)), None)
    return Amount(whole / divisor).number() if divisor else None
