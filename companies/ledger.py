"""The ledger: appending to it, under one lock, with chained digests, and checking the chain."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any

import orjson
from django.utils import timezone

from articles.models import Article

from . import locks
from .models import Company, Fact, Publication
from .vocabulary import Action

NO_DIGEST = "0" * 64


class BrokenChain(Exception):
    """An entry of the ledger does not follow from the one before, or its document was changed."""


def lock() -> None:
    """Hold the ledger until the transaction ends, so that sequence order is commit order.

    Called before any row is locked.
    """
    locks.hold(locks.LEDGER)


def subject_of(subject: Fact | Company | Article) -> tuple[str, dict[str, Any]]:
    """The kind of a subject and the column that names it."""
    if isinstance(subject, Company):
        return "company", {"company_id": subject.pk}
    if isinstance(subject, Article):
        return "article", {"article_id": subject.pk}
    return subject.kind, {"fact_id": subject.pk}


def in_force(subject: Fact | Company | Article) -> Publication | None:
    """The entry that now speaks of the subject, a withdrawal included."""
    return Publication.objects.filter(superseded_at__isnull=True, **subject_of(subject)[1]).first()


def sha256(text: str) -> str:
    """The digest of a text, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def chain(before: str, entry: Publication) -> str:
    """The digest of an entry: over the one before, what the entry says, and its document's digest."""
    subject = entry.fact_id or entry.company_id or entry.article_id
    header = [entry.sequence, entry.kind, subject, entry.action, entry.published_at.isoformat(), entry.note]
    return sha256("\n".join([before, orjson.dumps(header).decode(), entry.document_digest]))


def append(
    subject: Fact | Company | Article,
    action: str,
    *,
    document: dict[str, Any] | None,
    by: Any,
    note: str = "",
) -> Publication:
    """Write one entry and close the one before it about the same subject. The caller holds the lock.

    `document` is None for a withdrawal. The entry's own number, date and note become part of the document.
    """
    kind, column = subject_of(subject)
    last = Publication.objects.order_by("-sequence").first()
    now = timezone.now()
    if last is not None:
        now = max(now, last.published_at)  # a clock set back must not turn the order of the ledger
    entry = Publication(
        sequence=last.sequence + 1 if last else 1,
        kind=kind,
        action=action,
        published_at=now,
        by=by,
        note=note,
        **column,
    )
    if document is not None:
        corrections = Publication.objects.filter(action=Action.CORRECTED, **column).count()
        stamp = {
            "sequence": entry.sequence,
            "action": action,
            "published_at": now.isoformat(),
            "corrections": corrections + (action == Action.CORRECTED),
            "note": note or None,
        }
        entry.document = orjson.dumps(document | {"publication": stamp}).decode()
    entry.document_digest = sha256(entry.document)
    entry.digest = chain(last.digest if last else NO_DIGEST, entry)
    Publication.objects.filter(superseded_at__isnull=True, **column).update(superseded_at=now)
    entry.save()
    return entry


def is_same(entry: Publication | None, document: dict[str, Any]) -> bool:
    """True where the entry in force says just this already."""
    if entry is None or not entry.document:
        return False
    stored = orjson.loads(entry.document)
    stored.pop("publication")
    return bool(stored == orjson.loads(orjson.dumps(document)))


def verify() -> Iterator[int]:
    """Walk the whole chain and yield each sequence number that holds. Raises BrokenChain at the first fault."""
    before = NO_DIGEST
    for number, entry in enumerate(Publication.objects.order_by("sequence").iterator(chunk_size=2000), start=1):
        if entry.sequence != number:
            raise BrokenChain(f"entry {number} is missing: the next one is {entry.sequence}")
        if sha256(entry.document) != entry.document_digest:
            raise BrokenChain(f"the document of entry {number} was changed")
        if chain(before, entry) != entry.digest:
            raise BrokenChain(f"entry {number} does not follow from the one before")
        before = entry.digest
        yield number
