"""manage.py dump: the whole ledger as files, for partners and for another instance."""

from __future__ import annotations

from argparse import ArgumentParser
from functools import partial
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from companies import dumps
from newsroom.progress import progress


class Command(BaseCommand):
    """Writes a dump."""

    help = "Write everything public, with its history, as NDJSON with a manifest. Publishers may go on meanwhile."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, metavar="DIR", help="the folder to make; it must not be there yet")

    def handle(self, *args: Any, folder: Path, **options: Any) -> None:
        watch = partial(progress, label=str(folder), stream=self.stderr)
        try:
            manifest = dumps.write(folder, licence=settings.DATA_LICENCE, watch=watch)
        except (dumps.BadDump, OSError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{manifest['entries']} entries up to {manifest['sequence']}, {manifest['checksum']}")
