"""What Schemathesis cannot know of the API by its schema. It loads this file by itself (see schemathesis.toml)."""

from __future__ import annotations

import json
import os
from typing import Any

import requests
import schemathesis
from schemathesis.specs.openapi.checks import positive_data_acceptance

KEY = {"Authorization": f"Bearer {os.environ.get('FUZZING_KEY', '')}"}

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
    ("into", "There is no fact"),
    ("*", "has no citation"),
    ("reason", "What you do is public here, and so is why: write a “note”"),
    ("note", "Nothing of it is public: write a “reason”"),
    ("*", "There is nothing to correct"),
    ("note", "Say in a public note why"),
    ("*", "There is no such member here. Allowed: reason, note, publish_citations"),  # those of another kind of fact
]


@schemathesis.check
def valid_data_acceptance(ctx: Any, response: Any, case: Any) -> bool | None:
    """Schemathesis' positive_data_acceptance, but for refusals that no schema can foretell."""
    if response.status_code == 400 and is_beyond_schemas(response):
        return None
    return positive_data_acceptance(ctx, response, case)


def is_beyond_schemas(response: Any) -> bool:
    """True where every error of a problem document is of the kinds above."""
    errors = json.loads(response.content)["errors"]
    return bool(errors) and all(
        any(name in ("*", place_of(error)) for name, words in FORM_IS_RIGHT if words in error["detail"])
        for error in errors
    )


def place_of(error: dict[str, str]) -> str:
    """The parameter or the member of a body that an error is about."""
    return error.get("parameter") or error["pointer"].rpartition("/")[2]


@schemathesis.hook
def before_call(context: Any, case: Any, kwargs: dict[str, Any]) -> None:
    """Send what is right by the schema to facts that there are, as they are now: it reaches the verbs."""
    if case.path_parameters and "number" in case.path_parameters and is_right(case):
        number = facts_of(case)[len(str(case.body)) % len(facts_of(case))]
        case.path_parameters["number"] = number
        if "If-Match" in (case.headers or {}):
            case.headers["If-Match"] = version_of(case, number)


def is_right(case: Any) -> bool:
    """True where the whole request is right by the schema."""
    return case.meta is not None and case.meta.generation.mode.is_positive


def facts_of(case: Any) -> list[int]:
    """The numbers of the desk's facts."""
    return [one["id"] for one in got(case, "/api/v1/desk/facts/?page_size=100").json()["results"]]


def version_of(case: Any, number: int) -> str:
    """The ETag of a fact."""
    return got(case, f"/api/v1/desk/facts/{number}/").headers["ETag"]


def got(case: Any, address: str) -> Any:
    """The answer to a GET with the key that the run uses."""
    root = case.operation.base_url.rstrip("/")
    return requests.get(f"{root}{address}", headers=KEY, timeout=10)
