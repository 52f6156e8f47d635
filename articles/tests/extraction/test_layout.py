"""Line breaks that a page had and its text lost, in sentences of our own."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.extraction import extract
from articles.extraction.layout import laid_out

RUN_IN = [
    ("fr", "La biotech recule. • Énergie. Brindille emploie", "La biotech recule.\n• Énergie. Brindille emploie"),
    ("fr", "Il signe. 🟢 Kolibri grandit", "Il signe.\n🟢 Kolibri grandit"),
    ("fr", "Brindille passe de 3 ● à 5", "Brindille passe de 3 ● à 5"),
    ("fr", "Il part. L'ESSENTIEL Le groupe vise", "Il part. L'ESSENTIEL\nLe groupe vise"),
    ("fr", "Il part. CE QUI COINCE Brindille embauche", "Il part. CE QUI COINCE\nBrindille embauche"),
    ("fr", "Il part. LA FORGE Mobile embauche", "Il part. LA FORGE Mobile embauche"),
    ("fr", "BRINDILLE KOLIBRI Ovalie s'allient", "BRINDILLE KOLIBRI Ovalie s'allient"),
    ("fr", "Il tient. Perspectives Brindille vise", "Il tient.\nPerspectives\nBrindille vise"),
    ("fr", "Les Perspectives Économiques", "Les Perspectives Économiques"),
    ("fr", "À propos de Brindille Brindille conçoit", "À propos de Brindille\nBrindille conçoit"),
    ("fr", "À propos de Brindille Kolibri dit", "À propos de Brindille Kolibri dit"),
    ("fr", "Il part Le 02 mai 2026 à 22:26 Partager Kolibri", "Il part\nLe 02 mai 2026 à 22:26 Partager\nKolibri"),
    ("fr", "Ovalie signe le 2 janvier 2026 avec Kolibri", "Ovalie signe le 2 janvier 2026 avec Kolibri"),
    ("en", "Sales rose. Outlook Brindle expects", "Sales rose.\nOutlook\nBrindle expects"),
    ("en", "About Brindle Brindle makes", "About Brindle\nBrindle makes"),
    ("en", "It ends Updated 2 January 2026 at 10:15 Brindle", "It ends\nUpdated 2 January 2026 at 10:15\nBrindle"),
]  # fmt: skip


@pytest.mark.parametrize(("code", "text", "lines"), RUN_IN)
def test_what_stood_in_a_line_of_its_own_does_again(code, text, lines):
    assert laid_out(text, code, None) == lines


def test_a_body_that_says_its_headline_again_goes_on_below_it():
    text = "Brindille embauche\n\nBrindille embauche Le groupe nantais recrute."
    assert (
        laid_out(text, "fr", "Brindille embauche")
        == "Brindille embauche\n\nBrindille embauche\nLe groupe nantais recrute."
    )


@given(st.text(alphabet="ABé ab.!\"•🟢'12\n:", max_size=80), st.sampled_from(["fr", "en"]))
def test_only_blanks_become_line_breaks(text, code):
    for before, after in zip(text, laid_out(text, code, "AB a"), strict=True):
        assert after == before or (before, after) == (" ", "\n")


def test_items_run_into_one_paragraph_are_told_apart():
    title = "Les brèves de la semaine"
    text = (
        f"{title}\n\nTransport. Ovalie emploie 300 personnes. • Santé. La biotech lilloise Brindille "
        "prépare un essai. L'entreprise, qui emploie 75 chercheurs, n'a pas souhaité répondre."
    )
    figures = [(f.slots["company"], f.slots["value"]) for f in extract(text, language="fr", title=title)]
    assert figures == [("Ovalie", 300), ("Brindille", 75)]
