"""manage.py verify_ledger: is the public record whole?"""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from companies.ledger import BrokenChain, verify
from companies.models import Publication
from newsroom.progress import progress


class Command(BaseCommand):
    """Walks the chain of digests."""

    help = "Check that no entry of the ledger is missing or was changed."

    def handle(self, *args: Any, **options: Any) -> None:
        total = Publication.objects.count()
        try:
            for _ in progress(verify(), total=total, label="verify", stream=self.stderr):
                pass
        except BrokenChain as error:
            raise CommandError(f"The ledger is broken: {error}. Restore it from a backup.") from error
        self.stdout.write(f"The ledger is whole: {total} entries, each following from the one before.")
