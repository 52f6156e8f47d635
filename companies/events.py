"""When two statements tell one event. Pure: plain values in, yes or no out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from .slots import number
from .vocabulary import UNKNOWN_CURRENCY, Kind, Qualifier, Status

EXACT_TOLERANCE = 0.005  # two outlets round differently: 97.4 and 97.45
LOOSE_TOLERANCE = 0.05  # « près de 100 milliards » and « 97,4 milliards » are one bid
EVENT_MONTHS = 12  # the same sum raised again, or the same partners again, more than a year later is another event
VALUE_MONTHS = 1  # a valuation told of the day of the round and of the day after is one


def same_event(kind: str, one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """True where nothing in two statements of one kind, in the codebook's slots, speaks against one event.

    The company (for a deal the parties, for a role the person) is compared by the caller, who knows the rows.
    """
    return RULES[kind](one, other)


def is_telling(kind: str, one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """True where two statements that may tell one event have something in common that speaks for it.

    Two rounds without amount, or two suits without date or opponent, may be one or not: that is not guessed.
    """
    slots = TELLING.get(Kind(kind))
    return (
        slots is None
        or any(one.get(slot) and one.get(slot) == other.get(slot) for slot in slots)
        or ("amount" in slots and one.get("amount") is not None and other.get("amount") is not None)
    )


TELLING = {
    Kind.FUNDING_ROUND: ("amount", "series", "announced_on"),
    Kind.CONTROVERSY: ("started_on",),
}


def same_round(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """One sum in one currency, no different series, dates no year apart."""
    return (
        same_money(one, other)
        and agree(one.get("series"), other.get("series"))
        and months_apart(one.get("announced_on"), other.get("announced_on")) <= EVENT_MONTHS
    )


def same_valuation(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """One sum at about one date, as far as both say."""
    return same_money(one, other) and months_apart(one.get("as_of"), other.get("as_of")) <= VALUE_MONTHS


def same_figure(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """One metric, value, unit and status at one date, as far as both say."""
    return (
        one.get("metric") == other.get("metric")
        and (one.get("status") or Status.ACTUAL) == (other.get("status") or Status.ACTUAL)
        and agree(one.get("unit"), other.get("unit"))
        and close(one.get("value"), other.get("value"), EXACT_TOLERANCE)
        and same_day(one.get("as_of"), other.get("as_of"))
    )


def same_deal(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """One type of deal, dates no year apart, at about one price as far as both give one."""
    if one.get("deal_type") != other.get("deal_type"):
        return False
    if months_apart(one.get("date"), other.get("date")) > EVENT_MONTHS:
        return False
    return one.get("amount") is None or other.get("amount") is None or same_money(one, other)


def same_controversy(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """One category and part, begun at one date as far as both say."""
    return (
        one.get("category") == other.get("category")
        and (one.get("part") or "accused") == (other.get("part") or "accused")
        and same_day(one.get("started_on"), other.get("started_on"))
    )


def same_role(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """One title; that one says « current » and one « former » is for editors to settle."""
    return one.get("title") == other.get("title")


RULES: dict[str, Callable[[Mapping[str, Any], Mapping[str, Any]], bool]] = {
    Kind.FUNDING_ROUND: same_round,
    Kind.VALUATION: same_valuation,
    Kind.KEY_FIGURE: same_figure,
    Kind.DEAL: same_deal,
    Kind.CONTROVERSY: same_controversy,
    Kind.ROLE: same_role,
}


NOT_STATED = (None, "", UNKNOWN_CURRENCY)


def same_money(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """One amount, within what the qualifiers allow, and no different currency."""
    is_exact = all((s.get("qualifier") or Qualifier.EXACT) == Qualifier.EXACT for s in (one, other))
    tolerance = EXACT_TOLERANCE if is_exact else LOOSE_TOLERANCE
    return agree(one.get("currency"), other.get("currency")) and close(
        one.get("amount"), other.get("amount"), tolerance
    )


def agree(one: Any, other: Any) -> bool:
    """Equal, or one of them not stated."""
    return one in NOT_STATED or other in NOT_STATED or one == other


def close(one: Any, other: Any, tolerance: float) -> bool:
    """Two numbers within a share of the greater; null is close to null only."""
    a, b = number(one), number(other)
    if a is None or b is None:
        return a is None and b is None
    return float(abs(a - b)) <= tolerance * float(max(abs(a), abs(b)))


def same_day(one: str | None, other: str | None) -> bool:
    """Two partial dates that may be one: « 2025 » and « 2025-02 »; null goes with any."""
    if not one or not other:
        return True
    return one.startswith(other) or other.startswith(one)


def months_apart(one: str | None, other: str | None) -> int:
    """Whole months between two partial dates, counted so that a bare year is near all its months."""
    if not one or not other or same_day(one, other):
        return 0
    if len(one) == 4 or len(other) == 4:
        return 12 * abs(int(one[:4]) - int(other[:4]))
    return abs(12 * (int(one[:4]) - int(other[:4])) + int(one[5:7]) - int(other[5:7]))
