"""Who asks, and what they may: nobody in particular, the holder of a key, or someone at the desk.

Reading looks at a key only where one is sent, and never at a session: its answers are the same for everyone.
"""

from __future__ import annotations

import logging
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from rest_framework import authentication
from rest_framework.exceptions import AuthenticationFailed, PermissionDenied
from rest_framework.permissions import SAFE_METHODS, BasePermission
from rest_framework.request import Request

from companies import keys
from companies.models import ApiKey, Scope

from .limits import refuse_guessing
from .problems import BadParameters

logger = logging.getLogger(__name__)


class KeyInAddress(BadParameters):
    """A key came in the address of a request, and so into logs, histories and referrers."""

    code = "key-in-address"

    def __init__(self, parameter: str) -> None:
        text = _("Keys are sent in the header “Authorization: Bearer nrk_…”, never in an address.")
        detail = _(
            "There is an API key in the address. Addresses are written down in logs on their way: consider this key "
            "leaked, have it rotated, and revoke it."
        )
        super().__init__([(parameter, text)], detail)


class KeyAuthentication(authentication.BaseAuthentication):
    """`Authorization: Bearer nrk_…`, or `X-Api-Key: nrk_…`: the owner is request.user, the key is request.auth."""

    def authenticate(self, request: Request) -> tuple[Any, ApiKey] | None:
        """The key's owner and the key; None where no key is sent. Raises for one that opens nothing."""
        refuse_key_in_address(request)
        text = key_sent(request)
        if text is None:
            return None
        key = keys.find(text, is_fresh=request.method not in SAFE_METHODS)
        if key is None:
            refuse_guessing(request._request)
            raise AuthenticationFailed(
                _("This key opens nothing: it is mistyped, expired or revoked. Ask for a new one, or read without one.")
            )
        return key.user, key

    def authenticate_header(self, request: Request) -> str:
        """What a 401 asks for."""
        return 'Bearer realm="newsroom"'


def key_sent(request: Request) -> str | None:
    """The text in the request's headers that should be a key. Raises for another scheme than Bearer."""
    sent: str = request.META.get("HTTP_AUTHORIZATION", "")
    if not sent:
        text: str | None = request.META.get("HTTP_X_API_KEY")
        return text
    scheme, _space, text = sent.partition(" ")
    if scheme.casefold() != "bearer":
        raise AuthenticationFailed(_("Send the key as “Authorization: Bearer nrk_…”; no other scheme is known here."))
    return text.strip()


def refuse_key_in_address(request: Request) -> None:
    """Raise KeyInAddress where the query holds a key."""
    if keys.MARK not in request.META.get("QUERY_STRING", ""):
        return
    for name, values in request.query_params.lists():
        if any(value.startswith(keys.MARK) for value in values):
            logger.warning("An API key came in the parameter %r of %s: it should be rotated.", name, request.path)
            raise KeyInAddress(name)


class SessionAuthentication(authentication.SessionAuthentication):
    """Someone who is logged in on this site; what they write needs the CSRF token. Sets request.auth to None."""

    def authenticate(self, request: Request) -> tuple[Any, None] | None:
        """The user of the session. Without its cookie no session is looked for."""
        if settings.SESSION_COOKIE_NAME not in request.COOKIES:
            return None
        found: tuple[Any, None] | None = super().authenticate(request)
        return found


DESK_AUTHENTICATION = [KeyAuthentication, SessionAuthentication]  # for views that know sessions too


def require_scope(key: Any, scope: Scope) -> None:
    """Raise PermissionDenied for a key that was not made for this."""
    if key is not None and scope not in key.scopes:
        message = _("This key has no scope “%(scope)s” (it has: %(scopes)s). Ask for a key that has it.")
        raise PermissionDenied(message % {"scope": scope, "scopes": ", ".join(key.scopes)})


class CanRead(BasePermission):
    """Everyone; a key needs the scope `read`."""

    def has_permission(self, request: Request, view: Any) -> bool:
        """True, or PermissionDenied with what is missing."""
        require_scope(request.auth, Scope.READ)
        return True


class CanUseDesk(BasePermission):
    """Someone logged in, or a key with the scope `desk`, where the person holds the view's `permissions`.

    A view with other permissions for some methods overrides `permissions_for(request)`. The verbs check again.
    """

    def has_permission(self, request: Request, view: Any) -> bool:
        """False for nobody in particular; PermissionDenied with what is missing."""
        if request.user is None or not request.user.is_authenticated:
            return False
        require_scope(request.auth, Scope.DESK)
        missing = [name for name in permissions_of(view, request) if not request.user.has_perm(name)]
        if missing:
            message = _("%(user)s may not do this: the permission “%(permission)s” is missing. Ask an administrator.")
            raise PermissionDenied(message % {"user": request.user, "permission": ", ".join(missing)})
        return True


def permissions_of(view: Any, request: Request) -> list[str]:
    """What the view asks for, such as ["companies.review_fact"], which is also the least that it takes."""
    if hasattr(view, "permissions_for"):
        return list(view.permissions_for(request))
    return list(getattr(view, "permissions", ["companies.review_fact"]))
