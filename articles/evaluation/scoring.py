"""Counting: what was found, missed and made up, by kind and slot, and what a confidence is worth."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from articles.extraction import Finding

from .calibration import Judged
from .gold import Aliases, GoldArticle
from .matching import LISTS, SLOTS, Pair, is_required, pair, pair_members, scalar_slots

BANDS = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9)  # lower ends of the bands of confidence
MICRO = "micro"


@dataclass
class Counts:
    """True positives, false positives and false negatives."""

    tp: int = 0
    fp: int = 0
    fn: int = 0

    def add(self, tp: int = 0, fp: int = 0, fn: int = 0) -> None:
        """Count some more."""
        self.tp, self.fp, self.fn = self.tp + tp, self.fp + fp, self.fn + fn

    @property
    def precision(self) -> float | None:
        """Share of the findings that are right; None where there are none."""
        return self.tp / (self.tp + self.fp) if self.tp + self.fp else None

    @property
    def recall(self) -> float | None:
        """Share of what was due that was found; None where nothing was due."""
        return self.tp / (self.tp + self.fn) if self.tp + self.fn else None

    @property
    def f1(self) -> float | None:
        """Their harmonic mean; None where there was nothing to find and nothing was found."""
        whole = 2 * self.tp + self.fp + self.fn
        return 2 * self.tp / whole if whole else None

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return {
            "tp": self.tp,
            "fp": self.fp,
            "fn": self.fn,
            "precision": rounded(self.precision),
            "recall": rounded(self.recall),
            "f1": rounded(self.f1),
        }


@dataclass(frozen=True, slots=True)
class Error:
    """A missed fact or a false finding, with the words it rests on."""

    article: str
    what: str
    fact: dict[str, Any]
    quotes: tuple[str, ...]


@dataclass
class Score:
    """All that an evaluation counts. Optional facts that are found count neither way."""

    articles: int = 0
    kinds: dict[str, Counts] = field(default_factory=lambda: {kind: Counts() for kind in SLOTS})
    slots: dict[str, list[int]] = field(default_factory=dict)  # "kind.slot" → [right, all]
    lists: dict[str, Counts] = field(default_factory=dict)  # "kind.slot" → names with their roles
    bands: dict[float, list[int]] = field(default_factory=lambda: {band: [0, 0] for band in BANDS})
    citations: list[int] = field(default_factory=lambda: [0, 0])  # [valid, all]
    judged: list[Judged] = field(default_factory=list)
    errors: list[Error] = field(default_factory=list)

    @property
    def micro(self) -> Counts:
        """Over all kinds."""
        return Counts(*(sum(getattr(c, name) for c in self.kinds.values()) for name in ("tp", "fp", "fn")))

    def precision_from(self, threshold: float) -> float | None:
        """Share of the findings of at least this confidence that are right."""
        right = [one.is_right for one in self.judged if one.confidence >= threshold]
        return sum(right) / len(right) if right else None

    def as_dict(self) -> dict[str, Any]:
        """For JSON and for comparing with an earlier run."""
        return {
            "articles": self.articles,
            "kinds": {kind: counts.as_dict() for kind, counts in (*self.kinds.items(), (MICRO, self.micro))},
            "slots": {
                name: {"right": r, "n": n, "accuracy": rounded(r / n)} for name, (r, n) in sorted(self.slots.items())
            },
            "lists": {name: counts.as_dict() for name, counts in sorted(self.lists.items())},
            "citations": {"valid": self.citations[0], "n": self.citations[1]},
            "bands": {
                str(b): {"right": r, "n": n, "precision": rounded(r / n if n else None)}
                for b, (r, n) in self.bands.items()
            },
            "precision_at_0.8": rounded(self.precision_from(0.8)),
            "precision_at_0.9": rounded(self.precision_from(0.9)),
        }


def share(right: int, n: int, name: str) -> dict[str, Any]:
    """So many right of n, and their share under its name."""
    return {"right": right, "n": n, name: rounded(right / n if n else None)}


def rounded(value: float | None) -> float | None:
    """To four decimals."""
    return None if value is None else round(value, 4)


def score(results: Iterable[tuple[GoldArticle, str, list[Finding]]], aliases: Aliases) -> Score:
    """Compare findings with answers, article by article; the middle item is the body the findings' offsets count in."""
    total = Score()
    for article, body, findings in results:
        found = [finding.as_dict() | {"doubts": finding.doubts} for finding in findings]
        pairs = pair(found, article.facts, article.text, aliases)
        total.articles += 1
        count_citations(total, body, findings)
        count_found(total, article, found, pairs, aliases)
        count_missed(total, article, pairs)
    return total


def count_citations(total: Score, body: str, findings: list[Finding]) -> None:
    """A citation is valid where the quote is just the words between its ends."""
    for finding in findings:
        for citation in finding.citations:
            total.citations[0] += body[citation.start : citation.end] == citation.quote
            total.citations[1] += 1


def count_found(
    total: Score, article: GoldArticle, found: list[dict[str, Any]], pairs: list[Pair], aliases: Aliases
) -> None:
    """Add each finding as right or wrong; one that answers an optional fact counts neither way."""
    answers = {p.found: article.facts[p.gold] for p in pairs}
    for index, fact in enumerate(found):
        gold = answers.get(index)
        if gold is not None and not is_required(gold):
            continue
        is_right = gold is not None
        total.kinds[fact["kind"]].add(tp=is_right, fp=not is_right)
        total.judged.append(Judged(fact["kind"], fact["confidence"], is_right, fact["doubts"]))
        band = total.bands[max(band for band in BANDS if band <= fact["confidence"])]
        band[0] += is_right
        band[1] += 1
        if gold is None:
            total.errors.append(error(article, "false", fact))
        else:
            count_slots(total, fact, gold, aliases)


def count_slots(total: Score, found: dict[str, Any], gold: dict[str, Any], aliases: Aliases) -> None:
    """Add the slots of one right finding."""
    kind = gold["kind"]
    for slot, is_right in scalar_slots(kind, found, gold, aliases).items():
        counts = total.slots.setdefault(f"{kind}.{slot}", [0, 0])
        counts[0] += is_right
        counts[1] += 1
    for slot in sorted(LISTS & set(SLOTS[kind])):
        with_roles = kind != "controversy"  # whose parties have no roles in the codebook
        both, extra, missing = pair_members(found.get(slot), gold.get(slot), aliases, with_roles=with_roles)
        total.lists.setdefault(f"{kind}.{slot}", Counts()).add(both, extra, missing)


def count_missed(total: Score, article: GoldArticle, pairs: list[Pair]) -> None:
    """Add each required fact that nothing answers."""
    answered = {p.gold for p in pairs}
    for index, fact in enumerate(article.facts):
        if index not in answered and is_required(fact):
            total.kinds[fact["kind"]].add(fn=1)
            total.errors.append(error(article, "missed", fact))


def error(article: GoldArticle, what: str, fact: dict[str, Any]) -> Error:
    """An error with the slots that are filled."""
    slots = {slot: fact[slot] for slot in ("kind", *SLOTS[fact["kind"]]) if fact.get(slot) not in (None, [])}
    quotes = [fact.get("quote"), *(citation["quote"] for citation in fact.get("citations", []))]
    return Error(article.id, what, slots, tuple(quote for quote in quotes if quote))
