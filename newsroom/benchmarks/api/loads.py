"""What is asked of both APIs, as addresses made from a sample of the dataset."""

from __future__ import annotations

import http.client
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlsplit

Requests = list[tuple[str, dict[str, str]]]
DEEP_ROW = 10_000
PAGE_SIZE, LONG_PAGE_SIZE = 25, 100
LEAST_AMOUNTS = range(1_000_000, 1_400_000, 50_000)
SINCE = "2017-01-01"


@dataclass
class Contest:
    """One load for both: our requests, and the textbook's or none where it has no such thing."""

    name: str
    own: Requests
    textbook: Requests


def plain(addresses: Iterable[str]) -> Requests:
    """Requests without headers."""
    return [(address, {}) for address in addresses]


def fetched(port: int, address: str) -> tuple[Any, str]:
    """One answer as data, and its ETag. Raises RuntimeError for an error."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("GET", address)
    response = connection.getresponse()
    body = response.read()
    connection.close()
    if response.status != 200:
        raise RuntimeError(f"{address} answered {response.status}: {body[:500]!r}")
    return json.loads(body), response.getheader("ETag") or ""


def own_rounds(amount: int) -> str:
    """Rounds in euros of at least that much, newest first."""
    chosen = f"amount_min={amount}&date_from={SINCE}&currency=EUR&ordering=-announced_on"
    return f"/api/v1/funding-rounds/?{chosen}&page_size={PAGE_SIZE}"


def textbook_rounds(amount: int, page: int = 1) -> str:
    """The same of the textbook."""
    chosen = f"amount__gte={amount}&happened_on__gte={SINCE}&currency=EUR&ordering=-happened_on"
    return f"/rounds/?{chosen}&page={page}"


def deep_row(textbook: int) -> int:
    """Row 10,000, or half-way where the list is shorter, at the end of a long page."""
    count = fetched(textbook, textbook_rounds(max(LEAST_AMOUNTS)))[0]["count"]
    return int(min(DEEP_ROW, count // 2 // LONG_PAGE_SIZE * LONG_PAGE_SIZE))


def following(port: int, address: str, row: int) -> str:
    """The address of the page after the row: the cursors are followed, in long pages."""
    here = address.replace(f"page_size={PAGE_SIZE}", f"page_size={LONG_PAGE_SIZE}")
    for _ in range(row // LONG_PAGE_SIZE):
        parts = urlsplit(fetched(port, here)[0]["next"])
        here = f"{parts.path}?{parts.query}"
    return here.replace(f"page_size={LONG_PAGE_SIZE}", f"page_size={PAGE_SIZE}")


def with_tags(port: int, addresses: Iterable[str]) -> Requests:
    """Requests of a reader who has the answers already."""
    host = f"127.0.0.1:{port}"  # part of the answer, which has addresses in it
    return [(address, {"Host": host, "If-None-Match": fetched(port, address)[1]}) for address in addresses]


def contests(own: int, textbook: int, sample: dict[str, Any]) -> Iterator[Contest]:
    """Every load, for the servers at these ports."""
    slugs, row = sample["slugs"], deep_row(textbook)
    details = [f"/api/v1/companies/{slug}/?include=facts" for slug in slugs]
    lists = [own_rounds(amount) for amount in LEAST_AMOUNTS]
    yield Contest("company", plain(details), plain(f"/companies/{slug}/" for slug in slugs))
    yield Contest("company, 304", with_tags(own, details[:500]), [])
    yield Contest("rounds", plain(lists), plain(textbook_rounds(amount) for amount in LEAST_AMOUNTS))
    yield Contest("rounds, 304", with_tags(own, lists), [])
    deep = [following(own, one, row) for one in lists]
    pages = [textbook_rounds(amount, row // PAGE_SIZE + 1) for amount in LEAST_AMOUNTS]
    yield Contest(f"rounds, row {row:,}", plain(deep), plain(pages))
    fragments = [quote(name[2:9].strip()) for name in sample["names"]]
    yield Contest(
        "search",
        plain(f"/api/v1/companies/?q={one}" for one in fragments),
        plain(f"/companies/?q={one}" for one in fragments),
    )
