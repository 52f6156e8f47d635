"""Verbs behind pages: a refusal becomes a message or a form's error, and never loses what was typed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.http import HttpRequest, HttpResponse

from companies.refusals import Refused
from companies.vocabulary import LARGEST_NUMBER

# An address typed without a scheme is https; Django 6 will do so by itself.
ADDRESSES: Any = {models.URLField: {"assume_scheme": "https"}}
REFUSALS = (Refused, ValidationError)


class Outcome:
    """Whether the verb went through."""

    is_done = True


@contextmanager
def refusals_as_messages(request: HttpRequest) -> Iterator[Outcome]:
    """Run verbs as a whole; a refusal takes back what they did, becomes a message, and `is_done` turns false."""
    with refusal_as_message(request) as outcome, transaction.atomic():
        yield outcome


@contextmanager
def refusal_as_message(request: HttpRequest) -> Iterator[Outcome]:
    """Run one verb, which sees to its transactions itself; its refusal becomes a message, and `is_done` turns false."""
    outcome = Outcome()
    try:
        yield outcome
    except (*REFUSALS, PermissionDenied) as error:
        outcome.is_done = False
        for text in texts_of(error):
            messages.error(request, text)


def texts_of(error: Any) -> list[str]:
    """The sentences of a refusal."""
    return list(error.messages) if isinstance(error, ValidationError) else [str(error)]


def row_number(text: Any) -> int | None:
    """A row number that came with a request, or None for anything that is none."""
    digits = str(text)
    if not (digits.isascii() and digits.isdigit() and len(digits) < 20):
        return None
    return int(digits) if int(digits) <= LARGEST_NUMBER else None


class ActForm(forms.Form):
    """What comes with a button: a note, and what the page had shown when it was pressed."""

    note = forms.CharField(required=False, max_length=2000)
    version = forms.IntegerField(required=False, min_value=1, max_value=LARGEST_NUMBER)
    decision = forms.IntegerField(required=False, min_value=1, max_value=LARGEST_NUMBER)

    @classmethod
    def read(cls, request: HttpRequest) -> dict[str, Any]:
        """The cleaned values. Raises Refused for one that no page sends."""
        form = cls(request.POST)
        if not form.is_valid():
            raise Refused("bad_request", " ".join(str(text) for texts in form.errors.values() for text in texts))
        return form.cleaned_data


class SavesByVerb:
    """For admin classes whose saving is a verb: its refusal becomes an error of the form, with all that was typed."""

    def changeform_view(
        self, request: Any, object_id: str | None = None, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """Save, or on a refusal show the form again with the reason."""
        arguments = (request, object_id, form_url, extra_context)
        try:
            return super().changeform_view(*arguments)  # type: ignore[misc]
        except (*REFUSALS, PermissionDenied) as error:
            if not error.args:
                raise  # the admin's own refusal to show the page
            request.refusal = texts_of(error)
            return super().changeform_view(*arguments)  # type: ignore[misc]

    def get_form(self, request: Any, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        """The form, which is invalid where the verb refused its values."""
        form_class = super().get_form(request, obj, change=change, **kwargs)  # type: ignore[misc]
        refusal: list[str] = getattr(request, "refusal", [])
        if not refusal:
            return form_class

        class RefusedForm(form_class):  # type: ignore[misc,valid-type]
            """The same form with the verb's reason."""

            def clean(self) -> Any:
                super().clean()
                raise ValidationError(refusal)

        return RefusedForm


class DecidesByVerb(SavesByVerb):
    """For those whose verb writes a Decision, which is the record: the admin's own log would only disagree with it."""

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        """The row of a number; None for what is no row number."""
        if row_number(object_id) is None:
            return None
        return super().get_object(request, object_id, from_field)  # type: ignore[misc]

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        """Nothing beside the Decision."""

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        """Nothing beside the Decision."""

    def construct_change_message(self, request: HttpRequest, form: Any, formsets: Any, add: bool = False) -> list[Any]:
        """Nothing beside the Decision."""
        return []
