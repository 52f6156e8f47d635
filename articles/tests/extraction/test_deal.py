"""What is read as a deal and what is not, in sentences of our own."""

import pytest

from articles.extraction import extract

from .corpus import cases, expected, facts

KIND = "deal"


@pytest.mark.parametrize("row", cases(KIND))
def test_the_sentence_tells_it(row):
    assert facts(KIND, row, row["text"]) == expected(row)


@pytest.mark.parametrize("row", cases(KIND))
def test_its_harmless_neighbour_does_not(row):
    assert facts(KIND, row, row["silent"]) == []


def test_persons_among_the_parties_are_named():
    text = "Le milliardaire Luc Morel a pris une participation de 9,2 % dans Pedalia."
    [finding] = [found for found in extract(text, language="fr") if found.kind == KIND]
    assert finding.people == ("Luc Morel",)
