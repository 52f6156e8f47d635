"""What the API shows: the ledger's documents in force, and nothing else."""

import json

import pytest
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import override

from articles.models import Article
from companies import publishing, registry
from companies.models import MODELS, Company, Fact, Publication
from companies.tests.factories import make_article, make_published, make_user, propose
from companies.vocabulary import Kind

from . import world

pytestmark = pytest.mark.django_db
NOT_FOUND = {
    "type": "/api/v1/problems/not-found/",
    "title": "Not found",
    "status": 404,
    "detail": "Nothing was ever published at this address.",
    "errors": [],
}


def page(results):
    return {"next": None, "previous": None, "results": results}


@pytest.mark.parametrize("kind", Kind.values)
def test_list_of_facts_published(client, publisher, kind):
    facts = world.make_many(kind, 2, by=publisher)
    answer = world.get(client, f"{world.PATHS[kind]}/").json()
    assert answer == page([world.document(fact) for fact in reversed(facts)])


@pytest.mark.parametrize("kind", Kind.values)
def test_list_of_facts_draft_hidden(client, kind):
    propose(kind)
    assert world.get(client, f"{world.PATHS[kind]}/").json() == page([])


@pytest.mark.parametrize("kind", Kind.values)
def test_fact_published(client, publisher, kind):
    fact = make_published(kind, by=publisher)
    assert world.get(client, f"{world.PATHS[kind]}/{fact.pk}/").json() == world.document(fact)


@pytest.mark.parametrize("kind", Kind.values)
def test_fact_draft_is_like_an_unknown_one(client, kind):
    draft = propose(kind)
    answers = [world.get(client, f"{world.PATHS[kind]}/{number}/") for number in (draft.pk, 10**6, 10**30)]
    assert [(a.status_code, a["Content-Type"], a.json()) for a in answers] == [
        (404, "application/problem+json", NOT_FOUND)
    ] * 3


def test_fact_of_another_kind_is_not_found(client, publisher):
    deal = make_published("deal", by=publisher)
    assert world.get(client, f"funding-rounds/{deal.pk}/").json() == NOT_FOUND


def test_document_is_the_stored_text(client, publisher):
    fact = make_published(by=publisher)
    assert world.get(client, f"funding-rounds/{fact.pk}/").content.decode() == fact.publication.document


def test_fact_whose_row_changed_shows_its_document(client, publisher):
    fact = make_published(by=publisher)
    before = world.document(fact)
    Fact.objects.filter(pk=fact.pk).update(amount=999)
    MODELS["funding_round"].objects.filter(pk=fact.pk).update(series="ipo")
    assert world.results(client, "funding-rounds/") == [before]
    assert world.get(client, f"funding-rounds/{fact.pk}/").json() == before


def test_fact_corrected(client, publisher):
    fact = make_published(by=publisher)
    publishing.correct_published(fact, by=publisher, changes={"amount": 13_000_000}, note="The firm said so.")
    answer = world.get(client, f"funding-rounds/{fact.pk}/").json()
    assert answer == world.document(fact)
    assert (answer["amount"], answer["publication"]["corrections"]) == (13_000_000, 1)
    assert world.results(client, "funding-rounds/") == [answer]


def test_fact_retracted(client, publisher):
    fact = make_published(by=publisher)
    entry = publishing.retract(fact, by=publisher, note="The firm denies it.")
    response = world.get(client, f"funding-rounds/{fact.pk}/")
    with override("en"):
        day = date_format(localtime(entry.published_at), "DATE_FORMAT")
    assert (response.status_code, response["Content-Type"]) == (410, "application/problem+json")
    assert response.json() == {
        "type": "/api/v1/problems/withdrawn/",
        "title": "Withdrawn",
        "status": 410,
        "detail": f"Withdrawn on {day}. The publisher's note: The firm denies it.",
        "errors": [],
        "withdrawn_at": entry.published_at.isoformat(),
        "note": "The firm denies it.",
    }
    assert world.results(client, "funding-rounds/") == []


def test_company_and_article_withdrawn_with_their_last_fact(client, publisher):
    fact = make_published(by=publisher)
    article = fact.citations.get().article
    publishing.retract(fact, by=publisher, note="The firm denies it.")
    for address in (f"companies/{fact.company.slug}/", f"articles/{article.pk}/"):
        answer = world.get(client, address).json()
        assert (answer["status"], answer["note"]) == (410, None)
        assert answer["detail"].endswith("with the last published fact that named it.")
    assert world.results(client, "companies/") == []
    assert world.results(client, "articles/") == []


def test_fact_merged_sends_on(client, publisher):
    kept = make_published(by=publisher)
    duplicate = make_published(by=publisher, series="series_b")
    publishing.merge_published(duplicate, into=kept, by=publisher, note="One round.")
    response = world.get(client, f"funding-rounds/{duplicate.pk}/")
    assert (response.status_code, response["Location"], response.content) == (
        301, f"http://testserver/api/v1/funding-rounds/{kept.pk}/", b"",
    )  # fmt: skip
    assert world.results(client, "funding-rounds/") == [world.document(kept)]


def test_companies_published(client, publisher):
    make_published(by=publisher)
    expected = [world.document(company) for company in Company.objects.order_by("name")]
    assert [company["name"] for company in expected] == ["Banque Aubrac", "Novalis", "Quercy Ventures"]
    assert world.get(client, "companies/").json() == page(expected)
    assert world.get(client, "companies/novalis/").json() == expected[1]


def test_company_draft_is_like_an_unknown_one(client):
    propose()
    assert world.get(client, "companies/").json() == page([])
    assert world.get(client, "companies/novalis/").json() == NOT_FOUND
    assert world.get(client, "companies/nobody/").json() == NOT_FOUND


def merge(publisher, *, into):
    return registry.merge_companies(Company.objects.get(slug="novalis-2"), into=into, by=publisher, note="One firm.")


def test_company_merged_sends_on(client, publisher):
    fact, other = make_published(by=publisher), make_published(by=publisher, company="Novalis 2", amount=3_000_000)
    merge(publisher, into=fact.company)
    response = world.get(client, "companies/novalis-2/", include="facts")
    assert (response.status_code, response["Location"]) == (
        301, "http://testserver/api/v1/companies/novalis/?include=facts",
    )  # fmt: skip
    assert world.results(client, "funding-rounds/", company="novalis-2") == [
        world.document(other),
        world.document(fact),
    ]


def test_company_merged_while_a_draft_is_like_an_unknown_one(client, publisher):
    fact = make_published(by=publisher)
    propose(company="Novalis 2", amount=3_000_000)
    merge(publisher, into=fact.company)
    assert world.get(client, "companies/novalis-2/").json() == NOT_FOUND
    assert world.errors(client, "funding-rounds/", company="novalis-2") == [world.unknown_name("company", "novalis-2")]


def test_company_merged_twice_is_found_by_its_first_slug(client, publisher):
    fact = make_published(by=publisher, company="Novalis 2", amount=3_000_000)
    second = make_published(by=publisher, company="Ostara", amount=4_000_000)
    third = make_published(by=publisher, company="Pelias", amount=5_000_000)
    merge(publisher, into=second.company)
    registry.merge_companies(Company.objects.get(slug="ostara"), into=third.company, by=publisher, note="One firm.")
    found = world.results(client, "funding-rounds/", company="novalis-2", ordering="amount")
    assert found == [world.document(one) for one in (fact, second, third)]


def test_company_with_its_facts(client, publisher):
    facts = world.make_one_of_each(by=publisher)
    older = make_published(by=publisher, amount=2_000_000, announced_on="2023", series="seed")
    world.propose_one_of_each()
    company = world.document(Company.objects.get(slug="novalis"))
    embedded = {fact.kind: [world.document(fact)] for fact in facts}
    embedded["funding_round"].append(world.document(older))
    response = world.get(client, "companies/novalis/", include="facts")
    assert response.json() == {**company, "facts": embedded}
    assert list(response.json()) == [*company, "facts"]


def test_article_published(client, publisher):
    article = make_article(title="Novalis lève 12 millions", outlet="La Gazette du Lot")
    make_published(by=publisher, article=article)
    assert world.get(client, f"articles/{article.pk}/").json() == world.document(article)
    assert world.get(client, "articles/").json() == page([world.document(article)])


def test_article_draft_is_like_an_unknown_one(client):
    draft = propose().citations.get().article
    assert world.get(client, "articles/").json() == page([])
    assert world.get(client, f"articles/{draft.pk}/").json() == NOT_FOUND


def test_root_lists_what_there_is(client):
    names = {**{name: name for name in [*world.PATHS.values(), "companies", "facts", "people", "articles"]}}
    names |= {name: name for name in ("changes", "checksum", "publications", "dumps")}
    names |= {name: name for name in ("whoami", "usage", "problems", "schema", "docs", "redoc")}
    assert world.get(client, "").json() == {name: f"http://testserver/api/v1/{path}/" for name, path in names.items()}


@pytest.mark.parametrize("count", [1, 30])
@pytest.mark.parametrize("kind", Kind.values)
def test_queries_of_facts(client, publisher, django_assert_num_queries, kind, count):
    facts = world.make_many(kind, count, by=publisher)
    path, slug = world.PATHS[kind], facts[0].company.slug
    with django_assert_num_queries(1):
        assert len(world.results(client, f"{path}/", page_size=100)) == count
    with django_assert_num_queries(2):
        assert len(world.results(client, f"{path}/", company=slug)) == 1
    with django_assert_num_queries(1):
        world.get(client, f"{path}/{facts[0].pk}/")


@pytest.mark.parametrize("count", [1, 30])
def test_queries_of_companies_and_articles(client, publisher, django_assert_num_queries, count):
    slug = world.make_many("role", count, by=publisher)[0].company.slug
    with django_assert_num_queries(1):
        assert len(world.results(client, "companies/", page_size=100)) == count
    with django_assert_num_queries(1):
        assert len(world.results(client, "companies/", q="novalis", kind="company", page_size=100)) == count
    with django_assert_num_queries(1):
        assert len(world.results(client, "articles/", page_size=100)) == count
    with django_assert_num_queries(1):
        world.get(client, f"companies/{slug}/")


@pytest.mark.parametrize("count", [1, 30])
def test_queries_of_a_company_with_its_facts(client, publisher, django_assert_num_queries, count):
    for number in range(count):
        make_published(by=publisher, amount=1000 * (number + 1))
    with django_assert_num_queries(1):
        answer = world.get(client, "companies/novalis/", include="facts").json()
    assert len(answer["facts"]["funding_round"]) == count


@pytest.mark.parametrize("count", [1, 30])
def test_queries_with_every_name(client, publisher, django_assert_num_queries, count):
    for number in range(count):
        make_published(by=publisher, amount=1000 * (number + 1))
    names = {"company": "novalis", "investor": "quercy-ventures", "role": "lead"}
    with django_assert_num_queries(2):
        assert len(world.results(client, "funding-rounds/", page_size=100, **names)) == count
    with django_assert_num_queries(3):  # one more for the rows without an amount, once those with one are read
        assert len(world.results(client, "funding-rounds/", page_size=100, ordering="amount", **names)) == count


def test_every_entry_in_force_is_served_once(client, publisher):
    world.make_one_of_each(by=publisher)
    paths = {**world.PATHS, "company": "companies", "article": "articles", "person": "people"}
    served = [d for kind in world.SUBJECTS for d in world.results(client, f"{paths[kind]}/", page_size=100)]
    in_force = [json.loads(entry.document) for entry in Publication.objects.published()]
    by_sequence = [sorted(found, key=lambda d: d["publication"]["sequence"]) for found in (served, in_force)]
    assert by_sequence[0] == by_sequence[1]


@pytest.mark.parametrize("group", [None, "editor", "publisher"])
def test_signing_in_shows_no_more(client, group):
    draft = propose()
    client.force_login(make_user(group))
    assert world.get(client, "funding-rounds/").json() == page([])
    assert world.get(client, f"funding-rounds/{draft.pk}/").json() == NOT_FOUND
    assert Article.objects.count() == 1
