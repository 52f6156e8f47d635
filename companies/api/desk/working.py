"""Facts as the desk sees them: values, state and version, all sentences, what was decided and what may be done.

Nothing of this is ever stored or cached: it is made for one reader, from rows that are not public.
"""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Count, IntegerField, OuterRef, Prefetch, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse

from companies import desk, documents
from companies.documents import fact_values
from companies.models import Citation, Decision, Fact, Participation
from companies.refusals import RULES, Refused

PARTICIPATIONS = Prefetch("participations", Participation.objects.select_related("company", "person"))
SHOWN_OF_ARTICLES = ("id", "headline", "outlet", "source", "language", "published_on", "text_sha256")


def listed() -> QuerySet[Any]:
    """Facts with all that a list shows: two queries, whatever their number."""
    kinds = ("fundinground", "valuation", "keyfigure", "deal", "controversy", "role__person")
    facts = Fact.objects.select_related("company", *kinds).prefetch_related(PARTICIPATIONS)
    cited = Citation.objects.filter(fact=OuterRef("pk")).order_by().values("fact").annotate(number=Count("pk"))
    return facts.annotate(sentences=Coalesce(Subquery(cited.values("number"), IntegerField()), 0))


def whole() -> QuerySet[Any]:
    """Facts with all that a working document shows: four queries."""
    return (
        listed()
        .select_related("publication")
        .prefetch_related(
            Prefetch("citations", Citation.objects.select_related("article__outlet").defer("article__raw")),
            Prefetch("decisions", Decision.objects.select_related("by")),
        )
    )


def summary_document(fact: Any) -> dict[str, Any]:
    """A fact as lists show it."""
    return {
        **fact_values(fact),
        "state": fact.state,
        "version": fact.version,
        "confidence": float(fact.confidence),
        "rule": fact.rule or None,
        "edited_fields": fact.edited_fields,
        "merged_into": fact.merged_into_id,
        "sentences": fact.sentences,
        "updated_at": fact.updated_at.isoformat(),
        "url": reverse("api:desk-fact-detail", args=[fact.pk]),
    }


def working_document(number: int, *, by: Any) -> dict[str, Any]:
    """A fact as an editor works on it. Raises Fact.DoesNotExist."""
    fact = whole().get(pk=number)
    entry = fact.publication
    return {
        **summary_document(fact),
        "citations": [citation_document(citation) for citation in fact.citations.all()],
        "decisions": [decision_document(decision) for decision in fact.decisions.all()],
        "publication": entry
        and {
            "sequence": entry.sequence,
            "action": entry.action,
            "published_at": entry.published_at.isoformat(),
            "note": entry.note or None,
        },
        "actions": {act: action_document(act, fact, by=by) for act in desk.VERBS},
    }


def citation_document(citation: Citation) -> dict[str, Any]:
    """A sentence, where it stands, what its article states, and whether readers see it."""
    public = documents.citation_document(citation)
    article = {name: public["article"][name] for name in SHOWN_OF_ARTICLES}
    return {"id": citation.pk, **public, "is_public": citation.is_public, "article": article}


def decision_document(decision: Decision) -> dict[str, Any]:
    """Who did what, when and why, and which columns it changed."""
    return {
        "id": decision.pk,
        "verb": decision.verb,
        "at": decision.at.isoformat(),
        "by": decision.by.get_username(),
        "reason": decision.reason or None,
        "changed": sorted(decision.after),
    }


def action_document(act: str, fact: Fact, *, by: Any) -> dict[str, Any]:
    """Whether this user may do it now, else which rule forbids it and why; what comment goes with it."""
    row = fact.one()
    error = desk.refusal(act, row, by=by)
    rule = RULES[desk.verb_for(act, fact)]
    return {
        "allowed": error is None,
        "rule": rule_of(error),
        "reason": None if error is None else str(error),
        "comment": "note" if desk.is_public(act, fact) else "reason",
        "comment_required": rule.needs_note,
        "method": "PATCH" if act == "correct" else "POST",
        "url": reverse("api:desk-fact-detail" if act == "correct" else f"api:desk-fact-{act}", args=[fact.pk]),
    }


def rule_of(error: Refused | PermissionDenied | None) -> str | None:
    """The name of the rule that an error tells of."""
    if isinstance(error, Refused):
        return error.code
    return "permission_missing" if error else None
