"""What editors do to facts before they are public."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from companies import review
from companies.models import Company, Decision, Fact
from companies.publishing import publish
from companies.refusals import Refused
from companies.registry import find_or_propose_company, merge_companies
from companies.vocabulary import State

from . import factories

pytestmark = pytest.mark.django_db


def fresh(fact):
    return Fact.objects.get(pk=fact.pk).one()


def decisions_of(fact):
    return list(Decision.objects.filter(fact=fact.pk).order_by("pk").values_list("verb", "before", "after", "reason"))


def refusal(verb, *args, **kwargs):
    with pytest.raises(Refused) as caught:
        verb(*args, **kwargs)
    return caught.value.code


def test_accept(editor):
    fact = factories.propose()
    review.accept(fact, by=editor, reason="checked")
    assert fresh(fact).state == State.ACCEPTED
    assert decisions_of(fact) == [("accept", {"state": "proposed"}, {"state": "accepted"}, "checked")]


def test_accept_twice(editor):
    fact = factories.propose()
    review.accept(fact, by=editor)
    assert refusal(review.accept, fact, by=editor) == "wrong_state"
    assert len(decisions_of(fact)) == 1


def test_accept_without_permission():
    fact = factories.propose()
    with pytest.raises(PermissionDenied):
        review.accept(fact, by=factories.make_user())
    assert fresh(fact).state == State.PROPOSED


def test_accept_of_what_changed_meanwhile(editor):
    fact = factories.propose()
    review.correct(fact, by=editor, changes={"series": "series_b"})
    assert refusal(review.accept, fact, by=editor, version=fact.version) == "changed_meanwhile"


def test_correct(editor):
    fact = factories.propose()
    review.correct(
        fact,
        by=editor,
        changes={"amount": Decimal("13000000"), "happened_on": date(2025, 3, 1)},
        reason="typo",
    )
    row = fresh(fact)
    assert (row.amount, row.happened_on, row.edited_fields, row.version) == (
        Decimal("13000000.00"),
        date(2025, 3, 1),
        ["amount", "happened_on"],
        fact.version + 1,
    )
    assert decisions_of(fact) == [
        (
            "correct",
            {"amount": "12000000.00", "happened_on": "2025-03-04", "edited_fields": []},
            {
                "amount": "13000000.00",
                "happened_on": "2025-03-01",
                "edited_fields": ["amount", "happened_on"],
            },
            "typo",
        )
    ]


def test_correct_participants(editor):
    fact = factories.propose()
    other = find_or_propose_company("Lauze Capital")
    review.correct(fact, by=editor, changes={"participants": [{"company": other, "role": "lead"}]})
    assert [(str(p.company), p.role) for p in fact.participations.all()] == [("Lauze Capital", "lead")]
    assert fresh(fact).edited_fields == ["participants"]


def test_correct_to_impossible_values(editor):
    fact = factories.propose()
    with pytest.raises(ValidationError):
        review.correct(fact, by=editor, changes={"equity_amount": Decimal("12000001")})
    assert (fresh(fact).equity_amount, decisions_of(fact)) == (None, [])


def test_correct_unknown_field(editor):
    assert refusal(review.correct, factories.propose(), by=editor, changes={"state": "published"}) == "unknown_field"


def test_correct_published_fact(publisher):
    fact = factories.make_published(by=publisher)
    assert refusal(review.correct, fact, by=publisher, changes={"series": "seed"}) == "wrong_state"


def test_reject(editor):
    fact = factories.propose()
    review.reject(fact, by=editor, reason="a misreading")
    assert fresh(fact).state == State.REJECTED
    assert decisions_of(fact) == [("reject", {"state": "proposed"}, {"state": "rejected"}, "a misreading")]


def test_merge(editor):
    kept = factories.propose(series="series_a")
    double = factories.propose(series="series_b")
    review.merge(double, into=kept, by=editor)
    assert (fresh(double).state, fresh(double).merged_into_id) == (State.REJECTED, kept.pk)
    assert (kept.citations.count(), double.citations.count()) == (2, 0)


def test_merge_of_two_kinds(editor):
    assert refusal(review.merge, factories.propose(), into=factories.propose("role"), by=editor) == "not_alike"


def test_undo_merge(editor):
    kept, double = factories.propose(series="series_a"), factories.propose(series="series_b")
    review.merge(double, into=kept, by=editor)
    review.undo(double.decisions.latest("pk"), by=editor)
    assert (fresh(double).state, fresh(double).merged_into_id) == (State.PROPOSED, None)
    assert (kept.citations.count(), double.citations.count()) == (1, 1)


def test_undo_merge_on_the_fact_that_stayed(editor):
    kept, double = factories.propose(series="series_a"), factories.propose(series="series_b")
    review.merge(double, into=kept, by=editor)
    assert refusal(review.undo, kept.decisions.latest("pk"), by=editor) == "undo_the_other"


def test_undo_correct(editor):
    fact = factories.propose()
    review.correct(fact, by=editor, changes={"amount": Decimal(5), "participants": []})
    review.undo(fact.decisions.latest("pk"), by=editor)
    row = fresh(fact)
    assert (row.amount, row.edited_fields) == (Decimal("12000000.00"), [])
    assert [(str(p.company), p.role) for p in row.participations.all()] == [
        ("Quercy Ventures", "lead"),
        ("Banque Aubrac", "lender"),
    ]


def test_undo_reject(editor):
    fact = factories.propose()
    review.reject(fact, by=editor)
    review.undo(fact.decisions.latest("pk"), by=editor)
    assert fresh(fact).state == State.PROPOSED


def test_undo_older_decision(editor):
    fact = factories.propose()
    review.correct(fact, by=editor, changes={"series": "seed"})
    review.accept(fact, by=editor)
    assert refusal(review.undo, fact.decisions.earliest("pk"), by=editor) == "not_the_last"


def test_undo_publication(publisher):
    fact = factories.make_published(by=publisher)
    assert refusal(review.undo, fact.decisions.latest("pk"), by=publisher) == "cannot_undo"


def test_split(editor):
    fact = factories.propose()
    factories.reconcile_one(factories.make_article())
    second = fact.citations.last()
    new = review.split(fact, citations=[second], by=editor)
    assert (fact.citations.count(), list(new.citations.all())) == (1, [second])
    assert (new.state, new.amount, new.company_id) == (State.PROPOSED, fact.amount, fact.company_id)
    assert new.participations.count() == 2


def test_split_of_everything(editor):
    fact = factories.propose()
    assert refusal(review.split, fact, citations=list(fact.citations.all()), by=editor) == "nothing_to_split"


def test_cite(editor):
    fact = factories.propose()
    article = factories.make_article("Le tour de Novalis est bouclé, dit Quercy Ventures.")
    citation = review.cite(fact, article=article, quote="Le tour de Novalis est bouclé", by=editor)
    assert (citation.start, citation.end, citation.quote) == (0, 29, "Le tour de Novalis est bouclé")
    assert decisions_of(fact)[0][0] == "cite"


def test_cite_words_that_do_not_stand_there(editor):
    fact = factories.propose()
    code = refusal(review.cite, fact, article=factories.make_article(), quote="Novalis a fait faillite", by=editor)
    assert code == "quote_not_found"


def test_cite_twice(editor):
    fact = factories.propose()
    article = fact.citations.get().article
    assert refusal(review.cite, fact, article=article, quote=factories.ROUND, by=editor) == "cited_already"


def test_add(editor):
    company = Company.objects.create(name="Novalis")
    article = factories.make_article("Novalis emploie 40 personnes.")
    fact = review.add(
        "key_figure",
        company=company,
        values={"metric": "employees", "value": Decimal(40), "status": "actual"},
        article=article,
        quote="Novalis emploie 40 personnes",
        by=editor,
    )
    assert (fact.state, fact.rule, fact.edited_fields) == (
        State.ACCEPTED,
        "editor",
        ["company", "metric", "status", "value"],
    )
    assert [c.quote for c in fact.citations.all()] == ["Novalis emploie 40 personnes"]


def test_add_without_its_words_stores_nothing(editor):
    company = Company.objects.create(name="Novalis")
    code = refusal(
        review.add,
        "key_figure",
        company=company,
        values={"metric": "employees", "value": Decimal(40)},
        article=factories.make_article(),
        quote="Novalis emploie 40 personnes",
        by=editor,
    )
    assert (code, Fact.objects.count()) == ("quote_not_found", 0)


def test_publish_needs_the_publisher(editor):
    fact = factories.propose()
    with pytest.raises(PermissionDenied):
        publish(fact, by=editor)
    assert fresh(fact).state == State.PROPOSED


def test_undo_merge_whose_citations_moved_on(editor):
    kept, double = factories.propose(series="series_a"), factories.propose(series="series_b")
    review.merge(double, into=kept, by=editor)
    review.split(kept, citations=[kept.citations.last()], by=editor)
    assert refusal(review.undo, double.decisions.latest("pk"), by=editor) == "moved_on"


def test_an_undone_decision_is_not_undone_again(editor):
    fact = factories.propose()
    review.reject(fact, by=editor)
    rejection = fact.decisions.get()
    review.undo(rejection, by=editor)
    assert refusal(review.undo, rejection, by=editor) == "not_the_last"


def test_correct_participants_to_a_role_of_another_kind(editor):
    fact = factories.propose()
    with pytest.raises(ValidationError):
        review.correct(fact, by=editor, changes={"participants": [{"company": fact.company, "role": "target"}]})
    assert fact.participations.count() == 2


@pytest.mark.parametrize(
    "quote", ["Novalis a\r\nlevé 12", "Novalis a levé 12 millions d’euros", "  Novalis a levé 12 "]
)
def test_cite_whatever_white_space_and_marks_were_typed(editor, quote):
    fact = factories.propose("role")
    article = factories.make_article("Novalis a\u00a0levé 12 millions d'euros.")
    citation = review.cite(fact, article=article, quote=quote, by=editor)
    assert citation.quote == article.body[citation.start : citation.end]
    assert citation.quote.startswith("Novalis a\u00a0levé 12")


def test_undo_goes_back_step_by_step(editor):
    fact = factories.propose()
    review.correct(fact, by=editor, changes={"series": "seed"})
    review.accept(fact, by=editor)
    for verb in ("accept", "correct"):
        last = review.last_standing(fact)
        assert last.verb == verb
        review.undo(last, by=editor)
    row = fresh(fact)
    assert (row.state, row.series, row.edited_fields, review.last_standing(row)) == (
        State.PROPOSED,
        "series_a",
        [],
        None,
    )


def test_merge_facts_of_two_companies(editor):
    one, other = factories.propose("valuation"), factories.propose("valuation", company="Pastel Data")
    assert refusal(review.merge, one, into=other, by=editor) == "two_companies"


def test_add_to_a_company_that_was_merged(publisher):
    old, new = find_or_propose_company("Novalis"), find_or_propose_company("Novalis Group")
    merge_companies(old, into=new, by=publisher)
    fact = review.add(
        "key_figure",
        company=old,
        values={"metric": "employees", "value": Decimal(40)},
        article=factories.make_article("Novalis emploie 40 personnes."),
        quote="Novalis emploie 40 personnes",
        by=publisher,
    )
    assert fact.company == new


def test_undo_of_a_merge_is_a_new_version_of_both(editor):
    kept, double = factories.propose(series="series_a"), factories.propose(series="series_b")
    review.merge(double, into=kept, by=editor)
    seen = fresh(kept).version
    review.undo(double.decisions.latest("pk"), by=editor)
    assert refusal(review.accept, kept, by=editor, version=seen) == "changed_meanwhile"


VERSIONED = {
    "merge": lambda fact, **more: review.merge(fact, into=factories.propose(series="seed"), **more),
    "split": lambda fact, **more: review.split(fact, citations=[], **more),
    "cite": lambda fact, **more: review.cite(fact, article=factories.make_article(), quote="Novalis a levé", **more),
    "undo": lambda fact, **more: review.undo(fact.decisions.latest("pk"), **more),
}


@pytest.mark.parametrize("verb", VERSIONED)
def test_verbs_refuse_what_changed_meanwhile(editor, verb):
    fact = factories.propose()
    review.correct(fact, by=editor, changes={"series": "series_b"})
    assert refusal(VERSIONED[verb], fact, by=editor, version=fact.version) == "changed_meanwhile"
