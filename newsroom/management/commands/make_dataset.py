"""manage.py make_dataset: a dump of invented facts for measuring."""

from __future__ import annotations

from argparse import ArgumentParser
from functools import partial
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from companies.dumps import BadDump
from newsroom.benchmarks import dataset
from newsroom.progress import progress


class Command(BaseCommand):
    """Writes a dump that no newsroom made."""

    help = "Write a dump of invented companies, about five funding rounds each; load it with manage.py load_dump."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, metavar="DIR", help="the folder to make; it must not be there yet")
        parser.add_argument("--companies", type=int, default=1000, metavar="N", help="how many companies raise money")
        parser.add_argument("--seed", type=int, default=1, metavar="S", help="the same seed gives the same dump")

    def handle(self, *args: Any, folder: Path, companies: int, seed: int, **options: Any) -> None:
        watch = partial(progress, label=str(folder), stream=self.stderr)
        try:
            manifest = dataset.make(folder, companies=companies, seed=seed, watch=watch)
        except (BadDump, OSError, ValueError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{manifest['entries']} entries, {manifest['documents']}, {manifest['checksum']}")
