"""Constructions: tables of patterns over sentence skeletons, one table per kind and language.

A row of `languages/<code>/<kind>.toml`, or of a further part `<kind>_*.toml`; parts follow by name:

    [[construction]]
    id = "raise_money"                       # becomes the finding's rule
    pattern = '''{raise} {q}{m}'''           # {m} a mention, {raise} a macro; see mentions.CLASSES, macros.toml
    on = "text"                              # or "full": before adverbs, dates and parentheses are dropped
    who = "subject"                          # where the company is looked for if the pattern has no {c}
    prior = 0.95                             # how often it is right when all slots are explicit
    set = {series = "corporate"}             # slots that the construction itself states
    needs_sentence = "..."                   # also must be found in the sentence (`needs_before`: before the match;
                                             # `not_sentence`: must not be found from its start to the match's end)
    example = "..."                          # the test-suite checks that it fires on the one
    counter_example = "..."                  # and not on the other

Rows are tried in order, those whose words the sentence has (see cues.py). A table may `fold` the phrases of its
subject, given by one expression, into a sign each before its rows are tried: its patterns then speak of
« président et cofondateur » as `{t}`, and `Match.phrase("t")` gives the words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from .cues import Cued, cues
from .document import Sentence
from .language import table
from .mentions import CLASSES, Mention, sign_class
from .patterns import compiled

_MACRO = re.compile(r"\{([a-z_]+)(\d?)\}")
_FOLDED = 0xF000  # the first of the signs that stand for folded phrases
_PHRASES = f"{chr(_FOLDED)}-{chr(_FOLDED + 255)}"
_PHRASE = "t"


@dataclass(frozen=True, slots=True, eq=False)
class Construction:
    """One compiled row."""

    id: str
    kind: str
    pattern: re.Pattern[str]
    needs: int  # bits; see cues.py
    folds: bool  # speaks of a folded phrase
    phrase: bool  # and needs one
    prior: float
    who: str
    full: bool
    preset: dict[str, Any]
    conditions: tuple[tuple[str, re.Pattern[str]], ...]
    row: dict[str, Any] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Match:
    """A construction found in a sentence."""

    construction: Construction
    sentence: Sentence
    found: re.Match[str]
    phrases: tuple[str, ...] = ()

    def phrase(self, name: str) -> str:
        """The words that a folding table put under the pattern's `{name}`; "" where it was left out."""
        sign = self._sign(name)
        return self.phrases[ord(sign) - _FOLDED] if sign else ""

    def mention(self, name: str) -> Mention | None:
        """The mention behind the pattern's `{name}`, or None where the pattern has none or left it out."""
        sign = self._sign(name)
        return self.sentence.skeleton.mentions[sign] if sign else None

    def _sign(self, name: str) -> str | None:
        return self.found[name] if name in self.construction.pattern.groupindex else None

    def mentions(self, name: str) -> list[Mention]:
        """The mentions behind `{name}`, `{name2}`, ... in order of the text."""
        keys = (key for key in self.construction.pattern.groupindex if key.rstrip("0123456789") == name)
        signs = [sign for key in keys if (sign := self.found[key])]
        return sorted((self.sentence.skeleton.mentions[sign] for sign in signs), key=lambda m: m.start)

    @property
    def anchor(self) -> Mention | None:
        """The mention nearest to what was matched: the first within it, else the last before, else the next."""
        before, inside, after = (
            [m for m in self.sentence.mentions if m.sign in part]
            for part in (self.text[: self.start], self.found[0], self.text[self.end :])
        )
        return next(iter([*inside[:1], *before[-1:], *after[:1]]), None)

    @property
    def start(self) -> int:
        """Where the match begins in the skeleton's string."""
        return self.found.start()

    @property
    def end(self) -> int:
        """Where it ends."""
        return self.found.end()

    @property
    def text(self) -> str:
        """The skeleton's string that was matched against."""
        return self.found.string


class Table:
    """The constructions of one kind in one language."""

    def __init__(self, code: str, kind: str) -> None:
        data = table(code, kind)
        self.data = data
        macros = macros_of(code, kind)
        self.fold = Cued(code, expanded(data["fold"], macros)) if "fold" in data else None
        folding = self.fold.needs if self.fold else 0
        self.rows = [_compiled(code, kind, row, macros, folding) for row in data.get("construction", [])]

    def matches(self, sentence: Sentence, rows: Iterable[Construction]) -> Iterator[Match]:
        """Every construction found in the sentence, row by row of those that its cues allow."""
        skeleton = sentence.skeleton
        texts: dict[bool, tuple[str, tuple[str, ...]]] = {False: (skeleton.text, ()), True: (skeleton.full, ())}
        if self.fold and self.fold.fits(sentence.cues):
            for full in {row.full for row in rows if row.folds}:
                texts[full] = self._folded(texts[full][0], self.fold.pattern)
        for row in rows:
            text, phrases = texts[row.full]
            if row.phrase and not phrases:
                continue
            if not row.pattern.search(text):  # quicker than an iterator that finds nothing
                continue
            for found in row.pattern.finditer(text):
                if all(_holds(name, cue, found) for name, cue in row.conditions):
                    yield Match(row, sentence, found, phrases)

    @staticmethod
    def _folded(text: str, fold: re.Pattern[str]) -> tuple[str, tuple[str, ...]]:
        """The text with one sign for each phrase that a table folds, and these phrases."""
        phrases: list[str] = []

        def one(found: re.Match[str]) -> str:
            if len(phrases) > 255:
                return found[0]
            phrases.append(found[0])
            return chr(_FOLDED + len(phrases) - 1)

        return fold.sub(one, text), tuple(phrases)


class Tables(dict[str, Table]):
    """The tables of a language by kind, and an index of their rows by the two rarest of the needs that each has.

    A row has two bits of its own among those that stand for a sentence, one for each of these needs. A sentence
    that has both is looked at more closely.
    """

    def __init__(self, code: str, kinds: Iterable[str]) -> None:
        super().__init__((kind, constructions(code, kind)) for kind in kinds)
        known = cues(code)
        self._rows = [row for one in self.values() for row in one.rows]
        self._first = known.reserve(2 * len(self._rows))
        self._all = (1 << len(self._rows)) - 1
        for bit, row in enumerate(self._rows, self._first):
            rarest = known.rarest(row.needs)
            if not rarest:
                raise ValueError(f"construction {row.id!r} has neither a word nor a mention that it needs")
            known.tie(rarest, 1 << bit)
            known.tie(known.rarest(row.needs ^ rarest) or rarest, 1 << bit + len(self._rows))

    def fitting(self, sentence: Sentence) -> dict[str, list[Construction]]:
        """The rows that a sentence may match, in order, by kind."""
        present = sentence.cues
        marks = present >> self._first
        near = marks & marks >> len(self._rows) & self._all
        found: dict[str, list[Construction]] = {}
        while near:
            lowest = near & -near
            near ^= lowest
            row = self._rows[lowest.bit_length() - 1]
            if row.needs & present == row.needs:
                found.setdefault(row.kind, []).append(row)
        return found


_CONDITIONS = ("needs_sentence", "needs_before", "not_sentence")


def _holds(name: str, cue: re.Pattern[str], found: re.Match[str]) -> bool:
    """True if the sentence around a match meets one condition of its row."""
    if name == "needs_before":
        return cue.search(found.string, 0, found.start()) is not None
    if name == "not_sentence":
        return cue.search(found.string, 0, found.end()) is None
    return cue.search(found.string) is not None


def _compiled(code: str, kind: str, row: dict[str, Any], macros: dict[str, str], folding: int) -> Construction:
    pattern = expanded(row["pattern"], macros)
    try:
        quick = compiled(pattern)
    except re.error as error:
        raise ValueError(f"construction {row['id']!r}: pattern does not compile: {error}") from error
    known = cues(code)
    further = [expanded(row[name], macros) for name in ("needs_sentence", "needs_before") if name in row]
    needs = known.require(pattern, *further)
    phrase = needs & known.require(f"[{_PHRASES}]")  # before a sentence is folded, only its words tell of phrases
    return Construction(
        id=row["id"],
        kind=kind,
        pattern=quick,
        needs=needs ^ phrase | (folding if phrase else 0),
        folds=_PHRASE in quick.groupindex,
        phrase=phrase != 0,
        prior=float(row["prior"]),
        who=row.get("who", "subject"),
        full=row.get("on", "text") == "full",
        preset=dict(row.get("set", {})),
        conditions=tuple((name, compiled(row[name])) for name in _CONDITIONS if name in row),
        row=row,
    )


def macros_of(code: str, kind: str) -> dict[str, str]:
    """The macros of a kind in a language: those of all kinds and its own."""
    shared: dict[str, str] = table(code, "macros").get("macros", {})
    return shared | table(code, kind).get("macros", {})


def expanded(pattern: str, macros: dict[str, str]) -> str:
    """The pattern as a regular expression: signs become named groups, macros their text."""

    def one(match: re.Match[str]) -> str:
        name, number = match.groups()
        if name in CLASSES:
            return f"(?P<{name}{number}>[{sign_class(name)}])"
        if name == _PHRASE:
            return f"(?P<{name}{number}>[{_PHRASES}])"
        if name in macros and not number:
            return f"(?:{expanded(macros[name], macros)})"
        raise ValueError(f"unknown macro {match[0]} in {pattern!r}")

    return _MACRO.sub(one, pattern)


@cache
def constructions(code: str, kind: str) -> Table:
    """The table of a kind in a language; compiled once."""
    return Table(code, kind)
