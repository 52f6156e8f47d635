"""The demo's people and what they publish."""

from __future__ import annotations

import secrets
from collections import Counter
from decimal import Decimal

from django.contrib.auth.models import Group, User

from companies.models import Fact
from companies.publishing import publish
from companies.refusals import Refused
from companies.vocabulary import State

SURE = Decimal("0.8")
ACCOUNTS = {"editor": "demo-editor", "publisher": "demo-publisher"}


def make_account(group: str) -> tuple[User, str | None]:
    """The demo account of a group, with its password where the account is new."""
    known = User.objects.filter(username=ACCOUNTS[group]).first()
    if known is not None:
        return known, None
    password = secrets.token_urlsafe(9)
    user = User.objects.create_user(ACCOUNTS[group], password=password, is_staff=True)
    user.groups.add(Group.objects.get(name=group))
    return user, password


def publish_sure_facts(by: User) -> tuple[Counter[str], list[str]]:
    """Publish the proposals that score 0.8 or more and that no editor has touched; counts by kind, and refusals.

    A fact that someone rejected, corrected or retracted stays as they left it.
    """
    published: Counter[str] = Counter()
    refused = []
    facts = Fact.objects.filter(state=State.PROPOSED, confidence__gte=SURE, decisions__isnull=True)
    for fact in facts.order_by("pk"):
        try:
            publish(fact, by=by)
            published[fact.kind] += 1
        except Refused as error:
            refused.append(str(error))
    return published, refused
