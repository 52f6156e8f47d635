"""Whether a text shows that a name is a company's: of one that may be at issue the text says so somewhere."""

from __future__ import annotations

import re
from functools import cache

from .document import Document
from .entities import LEGAL_FORMS, Entity
from .language import any_of, load, table
from .mentions import Mention
from .patterns import compiled

MOST_MENTIONS = 12  # of a name that are looked at
BEFORE, BEHIND = 60, 50  # characters around a mention
SHORT = 600  # characters: a shorter text need not say what a company is
LONG = 3000  # a longer one speaks of business in more words


class Signs:
    """The signs of one language, compiled from the `standing` table of its `controversy.toml`."""

    def __init__(self, code: str) -> None:
        data = table(code, "controversy")["standing"]
        tied, called = any_of(data["before"]), any_of(data["called"])
        self.before = compiled(rf"(?:(?:{tied}){data['article']}|{called})\"?$", re.IGNORECASE)
        self.behind = compiled(rf"\"?(?:{any_of(data['behind'])})", re.IGNORECASE)
        self.never_before = compiled(rf"(?:{any_of(data['never_before'])}){data['article']}\"?$", re.IGNORECASE)
        names = load(code).names
        self.words, self.first_names = names["company"], names["first"]
        self.trade, self.elsewhere = (compiled(rf"\b(?:{data[name]})") for name in ("trade", "elsewhere"))


@cache
def signs(code: str) -> Signs:
    """The signs of a language; compiled once."""
    return Signs(code)


def stands(document: Document, entity: Entity) -> bool:
    """True if the name itself, what it is called or what stands around it somewhere tells a company."""
    sign = signs(document.language.code)
    words = entity.name.split(" ")
    words = words[words[0] in sign.first_names :]  # « Marine » is a word of companies as well
    if not sign.words.isdisjoint(words) or (words[1:] and words[-1].strip(".").lower() in LEGAL_FORMS):
        return True
    mentions = entity.mentions[:MOST_MENTIONS]
    if any(sign.never_before.search(_left(document, mention)) for mention in mentions):
        return False
    return any(_shown(document, mention, sign) for mention in mentions)


def _left(document: Document, mention: Mention) -> str:
    return document.norm[max(0, mention.start - BEFORE) : mention.start]


def _shown(document: Document, mention: Mention, sign: Signs) -> bool:
    if mention.descriptor and mention.descriptor != "public":
        return True
    behind = sign.behind.match(document.norm, mention.end, mention.end + BEHIND)
    return bool(behind or sign.before.search(_left(document, mention)))


def speaks_of_trade(document: Document) -> bool:
    """True for a text in the words of business more than of politics, war or crime, and for one too short to tell."""
    if document.of_trade is None:
        document.of_trade = _of_trade(document)
    return document.of_trade


def _of_trade(document: Document) -> bool:
    if len(document.norm) < SHORT:
        return True
    sign = signs(document.language.code)
    told = [found[0] for found in sign.trade.finditer(document.low)]
    others = sum(1 for _ in sign.elsewhere.finditer(document.low))
    return len(set(told)) >= 3 + (len(document.norm) > LONG) and len(told) > others
