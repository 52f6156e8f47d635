"""The ledger: appending to it, under one lock, with chained digests, and checking the chain."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, NamedTuple

import orjson
from django.db import connection, transaction
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils import timezone

from articles.models import Article

from . import flat, locks
from .corrections import ENTRY_MEMBERS, History, history
from .models import Company, Concern, Fact, Person, Publication, PublicationQuerySet
from .models.publication import SUBJECTS
from .vocabulary import WITH_DOCUMENT, Kind

NO_DIGEST = "0" * 64


Subject = Fact | Company | Article | Person


class BrokenChain(Exception):
    """An entry of the ledger does not follow from the one before, or its document was changed."""


def lock() -> None:
    """Hold the ledger until the transaction ends, so that sequence order is commit order.

    Called before any row is locked.
    """
    locks.hold(locks.LEDGER)


def subject_of(subject: Subject) -> tuple[str, dict[str, Any]]:
    """The kind of a subject and the column that names it."""
    if isinstance(subject, Company):
        return "company", {"company_id": subject.pk}
    if isinstance(subject, Article):
        return "article", {"article_id": subject.pk}
    if isinstance(subject, Person):
        return "person", {"person_id": subject.pk}
    return subject.kind, {"fact_id": subject.pk}


def subject_from(one: Subject | Publication) -> Subject:
    """What is meant: an entry stands for what it is about, anything else for itself."""
    if isinstance(one, Publication):
        found: Subject = next(filter(None, (getattr(one, name) for name in SUBJECTS)))
        return found
    return one


def entries_about(subject: Subject) -> PublicationQuerySet:
    """Every entry about a subject."""
    return Publication.objects.filter(**subject_of(subject)[1])


def in_force(subject: Subject) -> Publication | None:
    """The entry that now speaks of the subject, a withdrawal included."""
    return Publication.objects.filter(superseded_at__isnull=True, **subject_of(subject)[1]).first()


def sha256(text: str) -> str:
    """The digest of a text, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def subject_number(entry: Publication) -> int | None:
    """The number of what an entry is about."""
    return entry.fact_id or entry.company_id or entry.article_id or entry.person_id


class Link(NamedTuple):
    """What the chain of digests is over: an entry without the rest of its row."""

    sequence: int
    kind: str
    subject: int | None
    action: str
    published_at: str  # in ISO 8601, as documents have it
    note: str
    is_removed: bool
    document: str
    document_digest: str
    digest: str


def link_of(entry: Publication) -> Link:
    """The entry's place in the chain."""
    return Link(
        entry.sequence,
        entry.kind,
        subject_number(entry),
        entry.action,
        entry.published_at.isoformat(),
        entry.note,
        entry.removed_at is not None,
        entry.document,
        entry.document_digest,
        entry.digest,
    )


def chain(before: str, link: Link) -> str:
    """The digest of an entry: over the one before, what the entry says, and its document's digest."""
    header = [link.sequence, link.kind, link.subject, link.action, link.published_at, link.note]
    return sha256("\n".join([before, orjson.dumps(header).decode(), link.document_digest]))


def append(
    subject: Subject,
    action: str,
    *,
    document: dict[str, Any] | None,
    by: Any,
    note: str = "",
) -> Publication:
    """Write one entry and close the one before it about the same subject. The caller holds the lock.

    `document` is None for a withdrawal. The entry's own number, date and note become part of the document, and so
    does what the entries before it corrected.
    """
    kind, column = subject_of(subject)
    last = Publication.objects.order_by("-sequence").first()
    now = timezone.now()
    if last is not None:
        now = max(now, last.published_at)  # a clock set back must not turn the order of the ledger
    entry = Publication(
        sequence=last.sequence + 1 if last else 1,
        kind=kind,
        action=action,
        published_at=now,
        by=by,
        note=note,
        **column,
    )
    entries = Publication.objects.filter(**column).order_by("sequence") if document else Publication.objects.none()
    told = history(entries.values_list("sequence", "action", "published_at", "note", "document"))
    seal(entry, document, told=told, before=last.digest if last else NO_DIGEST)
    Publication.objects.filter(superseded_at__isnull=True, **column).update(superseded_at=now)
    entry.save()
    note_companies([entry])
    return entry


def seal(entry: Publication, document: dict[str, Any] | None, *, told: History, before: str) -> None:
    """Give the entry its document, stamped with what the entry is and what was corrected so far, and its digests.

    `told` is what the subject's earlier entries tell; `before` is the digest of the entry before.
    """
    if document is not None:
        document = document | stamp(entry, document, told)
        entry.document = orjson.dumps(document).decode()
        entry.flat = flat.line(entry.kind, document)
    entry.document_digest = sha256(entry.document)
    entry.digest = chain(before, link_of(entry))


def stamp(entry: Publication, document: dict[str, Any], told: History) -> dict[str, Any]:
    """What an entry adds to its document: see ENTRY_MEMBERS."""
    told.add(entry.sequence, entry.action, entry.published_at, entry.note, document)
    return {
        "approved_at": told.approved_at.isoformat(),
        "corrections": told.corrections,
        "publication": {
            "sequence": entry.sequence,
            "action": entry.action,
            "published_at": entry.published_at.isoformat(),
            "corrections": len(told.corrections),
            "note": entry.note or None,
        },
    }


def rewrite_lines(entries: type[Publication] = Publication) -> int:
    """Make the lines of CSV anew where their columns have changed, and return how many. Safe to stop and run again."""
    written, changed = 0, []
    with_document = entries._default_manager.exclude(document="").only("kind", "document", "flat")
    for entry in with_document.iterator(chunk_size=1000):
        line = flat.line(entry.kind, orjson.loads(entry.document))
        if line != entry.flat:
            entry.flat = line
            changed.append(entry)
        if len(changed) == 1000:
            written += entries._default_manager.bulk_update(changed, ["flat"])
            changed.clear()
    return written + entries._default_manager.bulk_update(changed, ["flat"])


def slugs_of(kind: str, document: dict[str, Any]) -> set[str]:
    """The companies that a document of the kind is about: a fact's own, and the parties of a deal.

    A withdrawal's document is empty.
    """
    if kind == "company":
        return {document["slug"]} if document else set()
    named = [document.get("company"), *(document.get("parties", []) if kind == Kind.DEAL else [])]
    return {slug for one in named if one and (slug := one.get("slug") or one.get("company"))}


def note_companies(entries: Sequence[Publication]) -> None:
    """Keep which companies new entries are about, and which ones the entry before of the same subject was about.

    So whoever follows one company, or asks for a day in the past, is told of facts that have left it since.
    """
    slugs = {entry: slugs_of(entry.kind, orjson.loads(entry.document or "{}")) for entry in entries}
    numbers = dict(Company.objects.filter(slug__in=set().union(*slugs.values())).values_list("slug", "pk"))
    latest = latest_concerns(entries)
    rows = []
    for entry, named in slugs.items():
        now, before = {numbers[slug] for slug in named}, latest.get(subject_key(entry), set())
        rows += [Concern(publication=entry, company_id=pk, is_named=is_named) for pk, is_named in concerns(now, before)]
        latest[subject_key(entry)] = now or before
    Concern.objects.bulk_create(rows)


def concerns(now: set[int], before: set[int]) -> list[tuple[int, bool]]:
    """(company, whether the entry's document is about it) for the companies that it, or the one before, is about."""
    return [(number, number in now) for number in sorted(now | before)]


def subject_key(entry: Publication) -> tuple[int | None, int | None]:
    """What tells the subjects that concern companies apart."""
    return entry.fact_id, entry.company_id


def latest_concerns(entries: Sequence[Publication]) -> dict[Any, set[int]]:
    """The companies that the documents last published about the subjects of these new entries are about."""
    facts = {entry.fact_id for entry in entries if entry.fact_id}
    companies = {entry.company_id for entry in entries if entry.company_id}
    rows = Concern.objects.filter(
        Q(publication__fact__in=facts) | Q(publication__company__in=companies), is_named=True
    ).order_by("publication__sequence")
    found: dict[Any, tuple[int, set[int]]] = {}
    for number, fact, company, concerned in rows.values_list(
        "publication__sequence", "publication__fact", "publication__company", "company"
    ):
        if found.get((fact, company), (0,))[0] != number:
            found[fact, company] = number, set()
        found[fact, company][1].add(concerned)
    return {subject: companies for subject, (_, companies) in found.items()}


def is_same(entry: Publication | None, document: dict[str, Any]) -> bool:
    """True where the entry in force says just this already."""
    if entry is None or not entry.document:
        return False
    stored = orjson.loads(entry.document)
    told = {name: value for name, value in stored.items() if name not in ENTRY_MEMBERS}
    return bool(told == orjson.loads(orjson.dumps(document)))


def holds(link: Link) -> bool:
    """True where the entry's document is the one that was published, or was removed for legal reasons."""
    return not link.document if link.is_removed else sha256(link.document) == link.document_digest


def verified(links: Iterable[Link]) -> Iterator[Link]:
    """The links of a whole chain, in order, as long as they hold. Raises BrokenChain at the first fault."""
    before = NO_DIGEST
    for number, link in enumerate(links, start=1):
        if link.sequence != number:
            raise BrokenChain(f"entry {number} is missing: the next one is {link.sequence}")
        if not holds(link):
            raise BrokenChain(f"the document of entry {number} was changed")
        if chain(before, link) != link.digest:
            raise BrokenChain(f"entry {number} does not follow from the one before")
        before = link.digest
        yield link


def verify() -> Iterator[int]:
    """Walk the whole chain and yield each sequence number that holds. Raises BrokenChain at the first fault."""
    entries = Publication.objects.order_by("sequence").iterator(chunk_size=2000)
    for link in verified(map(link_of, entries)):
        yield link.sequence


@contextmanager
def snapshot() -> Iterator[None]:
    """One moment of the ledger for several queries, however long they take; it blocks nobody.

    Inside a transaction, this is the transaction's own view.
    """
    connection.ensure_connection()
    if connection.in_atomic_block or (connection.vendor == "sqlite" and connection.connection.in_transaction):
        yield
    elif connection.vendor == "postgresql":
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            yield
    else:
        with connection.cursor() as cursor:
            cursor.execute("BEGIN DEFERRED")  # reads alone: atomic() would take the writer's place
            try:
                yield
            finally:
                cursor.execute("ROLLBACK")


@dataclass(frozen=True)
class Standing:
    """What the ledger amounts to after an entry: copies that agree on the checksum hold the same documents."""

    sequence: int
    digest: str  # of that entry
    documents: int  # how many are in force
    checksum: str


def head() -> tuple[int, str]:
    """Number and digest of the last entry; 0 and zeros where nothing was ever published."""
    return Publication.objects.order_by("-sequence").values_list("sequence", "digest").first() or (0, NO_DIGEST)


def digest_at(sequence: int) -> str:
    """The digest of an entry; zeros for 0, the beginning."""
    return Publication.objects.values_list("digest", flat=True).get(sequence=sequence) if sequence else NO_DIGEST


def checksum_line(kind: str, number: int, document_digest: str) -> bytes:
    """What the checksum is over, of one document."""
    return f"{kind} {number} {document_digest}\n".encode()


def standing(sequence: int | None = None) -> Standing:
    """The checksum of the documents in force after that entry, by default the last one, and how many they are.

    It is the SHA-256 of the lines "kind number document_digest\\n" of these documents, in the order of kind and
    number of the subject. They come from one query, streamed: what others publish meanwhile is in it wholly or not
    at all. It reads the index publication_checksum alone; kinds apart, a subject has one number only, so its columns
    sort as one.
    """
    rows = Publication.objects.standing_after(sequence).order_by("kind", *(f"{subject}_id" for subject in SUBJECTS))
    lines, documents, last = hashlib.sha256(), 0, 0
    names = ("kind", Coalesce(*SUBJECTS), "action", "document_digest", "sequence")
    for kind, number, action, document_digest, entry in rows.values_list(*names).iterator(chunk_size=5000):
        last = max(last, entry)  # the last entry of all always stands
        if action in WITH_DOCUMENT:
            lines.update(checksum_line(kind, number, document_digest))
            documents += 1
    return Standing(last, digest_at(last), documents, lines.hexdigest())


def checksum(sequence: int | None = None) -> str:
    """One digest over all documents in force after that entry, by default the last one (see `standing`)."""
    return standing(sequence).checksum
