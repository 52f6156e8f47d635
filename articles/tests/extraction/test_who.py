"""Who is who in sentences of our own: persons, companies, products and whom a stand-in means."""

import pytest

from articles.extraction import extract
from articles.extraction.coreference import Coreference
from articles.extraction.document import Document
from articles.extraction.entities import Entity


def read(text, code="fr"):
    """The document of a text whose first line is its headline, with its coreference."""
    document = Document(text, code, "2026-03-12", text.split("\n")[0], None)
    return document, Coreference(document)


def types(text, code="fr"):
    """The named things of a text with their types."""
    document, _ = read(text, code)
    return {entity.name: entity.type for entity in document.entities}


def meant(text, words, code="fr"):
    """The name of the company that the last stand-in or name with these words means, or None."""
    document, who = read(text, code)
    found = None
    for sentence in document.sentences:
        for mention in sentence.mentions:
            if text[mention.start : mention.end] == words:
                found = who.resolve(mention, sentence)
    return found.entity.name if found else None


PERSONS = [
    ("La pianiste Oriela Vask quitte Brindille.", "Oriela Vask"),
    ("Brindille nomme Ferrand Ystrel.", "Ferrand Ystrel"),
    ("Selon Tavio Ruskin, jusque-là directeur financier, Brindille grandit.", "Tavio Ruskin"),
    ("Ilvane Corto prend la direction de Brindille.", "Ilvane Corto"),
    ("Brindille a été fondée par Jean de la Tour d'Aubrac.", "Jean de la Tour d'Aubrac"),
    ("Brindille salue Philippine d'Orsan.", "Philippine d'Orsan"),
]


@pytest.mark.parametrize(("text", "name"), PERSONS)
def test_a_title_or_a_first_name_makes_a_person(text, name):
    assert types(text)[name] == "person"


ORGANISATIONS = [
    ("Elle était secrétaire générale de Brasserie Lorme.", "Brasserie Lorme"),
    ("Le tour de table a été mené par Orvane Tessil.", "Orvane Tessil"),
    ("Le groupe Pierre Lormel recrute.", "Pierre Lormel"),
    ("Les fonds viennent de la Mutuelle du Ponant.", "Mutuelle du Ponant"),
    ("Un prêt de la Société bretonne de crédit.", "Société bretonne de crédit"),
    ("Verger d'Ormes recrute.\nLe verdict pour Verger d'Ormes est tombé.", "Verger d'Ormes"),
    ("Les levées\n• Le Grand Panier : 4 M€ auprès de business angels.", "Le Grand Panier"),
    ("Maison Brunel recrute.\nLe chiffre d'affaires de Maison Brunel monte.", "Maison Brunel"),
    ("La boutique a séduit.\nPivoine, l'appli de jardinage, lève 3 millions d'euros.", "Pivoine"),
]


@pytest.mark.parametrize(("text", "name"), ORGANISATIONS)
def test_a_company_keeps_its_whole_name_and_type(text, name):
    assert types(text)[name] == "org"


@pytest.mark.parametrize("text", ["Rédigé par la rédaction.", "• Énergie. Les prix montent.", "Télécoms : la guerre."])
def test_what_only_opens_a_line_is_no_name(text):
    assert types(text) == {}


def test_a_union_is_no_company():
    document, who = read("Brindille recrute.\nLe syndicat Voix Claires proteste.")
    assert [entity.name for entity in who.companies] == ["Brindille"]
    assert [entity.name for entity in document.entities if entity.public] == ["Voix Claires"]


def test_brothers_share_their_surname():
    assert types("Brindille a été fondée par les frères Luc et Paul Morel.")["Luc Morel"] == "person"


STAND_INS = [
    # The fund that was named last does not take the company's place.
    (
        "Brindille lève 5 millions\nLe tour a été mené par Orvane Capital.\nLa société emploie 40 personnes.",
        "La société",
        "Brindille",
    ),
    # A paragraph goes back to what the text is about.
    (
        "Brindille grandit\nBrindille recrute. Ovalie a signé avec Brindille.\nBrindille attend.\nLe groupe grandit.",
        "Le groupe",
        "Brindille",
    ),
    # Each item of a round-up has its own.
    (
        "Les levées de la semaine\n• Brindille (5 M€) : un tour pour l'éditeur lillois.\n• Ovalie (3 M€) : la foodtech "
        "grandit.\n• Pivoine (2 M€) : la start-up recrute.",
        "la foodtech",
        "Ovalie",
    ),
    # Where a company comes from tells it from another.
    (
        "La guerre des robots\nLe toulousain Brindille attaque son concurrent angevin Ovalie.\nOvalie se défend.\n"
        "L'entreprise toulousaine emploie 40 personnes.",
        "L'entreprise",
        "Brindille",
    ),
    (
        "Brindille contre Ovalie\nLe lyonnais Brindille a fui. Le lillois Ovalie suit.\nLe lyonnais a levé peu.",
        "Le lyonnais",
        "Brindille",
    ),
    # The object of a verb is not its subject.
    (
        "Procès\nLa start-up Brindille grandit. Ovalie a assigné la start-up.",
        "la start-up",
        "Brindille",
    ),
    # A product stands for its maker.
    (
        "Pistil passe hors ligne\nLa fonction est dévoilée par Ovalie, l'éditeur grenoblois de l'application Pistil.",
        "Pistil",
        "Ovalie",
    ),
]


@pytest.mark.parametrize(("text", "words", "name"), STAND_INS)
def test_a_stand_in_means(text, words, name):
    assert meant(text, words) == name


def test_somebody_elses_supplier_stands_for_nobody():
    document, _ = read("Brindille grandit\nBrindille accuse son fournisseur de cellules, le taïwanais Ovalie.")
    assert [m.type for s in document.sentences for m in s.mentions] == ["org", "org", "org"]


def test_the_maker_of_the_app_in_the_headline_is_the_focus():
    _, who = read(
        "Fernly passes 40m users\nLarch Lane, the Leeds company behind the note-taking app Fernly, grows.", "en"
    )
    assert who.focus.name == "Larch Lane"


def test_an_app_without_a_maker_is_a_company():
    text = "The app Fernly grows\nFernly raised $5 million. Investors like Fernly.\nFernly will hire."
    assert types(text, "en")["Fernly"] == "org"


def test_he_and_she_are_no_companies():
    assert meant("Brindle grows\nBrindle hired Ada Roe. Then she left.", "she", "en") is None


def test_a_rival_acts_for_itself_and_the_text_stays_with_its_company():
    document, who = read("Brindille grandit\nSon concurrent Ovalie a levé peu.\nElle recrute.")
    rival, last = document.sentences[1:]
    assert who.subject(rival, rival.skeleton.text.index("a levé")).entity.name == "Ovalie"
    assert who.topic(last).name == "Brindille"


def test_with_or_without_its_article_it_is_one_company():
    document, _ = read("Brindille suit Le Panier Vert.\nLuc Morel, cofondateur du Panier Vert, recrute.")
    assert [e.name for e in document.entities if e.type == "org"] == ["Brindille", "Le Panier Vert"]


def test_bylines_and_credits_bring_nobody_up():
    document, who = read(
        "Brindille recrute\nPublié le 3 avril 2026 par Tom\nPhoto : Studio Ovalie\nL'entreprise grandit."
    )
    assert isinstance(document.entities[0], Entity)
    assert who.topic(document.sentences[-1]).name == "Brindille"


def test_a_company_that_stays_unnamed_is_nobody_else():
    text = "Tarnbrook Research counts 18 rounds, one for an unnamed robotics company at a valuation of $14 billion."
    assert extract(text, language="en") == []
    named = "Tarnbrook Research counts 18 rounds. Halvard Robotics raised money at a valuation of $14 billion."
    assert [finding.slots["company"] for finding in extract(named, language="en")] == ["Halvard Robotics"]
