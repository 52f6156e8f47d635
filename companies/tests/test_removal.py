"""Removal for legal reasons: the text is gone from the ledger, and the chain holds."""

import json
import sqlite3
from io import StringIO

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import override

from companies import ledger, publishing, registry
from companies.examples import follow
from companies.models import Fact, Publication
from companies.refusals import Refused
from companies.removal import remove
from companies.vocabulary import State

from . import factories
from .api import world
from .api.test_schema import validator

pytestmark = pytest.mark.django_db
REASON = "Tribunal de Lauze, 3 mars 2026."


@pytest.fixture
def bad(publisher):
    """A controversy that was published, corrected, and has a duplicate merged into it."""
    article = factories.make_article("Novalis empoisonne la rivière, dit la Ligue.", title="Plainte à Lauze")
    fact = factories.make_published("controversy", article=article, by=publisher)
    twin = factories.make_published("controversy", article=article, by=publisher, category="safety")
    publishing.merge_published(twin, into=fact, by=publisher, note="The same.")
    publishing.correct_published(fact, by=publisher, changes={"title": "Empoisonnement"}, note="Titled.")
    return Fact.objects.get(pk=fact.pk)


def texts():
    """All that the documents of the ledger tell."""
    return " ".join(Publication.objects.values_list("document", flat=True))


def test_text_is_gone_and_the_chain_holds(bad, publisher):
    assert "empoisonne" in texts()
    digests = list(Publication.objects.values_list("sequence", "document_digest", "digest"))
    entry = remove(bad, by=publisher, note=REASON)
    assert "mpoisonne" not in texts()
    kept = Publication.objects.filter(sequence__lte=len(digests))
    assert list(kept.values_list("sequence", "document_digest", "digest")) == digests
    assert list(ledger.verify()) == list(range(1, ledger.head()[0] + 1))
    assert (entry.action, entry.note, entry.removed_reason) == ("retracted", REASON, REASON)
    row = Fact.objects.get(pk=bad.pk)
    assert (row.state, row.publication, row.decisions.first().verb) == (State.RETRACTED, None, "remove")
    assert not Publication.objects.published().exists()  # what only it named went with it


def test_checksums_of_the_past_stay(bad, publisher):
    last = ledger.head()[0]
    before = [ledger.checksum(number) for number in range(last + 1)]
    remove(bad, by=publisher, note=REASON)
    assert [ledger.checksum(number) for number in range(last + 1)] == before


def test_other_facts_stay(bad, publisher):
    other = factories.make_published("role", by=publisher)
    remove(bad, by=publisher, note=REASON)
    assert ledger.in_force(other).document
    assert ledger.in_force(registry.find_company("Novalis")).document


def test_retracted_fact_can_be_removed_too(bad, publisher):
    publishing.retract(bad, by=publisher, note="Denied.")
    last = ledger.head()[0]
    entry = remove(Publication.objects.filter(fact=bad.pk).first(), by=publisher, note=REASON)
    assert "mpoisonne" not in texts()
    assert entry.sequence > last  # so that followers learn of it


@pytest.mark.parametrize("again", [True, False])
def test_nothing_to_remove(publisher, again):
    fact = factories.make_published("role", by=publisher) if again else factories.propose("role")
    if again:
        remove(fact, by=publisher, note=REASON)
    with pytest.raises(Refused) as caught:
        remove(fact, by=publisher, note=REASON)
    assert caught.value.code == "nothing_to_remove"


def test_company_that_public_facts_name_is_not_removed(bad, publisher):
    with pytest.raises(Refused) as caught:
        remove(bad.company, by=publisher, note=REASON)
    assert caught.value.code == "still_named"


NAMING = {
    "company": lambda fact: fact.company,
    "person": lambda fact: fact.one().person,
    "article": lambda fact: fact.citations.get().article,
}


@pytest.mark.parametrize("what", NAMING)
def test_what_a_retracted_fact_named_is_not_removed(publisher, what):
    fact = factories.make_published("role", by=publisher)
    subject = NAMING[what](fact)
    publishing.retract(fact, by=publisher, note="Denied.")
    with override("en"), pytest.raises(Refused) as caught:
        remove(subject, by=publisher, note=REASON)
    assert (caught.value.code, caught.value.message) == (
        "still_named",
        f"{subject} is named by what was published of these facts: {fact.pk}. Remove them first; to correct or "
        "retract them leaves their earlier versions.",
    )


def test_person_whom_a_correction_took_out_is_not_removed(publisher):
    fact = factories.make_published("role", by=publisher)
    maud, basile = fact.one().person, registry.find_or_propose_person("Basile Quercy")
    publishing.correct_published(fact, by=publisher, changes={"person": basile}, note="Another.")
    with pytest.raises(Refused) as caught:
        remove(maud, by=publisher, note=REASON)
    assert caught.value.code == "still_named"


def test_company_is_not_removed_while_a_fact_names_what_was_merged_into_it(publisher):
    wrong = factories.make_published("valuation", by=publisher, company="Novalys")
    publishing.retract(wrong, by=publisher, note="Denied.")
    fact = factories.make_published("role", by=publisher)
    registry.merge_companies(wrong.company, into=fact.company, by=publisher, note="One company.")
    remove(fact, by=publisher, note=REASON)
    with override("en"), pytest.raises(Refused) as caught:
        remove(fact.company, by=publisher, note=REASON)
    assert f"these facts: {wrong.pk}." in caught.value.message


def test_removal_is_not_hindered_by_who_only_sounds_alike(publisher):
    fact = factories.make_published("role", by=publisher, person="Maud Ferrand", company="Maud-Ferrand")
    other = factories.make_published("valuation", by=publisher, company="Maud-Ferrand")
    assert fact.one().person.slug == other.company.slug
    remove(fact, by=publisher, note=REASON)
    assert remove(fact.one().person, by=publisher, note=REASON).removed_reason == REASON


def test_company_person_and_article_after_their_facts(publisher):
    fact = factories.make_published("role", by=publisher)
    article = fact.citations.get().article
    remove(fact, by=publisher, note=REASON)
    for subject in (fact.company, fact.one().person, article):
        remove(subject, by=publisher, note=REASON)
    assert texts().strip() == ""
    assert list(ledger.verify()) == list(range(1, ledger.head()[0] + 1))
    factories.make_published("valuation", by=publisher)
    assert json.loads(ledger.in_force(fact.company).document)["slug"] == "novalis"  # it may come back


def test_removal_needs_its_permission_and_a_note(bad, publisher, editor):
    with pytest.raises(PermissionDenied):
        remove(bad, by=editor, note=REASON)
    with pytest.raises(Refused) as caught:
        remove(bad, by=publisher, note=" ")
    assert caught.value.code == "note_required"


def test_addresses_of_what_was_removed(client, bad, publisher):
    first = Publication.objects.filter(fact=bad.pk).earliest("sequence")
    remove(bad, by=publisher, note=REASON)
    twin = Fact.objects.get(merged_into=bad.pk)
    day = first.published_at.isoformat()
    for address in (
        f"controversies/{bad.pk}/", f"controversies/{bad.pk}/?as_of={day.replace('+00:00', 'Z')}",
        f"controversies/{twin.pk}/", f"publications/{first.sequence}/",
    ):  # fmt: skip
        response = client.get(f"/api/v1/{address}")
        told = response.json()
        assert (response.status_code, response["Content-Type"]) == (451, "application/problem+json")
        assert (told["type"], told["removed_reason"]) == ("/api/v1/problems/removed/", REASON)
        assert list(validator("Removed").iter_errors(told)) == []
    assert client.get("/api/v1/companies/novalis/").status_code == 410


def test_feed_after_a_removal(client, bad, publisher, monkeypatch):
    monkeypatch.setattr(follow, "get", lambda address: client.get(address).content.decode())
    before, after = sqlite3.connect(":memory:"), sqlite3.connect(":memory:")
    follow.follow("", before)
    page = world.get(client, "changes/", page_size=5)
    remove(bad, by=publisher, note=REASON)
    for copy in (before, after):
        assert follow.follow("", copy) == ledger.head()[0]
        bodies = [body for (body,) in copy.execute("SELECT body FROM document")]
        assert not any("mpoisonne" in (body or "") for body in bodies)
        copy.close()
    told = world.get(client, "changes/").json()
    assert list(validator("ChangePage").iter_errors(told)) == []
    removed = [one for one in told["results"] if one["removed"]]
    assert {(one["document"], one["removed_reason"]) for one in removed} == {(None, REASON)}
    again = client.get("/api/v1/changes/?page_size=5", headers={"if-none-match": page["ETag"]})
    assert again.status_code == 200
    assert "mpoisonne" not in again.content.decode()


def test_database_refuses_a_blank_document_without_its_reason(bad):
    for change in ({"document": ""}, {"removed_reason": "x"}, {"removed_at": bad.created_at}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Publication.objects.filter(pk=bad.publication_id).update(**change)


def test_admin_asks_for_the_reason_first(client, bad, publisher):
    client.force_login(publisher)
    address = reverse("admin:companies_fact_changelist")
    asked = client.post(
        address, {"action": "remove_selected", "_selected_action": [bad.pk]}, headers={"accept-language": "en"}
    )
    assert "this cannot be undone" in asked.content.decode()
    assert "empoisonne" in texts()
    client.post(address, {"action": "remove_selected", "_selected_action": [bad.pk], "note": REASON})
    assert "mpoisonne" not in texts()


def test_admin_offers_it_to_those_who_may(client, bad, editor):
    client.force_login(editor)
    assert "remove_selected" not in client.get(reverse("admin:companies_fact_changelist")).content.decode()


def test_command(bad, publisher):
    out = StringIO()
    call_command("remove", "fact", str(bad.pk), by="paul", note=REASON, yes=True, stdout=out, stderr=StringIO())
    last = Publication.objects.get(fact=bad.pk, superseded_at=None)
    assert out.getvalue() == f"Removed {bad}: entry {last.sequence} tells followers.\n"
    assert "mpoisonne" not in texts()


def test_command_asks(bad, publisher, monkeypatch):
    monkeypatch.setattr("builtins.input", lambda question: "no")
    with pytest.raises(CommandError, match="Nothing was removed"):
        call_command("remove", "fact", str(bad.pk), by="paul", note=REASON)
    assert "empoisonne" in texts()


def test_command_where_nobody_can_be_asked(bad, publisher, monkeypatch):
    monkeypatch.setattr("sys.stdin", StringIO())
    with pytest.raises(CommandError) as caught:
        call_command("remove", "fact", str(bad.pk), by="paul", note=REASON)
    assert str(caught.value) == "Nothing was removed: nobody is here to be asked. Add --yes to go on without."
    assert "empoisonne" in texts()


@pytest.mark.parametrize(("what", "which"), [("fact", "999999"), ("fact", "x"), ("company", "nobody")])
def test_command_for_nothing(db, what, which):
    with pytest.raises(CommandError, match=f"There is no {what} '{which}'"):
        call_command("remove", what, which, by="paul", note=REASON)
