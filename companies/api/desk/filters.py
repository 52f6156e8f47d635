"""What the desk's list can be narrowed by."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from companies.api.parameters import SLUG, SLUG_LENGTH, Number, Parameter, Parameters, Words
from companies.api.problems import BadParameters
from companies.models import Citation, Company
from companies.vocabulary import LARGEST_NUMBER, Kind, State


class RowNumber(Parameter):
    """The number of a row."""

    def __init__(self, description: str, method: str) -> None:
        schema = {"type": "integer", "minimum": 1, "maximum": LARGEST_NUMBER}
        limits = {"min_value": 1, "max_value": LARGEST_NUMBER}
        super().__init__(None, "exact", description, schema, forms.IntegerField, method=method, **limits)


class DeskFilters(Parameters):
    """Parameters of the list."""

    state = Words("state", State.values, "Where the fact stands.")
    kind = Words("kind", Kind.values, "The kind of fact.")
    company = Parameter(
        None, "exact", "Slug of the company that the fact is about, public or not.", SLUG,
        max_length=SLUG_LENGTH, method="about",
    )  # fmt: skip
    confidence_min = Number("confidence", "gte", "Confidence, from 0 to 1, is at least this.", 4, 3)
    article = RowNumber("Number of an article that the fact cites.", "citing")

    def about(self, facts: Any, name: str, slug: str) -> Any:
        """Facts about the company. Raises BadParameters for a slug that nobody has."""
        company = Company.objects.filter(slug=slug).values_list("pk", flat=True).first()
        if company is None:
            raise BadParameters([(name, _("No company has the slug “%(slug)s”.") % {"slug": slug})])
        return facts.filter(company=company)

    def citing(self, facts: Any, name: str, article: int) -> Any:
        """Facts that cite the article."""
        return facts.filter(Exists(Citation.objects.filter(fact=OuterRef("pk"), article=article)))
