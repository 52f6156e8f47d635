"""Queries of which Django writes the SQL once; then only the value changes.

Writing the SQL of a query costs Django more than PostgreSQL needs to run it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import connection
from django.db.models import QuerySet
from django.db.models.sql.compiler import SQLCompiler

Written = tuple[str, tuple[Any, ...], SQLCompiler]
MARK = "\ufdd0"  # stands for the value while the SQL is written; no text has this character


class Statement:
    """A query with at most one text as its parameter, made by `build` from any text."""

    def __init__(self, build: Callable[[str], QuerySet[Any, Any]]) -> None:
        self.build = build
        self.written: dict[str, Written] = {}  # by the database's kind

    def rows(self, value: str = "") -> list[Any]:
        """The rows, for a value where the query has one."""
        if connection.vendor not in self.written:
            compiler = self.build(MARK).query.get_compiler(connection=connection)
            self.written[connection.vendor] = (*compiler.as_sql(), compiler)
        sql, values, compiler = self.written[connection.vendor]
        with connection.cursor() as cursor:
            cursor.execute(sql, [value if one == MARK else one for one in values])
            return list(compiler.results_iter([cursor.fetchall()]))
