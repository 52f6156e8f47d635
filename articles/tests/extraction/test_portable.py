"""The engine reads alike on every Python 3.11.

Before 3.11.5 a possessive quantifier on a group, or an atomic group, matches wrongly where the group can backtrack
(CPython issue 106052). On a single character or a set it is sound.
"""

import re
from pathlib import Path

import pytest

import articles

FOLDERS = [Path(articles.__file__).parent / name for name in ("extraction", "intake")]
FILES = sorted(path for folder in FOLDERS for path in folder.rglob("*") if path.suffix in {".py", ".toml"})
FAULTY = re.compile(r"(?<!\\)\)(?:[*+?]|\{{1,2}\d*,?\d*\}{1,2})\+|\(\?>")


@pytest.mark.parametrize("pattern", ["(?:a|b)*+", "(?:ab)++", "(?:ab){0,3}+", "(?:ab){{0,3}}+", "(?>ab)"])
def test_faulty_groups_are_recognised(pattern):
    assert FAULTY.search(pattern)


@pytest.mark.parametrize("pattern", [r"\w++", "[a-z]*+", r"\d{1,3}+", "(?:ab)+", r"\)++"])
def test_sound_patterns_are_left_alone(pattern):
    assert not FAULTY.search(pattern)


def test_no_pattern_has_a_possessive_group():
    lines = [
        f"{path.name}:{number}"
        for path in FILES
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if FAULTY.search(line)
    ]
    assert lines == []
