"""The quick looks find just what the plain alternation of their stems finds."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.extraction.gate import any_stem, gate
from articles.extraction.language import codes, table

STEMS = ["lev[ée]", "levant", "a|b", r"\bdg\b", "client", "clo(?:s|ture)", "c?", "x", "(?:y|z)q", "é{2}", "ou"]


@given(st.text(alphabet="abcdeglnostuvxyzéq ", max_size=30))
def test_any_stem_is_the_plain_alternation(text):
    plain = re.compile("|".join(f"(?:{stem})" for stem in STEMS if stem != "c?"))
    assert bool(any_stem(stem for stem in STEMS if stem != "c?").search(text)) == bool(plain.search(text))


@pytest.mark.parametrize("code", codes())
def test_gate_opens_for_each_of_its_plain_stems(code):
    plain = [stem for stem in table(code, "gate")["stems"] if stem.isalpha()]
    assert [stem for stem in plain if not gate(code).search(f"... {stem.lower()}")] == []


def test_gate_stays_shut_for_the_weather():
    assert gate("fr").search("le ciel restera couvert sur le littoral, avec quelques éclaircies.") is None
