"""The typed things that a text mentions, and the signs that stand for them in a skeleton."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

# Each type owns a block of 256 private-use characters; the low byte numbers the mentions of a sentence.
BLOCK_SIZE = 256
TYPES = (
    "org",
    "person",
    "money",
    "count",
    "date",
    "media",
    "place",
    "anaphor",
    "percent",
    "product",
    "number",
    "pronoun",
)
BLOCK = {name: 0xE000 + BLOCK_SIZE * index for index, name in enumerate(TYPES)}

# The mention classes that a construction's pattern may name, as `{c}` or `{c2}`.
CLASSES: dict[str, tuple[str, ...]] = {
    "c": ("org", "anaphor", "pronoun", "product"),  # a company, however it is called
    "o": ("org",),
    "a": ("anaphor",),
    "p": ("person",),
    "x": ("org", "person", "anaphor", "pronoun"),  # anybody who can act
    "m": ("money",),
    "n": ("count",),
    "number": ("number",),
    "percent": ("percent",),
    "d": ("date",),
    "media": ("media",),
    "place": ("place",),
    "product": ("product",),
    "pronoun": ("pronoun",),
    "s": ("media", "org", "person"),  # a source
}


@cache
def sign_class(name: str) -> str:
    """The characters that may stand for a mention of this class, for use within [...]."""
    return "".join(f"{chr(BLOCK[t])}-{chr(BLOCK[t] + BLOCK_SIZE - 1)}" for t in CLASSES[name])


SIGNS = f"{chr(BLOCK[TYPES[0]])}-{chr(BLOCK[TYPES[-1]] + BLOCK_SIZE - 1)}"


# None of these is frozen: they are made by the thousand, and freezing one takes three times as long as making it.
@dataclass(slots=True, eq=False)
class Mention:
    """One stretch of the text. `value` is an Amount, a Day or an Entity, by type."""

    type: str
    start: int
    end: int
    value: Any = None
    sign: str = ""
    descriptor: str | None = None  # "start-up" where the text says « la start-up X » or « la start-up »
    known: bool = False  # the editors know the name


@dataclass(slots=True)
class Amount:
    """A number with what it counts: money (`currency`), a metric's unit, or nothing."""

    value: float
    qualifier: str = "exact"
    currency: str | None = None
    metric: str | None = None  # of a count: "employees", "users_monthly"...
    unit: str | None = None  # "%", or the name of a chip
    weak: bool = False  # the unit alone does not tell the metric
    owned: bool = False  # what is counted may be the company's own: « 35 magasins »
    scale: float = 1.0  # 1e6 where it is written with millions

    @property
    def scaled(self) -> bool:
        """True for what is written with millions or milliards."""
        return self.scale >= 1e6

    def number(self) -> int | float:
        """The value, whole where it is whole."""
        rounded = round(self.value, 4)
        return int(rounded) if rounded == int(rounded) else rounded


@dataclass(slots=True)
class Day:
    """A date as precise as the text: an ISO year, month or day; None where it cannot be resolved."""

    iso: str | None
    relative: bool = False
    now: bool = False  # « aujourd'hui », which dates an announcement but no state of things
    ahead: str | None = None  # of « mardi », « le 3 mars »: the next such day, where what is told is still to come
