"""Examples of what the desk shows and takes. All of it is made up, as in the public examples."""

from __future__ import annotations

from typing import Any

from companies import desk
from companies.api.components import fact_values
from companies.api.examples import ARTICLE, DOCUMENTS, QUOTE
from companies.vocabulary import Kind

from .working import SHOWN_OF_ARTICLES

URL = "/api/v1/desk/facts/1/"
ROUND = DOCUMENTS[Kind.FUNDING_ROUND]
LISTED: dict[str, Any] = {
    **{name: ROUND[name] for name in fact_values(Kind.FUNDING_ROUND)},
    "state": "proposed",
    "version": 3,
    "confidence": 0.93,
    "rule": "funding_round.example",
    "edited_fields": ["amount"],
    "merged_into": None,
    "sentences": 1,
    "updated_at": "2025-03-06T09:20:00+00:00",
    "url": URL,
}


def action(name: str) -> dict[str, Any]:
    """What the example's editor may do."""
    refusals = {
        "publish": ("permission_missing", "claire may not do this: the permission “publish_fact” is missing."),
        "retract": ("permission_missing", "claire may not do this: the permission “publish_fact” is missing."),
        "split": ("nothing_to_split", "Fact 1 rests on fewer than two sentences, so nothing can be split off."),
    }
    rule, reason = refusals.get(name, (None, None))
    return {
        "allowed": rule is None,
        "rule": rule,
        "reason": reason,
        "comment": "note" if name in ("publish", "retract") else "reason",
        "comment_required": name == "retract",
        "method": "PATCH" if name == "correct" else "POST",
        "url": URL if name == "correct" else f"{URL}{name}/",
    }


FACT: dict[str, Any] = {
    **LISTED,
    "citations": [
        {
            "id": 12,
            "quote": QUOTE,
            "start": 120,
            "end": 120 + len(QUOTE),
            "states": {"company": "Ferrovia", "amount": 12_000_000, "currency": "EUR"},
            "printed": {"amount": "12 millions d'euros"},
            "source": None,
            "rule": "funding_round.example",
            "confidence": 0.93,
            "is_public": False,
            "article": {name: ARTICLE[name] for name in SHOWN_OF_ARTICLES},
        }
    ],
    "decisions": [
        {
            "id": 31,
            "verb": "correct",
            "at": "2025-03-06T09:20:00+00:00",
            "by": "claire",
            "reason": "A misprint in the headline.",
            "changed": ["amount", "edited_fields"],
        }
    ],
    "publication": None,
    "actions": {name: action(name) for name in desk.VERBS},
}
BODIES: dict[str, Any] = {
    "correct": {"amount": 12_000_000, "announced_on": "2025-03-04", "reason": "A misprint in the headline."},
    "accept": {"reason": "Checked against the company's release."},
    "reject": {"reason": "This is the round of 2023."},
    "publish": {"note": "Confirmed by the company."},
    "retract": {"note": "The company denies it."},
    "cite": {"article": 7, "quote": QUOTE},
    "merge": {"into": 8, "reason": "One round, told twice."},
    "split": {"citations": [12], "reason": "Two rounds."},
    "undo": {},
    "add": {
        "kind": "funding_round",
        "company": {"slug": "ferrovia"},
        "amount": 12_000_000,
        "currency": "EUR",
        "status": "announced",
        "investors": [{"name": "Quercy Ventures", "role": "lead"}],
        "article": 7,
        "quote": QUOTE,
    },
    "decisions": {
        "decisions": [
            {"fact": 1, "version": 3, "action": "accept"},
            {"fact": 2, "version": 1, "action": "correct", "currency": "EUR", "reason": "As in the release."},
        ]
    },
}
OUTCOMES = {
    "results": [
        {"fact": 1, "action": "accept", "status": 200, "version": 4, "problem": None},
        {"fact": 2, "action": "correct", "status": 200, "version": 2, "problem": None},
    ]
}
