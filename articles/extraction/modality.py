"""How the text speaks of a fact: as done, planned, doubted, denied or imagined."""

from __future__ import annotations

from functools import cache

from .cues import Choices, Cued
from .document import Sentence
from .language import any_of, load, table
from .patterns import compiled

NEAR = 40  # a negation governs no further than this
WINDOW = 120  # a cue governs no further than this many characters of the skeleton
HEDGE_REACH = 60  # characters of a sentence before a mention in which a « paraît-il » is about it
NO_MOODS = frozenset(["done", "aside", "relative", "hedged"])  # the other keys of the table name moods


class Moods:
    """The cues of one language, compiled from its `modality.toml`."""

    def __init__(self, code: str) -> None:
        data = table(code, "modality")
        self.clause_mark = load(code).clause_mark
        self.done = compiled(rf"(?:{any_of(data['done'])}) ?$")
        self.done_inside = compiled(rf"^(?:{any_of(data['done'])})\b")
        # « X, qui ne gagne rien, ⟨lève 5 M€⟩ »: what is told between commas is another matter.
        self.aside = compiled(rf", (?:{data['aside']})\b[^,;:]*,(?= )")
        # « devant X, qui ⟨a investi 5 M€⟩ »: what is told of X has a mood of its own.
        self.relative = compiled(rf", (?:{data['relative']})[^,;:]*$")
        self.hedged = Cued(code, rf"\b(?:{any_of(data['hedged'])})\b")
        before = {name: Cued(code, rf"(?<!\w)(?:{any_of(data[name])})") for name in data if name not in NO_MOODS}
        self.negated = before["negated"].pattern
        self.before = Choices((cued, name) for name, cued in before.items())

    def said(self, words: str, present: int) -> set[str]:
        """The moods whose cues stand in some words of a sentence with these cues."""
        return {name for pattern, name in self.before.fitting(present) if pattern.search(words)}

    def of(self, sentence: Sentence, start: int, end: int, *, full: bool = False) -> frozenset[str]:
        """The moods of what stands between two positions of the sentence's skeleton.

        Any of: done, conditional, rumoured, cancelled, negated, hypothetical, target, forecast, actual.
        """
        skeleton, present = sentence.skeleton, sentence.cues
        text = skeleton.full if full else skeleton.text
        low = max(0, start - WINDOW)
        for mark in self.clause_mark.finditer(text, low, start):
            low = mark.end()
        if relative := self.relative.search(text, low, end):
            low = relative.start() + 2
        clause = self.aside.sub(lambda aside: f",{' ' * (len(aside[0]) - 2)},", text[low:end])
        moods = self.said(clause, present)
        if "negated" in moods and not self.negated.search(clause, max(0, start - low - NEAR)):
            moods.discard("negated")
        if self.done.search(text[low:start]) or self.done_inside.search(text[start:end]):
            moods.add("done")
        if self.hedged.fits(present) and self._is_hedged(sentence, text[start:end]):
            moods.add("conditional")
        return frozenset(moods)

    def _is_hedged(self, sentence: Sentence, words: str) -> bool:
        """True if an adverb near the first mention of a match doubts it; `skeleton.text` has dropped the adverb."""
        whole = sentence.skeleton.full
        sign = next((letter for letter in words if letter in sentence.skeleton.mentions), None)
        if sign is None:
            return False
        place = whole.find(sign)
        return self.hedged.pattern.search(whole, max(0, place - HEDGE_REACH), place) is not None


@cache
def moods(code: str) -> Moods:
    """The moods of a language; compiled once."""
    return Moods(code)
