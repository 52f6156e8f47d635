"""What was decided and what was published: to look at, never to change."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from companies.models import Company, Decision, Person, Publication


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
    """Decisions with their values in words: related rows by name, lists one after the other."""
    names = related_names(decisions)
    return [
        {
            "decision": decision,
            "changes": [
                (field, words(field, decision.before.get(field), names), words(field, value, names))
                for field, value in decision.after.items()
                if field != "edited_fields"
            ],
        }
        for decision in decisions
    ]


def related_names(decisions: list[Decision]) -> dict[tuple[str, int], str]:
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


def words(field: str, value: Any, names: dict[tuple[str, int], str]) -> str:
    """One value for people to read."""
    if value in (None, "", []):
        return "—"
    if field in ("company", "person"):
        return names.get((field, value), str(value))
    if field == "participants":
        return ", ".join(
            f"{names.get(('company', one['company'])) or names.get(('person', one['person']))} ({one['role']})"
            for one in value
        )
    if field == "citations":
        return str(len(value))
    return str(value)
