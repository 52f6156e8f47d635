"""manage.py benchmark: measurements, as ratios of one run."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from articles.evaluation import load
from newsroom.benchmarks import extraction
from newsroom.settings import env

from .evaluate import GOLD, SEEDS


class Command(BaseCommand):
    """Runs one of the benchmarks and prints its figures."""

    help = "Measure speed, memory and growth. The comparison needs the bench extra: pip install -e '.[bench]'"
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("what", choices=["extraction", "api"])
        parser.add_argument("--companies", type=int, default=1000, metavar="N", help="api: size of the dataset")
        parser.add_argument("--seconds", type=float, default=2, metavar="S", help="api: length of a turn")
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *args: Any, what: str, **options: Any) -> None:
        if what == "api":
            self.handle_api(**options)
        else:
            self.handle_extraction(**options)

    def handle_api(self, companies: int, seconds: float, **options: Any) -> None:
        """Load the API and a textbook one beside it."""
        from newsroom.benchmarks.api import database, measuring  # noqa: PLC0415 - the bench extra

        url = env.text("DATABASE_URL") or ""
        if not url.startswith("postgres"):
            raise CommandError("The API is measured on PostgreSQL: set DATABASE_URL=postgres://….")
        own = database.prepared(url, companies, settings.BASE_DIR)
        report = measuring.measure(own, settings.BASE_DIR, seconds, self.stderr.write)
        if options["json"]:
            self.stdout.write(json.dumps(report, indent=1))
        else:
            self.stdout.write("\n".join(measuring.lines(report)))

    def handle_extraction(self, **options: Any) -> None:
        """Read the gold's articles."""
        articles, _ = load(GOLD, SEEDS)
        texts = [article.text for article in articles if article.language == "fr" and article.facts]
        self.stderr.write(f"Reading {len(texts)} French articles, some times over …")
        report = extraction.measure(texts, settings.BASE_DIR)
        if options["json"]:
            self.stdout.write(json.dumps(report, indent=1))
        else:
            self.present(report)

    def present(self, report: dict[str, Any]) -> None:
        """The figures for people."""
        for name in ("relevant", "mixed"):
            row = report[name]
            ratio = f"{row['ratio_to_spacy']} × spaCy" if row["ratio_to_spacy"] else "spaCy is not installed"
            speed = f"{row['words_per_s']:,} words/s, {row['articles_per_s']} articles/s"
            self.stdout.write(f"{name:<10}{speed} ({ratio})")
        self.stdout.write(f"memory    {report['peak_mb']} MB at most, engine alone")
        self.stdout.write(f"import    {report['import_seconds']} s")
        slowdown, names = report["slowdown_by_names"], extraction.KNOWN_NAMES
        self.stdout.write(f"names     {slowdown} × the time with {names:,} known names")
        for row in report["growth"]:
            per_kb = row["seconds"] / row["characters"] * 1e6
            label = f"{row['characters']:,} characters of {row['of']}"
            self.stdout.write(f"growth    {label:<33}{row['seconds']:.4f} s, {per_kb:.2f} ms per 1,000 characters")
