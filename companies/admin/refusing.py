"""Turning a verb's refusal into a message, whatever page asked for it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest

from companies.refusals import Refused


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
