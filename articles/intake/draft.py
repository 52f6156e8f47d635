"""What reading a document yields: the article as it will be stored, and what was left out of it."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Literal

Precision = Literal["year", "month", "day"]


class Reason(StrEnum):
    """Why words of the document are not part of the article."""

    DATELINE = "dateline"
    BYLINE = "byline"
    SECTION = "section"
    CAPTION = "caption"
    NEWSLETTER = "newsletter"
    ADVERTISEMENT = "advertisement"
    READ_ALSO = "read_also"
    SHARE = "share"
    NAVIGATION = "navigation"
    CREDIT = "credit"
    COPYRIGHT = "copyright"
    AUTHOR_BIO = "author_bio"
    CONTACT = "contact"
    DISCLAIMER = "disclaimer"


@dataclass(frozen=True, slots=True)
class Cut:
    """Words left out of the body: `text` is `decoded[start:end]`, in code points of the decoded document
    (of the repaired one where `Draft.is_repaired`); `decoding.decode` gives that text again."""

    start: int
    end: int
    text: str
    reason: Reason


@dataclass(frozen=True, slots=True)
class Draft:
    """An article as its document tells it.

    `body` opens with the headline and a blank line where the document has one; no character of it differs
    from the document's, only white space at the ends of lines and runs of blank lines are tidied.
    `published_on` is what the document (or the caller) states, the first day of the month or year where
    `precision` is coarser than a day; `inferred_on` is the one day that fits a weekday and a day stated
    without their year. `language` is a two-letter ISO 639-1 code, or "und" where the text does not tell.
    """

    title: str | None
    body: str
    language: str
    published_on: date | None
    precision: Precision | None
    inferred_on: date | None
    cuts: tuple[Cut, ...]
    encoding: str
    is_repaired: bool

    @property
    def published_iso(self) -> str | None:
        """`published_on` as precisely as it is known: "2026-01-07", "2024-04", "2025" or None."""
        if self.published_on is None or self.precision is None:
            return None
        return self.published_on.isoformat()[: {"year": 4, "month": 7, "day": 10}[self.precision]]


def naming(name: str) -> str:
    """How a message calls a document: by its name, where it has one."""
    return f"“{name}”" if name else "This document"


class UnreadableDocument(Exception):
    """The document cannot be read as an article; `code` is one of "empty", "binary", "markup", "encoding",
    "too_large", and the message says what is wrong, in which document, and what to do next."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
