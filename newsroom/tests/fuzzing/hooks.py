"""What Schemathesis cannot know of the API by its schema. It loads this file by itself (see schemathesis.toml)."""

from __future__ import annotations

import json
from typing import Any

import schemathesis
from schemathesis.specs.openapi.checks import positive_data_acceptance

# Refusals of values that have the right form: they depend on what is public, or on two parameters together, and no
# schema of a parameter can say either. Each is (parameter or "*" for any, words of the problem in English).
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
        any(error.get("parameter") == name or name == "*" for name, words in FORM_IS_RIGHT if words in error["detail"])
        for error in errors
    )
