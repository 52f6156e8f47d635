"""What speaks against a finding in the way its text names the company. The fit weighs each; see confidence.py."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

from .document import Sentence
from .entities import Entity, is_company
from .evidence import STRONG
from .mentions import Mention
from .reading import Candidate, Reading

UNNAMED = "unnamed"  # the sentence does not name the company: a pronoun or a noun stands for it, or nothing does
FAR = "far"  # and the text named it last far above,
SINCE = "since"  # and another company since
ONCE = "once"  # the text names the company this once and does not say what it is
BESIDE = "beside"  # the sentence names another company as well
UNPROVEN = "unproven"  # nothing in the text shows that the name is a company's
CONTESTED = "contested"  # something shows that it is a place's, a person's, a party's
ELSEWHERE = "elsewhere"  # the text speaks little of business
INVENTED = "invented"  # it is told in an example, which a guide may have made up, or of a story
# What a text on other things tells, in a sentence that names nobody, of a name that nothing shows to be a company's
# or that it has not named for long: any one of these besides makes it nobody's.
ADRIFT = frozenset([ELSEWHERE, UNNAMED])
HOPELESS = frozenset([UNPROVEN, FAR])
DISTANCE = 400  # characters: what was named further up is far


class Doubts:
    """Answers what speaks against the facts of one document."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        entities = reading.document.entities
        self._entities = {entity.name: entity for entity in reversed(entities)}
        firms = [mention for entity in entities if _may_be_meant(entity) for mention in entity.mentions]
        self._firms = sorted(firms, key=_start)
        self._invented = list(_to_line_ends(reading.who.wordings.invented, reading.document.low))  # in order, apart

    def of(self, fact: Candidate) -> tuple[str, ...]:
        """The doubts about a fact, in alphabetical order."""
        sentence = self.reading.sentence_at(fact.spans[0][0])
        at = sentence.start
        if fact.told:
            sentence, amount = fact.told[0]
            at = amount.start
        found = set() if self.reading.document.speaks_of_business else {ELSEWHERE}
        if self._is_invented(sentence):
            found.add(INVENTED)
        for name in _companies(fact):
            entity = self._entities.get(name)
            if entity is not None and entity.type != "person":
                found.update(self._about(entity, sentence, at))
        return tuple(sorted(found))

    def _is_invented(self, sentence: Sentence) -> bool:
        begun = bisect_left(self._invented, (sentence.end, 0))
        return begun > 0 and sentence.start < self._invented[begun - 1][1]

    def _about(self, entity: Entity, sentence: Sentence, at: int) -> Iterator[str]:
        """The doubts about one company of a fact that is told at this place of a sentence."""
        if any(_may_be_meant(m.value) and m.value is not entity for m in sentence.mentions if m.type == "org"):
            yield BESIDE
        if entity.shown < STRONG:
            yield UNPROVEN
        if entity.denied >= STRONG:
            yield CONTESTED
        if len(entity.mentions) == 1 and not entity.in_title and entity.mentions[0].descriptor is None:
            yield ONCE
        if any(mention.value is entity for mention in sentence.mentions):
            return
        yield UNNAMED
        last = max((m.start for m in entity.mentions if m.start < sentence.start), default=-DISTANCE)
        if sentence.start - last > DISTANCE:
            yield FAR
        before = self._firms[bisect_left(self._firms, at, key=_start) - 1 :][:1]
        if before and last < before[0].start < at and before[0].value is not entity:
            yield SINCE


def is_of_nobody(doubts: tuple[str, ...]) -> bool:
    """True where the doubts leave no company that a fact may be of."""
    return ADRIFT.issubset(doubts) and not HOPELESS.isdisjoint(doubts)


def _to_line_ends(cue: re.Pattern[str], low: str) -> Iterator[tuple[int, int]]:
    """From behind the first cue that is found in a line to the line's end."""
    end = 0
    for found in cue.finditer(low):
        if found.start() >= end:
            end = low.find("\n", found.end())
            end = end if end >= 0 else len(low)
            yield found.end(), end


def _companies(fact: Candidate) -> list[str]:
    """The names of a fact's companies."""
    parties = fact.slots.get("parties", []) if "company" not in fact.slots else []
    names = [fact.slots.get("company"), *(party["name"] for party in parties)]
    return [name for name in names if name]


def _may_be_meant(entity: Entity) -> bool:
    return is_company(entity) and not entity.fund


def _start(mention: Mention) -> int:
    return mention.start
