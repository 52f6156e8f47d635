"""What a receiver gets: the body, its name, and the headers that prove it is ours (Standard Webhooks)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import orjson
from standardwebhooks import Webhook

from companies.api import entries
from companies.models import Replay, Subscription
from companies.vocabulary import Kind

from .secrets import unseal

USER_AGENT = "Newsroom-Webhooks/1"


@dataclass(frozen=True)
class Message:
    """One message, the same at every attempt: receivers tell by `id` what they have already."""

    id: str
    body: bytes
    sequence: int | None = None  # None for a test
    replay: Replay | None = None


def event_type(entry: Any) -> str:
    """What happened to what: fact.published, company.merged, article.retracted…"""
    return f"{'fact' if entry.kind in Kind.values else entry.kind}.{entry.action}"


def message_of(entry: Any, subscription: Subscription, replay: Replay | None = None) -> Message:
    """The message that tells the subscription of the entry, a row of entries.py. A replay's has a name of its own."""
    name = f"msg_{subscription.pk.hex}_{entry.sequence}" + (f"_replay_{replay.pk}" if replay else "")
    body = body_of(event_type(entry), entry.published_at, entries.told(entry), is_replay=replay is not None)
    return Message(name, body, entry.sequence, replay)


def ping_of(subscription: Subscription, *, now: datetime) -> Message:
    """A message that means nothing, to try the receiver with."""
    name = f"msg_{subscription.pk.hex}_ping_{now.timestamp():.6f}".replace(".", "_")
    return Message(name, body_of("ping", now, {"webhook": str(subscription.pk)}, is_replay=False))


def body_of(kind: str, at: datetime, data: Any, *, is_replay: bool) -> bytes:
    """The body as it is signed and sent."""
    return orjson.dumps({"type": kind, "timestamp": at.isoformat(), "is_replay": is_replay, "data": data})


def headers_for(message: Message, subscription: Subscription, *, now: datetime) -> dict[str, str]:
    """The headers of an attempt made now. While a secret is being replaced, both sign. Raises SealBroken."""
    moment = now.astimezone(UTC)
    signatures = [
        Webhook(unseal(sealed)).sign(message.id, moment, message.body.decode())
        for sealed in live_secrets(subscription, now=now)
    ]
    return {
        "Content-Type": "application/json",
        "User-Agent": USER_AGENT,
        "webhook-id": message.id,
        "webhook-timestamp": str(int(moment.timestamp())),
        "webhook-signature": " ".join(signatures),
    }


def live_secrets(subscription: Subscription, *, now: datetime) -> list[str]:
    """The sealed secrets that sign now, the newest first."""
    until = subscription.previous_secret_until
    return [subscription.secret, *([subscription.previous_secret] if until and now < until else [])]
