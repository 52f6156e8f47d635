"""Who is told of new entries in the ledger, what they were told so far, and what they answered."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from companies.vocabulary import Failure

from .company import Company

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager


class SubscriptionState(models.TextChoices):
    """Whether a subscription is served."""

    ACTIVE = "active", _("active")
    PAUSED = "paused", _("paused")
    DISABLED = "disabled", _("disabled: its receiver failed too long, or is gone")


class SubscriptionQuerySet(models.QuerySet["Subscription"]):
    """Subscriptions by what is to be done with them."""

    def due(self, *, head: int, now: datetime) -> SubscriptionQuerySet:
        """Those with something to send now, and nobody sending it; whom we served longest ago comes first.

        `head` is the number of the ledger's last entry.
        """
        replays = Replay.objects.filter(subscription=OuterRef("pk"), finished_at__isnull=True)
        return (
            self.filter(state=SubscriptionState.ACTIVE, owner__is_active=True)
            .filter(Q(claimed_until__isnull=True) | Q(claimed_until__lte=now))
            .filter(Q(next_attempt_at__isnull=True) | Q(next_attempt_at__lte=now))
            .filter(Q(cursor__lt=head) | Exists(replays))
            .order_by(F("claimed_until").asc(nulls_first=True), "pk")
        )


class Subscription(models.Model):
    """A receiver of the ledger's entries. Each entry is taken (2xx) before the next is sent, so `cursor` says it all.

    A worker holds it by `claim` until `claimed_until`: who died in between is followed by another then.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="subscriptions", verbose_name=_("owner")
    )
    url = models.CharField(_("address"), max_length=500, help_text=_("Where to send: https://…"))
    description = models.CharField(_("description"), max_length=200, blank=True)
    companies = models.ManyToManyField(
        Company,
        blank=True,
        related_name="+",
        verbose_name=_("companies"),
        help_text=_("Only entries about these; all companies where none is chosen."),
    )
    kinds = models.JSONField(_("kinds"), default=list, blank=True, help_text=_("Only these; all where none is chosen."))
    actions = models.JSONField(
        _("actions"), default=list, blank=True, help_text=_("Only these; all where none is chosen.")
    )
    # Sealed with a key made from SECRET_KEY (webhooks/secrets.py): a copy of the database alone signs nothing.
    secret = models.TextField(_("secret"), editable=False)
    previous_secret = models.TextField(_("secret before"), blank=True, editable=False)
    previous_secret_until = models.DateTimeField(_("secret before signs until"), null=True, blank=True, editable=False)
    state = models.CharField(
        _("state"), max_length=8, choices=SubscriptionState, default=SubscriptionState.ACTIVE, editable=False
    )
    cursor = models.PositiveBigIntegerField(_("last entry dealt with"), default=0, editable=False)
    failures = models.PositiveIntegerField(_("failures in a row"), default=0, editable=False)
    failing_since = models.DateTimeField(_("failing since"), null=True, blank=True, editable=False)
    next_attempt_at = models.DateTimeField(_("next attempt"), null=True, blank=True, editable=False)
    last_error = models.TextField(_("last error"), blank=True, editable=False)
    claim = models.UUIDField(_("worker's claim"), null=True, blank=True, editable=False)
    claimed_until = models.DateTimeField(_("claimed until"), null=True, blank=True, editable=False)
    created_at = models.DateTimeField(_("created at"), default=timezone.now, editable=False)

    objects = SubscriptionQuerySet.as_manager()

    if TYPE_CHECKING:
        owner_id: int
        replays: RelatedManager[Replay]
        deliveries: RelatedManager[Delivery]

    class Meta:
        verbose_name = _("webhook subscription")
        verbose_name_plural = _("webhook subscriptions")
        ordering = ["created_at", "pk"]
        constraints = [
            models.CheckConstraint(name="subscription_state_known", condition=Q(state__in=SubscriptionState.values)),
            models.CheckConstraint(
                name="subscription_failing_with_failures",
                condition=Q(failures=0, failing_since__isnull=True) | Q(failures__gt=0, failing_since__isnull=False),
            ),
            models.CheckConstraint(
                name="subscription_claim_with_end",
                condition=Q(claim__isnull=True) | Q(claimed_until__isnull=False),
            ),
            models.CheckConstraint(
                name="subscription_secret_before_with_end",
                condition=Q(previous_secret="", previous_secret_until__isnull=True)
                | (~Q(previous_secret="") & Q(previous_secret_until__isnull=False)),
            ),
        ]
        indexes = [models.Index(fields=["state", "next_attempt_at"], name="subscription_due")]

    def __str__(self) -> str:
        return self.description or self.url

    def open_replay(self) -> Replay | None:
        """What is being sent once more, and comes before anything new."""
        return self.replays.filter(finished_at__isnull=True).order_by("pk").first()

    def forget_failures(self) -> Iterable[str]:
        """Begin anew without a grudge; the names of the columns that changed. The caller saves."""
        self.failures, self.failing_since, self.next_attempt_at, self.last_error = 0, None, None, ""
        return ("failures", "failing_since", "next_attempt_at", "last_error")


class Replay(models.Model):
    """A range of the ledger that a subscription is sent once more, marked as a replay."""

    subscription = models.ForeignKey(
        Subscription, models.CASCADE, related_name="replays", verbose_name=_("subscription")
    )
    first = models.PositiveBigIntegerField(_("first entry"), validators=[MinValueValidator(1)])
    last = models.PositiveBigIntegerField(_("last entry"))
    cursor = models.PositiveBigIntegerField(_("last entry dealt with"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, related_name="+", verbose_name=_("by"))
    requested_at = models.DateTimeField(_("requested at"), default=timezone.now)
    finished_at = models.DateTimeField(_("finished at"), null=True, blank=True)

    class Meta:
        verbose_name = _("replay")
        verbose_name_plural = _("replays")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(name="replay_of_a_range", condition=Q(first__gte=1, last__gte=F("first"))),
            models.UniqueConstraint(
                name="replay_one_at_a_time", fields=["subscription"], condition=Q(finished_at__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first}–{self.last}"


class Delivery(models.Model):
    """One attempt to deliver a message, and what came of it. A test has no sequence. Kept for some weeks."""

    subscription = models.ForeignKey(
        Subscription, models.CASCADE, related_name="deliveries", verbose_name=_("subscription")
    )
    message_id = models.CharField(_("message"), max_length=100)
    sequence = models.PositiveBigIntegerField(_("entry"), null=True, blank=True)
    is_replay = models.BooleanField(_("replay"), default=False)
    attempt = models.PositiveIntegerField(_("attempt"))
    at = models.DateTimeField(_("at"), db_index=True)
    milliseconds = models.PositiveIntegerField(_("milliseconds"))
    status = models.PositiveSmallIntegerField(_("status"), null=True, blank=True)
    failure = models.CharField(_("failure"), max_length=20, choices=Failure, blank=True)
    detail = models.TextField(_("detail"), blank=True)
    response = models.TextField(_("answer"), blank=True)

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(name="delivery_failure_known", condition=Q(failure__in=["", *Failure.values]))
        ]
        indexes = [models.Index(fields=["subscription", "-id"], name="delivery_log")]

    def __str__(self) -> str:
        return f"{self.message_id} · {self.attempt}"
