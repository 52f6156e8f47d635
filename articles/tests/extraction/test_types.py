"""What bears a name, in sentences of our own: a person, a company, a product, an outlet."""

import pytest

from .corpus import types

PERSONS = [
    ("La pianiste Oriela Vask quitte Brindille.", "Oriela Vask"),
    ("Brindille nomme Ferrand Ystrel.", "Ferrand Ystrel"),
    ("Selon Tavio Ruskin, jusque-là directeur financier, Brindille grandit.", "Tavio Ruskin"),
    ("Ilvane Corto prend la direction de Brindille.", "Ilvane Corto"),
    ("Brindille a été fondée par Jean de la Tour d'Aubrac.", "Jean de la Tour d'Aubrac"),
    ("Brindille salue Philippine d'Orsan.", "Philippine d'Orsan"),
    ("L'idée vient de Luc Morel et Tavine Ruskin.", "Tavine Ruskin"),
    ("« Tout va », dit le PDG Luc Hug de Larmor.", "Luc Hug de Larmor"),
    ("Lancée en 2014 par Luc Hug de Larmor, Vianel Vautrin et Paul Le Brossec, Brindille grandit.", "Vianel Vautrin"),
]


@pytest.mark.parametrize(("text", "name"), PERSONS)
def test_a_title_or_a_first_name_makes_a_person(text, name):
    assert types(text)[name] == "person"


ORGANISATIONS = [
    ("Elle était secrétaire générale de Brasserie Lorme.", "Brasserie Lorme"),
    ("Le tour de table a été mené par Orvane Tessil.", "Orvane Tessil"),
    ("Le groupe Pierre Lormel recrute.", "Pierre Lormel"),
    ("Luc Morvel, gérant de la fonderie Morvel, recrute.", "Morvel"),
    ("Les fonds viennent de la Mutuelle du Ponant.", "Mutuelle du Ponant"),
    ("Un prêt de la Société bretonne de crédit.", "Société bretonne de crédit"),
    ("Verger d'Ormes recrute.\nLe verdict pour Verger d'Ormes est tombé.", "Verger d'Ormes"),
    ("Les levées\n• Le Grand Panier : 4 M€ auprès de business angels.", "Le Grand Panier"),
    ("Maison Brunel recrute.\nLe chiffre d'affaires de Maison Brunel monte.", "Maison Brunel"),
    ("Le tour est mené par le Belge Orvane.", "Orvane"),
    ("L'offre du Français GL Orvane a été retenue.", "GL Orvane"),
    ("L'éditeur de logiciels RH PayOrme recrute.", "PayOrme"),
    ("Les trois levées : Brindille et Alice & Bob.", "Alice & Bob"),
    ("La boutique a séduit.\nPivoine, l'appli de jardinage, lève 3 millions d'euros.", "Pivoine"),
]


ENGLISH_ORGANISATIONS = [
    ("Leipzig-based Brindle raised $6 million.", "Brindle"),
    ("The deal suits San Francisco-headquartered Brindle.", "Brindle"),
    ("Rival Brindle employs 40 people.", "Brindle"),
    ("Software Works employs 40 people.", "Software Works"),
]


@pytest.mark.parametrize(("text", "name"), ENGLISH_ORGANISATIONS)
def test_where_a_company_sits_is_no_part_of_its_name(text, name):
    assert types(text, "en")[name] == "org"


def test_papers_are_known_by_what_papers_are_called():
    assert types("Selon L'Écho de la Côte, Brindille recrute.") == {"L'Écho de la Côte": "media", "Brindille": "org"}
    assert types("Brindle grows, says the Bristol Gazette.", "en")["Bristol Gazette"] == "media"
    assert types("La société Écho recrute.") == {"Écho": "org"}


def test_a_number_alone_names_nobody():
    assert types("The 24-strong team should double at Brindle.", "en") == {"Brindle": "org"}


SHOUTED = [
    (
        "Brindle pulls its listing\nBrindle Spine Inc. waits. Brindle Works recruits.",
        ["Brindle Spine Inc", "Brindle Works"],
    ),
    ("VILBREN : une perte\nVilbren & Fils recrute.", ["Vilbren & Fils"]),
    ("MOREL : une perte\nMorel recrute.", ["Morel"]),
    ("Morel & Associés recrute. MOREL grandit.", ["Morel & Associés"]),
    ("La SNBG recrute. Snbgo recrute. SNBG Fret recrute.", ["SNBG", "SNBG Fret", "Snbgo"]),
]


@pytest.mark.parametrize(("text", "names"), SHOUTED)
def test_a_name_in_capitals_is_the_name_in_full(text, names):
    assert sorted(types(text)) == names


@pytest.mark.parametrize(("text", "name"), ORGANISATIONS)
def test_a_company_keeps_its_whole_name_and_type(text, name):
    assert types(text)[name] == "org"


TRADES = [
    ("L'offre convient à Enduits du Valmont, dit-on.", "Enduits du Valmont"),
    ("Enduits du Valmont emploie 20 personnes.", "Enduits du Valmont"),
    ("Enduits du Valmont : un plan accepté", "Enduits du Valmont"),
    ("Le fonds soutient les Pompes funèbres du Morvan, dit-on.", "Pompes funèbres du Morvan"),
    ("Le juge a écouté la Chocolaterie de Bourgogne, dit-on.", "Chocolaterie de Bourgogne"),
    ("Il dirige Autoroutes du Sud de la France, dit-on.", "Autoroutes du Sud de la France"),
]


@pytest.mark.parametrize(("text", "name"), TRADES)
def test_a_company_called_after_its_trade_keeps_its_whole_name(text, name):
    assert name in types(text)


def test_shops_at_the_head_of_a_sentence_are_no_company():
    assert "org" not in types("Boulangeries de Lyon ou de Nantes, toutes ferment le lundi.").values()


def test_a_word_said_twice_by_a_slip_is_no_part_of_the_name():
    """« Brindille AI » would be the fuller name, « BrindilleAI AI » is not."""
    text = "BrindilleAI grandit. Kolibri est client d'un certain BrindilleAI AI, dit-on. BrindilleAI embauche."
    assert types(text) == {"BrindilleAI": "org", "Kolibri": "org"}


def test_a_first_name_means_the_person_named_in_full_before():
    assert types("Brindille nomme Luc Morel. Luc dirigeait Ovalie.") == {
        "Brindille": "org",
        "Luc Morel": "person",
        "Ovalie": "org",
    }
    assert types("Alan recrute.\nChez Alan, le nouveau directeur est Alan Morel. Alan grandit.")["Alan"] == "org"


def test_the_edition_of_an_outlet_is_no_company():
    assert types("À lire sur BBC Afrique : Brindille recrute.") == {"BBC Afrique": "media", "Brindille": "org"}


def test_a_thing_before_a_name_is_no_part_of_it():
    assert types("L'appli de paiement par QR Code Pivoine recrute. Pivoine grandit.") == {"Pivoine": "org"}


def test_whoever_works_for_a_company_does_not_bear_its_name():
    text = "Brindille recrute, dit Luc Morel de Brindille."
    assert types(text) == {"Brindille": "org", "Luc Morel": "person"}


@pytest.mark.parametrize("text", ["Rédigé par la rédaction.", "• Énergie. Les prix montent.", "Télécoms : la guerre."])
def test_what_only_opens_a_line_is_no_name(text):
    assert types(text) == {}


def test_a_headline_in_capitals_names_whom_the_text_names_again():
    text = "Marlow Acquires Robot Startup Brindle For $3 Million\nIt said that Brindle is a good fit."
    assert types(text, "en") == {"Marlow": "org", "Brindle": "org"}


def test_brothers_share_their_surname():
    assert types("Brindille a été fondée par les frères Luc et Paul Morel.")["Luc Morel"] == "person"
