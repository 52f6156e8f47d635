"""A sentence is spared only the expressions that cannot match in it."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.extraction.constructions import expanded
from articles.extraction.cues import WORD, Cues, marks, needs
from articles.extraction.mentions import BLOCK

WORDS = (
    "lève",
    "relevait",
    "fonds",
    "série",
    "Élévation",
    "Amende",
    "pré-amorçage",
    "préamorçage",
    "l'amende",
    "12",
    "«",
    ",",
    "(",
    "d'amende:",
)
PATTERNS = (
    r"\bl[eè]v(?:e|ait)?\b",
    r"(?:lev|relev)\w* (?:des )?(?:fonds|séries?)",
    r"pré-?amorçages?",
    r"(?=lève)\w+ fonds|amende",
    r"(?:série ){1,2}fonds",
    r"(?:série )?fonds",
    r"[^,]{0,9}amende(?! fonds)",
    r"(?i:ÉLÉV)ation|Amende",
    r"lève (?:série |fonds )?(?:12 )?amende",
    r"(?<![\w'])(?:f\.?)?l\.?ève(?!\w)",
    r"(?: ?[(]| :) ?amende",
    r"amende ?: ?(?:fonds|série)?",
)


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        (r"l[eè]v(?:e|ait) des fonds", [{"levait|", "leve|", "lèvait|", "lève|"}, {"|des|"}, {"|fonds"}]),
        (r"\bl[eè]v(?:e|ait)\b", [{"|leve|", "|lève|", "|levait|", "|lèvait|"}]),
        (r"\bor\b", [{"|or|"}]),
        (r"or\b", [{"or|"}]),
        (r"or", []),
        (r"(?:levée|levées) (?:\w+ )? (?:série|tour)", [{"levée|", "levées|"}, {"|série", "|tour"}]),
        (r"(?:amende )?de \w+", [{"de|"}]),
        (r"(?:amende )+de", [{"amende|"}]),
        (r"(?:amende|\w+)", []),
        (r"Griefs", [{"griefs"}]),
        (r"mis en examen", [{"mis|"}, {"|en|"}, {"|examen"}]),
        (r"(?<!\w)or(?![\w-])", [{"|or|"}]),
        (r"\bd\.?g\.?\b", [{"|dg|", "|g|"}]),
        (r"tour (?:très )?(?:grand |petit )?clos", [{"tour|"}, {"|clos"}]),
        (r"tour ?\((?:série|clos)", [{"tour|"}, {"|(|"}, {"|série", "|clos"}]),
        (r"tour(?: :|,)", [{"tour|"}]),
    ],
)
def test_needs_are_read_off_the_expression(pattern, expected):
    assert [set(pieces) for pieces in needs(pattern)] == expected


@given(st.lists(st.sampled_from(WORDS), max_size=8), st.sampled_from(PATTERNS))
def test_no_match_is_ever_spared(words, pattern):
    cues, text = Cues(), " ".join(words)
    mask = cues.require(pattern)
    assert mask  # an expression without needs is never spared, and shows nothing
    if re.search(pattern, text) or re.search(pattern, text.lower()):
        told = [*WORD.findall(text.lower()), *marks(text, 0, len(text))]
        assert mask & cues.present(told) == mask


def test_a_word_met_before_a_need_was_known_is_looked_up_again():
    cues = Cues()
    assert cues.present(["une", "amende"]) == 0
    mask = cues.require("amende")
    assert cues.present(["une", "amende"]) == mask != 0


def test_a_mention_is_needed_where_the_expression_has_its_sign():
    cues = Cues()
    pattern = expanded("lève (?:{p} )?{m}", {})
    assert [set(pieces) for pieces in needs(pattern)] == [{"lève|"}, {chr(BLOCK["money"])}]
    assert cues.mentioned(frozenset(["person"])) == 0
    assert cues.require(pattern) == cues.present(["il", "lève"]) | cues.mentioned(frozenset(["money", "person"]))


def test_a_need_brings_what_is_tied_to_it():
    cues = Cues()
    fine, money = cues.require("amende"), cues.require(expanded("{m}", {}))
    first = cues.reserve(2)
    debt = cues.require("dette")
    cues.tie(fine, 1 << first)
    cues.tie(money, 2 << first)
    assert debt not in (1 << first, 2 << first)
    assert cues.present(["une", "amende"]) == fine | 1 << first
    assert cues.mentioned(frozenset(["money"])) == money | 2 << first
    assert cues.present(["dette"]) == debt
