"""Published facts of every kind for tests, and what the ledger says of them."""

from __future__ import annotations

import json
from typing import Any

from django.contrib.auth.models import User
from django.test import Client

from articles.models import Article
from companies.models import Company, Fact, Person, Publication
from companies.tests.factories import make_article, make_published, propose
from companies.vocabulary import Kind

PATHS = {
    Kind.FUNDING_ROUND: "funding-rounds",
    Kind.VALUATION: "valuations",
    Kind.KEY_FIGURE: "key-figures",
    Kind.DEAL: "deals",
    Kind.CONTROVERSY: "controversies",
    Kind.ROLE: "roles",
}
SUBJECTS = [*Kind.values, "company", "article", "person"]


def get(client: Client, address: str, **parameters: Any) -> Any:
    """The response to a GET under /api/v1/."""
    return client.get(f"/api/v1/{address}", parameters)


def results(client: Client, address: str, **parameters: Any) -> list[dict[str, Any]]:
    """The documents of a list's first page."""
    response = get(client, address, **parameters)
    assert response.status_code == 200, response.content
    return response.json()["results"]


def errors(client: Client, address: str, **parameters: Any) -> list[dict[str, str]]:
    """What a refused request is told of its parameters."""
    response = get(client, address, **parameters)
    assert (response.status_code, response["Content-Type"]) == (400, "application/problem+json")
    return response.json()["errors"]


def unknown_name(parameter: str, slug: str) -> dict[str, str]:
    """What a request is told of a slug that names nothing public."""
    detail = f"“{slug}” names nothing public. /api/v1/companies/?q= finds slugs by name."
    return {"parameter": parameter, "detail": detail}


def document(subject: Fact | Company | Article | Person) -> dict[str, Any]:
    """The document in force of a fact, a company, an article or a person."""
    column = {Company: "company", Article: "article", Person: "person"}.get(type(subject), "fact")
    return json.loads(Publication.objects.published().get(**{column: subject.pk}).document)


def documents(kind: str) -> list[dict[str, Any]]:
    """Every document in force of a kind, newest first."""
    return [json.loads(entry.document) for entry in Publication.objects.published().filter(kind=kind)]


def numbered(kind: str, number: int) -> dict[str, Any]:
    """Slots that no other number has: an event of its own."""
    name = f"Novalis {number}"
    if kind == Kind.DEAL:
        parties = [{"name": name, "role": "acquirer"}, {"name": f"Pastel {number}", "role": "target"}]
        return {"parties": parties}
    return {"company": name}


def make_many(kind: str, count: int, *, by: User) -> list[Fact]:
    """As many public facts of the kind, each about another company and from another article."""
    return [make_published(kind, by=by, **numbered(kind, number)) for number in range(count)]


def make_one_of_each(*, by: User) -> list[Fact]:
    """A public fact of every kind."""
    article = make_article(title="Novalis lève 12 millions", outlet="La Gazette du Lot", url="https://g.example/1")
    return [make_published(kind, by=by, article=article) for kind in Kind.values]


def propose_one_of_each() -> list[Fact]:
    """A proposed fact of every kind, with names that nothing public has."""
    article = make_article(
        "Poisonia a levé des fonds auprès de Poison Capital.", title="Poisonia lève", outlet="Poison Gazette",
        url="https://poison.example/1",
    )  # fmt: skip
    slots: dict[str, dict[str, Any]] = {kind: {"company": "Poisonia"} for kind in Kind.values}
    slots["funding_round"]["investors"] = [{"name": "Poison Capital", "role": "lead"}]
    slots["deal"] = {"parties": [{"name": "Novalis", "role": "acquirer"}, {"name": "Poisonia", "role": "target"}]}
    slots["controversy"]["parties"] = ["Poison League"]
    slots["role"]["person"] = "Paula Poison"
    slots["key_figure"] |= {"metric": "other", "unit": "poison"}
    return [propose(kind, article=article, **slots[kind]) for kind in Kind.values]
