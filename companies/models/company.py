"""Companies, their names, and people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.postgres.indexes import GinIndex
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from articles.names import name_key
from companies.vocabulary import CompanyKind

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager


def require_key(model: type[models.Model], row: models.Model, name: str) -> None:
    """Refuse a name of signs only, and one whose key another row of the model has."""
    key = name_key(name)
    if not key:
        raise ValidationError({"name": _("“%(name)s” is no name: it has no letter and no digit.") % {"name": name}})
    if model._default_manager.filter(key=key).exclude(pk=row.pk).exists():
        raise ValidationError({"name": _("“%(name)s” is known already, maybe in another spelling.") % {"name": name}})


def free_slug(model: type[models.Model], name: str) -> str:
    """A slug for the name that no row of the model and no address has yet: xai, then xai-2, xai-3…"""
    stem = slugify(name)[:70] or "n"
    taken = {"export", *model._default_manager.filter(slug__startswith=stem).values_list("slug", flat=True)}
    number, slug = 1, stem
    while slug in taken:
        number += 1
        slug = f"{stem}-{number}"
    return slug


def companies_spelled(fragment: str) -> models.QuerySet[Any, Any]:
    """The numbers of the companies one of whose public spellings contains the fragment."""
    key = name_key(fragment)
    names = CompanyName.objects.filter(key__contains=key, is_public=True) if key else CompanyName.objects.none()
    return names.values("company")


class CompanyQuerySet(models.QuerySet["Company"]):
    """Companies by who may see them and by name."""

    def published(self) -> CompanyQuerySet:
        """The one gate to the public: companies whose document stands in the ledger."""
        return self.filter(publications__superseded_at__isnull=True, publications__document__gt="")

    def spelled(self, fragment: str) -> CompanyQuerySet:
        """Companies one of whose public spellings contains the fragment."""
        return self.filter(pk__in=companies_spelled(fragment))


class Company(models.Model):
    """An organisation that facts are about or that takes part in them."""

    slug = models.SlugField(_("slug"), max_length=80, unique=True, editable=False)
    name = models.CharField(_("name"), max_length=200)
    kind = models.CharField(_("type"), max_length=20, choices=CompanyKind, default=CompanyKind.COMPANY)
    description = models.TextField(
        _("description"), blank=True, help_text=_("One or two sentences for readers: what it does.")
    )
    country = models.CharField(
        _("country"), max_length=2, blank=True, help_text=_("Two letters, as in ISO 3166: FR, US…")
    )
    founded = models.PositiveSmallIntegerField(_("founded in"), null=True, blank=True)
    website = models.URLField(_("website"), blank=True)
    wikidata_id = models.CharField(_("Wikidata number"), max_length=20, blank=True, help_text=_("Q and digits: Q95."))
    is_confirmed = models.BooleanField(
        _("confirmed"),
        default=False,
        editable=False,
        help_text=_("An editor has published or corrected it; until then it is a proposal."),
    )
    merged_into = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="merged_from",
        editable=False,
        verbose_name=_("merged into"),
    )

    objects = CompanyQuerySet.as_manager()

    if TYPE_CHECKING:
        names: RelatedManager[CompanyName]
        publications: RelatedManager[Any]

    class Meta:
        verbose_name = _("company")
        verbose_name_plural = _("companies")
        ordering = ["name"]
        permissions = [("merge_company", "Can merge two companies")]
        indexes = [models.Index(fields=["name", "id"], name="company_by_name")]
        constraints = [
            models.CheckConstraint(name="company_kind_known", condition=Q(kind__in=CompanyKind.values)),
            models.CheckConstraint(name="company_name_not_empty", condition=~Q(name="")),
            models.CheckConstraint(
                name="company_not_merged_into_itself",
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=F("id")),
            ),
            models.CheckConstraint(
                name="company_founded_plausible",
                condition=Q(founded__isnull=True) | Q(founded__gte=500, founded__lte=2100),
                violation_error_message=_("Write the year of the foundation with four digits."),
            ),
            models.CheckConstraint(
                name="company_country_two_letters",
                condition=Q(country="") | Q(country__regex=r"^[A-Z]{2}$"),
                violation_error_message=_("Write the country as two capital letters: FR, US…"),
            ),
            models.CheckConstraint(
                name="company_wikidata_id_shape",
                condition=Q(wikidata_id="") | Q(wikidata_id__regex=r"^Q[1-9][0-9]*$"),
                violation_error_message=_("Write the Wikidata number as Q and digits: Q95."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Give a new company its slug, which never changes afterwards: links and partners rely on it."""
        if not self.slug:
            self.slug = free_slug(Company, self.name)
        super().save(*args, **kwargs)

    def clean(self) -> None:
        """Refuse a name of signs only, which nobody could find again."""
        if not name_key(self.name):
            raise ValidationError(
                {"name": _("“%(name)s” is no name: it has no letter and no digit.") % {"name": self.name}}
            )

    def get_absolute_url(self) -> str:
        return reverse("company-detail", args=[self.slug])


class CompanyName(models.Model):
    """One spelling of a company's name. A key belongs to one company only, so a spelling is never ambiguous."""

    company = models.ForeignKey(Company, models.CASCADE, related_name="names", verbose_name=_("company"))
    name = models.CharField(_("name"), max_length=200)
    key = models.CharField(_("key"), max_length=200, editable=False, unique=True)
    is_public = models.BooleanField(
        _("public"),
        default=False,
        help_text=_("Readers and partners may find the company by it: a published quote prints it, or you do."),
    )

    class Meta:
        verbose_name = _("spelling")
        verbose_name_plural = _("spellings")
        ordering = ["name"]
        # PostgreSQL finds a fragment by its groups of three letters; on SQLite this is an index like any other.
        indexes = [GinIndex(fields=["key"], opclasses=["gin_trgm_ops"], name="company_name_fragments")]
        constraints = [models.CheckConstraint(name="company_name_key_not_empty", condition=~Q(key=""))]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        self.key = name_key(self.name)

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.key = name_key(self.name)
        super().save(*args, **kwargs)


class PersonQuerySet(models.QuerySet["Person"]):
    """People by name."""

    def spelled(self, fragment: str) -> PersonQuerySet:
        """People whose name contains the fragment."""
        key = name_key(fragment)
        return self.filter(key__contains=key) if key else self.none()


class Person(models.Model):
    """Someone who holds a role or takes part in a fact."""

    name = models.CharField(_("name"), max_length=200)
    slug = models.SlugField(_("slug"), max_length=80, unique=True, editable=False)
    key = models.CharField(_("key"), max_length=200, editable=False, unique=True)

    objects = PersonQuerySet.as_manager()

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ["name"]
        indexes = [models.Index(fields=["name", "id"], name="person_by_name")]
        constraints = [models.CheckConstraint(name="person_key_not_empty", condition=~Q(key=""))]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Refuse a name of signs only, or of someone we know."""
        require_key(Person, self, self.name)

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.key = name_key(self.name)
        if not self.slug:
            self.slug = free_slug(Person, self.name)
        super().save(*args, **kwargs)
