"""Measuring: what counts as right, and that figures and fits say what they should."""

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.evaluation import GoldArticle, Half, UnusableGold, load, score
from articles.evaluation.calibration import CAUTION, Judged, fit, sigmoid
from articles.evaluation.gold import Aliases
from articles.extraction import Citation, Finding
from articles.extraction.confidence import logit

TEXT = "Novalis a levé 12 millions d'euros. Le patron de Novalis, Maud Ferrand, est satisfait."
ROUND = {"kind": "funding_round", "company": "Novalis", "amount": 12_000_000, "currency": "EUR", "status": "announced"}
ROLE = {"kind": "role", "person": "Maud Ferrand", "company": "Novalis", "title": "ceo", "status": "current"}


def gold(*facts):
    return GoldArticle("made-up", TEXT, facts, "fr", None)


def found(fact, confidence=0.9, quote="Novalis a levé 12 millions d'euros", **slots):
    start = TEXT.index(quote)
    values = {name: value for name, value in {**fact, **slots}.items() if name != "kind"}
    return Finding(fact["kind"], values, (Citation(start, start + len(quote), quote),), confidence, "rule")


def counts(result, kind="micro"):
    totals = result.micro if kind == "micro" else result.kinds[kind]
    return (totals.tp, totals.fp, totals.fn)


def measure(answers, findings, aliases=None):
    return score([(gold(*answers), TEXT, findings)], aliases or Aliases())


def test_right_missed_and_false():
    result = measure([ROUND, ROLE], [found(ROUND), found(ROUND, amount=20_000_000)])
    assert counts(result) == (1, 1, 1)
    assert [(error.what, error.fact["kind"]) for error in result.errors] == [
        ("false", "funding_round"),
        ("missed", "role"),
    ]


@pytest.mark.parametrize(
    ("change", "is_right"),
    [
        ({"amount": 12_050_000}, True),
        ({"amount": 12_100_000}, False),
        ({"company": "NOVALIS SAS"}, True),
        ({"company": "Novalis Group"}, False),
        ({"currency": "USD"}, False),
        ({"status": "rumoured"}, False),
        ({"series": "seed"}, True),
    ],
)
def test_keys_decide(change, is_right):
    assert counts(measure([ROUND], [found(ROUND, **change)])) == ((1, 0, 0) if is_right else (0, 1, 1))


def test_alias_is_the_same_name():
    aliases = Aliases()
    aliases.add("Novalis", ["Nova"])
    assert counts(measure([ROUND], [found(ROUND, company="Nova")], aliases)) == (1, 0, 0)


def test_optional_fact_counts_neither_way():
    answer = {**ROUND, "required": False}
    assert counts(measure([answer], [found(ROUND)])) == (0, 0, 0)
    assert counts(measure([answer], [])) == (0, 0, 0)


def test_one_finding_answers_one_fact():
    assert counts(measure([ROUND], [found(ROUND), found(ROUND)])) == (1, 1, 0)


def test_slots_and_lists_of_right_findings():
    backers = [{"name": "Quercy", "role": "lead"}, {"name": "Aubrac", "role": "investor"}]
    answer = {**ROUND, "series": "seed", "investors": backers}
    result = measure(
        [answer], [found(ROUND, series="series_a", investors=[backers[0], {"name": "Aubrac", "role": "lead"}])]
    )
    assert result.slots == {"funding_round.qualifier": [1, 1], "funding_round.series": [0, 1]}
    names = result.lists["funding_round.investors"]
    assert (names.tp, names.fp, names.fn) == (1, 1, 1)


def test_controversy_by_the_words_it_rests_on():
    quote = "Le patron de Novalis, Maud Ferrand, est satisfait"
    answer = {"kind": "controversy", "company": "Novalis", "category": "labour", "quote": quote}
    other = {"kind": "controversy", "company": "Novalis", "category": "dispute"}
    assert counts(measure([answer], [found(other, quote=quote)])) == (1, 0, 0)
    assert counts(measure([answer], [found(other)])) == (0, 1, 1)


def test_confidence_bands():
    result = measure([ROUND], [found(ROUND, confidence=0.95), found(ROUND, confidence=0.55, amount=1)])
    assert {band: tuple(n) for band, n in result.bands.items() if n[1]} == {0.9: (1, 1), 0.5: (0, 1)}
    assert (result.precision_from(0.8), result.precision_from(0.5)) == (1.0, 0.5)


def test_invalid_citation_is_counted():
    wrong = Finding(
        "role",
        {k: v for k, v in ROLE.items() if k != "kind"},
        (Citation(0, 5, "Noval"), Citation(0, 5, "xxxxx")),
        0.9,
        "r",
    )
    assert measure([ROLE], [wrong]).citations == [1, 2]


def test_halves_are_about_equal_and_do_not_move():
    halves = [GoldArticle(f"fr-{n:03}", "", (), "fr", None).half for n in range(400)]
    assert 160 < halves.count(Half.CHECK) < 240
    assert GoldArticle("fr-001", "", (), "fr", None).half == GoldArticle("fr-001", "other", (), "en", "2025").half


def test_load_reads_articles_lists_and_aliases(tmp_path):
    entry = {"id": "b", "text": TEXT, "facts": [ROUND], "language": "fr", "published_on": None}
    (tmp_path / "one.json").write_text(json.dumps(entry))
    (tmp_path / "many.json").write_text(json.dumps([{**entry, "id": "a"}]))
    (tmp_path / "aliases.x.json").write_text(json.dumps({"Novalis": ["Nova"]}))
    articles, aliases = load(tmp_path)
    assert [article.id for article in articles] == ["a", "b"]
    assert aliases.same("Nova", "Novalis")


@pytest.mark.parametrize("content", ["{", "[1]", '{"id": "x", "facts": [], "language": "fr"}'])
def test_load_names_the_broken_file(tmp_path, content):
    (tmp_path / "odd.json").write_text(content)
    with pytest.raises(UnusableGold, match=r"odd\.json"):
        load(tmp_path)


def test_fit_learns_how_often_each_kind_is_right():
    judged = [Judged("role", 0.9, n % 10 != 0) for n in range(200)] + [
        Judged("deal", 0.9, n % 2 == 0) for n in range(200)
    ]
    fitted = fit(judged, ["role", "deal"])
    curve = {kind: sigmoid(fitted.slope * logit(0.9) + fitted.shift + own) for kind, own in fitted.shifts.items()}
    assert curve["role"] == pytest.approx(0.9, abs=0.03)
    assert curve["deal"] == pytest.approx(0.5, abs=0.06)
    assert fitted.doubts == {}


def test_fit_learns_what_a_doubt_weighs():
    sure = [Judged("role", 0.9, n % 10 != 0) for n in range(200)]
    doubtful = [Judged("role", 0.9, n % 2 == 0, ("far",)) for n in range(200)]
    fitted = fit(sure + doubtful, ["role"])
    level = fitted.slope * logit(0.9) + fitted.shift + fitted.shifts["role"]
    assert sigmoid(level + fitted.doubts["far"]) == pytest.approx(0.5, abs=0.05)
    assert fitted.as_toml().endswith(f"[doubt]\nfar = {fitted.doubts['far']:.4f}\n")


def test_a_doubt_never_makes_a_finding_surer():
    plain = [Judged("role", 0.9, n % 2 == 0) for n in range(200)]
    lucky = [Judged("role", 0.9, n % 10 != 0, ("far",)) for n in range(200)]
    assert fit(plain + lucky, ["role"]).doubts == {"far": 0.0}


def test_a_cautious_curve_is_less_sure_by_the_same_for_all():
    fitted = fit([Judged("role", 0.9, n % 10 != 0) for n in range(50)], ["role"])
    assert fitted.cautious() == replace(fitted, shift=fitted.shift - CAUTION)


def test_fit_of_nothing():
    with pytest.raises(ValueError, match="nothing to fit"):
        fit([], ["role"])


@given(st.floats(-30, 30))
def test_sigmoid_and_logit_are_inverse(x):
    assert logit(sigmoid(x)) == pytest.approx(x, abs=0.01) or abs(x) > 6
