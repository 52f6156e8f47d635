"""How something leaves the API: announced in headers a year ahead, in the schema and in the changelog.

The promise to partners stands in introduction.md. Deprecation is RFC 9745, Sunset RFC 8594.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar, cast

from django.http.response import HttpResponseBase
from django.utils.http import http_date
from drf_spectacular.utils import extend_schema
from rest_framework.views import APIView

View = TypeVar("View", bound=type[APIView])

NOTICE = timedelta(days=365)


def deprecated(*, since: datetime, sunset: datetime, successor: str | None = None) -> Callable[[View], View]:
    """Class decorator for a view that will go: says so in each answer and in the schema.

    `successor` is the path of what takes its place. Raises ValueError where the notice is shorter than promised.
    """
    if sunset - since < NOTICE:
        dates = f"{since:%Y-%m-%d} and {sunset:%Y-%m-%d}"
        raise ValueError(f"Between {dates} lie fewer than the {NOTICE.days} days of notice that are promised.")
    links = ['</api/v1/docs/>; rel="deprecation"; type="text/html"']
    if successor:
        links.append(f'<{successor}>; rel="successor-version"')
    headers = {
        "Deprecation": f"@{int(since.timestamp())}",
        "Sunset": http_date(sunset.astimezone(UTC).timestamp()),
        "Link": ", ".join(links),
    }

    def mark(view: View) -> View:
        class Deprecated(view):  # type: ignore[valid-type,misc]
            __doc__ = view.__doc__

            def finalize_response(self, *args: Any, **kwargs: Any) -> HttpResponseBase:
                """The answer, errors too, with the headers."""
                response: HttpResponseBase = super().finalize_response(*args, **kwargs)
                for name, value in headers.items():
                    response[name] = f"{response[name]}, {value}" if name in response else value
                return response

        Deprecated.__name__ = Deprecated.__qualname__ = view.__name__
        return cast(View, extend_schema(deprecated=True)(Deprecated))

    return mark
