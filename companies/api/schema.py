"""The OpenAPI schema: operations from the views and their parameters, shapes from components.py."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, OpenApiResponse

from companies import flat

from . import examples, exports, problems
from .components import component_name, components, ref
from .ledger_components import ledger_components
from .pagination import MAX_PAGE_SIZE, PAGE_SIZE, ordering_names
from .parameters import NOT_BLANK, SLUG
from .schema_base import ReadSchema

JSON = "application/json"
LINKED = "application/ld+json"


def problem(status: int, description: str) -> dict[Any, Any]:
    """The entry of `responses` for an error."""
    component = ref({410: "Withdrawn", 451: "Removed"}.get(status, "Problem"))
    return {(str(status), problems.MEDIA_TYPE): OpenApiResponse(component, description)}


UNCHANGED = {("304", JSON): OpenApiResponse(None, "What If-None-Match names is still the answer.")}
COMMON = {**UNCHANGED, **problem(406, "The answer is JSON; the request accepts none.")}
IF_NONE_MATCH = OpenApiParameter(
    "If-None-Match", str, "header", description="The ETag that you have: 304 while nothing changed."
)


def as_of(beside: str) -> OpenApiParameter:
    """The parameter for what was public then; `beside` are the filters that go with it."""
    text = (
        "What was public at the end of this day (in UTC), or at this moment (ISO 8601; UTC where it has no offset). "
        "Today is as of now."
    )
    text += f" It goes with paging, {beside} alone." if beside else ""
    shape = {"anyOf": [{"type": "string", "format": "date"}, {"type": "string", "format": "date-time"}]}
    return OpenApiParameter("as_of", shape, "query", description=text)


CURSOR = {"type": "string", "pattern": NOT_BLANK}
FIELDS = {"type": "string", "pattern": r"^[a-z_]+(\.[a-z_]+)*(,[a-z_]+(\.[a-z_]+)*)*$"}
EXPORT = (
    "All of it in one streamed answer, in the order of publication: the documents one a line (NDJSON), or flat columns "
    "as CSV or Parquet, as the header Accept says. An answer that breaks off is not whole. A cell of the CSV that a "
    "spreadsheet would take for a formula begins with an apostrophe."
)


class KeyScheme(OpenApiAuthenticationExtension):
    """How a key is sent. It is optional where everyone may read."""

    target_class = "companies.api.access.KeyAuthentication"
    name = "key"

    def get_security_definition(self, auto_schema: Any) -> dict[str, Any]:
        """The header."""
        return {"type": "http", "scheme": "bearer", "description": "An API key, nrk_…, which is never in an address."}


class SessionScheme(OpenApiAuthenticationExtension):
    """Someone logged in on this site."""

    target_class = "companies.api.access.SessionAuthentication"
    name = "session"

    def get_security_definition(self, auto_schema: Any) -> dict[str, Any]:
        """The cookie."""
        text = "A session of this site; writing also needs the header X-CSRFToken."
        return {"type": "apiKey", "in": "cookie", "name": settings.SESSION_COOKIE_NAME, "description": text}


class DocumentSchema(ReadSchema):
    """The schema of a list of documents and of a single one."""

    view: Any  # one of views.Documents

    @property
    def is_list(self) -> bool:
        """True for the list."""
        return bool(self.view.action == "list")

    @property
    def is_export(self) -> bool:
        """True for the whole list in one answer."""
        return bool(self.view.action == "export")

    def get_operation_id(self) -> str:
        """funding_rounds_list, funding_rounds_retrieve and funding_rounds_export."""
        return f"{self.get_tags()[0].replace('-', '_')}_{self.view.action}"

    def get_tags(self) -> list[str]:
        """The resource."""
        return [self._tokenize_path()[0]]

    def get_summary(self) -> str:
        """The operation in a few words."""
        name = self.get_tags()[0].replace("-", " ")
        if self.is_export:
            return f"Export {name}"
        return f"List {name}" if self.is_list else f"Get one of the {name}"

    def get_description(self) -> str:  # type: ignore[override]
        """What the documents are, and how to copy them all."""
        about = (self.view.__doc__ or "").strip()
        if self.is_export:
            columns = [column.name for column in flat.COLUMNS.get(self.view.kind, ())]
            return f"{about}\n\n{EXPORT} Columns: {', '.join(columns) or 'none, it is NDJSON alone'}."
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
        if self.is_export:
            return [*self.filter_parameters(), IF_NONE_MATCH]
        own = self.list_parameters() if self.is_list else self.detail_parameters()
        beside = ", ".join(["fields", "ordering=published", *self.view.past_filters]) if self.is_list else ""
        return [*own, as_of(beside), IF_NONE_MATCH]

    def filter_parameters(self) -> list[OpenApiParameter]:
        """What the list can be narrowed by."""
        return [
            OpenApiParameter(name, one.schema, "query", description=one.description)
            for name, one in self.view.parameters.parameters().items()
        ]

    def list_parameters(self) -> list[OpenApiParameter]:
        """Filters, ordering and paging."""
        size = {"type": "integer", "minimum": 1, "maximum": MAX_PAGE_SIZE, "default": PAGE_SIZE}
        default = self.view.default_ordering
        order = {"type": "string", "enum": ordering_names(self.view), "default": default}
        return [
            *self.filter_parameters(),
            OpenApiParameter(
                "ordering", order, "query",
                description="The order; - for the greatest or newest first. What has no value comes last.",
            ),
            OpenApiParameter("page_size", size, "query", description="How many documents a page has."),
            OpenApiParameter("cursor", CURSOR, "query", description="A place in the list, as “next” gives it."),
            OpenApiParameter("count", bool, "query", description="Whether to count: exact, and slow on long lists."),
            *self.shaping_parameters(),
        ]  # fmt: skip

    def detail_parameters(self) -> list[OpenApiParameter]:
        """The number or slug, and what to embed."""
        if self.view.lookup_field == "slug":
            lookup = OpenApiParameter("slug", SLUG, "path", description="The company's slug.")
        else:
            number = {"type": "integer", "minimum": 0}
            lookup = OpenApiParameter("id", number, "path", description="The number in the document.")
        return [lookup, *self.shaping_parameters()]

    def shaping_parameters(self) -> list[OpenApiParameter]:
        """What to show of a document, and what to embed in it."""
        parts = "The members to show, separated by commas; a dot leads into one: id,company.name,citations.quote."
        found = [OpenApiParameter("fields", FIELDS, "query", description=parts)]
        if "include" in self.view.shaping:
            names = "|".join(self.view.includes)
            include = {"type": "string", "pattern": f"^({names})(,({names}))*$"}
            told = f"What to embed, separated by commas: {', '.join(self.view.includes)}."
            found.append(OpenApiParameter("include", include, "query", description=told))
        return found

    def get_response_serializers(self) -> Any:
        """Every answer of the operation."""
        kind = self.view.kind
        example = OpenApiExample("Made up", value=examples.DOCUMENTS[kind])
        answer = OpenApiResponse(ref(component_name(kind)), "What is published.", examples=[example])
        same = OpenApiResponse(ref(component_name(kind)), "The same, with @context and @type.")
        bad = problem(400, "A parameter or its value is unknown; the problem names the allowed ones.")
        if self.is_list:
            return {("200", JSON): answer, ("200", LINKED): same, **bad, **COMMON}
        if self.is_export:
            return {**self.exported(), **bad, **COMMON}
        return {
            ("200", JSON): answer,
            ("200", LINKED): same,
            ("301", JSON): OpenApiResponse(None, "It was merged: Location says into what."),
            **bad,
            **problem(404, "Nothing was ever published here."),
            **problem(410, "It was public and was withdrawn."),
            **problem(451, "It was public and the law took it away."),
            **COMMON,
        }

    def exported(self) -> dict[Any, Any]:
        """An export in each media type."""
        whole, text = "Everything that the parameters choose.", {"type": "string"}
        shapes: dict[type[exports.Format], Any] = {exports.NDJSON: ref(component_name(self.view.kind))}
        if self.view.kind in flat.COLUMNS:
            shapes |= {exports.CSV: text, exports.Parquet: {**text, "format": "binary"}}
        shapes = {form: shape for form, shape in shapes.items() if form in exports.FORMATS}
        return {("200", form.media_type): OpenApiResponse(shape, whole) for form, shape in shapes.items()}


class RootSchema(ReadSchema):
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
    result.setdefault("components", {}).setdefault("schemas", {}).update(components() | ledger_components())
    return result
