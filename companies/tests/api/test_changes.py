"""The change feed, the versions and the checksum."""

import json
import sqlite3
import time

import pytest
from django.core.cache import cache

from companies import ledger, publishing, registry
from companies.examples import follow
from companies.models import Publication
from companies.tests.factories import make_published, propose

from . import world
from .test_schema import validator

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _empty_cache():
    cache.clear()


def lead_a_life(by):
    """Entries of every action; the notes have what JSON must escape."""
    fact = make_published("valuation", by=by)
    publishing.correct_published(fact, by=by, changes={"amount": 90_000_000}, note='« é » "q" \\ \n\t\x01\x1f\x7f €')
    twin = make_published("valuation", by=by, amount=300_000)
    publishing.merge_published(twin, into=fact, by=by, note="One and the same.")
    other = make_published("role", by=by, company="Novalis AI", person="Ada Fernand")
    registry.merge_companies(other.company, into=fact.company, by=by, note="One firm.")
    publishing.retract(fact, by=by, note="Denied.")
    return fact, twin, other


def changes(client, **parameters):
    response = world.get(client, "changes/", **parameters)
    assert response.status_code == 200, response.content
    return response.json()


def numbers(page):
    return [one["sequence"] for one in page["results"]]


def test_feed_tells_every_entry_in_order(client, publisher):
    fact, twin, _other = lead_a_life(publisher)
    page = changes(client)
    last, digest = ledger.head()
    assert (page["next"], page["last_sequence"], numbers(page)) == (None, last, list(range(1, last + 1)))
    merged = {one["kind"]: one for one in page["results"] if one["action"] == "merged"}
    company = registry.find_company("Novalis")
    assert merged["valuation"]["merged_into"] == {"id": fact.pk, "slug": None}
    assert merged["company"]["merged_into"] == {"id": company.pk, "slug": "novalis"}
    entry = Publication.objects.get(fact=twin.pk, action="merged")
    assert merged["valuation"] == {
        "sequence": entry.sequence,
        "action": "merged",
        "kind": "valuation",
        "subject": {"id": twin.pk, "slug": None},
        "merged_into": {"id": fact.pk, "slug": None},
        "published_at": entry.published_at.isoformat(),
        "note": "One and the same.",
        "removed": False,
        "removed_at": None,
        "removed_reason": None,
        "url": f"/api/v1/publications/{entry.sequence}/",
        "document_digest": entry.document_digest,
        "previous_digest": Publication.objects.get(sequence=entry.sequence - 1).digest,
        "digest": entry.digest,
        "document": None,
    }
    assert page["results"][-1]["digest"] == digest


def test_feed_is_of_its_shape(client, publisher):
    lead_a_life(publisher)
    assert list(validator("ChangePage").iter_errors(changes(client))) == []
    versions = world.get(client, "publications/").json()
    assert list(validator("PublicationPage").iter_errors(versions)) == []
    assert list(validator("Publication").iter_errors(world.get(client, "publications/1/").json())) == []
    assert list(validator("Checksum").iter_errors(world.get(client, "checksum/").json())) == []


def test_example_follows_and_verifies(client, publisher, monkeypatch):
    lead_a_life(publisher)
    monkeypatch.setattr(follow, "get", lambda address: client.get(address).content.decode())
    copy = sqlite3.connect(":memory:")
    assert follow.follow("", copy) == ledger.head()[0]
    assert follow.checksum(copy) == ledger.checksum()
    make_published("deal", by=publisher)
    assert follow.follow("", copy) == ledger.head()[0]
    copy.close()


@pytest.mark.parametrize("change", [{"note": "quietly"}, {"document": '{"a":1}'}, {"kind": "deal"}])
def test_example_stops_at_a_changed_entry(client, publisher, monkeypatch, change):
    entry = make_published("valuation", by=publisher).publication
    Publication.objects.filter(pk=entry.pk).update(**change)
    monkeypatch.setattr(follow, "get", lambda address: client.get(address).content.decode())
    copy = sqlite3.connect(":memory:")
    with pytest.raises(SystemExit, match=f"entry {entry.sequence} "):
        follow.follow("", copy)
    copy.close()


def test_documents_are_sent_as_they_were_published(client, publisher):
    lead_a_life(publisher)
    text = world.get(client, "changes/").content.decode()
    sent = [document for _entry, document in follow.entries(text)]
    assert sent == [entry.document or None for entry in Publication.objects.order_by("sequence")]


def test_full_page_has_a_next_one_and_stays(client, publisher):
    lead_a_life(publisher)
    first = world.get(client, "changes/", page_size=5)
    link = "http://testserver/api/v1/changes/?after=5&page_size=5"
    assert (first.json()["next"], first.json()["last_sequence"]) == (link, 5)
    assert first["Link"].startswith(f'<{link}>; rel="next"')
    assert first["Cache-Control"] == "public, max-age=86400, immutable"
    make_published("deal", by=publisher)
    again = world.get(client, "changes/", page_size=5)
    assert (again.content, again["ETag"]) == (first.content, first["ETag"])


def test_pages_together_are_all(client, publisher):
    lead_a_life(publisher)
    seen, address = [], "/api/v1/changes/?page_size=3"
    while address:
        page = client.get(address).json()
        seen, address = seen + numbers(page), page["next"]
    assert seen == list(range(1, ledger.head()[0] + 1))


def test_end_of_the_feed(client, publisher):
    make_published("valuation", by=publisher)
    last = ledger.head()[0]
    response = world.get(client, "changes/", after=last)
    assert response.json() == {"next": None, "last_sequence": last, "results": []}
    assert (response["Cache-Control"], "next" in response.get("Link", "")) == ("public, max-age=5", False)
    unchanged = client.get(f"/api/v1/changes/?after={last}", headers={"if-none-match": response["ETag"]})
    assert (unchanged.status_code, unchanged.content) == (304, b"")
    make_published("role", by=publisher)
    assert client.get(f"/api/v1/changes/?after={last}", headers={"if-none-match": response["ETag"]}).status_code == 200


def test_follower_ahead_of_the_ledger_is_told(client, publisher):
    make_published("valuation", by=publisher)
    last = ledger.head()[0]
    text = f"The ledger ends at {last}. A copy that is ahead of it was made from another one: begin anew."
    assert world.errors(client, "changes/", after=last + 1) == [{"parameter": "after", "detail": text}]


@pytest.mark.parametrize(
    ("name", "value"),
    [("after", "-1"), ("after", "x"), ("after", "9" * 30), ("page_size", "0"), ("page_size", "1001"), ("kind", "x"),
     ("action", "deleted"), ("company", "nobody"), ("since", "1")],
)  # fmt: skip
def test_bad_parameters(client, name, value):
    assert [error["parameter"] for error in world.errors(client, "changes/", **{name: value})] == [name]


def test_feed_of_some_kinds_and_actions(client, publisher):
    lead_a_life(publisher)
    last = ledger.head()[0]
    page = changes(client, kind=["role", "valuation"], action=["published", "retracted"])
    expected = Publication.objects.filter(kind__in=["role", "valuation"], action__in=["published", "retracted"])
    assert numbers(page) == sorted(expected.values_list("sequence", flat=True))
    assert page["last_sequence"] == last


def test_feed_of_a_company_tells_what_leaves_it(client, publisher):
    fact = make_published("valuation", by=publisher)
    make_published("role", by=publisher, company="Pastel Data", person="Ada Fernand")
    other = registry.find_company("Pastel Data")
    before = ledger.head()[0]
    publishing.correct_published(fact, by=publisher, changes={"company": other}, note="Wrong company.")
    left = Publication.objects.get(fact=fact.pk, action="corrected")
    assert [one["kind"] for one in changes(client, company="novalis", after=before)["results"]] == [
        "valuation",
        "company",
    ]
    assert left.sequence in numbers(changes(client, company="pastel-data", after=before))
    assert left.sequence not in numbers(changes(client, company="pastel-data", after=left.sequence))


def test_feed_of_a_company_that_was_merged(client, publisher):
    _fact, _twin, other = lead_a_life(publisher)
    told = [(one["kind"], one["action"]) for one in changes(client, company="novalis-ai")["results"]]
    assert ("company", "merged") in told
    assert ("role", "corrected") in told
    assert other.pk in [one["subject"]["id"] for one in changes(client, company="novalis-ai")["results"]]


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("parameters", [{}, {"company": "novalis", "kind": "valuation"}])
def test_queries(client, publisher, django_assert_max_num_queries, count, parameters):
    for number in range(count):
        make_published("valuation", by=publisher, amount=1000 * 2**number)
    with django_assert_max_num_queries(3):
        assert changes(client, **parameters)["results"]


def test_feed_has_no_drafts(client, publisher):
    world.make_one_of_each(by=publisher)
    world.propose_one_of_each()
    for address in ("changes/", "publications/", "checksum/"):
        assert "oison" not in world.get(client, address).content.decode()


def test_version_has_an_address_for_ever(client, publisher):
    fact = make_published("valuation", by=publisher)
    first = Publication.objects.get(fact=fact.pk)
    publishing.correct_published(fact, by=publisher, changes={"amount": 90_000_000}, note="More.")
    second = Publication.objects.get(fact=fact.pk, superseded_at=None)
    publishing.retract(fact, by=publisher, note="Denied.")
    told = world.get(client, f"publications/{first.sequence}/").json()
    assert (told["document"], told["in_force_to"]) == (json.loads(first.document), second.published_at.isoformat())
    history = world.get(client, "publications/", fact=fact.pk).json()["results"]
    assert [(one["action"], one["in_force_to"] is None) for one in history] == [
        ("published", False),
        ("corrected", False),
        ("retracted", True),
    ]
    assert history[0] == told


def test_history_of_a_company_and_of_an_article(client, publisher):
    fact = make_published("valuation", by=publisher)
    article = fact.citations.get().article
    registry.correct_company(fact.company, by=publisher, changes={"description": "Batteries."}, note="Described.")
    publishing.retract(fact, by=publisher, note="Denied.")

    def history(**subject):
        return [one["action"] for one in world.get(client, "publications/", **subject).json()["results"]]

    assert history(company="novalis") == ["published", "corrected", "retracted"]
    assert history(article=article.pk) == ["published", "retracted"]
    assert history(article=article.pk, kind="role") == []


def test_facts_that_were_never_public_have_no_history(client, publisher):
    draft = propose("valuation")
    assert world.get(client, "publications/", fact=draft.pk).json()["results"] == []
    assert world.get(client, "publications/1/").status_code == 404


def test_checksum_after_each_entry(client, publisher):
    lead_a_life(publisher)
    last, digest = ledger.head()
    told = world.get(client, "checksum/")
    documents = Publication.objects.published().count()
    expected = {"sequence": last, "digest": digest, "documents": documents, "checksum": ledger.checksum()}
    assert (told.json(), told["Cache-Control"]) == (expected, "public, max-age=5")
    for number in (0, 1, last - 1, last):
        asked = world.get(client, "checksum/", sequence=number)
        assert asked.json()["checksum"] == ledger.checksum(number)
        assert asked["Cache-Control"] == "public, max-age=86400, immutable"
    assert [one["parameter"] for one in world.errors(client, "checksum/", sequence=last + 1)] == ["sequence"]


def test_checksum_is_kept(client, publisher, django_assert_num_queries):
    make_published("valuation", by=publisher)
    first = world.get(client, "checksum/").json()
    with django_assert_num_queries(1):
        assert world.get(client, "checksum/").json() == first


def test_page_of_one_company_may_change_when_another_is_merged_into_it(client, publisher):
    lead_a_life(publisher)
    page = world.get(client, "changes/", company="novalis", page_size=1)
    assert page["Cache-Control"] == "public, max-age=5"


@pytest.mark.parametrize("name", ["fact", "article"])
@pytest.mark.parametrize("value", ["-1", "1.5", "9" * 19])
def test_history_of_a_number_that_no_row_can_have(client, db, name, value):
    assert world.errors(client, "publications/", **{name: value}) == [
        {"parameter": name, "detail": f"“{value}” is no number, or is too long. Write 12500000 or 12.5, without units."}
    ]


@pytest.mark.parametrize("parameters", [{}, {"sequence": 2}])
def test_checksum_is_kept_for_hours(client, publisher, monkeypatch, parameters):
    make_published(by=publisher)
    first = world.get(client, "checksum/", **parameters).json()
    later = time.time() + 3600
    monkeypatch.setattr(time, "time", lambda: later)
    monkeypatch.setattr(ledger, "standing", lambda *_: pytest.fail("It was counted anew."))
    assert world.get(client, "checksum/", **parameters).json() == first
