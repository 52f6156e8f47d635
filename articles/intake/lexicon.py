"""What reading knows of each language, from `languages/*.toml`: a language is added by adding a file."""

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from .draft import Reason

_FOLDER = Path(__file__).parent / "languages"


class Place(StrEnum):
    """Where in a document a line must stand to be boilerplate."""

    HEAD = "head"  # before the first paragraph
    OPENING = "opening"  # among the first dozen lines
    BELOW = "below"  # anywhere below the headline: it reads like one itself
    ANYWHERE = "anywhere"
    BETWEEN = "between"  # alone between two blank lines, with text before and after
    TAIL = "tail"  # with nothing but boilerplate after it


class Opens(StrEnum):
    """What a line takes with it."""

    LINKS = "links"  # the lines right after it that look like links: bullets, titles without a full stop
    LINES = "lines"  # at the end of the document, the paragraph under it


@dataclass(frozen=True, slots=True)
class Rule:
    """A line that matches the whole pattern (letter case apart) is boilerplate, for this reason.

    A `label` ("Read also: ...") says by itself that the line is not the article's, so that even money in it
    does not keep it. `example` is such a line and `counter_example` one that is alike and must stay.
    """

    reason: Reason
    pattern: str
    example: str
    counter_example: str
    place: Place = Place.ANYWHERE
    opens: Opens | None = None
    label: bool = False


@dataclass(frozen=True, slots=True)
class Guard:
    """Words that no boilerplate holds: money, figures of a company, speech."""

    pattern: str
    example: str
    counter_example: str


class Lexicon:
    """The languages' data put together, patterns compiled on first use."""

    def __init__(self, tables: Iterable[dict[str, Any]]) -> None:
        tables = list(tables)
        self.stop_words = {t["code"]: frozenset(t["stop_words"]) for t in tables if t.get("stop_words")}
        self.day_first = {t["code"]: bool(t.get("day_first", True)) for t in tables if "code" in t}
        self.glued = tuple(word for t in tables for word in t.get("glued", ()))
        self.months: dict[str, int] = _merge(tables, "months")
        self.weekdays: dict[str, int] = _merge(tables, "weekdays")
        self.published = _gather(tables, "dateline", "published")
        self.updated = _gather(tables, "dateline", "updated")
        self.filler = _gather(tables, "dateline", "filler")
        self.by = _gather(tables, "dateline", "by")
        self.past_years = _gather(tables, "past", "patterns")
        self.first_person = _gather(tables, "author", "first_person")
        self.author_work = _gather(tables, "author", "work")
        self.rules = tuple(_rule(entry) for t in tables for entry in t.get("boilerplate", ()))
        self.guards = tuple(Guard(**entry) for t in tables for entry in t.get("guard", ()))

    @cached_property
    def guard(self) -> re.Pattern[str]:
        return re.compile("|".join(guard.pattern for guard in self.guards), re.IGNORECASE)

    def rules_at(self, place: Place) -> tuple[tuple[Rule, re.Pattern[str]], ...]:
        return self._compiled[place]

    @cached_property
    def _compiled(self) -> dict[Place, tuple[tuple[Rule, re.Pattern[str]], ...]]:
        compiled = [(rule, re.compile(rule.pattern, re.IGNORECASE)) for rule in self.rules]
        return {place: tuple(pair for pair in compiled if pair[0].place == place) for place in Place}


@cache
def lexicon() -> Lexicon:
    return Lexicon(tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted(_FOLDER.glob("*.toml")))


def _merge(tables: list[dict[str, Any]], key: str) -> dict[str, int]:
    return {word: number for table in tables for word, number in table.get(key, {}).items()}


def _gather(tables: list[dict[str, Any]], section: str, key: str) -> tuple[str, ...]:
    return tuple(word for table in tables for word in table.get(section, {}).get(key, ()))


def _rule(entry: dict[str, Any]) -> Rule:
    opens = Opens(entry["opens"]) if "opens" in entry else None
    return Rule(
        reason=Reason(entry["reason"]),
        pattern=entry["pattern"],
        example=entry["example"],
        counter_example=entry["counter_example"],
        place=Place(entry.get("place", Place.ANYWHERE)),
        opens=opens,
        label=entry.get("label", False),
    )
