"""Every row of every table fires on its example and keeps silent on its counter-example."""

import pytest

from articles.extraction.constructions import constructions
from articles.extraction.document import Document
from articles.extraction.kinds import kinds, tables
from articles.extraction.language import codes
from articles.extraction.reading import Reading

ROWS = [
    pytest.param(code, kind, row, id=f"{code}-{kind.KIND}-{row.id}")
    for code in codes()
    for kind in kinds()
    for row in constructions(code, kind.KIND).rows
]


HEADLINE = {"fr": "Brindille, une start-up nantaise", "en": "Brindle, a young company"}


def rules(text, code, kind):
    """Names of the constructions that propose a fact of this kind, under a headline that names a company."""
    headline = HEADLINE[code]
    reading = Reading(Document(f"{headline}\n{text}", code, "2026-03-12", headline, None), tables(code))
    return {candidate.rule for candidate in kind.find(reading)}


@pytest.mark.parametrize(("code", "kind", "row"), ROWS)
def test_construction_fires_on_its_example(code, kind, row):
    assert row.id in rules(row.row["example"], code, kind)


@pytest.mark.parametrize(("code", "kind", "row"), ROWS)
def test_construction_is_silent_on_its_counter_example(code, kind, row):
    assert row.id not in rules(row.row["counter_example"], code, kind)


def test_ids_are_unique_within_a_table():
    for code in codes():
        for kind in kinds():
            ids = [row.id for row in constructions(code, kind.KIND).rows]
            assert len(ids) == len(set(ids)), (code, kind.KIND)
