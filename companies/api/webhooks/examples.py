"""Examples for the schema. All of it is made up."""

from __future__ import annotations

from typing import Any

WEBHOOK: dict[str, Any] = {
    "id": "6f1c6b4e-0c0f-4b57-9b1d-3f0f5d1d7a10",
    "url": "https://partner.example/newsroom",
    "description": "Night trains",
    "companies": ["ferrovia"],
    "kinds": ["funding_round", "deal"],
    "actions": [],
    "state": "active",
    "cursor": 41,
    "failures": 0,
    "failing_since": None,
    "next_attempt_at": None,
    "last_error": None,
    "previous_secret_until": None,
    "replay": None,
    "created_at": "2025-03-06T09:30:00+00:00",
}
REPLAY = {"first": 12, "last": 41, "cursor": 11}
DELIVERY = {
    "id": 512,
    "message_id": "msg_6f1c6b4e0c0f4b579b1d3f0f5d1d7a10_41",
    "sequence": 41,
    "is_replay": False,
    "attempt": 1,
    "at": "2025-03-06T09:30:02+00:00",
    "milliseconds": 84,
    "status": 204,
    "failure": None,
    "detail": None,
    "response": None,
}
ANSWERS: dict[str, Any] = {
    "Webhook": WEBHOOK,
    "WebhookWithSecret": {**WEBHOOK, "secret": "whsec_bm90IGEgc2VjcmV0LCBvbmx5IGFuIGV4YW1wbGUuLi4="},
    "WebhookDelivery": DELIVERY,
    "WebhookDeliveries": {"next_before": None, "results": [DELIVERY]},
    "WebhookList": {"results": [WEBHOOK]},
    "WebhookReplay": REPLAY,
}
BODIES: dict[str, Any] = {
    "create": {"url": WEBHOOK["url"], "companies": ["ferrovia"], "kinds": ["funding_round", "deal"]},
    "partial_update": {"state": "active"},
    "replay": {"first": 12, "last": 41},
    "test": {},
    "rotate_secret": {},
}
