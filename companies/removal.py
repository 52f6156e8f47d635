"""Removing what was public for legal reasons: its text leaves the ledger, and the chain can still be verified."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import orjson
from django.db import transaction
from django.utils.translation import gettext as _

from articles.models import Article

from . import ledger, review, snapshots
from .documents import address
from .dumps import shelf
from .models import Company, Decision, Fact, Publication
from .publishing import Named, close, named_by, record, withdraw_orphans
from .refusals import Refused, require_note, require_permission
from .vocabulary import Action, State, Verb

TOLD_AT_ONCE = 20  # facts that a refusal names


@transaction.atomic
def remove(subject: ledger.Subject | Publication, *, by: Any, note: str) -> Publication:
    """Blank the documents of all entries about a fact, company, article or person, and of what was merged into it.

    An entry stands for its subject. What is public is retracted by it; a last entry with the note tells followers to
    delete their copies. The digests of the documents stay. What the desk knows of it (rows, decisions, articles)
    stays too, so that it is not proposed again; notes are part of the chain and stay as well. Dumps of before are
    withdrawn.
    """
    require_permission(by, "remove_fact")
    require_note(note)
    ledger.lock()
    transaction.on_commit(shelf.tidy, robust=True)  # they are offered no more, even where they cannot be deleted
    one = ledger.subject_from(subject)
    if isinstance(one, Fact):
        return remove_fact(review.locked(one), by=by, note=note)
    require_unnamed(one)
    entry = blank(one, by=by, note=note)
    if isinstance(one, Company):
        Decision.objects.create(verb=Verb.REMOVE, company=one, by=by, reason=note)
    return entry


def remove_fact(row: Fact, *, by: Any, note: str) -> Publication:
    """Remove a fact that is locked, with the companies, articles and people that only it named withdrawn."""
    before, named = snapshots.take(row), named_by(row)
    entry = blank(row, by=by, note=note)
    if row.state == State.PUBLISHED:
        row.state = State.RETRACTED
        close(row)
        withdraw_orphans(named, by=by)
    record(Verb.REMOVE, row, before, by=by, reason=note)
    return entry


def require_unnamed(subject: Named) -> None:
    """Refuse to remove what any version of a fact's document names, or names what was merged into it."""
    naming = {fact for one in (subject, *merged_into(subject)) for fact in facts_naming(one)}
    if naming:
        numbers = [str(number) for number in sorted(naming)]
        more = ["…"] if len(numbers) > TOLD_AT_ONCE else []
        raise Refused(
            "still_named",
            _(
                "%(subject)s is named by what was published of these facts: %(facts)s. Remove them first; to correct "
                "or retract them leaves their earlier versions."
            )
            % {"subject": subject, "facts": ", ".join(numbers[:TOLD_AT_ONCE] + more)},
        )


def facts_naming(subject: Any) -> Iterator[int]:
    """The facts of which some version names a company, a person or an article. Reads the whole ledger."""
    if isinstance(subject, Article):
        member, name, written = "article", subject.pk, address("api:article-detail", subject.pk)
    else:
        member, name, written = subject._meta.model_name, subject.slug, subject.slug
    entries = Publication.objects.facts().filter(document__contains=f'"{written}"').order_by()
    for fact, document in entries.values_list("fact_id", "document").iterator():
        if fact and names(orjson.loads(document), member, name):
            yield fact


def names(part: Any, member: str, name: str | int, under: str = "") -> bool:
    """True where a member of a document, however deep, is of that slug or number. `under` is the part's own name."""
    if isinstance(part, dict):
        is_it = under == member and name in (part.get("slug"), part.get("id"))
        return is_it or any(names(inner, member, name, under=key) for key, inner in part.items())
    if isinstance(part, list):
        return any(names(inner, member, name, under) for inner in part)
    return bool(under == member and part == name)


def blank(subject: ledger.Subject, *, by: Any, note: str) -> Publication:
    """Take the documents of the subject, and of what was merged into it, out of the ledger."""
    if not ledger.entries_about(subject).exclude(document="").exists():
        raise Refused("nothing_to_remove", _("Nothing of %(subject)s is in the ledger.") % {"subject": subject})
    for duplicate in merged_into(subject):
        if ledger.entries_about(duplicate).exclude(document="").exists():
            blank_one(duplicate, by=by, note=note)
    return blank_one(subject, by=by, note=note)


def blank_one(subject: ledger.Subject, *, by: Any, note: str) -> Publication:
    """Append the entry that says so, then mark all entries of the subject and empty their documents."""
    entry = ledger.append(subject, Action.RETRACTED, document=None, by=by, note=note)
    left = ledger.entries_about(subject).filter(removed_at__isnull=True)
    left.update(document="", flat="", removed_at=entry.published_at, removed_reason=note)
    entry.refresh_from_db()
    return entry


def merged_into(subject: ledger.Subject) -> Iterator[Fact | Company]:
    """All that was merged into the subject, at any remove: it told the same."""
    model = Company if isinstance(subject, Company) else Fact
    if isinstance(subject, Company | Fact):
        for one in model._default_manager.filter(merged_into=subject.pk):
            yield one
            yield from merged_into(one)
