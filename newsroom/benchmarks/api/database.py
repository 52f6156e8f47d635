"""A database of its own for the load test, filled once with an invented dataset and kept for the next run."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

from .server import OWN, environment


def prepared(url: str, companies: int, root: Path) -> str:
    """The address of the database with that many companies, made beside the one at `url` where it is missing."""
    parts = urlsplit(url)
    name = f"{parts.path.lstrip('/')}_benchmark_{companies}"
    target = urlunsplit(parts._replace(path=f"/{name}"))
    with psycopg.connect(urlunsplit(parts._replace(path="/postgres")), autocommit=True) as connection:
        if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
            return target
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        try:
            fill(target, companies, root)
        except BaseException:
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))
            raise
    return target


def fill(url: str, companies: int, root: Path) -> None:
    """Make the tables and load the dataset. Raises CalledProcessError where a step fails."""
    with tempfile.TemporaryDirectory() as folder:
        dump = str(Path(folder) / "dump")
        for step in (["migrate", "-v0"], ["make_dataset", dump, "--companies", str(companies)], ["load_dump", dump]):
            subprocess.run([sys.executable, "manage.py", *step], cwd=root, env=environment(OWN, url), check=True)  # noqa: S603
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("VACUUM ANALYZE")
