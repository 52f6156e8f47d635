"""The bare frame of a sentence: one sign per mention, the rest in lower case, fillers left out."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from .language import Language, load
from .mentions import SIGNS, Mention, sign_class

if TYPE_CHECKING:
    from .document import Sentence

_PARENTHESIS = re.compile(r" ?\([^()]{0,300}\)")
_BLANKS = re.compile(r" {2,}")
_ORPHAN_COMMA = re.compile(r"^[ ,]+|,(?: ?,)+")


@dataclass(frozen=True, slots=True)
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
    norm = sentence.document.norm
    for mention in sentence.mentions:
        pieces += [norm[position : mention.start].lower(), mention.sign]
        position = mention.end
    pieces.append(norm[position : sentence.end].lower())
    full = _BLANKS.sub(" ", "".join(pieces))
    mentions = {mention.sign: mention for mention in sentence.mentions}
    text, source = _simplified(full, language)
    return Skeleton(full, text, mentions, mentions.get(source) if source else None)


def _simplified(full: str, language: Language) -> tuple[str, str | None]:
    text = _PARENTHESIS.sub("", full).replace('"', "")
    source = None
    if found := _sources(language.code).search(text):
        source = next(sign for sign in found.groups() if sign)
        text = f"{text[: found.start()]}{text[found.end() :]}"
    text = _dates(language.code).sub("", text)
    text = language.adverbs.sub("", text)
    text = _ORPHAN_COMMA.sub(lambda match: "," if match.start() else "", text)
    return _BLANKS.sub(" ", text).replace(" ,", ",").strip(), source


@cache
def _sources(code: str) -> re.Pattern[str]:
    """What names a source; its sign is the one group that is set."""
    words = load(code).words
    conjunctions = words["source_conjunctions"]
    more = f"(?:{conjunctions}[{sign_class('media')}])*"
    rows = [
        row.replace("{s}", f"([{sign_class('s')}])" + more).replace("{media}", f"([{sign_class('media')}])" + more)
        for row in words["sources"]
    ]
    return re.compile(r"(?:, ?)?(?<!\w)(?:" + "|".join(rows) + r")(?:,(?= ))?")


@cache
def _dates(code: str) -> re.Pattern[str]:
    """A date with the words that tie it to the sentence."""
    words = load(code).words
    tie = words["date_ties"]
    sign = sign_class("d")
    return re.compile(
        rf"(?:(?:^|, | )(?:{tie} )?(?:l')?[{sign}](?: (?:dernier|dernière|matin|soir))?(?:,(?= [^{sign}{SIGNS}]))?)"
    )
