"""An article beside a fact: its text with the cited words marked, and what it states. Pure, for templates."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from articles.models import Article
from companies.models import Citation

CONTROLS = r"\x00-\x08\x0b-\x1f\x7f-\x9f"  # all but tab and line feed
TURNING = r"\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # the direction of writing
WITHOUT_WIDTH = r"\u200b\u2060\ufeff"
INVISIBLE = re.compile(f"([{CONTROLS}{TURNING}{WITHOUT_WIDTH}])")
BOX = '<span class="newsroom-invisible" title="{code}">{sign}</span>'


@dataclass(frozen=True)
class Piece:
    """A stretch of an article's text; `citation` is the row number of the citation that it belongs to, or None."""

    text: str
    citation: int | None

    @property
    def html(self) -> SafeString:
        """The text for a page. What cannot be seen is named, in a box out of which it turns no text around."""
        parts = INVISIBLE.split(self.text)
        named = [format_html(BOX, code=f"U+{ord(sign):04X}", sign=sign) for sign in parts[1::2]]
        return format_html_join("", "{}{}", zip(parts[::2], [*named, ""], strict=True))


@dataclass(frozen=True)
class Beside:
    """An article with its text in pieces and the citations that point into it."""

    article: Article
    pieces: list[Piece]
    citations: list[Citation]


def articles_beside(citations: Iterable[Citation]) -> list[Beside]:
    """Each cited article once, in citation order, with its text cut at the cited words."""
    by_article: dict[Article, list[Citation]] = {}
    for citation in citations:
        by_article.setdefault(citation.article, []).append(citation)
    return [Beside(article, pieces_of(article.body, cited), cited) for article, cited in by_article.items()]


def pieces_of(body: str, citations: Iterable[Citation]) -> list[Piece]:
    """The text in order, each cited stretch a piece of its own; of overlapping ones the first is whole."""
    pieces, position = [], 0
    for citation in sorted(citations, key=lambda c: (c.start, -c.end)):
        start = max(citation.start, position)
        if citation.end <= start:
            continue
        pieces.append(Piece(body[position:start], None))
        pieces.append(Piece(body[start : citation.end], citation.pk))
        position = citation.end
    pieces.append(Piece(body[position:], None))
    return [piece for piece in pieces if piece.text]


def sentence_around(citation: Citation, reach: int = 160) -> tuple[str, str, str]:
    """The words before, the quote, and the words after it, up to the ends of the line or `reach` characters."""
    body = citation.article.body
    before = body[max(0, citation.start - reach) : citation.start].rpartition("\n")[2]
    after = body[citation.end : citation.end + reach].partition("\n")[0]
    return before, citation.quote, after


def stated(citation: Citation) -> list[tuple[str, Any]]:
    """What the article states, slot by slot, for people to read."""
    rows = []
    for slot, value in citation.states.items():
        if value in (None, [], ""):
            continue
        rows.append((slot, ", ".join(map(name_of, value)) if isinstance(value, list) else value))
    return rows


def name_of(participant: Any) -> str:
    """A participant as the codebook writes it, with the role where it has one."""
    if isinstance(participant, dict):
        return f"{participant['name']} ({participant['role']})"
    return str(participant)
