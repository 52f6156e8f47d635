"""No one overwrites unseen work: If-Match, also with two editors at the same moment."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.contrib.auth.models import User
from django.db import connection, connections  # noqa: F401 - the skip condition reads it

from companies.models import Decision, Fact
from companies.tests.factories import make_article, make_published, propose

from .bench import Bench, told, version_in


@pytest.fixture
def bench(publisher):
    """Someone who may do everything."""
    return Bench(publisher)


def test_write_without_a_version(bench):
    fact = propose()
    response = bench.post(f"facts/{fact.pk}/accept/")
    assert told(response)[:2] == (428, "version_required")
    assert response.json()["type"] == "/api/v1/problems/version-required/"
    assert Fact.objects.get(pk=fact.pk).state == "proposed"


BODIES = {
    "correct": {"series": "seed"},
    "cite": {"article": 1, "quote": "Novalis a levé"},
    "merge": {"into": 1},
    "split": {"citations": [1]},
    "retract": {"note": "Wrong."},
}


@pytest.mark.parametrize("act", ["correct", "accept", "reject", "publish", "retract", "cite", "merge", "split", "undo"])
def test_write_on_an_old_version(bench, publisher, act):
    fact = make_published(by=publisher) if act == "retract" else propose()
    body = dict(BODIES.get(act, {}))
    body |= {"article": make_article().pk} if act == "cite" else {}
    body |= {"into": propose(series="seed").pk} if act == "merge" else {}
    body |= {"citations": [fact.citations.get().pk]} if act == "split" else {}
    change = {"series": "series_c"} | ({"note": "Misprint."} if act == "retract" else {})
    now = version_in(bench.do("correct", fact, **change))
    decided = Decision.objects.count()
    response = bench.do(act, fact, seen=now - 1, **body)
    assert told(response)[:2] == (412, "changed_meanwhile")
    assert (version_in(response), response.json()["type"]) == (now, "/api/v1/problems/changed-meanwhile/")
    assert Decision.objects.count() == decided


def test_new_evidence_is_a_new_version(bench):
    fact = propose()
    seen = version_in(bench.get(f"facts/{fact.pk}/"))
    propose(article=make_article("Novalis lève 12 millions auprès de Quercy Ventures."))
    assert told(bench.do("publish", fact, seen=seen))[:2] == (412, "changed_meanwhile")


@pytest.mark.parametrize("etag", ["*", "3", 'W/"1"', '"x"', '"1", "2"', '"9999999999999999999"'])
def test_tag_that_is_none_of_ours(bench, etag):
    response = bench.post(f"facts/{propose().pk}/accept/", {}, **{"if-match": etag})
    assert (response.status_code, response.json()["errors"][0]["parameter"]) == (400, "If-Match")


def test_tag_of_a_compressed_answer(publisher):
    fact = propose()
    bench = Bench(publisher, headers={"accept-encoding": "gzip"})
    tag = bench.get(f"facts/{fact.pk}/")["ETag"]
    assert tag == '"1-gzip"'
    assert bench.post(f"facts/{fact.pk}/accept/", {}, **{"if-match": tag}).status_code == 200


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="needs PostgreSQL (DATABASE_URL)")
@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("correct", {"series": "seed"}), ("correct", {"series": "series_b"})),
        (("accept", {}), ("reject", {})),
        (("publish", {}), ("correct", {"amount": 1})),
    ],
)
def test_two_editors_at_the_same_moment(one, other):
    fact, start = propose(), threading.Barrier(2)
    boss = User.objects.create_superuser("boss")
    benches = [Bench(boss), Bench(boss)]

    def decide(number):
        act, body = (one, other)[number]
        try:
            start.wait()
            return benches[number].do(act, fact, seen=1, **body).status_code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        statuses = sorted(pool.map(decide, range(2)))
    assert statuses == [200, 412]
    assert (Fact.objects.get(pk=fact.pk).version, Decision.objects.filter(fact=fact.pk).count()) == (2, 1)


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="needs PostgreSQL (DATABASE_URL)")
def test_one_idempotency_key_at_the_same_moment_adds_once():
    article, company = make_article(), propose().company
    boss = User.objects.create_superuser("boss")
    body = {
        "kind": "valuation", "company": {"slug": company.slug}, "amount": 5, "currency": "EUR",
        "article": article.pk, "quote": "Novalis a levé",
    }  # fmt: skip
    benches = [Bench(boss) for _ in range(4)]

    def add(bench):
        try:
            response = bench.post("facts/", body, **{"idempotency-key": "k"})
            return response.status_code, response.content
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(add, benches))
    assert ({status for status, _ in answers}, len(set(answers))) == ({201}, 1)
    assert Fact.objects.filter(kind="valuation").count() == 1


def test_undo_of_nothing_on_an_old_version(bench):
    fact = propose()
    Fact.objects.filter(pk=fact.pk).update(version=3)
    assert told(bench.do("undo", fact, seen=2))[:2] == (412, "changed_meanwhile")
