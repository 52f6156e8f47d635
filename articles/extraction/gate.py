"""A quick look that spares reading a text which holds nothing for any kind."""

from __future__ import annotations

from functools import cache, lru_cache

from .cues import KEPT_WORDS, WORD, Cued, cues, needs
from .language import any_of, table
from .patterns import compiled

NO, MAYBE, YES = range(3)
BEGINNING = 200  # characters after which a line's end is looked for: most news tells itself at once


class Gate:
    """The stems of `gate.toml`: signs such as « € », and words."""

    def __init__(self, code: str) -> None:
        stems = [stem.lower() for stem in table(code, "gate")["stems"]]
        words = [stem for stem in stems if needs(stem)]
        self.signs = compiled(any_of(stem for stem in stems if stem not in words))
        self.words = Cued(code, any_of(words))
        self.known = cues(code)
        self._tells = lru_cache(KEPT_WORDS)(self._told_by)

    def opens(self, text: str) -> bool:
        """True if the text holds one of the stems that every fact is told with."""
        low = text.lower()
        beginning = low.find("\n", BEGINNING) + 1 or len(low)
        return self._opens(low[:beginning]) or self._opens(low[beginning:])

    def _opens(self, low: str) -> bool:
        if self.signs.search(low):
            return True
        told = max(map(self._tells, WORD.findall(low)), default=NO)
        return told == YES or (told == MAYBE and self.words.pattern.search(low) is not None)

    def _told_by(self, word: str) -> int:
        """Whether a word holds a stem, or may be part of one."""
        if not self.words.fits(self.known.of_word[word]):
            return NO
        return YES if self.words.pattern.search(word) else MAYBE


@cache
def gate(code: str) -> Gate:
    """The gate of a language; built once."""
    return Gate(code)
