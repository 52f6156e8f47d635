"""What is shown of a document: parts of it, and other documents beside it."""

import pytest

from articles.models import Article
from companies import publishing
from companies.models import Company, Fact, Person
from companies.tests.factories import make_article, make_published

from . import world

pytestmark = pytest.mark.django_db


def by_kind(*facts):
    """The documents of facts by kind, as include shows them."""
    found = {kind: [] for kind in world.PATHS}
    for fact in facts:
        found[fact.kind].append(world.document(fact))
    return found


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ("id", {"id": 1}),
        ("amount, company.name", {"company": {"name": "Novalis"}, "amount": 12_000_000}),
        ("investors.name", {"investors": [{"name": "Quercy Ventures"}, {"name": "Banque Aubrac"}]}),
        ("citations.article.outlet", {"citations": [{"article": {"outlet": "Le Lot"}}]}),
        ("currency,currency", {"currency": "EUR"}),
        ("company,company.slug", {"company": {"slug": "novalis", "name": "Novalis"}}),
        ("company.slug,company", {"company": {"slug": "novalis", "name": "Novalis"}}),
        ("citations.printed", {"citations": [{"printed": {"amount": "12 millions d'euros"}}]}),
    ],
)
def test_fields(client, publisher, fields, expected):
    fact = make_published(by=publisher, article=make_article(outlet="Le Lot"))
    expected = {name: fact.pk if name == "id" else value for name, value in expected.items()}
    assert world.get(client, f"funding-rounds/{fact.pk}/", fields=fields).json() == expected
    assert world.results(client, "facts/", fields=fields) == [expected]


@pytest.mark.parametrize(
    ("address", "fields", "value", "allowed"),
    [
        ("people/", "salary", "salary", "approved_at, corrections, kind, name, publication, slug, url"),
        ("people/x/", "facts", "facts", "approved_at, corrections, kind, name, publication, slug, url"),
        ("roles/", "id,company.x", "company.x", "company.name, company.slug"),
        ("roles/", "id.x", "id.x", "none"),
        ("roles/", "company..name", "company..name", "company.name, company.slug"),
    ],
)
def test_fields_unknown(client, address, fields, value, allowed):
    told = [{"parameter": "fields", "detail": f"“{value}” is not one of: {allowed}."}]
    assert world.errors(client, address, fields=fields) == told


def test_company_with_all_that_can_be_embedded(client, publisher):
    facts = world.make_one_of_each(by=publisher)
    world.propose_one_of_each()
    novalis, person = Company.objects.get(slug="novalis"), Person.objects.get(slug="maud-ferrand")
    article = facts[0].citations.get().article
    answer = world.get(client, "companies/novalis/", include="people,articles,facts").json()
    beside = {"people": [world.document(person)], "articles": [world.document(article)], "facts": by_kind(*facts)}
    assert answer == world.document(novalis) | beside
    only = world.get(client, "companies/novalis/", include="facts", fields="slug,facts.role.title").json()
    assert only == {"slug": "novalis", "facts": {"role": [{"title": "ceo"}]}}


def test_deal_is_embedded_once_in_each_of_its_parties(client, publisher):
    deal = make_published("deal", by=publisher)
    for company in world.results(client, "companies/", include="facts"):
        assert company["facts"] == by_kind(deal)


def test_people_and_articles_with_their_facts(client, publisher):
    role = make_published("role", by=publisher)
    party = make_published(
        "deal", by=publisher, people=("Maud Ferrand",),
        parties=[{"name": "Maud Ferrand", "role": "acquirer"}, {"name": "Ostara", "role": "target"}],
    )  # fmt: skip
    person, article = Person.objects.get(), role.citations.get().article
    with_facts = world.document(person) | {"facts": by_kind(role, party)}
    assert world.get(client, "people/maud-ferrand/", include="facts").json() == with_facts
    assert world.results(client, "people/", include="facts") == [with_facts]
    assert world.get(client, f"articles/{article.pk}/", include="facts").json() == world.document(article) | {
        "facts": by_kind(role)
    }
    assert world.errors(client, "articles/", include="facts")[0]["parameter"] == "include"


def test_nothing_withdrawn_is_embedded(client, publisher):
    article = make_article()
    kept = make_published("role", by=publisher, article=article)
    gone = make_published("role", by=publisher, article=article, person="Jan Vos")
    publishing.retract(gone, by=publisher, note="Wrong.")
    answer = world.get(client, "companies/novalis/", include="facts,people").json()
    assert (answer["facts"], [one["name"] for one in answer["people"]]) == (by_kind(kept), ["Maud Ferrand"])
    assert world.get(client, f"articles/{article.pk}/", include="facts").json()["facts"] == by_kind(kept)


@pytest.mark.parametrize("count", [1, 30])
def test_queries(client, publisher, django_assert_max_num_queries, count):
    facts = world.make_many("role", count, by=publisher)
    for number in range(count):
        make_published(by=publisher, amount=1000 * (number + 1))
    names = {"company": "novalis", "involves": "quercy-ventures", "outlet": [], "page_size": 1000}
    article = facts[0].citations.get().article.pk
    addresses = [
        ("facts/", {**names, "ordering": "amount", "count": "true", "fields": "id"}, count),
        ("funding-rounds/", {**names, "ordering": "-announced_on", "count": "true"}, count),
        ("companies/", {"q": "novalis", "include": "facts,articles,people", "count": "true", "page_size": 1000}, None),
        ("people/", {"company": "novalis-0", "include": "facts", "count": "true"}, 1),
        ("articles/", {"company": "novalis", "ordering": "published_on", "count": "true", "page_size": 1000}, count),
    ]
    for address, given, length in addresses:
        with django_assert_max_num_queries(3):
            found = world.results(client, address, **given)
        assert length in (None, len(found))
    for address in ("companies/novalis/", "people/maud-ferrand/", f"articles/{article}/"):
        with django_assert_max_num_queries(2):
            assert world.get(client, address, include="facts").status_code == 200


def test_facts_of_every_kind(client, publisher):
    facts = world.make_one_of_each(by=publisher)
    world.propose_one_of_each()
    assert world.results(client, "facts/") == [world.document(fact) for fact in reversed(facts)]
    for fact in facts:
        assert world.get(client, f"facts/{fact.pk}/").json() == world.document(fact)
    draft = Fact.objects.exclude(state="published").first()
    assert world.get(client, f"facts/{draft.pk}/").status_code == 404
    publishing.retract(facts[0], by=publisher, note="Denied.")
    assert world.get(client, f"facts/{facts[0].pk}/").status_code == 410
    assert Article.objects.exists()
