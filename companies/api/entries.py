"""Entries of the ledger as partners get them: what happened, to what, why, and the document where there is one."""

from __future__ import annotations

from typing import Any

from django.db.models import F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse

from companies.ledger import NO_DIGEST
from companies.models import Publication
from companies.models.publication import SUBJECTS
from companies.vocabulary import Action

from .rendering import stitched

COLUMNS = (
    "sequence",
    "action",
    "kind",
    "subject",
    "slug",
    "survivor",
    "survivor_slug",
    "published_at",
    "superseded_at",
    "note",
    "removed_at",
    "removed_reason",
    "document",
    "document_digest",
    "previous",
    "digest",
)


def rows(entries: QuerySet[Publication]) -> QuerySet[Publication, Any]:
    """The entries as rows of what `told` needs, each with the digest of the entry before it in the ledger."""
    before = Publication.objects.filter(sequence=OuterRef("sequence") - 1).order_by()
    return entries.annotate(
        subject=Coalesce(*(f"{name}_id" for name in SUBJECTS)),
        slug=Coalesce("company__slug", "person__slug"),
        survivor=Coalesce("fact__merged_into_id", "company__merged_into_id"),
        survivor_slug=F("company__merged_into__slug"),
        previous=Subquery(before.values("digest")),
    ).values_list(*COLUMNS, named=True)


def told(row: Any) -> dict[str, Any]:
    """An entry with all that its digest is made of. The document comes last: its bytes are those published."""
    is_merger = row.action == Action.MERGED
    return {
        "sequence": row.sequence,
        "action": row.action,
        "kind": row.kind,
        "subject": {"id": row.subject, "slug": row.slug},
        "merged_into": {"id": row.survivor, "slug": row.survivor_slug} if is_merger else None,
        "published_at": row.published_at.isoformat(),
        "note": row.note or None,
        "removed": row.removed_at is not None,
        "removed_at": row.removed_at and row.removed_at.isoformat(),
        "removed_reason": row.removed_reason or None,
        "url": reverse("api:publication-detail", args=[row.sequence]),
        "document_digest": row.document_digest,
        "previous_digest": row.previous or NO_DIGEST,
        "digest": row.digest,
        "document": stitched(row.document) if row.document else None,
    }


def tag_of(row: Any) -> str:
    """What tells two states of an entry apart: its digest, when it was closed, and whether it was removed."""
    return f"{row.digest} {row.superseded_at or ''} {row.removed_at or ''}"
