"""What publishers do, and what the ledger keeps of it."""

import hashlib
import json
from datetime import datetime
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import Article
from companies import ledger, publishing, registry, review
from companies.corrections import ENTRY_MEMBERS
from companies.models import Company, Fact, Publication
from companies.refusals import Refused
from companies.vocabulary import State

from . import factories

pytestmark = pytest.mark.django_db


def entries():
    """The ledger as (sequence, kind, action, whether it has a document, whether it is in force)."""
    return [
        (e.sequence, e.kind, e.action, bool(e.document), e.superseded_at is None)
        for e in Publication.objects.order_by("sequence")
    ]


def document(entry):
    return json.loads(entry.document)


def refusal(verb, *args, **kwargs):
    with pytest.raises(Refused) as caught:
        verb(*args, **kwargs)
    return caught.value.code


def test_publish_makes_public_what_the_document_names(publisher):
    fact = factories.propose()
    entry = publishing.publish(fact, by=publisher, note="first")
    assert entries() == [
        (1, "company", "published", True, True),
        (2, "company", "published", True, True),
        (3, "company", "published", True, True),
        (4, "article", "published", True, True),
        (5, "funding_round", "published", True, True),
    ]
    fact = Fact.objects.get(pk=fact.pk)
    assert (fact.state, fact.publication, fact.proof) == (State.PUBLISHED, entry, fact.citations.get())
    assert [d.verb for d in fact.decisions.all()] == ["publish"]


def test_document_of_a_round(publisher):
    article = factories.make_article(title="Novalis lève 12 millions", outlet="La Gazette du Lot")
    fact = factories.make_published(article=article, by=publisher)
    published = document(fact.publication)
    stamp = published.pop("publication")
    assert stamp == {
        "sequence": 5,
        "action": "published",
        "published_at": fact.publication.published_at.isoformat(),
        "corrections": 0,
        "note": None,
    }
    cited = document(ledger.in_force(article))
    assert (published.pop("approved_at"), published.pop("corrections")) == (stamp["published_at"], [])
    cited = {name: value for name, value in cited.items() if name not in ENTRY_MEMBERS}
    assert published.pop("citations") == [
        {
            "quote": factories.ROUND,
            "start": 26,
            "end": 26 + len(factories.ROUND),
            "states": factories.SLOTS["funding_round"],
            "printed": {"amount": "12 millions d'euros"},
            "source": None,
            "rule": "funding_round.example",
            "confidence": 0.9,
            "article": cited,
        }
    ]
    assert (cited["headline"], cited["outlet"]) == ("Novalis lève 12 millions", "La Gazette du Lot")
    assert published == {
        "id": fact.pk,
        "kind": "funding_round",
        "company": {"slug": "novalis", "name": "Novalis"},
        "amount": 12_000_000,
        "currency": "EUR",
        "qualifier": "exact",
        "target_amount": None,
        "equity_amount": None,
        "debt_amount": None,
        "series": "series_a",
        "status": "announced",
        "announced_on": "2025-03-04",
        "date_precision": "day",
        "printed": {"amount": "12 millions d'euros"},
        "disagreements": {},
        "missing": dict.fromkeys(("target_amount", "equity_amount", "debt_amount"), "not_stated"),
        "investors": [
            {"name": "Quercy Ventures", "role": "lead", "company": "quercy-ventures", "person": None},
            {"name": "Banque Aubrac", "role": "lender", "company": "banque-aubrac", "person": None},
        ],
        "confidence": 0.9,
        "rule": "funding_round.example",
        "is_corrected_by_editor": False,
        "approved_by": "publisher",
        "url": f"/api/v1/funding-rounds/{fact.pk}/",
        "page": f"/companies/novalis/#fact-{fact.pk}",
    }


@pytest.mark.parametrize("kind", ["valuation", "key_figure", "deal", "controversy", "role"])
def test_document_tells_what_the_article_states(kind, publisher):
    published = document(factories.make_published(kind, by=publisher).publication)
    for slot, value in factories.SLOTS[kind].items():
        if slot in ("company", "person"):
            assert published[slot]["name"] == value
        elif slot == "parties":
            told = [{"name": p["name"], "role": p["role"]} for p in published["parties"]]
            assert told == [p if isinstance(p, dict) else {"name": p, "role": "opponent"} for p in value]
        else:
            assert (slot, published[slot]) == (slot, value)


def test_publish_second_fact_of_the_company(publisher):
    article = factories.make_article()
    factories.make_published(article=article, by=publisher)
    before = len(entries())
    factories.make_published("valuation", article=article, by=publisher)
    assert entries()[before:] == [(6, "valuation", "published", True, True)]


def test_publish_without_a_citation(publisher):
    fact = factories.propose()
    fact.citations.all().delete()
    assert refusal(publishing.publish, fact, by=publisher) == "no_citation"
    assert entries() == []


def test_publish_amount_without_a_currency(publisher):
    fact = factories.propose(currency=None)
    assert (fact.amount, fact.currency) == (Decimal("12000000.00"), "XXX")
    assert refusal(publishing.publish, fact, by=publisher) == "unknown_currency"


def test_publish_rejected_fact(publisher):
    fact = factories.propose()
    review.reject(fact, by=publisher)
    assert refusal(publishing.publish, fact, by=publisher) == "wrong_state"


def test_correct_published(publisher):
    fact = factories.make_published(by=publisher)
    entry = publishing.correct_published(
        fact, by=publisher, changes={"amount": Decimal(13_000_000)}, note="The company gave the exact sum."
    )
    assert entries()[-2:] == [
        (5, "funding_round", "published", True, False),
        (6, "funding_round", "corrected", True, True),
    ]
    assert document(entry)["amount"] == 13_000_000
    assert document(entry)["is_corrected_by_editor"] is True
    assert document(entry)["publication"]["corrections"] == 1
    assert Fact.objects.get(pk=fact.pk).publication == entry


def test_correct_published_needs_a_note(publisher):
    fact = factories.make_published(by=publisher)
    code = refusal(publishing.correct_published, fact, by=publisher, changes={"series": "seed"}, note=" ")
    assert code == "note_required"


def test_correct_published_to_another_company_withdraws_the_old_one(publisher):
    fact = factories.make_published("valuation", by=publisher)
    other = registry.find_or_propose_company("Pastel Data")
    publishing.correct_published(fact, by=publisher, changes={"company": other}, note="Wrong company.")
    assert list(Company.objects.published()) == [other]
    assert entries()[-2:] == [
        (5, "valuation", "corrected", True, True),
        (6, "company", "retracted", False, True),
    ]


def looks_at_people(context):
    """How often it was asked whom a fact names."""
    return sum("DISTINCT" in query["sql"] and 'FROM "companies_person"' in query["sql"] for query in context)


def test_correct_published_asks_as_seldom_whom_the_fact_names_however_many_they_are(publisher):
    asked = []
    for count in (1, 3):
        backers = [{"name": f"Fonds {count}-{number}", "role": "investor"} for number in range(count)]
        fact = factories.make_published(by=publisher, company=f"Novalis {count}", investors=backers)
        with CaptureQueriesContext(connection) as context:
            publishing.correct_published(fact, by=publisher, changes={"series": "seed"}, note="Misprint.")
        asked.append(looks_at_people(context))
    assert asked[0] == asked[1]


def test_correct_published_as_editor(publisher, editor):
    fact = factories.make_published(by=publisher)
    with pytest.raises(PermissionDenied):
        publishing.correct_published(fact, by=editor, changes={"series": "seed"}, note="no")


def test_retract_withdraws_everything_that_only_this_fact_made_public(publisher):
    fact = factories.make_published(by=publisher)
    publishing.retract(fact, by=publisher, note="The source took it back.")
    assert entries()[5:] == [
        (6, "funding_round", "retracted", False, True),
        (7, "company", "retracted", False, True),
        (8, "company", "retracted", False, True),
        (9, "company", "retracted", False, True),
        (10, "article", "retracted", False, True),
    ]
    assert not Publication.objects.published().exists()
    assert Fact.objects.get(pk=fact.pk).state == State.RETRACTED


def test_retract_leaves_what_another_fact_needs(publisher):
    article = factories.make_article()
    fact = factories.make_published(article=article, by=publisher)
    factories.make_published("valuation", article=article, by=publisher)
    publishing.retract(fact, by=publisher, note="Wrong.")
    assert [str(company) for company in Company.objects.published()] == ["Novalis"]
    assert ledger.in_force(article).action == "published"


def test_retract_needs_a_note(publisher):
    fact = factories.make_published(by=publisher)
    assert refusal(publishing.retract, fact, by=publisher, note="") == "note_required"


def test_merge_published(publisher):
    kept = factories.make_published(series="series_a", by=publisher)
    double = factories.make_published(series="series_b", by=publisher)
    publishing.merge_published(double, into=kept, by=publisher, note="One round, told twice.")
    assert len(document(Fact.objects.get(pk=kept.pk).publication)["citations"]) == 2
    row = Fact.objects.get(pk=double.pk)
    assert (row.state, row.merged_into_id, ledger.in_force(row).action) == (
        State.RETRACTED,
        kept.pk,
        "merged",
    )


def test_cite_published(publisher):
    fact = factories.make_published(by=publisher)
    article = factories.make_article("Douze millions pour Novalis.")
    entry = publishing.cite_published(
        fact, article=article, quote="Douze millions pour Novalis", by=publisher, note="A second source."
    )
    assert len(document(entry)["citations"]) == 2
    assert ledger.in_force(article).document


def test_new_evidence_is_not_public_until_published(publisher):
    fact = factories.make_published(by=publisher)
    late = factories.make_article()
    factories.reconcile_one(late)
    assert fact.citations.count() == 2
    assert len(document(Fact.objects.get(pk=fact.pk).publication)["citations"]) == 1
    assert ledger.in_force(late) is None


def test_spelling_becomes_public_with_the_quote_that_prints_it(publisher):
    article = factories.make_article("Novalis (ex-Novadata) vaut 80 millions.")
    company = registry.find_or_propose_company("Novalis (ex-Novadata)")
    registry.find_or_propose_company("Novalis")
    factories.make_published("valuation", article=article, by=publisher)
    shown = {name.name: name.is_public for name in company.names.all()}
    assert shown == {"Novalis": True, "Novadata": True, "Novalis (ex-Novadata)": True}


def test_spelling_of_an_unpublished_article_stays_private(publisher):
    company = registry.find_or_propose_company("Novalis (ex-Secret)")
    factories.make_published("valuation", by=publisher)
    assert {name.name: name.is_public for name in company.names.all()} == {
        "Novalis": True,
        "Secret": False,
        "Novalis (ex-Secret)": False,
    }
    assert list(Company.objects.spelled("secret")) == []


def test_rename_of_a_public_company_reaches_its_facts(publisher):
    fact = factories.make_published("valuation", by=publisher)
    registry.correct_company(fact.company, by=publisher, changes={"name": "Novalis Group"}, note="New name.")
    current = Fact.objects.get(pk=fact.pk).publication
    assert document(current)["company"] == {"slug": "novalis", "name": "Novalis Group"}
    assert document(ledger.in_force(fact.company))["names"] == ["Novalis", "Novalis Group"]


def test_rename_of_a_public_company_as_editor(publisher, editor):
    fact = factories.make_published("valuation", by=publisher)
    with pytest.raises(PermissionDenied):
        registry.correct_company(fact.company, by=editor, changes={"name": "Novalis Group"})
    assert Company.objects.get(pk=fact.company_id).name == "Novalis"


def test_spelling_of_another_company(editor):
    one, other = registry.find_or_propose_company("Novalis"), registry.find_or_propose_company("Pastel Data")
    assert (
        refusal(
            registry.correct_company,
            one,
            by=editor,
            changes={},
            names={"Novalis": False, "Pastel Data": False},
        )
        == "spelling_taken"
    )
    assert registry.find_company("Pastel Data") == other


def test_merge_companies(publisher):
    fact = factories.make_published("valuation", by=publisher, company="Novalis AI")
    kept = factories.make_published("valuation", by=publisher).company
    registry.merge_companies(fact.company, into=kept, by=publisher, note="One company.")
    assert registry.find_company("Novalis AI") == kept
    assert document(Fact.objects.get(pk=fact.pk).publication)["company"] == {
        "slug": "novalis",
        "name": "Novalis",
    }
    assert list(Company.objects.published()) == [kept]


def test_correct_article_reaches_public_facts(publisher):
    fact = factories.make_published("valuation", by=publisher)
    article = fact.citations.get().article
    registry.correct_article(article, by=publisher, changes={"url": "https://presse.example/novalis"}, note="Found it.")
    cited = document(Fact.objects.get(pk=fact.pk).publication)["citations"][0]["article"]
    assert cited["source"] == "https://presse.example/novalis"


def test_cited_text_does_not_change(publisher):
    article = factories.propose().citations.get().article
    article.body += " Et plus."
    with pytest.raises(Exception, match="text"):
        article.save()
    assert Article.objects.get(pk=article.pk).body == factories.ROUND


def test_rebuild_documents_writes_only_what_changed(publisher, monkeypatch):
    factories.make_published(by=publisher)
    assert list(publishing.rebuild_documents(by=publisher, note="New shape.")) == []
    fact = factories.make_published("role", by=publisher)
    Company.objects.filter(name="Novalis").update(description="Makes batteries.")
    written = list(publishing.rebuild_documents(by=publisher, note="New shape."))
    assert [(entry.kind, entry.action) for entry in written] == [("company", "corrected")]
    assert list(publishing.rebuild_documents(by=publisher, note="New shape.")) == []
    assert fact.publication == Fact.objects.get(pk=fact.pk).publication


def test_as_published_on_that_day(publisher):
    fact = factories.make_published("valuation", by=publisher)
    between = timezone.now()
    publishing.correct_published(fact, by=publisher, changes={"amount": Decimal(90_000_000)}, note="More.")
    then = Publication.objects.published(at=between).get(fact=fact.pk)
    now = Publication.objects.published().get(fact=fact.pk)
    assert (document(then)["amount"], document(now)["amount"]) == (80_000_000, 90_000_000)
    assert not Publication.objects.published(at=datetime(2020, 1, 1, tzinfo=timezone.get_current_timezone())).exists()


def test_chain_holds(publisher):
    fact = factories.make_published(by=publisher)
    publishing.retract(fact, by=publisher, note="Wrong.")
    assert list(ledger.verify()) == list(range(1, 11))


def test_chain_shows_a_changed_document(publisher):
    factories.make_published(by=publisher)
    Publication.objects.filter(sequence=2).update(document='{"name": "Someone else"}')
    with pytest.raises(ledger.BrokenChain, match="the document of entry 2 was changed"):
        list(ledger.verify())


def test_chain_shows_a_changed_note(publisher):
    factories.make_published(by=publisher)
    Publication.objects.filter(sequence=5).update(note="quietly")
    with pytest.raises(ledger.BrokenChain, match="entry 5 does not follow"):
        list(ledger.verify())


def test_chain_shows_a_missing_entry(publisher):
    factories.make_published(by=publisher)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM companies_concern")
        cursor.execute("DELETE FROM companies_publication WHERE sequence = 2")
    with pytest.raises(ledger.BrokenChain, match="entry 2 is missing"):
        list(ledger.verify())


@pytest.mark.django_db(transaction=True)
def test_ledger_is_locked_inside_a_transaction_only():
    with pytest.raises(transaction.TransactionManagementError):
        ledger.lock()


def late_evidence(fact):
    """A second article tells the event of a public fact; nobody has seen it yet."""
    article = factories.make_article(outlet="Le Courrier de Lauze")
    factories.reconcile_one(article, fact.kind)
    return article


def describe(fact, by):
    registry.correct_company(fact.company, by=by, changes={"description": "Des batteries."}, note="Described.")


def rename(fact, by):
    registry.correct_company(fact.company, by=by, changes={"name": "Novalis Group"}, note="New name.")


def rebuild(fact, by):
    assert list(publishing.rebuild_documents(by=by, note="New shape.")) == []


def cite(fact, by):
    article = fact.citations.first().article
    publishing.cite_published(fact, article=article, quote="12 millions d'euros", by=by, note="More.")


def correct(fact, by):
    publishing.correct_published(fact, by=by, changes={"basis": ""}, note="The basis is not said.")


@pytest.mark.parametrize("touch", [describe, rename, rebuild, cite, correct])
def test_evidence_that_no_publisher_saw_stays_private(publisher, touch):
    fact = factories.make_published("valuation", by=publisher)
    late = late_evidence(fact)
    touch(fact, publisher)
    assert "Courrier de Lauze" not in Fact.objects.get(pk=fact.pk).publication.document
    assert ledger.in_force(late) is None


def test_evidence_that_the_publisher_names_becomes_public_with_the_correction(publisher):
    fact = factories.make_published("valuation", by=publisher)
    late = late_evidence(fact)
    new = fact.citations.get(article=late)
    publishing.correct_published(fact, by=publisher, changes={}, citations=[new], note="A second source.")
    assert "Courrier de Lauze" in Fact.objects.get(pk=fact.pk).publication.document
    assert ledger.in_force(late).document


def test_evidence_that_came_after_the_page_was_opened(publisher):
    fact = factories.make_published("valuation", by=publisher)
    late_evidence(fact)
    with pytest.raises(Refused, match=str(fact.pk)) as caught:
        publishing.correct_published(fact, by=publisher, changes={"basis": ""}, note="Not said.", version=fact.version)
    assert caught.value.code == "changed_meanwhile"


def test_article_that_only_private_evidence_cites_is_withdrawn_with_the_last_fact_that_cited_it(publisher):
    article = factories.make_article()
    fact = factories.make_published("valuation", article=article, by=publisher)
    other = factories.make_published("role", by=publisher)
    factories.reconcile_one(article, "role")
    publishing.retract(fact, by=publisher, note="Wrong.")
    assert ledger.in_force(article).action == "retracted"
    assert Fact.objects.get(pk=other.pk).state == State.PUBLISHED


def test_merge_open_duplicate_into_public_fact(publisher):
    kept = factories.make_published(series="series_a", by=publisher)
    double = factories.propose(series="series_b")
    publishing.merge_published(double, into=kept, by=publisher, note="One round, told twice.")
    row = Fact.objects.get(pk=double.pk)
    assert (row.state, row.merged_into_id, ledger.in_force(row)) == (State.REJECTED, kept.pk, None)
    assert len(document(Fact.objects.get(pk=kept.pk).publication)["citations"]) == 2


def test_spelling_is_shown_by_words_only(publisher):
    company = registry.find_or_propose_company("Novalis (ex-Nova)")
    factories.make_published("valuation", by=publisher)
    assert company.names.get(name="Nova").is_public is False


def test_merge_companies_needs_a_note_where_something_is_public(publisher):
    public = factories.make_published("valuation", by=publisher).company
    other = registry.find_or_propose_company("Novalis AI")
    assert refusal(registry.merge_companies, other, into=public, by=publisher) == "note_required"


def test_merge_companies_both_ways(publisher):
    one, other = registry.find_or_propose_company("Novalis"), registry.find_or_propose_company("Novalis AI")
    stale_one, stale_other = Company.objects.get(pk=one.pk), Company.objects.get(pk=other.pk)
    registry.merge_companies(one, into=other, by=publisher)
    assert refusal(registry.merge_companies, stale_other, into=stale_one, by=publisher) == "not_mergeable"


def test_no_company_backs_its_own_round_after_a_merger(publisher):
    fact = factories.propose()
    backer = registry.find_company("Quercy Ventures")
    registry.merge_companies(backer, into=fact.company, by=publisher)
    assert [str(p.company) for p in fact.participations.all()] == ["Banque Aubrac"]


def test_undo_after_a_merger_of_companies_leads_to_the_one_that_stayed(publisher):
    fact = factories.propose("valuation")
    other = registry.find_or_propose_company("Pastel Data")
    review.correct(fact, by=publisher, changes={"company": other})
    group = registry.find_or_propose_company("Novalis Group")
    registry.merge_companies(registry.find_company("Novalis"), into=group, by=publisher)
    review.undo(fact.decisions.latest("pk"), by=publisher)
    assert Fact.objects.get(pk=fact.pk).company == group


def test_merge_companies_that_deal_with_each_other(publisher):
    factories.make_published("deal", by=publisher)
    one, other = registry.find_company("Novalis"), registry.find_company("Pastel Data")
    assert refusal(registry.merge_companies, one, into=other, by=publisher, note="One firm.") == "common_deal"


def test_sentence_that_prints_the_value_is_the_proof(publisher):
    fact = factories.make_published(by=publisher)
    article = fact.citations.get().article
    publishing.cite_published(fact, article=article, quote="de Banque Aubrac", by=publisher, note="The lender.")
    row = Fact.objects.get(pk=fact.pk)
    assert row.proof.quote == document(row.publication)["citations"][0]["quote"] == factories.ROUND


def test_number_out_of_all_reach_does_not_hinder_publication(publisher):
    fact = factories.propose("valuation", amount=10**30)
    assert (fact.amount, fact.citations.get().states["amount"]) == (None, str(10**30))
    assert publishing.publish(fact, by=publisher).document


def test_checksum_is_over_the_documents_in_force(publisher):
    assert ledger.checksum() == hashlib.sha256(b"").hexdigest()
    fact = factories.make_published(by=publisher)
    rows = Publication.objects.published().values_list("kind", "fact_id", "company_id", "article_id", "document_digest")
    lines = sorted((kind, fact or company or article, digest) for kind, fact, company, article, digest in rows)
    text = "".join(f"{kind} {number} {digest}\n" for kind, number, digest in lines)
    assert ledger.checksum() == hashlib.sha256(text.encode()).hexdigest()
    before, last = ledger.checksum(), ledger.head()[0]
    publishing.correct_published(fact, by=publisher, changes={"series": "seed"}, note="Misprint.")
    assert ledger.checksum() != before
    assert ledger.checksum(last) == before


def test_people_are_published_and_withdrawn_with_the_facts_that_name_them(publisher):
    fact = factories.make_published("role", by=publisher)
    other = factories.make_published("role", by=publisher, company="Ostara")
    publishing.retract(fact, by=publisher, note="Wrong.")
    assert document(ledger.in_force(fact.person))["name"] == "Maud Ferrand"
    registry.rename(fact.person, by=publisher, changes={"name": "Maud Ferrand-Vos"}, note="Married.")
    assert document(ledger.in_force(fact.person))["name"] == "Maud Ferrand-Vos"
    publishing.retract(other, by=publisher, note="Wrong.")
    assert ledger.in_force(fact.person).action == "retracted"


def test_document_tells_its_corrections_and_when_its_values_were_approved(publisher):
    fact = factories.make_published(by=publisher)
    second = publishing.correct_published(fact, by=publisher, changes={"amount": 9_000_000}, note="Misprint.")
    third = publishing.cite_published(
        fact, article=factories.make_article("Novalis le confirme."), quote="Novalis le confirme.", by=publisher,
        note="A second source.",
    )  # fmt: skip
    told = document(third)
    moments = [entry.published_at.isoformat() for entry in (second, third)]
    assert told["approved_at"] == moments[0]
    changed = {"amount": [12_000_000, 9_000_000]}
    assert told["corrections"] == [
        {
            "sequence": second.sequence,
            "at": moments[0],
            "note": "Misprint.",
            "changed": changed,
        },
        {"sequence": third.sequence, "at": moments[1], "note": "A second source.", "changed": {}},
    ]
    assert told["disagreements"] == {"amount": [{"value": 12_000_000, "citation": 0}]}
    assert told["printed"] == {}
