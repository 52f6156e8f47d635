"""The kinds of problems that the API tells of: each has an address that says what it means.

A `code` never changes and is never given another meaning: programs of partners compare with it.
"""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class ProblemType:
    """One kind: its code, the status it comes with, its title, and what to do about it."""

    code: str
    status: int
    title: str | Promise
    meaning: str | Promise


TYPES = [
    # The first kind of a status is what an error of that status is unless it says otherwise.
    ProblemType("bad-request", 400, _("Bad request"), _("The request is not well-formed. Do not send it again as is.")),
    ProblemType(
        "bad-parameters", 400, _("Parameters that cannot be followed"),
        _("A parameter or its value is unknown here. “errors” names each parameter and what to send instead."),
    ),
    ProblemType(
        "bad-body", 400, _("A body that cannot be followed"),
        _("“errors” points to each faulty value in the body (JSON Pointer) and says what to send instead."),
    ),
    ProblemType(
        "key-in-address", 400, _("API key in an address"),
        _(
            "Addresses are written down in logs, histories and referrers. Consider the key leaked: have it rotated, "
            "revoke it, and send the new one in the header “Authorization: Bearer nrk_…”."
        ),
    ),
    ProblemType(
        "unauthenticated", 401, _("Who is asking?"),
        _("No key was sent, or one that opens nothing: mistyped, expired or revoked."),
    ),
    ProblemType(
        "forbidden", 403, _("Not allowed"),
        _("The key lacks a scope, or its owner a permission; a session that writes needs the header X-CSRFToken."),
    ),
    ProblemType("not-found", 404, _("Not found"), _("Nothing was ever public at this address.")),
    ProblemType(
        "method-not-allowed", 405, _("Method not allowed"),
        _("The address does not take this method. The header Allow names those that it takes."),
    ),
    ProblemType(
        "not-acceptable", 406, _("Not acceptable"),
        _("The address cannot answer in any media type that the header Accept names."),
    ),
    ProblemType(
        "conflict", 409, _("Refused"),
        _("A rule of the desk forbids it as things stand. “rule” names it and “detail” says what to do."),
    ),
    ProblemType(
        "withdrawn", 410, _("Withdrawn"),
        _("It was public and its publisher withdrew it. Take it out of your copy; “note” says why."),
    ),
    ProblemType(
        "changed-meanwhile", 412, _("Changed meanwhile"),
        _("If-Match names another version than the one in force. Read it again, then decide anew."),
    ),
    ProblemType("too-large", 413, _("Too large"), _("The body is larger than the address takes.")),
    ProblemType(
        "unsupported-media-type", 415, _("Unsupported media type"),
        _("The body is not of a media type that the address reads. Send application/json."),
    ),
    ProblemType(
        "idempotency-key-reused", 422, _("Idempotency key used for something else"),
        _("Another body was sent with this Idempotency-Key within a day. Use a new key for each new thing to add."),
    ),
    ProblemType(
        "version-required", 428, _("Version required"),
        _("Send If-Match with the ETag of the version that you decided on, so that nobody's work is overwritten."),
    ),
    ProblemType(
        "too-many-requests", 429, _("Too many requests"),
        _("The limit in RateLimit-Policy is reached. Wait the seconds that Retry-After names, then go on."),
    ),
    ProblemType(
        "removed", 451, _("Removed for legal reasons"),
        _("It was public and the law took it away, its text with it. Delete every copy; “removed_reason” says why."),
    ),
    ProblemType(
        "server-error", 500, _("Our fault"),
        _("Something broke here and was logged. Try again later; nothing was half done."),
    ),
    ProblemType("unavailable", 503, _("Unavailable"), _("Try again after the seconds that Retry-After names.")),
]  # fmt: skip
BY_CODE = {kind.code: kind for kind in TYPES}
BY_STATUS = {kind.status: kind for kind in reversed(TYPES)}


def type_of(status: int, code: str | None = None) -> ProblemType:
    """The kind with the code, or else the first of the status."""
    if code in BY_CODE:
        return BY_CODE[code]
    phrase = HTTPStatus(status).phrase
    return BY_STATUS.get(status) or ProblemType("", status, phrase, phrase)


def address_of(kind: ProblemType) -> str:
    """The problem's `type`: where it is explained. The same on every site, so that programs can compare it."""
    return f"/api/v1/problems/{kind.code}/" if kind.code else "about:blank"
