"""A fact in one line, for lists and titles of the admin."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django.utils.formats import number_format

from companies.models import Controversy, Deal, Fact, FundingRound, KeyFigure, Role
from companies.vocabulary import Kind, Qualifier


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
    return SUMMARIES[row.kind](row)


def money(row: Fact) -> str:
    """The amount with its currency and qualifier."""
    return qualified(row, figure(row.amount, row.currency))


def funding_round(row: FundingRound) -> str:
    """« 12 000 000 EUR Series A »"""
    return f"{money(row)} {row.get_series_display()}".strip()


def others(row: Fact) -> str:
    """Who takes part beside the company."""
    parts = row.participations.all()
    return ", ".join(str(p.company or p.person) for p in parts if p.company_id != row.company_id)


def deal(row: Deal) -> str:
    """« acquisition · Pastel Data · 5 000 000 EUR »"""
    parts = (row.get_deal_type_display(), others(row), money(row) if row.amount else "")
    return " · ".join(part for part in parts if part)


def key_figure(row: KeyFigure) -> str:
    """« monthly users: at least 300 000 »"""
    return f"{row.get_metric_display()}: {qualified(row, figure(row.value, row.unit))}"


def controversy(row: Controversy) -> str:
    """Its title, or « lawsuit · Ligue des Abonnés »."""
    return row.title or " · ".join(part for part in (row.get_category_display(), others(row)) if part)


def role(row: Role) -> str:
    """« Maud Ferrand, chief executive »"""
    return f"{row.person}, {row.get_title_display()}"


SUMMARIES: dict[str, Callable[[Any], str]] = {
    Kind.FUNDING_ROUND: funding_round,
    Kind.VALUATION: money,
    Kind.KEY_FIGURE: key_figure,
    Kind.DEAL: deal,
    Kind.CONTROVERSY: controversy,
    Kind.ROLE: role,
}
