"""How the values of parameters are read: each field refuses what it cannot use and says what it can."""

from __future__ import annotations

import calendar
from collections.abc import Iterable
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.dateparse import parse_datetime
from django.utils.timezone import is_naive, make_aware
from django.utils.translation import gettext as _

from articles.dates import parse_partial


class WordsField(forms.MultipleChoiceField):
    """One or several words of a fixed list."""

    def __init__(self, *, words: Iterable[str], **options: Any) -> None:
        self.words = tuple(words)
        super().__init__(choices=[(word, word) for word in self.words], **options)

    def validate(self, value: list[str]) -> None:
        unknown = [word for word in value if word not in self.words]
        if unknown:
            message = _("“%(value)s” is not one of: %(allowed)s.")
            raise ValidationError(message % {"value": unknown[0], "allowed": ", ".join(self.words)})


class SeveralField(forms.Field):
    """One or several values, each read by another field."""

    widget = forms.MultipleHiddenInput

    def __init__(self, *, one: forms.Field, **options: Any) -> None:
        self.one = one
        super().__init__(**options)

    def clean(self, value: Any) -> list[Any]:
        return [self.one.clean(text) for text in value or []]


class FlagField(forms.CharField):
    """The words true and false."""

    def clean(self, value: Any) -> bool | None:
        text = super().clean(value)
        if text not in ("", "true", "false"):
            message = _("“%(value)s” is not one of: %(allowed)s.")
            raise ValidationError(message % {"value": text, "allowed": "true, false"})
        return text == "true" if text else None


class PartialDateField(forms.CharField):
    """A day, a month or a year; the month or year stands for its first day, or its last where `is_end`."""

    def __init__(self, *, is_end: bool, **options: Any) -> None:
        self.is_end = is_end
        super().__init__(**options)

    def clean(self, value: Any) -> date | None:
        text = super().clean(value)
        try:
            day, precision = parse_partial(text)
        except ValueError:
            message = _("“%(value)s” is no date. Write YYYY, YYYY-MM or YYYY-MM-DD.")
            raise ValidationError(message % {"value": text}) from None
        return last_day(day, precision) if day and self.is_end else day


def last_day(day: date, precision: str | None) -> date:
    """The last day of the year or month that begins on the day."""
    if precision == "year":
        return day.replace(month=12, day=31)
    if precision == "month":
        return day.replace(day=calendar.monthrange(day.year, day.month)[1])
    return day


class MomentField(forms.CharField):
    """A moment in ISO 8601; without an offset it is meant in UTC."""

    def clean(self, value: Any) -> datetime | None:
        text = super().clean(value)
        if not text:
            return None
        try:
            moment = parse_datetime(text)
            if moment is not None:
                return (make_aware(moment, UTC) if is_naive(moment) else moment).astimezone(UTC)
        except (ValueError, OverflowError):
            pass
        message = _("“%(value)s” is no moment. Write 2025-03-04T10:00:00Z (in an address + is written %%2B).")
        raise ValidationError(message % {"value": text})


class NumberField(forms.DecimalField):
    """A number that the column could hold."""

    def __init__(self, *, digits: int, decimals: int, **options: Any) -> None:
        super().__init__(max_digits=digits, decimal_places=decimals, **options)

    def clean(self, value: Any) -> Decimal | None:
        try:
            return super().clean(value)
        except ValidationError:
            message = _("“%(value)s” is no number, or is too long. Write 12500000 or 12.5, without units.")
            raise ValidationError(message % {"value": value}) from None


class CodeField(forms.CharField):
    """A code of a standard, in either case; `example` shows its length and the case it is stored in."""

    def __init__(self, *, standard: str, example: str, **options: Any) -> None:
        self.standard, self.example = standard, example
        super().__init__(**options)

    def clean(self, value: Any) -> str:
        text = super().clean(value)
        if text and not (text.isascii() and text.isalpha() and len(text) == len(self.example)):
            message = _("“%(value)s” is no code of %(standard)s. Write one like %(example)s.")
            values = {"value": text, "standard": self.standard, "example": self.example}
            raise ValidationError(message % values)
        return text.upper() if self.example.isupper() else text.lower()
