"""One fact from import to retraction: what page, API, desk and ledger say after each step."""

from decimal import Decimal

import pytest

from companies import ledger, publishing, review
from companies.models import Fact, Publication
from companies.vocabulary import State
from newsroom.importing import import_document

pytestmark = pytest.mark.django_db

DOCUMENT = (
    "La société Novalis annonce avoir levé 12 millions d'euros auprès de Quercy Ventures. "
    "Le fabricant de batteries veut doubler sa production.\n"
).encode()
PAGE, LIST = "/companies/novalis/", "/api/v1/funding-rounds/?company=novalis"


def import_it():
    return import_document(DOCUMENT, name="novalis.txt")


def seen(client):
    """(status of the page, amounts the API gives, actions in the ledger about the fact)."""
    answer = client.get(LIST)
    amounts = [row["amount"] for row in answer.json()["results"]] if answer.status_code == 200 else answer.status_code
    actions = list(
        Publication.objects.filter(kind="funding_round").order_by("sequence").values_list("action", flat=True)
    )
    return client.get(PAGE).status_code, amounts, actions


def the_round():
    return Fact.objects.get(kind="funding_round").one()


@pytest.fixture
def fact(db):
    import_it()
    return the_round()


def test_imported(client, fact):
    assert (fact.state, fact.amount, fact.currency) == (State.PROPOSED, Decimal("12000000.00"), "EUR")
    assert client.get(PAGE).status_code == 404
    assert client.get("/api/v1/funding-rounds/").json()["results"] == []
    assert not Publication.objects.exists()


def test_corrected_and_published(client, fact, editor, publisher):
    review.correct(fact, by=editor, changes={"amount": Decimal(13_000_000)}, reason="The release says 13.")
    assert client.get(PAGE).status_code == 404
    publishing.publish(the_round(), by=publisher)
    assert seen(client) == (200, [13_000_000], ["published"])
    text = client.get(PAGE).content.decode()
    assert "13 millions" in text.replace("\xa0", " ").replace("\u202f", " ")


def test_imported_again_after_publication(client, fact, publisher):
    publishing.publish(fact, by=publisher)
    before = seen(client)
    assert import_it().outcome == "unchanged"
    import_document(b"  \n" + DOCUMENT, name="copy.txt")  # the same words in another file: a second citation
    assert seen(client) == before
    assert Fact.objects.filter(kind="funding_round").count() == 1


def test_corrected_in_public(client, fact, publisher):
    publishing.publish(fact, by=publisher)
    publishing.correct_published(
        the_round(), by=publisher, changes={"amount": Decimal(14_000_000)}, note="Novalis corrected its release."
    )
    assert seen(client) == (200, [14_000_000], ["published", "corrected"])
    document = client.get(LIST).json()["results"][0]
    assert (document["publication"]["corrections"], document["publication"]["note"]) == (
        1,
        "Novalis corrected its release.",
    )
    assert document["citations"][0]["states"]["amount"] == 12_000_000


def test_retracted(client, fact, publisher):
    publishing.publish(fact, by=publisher)
    publishing.retract(the_round(), by=publisher, note="Novalis denies it.")
    page, amounts, actions = seen(client)
    assert (page, actions) == (410, ["published", "retracted"])
    assert amounts in ([], 400, 404, 410)
    assert client.get(f"/api/v1/funding-rounds/{fact.pk}/").status_code == 410
    assert list(ledger.verify()) == list(range(1, Publication.objects.count() + 1))


def test_imported_again_after_retraction(client, fact, publisher):
    publishing.publish(fact, by=publisher)
    publishing.retract(the_round(), by=publisher, note="Novalis denies it.")
    import_document(b"  \n" + DOCUMENT, name="copy.txt")
    assert the_round().state == State.RETRACTED
    assert client.get(PAGE).status_code == 410
