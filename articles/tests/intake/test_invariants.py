"""What holds for every document, whatever it is made of."""

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from articles.intake import Draft, UnreadableDocument, read
from articles.intake.boilerplate import is_guarded
from articles.intake.decoding import decode
from articles.intake.lexicon import lexicon

TODAY = date(2026, 11, 21)

# The first document read pays for loading the languages' data, so no example has a deadline.
untimed = settings(deadline=None)

LINES = st.sampled_from(
    [
        "",
        " ",
        "-",
        " date 2026-01-07 Boréale a doublé.",
        "- 07/07/2025 à 18:18",
        "Publié le 14 juin 2024",
        "Vendredi 22 décembre",
        "Par Maud Kerdoncuff",
        "Boréale agrandit son atelier",
        "La scierie Boréale a doublé la surface de son atelier, où travaillent deux équipes.",
        "Boréale a levé 12 millions d’euros.",
        "Je parle de mon travail et de mes articles.",
        "• Un lien",
        *(rule.example for rule in lexicon().rules),
        *(rule.counter_example for rule in lexicon().rules),
    ]
)
BREAKS = st.sampled_from(["\n", "\r\n", "\n\n", " \n", "\r", "\u2028", "\n\n\n"])
DOCUMENTS = st.lists(st.tuples(LINES | st.text(max_size=40), BREAKS), max_size=14).map(
    lambda parts: "".join(line + end for line, end in parts)
)


def read_or_none(source: bytes | str) -> Draft | None:
    """The draft, or None where the document is refused; any other error fails the test."""
    try:
        return read(source, name="a.txt", today=TODAY)
    except UnreadableDocument:
        return None


def without_white_space(text: str) -> str:
    return "".join(text.split())


@untimed
@given(DOCUMENTS)
def test_nothing_is_lost_and_nothing_invented(text):
    draft = read_or_none(text)
    if draft is None:
        return
    decoded = decode(text).text
    kept, position = [], 0
    for cut in draft.cuts:
        assert position <= cut.start < cut.end
        assert cut.text == decoded[cut.start : cut.end] == cut.text.strip()
        kept.append(decoded[position : cut.start])
        position = cut.end
    kept.append(decoded[position:])
    assert without_white_space("".join(kept)) == without_white_space(draft.body)


@untimed
@given(DOCUMENTS)
def test_body_is_tidy_and_opens_with_its_headline(text):
    draft = read_or_none(text)
    if draft is None:
        return
    lines = draft.body.split("\n")
    assert [line.strip() for line in lines] == lines
    assert "\n\n\n" not in draft.body
    assert lines[0]
    assert lines[-1]
    if draft.title is not None:
        assert lines[:2] == [draft.title, ""] or lines == [draft.title]


@untimed
@given(DOCUMENTS)
def test_dates_are_consistent(text):
    draft = read_or_none(text)
    if draft is None:
        return
    assert (draft.published_on is None) == (draft.precision is None) == (draft.published_iso is None)
    assert draft.published_on is None or draft.inferred_on is None
    assert draft.inferred_on is None or draft.inferred_on <= TODAY


@untimed
@given(DOCUMENTS)
def test_reading_the_bytes_is_reading_the_text(text):
    try:
        source = text.encode()
    except UnicodeEncodeError:
        return
    if not text.startswith("\ufeff"):
        assert read_or_none(source) == read_or_none(text)


@untimed
@given(st.lists(LINES, min_size=1, max_size=14))
def test_line_with_money_stays_unless_it_is_a_link(lines):
    labels = {rule.reason for rule in lexicon().rules if rule.label}
    draft = read_or_none("\n".join(lines))
    for cut in draft.cuts if draft else ():
        assert not is_guarded(cut.text) or cut.reason in labels


@untimed
@given(st.binary(max_size=400))
def test_bytes_are_read_or_refused(source):
    read_or_none(source)


@untimed
@given(st.text(max_size=400))
def test_text_is_read_or_refused(source):
    read_or_none(source)
