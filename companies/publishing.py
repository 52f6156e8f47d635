"""What publishers do: publish, correct in public, retract. Every verb appends to the ledger.

Publishing a fact also publishes what its document names: the companies in it and the articles it cites.
When the last public fact of a company or an article is retracted, these are withdrawn with it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from articles.models import Article

from . import ledger, review, snapshots
from .documents import document_of, fact_document, public_citations
from .models import Citation, Company, CompanyName, Decision, Fact, Person, Publication
from .refusals import PUBLIC, Refused, require_applies, require_may, require_permission, require_state
from .vocabulary import UNKNOWN_CURRENCY, Action, State, Verb

Named = Company | Article | Person


def companies_of(fact: Fact) -> list[Company]:
    """Every company that the fact's document names, in a fixed order."""
    return list(
        Company.objects.filter(Q(pk=fact.company_id) | Q(participations__fact=fact.pk))
        .distinct()
        .order_by("pk")
        .prefetch_related("names")
    )


def articles_of(fact: Fact) -> list[Article]:
    """Every article that the fact's document cites."""
    return list(
        Article.objects.filter(citations__fact=fact.pk, citations__is_public=True)
        .distinct()
        .order_by("pk")
        .select_related("outlet")
    )


def people_of(fact: Fact) -> list[Person]:
    """Everyone that the fact's document names, in a fixed order."""
    naming = Q(roles=fact.pk) | Q(participations__fact=fact.pk)
    return list(Person.objects.filter(naming).distinct().order_by("pk"))


def named_by(fact: Fact) -> list[Named]:
    """What the fact's document names, and what is public for as long as a public fact names it."""
    return [*companies_of(fact), *articles_of(fact), *people_of(fact)]


def public_facts_with(subject: Named) -> Any:
    """The public facts that name a company or a person, or cite an article."""
    if isinstance(subject, Person):
        return Fact.objects.published().filter(Q(role__person=subject) | Q(participations__person=subject))
    if isinstance(subject, Article):
        return Fact.objects.published().filter(citations__article=subject, citations__is_public=True)
    return Fact.objects.published().filter(Q(company=subject) | Q(participations__company=subject))


def require_publishable(fact: Fact) -> None:
    """Refuse a fact that does not prove itself."""
    if not fact.citations.exists():
        raise Refused(
            "no_citation",
            _("Fact %(id)s rests on no sentence. Cite one before publishing.") % {"id": fact.pk},
        )
    if UNKNOWN_CURRENCY in (fact.currency, getattr(fact.one(), "unit", None)):
        raise Refused(
            "unknown_currency",
            _("Fact %(id)s has an amount without a currency. Correct the currency before publishing.")
            % {"id": fact.pk},
        )


def publish_named(fact: Fact, *, by: Any) -> None:
    """Publish, or publish anew where it changed, what the fact's document names."""
    quotes = list(fact.citations.filter(is_public=True).values_list("quote", flat=True))
    for company in companies_of(fact):
        reveal_spellings(company, quotes)
        if not company.is_confirmed:
            Company.objects.filter(pk=company.pk).update(is_confirmed=True)
    for subject in named_by(fact):
        publish_subject(subject, by=by)


def reveal_spellings(company: Company, quotes: list[str]) -> None:
    """Make public the company's name and the spellings that the published quotes print."""
    shown = [
        name.pk
        for name in company.names.all()
        if not name.is_public and (name.name == company.name or any(prints(quote, name.name) for quote in quotes))
    ]
    CompanyName.objects.filter(pk__in=shown).update(is_public=True)


def prints(quote: str, name: str) -> bool:
    """True where the quote prints the name as words of their own: « Novalis » does not print « Nova »."""
    return re.search(rf"(?<!\w){re.escape(name)}(?!\w)", quote) is not None


def publish_subject(subject: Named, *, by: Any, note: str = "") -> Publication | None:
    """Write a company's, an article's or a person's document where it is new or changed."""
    entry, document = ledger.in_force(subject), document_of(subject)
    if ledger.is_same(entry, document):
        return None
    is_public = entry is not None and entry.document
    action = Action.CORRECTED if is_public else Action.PUBLISHED
    return ledger.append(subject, action, document=document, by=by, note=note)


def publish_document(row: Fact, action: str, *, by: Any, note: str) -> Publication:
    """Append the fact's document and make it the fact's current one."""
    publish_named(row, by=by)
    entry = ledger.append(row, action, document=fact_document(row), by=by, note=note)
    row.publication = entry
    row.proof = next(iter(public_citations(row)), None)
    row.state = State.PUBLISHED
    row.save()
    return entry


@transaction.atomic
def publish(fact: Fact, *, by: Any, note: str = "", version: int | None = None) -> Publication:
    """Make an open fact public. A publisher who publishes a proposal accepts it by doing so."""
    require_may(by, "publish")
    ledger.lock()
    row = review.locked(fact)
    require_applies("publish", row, version)
    require_publishable(row)
    before = snapshots.take(row)
    row.version += 1
    row.citations.update(is_public=True)
    entry = publish_document(row, Action.PUBLISHED, by=by, note=note)
    record(Verb.PUBLISH, row, before, by=by, reason=note)
    return entry


@transaction.atomic
def correct_published(
    fact: Fact,
    *,
    by: Any,
    changes: Mapping[str, Any],
    note: str,
    citations: Iterable[Citation] = (),
    version: int | None = None,
) -> Publication:
    """Give a public fact new values: a new entry with a public note that says why.

    Sentences found since the last entry stay private but for the `citations` that the publisher names.
    """
    require_may(by, "correct_published", note)
    ledger.lock()
    row = review.locked(fact)
    require_applies("correct_published", row, version)
    before = snapshots.take(row)
    named: list[Named] = [*companies_of(row), *people_of(row)]
    snapshots.put(row, review.corrected_values(row, changes))
    require_publishable(row)
    row = review.locked(row)  # the company or person may be another row now
    row.citations.filter(pk__in=[citation.pk for citation in citations]).update(is_public=True)
    entry = publish_document(row, Action.CORRECTED, by=by, note=note)
    withdraw_orphans(named, by=by)
    record(Verb.CORRECT, row, before, by=by, reason=note)
    return entry


@transaction.atomic
def cite_published(
    fact: Fact, *, article: Article, quote: str, by: Any, note: str, version: int | None = None
) -> Publication:
    """Add a sentence to a public fact: a new entry with a public note."""
    require_may(by, "cite_published", note)
    ledger.lock()
    row = review.locked(fact)
    require_applies("cite_published", row, version)
    before = snapshots.take(row)
    Citation.objects.filter(pk=review.add_citation(row, article, quote).pk).update(is_public=True)
    row.version += 1
    entry = publish_document(row, Action.CORRECTED, by=by, note=note)
    record(Verb.CITE, row, before, by=by, reason=note)
    return entry


@transaction.atomic
def retract(fact: Fact, *, by: Any, note: str, version: int | None = None) -> Publication:
    """Take a fact back: from now on nothing of it is public but that it was retracted, and why."""
    require_may(by, "retract", note)
    ledger.lock()
    row = review.locked(fact)
    require_applies("retract", row, version)
    before = snapshots.take(row)
    entry = ledger.append(row, Action.RETRACTED, document=None, by=by, note=note)
    row.state = State.RETRACTED
    close(row)
    withdraw_orphans(named_by(row), by=by)
    record(Verb.RETRACT, row, before, by=by, reason=note)
    return entry


def close(row: Fact, *, into: Fact | None = None) -> None:
    """Store the end of a fact's public life."""
    row.publication = None
    row.merged_into = into
    row.version += 1
    row.save()


def withdraw_orphans(subjects: Iterable[Named], *, by: Any) -> None:
    """Withdraw the companies, articles and people that no public fact names any more."""
    for subject in subjects:
        entry = ledger.in_force(subject)
        if entry is not None and entry.document and not public_facts_with(subject).exists():
            ledger.append(subject, Action.RETRACTED, document=None, by=by)


@transaction.atomic
def merge_published(duplicate: Fact, *, into: Fact, by: Any, note: str, version: int | None = None) -> Publication:
    """Make a public fact and another that tells the same event one: `into`, the public one, is corrected.

    The duplicate is withdrawn where it was public too, and points to the fact that stayed. `version` is the
    duplicate's.
    """
    require_may(by, "merge_published", note)
    ledger.lock()
    one, other = review.locked_pair(duplicate, into)
    require_applies("merge_published", one, version)
    require_state(other, PUBLIC, _("merge"))
    before = snapshots.take(other)
    before_one = snapshots.take(one)
    named = named_by(one)
    review.move_citations(one.citations.all(), other)
    other.citations.update(is_public=True)
    other.version += 1
    entry = publish_document(other, Action.CORRECTED, by=by, note=note)
    record(Verb.MERGE, other, before, by=by, reason=note)
    if one.state == State.PUBLISHED:
        ledger.append(one, Action.MERGED, document=None, by=by, note=note)
    one.state = State.RETRACTED if one.publication_id else State.REJECTED
    close(one, into=other)
    withdraw_orphans(named, by=by)
    record(Verb.MERGE, one, before_one, by=by, reason=note)
    return entry


def record(verb: str, row: Fact, before: dict[str, Any], *, by: Any, reason: str) -> Decision:
    """Write the Decision of a verb that changed the row itself."""
    old, new = snapshots.difference(before, snapshots.take(row))
    return Decision.objects.create(verb=verb, fact_id=row.pk, by=by, before=old, after=new, reason=reason)


def rebuild_documents(
    *, by: Any, note: str, batch: int = 200, watched: Callable[[Sequence[int]], Iterable[int]] = iter
) -> Iterator[Publication]:
    """Append a new entry for each public document that would be written otherwise today.

    Needed after a change of shape, or of a company's name. Each batch is one transaction, so it may be
    stopped and run again: what is done is not done twice. `watched` shows how far it is.
    """
    require_permission(by, "publish_fact")
    numbers = list(Publication.objects.published().order_by("sequence").values_list("pk", flat=True))
    for start in watched(range(0, len(numbers), batch)):
        yield from rebuild_batch(numbers[start : start + batch], by=by, note=note)


@transaction.atomic
def rebuild_batch(numbers: list[int], *, by: Any, note: str) -> list[Publication]:
    """Rebuild the documents of these entries, those that are still in force."""
    ledger.lock()
    written = []
    entries = Publication.objects.published().filter(pk__in=numbers)
    for entry in entries.select_related("fact", "company", "article__outlet", "person"):
        subject = entry.fact or entry.company or entry.article or entry.person
        assert subject is not None  # noqa: S101 - the table refuses such rows
        if not isinstance(subject, Fact):
            new = publish_subject(subject, by=by, note=note)
            written += [new] if new else []
        elif not ledger.is_same(entry, fact_document(subject)):
            written.append(publish_document(review.locked(subject), Action.CORRECTED, by=by, note=note))
    return written
