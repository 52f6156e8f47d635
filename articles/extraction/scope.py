"""Scope: whose a figure is, and whether it is of all of the company."""

from __future__ import annotations

import re

from .constructions import Match
from .language import expressions
from .periods import RESULTS
from .reading import Reading
from .stand_ins import Who

OWN = RESULTS | {"employees"}  # what a part of a company has too, and anybody


def owner(reading: Reading, match: Match) -> Who | None:
    """The company whose figure it is: the pattern's, else the one after « de », the subject, the topic."""
    count = match.mention("n")
    if match.construction.who == "subject" and not match.construction.full and match.mention("c") is None:
        subject = reading.who.subject(match.sentence, match.start)
        if subject and subject.entity.fund:
            return None
    if match.construction.full and not match.mention("c"):
        mention = match.mention("m") or match.mention("m2")
        where = match.sentence.skeleton.text.find(mention.sign) if mention else -1
        subject = reading.who.subject(match.sentence, where) if where > 0 else None
        if subject and not subject.entity.fund:
            return subject
    who = reading.company(match)
    if count is None and match.construction.who == "of" and match.mention("c") is None:
        return reading.who.subject(match.sentence, match.start) or reading.in_mind(match.sentence)
    return who


def is_named_anew(reading: Reading, match: Match) -> bool:
    """« X emploie 30 salariés ; Y en compte 40 »: the subject is named since the count told last."""
    actor = reading.subjects.actor(match.sentence, match.start)
    if actor is None or actor.type != "org":
        return False
    counted = (m.start for m in match.sentence.of_class("n") if match.text.find(m.sign) < match.start)
    return actor.start > max(counted, default=-1)


def stands_for_part(reading: Reading, match: Match, who: Who) -> bool:
    """« ce site compte 40 salariés »: a part of the company that its noun has been taken for."""
    count, stand_in = match.mention("n"), who.mention
    if count is None or count.value.metric != "employees" or stand_in is None or stand_in.type != "anaphor":
        return False
    return bool(_cues(reading)["part"].match(reading.document.low, stand_in.start))


def is_of_part_or_many(reading: Reading, metric: str | None, left: str, right: str) -> bool:
    """True if the words around a figure tell it of a part of a company, or of many or anyone."""
    cues = _cues(reading)
    if metric in OWN and (cues["of_part"].search(left) or cues["of_many"].search(left)):
        return True
    return metric == "employees" and cues["at_part"].match(right) is not None


def is_of_some(reading: Reading, left: str, right: str) -> bool:
    """« 40 salariés en grève », « 3 000 clients ont été touchés »: not all that there are."""
    cues = _cues(reading)
    return bool(cues["some"].match(right) or (cues["some_only"].match(right) and not cues["all_of"].search(left)))


def is_of_unnamed(reading: Reading, match: Match) -> bool:
    """« Les clubs ont perdu 5 M€ »: the figure of many, none of whom the words up to its end name."""
    return _cues(reading)["unnamed"].search(match.text[: match.end]) is not None


def _cues(reading: Reading) -> dict[str, re.Pattern[str]]:
    return expressions(reading.language.code, "key_figure", "scope")
