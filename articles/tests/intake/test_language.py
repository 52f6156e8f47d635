import pytest

from articles.intake.language import detect


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "La scierie a doublé la surface de son atelier, et les deux équipes y travaillent."),
        ("fr", "Boréale lève 12 millions d’euros auprès de la mairie."),
        ("en", "The mill has doubled its floor space, and two crews are now at work in it."),
        ("de", "Das Sägewerk hat die Fläche der Halle verdoppelt, und zwei Teams arbeiten nun dort."),
        ("es", "El aserradero ha duplicado la superficie de su taller y ahora trabajan en él dos equipos."),
        ("it", "La segheria ha raddoppiato la superficie della sua officina e ora ci lavorano due squadre."),
        ("nl", "De zagerij heeft het oppervlak van de hal verdubbeld en er werken nu twee ploegen."),
        ("pt", "A serraria duplicou a área da sua oficina e agora trabalham nela duas equipas com gosto."),
    ],
)
def test_language(language, text):
    assert detect(text) == language


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Boréale lève 12 M€",
        "2025 2026 3 400",
        "Тартак подвоїв площу цеху і тепер там працюють дві бригади",
    ],
)
def test_language_not_told(text):
    assert detect(text) == "und"
