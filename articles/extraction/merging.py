"""One fact per event: candidates that tell the same are gathered, and each amount is told once."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from .reading import Candidate

TOLERANCE = 0.005
MOST_CITATIONS = 6


def same_amount(one: float | None, other: float | None) -> bool:
    """True within half a per cent; two absent amounts are the same."""
    if one is None or other is None:
        return one is other
    return abs(one - other) <= TOLERANCE * max(abs(one), abs(other))


def settle_claims(candidates: Iterable[Candidate]) -> list[Candidate]:
    """Drop the candidates whose amount a more confident one of another meaning has claimed, or spare them theirs."""
    owner: dict[int, Candidate] = {}
    kept = []
    for candidate in sorted(candidates, key=lambda c: -c.confidence):
        if any(id(mention) in owner for mention in candidate.claims) and candidate.spared:
            candidate.give_up_claims()
        if all(id(mention) not in owner for mention in candidate.claims):
            kept.append(candidate)
            for mention in candidate.claims:
                owner[id(mention)] = candidate
    return sorted(kept, key=lambda c: c.spans[0])


def whose(candidate: Candidate) -> list[Any]:
    """What candidates that tell the same fact have in common: the company, or the person where there is none."""
    return [candidate.slots.get("company") or candidate.slots.get("person")]


def merged(
    candidates: list[Candidate],
    same: Callable[[Candidate, Candidate], bool],
    join: Callable[[Candidate, Candidate], None] | None = None,
    keys: Callable[[Candidate], Iterable[Any]] = whose,
) -> list[Candidate]:
    """Candidates of one kind with those that tell the same fact made one; the surest keeps its slots.

    Only those that share one of their `keys` are compared, so that time stays linear in a text of many companies.
    `join(kept, other)` may carry over what a kind treats in its own way, before empty slots are filled.
    """
    facts = Shelf(keys)
    for candidate in sorted(candidates, key=lambda c: -c.confidence):
        twin = next((fact for fact in facts.near(candidate) if same(fact, candidate)), None)
        if twin is None:
            facts.add(candidate)
            continue
        if join:
            join(twin, candidate)
        fill(twin, candidate)
        facts.add(twin)
    return sorted(facts.all, key=lambda c: c.spans[0])


class Shelf:
    """Candidates that are found again by any of their keys, in the order in which they were added."""

    def __init__(self, keys: Callable[[Candidate], Iterable[Any]], candidates: Iterable[Candidate] = ()) -> None:
        self.keys = keys
        self.all: dict[Candidate, int] = {}  # each with its place
        self._by_key: dict[Any, dict[Candidate, None]] = {}
        for candidate in candidates:
            self.add(candidate)

    def add(self, candidate: Candidate) -> None:
        """Put a candidate in, or one that is there already under the keys that it has got since."""
        self.all.setdefault(candidate, len(self.all))
        for key in self.keys(candidate):
            self._by_key.setdefault(key, {})[candidate] = None

    def near(self, candidate: Candidate) -> list[Candidate]:
        """Those that share a key with this one, itself included if it was added."""
        found = {each for key in self.keys(candidate) for each in self._by_key.get(key, ())}
        return sorted(found, key=self.all.__getitem__)


def fill(kept: Candidate, other: Candidate) -> None:
    """Carry over evidence and every slot that the kept fact lacks; two witnesses are surer than one."""
    for slot, value in other.slots.items():
        if kept.slots.get(slot) in (None, []):
            kept.slots[slot] = value
    for slot, words in other.printed.items():
        kept.printed.setdefault(slot, words)
    kept.spans += [span for span in other.spans if span not in kept.spans]
    kept.told += other.told
    kept.source = kept.source or other.source
    kept.confidence = 1 - (1 - kept.confidence) * (1 - 0.3 * other.confidence)
