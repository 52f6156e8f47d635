"""What the API knows of who asks: their key, their limits, and how much they asked."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiExample, OpenApiResponse
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from companies import usage
from companies.models import ApiKey, Scope

from .access import DESK_AUTHENTICATION
from .components import ref
from .limits import WINDOW, Limit
from .problems import refuse_parameters
from .schema import JSON
from .schema_base import ReadSchema

PERSONAL = {"Cache-Control": "no-store"}


class AccountSchema(ReadSchema):
    """The schema of both addresses; the view gives `name`, `component`, `example` and `needs_key`."""

    view: Any

    def get_operation_id(self) -> str:
        """whoami and usage."""
        return str(self.view.name)

    def get_tags(self) -> list[str]:
        """Apart from the resources."""
        return ["account"]

    def get_description(self) -> str:  # type: ignore[override]
        """What the view says."""
        return (self.view.__doc__ or "").strip()

    def get_auth(self) -> list[dict[str, Any]]:
        """Keys, sessions where they count, and nobody in particular where that has an answer."""
        ways: list[dict[str, Any]] = super().get_auth()
        return [way for way in ways if way or not self.view.needs_key]

    def get_response_serializers(self) -> Any:
        """The answer."""
        example = OpenApiExample("Made up", value=self.view.example)
        answer = OpenApiResponse(ref(self.view.component), "What is known.", examples=[example])
        return {("200", JSON): answer}


class WhoAmI(APIView):
    """Who the request comes from: nobody in particular, a key or a session, and the limits that hold for it."""

    schema = AccountSchema()
    name, component, needs_key = "whoami", "WhoAmI", False
    authentication_classes = DESK_AUTHENTICATION
    permission_classes = [AllowAny]
    example = {
        "as": "key",
        "name": "nightly copy",
        "owner": "partner",
        "scopes": ["read"],
        "prefix": "nrk_3f9a1c07b2de",
        "created_at": "2025-03-06T09:30:00+00:00",
        "expires_at": "2026-03-06T09:30:00+00:00",
        "last_used_at": "2025-04-01T00:00:00+00:00",
        "limit": {"policy": "key", "requests": 600, "seconds": 60, "remaining": 599, "reset_seconds": 42},
    }

    def get(self, request: Request) -> Response:
        """Who it is."""
        refuse_parameters(request, [])
        limit = limit_told(getattr(request._request, "api_limit", None))
        return Response({**who(request), "limit": limit}, headers=PERSONAL)


def who(request: Request) -> dict[str, Any]:
    """The key, the user or nobody."""
    key = request.auth
    if isinstance(key, ApiKey):
        return {
            "as": "key",
            "name": key.name,
            "owner": key.user.get_username(),
            "scopes": key.scopes,
            "prefix": f"nrk_{key.prefix}",
            "created_at": key.created_at,
            "expires_at": key.expires_at,
            "last_used_at": key.last_used_at,
        }
    is_user = request.user is not None
    return {
        "as": "session" if is_user else "anonymous",
        "name": None,
        "owner": request.user.get_username() if is_user else None,
        "scopes": [Scope.READ, Scope.DESK] if is_user else [Scope.READ],
        **dict.fromkeys(["prefix", "created_at", "expires_at", "last_used_at"]),
    }


def limit_told(limit: Limit | None) -> dict[str, Any] | None:
    """The limit as the headers tell it; None where this site sets none."""
    if limit is None:
        return None
    return {
        "policy": limit.policy,
        "requests": limit.rate,
        "seconds": WINDOW,
        "remaining": limit.remaining,
        "reset_seconds": limit.seconds,
    }


class Usage(APIView):
    """The requests that the key made on each of the last 30 days (UTC), today first."""

    schema = AccountSchema()
    name, component, needs_key = "usage", "Usage", True
    permission_classes = [AllowAny]
    example = {
        "name": "nightly copy",
        "prefix": "nrk_3f9a1c07b2de",
        "total": 1204,
        "days": [{"day": "2025-04-01", "requests": 1200}, {"day": "2025-03-31", "requests": 4}],
    }

    def get(self, request: Request) -> Response:
        """The counts. Raises AuthenticationFailed without a key: nobody else is counted."""
        refuse_parameters(request, [])
        key = request.auth
        if not isinstance(key, ApiKey):
            raise AuthenticationFailed(_("Use is counted by key: send yours."))
        days = usage.per_day(key)
        told = [{"day": day, "requests": number} for day, number in days]
        total = sum(number for _day, number in days)
        body = {"name": key.name, "prefix": f"nrk_{key.prefix}", "total": total, "days": told}
        return Response(body, headers=PERSONAL)
