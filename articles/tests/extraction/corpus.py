"""Our own sentences with what must be read in them: rows of TOML files, compared whole."""

import tomllib
from pathlib import Path

import pytest

from articles.extraction import extract
from articles.extraction.document import Document

FOLDER = Path(__file__).parent


def cases(kind):
    """The rows of `<kind>.toml` as parameters, named for their pitfall."""
    rows = tomllib.loads((FOLDER / f"{kind}.toml").read_text(encoding="utf-8"))["case"]
    return [pytest.param(row, id=row["pitfall"]) for row in rows]


def facts(kind, row, text):
    """The facts of a kind that a text yields, as the slots that the row's answers speak of."""
    found = extract(
        text,
        language=row.get("language", "fr"),
        published_on=row.get("published_on"),
        title=row.get("title"),
    )
    wanted = {slot for answer in row["expect"] for slot in answer}
    slots = [finding.slots for finding in found if finding.kind == kind]
    return sorted(({s: v for s, v in each.items() if s in wanted} for each in slots), key=repr)


def expected(row):
    """The row's answers in the order of `facts`."""
    return sorted(row["expect"], key=repr)


def types(text, code="fr"):
    """The named things of a text, whose first line is its headline, with their types."""
    document = Document(text, code, "2026-03-12", text.split("\n")[0], None)
    return {entity.name: entity.type for entity in document.entities}
