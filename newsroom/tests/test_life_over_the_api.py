"""The life of one fact, from import to retraction, entirely over the API."""

import pytest

from companies import ledger
from companies.models import Decision, Fact, Publication
from companies.tests.api.desk.bench import Bench, faults, version_in
from newsroom.importing import import_document

pytestmark = pytest.mark.django_db
DOCUMENT = "La société Novalis annonce avoir levé 12 millions d'euros auprès de Quercy Ventures.\n".encode()


def amounts(client):
    """What the public list gives."""
    return [one["amount"] for one in client.get("/api/v1/funding-rounds/").json()["results"]]


def test_life_of_a_fact(client, editor, publisher):
    import_document(DOCUMENT, name="novalis.txt")
    claire, paul = Bench(editor), Bench(publisher)
    queue = claire.get("facts/", state="proposed", kind="funding_round").json()["results"]
    assert [one["amount"] for one in queue] == [12_000_000]
    fact = Fact.objects.get(kind="funding_round")
    seen = claire.get(f"facts/{fact.pk}/")
    assert (seen.json()["state"], version_in(seen)) == ("proposed", 1)

    corrected = claire.do("correct", fact, amount=13_000_000, announced_on="2025-03", reason="The release says 13.")
    told = corrected.json()
    assert (told["amount"], told["announced_on"], told["edited_fields"]) == (
        13_000_000, "2025-03", ["amount", "happened_on", "happened_on_precision"],
    )  # fmt: skip
    assert claire.do("accept", fact).json()["state"] == "accepted"
    assert amounts(client) == []

    published = paul.do("publish", fact, note="Confirmed.")
    assert (published.json()["state"], published.json()["publication"]["action"]) == ("published", "published")
    assert amounts(client) == [13_000_000]
    public = client.get(f"/api/v1/funding-rounds/{fact.pk}/").json()
    assert (public["announced_on"], public["publication"]["note"]) == ("2025-03", "Confirmed.")

    again = paul.do("correct", fact, amount=14_000_000, note="Novalis corrected its release.")
    assert (again.status_code, again.json()["publication"]["note"]) == (200, "Novalis corrected its release.")
    assert amounts(client) == [14_000_000]

    retracted = paul.do("retract", fact, note="Novalis denies it.")
    assert (retracted.json()["state"], retracted.json()["publication"]) == ("retracted", None)
    assert client.get(f"/api/v1/funding-rounds/{fact.pk}/").status_code == 410
    assert [version_in(one) for one in (corrected, published, again, retracted)] == [2, 4, 5, 6]
    assert [faults("DeskFact", one.json()) for one in (seen, corrected, published, again, retracted)] == [[]] * 5
    assert [(one.verb, str(one.by), one.reason) for one in Decision.objects.filter(fact=fact).order_by("pk")] == [
        ("correct", "claire", "The release says 13."),
        ("accept", "claire", ""),
        ("publish", "paul", "Confirmed."),
        ("correct", "paul", "Novalis corrected its release."),
        ("retract", "paul", "Novalis denies it."),
    ]
    assert list(ledger.verify()) == list(range(1, Publication.objects.count() + 1))
