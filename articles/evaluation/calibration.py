"""Fitting what a confidence means: a logistic curve from the engine's own score to how often it is right.

Platt scaling (J. Platt, 1999) with a shift for each kind and for each doubt that the engine notes:
p = 1 / (1 + exp(-(slope · logit(score) + shift of the kind + shifts of the doubts))). One slope for all kinds; the
shift of a kind is drawn towards that of all by a prior, and the shift of a doubt towards none, since they have few
examples. A doubt never makes a finding surer.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import NamedTuple

from articles.extraction.confidence import logit

STEPS, RATE = 4000, 0.5
# Logits taken off every shift: of findings on press articles that nobody had looked at, fewer were right than of those
# on the gold, whose totals have been looked at often.
CAUTION = 0.3
PRIOR = 2.0  # examples' worth of pull of a kind's shift to the shift of all, of a doubt's to 0, and of the slope to 1


class Judged(NamedTuple):
    """A finding that was compared with the answers."""

    kind: str
    confidence: float
    is_right: bool
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Calibration:
    """The curve: `slope`, the shift of all kinds, each kind's own, and that of each doubt."""

    slope: float
    shift: float
    shifts: dict[str, float]
    doubts: dict[str, float]

    def cautious(self) -> Calibration:
        """The same curve, less sure by CAUTION."""
        return replace(self, shift=self.shift - CAUTION)

    def as_toml(self) -> str:
        """The table that the engine reads."""
        rows = "\n".join(f"{kind} = {self.shift + own:.4f}" for kind, own in sorted(self.shifts.items()))
        doubts = "\n".join(f"{doubt} = {shift:.4f}" for doubt, shift in sorted(self.doubts.items()))
        return (
            "# From the engine's score to how often a finding is right. Written by manage.py fit_confidence.\n"
            f"slope = {self.slope:.4f}\n\n[shift]\n{rows}\n\n[doubt]\n{doubts}\n"
        )


def fit(judged: Iterable[Judged], kinds: Iterable[str]) -> Calibration:
    """Fit the curve to findings by gradient descent. Raises ValueError where nothing was judged."""
    samples = [(logit(one.confidence), float(one.is_right), (one.kind, *one.doubts)) for one in judged]
    if not samples:
        raise ValueError("There is nothing to fit: no finding was judged.")
    pull = PRIOR / len(samples)
    kinds = list(kinds)
    slope, shift = 1.0, 0.0
    shifts = dict.fromkeys([*kinds, *(name for *_, names in samples for name in names)], 0.0)
    for _ in range(STEPS):
        by_slope, by_shift = pull * (slope - 1), 0.0
        by_name = {name: pull * own for name, own in shifts.items()}
        for x, right, names in samples:
            miss = (sigmoid(slope * x + shift + sum(shifts[name] for name in names)) - right) / len(samples)
            by_slope += miss * x
            by_shift += miss
            for name in names:
                by_name[name] += miss
        slope -= RATE * by_slope
        shift -= RATE * by_shift
        shifts = {name: own - RATE * by_name[name] for name, own in shifts.items()}
        shifts |= {name: min(own, 0.0) for name, own in shifts.items() if name not in kinds}
    doubts = {name: own for name, own in shifts.items() if name not in kinds}
    return Calibration(slope, shift, {kind: shifts[kind] for kind in kinds}, doubts)


def sigmoid(x: float) -> float:
    """The logistic function."""
    return 1 / (1 + math.exp(-x)) if x >= 0 else math.exp(x) / (1 + math.exp(x))
