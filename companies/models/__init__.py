"""What we hold to be true."""

from .company import Company, CompanyName, CompanyQuerySet, Person
from .fact import (
    MODELS,
    Citation,
    Controversy,
    Deal,
    Fact,
    FactQuerySet,
    FundingRound,
    KeyFigure,
    Participation,
    Role,
    Valuation,
)
from .publication import Decision, ImmutableRow, Publication, PublicationQuerySet

__all__ = [
    "MODELS",
    "Citation",
    "Company",
    "CompanyName",
    "CompanyQuerySet",
    "Controversy",
    "Deal",
    "Decision",
    "Fact",
    "FactQuerySet",
    "FundingRound",
    "ImmutableRow",
    "KeyFigure",
    "Participation",
    "Person",
    "Publication",
    "PublicationQuerySet",
    "Role",
    "Valuation",
]
