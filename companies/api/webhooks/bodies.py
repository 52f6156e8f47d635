"""What a write brings with it, read strictly, and how subscriptions and deliveries are shown."""

from __future__ import annotations

from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext as _
from rest_framework import serializers

from companies.api import subjects
from companies.api.desk.bodies import Body, RowNumberField, TextField, WordField
from companies.models import Company, Delivery, Replay, Subscription, SubscriptionState
from companies.models.publication import SUBJECT_KINDS
from companies.vocabulary import Action
from companies.webhooks import subscribing
from companies.webhooks.addresses import MAX_URL_LENGTH

MOST_COMPANIES = 100


class Nothing(Body):
    """No member at all."""


class Choice(Body):
    """Where to send, and what."""

    url = TextField(max_length=MAX_URL_LENGTH, trim_whitespace=False)
    description = TextField(max_length=200, allow_blank=True, required=False)
    companies = serializers.ListField(child=TextField(max_length=80), max_length=MOST_COMPANIES, required=False)
    kinds = serializers.ListField(child=WordField(SUBJECT_KINDS), max_length=len(SUBJECT_KINDS), required=False)
    actions = serializers.ListField(child=WordField(Action.values), max_length=len(Action), required=False)

    def validate_url(self, url: str) -> str:
        return subscribing.require_url(url)

    def validate_companies(self, slugs: list[str]) -> list[Company]:
        found = subjects.find(slugs).companies
        text = _("“%(slug)s” names nothing public. /api/v1/companies/?q= finds slugs by name.")
        unknown: Any = {place: [text % {"slug": slug}] for place, slug in enumerate(slugs) if slug not in found}
        if unknown:
            raise serializers.ValidationError(unknown)
        return list(Company.objects.filter(pk__in=found.values()))


class Creation(Choice):
    """What a new subscription is."""

    after = RowNumberField(least=0, required=False)


class Changes(Choice):
    """What of a subscription can be changed."""

    url = TextField(max_length=MAX_URL_LENGTH, trim_whitespace=False, required=False)
    state = WordField([SubscriptionState.ACTIVE.value, SubscriptionState.PAUSED.value], required=False)


class Range(Body):
    """A range of the ledger."""

    first = RowNumberField()
    last = RowNumberField(required=False)


def read(body: type[Body], data: Any) -> dict[str, Any]:
    """The clean values of a request's data. Raises ValidationError with what is wrong where."""
    serializer = body(data=data)
    serializer.is_valid(raise_exception=True)
    return dict(serializer.validated_data)


def moment(value: Any) -> str | None:
    """A moment as the API writes it."""
    return value.isoformat() if value else None


def with_all_that_is_shown(subscriptions: QuerySet[Subscription]) -> QuerySet[Subscription]:
    """The same, read together with what `shown` needs."""
    replays = Prefetch("replays", Replay.objects.filter(finished_at__isnull=True), to_attr="open_replays")
    return subscriptions.prefetch_related("companies", replays)


def shown(subscription: Any, *, secret: str | None = None) -> dict[str, Any]:
    """A subscription as its owner sees it; the secret only where it was just made."""
    replay = next(iter(subscription.open_replays), None)
    return {
        "id": str(subscription.pk),
        "url": subscription.url,
        "description": subscription.description,
        "companies": sorted(company.slug for company in subscription.companies.all()),
        "kinds": subscription.kinds,
        "actions": subscription.actions,
        "state": subscription.state,
        "cursor": subscription.cursor,
        "failures": subscription.failures,
        "failing_since": moment(subscription.failing_since),
        "next_attempt_at": moment(subscription.next_attempt_at),
        "last_error": subscription.last_error or None,
        "previous_secret_until": moment(subscription.previous_secret_until),
        "replay": replay and shown_replay(replay),
        "created_at": moment(subscription.created_at),
        **({"secret": secret} if secret else {}),
    }


def shown_replay(replay: Replay) -> dict[str, Any]:
    """What is being sent once more, and how far it is."""
    return {"first": replay.first, "last": replay.last, "cursor": replay.cursor}


def shown_delivery(delivery: Delivery) -> dict[str, Any]:
    """One attempt."""
    return {
        "id": delivery.pk,
        "message_id": delivery.message_id,
        "sequence": delivery.sequence,
        "is_replay": delivery.is_replay,
        "attempt": delivery.attempt,
        "at": moment(delivery.at),
        "milliseconds": delivery.milliseconds,
        "status": delivery.status,
        "failure": delivery.failure or None,
        "detail": delivery.detail or None,
        "response": delivery.response or None,
    }
