"""Middleware for people who may be logged in. Readers of the API have no session, so it costs them nothing."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest

from companies.api.middleware import ROOT


class WithSession:
    """Lets requests to the API pass by, unless they bring a session's cookie."""

    get_response: Any

    def __call__(self, request: HttpRequest) -> Any:
        """The response."""
        if request.path_info.startswith(ROOT) and settings.SESSION_COOKIE_NAME not in request.COOKIES:
            return self.get_response(request)
        return super().__call__(request)  # type: ignore[misc]


class Sessions(WithSession, SessionMiddleware):
    """Django's, for those who may have one."""


class Users(WithSession, AuthenticationMiddleware):
    """Django's, for those who may be known."""


class Messages(WithSession, MessageMiddleware):
    """Django's, for those who see pages."""
