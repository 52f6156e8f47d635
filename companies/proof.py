"""What a fact's document adds to prove itself: values as printed, where sources disagree, why a value is missing.

Pure: a document's slots and its citations in, plain data out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations
from typing import Any

from articles.dates import parse_partial

from .slots import DATE_SLOT, MONEY_SLOTS, WORD_SLOTS, as_number, number, positive
from .vocabulary import Kind, Missing, Status

Document = dict[str, Any]

NUMBER_SLOTS: dict[str, tuple[str, ...]] = {
    Kind.FUNDING_ROUND: (*MONEY_SLOTS, "currency"),
    Kind.VALUATION: ("amount", "currency"),
    Kind.KEY_FIGURE: ("value", "unit"),
    Kind.DEAL: ("amount", "currency"),
}
WITH_THEIR_NUMBER = ("currency", "unit")  # null with the number, or where nothing is to be said


def compared_slots(kind: str) -> tuple[str, ...]:
    """The slots in which two sources may contradict each other. How exact a number is, is no such slot."""
    words = [slot for slot in WORD_SLOTS[Kind(kind)] if slot != "qualifier"]
    date = [DATE_SLOT[Kind(kind)]] if kind in DATE_SLOT else []
    return (*NUMBER_SLOTS.get(kind, ()), *words, "status", *date)


def stated(slot: str, states: Document) -> Any:
    """What an article states in a slot, as the document would write it; None for nothing usable."""
    value = states.get(slot)
    if slot in MONEY_SLOTS:
        return as_number(positive(value))
    if slot == "value":
        return as_number(number(value))
    if not isinstance(value, str) or not value:
        return None
    if slot in DATE_SLOT.values():
        try:
            parse_partial(value)
        except ValueError:
            return None
    return value


def agree(slot: str, one: Any, other: Any) -> bool:
    """True where two values of a slot do not contradict each other: a date may be told less precisely."""
    if slot in DATE_SLOT.values():
        return bool(one.startswith(other) or other.startswith(one))
    return bool(one == other)


def contradict(slot: str, values: Iterable[Any]) -> bool:
    """True where any two of the values cannot both be right; 2025 goes with a day of March and one of April alike."""
    return any(not agree(slot, one, other) for one, other in combinations(values, 2))


def statements(slot: str, citations: Sequence[Document]) -> list[Document]:
    """What each citation states in the slot, by the citation's place in the document."""
    told = ((place, stated(slot, one["states"] or {})) for place, one in enumerate(citations))
    return [{"value": value, "citation": place} for place, value in told if value is not None]


def disagreements(document: Document, citations: Sequence[Document]) -> dict[str, list[Document]]:
    """What each citation states, for slots in which one contradicts another or the document."""
    found = {}
    for slot in compared_slots(document["kind"]):
        told = statements(slot, citations)
        values = [one["value"] for one in told]
        if document[slot] is not None:
            values.append(document[slot])
        if contradict(slot, values):
            found[slot] = told
    return {slot: told for slot, told in found.items() if told}


def printed(document: Document, citations: Sequence[Document]) -> dict[str, str]:
    """The document's values as they are printed: the words of the best citation that states the same."""
    found: dict[str, str] = {}
    for citation in citations:
        for slot, words in (citation["printed"] or {}).items():
            ours, theirs = document.get(slot), stated(slot, citation["states"] or {})
            if ours is not None and theirs is not None and agree(slot, ours, theirs):
                found.setdefault(slot, words)
    return found


def missing(document: Document, citations: Sequence[Document]) -> dict[str, str]:
    """Why a slot is null, by slot."""
    return dict(reasons(document, citations))


def reasons(document: Document, citations: Sequence[Document]) -> Iterator[tuple[str, str]]:
    """Each null slot with the reason."""
    for slot in compared_slots(document["kind"]):
        if document[slot] is None and slot not in WITH_THEIR_NUMBER:
            told = statements(slot, citations)
            is_disputed = contradict(slot, (one["value"] for one in told))
            reason = Missing.DISPUTED if is_disputed else Missing.NOT_ADOPTED if told else Missing.NOT_STATED
            yield slot, reason.value
    if document["kind"] == Kind.CONTROVERSY and document["outcome"] is None:
        is_over = document["status"] == Status.RESOLVED
        yield "outcome", (Missing.NOT_STATED if is_over else Missing.NOT_SETTLED).value


def proof(document: Document, citations: Sequence[Document]) -> Document:
    """The members that a fact's document gets from its citations."""
    return {
        "printed": printed(document, citations),
        "disagreements": disagreements(document, citations),
        "missing": missing(document, citations),
    }
