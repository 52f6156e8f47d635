"""Loading a dump into an empty instance: the same ledger, and tables that give the same answers.

All of it is one transaction, so a load that fails or is stopped leaves the instance empty.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any

import orjson
from django.contrib.auth.models import User
from django.core.management.color import no_style
from django.db import DataError, IntegrityError, connection, models, transaction

from articles.models import Article, Outlet
from companies import flat, ledger
from companies.models import MODELS, Citation, Company, CompanyName, Concern, Fact, Participation, Person, Publication
from companies.models.publication import SUBJECTS
from companies.vocabulary import Action

from .folder import BadDump, Dump
from .rows import Quote, Rows, column_of
from .tables import Bare, Table, roomy, run
from .writing import Watch, unwatched

LOADER = "load_dump"  # who loaded entries are by: a dump does not say who its publishers are
FILLED: tuple[type[models.Model], ...] = (
    Outlet, Article, Company, CompanyName, Person, Fact, Participation, Citation, Publication, Concern,
)  # fmt: skip
PUBLICATION = (
    "id", "sequence", "kind", "action", *(f"{subject}_id" for subject in SUBJECTS), "document", "flat",
    "document_digest", "digest", "published_at", "superseded_at", "note", "removed_at", "removed_reason", "by_id",
)  # fmt: skip
BATCH = 500
Withdrawn = tuple[dict[str, Any], int | None]  # the line of an entry, and what its subject was merged into


class NotEmpty(Exception):
    """The instance holds something already."""


def load(folder: Path, *, watch: Watch = unwatched) -> dict[str, Any]:
    """Load the dump in the folder and return its manifest. `watch(items, total=…)` may show how far it is.

    Raises NotEmpty, and BadDump where anything is not as the manifest and the digests say; then nothing is loaded.
    """
    dump = Dump(folder)
    dump.check_files()
    try:
        with roomy(), connection.constraint_checks_disabled(), transaction.atomic():
            ledger.lock()
            require_empty()
            connection.check_constraints()  # PostgreSQL changes no table that still waits for one of these checks
            bare = Bare([*FILLED, *MODELS.values()])
            fill(watch(dump.entries(), total=dump.manifest["entries"]), bare)
            if ledger.checksum() != dump.manifest["checksum"]:
                raise BadDump("The documents in force are not those that the manifest's checksum is over.")
            bare.restore()
            connection.check_constraints()
            reset_numbering()
    except (IntegrityError, DataError) as error:
        raise BadDump(f"The entries do not fit together: {error}") from error
    return dump.manifest


def require_empty() -> None:
    """Refuse an instance that holds anything that a dump brings."""
    for model in FILLED:
        if model.objects.exists():  # type: ignore[attr-defined]
            raise NotEmpty(
                f"This instance is not empty: it has {model._meta.verbose_name_plural}. Load into a new one: "
                "set DATABASE_URL to a database that is empty, run manage.py migrate, then load again."
            )


def fill(entries: Iterable[tuple[dict[str, Any], str]], bare: Bare) -> None:
    """Write the ledger and every table that its documents tell of."""
    rows = Rows()
    withdrawn = fill_ledger(entries, rows)
    bare.index(Publication, Citation)
    add_withdrawn(rows, withdrawn)
    add_articles(rows)
    rows.write()


def fill_ledger(entries: Iterable[tuple[dict[str, Any], str]], rows: Rows) -> list[Withdrawn]:
    """Write the ledger, and the rows of what is public, and return what was withdrawn."""
    publication, by = Table(Publication, *PUBLICATION), loader().pk
    withdrawn: list[Withdrawn] = []
    merged: dict[tuple[str, int], int] = {}
    for record, document in entries:
        try:
            publication.add(*columns_of(record, document), by)
            rows.add_concerns(record)
            add(rows, record)
        except (KeyError, TypeError, ValueError) as error:
            text = f"the document of entry {record['sequence']} is of another release's shape: {error!r}"
            raise BadDump(text) from error
        if record["action"] == Action.MERGED:
            merged[subject(record)] = record["merged_into"]
        if record["superseded_at"] is None and not document:
            withdrawn.append((record, merged.get(subject(record))))
    publication.write()
    rows.write()
    return withdrawn


def columns_of(record: dict[str, Any], document: str) -> tuple[Any, ...]:
    """The values of PUBLICATION that a line tells; an entry's number in the table is its sequence number."""
    sequence, kind, column = record["sequence"], record["kind"], column_of(record["kind"])
    subjects = [record["subject"] if column == one else None for one in SUBJECTS]
    line = flat.line(kind, record["document"]) if document else ""
    return (sequence, sequence, kind, record["action"], *subjects, document, line, *map(record.get, PUBLICATION[10:-1]))


def loader() -> User:
    """The account that loaded entries are by; nobody can sign in with it."""
    return User.objects.get_or_create(username=LOADER, defaults={"is_active": False, "password": "!"})[0]


def add(rows: Rows, record: dict[str, Any]) -> None:
    """Add the rows that a document in force tells of; articles wait until all is cited."""
    document, column, number = record["document"], column_of(record["kind"]), record["subject"]
    if document and column in ("company", "person"):
        rows.numbers[column][document["slug"]] = number
    if not document or record["superseded_at"] is not None:
        return
    if column == "company":
        rows.add_company(number, document, None, is_public=True)
    elif column == "person":
        rows.add_person(number, document)
    elif column == "fact":
        rows.add_fact(record, document, None)


def add_withdrawn(rows: Rows, withdrawn: list[Withdrawn]) -> None:
    """Add what the ledger took back, by its last document: its address says that it is gone, or where it went."""
    for start in range(0, len(withdrawn), BATCH):
        batch = withdrawn[start : start + BATCH]
        documents = last_documents(record for record, _ in batch)
        for record, merged_into in batch:
            document = documents.get(subject(record)) or rows.removed(record)
            column, number = subject(record)
            if column == "company":
                rows.add_company(number, document, merged_into, is_public=False)
            elif column == "article":
                rows.add_article(number, document, [], is_public=False)
            elif column == "person":
                rows.add_person(number, document)
            else:
                rows.add_fact(record, document, merged_into)


def subject(record: dict[str, Any]) -> tuple[str, int]:
    """What an entry is about: the column that names it and its number."""
    return column_of(record["kind"]), record["subject"]


def last_documents(records: Iterable[dict[str, Any]]) -> dict[tuple[str, int], dict[str, Any]]:
    """The last documents of the entries' subjects."""
    numbers: dict[str, list[int]] = {column: [] for column in SUBJECTS}
    for column, number in map(subject, records):
        numbers[column].append(number)
    found: dict[tuple[str, int], dict[str, Any]] = {}
    for column, chosen in numbers.items():
        entries = Publication.objects.filter(**{f"{column}__in": chosen}).exclude(document="").order_by("sequence")
        found |= {(column, number): orjson.loads(text) for number, text in entries.values_list(column, "document")}
    return found


def add_articles(rows: Rows) -> None:
    """Add the public articles, each with the words that facts cite of it."""
    quotes = cited()
    number, words = next(quotes, (0, []))
    public = Publication.objects.published().filter(kind="article").order_by("article_id")
    for article, document in public.values_list("article_id", "document").iterator(chunk_size=2000):
        while number and number < article:
            number, words = next(quotes, (0, []))
        rows.add_article(article, orjson.loads(document), words if number == article else [], is_public=True)


def cited() -> Iterator[tuple[int, list[Quote]]]:
    """Each article that is cited, by its number, with the quotes in their order."""
    citations = Citation.objects.order_by("article_id", "start").values_list("article_id", "start", "end", "quote")
    for number, group in groupby(citations.iterator(chunk_size=5000), key=itemgetter(0)):
        yield number, [(start, end, quote) for _number, start, end, quote in group]


def reset_numbering() -> None:
    """Let the next rows get the numbers after those loaded."""
    run(connection.ops.sequence_reset_sql(no_style(), [*FILLED, *MODELS.values()]))
