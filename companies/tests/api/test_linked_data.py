"""JSON-LD as a partner's library reads it, without a network."""

import pytest
from pyld import jsonld

from companies.api.components import component_name
from companies.tests.factories import make_published
from companies.vocabulary import Kind

from . import world

pytestmark = pytest.mark.django_db
LINKED = {"accept": "application/ld+json"}
SCHEMA = "https://schema.org/"
OWN = "http://testserver/api/v1/context.jsonld#"


def expanded(client, address, **parameters):
    """What the library makes of an answer, every member kept or named in the context as dropped."""
    response = client.get(f"/api/v1/{address}", parameters, headers=LINKED)
    assert (response.status_code, response["Content-Type"]) == (200, "application/ld+json")

    def load(url, options):
        context = client.get(url).json()
        return {"contentType": "application/ld+json", "contextUrl": None, "documentUrl": url, "document": context}

    options = {"documentLoader": load, "base": f"http://testserver/api/v1/{address}"}
    [node] = jsonld.expand(response.json(), options)
    assert jsonld.to_rdf(response.json(), options)["@default"]
    return node


def value(node, name):
    [one] = node[name]
    return one.get("@value", one)


def test_fact(client, publisher):
    fact = make_published(by=publisher)
    node = expanded(client, f"funding-rounds/{fact.pk}/")
    assert node["@id"] == f"http://testserver/api/v1/funding-rounds/{fact.pk}/"
    assert node["@type"] == [f"{SCHEMA}Claim", f"{OWN}FundingRound"]
    assert (value(node, f"{SCHEMA}amount"), value(node, f"{SCHEMA}currency")) == (12_000_000, "EUR")
    assert value(value(node, f"{SCHEMA}about"), f"{SCHEMA}name") == "Novalis"
    assert [value(one, f"{OWN}companySlug") for one in node[f"{SCHEMA}funder"]] == ["quercy-ventures", "banque-aubrac"]
    citation = value(node, f"{SCHEMA}citation")
    assert value(citation, f"{SCHEMA}text") == fact.citations.get().quote
    assert value(citation, f"{SCHEMA}isPartOf")["@id"].startswith("http://testserver/api/v1/articles/")
    assert value(node, f"{OWN}missing") == world.document(fact)["missing"]


@pytest.mark.parametrize("address", ["companies/novalis/", "companies/"])
def test_embedded_documents_have_their_types(client, publisher, address):
    world.make_one_of_each(by=publisher)
    node = expanded(client, address, include="facts,articles,people")
    members = node.get("http://www.w3.org/ns/hydra/core#member", [node])
    company = next(one for one in members if one["@id"].endswith("/novalis/"))
    kinds = {one["@type"][1] for one in company[f"{SCHEMA}subjectOf"]}
    assert kinds == {f"{OWN}{component_name(kind)}" for kind in Kind}
    [round_] = [one for one in company[f"{SCHEMA}subjectOf"] if one["@type"][1] == f"{OWN}FundingRound"]
    assert [value(one, f"{OWN}role") for one in round_[f"{SCHEMA}funder"]] == ["lead", "lender"]
    [article], [person] = company[f"{SCHEMA}citation"], company[f"{SCHEMA}member"]
    types = [one["@type"] for one in (company, article, person)]
    assert types == [[f"{SCHEMA}{name}"] for name in ("Organization", "NewsArticle", "Person")]


def test_list_of_every_kind(client, publisher):
    facts = world.make_one_of_each(by=publisher)
    node = expanded(client, "facts/", page_size=2, count="true")
    hydra = "http://www.w3.org/ns/hydra/core#"
    assert [one["@type"][1] for one in node[f"{hydra}member"]] == [f"{OWN}Role", f"{OWN}Controversy"]
    assert value(node, f"{hydra}next")["@id"].startswith("http://testserver/api/v1/facts/?")
    assert value(node, f"{hydra}totalItems") == len(facts)


def test_the_stored_text_is_copied(client, publisher):
    fact = make_published(by=publisher)
    answer = client.get(f"/api/v1/facts/{fact.pk}/", headers=LINKED).content.decode()
    assert answer.endswith(fact.publication.document[1:])


def test_parts_of_a_document(client, publisher):
    fact = make_published("role", by=publisher)
    answer = client.get(f"/api/v1/roles/{fact.pk}/?fields=title", headers=LINKED).json()
    assert answer == {
        "@context": "http://testserver/api/v1/context.jsonld",
        "@type": ["schema:Claim", "Role"],
        "title": "ceo",
    }


def test_it_is_another_representation(client, publisher):
    make_published(by=publisher)
    plain, other = (client.get("/api/v1/companies/novalis/", headers=headers) for headers in ({}, LINKED))
    assert plain["ETag"] != other["ETag"]
    assert "Accept" in plain["Vary"]


def test_problems_are_problems(client):
    response = client.get("/api/v1/roles/1/", headers=LINKED)
    assert (response.status_code, response["Content-Type"]) == (404, "application/problem+json")
    assert "@context" not in response.json()
