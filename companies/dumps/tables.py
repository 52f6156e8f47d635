"""Rows in bulk, as quickly as the database takes them: COPY on PostgreSQL, prepared statements on SQLite."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import orjson
from django.db import connection, models
from django.utils import timezone

BATCH = 5000


def to_json(value: Any) -> str:
    """A value for a JSON column."""
    return orjson.dumps(value).decode()


def adapter(field: models.Field[Any, Any]) -> Callable[[Any], Any] | None:
    """How a value of the column is given to the driver, or None where it is given as it is."""
    if isinstance(field, models.JSONField):
        return to_json
    if connection.vendor == "postgresql":
        return None
    if isinstance(field, models.DateTimeField):
        return connection.ops.adapt_datetimefield_value
    return str if isinstance(field, models.DateField | models.DecimalField) else None


class Table:
    """Rows on their way into the table of a model: the columns named are given, the others get their defaults."""

    def __init__(self, model: type[models.Model], *names: str) -> None:
        self.model, self.rows = model, list[tuple[Any, ...]]()
        fields = [model._meta.get_field(name) for name in names]
        others = [
            field
            for field in model._meta.local_concrete_fields
            if field not in fields and not isinstance(field, models.AutoField)
        ]
        self.adapters = [(i, fit) for i, field in enumerate(fields) if (fit := adapter(field))]  # type: ignore[arg-type]
        self.constants = tuple(self.default(field) for field in others)
        self.columns = [field.column for field in [*fields, *others]]  # type: ignore[union-attr]

    def default(self, field: models.Field[Any, Any]) -> Any:
        """What a new row has in a column that nobody gives."""
        is_moment = getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False)
        value = timezone.now() if is_moment else field.get_default()
        fit = adapter(field)
        return fit(value) if fit and value is not None else value

    def add(self, *values: Any) -> None:
        """Add a row with the values of the columns named, in their order."""
        row = [*values, *self.constants]
        for i, fit in self.adapters:
            if row[i] is not None:
                row[i] = fit(row[i])
        self.rows.append(tuple(row))
        if len(self.rows) >= BATCH:
            self.write()

    def write(self) -> None:
        """Send the rows to the database."""
        quote = connection.ops.quote_name
        table, columns = quote(self.model._meta.db_table), ", ".join(quote(str(one)) for one in self.columns)
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
                    for row in self.rows:
                        copy.write_row(row)
            elif self.rows:
                places = ", ".join(["%s"] * len(self.columns))
                cursor.executemany(f"INSERT INTO {table} ({columns}) VALUES ({places})", self.rows)  # noqa: S608
        self.rows.clear()
