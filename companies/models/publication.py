"""Decisions, the record of what editors did, and the ledger, the record of what is public."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, NoReturn

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models import Article
from companies.vocabulary import WITH_DOCUMENT, Action, Kind, Verb

from .company import Company, Person
from .fact import Fact

SUBJECT_CHOICES = [*Kind.choices, ("company", _("company")), ("article", _("article")), ("person", _("person"))]
SUBJECT_KINDS = [kind for kind, _label in SUBJECT_CHOICES]
SUBJECTS = ("fact", "company", "article", "person")  # the columns, one of which says what an entry is about


def subject_of_its_kind() -> Q:
    """The rule of a constraint: an entry is about one thing, and its kind says what."""
    rule = Q()
    for subject in SUBJECTS:
        kinds = Kind.values if subject == "fact" else [subject]
        rule |= Q(kind__in=kinds, **{f"{other}__isnull": other != subject for other in SUBJECTS})
    return rule


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

    def standing(self, at: datetime | None = None) -> PublicationQuerySet:
        """The entries that speak of their subjects now, or at that moment, withdrawals included."""
        if at is None:
            return self.filter(superseded_at__isnull=True)
        return self.filter(published_at__lte=at).filter(Q(superseded_at__isnull=True) | Q(superseded_at__gt=at))

    def standing_after(self, sequence: int | None) -> PublicationQuerySet:
        """The entries that stood once that entry was written, withdrawals included; None for the last one.

        An entry ends at the moment of the one that follows it; only where both are of one moment it is looked for.
        """
        if sequence is None:
            return self.standing()
        moment = Subquery(Publication.objects.filter(sequence=sequence).values("published_at"))
        later = Publication.objects.filter(sequence__gt=OuterRef("sequence"), sequence__lte=sequence)
        taken = [Exists(later.filter(**{name: OuterRef(name)})) for name in SUBJECTS]
        ends_later = Q(superseded_at__isnull=True) | Q(superseded_at__gt=moment)
        ends_then = Q(superseded_at=moment) & Q(*[~one for one in taken])
        return self.filter(ends_later | ends_then, sequence__lte=sequence)

    def published(self, at: datetime | None = None) -> PublicationQuerySet:
        """The documents in force now, or at that moment: the one source of everything public."""
        return self.standing(at).exclude(document="")

    def facts(self) -> PublicationQuerySet:
        """Entries about facts."""
        return self.filter(fact__isnull=False)

    def delete(self) -> NoReturn:
        raise ImmutableRow("The ledger is never deleted from; retract instead.")


class Publication(models.Model):
    """One entry of the ledger. Append-only: only the closing of the entry before (`superseded_at`) is ever set.

    A retraction has an empty document: from then on nothing is public of its subject. What the law wants gone loses
    its document in every entry (`removed_at`, `removed_reason`); the document's digest stays, so the chain holds.
    """

    sequence = models.PositiveBigIntegerField(_("sequence"), unique=True)
    kind = models.CharField(_("kind"), max_length=20, choices=SUBJECT_CHOICES)
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
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="publications", verbose_name=_("person")
    )
    document = models.TextField(_("document"), blank=True)
    flat = models.TextField(_("document as a line of CSV"), blank=True)
    document_digest = models.CharField(_("digest of the document"), max_length=64)
    digest = models.CharField(_("digest"), max_length=64, unique=True)
    published_at = models.DateTimeField(_("published at"))
    superseded_at = models.DateTimeField(_("superseded at"), null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="publications", verbose_name=_("by"))
    note = models.TextField(_("public note"), blank=True)
    removed_at = models.DateTimeField(_("removed at"), null=True, blank=True)
    removed_reason = models.TextField(_("reason of the removal"), blank=True)

    objects = PublicationQuerySet.as_manager()

    if TYPE_CHECKING:
        fact_id: int | None
        company_id: int | None
        article_id: int | None
        person_id: int | None

    class Meta:
        verbose_name = _("publication")
        verbose_name_plural = _("publications")
        ordering = ["-sequence"]
        constraints = [
            models.CheckConstraint(name="publication_action_known", condition=Q(action__in=Action.values)),
            models.CheckConstraint(name="publication_of_one_subject_of_its_kind", condition=subject_of_its_kind()),
            models.CheckConstraint(
                name="publication_document_unless_withdrawn",
                condition=(Q(action__in=WITH_DOCUMENT, removed_at__isnull=True) & ~Q(document=""))
                | (Q(document="") & (~Q(action__in=WITH_DOCUMENT) | Q(removed_at__isnull=False))),
            ),
            models.CheckConstraint(name="publication_flat_of_its_document", condition=~Q(document="") | Q(flat="")),
            models.CheckConstraint(
                name="publication_removed_with_reason",
                condition=Q(removed_at__isnull=True, removed_reason="")
                | (Q(removed_at__isnull=False) & ~Q(removed_reason="")),
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
                for subject in SUBJECTS
            ],
        ]
        indexes = [
            models.Index(fields=["kind", "superseded_at", "sequence"], name="publication_in_force"),
            models.Index(fields=["kind", "sequence"], name="publication_by_kind"),
            models.Index(fields=["action", "sequence"], name="publication_by_action"),
            models.Index(fields=["published_at"], name="publication_by_moment"),
            # All that the checksum asks for, in the order of its lines.
            models.Index(
                fields=["kind", *SUBJECTS, "sequence", "superseded_at", "action", "document_digest"],
                name="publication_checksum",
            ),
            models.Index(fields=["sequence"], name="publication_removed", condition=Q(removed_at__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.sequence} · {self.get_action_display()} · {self.kind}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        refuse_change(self)
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise ImmutableRow("The ledger is never deleted from; retract instead.")


class Concern(models.Model):
    """A company that an entry of the ledger is about, or was about until then.

    It is written with the entry and stays: the rows of facts only tell what they are about today.
    """

    publication = models.ForeignKey(Publication, models.PROTECT, related_name="concerns", verbose_name=_("publication"))
    company = models.ForeignKey(
        Company,
        models.PROTECT,
        related_name="concerns",
        db_index=False,  # the constraint's index begins with it
        verbose_name=_("company"),
    )
    is_named = models.BooleanField(
        _("named"), help_text=_("The entry's document is about it; otherwise only the document before was.")
    )

    class Meta:
        verbose_name = _("company concerned")
        verbose_name_plural = _("companies concerned")
        constraints = [models.UniqueConstraint(name="concern_once", fields=["company", "publication"])]

    def __str__(self) -> str:
        return f"{self.publication_id} · {self.company}"
