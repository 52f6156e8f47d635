"""What speaks against a finding in the way its text names the company."""

import pytest

from articles.extraction import extract
from articles.extraction.confidence import calibrated, uncalibrated

FILLER = "Le temps passe et les champs jaunissent sous le soleil de juillet. " * 8
WEATHER = "Le vent souffle, la pluie tombe et la mer monte contre la digue. " * 8


@pytest.mark.parametrize(
    ("text", "doubts"),
    [
        ("La start-up Brindille emploie 40 salariés.", ()),
        ("Brindille emploie 40 salariés. Brindille recrute.", ()),
        ("Brindille emploie 40 salariés.", ("once",)),
        ("Chez Brindille, on compte 40 salariés. Brindille grandit.", ()),
        ("Brindille, dit-on, compte 40 salariés. Brindille grandit.", ("unproven",)),
        (f"{WEATHER}La start-up Brindille emploie 40 salariés.", ("elsewhere",)),
        ("Cliente de Kolibri, la start-up Brindille emploie 40 salariés.", ("beside",)),
        ("Cliente du fonds Kolibri, la start-up Brindille emploie 40 salariés.", ()),
        ("La start-up Brindille recrute. Elle emploie 40 salariés.", ("unnamed",)),
        ("La start-up Brindille recrute et sert Kolibri. Elle emploie 40 salariés.", ("since", "unnamed")),
        (f"La start-up Brindille recrute. {FILLER}Elle emploie 40 salariés.", ("far", "unnamed")),
    ],
)
def test_doubts_about_whose_figure_it_is(text, doubts):
    found = [f for f in extract(text, language="fr") if f.slots["company"] == "Brindille"]
    assert [finding.doubts for finding in found] == [doubts]


def test_doubts_about_a_party_of_a_deal():
    (deal,) = extract("La start-up Brindille recrute. Elle a racheté Kolibri.", language="fr")
    assert deal.doubts == ("beside", "once", "unnamed")


def test_the_raw_score_counts_no_doubt():
    with uncalibrated():
        assert calibrated("role", 0.9, ("far", "since")) == 0.9


def test_a_text_on_other_things_tells_nothing_of_a_name_that_nothing_proves():
    told = "On y travaille dur. L'effectif atteint 40 salariés."
    assert extract(f"{WEATHER}La société Brindille grandit. {told}", language="fr") != []
    assert extract(f"{WEATHER}Brindille grandit. {told}", language="fr") == []
