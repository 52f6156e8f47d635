"""Whole documents in, whole drafts out."""

from datetime import date

import pytest

from articles.intake import Cut, Draft, Reason, UnreadableDocument, read
from articles.intake.decoding import decode

TODAY = date(2026, 11, 21)
FIRST = "La scierie Boréale a doublé la surface de son atelier, où travaillent désormais deux équipes."
SECOND = "Le maire de la commune y voit une bonne nouvelle pour la vallée, et il le fait savoir."


def cuts(draft: Draft) -> list[tuple[str, str]]:
    return [(cut.reason.value, cut.text) for cut in draft.cuts]


def test_prefix_headline_and_tail():
    text = f" date 2024-04 {FIRST}\n\n{SECOND}\nPublicité\n"

    assert read(text.encode()) == Draft(
        title=None,
        body=f"{FIRST}\n\n{SECOND}",
        language="fr",
        published_on=date(2024, 4, 1),
        precision="month",
        inferred_on=None,
        cuts=(
            Cut(1, 13, "date 2024-04", Reason.DATELINE),
            Cut(len(text) - 10, len(text) - 1, "Publicité", Reason.ADVERTISEMENT),
        ),
        encoding="utf-8",
        is_repaired=False,
    )


def test_headline_and_date_line_glued_to_it():
    draft = read(f"Boréale agrandit son atelier\n- 03/02/2025 à 18:18\n\n{FIRST}\n{SECOND}")

    assert (draft.title, draft.published_iso) == ("Boréale agrandit son atelier", "2025-02-03")
    assert draft.body == f"Boréale agrandit son atelier\n\n{FIRST}\n{SECOND}"
    assert cuts(draft) == [("dateline", "- 03/02/2025 à 18:18")]


def test_everything_around_an_article():
    draft = read(
        f"Vosges # Forêt # Scierie\nBoréale agrandit son atelier\nPar Maud Kerdoncuff\n"
        f"Publié le 1er août 2025 à 07h30, mis à jour le 2 août 2025\nPartager sur Facebook\n\n{FIRST}\n\n"
        f"À lire aussi : Boréale, dix ans de sciure\n\n{SECOND}\n\nscierie\n\n{SECOND}\n\n"
        "L’auteure\nMaud a grandi au pied d’un sapin. Elle suit les forêts.\n\n© 2025 Le Courrier des crêtes"
    )

    assert draft.body == f"Boréale agrandit son atelier\n\n{FIRST}\n\n{SECOND}\n\n{SECOND}"
    assert draft.published_iso == "2025-08-01"
    assert cuts(draft) == [
        ("section", "Vosges # Forêt # Scierie"),
        ("byline", "Par Maud Kerdoncuff"),
        ("dateline", "Publié le 1er août 2025 à 07h30, mis à jour le 2 août 2025"),
        ("share", "Partager sur Facebook"),
        ("read_also", "À lire aussi : Boréale, dix ans de sciure"),
        ("caption", "scierie"),
        ("author_bio", "L’auteure\nMaud a grandi au pied d’un sapin. Elle suit les forêts."),
        ("copyright", "© 2025 Le Courrier des crêtes"),
    ]


def test_wire_dateline_is_read_and_stays():
    text = "ÉPINAL, 6 novembre 2025 (ABC) - La scierie Boréale a doublé la surface de son atelier."

    assert (read(text).published_iso, read(text).body, read(text).cuts) == ("2025-11-06", text, ())


def test_date_line_under_the_standfirst():
    draft = read(f"Un atelier de plus\n\n{FIRST}\n\nPublié le 14 juin 2024 à 09h00\n\n{SECOND}")

    assert (draft.published_iso, draft.body) == ("2024-06-14", f"Un atelier de plus\n\n{FIRST}\n\n{SECOND}")


def test_bare_dates_of_a_chronology_stay():
    text = f"{FIRST}\n\n12 mai 2025\n{SECOND}\n\n13 mai 2025\n{SECOND}"

    assert (read(text).published_on, read(text).body) == (None, text)


def test_masthead_dates_what_nothing_else_does():
    line = "Le Courrier des ports - 8 juillet 2019 - Propos recueillis par Luc Morel"

    assert read(f"Un atelier de plus\n\n{line}\n\n{FIRST}").published_iso == "2019-07-08"
    assert read(f"Un atelier de plus\nPublié le 4 mai 2025\n{line}\n\n{FIRST}").published_iso == "2025-05-04"


def test_publication_outranks_update():
    draft = read(f"Un atelier de plus\nMis à jour le 5 mai 2025\nPublié le 4 mai 2025\n\n{FIRST}")

    assert draft.published_iso == "2025-05-04"


def test_bullet_dashes_and_no_break_spaces_stay():
    text = f"{FIRST}\n-\nUn atelier\u00a0;\n-\nUne «\u202fsalle\u202f» de repos.\n{SECOND}"

    assert read(text).body == text


def test_white_space_alone_is_tidied():
    assert read(f"\r\n  {FIRST}  \r\n\r\n\r\n \t\r\n{SECOND}\r\n").body == f"{FIRST}\n\n{SECOND}"


def test_author_who_speaks_of_their_work_in_the_first_person():
    bio = "Curieuse de tout, je raconte la forêt ; mon travail et mes articles parlent des gens."

    draft = read(f"{FIRST}\n{SECOND}\n\n{bio}\nNewsletter")

    assert cuts(draft) == [("author_bio", bio), ("newsletter", "Newsletter")]


def test_first_person_article_keeps_its_last_paragraph():
    text = f"Je suis allé à la scierie.\n{FIRST}\n\nMon travail m’a plu, et je parle d’articles de sport."

    assert read(text).body == text


def test_author_paragraph_with_money_stays():
    text = f"{FIRST}\n\nPour mon travail et mes articles, je touche 40 000 euros."

    assert read(text).body == text


def test_links_without_bullets_stop_at_an_empty_line():
    draft = read(f"{FIRST}\n\nLire aussi\nLa sciure a de l’avenir\nUn sapin centenaire\n\n{SECOND}")

    assert cuts(draft) == [("read_also", "Lire aussi\nLa sciure a de l’avenir\nUn sapin centenaire")]


def test_cross_heading_under_a_label_stays():
    draft = read(f"{FIRST}\nLire aussi\n→ La sciure a de l’avenir\nUn nouvel élan\n{SECOND}")

    assert draft.body == f"{FIRST}\nUn nouvel élan\n{SECOND}"


def test_label_takes_its_link_even_with_money_in_it():
    draft = read(f"{FIRST}\n\nLire aussi : Altiplane lève 12 millions d’euros\n\n{SECOND}")

    assert draft.body == f"{FIRST}\n\n{SECOND}"


def test_advert_with_money_in_it_stays():
    text = f"{FIRST}\n\nDécouvrez les offres de Boréale, qui a levé 12 millions d’euros"

    assert read(text).body == text


def test_caller_outranks_the_document():
    draft = read(f" date 2024-04-02 {FIRST}", published_on="2025", language="en")

    assert (draft.published_on, draft.precision, draft.published_iso) == (date(2025, 1, 1), "year", "2025")
    assert draft.language == "en"
    assert cuts(draft) == [("dateline", "date 2024-04-02")]


@pytest.mark.parametrize("published_on", ["", "2025-13", "2025-02-30", "7 mai 2025", "20250507", "2025-5-7"])
def test_caller_gives_no_date(published_on):
    with pytest.raises(ValueError, match="Write it as 2026-01-07, 2026-01 or 2026"):
        read(FIRST, published_on=published_on)


def test_document_without_date():
    draft = read(FIRST)

    assert (draft.published_on, draft.precision, draft.published_iso, draft.inferred_on) == (None,) * 4


def test_document_in_another_language_is_read():
    text = "Das Sägewerk hat die Fläche der Halle verdoppelt, und zwei Teams arbeiten nun dort."

    assert (read(text).language, read(text).body) == ("de", text)


def test_weekday_without_year_is_inferred():
    draft = read(f"{FIRST} L’annonce date du vendredi 22 décembre, dit-il.", today=TODAY)

    assert (draft.published_on, draft.inferred_on) == (None, date(2023, 12, 22))


def test_weekday_of_a_date_line_without_year_is_inferred():
    draft = read(f"Un atelier de plus\n\nVendredi 22 décembre à 18h\n\n{FIRST}", today=TODAY)

    assert (draft.published_on, draft.inferred_on) == (None, date(2023, 12, 22))
    assert cuts(draft) == [("dateline", "Vendredi 22 décembre à 18h")]


def test_weekday_is_not_inferred_where_a_date_is_stated():
    draft = read(f" date 2024-01-03 {FIRST} L’annonce date du vendredi 22 décembre.", today=TODAY)

    assert draft.inferred_on is None


def test_nothing_but_boilerplate():
    with pytest.raises(UnreadableDocument, match=r"^“pub\.txt” holds no article") as raised:
        read("Publicité\nNewsletter\n", name="pub.txt")
    assert raised.value.code == "empty"


def test_cuts_point_into_the_decoded_text():
    source = f" date 2024-04 {FIRST}\r\n\r\n{SECOND}\r\nPublicité".encode("utf-16")

    text = decode(source).text

    assert [text[cut.start : cut.end] for cut in read(source).cuts] == ["date 2024-04", "Publicité"]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("L'atelier a rouvert lundi.La scierie emploie 40 personnes.", 2),
        ('Le plan est jugé "solide".Selon lui, rien ne presse.', 2),
        ('Le maire a dit que "tout va bien."Les voisins en doutent.', 2),
        ('Le maire était là lundi."Tout va bien", a-t-il dit.', 2),
        ("Le plan est jugé solide par BoréaleDans la vallée, on en doute.", 2),
        ("Boréale a levé 5 millions d'euros.Scierix emploie 40 personnes.", 2),
        ("La scierie date de 1962.Le maire y tient.", 2),
        ("Et la scierie ?Le maire y tient.", 2),
        ("Le bénéfice a crû de 3,5%.L'an dernier, il baissait.", 2),
        ("Le projet avance.- Un marché porteur -La scierie emploie 40 personnes.", 3),
        ("La scierie en a parlé à l'AFP.Elle emploie 40 personnes.", 2),
        ("Le plan déplaît.ScierPlus recule, À Dax aussi.", 2),
        ("Le plan est présenté lundi.À Dax, on en doute.", 2),
        ("Le plan déplaît.Boreale's Club recule.", 2),
        # No break was lost: a camel-cased name, an address, initials, an abbreviation.
        ("LinkedIn et PayPal sont là, LaPoste aussi.", 1),
        ("Il faut écrire à www.boreale.Fr et attendre.", 1),
        ("La société U.S.Steel et M.Dupont sont là.", 1),
        ("Le site est écrit en ASP.Net depuis lundi.", 1),
    ],
)
def test_a_break_lost_without_a_blank_is_found_again(text, lines):
    body = read(text).body
    assert (body.replace("\n", ""), body.count("\n") + 1) == (text, lines)


@pytest.mark.parametrize(
    ("stamp", "day"),
    [
        ("Le 07 janvier 2026 à 12:00", date(2026, 1, 7)),
        ("Publié le 7 janvier 2026 à 12h05", date(2026, 1, 7)),
        ("07/01/2026 - 12:05", date(2026, 1, 7)),
        ("Le 7 janvier 2026", None),  # without the time of day, a sentence may begin so
        ("Le 7 janvier à 12:00", None),
    ],
)
def test_a_stamp_glued_to_the_first_sentence(stamp, day):
    draft = read(f"Boréale agrandit son atelier\n\n{stamp} {FIRST}\n{SECOND}", today=TODAY)
    kept = FIRST if day else f"{stamp} {FIRST}"
    assert (draft.published_on, draft.body) == (day, f"Boréale agrandit son atelier\n\n{kept}\n{SECOND}")
