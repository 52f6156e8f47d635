"""The quick look at a text opens for every stem and stays shut for the weather."""

import pytest

from articles.extraction.gate import gate
from articles.extraction.language import codes, table


@pytest.mark.parametrize("code", codes())
def test_gate_opens_for_each_of_its_plain_stems(code):
    plain = [stem for stem in table(code, "gate")["stems"] if stem.isalpha()]
    assert [stem for stem in plain if not gate(code).opens(f"... {stem}")] == []


@pytest.mark.parametrize("code", codes())
def test_gate_opens_for_money(code):
    assert gate(code).opens("12 €")


def test_gate_stays_shut_for_the_weather():
    assert not gate("fr").opens("Le ciel restera couvert sur le littoral, avec quelques éclaircies.")
