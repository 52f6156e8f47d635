"""The bare frame of a sentence: one sign per mention, the rest in lower case, fillers left out."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from .cues import Cued
from .language import Language, load
from .mentions import CLASSES, SIGNS, Mention, sign_class
from .patterns import compiled

if TYPE_CHECKING:
    from .document import Sentence

_PARENTHESIS = re.compile(r" ?\([^()]{0,300}\)")
_TELLERS = frozenset(CLASSES["s"])
_BLANKS = re.compile(r" {2,}")
# « une levée[1] de 5 M€ »: the mark of a note.
_NOTE = re.compile(rf" ?\[(?:\d{{1,3}}|[{sign_class('number')}])\]")
_ORPHAN_COMMA = re.compile(r"^[ ,]+|,(?: ?,)+")


@dataclass(slots=True)
class Skeleton:
    """`full` keeps everything; `text` drops adverbs, dates, sources, quotation marks and parentheses.

    Signs are unique within the sentence, so a sign leads back to its mention from either string.
    """

    full: str
    text: str
    mentions: dict[str, Mention]
    source: Mention | None = None

    def mention(self, sign: str) -> Mention:
        """The mention that this sign stands for."""
        return self.mentions[sign]


def build(sentence: Sentence, language: Language) -> Skeleton:
    """The skeleton of a sentence."""
    pieces, position = [], sentence.start
    low = sentence.document.low
    for mention in sentence.mentions:
        pieces += [low[position : mention.start], mention.sign]
        position = mention.end
    pieces.append(low[position : sentence.end])
    full = "".join(pieces)
    full = _single_blanks(_NOTE.sub("", full) if "[" in full else full)
    mentions = {mention.sign: mention for mention in sentence.mentions}
    text, source = _simplified(full, sentence, language)
    return Skeleton(full, text, mentions, mentions.get(source) if source else None)


def _simplified(full: str, sentence: Sentence, language: Language) -> tuple[str, str | None]:
    types = sentence.types
    text = _without_brackets(full, language) if "(" in full else full
    text = text.replace('"', "")
    source, sources = None, _sources(language.code)
    if types & _TELLERS and sources.fits(sentence.cues) and (found := sources.pattern.search(text)):
        source = next(sign for sign in found.groups() if sign)
        text = f"{text[: found.start()]}{text[found.end() :]}"
    if "date" in types:
        text = _dates(language.code).sub("", text)
    if ", " in text:
        text = _set_off(language.code).sub("", text)
    if language.adverbs.fits(sentence.cues):
        text = language.adverbs.pattern.sub(_comma_kept, text)
    if text[:1] in (" ", ",") or ",," in text or ", ," in text:
        text = _ORPHAN_COMMA.sub(lambda match: "," if match.start() else "", text)
    return _single_blanks(text).replace(" ,", ",").strip(), source


def _without_brackets(full: str, language: Language) -> str:
    """A sentence in brackets is one; « X (qui lève 5 M€) » is « X, qui lève 5 M€, »."""
    if full.startswith("("):
        inner = full[1:].rstrip(".")
        full = inner.removesuffix(")") if inner.find(")") in (-1, len(inner) - 1) else full
    text = _told_in_brackets(language.code).sub(r", \1,", full)
    return _PARENTHESIS.sub("", text)


def _comma_kept(adverb: re.Match[str]) -> str:
    """A comma before an adverb without one behind it closes what stands before: « X, naguère Y, désormais... »."""
    return ", " if adverb[0].startswith(", ") and not adverb[0].endswith(",") else ""


def _single_blanks(text: str) -> str:
    return _BLANKS.sub(" ", text) if "  " in text else text


@cache
def _told_in_brackets(code: str) -> re.Pattern[str]:
    """Brackets that tell of money in a clause with a verb of its own."""
    opens = load(code).words["opens_bracket"]
    money = rf"(?=[^()]*[{sign_class('m')}])"
    return compiled(rf" \({money}((?:[{sign_class('pronoun')}] |(?:{opens})\b)[^()]{{0,300}}?)[.,]?\)")


@cache
def _sources(code: str) -> Cued:
    """What names a source; its sign is the one group that is set."""
    words = load(code).words
    conjunctions = words["source_conjunctions"]
    more = f"(?:{conjunctions}[{sign_class('media')}])*"
    rows = [
        row.replace("{s}", f"([{sign_class('s')}])" + more).replace("{media}", f"([{sign_class('media')}])" + more)
        for row in words["sources"]
    ]
    return Cued(code, r"(?:, ?)?(?<!\w)(?:" + "|".join(rows) + r")(?:,(?= ))?")


@cache
def _set_off(code: str) -> re.Pattern[str]:
    """A pronoun between commas that only sets its company against another: « X, elle, recrute »."""
    return compiled(rf", (?:{load(code).words['set_off']}|[{sign_class('pronoun')}]),(?= )")


@cache
def _dates(code: str) -> re.Pattern[str]:
    """A date with the words that tie it to the sentence."""
    words = load(code).words
    tie = words["date_ties"]
    sign = sign_class("d")
    return compiled(
        rf"(?:(?:(?P<opens>^|, )| )(?:{tie} )?(?:l')?[{sign}](?: (?:dernier|dernière|matin|soir))?"
        rf"(?(opens)(?:,(?= [^{sign}{SIGNS}]))?))"
    )
