"""The sorts of parameters: each says how it reads its values and how the schema tells of it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.http import QueryDict
from django_filters import Filter, FilterSet  # type: ignore[import-untyped]

from .fields import CodeField, FlagField, MomentField, NumberField, PartialDateField, SeveralField, WordsField
from .problems import BadParameters

NOT_BLANK = r"[^\s\x00-\x1f\x85]"
SLUG_LENGTH = 80
SLUG = {"type": "string", "pattern": "^[-a-z0-9_]+$", "maxLength": SLUG_LENGTH}
PARTIAL_DATE = {
    "anyOf": [
        {"type": "string", "pattern": "^(?!0000)[0-9]{4}(-(0[1-9]|1[0-2]))?$"},
        {"type": "string", "format": "date"},
    ]
}
REPEATED = "May be repeated: any of the values will do."


def text(length: int) -> dict[str, Any]:
    """A text that is not blank."""
    return {"type": "string", "pattern": NOT_BLANK, "maxLength": length}


def number(digits: int, decimals: int, least: int | None = None) -> dict[str, Any]:
    """A number with so many digits, so many of them after the point; `least` is the least, by default a negative one.

    No multipleOf says how many are after the point: with floats, 0.07 is no multiple of 0.01.
    """
    most = 10 ** (digits - decimals) - 1
    bounds = {"minimum": -most if least is None else least, "maximum": most}
    return {"type": "number" if decimals else "integer", **bounds}


class Parameter(Filter):
    """A filter with its description and its JSON Schema, for the API's own schema."""

    is_repeatable = False

    def __init__(
        self, path: str | None, lookup: str, description: str, schema: dict[str, Any],
        field: type[forms.Field] = forms.CharField, **options: Any,
    ) -> None:  # fmt: skip
        super().__init__(path, lookup, label=description, **options)
        self.description, self.schema, self.field_class = description, schema, field


class Repeatable(Parameter):
    """A parameter that may be given several times: a row answers to any of the values."""

    is_repeatable = True

    def __init__(
        self, path: str | None, description: str, schema: dict[str, Any], field: type[forms.Field], **options: Any
    ) -> None:
        schema = {"type": "array", "items": schema}
        super().__init__(path, "in", f"{description} {REPEATED}", schema, field, **options)


class Words(Repeatable):
    """Words of the codebook."""

    def __init__(self, path: str, words: Iterable[str], description: str, **options: Any) -> None:
        words = list(words)
        super().__init__(path, description, {"type": "string", "enum": words}, WordsField, words=words, **options)


class Texts(Repeatable):
    """Texts as they stand in the documents."""

    def __init__(
        self, path: str | None, description: str, *, length: int, schema: dict[str, Any] | None = None, **options: Any
    ) -> None:
        one = forms.CharField(max_length=length)
        super().__init__(path, description, schema or text(length), SeveralField, one=one, **options)


class Codes(Repeatable):
    """Codes of a standard, in either case."""

    def __init__(self, path: str, what: str, standard: str, example: str, **options: Any) -> None:
        schema = {"type": "string", "pattern": f"^[A-Za-z]{{{len(example)}}}$"}
        description = f"{what}, as in {standard}: {example}."
        one = CodeField(standard=standard, example=example)
        super().__init__(path, description, schema, SeveralField, one=one, **options)


class Names(Texts):
    """Public companies, people or outlets by their slug or name; `means` names the members of Subjects to look in."""

    def __init__(self, description: str, means: tuple[str, ...], method: str, length: int = SLUG_LENGTH) -> None:
        schema = text(length) if "outlets" in means else SLUG
        super().__init__(None, description, length=length, schema=schema, method=method)
        self.means = means


class Flag(Parameter):
    """True or false."""

    def __init__(self, description: str, method: str) -> None:
        super().__init__(None, "exact", description, {"type": "boolean"}, FlagField, method=method)


class PartialDate(Parameter):
    """One end of a span of days, both ends included."""

    def __init__(self, path: str, description: str, *, is_end: bool) -> None:
        lookup = "lte" if is_end else "gte"
        super().__init__(path, lookup, description, PARTIAL_DATE, PartialDateField, is_end=is_end)


class Moment(Parameter):
    """A moment from which on something happened."""

    def __init__(self, what: str, method: str) -> None:
        description = f"{what} at or after this moment (ISO 8601; UTC where it has no offset)."
        super().__init__(
            None, "gte", description, {"type": "string", "format": "date-time"}, MomentField, method=method
        )


class Number(Parameter):
    """One end of a span of numbers, both ends included."""

    def __init__(self, path: str, lookup: str, description: str, digits: int, decimals: int) -> None:
        schema = number(digits, decimals)
        super().__init__(path, lookup, description, schema, NumberField, digits=digits, decimals=decimals)


class Search(Parameter):
    """Part of a name or a headline."""

    def __init__(self, description: str, method: str) -> None:
        super().__init__(None, "exact", description, text(200), max_length=200, method=method)


def span_of_days(path: str, what: str) -> tuple[PartialDate, PartialDate]:
    """The parameters …_from and …_to."""
    note = "(YYYY, YYYY-MM or YYYY-MM-DD). What is dated to a month or year counts as its first day."
    return (
        PartialDate(path, f"{what} on or after this day, month or year {note}", is_end=False),
        PartialDate(path, f"{what} on or before this day, month or year {note}", is_end=True),
    )


def span_of_numbers(path: str, what: str, digits: int = 20, decimals: int = 2) -> tuple[Number, Number]:
    """The parameters …_min and …_max."""
    return (
        Number(path, "gte", f"{what} is at least this.", digits, decimals),
        Number(path, "lte", f"{what} is at most this.", digits, decimals),
    )


class Parameters(FilterSet):
    """The parameters of a list: a value that cannot be used is refused, never ignored."""

    base_filters: dict[str, Parameter]

    def __init__(self, data: QueryDict, *args: Any, **kwargs: Any) -> None:
        # Only what the request has: to copy a form of thirty fields costs as much as the query.
        self.base_filters = {name: one for name, one in type(self).base_filters.items() if name in data}
        super().__init__(data, *args, **kwargs)

    @classmethod
    def parameters(cls) -> dict[str, Parameter]:
        """Every parameter by its name."""
        return dict(cls.base_filters)

    @classmethod
    def repeatable(cls) -> list[str]:
        """The names of those that may be given several times."""
        return [name for name, one in cls.base_filters.items() if one.is_repeatable]

    def narrowed(self) -> Any:
        """The rows asked for, as a queryset. Raises BadParameters for values that cannot be used."""
        if not self.is_valid():
            raise BadParameters((name, " ".join(texts)) for name, texts in self.form.errors.items())
        self.look_names_up()
        return self.qs

    def look_names_up(self) -> None:
        """What has to be known before the rows are narrowed: nothing here."""
