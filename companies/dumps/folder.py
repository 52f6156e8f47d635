"""The folder of a dump: its lines, its manifest, and checking that both are whole."""

from __future__ import annotations

import gzip
import hashlib
import io
import shutil
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import tee
from pathlib import Path
from types import TracebackType
from typing import Any

import orjson

from companies import ledger
from companies.models import Publication

FORMAT = "newsroom-dump/2"
LEDGER, MANIFEST = "ledger.ndjson.gz", "manifest.json"
CHUNK = 1 << 17  # bytes that are unpacked at a time
COMPRESSION = 4  # of gzip's nine: twice as quick as its default for a twentieth more bytes


class BadDump(Exception):
    """A dump that is not whole, or whose entries do not follow from each other."""


def line_of(entry: Publication, concerns: Iterable[tuple[int, bool]], merged_into: int | None) -> bytes:
    """An entry as one line. Its document goes in as the text that was published."""
    about: dict[bool, list[int]] = {True: [], False: []}
    for company, is_named in concerns:
        about[is_named].append(company)
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
            "companies": sorted(about[True]),
            "companies_left": sorted(about[False]),
            "document_digest": entry.document_digest,
            "digest": entry.digest,
            "document": orjson.Fragment(entry.document) if entry.document else None,
        },
        option=orjson.OPT_APPEND_NEWLINE,
    )


def link_of(record: dict[str, Any]) -> ledger.Link:
    """A line's place in the chain, its document as the text that was published."""
    document = record["document"]
    return ledger.Link(
        record["sequence"],
        record["kind"],
        record["subject"],
        record["action"],
        record["published_at"],
        record["note"],
        record["removed_at"] is not None,
        orjson.dumps(document).decode() if document else "",
        record["document_digest"],
        record["digest"],
    )


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

    def put(self, entry: Publication, concerns: Iterable[tuple[int, bool]], merged_into: int | None = None) -> None:
        """Add the next entry, with (company, whether its document is about it) as the ledger keeps them.

        `merged_into` is the number of what the subject of a merger became.
        """
        self.stream.write(line_of(entry, concerns, merged_into))
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
            path = self.folder / Path(one["name"]).name
            with gzip.open(path) as file, io.BufferedReader(file, CHUNK) as lines:
                yield from map(orjson.loads, lines)

    def entries(self) -> Iterator[tuple[dict[str, Any], str]]:
        """Each line with its document's text, in order. Raises BadDump at the first that does not hold."""
        lines, links = tee(self.records())
        before = ledger.NO_DIGEST
        try:
            for record, link in zip(lines, ledger.verified(map(link_of, links)), strict=True):
                before = link.digest
                yield record, link.document
        except ledger.BrokenChain as error:
            raise BadDump(str(error)) from error
        except (KeyError, TypeError) as error:
            raise BadDump(f"a line is of another shape than {FORMAT} has: {error!r}") from error
        if before != self.manifest["digest"]:
            raise BadDump(f"the dump ends with the digest {before}, its manifest with {self.manifest['digest']}")
