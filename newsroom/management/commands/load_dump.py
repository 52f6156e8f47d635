"""manage.py load_dump: fill an empty instance from a dump."""

from __future__ import annotations

from argparse import ArgumentParser
from functools import partial
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from companies import dumps
from newsroom.progress import progress


class Command(BaseCommand):
    """Loads a dump."""

    help = "Fill an empty instance from a dump, checking every digest. All or nothing: a stopped load leaves it empty."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, metavar="DIR", help="the folder that manage.py dump made")

    def handle(self, *args: Any, folder: Path, **options: Any) -> None:
        watch = partial(progress, label=str(folder), stream=self.stderr)
        try:
            manifest = dumps.load(folder, watch=watch)
        except (dumps.BadDump, dumps.NotEmpty) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{manifest['entries']} entries up to {manifest['sequence']}, {manifest['checksum']}")
