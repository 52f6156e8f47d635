"""A fact's values as plain data: what a Decision keeps, and what undo puts back."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from .models import Citation, Company, Fact, Participation
from .vocabulary import PARTICIPANT_ROLES

STATE_FIELDS = ("state", "merged_into", "edited_fields")


def take(fact: Fact) -> dict[str, Any]:
    """All that an editor can change about the fact: fields, participants and citations (as row numbers)."""
    row = fact.one()
    values = {name: plain(row, name) for name in (*STATE_FIELDS, *row.editable_fields())}
    values["participants"] = [
        {"company": p.company_id, "person": p.person_id, "role": p.role} for p in fact.participations.all()
    ]
    values["citations"] = list(fact.citations.order_by("pk").values_list("pk", flat=True))
    return values


def plain(row: Fact, name: str) -> Any:
    """A field's value as JSON keeps it."""
    field = row._meta.get_field(name)
    value = field.value_from_object(row)  # type: ignore[union-attr]
    if value is None or isinstance(value, (int, list)):
        return value
    return str(value)


def difference(before: dict[str, Any], after: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """The two snapshots, only where they differ."""
    changed = [name for name in after if before.get(name) != after[name]]
    return {name: before.get(name) for name in changed}, {name: after[name] for name in changed}


def put(fact: Fact, values: dict[str, Any]) -> None:
    """Give the fact these values, whether from a snapshot or an editor, and store it."""
    row = fact.one()
    for name in values.keys() - {"participants", "citations"}:
        field = row._meta.get_field(name)
        value = present(values[name]) if name == "company" else key_of(values[name])
        setattr(row, field.attname, field.to_python(value))  # type: ignore[union-attr]
    if "participants" in values:
        put_participants(row, values["participants"])
    if "citations" in values:
        Citation.objects.filter(pk__in=values["citations"]).update(fact=row.pk)
    row.version += 1
    row.full_clean(exclude=["publication", "proof"])
    row.save()
    row.refresh_from_db()  # so that a snapshot taken next shows the values as they are stored


def key_of(value: Any) -> Any:
    """A related row by its key; any other value as it is."""
    return value.pk if hasattr(value, "pk") else value


def present(company: Any) -> Any:
    """The key of the company that a key or a row means today: where it was merged, the one that stayed."""
    key = key_of(company)
    while key is not None:
        into = Company.objects.filter(pk=key).values_list("merged_into", flat=True).first()
        if into is None:
            return key
        key = into
    return None


def put_participants(fact: Fact, participants: Iterable[dict[str, Any]]) -> None:
    """Replace who takes part in the fact. Raises ValidationError for a role that its kind does not know."""
    fact.participations.all().delete()
    for item in participants:
        if item["role"] not in PARTICIPANT_ROLES.get(fact.kind, ()):
            raise ValidationError(
                _("No one takes part in a %(kind)s as “%(role)s”.")
                % {"kind": fact.get_kind_display(), "role": item["role"]}
            )
        participation = Participation(
            fact_id=fact.pk,
            company_id=present(item.get("company")),
            person_id=key_of(item.get("person")),
            role=item["role"],
        )
        participation.full_clean(exclude=["fact"])
        participation.save()
