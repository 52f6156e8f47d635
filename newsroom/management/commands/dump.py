"""manage.py dump: the whole ledger as files, for partners and for another instance."""

from __future__ import annotations

from argparse import ArgumentParser
from functools import partial
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from companies import dumps
from companies.dumps import shelf
from newsroom.progress import progress


class Command(BaseCommand):
    """Writes a dump."""

    help = "Write everything public, with its history, as NDJSON with a manifest. Publishers may go on meanwhile."

    def add_arguments(self, parser: ArgumentParser) -> None:
        text = "the folder to make; it must not be there yet. Without it, one in DUMPS_DIR, which partners may download"
        parser.add_argument("folder", type=Path, metavar="DIR", nargs="?", help=text)
        text = f"without DIR: how many dumps stay, the oldest go; default: {shelf.KEPT}"
        parser.add_argument("--keep", type=int, default=shelf.KEPT, metavar="N", help=text)

    def handle(self, *args: Any, folder: Path | None, keep: int, **options: Any) -> None:
        if keep < 1:
            raise CommandError("--keep is a whole number from 1.")
        watch = partial(progress, label=str(folder or settings.DUMPS_DIR), stream=self.stderr)
        licence = settings.DATA_LICENCE
        try:
            if folder:
                manifest = dumps.write(folder, licence=licence, watch=watch)
            else:
                made = shelf.add(licence=licence, keep=keep, watch=watch)
                folder, manifest = made.folder, made.manifest
        except (dumps.BadDump, OSError) as error:
            raise CommandError(str(error)) from error
        told = f"{manifest['entries']} entries up to {manifest['sequence']}, {manifest['checksum']}"
        self.stdout.write(f"{folder}: {told}")
