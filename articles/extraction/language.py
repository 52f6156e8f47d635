"""A language: its folder of tables, read once."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "languages"
SHARED = "shared"


@cache
def table(folder: str, name: str) -> dict[str, Any]:
    """The TOML table `languages/<folder>/<name>.toml`, or {} where the language has none."""
    path = FOLDER / folder / f"{name}.toml"
    return tomllib.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}


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


_WORD_END = re.compile(r"[\w-]+'?")


class Ending:
    """A pattern over what stands before a name, tried only where one of the last words can begin a match.

    `words` are the words or phrases of which one must be among the last `reach` words for the pattern to match.
    """

    def __init__(self, pattern: str, words: Iterable[str], reach: int = 4) -> None:
        self.pattern = re.compile(pattern, re.IGNORECASE)
        self.last = frozenset(tail for word in words for tail in _WORD_END.findall(word.lower())[-1:])
        self.reach = reach

    def search(self, left: str) -> re.Match[str] | None:
        """The match at the end of the text before the name, if any."""
        tail = _WORD_END.findall(left.lower())[-self.reach :]
        if not tail or self.last.isdisjoint(tail):
            return None
        return self.pattern.search(left)


@dataclass(frozen=True)
class Language:
    """Word lists of one language, compiled when first used."""

    code: str

    @cached_property
    def words(self) -> dict[str, Any]:
        """The table words.toml."""
        return table(self.code, "words")

    @cached_property
    def common(self) -> frozenset[str]:
        """Words that open a sentence in capitals without being names, in lower case."""
        words = self.words
        nouns = " ".join(words["descriptors"]) + " " + " ".join(words["product_nouns"])
        return frozenset(f"{words['common']} {nouns} {' '.join(words['pronouns'])}".casefold().split())

    @cached_property
    def openers(self) -> frozenset[str]:
        """Words that are in capitals at the head of a sentence only, in lower case."""
        return frozenset(self.words["openers"].split())

    @cached_property
    def adverbs(self) -> re.Pattern[str]:
        """Adverbs and fillers with the blank before or after them."""
        return re.compile(rf"(?:, )?\b(?:{alternatives(self.words['adverbs'])})\b(?:,(?= ))?")

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
        return re.compile(rf";| : |\b(?:{alternatives(self.words['clause_marks'])})\b")

    @cached_property
    def names(self) -> dict[str, frozenset[str]]:
        """First names, media, places and things, shared by all languages."""
        shared = table(SHARED, "names")
        return {
            "first": frozenset(shared["first_names"].split()),
            "media": frozenset(shared["media"]),
            "place": frozenset(shared["places"].strip().split("|")),
            "thing": frozenset(shared["things"].split()),
            "fixed": frozenset(shared["name_fixes"]),
            "company": frozenset(shared["company_words"].split()),
            "fund": frozenset(self.words["fund_words"]),
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
