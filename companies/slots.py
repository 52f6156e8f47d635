"""How the codebook's slots and our columns correspond: read by reconciling (in) and documents (out)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from articles.dates import parse_partial

from .vocabulary import (
    LARGEST,
    PARTICIPANT_ROLES,
    STATUSES,
    UNKNOWN_CURRENCY,
    Basis,
    Category,
    DealType,
    Kind,
    Metric,
    Part,
    ParticipantRole,
    Qualifier,
    Series,
    Title,
)

DATE_SLOT = {
    Kind.FUNDING_ROUND: "announced_on",
    Kind.VALUATION: "as_of",
    Kind.KEY_FIGURE: "as_of",
    Kind.DEAL: "date",
    Kind.CONTROVERSY: "started_on",
}
PLAIN_ROLE: dict[str, str] = {
    Kind.FUNDING_ROUND: ParticipantRole.INVESTOR,
    Kind.DEAL: ParticipantRole.PARTNER,
    Kind.CONTROVERSY: ParticipantRole.OPPONENT,
}
PEOPLE_SLOT = {Kind.FUNDING_ROUND: "investors", Kind.DEAL: "parties", Kind.CONTROVERSY: "parties"}
MONEY_SLOTS = ("amount", "target_amount", "equity_amount", "debt_amount")
WORDS: dict[str, tuple[str, ...]] = {
    "qualifier": tuple(Qualifier.values),
    "series": tuple(Series.values),
    "basis": tuple(Basis.values),
    "metric": tuple(Metric.values),
    "deal_type": tuple(DealType.values),
    "category": tuple(Category.values),
    "part": tuple(Part.values),
    "title": tuple(Title.values),
}
WORD_SLOTS = {
    Kind.FUNDING_ROUND: ("qualifier", "series"),
    Kind.VALUATION: ("qualifier", "basis"),
    Kind.KEY_FIGURE: ("qualifier", "metric"),
    Kind.DEAL: ("qualifier", "deal_type"),
    Kind.CONTROVERSY: ("category", "part"),
    Kind.ROLE: ("title",),
}
MUST_HOLD = {
    Kind.KEY_FIGURE: ("metric",),
    Kind.DEAL: ("deal_type",),
    Kind.CONTROVERSY: ("category",),
    Kind.ROLE: ("title",),
}


class UnusableFinding(ValueError):
    """A finding that cannot become a fact: a key slot is missing or holds no word of the codebook."""


@dataclass
class Values:
    """A finding's values as columns, and the names it gives, which reconciling turns into rows."""

    kind: str
    columns: dict[str, Any]
    company: str | None = None
    person: str | None = None
    participants: list[tuple[str, str]] = field(default_factory=list)  # (name, role)


def read_values(kind: str, slots: dict[str, Any]) -> Values:
    """The columns and names of one finding. Impossible parts are left out; they stay in the citation.

    Raises UnusableFinding where what decides the fact is missing or of an unknown word.
    """
    if kind not in WORD_SLOTS:
        raise UnusableFinding(f"unknown kind {kind!r}")
    columns = {slot: word(slot, slots.get(slot)) for slot in WORD_SLOTS[Kind(kind)]}
    for slot in MUST_HOLD.get(Kind(kind), ()):
        if not columns[slot]:
            raise UnusableFinding(f"{kind}: no {slot} of the codebook in {slots.get(slot)!r}")
    status = slots.get("status") or ""
    columns["status"] = status if status in STATUSES[Kind(kind)] else ""
    columns |= read_money(kind, slots) | read_date(kind, slots)
    return Values(kind, columns, slots.get("company"), slots.get("person"), read_participants(kind, slots))


def word(slot: str, value: Any) -> str:
    """A word of the codebook, or the slot's default where it is none."""
    if value in WORDS[slot]:
        return str(value)
    return {"qualifier": Qualifier.EXACT.value, "part": Part.ACCUSED.value}.get(slot, "")


def number(value: Any) -> Decimal | None:
    """A number as a Decimal that fits the columns, or None."""
    try:
        result = Decimal(str(value)) if value is not None and not isinstance(value, bool) else None
    except InvalidOperation:
        return None
    if result is None or not result.is_finite() or abs(result) >= LARGEST:
        return None
    return result.quantize(Decimal("0.0001"))


def read_money(kind: str, slots: dict[str, Any]) -> dict[str, Any]:
    """Amounts with their currency; for a key figure its value and unit."""
    if kind == Kind.KEY_FIGURE:
        unit = str(slots.get("unit") or "")[:20]
        is_money = slots.get("metric") in (Metric.REVENUE, Metric.NET_RESULT, Metric.TOTAL_RAISED)
        value = number(slots.get("value"))
        if is_money and value is not None and not (len(unit) == 3 and unit.isascii() and unit.isupper()):
            unit = UNKNOWN_CURRENCY
        return {"value": value, "unit": unit}
    if kind in (Kind.CONTROVERSY, Kind.ROLE):
        return {}
    slots_of_kind = MONEY_SLOTS if kind == Kind.FUNDING_ROUND else ("amount",)
    money = {slot: positive(slots.get(slot)) for slot in slots_of_kind}
    total = money["amount"]
    parts = (money.get("equity_amount") or 0) + (money.get("debt_amount") or 0)
    if total is not None and parts > total:
        money["equity_amount"] = money["debt_amount"] = None
    currency = str(slots.get("currency") or "").upper()
    if not (len(currency) == 3 and currency.isascii() and currency.isalpha()):
        currency = UNKNOWN_CURRENCY
    return money | {"currency": currency if any(money.values()) else None}


def positive(value: Any) -> Decimal | None:
    """An amount of money greater than zero, to the cent, or None."""
    result = number(value)
    return result.quantize(Decimal("0.01")) if result is not None and result >= Decimal("0.01") else None


def read_date(kind: str, slots: dict[str, Any]) -> dict[str, Any]:
    """The kind's date slot as a day and its precision."""
    slot = DATE_SLOT.get(Kind(kind))
    if slot is None:
        return {}
    day: date | None
    try:
        day, precision = parse_partial(slots.get(slot))
    except (ValueError, TypeError):
        day, precision = None, None
    return {"happened_on": day, "happened_on_precision": precision}


def read_participants(kind: str, slots: dict[str, Any]) -> list[tuple[str, str]]:
    """(name, role) of each participant, once; a role that the kind does not know is its plainest one."""
    slot = PEOPLE_SLOT.get(Kind(kind))
    if slot is None:
        return []
    found: list[tuple[str, str]] = []
    for item in slots.get(slot) or []:
        name, role = (item.get("name"), item.get("role")) if isinstance(item, dict) else (item, None)
        if role not in PARTICIPANT_ROLES[kind]:
            role = PLAIN_ROLE[kind]
        if isinstance(name, str) and (name, role) not in found:
            found.append((name, role))
    return found


def as_number(value: Decimal | None) -> int | float | None:
    """A number for JSON: whole where it is whole."""
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)
