"""Every refusal over HTTP: its status, the rule, and what may be done instead."""

import re
from pathlib import Path

import pytest

from companies import publishing, review
from companies.api.desk.refusing import IN_THE_BODY, STALE
from companies.models import Company, Decision, Fact
from companies.tests.factories import make_article, make_published, propose, reconcile_one

from .bench import Bench, pointed, told

pytestmark = pytest.mark.django_db
OPEN = ["correct", "reject", "publish", "cite", "merge"]


@pytest.fixture
def bench(publisher):
    """Someone who may do everything."""
    return Bench(publisher)


def test_wrong_state(bench):
    assert told(bench.do("retract", propose(), note="Wrong.")) == (409, "wrong_state", ["correct", "accept", *OPEN[1:]])


def test_wrong_state_tells_which_fact_and_what(bench, publisher):
    fact = make_published(by=publisher)
    problem = bench.do("accept", fact).json()
    assert (problem["detail"], problem["fact"], problem["type"], problem["title"]) == (
        f"Fact {fact.pk} is published, so “accept” does not apply to it.", fact.pk, "/api/v1/problems/conflict/",
        "Refused",
    )  # fmt: skip


def test_no_citation(bench):
    fact = propose()
    fact.citations.all().delete()
    assert told(bench.do("publish", fact)) == (409, "no_citation", ["correct", "accept", "reject", "cite", "merge"])


def test_unknown_currency(bench):
    fact = propose(currency=None)
    assert told(bench.do("publish", fact))[:2] == (409, "unknown_currency")


@pytest.mark.parametrize(
    ("act", "body"), [("retract", {}), ("correct", {"series": "seed"}), ("retract", {"note": " "})]
)
def test_note_required(bench, publisher, act, body):
    response = bench.do(act, make_published(by=publisher), **body)
    assert pointed(response) == [("/note", "Say in a public note why: readers and partners see it.")]
    assert told(response)[1] == "note_required"


def test_cite_public_fact_needs_a_note(bench, publisher):
    fact = make_published(by=publisher)
    body = {"article": make_article("Douze millions pour Novalis.").pk, "quote": "Douze millions"}
    assert told(bench.do("cite", fact, **body))[1] == "note_required"
    assert bench.do("cite", fact, **body, note="A second source.").json()["sentences"] == 2


def test_reason_where_a_note_is_meant(bench, publisher):
    fact = make_published(by=publisher)
    assert pointed(bench.do("correct", fact, series="seed", reason="Secret.")) == [
        ("/reason", "What you do is public here, and so is why: write a “note” that readers and partners may see.")
    ]


def test_note_where_a_reason_is_meant(bench):
    assert pointed(bench.do("correct", propose(), series="seed", note="Public?")) == [
        ("/note", "Nothing of it is public: write a “reason”, which stays on the desk.")
    ]


@pytest.mark.parametrize(
    ("quote", "rule"), [("ab", "quote_length"), ("Words of nobody", "quote_not_found"), ("x" * 1001, "quote_length")]
)
def test_quote_that_does_not_stand_there(bench, quote, rule):
    response = bench.do("cite", propose(), article=make_article().pk, quote=quote)
    assert ([pointer for pointer, _ in pointed(response)], told(response)[1]) == (["/quote"], rule)


def test_cited_already(bench):
    fact = propose()
    citation = fact.citations.get()
    response = bench.do("cite", fact, article=citation.article_id, quote=citation.quote)
    assert told(response)[:2] == (409, "cited_already")


def test_nothing_to_split(bench):
    fact = propose()
    response = bench.do("split", fact, citations=[fact.citations.get().pk])
    assert told(response)[:2] == (409, "nothing_to_split")


def test_merge_of_two_kinds(bench):
    assert told(bench.do("merge", propose(), into=propose("role").pk))[:2] == (409, "not_alike")


def test_merge_of_two_companies(bench):
    into = propose(company="Pastel Data")
    assert told(bench.do("merge", propose(), into=into.pk))[:2] == (409, "two_companies")


def test_undo_of_nothing(bench):
    assert told(bench.do("undo", propose()))[:2] == (409, "nothing_to_undo")


def test_undo_on_the_other_fact(bench):
    kept, double = propose(series="series_a"), propose(series="series_b")
    bench.do("merge", double, into=kept.pk)
    assert told(bench.do("undo", kept))[:2] == (409, "undo_the_other")


def test_undo_of_what_moved_on(bench):
    kept, double, third = (propose(series=f"series_{letter}") for letter in "abc")
    bench.do("merge", double, into=kept.pk)
    bench.do("merge", kept, into=third.pk)
    assert told(bench.do("undo", double))[:2] == (409, "wrong_state")


def test_undo_of_an_addition(bench, publisher):
    fact = propose()
    own = review.add(
        "valuation", company=fact.company, values={"amount": 5, "currency": "EUR"},
        article=make_article(), quote="Novalis a levé", by=publisher,
    )  # fmt: skip
    assert told(bench.do("undo", own))[:2] == (409, "cannot_undo")


def test_values_that_the_tables_refuse(bench):
    fact = propose()
    assert pointed(bench.do("correct", fact, equity_amount=12_000_001)) == [
        ("", "Equity and debt together are not more than the amount.")
    ]
    assert Decision.objects.count() == 0


def test_editor_may_not_publish(editor):
    response = Bench(editor).do("publish", propose())
    assert told(response) == (403, "permission_missing", ["correct", "accept", "reject", "cite", "merge"])
    assert response.json()["detail"] == (
        "claire may not do this: the permission “publish_fact” is missing. Ask an administrator."
    )


@pytest.mark.parametrize("act", ["correct", "cite", "retract", "merge"])
def test_editor_may_not_touch_what_is_public(editor, publisher, act):
    fact = make_published(by=publisher)
    bodies = {
        "correct": {"series": "seed", "note": "No."},
        "cite": {"article": fact.citations.get().article_id, "quote": "Novalis a levé", "note": "No."},
        "retract": {"note": "No."},
        "merge": {"into": make_published(series="seed", by=publisher).pk, "note": "No."},
    }
    assert told(Bench(editor).do(act, fact, **bodies[act])) == (403, "permission_missing", [])


def test_refused_act_leaves_no_trace(bench):
    fact = propose()
    before = Company.objects.count()
    response = bench.do("correct", fact, company={"name": "Nouvelle Lauze"}, amount=-1)
    assert response.status_code == 400
    assert (Company.objects.count(), Fact.objects.get(pk=fact.pk).version) == (before, fact.version)


def test_working_document_says_beforehand_what_would_be_refused(editor, publisher):
    fact = propose(currency=None)
    reconcile_one(make_article("Novalis lève 12 millions."), currency=None)
    actions = Bench(publisher).get(f"facts/{fact.pk}/").json()["actions"]
    assert {act: one["rule"] for act, one in actions.items()} == {
        "correct": None, "accept": None, "reject": None, "publish": "unknown_currency", "retract": "wrong_state",
        "cite": None, "merge": None, "split": None, "undo": "nothing_to_undo",
    }  # fmt: skip
    assert actions["publish"]["reason"].endswith("Correct the currency before publishing.")
    assert Bench(editor).get(f"facts/{fact.pk}/").json()["actions"]["publish"]["rule"] == "permission_missing"


def test_what_is_allowed_is_what_goes_through(bench, publisher):
    fact = make_published(by=publisher)
    publishing.retract(fact, by=publisher, note="Wrong.")
    actions = bench.get(f"facts/{fact.pk}/").json()["actions"]
    assert [act for act, one in actions.items() if one["allowed"]] == []


def test_every_rule_of_the_verbs_is_known_here():
    """A new rule in review.py or publishing.py forces a decision: is it about what was sent, or about what is?"""
    folder = Path(review.__file__).parent
    rules = set()
    for name in ("review.py", "publishing.py", "refusals.py"):
        rules |= set(re.findall(r'Refused\(\s*"(\w+)"', (folder / name).read_text()))
    conflicts = {
        "wrong_state", "no_citation", "unknown_currency", "cited_already", "nothing_to_split", "not_alike",
        "two_companies", "cannot_undo", "not_the_last", "nothing_to_undo", "undo_the_other", "moved_on",
        "unknown_field",
    }  # fmt: skip
    assert rules == conflicts | set(IN_THE_BODY) | {STALE}
