"""Every document that a list's filters choose, in one streamed answer: NDJSON, CSV or Parquet.

Documents and lines of CSV go out as they were stored at publication, in the order of publication, in constant
memory. An error midway ends the connection without the end of the body, so that no half is taken for the whole.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any

from django.db import connection
from django.db.models import QuerySet
from django.http import HttpResponse, StreamingHttpResponse
from django.utils.cache import get_conditional_response
from rest_framework.decorators import action
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request

from companies import flat, ledger
from companies.models import Publication

from .problems import refuse_parameters
from .rendering import NothingMore, Streamed

CHUNK = 1 << 18  # bytes; smaller ones cost more calls, larger ones more memory
ROWS = 500  # that are fetched at a time where the database does not stream
CACHE_CONTROL = "public, max-age=60"


class Format(Streamed):
    """A media type that an export can be asked for in; the first one is the default."""

    charset = None
    column: str  # of the ledger, which the answer is made of

    @property
    def content_type(self) -> str:
        """The header of that name."""
        return f"{self.media_type}; charset={self.charset}" if self.charset else self.media_type

    def body(self, lines: Iterator[bytes], kind: str) -> Iterator[bytes]:
        """The answer's bytes from the column's values, each with the end of a line."""
        raise NotImplementedError


class NDJSON(Format):
    """The stored documents, one a line."""

    media_type = "application/x-ndjson"
    format = "ndjson"
    column = "document"

    def body(self, lines: Iterator[bytes], kind: str) -> Iterator[bytes]:
        """The lines as they are."""
        return lines


class CSV(Format):
    """Flat columns, with their names in the first line."""

    media_type = "text/csv"
    charset = "utf-8"  # type: ignore[assignment]
    format = "csv"
    column = "flat"

    def body(self, lines: Iterator[bytes], kind: str) -> Iterator[bytes]:
        """The header first, at once."""
        return chain([f"{flat.header(kind)}\n".encode()], lines)


class Parquet(Format):
    """The columns of the CSV with their types."""

    media_type = "application/vnd.apache.parquet"
    format = "parquet"
    column = "flat"

    def body(self, lines: Iterator[bytes], kind: str) -> Iterator[bytes]:
        """Row groups, each written as soon as it is full."""
        from .parquet import parquet  # noqa: PLC0415 - needs the extra

        return parquet(lines, kind)


FORMATS: list[type[BaseRenderer]] = [NDJSON, CSV]
if importlib.util.find_spec("pyarrow"):
    FORMATS.append(Parquet)


class Exported:
    """The action `export` of a view of documents."""

    def get_renderers(self: Any) -> list[BaseRenderer]:
        """Documents of several kinds have no columns in common: they go out as NDJSON alone."""
        found: list[BaseRenderer] = super().get_renderers()  # type: ignore[misc]
        return found[:1] if self.action == "export" and self.kind not in flat.COLUMNS else found

    @action(detail=False, renderer_classes=FORMATS, metadata_class=NothingMore)
    def export(self: Any, request: Request) -> HttpResponse:
        """Every document that the parameters choose."""
        refuse_parameters(request, self.parameters.parameters(), self.parameters.repeatable())
        # Straight from the ledger, whose index has them in order: a page's rows of facts beside would be sorted first.
        entries = self.of_this_kind().published()
        chosen = self.parameters(request.query_params, entries, request=request).narrowed()
        return streamed(request, chosen, self.kind)


def streamed(request: Request, chosen: QuerySet[Publication], kind: str) -> HttpResponse:
    """The answer in the media type asked for, or 304 while the ledger is as the reader knows it."""
    form: Any = request.accepted_renderer
    parts = at_one_moment(chosen, form, kind)
    sequence, digest = next(parts)
    response: Any = StreamingHttpResponse(parts, content_type=form.content_type)
    response["Cache-Control"] = CACHE_CONTROL
    response["ETag"] = etag = f'"{digest}-{form.format}"'
    resource = request.path.rstrip("/").split("/")[-2]  # funding-rounds
    response["Content-Disposition"] = f'attachment; filename="{resource}-{sequence}.{form.format}"'
    found: HttpResponse = get_conditional_response(request._request, etag=etag, response=response) or response
    return found


def at_one_moment(chosen: QuerySet[Publication], form: Format, kind: str) -> Iterator[Any]:
    """First the (number, digest) of the ledger's last entry, then the answer's bytes as of just that entry."""
    with ledger.snapshot():
        yield ledger.head()
        rows = chosen.order_by("sequence").values_list(form.column, flat=True)
        yield from form.body(in_chunks(lines_of(rows)), kind)


def in_chunks(lines: Iterable[bytes]) -> Iterator[bytes]:
    """Lines put together; the first ones go out soon."""
    parts, size, wanted = [], 0, 1 << 12
    for one in lines:
        parts.append(one)
        size += len(one)
        if size >= wanted:
            yield b"".join(parts)
            parts, size, wanted = [], 0, CHUNK
    if parts:
        yield b"".join(parts)


def lines_of(rows: QuerySet[Publication, str]) -> Iterator[bytes]:
    """The only column of the rows, each value with the end of a line."""
    if connection.vendor == "postgresql":
        yield from copied(rows)
    else:
        for value in rows.iterator(chunk_size=ROWS):
            yield f"{value}\n".encode()


def copied(rows: QuerySet[Publication, str]) -> Iterator[bytes]:
    """The same through COPY, which does not build rows.

    COPY doubles the backslashes; the other signs that it escapes are in no document and in no line of CSV.
    """
    operations: Any = connection.ops  # PostgreSQL's
    query = operations.compose_sql(*rows.query.get_compiler(connection=connection).as_sql())
    with connection.cursor() as cursor, cursor.copy(f"COPY ({query}) TO STDOUT") as copy:
        for line in copy:
            one = bytes(line)
            yield one.replace(b"\\\\", b"\\") if b"\\" in one else one
