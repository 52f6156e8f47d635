"""The dumps that partners may have: those in DUMPS_DIR, but for what is older than a removal for legal reasons."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from django.conf import settings
from django.db.models import Max
from django.utils import timezone

from companies import ledger
from companies.models import Publication

from .folder import BadDump, Dump
from .writing import Watch, unwatched, write

NAME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}-[0-9]+")  # the day, in UTC, and the number of the last entry
KEPT = 7  # how many, where nobody says


def found() -> Iterator[Dump]:
    """Every whole dump of this release's format in DUMPS_DIR."""
    shelf = Path(settings.DUMPS_DIR)
    for folder in shelf.iterdir() if shelf.is_dir() else ():
        try:
            if NAME.fullmatch(folder.name):
                yield Dump(folder)
        except BadDump:
            continue


def kept() -> list[Dump]:
    """What partners may have, the newest first."""
    removal = Publication.objects.filter(removed_at__isnull=False).aggregate(last=Max("sequence"))["last"] or 0
    dumps = [dump for dump in found() if dump.manifest["sequence"] >= removal]
    return sorted(dumps, key=lambda dump: (dump.manifest["made_at"], dump.manifest["sequence"]), reverse=True)


def add(*, licence: str, keep: int = KEPT, watch: Watch = unwatched) -> Dump:
    """Write a dump of the day, unless this very one is there; of all, the newest `keep` stay.

    Raises BadDump where a folder of its name holds something else, and OSError.
    """
    with ledger.snapshot():
        folder = Path(settings.DUMPS_DIR) / f"{timezone.now():%Y-%m-%d}-{ledger.head()[0]}"
        if not folder.exists():
            write(folder, licence=licence, watch=watch)
    tidy(keep)
    return Dump(folder)


def tidy(keep: int | None = None) -> None:
    """Delete what partners may no longer have, and all but the newest `keep`."""
    staying = {dump.folder for dump in kept()[:keep]}
    for dump in found():
        if dump.folder not in staying:
            gone = dump.folder.with_name(f".{dump.folder.name}.withdrawn")
            with suppress(FileNotFoundError):  # another one tidies up too
                dump.folder.rename(gone)  # at once, whatever happens while its files go
                shutil.rmtree(gone)
