"""From a candidate's evidence to a number that means how often it is right."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path

# What a reading takes off its construction's prior.
PENALTIES = {
    "no_currency": 0.85,  # nothing in the text says which money it is
    "weak_unit": 0.85,
    "no_context": 0.7,  # the verb alone does not tell a round from other money
    "vague": 0.85,  # an outcry of which neither what it is about nor who raises it is told
    "question": 0.8,
    "conditional": 0.8,
}
TABLE = Path(__file__).parent / "languages" / "shared" / "confidence.toml"  # written by manage.py fit_confidence
SUREST = 0.99
# How sure a finding with one of these doubts is at most, as the gold has too few of them to fit by. Of 1,390 findings
# above 0.8 in texts of the general press that speak little of business, a reader found 72 % right, whatever else was
# doubted. What an example tells is made up in guides and true in the press: nobody counted how often.
CEILINGS = {"elsewhere": 0.75, "invented": 0.5}
_raw: ContextVar[bool] = ContextVar("raw", default=False)


def confidence(prior: float, trust: float, *penalties: str) -> float:
    """The prior of the construction, the trust in whose fact it is, and what speaks against it, multiplied."""
    value = prior * trust
    for name in penalties:
        value *= PENALTIES[name]
    return value


def calibrated(kind: str, score: float, doubts: Collection[str] = ()) -> float:
    """How often findings of this kind, score and doubts are right, between 0 and 0.99, to three decimals."""
    slope, shifts, weights = _curve()
    surest = SUREST
    if not _raw.get() and kind in shifts:
        shift = shifts[kind] + sum(weights.get(doubt, 0.0) for doubt in doubts)
        score = 1 / (1 + math.exp(-(slope * logit(score) + shift)))
        surest = min(CEILINGS.get(doubt, SUREST) for doubt in ("", *doubts))
    return round(min(max(score, 0.0), surest), 3)


def logit(share: float) -> float:
    """The logarithm of the odds of a share, held away from the two ends."""
    share = min(max(share, 0.001), 0.999)
    return math.log(share / (1 - share))


@contextmanager
def uncalibrated() -> Iterator[None]:
    """Inside, confidences are the engine's own scores: what a fit starts from."""
    token = _raw.set(True)
    try:
        yield
    finally:
        _raw.reset(token)


@cache
def _curve() -> tuple[float, dict[str, float], dict[str, float]]:
    """The slope, the shift of each kind and that of each doubt; none where nothing was fitted yet."""
    if not TABLE.is_file():
        return 1.0, {}, {}
    table = tomllib.loads(TABLE.read_text(encoding="utf-8"))
    return table["slope"], table["shift"], table.get("doubt", {})
