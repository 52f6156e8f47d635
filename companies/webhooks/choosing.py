"""Which entry a subscription is sent next.

Whether an entry is about a chosen company is on record with the entry (Concern), so a fact that was moved to another
company, or withdrawn, is told to those who had it.
"""

from __future__ import annotations

from typing import Any

from django.db.models import Max

from companies.api.entries import rows
from companies.models import Company, Publication, Replay, Subscription


def head() -> int:
    """The number of the ledger's last entry, 0 while it is empty. Numbers up to it are all there, for good."""
    return Publication.objects.aggregate(last=Max("sequence"))["last"] or 0


def next_entry(subscription: Subscription, replay: Replay | None, *, last: int) -> Any:
    """The next of the entries up to `last` that the subscription, or a replay for it, is still to be sent, or None.

    It is a row as the API's entries.py reads it.
    """
    entries = Publication.objects.filter(sequence__gt=(replay or subscription).cursor, sequence__lte=last)
    if subscription.kinds:
        entries = entries.filter(kind__in=subscription.kinds)
    if subscription.actions:
        entries = entries.filter(action__in=subscription.actions)
    if companies := chosen_companies(subscription):
        entries = entries.filter(concerns__company__in=companies)
    return rows(entries.order_by("sequence")).first()


def chosen_companies(subscription: Subscription) -> set[int]:
    """The numbers of the chosen companies and of what they were merged into; empty for all companies."""
    chosen: set[int] = set()
    found = set(subscription.companies.all())
    while found:
        chosen |= {company.pk for company in found}
        found = set(Company.objects.filter(merged_from__in=found)) - found
    return chosen
