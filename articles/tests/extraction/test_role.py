"""What is read as a role and what is not, in sentences of our own."""

import pytest

from .corpus import cases, expected, facts

KIND = "role"


@pytest.mark.parametrize("row", cases(KIND))
def test_the_sentence_tells_it(row):
    assert facts(KIND, row, row["text"]) == expected(row)


@pytest.mark.parametrize("row", cases(KIND))
def test_its_harmless_neighbour_does_not(row):
    assert facts(KIND, row, row["silent"]) == []
