"""manage.py fit_confidence: make the engine's confidence mean how often it is right."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from articles.evaluation import Half, load, score
from articles.evaluation.calibration import fit
from articles.evaluation.matching import SLOTS
from articles.extraction.confidence import TABLE, uncalibrated

from .evaluate import GOLD, SEEDS, answers


class Command(BaseCommand):
    """Fits on the check half, as totals only: on the development half, which the rules were written on, they are
    right too often to tell how they do elsewhere."""

    help = "Fit the confidence on the check half of the gold and write the table that the engine reads."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--gold", type=Path, default=GOLD, metavar="DIR")
        parser.add_argument("--dry-run", action="store_true", help="show the table and leave the old one")

    def handle(self, *args: Any, gold: Path, dry_run: bool, **options: Any) -> None:
        articles, aliases = load(gold, SEEDS)
        with uncalibrated():
            judged = score(answers([a for a in articles if a.half == Half.CHECK]), aliases).judged
        table = fit(judged, SLOTS).cautious().as_toml()
        if dry_run:
            self.stdout.write(table)
            return
        TABLE.write_text(table, encoding="utf-8")
        self.stdout.write(f"Written from {len(judged)} findings. Run evaluate to see how it holds.")
