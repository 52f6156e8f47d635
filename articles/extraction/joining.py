"""Names of several parts, which capitals alone do not hold together: « Verger d'Ormes », « Habitat Côte d'Or »."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise

from .mentions import Mention

OFTEN = 2  # times that a text writes two names together before they are one

# What joins a name to the one before it.
OF = re.compile(r" (?:de la |de l'|des |du |de |d')")


def joined(text: str, found: list[Mention], first_names: frozenset[str]) -> list[Mention]:
    """« Verger d'Ormes »: two names of which the text writes the second only behind the first are one.

    The first may stand alone now and then; what follows them is told apart: « le patron de Verger d'Ormes Luc Morel ».
    """
    pairs = [(one, two) for one, two in pairwise(found) if _may_join(text, one, two, first_names)]
    if len(pairs) < OFTEN:
        return found
    together = Counter(_both(text, one, two) for one, two in pairs)
    first, second = Counter(m.value for m in found), Counter(_head(m) for m in found)
    whole = {
        _both(text, one, two)
        for one, two in pairs
        if two.type == "org"
        and OFTEN <= together[_both(text, one, two)] == second[_head(two)]
        and 3 * together[_both(text, one, two)] >= 2 * first[one.value]
    }
    kept: list[Mention] = []
    for mention in found:
        last = kept[-1] if kept else None
        if last is None or not _may_join(text, last, mention, first_names) or _both(text, last, mention) not in whole:
            kept.append(mention)
            continue
        rest = mention.value.partition(" ")[2] if mention.type == "person" else ""
        last.end = mention.end - len(rest) - bool(rest)
        last.value = text[last.start : last.end]
        if rest:
            mention.start, mention.value = mention.end - len(rest), rest
            kept.append(mention)
    return kept


def _may_join(text: str, one: Mention, two: Mention, first_names: frozenset[str]) -> bool:
    return (
        one.type == "org"
        and two.type in ("org", "person")
        and bool(OF.fullmatch(text, one.end, two.start))
        and one.value.split("-")[0] not in first_names
    )


def _head(mention: Mention) -> str:
    first: str = mention.value.split(" ")[0]
    return first


def _both(text: str, one: Mention, two: Mention) -> str:
    return f"{one.value}{text[one.end : two.start]}{_head(two)}"


def with_places(text: str, names: list[Mention], listed: list[Mention]) -> list[Mention]:
    """« Habitat Côte d'Or »: a name that ends in the first word of a place goes on to its end.

    Lengthens such names, and returns the listed ones without the places that they took in.
    """
    places = {place.start: place for place in listed if place.type == "place"}
    taken: set[int] = set()
    for name in names:
        last = name.end - len(name.value.split(" ")[-1])
        place = places.get(last) if last > name.start else None
        if place is not None and name.end < place.end:
            name.end = place.end
            name.value = text[name.start : name.end]
            taken.add(last)
    return [one for one in listed if one.start not in taken]
