"""Time that stands still until it is moved, and a worker that goes by it."""

from __future__ import annotations

from datetime import datetime, timedelta
from threading import Event
from typing import Any

from django.utils import timezone

from companies.webhooks.working import Worker


class Clock:
    """Call it for the time."""

    def __init__(self) -> None:
        self.now: datetime = timezone.now()

    def __call__(self) -> datetime:
        return self.now

    def move(self, **by: float) -> None:
        """Let so much time go by: days=1."""
        self.now += timedelta(**by)


def work(clock: Clock | None = None, **options: Any) -> None:
    """Have a worker do all that is due."""
    Worker(clock=clock or Clock(), **options).run(Event(), is_once=True)
