"""The finished documents of the ledger: what pages show and partners get, built once, at publication.

A document names things as the codebook does. It holds no row of the database that is not public itself.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any

from django.urls import reverse

from articles.models import Article

from .models import Citation, Company, Controversy, Deal, Fact, FundingRound, KeyFigure, Role, Valuation
from .slots import DATE_SLOT, PEOPLE_SLOT, as_number

API_NAMES = {
    "funding_round": "funding-round",
    "valuation": "valuation",
    "key_figure": "key-figure",
    "deal": "deal",
    "controversy": "controversy",
    "role": "role",
}


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
        "url": reverse("api:company-detail", args=[company.slug]),
        "page": company.get_absolute_url(),
    }


def article_document(article: Article) -> dict[str, Any]:
    """What is public of an article: its metadata, never its text."""
    return {
        "id": article.pk,
        "title": article.title or None,
        "headline": article.headline,
        "outlet": article.outlet.name if article.outlet else None,
        "source": article.url or None,
        "language": article.language,
        "published_on": article.published,
        "text_sha256": hashlib.sha256(article.body.encode()).hexdigest(),
        "url": reverse("api:article-detail", args=[article.pk]),
        "page": article.get_absolute_url(),
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


def fact_document(fact: Fact) -> dict[str, Any]:
    """A fact with its proof: values, who takes part, and every sentence that a publisher saw, the best one first."""
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
    if row.kind in PEOPLE_SLOT:
        document[PEOPLE_SLOT[row.kind]] = participant_documents(row)  # type: ignore[index]
    return document | {
        "citations": [citation_document(citation) for citation in public_citations(row)],
        "confidence": float(row.confidence),
        "rule": row.rule or None,
        "is_corrected_by_editor": bool(row.edited_fields),
        "approved_by": "publisher",
        "url": reverse(f"api:{API_NAMES[row.kind]}-detail", args=[row.pk]),
        "page": f"{row.company.get_absolute_url()}#fact-{row.pk}",
    }


def document_of(subject: Fact | Company | Article) -> dict[str, Any]:
    """The document of anything that the ledger speaks of."""
    if isinstance(subject, Company):
        return company_document(subject)
    if isinstance(subject, Article):
        return article_document(subject)
    return fact_document(subject)
