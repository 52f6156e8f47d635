"""The companies and people we know: finding them by any spelling, proposing unknown ones, curating them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _

from articles.models import Article, Outlet
from articles.names import name_key, spellings

from . import ledger, locks
from .documents import fact_document
from .models import Company, CompanyName, Deal, Decision, Fact, Participation, Person
from .publishing import public_facts_with, publish_document, publish_subject
from .refusals import Refused, require_note, require_permission
from .vocabulary import REFUSED_STATES, Action, Kind, Verb

LONGEST_NAME = 200  # the columns' length; no name of the press comes near it
CURATED = ("name", "kind", "description", "country", "founded", "website", "wikidata_id")


def find_company(name: str) -> Company | None:
    """The company that a printed name means, by any spelling of it, or None where we know none."""
    for spelling in spellings(name[:LONGEST_NAME]):
        known = CompanyName.objects.filter(key=name_key(spelling)).select_related("company").first()
        if known is not None:
            return known.company
    return None


def find_or_propose_company(name: str) -> Company | None:
    """The company that a printed name means, proposed where it is unknown; None for what is no name."""
    forms = [form for form in spellings(name[:LONGEST_NAME]) if name_key(form)]
    if not forms:
        return None
    company = find_company(name) or Company.objects.create(name=forms[0])
    known = set(CompanyName.objects.filter(key__in=[name_key(f) for f in forms]).values_list("key", flat=True))
    for form in forms:
        if name_key(form) not in known:
            CompanyName.objects.create(company=company, name=form)
            known.add(name_key(form))
    return company


def find_person(name: str) -> Person | None:
    """The person of that name, case and accents apart, or None."""
    return Person.objects.filter(key=name_key(name[:LONGEST_NAME])).first()


def find_or_propose_person(name: str) -> Person | None:
    """The person of that name, proposed where unknown; None for what is no name."""
    if not name_key(name):
        return None
    name = " ".join(name.split())[:LONGEST_NAME]
    return find_person(name) or Person.objects.create(name=name)


def known_spellings() -> dict[str, str]:
    """Every spelling of the companies that editors confirmed, with the company's name: for the extraction."""
    names = CompanyName.objects.filter(company__is_confirmed=True)
    return dict(names.values_list("name", "company__name"))


def curated(company: Company) -> dict[str, Any]:
    """What a Decision keeps of a company."""
    values = {name: getattr(company, name) for name in CURATED}
    names = company.names.order_by("name")
    return values | {
        "names": {n.name: n.is_public for n in names},
        "merged_into": company.merged_into_id,
    }


def refresh_public(subject: Company | Article | Person, *, by: Any, note: str) -> None:
    """Publish anew what is public of the company or article, and of the facts that name it, where it changed."""
    subject = type(subject).objects.get(pk=subject.pk)
    entry = ledger.in_force(subject)
    if entry is not None and entry.document:
        publish_subject(subject, by=by, note=note)
    refresh_facts(public_facts_with(subject), by=by, note=note)


def refresh_facts(facts: Any, *, by: Any, note: str) -> None:
    """Publish the public facts anew whose documents would be written otherwise by now."""
    for fact in facts.distinct().select_related("publication"):
        row = fact.one()
        if not ledger.is_same(row.publication, fact_document(row)):
            publish_document(row, Action.CORRECTED, by=by, note=note)


def require_public_change(subject: Company | Article, by: Any, note: str) -> None:
    """Refuse to change what is public without the permission to publish and a public note."""
    if public_facts_with(subject).exists():
        require_permission(by, "publish_fact")
        require_note(note)


@transaction.atomic
def correct_company(
    company: Company,
    *,
    by: Any,
    changes: Mapping[str, Any],
    names: Mapping[str, bool | None] | None = None,
    note: str = "",
) -> Company:
    """Give a company the editor's values, and spellings: name → public or not, None to take one away.

    What is public of it follows at once, so a public company needs the permission to publish and a note.
    Raises Refused for a spelling that belongs to another company.
    """
    require_permission(by, "change_company")
    ledger.lock()
    locks.hold(locks.DESK)
    row = Company.objects.select_for_update().get(pk=company.pk)
    require_public_change(row, by, note)
    before = curated(row)
    for name, value in changes.items():
        setattr(row, name, value)
    row.is_confirmed = True
    row.full_clean()
    row.save()
    put_names(row, names or {})
    record(Verb.CORRECT, row, before, by=by, reason=note)
    refresh_public(row, by=by, note=note)
    return row


def put_names(company: Company, names: Mapping[str, bool | None]) -> None:
    """Add, change and take away spellings. The company's own name stays one, as public as the company."""
    own = {company.name: public_facts_with(company).exists()}
    for name, public in {**names, **own}.items():
        key = name_key(name)
        known = CompanyName.objects.filter(key=key).select_related("company").first()
        if known is not None and known.company_id != company.pk:
            raise Refused(
                "spelling_taken",
                _("“%(name)s” is a spelling of %(company)s. Merge the two companies, or choose another spelling.")
                % {"name": known.name, "company": known.company},
            )
        if public is None and key:
            company.names.filter(key=key).delete()
        elif key:
            CompanyName.objects.update_or_create(
                key=key, defaults={"company": company, "name": name, "is_public": public}
            )


@transaction.atomic
def correct_article(article: Article, *, by: Any, changes: Mapping[str, Any], note: str = "") -> Article:
    """Give an article's metadata the editor's values; what is public of it follows at once.

    Raises ValidationError for values that the table refuses, such as another text under citations.
    """
    require_permission(by, "review_fact")
    ledger.lock()
    row = Article.objects.select_for_update().get(pk=article.pk)
    require_public_change(row, by, note)
    for name, value in changes.items():
        setattr(row, name, value)
    row.full_clean()
    row.save()
    refresh_public(row, by=by, note=note)
    return row


@transaction.atomic
def rename(subject: Person | Outlet, *, by: Any, changes: Mapping[str, Any], note: str = "") -> Person | Outlet:
    """Give a person or an outlet the editor's values; the public facts and articles that name it follow.

    Raises ValidationError for a name that the tables refuse, such as another person's.
    """
    require_permission(by, "review_fact")
    ledger.lock()
    row = type(subject).objects.select_for_update().get(pk=subject.pk)
    followers: list[Article | Person] = list(Article.objects.filter(outlet=row)) if isinstance(row, Outlet) else [row]
    facts = public_facts_naming(row)
    if facts.exists():
        require_permission(by, "publish_fact")
        require_note(note)
    for name, value in changes.items():
        setattr(row, name, value)
    row.full_clean()
    row.save()
    for follower in followers:
        refresh_public(follower, by=by, note=note)
    refresh_facts(facts, by=by, note=note)
    return row


def public_facts_naming(subject: Person | Outlet) -> Any:
    """The public facts whose documents name a person or cite an outlet."""
    if isinstance(subject, Outlet):
        return Fact.objects.published().filter(citations__article__outlet=subject, citations__is_public=True)
    return public_facts_with(subject)


@transaction.atomic
def merge_companies(duplicate: Company, *, into: Company, by: Any, note: str = "") -> Company:
    """Make two rows of one company one: names, facts and participations go to `into`.

    Where either is public, the public follows at once and a note is required. Raises Refused for a company and
    itself, or where either was merged already.
    """
    require_permission(by, "merge_company")
    require_permission(by, "publish_fact")
    ledger.lock()
    locks.hold(locks.DESK)
    touched = Fact.objects.filter(Q(company=duplicate) | Q(participations__company=duplicate)).values("pk")
    facts = list(Fact.objects.select_for_update().filter(pk__in=touched).order_by("pk").values_list("pk", flat=True))
    rows = Company.objects.select_for_update().filter(merged_into__isnull=True)
    source, target = rows.filter(pk=duplicate.pk).first(), rows.filter(pk=into.pk).first()
    if source is None or target is None or source.pk == target.pk:
        raise Refused("not_mergeable", _("Choose two different companies that were not merged before."))
    require_public_change(source, by, note)
    require_public_change(target, by, note)
    require_no_common_deal(source, target)
    before = curated(source)
    source.names.update(company=target)
    Fact.objects.filter(company=source).update(company=target)
    move_participations(source, target)
    Fact.objects.filter(pk__in=facts).update(version=F("version") + 1)
    source.merged_into = target
    source.save()
    entry = ledger.in_force(source)
    if entry is not None and entry.document:
        publish_subject(Company.objects.get(pk=target.pk), by=by, note=note)
        ledger.append(source, Action.MERGED, document=None, by=by, note=note)
    record(Verb.MERGE, source, before, by=by, reason=note)
    refresh_public(target, by=by, note=note)
    return target


def require_no_common_deal(one: Company, other: Company) -> None:
    """Refuse to make one of two companies that deal with each other."""
    deals = Deal.objects.filter(participations__company=one).filter(participations__company=other)
    common = deals.exclude(state__in=REFUSED_STATES).first()
    if common is not None:
        raise Refused(
            "common_deal",
            _("%(one)s and %(other)s are both parties of deal %(id)s. Reject or correct it first.")
            % {"one": one, "other": other, "id": common.pk},
        )


def move_participations(source: Company, target: Company) -> None:
    """Hang the participations on the target, once per fact and role; no company backs itself."""
    Participation.objects.filter(company=source, fact__company=target).exclude(fact__kind=Kind.DEAL).delete()
    Participation.objects.filter(company=target, fact__company=target).exclude(fact__kind=Kind.DEAL).delete()
    for participation in source.participations.all():
        same = Participation.objects.filter(fact=participation.fact_id, company=target, role=participation.role)
        if same.exists():
            participation.delete()
        else:
            participation.company = target
            participation.save()


def record(verb: str, company: Company, before: dict[str, Any], *, by: Any, reason: str) -> Decision:
    """Write the Decision about a company, with the values that changed."""
    after = curated(company)
    changed = [name for name in after if before[name] != after[name]]
    return Decision.objects.create(
        verb=verb,
        company=company,
        by=by,
        reason=reason,
        before={name: before[name] for name in changed},
        after={name: after[name] for name in changed},
    )
