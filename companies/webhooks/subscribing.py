"""What owners do with their subscriptions, over the API or in the admin."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from companies.models import Company, Delivery, Replay, Subscription, SubscriptionState
from companies.refusals import Refused

from .addresses import Forbidden, read_url
from .choosing import head
from .delivering import log
from .messages import headers_for, ping_of
from .secrets import SealBroken, new_secret, seal
from .sending import Post, post

MOST_PER_OWNER = 20
OVERLAP = timedelta(hours=24)  # how long both secrets sign after a rotation


def require_url(url: str) -> str:
    """The address, if it may be subscribed. Raises ValidationError with what is wrong with it."""
    try:
        read_url(url, allow_loopback=settings.WEBHOOKS_ALLOW_LOOPBACK)
    except Forbidden as error:
        raise ValidationError(str(error)) from error
    return url


@transaction.atomic
def subscribe(
    *,
    by: Any,
    url: str,
    description: str = "",
    companies: Iterable[Company] = (),
    kinds: Iterable[str] = (),
    actions: Iterable[str] = (),
    after: int | None = None,
) -> tuple[Subscription, str]:
    """Make a subscription to what comes after the entry `after`, by default the last; and its secret, to be shown once.

    The values are clean (forms and serializers see to that). Refuses more than an owner may have.
    """
    require_room(by)
    secret, last = new_secret(), head()
    subscription = Subscription.objects.create(
        owner=by,
        url=url,
        description=description,
        kinds=in_order(kinds),
        actions=in_order(actions),
        secret=seal(secret),
        cursor=last if after is None else require_published(after, last),
    )
    subscription.companies.set(companies)
    return subscription, secret


def require_room(owner: Any) -> None:
    """Refuse more than an owner may have; two subscriptions made at once are counted one by one."""
    get_user_model().objects.select_for_update().get(pk=owner.pk)
    if owner.subscriptions.count() >= MOST_PER_OWNER:
        message = _("You have %(most)s webhooks, which is the most. Delete one, or point one at another address.")
        raise Refused("too_many_webhooks", message % {"most": MOST_PER_OWNER})


def in_order(words: Iterable[str]) -> list[str]:
    """Words as they are kept: each once, in order."""
    return sorted(set(words))


def require_published(number: int, last: int) -> int:
    """The number. Refuses one beyond the ledger, which would skip entries still to come."""
    if not 0 <= number <= last:
        message = _("There is no entry %(number)s: the last one is %(last)s.")
        raise Refused("no_such_entry", message % {"number": number, "last": last})
    return number


def locked(subscription: Subscription) -> Subscription:
    """Its row, until the transaction ends. Raises Subscription.DoesNotExist where it was deleted meanwhile."""
    return Subscription.objects.select_for_update().get(pk=subscription.pk)


@transaction.atomic
def change(subscription: Subscription, **values: Any) -> Subscription:
    """Give a subscription other values: url, description, companies, kinds, actions, state (active or paused).

    A new address, or being active again, begins without the failures of before; the cursor stays.
    """
    row = locked(subscription)
    companies = values.pop("companies", None)
    for name, value in values.items():
        setattr(row, name, in_order(value) if name in ("kinds", "actions") else value)
    changed = list(values)
    if "url" in values or values.get("state") == SubscriptionState.ACTIVE:
        changed += row.forget_failures()
    row.save(update_fields=changed)
    if companies is not None:
        row.companies.set(companies)
    return row


@transaction.atomic
def rotate_secret(subscription: Subscription, *, now: datetime | None = None) -> str:
    """A new secret, to be shown once. The one before signs too for a day, so that the receiver can change over."""
    row = locked(subscription)
    secret = new_secret()
    row.previous_secret, row.secret = row.secret, seal(secret)
    row.previous_secret_until = (now or timezone.now()) + OVERLAP
    row.save(update_fields=["secret", "previous_secret", "previous_secret_until"])
    return secret


@transaction.atomic
def replay(subscription: Subscription, *, first: int, last: int | None, by: Any) -> Replay:
    """Have the entries from `first` to `last` sent once more, before anything new; `last` is by default the last sent.

    Refuses a range that was not dealt with yet, and a second replay while one is under way.
    """
    row = locked(subscription)
    last = row.cursor if last is None else last
    if not 1 <= first <= last <= row.cursor:
        message = _("Entries %(first)s to %(last)s cannot be replayed: choose from 1 to %(most)s, the last one sent.")
        raise Refused("not_sent_yet", message % {"first": first, "last": last, "most": row.cursor})
    open_one = row.open_replay()
    if open_one is not None:
        message = _("Entries %(range)s are being replayed: wait until that is done.")
        raise Refused("replay_under_way", message % {"range": open_one})
    return Replay.objects.create(subscription=row, first=first, last=last, cursor=first - 1, by=by)


def ping(subscription: Subscription, *, now: datetime | None = None, send: Post = post) -> Delivery:
    """Send a signed test now and say what came of it. It changes nothing about what is delivered next.

    Refuses where the secret cannot be read any more.
    """
    now = now or timezone.now()
    message = ping_of(subscription, now=now)
    try:
        headers = headers_for(message, subscription, now=now)
    except SealBroken as error:
        raise Refused("secret_unreadable", str(error)) from error
    answer = send(subscription.url, message.body, headers)
    with transaction.atomic():
        return log(locked(subscription), message, answer, attempt=1, now=now)
