"""Writing a dump of the ledger as it is at one moment, while publishers go on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db.models import Prefetch
from django.db.models.functions import Coalesce
from django.utils import timezone

from companies import ledger
from companies.models import Publication
from companies.vocabulary import Action

from .folder import Writer

Watch = Callable[..., Iterable[Any]]


def unwatched(items: Iterable[Any], *, total: int) -> Iterable[Any]:
    """The items, with nobody looking on."""
    return items


def write(folder: Path, *, licence: str, watch: Watch = unwatched, made_at: datetime | None = None) -> dict[str, Any]:
    """Write a dump into the folder, which must not be there yet, and return its manifest.

    `watch(items, total=…)` may show how far it is. Raises BadDump where the folder is there.
    """
    with Writer(folder) as writer, ledger.snapshot():
        total = Publication.objects.count()
        for entry, merged_into in watch(entries(), total=total):
            concerns = [(one.company_id, one.is_named) for one in entry.concerned]
            writer.put(entry, concerns, merged_into)
        return writer.finish(checksum=ledger.checksum(), licence=licence, made_at=made_at or timezone.now())


def entries() -> Iterator[tuple[Any, int | None]]:
    """Every entry in order, with the number of what its subject was merged into where it says so."""
    rows = Publication.objects.order_by("sequence")
    rows = rows.annotate(merged_into=Coalesce("fact__merged_into_id", "company__merged_into_id"))
    rows = rows.prefetch_related(Prefetch("concerns", to_attr="concerned"))  # a list: no query set for each entry
    for entry in rows.iterator(chunk_size=2000):
        yield entry, entry.merged_into if entry.action == Action.MERGED else None
