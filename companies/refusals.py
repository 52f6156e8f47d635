"""Why a verb says no."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _


class Refused(Exception):
    """A verb was asked for something its rules forbid. `code` names the rule; the message says what to do."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


def require_permission(by: Any, permission: str) -> None:
    """Raise PermissionDenied unless the actor holds the permission of the companies app."""
    if not by.has_perm(f"companies.{permission}"):
        raise PermissionDenied(
            _("%(user)s may not do this: the permission “%(permission)s” is missing. Ask an administrator.")
            % {"user": by, "permission": permission}
        )


def require_state(fact: Any, states: Iterable[str], verb: str) -> None:
    """Refuse the verb unless the fact is in one of the states."""
    if fact.state not in states:
        raise Refused(
            "wrong_state",
            _("Fact %(id)s is %(state)s, so “%(verb)s” does not apply to it.")
            % {"id": fact.pk, "state": fact.get_state_display(), "verb": verb},
        )


def require_version(fact: Any, version: int | None) -> None:
    """Refuse where the actor saw an older version of the fact than the one stored."""
    if version is not None and version != fact.version:
        raise Refused(
            "changed_meanwhile",
            _("Fact %(id)s was changed meanwhile. Reload it, look at the change, and decide again.") % {"id": fact.pk},
        )
