"""Whether a text shows a name to be a company's, in sentences of our own."""

import pytest

from articles.extraction import extract
from articles.extraction.document import Document
from articles.extraction.standing import speaks_of_trade, stands

COMPANIES = [
    ("Les salariés de Brindille attendent.", "Brindille"),
    ("Le constructeur de vélos Brindille attend.", "Brindille"),
    ("Brindille, spécialiste du vélo, attend.", "Brindille"),
    ("On attend Brindille SAS.", "Brindille SAS"),
    ("Brindille n'a pas souhaité commenter.", "Brindille"),
]
OTHERS = [
    ("Les habitants de Brindille attendent.", "Brindille"),
    ("Les électeurs de Brindille attendent chez Brindille.", "Brindille"),
    ("La banque proche du pouvoir au Brindille attend.", "Brindille"),
]


def entity(text, name):
    document = Document(text, "fr", None, None, None)
    return document, next(e for e in document.entities if e.name == name)


@pytest.mark.parametrize(("text", "name"), COMPANIES)
def test_a_company_is_shown(text, name):
    assert stands(*entity(text, name))


@pytest.mark.parametrize(("text", "name"), OTHERS)
def test_another_name_is_not(text, name):
    assert not stands(*entity(text, name))


FILLER = "La pluie tombe sur la vallée, les enfants jouent au ballon et les anciens racontent leur jeunesse. " * 8


def test_a_text_on_other_things_tells_no_matter_of_a_name_it_does_not_explain():
    assert not speaks_of_trade(Document(FILLER, "fr", None, None, None))
    matter = "Orvane est poursuivi en justice pour vol. "
    assert [f.slots["company"] for f in extract(matter, language="fr") if f.kind == "controversy"] == ["Orvane"]
    assert not [f for f in extract(matter + FILLER, language="fr") if f.kind == "controversy"]
    told = f"{matter}{FILLER}Les salariés d'Orvane attendent. "
    assert [f.slots["company"] for f in extract(told, language="fr") if f.kind == "controversy"] == ["Orvane"]
