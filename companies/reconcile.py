"""From an article's findings to proposals: which company, which event, known already or not.

People outrank the machine: a fact that an editor touched keeps its values and gains only citations; a fact
that was refused is not proposed again. Running it twice changes nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import F, Q

from articles.extraction import Finding
from articles.models import Article

from . import locks, review
from .events import NOT_STATED, is_telling, same_event
from .models import MODELS, Citation, Company, Fact, Participation, Person
from .registry import find_or_propose_company, find_or_propose_person, find_person
from .slots import DATE_SLOT, UnusableFinding, Values, read_values
from .vocabulary import LARGEST, REFUSED_STATES, Kind, State, Status


@dataclass
class Reconciled:
    """What came of an article's findings: counts by kind, and why some were left out."""

    proposed: Counter[str] = field(default_factory=Counter)
    known: Counter[str] = field(default_factory=Counter)
    refused_before: Counter[str] = field(default_factory=Counter)
    unusable: list[str] = field(default_factory=list)


@dataclass
class Statement:
    """One finding with the rows that its names mean."""

    finding: Finding
    values: Values
    company: Company
    person: Person | None
    participants: list[tuple[Company | Person, str]]

    @property
    def actors(self) -> set[tuple[str, int]]:
        """Everyone in it, as comparable keys."""
        found = {("company", self.company.pk)}
        return found | {actor_key(one) for one, _ in self.participants}


def actor_key(one: Company | Person) -> tuple[str, int]:
    """A company or a person as a comparable key."""
    return ("company" if isinstance(one, Company) else "person", one.pk)


@transaction.atomic
def reconcile(article: Article, findings: Iterable[Finding]) -> Reconciled:
    """Make proposals of what was read in an article: new facts, or citations of facts that we have.

    Findings that cannot become facts are named in the result and left out; nothing else stops.
    """
    locks.hold(locks.DESK)
    result = Reconciled()
    taken: set[int] = set()
    people = people_in(findings := list(findings))
    for finding in findings:
        try:
            with transaction.atomic():
                statement = understand(finding, people)
                fact = find_fact(statement, article, taken)
                taken.add(settle(statement, fact, article, result))
        except (UnusableFinding, ValidationError, IntegrityError) as error:
            result.unusable.append(f"{finding.kind} ({finding.rule}): {error}")
    return result


def people_in(findings: list[Finding]) -> set[str]:
    """The names that the article's findings use of persons."""
    return {name for f in findings if (name := f.slots.get("person"))} | {n for f in findings for n in f.people}


def understand(finding: Finding, people: set[str]) -> Statement:
    """Turn a finding's names into rows. Raises UnusableFinding where it is about nobody we can name."""
    if not finding.citations:
        raise UnusableFinding("it cites nothing")
    values = read_values(finding.kind, finding.slots)
    participants = [(actor(name, people), role) for name, role in values.participants]
    known = [(one, role) for one, role in participants if one is not None]
    if finding.kind == Kind.DEAL:
        company = company_at_issue(known)
    else:
        company = find_or_propose_company(values.company) if values.company else None
    if company is None:
        raise UnusableFinding("no company is named")
    is_role = finding.kind == Kind.ROLE
    person = find_or_propose_person(values.person) if is_role and values.person else None
    if is_role and person is None:
        raise UnusableFinding("no person is named")
    return Statement(finding, values, company, person, known)


def actor(name: str, people: set[str]) -> Company | Person | None:
    """Who a participant's name means: a person where the article or our tables say so, else a company."""
    if name in people or find_person(name) is not None:
        return find_or_propose_person(name)
    return find_or_propose_company(name)


def company_at_issue(participants: list[tuple[Company | Person, str]]) -> Company | None:
    """The company that a deal is filed under: its target, else the first company in it."""
    companies = [(one, role) for one, role in participants if isinstance(one, Company)]
    targets = [one for one, role in companies if role == "target"]
    return next(iter(targets or [one for one, _ in companies]), None)


def find_fact(statement: Statement, article: Article, taken: set[int]) -> Fact | None:
    """The fact that tells the statement's event already, whatever its state; None for a new event.

    Facts that rest on the same words of this article go first, then those of other articles that something in
    common speaks for, then those of this article read elsewhere in it, by an older extractor. One article's
    findings are different events, so each fact is found once.
    """
    alike = [
        fact for fact in candidates_for(statement, article) if fact.pk not in taken and tells_the_same(fact, statement)
    ]
    here = [fact for fact in alike if rests_on(fact, article, statement.finding)]
    inside = [fact for fact in alike if any(c.article_id == article.pk for c in fact.citations.all())]
    elsewhere = [fact for fact in alike if fact not in inside and shares_something_telling(fact, statement)]
    for fact in [*here, *elsewhere, *inside]:
        return survivor(fact)
    return None


def survivor(fact: Fact) -> Fact:
    """The fact that stayed, where this one was merged, however often."""
    while fact.merged_into is not None:
        fact = fact.merged_into
    return fact


def candidates_for(statement: Statement, article: Article) -> list[Fact]:
    """Facts of the kind that could tell the event: those of its companies, and those read in this article."""
    companies = {pk for what, pk in statement.actors if what == "company"}
    near = Q(company__in=companies) | Q(citations__article=article)
    if statement.finding.kind == Kind.DEAL:
        near |= Q(participations__company__in=companies)
    numbers = MODELS[statement.finding.kind].objects.filter(near).values("pk")
    rows = MODELS[statement.finding.kind].objects.filter(pk__in=numbers).select_related("merged_into")
    return list(rows.prefetch_related("citations", "participations__company", "participations__person").order_by("pk"))


def tells_the_same(fact: Fact, statement: Statement) -> bool:
    """True where the fact as it stands, or as any of its articles stated it, tells the statement's event."""
    kind, slots = statement.finding.kind, statement.finding.slots
    for citation in fact.citations.all():
        if citation.states and same_names(citation.states, slots) and same_event(kind, citation.states, slots):
            return True
    return is_about_the_same(fact, statement) and same_event(kind, stated_by(fact), slots)


def shares_something_telling(fact: Fact, statement: Statement) -> bool:
    """True where fact and statement have more in common than their company."""
    kind, slots = statement.finding.kind, statement.finding.slots
    if kind == Kind.CONTROVERSY and len(actors_of(fact) & statement.actors) > 1:
        return True
    told = [stated_by(fact), *(c.states for c in fact.citations.all() if c.states)]
    return any(is_telling(kind, states, slots) for states in told)


def same_names(states: dict[str, Any], slots: dict[str, Any]) -> bool:
    """True where an article states, letter for letter, what the finding names."""
    names = ("company", "person")
    return all(states.get(n) == slots.get(n) for n in names) and (
        "parties" not in slots or states.get("parties") == slots.get("parties")
    )


def actor_of(participation: Participation) -> tuple[str, int]:
    """The participant of a row as a comparable key."""
    one = participation.company or participation.person
    assert one is not None  # noqa: S101 - the table refuses such rows
    return actor_key(one)


def actors_of(fact: Fact) -> set[tuple[str, int]]:
    """Everyone in a fact, as comparable keys."""
    parts = fact.participations.all()
    return {("company", fact.company_id)} | {actor_of(p) for p in parts}


def is_about_the_same(fact: Fact, statement: Statement) -> bool:
    """True where fact and statement name the same rows: of a deal two parties in the same roles, or all there are."""
    if statement.person is not None:
        return (fact.company_id, getattr(fact, "person_id", None)) == (statement.company.pk, statement.person.pk)
    if statement.finding.kind == Kind.DEAL:
        parts = fact.participations.all()
        told = {(actor_of(p), p.role) for p in parts}
        telling = {(actor_key(one), role) for one, role in statement.participants}
        return len(told & telling) >= 2 or told == telling
    if fact.company_id != statement.company.pk:
        return False
    if statement.finding.kind == Kind.CONTROVERSY:
        company = {("company", fact.company_id)}
        others, theirs = actors_of(fact) - company, statement.actors - company
        return bool(others & theirs) or not (others or theirs)
    return True


def stated_by(fact: Fact) -> dict[str, Any]:
    """A fact's present values in the codebook's slots, for comparing events."""
    values = {name: getattr(fact, name) for name in fact.editable_fields()}
    if fact.kind in DATE_SLOT:
        values[DATE_SLOT[Kind(fact.kind)]] = fact.happened
    return values


def rests_on(fact: Fact, article: Article, finding: Finding) -> bool:
    """True where the fact cites words of the article that the finding cites too."""
    spans = [(c.start, c.end) for c in fact.citations.all() if c.article_id == article.pk]
    return any(c.start < end and start < c.end for start, end in spans for c in finding.citations)


def settle(statement: Statement, fact: Fact | None, article: Article, result: Reconciled) -> int:
    """Propose the fact, or add to the one we have; the number of the row it came to.

    The row is read anew and held: an editor may have decided about it since it was found.
    """
    kind = statement.finding.kind
    row = propose(statement) if fact is None else review.locked(fact)
    if fact is None:
        result.proposed[kind] += 1
    elif row.state in REFUSED_STATES:
        result.refused_before[kind] += 1
        return row.pk
    else:
        result.known[kind] += 1
    changed = fact is not None and row.state == State.PROPOSED and complete(row, statement)
    cited = cite(row, statement, article)
    if fact is not None and (changed or cited):
        # A new version: no one decides on a page that did not show what came.
        Fact.objects.filter(pk=row.pk).update(version=F("version") + 1)
    return row.pk


def propose(statement: Statement) -> Fact:
    """A new fact as the article tells it."""
    finding = statement.finding
    columns = dict(statement.values.columns)
    if statement.person is not None:
        columns["person"] = statement.person
    row = MODELS[finding.kind](
        kind=finding.kind,
        company=statement.company,
        rule=finding.rule[:120],
        confidence=share(finding),
        **columns,
    )
    row.full_clean(exclude=["publication", "proof"])
    row.save()
    for one, role in statement.participants:
        add_participant(row, one, role)
    return row


def share(finding: Finding) -> Decimal:
    """The finding's confidence as the column keeps it."""
    return Decimal(str(min(1.0, max(0.0, finding.confidence)))).quantize(Decimal("0.001"))


def add_participant(fact: Fact, one: Company | Person, role: str) -> None:
    """Let a company or a person take part, once, in the role first told; a company takes no part in its own round."""
    if isinstance(one, Company) and one.pk == fact.company_id and fact.kind != Kind.DEAL:
        return
    key = {"company": one} if isinstance(one, Company) else {"person": one}
    if not fact.participations.filter(**key).exists():
        Participation.objects.create(fact_id=fact.pk, role=role, **key)


def complete(row: Fact, statement: Statement) -> bool:
    """Fill what a proposal left open with what another article tells, and say whether anything changed.

    An editor's fields stay. A rumour that another article announces is announced.
    """
    changes = {
        name: value
        for name, value in statement.values.columns.items()
        if name not in row.edited_fields and is_unset(getattr(row, name)) and not is_unset(value)
    }
    status = statement.values.columns.get("status")
    is_announced = status in (Status.ANNOUNCED, Status.COMPLETED) and row.status == Status.RUMOURED
    if is_announced and "status" not in row.edited_fields:
        changes["status"] = status
    if share(statement.finding) > row.confidence:
        changes["confidence"] = share(statement.finding)
    participants = row.participations.count()
    if row.kind == Kind.FUNDING_ROUND and "participants" not in row.edited_fields:
        for one, role in statement.participants:
            add_participant(row, one, role)
    return fill(row, changes) or row.participations.count() > participants


def fill(row: Fact, changes: dict[str, Any]) -> bool:
    """Store the changes unless the tables refuse them, as where two articles' parts exceed the sum."""
    for name, value in changes.items():
        setattr(row, name, value)
    try:
        row.full_clean(exclude=["publication", "proof"])
    except ValidationError:
        row.refresh_from_db()
        return False
    if changes:
        row.save()
    return bool(changes)


def is_unset(value: Any) -> bool:
    """True for a column that says nothing."""
    return value in NOT_STATED


def storable(value: Any) -> Any:
    """What an article states as JSON can keep it: a number out of all reach becomes text."""
    if isinstance(value, dict):
        return {name: storable(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [storable(inner) for inner in value]
    return str(value) if isinstance(value, (int, float)) and not abs(value) < LARGEST else value


def cite(fact: Fact, statement: Statement, article: Article) -> bool:
    """Tie the fact to the words of the article, with what the article states, once; say whether any were new.

    Words that an editor hung on another fact, by a split or a merge, stay there. What is new is not public yet.
    """
    finding = statement.finding
    known = {
        (c.start, c.end)
        for c in Citation.objects.filter(article=article, fact__kind=finding.kind)
        if c.fact_id == fact.pk or c.states == storable(finding.slots)
    }
    new = [c for c in dict.fromkeys(finding.citations) if (c.start, c.end) not in known]
    for citation in new:
        Citation.objects.create(
            fact_id=fact.pk,
            article=article,
            start=citation.start,
            end=citation.end,
            quote=citation.quote,
            states=storable(finding.slots),
            printed=finding.printed,
            source=(finding.source or "")[:200],
            rule=finding.rule[:120],
            confidence=share(finding),
        )
    return bool(new)
