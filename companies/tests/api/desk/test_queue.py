"""The list and the working document: what they tell, how they are narrowed, and what they cost."""

import pytest

from companies import review
from companies.tests.api import world
from companies.tests.factories import make_article, make_published, propose, reconcile_one
from companies.vocabulary import Kind

from .bench import Bench, faults

pytestmark = pytest.mark.django_db
WHO_ASKS = 4  # queries: the session, its user, and the permissions of the user and of the groups


@pytest.fixture
def bench(editor):
    """An editor."""
    return Bench(editor)


def numbers(bench, **parameters):
    """The facts of a page, in its order."""
    return [one["id"] for one in bench.get("facts/", **parameters).json()["results"]]


def test_facts_of_every_kind_have_their_shape(bench):
    facts = [propose(kind) for kind in Kind.values]
    page = bench.get("facts/").json()
    assert [faults("DeskFactListed", one) for one in page["results"]] == [[]] * len(facts)
    assert [faults("DeskFact", bench.get(f"facts/{fact.pk}/").json()) for fact in facts] == [[]] * len(facts)


def test_working_document(bench, editor):
    fact = propose(article=make_article(title="Novalis lève", outlet="La Gazette du Lot"))
    review.correct(fact, by=editor, changes={"series": "seed"}, reason="Misprint.")
    document = bench.get(f"facts/{fact.pk}/").json()
    assert (document["citations"][0]["states"]["series"], document["series"]) == ("series_a", "seed")
    assert (document["citations"][0]["article"]["outlet"], document["citations"][0]["start"]) == (
        "La Gazette du Lot", 14,
    )  # fmt: skip
    assert [(one["verb"], one["by"], one["reason"], one["changed"]) for one in document["decisions"]] == [
        ("correct", "claire", "Misprint.", ["edited_fields", "series"])
    ]
    assert document["actions"]["correct"] == {
        "allowed": True, "rule": None, "reason": None, "comment": "reason", "comment_required": False,
        "method": "PATCH", "url": f"/api/v1/desk/facts/{fact.pk}/",
    }  # fmt: skip
    assert document["actions"]["retract"]["comment_required"] is True


def test_filters(bench, editor, publisher):
    article = make_article()
    one = propose(article=article, confidence=0.4)
    other = propose("valuation", confidence=0.9)
    public = make_published("deal", by=publisher, confidence=0.95)
    reconcile_one(article, "valuation")
    review.accept(one, by=editor)
    pastel = propose("role", company="Pastel Data")
    assert numbers(bench, state="accepted") == [one.pk]
    assert numbers(bench, state=["accepted", "published"]) == [public.pk, one.pk]
    assert numbers(bench, kind="valuation") == [other.pk]
    assert numbers(bench, company="pastel-data") == [pastel.pk, public.pk]
    assert numbers(bench, confidence_min="0.95") == [public.pk]
    assert numbers(bench, article=article.pk) == [other.pk, one.pk]
    assert numbers(bench, article=999) == []


@pytest.mark.parametrize(
    ("parameters", "detail"),
    [
        ({"state": "lost"}, "“lost” is not one of: proposed, accepted, published, retracted, rejected."),
        ({"company": "nobody"}, "No company has the slug “nobody”."),
        ({"article": "x"}, "Enter a whole number."),
        ({"ordering": "name"}, None),
        ({"page_size": "0"}, None),
        ({"cursor": "x"}, None),
        ({"colour": "red"}, None),
    ],
)
def test_parameters_that_cannot_be_followed(bench, parameters, detail):
    response = bench.get("facts/", **parameters)
    error = response.json()["errors"][0]
    assert (response.status_code, error["parameter"]) == (400, next(iter(parameters)))
    assert detail is None or error["detail"] == detail


@pytest.mark.parametrize("ordering", ["id", "-id", "confidence", "-confidence", "date", "-date", "updated", "-updated"])
def test_pages_follow_each_other_in_every_order(bench, ordering):
    for number in range(5):
        propose("valuation", confidence=0.5 + number % 2 / 10, as_of=[None, "2024", "2025"][number % 3],
                **world.numbered("valuation", number))  # fmt: skip
    whole = numbers(bench, ordering=ordering)
    page, found = bench.get("facts/", ordering=ordering, page_size=2).json(), []
    while True:
        found += [one["id"] for one in page["results"]]
        if page["next"] is None:
            break
        page = bench.client.get(page["next"]).json()
    assert found == whole
    back = bench.client.get(page["previous"]).json()
    assert [one["id"] for one in back["results"]] == whole[2:4]


@pytest.mark.parametrize("count", [1, 4])
def test_list_costs_the_same_whatever_its_length(bench, django_assert_num_queries, count):
    for number in range(count):
        for kind in Kind.values:
            propose(kind, **world.numbered(kind, number))
    with django_assert_num_queries(2 + WHO_ASKS):
        assert len(bench.get("facts/", page_size=100).json()["results"]) == count * len(Kind)


@pytest.mark.parametrize("count", [1, 4])
def test_working_document_costs_the_same_whatever_it_holds(bench, editor, django_assert_num_queries, count):
    fact = propose()
    for number in range(count):
        reconcile_one(make_article(f"Novalis lève 12 millions, {number}."))
        review.correct(fact, by=editor, changes={"series": ["seed", "series_b"][number % 2]})
    with django_assert_num_queries(5 + WHO_ASKS):
        assert bench.get(f"facts/{fact.pk}/").json()["sentences"] == count + 1


def test_fact_that_there_is_not(bench):
    assert {bench.get("facts/999/").status_code, bench.get(f"facts/{10**30}/").status_code} == {404}
