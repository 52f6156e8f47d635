"""What the ledger's entries about one subject changed: the history that each document carries. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import orjson

from .vocabulary import Action

Document = dict[str, Any]

# What an entry itself adds to a document: it says nothing of the subject.
ENTRY_MEMBERS = ("approved_at", "corrections", "publication")
# Members that follow from the others, or prove them; a change there alone changes nothing that is told.
NOT_TOLD = frozenset(
    {*ENTRY_MEMBERS, "citations", "printed", "disagreements", "missing", "confidence", "rule", "url", "page"}
    | {"is_corrected_by_editor", "approved_by", "text_sha256"}
)


@dataclass
class History:
    """The corrections so far, and when the present values were first told."""

    document: Document = field(default_factory=dict)
    approved_at: datetime = datetime.min  # noqa: DTZ901 - the first entry sets it
    corrections: list[Document] = field(default_factory=list)

    def add(self, sequence: int, action: str, at: datetime, note: str, document: Document | None) -> None:
        """Take in the next entry; a withdrawal has no document."""
        if self.document and document:
            document = orjson.loads(orjson.dumps(document))  # so that both are compared as JSON has them
        changed = changes(self.document, document or {})
        if action == Action.CORRECTED:
            correction = {"sequence": sequence, "at": at.isoformat(), "note": note or None, "changed": changed}
            self.corrections.append(correction)
        if changed or not self.document:
            self.approved_at = at
        self.document = document or {}


def changes(before: Document, after: Document) -> dict[str, list[Any]]:
    """Slot → [before, after] where two documents tell something else; a slot that one does not know is no change."""
    slots = [slot for slot in after if slot in before and slot not in NOT_TOLD]
    return {slot: [before[slot], after[slot]] for slot in slots if before[slot] != after[slot]}


def history(entries: Iterable[tuple[int, str, datetime, str, str]]) -> History:
    """The history that (sequence, action, moment, note, document as text) of one subject tell, the oldest first."""
    told = History()
    for sequence, action, at, note, document in entries:
        told.add(sequence, action, at, note, orjson.loads(document) if document else None)
    return told
