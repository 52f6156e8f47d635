"""The finished documents of the ledger: what pages show and partners get, built once, at publication.

A document names things as the codebook does. It holds no row of the database that is not public itself.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import cache
from typing import Any

from django.urls import reverse

from articles.models import Article

from .models import Citation, Company, Controversy, Deal, Fact, FundingRound, KeyFigure, Person, Role, Valuation
from .proof import proof
from .slots import DATE_SLOT, PEOPLE_SLOT, as_number

API_NAMES = {
    "funding_round": "funding-round",
    "valuation": "valuation",
    "key_figure": "key-figure",
    "deal": "deal",
    "controversy": "controversy",
    "role": "role",
}


@cache
def address_parts(name: str) -> list[str]:
    """What stands before and after the number or slug in addresses of that name."""
    return reverse(name, args=["0"]).rsplit("0", 1)


def address(name: str, value: int | str) -> str:
    """The address of that name with this number or slug: what reverse gives, ten times as quick."""
    return str(value).join(address_parts(name))


def company_link(company: Company) -> dict[str, Any]:
    """How a document names a company."""
    return {"slug": company.slug, "name": company.name}


def company_document(company: Company) -> dict[str, Any]:
    """What is public of a company itself; its facts are documents of their own."""
    return {
        "slug": company.slug,
        "name": company.name,
        "kind": company.kind,
        "names": sorted(n.name for n in company.names.all() if n.is_public),
        "description": company.description or None,
        "country": company.country or None,
        "founded": company.founded,
        "website": company.website or None,
        "wikidata_id": company.wikidata_id or None,
        "url": address("api:company-detail", company.slug),
        "page": address("company-detail", company.slug),
    }


def person_document(person: Person) -> dict[str, Any]:
    """What is public of a person themselves; their roles and parts are documents of their own."""
    return {
        "kind": "person",
        "slug": person.slug,
        "name": person.name,
        "url": address("api:person-detail", person.slug),
    }


def article_document(article: Article) -> dict[str, Any]:
    """What is public of an article: its metadata, never its text."""
    return {
        "kind": "article",
        "id": article.pk,
        "title": article.title or None,
        "headline": article.headline,
        "outlet": article.outlet.name if article.outlet else None,
        "source": article.url or None,
        "language": article.language,
        "published_on": article.published,
        "published_on_precision": article.published_on_precision,
        "text_sha256": hashlib.sha256(article.body.encode()).hexdigest(),
        "url": address("api:article-detail", article.pk),
        "page": address("article-detail", article.pk),
    }


def citation_document(citation: Citation) -> dict[str, Any]:
    """One sentence that a fact rests on, where it stands, and what its article states."""
    return {
        "quote": citation.quote,
        "start": citation.start,
        "end": citation.end,
        "states": citation.states,
        "printed": citation.printed,
        "source": citation.source or None,
        "rule": citation.rule or None,
        "confidence": float(citation.confidence),
        "article": article_document(citation.article),
    }


def public_citations(fact: Fact) -> list[Citation]:
    """The sentences that a publisher saw, the best first: those that print a value, then the surest."""
    citations = fact.citations.filter(is_public=True).select_related("article__outlet")
    return sorted(citations, key=lambda c: (not c.printed, -c.confidence, c.article_id, c.start))


def participant_documents(fact: Fact) -> list[dict[str, Any]]:
    """Who takes part in the fact, in which role."""
    found = []
    for participation in fact.participations.all():
        one = participation.company or participation.person
        found.append(
            {
                "name": str(one),
                "role": participation.role,
                "company": participation.company.slug if participation.company else None,
                "person": participation.person.slug if participation.person else None,
            }
        )
    return found


def money(fact: Fact) -> dict[str, Any]:
    """Amount, currency and qualifier."""
    return {"amount": as_number(fact.amount), "currency": fact.currency, "qualifier": fact.qualifier}


def funding_round_slots(fact: FundingRound) -> dict[str, Any]:
    """What a funding round tells beside what every fact does."""
    return money(fact) | {
        "target_amount": as_number(fact.target_amount),
        "equity_amount": as_number(fact.equity_amount),
        "debt_amount": as_number(fact.debt_amount),
        "series": fact.series or None,
    }


def valuation_slots(fact: Valuation) -> dict[str, Any]:
    """What a valuation tells beside what every fact does."""
    return money(fact) | {"basis": fact.basis or None}


def key_figure_slots(fact: KeyFigure) -> dict[str, Any]:
    """What a key figure tells beside what every fact does."""
    return {
        "metric": fact.metric,
        "value": as_number(fact.value),
        "unit": fact.unit or None,
        "qualifier": fact.qualifier,
    }


def deal_slots(fact: Deal) -> dict[str, Any]:
    """What a deal tells beside what every fact does."""
    return {"deal_type": fact.deal_type} | money(fact)


def controversy_slots(fact: Controversy) -> dict[str, Any]:
    """What a controversy tells beside what every fact does."""
    return {
        "title": fact.title or None,
        "category": fact.category,
        "part": fact.part,
        "outcome": fact.outcome or None,
    }


def role_slots(fact: Role) -> dict[str, Any]:
    """What a role tells beside what every fact does."""
    return {"person": {"slug": fact.person.slug, "name": fact.person.name}, "title": fact.title}


SLOTS: dict[str, Callable[[Any], dict[str, Any]]] = {
    "funding_round": funding_round_slots,
    "valuation": valuation_slots,
    "key_figure": key_figure_slots,
    "deal": deal_slots,
    "controversy": controversy_slots,
    "role": role_slots,
}


def fact_values(fact: Fact) -> dict[str, Any]:
    """What a fact tells, in the codebook's slots, and who takes part."""
    row = fact.one()
    document: dict[str, Any] = {
        "id": row.pk,
        "kind": row.kind,
        "company": company_link(row.company),
        **SLOTS[row.kind](row),
        "status": row.status or None,
    }
    if row.kind in DATE_SLOT:
        document[DATE_SLOT[row.kind]] = row.happened  # type: ignore[index]
        document["date_precision"] = row.happened_on_precision
    if row.kind in PEOPLE_SLOT:
        document[PEOPLE_SLOT[row.kind]] = participant_documents(row)  # type: ignore[index]
    return document


def fact_document(fact: Fact, citations: list[Citation] | None = None) -> dict[str, Any]:
    """A fact with its proof: values, who takes part, and every sentence that a publisher saw, the best one first.

    `citations` are those sentences where the caller has them already.
    """
    row = fact.one()
    citations = public_citations(row) if citations is None else citations
    document = fact_values(row)
    cited = [citation_document(citation) for citation in citations]
    return document | {
        **proof(document, cited),
        "citations": cited,
        "confidence": float(row.confidence),
        "rule": row.rule or None,
        "is_corrected_by_editor": bool(row.edited_fields),
        "approved_by": "publisher",
        "url": address(f"api:{API_NAMES[row.kind]}-detail", row.pk),
        "page": f"{address('company-detail', row.company.slug)}#fact-{row.pk}",
    }


def document_of(subject: Fact | Company | Article | Person) -> dict[str, Any]:
    """The document of anything that the ledger speaks of."""
    if isinstance(subject, Company):
        return company_document(subject)
    if isinstance(subject, Article):
        return article_document(subject)
    if isinstance(subject, Person):
        return person_document(subject)
    return fact_document(subject)
