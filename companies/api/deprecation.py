"""How something leaves the API: announced in headers a year ahead, in the schema and in the changelog.

The promise to partners stands in introduction.md. A view that will go declares it:

    deprecation = Deprecation(since=…, sunset=…, successor="/api/v1/new/")

The middleware tells it with each answer, errors too, and the schema marks the view's operations.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.http import http_date

NOTICE = timedelta(days=365)


@dataclass(frozen=True)
class Deprecation:
    """Since when a view should not be used any more (RFC 9745), when it ends (RFC 8594), and the path of what follows.

    Raises ValueError where the notice is shorter than promised.
    """

    since: datetime
    sunset: datetime
    successor: str | None = None

    def __post_init__(self) -> None:
        if self.sunset - self.since < NOTICE:
            dates = f"{self.since:%Y-%m-%d} and {self.sunset:%Y-%m-%d}"
            raise ValueError(f"Between {dates} lie fewer than the {NOTICE.days} days of notice that are promised.")

    def write(self, response: HttpResponse) -> None:
        """Tell it in the headers of an answer."""
        links = ['</api/v1/docs/>; rel="deprecation"; type="text/html"']
        if self.successor:
            links.append(f'<{self.successor}>; rel="successor-version"')
        response["Deprecation"] = f"@{int(self.since.timestamp())}"
        response["Sunset"] = http_date(self.sunset.astimezone(UTC).timestamp())
        response["Link"] = ", ".join([*([response["Link"]] if "Link" in response else []), *links])


def deprecation_of(view: Any) -> Deprecation | None:
    """What a view, or its class, declares."""
    return getattr(view, "deprecation", None)


def tell(request: HttpRequest, response: HttpResponse) -> None:
    """Tell with the answer that the view of the address will go."""
    match = request.resolver_match  # None where no view is at the address
    found = deprecation_of(getattr(match.func, "cls", None)) if match else None
    if found is not None:
        found.write(response)
