"""manage.py import_seeds: the main job, from documents to proposed facts."""

from __future__ import annotations

from argparse import ArgumentParser
from collections import Counter
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from newsroom.importing import FAILED, NEW, REREAD, UNCHANGED, Imported, count_by_kind, import_files
from newsroom.progress import progress


class Command(BaseCommand):
    """Imports every .txt document of a folder."""

    help = "Import the documents of a folder as articles and propose the facts they tell."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--path",
            type=Path,
            default=settings.BASE_DIR / "seeds",
            metavar="DIR",
            help="folder of .txt documents (default: seeds/)",
        )
        parser.add_argument("--dry-run", action="store_true", help="say what an import would do, and store nothing")

    def handle(self, *args: Any, path: Path, dry_run: bool, **options: Any) -> None:
        files = documents_in(path)
        results = self.rehearse(files) if dry_run else self.run(files)
        self.summarise(results, dry_run=dry_run)
        failed = [result for result in results if result.outcome == FAILED]
        if failed:
            raise CommandError(f"{len(failed)} of {len(results)} documents could not be imported (named above).")

    def run(self, files: list[Path]) -> list[Imported]:
        """Import the files, a line each."""
        results = []
        for result in progress(import_files(files), total=len(files), label="import", stream=self.stderr):
            results.append(result)
            self.report(result)
        return results

    def rehearse(self, files: list[Path]) -> list[Imported]:
        """Do it all, and take it back."""
        with transaction.atomic():
            results = self.run(files)
            transaction.set_rollback(True)
        return results

    def report(self, result: Imported) -> None:
        """One line for a document, and one for each thing an editor should know of it."""
        if result.outcome == FAILED:
            self.stderr.write(self.style.ERROR(f"{result.name}: failed: {result.reason}"))
            return
        proposed, known = result.facts.proposed.total(), result.facts.known.total()
        self.stdout.write(f"{result.name}: {result.outcome}, {proposed} facts proposed, {known} known")
        for line in [result.warning, *(f"left out: {reason}" for reason in result.facts.unusable)]:
            if line:
                self.stderr.write(self.style.WARNING(f"{result.name}: {line}"))

    def summarise(self, results: list[Imported], *, dry_run: bool) -> None:
        """The totals."""
        outcomes = Counter(result.outcome for result in results)
        if dry_run:
            self.stdout.write("Dry run: nothing was stored. An import would give:")
        articles = f"Articles: {outcomes[NEW]} new, {outcomes[UNCHANGED]} unchanged, {outcomes[FAILED]} failed"
        self.stdout.write(articles + (f", {outcomes[REREAD]} read anew" if outcomes[REREAD] else ""))
        kinds = count_by_kind(results)
        listed = ", ".join(f"{kind} {number}" for kind, number in sorted(kinds.items())) or "none"
        self.stdout.write(f"Facts proposed: {kinds.total()} ({listed})")


def documents_in(path: Path) -> list[Path]:
    """The documents of a folder in name order. Raises CommandError where there are none."""
    if not path.is_dir():
        raise CommandError(f"There is no folder {path}. Name one that holds .txt documents: --path DIR")
    files = sorted(file for file in path.iterdir() if file.suffix == ".txt" and file.is_file())
    if not files:
        raise CommandError(f"The folder {path} holds no .txt document. Put the articles there as text files.")
    return files
