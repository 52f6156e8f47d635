"""Quick looks that spare reading what holds nothing: a text for any kind, a sentence for one."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from .language import table


@cache
def gate(code: str) -> re.Pattern[str]:
    """Matches any lower-case text worth reading: the stems of `gate.toml`."""
    return any_stem(stem.lower() for stem in table(code, "gate")["stems"])


def any_stem(stems: Iterable[str]) -> re.Pattern[str]:
    """Matches where any of the expressions does; which one, and how far, is not to be asked.

    Alternatives that begin with the same letter share it, so that most places of a text are left at once.
    """
    return re.compile(_factored(list(stems)))


def _factored(stems: list[str]) -> str:
    by_letter: dict[str, list[str]] = {}
    for stem in stems:
        by_letter.setdefault(stem[0] if _begins_with_a_letter(stem) else "", []).append(stem)
    parts = [f"(?:{stem})" for stem in by_letter.pop("", [])]
    for letter, alike in by_letter.items():
        parts.append(alike[0] if len(alike) == 1 else f"{letter}(?:{_factored([stem[1:] for stem in alike])})")
    return "|".join(parts)


def _begins_with_a_letter(stem: str) -> bool:
    """True where the first character is a letter that any match begins with."""
    return len(stem) > 1 and stem[0].isalpha() and stem[1] not in "?*+{" and not _has_alternatives(stem)


def _has_alternatives(stem: str) -> bool:
    """True where a bar outside of brackets divides the expression."""
    bare = re.sub(r"\\.|\[[^\]]*\]", "", stem)
    while bare != (inner := re.sub(r"\([^()]*\)", "", bare)):
        bare = inner
    return "|" in bare
