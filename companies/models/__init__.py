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
from .kept_answer import KeptAnswer
from .key import ApiKey, ApiUsage, Scope
from .publication import Concern, Decision, ImmutableRow, Publication, PublicationQuerySet
from .subscription import Delivery, Replay, Subscription, SubscriptionState

__all__ = [
    "MODELS",
    "ApiKey",
    "ApiUsage",
    "Citation",
    "Company",
    "CompanyName",
    "CompanyQuerySet",
    "Concern",
    "Controversy",
    "Deal",
    "Decision",
    "Delivery",
    "Fact",
    "FactQuerySet",
    "FundingRound",
    "ImmutableRow",
    "KeptAnswer",
    "KeyFigure",
    "Participation",
    "Person",
    "Publication",
    "PublicationQuerySet",
    "Replay",
    "Role",
    "Scope",
    "Subscription",
    "SubscriptionState",
    "Valuation",
]
