"""The kinds of fact, one module each: adding a module here adds a kind.

A module offers `KIND` (its name), `find(reading) -> Iterable[Candidate]` (what single sentences tell) and
`gather(reading, candidates) -> list[Candidate]` (one candidate per fact, after claims were settled).
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import Protocol

from ..constructions import Tables
from ..reading import Candidate, Reading


class Kind(Protocol):
    """What a module of this package offers."""

    KIND: str

    def find(self, reading: Reading) -> Iterable[Candidate]:
        """Candidates, sentence by sentence."""

    def gather(self, reading: Reading, candidates: list[Candidate]) -> list[Candidate]:
        """One candidate per fact."""


@cache
def kinds() -> tuple[Kind, ...]:
    """Every kind, by name."""
    return tuple(import_module(f"{__name__}.{m.name}") for m in iter_modules(__path__) if m.name[0] != "_")


@cache
def tables(code: str) -> Tables:
    """The constructions of a language by kind; all at once, as a sentence's cues are told for all of them."""
    return Tables(code, (kind.KIND for kind in kinds()))
