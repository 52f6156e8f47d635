"""The words of the codebook as choices: the same in the extraction's output, the tables and the API.

Groupings and the rules of one kind's words stand beside them.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Kind(models.TextChoices):
    """The kinds of fact."""

    FUNDING_ROUND = "funding_round", _("funding round")
    VALUATION = "valuation", _("valuation")
    KEY_FIGURE = "key_figure", _("key figure")
    DEAL = "deal", _("deal")
    CONTROVERSY = "controversy", _("controversy")
    ROLE = "role", _("role")


class State(models.TextChoices):
    """Where a fact stands in its life."""

    PROPOSED = "proposed", _("proposed")
    ACCEPTED = "accepted", _("accepted")
    PUBLISHED = "published", _("published")
    RETRACTED = "retracted", _("retracted")
    REJECTED = "rejected", _("rejected")


OPEN_STATES = (State.PROPOSED, State.ACCEPTED)  # may still be corrected, rejected or published
REFUSED_STATES = (State.REJECTED, State.RETRACTED)  # are not proposed again


class Qualifier(models.TextChoices):
    """How exact a number is."""

    EXACT = "exact", _("exact")
    AT_LEAST = "at_least", _("at least")
    AT_MOST = "at_most", _("at most")
    APPROXIMATELY = "approximately", _("approximately")


class Status(models.TextChoices):
    """How settled what a fact tells is; each kind has its own words (see STATUSES)."""

    RUMOURED = "rumoured", _("rumoured")
    ANNOUNCED = "announced", _("announced")
    COMPLETED = "completed", _("completed")
    REJECTED = "rejected", _("rejected")
    CANCELLED = "cancelled", _("cancelled")
    REPORTED = "reported", _("reported")
    ACTUAL = "actual", _("actual")
    TARGET = "target", pgettext_lazy("figure", "target")
    FORECAST = "forecast", _("forecast")
    ALLEGED = "alleged", _("alleged")
    ONGOING = "ongoing", _("ongoing")
    RESOLVED = "resolved", _("resolved")
    CURRENT = "current", _("current")
    FORMER = "former", _("former")


STATUSES: dict[str, tuple[str, ...]] = {
    Kind.FUNDING_ROUND: (Status.RUMOURED, Status.ANNOUNCED, Status.CANCELLED),
    Kind.VALUATION: (Status.REPORTED, Status.RUMOURED),
    Kind.KEY_FIGURE: (Status.ACTUAL, Status.TARGET, Status.FORECAST),
    Kind.DEAL: (
        Status.RUMOURED,
        Status.ANNOUNCED,
        Status.COMPLETED,
        Status.REJECTED,
        Status.CANCELLED,
    ),
    Kind.CONTROVERSY: (Status.ALLEGED, Status.ONGOING, Status.RESOLVED),
    Kind.ROLE: (Status.CURRENT, Status.FORMER),
}


class Series(models.TextChoices):
    """The stage of a funding round."""

    PRE_SEED = "pre_seed", _("pre-seed")
    SEED = "seed", _("seed")
    SERIES_A = "series_a", _("Series A")
    SERIES_B = "series_b", _("Series B")
    SERIES_C = "series_c", _("Series C")
    SERIES_D = "series_d", _("Series D")
    SERIES_E = "series_e", _("Series E")
    SERIES_F = "series_f", _("Series F")
    SERIES_G = "series_g", _("Series G")
    SERIES_H = "series_h", _("Series H")
    GROWTH = "growth", _("growth")
    BRIDGE = "bridge", _("bridge")
    DEBT = "debt", _("debt")
    CORPORATE = "corporate", _("corporate")
    IPO = "ipo", _("initial public offering")


class Basis(models.TextChoices):
    """What a valuation counts."""

    PRE_MONEY = "pre_money", _("pre-money")
    POST_MONEY = "post_money", _("post-money")
    MARKET = "market", _("market capitalisation")
    TRANSACTION = "transaction", _("transaction")


class Metric(models.TextChoices):
    """What a key figure measures."""

    REVENUE = "revenue", _("revenue")
    NET_RESULT = "net_result", _("net result")
    TOTAL_RAISED = "total_raised", _("total raised")
    USERS = "users", _("users")
    USERS_DAILY = "users_daily", _("daily users")
    USERS_WEEKLY = "users_weekly", _("weekly users")
    USERS_MONTHLY = "users_monthly", _("monthly users")
    CUSTOMERS = "customers", _("customers")
    DEVELOPERS = "developers", _("developers")
    EMPLOYEES = "employees", _("employees")
    GPUS = "gpus", _("GPUs")
    MARKET_SHARE = "market_share", _("market share")
    OTHER = "other", _("other")


class DealType(models.TextChoices):
    """What kind of deal."""

    ACQUISITION = "acquisition", _("acquisition")
    MERGER = "merger", _("merger")
    BID = "bid", _("bid")
    STAKE = "stake", _("stake")
    PARTNERSHIP = "partnership", _("partnership")
    SUPPLY = "supply", _("supply")


class Category(models.TextChoices):
    """What a controversy is about."""

    LAWSUIT = "lawsuit", _("lawsuit")
    INVESTIGATION = "investigation", _("investigation")
    REGULATION = "regulation", _("regulation")
    SAFETY = "safety", _("safety")
    PRIVACY = "privacy", _("privacy")
    COPYRIGHT = "copyright", _("copyright")
    ENVIRONMENT = "environment", _("environment")
    LABOUR = "labour", _("labour")
    GOVERNANCE = "governance", _("governance")
    CONTENT = "content", _("content")
    COMPETITION = "competition", _("competition")
    FRAUD = "fraud", _("fraud")
    SECURITY = "security", _("security")
    DISPUTE = "dispute", _("dispute")


class Part(models.TextChoices):
    """The part that the company has in a controversy."""

    ACCUSED = "accused", _("accused")
    ACCUSER = "accuser", _("accuser")


class Title(models.TextChoices):
    """What a person is at a company."""

    FOUNDER = "founder", _("founder")
    CO_FOUNDER = "co_founder", _("co-founder")
    CEO = "ceo", _("chief executive")
    CTO = "cto", _("chief technology officer")
    CFO = "cfo", _("chief financial officer")
    CHAIR = "chair", _("chair")
    OWNER = "owner", _("owner")
    OTHER = "other", _("other")


class ParticipantRole(models.TextChoices):
    """What a company or person does in a fact; each kind has its own words (see PARTICIPANT_ROLES)."""

    LEAD = "lead", _("lead investor")
    INVESTOR = "investor", _("investor")
    STRATEGIC = "strategic", _("strategic investor")
    LENDER = "lender", _("lender")
    ARRANGER = "arranger", _("arranger")
    ACQUIRER = "acquirer", _("acquirer")
    TARGET = "target", _("target")
    SELLER = "seller", _("seller")
    PARTNER = "partner", _("partner")
    OPPONENT = "opponent", _("other side")


PARTICIPANT_ROLES: dict[str, tuple[str, ...]] = {
    Kind.FUNDING_ROUND: (
        ParticipantRole.LEAD,
        ParticipantRole.INVESTOR,
        ParticipantRole.STRATEGIC,
        ParticipantRole.LENDER,
        ParticipantRole.ARRANGER,
    ),
    Kind.DEAL: (
        ParticipantRole.ACQUIRER,
        ParticipantRole.TARGET,
        ParticipantRole.SELLER,
        ParticipantRole.PARTNER,
    ),
    Kind.CONTROVERSY: (ParticipantRole.OPPONENT,),
}

# No amount or value comes near it. Beyond, SQLite, which keeps numbers as floats, could not give them back.
LARGEST = 10**15
LARGEST_NUMBER = 2**63 - 1  # of a row, or of an entry in the ledger

# ISO 4217 keeps XXX for "no currency": an article that prints an amount without one. It cannot be published.
UNKNOWN_CURRENCY = "XXX"


class CompanyKind(models.TextChoices):
    """What sort of organisation a company is."""

    COMPANY = "company", _("company")
    FUND = "fund", _("investment fund")
    BANK = "bank", _("bank")
    PUBLIC_BODY = "public_body", _("public body")
    ASSOCIATION = "association", _("association")


class Missing(models.TextChoices):
    """Why a document leaves a value open."""

    NOT_STATED = "not_stated", _("no source states it")
    DISPUTED = "disputed", _("sources contradict each other")
    NOT_ADOPTED = "not_adopted", _("a source states it, and the editors did not adopt it")
    NOT_SETTLED = "not_settled", _("the matter is not over")


class Verb(models.TextChoices):
    """What an editor did."""

    ADD = "add", _("added")
    ACCEPT = "accept", _("accepted")
    CORRECT = "correct", _("corrected")
    REJECT = "reject", _("rejected")
    MERGE = "merge", _("merged")
    SPLIT = "split", _("split")
    CITE = "cite", _("cited")
    UNDO = "undo", _("undid")
    PUBLISH = "publish", _("published")
    RETRACT = "retract", _("retracted")
    REMOVE = "remove", _("removed")


class Action(models.TextChoices):
    """What an entry of the ledger does."""

    PUBLISHED = "published", _("published")
    CORRECTED = "corrected", _("corrected")
    RETRACTED = "retracted", _("retracted")
    MERGED = "merged", _("merged")


WITH_DOCUMENT = (Action.PUBLISHED, Action.CORRECTED)  # the other actions withdraw


class Failure(models.TextChoices):
    """Why a receiver of webhooks does not have a message."""

    STATUS = "status", _("answered with an error")
    REDIRECT = "redirect", _("answered with a redirect, which is not followed")
    TIMEOUT = "timeout", _("took too long")
    NO_SUCH_HOST = "no_such_host", _("its name has no address")
    FORBIDDEN_ADDRESS = "forbidden_address", _("its address is not a public one")
    UNREACHABLE = "unreachable", _("could not be reached")
    CERTIFICATE = "certificate", _("its certificate is not valid")
    BAD_ANSWER = "bad_answer", _("did not answer in HTTP")
    NOT_SIGNED = "not_signed", _("could not be signed: see the detail")
