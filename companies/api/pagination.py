"""Pages by key: a cursor holds the place of a row, so page ten thousand costs what page one does.

Rows whose value is null come last in either direction. They are read as a second part of the list, and not
as one condition with OR, so that an index serves each part.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.core.signing import BadSignature, Signer
from django.db.models import BigIntegerField, F, Field, Func, Model, Q, QuerySet, Subquery
from django.utils.translation import gettext as _
from rest_framework.pagination import BasePagination
from rest_framework.response import Response
from rest_framework.utils.urls import remove_query_param, replace_query_param

from .fields import FlagField
from .freshness import HEAD
from .problems import BadParameters

PAGING = ("cursor", "ordering", "page_size")  # the parameters
PAGE_SIZE = 25
MAX_PAGE_SIZE = 1000
NOT_CHOOSING = ("cursor", "page_size", "count", "fields", "include")  # they change neither rows nor order


def column_at(model: type[Model], path: str) -> Field[Any, Any]:
    """The column that a path like fact__fundinground__amount leads to."""
    *steps, name = path.split("__")
    for step in steps:
        related = model._meta.get_field(step).related_model
        if not isinstance(related, type):
            raise FieldDoesNotExist(f"{path} does not lead to a column of {model.__name__}")
        model = related
    column = model._meta.get_field(name)
    assert isinstance(column, Field)  # noqa: S101 - a programming error, not an input
    return column


@dataclass(frozen=True)
class Cursor:
    """A place in a list, and whether the page before it is asked for rather than the one after."""

    is_backward: bool
    value: Any
    number: int


@dataclass(frozen=True)
class Order:
    """How a list is sorted: by a column, and by the subject's number where values are equal or null."""

    name: str  # as asked for: "amount", "-amount"
    path: str
    number_path: str
    column: Field[Any, Any]

    @property
    def is_descending(self) -> bool:
        """True for the greatest, or newest, first."""
        return self.name.startswith("-")

    def parts(self, rows: QuerySet[Any], cursor: Cursor | None) -> Iterator[QuerySet[Any]]:
        """The list from the cursor on, in the direction of reading: rows with a value, then those without."""
        is_backward = cursor is not None and cursor.is_backward
        is_down = self.is_descending != is_backward
        stages = [False, True] if self.column.null else [False]
        for is_null_part in reversed(stages) if is_backward else stages:
            here = cursor
            if cursor is not None and self.column.null and (cursor.value is None) != is_null_part:
                if is_null_part == is_backward:
                    continue  # the cursor is past this part
                here = None
            yield self.part(rows, is_null_part, is_down, here)

    def part(self, rows: QuerySet[Any], is_null_part: bool, is_down: bool, cursor: Cursor | None) -> QuerySet[Any]:
        """One part of the list, sorted, and only what lies beyond the cursor."""
        sign = "-" if is_down else ""
        if self.column.null or "__" in self.path:  # said of a related column, it lets an index on that one lead
            rows = rows.filter(**{f"{self.path}__isnull": is_null_part})
        if cursor is not None:
            rows = rows.filter(self.beyond(cursor, is_null_part, "lt" if is_down else "gt"))
        if is_null_part:
            return rows.order_by(sign + self.number_path)
        if self.column.unique:
            return rows.order_by(sign + self.path)
        return rows.order_by(sign + self.path, sign + self.number_path)

    def beyond(self, cursor: Cursor, is_null_part: bool, comparison: str) -> Q:
        """The condition for rows after the cursor; its first half bounds the scan of an index."""
        by_number = Q(**{f"{self.number_path}__{comparison}": cursor.number})
        if is_null_part:
            return by_number
        by_value = Q(**{f"{self.path}__{comparison}": cursor.value})
        if self.column.unique:
            return by_value
        return Q(**{f"{self.path}__{comparison}e": cursor.value}) & (by_value | by_number)


class KeysetPagination(BasePagination):
    """Pages of documents. The view gives `orderings` (name → path), `default_ordering` and `number_path`."""

    def paginate_queryset(self, queryset: Any, request: Any, view: Any = None) -> list[Any]:
        """The page's rows as (document, digest, value, number, *HEAD), in the list's order.

        Raises BadParameters for an unknown ordering, a page size out of bounds or a cursor that is not ours.
        """
        self.address = request.build_absolute_uri()
        self.counts, self.count = flag(request, "count"), None
        size = page_size(request)
        self.order = order_asked_for(request, view, queryset.model)
        # A cursor is good for the list, the filters and the ordering that it was made for: the signature says so.
        self.signer = Signer(salt=f"api.cursor.{view.basename}.{self.order.name}.{choice_of(request)}")
        cursor = self.read_cursor(request)
        columns = self.columns(queryset)
        if self.counts:
            columns = columns.annotate(total=total_of(queryset))
        rows: list[Any] = []
        for part in self.order.parts(columns, cursor):
            rows += part[: size + 1 - len(rows)]
            if len(rows) > size:
                break
        if self.counts:
            self.count = rows[0][-1] if rows else queryset.count() if cursor else 0
        self.turn_pages(rows, size, cursor)
        return self.rows

    def columns(self, queryset: Any) -> Any:
        """What is read of each row."""
        return queryset.annotate(**HEAD).values_list(
            "document", "digest", self.order.path, self.order.number_path, *HEAD
        )

    def place(self, row: Any) -> tuple[Any, int]:
        """Where a row stands in the order: its value and its subject's number."""
        _document, _digest, value, number, *_more = row
        return value, number

    def turn_pages(self, rows: list[Any], size: int, cursor: Cursor | None) -> None:
        """Keep the page's rows and make the addresses of the pages beside it."""
        is_backward = cursor is not None and cursor.is_backward
        has_more, self.rows = len(rows) > size, rows[:size]
        if is_backward:
            self.rows.reverse()
        has_next, has_previous = (True, has_more) if is_backward else (has_more, cursor is not None)
        self.next = self.link(self.rows[-1], is_backward=False) if self.rows and has_next else None
        self.previous = self.link(self.rows[0], is_backward=True) if self.rows and has_previous else None

    def link(self, row: Any, *, is_backward: bool) -> str:
        """The address of the page that begins, or ends, beside the row."""
        value, number = self.place(row)
        place = [is_backward, None if value is None else str(value), number]
        return replace_query_param(self.address, "cursor", self.signer.sign_object(place))

    def read_cursor(self, request: Any) -> Cursor | None:
        """The place that the request's cursor means."""
        text = request.query_params.get("cursor")
        if text is None:
            return None
        try:
            is_backward, value, number = self.signer.unsign_object(text)
            return Cursor(is_backward, self.order.column.to_python(value), number)
        except (BadSignature, ValidationError, ValueError, TypeError):
            message = _(
                "This cursor is broken or belongs to another list, other filters or another ordering. Take it as it "
                "stands in “next” or “previous”, or leave it out to begin anew."
            )
            raise BadParameters([("cursor", message)]) from None

    def get_paginated_response(self, data: list[Any]) -> Response:
        """The envelope with the page's documents; with `count` where it was asked for."""
        count = {"count": self.count} if self.counts else {}
        body = {**count, "next": self.next, "previous": self.previous, "results": data}
        return Response(body, headers={"Link": self.links()})

    def links(self) -> str:
        """The pages beside this one as a Link header."""
        first = remove_query_param(self.address, "cursor")
        pages = {"first": first, "prev": self.previous, "next": self.next}
        return ", ".join(f'<{address}>; rel="{name}"' for name, address in pages.items() if address)

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        """The envelope in the OpenAPI schema; drf-spectacular makes its examples from those given here."""
        link = {"type": ["string", "null"], "format": "uri", "example": None}
        return {
            "type": "object",
            "required": ["next", "previous", "results"],
            "properties": {
                "next": {**link, "description": "The page after this one; null on the last."},
                "previous": {**link, "description": "The page before this one; null on the first."},
                "count": {
                    "type": "integer",
                    "example": 1,
                    "description": "How many there are, if asked for.",
                },
                "results": schema,
            },
        }


def total_of(rows: QuerySet[Any]) -> Subquery:
    """How many rows there are, as a column: it is counted once, with the page."""
    count = Func(F("pk"), function="COUNT", output_field=BigIntegerField())  # no aggregate, so it groups by nothing
    return Subquery(rows.order_by().annotate(total=count).values("total"))


def choice_of(request: Any) -> str:
    """A digest of the parameters that choose the rows."""
    chosen = sorted((name, sorted(values)) for name, values in request.query_params.lists() if name not in NOT_CHOOSING)
    return hashlib.sha256(repr(chosen).encode()).hexdigest()


def flag(request: Any, name: str) -> bool:
    """A parameter that is true or false, false where it is not given. Raises BadParameters for anything else."""
    try:
        return bool(FlagField().clean(request.query_params.get(name, "false")))
    except ValidationError as error:
        raise BadParameters([(name, " ".join(error.messages))]) from None


def page_size(request: Any, default: int = PAGE_SIZE) -> int:
    """How many rows are asked for. Raises BadParameters out of bounds."""
    return whole_number(request, "page_size", default, 1, MAX_PAGE_SIZE)


def whole_number(request: Any, name: str, default: int, least: int, most: int) -> int:
    """A parameter that is a whole number. Raises BadParameters out of bounds."""
    text = request.query_params.get(name, str(default))
    if not (text.isascii() and text.isdigit() and len(text) < 20 and least <= int(text) <= most):
        message = _("“%(value)s” is not a whole number from %(least)s to %(most)s.")
        raise BadParameters([(name, message % {"value": text, "least": least, "most": most})])
    return int(text)


def ordering_names(view: Any) -> list[str]:
    """Every ordering that a view allows."""
    return [sign + name for name in view.orderings for sign in ("", "-")]


def order_asked_for(request: Any, view: Any, model: type[Model]) -> Order:
    """The request's ordering, or the view's own. Raises BadParameters for one that the view does not have."""
    name = request.query_params.get("ordering", view.default_ordering)
    if name not in ordering_names(view):
        message = _("“%(value)s” is not one of: %(allowed)s.")
        allowed = ", ".join(ordering_names(view))
        raise BadParameters([("ordering", message % {"value": name, "allowed": allowed})])
    path = view.orderings[name.removeprefix("-")]
    return Order(name, path, view.number_path, column_at(model, path))
