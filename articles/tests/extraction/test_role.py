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


@pytest.mark.parametrize(
    "sentence",
    [
        "{name}, {title} chez Norvex, n'a pas souhaité répondre.",
        "{name}, 42 ans, {title} du groupe Norvex, n'a pas souhaité répondre.",
        "{name}, qui a longtemps été {title} de Norvex, n'a pas souhaité répondre.",
        "{name} ({title}, Norvex) n'a pas souhaité répondre.",
        "Selon {name}, {title} de Norvex, les prix vont baisser.",
        "D'après {title} de Norvex, {name}, les prix vont baisser.",
    ],
)
@pytest.mark.parametrize(
    "title", ["expert en cybersécurité", "chargée d'investissement", "gérant de fonds", "cheffe de produit"]
)
def test_a_french_trade_is_read_wherever_the_company_stands_with_it(sentence, title):
    assert roles(sentence.format(name="Anne Roux", title=title), "fr") == [("Anne Roux", "Norvex", "other")]


@pytest.mark.parametrize(
    ("sentence", "body", "title"),
    [
        ("Le secrétaire général de la CGT, Luc Morel, appelle les salariés à la grève.", "CGT", "other"),
        ("Les salariés ont peur, dit Luc Morel (CFDT).", "CFDT", "other"),
        ("Luc Morel, président de l'association Norvex, défend les salariés.", "Norvex", "chair"),
    ],
)
def test_unions_and_associations_have_heads_too(sentence, body, title):
    assert roles(sentence, "fr") == [("Luc Morel", body, title)]


@pytest.mark.parametrize(
    "sentence",
    [
        "Anne Roux, invitée de Norvex, n'a pas souhaité répondre.",
        "Après les salariés de Norvex, Luc Morel veut défendre ceux d'Orvane.",
        "Luc Morel (Lyon) n'a pas souhaité répondre.",
        "Le président de l'Autorité de la concurrence, Luc Morel, n'a pas souhaité répondre.",
    ],
)
def test_guests_staff_in_general_and_authorities_hold_no_title(sentence):
    assert roles(sentence, "fr") == []


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        ("fr", "Petit-fils du fondateur de Norvex, Luc Morel n'a pas souhaité répondre."),
        ("fr", "La veuve du PDG de Norvex, Anne Roux, n'a pas souhaité répondre."),
        ("en", "Son of the founder of Norvex, Luke Morel declined to comment."),
    ],
)
def test_the_kin_of_who_holds_a_title_does_not_hold_it(code, sentence):
    assert roles(sentence, code) == []
