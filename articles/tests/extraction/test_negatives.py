"""What a text tells of others, or of nobody, is not told of the company that it is about."""

import tomllib
from pathlib import Path

import pytest

from articles.extraction import extract

LIMIT = 0.8
LANGUAGES = tomllib.loads(Path(__file__).with_name("negatives.toml").read_text(encoding="utf-8"))
CASES = [(code, row["lead"], sentence) for code, row in LANGUAGES.items() for sentence in row["sentences"]]


@pytest.mark.parametrize(("code", "lead", "sentence"), CASES, ids=[sentence for *_, sentence in CASES])
def test_nothing_sure_is_read_of_the_company(code, lead, sentence):
    found = extract(f"{lead} {sentence}", language=code)
    assert [(f.rule, f.slots) for f in found if f.confidence >= LIMIT] == []


@pytest.mark.parametrize(
    "sentence",
    [
        "Pour y prétendre, il faut employer moins de 250 salariés et réaliser moins de 50 millions d'euros de ventes.",
        "La Région emploie 7 200 agents.",
    ],
)
def test_nothing_at_all_is_read_of_the_company(sentence):
    assert [f.slots for f in extract(f"La société Velcourt recrute. {sentence}", language="fr")] == []


@pytest.mark.parametrize(
    ("text", "company", "value"),
    [
        ("Tirvel, une herboristerie lilloise, s'agrandit. L'herboristerie emploie 40 salariés.", "Tirvel", 40),
        ("Tirvel s'agrandit. Le réseau emploie 40 salariés.", "Tirvel", 40),
        ("Tirvel s'agrandit. L'opération lui a permis d'employer 40 salariés.", "Tirvel", 40),
    ],
)
def test_what_the_company_is_or_has_is_no_other(text, company, value):
    found = [f.slots for f in extract(text, language="fr") if f.kind == "key_figure"]
    assert [(slots["company"], slots["value"]) for slots in found] == [(company, value)]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Orvane convoite le site industriel de Vervins.", []),
        # A party acts, not the bank within the aside.
        (
            "Le Front national a fait appel à une banque russe, la First Orvane Bank, pour trouver 9 millions d'euros.",
            [],
        ),
        ("Orvane a été condamnée. Un domaine du Layon lui réclame 3 millions d'euros.", ["Orvane"]),
        ("Les critiques des Amis du Marais, qui dénoncent la pollution du fleuve, n'y changent rien.", []),
        ("La société Vervins grandit. L'usine de Vervins a été condamnée à une amende.", ["Vervins"]),
        ("Orvane a été condamnée. Une ONG a porté plainte contre elle.", ["Orvane"]),
    ],
)
def test_what_tells_where_is_no_company(text, names):
    found = [f.slots for f in extract(text, language="fr") if f.kind in ("deal", "controversy")]
    assert sorted({slots["company"] for slots in found}) == names


@pytest.mark.parametrize(
    ("text", "companies"),
    [
        ("Vervins-sur-Loire : le piquet de grève tient bon chez Orvane.", {"Orvane"}),
        ("Saint-Fiacre : le piquet de grève tient bon chez Orvane.", {"Orvane"}),
        ("Le groupe Saint-Fiacre recrute. La grève chez Saint-Fiacre a commencé.", {"Saint-Fiacre"}),
        ("La biotech de Pontivy Algomer (16 salariés) recrute. Algomer cherche des fonds.", {"Algomer"}),
        ("Orvane recrute. Un collectif, baptisé Nos Images, réunit déjà 900 salariés.", set()),
        ("Lutrix emploie 40 salariés. Lutrix Group plc a perdu 4 millions d'euros.", {"Lutrix Group"}),
        ("RÉCIT - Orvane a été condamnée à une amende de 3 millions d'euros.", {"Orvane"}),
        ("Orvane recrute. « Tout va bien », a poursuivi Orvane.", set()),
    ],
)
def test_names_of_companies_and_no_others(text, companies):
    assert {f.slots["company"] for f in extract(text, language="fr") if "company" in f.slots} == companies


@pytest.mark.parametrize(
    "text",
    [
        # Persons who are spoken of are not bought, and whoever looks after purchases buys nothing.
        "Luc Morel est connu pour avoir redressé Orvane, passée sous le contrôle de Velcourt en 1999.",
        "Luc Morel, le directeur des programmes et des acquisitions du groupe Velcourt, se tait.",
    ],
)
def test_persons_are_not_bought_and_do_not_buy_by_their_title(text):
    parties = [f.slots["parties"] for f in extract(text, language="fr") if f.kind == "deal"]
    assert not [party for deal in parties for party in deal if party["name"] == "Luc Morel"]


@pytest.mark.parametrize(
    ("text", "companies"),
    [
        ("Orvane recule. Velcourt, la plateforme de collection de timbres, a levé 5 millions d'euros.", ["Velcourt"]),
        ("Orvane grandit. Les secteurs en vue sont l'énergie, puis la fintech (318 millions d'euros levés).", []),
        ("Orvane grandit, loin des 336 millions d'euros levés la semaine précédente.", []),
    ],
)
def test_who_raises_and_what_a_market_raises(text, companies):
    assert [f.slots["company"] for f in extract(text, language="fr") if f.kind == "funding_round"] == companies


def test_the_owner_of_one_of_a_list_is_none_of_it():
    text = "L'Autorité de la concurrence a infligé une amende à Orvane, du groupe Kerval, Velcourt et Lutrix."
    found = extract(text, language="fr")
    assert sorted(f.slots["company"] for f in found if f.kind == "controversy") == ["Lutrix", "Orvane", "Velcourt"]


@pytest.mark.parametrize(
    ("text", "companies"),
    [
        ("Orvane recrute. Le constructeur français de vans et de caravanes Lutrix emploie 40 salariés.", {"Lutrix"}),
        ("Orvane est connue dans les Côtes d'Armor (1 400 salariés).", set()),
        ("Anne Roux, présidente du Directoire du groupe Orvane, est venue.", {"Orvane"}),
        ("Orvane a racheté un bloc de 354 actions détenu par Anne Roux.", set()),
    ],
)
def test_whose_figures_and_posts_they_are(text, companies):
    assert {f.slots["company"] for f in extract(text, language="fr") if "company" in f.slots} == companies


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("Anne Roux est présidente du Directoire Orvane Aéro.", {("Anne Roux", "Orvane Aéro")}),
        ("Maître Luc Morel plaide. Anne Roux, déléguée syndicale, s'en réjouit.", set()),
    ],
)
def test_boards_and_lawyers_are_no_companies(text, people):
    found = [f.slots for f in extract(text, language="fr") if f.kind == "role"]
    assert {(slots["person"], slots["company"]) for slots in found} == people


@pytest.mark.parametrize(
    ("text", "company"),
    [
        (
            "Velcourt recule. Le prix revient à Orvane, la plateforme de vente de timbres. Elle emploie 40 salariés.",
            "Orvane",
        ),
        ("Velcourt recule. Velcourt cède la place. Il s'agit d'Orvane. Elle emploie 40 salariés.", "Orvane"),
        ("Velcourt recule. Après Orvane, la société emploie 40 salariés, dit-on.", "Velcourt"),
    ],
)
def test_the_company_that_a_sentence_presents_is_spoken_of_next(text, company):
    found = [f.slots for f in extract(text, language="fr", title="Velcourt recule") if f.kind == "key_figure"]
    assert [slots["company"] for slots in found] == [company]


@pytest.mark.parametrize(
    ("text", "companies"),
    [
        ("Kerval Materials, the Carson City, Nev.-based battery maker, employs 400 people.", {"Kerval Materials"}),
        ("Kerval rests. Velcour just raised $10 million in a Series A round.", {"Velcour"}),
    ],
)
def test_english_names_of_companies_and_no_others(text, companies):
    assert {f.slots["company"] for f in extract(text, language="en") if "company" in f.slots} == companies


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("en", "Tirvel beat analysts' expectations of 12 cents a share on revenue of $61 million."),
        ("en", "Tirvel grew far ahead of expectations of $88 million in revenue."),
        ("fr", "Tirvel fait mieux que le consensus de 60 millions d'euros de chiffre d'affaires."),
    ],
)
def test_what_others_had_reckoned_with_is_no_figure_of_the_company(code, text):
    assert [f.slots for f in extract(text, language=code) if f.kind == "key_figure"] == []


def test_a_company_that_beats_expectations_has_the_figure_told_behind():
    found = extract("Beating expectations, Tirvel posted revenue of $5 million.", language="en")
    assert [(f.slots["company"], f.slots["value"]) for f in found] == [("Tirvel", 5_000_000)]


def test_an_example_is_doubted_to_the_end_of_its_line():
    text = (
        "La société Velcourt recrute.\nExemple : la société Martelin emploie 12 salariés. La société Orvane emploie "
        "30 salariés.\nLa société Velcourt emploie 40 salariés.\nExemple : la société Kerval emploie 50 salariés."
    )
    doubted = {f.slots["company"]: "invented" in f.doubts for f in extract(text, language="fr")}
    assert doubted == {"Martelin": True, "Orvane": True, "Velcourt": False, "Kerval": True}


def test_what_an_executive_imagines_makes_no_example_of_the_company():
    text = "« Imaginons qu'on ouvre trop tôt », dit Luc Morel, PDG de la société Velcourt."
    assert [(f.slots["company"], "invented" in f.doubts) for f in extract(text, language="fr")] == [("Velcourt", False)]
