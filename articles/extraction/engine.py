"""Text in, findings out: the order of the steps, and nothing else."""

from __future__ import annotations

from .confidence import calibrated
from .document import Document
from .doubts import Doubts, is_of_nobody
from .findings import Citation, Finding
from .gate import gate
from .gazetteer import Gazetteer
from .kinds import kinds, tables
from .language import codes, recognise
from .merging import MOST_CITATIONS, settle_claims
from .reading import Candidate, Reading

LOWEST = 0.3  # what is less sure than this is not worth an editor's second


def extract(
    text: str,
    *,
    language: str | None = None,
    published_on: str | None = None,
    title: str | None = None,
    names: Gazetteer | None = None,
) -> list[Finding]:
    """The company facts that a text states, in the order of the text.

    `language` is a code ("fr", "en") or None to decide by the text's words; a language without a folder of
    tables gives []. `published_on` is an ISO date of any precision ("2025", "2025-02", "2025-02-14") from which
    relative dates are counted. Where the text has a headline, it is the first line and equals `title`.
    """
    code = language or recognise(text)
    if code not in codes() or not gate(code).opens(text):
        return []
    reading = Reading(Document(text, code, published_on, title, names), tables(code))
    candidates = settle_claims(candidate for kind in kinds() for candidate in kind.find(reading))
    facts: list[Candidate] = []
    for kind in kinds():
        facts += kind.gather(reading, [c for c in candidates if c.kind == kind.KIND])
    facts.sort(key=lambda fact: fact.spans[0])
    persons = {entity.name for entity in reading.document.entities if entity.type == "person"}
    if not facts:
        return []
    doubts = Doubts(reading)
    weighed = [(fact, doubts.of(fact)) for fact in facts if fact.confidence >= LOWEST]
    return [_finding(text, fact, persons, against) for fact, against in weighed if not is_of_nobody(against)]


def _finding(text: str, fact: Candidate, persons: set[str], doubts: tuple[str, ...]) -> Finding:
    slots = {name: value for name, value in fact.slots.items() if value is not None}
    listed = [item for value in slots.values() if isinstance(value, list) for item in value]
    names = [item["name"] if isinstance(item, dict) else item for item in listed]
    return Finding(
        kind=fact.kind,
        slots=slots,
        citations=tuple(Citation(a, b, text[a:b]) for a, b in fact.spans[:MOST_CITATIONS]),
        confidence=calibrated(fact.kind, fact.confidence, doubts),
        rule=fact.rule,
        source=fact.source,
        printed=fact.printed,
        people=tuple(dict.fromkeys(name for name in names if name in persons)),
        doubts=doubts,
    )
