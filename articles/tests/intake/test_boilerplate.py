"""Each rule of the languages' data, on the example and the counter-example that stand beside it."""

import re

import pytest

from articles.intake import Reason, read
from articles.intake.boilerplate import is_guarded
from articles.intake.lexicon import Place, lexicon

FIRST = "La scierie Boréale a doublé la surface de son atelier, où travaillent désormais deux équipes."
SECOND = "Le maire de la commune y voit une bonne nouvelle pour la vallée, et il le fait savoir."

DOCUMENTS = {
    Place.HEAD: "{line}\nBoréale agrandit son atelier\n\n" + FIRST,
    Place.OPENING: f"Boréale agrandit son atelier\n\n{FIRST}\n\n{{line}}\n\n{SECOND}",
    Place.BELOW: f"{FIRST}\n\n{{line}}\n\n{SECOND}",
    Place.ANYWHERE: f"{FIRST}\n\n{SECOND}\n{{line}}\n\n{SECOND}",
    Place.BETWEEN: f"{FIRST}\n\n{{line}}\n\n{SECOND}",
    Place.TAIL: f"{FIRST}\n\n{SECOND}\n\n{{line}}",
}


def cut_with(place: Place, line: str) -> list[tuple[Reason, str]]:
    return [(cut.reason, cut.text) for cut in read(DOCUMENTS[place].format(line=line)).cuts]


@pytest.mark.parametrize("rule", lexicon().rules, ids=lambda rule: rule.example)
def test_example_is_cut(rule):
    assert cut_with(rule.place, rule.example) == [(rule.reason, rule.example)]


@pytest.mark.parametrize("rule", lexicon().rules, ids=lambda rule: rule.counter_example)
def test_counter_example_stays(rule):
    assert (rule.reason, rule.counter_example) not in cut_with(rule.place, rule.counter_example)


@pytest.mark.parametrize("guard", lexicon().guards, ids=lambda guard: guard.example)
def test_guard(guard):
    pattern = re.compile(guard.pattern, re.IGNORECASE)

    assert pattern.search(guard.example)
    assert not pattern.search(guard.counter_example)
    assert is_guarded(guard.example)


@pytest.mark.parametrize(
    "rule",
    [rule for rule in lexicon().rules if rule.place is Place.TAIL and not rule.opens],
    ids=lambda rule: rule.example,
)
def test_tail_rule_spares_a_line_with_text_below(rule):
    document = f"{FIRST}\n\n{rule.example}\n\n{SECOND}"

    assert rule.example in read(document).body


@pytest.mark.parametrize(
    "line",
    [
        "Boréale a levé 12 M€ auprès de deux fonds.",
        "Newsletter payante : 40 millions d’euros de recettes",
        "Publicité mensongère : Boréale condamnée à 50 000 euros",
        "À propos de Boréale",
        "Fondée en 2019, Boréale emploie 320 personnes.",
        "« Nous avons le meilleur atelier de la vallée », dit-elle.",
        "Contact a été pris avec la mairie.",
        "Journaliste de formation, Maud Kerdoncuff a cofondé Altiplane. La suite reste à écrire.",
        "Diplômée de forêt, Maud Kerdoncuff connaît chaque arbre. Elle reste.",
        "-",
    ],
)
@pytest.mark.parametrize("place", [Place.ANYWHERE, Place.TAIL])
def test_line_of_an_article_stays(place, line):
    assert cut_with(place, line) == []


@pytest.mark.parametrize(
    "tail",
    [
        ["Recevez chaque mardi notre newsletter dans votre boîte mail !", "Je m’inscris"],
        ["Suivez-nous sur Mastodon.", "Retour en haut"],
        ["À propos de l’auteur", "", "Noé écrit sur les arbres."],
        ["Contact presse : Maud, presse@boreale.example"],
        ["About the author", "Kim Ashdown covers forests from Ghent."],
        ["Reporting by Kim Ashdown; editing by Lee Orr", "All rights reserved."],
        ["Tags : bois, sciage", "Partager", "12 commentaires"],
        ["Lire également", "", "- Le chêne est de retour", "- Le dernier scieur"],
        ["CONTACT:", "Kim Ashdown", "kim@mill.example"],
        ["Recevez nos actualités chaque semaine", "Votre e-mail", "OK"],
        ["You may also like", "• Oak is back", "• The last sawyer"],
    ],
    ids=lambda tail: tail[0],
)
def test_tail_is_cut_whole(tail):
    assert read(f"{FIRST}\n\n{SECOND}\n\n" + "\n".join(tail)).body == f"{FIRST}\n\n{SECOND}"


def test_heading_of_an_author_with_an_article_below_stays():
    text = f"{FIRST}\n\nL’auteur\n" + f"{SECOND}\n\n" * 3 + FIRST

    assert read(text).body == text


def test_heading_above_a_long_list_stays():
    text = f"{FIRST}\n\nContacts presse\n" + "\n".join(f"Agence numéro {number}" for number in range(20))

    assert read(text).body == text


def test_lone_words_of_a_list_stay():
    text = f"{FIRST}\n\nchêne\n\nhêtre\n\nsapin\n\n{SECOND}"

    assert read(text).body == text
