"""The five documents of `seeds/`: what each says of itself, and what is no part of it."""

from datetime import date
from pathlib import Path

import pytest

from articles.intake import read

SEEDS = Path(__file__).parents[3] / "seeds"

EXPECTED = {
    "000": (None, "2026-01-07", None, "Start-up d'intelligence", [("dateline", "date 2026-01-07")]),
    "001": (
        "xAI : Elon Musk lève 10 milliards pour rivaliser avec OpenAI",
        "2025-07-07",
        None,
        "xAI : Elon Musk lève",
        [
            ("dateline", "- 07/07/2025 à 18:18"),
            ("author_bio", "Que ce soit à travers des critiques"),
            ("newsletter", "Newsletter\nRecevez notre newsletter"),
            ("advertisement", "Publicité"),
        ],
    ),
    "002": (None, None, date(2023, 12, 22), "OpenAI, la société de pointe", []),
    "003": (
        None,
        None,
        None,
        "C’est une vraie surprise !",
        [("advertisement", "Découvrez les offres d’IA for Pro")],
    ),
    "004": (None, None, None, "La croissance d'OpenAI est spectaculaire.", [("caption", "chatgpt")]),
}


@pytest.mark.parametrize("number", EXPECTED)
def test_seed(number):
    [path] = SEEDS.glob(f"{number}_*.txt")
    title, published, inferred_on, opening, cuts = EXPECTED[number]

    draft = read(path.read_bytes(), name=path.name, today=date(2026, 11, 21))

    assert (draft.title, draft.published_iso, draft.inferred_on) == (title, published, inferred_on)
    assert (draft.language, draft.encoding, draft.is_repaired) == ("fr", "utf-8", False)
    assert draft.body.startswith(opening)
    assert [
        (cut.reason.value, cut.text[: len(words)]) for cut, (_, words) in zip(draft.cuts, cuts, strict=True)
    ] == cuts
