"""The shapes of what the desk shows and takes, as JSON Schema, from the same words as the public documents."""

from __future__ import annotations

from typing import Any

from companies import desk
from companies.api.components import (
    ARTICLE,
    CITATION,
    CONFIDENCE,
    DESCRIPTIONS,
    PROBLEM,
    SLOTS,
    STAMP,
    JSONSchema,
    component_name,
    fact_values,
    record,
    ref,
    several,
    text,
    text_or_null,
    word,
    word_or_null,
)
from companies.api.parameters import NOT_BLANK, PARTIAL_DATE, SLUG
from companies.api.parameters import text as blankless
from companies.review import LONGEST_QUOTE, SHORTEST_QUOTE
from companies.slots import DATE_SLOT, MUST_HOLD, PEOPLE_SLOT
from companies.vocabulary import LARGEST, LARGEST_NUMBER, PARTICIPANT_ROLES, STATUSES, Action, Kind, State, Verb

from .bodies import (
    LONGEST_COMMENT,
    LONGEST_NAME,
    LONGEST_TEXT,
    LONGEST_TITLE,
    LONGEST_UNIT,
    MOST_CITATIONS,
    MOST_PARTICIPANTS,
)
from .bulk import MOST
from .working import SHOWN_OF_ARTICLES

NUMBER = {"type": "integer", "minimum": 1, "maximum": LARGEST_NUMBER}
FLAG = {"type": "boolean"}
MOMENT = text("When.", format="date-time")
REASON = {"reason": text("Why, for colleagues: it is never public.", maxLength=LONGEST_COMMENT)}
NOTE = {"note": text("Why, for readers and partners: it is public.", maxLength=LONGEST_COMMENT)}
EITHER = {**REASON, **NOTE}
# What a slot takes beyond what its documents say of themselves.
POSITIVE = {"exclusiveMinimum": 0, "exclusiveMaximum": LARGEST}
PART = {"minimum": 0, "exclusiveMaximum": LARGEST}
LIMITS: dict[str, JSONSchema] = {
    "amount": POSITIVE,
    "target_amount": POSITIVE,
    "equity_amount": PART,
    "debt_amount": PART,
    "value": {"exclusiveMinimum": -LARGEST, "exclusiveMaximum": LARGEST},
    "unit": {"pattern": NOT_BLANK, "maxLength": LONGEST_UNIT},
    "title": {"pattern": NOT_BLANK, "maxLength": LONGEST_TITLE},
    "outcome": {"pattern": NOT_BLANK, "maxLength": LONGEST_TEXT},
}
QUOTE = rf"{NOT_BLANK}[\s\S]+{NOT_BLANK}"  # spaces around it do not count
SLUG_OR_NULL = {**SLUG, "type": ["string", "null"]}
ABOUT = {
    "state": word(State.values, "Where the fact stands."),
    "version": {**NUMBER, "description": "Grows with every change: the ETag."},
    "confidence": CONFIDENCE,
    "rule": text_or_null("The rule that found it."),
    "edited_fields": several({"type": "string"}, "Columns that an editor set: no import changes them."),
    "merged_into": {"type": ["integer", "null"], "description": "The fact that it was merged into."},
    "sentences": {"type": "integer", "minimum": 0, "description": "How many sentences it rests on."},
    "updated_at": MOMENT,
    "url": text("Path of the working document.", format="uri-reference"),
}
SENTENCE = {
    **{name: CITATION[name] for name in ("quote", "start", "end", "states", "printed", "source")},
    "id": {**NUMBER, "description": "Number of the citation."},
    "rule": text_or_null("The rule that found it, or “editor”."),
    "confidence": CONFIDENCE,
    "is_public": {**FLAG, "description": "True where a publisher saw it: readers see it with the fact."},
    "article": record("The article.", {name: ARTICLE[name] for name in SHOWN_OF_ARTICLES}),
}
DECISION = {
    "id": {**NUMBER, "description": "Number of the decision."},
    "verb": word(Verb.values, "What was done."),
    "at": MOMENT,
    "by": text("Who did it."),
    "reason": text_or_null("Why."),
    "changed": several({"type": "string"}, "The columns that it changed."),
}
ACTION = {
    "allowed": {**FLAG, "description": "True where you may do it now."},
    "rule": text_or_null("The rule that forbids it."),
    "reason": text_or_null("Why it is forbidden, and what to do."),
    "comment": word(["reason", "note"], "The member that says why: for colleagues, or for the public."),
    "comment_required": {**FLAG, "description": "True where it is refused without."},
    "method": word(["PATCH", "POST"], "How to do it."),
    "url": text("Where to do it.", format="uri-reference"),
}
ENTRY = {
    "sequence": STAMP["sequence"],
    "action": word(Action.values, "What the entry did."),
    "published_at": MOMENT,
    "note": text_or_null("Why, in the publisher's words."),
}
REFUSAL = {
    **PROBLEM,
    "rule": text("The rule that refused."),
    "fact": {"type": ["integer", "null"], "description": "Number of the fact."},
    "allowed": several(word(desk.VERBS, "An act."), "What you may do to the fact instead, as it stands now."),
}
OUTCOME: dict[str, JSONSchema] = {
    "fact": {"type": ["integer", "null"], "description": "Number of the fact; null for what is none."},
    "action": word_or_null(desk.VERBS, "The act; null for what is none."),
    "status": {"type": "integer", "description": "200, or the status of the problem."},
    "version": {"type": ["integer", "null"], "description": "The fact's version by now."},
    "problem": {"anyOf": [ref("Refusal"), ref("Problem"), {"type": "null"}]},
}


def closed(description: str, properties: dict[str, JSONSchema], required: tuple[str, ...] = ()) -> JSONSchema:
    """A body: these members and no others."""
    return {
        "type": "object",
        "description": description,
        "properties": properties,
        "required": list(required),
        "additionalProperties": False,
    }


def working(kind: Kind) -> JSONSchema:
    """The working document of a fact of the kind."""
    entry = record("The entry of the ledger in force.", ENTRY)
    more = {
        "citations": several(ref("DeskCitation"), "Every sentence it rests on, in the articles' order."),
        "decisions": several(ref("DeskDecision"), "What was decided about it, the latest first."),
        "publication": {"oneOf": [entry, {"type": "null"}]},
        "actions": record("What can be done.", {act: ref("DeskAction") for act in desk.VERBS}),
    }
    return record(DESCRIPTIONS[kind], {**fact_values(kind), **ABOUT, **more})


def slots(kind: Kind) -> dict[str, JSONSchema]:
    """The slots of the kind as a body gives them."""
    values = {name: {**shape, **LIMITS.get(name, {})} for name, shape in SLOTS[kind].items()}
    values |= {"company": ref("NameOrSlug"), "status": word_or_null(STATUSES[kind], "How settled it is.")}
    if kind == Kind.ROLE:
        values["person"] = ref("NameOrSlug")
    if kind in DATE_SLOT:
        values[DATE_SLOT[kind]] = {
            "anyOf": [*PARTIAL_DATE["anyOf"], {"type": "null"}],
            "description": "The date: YYYY, YYYY-MM or YYYY-MM-DD.",
        }
    if kind in PEOPLE_SLOT:
        everyone = several(participant(kind), "Everyone who takes part: it replaces the list.")
        values[PEOPLE_SLOT[kind]] = {**everyone, "maxItems": MOST_PARTICIPANTS}
    return values


def participant(kind: Kind) -> JSONSchema:
    """Who takes part, by slug or by name."""
    one = {
        "name": {**blankless(LONGEST_NAME), "description": "The name; whoever is unknown is proposed."},
        "company": {**SLUG_OR_NULL, "description": "Slug of a company."},
        "person": {**SLUG_OR_NULL, "description": "Slug of a person."},
        "is_person": {**FLAG, "description": "True where the name is a person's."},
        "role": word(PARTICIPANT_ROLES[kind], "What it does in the fact."),
    }
    named = [
        {"required": ["name"]},
        *[{"required": [who], "properties": {who: {"type": "string"}}} for who in ("company", "person")],
    ]
    return {**closed("A company or a person that takes part.", one, ("role",)), "anyOf": named}


def bodies() -> dict[str, JSONSchema]:
    """What each act takes, by the name of its component."""
    several_citations = {"type": "array", "items": NUMBER, "maxItems": MOST_CITATIONS}
    reveal = {**several_citations, "description": "Citations that readers see from now on (public facts)."}
    quoted = {
        "article": {**NUMBER, "description": "Number of the article."},
        "quote": text("Its words.", minLength=SHORTEST_QUOTE, maxLength=LONGEST_QUOTE, pattern=QUOTE),
    }
    corrections = [
        {**closed(DESCRIPTIONS[kind], {**slots(kind), "publish_citations": reveal, **EITHER}), "minProperties": 1}
        for kind in Kind
    ]
    entries = [
        closed(
            DESCRIPTIONS[kind],
            {"kind": {"const": kind.value, "type": "string"}, **slots(kind), **quoted, **REASON},
            ("kind", "company", "article", "quote", *MUST_HOLD.get(kind, ()), *["person"] * (kind == Kind.ROLE)),
        )
        for kind in Kind
    ]
    decision = {
        "type": "object",
        "description": "One act. Members beside these three are the body of the act.",
        "required": ["fact", "version", "action"],
        "properties": {"fact": NUMBER, "version": NUMBER, "action": word(desk.VERBS, "The act.")},
        "additionalProperties": {},
    }
    items = {"type": "array", "items": decision, "minItems": 1, "maxItems": MOST}
    going = {**several_citations, "minItems": 1, "description": "The citations that go."}
    return {
        "CorrectBody": {"anyOf": corrections, "description": "Slots of the fact's kind, with their new values."},
        "AddBody": {"oneOf": entries, "description": "A fact of one kind, with the sentence that it rests on."},
        "ReasonBody": closed("A private reason.", REASON),
        "NoteBody": closed("A public note.", NOTE),
        "CiteBody": closed("A sentence.", {**quoted, **EITHER}, ("article", "quote")),
        "MergeBody": closed("The fact that stays.", {"into": NUMBER, **EITHER}, ("into",)),
        "SplitBody": closed("What goes into a new proposal.", {"citations": going, **REASON}, ("citations",)),
        "DecisionsBody": closed("Acts, done in order.", {"decisions": items}, ("decisions",)),
    }


def components() -> dict[str, JSONSchema]:
    """Every component by its name."""
    whole = {f"Desk{component_name(kind)}": working(kind) for kind in Kind}
    listed = {
        f"Desk{component_name(kind)}Listed": record(DESCRIPTIONS[kind], {**fact_values(kind), **ABOUT}) for kind in Kind
    }
    named: dict[str, Any] = {
        "slug": {**SLUG, "description": "Of one that is known; it says who, name or not."},
        "name": {**blankless(LONGEST_NAME), "description": "Whoever is unknown is proposed."},
    }
    return {
        **whole,
        **listed,
        **bodies(),
        "DeskFact": {"oneOf": [ref(name) for name in whole]},
        "DeskFactListed": {"oneOf": [ref(name) for name in listed]},
        "DeskCitation": record("A sentence, seen from the desk.", SENTENCE),
        "DeskDecision": record("An editorial act.", DECISION),
        "DeskAction": record("Whether an act can be done, and how.", ACTION),
        "DeskOutcome": record("What came of one of several acts.", OUTCOME),
        "NameOrSlug": {**closed("A company or a person.", named), "minProperties": 1},
        "Refusal": record("Why the desk did not do it (RFC 9457).", REFUSAL),
    }
