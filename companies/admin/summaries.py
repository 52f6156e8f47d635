"""A fact in one line, for lists and titles of the admin."""

from __future__ import annotations

from decimal import Decimal

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from companies.models import Controversy, Deal, Fact, FundingRound, KeyFigure, Role, Valuation
from companies.vocabulary import Qualifier


def figure(value: Decimal | None, unit: str | None) -> str:
    """A number as an editor reads it quickly: grouped digits, no needless decimals, its unit."""
    if value is None:
        return "—"
    digits = number_format(value.normalize() if value % 1 else int(value), use_l10n=True, force_grouping=True)
    return f"{digits} {unit}" if unit else digits


def qualified(fact: Fact, text: str) -> str:
    """The figure with its qualifier before it."""
    if fact.qualifier == Qualifier.EXACT or text == "—":
        return text
    return f"{fact.get_qualifier_display()} {text}"


def summary(fact: Fact) -> str:
    """What the fact tells, in a few words, without its company."""
    row = fact.one()
    if isinstance(row, KeyFigure):
        return f"{row.get_metric_display()}: {qualified(row, figure(row.value, row.unit))}"
    if isinstance(row, Role):
        return f"{row.person}, {row.get_title_display()}"
    if isinstance(row, Controversy):
        return row.title or row.get_category_display()
    money = qualified(row, figure(row.amount, row.currency))
    if isinstance(row, FundingRound):
        return f"{money} {row.get_series_display()}".strip()
    if isinstance(row, Deal):
        others = [p for p in row.participations.all() if p.company_id != row.company_id]  # type: ignore[attr-defined]
        names = ", ".join(str(p.company or p.person) for p in others)
        kind = row.get_deal_type_display()
        return " · ".join(part for part in (kind, names, money if row.amount else "") if part)
    if isinstance(row, Valuation):
        return money
    return _("unknown kind")
