"""What writes may bring: every slot of every kind, and the place of every fault."""

import json

import pytest
from django.contrib.auth.models import Permission

from companies.models import Company, Fact, Participation, Person
from companies.tests.factories import make_article, make_published, make_user, propose, reconcile_one
from companies.vocabulary import Kind

from .bench import Bench, faults, pointed

pytestmark = pytest.mark.django_db
CHANGES = {
    Kind.FUNDING_ROUND: {
        "amount": 12_500_000.5, "target_amount": 20_000_000, "equity_amount": 9_000_000, "debt_amount": None,
        "currency": "USD", "qualifier": "at_least", "series": None, "status": "rumoured", "announced_on": "2025-02",
    },
    Kind.VALUATION: {
        "amount": 1, "currency": "GBP", "qualifier": "at_most", "basis": None, "status": None, "as_of": "2024",
    },
    Kind.KEY_FIGURE: {
        "metric": "net_result", "value": -3.25, "unit": "EUR", "qualifier": "exact", "status": "forecast",
        "as_of": None,
    },
    Kind.DEAL: {
        "deal_type": "merger", "amount": None, "currency": None, "qualifier": "exact", "status": "cancelled",
        "date": "2025-01-11",
    },
    Kind.CONTROVERSY: {
        "category": "privacy", "part": "accuser", "title": "Fuite", "outcome": None, "status": "resolved",
        "started_on": "2024-12",
    },
    Kind.ROLE: {"title": "chair", "status": "former"},
}  # fmt: skip


@pytest.fixture
def bench(editor):
    """An editor."""
    return Bench(editor)


@pytest.mark.parametrize("kind", Kind.values)
def test_every_slot_can_be_corrected(bench, kind):
    fact = propose(kind)
    response = bench.do("correct", fact, **CHANGES[kind])
    document = response.json()
    assert (response.status_code, faults("DeskFact", document)) == (200, [])
    assert {slot: document[slot] for slot in CHANGES[kind]} == CHANGES[kind]
    assert faults("CorrectBody", CHANGES[kind]) == []


@pytest.mark.parametrize("kind", Kind.values)
def test_what_a_document_tells_can_be_sent_back(bench, kind):
    fact = propose(kind)
    before = bench.get(f"facts/{fact.pk}/").json()
    slots = {name: before[name] for name in [*CHANGES[kind], "company"]}
    slots |= {name: before[name] for name in ("investors", "parties", "person") if name in before}
    after = bench.do("correct", fact, **slots).json()
    assert {name: after[name] for name in slots} == slots


def test_companies_and_people_by_name_are_found_or_proposed(bench):
    fact = propose()
    investors = [
        {"name": "quercy  ventures", "role": "investor"},
        {"name": "Fonds du Causse", "role": "lead"},
        {"name": "Maud Ferrand", "role": "investor", "is_person": True},
    ]
    document = bench.do("correct", fact, investors=investors, company={"name": "Novalis Énergie"}).json()
    assert document["company"] == {"slug": "novalis-energie", "name": "Novalis Énergie"}
    assert [(one["name"], one["company"], one["person"], one["role"]) for one in document["investors"]] == [
        ("Quercy Ventures", "quercy-ventures", None, "investor"),
        ("Fonds du Causse", "fonds-du-causse", None, "lead"),
        ("Maud Ferrand", None, "maud-ferrand", "investor"),
    ]
    assert (Company.objects.filter(slug="fonds-du-causse").count(), Person.objects.count()) == (1, 1)


def test_role_of_another_person(bench):
    fact = propose("role")
    assert bench.do("correct", fact, person={"name": "Ida Lauze"}).json()["person"]["slug"] == "ida-lauze"


FAULTY = [
    ({"amount": "12,5 M€"}, "/amount", "Send a number, without units or quotation marks: 12500000."),
    ({"amount": True}, "/amount", "Send a number, without units or quotation marks: 12500000."),
    ({"amount": 1.234}, "/amount", "Ensure that there are no more than 2 decimal places."),
    ({"currency": 5}, "/currency", "Not a valid string."),
    ({"currency": "EURO"}, "/currency", "Ensure this field has no more than 3 characters."),
    ({"series": "series_z"}, "/series", None),
    ({"qualifier": None}, "/qualifier", "This field may not be null."),
    ({"announced_on": "March"}, "/announced_on", "“March” is no date. Write YYYY, YYYY-MM or YYYY-MM-DD."),
    ({"announced_on": "2025-13"}, "/announced_on", "“2025-13” is no date. Write YYYY, YYYY-MM or YYYY-MM-DD."),
    ({"investors": [{"name": "X", "role": "king"}]}, "/investors/0/role", None),
    ({"investors": [{"name": "Quercy Ventures", "role": "lead"}, {"role": "lead"}]}, "/investors/1",
     "Give a “name”, or the slug of a “company” or a “person”."),
    ({"investors": [{"company": "nobody", "role": "lead"}]}, "/investors/0",
     "“nobody” is no slug that we know. Send the “name” instead: whoever is unknown is proposed."),
    ({"investors": [{"name": "!!", "role": "lead"}]}, "/investors/0",
     "“!!” is no name: it has no letter and no digit."),
    ({"company": {"slug": "nobody"}}, "/company",
     "“nobody” is no slug that we know. Send the “name” instead: whoever is unknown is proposed."),
    ({"company": {}}, "/company", "Give a “slug” or a “name”."),
    ({"company": "Novalis"}, "/company", None),
    ({"state": "published"}, "/state", None),
    ({"a/b": 1}, "/a~1b", None),
    ({"reason": "x" * 2001}, "/reason", "Ensure this field has no more than 2000 characters."),
    ({"publish_citations": [0]}, "/publish_citations/0", "Ensure this value is greater than or equal to 1."),
    ({"publish_citations": [99]}, "/publish_citations/0", None),
    ({}, "", "There is nothing to correct: send at least one slot with its new value."),
]  # fmt: skip


@pytest.mark.parametrize(("body", "pointer", "text"), FAULTY, ids=lambda value: str(value)[:40])
def test_faulty_value_is_pointed_to(bench, body, pointer, text):
    fact = propose()
    found = pointed(bench.do("correct", fact, **body))
    assert [place for place, _ in found] == [pointer]
    assert text is None or [detail for _, detail in found] == [text]
    assert Fact.objects.get(pk=fact.pk).version == 1


def test_unknown_member_names_those_that_there_are(bench):
    assert pointed(bench.do("accept", propose(), note="x")) == [
        ("/note", "There is no such member here. Allowed: reason.")
    ]


@pytest.mark.parametrize("body", [[], "x", 5, None])
def test_body_that_is_no_object(bench, body):
    fact = propose()
    response = bench.client.post(
        f"/api/v1/desk/facts/{fact.pk}/accept/", data=json.dumps(body),
        content_type="application/json", headers={"if-match": '"1"'},
    )  # fmt: skip
    assert [pointer for pointer, _ in pointed(response)] == [""]


def test_body_that_is_no_json(bench):
    response = bench.client.post(
        f"/api/v1/desk/facts/{propose().pk}/accept/", "{", content_type="application/json", headers={"if-match": '"1"'}
    )
    assert (response.status_code, response.json()["type"]) == (400, "/api/v1/problems/bad-request/")


def test_split_leads_to_the_new_proposal(bench):
    fact = propose()
    reconcile_one(make_article("Novalis lève 12 millions."))
    going = fact.citations.latest("pk")
    response = bench.do("split", fact, citations=[going.pk], reason="Two rounds.")
    assert (response.status_code, response.json()["sentences"], faults("DeskFact", response.json())) == (201, 1, [])
    new = bench.client.get(response["Location"]).json()
    assert ([one["id"] for one in new["citations"]], new["state"]) == ([going.pk], "proposed")


def test_merge_and_undo(bench):
    kept, double = propose(series="series_a"), propose(series="series_b")
    merged = bench.do("merge", double, into=kept.pk, reason="One round, told twice.").json()
    assert (merged["state"], merged["merged_into"], merged["sentences"]) == ("rejected", kept.pk, 0)
    assert bench.do("undo", double).json()["state"] == "proposed"


def test_merge_into_a_public_fact_takes_a_note(publisher):
    bench, kept, double = Bench(publisher), make_published(series="series_a", by=publisher), propose(series="series_b")
    assert pointed(bench.do("merge", double, into=kept.pk, reason="Told twice."))[0][0] == "/reason"
    assert bench.do("merge", double, into=kept.pk, note="Told twice.").json()["merged_into"] == kept.pk


def test_correction_in_public_shows_the_sentences_named(client, publisher):
    fact = make_published(by=publisher)
    late = make_article("Novalis lève 12 millions.", outlet="Le Courrier de Lauze")
    reconcile_one(late)
    bench = Bench(publisher)
    bench.do("correct", fact, series="seed", note="Misprint.")
    assert "Courrier" not in client.get(f"/api/v1/funding-rounds/{fact.pk}/").content.decode()
    new = fact.citations.get(article=late).pk
    response = bench.do("correct", fact, publish_citations=[new], note="A second source.")
    assert [one["is_public"] for one in response.json()["citations"]] == [True, True]
    assert "Courrier" in client.get(f"/api/v1/funding-rounds/{fact.pk}/").content.decode()


def added(kind, /, **more):
    """A body that adds a fact of the kind, from an article of its own."""
    slots = {slot: value for slot, value in CHANGES[kind].items() if value is not None}
    slots |= {"person": {"name": "Ida Lauze"}} if kind == Kind.ROLE else {}
    slots |= {"parties": [{"name": "Novalis", "role": "acquirer"}]} if kind == Kind.DEAL else {}
    body = {"kind": kind, "company": {"name": "Novalis"}, "article": make_article().pk, "quote": "Novalis a levé"}
    return body | slots | more


@pytest.mark.parametrize("kind", Kind.values)
def test_fact_of_every_kind_can_be_added(bench, kind):
    body = added(kind)
    response = bench.post("facts/", body)
    document = response.json()
    assert (response.status_code, faults("DeskFact", document), faults("AddBody", body)) == (201, [], [])
    assert (document["state"], document["rule"], document["sentences"]) == ("accepted", "editor", 1)
    assert bench.client.get(response["Location"])["ETag"] == response["ETag"] == '"1"'


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"kind": "rumour"}, "/kind"),
        ({"kind": []}, "/kind"),
        ({"metric": None}, "/metric"),
        ({"article": 999}, "/article"),
        ({"quote": "Words of nobody"}, "/quote"),
        ({"value": 10**15}, ""),
        ({"series": "seed"}, "/series"),
    ],
)
def test_faulty_addition_adds_nothing(bench, change, pointer):
    assert [place for place, _ in pointed(bench.post("facts/", added(Kind.KEY_FIGURE, **change)))] == [pointer]
    assert (Fact.objects.count(), Company.objects.count(), Participation.objects.count()) == (0, 0, 0)


def test_addition_without_what_it_cannot_be_without(bench):
    assert [place for place, _ in pointed(bench.post("facts/", {"kind": "role"}))] == [
        "/article", "/quote", "/company", "/person", "/title",
    ]  # fmt: skip


def test_addition_by_someone_who_may_not(db):
    user = make_user()
    user.user_permissions.set(Permission.objects.filter(codename="view_fact"))
    response = Bench(user).post("facts/", added(Kind.VALUATION))
    assert (response.status_code, response.json()["rule"], Fact.objects.count()) == (403, "permission_missing", 0)


@pytest.mark.parametrize(
    ("into", "status"), [(float, 200), (str, 400), (bool, 400), (lambda number: number + 0.5, 400)]
)
def test_whole_numbers_as_json_writes_them(bench, into, status):
    """In JSON 12 and 12.0 are one number."""
    stays, goes = propose(), propose(amount=13_000_000)
    assert bench.do("merge", goes, into=into(stays.pk)).status_code == status


def test_sentences_of_a_fact_that_is_not_public_are_no_correction(bench):
    fact = propose()
    response = bench.do("correct", fact, publish_citations=[fact.citations.get().pk])
    assert pointed(response) == [("", "There is nothing to correct: send at least one slot with its new value.")]
    assert not fact.decisions.exists()
