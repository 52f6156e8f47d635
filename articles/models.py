"""What was written: outlets and their articles."""

from __future__ import annotations

import hashlib
from datetime import date
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from .dates import Precision, date_with_precision, format_partial

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager


class Outlet(models.Model):
    """A publisher of articles."""

    name = models.CharField(_("name"), max_length=200, unique=True)
    home_page = models.URLField(_("home page"), blank=True)
    language = models.CharField(_("language"), max_length=8, blank=True)
    is_syndicator = models.BooleanField(
        _("mostly syndicates"),
        default=False,
        help_text=_("Tick where most of what it publishes comes from agencies or other outlets."),
    )

    class Meta:
        verbose_name = _("outlet")
        verbose_name_plural = _("outlets")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Reading(models.TextChoices):
    """How reading an article for facts went."""

    PENDING = "pending", _("not read yet")
    READ = "read", _("read")
    UNSUPPORTED_LANGUAGE = "unsupported_language", _("language not supported")


class Article(models.Model):
    """One document: its clean text, which citations point into, and the bytes it came from."""

    outlet = models.ForeignKey(
        Outlet, models.PROTECT, null=True, blank=True, related_name="articles", verbose_name=_("outlet")
    )
    url = models.URLField(_("address"), max_length=500, blank=True)
    source_name = models.CharField(_("source"), max_length=255, blank=True)
    title = models.CharField(_("title"), max_length=500, blank=True)
    body = models.TextField(_("text"))
    raw = models.BinaryField(_("raw document"))
    encoding = models.CharField(_("encoding"), max_length=40, blank=True)
    cuts = models.JSONField(_("what was cut"), default=list, blank=True)
    language = models.CharField(_("language"), max_length=8)
    published_on = models.DateField(_("published on"), null=True, blank=True)
    published_on_precision = models.CharField(_("precision"), max_length=5, choices=Precision, null=True, blank=True)
    inferred_on = models.DateField(
        _("inferred date"),
        null=True,
        blank=True,
        help_text=_("The one day that fits what the text says of its date. Never used as a fact."),
    )
    checksum = models.CharField(_("checksum"), max_length=64, unique=True, editable=False)
    extractor_version = models.CharField(_("extractor version"), max_length=40, blank=True, editable=False)
    reading = models.CharField(_("reading"), max_length=24, choices=Reading, default=Reading.PENDING)
    imported_at = models.DateTimeField(_("imported at"), auto_now_add=True)

    if TYPE_CHECKING:
        citations: RelatedManager[Any]

    class Meta:
        verbose_name = _("article")
        verbose_name_plural = _("articles")
        ordering = ["-published_on", "-pk"]
        constraints = [
            models.CheckConstraint(name="article_date_with_precision", condition=date_with_precision("published_on")),
            models.CheckConstraint(
                name="article_inferred_date_only_where_none_is_stated",
                condition=Q(inferred_on__isnull=True) | Q(published_on__isnull=True),
            ),
            models.CheckConstraint(
                name="article_date_plausible",
                condition=Q(published_on__isnull=True)
                | Q(published_on__gte=date(1600, 1, 1), published_on__lt=date(2100, 1, 1)),
                violation_error_message=_("No newspaper has that date."),
            ),
            models.CheckConstraint(name="article_body_not_empty", condition=~Q(body="")),
            models.CheckConstraint(name="article_reading_known", condition=Q(reading__in=Reading.values)),
            models.UniqueConstraint(
                name="article_url_unique",
                fields=["url"],
                condition=~Q(url=""),
                violation_error_message=_("An article with this address is already here."),
            ),
        ]
        indexes = [
            models.Index(fields=["-published_on", "-id"], name="article_newest_first"),
            models.Index(fields=["outlet", "published_on"], name="article_by_outlet"),
        ]

    def __str__(self) -> str:
        return self.headline

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Refuse a change of the text that citations point into."""
        if self.pk and self.citations.exists():
            stored = Article.objects.values_list("body", flat=True).get(pk=self.pk)
            if stored != self.body:
                raise ValidationError(
                    {"body": _("Facts cite this text, so it cannot change. Import the new text as an article.")}
                )
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("article-detail", args=[self.pk])

    @property
    def headline(self) -> str:
        """The title, or the first words of an article that has none."""
        if self.title:
            return self.title
        first = " ".join(self.body[:120].split())
        return first if len(first) <= 80 else first[:79].rsplit(" ", 1)[0] + "…"

    @property
    def published(self) -> str | None:
        """The publication date as the document gives it: "2025", "2025-02" or "2025-02-14"."""
        return format_partial(self.published_on, self.published_on_precision)

    @staticmethod
    def checksum_of(raw: bytes) -> str:
        """The checksum that a document is recognised by."""
        return hashlib.sha256(raw).hexdigest()
