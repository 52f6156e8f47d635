"""Nothing in the language folders lies idle: every key is asked for, every macro stands in a pattern."""

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

import articles.extraction
from articles.extraction.language import codes, table

PACKAGE = Path(articles.extraction.__file__).parent
VALUES = {  # tables whose keys are words of the language or values of a slot, read as a whole
    "collectives",
    "currencies",
    "deciders",
    "glued",
    "magnitudes",
    "month_variants",
    "numerals",
    "places",
    "scales",
    "seasons",
    "set",
    "roles",
    "short_magnitudes",
    "shift",
    "subjects",
}
ASKED_FOR = ("former",)  # macros that the code names
_MACRO = re.compile(r"\{([a-z_]+)\}")
SHOWN = {"example", "counter_example"}  # for people and tests


def literals() -> set[str]:
    """Every string that the code of the engine holds."""
    trees = (ast.parse(path.read_text(encoding="utf-8")) for path in PACKAGE.rglob("*.py"))
    constants = (node.value for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Constant))
    return {value for value in constants if isinstance(value, str)}


def tables(folder: str) -> Iterator[tuple[str, dict]]:
    """Every file of a folder: its name and what it holds."""
    for path in sorted((PACKAGE / "languages" / folder).glob("*.toml")):
        yield path.stem, tomllib.loads(path.read_text(encoding="utf-8"))


def keys(data: dict) -> Iterator[str]:
    """The keys of a table and of the tables within it, but for macros and those that are values."""
    for key, value in data.items():
        if key not in SHOWN:
            yield key
        inner = value if isinstance(value, list) else [value]
        for one in inner:
            if isinstance(one, dict) and key not in VALUES | {"macros"}:
                yield from keys(one)


def expressions(value: object) -> Iterator[str]:
    """Every string of a table."""
    if isinstance(value, dict):
        value = [one for key, one in value.items() if key != "macros"]
    if isinstance(value, list):
        for one in value:
            yield from expressions(one)
    elif isinstance(value, str):
        yield value


@pytest.mark.parametrize("folder", [*codes(), "shared"])
def test_every_key_is_asked_for(folder):
    known = literals()
    assert [(name, key) for name, data in tables(folder) for key in keys(data) if key not in known] == []


@pytest.mark.parametrize("folder", codes())
def test_every_macro_stands_in_a_pattern(folder):
    shared = table(folder, "macros")["macros"]
    used, idle = set(), []
    for name in names(folder):
        own = table(folder, name).get("macros", {}) if name != "macros" else {}
        needed = reached(folder, name, shared | own)
        used |= needed - {*own}
        idle += [(name, macro) for macro in own if macro not in needed]
    assert [*idle, *({*shared} - used)] == []


def names(folder: str) -> list[str]:
    """The tables of a folder, their further parts left out."""
    stems = [stem for stem, _ in tables(folder)]
    return [stem for stem in stems if not any(stem.startswith(f"{other}_") for other in stems)]


def reached(folder: str, name: str, macros: dict[str, str]) -> set[str]:
    """The macros that a table's patterns use, be it by way of other macros."""
    data = table(folder, name)
    texts = [
        *expressions(data),
        *(f"{{{title}}}" for title in (*data.get("titles", ()), *ASKED_FOR) if title in macros),
    ]
    found: set[str] = set()
    while new := {macro for text in texts for macro in _MACRO.findall(text) if macro in macros} - found:
        found |= new
        texts = [macros[macro] for macro in new]
    return found
