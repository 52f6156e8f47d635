"""Who takes part in a fact: companies as named, and persons as themselves."""

from __future__ import annotations

import re

from .constructions import Match
from .document import Sentence
from .entities import is_company
from .mentions import SIGNS, Mention, sign_class
from .reading import Reading
from .stand_ins import DESCRIBED, Who

_COMPANY = re.compile(f"[{sign_class('c')}]")
# Between a name and a participle that goes with it: « X, fondée », « X, alors dirigée », « X, le fonds créé ».
_ATTACHED = re.compile(r",? ?(?:[a-zà-ÿ]+ )?|, (?:l'|la |le |une? |the |an? )[a-zà-ÿ-]+ ")
# « X, la branche d'Y, dirigée »: of what stands before Y, the name that the apposition is about.
_APPOSED = re.compile(
    rf"([{sign_class('c')}]), (?!(?:et|ou|and|or) )(?:l'|la |le |une? |the |an? )?[^,;.{SIGNS}]{{2,60}}$"
)


def named_company(reading: Reading, mention: Mention, sentence: Sentence) -> Who | None:
    """The company behind a mention; « l'application X » that has no known maker is its own company."""
    entity = mention.value
    if mention.type == "product" and entity.maker is None:
        return Who(entity, DESCRIBED, mention)
    who = reading.who.resolve(mention, sentence)
    return who if who and is_company(who.entity) else None


def person_or_company(reading: Reading, mention: Mention, sentence: Sentence) -> Who | None:
    """The person himself or herself where a person is named, else the company."""
    if mention.type == "person":
        return Who(mention.value, 1.0, mention)
    return named_company(reading, mention, sentence)


def company_before(reading: Reading, match: Match, reach: int) -> Mention | None:
    """The company that a participle goes with: the nearest before it, unless that one only stands within a phrase.

    « X, la société fondée par », « X, la branche d'Y, dirigée par » and « X, partie de chez Y, est dirigée par » tell
    of X, « rachetée par Y, dirigée par » tells of Y.
    """
    before = list(_COMPANY.finditer(match.text, 0, match.start))
    if not before or match.start - before[-1].end() > reach:
        return None
    mentions = match.sentence.skeleton.mentions
    last = before[-1]
    if mentions[last[0]].type == "anaphor" and match.text[: match.start].endswith(f"{last[0]} "):
        last = next((name for name in before[-2:-1] if match.text[name.end() : last.start()] == ", "), last)
    governed = reading.language.after_preposition.search
    within = governed(match.text[: last.start()]) is not None
    if within and _ATTACHED.fullmatch(match.text, last.end(), match.start):
        apposed = _APPOSED.search(match.text, 0, last.start())
        return mentions[apposed[1] if apposed else last[0]]
    for name in reversed(before[:-1] if within else ()):
        if not governed(match.text[: name.start()]):
            return mentions[name[0]]
    return mentions[last[0]]
