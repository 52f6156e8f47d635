"""From a body to a verb: rows for the numbers and names in it, columns for its slots, then one call of desk.py."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from rest_framework.serializers import ValidationError

from articles.models import Article
from companies import desk, ledger, locks, review
from companies.models import Citation, Company, Fact, Person
from companies.registry import find_or_propose_company, find_or_propose_person
from companies.slots import DATE_SLOT, PEOPLE_SLOT
from companies.vocabulary import Kind

from .bodies import BODIES, AddBody, KindBody, slot_fields

BLANK_WHERE_NULL = ("series", "basis", "status", "unit", "title", "outcome")
COMMENTS = ("reason", "note")


@transaction.atomic
def act(name: str, fact: Fact, *, by: Any, body: Any, version: int) -> Any:
    """Do to the fact what the body asks for, as a whole or not at all, and return what the verb returns.

    Raises ValidationError for a body that cannot be read, and whatever the verb raises.
    """
    more = slot_fields(fact.kind) if name == "correct" else None
    data = BODIES[name].read(body, more)
    if desk.is_public(name, fact):
        ledger.lock()
    arguments = ARGUMENTS.get(name, nothing)(fact, data)
    note = comment(data, is_public=desk.is_public(name, arguments.get("into", fact)))
    return desk.VERBS[name](fact, by=by, version=version, note=note, **arguments)


@transaction.atomic
def add(body: Any, *, by: Any) -> Fact:
    """Enter a fact that the machine did not see."""
    about = {name: value for name, value in body.items() if name == "kind"} if isinstance(body, dict) else body
    kind = KindBody.read(about)["kind"]
    data = AddBody.read(body, slot_fields(kind, is_new=True))
    article, quote, reason = data.pop("article"), data.pop("quote"), data.pop("reason", "")
    del data["kind"]
    values = columns(kind, data)
    company = values.pop("company")
    cited = article_numbered(article)
    return review.add(kind, company=company, values=values, article=cited, quote=quote, by=by, reason=reason)


def comment(data: dict[str, Any], *, is_public: bool) -> str:
    """The note of an act in public, or the reason of one on the desk. Refuses the one that is not meant."""
    meant, other = ("note", "reason") if is_public else ("reason", "note")
    if data.get(other):
        text = (
            _("What you do is public here, and so is why: write a “note” that readers and partners may see.")
            if is_public
            else _("Nothing of it is public: write a “reason”, which stays on the desk.")
        )
        raise ValidationError({other: [text]})
    return str(data.get(meant, ""))


def nothing(fact: Fact, data: dict[str, Any]) -> dict[str, Any]:
    """The arguments of a verb that takes a comment only."""
    return {}


def correction(fact: Fact, data: dict[str, Any]) -> dict[str, Any]:
    """The arguments of `correct`."""
    slots = {slot: value for slot, value in data.items() if slot not in (*COMMENTS, "publish_citations")}
    citations = citations_of(fact, data, "publish_citations")
    if not desk.is_correction(fact, slots, citations):
        raise ValidationError(_("There is nothing to correct: send at least one slot with its new value."))
    return {"changes": columns(fact.kind, slots), "citations": citations}


def division(fact: Fact, data: dict[str, Any]) -> dict[str, Any]:
    """The arguments of `split`."""
    return {"citations": citations_of(fact, data, "citations")}


def citation(fact: Fact, data: dict[str, Any]) -> dict[str, Any]:
    """The arguments of `cite`."""
    return {"article": article_numbered(data["article"]), "quote": data["quote"]}


def merger(fact: Fact, data: dict[str, Any]) -> dict[str, Any]:
    """The arguments of `merge`."""
    into = Fact.objects.filter(pk=data["into"]).first()
    if into is None:
        raise ValidationError({"into": [_("There is no fact %(number)s.") % {"number": data["into"]}]})
    return {"into": into}


ARGUMENTS = {"correct": correction, "split": division, "cite": citation, "merge": merger}


def citations_of(fact: Fact, data: dict[str, Any], name: str) -> list[Citation]:
    """The fact's citations of these numbers."""
    numbers = data.get(name, [])
    known = {citation.pk: citation for citation in fact.citations.all()} if numbers else {}
    text = _("Fact %(fact)s has no citation %(number)s.")
    errors: dict[Any, Any] = {
        place: [text % {"fact": fact.pk, "number": number}]
        for place, number in enumerate(numbers)
        if number not in known
    }
    if errors:
        raise ValidationError({name: errors})
    return [known[number] for number in numbers]


def article_numbered(number: int) -> Article:
    """The article of the number."""
    article = Article.objects.defer("raw").filter(pk=number).first()
    if article is None:
        raise ValidationError({"article": [_("There is no article %(number)s.") % {"number": number}]})
    return article


def columns(kind: str, slots: dict[str, Any]) -> dict[str, Any]:
    """The columns and participants that slots stand for. Companies and people of unknown names are proposed."""
    if {"company", "person", PEOPLE_SLOT.get(Kind(kind))} & set(slots):
        locks.hold(locks.DESK)
    values: dict[str, Any] = {}
    for slot, value in slots.items():
        if slot == DATE_SLOT.get(Kind(kind)):
            values["happened_on"], values["happened_on_precision"] = value or (None, None)
        elif slot == PEOPLE_SLOT.get(Kind(kind)):
            values["participants"] = [participant(slot, place, one) for place, one in enumerate(value)]
        elif slot in ("company", "person"):
            values[slot] = named(slot == "person", value.get("slug"), value.get("name"), {slot: None})
        else:
            values[slot] = "" if value is None and slot in BLANK_WHERE_NULL else value
    return values


def participant(slot: str, place: int, one: dict[str, Any]) -> dict[str, Any]:
    """What `correct` takes for one participant."""
    person, company = one.get("person"), one.get("company")
    is_person = bool(person or (one.get("is_person") and not company))
    row = named(is_person, person or company, one.get("name"), {slot: {place: None}})
    return {"person" if is_person else "company": row, "role": one["role"]}


def named(is_person: bool, slug: str | None, name: str | None, place: dict[str, Any]) -> Company | Person:
    """The company or person of a slug, else of a name, proposed where unknown. `place` tells where it stands."""
    if slug:
        rows: Any = Person.objects if is_person else Company.objects
        row = rows.filter(slug=slug).first()
        text = _("“%(name)s” is no slug that we know. Send the “name” instead: whoever is unknown is proposed.")
    else:
        row = (find_or_propose_person if is_person else find_or_propose_company)(str(name))
        text = _("“%(name)s” is no name: it has no letter and no digit.")
    if row is None:
        raise ValidationError(at(place, text % {"name": slug or name}))
    return row


def at(place: dict[Any, Any], text: str) -> dict[Any, Any]:
    """The fault at a place of the body."""
    return {key: [text] if deeper is None else at(deeper, text) for key, deeper in place.items()}
