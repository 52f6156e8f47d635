"""What a write brings with it: the slots of the codebook and what each act asks for, read strictly.

A body is checked for its form here; whether the act is allowed is the verbs' business.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework import serializers

from articles.dates import parse_partial
from companies.api.parameters import SLUG_LENGTH
from companies.slots import (
    DATE_SLOT,
    MONEY_SLOTS,
    MUST_HOLD,
    PEOPLE_SLOT,
    WORD_SLOTS,
    WORDS,
)
from companies.vocabulary import LARGEST_NUMBER, PARTICIPANT_ROLES, STATUSES, Kind

MOST_PARTICIPANTS, MOST_CITATIONS = 200, 1000
LONGEST_UNIT, LONGEST_NAME, LONGEST_TITLE, LONGEST_COMMENT, LONGEST_TEXT = 20, 200, 300, 2000, 10_000  # characters
MOST_SHOWN = 80  # characters of a value that an error repeats
NEVER_NULL = ("qualifier", "part")


def short(value: Any) -> str:
    """A value as an error shows it."""
    text = str(value)
    return text if len(text) <= MOST_SHOWN else f"{text[:MOST_SHOWN]}…"


class NumberField(serializers.DecimalField):
    """A JSON number."""

    default_error_messages = {"no_number": gettext_lazy("Send a number, without units or quotation marks: 12500000.")}

    def to_internal_value(self, data: Any) -> Any:
        if isinstance(data, bool) or not isinstance(data, (int, float)):
            self.fail("no_number")
        return super().to_internal_value(data)


class TextField(serializers.CharField):
    """A JSON text."""

    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str):
            self.fail("invalid")
        return super().to_internal_value(data)


class RowNumberField(serializers.IntegerField):
    """The number of a row, or of an entry in the ledger."""

    def __init__(self, *, least: int = 1, **options: Any) -> None:
        super().__init__(min_value=least, max_value=LARGEST_NUMBER, **options)

    def to_internal_value(self, data: Any) -> int:
        if isinstance(data, bool) or not (isinstance(data, int) or (isinstance(data, float) and data.is_integer())):
            self.fail("invalid")
        return super().to_internal_value(int(data))  # in JSON 12.0 is a whole number


class FlagField(serializers.Field):
    """True or false."""

    default_error_messages = {"no_flag": gettext_lazy("Send true or false.")}

    def to_internal_value(self, data: Any) -> bool:
        return data if isinstance(data, bool) else self.fail("no_flag")


class WordField(serializers.Field):
    """A word of the codebook."""

    default_error_messages = {"unknown": gettext_lazy("“{value}” is not one of: {allowed}.")}

    def __init__(self, words: Iterable[str], **options: Any) -> None:
        self.words = tuple(words)
        super().__init__(**options)

    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str) or data not in self.words:
            self.fail("unknown", value=short(data), allowed=", ".join(self.words))
        return str(data)


class PartialDateField(serializers.Field):
    """YYYY, YYYY-MM or YYYY-MM-DD, as (its first day, its precision)."""

    default_error_messages = {"no_date": gettext_lazy("“{value}” is no date. Write YYYY, YYYY-MM or YYYY-MM-DD.")}

    def to_internal_value(self, data: Any) -> Any:
        try:
            if isinstance(data, str) and data:
                return parse_partial(data)
        except ValueError:
            pass
        return self.fail("no_date", value=short(data))


class Body(serializers.Serializer):
    """A JSON object with these members and no others. `more` adds fields by name."""

    default_error_messages = {"unknown": gettext_lazy("There is no such member here. Allowed: {allowed}.")}

    def __init__(self, more: Mapping[str, serializers.Field] | None = None, **options: Any) -> None:
        self.more = more or {}
        super().__init__(**options)

    def get_fields(self) -> dict[str, Any]:
        return {**super().get_fields(), **self.more}

    def to_internal_value(self, data: Any) -> dict[str, Any]:
        unknown = set(data) - set(self.fields) if isinstance(data, Mapping) else ()
        if unknown:
            text = str(self.error_messages["unknown"]).format(allowed=", ".join(self.fields))
            raise serializers.ValidationError({name: [text] for name in sorted(unknown)})
        return dict(super().to_internal_value(data))

    @classmethod
    def read(cls, data: Any, more: Mapping[str, serializers.Field] | None = None) -> dict[str, Any]:
        """The values. Raises ValidationError with the place of each fault."""
        body = cls(more, data=data)
        body.is_valid(raise_exception=True)
        return dict(body.validated_data)


class NameBody(Body):
    """A company or a person that is known, by slug, or of whatever name. With both, the slug says who."""

    slug = TextField(required=False, max_length=SLUG_LENGTH)
    name = TextField(required=False, max_length=LONGEST_NAME)

    def validate(self, data: dict[str, Any]) -> dict[str, Any]:
        if not data:
            raise serializers.ValidationError(_("Give a “slug” or a “name”."))
        return data


class ParticipantBody(Body):
    """Who takes part, as documents tell it: by slug in “company” or “person”, else by name."""

    name = TextField(required=False, max_length=LONGEST_NAME)
    company = TextField(required=False, allow_null=True, max_length=SLUG_LENGTH)
    person = TextField(required=False, allow_null=True, max_length=SLUG_LENGTH)
    is_person = FlagField(required=False)

    def validate(self, data: dict[str, Any]) -> dict[str, Any]:
        if not (data.get("company") or data.get("person") or data.get("name")):
            raise serializers.ValidationError(_("Give a “name”, or the slug of a “company” or a “person”."))
        return data


def comment() -> TextField:
    """A reason for colleagues, or a note for the public."""
    return TextField(required=False, allow_blank=True, max_length=LONGEST_COMMENT)


def slot_fields(kind: str, *, is_new: bool = False) -> dict[str, serializers.Field]:
    """A field for each slot of the kind; where the fact is new, what it cannot be without is required."""
    required = {"company", "person", *MUST_HOLD.get(Kind(kind), ())} if is_new else set()
    makers: dict[str, Any] = {"company": NameBody}
    if kind == Kind.ROLE:
        makers["person"] = NameBody
    fields: dict[str, serializers.Field] = {name: make(required=name in required) for name, make in makers.items()}
    for slot in WORD_SLOTS[Kind(kind)]:
        is_fixed = slot in MUST_HOLD.get(Kind(kind), ()) or slot in NEVER_NULL
        fields[slot] = WordField(WORDS[slot], required=slot in required, allow_null=not is_fixed)
    fields["status"] = WordField(STATUSES[kind], required=False, allow_null=True)
    return fields | number_fields(kind) | other_fields(kind)


def number_fields(kind: str) -> dict[str, serializers.Field]:
    """Amounts with their currency; of a key figure its value and unit."""
    optional: dict[str, Any] = {"required": False, "allow_null": True}
    if kind == Kind.KEY_FIGURE:
        value = NumberField(max_digits=24, decimal_places=4, **optional)
        return {"value": value, "unit": TextField(max_length=LONGEST_UNIT, **optional)}
    if kind in (Kind.CONTROVERSY, Kind.ROLE):
        return {}
    slots = MONEY_SLOTS if kind == Kind.FUNDING_ROUND else ("amount",)
    money: dict[str, serializers.Field] = {
        slot: NumberField(max_digits=20, decimal_places=2, **optional) for slot in slots
    }
    return money | {"currency": TextField(max_length=3, **optional)}


def other_fields(kind: str) -> dict[str, serializers.Field]:
    """The date, who takes part, and the texts of a controversy."""
    fields: dict[str, serializers.Field] = {}
    if kind in DATE_SLOT:
        fields[DATE_SLOT[Kind(kind)]] = PartialDateField(required=False, allow_null=True)
    if kind in PEOPLE_SLOT:
        role = WordField(PARTICIPANT_ROLES[kind])
        child = ParticipantBody({"role": role})
        fields[PEOPLE_SLOT[Kind(kind)]] = serializers.ListField(
            child=child, required=False, max_length=MOST_PARTICIPANTS
        )
    if kind == Kind.CONTROVERSY:
        fields["title"] = TextField(required=False, allow_null=True, max_length=LONGEST_TITLE)
        fields["outcome"] = TextField(required=False, allow_null=True, max_length=LONGEST_TEXT)
    return fields


class ReasonBody(Body):
    """What an act on the desk takes."""

    reason = comment()


class NoteBody(Body):
    """What an act in public takes."""

    note = comment()


class EitherBody(ReasonBody, NoteBody):
    """What an act takes that is public or not, as the fact is."""


class MergeBody(EitherBody):
    """Which fact stays."""

    into = RowNumberField()


class SplitBody(ReasonBody):
    """Which sentences go."""

    citations = serializers.ListField(child=RowNumberField(), min_length=1, max_length=MOST_CITATIONS)


class CiteBody(EitherBody):
    """A sentence of an article."""

    article = RowNumberField()
    quote = TextField(max_length=LONGEST_TEXT)


class CorrectBody(EitherBody):
    """Slots, and the sentences that a correction in public shows from now on."""

    publish_citations = serializers.ListField(child=RowNumberField(), required=False, max_length=MOST_CITATIONS)


class KindBody(Body):
    """Which kind of fact."""

    kind = WordField(Kind.values)


class AddBody(KindBody, ReasonBody):
    """A fact with its sentence."""

    article = RowNumberField()
    quote = TextField(max_length=LONGEST_TEXT)


BODIES: dict[str, type[Body]] = {
    "correct": CorrectBody,
    "accept": ReasonBody,
    "reject": ReasonBody,
    "publish": NoteBody,
    "retract": NoteBody,
    "cite": CiteBody,
    "merge": MergeBody,
    "split": SplitBody,
    "undo": ReasonBody,
}
