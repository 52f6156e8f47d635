"""Dates as the press gives them: a day, a month or a year, stored as the first day with its precision."""

from __future__ import annotations

import re
from datetime import date

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Precision(models.TextChoices):
    """How exact a date is."""

    YEAR = "year", _("year")
    MONTH = "month", _("month")
    DAY = "day", _("day")


FORM = re.compile("[0-9]{4}(-[0-9]{2}){0,2}")
LENGTHS = {4: Precision.YEAR, 7: Precision.MONTH, 10: Precision.DAY}
FIRST_DAYS = {4: "-01-01", 7: "-01", 10: ""}


def parse_partial(text: str | None) -> tuple[date | None, str | None]:
    """The first day and the precision of "2025", "2025-02" or "2025-02-14"; (None, None) for nothing.

    Raises ValueError for anything else.
    """
    if not text:
        return None, None
    if not FORM.fullmatch(text):  # Python's own reading takes weeks (2025-W01-1) too
        raise ValueError(f"{text!r} is no date: write YYYY, YYYY-MM or YYYY-MM-DD")
    return date.fromisoformat(text + FIRST_DAYS[len(text)]), LENGTHS[len(text)].value


def format_partial(day: date | None, precision: str | None) -> str | None:
    """The ISO text of a date at its precision: the inverse of parse_partial."""
    if day is None:
        return None
    return day.isoformat()[: {"year": 4, "month": 7}.get(precision or "", 10)]


def date_with_precision(field: str) -> Q:
    """The rule of a constraint: a date and its precision are both set or both null.

    A check that comes to NULL passes, so « not null » is said of both.
    """
    precision = f"{field}_precision"
    return Q(**{f"{field}__isnull": True, f"{precision}__isnull": True}) | Q(
        **{f"{field}__isnull": False, f"{precision}__isnull": False, f"{precision}__in": Precision.values}
    )
