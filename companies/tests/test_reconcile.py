"""From findings to proposals."""

from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from articles.extraction import Finding
from companies import publishing, review
from companies.events import same_event
from companies.models import Citation, Company, CompanyName, Fact, Participation, Person
from companies.reconcile import reconcile
from companies.registry import find_company, find_or_propose_company
from companies.slots import UnusableFinding, read_values
from companies.vocabulary import Kind, State

from . import factories

pytestmark = pytest.mark.django_db


def rows():
    """How many rows there are of all that an import makes."""
    return [model.objects.count() for model in (Company, CompanyName, Person, Fact, Participation, Citation)]


@pytest.mark.parametrize("kind", Kind.values)
def test_proposal_of_each_kind(kind):
    fact = factories.propose(kind)
    assert (fact.kind, fact.state, fact.confidence, fact.rule) == (
        kind,
        State.PROPOSED,
        Decimal("0.900"),
        f"{kind}.example",
    )
    citation = fact.citations.get()
    assert citation.quote == citation.article.body[citation.start : citation.end] == factories.ROUND
    assert citation.states == factories.SLOTS[kind]


@pytest.mark.parametrize("kind", Kind.values)
def test_reconciling_again_changes_nothing(kind):
    article = factories.make_article()
    factories.reconcile_one(article, kind)
    before = rows()
    result = factories.reconcile_one(article, kind)
    assert (rows(), result.proposed.total(), result.known[kind]) == (before, 0, 1)


@pytest.mark.parametrize("kind", Kind.values)
def test_second_article_on_the_event_adds_a_citation(kind):
    fact = factories.propose(kind)
    factories.reconcile_one(factories.make_article(), kind)
    assert (Fact.objects.count(), fact.citations.count()) == (1, 2)


@pytest.mark.parametrize(
    ("kind", "other"),
    [
        ("funding_round", {"amount": 20_000_000}),
        ("funding_round", {"currency": "USD"}),
        ("funding_round", {"series": "series_b"}),
        ("funding_round", {"announced_on": "2022-01-01"}),
        ("valuation", {"as_of": "2023"}),
        ("key_figure", {"metric": "users_weekly"}),
        ("key_figure", {"status": "target"}),
        ("deal", {"deal_type": "partnership"}),
        ("deal", {"amount": 50_000_000}),
        ("controversy", {"category": "privacy"}),
        ("controversy", {"parties": ["Syndicat des Lecteurs"]}),
        ("deal", {"date": "2019"}),
        ("deal", {"parties": [{"name": "Pastel Data", "role": "acquirer"}, {"name": "Novalis", "role": "target"}]}),
        ("deal", {"parties": [{"name": "Novalis", "role": "acquirer"}]}),
        ("role", {"title": "chair"}),
        ("role", {"person": "Odile Castan"}),
    ],
)
def test_second_article_on_another_event(kind, other):
    factories.propose(kind)
    factories.reconcile_one(factories.make_article(), kind, **other)
    assert Fact.objects.count() == 2


def test_two_sources_that_disagree_stay_side_by_side():
    fact = factories.propose("deal", amount=100_000_000, qualifier="approximately")
    factories.reconcile_one(factories.make_article(), "deal", amount=97_400_000)
    assert fact.one().amount == Decimal(100_000_000)
    assert [c.states["amount"] for c in fact.citations.all()] == [100_000_000, 97_400_000]


def test_two_findings_of_one_article_are_two_events():
    article = factories.make_article("Le premier procès.", "Le second procès.")
    first = factories.make_finding(article, "controversy", quote="Le premier procès.")
    second = factories.make_finding(article, "controversy", quote="Le second procès.")
    for _ in range(2):
        reconcile(article, [first, second])
    assert [f.citations.get().quote for f in Fact.objects.order_by("pk")] == [
        "Le premier procès.",
        "Le second procès.",
    ]


def test_a_second_article_fills_what_the_first_left_open():
    fact = factories.propose(series=None, announced_on=None, investors=[])
    factories.reconcile_one(factories.make_article())
    fact.refresh_from_db()
    assert (fact.series, fact.happened, fact.participations.count()) == ("series_a", "2025-03-04", 2)


def test_a_rumour_that_is_announced():
    fact = factories.propose(status="rumoured")
    factories.reconcile_one(factories.make_article(), status="announced")
    fact.refresh_from_db()
    assert fact.status == "announced"
    factories.reconcile_one(factories.make_article(), status="rumoured")
    fact.refresh_from_db()
    assert fact.status == "announced"


def test_what_an_editor_set_stays(editor):
    fact = factories.propose(status="rumoured", series=None)
    review.correct(
        fact,
        by=editor,
        changes={"amount": Decimal(11), "status": "rumoured", "series": "", "participants": []},
    )
    factories.reconcile_one(factories.make_article(), status="announced")
    fact.refresh_from_db()
    assert (fact.amount, fact.status, fact.series, fact.participations.count()) == (
        Decimal(11),
        "rumoured",
        "",
        0,
    )


def test_a_corrected_fact_is_recognised_in_its_article(editor):
    article = factories.make_article()
    fact = factories.propose(article=article)
    other = find_or_propose_company("Pastel Data")
    review.correct(fact, by=editor, changes={"amount": Decimal(99), "company": other})
    factories.reconcile_one(article)
    assert Fact.objects.count() == 1


def test_an_accepted_fact_only_gains_citations(editor):
    fact = factories.propose(series=None)
    review.accept(fact, by=editor)
    factories.reconcile_one(factories.make_article())
    fact.refresh_from_db()
    assert (fact.series, fact.citations.count()) == ("", 2)


def test_a_rejected_fact_is_not_proposed_again(editor):
    article = factories.make_article()
    fact = factories.propose(article=article)
    review.reject(fact, by=editor)
    for again in (article, factories.make_article()):
        result = factories.reconcile_one(again)
        assert (result.refused_before.total(), Fact.objects.count(), fact.citations.count()) == (1, 1, 1)


def test_a_retracted_fact_is_not_proposed_again(publisher):
    fact = factories.make_published(by=publisher)
    publishing.retract(fact, by=publisher, note="Wrong.")
    factories.reconcile_one(factories.make_article())
    assert [f.state for f in Fact.objects.all()] == [State.RETRACTED]


def test_a_merged_fact_leads_to_the_one_that_stayed(editor):
    kept = factories.propose(series="series_a")
    second = factories.make_article()
    double = factories.propose(article=second, series="series_b")
    review.merge(double, into=kept, by=editor)
    result = factories.reconcile_one(second, series="series_b")
    assert (result.known.total(), Fact.objects.count(), kept.citations.count()) == (1, 2, 2)


@pytest.mark.parametrize(
    ("first", "second"),
    [("X (ex-Twitter)", "Twitter"), ("x.AI", "xAI"), ("Open AI", "OpenAI"), ("Twitter", "X (ex-Twitter)")],
)
def test_a_company_is_found_by_every_spelling(first, second):
    company = find_or_propose_company(first)
    assert find_or_propose_company(second) == company
    assert Company.objects.count() == 1


def test_spellings_are_kept_as_printed():
    company = find_or_propose_company("X (ex-Twitter)")
    assert sorted(str(name) for name in company.names.all()) == ["Twitter", "X", "X (ex-Twitter)"]
    assert company.name == "X"


def test_likeness_is_no_identity():
    assert find_or_propose_company("Mistral") != find_or_propose_company("Mistral AI")


def test_person_as_party():
    fact = factories.propose(
        "deal",
        parties=[{"name": "Odile Castan", "role": "acquirer"}, {"name": "Novalis", "role": "target"}],
        people=("Odile Castan",),
    )
    told = [(str(p.company), str(p.person), p.role) for p in fact.participations.all()]
    assert told == [("None", "Odile Castan", "acquirer"), ("Novalis", "None", "target")]
    assert (str(fact.company), find_company("Odile Castan")) == ("Novalis", None)


def test_person_known_by_a_role_of_the_article():
    article = factories.make_article()
    role = factories.make_finding(article, "role", person="Odile Castan")
    deal = factories.make_finding(
        article,
        "deal",
        parties=[{"name": "Odile Castan", "role": "acquirer"}, {"name": "Novalis", "role": "target"}],
    )
    reconcile(article, [deal, role])
    assert Person.objects.count() == 1


@pytest.mark.parametrize(
    ("kind", "slots", "reason"),
    [
        ("funding_round", {"company": None}, "no company is named"),
        ("role", {"person": None}, "no person is named"),
        ("role", {"title": "king"}, "role: no title of the codebook in 'king'"),
        ("deal", {"parties": []}, "no company is named"),
        ("key_figure", {"metric": None}, "key_figure: no metric of the codebook in None"),
    ],
)
def test_finding_that_cannot_be_a_fact_is_named_and_left_out(kind, slots, reason):
    article = factories.make_article()
    good = factories.make_finding(article, "valuation")
    result = reconcile(article, [factories.make_finding(article, kind, **slots), good])
    assert result.unusable == [f"{kind} ({kind}.example): {reason}"]
    assert result.proposed.total() == Fact.objects.count() == 1


def test_finding_without_words():
    article = factories.make_article()
    bare = Finding("valuation", factories.SLOTS["valuation"], (), 0.9, "valuation.example")
    assert reconcile(article, [bare]).unusable == ["valuation (valuation.example): it cites nothing"]


def test_parts_that_exceed_the_sum_stay_in_the_citation():
    fact = factories.propose(equity_amount=10_000_000, debt_amount=9_000_000)
    assert (fact.equity_amount, fact.debt_amount) == (None, None)
    assert fact.citations.get().states["debt_amount"] == 9_000_000


@pytest.mark.parametrize(
    ("kind", "vague"),
    [
        ("funding_round", {"amount": None, "currency": None, "series": None, "announced_on": None}),
        ("controversy", {"parties": [], "started_on": None}),
    ],
)
def test_vague_events_of_two_articles_are_not_taken_for_one(kind, vague):
    factories.propose(kind, **vague)
    factories.reconcile_one(factories.make_article(), kind, **vague)
    assert Fact.objects.count() == 2


def test_valuations_told_a_day_apart_are_one():
    factories.propose("valuation", as_of="2025-03-04")
    factories.reconcile_one(factories.make_article(), "valuation", as_of="2025-03-05")
    assert Fact.objects.count() == 1


def test_refused_fact_read_in_another_sentence_of_its_article(editor):
    article = factories.make_article("Novalis lève 12 millions.", "Douze millions pour Novalis.")
    fact = factories.propose(article=article, quote="Novalis lève 12 millions.")
    review.reject(fact, by=editor)
    result = factories.reconcile_one(article, quote="Douze millions pour Novalis.")
    assert (result.refused_before.total(), Fact.objects.count()) == (1, 1)


def test_a_chain_of_mergers_leads_to_the_last(editor):
    articles = [factories.make_article() for _ in range(3)]
    one, two, three = (
        factories.propose(article=article, series=f"series_{letter}")
        for article, letter in zip(articles, "abc", strict=True)
    )
    review.merge(one, into=two, by=editor)
    review.merge(two, into=three, by=editor)
    factories.reconcile_one(factories.make_article(), series="series_a")
    assert three.citations.count() == 4


def test_a_split_stays_split(editor):
    article = factories.make_article("Novalis lève 12 millions.", "Douze millions pour Novalis.")
    first = factories.make_finding(article, quote="Novalis lève 12 millions.")
    second = factories.make_finding(article, quote="Douze millions pour Novalis.")
    whole = Finding(
        first.kind, first.slots, (*first.citations, *second.citations), first.confidence, first.rule, printed={}
    )
    reconcile(article, [whole])
    fact = Fact.objects.get().one()
    new = review.split(fact, citations=[fact.citations.last()], by=editor)
    reconcile(article, [whole])
    assert (fact.citations.count(), new.citations.count()) == (1, 1)


def test_target_alone_keeps_its_currency():
    fact = factories.propose(amount=None, target_amount=10_000_000)
    assert (fact.amount, fact.target_amount, fact.currency) == (None, Decimal(10_000_000), "EUR")


def test_a_currency_that_one_article_leaves_out_comes_from_another():
    fact = factories.propose(currency=None)
    factories.reconcile_one(factories.make_article())
    fact.refresh_from_db()
    assert (fact.currency, Fact.objects.count()) == ("EUR", 1)


def test_new_evidence_is_a_new_version():
    fact = factories.propose()
    factories.reconcile_one(factories.make_article())
    assert Fact.objects.get(pk=fact.pk).version == fact.version + 1


@pytest.mark.parametrize("value", [10**15, 10**18, 10**30])
def test_numbers_out_of_reach_stay_in_the_citation(value):
    fact = factories.propose("key_figure", value=value)
    assert fact.value is None


def test_a_very_long_name_is_one_company():
    name = "Compagnie " + "très " * 80 + "longue"
    assert find_or_propose_company(name) == find_or_propose_company(name)
    assert find_or_propose_company("&" * 199 + "A") == find_or_propose_company("&" * 199 + "A")


JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3),
    max_leaves=4,
)


@pytest.mark.parametrize("kind", Kind.values)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(data=st.data())
def test_read_values_never_raises_on_scalar_junk(kind, data):
    scalars = [slot for slot in factories.SLOTS[kind] if slot not in ("investors", "parties")]
    slots = {
        **factories.SLOTS[kind],
        **data.draw(st.dictionaries(st.sampled_from(scalars), JUNK, max_size=4)),
    }
    try:
        values = read_values(kind, slots)
    except UnusableFinding:
        return
    assert values.kind == kind


@given(
    st.sampled_from(Kind.values),
    st.dictionaries(st.sampled_from(["amount", "value"]), st.integers(1, 10**12)),
    st.sampled_from([None, "2025", "2025-02", "2025-02-14"]),
)
def test_same_event_is_reflexive(kind, numbers, day):
    slots = {
        **factories.SLOTS[kind],
        **numbers,
        "announced_on": day,
        "as_of": day,
        "date": day,
        "started_on": day,
    }
    assert same_event(kind, slots, slots)


@given(
    st.sampled_from(Kind.values),
    st.tuples(st.integers(1, 1000), st.integers(1, 1000)),
    st.tuples(*[st.sampled_from([None, "2024", "2025", "2025-02", "2025-02-14"])] * 2),
)
def test_same_event_is_symmetric(kind, amounts, days):
    one, other = (
        {
            **factories.SLOTS[kind],
            "amount": a,
            "value": a,
            "announced_on": d,
            "as_of": d,
            "date": d,
            "started_on": d,
        }
        for a, d in zip(amounts, days, strict=True)
    )
    assert same_event(kind, one, other) == same_event(kind, other, one)
