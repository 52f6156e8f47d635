"""Which finding answers which gold fact: the codebook's key slots decide, its other slots rank.

The rules are those of the codebook: amounts agree within 0.5 %, names by their key or an alias, the parties of a
deal by two names in common, and a controversy also by the words it rests on.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from .gold import Aliases

TOLERANCE = 0.005
SHORTEST, LONGEST = 12, 600  # a passage shorter or longer says nothing of what a fact is about

NAMES, NUMBERS, LISTS = (
    {"company", "person"},
    {"amount", "value", "target_amount", "equity_amount", "debt_amount"},
    {"investors", "parties"},
)
SLOTS: dict[str, tuple[str, ...]] = {
    "funding_round": (
        "company", "amount", "currency", "status", "qualifier", "target_amount", "equity_amount", "debt_amount",
        "series", "announced_on", "investors",
    ),
    "valuation": ("company", "amount", "currency", "qualifier", "as_of", "basis", "status"),
    "key_figure": ("company", "metric", "value", "unit", "qualifier", "as_of", "status"),
    "deal": ("deal_type", "parties", "amount", "currency", "qualifier", "date", "status"),
    "controversy": ("company", "category", "status", "part", "parties", "started_on"),
    "role": ("person", "company", "title", "status"),
}  # fmt: skip
KEYS: dict[str, tuple[str, ...]] = {
    "funding_round": ("company", "amount", "currency", "status"),
    "valuation": ("company", "amount", "currency"),
    "key_figure": ("company", "metric", "value"),
    "deal": ("deal_type", "parties"),
    "controversy": ("company", "category"),
    "role": ("person", "company", "title"),
}
DEFAULTS = {"qualifier": "exact", "part": "accused"}


@dataclass(frozen=True, slots=True)
class Pair:
    """A finding and the gold fact that it answers, by their numbers."""

    found: int
    gold: int
    rank: float
    share_words: bool


def members(value: Any) -> list[tuple[Any, Any]]:
    """(name, role) of each participant of a list slot."""
    items = value if isinstance(value, list) else []
    return [(i.get("name"), i.get("role")) if isinstance(i, dict) else (i, None) for i in items]


def pair_members(found: Any, gold: Any, aliases: Aliases, *, with_roles: bool) -> tuple[int, int, int]:
    """How many names of two lists are in both, only in the found one, only in the gold one."""
    left, both = members(gold), 0
    ours = members(found)
    for name, role in ours:
        for index, (other, other_role) in enumerate(left):
            if aliases.same(name, other) and (not with_roles or role == other_role):
                del left[index]
                both += 1
                break
    return both, len(ours) - both, len(left)


def parties_agree(found: Any, gold: Any, aliases: Aliases) -> bool:
    """Two names in common or all of them, and more right than wrong."""
    both, extra, missing = pair_members(found, gold, aliases, with_roles=False)
    if both == 0 or extra > both:
        return False
    return both >= 2 or extra + missing == 0


def unit_of(value: Any) -> str | None:
    """A currency, "%" or a named chip; None for units that repeat the metric."""
    text = str(value or "").strip()
    if len(text) == 3 and text.isalpha() and text.isupper() and text != "GPU":
        return text
    return "%" if "%" in text else "h100" if "h100" in text.casefold() else None


def same_value(slot: str, found: Any, gold: Any, aliases: Aliases) -> bool:
    """True where a single-valued slot agrees."""
    if slot in NAMES:
        return aliases.same(found, gold)
    if slot == "unit":
        return unit_of(found) == unit_of(gold)
    if found is None or gold is None:
        return found is gold
    if slot in NUMBERS:
        return abs(float(found) - float(gold)) <= TOLERANCE * abs(float(gold))
    return str(found).casefold() == str(gold).casefold()


def keys_agree(kind: str, found: dict[str, Any], gold: dict[str, Any], aliases: Aliases, *, but: str = "") -> bool:
    """True where every key slot of the kind agrees, one apart."""
    return all(
        parties_agree(found.get(slot), gold.get(slot), aliases)
        if slot in LISTS
        else same_value(slot, found.get(slot), gold.get(slot), aliases)
        for slot in KEYS[kind]
        if slot != but
    )


def scalar_slots(kind: str, found: dict[str, Any], gold: dict[str, Any], aliases: Aliases) -> dict[str, bool]:
    """Which single-valued slots beside the keys agree, of those that either side fills."""
    results = {}
    for slot in SLOTS[kind]:
        if slot in LISTS or (slot in KEYS[kind] and slot != "category"):
            continue
        said, answer = found.get(slot) or DEFAULTS.get(slot), gold.get(slot) or DEFAULTS.get(slot)
        if said is not None or answer is not None:
            results[slot] = same_value(slot, said, answer, aliases)
    return results


def agreement(kind: str, found: dict[str, Any], gold: dict[str, Any], aliases: Aliases) -> float:
    """Mean agreement over the slots that either side fills."""
    scores = [float(ok) for ok in scalar_slots(kind, found, gold, aliases).values()]
    for slot in LISTS & set(SLOTS[kind]):
        both, extra, missing = pair_members(found.get(slot), gold.get(slot), aliases, with_roles=True)
        if both + extra + missing:
            scores.append(2 * both / (2 * both + extra + missing))
    return sum(scores) / len(scores) if scores else 1.0


def passages(fact: dict[str, Any], text: str) -> list[tuple[int, int]]:
    """The stretches of the text that a fact rests on, found by their words: a body may leave out parts."""
    quotes = [fact.get("quote"), *(citation["quote"] for citation in fact.get("citations", []))]
    found = [(text.find(quote), len(quote)) for quote in quotes if quote]
    return [(at, at + size) for at, size in found if at >= 0 and SHORTEST <= size <= LONGEST]


def share_words(found: dict[str, Any], gold: dict[str, Any], text: str) -> bool:
    """True where half of the shorter passage is common to both."""
    return any(
        min(b, d) - max(a, c) >= min(b - a, d - c) / 2
        for a, b in passages(found, text)
        for c, d in passages(gold, text)
    )


def pair(found: list[dict[str, Any]], gold: tuple[dict[str, Any], ...], text: str, aliases: Aliases) -> list[Pair]:
    """One-to-one pairs of findings and gold facts, the best agreement first, required facts before optional ones."""
    pairs = [
        one
        for f, finding in enumerate(found)
        for g, answer in enumerate(gold)
        if (one := candidate(f, finding, g, answer, text, aliases)) is not None
    ]
    settled = {p.found for p in pairs if p.share_words and gold[p.gold]["kind"] == "controversy"}
    return greedy([p for p in pairs if p.share_words or p.found not in settled], gold)


def candidate(f: int, found: dict[str, Any], g: int, gold: dict[str, Any], text: str, aliases: Aliases) -> Pair | None:
    """The pair of a finding and a gold fact with its rank, or None where they tell different facts."""
    kind = gold["kind"]
    if found["kind"] != kind:
        return None
    agree = keys_agree(kind, found, gold, aliases)
    if not agree and (kind != "controversy" or not keys_agree(kind, found, gold, aliases, but="category")):
        return None
    common = share_words(found, gold, text)
    if not agree and not common:
        return None
    return Pair(f, g, agreement(kind, found, gold, aliases) + 0.01 * common, common)


def greedy(pairs: Iterable[Pair], gold: tuple[dict[str, Any], ...]) -> list[Pair]:
    """Each finding and each gold fact at most once."""
    chosen: list[Pair] = []
    ordered = sorted(pairs, key=lambda p: (-p.rank, not is_required(gold[p.gold]), p.found, p.gold))
    for one in ordered:
        if all(one.found != p.found and one.gold != p.gold for p in chosen):
            chosen.append(one)
    return chosen


def is_required(fact: dict[str, Any]) -> bool:
    """Gold facts are required unless they say otherwise."""
    return fact.get("required", True) is not False
