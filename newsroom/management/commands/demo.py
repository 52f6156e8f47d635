"""manage.py demo: a site to try, from the five documents."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from companies.models import Fact
from newsroom.demonstration import SURE, make_account, publish_sure_facts

ADDRESS = "127.0.0.1:8000"


class Command(BaseCommand):
    """Prepares the demo and serves it."""

    help = "Migrate, import the five documents, publish what is sure, and serve on http://127.0.0.1:8000/."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--no-serve", action="store_true", help="prepare everything, then stop")
        parser.add_argument("--address", default=ADDRESS, metavar="HOST:PORT", help=f"default: {ADDRESS}")

    def handle(self, *args: Any, no_serve: bool, address: str, **options: Any) -> None:
        if not settings.DEBUG:
            raise CommandError("The demo makes accounts with printed passwords, so it runs with DEBUG on only.")
        call_command("migrate", verbosity=0, stdout=self.stdout)
        call_command("import_seeds", stdout=self.stdout, stderr=self.stderr)
        self.make_accounts()
        self.publish()
        if not no_serve:
            self.stdout.write(f"Serving on http://{address}/ (stop with Ctrl-C)")
            call_command("runserver", address, use_reloader=False)

    def make_accounts(self) -> None:
        """The two accounts; a password is shown once, when its account is made."""
        for group in ("editor", "publisher"):
            user, password = make_account(group)
            shown = f"password {password}" if password else "password as printed when it was made"
            self.stdout.write(f"Account {user.username} ({group}): {shown}")

    def publish(self) -> None:
        """Publish the sure ones and say what waits."""
        publisher, _ = make_account("publisher")
        published, refused = publish_sure_facts(publisher)
        waiting = Fact.objects.open().count()
        self.stdout.write(
            f"Published as {publisher.username}, because the machine gave them {SURE} or more: "
            f"{published.total()} facts. In the queue for an editor: {waiting}."
        )
        for reason in refused:
            self.stdout.write(f"Not published: {reason}")
        self.stdout.write("This is a demo: on a real desk nothing is published unless someone decides so.")
