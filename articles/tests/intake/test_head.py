import pytest

from articles.intake import read

BODY = "La scierie Boréale a doublé la surface de son atelier, où travaillent désormais deux équipes."


@pytest.mark.parametrize(
    "headline",
    [
        "Boréale agrandit son atelier",
        "Boréale : l’atelier double de taille",
        "Faut-il doubler les scieries ?",
        "« Nous doublerons la scierie », promet Boréale",
        "[Exclusif] Boréale et Altiplane se marient",
        "Boréale lève 12 millions d’euros",
        "xBois : la scierie qui monte",
        "Épinal. La scierie double de taille",
        "Faillite ? Boréale gagne deux mois",
        "Boréale dit « non » et s’en va",
        "Boréale double de taille | Le Courrier des crêtes",
        "Photo : Boréale imprime sur bois",
        "Watch: the mill that grew",
    ],
)
def test_headline_above_an_empty_line(headline):
    draft = read(f"{headline}\n\n{BODY}")

    assert (draft.title, draft.body) == (headline, f"{headline}\n\n{BODY}")


@pytest.mark.parametrize(
    "opening",
    [
        "Boréale a doublé.",
        "Quelle surprise !",
        "Les faits :",
        "Boréale a doublé. Et Altiplane ?",
        "- Boréale a doublé",
        "Voici, en quelques mots, " + "ce qui se passe dans la vallée depuis que la scierie " * 4,
        "3 400",
    ],
)
def test_opening_that_is_no_headline(opening):
    text = f"{opening}\n\n{BODY}"

    assert (read(text).title, read(text).body) == (None, text.replace(" \n", "\n"))


def test_headline_with_an_exclamation_above_a_date_line():
    assert read(f"Quelle surprise !\nLe 12 mai 2025\n\n{BODY}").title == "Quelle surprise !"


def test_headline_right_above_a_long_paragraph():
    draft = read(f"Boréale agrandit son atelier\n{BODY}")

    assert (draft.title, draft.body) == (
        "Boréale agrandit son atelier",
        f"Boréale agrandit son atelier\n\n{BODY}",
    )


def test_wrapped_first_line_is_no_headline():
    text = "La scierie Boréale a doublé la surface\nde son atelier, où travaillent\ndésormais deux équipes."

    assert (read(text).title, read(text).body) == (None, text)


def test_line_with_no_text_after_it_is_no_headline():
    assert read("Boréale agrandit son atelier\n").title is None


def test_list_of_words_has_no_headline():
    assert read("Boréale\n\nAltiplane\n\nPaprika").title is None


def test_section_in_capitals_above_the_headline():
    draft = read(f"FORÊT\n\nBoréale agrandit son atelier\n\n{BODY}")

    assert draft.title == "Boréale agrandit son atelier"
    assert [(cut.reason.value, cut.text) for cut in draft.cuts] == [("section", "FORÊT")]


def test_date_line_above_the_headline():
    draft = read(f"12 mai 2025\n\nBoréale agrandit son atelier\n\n{BODY}")

    assert (draft.title, draft.published_iso) == ("Boréale agrandit son atelier", "2025-05-12")


def test_headline_after_a_glued_date():
    draft = read(f" date 2025-05-12 Boréale agrandit son atelier\n\n{BODY}")

    assert (draft.title, draft.published_iso) == ("Boréale agrandit son atelier", "2025-05-12")


def test_glued_date_that_does_not_exist_stays():
    text = f"date 2025-02-30 {BODY}"

    assert (read(text).body, read(text).published_on) == (text, None)


def test_date_glued_to_the_paragraph_below_the_headline():
    draft = read(
        "La scierie reprend du service\n\n date 2025-11-20 La scierie du Val tourne de nouveau depuis lundi.\n"
    )
    assert (draft.title, draft.published_iso, [cut.text for cut in draft.cuts]) == (
        "La scierie reprend du service",
        "2025-11-20",
        ["date 2025-11-20"],
    )
    assert draft.body == "La scierie reprend du service\n\nLa scierie du Val tourne de nouveau depuis lundi."


def test_author_and_date_divided_by_a_dash():
    draft = read(
        "La scierie reprend du service\nOdile Castan - 07/07/2025 à 18:18\n\nLa scierie du Val tourne de nouveau.\n"
    )
    assert (draft.published_iso, [cut.text for cut in draft.cuts]) == (
        "2025-07-07",
        ["Odile Castan - 07/07/2025 à 18:18"],
    )


def test_release_dated_with_its_hour():
    draft = read("La scierie reprend du service\n\nGap, le 19 mars 2026, 7h30 – La scierie du Val tourne de nouveau.\n")
    assert draft.published_iso == "2026-03-19"
