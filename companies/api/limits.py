"""How much may be asked: so many requests a minute, counted in the cache, told in headers, never in the database.

A 304 counts like any other answer: asking again and again is what the limit is about. The minute is the clock's,
so all processes that share a cache agree on it.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from ipaddress import ip_address, ip_network
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from rest_framework.exceptions import Throttled
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

from companies import usage
from companies.models.key import RATE

WINDOW = 60  # seconds


@dataclass(frozen=True)
class Limit:
    """What a request found of its limit: the name of the policy, the rate, what is left, and for how long."""

    policy: str
    rate: int
    remaining: int
    seconds: int
    is_exceeded: bool = False

    def write(self, response: HttpResponse) -> None:
        """Tell it in the headers of draft-ietf-httpapi-ratelimit-headers-10."""
        response["RateLimit-Policy"] = f'"{self.policy}";q={self.rate};w={WINDOW}'
        response["RateLimit"] = f'"{self.policy}";r={self.remaining};t={self.seconds}'


def take(policy: str, who: str, rate: int, window: int = WINDOW) -> Limit:
    """Count one request of someone and tell what is left of the minute, or of another window of so many seconds."""
    now = time.time()
    name = f"api-limit:{policy}:{who}:{int(now // window)}"
    cache.add(name, 0, window)
    try:
        count = cache.incr(name)
    except ValueError:  # it fell out of the cache in between
        count = 1
    return Limit(policy, rate, max(rate - count, 0), window - int(now % window), count > rate)


def for_request(request: Request) -> Limit:
    """Count the request against the limit of its key, its user or its address."""
    key: Any = request.auth
    if key is not None:
        return take("key", str(key.pk), key.rate)
    if request.user is not None:
        return take("session", str(request.user.pk), RATE)
    return for_address(request._request)


def for_address(request: HttpRequest) -> Limit:
    """Count the request against the limit of its address."""
    return take("anonymous", network_of(address_of(request)), settings.API_ANONYMOUS_RATE)


def address_of(request: HttpRequest) -> str:
    """Where the request comes from: what our own proxy says, where there is one (PROXY_HEADER)."""
    forwarded: str = request.META.get("HTTP_X_FORWARDED_FOR", "") if settings.PROXY_HEADER else ""
    direct: str = request.META.get("REMOTE_ADDR", "")
    return forwarded.rpartition(",")[2].strip() or direct


def network_of(address: str) -> str:
    """The address, or for IPv6 the network of 64 bits that one subscriber has."""
    try:
        found = ip_address(address)
    except ValueError:  # a socket, or nonsense from a proxy: all of it together has one limit
        return "unknown"
    if found.version == 4:
        return str(found)
    if found.ipv4_mapped is not None:  # an IPv4 reader, on a socket for both
        return str(found.ipv4_mapped)
    return str(ip_network(f"{found}/64", strict=False).network_address)


class RequestLimit(BaseThrottle):
    """REST framework's hook: counts each request that its view permits, and refuses those over the limit.

    What a view does not permit (401, 403) costs no more than telling so; guessing at keys is counted (refuse_guessing).
    """

    limit: Limit | None = None

    def allow_request(self, request: Request, view: Any) -> bool:
        """False where the minute's requests are used up."""
        key: Any = request.auth
        if key is not None:
            usage.count(key)
        if not settings.API_LIMITS:
            return True
        self.limit = request._request.api_limit = for_request(request)  # type: ignore[attr-defined]
        return not self.limit.is_exceeded

    def wait(self) -> float | None:
        """Seconds until the next minute."""
        return self.limit.seconds if self.limit else None


def refuse_guessing(request: HttpRequest) -> None:
    """Count a key that opens nothing against its sender's address. Raises Throttled over the limit."""
    if not settings.API_LIMITS:
        return
    request.api_limit = limit = for_address(request)  # type: ignore[attr-defined]
    if limit.is_exceeded:
        raise Throttled(limit.seconds)
