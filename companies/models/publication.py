"""Decisions, the record of what editors did, and the ledger, the record of what is public."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, NoReturn

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models import Article
from companies.vocabulary import Action, Kind, Verb

from .company import Company
from .fact import Fact

SUBJECT_KINDS = [*Kind.values, "company", "article"]


class ImmutableRow(RuntimeError):
    """Someone tried to change a row that is history."""


class Decision(models.Model):
    """One editorial act, with the values before and after. Audit, undo and refusal memory read it."""

    verb = models.CharField(_("verb"), max_length=8, choices=Verb)
    fact = models.ForeignKey(
        Fact, models.PROTECT, null=True, blank=True, related_name="decisions", verbose_name=_("fact")
    )
    company = models.ForeignKey(
        Company, models.PROTECT, null=True, blank=True, related_name="decisions", verbose_name=_("company")
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="decisions", verbose_name=_("by"))
    at = models.DateTimeField(_("at"), default=timezone.now)
    before = models.JSONField(_("before"), default=dict, blank=True)
    after = models.JSONField(_("after"), default=dict, blank=True)
    reason = models.TextField(_("reason"), blank=True)

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(name="decision_verb_known", condition=Q(verb__in=Verb.values)),
            models.CheckConstraint(
                name="decision_about_one_thing",
                condition=Q(fact__isnull=False, company__isnull=True) | Q(fact__isnull=True, company__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_verb_display()} · {self.fact or self.company}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        refuse_change(self)
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise ImmutableRow("A decision is never deleted; decide anew instead.")


def refuse_change(row: models.Model) -> None:
    """Raise ImmutableRow for a row that is already stored."""
    if not row._state.adding:
        raise ImmutableRow(f"{type(row).__name__} {row.pk} is history and does not change; add a new row.")


class PublicationQuerySet(models.QuerySet["Publication"]):
    """Entries of the ledger."""

    def published(self, at: datetime | None = None) -> PublicationQuerySet:
        """The documents in force now, or at that moment: the one source of everything public."""
        entries = self.exclude(document="")
        if at is None:
            return entries.filter(superseded_at__isnull=True)
        return entries.filter(published_at__lte=at).filter(Q(superseded_at__isnull=True) | Q(superseded_at__gt=at))

    def facts(self) -> PublicationQuerySet:
        """Entries about facts."""
        return self.filter(fact__isnull=False)

    def delete(self) -> NoReturn:
        raise ImmutableRow("The ledger is never deleted from; retract instead.")


class Publication(models.Model):
    """One entry of the ledger. Append-only: only the closing of the entry before (`superseded_at`) is ever set.

    A retraction has an empty document: from then on nothing is public of its subject.
    """

    sequence = models.PositiveBigIntegerField(_("sequence"), unique=True)
    kind = models.CharField(_("kind"), max_length=20, choices=[(kind, kind) for kind in SUBJECT_KINDS])
    action = models.CharField(_("action"), max_length=9, choices=Action)
    fact = models.ForeignKey(
        Fact, models.PROTECT, null=True, blank=True, related_name="publications", verbose_name=_("fact")
    )
    company = models.ForeignKey(
        Company, models.PROTECT, null=True, blank=True, related_name="publications", verbose_name=_("company")
    )
    article = models.ForeignKey(
        Article, models.PROTECT, null=True, blank=True, related_name="publications", verbose_name=_("article")
    )
    document = models.TextField(_("document"), blank=True)
    document_digest = models.CharField(_("digest of the document"), max_length=64)
    digest = models.CharField(_("digest"), max_length=64, unique=True)
    published_at = models.DateTimeField(_("published at"))
    superseded_at = models.DateTimeField(_("superseded at"), null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="publications", verbose_name=_("by"))
    note = models.TextField(_("public note"), blank=True)

    objects = PublicationQuerySet.as_manager()

    if TYPE_CHECKING:
        fact_id: int | None
        company_id: int | None
        article_id: int | None

    class Meta:
        verbose_name = _("publication")
        verbose_name_plural = _("publications")
        ordering = ["-sequence"]
        constraints = [
            models.CheckConstraint(name="publication_action_known", condition=Q(action__in=Action.values)),
            models.CheckConstraint(
                name="publication_of_one_subject_of_its_kind",
                condition=Q(kind="company", company__isnull=False, fact__isnull=True, article__isnull=True)
                | Q(kind="article", article__isnull=False, fact__isnull=True, company__isnull=True)
                | Q(kind__in=Kind.values, fact__isnull=False, company__isnull=True, article__isnull=True),
            ),
            models.CheckConstraint(
                name="publication_document_unless_withdrawn",
                condition=(Q(action__in=[Action.PUBLISHED, Action.CORRECTED]) & ~Q(document=""))
                | Q(action__in=[Action.RETRACTED, Action.MERGED], document=""),
            ),
            models.CheckConstraint(
                name="publication_superseded_after_published",
                condition=Q(superseded_at__isnull=True) | Q(superseded_at__gte=F("published_at")),
            ),
            *[
                models.UniqueConstraint(
                    name=f"publication_one_in_force_per_{subject}",
                    fields=[subject],
                    condition=Q(superseded_at__isnull=True),
                )
                for subject in ("fact", "company", "article")
            ],
        ]
        indexes = [
            models.Index(fields=["kind", "superseded_at", "sequence"], name="publication_in_force"),
        ]

    def __str__(self) -> str:
        return f"{self.sequence} · {self.get_action_display()} · {self.kind}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        refuse_change(self)
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise ImmutableRow("The ledger is never deleted from; retract instead.")
