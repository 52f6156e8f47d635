"""A language: its folder of tables, read once."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import Any

from .cues import Cued
from .patterns import compiled

FOLDER = Path(__file__).parent / "languages"
SHARED = "shared"


@cache
def table(folder: str, name: str) -> dict[str, Any]:
    """The TOML table `languages/<folder>/<name>.toml` with its further parts `<name>_*.toml`, or {} without any."""
    whole: dict[str, Any] = {}
    for path in sorted((FOLDER / folder).glob(f"{name}*.toml")):
        if path.stem == name or path.stem.startswith(f"{name}_"):
            _add(whole, tomllib.loads(path.read_text(encoding="utf-8")))
    return whole


def _add(whole: dict[str, Any], part: dict[str, Any]) -> None:
    """Join the lists and tables of one file to those of the files before it."""
    for key, value in part.items():
        if isinstance(value, dict):
            _add(whole.setdefault(key, {}), value)
        elif isinstance(value, list):
            whole[key] = whole.get(key, []) + value
        elif key in whole:
            raise ValueError(f"{key!r} stands in two parts of a table")
        else:
            whole[key] = value


@cache
def expressions(code: str, name: str, part: str) -> dict[str, re.Pattern[str]]:
    """The expressions of one part of a table by their names, compiled once."""
    return {key: compiled(pattern) for key, pattern in table(code, name)[part].items()}


@cache
def codes() -> tuple[str, ...]:
    """The languages that have a folder with words of their own."""
    return tuple(sorted(p.parent.name for p in FOLDER.glob("*/words.toml")))


def alternatives(words: Any) -> str:
    """A regular expression for any of the literal words, longest first."""
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


def any_of(patterns: Any) -> str:
    """A regular expression for any of these expressions."""
    return "|".join(f"(?:{pattern})" for pattern in patterns)


_ESCAPED = re.compile(r"\\.|\(\?P<\w+>|[^\W\d_]")


def lowered(pattern: str) -> str:
    """The expression for texts in lower case: matching them is faster than ignoring case."""
    return _ESCAPED.sub(lambda part: part[0].lower() if len(part[0]) == 1 else part[0], pattern)


_WORD_END = re.compile(r"[\w-]+'?")


class Ending:
    """A pattern over what stands before a name, tried only where one of the last words can begin a match.

    `words` are the words or phrases of which one must be among the last `reach` words for the pattern to match.
    """

    def __init__(self, pattern: str, words: Iterable[str], reach: int = 4) -> None:
        self.pattern = compiled(lowered(pattern))
        self.last = frozenset(tail for word in words for tail in _WORD_END.findall(word.lower())[-1:])
        self.reach = reach

    def search(self, left: str) -> re.Match[str] | None:
        """The match at the end of the text before the name, if any; case does not count."""
        low, words = _in_words(left)
        return None if self.last.isdisjoint(words[-self.reach :]) else self.pattern.search(low)


@lru_cache(1024)  # several patterns look at what stands before one name
def _in_words(left: str) -> tuple[str, list[str]]:
    """A text in lower case, and its words."""
    low = left.lower()
    return low, _WORD_END.findall(low)


@cache
def listed(name: str) -> frozenset[str]:
    """A list of names of `shared/evidence.toml`."""
    names: str = table(SHARED, "evidence")[name]
    return frozenset(names.replace("\n", "|").split("|"))


@dataclass(frozen=True)
class Language:
    """Word lists of one language, compiled when first used."""

    code: str

    @cached_property
    def words(self) -> dict[str, Any]:
        """The table words.toml."""
        return table(self.code, "words")

    @cached_property
    def _bare_capitals(self) -> re.Pattern[str] | None:
        pattern = self.words.get("bare_capitals")
        return compiled(pattern) if pattern else None

    def accented(self, text: str) -> str:
        """The text with the accents that its capitals lack: « l'Etat » is « l'État »; same length."""
        bare = self._bare_capitals
        return bare.sub(lambda capital: "É" if capital[0] == "E" else "À", text) if bare else text

    @cached_property
    def common(self) -> frozenset[str]:
        """Words that open a sentence in capitals without being names, in lower case."""
        words = self.words
        nouns = (words[key] for key in ("descriptors", "product_nouns", "before_name", "pronouns"))
        return frozenset(" ".join([words["common"], *(" ".join(each) for each in nouns)]).casefold().split())

    @cached_property
    def openers(self) -> frozenset[str]:
        """Words that are in capitals at the head of a sentence only, in lower case."""
        return frozenset(self.words["openers"].split())

    @cached_property
    def adverbs(self) -> Cued:
        """Adverbs and fillers with the blank before or after them."""
        adverbs, others = alternatives(self.words["adverbs"]), self.words["not_adverbs"]
        return Cued(self.code, rf"(?:, )?\b(?!{others})(?:{adverbs})\b(?:,(?= ))?")

    @cached_property
    def after_preposition(self) -> Ending:
        """Matches a left context that ends in a preposition, so that what follows is no subject."""
        articles = self.words["articles"]
        between = self.words["before_name"]
        return Ending(
            rf"(?:^|[\s('\"])(?:{alternatives(self.words['prepositions'])})(?: |(?<='))?"
            rf"(?:(?:{alternatives(articles)}) ?)?(?:(?:{alternatives(between)}) )?$|'s $",
            [*self.words["prepositions"], "'s", "s"],
        )

    @cached_property
    def clause_mark(self) -> re.Pattern[str]:
        """Where a clause ends and another mood may begin."""
        return compiled(rf";| ?: |\b(?:{alternatives(self.words['clause_marks'])})\b")

    @cached_property
    def names(self) -> dict[str, frozenset[str]]:
        """First names, media, places and things, shared by all languages."""
        shared = table(SHARED, "names")
        company, fund = frozenset(shared["company_words"].split()), frozenset(self.words["fund_words"])
        return {
            "first": frozenset(shared["first_names"].split()),
            "media": frozenset(shared["media"]),
            "place": frozenset(shared["places"].strip().split("|")),
            "honorific": frozenset(shared["honorifics"].split()),
            "thing": frozenset(shared["things"].split()) - frozenset(self.words["names_here"]),
            "fixed": frozenset(shared["name_fixes"]),
            "statesmen": frozenset(shared["statesmen"]),
            "company": company,
            "fund": fund,
            "firm": company | fund | {"&"},  # words that no person's name has
            "public": frozenset(self.words["public_bodies"]),
            "bodies": frozenset(self.words.get("public_endings", ())),
        }


@cache
def load(code: str) -> Language:
    """The language of this code; one object per process."""
    return Language(code)


def recognise(text: str) -> str | None:
    """The code of the language whose stop words fill the text, or None where none does."""
    words = re.findall(r"[^\W\d_]+", text[:6000].casefold())
    if not words:
        return None
    shares = {code: sum(w in _stop_words(code) for w in words) / len(words) for code in codes()}
    best = max(shares, key=lambda code: shares[code])
    return best if shares[best] >= 0.12 else None


@cache
def _stop_words(code: str) -> frozenset[str]:
    return frozenset(table(code, "words")["stop_words"])
