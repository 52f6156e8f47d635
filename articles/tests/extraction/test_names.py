"""How far a name goes, in sentences of our own."""

import pytest

from articles.extraction import extract

from .corpus import types

WHOLE = [
    ("fr", "Luc Morel dirige Brindille+ depuis mars.", "Brindille+"),
    ("fr", "La société Morvel's recrute.", "Morvel's"),
    ("en", "McDonald's shares fell.", "McDonald's"),
    ("en", "Brindille's shares fell.", "Brindille"),
    # A full stop within the name.
    ("fr", "La société Brindille.com recrute.", "Brindille.com"),
    ("fr", "La société E.Ormelle recrute.", "E.Ormelle"),
    ("fr", "La presse suit la société Brindille.Elle recrute.", "Brindille"),
    # What a body is called after goes on behind an adjective.
    ("fr", "Il préside le Groupement interprofessionnel du Layon.", "Groupement interprofessionnel du Layon"),
    ("fr", "Il dirige le Cercle de l'assurance, un cabinet lyonnais.", "Cercle de l'assurance"),
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
    # A first name before what only companies are called after.
    ("fr", "La start-up Octave Surgical, qui recrute, a levé 3 millions d'euros.", "Octave Surgical"),
    # A capital within, and none at its head.
    ("fr", "Au sein de bioBrindille, rien ne change.", "bioBrindille"),
    # A label in capitals that runs into the sentence.
    ("fr", "BRINDILLE Brindille a enregistré un bénéfice net de 79,5 millions d'euros.", "Brindille"),
    # Told by a trade and a place, behind a preposition.
    ("fr", "Pour Terminaux de Brévent, ce conflit coûte cher.", "Terminaux de Brévent"),
    # A first word that the text never leaves out.
    ("fr", "Duo Sorvel ferme douze boutiques\nDuo Sorvel, née à Dax, recrute.", "Duo Sorvel"),
    # A legal form is nobody's surname.
    ("fr", "Norvex est acquise par Hartvek AG, numéro deux européen.", "Hartvek AG"),
    # A number at its head, a dimension at its end.
    ("fr", "La société 42Brindilles recrute.", "42Brindilles"),
    ("fr", "La start-up Ormelle 3D recrute.", "Ormelle 3D"),
    # The clause of an agency's headline behind a hyphen.
    ("fr", "Brindille-Le président s'en va\nBrindille recrute.", "Brindille"),
    # The headline's short name is the one that the body names in full.
    ("fr", "Norvex lève des fonds\nNorvex Pharma recrute. Norvex exporte.", "Norvex Pharma"),
    # Made of a model, which names its maker.
    ("fr", "La Brindille Vantara se vend bien. Le patron de Brindille recrute.", "Brindille"),
    # A number at the end, before a comma.
    ("fr", "Le fonds Relais 12, basé à Dax, investit.", "Relais 12"),
]


@pytest.mark.parametrize(("code", "text", "name"), WHOLE)
def test_a_name_is_read_whole(code, text, name):
    assert types(text, code).get(name) == "org"


@pytest.mark.parametrize(
    ("text", "names"),
    [
        # What is said begins with a word in capitals; a name may be quoted, and may open what is said.
        ('La société Ovalie recrute. "Imaginer que cela suffise est vain", dit-elle.', {"Ovalie"}),
        ('La société Ovalie plaît. "Vendues pour rien", les pommes pourrissent.', {"Ovalie"}),
        ('Elle lance la marque "Brindille".', {"Brindille"}),
        ('"Brindille va recruter 40 personnes", dit-elle.', {"Brindille"}),
        ("« Grandiose » : Luc Morel, PDG d'Ovalie, s'en amuse.", {"Ovalie", "Luc Morel"}),
        # A verb and whom it is said of.
        ("La société Ovalie recrute. Faut-il Est-ce que cela suffira ?", {"Ovalie"}),
    ],
)
def test_a_word_that_opens_a_sentence_names_nobody(text, names):
    assert set(types(text)) == names


def test_two_names_that_also_stand_apart_stay_two():
    text = (
        "Ovalie quitte Brindille\nLe patron d'Ovalie de Brindille part. L'Ovalie de Brindille ferme. Brindille reste."
    )
    assert {"Ovalie", "Brindille"} <= set(types(text))


def test_whoever_follows_a_joined_name_is_a_person_still():
    text = "Le Verger du Soleil ferme\nLe Verger du Soleil ferme. Le patron du Verger du Soleil Luc Morel part."
    assert types(text)["Luc Morel"] == "person"


def test_an_article_that_opens_a_sentence_is_no_part_of_the_name():
    assert "Ovalie" in types("Elle part. L'Ovalie recrute.")


ONE = [
    # A trade before the name, with and without it; the short name and the one that explains it in brackets.
    ("Les Fermes Orvane grandissent\nUne entreprise, les Fermes Orvane, recrute. Chez Orvane, on embauche.", 1),
    ("Orvane recrute\nLe Groupe Orvane recrute. Orvane embauche.", 1),
    ("La société Ateliers Morvel Réunis (AMR) recrute. AMR embauche.", 1),
    ("La société Ateliers Morvel Réunis (QZX) recrute. QZX embauche.", 2),
    # What everybody calls a well-known company for short, where the text names it in full.
    ("Volkswagen recrute\nVolkswagen se tait. Luc Morel, le patron de la marque VW, part.", 1),
    ("Volvo recrute\nVolvo se tait. Luc Morel, le patron de la marque VW, part.", 2),
    # A subsidiary is not its parent.
    ("Orvane perquisitionné\nOrvane se tait. La société Orvane Finance Belgique SA recrute.", 2),
]


@pytest.mark.parametrize(("text", "number"), ONE)
def test_the_spellings_of_one_company_are_gathered(text, number):
    assert list(types(text).values()).count("org") == number


def test_a_company_goes_by_the_name_that_the_text_gives_it():
    assert "Orvane" in types("Orvane recrute\nLe Groupe Orvane recrute. Orvane embauche.")
    assert "Orvane" in types("Orvane recrute\nOrvane V L.P. investit. Orvane embauche.")


def test_the_company_of_a_lady_does_not_bear_her_name():
    assert types("Oriela Morvel part\nOriela Morvel part. La société de Mme Morvel recrute.") == {
        "Oriela Morvel": "person"
    }


def test_what_somebody_said_is_nobodys_name():
    assert types('Le procès continue\n"Excessif", dit la défense. La société Brindille se tait.') == {
        "Brindille": "org"
    }


def test_common_words_in_the_capitals_of_a_headline_name_nobody():
    text = "Rivals Wait As He Unveils $4.9 Billion Profit\nBrindle said it earned $4.9 billion."
    assert "As He" not in types(text, "en")


OUTLETS = [
    ("Le Figaro supprime 40 postes\nLe PDG du Figaro a présenté le plan. Les salariés du Figaro attendent.", "org"),
    ("Brindille recrute\nSelon Le Figaro, Brindille recrute. « Tout va bien », a dit le PDG au Figaro.", "media"),
    ("Brindille recrute\nBrindille recrute, a révélé Le Figaro. Les salariés du Figaro attendent.", "media"),
    ("Mediapart condamné\nMediapart est condamné. Mediapart se tait. Le tribunal a jugé Mediapart.", "org"),
]


@pytest.mark.parametrize(("text", "kind"), OUTLETS)
def test_an_outlet_is_a_company_where_the_text_is_about_it(text, kind):
    found = types(text)
    assert next(found[name] for name in ("Le Figaro", "Figaro", "Mediapart") if name in found) == kind


PERSONS = [
    # An agency, a town, a channel before a person is no part of the name.
    ("« Tout va », a dit à l'AFP Luc Morel, directeur de Brindille.", "Luc Morel"),
    ("« Tout va », a dit à l'AFP Alfane Morvel, directeur de Brindille.", "Alfane Morvel"),
    ("Le patron de TF1 Luc Morel se tait.", "Luc Morel"),
    ("La députée de Paris Anne Morvel se tait.", "Anne Morvel"),
    # Whom a title with a nationality brings up; a name with particles.
    ("Brindille salue le journaliste franco-israélien Oriv Vask.", "Oriv Vask"),
    ("Brindille salue M. Van der Morvel.", "Van der Morvel"),
    ("La présidente Ursula von der Morvel se tait.", "Ursula von der Morvel"),
    ("Le journaliste franco-israélien Oriv Vask part. Oriv Vask a écrit. Oriv Vask reste.", "Oriv Vask"),
    ("« Tout va », confie Oriva Vask, en souriant.", "Oriva Vask"),
]


@pytest.mark.parametrize(("text", "name"), PERSONS)
def test_a_person_is_told_from_what_stands_before(text, name):
    assert types(text).get(name) == "person"


COMPANIES = [
    ("Le PDG de Total se tait. Les ONG dénoncent Total.", "Total"),
    ("Le Groupe Jean Morvel recrute.", "Groupe Jean Morvel"),
    ("La société BM Orvane recrute.", "BM Orvane"),
    ("Impossible Foods, une start-up, recrute.", "Impossible Foods"),
    ("Il dirige la PME Orvane & Vask.", "Orvane & Vask"),
    ("Luc Morel, fondateur des Éditions en Direct, recrute.", "Éditions en Direct"),
    ("« Tout va », explique Orvane Énergie.", "Orvane Énergie"),
    ("L'affaire des Mutuelles d'Ormes continue.", "Mutuelles d'Ormes"),
    (
        "La chaîne OBC recrute\nOBC supprime 40 postes. L'Orvane Broadcasting Corporation emploie 300 salariés.",
        "Orvane Broadcasting Corporation",
    ),
    ("La Laiterie de Sarnac emploie 265 salariés.", "La Laiterie de Sarnac"),
    ("Selon lui, Marinas d'Orvane recrute.", "Marinas d'Orvane"),
    ("Il dirige Morvel et Fils depuis mars.", "Morvel et Fils"),
    ("La PME de Dax Kolibri recrute.", "Kolibri"),
]


@pytest.mark.parametrize(("text", "name"), COMPANIES)
def test_a_company_is_told_from_what_stands_around(text, name):
    assert types(text).get(name) == "org"


def test_a_common_word_that_is_also_a_companys_name_is_none_at_the_head_of_a_sentence():
    assert "Total" not in types("Total : 40 millions d'euros. La société Brindille se tait.")
    assert types("Cette Banque recrute. La société Brindille se tait.") == {"Brindille": "org"}
    assert "Ailleurs" not in types("Ailleurs, on recrute. La société Brindille se tait.")


def test_a_person_called_by_an_unknown_first_name_is_no_company():
    assert types("Un patron discret\n« Tout va », confie Oriva Vask. Oriva a fondé Brindille.") == {
        "Oriva Vask": "person",
        "Brindille": "org",
    }


def test_a_name_behind_an_article_of_its_own_is_told_once():
    assert types("Selon lui, L'Étoile du Vercors recrute.") == {"L'Étoile du Vercors": "org"}


UNKNOWN_FIRST_NAMES = [
    # What only a person does, or is told of persons only.
    ("fr", "Orvo Keld dirige la société Brindille depuis mars.", "Orvo Keld"),
    ("fr", "Le groupe Brindille, que préside Orvo Keld, recrute.", "Orvo Keld"),
    ("fr", "Orvo Keld a fondé la société Brindille en 2012.", "Orvo Keld"),
    ("fr", "L'analyste Orvo Keld de Brindille en doute.", "Orvo Keld"),
    ("en", "Orvo Keld, a senior security researcher at Brindle, found it.", "Orvo Keld"),
    ("en", "Orvo Keld, who runs Brindle, wants more.", "Orvo Keld"),
    ("en", "Comments Orvo Keld, investor at Brindle: it is done.", "Orvo Keld"),
    ("en", "Orvo Keld co-founded Brindle in 2012.", "Orvo Keld"),
    ("fr", "Selon Orvo el-Kaldi, directeur de Brindille, rien n'est fait.", "Orvo el-Kaldi"),
    # Behind the company that he heads, which the text names again.
    ("fr", "Le patron de Brindille Orvo Keld part. Brindille recrute.", "Orvo Keld"),
]


@pytest.mark.parametrize(("code", "text", "name"), UNKNOWN_FIRST_NAMES)
def test_a_person_of_an_unknown_first_name_is_told_from_what_the_text_says(code, text, name):
    company = "Brindille" if code == "fr" else "Brindle"
    assert types(text, code) == {name: "person", company: "org"}


def test_a_company_of_three_words_behind_a_title_stays_whole():
    names = types("Le patron de Brindille Orvo Services part. Brindille Orvo Services recrute.")
    assert names == {"Brindille Orvo Services": "org"}


@pytest.mark.parametrize(
    "text",
    [
        "Orvo Keld analyst Anna Reed said so.",
        "Anna Reed, a partner at Orvo Keld, who left in May, said so.",
        "Anna Reed is a director at Orvo Keld who left in May.",
    ],
)
def test_a_firm_is_told_from_whoever_works_for_it(text):
    assert types(text, "en") == {"Orvo Keld": "org", "Anna Reed": "person"}


def test_a_product_before_a_company_makes_the_company_no_surname():
    text = 'OrvoPay grows. On iPhone OrvoPay leads. "We grow," OrvoPay said.'
    assert types(text, "en")["OrvoPay"] == "org"


def test_a_well_known_firm_is_no_person_behind_a_title():
    assert types("The round was led by prior investor Goldman Sachs.", "en") == {"Goldman Sachs": "org"}


def test_what_a_company_is_called_by_is_no_job():
    assert types("Orvo Keld, a developer of pumps at sea, has raised $5 million.", "en") == {"Orvo Keld": "org"}


def test_the_initials_of_a_person_are_no_company():
    text = (
        "Orla René-Vasselin a quitté la société Brindille. ORV est visée par une enquête, Brindille non. OVK recrute."
    )
    assert types(text) == {"Orla René-Vasselin": "person", "Brindille": "org", "OVK": "org"}


def test_a_town_with_an_article_is_none_the_less_a_town():
    assert types("Le maire est de La Roche-sur-Orvane.") == {"La Roche-sur-Orvane": "place"}
    assert types("Le constructeur de La Roche-sur-Orvane recrute.") == {"La Roche-sur-Orvane": "place"}


def test_where_somebody_comes_from_is_no_company():
    assert types("The German-Italian carmaker and Brindle met.", "en") == {"Brindle": "org"}
    assert types("Venezuelan President Oleg Karlov met Brindle.", "en") == {
        "Oleg Karlov": "person",
        "Brindle": "org",
    }
    assert "Oleg Karlov" in types("New York Attorney General Oleg Karlov sued Brindle.", "en")
    assert "Scottish Brindle" in types("He works at Scottish Brindle.", "en")


def test_what_a_company_sells_under_its_own_name_is_no_company():
    text = "Brindille recrute. Brindille emploie 40 salariés. L'enquête vise Brindille Store, selon Brindille."
    assert types(text) == {"Brindille": "org", "Brindille Store": "product"}
    assert types("Brindille Store emploie 40 salariés. Brindille Store recrute.") == {"Brindille Store": "org"}


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("en", "Pistil, an independent software vendor, grows. Pistil has 1,250 employees."),
        ("en", "Pistil, an app for cooks, grows. Anna Reed, the CEO of Pistil, said so."),
        ("fr", "L'application Pistil grandit. Pistil emploie 50 personnes."),
    ],
)
def test_what_acts_as_firms_do_is_a_company(code, text):
    assert types(text, code)["Pistil"] == "org"


def test_an_application_of_which_no_firm_acts_is_a_product():
    assert types("L'application Pistil d'Ovalie grandit. Pistil a 50 lecteurs.")["Pistil"] == "product"


def test_a_well_known_application_is_a_company():
    assert types("L'application TikTok a réalisé un chiffre d'affaires de 44 millions d'euros.")["TikTok"] == "org"


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Le patron de Grain d'Ormes est parti.", {"Grain d'Ormes": "org"}),
        (
            "Le fondateur de Cirque d'Ormes Luc Morel est parti.",
            {"Cirque d'Ormes": "org", "Luc Morel": "person"},
        ),
        ("Un grain d'Ormes est parti.", {"Ormes": "org"}),
    ],
)
def test_a_common_word_in_capitals_begins_a_name(text, names):
    assert types(text) == names


@pytest.mark.parametrize(
    ("text", "firms"),
    [
        # A firm that bears its founder's name, once the text shows that there is one.
        ("Luc Morel dirige le fabricant Morel. Morel emploie 40 salariés.", {"Morel"}),
        ("Les salariés de Morel attendent. Luc Morel, le président, se tait. Morel emploie 40 salariés.", {"Morel"}),
        # A person called by the surname alone, and the one who speaks for the firm.
        ("Luc Morel, PDG de Brindille, est parti. Brindille emploie 40 salariés.", {"Brindille"}),
        ("Luc Morel dirige le fabricant Morel, qui emploie 40 salariés. « Tant mieux », dit M. Morel.", {"Morel"}),
    ],
)
def test_a_firm_and_its_founder_of_one_name(text, firms):
    assert {f.slots["company"] for f in extract(text, language="fr") if "company" in f.slots} == firms


@pytest.mark.parametrize("name", ["Banque Morel", "Crédit Morel", "Caisse Morel"])
def test_a_bank_is_a_company_unless_it_lends(name):
    told = extract(f"{name} emploie 265 salariés.", language="fr")
    lent = extract(f"Brindille a levé 5 millions d'euros auprès de {name}. Elle emploie 265 salariés.", language="fr")
    firms = [fact.slots["company"] for facts in (told, lent) for fact in facts if fact.kind == "key_figure"]
    assert firms == [name, "Brindille"]


def test_an_italian_legal_form_is_part_of_the_name():
    assert types("Luc Morel dirige la société Automobili Brindille S.p.A. depuis mars.") == {
        "Luc Morel": "person",
        "Automobili Brindille S.p.A": "org",
    }
