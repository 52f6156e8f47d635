"""How far a name goes, in sentences of our own."""

import pytest

from articles.extraction.document import Document
from articles.extraction.sentences import sentences


def named(text, code="fr"):
    """The names of a text by their type."""
    document = Document(text, code, "2026-03-12", text.split("\n")[0], None)
    return {entity.name: entity.type for entity in document.entities}


WHOLE = [
    ("fr", "Luc Morel dirige Brindille+ depuis mars.", "Brindille+"),
    ("fr", "La société Morvel's recrute.", "Morvel's"),
    ("en", "McDonald's shares fell.", "McDonald's"),
    ("en", "Brindille's shares fell.", "Brindille"),
    # The blank behind the full stop is lost, where there was one.
    ("fr", "Luc Morel dirige la société Brindille.Selon lui, tout va bien.", "Brindille"),
    ("fr", "La société Brindille.com recrute.", "Brindille.com"),
    # A second name that stands only behind the first is part of it, the first standing alone now and then.
    (
        "fr",
        "L'avenir du Verger du Soleil\nLe Verger du Soleil ferme. Le fondateur du Verger du Soleil Luc Morel part. "
        "Le Verger a fermé en mars.",
        "Verger du Soleil",
    ),
    ("fr", "L'enseigne Habitat Côte d'Or recrute.", "Habitat Côte d'Or"),
    # An article in capitals within a sentence is part of the name.
    ("fr", "La fromagerie L'Étoile du Layon recrute.", "L'Étoile du Layon"),
    ("fr", "La start-up L'Ormelle recrute.", "L'Ormelle"),
]


@pytest.mark.parametrize(("code", "text", "name"), WHOLE)
def test_a_name_is_read_whole(code, text, name):
    assert named(text, code).get(name) == "org"


def test_two_names_that_also_stand_apart_stay_two():
    text = (
        "Ovalie quitte Brindille\nLe patron d'Ovalie de Brindille part. L'Ovalie de Brindille ferme. Brindille reste."
    )
    assert {"Ovalie", "Brindille"} <= set(named(text))


def test_whoever_follows_a_joined_name_is_a_person_still():
    text = "Le Verger du Soleil ferme\nLe Verger du Soleil ferme. Le patron du Verger du Soleil Luc Morel part."
    assert named(text)["Luc Morel"] == "person"


def test_an_article_that_opens_a_sentence_is_no_part_of_the_name():
    assert "Ovalie" in named("Elle part. L'Ovalie recrute.")


def test_a_sentence_ends_where_the_blank_behind_it_is_lost():
    text = 'Brindille recrute.La direction se tait !"Nous verrons", dit-elle.Elle vend sur Vervins.Com en v2.0.'
    assert [text[start:end] for start, end in sentences(text)] == [
        "Brindille recrute.",
        'La direction se tait !"',
        'Nous verrons", dit-elle.',
        "Elle vend sur Vervins.Com en v2.0.",
    ]
