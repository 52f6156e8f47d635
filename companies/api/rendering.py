"""Answers as JSON. Documents of the ledger go in as the text that was published, never serialised again."""

from __future__ import annotations

from typing import Any

import orjson
from rest_framework.metadata import BaseMetadata, SimpleMetadata
from rest_framework.renderers import BaseRenderer


def stitched(document: str) -> orjson.Fragment:
    """A stored document as a part of an answer: its bytes are copied, not parsed."""
    return orjson.Fragment(document)


def with_members(document: str, members: dict[str, Any]) -> orjson.Fragment:
    """A stored document, an object that is never empty, with more members at its end."""
    return orjson.Fragment(f"{document[:-1]},{orjson.dumps(members).decode()[1:]}" if members else document)


class DocumentRenderer(BaseRenderer):
    """Renders plain data and the fragments in it as UTF-8 JSON."""

    media_type = "application/json"
    format = "json"
    charset = None

    def render(self, data: Any, accepted_media_type: str | None = None, renderer_context: Any = None) -> bytes:
        """The bytes of the answer; none for an answer without a body. Lazy translations become text."""
        return b"" if data is None else orjson.dumps(data, default=str)


class Description(SimpleMetadata):
    """For OPTIONS: what the address is for. What its writes take is told by the schema alone."""

    def determine_actions(self, request: Any, view: Any) -> dict[str, Any]:
        """None."""
        return {}


class NothingMore(BaseMetadata):
    """For OPTIONS: the header Allow says all."""

    def determine_metadata(self, request: Any, view: Any) -> None:
        """No body."""


class Streamed(BaseRenderer):
    """A media type of answers that go out as they are made. The view's metadata_class is NothingMore."""

    def render(self, data: Any, accepted_media_type: str | None = None, renderer_context: Any = None) -> bytes:
        """No bytes: only the answer to OPTIONS comes here."""
        return b""
