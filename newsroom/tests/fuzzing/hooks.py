"""What Schemathesis cannot know of the API by its schema. It loads this file by itself (see schemathesis.toml)."""

from __future__ import annotations

import json
import os
from typing import Any

import requests
import schemathesis
from schemathesis.specs.openapi.checks import positive_data_acceptance

KEY = os.environ.get("FUZZING_KEY", "")  # Bearer nrk_…, where the run has a key

# Refusals of values that have the right form: they depend on the rows that there are, or on two values together, and
# no schema of a value can say either. Each is (parameter, end of the pointer, or "*" for any; words in English).
FORM_IS_RIGHT = [
    ("*", "names nothing public."),
    ("*", "No public article is of"),
    ("company", "named nothing public at that moment."),
    ("company", "Nothing was ever published under"),
    ("*", "It cannot stand beside as_of"),
    ("as_of", "has not come yet."),
    ("cursor", "This cursor is broken or belongs to another list"),
    ("fields", "is not one of:"),
    ("include", "is not one of:"),  # of the past less can be embedded
    ("*", "The ledger ends at"),
    ("*", "is no slug that we know."),
    ("company", "No company has the slug"),
    ("*", "is no name: it has no letter and no digit."),
    ("article", "There is no article"),
    ("quote", "These words do not stand in"),
    ("into", "There is no fact"),
    ("*", "has no citation"),
    ("reason", "What you do is public here, and so is why: write a “note”"),
    ("note", "Nothing of it is public: write a “reason”"),
    ("*", "There is nothing to correct"),
    ("note", "Say in a public note why"),
    ("*", "is no number, or is too long."),  # it has more digits after the point than are kept
    ("*", "Ensure that there are no more than"),
    ("*", "An amount needs its currency as three capital letters"),
    ("*", "Equity and debt together are not more than the amount."),
    ("*", "Only a net result may be negative."),
    ("*", "A sum of money needs its currency as unit"),
    ("url", "is not a public address: it is not called."),
    ("url", "is not called. Use 443, 80, or one from 1024 on."),
    ("url", "This is no address."),  # a port above 65535, or brackets around what is no address
    ("*", "There is no such member here. Allowed: reason, note, publish_citations"),  # those of another kind of fact
]


@schemathesis.check
def valid_data_acceptance(ctx: Any, response: Any, case: Any) -> bool | None:
    """Schemathesis' positive_data_acceptance, but for refusals that no schema can foretell."""
    if response.status_code in (400, 422) and is_beyond_schemas(json.loads(response.content)):
        return None
    return positive_data_acceptance(ctx, response, case)


def is_beyond_schemas(problem: dict[str, Any]) -> bool:
    """True for a key that came with another body before, and where every error is of the kinds above."""
    errors = problem["errors"]
    return problem.get("rule") == "idempotency_key_reused" or (
        bool(errors)
        and all(
            any(name in ("*", place_of(error)) for name, words in FORM_IS_RIGHT if words in error["detail"])
            for error in errors
        )
    )


def place_of(error: dict[str, str]) -> str:
    """The parameter or the member of a body that an error is about."""
    return error.get("parameter") or error["pointer"].rpartition("/")[2]


@schemathesis.hook
def before_call(context: Any, case: Any, kwargs: dict[str, Any]) -> None:
    """Send what is right by the schema to rows that there are, as they are now: it reaches the verbs."""
    path, given = case.operation.path, case.path_parameters
    if not is_right(case):
        return
    if path.startswith("/api/v1/dumps/{name}/"):
        given["name"] = one_of(case, "dumps/", "name") or given["name"]
    elif KEY and path.startswith("/api/v1/webhooks/{id}/"):
        given["id"] = one_of(case, "webhooks/") or given["id"]
    elif KEY and path.startswith("/api/v1/desk/facts/{number}/"):
        given["number"] = number = one_of(case, "desk/facts/?page_size=100")
        if "If-Match" in case.headers:
            case.headers["If-Match"] = got(case, f"desk/facts/{number}/").headers["ETag"]


def is_right(case: Any) -> bool:
    """True where the whole request is right by the schema."""
    return case.meta is not None and case.meta.generation.mode.is_positive


def one_of(case: Any, address: str, member: str = "id") -> Any:
    """The number, or the name, of one row of a list, the same for the same case; None where there is none."""
    rows = [one[member] for one in got(case, address).json()["results"]]
    return rows[len(str(case.body)) % len(rows)] if rows else None


def got(case: Any, address: str) -> Any:
    """The answer to a GET with the key that the run uses."""
    root = case.operation.base_url.rstrip("/")
    return requests.get(f"{root}/api/v1/{address}", headers={"Authorization": KEY} if KEY else {}, timeout=10)
