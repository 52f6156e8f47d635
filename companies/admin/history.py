"""What was decided and what was published: to look at, never to change."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django.contrib import admin
from django.db.models import DecimalField, Model, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from companies.models import MODELS, Company, Decision, Person, Publication
from companies.vocabulary import ParticipantRole

from .summaries import figure

Names = dict[tuple[str, int], str]
LISTS = {"participants": _("participants"), "citations": _("citations"), "names": _("spellings")}


class ReadOnlyAdmin(admin.ModelAdmin):
    """Rows that nobody adds, changes or deletes by hand."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Decision)
class DecisionAdmin(ReadOnlyAdmin):
    """Every editorial act."""

    list_display = ["at", "verb", "about", "by", "reason"]
    list_filter = ["verb", "by", "at"]
    search_fields = ["reason", "fact__company__name", "company__name"]
    date_hierarchy = "at"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Decision]:
        return super().get_queryset(request).select_related("fact__company", "company", "by")

    @admin.display(description=_("about"))
    def about(self, decision: Decision) -> str:
        return str(decision.fact or decision.company)


@admin.register(Publication)
class PublicationAdmin(ReadOnlyAdmin):
    """The ledger."""

    list_display = ["sequence", "action", "kind", "published_at", "superseded_at", "by", "note"]
    list_filter = ["action", "kind", "published_at"]
    search_fields = ["note", "document"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Publication]:
        return super().get_queryset(request).select_related("by")


def readable(decisions: list[Decision]) -> list[dict[str, Any]]:
    """Decisions with their values in words: fields and choices by their labels, related rows by name."""
    names = related_names(decisions)
    return [{"decision": decision, "changes": changes_of(decision, names)} for decision in decisions]


def changes_of(decision: Decision, names: Names) -> list[tuple[str, str, str]]:
    """(field, value before, value after) of each change that a reader of the history wants to see."""
    model = MODELS[decision.fact.kind] if decision.fact else Company
    return [
        (label(model, field), words(model, field, decision.before.get(field), names), words(model, field, value, names))
        for field, value in decision.after.items()
        if field != "edited_fields"
    ]


def label(model: type[Model], field: str) -> str:
    """A field's name for people."""
    if field in LISTS:
        return str(LISTS[field])
    return str(getattr(model._meta.get_field(field), "verbose_name", field))


def related_names(decisions: list[Decision]) -> Names:
    """The names of the companies and people that the decisions' values point to, in two queries."""
    wanted: dict[str, set[int]] = {"company": set(), "person": set()}
    for decision in decisions:
        for values in (decision.before, decision.after):
            for item in [values, *(values.get("participants") or [])]:
                for what, numbers in wanted.items():
                    if isinstance(item.get(what), int):
                        numbers.add(item[what])
    companies = Company.objects.filter(pk__in=wanted["company"]).values_list("pk", "name")
    people = Person.objects.filter(pk__in=wanted["person"]).values_list("pk", "name")
    return {("company", pk): name for pk, name in companies} | {("person", pk): name for pk, name in people}


def words(model: type[Model], field: str, value: Any, names: Names) -> str:
    """One value for people to read."""
    if value in (None, "", []):
        return "—"
    if field in SPECIAL:
        return SPECIAL[field](field, value, names)
    column: Any = model._meta.get_field(field)
    if isinstance(column, DecimalField):
        return figure(Decimal(value), None)
    return str(dict(column.flatchoices).get(value, value))


SPECIAL: dict[str, Callable[[str, Any, Names], str]] = {
    "company": lambda field, value, names: names.get((field, value), str(value)),
    "person": lambda field, value, names: names.get((field, value), str(value)),
    "participants": lambda field, value, names: ", ".join(participant(one, names) for one in value),
    "citations": lambda field, value, names: str(len(value)),
    "names": lambda field, value, names: ", ".join(value),
}


def participant(one: dict[str, Any], names: Names) -> str:
    """« Quercy Ventures (lead investor) »"""
    name = names.get(("company", one["company"])) or names.get(("person", one["person"])) or "?"
    return f"{name} ({ParticipantRole(one['role']).label})"
