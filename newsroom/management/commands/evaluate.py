"""manage.py evaluate: how well the machine reads, measured on articles with answers."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from articles.evaluation import GoldArticle, Half, Score, UnusableGold, load, score
from articles.extraction import Finding, extract
from articles.intake import read

GOLD = settings.BASE_DIR / "articles" / "tests" / "gold"
SEEDS = settings.BASE_DIR / "seeds"
SLACK = 0.0005  # rounding of an earlier report is no drop


class Command(BaseCommand):
    """Prints the figures, and fails where they dropped."""

    help = "Measure extraction on articles with answers: precision, recall, slots, citations, calibration. No database."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--gold", type=Path, default=GOLD, metavar="DIR", help="folder of gold files")
        parser.add_argument("--only", metavar="TEXT", help="articles whose name contains this")
        parser.add_argument("--half", choices=[*Half, "all"], default="all", help="which part of the gold")
        parser.add_argument("--errors", action="store_true", help="list errors with their sentences (development half)")
        parser.add_argument("--json", action="store_true", help="print one JSON object")
        parser.add_argument(
            "--compare", type=Path, metavar="OLD.json", help="exit 1 where a figure dropped since this --json output"
        )
        parser.add_argument(
            "--floors", type=Path, metavar="FILE", help="exit 1 where a figure is under its floor in this JSON file"
        )

    def handle(self, *args: Any, gold: Path, half: str, only: str | None, **options: Any) -> None:
        try:
            articles, aliases = load(gold, SEEDS)
        except UnusableGold as error:
            raise CommandError(str(error)) from error
        chosen = [a for a in articles if half in ("all", a.half) and (only or "") in a.id]
        if not chosen:
            raise CommandError(f"No gold article is left: {len(articles)} in {gold}, none in this selection.")
        result = score(answers(chosen), aliases)
        if options["json"]:
            self.stdout.write(json.dumps(result.as_dict(), indent=1))
        else:
            self.report(result)
        if options["errors"]:
            self.list_errors(result, {a.id for a in chosen if a.half == Half.DEVELOPMENT})
        for option in ("compare", "floors"):
            if options[option] is not None:
                require_no_drop(result.as_dict(), options[option])

    def report(self, result: Score) -> None:
        """The figures for people."""
        out = self.stdout.write
        out(f"{result.articles} articles")
        out(f"{'kind':<15}{'precision':>10}{'recall':>8}{'F1':>8}{'n':>6}{'TP':>6}{'FP':>6}{'FN':>6}")
        for kind, counts in (*result.kinds.items(), ("micro", result.micro)):
            numbers = "".join(f"{n:>6}" for n in (counts.tp + counts.fn, counts.tp, counts.fp, counts.fn))
            out(f"{kind:<15}{show(counts.precision):>10}{show(counts.recall):>8}{show(counts.f1):>8}{numbers}")
        out("\nslots of the right findings: accuracy (n); lists: F1 of names with roles")
        for name, (right, n) in sorted(result.slots.items()):
            out(f"  {name:<32}{show(right / n)} ({n})")
        for name, names in sorted(result.lists.items()):
            out(f"  {name:<32}{show(names.f1)} ({names.tp + names.fn})")
        out(f"\ncitations: {result.citations[0]} of {result.citations[1]} valid")
        out("confidence: share right (n) by band")
        for band, (right, n) in result.bands.items():
            out(f"  from {band:.1f}  {show(right / n if n else None)} ({n})")
        out(f"  0.8 and more: {show(result.precision_from(0.8))}; 0.9 and more: {show(result.precision_from(0.9))}")

    def list_errors(self, result: Score, readable: set[str]) -> None:
        """The errors of the development half; those of the check half are only counted."""
        hidden = 0
        for error in result.errors:
            if error.article not in readable:
                hidden += 1
                continue
            self.stdout.write(f"{error.article} {error.what} {json.dumps(error.fact, ensure_ascii=False)}")
            for quote in error.quotes:
                self.stdout.write(f"    « {' '.join(quote.split())} »")
        self.stdout.write(f"{hidden} more errors in the check half, which is looked at as a total only.")


def answers(articles: list[GoldArticle]) -> Iterator[tuple[GoldArticle, str, list[Finding]]]:
    """Each article with its body and what the machine reads in it, from the document on, as an import does."""
    for article in articles:
        draft = read(article.text, name=article.id)
        yield (
            article,
            draft.body,
            extract(draft.body, language=draft.language, published_on=draft.published_iso, title=draft.title),
        )


def show(value: float | None) -> str:
    """Three decimals, or a dash."""
    return "-" if value is None else f"{value:.3f}"


def require_no_drop(new: dict[str, Any], path: Path) -> None:
    """Raise CommandError where a figure is lower than in the earlier report or the floors."""
    try:
        old = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise CommandError(f"{path} cannot be read as JSON: {error}") from error
    drops = list(lower(new, old))
    if drops:
        raise CommandError("Lower than before:\n" + "\n".join(drops))


def lower(new: Any, old: dict[str, Any], at: str = "") -> Iterator[str]:
    """The figures (precision, recall, F1, accuracy) of an old report that the new one does not reach."""
    for name, value in old.items():
        here = f"{at}.{name}".lstrip(".")
        now = new.get(name) if isinstance(new, dict) else None
        if isinstance(value, dict):
            yield from lower(now, value, here)
        elif isinstance(value, float) and (now is None or now < value - SLACK):
            yield f"  {here}: {now} (was {value})"
