"""Which entries a subscription is sent: by kind, action and company, and never by what is not public."""

import pytest

from companies import publishing, registry
from companies.models import Company, Publication
from companies.tests.factories import make_published
from companies.webhooks import choosing, subscribing

pytestmark = pytest.mark.django_db


def subscribe(partner, *slugs, **options):
    companies = Company.objects.filter(slug__in=slugs)
    return subscribing.subscribe(by=partner, url="https://partner.example/", companies=companies, after=0, **options)[0]


def about(sequence):
    """The name of the company that an entry is about, as it is today."""
    entry = Publication.objects.get(sequence=sequence)
    return str(entry.company or (entry.fact and entry.fact.company) or "")


def chosen(subscription):
    """(kind, action, what it is about) of every entry that the subscription is sent."""
    told = []
    while entry := choosing.next_entry(subscription, None, last=choosing.head()):
        told.append((entry.kind, entry.action, about(entry.sequence)))
        subscription.cursor = entry.sequence
    return told


def test_kinds_and_actions(partner, publisher):
    fact = make_published("valuation", by=publisher)
    make_published("role", by=publisher)
    publishing.retract(fact, by=publisher, note="Denied.")
    assert chosen(subscribe(partner, kinds=["valuation"])) == [
        ("valuation", "published", "Novalis"), ("valuation", "retracted", "Novalis"),
    ]  # fmt: skip
    assert chosen(subscribe(partner, kinds=["valuation", "role"], actions=["published"])) == [
        ("valuation", "published", "Novalis"), ("role", "published", "Novalis"),
    ]  # fmt: skip


def test_company_with_the_deals_it_takes_part_in(partner, publisher):
    make_published("deal", by=publisher)
    make_published("valuation", by=publisher, company="Ferrovia")
    assert chosen(subscribe(partner, "novalis")) == [
        ("company", "published", "Novalis"), ("deal", "published", "Pastel Data"),
    ]  # fmt: skip


def test_fact_that_goes_to_another_company_is_told_to_both(partner, publisher):
    fact = make_published("valuation", by=publisher)
    other = make_published("role", by=publisher, company="Ferrovia").company
    publishing.correct_published(fact, by=publisher, changes={"company": other}, note="It was Ferrovia.")
    facts = [("valuation", "published", "Ferrovia"), ("valuation", "corrected", "Ferrovia")]
    assert [row for row in chosen(subscribe(partner, "novalis")) if row[0] == "valuation"] == facts
    assert [row for row in chosen(subscribe(partner, "ferrovia")) if row[0] == "valuation"] == facts[1:]


def test_withdrawn_is_told(partner, publisher):
    fact = make_published("valuation", by=publisher)
    make_published("valuation", by=publisher, company="Ferrovia")
    publishing.retract(fact, by=publisher, note="Denied.")
    told = chosen(subscribe(partner, "novalis"))
    assert [(kind, action) for kind, action, _about in told] == [
        ("company", "published"), ("valuation", "published"), ("valuation", "retracted"), ("company", "retracted"),
    ]  # fmt: skip


def test_merged_company_is_followed(partner, publisher):
    one = make_published("valuation", by=publisher, company="Novaliss").company
    other = make_published("role", by=publisher).company
    subscription = subscribe(partner, "novaliss")
    registry.merge_companies(one, into=other, by=publisher, note="The same.")
    subscription.cursor = before = choosing.head()
    make_published("key_figure", by=publisher)
    assert [row for row in chosen(subscription) if row[0] == "key_figure"] == [
        ("key_figure", "published", "Novalis"),
    ]  # fmt: skip
    subscription.cursor = 0
    told = chosen(subscription)
    assert before < choosing.head()
    assert ("company", "merged", "Novaliss") in told


def test_empty_ledger(partner):
    assert (choosing.head(), chosen(subscribe(partner)), Publication.objects.count()) == (0, [], 0)


@pytest.mark.parametrize("companies", [1, 4])
def test_queries_of_a_step(partner, publisher, django_assert_num_queries, companies):
    for number in range(companies):
        make_published("valuation", by=publisher, company=f"Ferrovia {number}")
    slugs = [f"ferrovia-{number}" for number in range(companies)]
    subscription, head = subscribe(partner, *slugs, kinds=["valuation"]), choosing.head()
    with django_assert_num_queries(3):
        choosing.next_entry(subscription, None, last=head)
