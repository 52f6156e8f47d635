"""The shapes of the documents as JSON Schema, from the same words that the tables use.

documents.py makes the documents; a test holds every document served against these shapes.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from articles.dates import Precision
from companies.models import Scope
from companies.proof import compared_slots
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
    Missing,
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


def by_slot(value: JSONSchema, description: str) -> JSONSchema:
    """Values by the name of a slot."""
    return {"type": "object", "additionalProperties": value, "description": description}


def some_of(slots: Iterable[str], value: JSONSchema, description: str) -> JSONSchema:
    """An object that has any of these slots and no other."""
    return {"type": "object", "description": description, "properties": dict.fromkeys(slots, value)}


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
CONFIDENCE = {"type": "number", "minimum": 0, "maximum": 1, "description": "The extraction's confidence."}
ADDRESSES = {
    "url": text("Path of this document in the API.", format="uri-reference"),
    "page": text("Path of the page for readers.", format="uri-reference"),
}
PUBLICATION = {
    "approved_at": text("When a publisher first approved all that it tells now.", format="date-time"),
    "corrections": several(ref("Correction"), "What was corrected so far, the oldest first."),
    "publication": ref("PublicationStamp"),
}
CORRECTION: dict[str, JSONSchema] = {
    "sequence": {"type": "integer", "description": "Number of the entry in the ledger."},
    "at": text("When.", format="date-time"),
    "note": text_or_null("Why, in the publisher's words."),
    "changed": by_slot(
        {"type": "array", "minItems": 2, "maxItems": 2},
        "The value before and the one after, by slot; empty where only the proof or the shape changed.",
    ),
}
STATEMENT: dict[str, JSONSchema] = {
    "value": {"description": "What it states, in the codebook's words."},
    "citation": {"type": "integer", "minimum": 0, "description": "Place in “citations”, from 0."},
}


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


def proof(kind: Kind) -> dict[str, JSONSchema]:
    """What the documents of a kind prove themselves with, the citations apart."""
    slots = compared_slots(kind)
    told = several(ref("Statement"), "What each citation states.")
    why = word(Missing.values, "The reason.")
    open_slots = [*slots, "outcome"] if kind == Kind.CONTROVERSY else slots
    return {
        "printed": by_slot({"type": "string"}, "The values as they are printed, by slot."),
        "disagreements": some_of(slots, told, "Slots in which a source contradicts another, or the document."),
        "missing": some_of(open_slots, why, "Why a value is null, by slot."),
    }


def fact_values(kind: Kind) -> dict[str, JSONSchema]:
    """What a fact of the kind tells, proof and publication apart."""
    properties = {
        "id": {"type": "integer", "description": "Number of the fact: it never changes."},
        "kind": {"const": kind.value, "type": "string", "description": "The kind of fact."},
        "company": ref("CompanyLink"),
        **SLOTS[kind],
        "status": word_or_null(STATUSES[kind], "How settled it is."),
    }
    if kind in DATE_SLOT:
        properties[DATE_SLOT[kind]] = partial_date("The date.")
        properties["date_precision"] = word_or_null(Precision.values, "How exact the date is.")
    if kind in PEOPLE_SLOT:
        properties[PEOPLE_SLOT[kind]] = several(participant(kind), "Who takes part.")
    return properties


def fact(kind: Kind) -> JSONSchema:
    """The document of a fact of the kind."""
    return record(
        DESCRIPTIONS[kind],
        {
            **fact_values(kind),
            **proof(kind),
            "citations": several(ref("Citation"), "The sentences it rests on, the best one first."),
            "confidence": CONFIDENCE,
            "rule": text_or_null("The rule that found it; null for one that an editor added."),
            "is_corrected_by_editor": {"type": "boolean", "description": "True where an editor set a value."},
            "approved_by": text("The role of who approved it."),
            **ADDRESSES,
            **PUBLICATION,
        },
    )


ARTICLE = {
    "kind": {"const": "article", "type": "string", "description": "What it is."},
    "id": {"type": "integer", "description": "Number of the article: it never changes."},
    "title": text_or_null("The title that the document gives."),
    "headline": text("The title, or the first words where there is none."),
    "outlet": text_or_null("Who published it."),
    "source": text_or_null("Its address at the outlet.", format="uri"),
    "language": text("ISO 639-1."),
    "published_on": partial_date("When the outlet published it."),
    "published_on_precision": word_or_null(Precision.values, "How exact that date is."),
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
    "rule": text_or_null("The rule that found it; null for one that an editor added."),
    "confidence": CONFIDENCE,
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
PERSON = {
    "kind": {"const": "person", "type": "string", "description": "What it is."},
    "slug": text("Name of the person in addresses: it never changes."),
    "name": text("The name."),
    "url": ADDRESSES["url"],
    **PUBLICATION,
}
EMBEDDED = {kind.value: several(ref(component_name(kind)), "The latest first.") for kind in Kind}
PROBLEM = {
    "type": text("Names the kind of problem and says what it means there.", format="uri-reference"),
    "title": text("The kind in words."),
    "status": {"type": "integer", "description": "The status of HTTP."},
    "detail": text("What is wrong and what to do, in the language of Accept-Language."),
    "errors": several(
        {
            "type": "object",
            "description": "One fault: “parameter” is set for an address, “pointer” for a body.",
            "required": ["detail"],
            "properties": {
                "parameter": text("The parameter's name."),
                "pointer": text("Where in the body (RFC 6901).", format="json-pointer"),
                "detail": text("What to send instead."),
            },
        },
        "What is wrong with each parameter or value; empty where it is about neither.",
    ),
}
PROBLEM_TYPE = {
    "type": text("The “type” of such problems.", format="uri-reference"),
    "code": text("Its name; never changed and never given another meaning."),
    "title": text("The kind in words."),
    "status": {"type": "integer", "description": "The status of HTTP."},
    "meaning": text("What it means and what to do."),
}

MOMENT_OR_NULL = {"type": ["string", "null"], "format": "date-time"}
WHO = {
    "as": word(["anonymous", "key", "session"], "How the request proves who it comes from."),
    "name": text_or_null("The key's name."),
    "owner": text_or_null("The user who answers for the key, or whose session it is."),
    "scopes": several(word(Scope.values, "A scope."), "What it may be used for."),
    "prefix": text_or_null("How the key begins."),
    "created_at": {**MOMENT_OR_NULL, "description": "When the key was made."},
    "expires_at": {
        **MOMENT_OR_NULL,
        "description": "When the key ends; null for one that does not, and without a key.",
    },
    "last_used_at": {**MOMENT_OR_NULL, "description": "When the key was last used, to the minute."},
    "limit": {"anyOf": [ref("Limit"), {"type": "null"}], "description": "Null where this site sets no limits."},
}
LIMIT = {
    "policy": text("Its name in RateLimit-Policy."),
    "requests": {"type": "integer", "description": "How many requests a window takes."},
    "seconds": {"type": "integer", "description": "How long a window is."},
    "remaining": {"type": "integer", "description": "How many this window still takes."},
    "reset_seconds": {"type": "integer", "description": "Seconds until the next window."},
}
DAY_OF_USE = {
    "day": text("The day.", format="date"),
    "requests": {"type": "integer", "description": "Answers, 304 too."},
}
USAGE = {
    "name": text("The key's name."),
    "prefix": text("How the key begins."),
    "total": {"type": "integer", "description": "The requests of all these days."},
    "days": several(record("A day (UTC).", DAY_OF_USE), "Today first."),
}


def components() -> dict[str, JSONSchema]:
    """Every component by its name."""
    company = record("A company, and its facts where they are asked for.", COMPANY)
    embedded = {
        "facts": ref("FactsByKind"),
        "articles": several(ref("Article"), "The articles that they rest on, the latest first."),
        "people": several(ref("Person"), "The people that they name."),
    }
    company["properties"] = {**COMPANY, **embedded}
    person = record("Someone that published facts name, and the facts where they are asked for.", PERSON)
    article = record("An article that published facts cite: its metadata.", {**ARTICLE, **PUBLICATION})
    for one in (person, article):
        one["properties"] = {**one["properties"], "facts": ref("FactsByKind")}
    withdrawn = {
        "withdrawn_at": text("When it was withdrawn.", format="date-time"),
        "note": text_or_null("Why, in the publisher's words."),
    }
    removed = {
        "removed_at": text("When it was removed.", format="date-time"),
        "removed_reason": text("Why."),
    }
    problem = record("What went wrong (RFC 9457).", PROBLEM)
    problem["properties"] = {**PROBLEM, "rule": text("The rule of the desk that refused (409).")}
    slug_and_name = {"slug": text("Its name in addresses."), "name": text("The name.")}
    return {
        **{component_name(kind): fact(kind) for kind in Kind},
        "Article": article,
        "ArticleLink": record("The article that a citation quotes.", ARTICLE),
        "Citation": record("A sentence that a fact rests on, and where it stands.", CITATION),
        "Company": company,
        "Correction": record("A correction in public.", CORRECTION),
        "CompanyLink": record("A company by its slug.", slug_and_name),
        "Fact": {
            "oneOf": [ref(component_name(kind)) for kind in Kind],
            "discriminator": {
                "propertyName": "kind",
                "mapping": {kind.value: f"#/components/schemas/{component_name(kind)}" for kind in Kind},
            },
            "description": "A fact: its kind says which members it has.",
        },
        "FactsByKind": record("Published facts by kind.", EMBEDDED),
        "Person": person,
        "Limit": record("A limit on requests.", LIMIT),
        "PersonLink": record("A person by their slug.", slug_and_name),
        "Problem": problem,
        "ProblemType": record("A kind of problem.", PROBLEM_TYPE),
        "PublicationStamp": record("The entry of the ledger that this document is.", STAMP),
        "Removed": record("Something that was public and that the law took away.", {**PROBLEM, **removed}),
        "Statement": record("What one citation states in a slot.", STATEMENT),
        "Usage": record("How much a key is used.", USAGE),
        "WhoAmI": record("Who a request comes from.", WHO),
        "Withdrawn": record("Something that was public and is not any more.", {**PROBLEM, **withdrawn}),
    }
