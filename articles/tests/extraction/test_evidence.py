"""Whether a name is a company's: what its text shows for it and against it."""

import pytest

from articles.extraction import Gazetteer, extract
from articles.extraction.document import Document

VILLAGE = "Le soleil se couche tard sur les collines, les enfants jouent près du lavoir et les chats dorment. " * 6


def kind_of(name, text, known=None):
    document = Document(text, "fr", None, None, known)
    entity = next(entity for entity in document.entities if entity.name == name)
    return "body" if entity.public else entity.type


@pytest.mark.parametrize(
    ("name", "text", "kind"),
    [
        # The same word, as the text tells it.
        ("Ovalie", "La société Ovalie emploie 40 personnes.", "org"),
        ("Ovalie", "Le maire d'Ovalie a réuni les habitants d'Ovalie.", "place"),
        ("Ovalie", "L'entraîneur d'Ovalie a perdu le match contre Ovalie.", "body"),
        ("Ovalie", "Dans le film Ovalie, on rit beaucoup.", "body"),
        ("Ovalie", "La députée Ovalie, 45 ans, est élue.", "person"),
        # Listed names give way to what the text shows.
        ("Manche", "Les plages de la Manche sont fermées.", "place"),
        ("Orange", "Le PDG d'Orange a racheté un concurrent. Orange emploie 40 personnes.", "org"),
        ("Orange", "La mairie d'Orange a fermé le pont. À Orange, le marché est annulé.", "place"),
        ("Garabit", "La start-up Garabit a levé 5 millions d'euros.", "org"),
        ("Garabit", "Un homme a chuté du viaduc de Garabit.", "place"),
        ("Vuelta", "La compagnie aérienne Vuelta a été condamnée.", "org"),
        ("Vuelta", "Il a gagné une étape de la Vuelta.", "body"),
        ("Cap Garabit", "Le tour réunit Kolibri et Cap Garabit.", "org"),
        ("RN", "Le RN a annoncé son programme.", "body"),
        # A party is none, whatever is told of it; the name of a body goes on in lower case.
        ("LREM", "Le patron de LREM, Luc Morel, a réuni les salariés de LREM. LREM emploie 40 personnes.", "body"),
        ("Front national", "Le Front national a emprunté 9 millions d'euros à la banque Orvo.", "body"),
        ("Haut Conseil des sports publics", "Selon le Haut Conseil des sports publics, il manque 3 millions.", "body"),
        # A first name that companies are called after, too; a minister behind what he or she looks after.
        ("Marine Vaubert", "Le parti de Marine Vaubert a été mis en examen.", "person"),
        ("Marine Technologies", "La société Marine Technologies recrute.", "org"),
        ("Luc Morel", "Le secrétaire d'État au Numérique Luc Morel a annoncé un fonds.", "person"),
        ("Vaubert", "MM. Vaubert et Roux ont réuni 40 salariés.", "person"),
        ("IFI", "L'IFI a rapporté 2 milliards d'euros de recettes.", "body"),
        # The firm that publishes an outlet.
        ("Le Monde", "Le groupe Le Monde a réalisé un chiffre d'affaires de 3 millions d'euros.", "org"),
        ("Le Monde", "Le quotidien Le Monde a consacré un article au groupe Orvo.", "media"),
        # An office of the state is called by what it is for.
        ("Santé", "Le directeur général de la Santé Luc Morel a dressé un bilan.", "body"),
        ("Harmonie Santé", "Le PDG de Harmonie Santé, Luc Morel, a dressé un bilan.", "org"),
        ("Assurance maladie", "Luc Morel, directeur général de l'Assurance maladie, est inquiet.", "body"),
        ("Coalition", "Luc Morel, directeur général de la Coalition pour le bocage, est inquiet.", "body"),
        # A union or federation that the text explains, before or behind.
        ("Synod", "Luc Morel, directeur général du Synod (Syndicat national des oiseaux), est inquiet.", "body"),
        ("Synod", "Luc Morel, directeur général du Syndicat national des oiseaux (Synod), est inquiet.", "body"),
        ("Volaris", "Luc Morel, directeur général de Volaris, la fédération des oiseleurs, est inquiet.", "body"),
        ("Volaris", "Luc Morel, directeur général de Volaris, la filiale des oiseleurs, est inquiet.", "org"),
        # Brackets, brackets with a district, a nationality.
        ("Brindille", "À Sarnac, Brindille (40 salariés) ferme.", "org"),
        ("Vaubert", "Deux routes sont coupées à Vaubert (Finistère).", "place"),
        ("Brindille", "Il a rejoint le lyonnais Brindille.", "org"),
        # Inhabitants and single things, two places in one word, a town told by a verb.
        ("Vaubertois", "Un Vaubertois a été interpellé.", "body"),
        ("Metz-Nancy", "Il prend le Metz-Nancy.", "place"),
        ("Vaubert", "Un homme a été interpellé à Vaubert.", "place"),
        # Where a company works is no part of its name, and a company's name remains one behind « l'usine de ».
        ("Ovalie", "Le site de Ovalie, à Belfort, ferme.", "org"),
        ("Ovalie", "Le site d'Ovalie ferme.", "place"),
        ("Ovalie Technologies", "L'usine de Ovalie Technologies ferme.", "org"),
        ("Bois & Sens", "Dans l'atelier de Bois & Sens, on travaille.", "org"),
        # A verb between the two does something to the company; a district in brackets says where it is.
        ("Ovalie", "Trois associations assignent Ovalie en justice.", "org"),
        ("Ovalie", "Il aime le film culte Ovalie.", "body"),
        ("Galvano-Tech", "Galvano-Tech (Doubs) a trouvé un repreneur.", "org"),
        ("Galvano-Tech", "Un fonds entre au tour de table de Galvano-Tech (Doubs).", "org"),
        ("Health Tech", "La Health Tech toulousaine Ovalie a levé 3 millions d'euros.", "body"),
        # A court case is no match.
        ("Ovalie", "En appel, la belle Ovalie l'emporte face à son rival.", "org"),
        ("Ovalie", "Hier, la belle Ovalie a été battue à domicile.", "body"),
        # A verb is no noun: « porte » is no port.
        ("Brindille", "Cela porte la capitalisation de Brindille à 5 millions d'euros.", "org"),
        # A label and a branch of a company are none, a company named again is one.
        ("Nautisme", f"Nautisme : Brindille recrute\n{VILLAGE * 2}", "body"),
        ("Ovalie", f"Ovalie : 5 millions d'euros\nLe groupe Ovalie recrute. {VILLAGE * 2}", "org"),
        ("Plaisance", "L'activité Plaisance de Brindille progresse.", "body"),
        # Nothing but the mention: a short text need not show more.
        ("Brindille", "Il travaille pour Brindille.", "org"),
        ("Brindille", f"{VILLAGE}Il aime Brindille.", "body"),
        ("Brindille", f"{VILLAGE}Il dirige la société Brindille.", "org"),
    ],
)
def test_kind_of_a_name(name, text, kind):
    assert kind_of(name, text) == kind


def test_a_name_that_the_editors_know_is_a_company_without_more():
    known = Gazetteer({"Ovalie": "Ovalie"})
    assert kind_of("Ovalie", f"{VILLAGE}Il aime Ovalie.", known) == "org"


def test_a_text_on_other_things_tells_no_matter_of_whom_it_names():
    text = f"Accident au bord du lac\n{VILLAGE}Hier, Sarnac pleurait encore. Une enquête a été ouverte."
    assert extract(text, language="fr", title="Accident au bord du lac") == []


def test_a_text_on_other_things_tells_no_matter_of_a_name_it_does_not_explain():
    matter = "Orvane est poursuivi en justice pour vol. "
    firms = [[f.slots["company"] for f in extract(text, language="fr")] for text in (matter, matter + VILLAGE)]
    told = f"{matter}{VILLAGE}Les salariés d'Orvane attendent. L'entreprise Orvane se tait."
    assert [*firms, [f.slots["company"] for f in extract(told, language="fr")]] == [["Orvane"], [], ["Orvane"]]
