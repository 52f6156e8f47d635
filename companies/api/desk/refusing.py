"""Refusals as problem documents: the rule that refused, the fact, where in the body the fault is, what can be done."""

from __future__ import annotations

import re
from http import HTTPStatus
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied
from django.core.exceptions import ValidationError as InvalidRow
from django.utils.translation import gettext as _
from rest_framework.exceptions import APIException, ValidationError
from rest_framework.request import Request

from companies import desk
from companies.api.problems import BadParameters, pointers
from companies.models import Fact
from companies.refusals import Refused
from companies.slots import DATE_SLOT, PEOPLE_SLOT
from companies.vocabulary import Kind

STALE = "changed_meanwhile"
# Rules about what was sent, and where that stands in the body; any other is a conflict with what is.
IN_THE_BODY = {"note_required": "/note", "quote_length": "/quote", "quote_not_found": "/quote"}
REFUSALS = (Refused, PermissionDenied, InvalidRow, ValidationError)
Faults = list[tuple[str, str]]  # (JSON pointer into the body, what to do)


class Refusal(APIException):
    """Why the desk did not do what was asked. `members` go into the problem document.

    `rule` names what refused; `kind` is the problem's type where the status alone does not say it.
    """

    def __init__(
        self, status: HTTPStatus, text: str, *,
        rule: str, by: Any, fact: Fact | None = None, kind: str | None = None, faults: Faults | None = None,
    ) -> None:  # fmt: skip
        self.status_code, self.code = status, kind
        self.fact = None if fact is None else Fact.objects.get(pk=fact.pk)  # as it stands by now
        self.errors = [{"pointer": pointer, "detail": detail} for pointer, detail in faults or []]
        self.members = {"rule": rule, "fact": fact and fact.pk, "allowed": acts_allowed(self.fact, by)}
        self.headers = {"ETag": etag(self.fact)} if self.fact and rule == STALE else {}
        super().__init__(text)


def etag(fact: Fact) -> str:
    """The validator of a fact's working document."""
    return f'"{fact.version}"'


def acts_allowed(fact: Fact | None, by: Any) -> list[str]:
    """What this user could do to the fact as it stands."""
    if fact is None:
        return []
    row = fact.one()
    return [act for act in desk.VERBS if desk.refusal(act, row, by=by) is None]


def refusal_of(error: Any, fact: Fact | None, *, by: Any, kind: str | None = None, within: str = "") -> Refusal:
    """A verb's or a serializer's no as a problem.

    `kind` is the fact's where there is no fact yet; `within` is where in the request the body of the act stands.
    """
    told: dict[str, Any] = {"fact": fact, "by": by}
    if isinstance(error, PermissionDenied):
        return Refusal(HTTPStatus.FORBIDDEN, str(error), rule="permission_missing", **told)
    if isinstance(error, Refused) and error.code == STALE:
        return Refusal(HTTPStatus.PRECONDITION_FAILED, error.message, rule=error.code, **told)
    if isinstance(error, Refused) and error.code not in IN_THE_BODY:
        return Refusal(HTTPStatus.CONFLICT, error.message, rule=error.code, **told)
    if isinstance(error, Refused):
        faults = [(IN_THE_BODY[error.code], error.message)]
    elif isinstance(error, InvalidRow):
        faults = faults_of_row(error, fact.kind if fact else kind)
    else:
        faults = list(pointers(error.detail))
    return Refusal(
        HTTPStatus.BAD_REQUEST,
        _("Nothing was done: see what is wrong with the values that were sent."),
        rule=error.code if isinstance(error, Refused) else "invalid_values",
        kind="bad-body",
        faults=[(within + pointer, text) for pointer, text in faults],
        **told,
    )


def faults_of_row(error: InvalidRow, kind: str | None) -> Faults:
    """What the tables refuse; a column goes by the name of its slot."""
    if not hasattr(error, "error_dict"):
        return [("", text) for text in error.messages]
    return [(pointer_of(name, kind), text) for name, texts in error.message_dict.items() for text in texts]


def pointer_of(column: str, kind: str | None) -> str:
    """Where a column's value stands in a body; "" is the body as a whole."""
    if column == NON_FIELD_ERRORS or kind is None:
        return ""
    if column.startswith("happened_on"):
        return f"/{DATE_SLOT.get(Kind(kind), column)}"
    return f"/{PEOPLE_SLOT.get(Kind(kind), column) if column == 'participants' else column}"


def version_seen(request: Request, fact: Fact) -> int:
    """The version in If-Match. Raises Refusal (428) without one, BadParameters for what is no ETag of ours."""
    text = request.headers.get("If-Match")
    if text is None:
        raise Refusal(
            HTTPStatus.PRECONDITION_REQUIRED,
            _("Say which version of fact %(id)s you saw: send If-Match with the ETag that came with it.")
            % {"id": fact.pk},
            rule="version_required",
            fact=fact,
            by=request.user,
        )
    found = re.fullmatch(r'\s*"([0-9]{1,18})"\s*', text)
    if found is None:
        message = _('“%(value)s” is no ETag of the desk. Send one as it came, with its quotation marks, such as "3".')
        raise BadParameters([("If-Match", message % {"value": text})])
    return int(found[1])
