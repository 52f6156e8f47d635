"""What is compiled to be found sooner matches as `re` has it."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.extraction import patterns
from articles.extraction.constructions import constructions
from articles.extraction.document import Document
from articles.extraction.kinds import kinds
from articles.extraction.language import codes
from articles.extraction.patterns import compiled

ROWS = [
    pytest.param(code, row, id=f"{code}-{row.kind}-{row.id}")
    for code in codes()
    for kind in kinds()
    for row in constructions(code, kind.KIND).rows
]
PIECES = st.recursive(
    st.sampled_from(["a", "b", "ab", "[ab]", "[^a]", ".", r"\w", r"\b", "^", "$", "(?<!a)", "(?=b)", "(?i:A)", ""]),
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=4).map("".join),
        st.lists(inner, min_size=2, max_size=5).map(lambda parts: f"(?:{'|'.join(parts)})"),
        inner.map(lambda part: f"({part})"),
        inner.map(lambda part: f"(?:{part})?"),
        inner.map(lambda part: f"(?:{part}){{0,2}}?"),
        inner.map(lambda part: f"(?!{part})"),
    ),
    max_leaves=8,
)


def found(pattern, text):
    """All that a pattern finds, with its groups."""
    return [(match.span(), match.regs, match.lastindex) for match in pattern.finditer(text)]


@given(PIECES, st.text("abAB \n", max_size=12), st.sampled_from([0, re.MULTILINE, re.IGNORECASE]))
def test_the_same_is_found(pattern, text, flags):
    assert found(compiled(pattern, flags), text) == found(re.compile(pattern, flags), text)


@pytest.mark.parametrize(
    "pattern",
    [
        r"\b(?:levée|lever|dette)\b",
        r"(?:le|les|la|leur)s?",
        r"(?:les|le|\w+|leur) ?",
        r"(?:a|ab)(?:bc|c)(?P<end>d*)",
        r"(?<!\w)(?P<name>dette|de(?: la)?)",
        r"(?:dette|(?i:DE)|de) ",
        r"(?i)\b(?:DETTE|Lever|De(?: la)?|[a-c]+|les?)\b",
        r"(?i)(?:Société|SOCIÉTÉS|ſociété|[é-î]tat)s?",
    ],
)
def test_the_same_is_found_in_a_sentence(pattern):
    text = "La levée, les dettes de la filiale : lever la DETTE, dettes, abcd ; Sociétés, ſociété, SOCIÉTÉ, ÉTAT, État."
    assert found(compiled(pattern), text) == found(re.compile(pattern), text)


@pytest.mark.parametrize(("code", "row"), ROWS)
def test_a_row_finds_the_same_in_its_example(code, row):
    for text in (row.row["example"], row.row["counter_example"]):
        for sentence in Document(text, code, None, None, None).sentences:
            for skeleton in (sentence.skeleton.full, sentence.skeleton.text):
                assert found(row.pattern, skeleton) == found(re.compile(row.pattern.pattern), skeleton)


def test_an_expression_keeps_its_face():
    pattern = compiled(r"\b(?P<verb>lève|lever)(?: (?P<sum>\d+))?", re.MULTILINE)
    plain = re.compile(pattern.pattern, re.MULTILINE)
    assert (pattern.flags, pattern.groups, dict(pattern.groupindex)) == (plain.flags, plain.groups, plain.groupindex)
    assert pattern.search("lever 6").groupdict() == {"verb": "lever", "sum": "6"}


def test_a_wrong_expression_says_where():
    with pytest.raises(re.error, match="missing \\)"):
        compiled("(lève")


def test_where_re_is_made_otherwise_an_expression_is_compiled_as_it_stands(monkeypatch):
    def otherwise(*given):
        raise TypeError("compile() takes other arguments")

    monkeypatch.setattr(patterns, "_assembled", otherwise)
    with pytest.raises(TypeError):
        patterns._quicker(r"\bdettes?", 0)
    assert compiled(r"\bdettes?").findall("la dette, les dettes") == ["dette", "dettes"]
