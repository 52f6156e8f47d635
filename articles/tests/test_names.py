"""Spellings of names."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.names import name_key, spellings


@pytest.mark.parametrize(
    "names",
    [
        ["OpenAI", "Open AI", "OpenAi", "OpenAI Inc.", "openai"],
        ["xAI", "x.AI", "X.AI Corp.", "x AI"],
        ["Société Générale", "Societe Generale", "SOCIÉTÉ GÉNÉRALE SA"],
        ["BPI France", "Bpifrance"],
        ["Procter & Gamble", "Procter and Gamble"],
        ["L'Oréal", "L’Oréal", "l'oreal"],
    ],
)
def test_name_key_one_name(names):
    assert {name_key(name) for name in names} == {name_key(names[0])}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Mistral", "Mistral AI"),
        ("X", "xAI"),
        ("Meta", "Metron"),
        ("Google", "Google DeepMind"),
        ("SE", "SA"),
    ],
)
def test_name_key_different_names(one, other):
    assert name_key(one) != name_key(other)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("X (ex-Twitter)", ["X", "Twitter", "X (ex-Twitter)"]),
        (
            "Qatar Investment Authority (QIA)",
            ["Qatar Investment Authority", "QIA", "Qatar Investment Authority (QIA)"],
        ),
        ("Novalis (Lyon)", ["Novalis", "Novalis (Lyon)"]),
        ("ex-Twitter", ["Twitter"]),
        ("Pastel  Data", ["Pastel Data"]),
    ],
)
def test_spellings(name, expected):
    assert spellings(name) == expected


@given(st.text(max_size=60))
def test_name_key_is_its_own_key(name):
    key = name_key(name)
    assert name_key(key) in (key, name_key(key))
    assert not any(c.isspace() for c in key)


@given(st.text(max_size=60))
def test_spellings_never_empty(name):
    assert len(spellings(name)) >= 1
