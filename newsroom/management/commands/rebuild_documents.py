"""manage.py rebuild_documents: publish anew what would be written otherwise today."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Iterable, Sequence
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.core.management.base import BaseCommand, CommandError

from companies import ledger
from companies.publishing import rebuild_documents
from newsroom.progress import progress

NOTE = "The shape of the document changed, not what it tells."


class Command(BaseCommand):
    """Appends a corrected entry for each document that changed."""

    help = "Append a new entry for each public document whose shape or names changed. Safe to stop and run again."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--by", required=True, metavar="USER", help="the publisher who answers for it")
        parser.add_argument("--note", default=NOTE, help="the public note of the new entries")

    def watched(self, batches: Sequence[int]) -> Iterable[int]:
        """The batches, with a bar while they are worked on."""
        return progress(batches, total=len(batches), label="documents, in batches", stream=self.stderr)

    def handle(self, *args: Any, by: str, note: str, **options: Any) -> None:
        user = User.objects.filter(username=by).first()
        if user is None:
            raise CommandError(f"There is no user {by!r}. Name one of the group publisher.")
        try:
            written = sum(1 for _ in rebuild_documents(by=user, note=note, watched=self.watched))
        except PermissionDenied as error:
            raise CommandError(str(error)) from error
        ledger.rewrite_lines()
        self.stdout.write(f"{written} documents published anew.")
