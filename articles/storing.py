"""Keeping a document that was read: its clean text, the bytes it came from, and what was cut."""

from __future__ import annotations

from dataclasses import asdict

from .intake import Draft
from .models import Article, Outlet


def find_article(raw: bytes) -> Article | None:
    """The article that these bytes were imported as, or None."""
    return Article.objects.filter(checksum=Article.checksum_of(raw)).first()


def store(draft: Draft, raw: bytes, *, source_name: str = "", url: str = "", outlet: Outlet | None = None) -> Article:
    """A new Article of what was read."""
    return Article.objects.create(
        outlet=outlet,
        url=url,
        source_name=source_name[:255],
        title=(draft.title or "")[:500],
        body=draft.body,
        raw=raw,
        encoding=draft.encoding,
        cuts=[asdict(cut) for cut in draft.cuts],
        language=draft.language[:8],
        published_on=draft.published_on,
        published_on_precision=draft.precision,
        inferred_on=draft.inferred_on,
        checksum=Article.checksum_of(raw),
    )
