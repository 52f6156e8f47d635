"""Webhooks in the OpenAPI schema: operations and shapes."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import OpenApiExample, OpenApiParameter, OpenApiResponse

from companies.api.components import JSONSchema, record, ref, several, text, text_or_null, word, word_or_null
from companies.api.pagination import MAX_PAGE_SIZE, PAGE_SIZE
from companies.api.parameters import SLUG
from companies.api.schema import JSON, problem
from companies.api.schema_base import ViewSchema
from companies.models import SubscriptionState
from companies.models.publication import SUBJECT_KINDS
from companies.vocabulary import LARGEST_NUMBER, Action, Failure
from companies.webhooks.addresses import FORM, MAX_URL_LENGTH

from . import examples
from .bodies import MOST_COMPANIES


def number(description: str, least: int = 0) -> JSONSchema:
    """A whole number that is always there."""
    return {"type": "integer", "minimum": least, "maximum": LARGEST_NUMBER, "description": description}


def moment_or_null(description: str) -> JSONSchema:
    """A moment, where there is one."""
    return text_or_null(description, format="date-time")


def words(of: list[str], description: str) -> JSONSchema:
    """Some of the words of a list."""
    return {**several({"type": "string", "enum": of}, description), "maxItems": len(of)}


CHOICE: dict[str, JSONSchema] = {
    "url": text("Where to send: https, a public address.", maxLength=MAX_URL_LENGTH, pattern=f"^https{FORM}$"),
    "description": text("For yourself.", maxLength=200),
    "companies": {**several(SLUG, "Slugs; only entries about these, or all."), "maxItems": MOST_COMPANIES},
    "kinds": words(SUBJECT_KINDS, "Only entries of these kinds; all where there is none."),
    "actions": words(Action.values, "Only entries with these actions; all where there is none."),
}
REPLAY = {
    "first": number("The first entry.", 1),
    "last": number("The last entry.", 1),
    "cursor": number("The last one dealt with."),
}
WEBHOOK = {
    "id": text("Its number.", format="uuid"),
    **CHOICE,
    "url": text("Where it is sent.", maxLength=MAX_URL_LENGTH),
    "state": word(SubscriptionState.values, "Whether it is served."),
    "cursor": number("The last entry dealt with: sent and taken, or not chosen."),
    "failures": number("Failures in a row."),
    "failing_since": moment_or_null("When the failures began."),
    "next_attempt_at": moment_or_null("When the message is tried again."),
    "last_error": text_or_null("What went wrong last."),
    "previous_secret_until": moment_or_null("Until when the secret before signs too."),
    "replay": {"oneOf": [ref("WebhookReplay"), {"type": "null"}], "description": "What is being sent once more."},
    "created_at": text("When you subscribed.", format="date-time"),
}
SECRET = {"secret": text("Verifies our signatures. Shown this once.", pattern="^whsec_")}
DELIVERY = {
    "id": number("Number of the attempt."),
    "message_id": text("The header webhook-id: the same at every attempt for one message."),
    "sequence": {"type": ["integer", "null"], "description": "The entry; null for a test."},
    "is_replay": {"type": "boolean", "description": "True for one sent once more on request."},
    "attempt": number("The how manyeth attempt it was.", 1),
    "at": text("When its outcome was known.", format="date-time"),
    "milliseconds": number("How long it took."),
    "status": {"type": ["integer", "null"], "description": "The status of the answer, if there was one."},
    "failure": word_or_null(Failure.values, "Why the message was not taken; null where it was."),
    "detail": text_or_null("The system's words for the failure."),
    "response": text_or_null("How the answer begins."),
}


def request(description: str, properties: dict[str, JSONSchema], *required: str) -> JSONSchema:
    """A body with these members and no others."""
    body = {**record(description, properties), "required": list(required), "additionalProperties": False}
    return body if required else {name: value for name, value in body.items() if name != "required"}


def components() -> dict[str, JSONSchema]:
    """Every shape of webhooks by its name."""
    active = word([SubscriptionState.ACTIVE, SubscriptionState.PAUSED], "active goes on where it was.")
    after = number("Begin after this entry: 0 for everything; by default the last.")
    last = number("The last entry; by default the last one sent.", 1)
    deliveries = {
        "next_before": {"type": ["integer", "null"], "description": "Send it as “before” for the page after this."},
        "results": several(ref("WebhookDelivery"), "The newest first."),
    }
    return {
        "Webhook": record("A subscription to new entries of the ledger.", WEBHOOK),
        "WebhookWithSecret": record("A subscription with its new secret.", {**WEBHOOK, **SECRET}),
        "WebhookCreation": request("A new subscription.", {**CHOICE, "after": after}, "url"),
        "WebhookChanges": request("What to change.", {**CHOICE, "state": active}),
        "WebhookDelivery": record("One attempt to deliver a message.", DELIVERY),
        "WebhookDeliveries": record("Attempts.", deliveries),
        "WebhookList": record("Your webhooks.", {"results": several(ref("Webhook"), "The oldest first.")}),
        "WebhookRange": request("Entries to send once more.", {"first": REPLAY["first"], "last": last}, "first"),
        "WebhookReplay": record("Entries that are being sent once more.", REPLAY),
        "WebhookNothing": request("Nothing.", {}),
    }


# What each operation takes, its status, what it answers with, its words, and the example.
OPERATIONS: dict[str, tuple[str | None, int, str | None, str]] = {
    "list": (None, 200, "WebhookList", "List your webhooks"),
    "create": ("WebhookCreation", 201, "WebhookWithSecret", "Subscribe"),
    "retrieve": (None, 200, "Webhook", "Get one of your webhooks"),
    "partial_update": ("WebhookChanges", 200, "Webhook", "Change a webhook"),
    "destroy": (None, 204, None, "Delete a webhook"),
    "test": ("WebhookNothing", 200, "WebhookDelivery", "Send a test"),
    "rotate_secret": ("WebhookNothing", 200, "WebhookWithSecret", "Make a new secret"),
    "replay": ("WebhookRange", 202, "WebhookReplay", "Send entries once more"),
    "deliveries": (None, 200, "WebhookDeliveries", "List the attempts of a webhook"),
}


class WebhookSchema(ViewSchema):
    """The schema of the operations on webhooks."""

    view: Any  # views.Webhooks

    def _is_list_view(self, serializer: Any = None) -> bool:
        """No list goes out bare: the shapes say all."""
        return False

    def get_operation_id(self) -> str:
        """webhooks_create, webhooks_rotate_secret…"""
        return f"webhooks_{self.view.action}"

    def get_tags(self) -> list[str]:
        """Apart from the resources."""
        return ["webhooks"]

    def get_summary(self) -> str:
        """The operation in a few words."""
        return OPERATIONS[self.view.action][3]

    def get_description(self) -> str:  # type: ignore[override]
        """What the method's docstring says."""
        return (getattr(self.view, self.view.action).__doc__ or "").strip()

    def get_filter_backends(self) -> list[Any]:
        """None: the parameters say all."""
        return []

    def get_override_parameters(self) -> list[Any]:
        """The number in the address, and the place in the log."""
        uuid = {"type": "string", "format": "uuid"}
        found = [OpenApiParameter("id", uuid, "path", description="Number of the webhook.")]
        if self.view.action == "deliveries":
            size = {"type": "integer", "minimum": 1, "maximum": MAX_PAGE_SIZE, "default": PAGE_SIZE}
            before = "Only attempts before this one, as “next_before” gives it."
            found += [
                OpenApiParameter("before", number("", 0), "query", description=before),
                OpenApiParameter("page_size", size, "query", description="How many attempts a page has."),
            ]
        return found if self.view.detail else []

    def get_request_serializer(self) -> Any:
        """The body."""
        name = OPERATIONS[self.view.action][0]
        return {JSON: ref(name)} if name else None

    def get_examples(self) -> list[OpenApiExample]:
        """A body that is taken."""
        body = examples.BODIES.get(self.view.action)
        return [OpenApiExample("Made up", value=body, request_only=True)] if body else []

    def get_response_serializers(self) -> Any:
        """Every answer of the operation."""
        action, (body, status, name, _summary) = self.view.action, OPERATIONS[self.view.action]
        answers: dict[Any, Any] = {("204", JSON): OpenApiResponse(None, "It is gone.")}
        if name:
            example = OpenApiExample("Made up", value=examples.ANSWERS[name])
            answers = {(str(status), JSON): OpenApiResponse(ref(name), "Done.", examples=[example])}
        answers |= problem(400, "A parameter, or a value in the body, cannot be followed.")
        answers |= problem(401, "Who asks? A key or a session is needed.") | problem(
            403, "The key has no scope “read”."
        )
        answers |= problem(404, "You have no such webhook.") if self.view.detail else {}
        answers |= problem(409, "As things stand it cannot be done.") if body and action != "partial_update" else {}
        answers |= problem(415, "The body is not JSON.") if body else {}
        return answers | problem(406, "The answer is JSON; the request accepts none.")


def add_components(result: dict[str, Any], **context: Any) -> dict[str, Any]:
    """drf-spectacular's last step: put the shapes of webhooks into the schema."""
    result.setdefault("components", {}).setdefault("schemas", {}).update(components())
    return result
