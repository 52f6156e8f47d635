"""The OpenAPI schema of the ledger: the change feed, the versions and the checksum."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import OpenApiExample, OpenApiParameter, OpenApiResponse

from companies.vocabulary import LARGEST_NUMBER

from . import examples, ledger_filters
from .components import ref
from .pagination import MAX_PAGE_SIZE
from .schema import COMMON, IF_NONE_MATCH, JSON, problem
from .schema_base import ReadSchema

LEDGER = """
**How to verify the chain.** Digests are SHA-256 in lower-case hexadecimal; texts are UTF-8. All you need is in the
entries:

1. `document_digest` is the digest of the bytes of `document` just as they stand in the answer, from `{` to `}`; a
   withdrawal has no document and the digest of nothing. Where `removed` is true, the law took the document away: its
   digest cannot be checked any more and the rest still can.
2. `digest` is the digest of three lines joined by a line feed, none at the end: `previous_digest`; a JSON array without
   spaces, `[sequence,kind,subject.id,action,published_at,note]`; `document_digest`. In the array `note` is `""` where
   it is null, letters beyond ASCII stand for themselves, and control characters are written `\\b \\t \\n \\f \\r` or
   `\\u00xx` with small letters.
3. `previous_digest` is the `digest` of the entry before in the ledger, and 64 zeros for the first. Entries are numbered
   from 1 without gaps.

**How to compare a copy.** Keep one `document_digest` for each subject (`kind` and `subject.id`): `published` and
`corrected` set it, `retracted` and `merged` take it away. The checksum is the digest of the lines
`kind subject.id document_digest`, each with a line feed at its end, in the order of kind (by letter) and id (by
number). It must be what `/api/v1/checksum/?sequence=N` says, where N is the last entry that you have.

`companies/examples/follow.py` does all of this in Python's standard library.
"""


class LedgerSchema(ReadSchema):
    """What the addresses of the ledger have in common."""

    view: Any

    def get_tags(self) -> list[str]:
        """The ledger."""
        return ["ledger"]

    def get_request_serializer(self) -> None:
        """Nothing is written here."""

    def get_operation_id(self) -> str:
        """changes_list, publications_list, publications_retrieve, checksum_retrieve."""
        act = "list" if hasattr(self.view, "parameters") else "retrieve"
        return f"{self._tokenize_path()[0]}_{act}"

    def get_override_parameters(self) -> list[Any]:
        """Every parameter of the operation."""
        return [*self.parameters(), IF_NONE_MATCH]

    def parameters(self) -> list[OpenApiParameter]:
        """Those of the operation alone."""
        return []

    def answer(self, component: str, description: str, example: Any) -> dict[Any, Any]:
        """The entry of `responses` for what was asked for."""
        shown = OpenApiExample("Made up", value=example)
        return {("200", JSON): OpenApiResponse(ref(component), description, examples=[shown])}


class PageSchema(LedgerSchema):
    """The schema of the feed and of the list of versions."""

    def get_description(self) -> str:  # type: ignore[override]
        """What it is for; the feed also says how to verify it."""
        about = (self.view.__doc__ or "").strip()
        return f"{about}\n{LEDGER}" if self.view.component == "ChangePage" else about

    def parameters(self) -> list[OpenApiParameter]:
        """Filters and paging."""
        whole = {"type": "integer", "minimum": 0, "maximum": LARGEST_NUMBER, "default": 0}
        size = {"type": "integer", "minimum": 1, "maximum": MAX_PAGE_SIZE, "default": ledger_filters.PAGE_SIZE}
        return [
            *(
                OpenApiParameter(name, one.schema, "query", description=one.description)
                for name, one in self.view.parameters.parameters().items()
            ),
            OpenApiParameter("after", whole, "query", description="Entries with a greater number than this one."),
            OpenApiParameter("page_size", size, "query", description="How many entries a page has."),
        ]

    def get_response_serializers(self) -> Any:
        """A page, or what is wrong with the parameters."""
        component = self.view.component
        one = examples.CHANGE if component == "ChangePage" else examples.VERSION
        example = {"next": None, "last_sequence": one["sequence"], "results": [one]}
        bad = problem(400, "A parameter or its value is unknown, or `after` is beyond the end of the ledger.")
        return {**self.answer(component, "Entries, the oldest first.", example), **bad, **COMMON}


class PublicationSchema(LedgerSchema):
    """The schema of one version."""

    def parameters(self) -> list[OpenApiParameter]:
        """Its number."""
        number = {"type": "integer", "minimum": 0}
        return [OpenApiParameter("sequence", number, "path", description="Number of the entry in the ledger.")]

    def get_response_serializers(self) -> Any:
        """The version, or why there is none."""
        return {
            **self.answer("Publication", "The entry with its document.", examples.VERSION),
            **problem(400, "The address takes no parameters."),
            **problem(404, "The ledger has no such entry."),
            **problem(451, "The law took it away."),
            **COMMON,
        }


class ChecksumSchema(LedgerSchema):
    """The schema of the checksum."""

    def parameters(self) -> list[OpenApiParameter]:
        """The entry."""
        whole = {"type": "integer", "minimum": 0, "maximum": LARGEST_NUMBER}
        text = "The state after this entry; without it, after the last one. 0 is the beginning."
        return [OpenApiParameter("sequence", whole, "query", description=text)]

    def get_response_serializers(self) -> Any:
        """The checksum, or what is wrong with the number."""
        bad = problem(400, "The ledger has not reached that entry.")
        return {**self.answer("Checksum", "What a copy must amount to.", examples.CHECKSUM), **bad, **COMMON}
