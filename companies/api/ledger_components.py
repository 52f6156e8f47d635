"""The shapes of the ledger's entries, pages, checksum and dumps as JSON Schema."""

from __future__ import annotations

from companies.models.publication import SUBJECT_KINDS
from companies.vocabulary import Action

from .components import JSONSchema, component_name, record, ref, several, text, text_or_null, word

DIGEST = "^[0-9a-f]{64}$"
NUMBER: JSONSchema = {"type": "integer", "minimum": 0}
SUBJECT = {
    "id": {**NUMBER, "description": "Its number: it never changes."},
    "slug": text_or_null("A company's or a person's slug; null for facts and articles."),
}
CHANGE: dict[str, JSONSchema] = {
    "sequence": {**NUMBER, "description": "Number of the entry: 1, 2, 3… without gaps."},
    "action": word(Action.values, "What it did."),
    "kind": word(SUBJECT_KINDS, "What it is about."),
    "subject": record("Which one it is about.", SUBJECT),
    "merged_into": {
        "description": "What the subject was merged into, where it was.",
        "anyOf": [record("What stayed.", SUBJECT), {"type": "null"}],
    },
    "published_at": text("When, in the form that the digest is made of.", format="date-time"),
    "note": text_or_null("Why, in the publisher's words."),
    "removed": {"type": "boolean", "description": "True where the law took the document away: delete your copies."},
    "removed_at": text_or_null("When it was removed.", format="date-time"),
    "removed_reason": text_or_null("Why it was removed."),
    "url": text("Path of this version, for ever.", format="uri-reference"),
    "document_digest": text("Digest of the document's bytes.", pattern=DIGEST),
    "previous_digest": text("Digest of the entry before; zeros for the first.", pattern=DIGEST),
    "digest": text("Digest of this entry.", pattern=DIGEST),
    "document": {
        "description": "What was published, of the shape of its kind; null for what was retracted, merged or removed.",
        "anyOf": [*(ref(component_name(kind)) for kind in SUBJECT_KINDS), {"type": "null"}],
    },
}
VERSION = {
    "in_force_to": text_or_null(
        "Until when it was in force, from “published_at” on; null while it is.", format="date-time"
    ),
    **CHANGE,
}
PAGE: dict[str, JSONSchema] = {
    "next": text_or_null("The page after this one; null where nothing came after it yet.", format="uri"),
    "last_sequence": {**NUMBER, "description": "You know all up to this entry: go on with `after=` this number."},
}
CHECKSUM = {
    "sequence": {**NUMBER, "description": "The entry after which it holds."},
    "digest": text("Digest of that entry.", pattern=DIGEST),
    "documents": {**NUMBER, "description": "How many documents are in force."},
    "checksum": text("Digest over them all.", pattern=DIGEST),
}
FILE = {
    "name": text("Its name."),
    "bytes": {**NUMBER, "description": "Its size."},
    "sha256": text("Digest of its bytes: its ETag.", pattern=DIGEST),
    "url": text("Path of the file.", format="uri-reference"),
}
COUNTS: JSONSchema = {"type": "object", "additionalProperties": NUMBER}
DUMP: dict[str, JSONSchema] = {
    "name": text("The day, in UTC, and the number of its last entry."),
    "format": text("What its lines are like; another name is another format."),
    "made_at": text("When.", format="date-time"),
    "licence": text("What it may be used for, as in SPDX."),
    "sequence": {**NUMBER, "description": "Number of its last entry: go on with `after=` this number."},
    "digest": text("Digest of that entry.", pattern=DIGEST),
    "checksum": text("Digest over the documents in force, as /api/v1/checksum/ has it.", pattern=DIGEST),
    "entries": {**NUMBER, "description": "How many entries it holds."},
    "actions": {**COUNTS, "description": "How many of each action."},
    "documents": {**COUNTS, "description": "How many documents in force of each kind."},
    "bytes": {**NUMBER, "description": "The size of its files together."},
    "files": several(record("A file.", FILE), "What to download, beside manifest.json."),
    "url": text("Path of this dump.", format="uri-reference"),
}


def ledger_components() -> dict[str, JSONSchema]:
    """Every component of the ledger by its name."""
    return {
        "Change": record("An entry of the ledger.", CHANGE),
        "ChangePage": record("A page of the change feed.", {**PAGE, "results": several(ref("Change"), "In order.")}),
        "Checksum": record("What the ledger amounts to after an entry.", CHECKSUM),
        "Dump": record("The whole ledger as files.", DUMP),
        "DumpList": record("Dumps.", {"results": several(ref("Dump"), "The newest first.")}),
        "Publication": record("An entry of the ledger and how long it was in force.", VERSION),
        "PublicationPage": record("Versions.", {**PAGE, "results": several(ref("Publication"), "In order.")}),
    }
