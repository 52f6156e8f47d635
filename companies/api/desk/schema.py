"""The desk in the OpenAPI schema."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import OpenApiExample, OpenApiParameter, OpenApiRequest, OpenApiResponse

from companies import desk
from companies.api.components import JSONSchema, ref
from companies.api.pagination import MAX_PAGE_SIZE, PAGE_SIZE, KeysetPagination, ordering_names
from companies.api.problems import MEDIA_TYPE
from companies.api.schema import CURSOR, JSON, problem
from companies.api.schema_base import ViewSchema
from companies.models.kept_answer import LONGEST_KEY
from companies.vocabulary import LARGEST_NUMBER

from . import examples
from .bodies import BODIES, AddBody, Body
from .bulk import MOST, DecisionsBody
from .components import components

TEXTS = {
    "list": ("List facts at the desk", "Facts in every state, the newest first: `state=proposed` is the queue."),
    "add": ("Add a fact", "Enter a fact that the machine did not see, with its sentence. It is accepted at once."),
    "retrieve": (
        "Get a fact at the desk",
        "Values, sentences with what each source states, decisions so far, and what you may do: or why you may not.",
    ),
    "correct": (
        "Correct a fact",
        "Give it new values, slot by slot. Of a public fact this writes a correction, which needs a note.",
    ),
    "accept": ("Accept a proposal", "Say that it is right: it waits for publication."),
    "reject": ("Reject a fact", "Say that it is wrong: it is remembered and not proposed again."),
    "publish": ("Publish a fact", "Make it public, with every sentence it rests on."),
    "retract": ("Retract a fact", "Take a public fact back. The note is all that stays public."),
    "cite": ("Cite a sentence", "Add a sentence that it rests on. Of a public fact this needs a note."),
    "merge": ("Merge a fact", "Make it one with another that tells the same event, and that stays."),
    "split": ("Split a fact", "Take sentences out; they carry a new proposal, to which Location leads."),
    "undo": ("Undo the last decision", "Put back what the last decision about it changed."),
    "decisions": (
        "Do several acts",
        f"Up to {MOST} acts, each a transaction of its own, in order. The answer says of each what came of it.",
    ),
}
BODIES_OF: dict[str, type[Body]] = {**BODIES, "add": AddBody, "decisions": DecisionsBody}
BODY_COMPONENTS = {operation: body.__name__ for operation, body in BODIES_OF.items()}
IF_MATCH = OpenApiParameter(
    "If-Match", {"type": "string", "pattern": '^"[0-9]+(-(zstd|br|gzip))?"$'}, "header", required=True,
    description="The ETag of the version that you saw.",
)  # fmt: skip
IDEMPOTENCY_KEY = OpenApiParameter(
    "Idempotency-Key", {"type": "string", "minLength": 1, "maxLength": LONGEST_KEY}, "header",
    description="Sent again within a day with the same body, it gives the same answer and adds nothing.",
)  # fmt: skip
NUMBER = OpenApiParameter(
    "number", {"type": "integer", "minimum": 1, "maximum": LARGEST_NUMBER}, "path", description="Number of the fact."
)
VALIDATOR = OpenApiParameter(
    "ETag", str, "header", response=["200", "201"], description="The version, for If-Match."
)  # fmt: skip


def refusal(status: int, description: str) -> dict[Any, Any]:
    """The entry of `responses` for a refusal."""
    return {(str(status), MEDIA_TYPE): OpenApiResponse(ref("Refusal"), description)}


def refusal_or_problem(status: int, description: str) -> dict[Any, Any]:
    """The same where a request may also fail before any fact is looked at."""
    shape = {"anyOf": [ref("Refusal"), ref("Problem")]}
    return {(str(status), MEDIA_TYPE): OpenApiResponse(shape, description)}


def page_of(item: JSONSchema) -> JSONSchema:
    """The envelope of a list."""
    return KeysetPagination().get_paginated_response_schema({"type": "array", "items": item})


class DeskSchema(ViewSchema):
    """The schema of one operation of the desk."""

    view: Any  # one of views.DeskView

    @property
    def name(self) -> str:
        """Which operation it is."""
        names = {("facts", "GET"): "list", ("facts", "POST"): "add", ("fact", "GET"): "retrieve"}
        operation = self.view.operation
        return names.get((operation, self.method), "correct" if operation == "fact" else operation)

    def get_operation_id(self) -> str:
        """desk_list, desk_accept…"""
        return f"desk_{self.name}"

    def get_tags(self) -> list[str]:
        """All of them together."""
        return ["desk"]

    def get_summary(self) -> str:
        """The operation in a few words."""
        return TEXTS[self.name][0]

    def get_description(self) -> str:  # type: ignore[override]
        """What it does."""
        return TEXTS[self.name][1]

    def get_override_parameters(self) -> list[Any]:
        """Every parameter of the operation, and the validator of its answer."""
        if self.name == "list":
            return self.list_parameters()
        if self.name == "decisions":
            return []
        if self.name == "add":
            return [IDEMPOTENCY_KEY, VALIDATOR]
        return [NUMBER, *([IF_MATCH] if self.name in desk.VERBS else []), VALIDATOR]

    def list_parameters(self) -> list[Any]:
        """Filters, ordering and paging."""
        size = {"type": "integer", "minimum": 1, "maximum": MAX_PAGE_SIZE, "default": PAGE_SIZE}
        order = {"type": "string", "enum": ordering_names(self.view), "default": self.view.default_ordering}
        return [
            *[
                OpenApiParameter(name, one.schema, "query", description=one.description)
                for name, one in self.view.parameters.parameters().items()
            ],
            OpenApiParameter("ordering", order, "query", description="The order; what has no value comes last."),
            OpenApiParameter("page_size", size, "query", description="How many facts a page has."),
            OpenApiParameter("cursor", CURSOR, "query", description="A place in the list, as “next” gives it."),
        ]

    def get_request_serializer(self) -> Any:
        """The body."""
        if self.name not in BODY_COMPONENTS:
            return None
        example = OpenApiExample("Made up", value=examples.BODIES[self.name], request_only=True)
        return {JSON: OpenApiRequest(ref(BODY_COMPONENTS[self.name]), examples=[example])}

    def get_response_serializers(self) -> Any:
        """Every answer of the operation."""
        status, shape, example = self.answer()
        made_up = OpenApiExample("Made up", value=example, response_only=True)
        return {
            (status, JSON): OpenApiResponse(shape, "It is so.", examples=[made_up]),
            **refusal_or_problem(400, "The request is not followed: “errors” says where and why."),
            **problem(401, "No session and no key came with the request."),
            **problem(406, "The answer is JSON; the request accepts none."),
            **refusal_or_problem(403, "You, or your key, may not do this."),
            **self.refusals(),
        }

    def answer(self) -> tuple[str, JSONSchema, Any]:
        """The status, shape and example where all goes well."""
        if self.name == "list":
            page = {"next": None, "previous": None, "results": [examples.LISTED]}
            return "200", page_of(ref("DeskFactListed")), page
        if self.name == "decisions":
            results = {"type": "array", "items": ref("DeskOutcome")}
            shape = {"type": "object", "required": ["results"], "properties": {"results": results}}
            return "200", shape, examples.OUTCOMES
        return "201" if self.name in ("add", "split") else "200", ref("DeskFact"), examples.FACT

    def refusals(self) -> dict[Any, Any]:
        """The problems of this operation only."""
        found: dict[Any, Any] = {}
        if self.name not in ("list", "add", "decisions"):
            found |= problem(404, "There is no such fact.")
        if self.name in desk.VERBS:
            found |= refusal(412, "It was changed since: the ETag is that of today.")
            found |= refusal(428, "If-Match is missing.")
        if self.name in desk.VERBS or self.name == "add":
            found |= refusal(409, "A rule forbids it as things stand: “rule” says which.")
        if self.name in BODY_COMPONENTS:
            found |= problem(415, "The body is not JSON.")
        if self.name == "add":
            found |= refusal(422, "The Idempotency-Key came with another body before.")
        return found


def add_components(result: dict[str, Any], **context: Any) -> dict[str, Any]:
    """A last step of drf-spectacular: put the desk's shapes into the schema."""
    result.setdefault("components", {}).setdefault("schemas", {}).update(components())
    return result
