"""Fitting what a confidence means: a logistic curve from the engine's own score to how often it is right.

Platt scaling (J. Platt, 1999): p = 1 / (1 + exp(-(slope · logit(score) + shift of the kind))). One slope for all kinds
and one shift for each, drawn towards the shift of all by a prior, since a kind has few examples.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from articles.extraction.confidence import logit

STEPS, RATE = 4000, 0.5
PRIOR = 2.0  # examples' worth of pull of a kind's shift to the shift of all, and of the slope to 1


@dataclass(frozen=True, slots=True)
class Calibration:
    """The curve: `slope`, the shift of all kinds, and each kind's own."""

    slope: float
    shift: float
    shifts: dict[str, float]

    def as_toml(self) -> str:
        """The table that the engine reads."""
        rows = "\n".join(f"{kind} = {self.shift + own:.4f}" for kind, own in sorted(self.shifts.items()))
        return (
            "# From the engine's score to how often a finding is right. Written by manage.py fit_confidence.\n"
            f"slope = {self.slope:.4f}\n\n[shift]\n{rows}\n"
        )


def fit(judged: Iterable[tuple[str, float, bool]], kinds: Iterable[str]) -> Calibration:
    """Fit the curve to (kind, score, right) by gradient descent. Raises ValueError where nothing was judged."""
    samples = [(kind, logit(score), float(right)) for kind, score, right in judged]
    if not samples:
        raise ValueError("There is nothing to fit: no finding was judged.")
    pull = PRIOR / len(samples)
    slope, shift, shifts = 1.0, 0.0, dict.fromkeys(kinds, 0.0)
    for _ in range(STEPS):
        by_slope, by_shift = pull * (slope - 1), 0.0
        by_kind = {kind: pull * own for kind, own in shifts.items()}
        for kind, x, right in samples:
            miss = (sigmoid(slope * x + shift + shifts[kind]) - right) / len(samples)
            by_slope += miss * x
            by_shift += miss
            by_kind[kind] += miss
        slope -= RATE * by_slope
        shift -= RATE * by_shift
        shifts = {kind: own - RATE * by_kind[kind] for kind, own in shifts.items()}
    return Calibration(slope, shift, shifts)


def sigmoid(x: float) -> float:
    """The logistic function."""
    return 1 / (1 + math.exp(-x)) if x >= 0 else math.exp(x) / (1 + math.exp(x))
