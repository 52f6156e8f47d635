"""Which expressions a sentence can match at all, told from its words before any of them is tried.

An expression such as `l[eè]v(?:e|ait) des fonds` cannot match where no word holds « lev » or « lèv », or none
holds « fonds », and `{m}` not where no money is mentioned. Such needs are read off the expression itself, once; a
sentence's words are looked up once for all expressions of a language. So a table may hold hundreds of rows, and a
sentence pays for those few that its words and mentions allow.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache, reduce
from operator import or_
from typing import Any, Generic, Protocol, TypeVar

from .mentions import BLOCK, BLOCK_SIZE
from .patterns import REPEATS, ZERO_WIDTH, compiled

# The parser of `re` is private, but there is no other, and a copy would drift; a test tells when it moves.
from re import _constants, _parser  # type: ignore[attr-defined]  # isort: skip

SHORTEST = 3  # letters: a shorter piece stands in nearly every sentence
WIDEST = 256  # strings that part of an expression may stand for before they are no longer told apart
KEPT_WORDS = 1 << 14
KEPT_CHOICES = 1 << 10

WORD = re.compile(r"\w+")
MARKS = ("(", ":")  # stand in few sentences, so that an expression with one is worth sparing the others
_SIGNS = frozenset(chr(first) for first in range(0xE000, 0xF900, BLOCK_SIZE))  # the first of each block
_EDGE = "|"  # stands for the beginning or end of a word: « |an| » is the word itself
_PIECE = re.compile(r"\|?\w+\|?")
_CLOSED = re.compile(r"\w.*\W$", re.DOTALL)  # a word with its end
_BETWEEN = re.compile(r"(?:^|\W)$")
_INNER_EDGE = re.compile(r"(?<=\w)(?=[^\w|])|(?<=[^\w|])(?=\w)")

Needs = list[frozenset[str]]


class Cues:
    """The needs of all expressions of a language, each a bit of the numbers that stand for sentences."""

    def __init__(self) -> None:
        self._bits: dict[frozenset[str], int] = {}
        self._next = 0  # bit that stands for nothing yet
        self.size = 0  # grows with what is known; a sentence that was looked up before that is to be looked up again
        self._by_start: dict[str, list[tuple[str, int]]] = {}
        self._by_sign: dict[str, int] = {}
        self._tied: dict[int, int] = {}  # by the bit of a need, all that it sets
        self._forget()

    def _forget(self) -> None:
        """Begin new memories, so that no thread stores in them what it looked up without the last need."""
        self.of_word = _Words(self._by_start, self._tied)  # the bits of the needs that a word fulfils
        self._of_signs: dict[frozenset[str], int] = {}
        self.size += 1

    def require(self, *patterns: str) -> int:
        """The bits that a sentence must have for all the patterns to match within it."""
        return reduce(or_, (self._bit(pieces) for pattern in patterns for pieces in needs(pattern)), 0)

    def _bit(self, pieces: frozenset[str]) -> int:
        if pieces not in self._bits:
            bit = self._bits[pieces] = self._tied[1 << self._next] = 1 << self._next
            self._next += 1
            for piece in pieces:
                if piece in _SIGNS:
                    self._by_sign[piece] = self._by_sign.get(piece, 0) | bit
                else:
                    self._by_start.setdefault(piece[:SHORTEST], []).append((piece, bit))
            self._forget()
        return self._bits[pieces]

    def reserve(self, number: int) -> int:
        """The first of so many bits that stand for nothing, to be tied to needs."""
        first, self._next = self._next, self._next + number
        return first

    def tie(self, need: int, bit: int) -> None:
        """Let whatever fulfils a need set a further bit."""
        self._tied[need] |= bit
        self._forget()

    def rarest(self, bits: int) -> int:
        """Of some needs the one that the fewest sentences may be expected to fulfil; 0 of none."""
        return max((_strength(pieces), bit) for pieces, bit in self._bits.items() if bit & bits)[1] if bits else 0

    def present(self, words: Iterable[str]) -> int:
        """The bits of the needs that words in lower case and marks fulfil."""
        return reduce(or_, map(self.of_word.__getitem__, words), 0)

    def mentioned(self, types: frozenset[str]) -> int:
        """The bits of the needs that mentions of these types fulfil."""
        memory = self._of_signs
        if types not in memory:
            told = reduce(or_, (self._by_sign.get(chr(BLOCK[name]), 0) for name in types), 0)
            memory[types] = reduce(or_, (tied for need, tied in self._tied.items() if need & told), 0)
        return memory[types]


class _Words(dict[str, int]):
    """The bits of words that were looked up, as a dictionary because nothing is quicker."""

    def __init__(self, by_start: dict[str, list[tuple[str, int]]], tied: dict[int, int]) -> None:
        super().__init__()
        self.by_start, self.tied = by_start, tied

    def __missing__(self, word: str) -> int:
        edged, found = f"{_EDGE}{word}{_EDGE}", 0
        for at in range(len(edged) - SHORTEST + 1):
            for piece, bit in self.by_start.get(edged[at : at + SHORTEST], ()):
                if edged.startswith(piece, at):
                    found |= self.tied[bit]
        if len(self) >= KEPT_WORDS:
            self.clear()
        self[word] = found
        return found


def marks(text: str, start: int, end: int) -> list[str]:
    """The marks that a stretch of a text holds."""
    return [mark for mark in MARKS if text.find(mark, start, end) >= 0]


class Cued:
    """An expression with the bits that a sentence must have for it to match within the sentence."""

    __slots__ = ("needs", "pattern")

    def __init__(self, code: str, pattern: str, flags: int = 0) -> None:
        self.pattern = compiled(pattern, flags)
        self.needs = cues(code).require(pattern)

    def fits(self, present: int) -> bool:
        """True where a sentence with these bits may match."""
        return self.needs & present == self.needs


Thing = TypeVar("Thing")


class Choices(Generic[Thing]):
    """Expressions with what each stands for, of which a sentence has to try few."""

    def __init__(self, choices: Iterable[tuple[Cued, Thing]]) -> None:
        self._choices = tuple(choices)
        self._mask = reduce(or_, (cued.needs for cued, _ in self._choices), 0)
        self._fitting = lru_cache(KEPT_CHOICES)(self._fit)

    def fitting(self, present: int) -> tuple[tuple[re.Pattern[str], Thing], ...]:
        """Those that a sentence with these bits may match, in order."""
        return self._fitting(present & self._mask)

    def _fit(self, present: int) -> tuple[tuple[re.Pattern[str], Thing], ...]:
        return tuple((cued.pattern, thing) for cued, thing in self._choices if cued.fits(present))


class Stretch(Protocol):
    """Part of a text, such as a sentence, whose words were looked up."""

    start: int
    end: int

    @property
    def cues(self) -> int:
        """The bits of the needs that its words fulfil."""


@cache
def cues(code: str) -> Cues:
    """The needs of a language's expressions; one object per process."""
    return Cues()


def needs(pattern: str) -> Needs:
    """Sets of pieces of words, in lower case: wherever the pattern matches, words hold one piece of each set.

    A match may begin or end within a word, so « lev » may stand in « élever »; a bar is an edge of a word. The
    first sign of a block stands for any mention of it. Empty where nothing can be said.
    """
    strings, found = _read(_parser.parse(pattern))
    return list(dict.fromkeys(found + _pieces(strings)))


def _read(nodes: Iterable[tuple[Any, Any]]) -> tuple[set[str] | None, Needs]:
    """The strings that a run of nodes stands for, None if they are not few, and what it needs besides them."""
    run, whole = {""}, True
    found: Needs = []
    for operation, argument in nodes:
        strings, needed = _read_one(operation, argument)
        found += needed
        if all(map(_CLOSED.search, run)):  # what follows is another word
            found, run, whole = found + _pieces(run), {_EDGE}, False
        if strings and "" in strings and all(map(_CLOSED.search, strings - {""})) and all(map(_BETWEEN.search, run)):
            whole = False  # a word that may be left out tells nothing
            continue
        if strings is not None and len(run) * len(strings) <= WIDEST:
            run = {before + after for before in run for after in strings}
            continue
        found, run, whole = found + _pieces(run), strings or {""}, False
    return (run, found) if whole else (None, found + _pieces(run))


def _read_one(operation: Any, argument: Any) -> tuple[set[str] | None, Needs]:
    if operation in ZERO_WIDTH:
        return {_EDGE if argument is _constants.AT_BOUNDARY or _no_word(operation, argument) else ""}, []
    if operation is _constants.LITERAL:
        operation, argument = _constants.IN, [(operation, argument)]
    if operation is _constants.SUBPATTERN:
        return _read(argument[-1])
    if operation is _constants.BRANCH:
        return _read_branch([_read_words(alternative) for alternative in argument[1]])
    if operation is _constants.IN and all(kind is _constants.LITERAL for kind, _ in argument):
        return {chr(letter) for _, letter in argument}, []
    if operation in REPEATS:
        return _read_repeat(*argument)
    signs = _signs(argument) if operation is _constants.IN else []
    return None, [frozenset(signs)] if signs else []


def _no_word(operation: Any, argument: Any) -> bool:
    """True for `(?!\\w)`, `(?<![\\w-])`: what stands before or behind begins or ends a word."""
    if operation is not _constants.ASSERT_NOT or len(argument[1]) != 1:
        return False
    inner, members = argument[1][0]
    return inner is _constants.IN and (_constants.CATEGORY, _constants.CATEGORY_WORD) in members


def _signs(members: Iterable[tuple[Any, Any]]) -> list[str]:
    """The first signs of the blocks that a set consists of; [] for any other set."""
    found: list[str] = []
    for kind, span in members:
        if kind is not _constants.RANGE:
            return []
        found += map(chr, range(span[0], span[1], BLOCK_SIZE))
    return found if _SIGNS.issuperset(found) else []


def _read_words(nodes: Any) -> tuple[set[str] | None, Needs]:
    """Of plain words their string, be they several; of any other run of nodes what `_read` says."""
    if all(operation is _constants.LITERAL for operation, _ in nodes):
        return {"".join(chr(letter) for _, letter in nodes)}, []
    return _read(nodes)


def _read_branch(alternatives: list[tuple[set[str] | None, Needs]]) -> tuple[set[str] | None, Needs]:
    if all(strings is not None for strings, _ in alternatives):
        strings = {string for strings, _ in alternatives for string in strings or ()}
        if len(strings) <= WIDEST:
            return strings, []
    choices = [max(found + _pieces(strings), key=_strength, default=None) for strings, found in alternatives]
    if None in choices:
        return None, []
    return None, _shortest({piece for choice in choices for piece in choice or ()})


def _read_repeat(least: int, most: int, nodes: Any) -> tuple[set[str] | None, Needs]:
    strings, found = _read(nodes)
    if least == 0:
        return (strings | {""} if strings is not None and most == 1 else None), []
    return None, found + _pieces(strings)


def _pieces(strings: set[str] | None) -> Needs:
    """The longest word piece of each string, as one need, and the marks that all have.

    No piece where a string has none that tells anything.
    """
    strings = strings or {""}
    edged = (_INNER_EDGE.sub(_EDGE, string.lower()) for string in strings)
    words = _shortest({max(reversed(_PIECE.findall(string)), key=_letters, default="") for string in edged})
    return words + [frozenset([f"|{mark}|"]) for mark in MARKS if all(mark in string for string in strings)]


def _shortest(pieces: set[str]) -> Needs:
    """One need without the pieces that hold another one of it."""
    if any(len(piece) < SHORTEST and piece not in _SIGNS for piece in pieces):
        return []
    return [frozenset(p for p in pieces if not any(other != p and other in p for other in pieces))]


def _letters(piece: str) -> int:
    return len(piece.strip(_EDGE))


def _strength(pieces: frozenset[str]) -> tuple[int, int]:
    return min(map(_letters, pieces)), -len(pieces)
