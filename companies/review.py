"""What editors do to facts before they are public. One function per verb; all write a Decision."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from articles.models import Article

from . import locks, snapshots
from .models import MODELS, Citation, Company, Decision, Fact
from .refusals import Refused, require_applies, require_may, require_permission, require_state, require_version
from .vocabulary import OPEN_STATES, Kind, State, Verb

SHORTEST_QUOTE, LONGEST_QUOTE = 3, 1000  # characters
UNDONE = (Verb.ACCEPT, Verb.CORRECT, Verb.REJECT, Verb.MERGE)


def locked(fact: Fact) -> Fact:
    """The stored row of the fact's kind, held until the transaction ends."""
    return MODELS[fact.kind].objects.select_for_update().get(pk=fact.pk)


def locked_pair(one: Fact, other: Fact) -> tuple[Fact, Fact]:
    """The stored rows of two different facts of one kind, locked in the order of their numbers.

    Raises Refused for any other two.
    """
    if one.pk == other.pk or one.kind != other.kind:
        raise Refused("not_alike", _("Only two different facts of one kind can be merged."))
    if one.company_id != other.company_id and one.kind != Kind.DEAL:
        raise Refused(
            "two_companies",
            _("These facts are about two companies: merge the companies first, or correct one of the facts."),
        )
    locks.hold(locks.DESK)
    rows = {fact.pk: locked(fact) for fact in sorted((one, other), key=lambda fact: fact.pk)}
    return rows[one.pk], rows[other.pk]


def decide(
    verb: str,
    fact: Fact,
    values: dict[str, Any],
    *,
    by: Any,
    reason: str = "",
    before: dict[str, Any] | None = None,
) -> Decision:
    """Give the fact these values and record who did so, when, and what changed."""
    before = snapshots.take(fact) if before is None else before
    snapshots.put(fact, values)
    old, new = snapshots.difference(before, snapshots.take(fact))
    return Decision.objects.create(verb=verb, fact_id=fact.pk, by=by, before=old, after=new, reason=reason)


@transaction.atomic
def accept(fact: Fact, *, by: Any, reason: str = "", version: int | None = None) -> Fact:
    """Say that a proposed fact is right: it waits for publication."""
    require_may(by, "accept")
    row = locked(fact)
    require_applies("accept", row, version)
    decide(Verb.ACCEPT, row, {"state": State.ACCEPTED}, by=by, reason=reason)
    return row


def corrected_values(row: Fact, changes: Mapping[str, Any]) -> dict[str, Any]:
    """The editor's values, with the names of the fields that are the editor's from now on.

    Raises Refused for a field that the kind does not have.
    """
    unknown = set(changes) - {*row.editable_fields(), "participants"}
    if unknown:
        raise Refused(
            "unknown_field",
            _("A %(kind)s has no %(fields)s. It has %(known)s.")
            % {
                "kind": row.get_kind_display(),
                "fields": ", ".join(sorted(unknown)),
                "known": ", ".join([*row.editable_fields(), "participants"]),
            },
        )
    return {**changes, "edited_fields": sorted({*row.edited_fields, *changes})}


@transaction.atomic
def correct(fact: Fact, *, by: Any, changes: Mapping[str, Any], reason: str = "", version: int | None = None) -> Fact:
    """Give an unpublished fact the editor's values. From then on no import changes them.

    `changes` holds field names and values; `participants` a list of {"company" or "person", "role"}.
    Raises Refused for a published fact (see publishing.correct_published) and ValidationError for values
    that the tables refuse.
    """
    require_may(by, "correct")
    row = locked(fact)
    require_applies("correct", row, version)
    decide(Verb.CORRECT, row, corrected_values(row, changes), by=by, reason=reason)
    return row


@transaction.atomic
def reject(fact: Fact, *, by: Any, reason: str = "", version: int | None = None) -> Fact:
    """Say that a fact is wrong: it is remembered and not proposed again."""
    require_may(by, "reject")
    row = locked(fact)
    require_applies("reject", row, version)
    decide(Verb.REJECT, row, {"state": State.REJECTED}, by=by, reason=reason)
    return row


def move_citations(citations: Iterable[Citation], target: Fact) -> None:
    """Hang citations on another fact; one that it has already stays where it is."""
    known = set(target.citations.values_list("article", "start", "end"))
    moving = [c.pk for c in citations if (c.article_id, c.start, c.end) not in known]
    Citation.objects.filter(pk__in=moving).update(fact=target.pk)


@transaction.atomic
def merge(duplicate: Fact, *, into: Fact, by: Any, reason: str = "", version: int | None = None) -> Fact:
    """Make two facts that tell one event one: `into` gets the citations, the duplicate points to it.

    Both must be unpublished and of one kind; publishing.merge_published merges into a public one. `version` is
    the duplicate's.
    """
    require_may(by, "merge")
    one, other = locked_pair(duplicate, into)
    require_applies("merge", one, version)
    require_applies("merge", other)
    before_one, before_other = snapshots.take(one), snapshots.take(other)
    move_citations(one.citations.all(), other)
    decide(
        Verb.MERGE,
        one,
        {"state": State.REJECTED, "merged_into": other.pk},
        by=by,
        reason=reason,
        before=before_one,
    )
    decide(Verb.MERGE, other, {}, by=by, reason=reason, before=before_other)
    return other


def require_divisible(row: Fact) -> None:
    """Refuse to split a fact that rests on fewer than two sentences."""
    if len(row.citations.all()) < 2:
        raise Refused(
            "nothing_to_split",
            _("Fact %(id)s rests on fewer than two sentences, so nothing can be split off.") % {"id": row.pk},
        )


@transaction.atomic
def split(fact: Fact, *, citations: Iterable[Citation], by: Any, reason: str = "", version: int | None = None) -> Fact:
    """Take citations out of a fact that mixes two events; they carry a new proposed fact of the same values.

    Raises Refused unless at least one citation goes and at least one stays.
    """
    require_may(by, "split")
    row = locked(fact)
    require_applies("split", row, version)
    require_divisible(row)
    before = snapshots.take(row)
    going = [c.pk for c in citations if c.pk in before["citations"]]
    if not going or len(going) == len(before["citations"]):
        raise Refused("nothing_to_split", _("Choose some of the fact's citations, but not all of them."))
    values = {name: getattr(row, name) for name in row.editable_fields()}
    new = type(row).objects.create(
        kind=row.kind, rule=row.rule, confidence=row.confidence, edited_fields=row.edited_fields, **values
    )
    snapshots.put(new, {"participants": before["participants"], "citations": going})
    decide(Verb.SPLIT, row, {}, by=by, reason=reason, before=before)
    Decision.objects.create(verb=Verb.SPLIT, fact_id=new.pk, by=by, after=snapshots.take(new), reason=reason)
    return new


QUOTES = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "«": '"', "»": '"'})


def find_quote(article: Article, quote: str) -> tuple[int, int]:
    """Where the words first stand in the article's text, whatever white space and quotation marks were typed.

    Raises Refused where they do not stand there, or are too few or too many.
    """
    typed = quote.translate(QUOTES).split()
    if not SHORTEST_QUOTE <= len(quote.strip()) <= LONGEST_QUOTE:
        raise Refused("quote_length", _("Quote between 3 and 1,000 characters of the article."))
    found = re.search(r"\s+".join(map(re.escape, typed)), article.body.translate(QUOTES))
    if found is None:
        raise Refused(
            "quote_not_found",
            _("These words do not stand in “%(article)s”. Copy them from its text, letter for letter.")
            % {"article": article},
        )
    return found.span()


def add_citation(fact: Fact, article: Article, quote: str) -> Citation:
    """A citation that an editor chose: certain, and stating what the fact states."""
    start, end = find_quote(article, quote)
    if fact.citations.filter(article=article, start=start, end=end).exists():
        raise Refused("cited_already", _("The fact rests on these words already."))
    return Citation.objects.create(
        fact_id=fact.pk,
        article=article,
        start=start,
        end=end,
        quote=article.body[start:end],
        rule="editor",
        confidence=Decimal(1),
    )


@transaction.atomic
def cite(
    fact: Fact, *, article: Article, quote: str, by: Any, reason: str = "", version: int | None = None
) -> Citation:
    """Add a sentence that an unpublished fact rests on."""
    require_may(by, "cite")
    row = locked(fact)
    require_applies("cite", row, version)
    before = snapshots.take(row)
    citation = add_citation(row, article, quote)
    decide(Verb.CITE, row, {}, by=by, reason=reason, before=before)
    return citation


@transaction.atomic
def add(
    kind: str,
    *,
    company: Company,
    values: Mapping[str, Any],
    article: Article,
    quote: str,
    by: Any,
    reason: str = "",
) -> Fact:
    """Enter a fact that the machine did not see. It is the editor's own, so it is accepted at once."""
    require_permission(by, "review_fact")
    model = MODELS[kind]
    company = Company.objects.get(pk=snapshots.present(company))
    plain = {name: value for name, value in values.items() if name not in {"participants", "company"}}
    row = model(kind=kind, company=company, state=State.ACCEPTED, rule="editor", **plain)
    row.edited_fields = sorted({"company", *values})
    row.full_clean(exclude=["publication", "proof"])
    row.save()
    snapshots.put_participants(row, values.get("participants", []))
    add_citation(row, article, quote)
    Decision.objects.create(verb=Verb.ADD, fact_id=row.pk, by=by, after=snapshots.take(row), reason=reason)
    return row


def last_standing(fact: Fact) -> Decision | None:
    """The last decision about a fact that was not undone."""
    undone = 0
    for decision in fact.decisions.all():
        if decision.verb == Verb.UNDO:
            undone += 1
        elif undone:
            undone -= 1
        else:
            return decision
    return None


def last_to_undo(fact: Fact) -> Decision:
    """The last decision about a fact that was not undone. Raises Refused where there is none."""
    decision = last_standing(fact)
    if decision is None:
        raise Refused("nothing_to_undo", _("Nothing was decided about fact %(id)s that stands.") % {"id": fact.pk})
    return decision


def require_undoable(row: Fact, decision: Decision) -> None:
    """Refuse to undo but the last decision that stands about the fact."""
    require_undoable_verb(decision)
    if last_standing(row) != decision:
        raise Refused("not_the_last", _("Only the last decision about a fact can be undone."))
    if decision.verb == Verb.MERGE:
        require_undoable_merge(row, decision)


def cannot_undo() -> Refused:
    """Why what was public, or a decision about no fact, is not undone."""
    return Refused("cannot_undo", _("This decision cannot be undone. What is public is retracted instead."))


def require_undoable_verb(decision: Decision) -> None:
    """Refuse to undo what was public."""
    if decision.verb not in UNDONE:
        raise cannot_undo()


def require_undoable_merge(row: Fact, decision: Decision) -> None:
    """Refuse to undo a merge on the fact that gained by it, or once that one is public or gave citations away."""
    if row.merged_into is None:
        raise Refused("undo_the_other", _("Undo this on the other fact of the pair: the one that was merged."))
    require_state(row.merged_into, OPEN_STATES, _("undo"))
    numbers = decision.before.get("citations", [])
    if Citation.objects.filter(pk__in=numbers).exclude(fact__in=[row.pk, row.merged_into.pk]).exists():
        raise Refused("moved_on", _("Some of its sentences hang on a third fact by now. Split or merge instead."))


@transaction.atomic
def undo(decision: Decision, *, by: Any, reason: str = "", version: int | None = None) -> Fact:
    """Put back what a fact's last decision changed. (A split is undone by merging the two again.)

    Raises Refused for an older decision, for one about publication (retract instead), and for public facts.
    """
    require_may(by, "undo")
    if decision.fact is None:
        raise cannot_undo()
    locks.hold(locks.DESK)
    row = locked(decision.fact)
    require_version(row, version)
    require_undoable_verb(decision)  # what was published has its own answer, before the state of the fact
    require_applies("undo", row)
    require_undoable(row, decision)
    if decision.verb == Verb.MERGE:  # the other loses the sentences it gained: no one decides on a page with them
        Fact.objects.filter(merged_from=row.pk).update(version=F("version") + 1)
    decide(Verb.UNDO, row, decision.before, by=by, reason=reason)
    return row
