"""The folder of a dump: its lines, its manifest, and checking that both are whole."""

from __future__ import annotations

import gzip
import hashlib
import shutil
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Any

import orjson

from companies import flat, ledger
from companies.models import Publication
from companies.models.publication import SUBJECTS

FORMAT = "newsroom-dump/1"
LEDGER, MANIFEST = "ledger.ndjson.gz", "manifest.json"
COMPRESSION = 4  # of gzip's nine: twice as quick as its default for a twentieth more bytes


class BadDump(Exception):
    """A dump that is not whole, or whose entries do not follow from each other."""


def line_of(entry: Publication, merged_into: int | None) -> bytes:
    """An entry as one line. Its document goes in as the text that was published."""
    return orjson.dumps(
        {
            "sequence": entry.sequence,
            "kind": entry.kind,
            "subject": ledger.subject_number(entry),
            "action": entry.action,
            "published_at": entry.published_at,
            "superseded_at": entry.superseded_at,
            "note": entry.note,
            "removed_at": entry.removed_at,
            "removed_reason": entry.removed_reason,
            "merged_into": merged_into,
            "document_digest": entry.document_digest,
            "digest": entry.digest,
            "document": orjson.Fragment(entry.document) if entry.document else None,
        },
        option=orjson.OPT_APPEND_NEWLINE,
    )


def entry_of(record: dict[str, Any]) -> Publication:
    """The entry that a line tells of, not stored. Its number in the table is its sequence number."""
    document = record["document"]
    return Publication(
        id=record["sequence"],
        sequence=record["sequence"],
        kind=record["kind"],
        action=record["action"],
        document=orjson.dumps(document).decode() if document else "",
        flat=flat.line(record["kind"], document) if document else "",
        document_digest=record["document_digest"],
        digest=record["digest"],
        published_at=datetime.fromisoformat(record["published_at"]),
        superseded_at=moment(record["superseded_at"]),
        note=record["note"],
        removed_at=moment(record["removed_at"]),
        removed_reason=record["removed_reason"],
        **{column_of(record["kind"]): record["subject"]},
    )


def moment(text: str | None) -> datetime | None:
    """A moment of a line."""
    return datetime.fromisoformat(text) if text else None


def column_of(kind: str) -> str:
    """The ledger's column that names the subject of entries of a kind."""
    return f"{kind}_id" if kind in SUBJECTS else "fact_id"


class Writer:
    """Writes a dump into a new folder, which appears under its name only when the dump is whole."""

    def __init__(self, folder: Path) -> None:
        if folder.exists():
            raise BadDump(f"{folder} is there already. Name a folder that is not, or take it away first.")
        self.folder, self.unfinished = folder, folder.with_name(f".{folder.name}.unfinished")
        self.counts: Counter[str] = Counter()
        self.actions: Counter[str] = Counter()
        self.last: Publication | None = None

    def __enter__(self) -> Writer:
        shutil.rmtree(self.unfinished, ignore_errors=True)  # of a run that was stopped
        self.unfinished.mkdir(parents=True)
        self.file = (self.unfinished / LEDGER).open("wb")
        self.stream = gzip.GzipFile("", "wb", COMPRESSION, self.file, mtime=0)  # equal ledgers give equal bytes
        return self

    def put(self, entry: Publication, merged_into: int | None = None) -> None:
        """Add the next entry; `merged_into` is the number of what the subject of a merger became."""
        self.stream.write(line_of(entry, merged_into))
        self.actions[str(entry.action)] += 1
        if entry.document and entry.superseded_at is None:
            self.counts[str(entry.kind)] += 1
        self.last = entry

    def finish(self, *, checksum: str, licence: str, made_at: datetime) -> dict[str, Any]:
        """Close the files, write the manifest, give the folder its name; the manifest is returned."""
        self.stream.close()
        self.file.close()
        path = self.unfinished / LEDGER
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        manifest = {
            "format": FORMAT,
            "made_at": made_at.isoformat(),
            "licence": licence,
            "sequence": self.last.sequence if self.last else 0,
            "digest": self.last.digest if self.last else ledger.NO_DIGEST,
            "checksum": checksum,
            "entries": self.actions.total(),
            "actions": dict(sorted(self.actions.items())),
            "documents": dict(sorted(self.counts.items())),
            "files": [{"name": LEDGER, "bytes": path.stat().st_size, "sha256": digest}],
        }
        (self.unfinished / MANIFEST).write_bytes(
            orjson.dumps(manifest, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)
        )
        self.unfinished.rename(self.folder)
        return manifest

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.file.close()
        shutil.rmtree(self.unfinished, ignore_errors=True)


class Dump:
    """A dump to read. Raises BadDump for a folder that holds none, or one of another format."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        try:
            self.manifest: dict[str, Any] = orjson.loads((folder / MANIFEST).read_bytes())
        except (OSError, ValueError) as error:
            raise BadDump(f"{folder} holds no dump: {MANIFEST} cannot be read ({error}).") from error
        if self.manifest.get("format") != FORMAT:
            raise BadDump(f"{folder} is of the format {self.manifest.get('format')!r}; this release reads {FORMAT}.")

    def check_files(self) -> None:
        """Raise BadDump where a file is not the one that the manifest tells of."""
        for one in self.manifest["files"]:
            path = self.folder / Path(one["name"]).name
            try:
                with path.open("rb") as file:
                    digest = hashlib.file_digest(file, "sha256").hexdigest()
            except OSError as error:
                raise BadDump(f"{path} cannot be read ({error}). Download it anew.") from error
            if digest != one["sha256"]:
                raise BadDump(f"{path} was changed or is not whole: its sha256 is {digest}. Download it anew.")

    def records(self) -> Iterator[dict[str, Any]]:
        """The lines as they stand."""
        for one in self.manifest["files"]:
            with gzip.open(self.folder / Path(one["name"]).name) as lines:
                yield from map(orjson.loads, lines)

    def entries(self) -> Iterator[tuple[Publication, dict[str, Any]]]:
        """Each entry with its line, in order. Raises BadDump at the first that does not hold."""
        before = ledger.NO_DIGEST
        for number, record in enumerate(self.records(), start=1):
            entry = entry_of(record)
            if entry.sequence != number:
                raise BadDump(f"entry {number} is missing: the next one is {entry.sequence}")
            if not ledger.holds(entry):
                raise BadDump(f"the document of entry {number} was changed")
            if ledger.chain(before, entry) != entry.digest:
                raise BadDump(f"entry {number} does not follow from the one before")
            before = entry.digest
            yield entry, record
        if before != self.manifest["digest"]:
            raise BadDump(f"the dump ends with the digest {before}, its manifest with {self.manifest['digest']}")
