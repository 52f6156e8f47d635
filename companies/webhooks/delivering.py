"""Taking subscriptions to serve, and writing down what came of each attempt.

A worker claims a subscription in a short transaction and holds it for a minute by a token; no transaction is open while
a receiver is spoken to. An outcome counts only while the token holds. A worker that dies leaves the cursor where it
was, and the claim runs out: the message is then sent again under the same id.
"""

from __future__ import annotations

import logging
import uuid
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import SystemRandom
from typing import Any

from django.conf import settings
from django.core.mail import send_mail
from django.db import connection, transaction
from django.utils import translation
from django.utils.translation import gettext as _

from companies.models import Delivery, Replay, Subscription, SubscriptionState

from .choosing import head, next_entry
from .messages import Message, message_of
from .sending import Answer

logger = logging.getLogger(__name__)

# Seconds to wait after the first failure, the second…; the last one from then on (the specification's schedule).
DELAYS = [5, 5 * 60, 30 * 60, *[hours * 3600 for hours in (2, 5, 10, 14, 20, 24)]]
JITTER = 0.1  # up to this share more, so that receivers that fell together are not called together
GIVE_UP_AFTER = timedelta(days=5)
LEASE = timedelta(seconds=60)
TURN = timedelta(seconds=30)  # no attempt begins later in a claim, so that it ends well within the lease
KEEP_LOG = timedelta(days=30)
GONE = 410  # a receiver's way to unsubscribe


@dataclass(frozen=True)
class Claim:
    """A subscription that this worker alone serves for a while, up to what was the ledger's last entry then."""

    subscription_id: uuid.UUID
    since: datetime
    head: int
    token: uuid.UUID = field(default_factory=uuid.uuid4)


def claim_due(limit: int, *, now: datetime) -> list[Claim]:
    """Claim up to `limit` subscriptions that have something to send."""
    last = head()
    due = Subscription.objects.due(head=last, now=now)
    if not due.exists():
        return []
    with transaction.atomic():
        if connection.features.has_select_for_update_skip_locked:
            due = due.select_for_update(skip_locked=True, of=("self",))
        claims = [Claim(number, now, last) for number in due.values_list("pk", flat=True)[:limit]]
        for claim in claims:
            row = Subscription.objects.filter(pk=claim.subscription_id)
            row.update(claim=claim.token, claimed_until=now + LEASE)
    return claims


def held(claim: Claim) -> Any:
    """The claimed row, if the claim holds still and nobody deleted it meanwhile."""
    return Subscription.objects.filter(pk=claim.subscription_id, claim=claim.token)


def release(claim: Claim, *, now: datetime) -> None:
    """Let others have the subscription."""
    held(claim).update(claim=None, claimed_until=now)


def next_message(claim: Claim, *, now: datetime) -> tuple[Subscription, Message] | None:
    """What to send next under the claim; None where there is nothing, or where the claim has had its turn."""
    if now - claim.since >= TURN:
        return None
    subscription = held(claim).filter(state=SubscriptionState.ACTIVE).first()
    if subscription is None:
        return None
    replay = subscription.open_replay()
    last = replay.last if replay else claim.head
    entry = next_entry(subscription, replay, last=last)
    if entry is None:
        skip(claim, replay, to=last, now=now)
        return None
    return subscription, message_of(entry, subscription, replay)


@transaction.atomic
def skip(claim: Claim, replay: Replay | None, *, to: int, now: datetime) -> None:
    """Note that nothing up to the number is for the subscription. A claim that was lost meanwhile moves no cursor."""
    subscription = held(claim).select_for_update().first()
    if subscription is not None:
        advance(subscription, replay, to=to, now=now)
        subscription.save(update_fields=["cursor"])


def advance(subscription: Subscription, replay: Replay | None, *, to: int, now: datetime) -> None:
    """Everything up to the number is dealt with. The caller saves the subscription's cursor."""
    if replay is None:
        subscription.cursor = max(subscription.cursor, to)
        return
    replay.cursor = to
    if to >= replay.last:
        replay.finished_at = now
    replay.save(update_fields=["cursor", "finished_at"])


@transaction.atomic
def record(claim: Claim, message: Message, answer: Answer, *, now: datetime) -> bool:
    """Store what came of an attempt; True where the receiver took the message.

    Where the claim was lost, nothing is stored but a line in the log: whoever has it now tells the receiver again.
    """
    subscription = held(claim).select_for_update().first()
    if subscription is None:
        logger.warning("Webhook %s was answered after its claim had ended.", message.id)
        return False
    log(subscription, message, answer, attempt=subscription.failures + 1, now=now)
    if not answer.failure:
        advance(subscription, message.replay, to=message.sequence or 0, now=now)
        subscription.save(update_fields=["cursor", *subscription.forget_failures()])
        return True
    fail(subscription, answer, now=now)
    return False


def log(subscription: Subscription, message: Message, answer: Answer, *, attempt: int, now: datetime) -> Delivery:
    """Keep what was sent and what was answered."""
    return Delivery.objects.create(
        subscription=subscription,
        message_id=message.id,
        sequence=message.sequence,
        is_replay=message.replay is not None,
        attempt=attempt,
        at=now,
        milliseconds=answer.milliseconds,
        status=answer.status,
        failure=answer.failure,
        detail=answer.detail,
        response=answer.body,
    )


def fail(subscription: Subscription, answer: Answer, *, now: datetime) -> None:
    """Count a failure, and say when to try again or that it is no use any more."""
    subscription.failures += 1
    subscription.failing_since = subscription.failing_since or now
    subscription.next_attempt_at = now + delay_after(subscription.failures)
    subscription.last_error = " ".join(str(part) for part in (answer.failure, answer.status, answer.detail) if part)
    changed = ["failures", "failing_since", "next_attempt_at", "last_error"]
    is_hopeless = answer.status == GONE or now - subscription.failing_since >= GIVE_UP_AFTER
    if is_hopeless and subscription.state == SubscriptionState.ACTIVE:
        subscription.state = SubscriptionState.DISABLED
        changed.append("state")
        transaction.on_commit(lambda: tell_owner(subscription), robust=True)
    subscription.save(update_fields=changed)


def delay_after(failures: int) -> timedelta:
    """How long to wait after so many failures in a row."""
    seconds = DELAYS[min(failures, len(DELAYS)) - 1]
    return timedelta(seconds=seconds * (1 + JITTER * SystemRandom().random()))


def tell_owner(subscription: Subscription) -> None:
    """Write to the owner that nothing is sent any more, and how to go on."""
    owner = subscription.owner
    if not owner.email:
        logger.warning("Webhook %s is disabled, and its owner %s has no e-mail address.", subscription.pk, owner)
        return
    with translation.override(settings.LANGUAGE_CODE):
        subject = _("Newsroom: your webhook is disabled")
        text = _(
            "The webhook %(id)s to %(url)s is disabled: its receiver has failed since %(since)s.\n"
            "Last error: %(error)s\n\n"
            "Nothing is lost: once the receiver works, set the state of the webhook to “active” "
            "(PATCH /api/v1/webhooks/%(id)s/). It goes on after entry %(cursor)s."
        ) % {
            "id": subscription.pk,
            "url": subscription.url,
            "since": f"{subscription.failing_since:%Y-%m-%d %H:%M} UTC",
            "error": subscription.last_error,
            "cursor": subscription.cursor,
        }
        send_mail(subject, text, None, [owner.email])


def prune(*, now: datetime) -> int:
    """Forget old deliveries, and secrets that sign no more; how many deliveries went."""
    Subscription.objects.filter(previous_secret_until__lte=now).update(previous_secret="", previous_secret_until=None)
    return Delivery.objects.filter(at__lt=now - KEEP_LOG).delete()[0]
