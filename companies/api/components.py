"""The shapes of the documents as JSON Schema, from the same words that the tables use.

documents.py makes the documents; a test holds every document served against these shapes.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from companies.slots import DATE_SLOT, PEOPLE_SLOT
from companies.vocabulary import (
    PARTICIPANT_ROLES,
    STATUSES,
    Action,
    Basis,
    Category,
    CompanyKind,
    DealType,
    Kind,
    Metric,
    Part,
    Qualifier,
    Series,
    Title,
)

JSONSchema = dict[str, Any]


def text(description: str, **more: Any) -> JSONSchema:
    """A text that is always there."""
    return {"type": "string", "description": description, **more}


def text_or_null(description: str, **more: Any) -> JSONSchema:
    """A text that may be unknown."""
    return {"type": ["string", "null"], "description": description, **more}


def number_or_null(description: str) -> JSONSchema:
    """A number that may be unknown."""
    return {"type": ["number", "null"], "description": description}


def word(words: Iterable[str], description: str) -> JSONSchema:
    """One of the codebook's words."""
    return {"type": "string", "enum": list(words), "description": description}


def word_or_null(words: Iterable[str], description: str) -> JSONSchema:
    """One of the codebook's words, where it is known."""
    return {"type": ["string", "null"], "enum": [*words, None], "description": description}


def partial_date(description: str) -> JSONSchema:
    """A date as exact as the press gives it."""
    return text_or_null(f"{description} YYYY, YYYY-MM or YYYY-MM-DD.", pattern=r"^\d{4}(-\d{2}(-\d{2})?)?$")


def ref(name: str) -> JSONSchema:
    """A reference to a component."""
    return {"$ref": f"#/components/schemas/{name}"}


def several(item: JSONSchema, description: str) -> JSONSchema:
    """A list."""
    return {"type": "array", "items": item, "description": description}


def record(description: str, properties: dict[str, JSONSchema]) -> JSONSchema:
    """An object in which every property is always there."""
    return {
        "type": "object",
        "description": description,
        "required": list(properties),
        "properties": properties,
    }


def component_name(kind: str) -> str:
    """The component of a kind's documents: funding_round → FundingRound."""
    return "".join(part.capitalize() for part in kind.split("_"))


MONEY = {
    "amount": number_or_null("In whole units of the currency."),
    "currency": text_or_null("ISO 4217; null with the amount.", pattern="^[A-Z]{3}$"),
    "qualifier": word(Qualifier.values, "How exact the amount is."),
}
SLOTS: dict[str, dict[str, JSONSchema]] = {
    Kind.FUNDING_ROUND: {
        **MONEY,
        "target_amount": number_or_null("What was first sought."),
        "equity_amount": number_or_null("The part in shares."),
        "debt_amount": number_or_null("The part in loans."),
        "series": word_or_null(Series.values, "Stage of the round."),
    },
    Kind.VALUATION: {**MONEY, "basis": word_or_null(Basis.values, "What the valuation counts.")},
    Kind.KEY_FIGURE: {
        "metric": word(Metric.values, "What is measured."),
        "value": number_or_null("A loss is negative."),
        "unit": text_or_null("A currency for money, % for shares, else what is counted or null."),
        "qualifier": word(Qualifier.values, "How exact the value is."),
    },
    Kind.DEAL: {"deal_type": word(DealType.values, "What kind of deal it is."), **MONEY},
    Kind.CONTROVERSY: {
        "title": text_or_null("A few words for a headline."),
        "category": word(Category.values, "What it is about."),
        "part": word(Part.values, "The part that the company has in it."),
        "outcome": text_or_null("What came of it."),
    },
    Kind.ROLE: {
        "person": ref("PersonLink"),
        "title": word(Title.values, "What the person is at the company."),
    },
}
DESCRIPTIONS = {
    Kind.FUNDING_ROUND: "Money raised, or sought, by a company.",
    Kind.VALUATION: "What a company is said to be worth.",
    Kind.KEY_FIGURE: "A number that a company is measured by.",
    Kind.DEAL: "An acquisition, merger, bid, stake, partnership or supply contract.",
    Kind.CONTROVERSY: "Something that puts a company at odds with someone.",
    Kind.ROLE: "What a person is, or was, at a company.",
}
ADDRESSES = {
    "url": text("Path of this document in the API.", format="uri-reference"),
    "page": text("Path of the page for readers.", format="uri-reference"),
}
PUBLICATION = {"publication": ref("PublicationStamp")}


def participant(kind: Kind) -> JSONSchema:
    """Who takes part in facts of the kind."""
    return record(
        "A company or a person that takes part.",
        {
            "name": text("The name."),
            "role": word(PARTICIPANT_ROLES[kind], "What it does in the fact."),
            "company": text_or_null("The company's slug; null for a person."),
            "person": text_or_null("The person's slug; null for a company."),
        },
    )


def fact(kind: Kind) -> JSONSchema:
    """The document of a fact of the kind."""
    properties = {
        "id": {"type": "integer", "description": "Number of the fact: it never changes."},
        "kind": {"const": kind.value, "type": "string", "description": "The kind of fact."},
        "company": ref("CompanyLink"),
        **SLOTS[kind],
        "status": word_or_null(STATUSES[kind], "How settled it is."),
    }
    if kind in DATE_SLOT:
        properties[DATE_SLOT[kind]] = partial_date("The date.")
    if kind in PEOPLE_SLOT:
        properties[PEOPLE_SLOT[kind]] = several(participant(kind), "Who takes part.")
    return record(
        DESCRIPTIONS[kind],
        {
            **properties,
            "citations": several(ref("Citation"), "The sentences it rests on, the best one first."),
            "confidence": {
                "type": "number",
                "minimum": 0,
                "maximum": 1,
                "description": "The extraction's confidence.",
            },
            "rule": text_or_null("The rule that found it; null for one that an editor added."),
            "is_corrected_by_editor": {"type": "boolean", "description": "True where an editor set a value."},
            "approved_by": text("The role of who approved it."),
            **ADDRESSES,
            **PUBLICATION,
        },
    )


ARTICLE = {
    "id": {"type": "integer", "description": "Number of the article: it never changes."},
    "title": text_or_null("The title that the document gives."),
    "headline": text("The title, or the first words where there is none."),
    "outlet": text_or_null("Who published it."),
    "source": text_or_null("Its address at the outlet.", format="uri"),
    "language": text("ISO 639-1."),
    "published_on": partial_date("When the outlet published it."),
    "text_sha256": text("Digest of the text that citations count in.", pattern="^[0-9a-f]{64}$"),
    **ADDRESSES,
}
CITATION = {
    "quote": text("The words, as printed."),
    "start": {"type": "integer", "minimum": 0, "description": "First code point of the quote in the text."},
    "end": {"type": "integer", "minimum": 1, "description": "Code point after the quote."},
    "states": {
        "type": "object",
        "description": "What this article states, in the codebook's slots and words.",
    },
    "printed": {"type": "object", "description": "Values as they are printed, by slot."},
    "source": text_or_null("The source that the article itself names."),
    "article": ref("ArticleLink"),
}
STAMP = {
    "sequence": {"type": "integer", "description": "Number of the entry in the ledger: it only grows."},
    "action": word([Action.PUBLISHED, Action.CORRECTED], "What the entry did."),
    "published_at": text("When.", format="date-time"),
    "corrections": {"type": "integer", "minimum": 0, "description": "How often it was corrected so far."},
    "note": text_or_null("Why, in the publisher's words."),
}
COMPANY = {
    "slug": text("Name of the company in addresses: it never changes."),
    "name": text("The name."),
    "kind": word(CompanyKind.values, "What sort of organisation it is."),
    "names": several({"type": "string"}, "Every public spelling."),
    "description": text_or_null("What it does."),
    "country": text_or_null("ISO 3166."),
    "founded": {"type": ["integer", "null"], "description": "Year of foundation."},
    "website": text_or_null("Its site.", format="uri"),
    "wikidata_id": text_or_null("Its number in Wikidata."),
    **ADDRESSES,
    **PUBLICATION,
}
EMBEDDED = {kind.value: several(ref(component_name(kind)), "The latest first.") for kind in Kind}
PROBLEM = {
    "type": text("about:blank: the status says it all.", format="uri-reference"),
    "title": text("The status in words."),
    "status": {"type": "integer", "description": "The status of HTTP."},
    "detail": text("What is wrong and what to do, in the language of Accept-Language."),
    "errors": several(
        record("One fault.", {"parameter": text("Its name."), "detail": text("What to send instead.")}),
        "What is wrong with each parameter; empty where it is not about parameters.",
    ),
}


def components() -> dict[str, JSONSchema]:
    """Every component by its name."""
    company = record("A company, and its facts where they are asked for.", COMPANY)
    company["properties"] = {**COMPANY, "facts": ref("FactsByKind")}
    withdrawn = {
        "withdrawn_at": text("When it was withdrawn.", format="date-time"),
        "note": text_or_null("Why, in the publisher's words."),
    }
    slug_and_name = {"slug": text("Its name in addresses."), "name": text("The name.")}
    return {
        **{component_name(kind): fact(kind) for kind in Kind},
        "Article": record("An article that published facts cite: its metadata.", {**ARTICLE, **PUBLICATION}),
        "ArticleLink": record("The article that a citation quotes.", ARTICLE),
        "Citation": record("A sentence that a fact rests on, and where it stands.", CITATION),
        "Company": company,
        "CompanyLink": record("A company by its slug.", slug_and_name),
        "FactsByKind": record("The published facts of a company.", EMBEDDED),
        "PersonLink": record("A person by their slug.", slug_and_name),
        "Problem": record("What went wrong (RFC 9457).", PROBLEM),
        "PublicationStamp": record("The entry of the ledger that this document is.", STAMP),
        "Withdrawn": record("Something that was public and is not any more.", {**PROBLEM, **withdrawn}),
    }
