"""Why a verb says no: the one table of who may use which verb on a fact in which state."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .vocabulary import OPEN_STATES, REFUSED_STATES, State


@dataclass(frozen=True)
class Rule:
    """Who may use a verb (a permission of the companies app), on facts in which states, and the verb for people.

    `needs_note` where it changes what is public, and so must say why.
    """

    permission: str
    states: tuple[State, ...]
    label: Promise
    needs_note: bool = False


PUBLIC = (State.PUBLISHED,)
RULES: dict[str, Rule] = {
    "accept": Rule("review_fact", (State.PROPOSED,), gettext_lazy("accept")),
    "correct": Rule("review_fact", OPEN_STATES, gettext_lazy("correct")),
    "reject": Rule("review_fact", OPEN_STATES, gettext_lazy("reject")),
    "merge": Rule("review_fact", OPEN_STATES, gettext_lazy("merge")),
    "split": Rule("review_fact", OPEN_STATES, gettext_lazy("split")),
    "cite": Rule("review_fact", OPEN_STATES, gettext_lazy("cite")),
    "undo": Rule("review_fact", (*OPEN_STATES, *REFUSED_STATES), gettext_lazy("undo")),
    "publish": Rule("publish_fact", OPEN_STATES, gettext_lazy("publish")),
    "correct_published": Rule("publish_fact", PUBLIC, gettext_lazy("correct in public"), needs_note=True),
    "cite_published": Rule("publish_fact", PUBLIC, gettext_lazy("cite"), needs_note=True),
    "merge_published": Rule("publish_fact", (*PUBLIC, *OPEN_STATES), gettext_lazy("merge"), needs_note=True),
    "retract": Rule("publish_fact", PUBLIC, gettext_lazy("retract"), needs_note=True),
}


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


def require_note(note: str) -> None:
    """Refuse to change what is public without saying why."""
    if not note.strip():
        raise Refused("note_required", _("Say in a public note why: readers and partners see it."))


def require_may(by: Any, verb: str, note: str | None = None) -> None:
    """Raise PermissionDenied unless the actor holds the permission that the verb asks for, and Refused for no note.

    Without `note` only the permission is looked at.
    """
    require_permission(by, RULES[verb].permission)
    if note is not None and RULES[verb].needs_note:
        require_note(note)


def require_applies(verb: str, fact: Any, version: int | None = None) -> None:
    """Refuse the verb on a fact that the actor saw in an older version, or whose state it is not for."""
    require_version(fact, version)
    require_state(fact, RULES[verb].states, str(RULES[verb].label))
