"""manage.py extract: what the machine reads in documents, as JSON lines. Needs no database."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from articles.extraction import extract
from articles.intake import UnreadableDocument, read


class Command(BaseCommand):
    """Prints one JSON object per article."""

    help = "Print the facts that documents tell as JSON lines, in the codebook's words. Needs no database."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", metavar="FILE", help="a document, or - for standard input")
        parser.add_argument(
            "--published-on",
            metavar="DATE",
            help="the articles' date, where they state none (YYYY[-MM[-DD]])",
        )
        parser.add_argument("--language", metavar="CODE", help="fr or en, where it should not be recognised")

    def handle(
        self, *args: Any, files: list[str], published_on: str | None, language: str | None, **options: Any
    ) -> None:
        failures = 0
        for file in files:
            try:
                line = read_facts(file, published_on, language)
            except (UnreadableDocument, OSError, ValueError) as error:
                failures += 1
                self.stderr.write(self.style.ERROR(f"{file}: {error}"))
                continue
            self.stdout.write(json.dumps(line, ensure_ascii=False))
        if failures:
            raise CommandError(f"{failures} of {len(files)} documents could not be read (named above).")


def read_facts(file: str, published_on: str | None, language: str | None) -> dict[str, Any]:
    """One document's line. Raises UnreadableDocument, OSError, or ValueError for a date that is none."""
    path = Path("stdin.txt" if file == "-" else file)
    raw = sys.stdin.buffer.read() if file == "-" else path.read_bytes()
    draft = read(raw, name=path.name, published_on=published_on, language=language)
    findings = extract(draft.body, language=draft.language, published_on=draft.published_iso, title=draft.title)
    return {
        "id": path.stem,
        "file": path.name,
        "language": draft.language,
        "published_on": draft.published_iso,
        "title": draft.title,
        "body": draft.body,
        "facts": [finding.as_dict() for finding in findings],
    }
