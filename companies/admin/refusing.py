"""Turning a verb's refusal into a message, whatever page asked for it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models
from django.http import HttpRequest

from companies.refusals import Refused

# An address typed without a scheme is https; Django 6 will do so by itself.
ADDRESSES: Any = {models.URLField: {"assume_scheme": "https"}}


class Outcome:
    """Whether the verb went through."""

    is_done = True


@contextmanager
def refusals_as_messages(request: HttpRequest) -> Iterator[Outcome]:
    """Run a verb; a refusal becomes an error message and `is_done` turns false."""
    outcome = Outcome()
    try:
        yield outcome
    except (Refused, PermissionDenied, ValidationError) as error:
        outcome.is_done = False
        for text in texts_of(error):
            messages.error(request, text)


def texts_of(error: Any) -> list[str]:
    """The sentences of a refusal."""
    return list(error.messages) if isinstance(error, ValidationError) else [str(error)]


class RecordedByVerbs:
    """For admin classes whose saving is a verb: its Decision is the record, a second one would only disagree."""

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        """Nothing beside the Decision."""

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        """Nothing beside the Decision."""

    def construct_change_message(self, request: HttpRequest, form: Any, formsets: Any, add: bool = False) -> list[Any]:
        """Nothing beside the Decision."""
        return []
