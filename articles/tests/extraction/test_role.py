"""What is read as a role and what is not, in sentences of our own."""

import pytest

from articles.extraction import extract

from .corpus import cases, expected, facts

KIND = "role"


@pytest.mark.parametrize("row", cases(KIND))
def test_the_sentence_tells_it(row):
    assert facts(KIND, row, row["text"]) == expected(row)


@pytest.mark.parametrize("row", cases(KIND))
def test_its_harmless_neighbour_does_not(row):
    assert facts(KIND, row, row["silent"]) == []


OPENING = {
    "en": "Funding in the trade reached $20 million last year.\n",
    "fr": "Les fonds levés dans le métier ont atteint 20 millions d'euros.\n",
}


def roles(text, language):
    """Who holds which title where, by an article of a line that tells of business and this one."""
    found = extract(OPENING[language] + text, language=language)
    return [(f.slots["person"], f.slots["company"], f.slots["title"]) for f in found if f.kind == KIND]


@pytest.mark.parametrize(
    "sentence",
    [
        "{name}, {title} at Norvex, declined to comment.",
        "{name}, a 26-year-old {title} at the London-based startup Norvex, declined to comment.",
        "{name}, 42, {title} of Norvex, declined to comment.",
        "{name}, a former Norvex {title}, declined to comment.",
        "Prices will fall, according to {name}, {title} at Norvex.",
        "“Prices will fall,” said {name}, Norvex {title}, in a statement.",
        "“Prices will fall,” said Norvex {title} {name}.",
        "{name} will remain {title} of Norvex.",
        "{name} ({title}, Norvex) declined to comment.",
        "The guest, {title} {name} of Norvex, declined to comment.",
    ],
)
@pytest.mark.parametrize(
    "title", ["VP", "executive", "senior security researcher", "head of European equity strategy", "product lead"]
)
def test_an_english_title_is_read_wherever_the_company_stands_with_it(sentence, title):
    assert roles(sentence.format(name="Anna Reed", title=title), "en") == [("Anna Reed", "Norvex", "other")]


@pytest.mark.parametrize(
    "sentence",
    [
        "Misbah Oruve is the co-founder of Norvex.",
        "Misbah Oruve, who was an engineer at Norvex, declined to comment.",
        "Misbah Oruve, a security researcher at Norvex, declined to comment.",
    ],
)
def test_an_english_title_shows_a_person_of_any_name(sentence):
    assert [(person, company) for person, company, _ in roles(sentence, "en")] == [("Misbah Oruve", "Norvex")]


@pytest.mark.parametrize(
    "sentence",
    [
        "Anna Reed, a guest of the London-based startup Norvex, declined to comment.",
        "Anna Reed, a 26-year-old student at Norvex, declined to comment.",
        "Oruve Labs is an investor in Norvex.",
        "Oruve Labs is working with an adviser to Norvex.",
    ],
)
def test_a_guest_and_a_backer_hold_no_title(sentence):
    assert roles(sentence, "en") == []
