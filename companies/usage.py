"""How much each key is used: counted in the cache, written to the table once a minute.

What a process counted since its last writing is lost when it is killed and its cache with it; in exchange one request
a minute writes to a table, and none fails by it.
"""

from __future__ import annotations

import logging
from datetime import UTC, date, datetime, timedelta

from django.core.cache import cache
from django.db import Error, transaction
from django.db.models import F
from django.utils import timezone

from .models.key import ApiKey, ApiUsage

logger = logging.getLogger(__name__)

DAYS = 30  # how long a count waits in the cache to be written, and how far back use is told
WRITTEN_EVERY = 60  # seconds


def today() -> date:
    """The day in UTC, as counts are kept."""
    return datetime.now(UTC).date()


def counter(key: ApiKey, day: date) -> str:
    """The name of a count in the cache."""
    return f"api-usage:{key.pk}:{day}"


def count(key: ApiKey) -> None:
    """Count one request; once a minute write down what came together, or leave it for the next minute."""
    name = counter(key, today())
    cache.add(name, 0, DAYS * 86_400)
    try:
        cache.incr(name)
    except ValueError:  # it fell out of the cache in between
        cache.set(name, 1, DAYS * 86_400)
    if cache.add(f"api-usage-written:{key.pk}", 1, WRITTEN_EVERY):
        try:
            write(key)
        except Error as error:  # locked, or read-only: no reason to answer nothing
            logger.warning("The use of the key %s could not be written down: %s", key, error)


def write(key: ApiKey) -> None:
    """Move the counts of a key from the cache to the table, and note that it was used."""
    days = {counter(key, day): day for day in last_days()}
    waiting = {name: number for name, number in cache.get_many(days).items() if number}
    with transaction.atomic():
        for name, number in waiting.items():
            add(key, days[name], number)
        ApiKey.objects.filter(pk=key.pk).update(last_used_at=timezone.now())
    for name, number in waiting.items():
        cache.decr(name, number)


def add(key: ApiKey, day: date, number: int) -> None:
    """Add requests to a day."""
    row, is_new = ApiUsage.objects.get_or_create(key=key, day=day, defaults={"requests": number})
    if not is_new:
        ApiUsage.objects.filter(pk=row.pk).update(requests=F("requests") + number)


def last_days() -> list[date]:
    """The days that use is told of, today first."""
    now = today()
    return [now - timedelta(days=back) for back in range(DAYS)]


def per_day(key: ApiKey) -> list[tuple[date, int]]:
    """The requests of each of the last days, today first, those not yet written included."""
    days = last_days()
    written = dict(ApiUsage.objects.filter(key=key, day__gte=days[-1]).values_list("day", "requests"))
    waiting = cache.get_many([counter(key, day) for day in days])
    return [(day, written.get(day, 0) + waiting.get(counter(key, day), 0)) for day in days]
