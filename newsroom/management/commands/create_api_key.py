"""manage.py create_api_key: a key for a partner or a program, printed once."""

from __future__ import annotations

from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from companies import keys
from companies.models import Scope
from companies.models.key import LARGEST_RATE, RATE
from companies.refusals import Refused

LONGEST = 36_500  # days


class Command(BaseCommand):
    """Issues a key; whoever runs this holds the server, and so acts as an administrator."""

    help = "Issue an API key and print it. Only its digest is stored: it cannot be shown again."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("user", help="the account that owns it; at the desk the key may do what this user may")
        parser.add_argument("name", help="what uses it, such as “nightly copy”; two live keys may share a name")
        parser.add_argument("--scope", action="append", choices=Scope.values, dest="scopes", help="default: read")
        parser.add_argument("--rate", type=int, default=RATE, help=f"requests a minute; default: {RATE}")
        parser.add_argument("--days", type=int, help="how long it lives; for ever by default")

    def handle(self, *args: Any, user: str, name: str, scopes: Any, rate: int, days: int | None, **rest: Any) -> None:
        owner = User.objects.filter(username=user).first()
        if owner is None:
            raise CommandError(f"There is no user {user!r}. Make one in the admin, under Users.")
        require_between("--rate", rate, LARGEST_RATE)
        require_between("--days", days, LONGEST)
        expires_at = timezone.now() + timedelta(days=days) if days else None
        try:
            key, text = keys.issue(
                by=User(username="create_api_key", is_superuser=True, is_active=True), user=owner, name=name,
                scopes=scopes or [Scope.READ], rate=rate, expires_at=expires_at,
            )  # fmt: skip
        except (Refused, PermissionDenied) as error:
            raise CommandError(str(error)) from error
        until = f"until {expires_at:%Y-%m-%d}" if expires_at else "until it is revoked"
        self.stderr.write(f"{key.name} of {owner}: {', '.join(key.scopes)}, {rate} requests a minute, {until}.")
        self.stderr.write("Keep it now: it cannot be shown again. Send it as “Authorization: Bearer nrk_…”.")
        self.stdout.write(text)


def require_between(option: str, number: int | None, largest: int) -> None:
    """Raise CommandError for a number that is not from 1 to the largest; an option may be left out."""
    if number is not None and not 1 <= number <= largest:
        raise CommandError(f"{option} is a whole number from 1 to {largest:,}, not {number:,}.")
