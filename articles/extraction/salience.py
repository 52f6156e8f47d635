"""What a text is about: its focus, its backers, and whether it goes from one company to the next."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache

from .cues import Cued
from .document import Document, Sentence
from .entities import Entity
from .language import load, lowered
from .mentions import Mention
from .patterns import compiled
from .wordings import wordings

ITEMS = 3  # this many paragraphs that open with a company of their own make a round-up
DATELINE = 160  # characters from the start in which an agency is named
_DATELINE = re.compile(r"[^().\n]{0,20}\) ?[-:]")
COLON = re.compile(r" ?: (?:l[ea] |l'|the )?(?:[a-zà-ÿ-]+(?:ais|ois|ien|ain|and|ol|que|ge|sse)e? )?")
_BULLET = re.compile(r"[•►▶→■◆*·-] |[\u2190-\u2bff\U0001f000-\U0001faff]|\d{1,2}[.)] ")


class Cues:
    """The wordings of one language that show a backer, and lines that are no part of the story."""

    def __init__(self, code: str) -> None:
        words = load(code).words
        self.backed_by = Cued(code, lowered(rf"(?:{words['backed_by']})$"))
        self.backs = compiled(words["backs"])
        self.listed = compiled(words["list_continues"])
        self.furniture = compiled(words["furniture"], re.IGNORECASE)


@cache
def cues(code: str) -> Cues:
    """The cues of a language; built once."""
    return Cues(code)


def mark_backers(document: Document) -> None:
    """Note the companies that the text names as investors: none of them is what the text is about."""
    cue = cues(document.language.code)
    norm = document.norm
    for sentence in document.sentences:
        if "org" not in sentence.types:
            continue
        last: Mention | None = None
        for mention in sentence.mentions:
            entity = mention.value
            if mention.type != "org" or not isinstance(entity, Entity):
                last = None if mention.type in ("money", "anaphor", "pronoun") else last
                continue
            left = document.low[max(sentence.start, mention.start - 60) : mention.start]
            joined = last is not None and cue.listed.fullmatch(norm, last.end, mention.start)
            if (
                joined
                or (cue.backed_by.fits(sentence.cues) and cue.backed_by.pattern.search(left))
                or cue.backs.match(norm, mention.end)
            ):
                entity.backs += 1
                last = mention
            else:
                last = None


def is_backer(entity: Entity) -> bool:
    """True for one who gives money in this text more than anything else."""
    return entity.fund or (entity.backs > 0 and not entity.in_title and 2 * entity.backs >= len(entity.mentions))


def is_furniture(document: Document, sentence: Sentence) -> bool:
    """True for a byline, a photo credit, a link to other articles: whoever it names is not spoken of."""
    line = document.norm[sentence.start : min(sentence.end, sentence.start + 60)]
    return bool(cues(document.language.code).furniture.match(line))


def opens_item(document: Document, sentence: Sentence) -> bool:
    """True for the first sentence of a list item."""
    return bool(_BULLET.match(document.norm, sentence.start))


def is_heading(document: Document, sentence: Sentence) -> bool:
    """True for a short line without a full stop."""
    return sentence.end - sentence.start < 80 and document.norm[sentence.end - 1] not in ".!?;…"


def is_round_up(openers: list[Entity]) -> bool:
    """True if the paragraphs open with ever other companies, none of which the text dwells on."""
    distinct = set(openers)
    most = max((len(entity.mentions) for entity in distinct), default=0)
    return len(distinct) >= ITEMS and most <= 3


def goes_round(items: list[set[Entity]]) -> bool:
    """True if no company is named in more than a third of the list items."""
    counts = Counter(entity for item in items for entity in item)
    return len(items) > ITEMS and all(3 * count <= len(items) for count in counts.values())


def mark_credits(document: Document) -> None:
    """« PARIS (Agence) - », « Photo : Studio »: whoever only brings the news is no company of it."""
    for entity in document.entities:
        entity.public = entity.public or all(_is_credit(document, mention) for mention in entity.mentions)
    for sentence in document.sentences:
        for mention in sentence.mentions[:1]:
            if mention.start == sentence.start and only_labels(document, mention, sentence):
                mention.value.public = True


def _is_credit(document: Document, mention: Mention) -> bool:
    low = document.low
    before = low[max(0, mention.start - 24) : mention.start]
    if before.endswith("(") and mention.start < DATELINE and _DATELINE.match(low, mention.end):
        return True
    return bool(wordings(document.language.code).credited.search(before))


def only_labels(document: Document, mention: Mention, sentence: Sentence) -> bool:
    """True for a heading before a company: « Zoom : X recrute »."""
    return (
        mention.type == "org"
        and len(mention.value.mentions) == 1
        and any(
            m.type == "org"
            and COLON.fullmatch(document.norm, mention.end, m.start)
            and not wordings(document.language.code).list_goes_on.match(document.norm, m.end)
            for m in sentence.mentions
        )
    )
