"""manage.py remove: take what was public out of the ledger, for legal reasons."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.core.management.base import BaseCommand, CommandError
from django.db.models import Model

from articles.models import Article
from companies import ledger
from companies.models import Company, Fact, Person, Publication
from companies.refusals import Refused
from companies.removal import remove

SUBJECTS: dict[str, tuple[type[Model], str]] = {
    "fact": (Fact, "pk"),
    "company": (Company, "slug"),
    "article": (Article, "pk"),
    "person": (Person, "slug"),
    "entry": (Publication, "sequence"),
}


class Command(BaseCommand):
    """Removes one subject after asking."""

    help = "Blank every published document of a fact, company, article or person; its digests stay in the ledger."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("what", choices=SUBJECTS, help="an entry stands for what it is about")
        parser.add_argument("which", help="the number of a fact, article or entry; the slug of a company or person")
        parser.add_argument("--by", required=True, metavar="USER", help="the publisher who answers for it")
        parser.add_argument("--note", required=True, help="the public reason, such as the court and its ruling")
        parser.add_argument("--yes", action="store_true", help="do not ask: it cannot be undone")

    def handle(self, *args: Any, what: str, which: str, by: str, note: str, yes: bool, **options: Any) -> None:
        subject, user = self.found(what, which), User.objects.filter(username=by).first()
        if user is None:
            raise CommandError(f"There is no user {by!r}. Name one of the group publisher.")
        one = ledger.subject_from(subject)
        if not yes and not is_confirmed(f"Remove {one} for good? Type yes: "):
            raise CommandError("Nothing was removed.")
        try:
            entry = remove(one, by=user, note=note)
        except (Refused, PermissionDenied) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"Removed {one}: entry {entry.sequence} tells followers.")
        self.stderr.write(
            "Purge caches before the API, copies of dumps and backups of the database: they still have it."
        )

    def found(self, what: str, which: str) -> Any:
        """The row that is meant. Raises CommandError for none."""
        model, name = SUBJECTS[what]
        try:
            row = model._default_manager.filter(**{name: which}).first()
        except ValueError:
            row = None
        if row is None:
            raise CommandError(f"There is no {what} {which!r}.")
        return row


def is_confirmed(question: str) -> bool:
    """True where someone at the terminal says yes. Raises CommandError where nobody can be asked."""
    try:
        return input(question).strip().casefold() == "yes"
    except EOFError as error:
        raise CommandError("Nothing was removed: nobody is here to be asked. Add --yes to go on without.") from error
