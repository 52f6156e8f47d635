"""The OpenAPI schema: operations from the views and their parameters, shapes from components.py."""

from __future__ import annotations

from typing import Any

from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, OpenApiResponse

from . import examples, problems
from .components import component_name, components, ref
from .pagination import MAX_PAGE_SIZE, PAGE_SIZE, ordering_names

JSON = "application/json"


def problem(status: int, description: str) -> dict[Any, Any]:
    """The entry of `responses` for an error."""
    component = ref("Withdrawn" if status == 410 else "Problem")
    return {(str(status), problems.MEDIA_TYPE): OpenApiResponse(component, description)}


UNCHANGED = {("304", JSON): OpenApiResponse(None, "What If-None-Match names is still the answer.")}
COMMON = {**UNCHANGED, **problem(406, "The answer is JSON; the request accepts none.")}
IF_NONE_MATCH = OpenApiParameter(
    "If-None-Match", str, "header", description="The ETag that you have: 304 while nothing changed."
)


class DocumentSchema(AutoSchema):
    """The schema of a list of documents and of a single one."""

    view: Any  # one of views.Documents

    @property
    def is_list(self) -> bool:
        """True for the list."""
        return bool(self.view.action == "list")

    def get_operation_id(self) -> str:
        """funding_rounds_list and funding_rounds_retrieve."""
        return f"{self.get_tags()[0].replace('-', '_')}_{self.view.action}"

    def get_tags(self) -> list[str]:
        """The resource."""
        return [self._tokenize_path()[0]]

    def get_summary(self) -> str:
        """The operation in a few words."""
        name = self.get_tags()[0].replace("-", " ")
        return f"List {name}" if self.is_list else f"Get one of the {name}"

    def get_description(self) -> str:  # type: ignore[override]
        """What the documents are, and how to copy them all."""
        about = (self.view.__doc__ or "").strip()
        if not self.is_list:
            return f"{about} Answers 410 for what was withdrawn, 301 for what was merged into another."
        return (
            f"{about}\n\nPages follow a cursor: take “next” as it stands until it is null. To copy it "
            "all, use `ordering=published`: what is corrected meanwhile moves to the end and is not missed."
        )

    def get_request_serializer(self) -> None:
        """Nothing is written here."""

    def get_filter_backends(self) -> list[Any]:
        """None: the parameters say all."""
        return []

    def get_override_parameters(self) -> list[Any]:
        """Every parameter of the operation."""
        return [*(self.list_parameters() if self.is_list else self.detail_parameters()), IF_NONE_MATCH]

    def list_parameters(self) -> list[OpenApiParameter]:
        """Filters, ordering and paging."""
        chosen = [
            OpenApiParameter(name, one.schema, "query", description=one.description)
            for name, one in self.view.parameters.parameters().items()
        ]
        size = {"type": "integer", "minimum": 1, "maximum": MAX_PAGE_SIZE, "default": PAGE_SIZE}
        default = self.view.default_ordering
        order = {"type": "string", "enum": ordering_names(self.view), "default": default}
        return [
            *chosen,
            OpenApiParameter(
                "ordering", order, "query",
                description="The order; - for the greatest or newest first. What has no value comes last.",
            ),
            OpenApiParameter("page_size", size, "query", description="How many documents a page has."),
            OpenApiParameter("cursor", str, "query", description="A place in the list, as “next” gives it."),
        ]  # fmt: skip

    def detail_parameters(self) -> list[OpenApiParameter]:
        """The number or slug, and what to embed."""
        if self.view.lookup_field == "slug":
            lookup = OpenApiParameter("slug", str, "path", description="The company's slug.")
        else:
            number = {"type": "integer", "minimum": 0}
            lookup = OpenApiParameter("id", number, "path", description="The number in the document.")
        if not self.view.includes:
            return [lookup]
        include = {"type": "string", "enum": list(self.view.includes)}
        return [lookup, OpenApiParameter("include", include, "query", description="What to embed.")]

    def get_response_serializers(self) -> Any:
        """Every answer of the operation."""
        kind = self.view.kind
        example = OpenApiExample("Made up", value=examples.DOCUMENTS[kind])
        answer = OpenApiResponse(ref(component_name(kind)), "What is published.", examples=[example])
        bad = problem(400, "A parameter or its value is unknown; the problem names the allowed ones.")
        if self.is_list:
            return {("200", JSON): answer, **bad, **COMMON}
        return {
            ("200", JSON): answer,
            ("301", JSON): OpenApiResponse(None, "It was merged: Location says into what."),
            **bad,
            **problem(404, "Nothing was ever published here."),
            **problem(410, "It was public and was withdrawn."),
            **COMMON,
        }


class RootSchema(AutoSchema):
    """The schema of the list of lists."""

    def get_operation_id(self) -> str:
        """Its only name."""
        return "root"

    def get_tags(self) -> list[str]:
        """Apart from the resources."""
        return ["root"]

    def get_override_parameters(self) -> list[Any]:
        """Only the validator."""
        return [IF_NONE_MATCH]

    def get_response_serializers(self) -> Any:
        """Addresses by name."""
        addresses = {"type": "object", "additionalProperties": {"type": "string", "format": "uri"}}
        answer = OpenApiResponse(addresses, "Where each list, the schema and the documentation are.")
        return {("200", JSON): answer, **problem(400, "The address takes no parameters."), **COMMON}


def add_components(result: dict[str, Any], **context: Any) -> dict[str, Any]:
    """drf-spectacular's last step: put the shapes of the documents into the schema."""
    result.setdefault("components", {}).setdefault("schemas", {}).update(components())
    return result
