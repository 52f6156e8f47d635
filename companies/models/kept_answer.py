"""Answers kept for a day, so that a program that sends a request again does not do twice what it asked once."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

KEPT_FOR = timedelta(hours=24)
LONGEST_KEY = 255


class KeptAnswerQuerySet(models.QuerySet["KeptAnswer"]):
    """Kept answers."""

    def claim(self, *, by: Any, key: str, body_digest: str) -> tuple[KeptAnswer, bool]:
        """The row of the key, and whether it is new. Whoever claims it too waits until this transaction ends.

        Rows older than a day go first.
        """
        self.filter(created_at__lt=timezone.now() - KEPT_FOR).delete()
        return self.get_or_create(user=by, key=key, defaults={"body_digest": body_digest})


class KeptAnswer(models.Model):
    """What was answered to a request with an Idempotency-Key."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("user"))
    key = models.CharField(_("key"), max_length=LONGEST_KEY)
    body_digest = models.CharField(_("digest of the request's body"), max_length=64)
    answer = models.TextField(_("answer"), blank=True)
    headers = models.JSONField(_("headers"), default=dict, blank=True)
    created_at = models.DateTimeField(_("created at"), default=timezone.now, db_index=True)

    objects = KeptAnswerQuerySet.as_manager()

    class Meta:
        verbose_name = _("kept answer")
        verbose_name_plural = _("kept answers")
        constraints = [
            models.UniqueConstraint(name="kept_answer_once_per_key", fields=["user", "key"]),
            models.CheckConstraint(name="kept_answer_key_not_empty", condition=~Q(key="")),
        ]

    def __str__(self) -> str:
        return self.key
