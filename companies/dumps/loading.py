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
from django.db import IntegrityError, connection, models, transaction

from articles.models import Article, Outlet
from companies import ledger
from companies.models import MODELS, Citation, Company, CompanyName, Concern, Fact, Participation, Person, Publication
from companies.models.publication import SUBJECTS

from .folder import BadDump, Dump, column_of
from .rows import Quote, Rows
from .tables import Table
from .writing import Watch, unwatched

LOADER = "load_dump"  # who loaded entries are by: a dump does not say who its publishers are
FILLED: tuple[type[models.Model], ...] = (
    Outlet, Article, Company, CompanyName, Person, Fact, Participation, Citation, Publication, Concern,
)  # fmt: skip
BATCH = 500


class NotEmpty(Exception):
    """The instance holds something already."""


def load(folder: Path, *, watch: Watch = unwatched) -> dict[str, Any]:
    """Load the dump in the folder and return its manifest. `watch(items, total=…)` may show how far it is.

    Raises NotEmpty, and BadDump where anything is not as the manifest and the digests say; then nothing is loaded.
    """
    dump = Dump(folder)
    dump.check_files()
    try:
        with connection.constraint_checks_disabled(), transaction.atomic():
            ledger.lock()
            require_empty()
            fill(watch(dump.entries(), total=dump.manifest["entries"]))
            if ledger.checksum() != dump.manifest["checksum"]:
                raise BadDump("The documents in force are not those that the manifest's checksum is over.")
            connection.check_constraints()
    except IntegrityError as error:
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


def fill(entries: Iterable[tuple[Publication, dict[str, Any]]]) -> None:
    """Write the ledger and every table that its documents tell of."""
    rows, by = Rows(), loader()
    publication = Table(Publication, *PUBLICATION)
    withdrawn: list[tuple[Publication, int | None]] = []
    for entry, record in entries:
        publication.add(*(getattr(entry, name) for name in PUBLICATION[:-1]), by.pk)
        try:
            put(rows, entry, record)
        except (KeyError, TypeError, ValueError) as error:
            raise BadDump(f"the document of entry {entry.sequence} is of another release's shape: {error!r}") from error
        if entry.superseded_at is None and not entry.document:
            withdrawn.append((entry, record["merged_into"]))
    for table in (publication, *rows.tables()):
        table.write()
    add_withdrawn(rows, withdrawn)
    add_articles(rows)
    for table in rows.tables():
        table.write()
    reset_numbering()


PUBLICATION = (
    "id", "sequence", "kind", "action", "fact_id", "company_id", "article_id", "person_id", "document", "flat",
    "document_digest", "digest", "published_at", "superseded_at", "note", "removed_at", "removed_reason", "by_id",
)  # fmt: skip


def loader() -> User:
    """The account that loaded entries are by; nobody can sign in with it."""
    return User.objects.get_or_create(username=LOADER, defaults={"is_active": False, "password": "!"})[0]


def put(rows: Rows, entry: Publication, record: dict[str, Any]) -> None:
    """Add the rows that the document of an entry in force tells of; articles wait until all is cited."""
    document = record["document"] or {}
    if document and entry.company_id:
        rows.companies[document["slug"]] = entry.company_id
    if document and entry.person_id:
        rows.people[document["slug"]] = entry.person_id
    rows.add_concerns(entry, document)
    if not document or entry.superseded_at is not None:
        return
    if entry.company_id:
        rows.add_company(entry.company_id, document, None, is_public=True)
    elif entry.person_id:
        rows.add_person(entry.person_id, document)
    elif entry.fact_id:
        rows.add_fact(entry, document, None)


def add_withdrawn(rows: Rows, withdrawn: list[tuple[Publication, int | None]]) -> None:
    """Add what the ledger took back, by its last document: its address says that it is gone, or where it went."""
    for start in range(0, len(withdrawn), BATCH):
        batch = withdrawn[start : start + BATCH]
        documents = last_documents(entry for entry, _ in batch)
        for entry, merged_into in batch:
            document = documents.get(subject(entry)) or rows.removed(entry)
            if entry.company_id:
                rows.add_company(entry.company_id, document, merged_into, is_public=False)
            elif entry.article_id:
                rows.add_article(entry.article_id, document, [], is_public=False)
            elif entry.person_id:
                rows.add_person(entry.person_id, document)
            else:
                rows.add_fact(entry, document, merged_into)


def subject(entry: Publication) -> tuple[str, int | None]:
    """What an entry is about: the column that names it and its number."""
    column = column_of(entry.kind)
    return column, getattr(entry, column)


def last_documents(entries: Iterable[Publication]) -> dict[tuple[str, int | None], dict[str, Any]]:
    """The last documents of the entries' subjects."""
    numbers: dict[str, list[int | None]] = {f"{column}_id": [] for column in SUBJECTS}
    for entry in entries:
        column, number = subject(entry)
        numbers[column].append(number)
    about = models.Q()
    for column, chosen in numbers.items():
        about |= models.Q(**{f"{column}__in": chosen})
    found = Publication.objects.filter(about).exclude(document="").order_by("sequence")
    return {subject(entry): orjson.loads(entry.document) for entry in found}


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
    statements = connection.ops.sequence_reset_sql(no_style(), [*FILLED, *MODELS.values()])
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
