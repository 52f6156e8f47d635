"""The pitfalls of press prose, one sentence of our own each, and their harmless neighbours."""

import tomllib
from pathlib import Path

import pytest

from articles.extraction import extract

FILE = Path(__file__).with_name("sentences.toml")
KINDS = ("funding_round", "valuation", "key_figure")
CASES = [pytest.param(case, id=case["pitfall"]) for case in tomllib.loads(FILE.read_text(encoding="utf-8"))["case"]]


def read(text, case):
    """The kinds and slots found in a text, in the order of the amounts as printed."""
    found = extract(
        text,
        language=case.get("language", "fr"),
        published_on=case.get("published_on"),
        title=case.get("title"),
    )
    return [{"kind": finding.kind, **finding.slots} for finding in found if finding.kind in KINDS]


def key(fact):
    return tuple(str(fact.get(slot)) for slot in ("kind", "company", "metric", "amount", "value"))


@pytest.mark.parametrize("case", CASES)
def test_what_the_sentence_says_is_read(case):
    found = read(case["text"], case)
    slots = [set(row) for row in case["expect"]]
    assert len(found) == len(slots)
    expected = sorted(case["expect"], key=key)
    shown = [{slot: fact.get(slot) for slot in row} for fact in found for row in case["expect"] if matches(fact, row)]
    assert sorted(shown, key=key) == expected


def matches(fact, row):
    """True where the finding agrees with the row in every slot that the row gives."""
    return all(fact.get(slot) == value for slot, value in row.items())


@pytest.mark.parametrize("case", CASES)
def test_the_neighbour_is_not_read_so(case):
    assert [fact for text in case["silent"] for fact in read(text, case)] == []
