"""The desk: lists, a fact's page, the verbs as buttons, bulk actions, and who may use them."""

import re
from decimal import Decimal
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from companies import review
from companies.models import MODELS, Company, Decision, Fact, Publication
from companies.registry import find_or_propose_company
from companies.vocabulary import Kind, State

from . import factories
from .pages_of_the_desk import form_errors, form_of, messages, page, press, state

pytestmark = pytest.mark.django_db

PARTIES = [{"name": "Novalis", "role": "acquirer"}, {"name": "Pastel Data", "role": "target"}]
LISTS = [
    "fact",
    *[model._meta.model_name for model in MODELS.values()],
    "company",
    "person",
    "decision",
    "publication",
]


@pytest.mark.parametrize("name", LISTS)
def test_list_opens(desk, name):
    factories.propose()
    assert desk.get(reverse(f"admin:companies_{name}_changelist")).status_code == 200


@pytest.mark.parametrize("name", ["article", "outlet"])
def test_list_of_articles_opens(desk, name):
    factories.make_article(outlet="La Gazette du Lot")
    assert desk.get(reverse(f"admin:articles_{name}_changelist")).status_code == 200


@pytest.mark.parametrize("kind", Kind.values)
def test_page_of_each_kind(desk, kind):
    fact = factories.propose(kind)
    text = unescape(desk.get(page(fact)).content.decode())
    assert f"<mark>{factories.ROUND}</mark>" in text
    assert f'<mark id="citation-{fact.citations.get().pk}">{factories.ROUND}</mark>' in text


def test_queue_leads_to_the_page_of_the_kind(desk):
    fact = factories.propose()
    response = desk.get(reverse("admin:companies_fact_change", args=[fact.pk]))
    assert (response.status_code, response.url) == (302, page(fact))


@pytest.mark.parametrize(
    ("query", "kinds"),
    [
        ("", ["role", "valuation", "funding_round"]),
        ("kind__exact=role", ["role"]),
        ("state__exact=accepted", ["valuation"]),
        ("confidence=high", ["funding_round"]),
        ("confidence=middle", ["valuation"]),
        ("confidence=low", ["role"]),
        ("company=pastel-data", ["role"]),
        ("q=pastel", ["role"]),
    ],
)
def test_queue_filters(desk, publisher, query, kinds):
    factories.propose(confidence=0.9)
    review.accept(factories.propose("valuation", confidence=0.6), by=publisher)
    factories.propose("role", confidence=0.3, company="Pastel Data")
    response = desk.get(reverse("admin:companies_fact_changelist") + "?" + query)
    assert [fact.kind for fact in response.context["cl"].result_list] == kinds


@pytest.mark.parametrize(
    ("verb", "expected"),
    [("accept", State.ACCEPTED), ("reject", State.REJECTED), ("publish", State.PUBLISHED)],
)
def test_button(desk, verb, expected):
    fact = factories.propose()
    press(desk, fact, verb, note="seen")
    assert state(fact) == expected
    assert [(d.by.username, d.reason) for d in fact.decisions.all()] == [("paul", "seen")]


def test_button_retract(desk, publisher):
    fact = factories.make_published(by=publisher)
    press(desk, fact, "retract", note="The source took it back.")
    assert state(fact) == State.RETRACTED
    assert Publication.objects.get(action="retracted", kind="funding_round").note == "The source took it back."


def test_button_retract_without_a_note(desk, publisher):
    fact = factories.make_published(by=publisher)
    response = press(desk, fact, "retract")
    assert state(fact) == State.PUBLISHED
    assert len(messages(response)) == 1


def test_button_on_what_changed_meanwhile(desk, publisher):
    fact = factories.propose()
    review.correct(fact, by=publisher, changes={"series": "seed"})
    response = press(desk, fact, "accept", version=1)
    assert state(fact) == State.PROPOSED
    [error] = form_errors(response)
    assert error.startswith(f"Le fait {fact.pk} a changé entre-temps.")


def test_correct(desk):
    fact = factories.propose()
    desk.post(page(fact), form_of(desk, fact) | {"amount": "13000000", "note": "typo"})
    decision = Decision.objects.get(fact=fact.pk)
    assert (Fact.objects.get(pk=fact.pk).amount, decision.verb, decision.reason) == (
        Decimal(13_000_000),
        "correct",
        "typo",
    )
    assert sorted(decision.after) == ["amount", "edited_fields"]


def test_correct_participants(desk):
    fact = factories.propose()
    data = form_of(desk, fact) | {"participations-0-role": "investor", "participations-1-DELETE": "on"}
    desk.post(page(fact), data)
    assert [(str(p.company), p.role) for p in fact.participations.all()] == [("Quercy Ventures", "investor")]


def test_correct_adds_an_unknown_company(desk):
    fact = factories.propose()
    data = form_of(desk, fact) | {
        "participations-TOTAL_FORMS": 3,
        "participations-2-fact": fact.pk,
        "participations-2-name": "Lauze Capital",
        "participations-2-role": "investor",
    }
    desk.post(page(fact), data)
    assert [str(p.company) for p in fact.participations.all()] == [
        "Quercy Ventures",
        "Banque Aubrac",
        "Lauze Capital",
    ]


def test_correct_to_impossible_values_keeps_what_was_typed(desk):
    fact = factories.propose()
    response = desk.post(page(fact), form_of(desk, fact) | {"amount": "5", "equity_amount": "9"})
    form = response.context["adminform"].form
    assert (response.status_code, form["equity_amount"].value(), len(form.non_field_errors())) == (
        200,
        "9",
        1,
    )
    assert not fact.decisions.exists()


def test_saving_an_unchanged_page_decides_nothing(desk):
    fact = factories.propose()
    desk.post(page(fact), form_of(desk, fact))
    assert not fact.decisions.exists()


def test_ticking_a_sentence_of_a_fact_that_is_not_public_changes_nothing(desk):
    fact = factories.propose()
    typed = form_of(desk, fact) | {"show": str(fact.citations.get().pk)}
    assert messages(desk.post(page(fact), typed, follow=True)) == ["Rien n’a été modifié."]


def test_undo_is_not_offered_where_it_would_be_refused(desk, publisher):
    kept, double = factories.propose(series="series_a"), factories.propose(series="series_b")
    review.merge(double, into=kept, by=publisher)
    offered = [desk.get(page(fact)).context["undoable"] for fact in (kept, double)]
    assert offered == [None, double.decisions.get()]


def test_correct_in_public(desk, publisher):
    fact = factories.make_published(by=publisher)
    desk.post(page(fact), form_of(desk, fact) | {"amount": "13000000", "note": "The exact sum."})
    entry = Fact.objects.get(pk=fact.pk).publication
    assert (entry.action, entry.note) == ("corrected", "The exact sum.")


def test_undo(desk, publisher):
    fact = factories.propose()
    review.reject(fact, by=publisher)
    desk.post(page(fact).replace("change/", "undo/"), {"decision": fact.decisions.get().pk})
    assert state(fact) == State.PROPOSED


def test_undo_of_a_decision_that_is_no_longer_the_last(desk, publisher):
    fact = factories.propose()
    review.correct(fact, by=publisher, changes={"series": "seed"})
    seen = fact.decisions.get().pk
    review.accept(fact, by=publisher)
    desk.post(page(fact).replace("change/", "undo/"), {"decision": seen})
    assert state(fact) == State.ACCEPTED


def test_cite(desk):
    fact = factories.propose()
    article = fact.citations.get().article
    desk.post(page(fact).replace("change/", "cite/"), {"article": article.pk, "quote": "12 millions d'euros"})
    assert sorted(c.quote for c in fact.citations.all()) == ["12 millions d'euros", factories.ROUND]


def test_add(desk):
    company = find_or_propose_company("Novalis")
    article = factories.make_article("Novalis emploie 40 personnes.")
    data = {
        "company": company.pk,
        "metric": "employees",
        "value": "40",
        "unit": "",
        "qualifier": "exact",
        "status": "actual",
        "happened_on": "",
        "happened_on_precision": "",
        "article": article.pk,
        "quote": "Novalis emploie 40 personnes",
    }
    desk.post(reverse("admin:companies_keyfigure_add"), data)
    fact = Fact.objects.get()
    assert (fact.state, fact.one().value, fact.citations.get().start) == (State.ACCEPTED, Decimal(40), 0)


def test_add_with_words_that_do_not_stand_there(desk):
    company = find_or_propose_company("Novalis")
    article = factories.make_article()
    data = {
        "company": company.pk,
        "metric": "employees",
        "value": "40",
        "qualifier": "exact",
        "status": "actual",
        "article": article.pk,
        "quote": "Novalis emploie 40 personnes",
    }
    response = desk.post(reverse("admin:companies_keyfigure_add"), data)
    assert list(response.context["adminform"].form.errors) == ["quote"]
    assert not Fact.objects.exists()


@pytest.mark.parametrize(
    ("action", "expected"),
    [
        ("accept_selected", State.ACCEPTED),
        ("reject_selected", State.REJECTED),
        ("publish_selected", State.PUBLISHED),
    ],
)
def test_bulk_action(desk, action, expected):
    facts = [factories.propose(), factories.propose("role")]
    data = {"action": action, "_selected_action": [fact.pk for fact in facts]}
    desk.post(reverse("admin:companies_fact_changelist"), data)
    assert [state(fact) for fact in facts] == [expected, expected]


def test_bulk_retract_asks_for_the_note(desk, publisher):
    fact = factories.make_published(by=publisher)
    address = reverse("admin:companies_fact_changelist")
    data = {"action": "retract_selected", "_selected_action": [fact.pk]}
    response = desk.post(address, data)
    assert (response.status_code, state(fact)) == (200, State.PUBLISHED)
    desk.post(address, data | {"note": "Wrong."})
    assert state(fact) == State.RETRACTED


def test_bulk_action_goes_on_after_a_refusal(desk, publisher):
    rejected, good = factories.propose(), factories.propose("role")
    review.reject(rejected, by=publisher)
    data = {"action": "publish_selected", "_selected_action": [rejected.pk, good.pk]}
    desk.post(reverse("admin:companies_fact_changelist"), data)
    assert [state(rejected), state(good)] == [State.REJECTED, State.PUBLISHED]


def test_history_tells_who_when_and_which_values(desk, editor):
    fact = factories.propose()
    other = find_or_propose_company("Pastel Data")
    review.correct(fact, by=editor, changes={"company": other}, reason="wrong company")
    text = desk.get(page(fact).replace("change/", "history/")).content.decode()
    rows = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text))
    assert "claire" in rows
    assert "société : Novalis → Pastel Data" in rows
    assert "wrong company" in rows


def test_editor_sees_no_publisher_buttons(client, editor):
    client.force_login(editor)
    assert client.get(page(factories.propose())).context["buttons"] == ["accept", "reject"]


def test_editor_cannot_publish_by_hand_made_request(client, editor):
    client.force_login(editor)
    fact = factories.propose()
    press(client, fact, "publish")
    assert state(fact) == State.PROPOSED


def test_nobody_of_the_staff_sees_nothing(client):
    client.force_login(factories.make_user())
    assert client.get(page(factories.propose())).status_code == 403


def test_lists_take_as_many_queries_for_thirty_rows_as_for_one(desk):
    def queries():
        counts = {}
        for name in LISTS:
            with CaptureQueriesContext(connection) as captured:
                assert desk.get(reverse(f"admin:companies_{name}_changelist")).status_code == 200
            counts[name] = len(captured)
        return counts

    def propose_each(number):
        for kind in Kind.values:
            factories.propose(kind, company=f"Novalis {number}", person=f"Maud Ferrand {number}", parties=PARTIES)

    propose_each(0)
    queries()  # the first request also fills caches of content types
    few = queries()
    for number in range(1, 30):
        propose_each(number)
    assert queries() == few


def test_publish_publishes_what_was_typed(desk):
    fact = factories.propose()
    press(desk, fact, "publish", amount="13000000")
    row = Fact.objects.get(pk=fact.pk)
    assert (row.state, row.amount) == (State.PUBLISHED, Decimal(13_000_000))
    assert [d.verb for d in row.decisions.order_by("pk")] == ["correct", "publish"]


def test_refused_correction_keeps_what_was_typed(desk, publisher):
    fact = factories.make_published(by=publisher)
    response = desk.post(page(fact), form_of(desk, fact) | {"amount": "99000000"})
    assert response.context["adminform"].form["amount"].value() == "99000000"
    assert form_errors(response) == ["Dites pourquoi dans une note publique : lecteurs et partenaires la voient."]
    assert Fact.objects.get(pk=fact.pk).amount == Decimal(12_000_000)


def test_refused_correction_leaves_nothing_behind(desk, publisher):
    fact = factories.make_published(by=publisher)
    data = form_of(desk, fact) | {
        "participations-TOTAL_FORMS": 3,
        "participations-2-fact": fact.pk,
        "participations-2-name": "Zombie SA",
        "participations-2-role": "investor",
    }
    desk.post(page(fact), data)
    assert not Company.objects.filter(name__startswith="Zombie").exists()


def test_new_evidence_of_a_public_fact_is_published_when_ticked(desk, publisher):
    fact = factories.make_published("valuation", by=publisher)
    factories.reconcile_one(factories.make_article(outlet="Le Courrier"), "valuation")
    fact = Fact.objects.get(pk=fact.pk).one()
    new = fact.citations.get(is_public=False)
    ticked = re.search(r'name="show"\s+value="(\d+)"\s+form="valuation_form"', desk.get(page(fact)).content.decode())
    assert ticked is not None
    assert ticked[1] == str(new.pk)
    desk.post(page(fact), form_of(desk, fact) | {"show": new.pk, "note": "A second source."})
    assert "Le Courrier" in Fact.objects.get(pk=fact.pk).publication.document


def test_merge_facts(desk):
    kept, double = factories.propose(series="series_a"), factories.propose(series="series_b")
    address = reverse("admin:companies_fact_changelist")
    data = {"action": "merge_selected", "_selected_action": [kept.pk, double.pk]}
    assert desk.post(address, data).status_code == 200
    desk.post(address, data | {"into": kept.pk})
    assert (Fact.objects.get(pk=double.pk).merged_into_id, kept.citations.count()) == (kept.pk, 2)


@pytest.mark.parametrize("into", ["abc", "", "99999", "9" * 40])
def test_merge_into_nothing(desk, into):
    kept, double = factories.propose(series="series_a"), factories.propose(series="series_b")
    data = {"action": "merge_selected", "_selected_action": [kept.pk, double.pk], "into": into}
    desk.post(reverse("admin:companies_fact_changelist"), data)
    assert [state(kept), state(double)] == [State.PROPOSED, State.PROPOSED]


def test_nobody_of_the_staff_reads_no_history(client):
    client.force_login(factories.make_user())
    fact = factories.propose()
    assert client.get(page(fact).replace("change/", "history/")).status_code == 403


@pytest.mark.parametrize(
    "address",
    [
        "articles/article/²/change/",
        "articles/article/abc/change/",
        "companies/company/abc/change/",
        "companies/company/99999999999999999999999/change/",
        "companies/fundinground/99999999999999999999999/change/",
        "companies/fundinground/abc/history/",
        "companies/fact/abc/change/",
        "companies/fact/?company=%00",
        "companies/fact/?confidence=%00",
    ],
)
def test_odd_address(desk, address):
    assert desk.get(f"/admin/{address}").status_code in (200, 302, 404)


@pytest.mark.parametrize(
    "data",
    [
        {"version": "²"},
        {"version": "9" * 5000},
        {"note": "a\x00b"},
        {"note": "x" * 5000},
        {"_verb": "nothing"},
        {"amount": "9" * 30},
        {"amount": "1e400"},
        {"amount": "NaN"},
    ],
)
def test_odd_data(desk, data):
    fact = factories.propose()
    assert press(desk, fact, "accept", **data).status_code == 200
    assert state(fact) == State.PROPOSED


@pytest.mark.parametrize("data", [{"article": "abc"}, {"article": ""}, {"quote": ""}, {"quote": "x" * 2000}])
def test_odd_citation(desk, data):
    fact = factories.propose()
    article = fact.citations.get().article
    desk.post(page(fact).replace("change/", "cite/"), {"article": article.pk, "quote": "12 millions", **data})
    assert fact.citations.count() == 1


def test_front_page_leads_to_the_queue(desk):
    text = desk.get(reverse("admin:index")).content.decode()
    assert "/admin/companies/fact/?state__exact=proposed" in text
    assert "/admin/companies/fact/?state__exact=accepted" in text
