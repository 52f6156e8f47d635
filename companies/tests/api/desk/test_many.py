"""Many acts in one request, and one request sent twice."""

from datetime import timedelta

import pytest
from django.utils import timezone

from companies.models import Fact, KeptAnswer
from companies.tests.factories import make_article, make_published, make_user, propose

from .bench import Bench, faults, pointed

pytestmark = pytest.mark.django_db


@pytest.fixture
def bench(publisher):
    """Someone who may do everything."""
    return Bench(publisher)


def outcomes(response):
    """(status, rule, version by now) of each act; every outcome has its shape."""
    results = response.json()["results"]
    assert [faults("DeskOutcome", one) for one in results] == [[]] * len(results)
    return [(one["status"], (one["problem"] or {}).get("rule"), one["version"]) for one in results]


@pytest.mark.parametrize("number", [True, 1.5, "1", None, []])
def test_what_is_no_number_of_a_fact_is_told_of_none(bench, number):
    response = bench.post("decisions/", {"decisions": [{"fact": number, "version": 1, "action": "accept"}]})
    assert outcomes(response) == [(400, "invalid_values", None)]
    assert response.json()["results"][0]["fact"] is None


def test_one_that_is_refused_hinders_no_other(bench, publisher):
    one, other, public = propose(), propose("valuation"), make_published("role", by=publisher)
    response = bench.post("decisions/", {"decisions": [
        {"fact": one.pk, "version": 1, "action": "accept"},
        {"fact": one.pk, "version": 1, "action": "publish"},
        {"fact": one.pk, "version": 2, "action": "correct", "series": "seed", "reason": "Misprint."},
        {"fact": other.pk, "version": 1, "action": "correct", "amount": "many"},
        {"fact": public.pk, "version": public.version, "action": "retract", "note": "Wrong."},
        {"fact": public.pk, "version": public.version, "action": "accept"},
        {"fact": 999, "version": 1, "action": "accept"},
        {"fact": other.pk, "action": "accept"},
        {"fact": other.pk, "version": 1, "action": "burn"},
    ]})  # fmt: skip
    assert response.status_code == 200
    assert outcomes(response) == [
        (200, None, 2),
        (412, "changed_meanwhile", 2),
        (200, None, 3),
        (400, "invalid_values", 1),
        (200, None, public.version + 1),
        (412, "changed_meanwhile", public.version + 1),
        (404, None, None),
        (400, "invalid_values", None),
        (400, "invalid_values", None),
    ]
    problems = [one["problem"] for one in response.json()["results"]]
    assert [problems[place]["errors"][0]["pointer"] for place in (3, 7, 8)] == [
        "/decisions/3/amount", "/decisions/7/version", "/decisions/8/action",
    ]  # fmt: skip
    assert [Fact.objects.get(pk=fact.pk).state for fact in (one, other, public)] == [
        "accepted", "proposed", "retracted",
    ]  # fmt: skip


def test_one_permission_for_some_of_them(editor):
    fact = propose()
    response = Bench(editor).post("decisions/", {"decisions": [
        {"fact": fact.pk, "version": 1, "action": "accept"}, {"fact": fact.pk, "version": 2, "action": "publish"},
    ]})  # fmt: skip
    assert outcomes(response) == [(200, None, 2), (403, "permission_missing", 2)]


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({}, "/decisions"),
        ({"decisions": []}, "/decisions"),
        ({"decisions": [{}] * 101}, "/decisions"),
        ({"decisions": [5]}, "/decisions/0"),
        ({"decisions": {}}, "/decisions"),
        ([], ""),
    ],
)
def test_list_that_is_none(bench, body, pointer):
    assert [place for place, _ in pointed(bench.post("decisions/", body))] == [pointer]


def body(**more):
    """A valuation to add."""
    article = more.pop("article", None) or make_article().pk
    return {
        "kind": "valuation", "company": {"name": "Novalis"}, "amount": 5, "currency": "EUR", "article": article,
        "quote": "Novalis a levé", **more,
    }  # fmt: skip


def add(bench, sent, key="a1"):
    """POST with an Idempotency-Key."""
    return bench.post("facts/", sent, **{"idempotency-key": key})


def test_request_sent_twice_adds_once(bench):
    sent = body()
    first, second = add(bench, sent), add(bench, dict(reversed(sent.items())))
    assert (first.status_code, second.status_code, Fact.objects.count()) == (201, 201, 1)
    assert (second.content, second["ETag"], second["Location"]) == (first.content, first["ETag"], first["Location"])


def test_answer_is_the_first_one_whatever_came_after(bench):
    sent = body()
    first = add(bench, sent)
    bench.do("publish", Fact.objects.get())
    assert add(bench, sent).content == first.content


def test_key_with_another_body(bench):
    sent = body()
    add(bench, sent)
    response = add(bench, sent | {"amount": 6})
    assert (response.status_code, response.json()["type"]) == (422, "/api/v1/problems/idempotency-key-reused/")
    assert (faults("Refusal", response.json()), Fact.objects.count()) == ([], 1)


def test_refused_addition_is_judged_anew(bench):
    sent = body(quote="Words of nobody")
    assert add(bench, sent).status_code == 400
    assert (KeptAnswer.objects.count(), add(bench, sent | {"quote": "Novalis a levé"}).status_code) == (0, 201)


def test_keys_belong_to_who_sends_them(bench):
    sent = body()
    add(bench, sent)
    assert (add(Bench(make_user("editor")), sent).status_code, Fact.objects.count()) == (201, 2)


def test_key_is_forgotten_after_a_day(bench):
    sent = body()
    add(bench, sent)
    KeptAnswer.objects.update(created_at=timezone.now() - timedelta(hours=25))
    assert (add(bench, sent).status_code, Fact.objects.count(), KeptAnswer.objects.count()) == (201, 2, 1)


@pytest.mark.parametrize("key", ["", "k" * 256])
def test_key_that_is_none(bench, key):
    response = add(bench, body(), key)
    assert (response.status_code, response.json()["errors"][0]["parameter"]) == (400, "Idempotency-Key")


def test_without_a_key_each_request_adds(bench):
    sent = body()
    assert [bench.post("facts/", sent).status_code for _ in range(2)] == [201, 201]
    assert Fact.objects.count() == 2
