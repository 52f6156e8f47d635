"""Keys of partners and of programs that write, and how much each is used."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

RATE, LARGEST_RATE = 600, 1_000_000  # requests a minute: of a new key, and of any


class Scope(models.TextChoices):
    """What a key may be used for."""

    READ = "read", _("read what is published")
    DESK = "desk", _("act at the desk, with its owner's permissions")


class ApiKeyQuerySet(models.QuerySet["ApiKey"]):
    """Keys."""

    def live(self) -> ApiKeyQuerySet:
        """Those that open something now."""
        unexpired = Q(expires_at__isnull=True) | Q(expires_at__gt=timezone.now())
        return self.filter(unexpired, revoked_at__isnull=True)


class ApiKey(models.Model):
    """A key: its public prefix and the digest of its secret, which nobody can turn back.

    A fast digest is right here: the secret is 256 random bits, so there is nothing to guess.
    """

    name = models.CharField(
        _("name"), max_length=100, help_text=_("What uses it, such as “nightly copy”. Shown to the key's holder.")
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="api_keys",
        verbose_name=_("owner"),
        help_text=_("Who answers for it. At the desk the key may do what its owner may."),
    )
    prefix = models.CharField(_("prefix"), max_length=12, unique=True, editable=False)
    hash = models.CharField(_("digest of the secret"), max_length=64, editable=False)
    scopes = models.JSONField(_("scopes"), default=list)
    rate = models.PositiveIntegerField(
        _("requests a minute"), default=RATE, validators=[MinValueValidator(1), MaxValueValidator(LARGEST_RATE)]
    )
    created_at = models.DateTimeField(_("created at"), default=timezone.now, editable=False)
    expires_at = models.DateTimeField(_("expires at"), null=True, blank=True, help_text=_("Empty: it never expires."))
    revoked_at = models.DateTimeField(_("revoked at"), null=True, blank=True, editable=False)
    last_used_at = models.DateTimeField(
        _("last used at"), null=True, blank=True, editable=False, help_text=_("To the minute.")
    )

    objects = ApiKeyQuerySet.as_manager()

    if TYPE_CHECKING:
        user_id: int

    class Meta:
        verbose_name = _("API key")
        verbose_name_plural = _("API keys")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(name="api_key_name_not_empty", condition=~Q(name="")),
            models.CheckConstraint(name="api_key_rate_positive", condition=Q(rate__gt=0)),
            models.CheckConstraint(
                name="api_key_expires_after_created",
                condition=Q(expires_at__isnull=True) | Q(expires_at__gt=F("created_at")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} · nrk_{self.prefix}_…"

    @property
    def is_live(self) -> bool:
        """True while it opens something."""
        is_expired = self.expires_at is not None and self.expires_at <= timezone.now()
        return self.revoked_at is None and not is_expired


class ApiUsage(models.Model):
    """How many requests a key made on a day (UTC)."""

    key = models.ForeignKey(ApiKey, models.CASCADE, related_name="usage", verbose_name=_("API key"))
    day = models.DateField(_("day"))
    requests = models.PositiveBigIntegerField(_("requests"), default=0)

    class Meta:
        verbose_name = _("use of an API key")
        verbose_name_plural = _("use of API keys")
        ordering = ["-day"]
        constraints = [models.UniqueConstraint(name="api_usage_one_row_a_day", fields=["key", "day"])]

    def __str__(self) -> str:
        return f"{self.key} · {self.day}: {self.requests}"
