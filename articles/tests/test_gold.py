"""The gold itself is sound: enough of it, its words in the texts, its slots of the codebook."""

from pathlib import Path

import pytest

from articles.evaluation import load
from articles.evaluation.matching import KEYS, LISTS, SLOTS

HERE = Path(__file__).parent
ARTICLES, _ = load(HERE / "gold", HERE.parent.parent / "seeds")
FACTS = [(article, fact) for article in ARTICLES for fact in article.facts]


def test_there_are_more_than_a_hundred_articles_and_a_thousand_facts():
    assert len(ARTICLES) > 100
    assert len(FACTS) > 1000
    assert len({article.id for article in ARTICLES}) == len(ARTICLES)


def test_every_quote_stands_in_its_text():
    assert [(a.id, f["quote"]) for a, f in FACTS if f["quote"] not in a.text] == []


def test_every_slot_is_of_the_codebook():
    known = {"kind", "quote", "required"}
    assert [(a.id, slot) for a, f in FACTS for slot in f if slot not in known | set(SLOTS[f["kind"]])] == []


@pytest.mark.parametrize("kind", KEYS)
def test_every_fact_names_what_decides_it(kind):
    due = [slot for slot in KEYS[kind] if slot in LISTS or slot in {"company", "person", "title", "metric", "category"}]
    assert [(a.id, slot) for a, f in FACTS if f["kind"] == kind for slot in due if not f.get(slot)] == []


def test_every_name_stands_in_its_text():
    missing = [
        (article.id, name)
        for article, fact in FACTS
        for name in names_of(fact)
        if name.casefold() not in article.text.casefold()
    ]
    assert missing == []


def names_of(fact):
    listed = [one["name"] if isinstance(one, dict) else one for slot in LISTS for one in fact.get(slot) or []]
    return [name for name in [fact.get("company"), fact.get("person"), *listed] if name]
