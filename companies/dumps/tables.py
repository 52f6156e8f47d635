"""Rows in bulk, as quickly as the database takes them: COPY on PostgreSQL, prepared statements on SQLite.

Indexes and foreign keys are made once the rows are in, which costs a fraction of keeping them up row by row.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from typing import Any

import orjson
from django.db import OperationalError, connection, models
from django.utils import timezone

BATCH = 5000
CACHE = 1 << 18  # KiB of memory for SQLite's pages


def to_json(value: Any) -> str:
    """A value for a JSON column."""
    return orjson.dumps(value).decode()


def stored_moment(text: str) -> str:
    """A moment of a line as SQLite keeps it. Raises ValueError for what is none."""
    return str(datetime.fromisoformat(text).astimezone(UTC).replace(tzinfo=None))


def adapter(field: models.Field[Any, Any]) -> Callable[[Any], Any] | None:
    """How a value of the column is given to the driver, or None where it is given as it is. Moments come as text."""
    if isinstance(field, models.JSONField):
        return to_json
    if connection.vendor == "postgresql":
        return None
    if isinstance(field, models.DateTimeField):
        return stored_moment
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
        value = timezone.now().isoformat() if is_moment else field.get_default()
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
        table = quoted(self.model)
        columns = ", ".join(connection.ops.quote_name(str(one)) for one in self.columns)
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
                    for row in self.rows:
                        copy.write_row(row)
            elif self.rows:
                places = ", ".join(["%s"] * len(self.columns))
                cursor.executemany(f"INSERT INTO {table} ({columns}) VALUES ({places})", self.rows)  # noqa: S608
        self.rows.clear()


@contextmanager
def roomy() -> Iterator[None]:
    """Let one long transaction on SQLite write each page once: with room in memory, and beside no write-ahead log.

    A transaction that is killed is still rolled back. Where others have the database open, its log stays.
    """
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        yield
        return
    run([f"PRAGMA cache_size = -{CACHE}"])
    with suppress(OperationalError):
        run(["PRAGMA journal_mode = DELETE"])
    try:
        yield
    finally:
        run(["PRAGMA journal_mode = WAL", "PRAGMA cache_size = -2000"])  # as they were: SQLite's own size


class Bare:
    """The tables of models without their indexes and foreign keys, until these are put back.

    On PostgreSQL all of it belongs to the transaction; nobody else reads the tables meanwhile. On SQLite, foreign keys
    and what stands in a table's own definition stay as they are.
    """

    def __init__(self, models_: Iterable[type[models.Model]]) -> None:
        self.missing = {model: parts_of(model) for model in models_}
        run(drop for parts in self.missing.values() for drop, _create, _is_key in parts)

    def index(self, *models_: type[models.Model]) -> None:
        """Make the indexes of these models again, and let PostgreSQL's planner know their tables."""
        for model in models_:
            run(create for _drop, create, is_key in self.missing[model] if not is_key)
            self.missing[model] = [part for part in self.missing[model] if part[2]]
            if connection.vendor == "postgresql":
                run([f"ANALYZE {quoted(model)}"])

    def restore(self) -> None:
        """Make all that is still missing, foreign keys last. Raises IntegrityError where the rows do not allow it."""
        self.index(*(model for model, parts in self.missing.items() if not all(part[2] for part in parts)))
        run(create for parts in self.missing.values() for _drop, create, _is_key in parts)


def quoted(model: type[models.Model]) -> str:
    """The name of a model's table."""
    return connection.ops.quote_name(model._meta.db_table)


def run(statements: Iterable[str]) -> None:
    """Execute statements of our own or the database's making."""
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


PARTS = {
    "postgresql": """
        SELECT 'ALTER TABLE ' || conrelid::regclass || ' DROP CONSTRAINT ' || quote_ident(conname),
            'ALTER TABLE ' || conrelid::regclass || ' ADD CONSTRAINT ' || quote_ident(conname) || ' '
                || pg_get_constraintdef(oid),
            contype = 'f'
        FROM pg_constraint WHERE conrelid = %s::regclass AND contype IN ('u', 'f')
        UNION ALL
        SELECT 'DROP INDEX ' || indexrelid::regclass, pg_get_indexdef(indexrelid), false
        FROM pg_index WHERE indrelid = %s::regclass
            AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid AND contype IN ('p', 'u'))
    """,
    "sqlite": """
        SELECT 'DROP INDEX "' || name || '"', sql, 0
        FROM sqlite_master WHERE type = 'index' AND '"' || tbl_name || '"' = %s AND sql IS NOT NULL
    """,
}


def parts_of(model: type[models.Model]) -> list[tuple[str, str, bool]]:
    """(how to drop it, how to make it, whether it is a foreign key) of a table's indexes and foreign keys."""
    query = PARTS[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(query, [quoted(model)] * query.count("%s"))
        return cursor.fetchall()
