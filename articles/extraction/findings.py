"""What the engine returns."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Citation:
    """A passage of the text, in code points: ``text[start:end] == quote``."""

    start: int
    end: int
    quote: str

    def as_dict(self) -> dict[str, Any]:
        """The three fields, for JSON."""
        return {"start": self.start, "end": self.end, "quote": self.quote}


@dataclass(frozen=True, slots=True)
class Finding:
    """One fact read in a text.

    ``slots`` holds what the text states, by the names of the codebook; what it does not state is absent.
    ``confidence`` runs from 0 to 1, ``rule`` names the construction that fired, ``source`` the outlet or
    bank that the article itself names, ``printed`` the words behind a slot ("20 milliards de dollars"),
    ``people`` the names in list slots (investors, parties) that the text shows to be persons, ``doubts`` what speaks
    against the finding in the way its text names the company (see doubts.py); the confidence counts them in.
    """

    kind: str
    slots: dict[str, Any]
    citations: tuple[Citation, ...]
    confidence: float
    rule: str
    source: str | None = None
    printed: dict[str, str] = field(default_factory=dict)
    people: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """A flat object for JSON, slots beside the kind."""
        return {
            "kind": self.kind,
            **self.slots,
            "citations": [citation.as_dict() for citation in self.citations],
            "confidence": self.confidence,
            "rule": self.rule,
            "source": self.source,
            "printed": dict(self.printed),
        }
