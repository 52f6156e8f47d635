from datetime import date

import pytest

from articles.intake.dates import Stated, infer_day, read_date_line, read_masthead, read_wire_dateline, weekday_dates

TODAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Publié le 14 juin 2024 à 09h00", "2024-06-14"),
        ("Publiée le mercredi 5 mars 2025 à 15 h 30", "2025-03-05"),
        ("Le 12 mai 2025", "2025-05-12"),
        ("Jeudi 23 octobre 2025, 6h30", "2025-10-23"),
        ("- 07/07/2025 à 18:18", "2025-07-07"),
        ("07/07/25", "2025-07-07"),
        ("Publié le 12.05.2025 · Temps de lecture : 2 min", "2025-05-12"),
        ("Par la rédaction, mercredi 21 janvier 2026 à 18h12", "2026-01-21"),
        ("Strasbourg, le 17 septembre 2025", "2025-09-17"),
        ("Mis à jour le 3 mars 2024 à 7h", "2024-03-03"),
        ("Mis en ligne le 1er août 2025", "2025-08-01"),
        ("2025-07-07T18:18:00+02:00", "2025-07-07"),
        ("2025-07-07T16:18:00Z", "2025-07-07"),
        ("2025-07-07 18:18", "2025-07-07"),
        ("date 2025-07", "2025-07"),
        ("Avril 2024", "2024-04"),
        ("Publié en 2025", "2025"),
        ("Posted on March 4, 2025", "2025-03-04"),
        ("Published: 4 March 2025, 10:15 am GMT", "2025-03-04"),
        ("By Kim Ashdown on Sept. 18, 2025", "2025-09-18"),
        ("Tuesday, March 4th, 2025 · 3 min read", "2025-03-04"),
    ],
)
def test_date_line(line, expected):
    found = read_date_line(line, day_first=True)

    stated = found and (found.published or found.updated)
    assert stated
    assert str(stated.first_day)[: {"year": 4, "month": 7, "day": 10}[stated.precision]] == expected


@pytest.mark.parametrize(
    "line",
    [
        "Le 12 mai 2025, Boréale a fermé",
        "Il y a trois jours",
        "31/02/2025",
        "2025-13-01",
        "2025",
        "1 240 000",
        "12 mai 1789",
        "12 ſept 2025",
        "À 18h12",
        "Publié le 14 juin 2024 par erreur dans nos colonnes, ce texte de 3 pages a disparu",
    ],
)
def test_line_that_is_no_date_line(line):
    assert read_date_line(line, day_first=True) is None


@pytest.mark.parametrize(
    ("written", "day_first", "expected"),
    [
        ("04/07/2025", True, Stated(2025, 7, 4)),
        ("04/07/2025", False, Stated(2025)),
        ("04/17/2025", False, Stated(2025, 4, 17)),
        ("17/04/2025", False, Stated(2025, 4, 17)),
        ("07/07/2025", False, Stated(2025, 7, 7)),
        ("04/17/2025", True, None),
    ],
)
def test_day_and_month_as_numbers(written, day_first, expected):
    found = read_date_line(written, day_first=day_first)

    assert (found.published if found else None) == expected


@pytest.mark.parametrize(
    ("opening", "expected"),
    [
        ("TORONTO, March 4, 2025 /Wire/ - Boreal Inc. said", Stated(2025, 3, 4)),
        ("NEW YORK, N.Y., Jan. 5, 2025 (SOME WIRE) -- Boreal said", Stated(2025, 1, 5)),
        ("ÉPINAL, 6 novembre 2025 (ABC) - La scierie", Stated(2025, 11, 6)),
        ("Épinal, le 3 mars 2024 – La scierie", Stated(2024, 3, 3)),
        ("Nov 12, 2025 - The mill", Stated(2025, 11, 12)),
        ("ÉPINAL, 9 décembre (ABC) - La scierie", Stated(None, 12, 9)),
        ("Fondée le 4 mars 2025, la scierie", None),
        ("ÉPINAL (ABC) - La scierie a fermé le 4 mars 2025 - enfin", None),
    ],
)
def test_wire_dateline(opening, expected):
    assert read_wire_dateline(opening, day_first=True) == expected


MASTHEADS = [
    ("Le Courrier des ports, 4 mars 2025 à 9h30", Stated(2025, 3, 4)),
    ("Par la rédaction, avec ABC, publié le 7 février 2023 à 14h22", Stated(2023, 2, 7)),
    ("L’Hebdo - 8 juillet 2019 - Propos recueillis par Luc Morel", Stated(2019, 7, 8)),
    ("CercleMarin • 05/12/2019 à 17:52", Stated(2019, 12, 5)),
    ("Ada R. Jan 6, 2021, 12:21 PM", Stated(2021, 1, 6)),
    ("22 octobre 2020 - S'abonner", Stated(2020, 10, 22)),
    ("Publié le 04/06/2026 à 16h47 – Luc Morel", Stated(2026, 6, 4)),
    ("La scierie Boréale a doublé son atelier en mars 2025.", None),
    ("La scierie Boréale, créée le 4 mars 2025, a doublé son atelier.", None),
    ("Le Courrier des ports, mars 2025", None),
    ("Le Courrier des ports, mardi 4 mars", None),
]


@pytest.mark.parametrize(("line", "expected"), MASTHEADS)
def test_masthead(line, expected):
    assert read_masthead(line, day_first=True) == expected


def test_weekday_dates():
    text = "Vu lundi 3 mars 2025, puis vendredi 22 décembre, le 4 mai et Friday, Dec. 22 in Lyon."

    assert weekday_dates(text) == [Stated(None, 12, 22, 4), Stated(None, 12, 22, 4)]


FRIDAY_22_DECEMBER = Stated(None, 12, 22, 4)
SATURDAY_29_FEBRUARY = Stated(None, 2, 29, 5)
MONDAY_22_NOVEMBER = Stated(None, 11, 22, 0)
SUNDAY_22_NOVEMBER = Stated(None, 11, 22, 6)
THURSDAY_1_MAY = Stated(None, 5, 1, 3)
WEDNESDAY_1_MAY = Stated(None, 5, 1, 2)


@pytest.mark.parametrize(
    ("stated", "text", "today", "expected"),
    [
        pytest.param(FRIDAY_22_DECEMBER, "", TODAY, date(2023, 12, 22), id="the one year that fits"),
        pytest.param(FRIDAY_22_DECEMBER, "fondée en 2023", TODAY, date(2023, 12, 22), id="after a past year"),
        pytest.param(FRIDAY_22_DECEMBER, "fondée en 2024", TODAY, None, id="no year left"),
        pytest.param(FRIDAY_22_DECEMBER, "founded in 2030", TODAY, date(2023, 12, 22), id="no past year"),
        pytest.param(FRIDAY_22_DECEMBER, "", date(2023, 12, 21), None, id="not yet come"),
        pytest.param(SATURDAY_29_FEBRUARY, "", TODAY, None, id="out of reach"),
        pytest.param(SATURDAY_29_FEBRUARY, "", date(2024, 3, 1), date(2020, 2, 29), id="leap day"),
        pytest.param(SUNDAY_22_NOVEMBER, "", TODAY, None, id="tomorrow"),
        pytest.param(MONDAY_22_NOVEMBER, "", TODAY, date(2021, 11, 22), id="five years ago"),
        pytest.param(Stated(None, 12, 22), "", TODAY, None, id="no weekday"),
        pytest.param(Stated(None, weekday=4), "", TODAY, None, id="no day"),
        pytest.param(THURSDAY_1_MAY, "", date(2025, 5, 1), date(2025, 5, 1), id="today"),
        pytest.param(WEDNESDAY_1_MAY, "", date(2024, 5, 1), None, id="two years fit"),
        pytest.param(WEDNESDAY_1_MAY, "créé en 2020", date(2024, 5, 1), date(2024, 5, 1), id="a past year decides"),
    ],
)
def test_inferred_day(stated, text, today, expected):
    assert infer_day(stated, text=text, today=today) == expected
