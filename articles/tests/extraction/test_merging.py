"""One fact per event, and no more comparisons than a text of so many companies needs."""

from __future__ import annotations

import pytest

from articles.extraction.kinds.deal import first_words, pairs
from articles.extraction.merging import Shelf, merged
from articles.extraction.reading import Candidate


def of(company: str, at: int, confidence: float = 0.9) -> Candidate:
    """A candidate of a company at a place of the text."""
    return Candidate("role", {"company": company}, [(at, at + 1)], confidence, "rule")


def between(*names: str) -> Candidate:
    """A deal between companies."""
    parties = [{"name": name, "role": "partner"} for name in names]
    return Candidate("deal", {"parties": parties}, [(0, 1)], 0.9, "rule")


def test_twins_are_one_fact_with_both_places() -> None:
    """The surest of them is kept."""
    sure, less, other = of("Brindille", 7, 0.9), of("Brindille", 3, 0.5), of("Kolibri", 5)
    assert merged([less, sure, other], lambda one, two: True) == [other, sure]
    assert sure.spans == [(7, 8), (3, 4)]


@pytest.mark.parametrize("companies", [10, 1000])
def test_what_is_told_of_different_companies_is_not_compared(companies: int) -> None:
    """Each is compared with its twin alone, be there ten companies or a thousand."""
    compared = []

    def same(one: Candidate, two: Candidate) -> bool:
        compared.append((one, two))
        return True

    candidates = [of(f"Brindille {number % companies}", number) for number in range(2 * companies)]
    assert len(merged(candidates, same)) == companies
    assert len(compared) == companies


def test_deals_are_found_by_a_name_and_by_its_short_form() -> None:
    """« Norvex » may be « Norvex Shipping »; « Norvexia » may not."""
    short, long, unlike = between("Norvex", "Brindille"), between("Kolibri", "Norvex Shipping"), between("Norvexia")
    assert Shelf(first_words, [long, unlike]).near(short) == [long]


def test_deals_of_one_company_with_others_are_not_compared() -> None:
    """Two tellings of a deal have two parties in common, of whom one may bear the other's first word."""
    deal, other = between("Norvex", "Brindille"), between("Norvex", "Kolibri")
    again, within = between("Brindille", "Norvex Shipping"), between("Norvex", "Norvex Shipping")
    shelf = Shelf(pairs, [deal, other, within])
    assert (shelf.near(again), shelf.near(between("Norvex", "Norvex Shipping"))) == ([deal], [within])
