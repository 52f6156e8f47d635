"""Where companies come from: « la start-up lyonnaise », « installée à Barcelone », "the Leeds-based firm"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from .cues import Cued
from .document import Document, Sentence
from .entities import Entity
from .language import alternatives, load, lowered
from .mentions import Mention
from .patterns import compiled

SAME_TOWN, MATCH, MISMATCH = 7.0, 5.0, -2.0
_BEFORE = re.compile(r"[^.,;:()\"]{0,34}$")
_AFTER = re.compile(r"(?: [\w'-]+){1,3}")


class Origins:
    """Adjectives of origin, the places they belong to, and the phrases that tie a name to a place."""

    def __init__(self, code: str) -> None:
        words = load(code).words
        rows = [row.split(" ") for row in words["demonyms"]]
        self.places: dict[str, set[str]] = {}
        for stem, *places in rows:
            for place in places:
                self.places.setdefault(place.replace("_", " "), set()).add(stem.lower())
        # What is « lyonnais » is « français » too: the adjectives of the first place that it belongs to.
        self.wider = {row[0].lower(): self.places[row[1].replace("_", " ")] for row in rows}
        stems = alternatives({row[0] for row in rows})
        self.adjective = Cued(code, lowered(rf"\b({stems})(?:{words['demonym_endings']})\b"))
        # « cède la conserverie bretonne à X »: what stands before is told of another.
        self.apart = compiled(words["tells_apart"])
        self.seated = compiled(words["seated"], re.IGNORECASE)
        self.of_town = compiled(words["of_town"])

    def adjectives(self, text: str) -> set[str]:
        """The origins that these words tell."""
        return set(self.adjective.pattern.findall(text.lower()))

    def of_place(self, place: str) -> set[str]:
        """The origins of what is seated in a place: its adjectives and, in capitals, its name."""
        return self.places.get(place, set()) | {place}

    def with_wider(self, told: set[str]) -> set[str]:
        """These origins and the lands that they lie in."""
        return told | {wider for stem in told for wider in self.wider.get(stem, ())}


@cache
def origins(code: str) -> Origins:
    """The origins of a language; built once."""
    return Origins(code)


def note_origins(document: Document) -> None:
    """Give each company the origins that the text tells of it."""
    table = origins(document.language.code)
    for sentence in document.sentences:
        if "org" in sentence.types:
            for mention, following in _with_next(sentence):
                if isinstance(mention.value, Entity) and mention.type == "org":
                    mention.value.origins |= _told(document, sentence, mention, following, table)


def _with_next(sentence: Sentence) -> Iterator[tuple[Mention, Mention | None]]:
    mentions = sentence.mentions
    for index, mention in enumerate(mentions):
        yield mention, mentions[index + 1] if index + 1 < len(mentions) else None


def _told(
    document: Document, sentence: Sentence, mention: Mention, following: Mention | None, table: Origins
) -> set[str]:
    norm = document.norm
    found: set[str] = set()
    if table.adjective.fits(sentence.cues):
        before = _BEFORE.search(norm[max(sentence.start, mention.start - 34) : mention.start])
        told = table.apart.split(before[0])[-1] if before else ""
        found = table.adjectives(told + norm[mention.start : mention.end])
    place = following if following is not None and following.type == "place" else None
    if place and table.seated.fullmatch(norm, mention.end, place.start):
        found |= table.of_place(norm[place.start : place.end])
    return table.with_wider(found)


def told_of(document: Document, mention: Mention, sentence: Sentence) -> set[str]:
    """The origins that a stand-in is given: « l'entreprise toulousaine », « la firme de Toulouse »."""
    norm, table = document.norm, origins(document.language.code)
    after = _AFTER.match(norm, mention.end)
    found = table.adjectives(norm[mention.start : mention.end] + (after[0] if after and mention.descriptor else ""))
    place = next((m for m in sentence.mentions if m.start >= mention.end), None)
    firm = mention.descriptor in document.language.words["generic_descriptors"]  # « la plateforme de Laval » is a site
    if place is None or place.type != "place" or not firm:
        return found
    between = norm[mention.end : place.start]
    if table.of_town.fullmatch(between) or table.seated.fullmatch(between):
        found |= table.of_place(norm[place.start : place.end])
    return found


def agreement(entity: Entity, told: set[str]) -> float:
    """How well a company fits the origin of a stand-in; 0 where nothing is known of one of them."""
    if not told or not entity.origins:
        return 0.0
    if shared := told & entity.origins:
        return MATCH if all(origin.islower() for origin in shared) else SAME_TOWN
    return MISMATCH if any(origin.islower() for origin in told) else 0.0  # of a town it is not known what lies near it
