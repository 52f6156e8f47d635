"""From the ledger's documents to what the reader pages show: values in words, sources, sections.

Nothing here reads a table: what is not in a published document cannot appear on a page.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import quote as percent_encoded
from urllib.parse import urlsplit

import orjson
from django.db.models import TextChoices
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import get_language_info, gettext_lazy
from django.utils.translation import gettext as _

from . import formats
from .models import Publication
from .slots import DATE_SLOT, MONEY_SLOTS, PEOPLE_SLOT, number
from .vocabulary import (
    Action,
    Basis,
    Category,
    CompanyKind,
    DealType,
    Kind,
    Metric,
    Part,
    ParticipantRole,
    Series,
    Status,
    Title,
)

Document = dict[str, Any]
Text = str | Promise

MONEY_METRICS = (Metric.REVENUE, Metric.NET_RESULT, Metric.TOTAL_RAISED)
CHOICES: dict[str, type[TextChoices]] = {
    "series": Series,
    "basis": Basis,
    "metric": Metric,
    "deal_type": DealType,
    "category": Category,
    "part": Part,
    "title": Title,
    "status": Status,
}
LABELS: dict[str, Text] = {
    "amount": gettext_lazy("Amount"),
    "target_amount": gettext_lazy("First sought"),
    "equity_amount": gettext_lazy("Equity"),
    "debt_amount": gettext_lazy("Debt"),
    "series": gettext_lazy("Stage"),
    "basis": gettext_lazy("Basis"),
    "metric": gettext_lazy("Figure"),
    "value": gettext_lazy("Value"),
    "deal_type": gettext_lazy("Type"),
    "category": gettext_lazy("Subject"),
    "part": gettext_lazy("Part of the company"),
    "title": gettext_lazy("Role"),
    "status": gettext_lazy("Status"),
    "announced_on": gettext_lazy("Announced"),
    "as_of": gettext_lazy("As of"),
    "date": gettext_lazy("Date"),
    "started_on": gettext_lazy("Since"),
}
# What stands under the headline of each kind, and what two sources may tell differently.
DETAILS: dict[str, tuple[str, ...]] = {
    Kind.FUNDING_ROUND: ("target_amount", "equity_amount", "debt_amount"),
    Kind.DEAL: ("amount",),
    Kind.CONTROVERSY: ("part",),
}
COMPARED: dict[str, tuple[str, ...]] = {
    Kind.FUNDING_ROUND: ("amount", "target_amount", "equity_amount", "debt_amount", "series", "status"),
    Kind.VALUATION: ("amount", "basis", "status"),
    Kind.KEY_FIGURE: ("metric", "value", "status"),
    Kind.DEAL: ("deal_type", "amount", "status"),
    Kind.CONTROVERSY: ("category", "part", "status"),
    Kind.ROLE: ("title", "status"),
}
PEOPLE_LABELS: dict[str, Text] = {
    Kind.FUNDING_ROUND: gettext_lazy("Investors"),
    Kind.DEAL: gettext_lazy("Parties"),
    Kind.CONTROVERSY: gettext_lazy("Other side"),
}
STATUS_NOTES: dict[str, Text] = {
    Status.RUMOURED: gettext_lazy("Reported, not confirmed."),
    Status.REJECTED: gettext_lazy("Turned down."),
    Status.CANCELLED: gettext_lazy("Called off."),
    Status.TARGET: gettext_lazy("An aim, not a result."),
    Status.FORECAST: gettext_lazy("A forecast, not a result."),
    Status.ALLEGED: gettext_lazy("An accusation; nothing is established."),
    Status.ONGOING: gettext_lazy("Not settled; nothing is established."),
    Status.RESOLVED: gettext_lazy("Settled; see the outcome."),
}


@dataclass(frozen=True)
class Detail:
    """One value with its name."""

    label: Text
    text: str


@dataclass(frozen=True)
class PartialDate:
    """A date for people and, in ISO at the same precision, for machines."""

    iso: str
    text: str


@dataclass(frozen=True)
class Participant:
    """A company or person that takes part in a fact; a company has a page."""

    name: str
    url: str | None
    role: Text


@dataclass(frozen=True)
class Fragment:
    """A piece of a quote; `is_value` where it is a value of the fact as the article prints it."""

    text: str
    is_value: bool


@dataclass(frozen=True)
class Source:
    """One article that a fact rests on: the words, who wrote them, and where it tells something else.

    `original` leads to the words on the outlet's own page, whose plain address is `address`.
    """

    outlet: str
    headline: str
    page: str
    address: str | None
    original: str | None
    language: str
    published: PartialDate | None
    named: str | None
    quotes: tuple[tuple[Fragment, ...], ...]
    differences: tuple[Detail, ...]


@dataclass(frozen=True)
class Card:
    """A fact as pages show it."""

    id: int
    kind: str
    company: Participant
    eyebrow: str
    headline: str
    status: str
    status_label: Text
    status_note: Text
    happened: PartialDate | None
    happened_label: Text
    details: tuple[Detail, ...]
    people_label: Text
    people: tuple[Participant, ...]
    outcome: str | None
    sources: tuple[Source, ...]
    published: PartialDate
    corrections: int
    note: str | None
    sequence: int
    data: str

    @property
    def is_controversy(self) -> bool:
        """True where the outcome must stand beside the accusation, known or not."""
        return self.kind == Kind.CONTROVERSY

    @property
    def is_deal(self) -> bool:
        """True where the headline names the companies itself."""
        return self.kind == Kind.DEAL

    @property
    def url(self) -> str:
        """The place of the fact on its company's page."""
        return f"{self.company.url}#fact-{self.id}"


@dataclass(frozen=True)
class Section:
    """The facts of one sort on a company's page."""

    slug: str
    title: Text
    cards: tuple[Card, ...]
    shows_company: bool = False


@dataclass(frozen=True)
class Change:
    """A public correction or retraction: when, of what kind of fact, why; nothing of what was withdrawn."""

    day: PartialDate
    kind: Text
    action: Text
    note: str
    anchor: str | None


def web_address(url: str | None) -> str | None:
    """The address, where it is one that a link may lead to."""
    return url if url and urlsplit(url).scheme in ("http", "https") else None


def address_of_words(url: str | None, words: str) -> str | None:
    """The address of a page at these words, for browsers that know text fragments; others open the page.

    Long quotes are given by their first and last words, since the page may break lines in between.
    """
    url = web_address(url)
    if url is None or "#" in url:
        return url
    parts = words.split()
    ends = [parts] if len(parts) <= 8 else [parts[:4], parts[-4:]]
    encoded = [percent_encoded(" ".join(end), safe="").replace("-", "%2D") for end in ends]
    return f"{url}#:~:text={','.join(encoded)}"


def partial_date(iso: Any) -> PartialDate | None:
    """A date at its precision, or None for what is no date."""
    try:
        text = formats.day(iso)
    except (TypeError, ValueError):
        return None
    return PartialDate(iso, text) if text else None


def local_day(moment: datetime) -> PartialDate:
    """The day of a moment where the site is."""
    iso = timezone.localdate(moment).isoformat()
    return PartialDate(iso, formats.day(iso))


def word(slot: str, value: Any) -> str:
    """The codebook's word in the reader's language; nothing for a word that is not in the codebook."""
    choices = CHOICES[slot]
    return str(choices(value).label) if value in choices.values else ""


def shown(slot: str, values: Mapping[str, Any]) -> str:
    """One slot of a document, or of what an article states, in words; "" where it holds nothing usable."""
    if slot in CHOICES:
        return word(slot, values.get(slot))
    value, qualifier = number(values.get(slot)), values.get("qualifier")
    if value is None:
        return ""
    if slot in MONEY_SLOTS:
        return formats.money(value, values.get("currency"), qualifier if slot == "amount" else None)
    if values.get("metric") in MONEY_METRICS:
        return formats.money(value, values.get("unit"), qualifier)
    return formats.number(value, qualifier, values.get("unit"))


def details_of(document: Mapping[str, Any], slots: Iterable[str]) -> tuple[Detail, ...]:
    """The slots that the document holds, named and in words."""
    return tuple(Detail(LABELS[slot], text) for slot in slots if (text := shown(slot, document)))


def date_difference(kind: str, document: Document, states: Mapping[str, Any]) -> tuple[Detail, ...]:
    """The date that the article states where it contradicts the fact's; one less precise does not."""
    slot = DATE_SLOT.get(Kind(kind))
    stated = partial_date(states.get(slot)) if slot else None
    if slot is None or stated is None:
        return ()
    ours = document.get(slot) or ""
    agrees = ours and (stated.iso.startswith(ours) or ours.startswith(stated.iso))
    return () if agrees else (Detail(LABELS[slot], stated.text),)


def differences(document: Document, states: Mapping[str, Any]) -> tuple[Detail, ...]:
    """What an article states otherwise than the fact that editors approved."""
    kind = document["kind"]
    slots = [slot for slot in COMPARED[kind] if shown(slot, states) != shown(slot, document)]
    return details_of(states, slots) + date_difference(kind, document, states)


def fragments(quote: str, printed: Iterable[str]) -> tuple[Fragment, ...]:
    """The quote in pieces, the printed values apart."""
    places = sorted((quote.find(text), text) for text in printed if text and text in quote)
    pieces, at = [], 0
    for start, text in places:
        if start >= at:
            pieces += [Fragment(quote[at:start], False), Fragment(text, True)]
            at = start + len(text)
    pieces.append(Fragment(quote[at:], False))
    return tuple(piece for piece in pieces if piece.text)


def source_of(document: Document, citations: list[Document]) -> Source:
    """One article that the fact cites, with all its citations."""
    article = citations[0]["article"]
    address = web_address(article["source"])
    told = [detail for citation in citations for detail in differences(document, citation["states"] or {})]
    return Source(
        outlet=article["outlet"] or (urlsplit(address).hostname or "" if address else ""),
        headline=article["headline"],
        page=article["page"],
        address=address,
        original=address_of_words(address, citations[0]["quote"]),
        language=article["language"],
        published=partial_date(article["published_on"]),
        named=citations[0]["source"],
        quotes=tuple(fragments(c["quote"], map(str, (c["printed"] or {}).values())) for c in citations),
        differences=tuple(dict.fromkeys(told)),
    )


def sources_of(document: Document, article_id: int | None = None) -> tuple[Source, ...]:
    """The articles that the fact cites, or the given one of them, the best citation first."""
    by_article: dict[int, list[Document]] = {}
    for citation in document["citations"]:
        if article_id in (None, citation["article"]["id"]):
            by_article.setdefault(citation["article"]["id"], []).append(citation)
    return tuple(source_of(document, citations) for citations in by_article.values())


def company_page(slug: str) -> str:
    """The address of a company's page."""
    return reverse("company-detail", args=[slug])


def participant_of(document: Document) -> Participant:
    """Someone who takes part in a fact."""
    role = document["role"]
    is_told = role in ParticipantRole.values and role != ParticipantRole.OPPONENT  # its list says so already
    return Participant(
        document["name"],
        company_page(document["company"]) if document["company"] else None,
        ParticipantRole(role).label if is_told else "",
    )


def listed(names: Iterable[str]) -> str:
    """Names in a sentence: A, B and C."""
    *first, last = names
    return _("%(names)s and %(last)s") % {"names": ", ".join(first), "last": last} if first else last


def deal_headline(document: Document) -> str:
    """What is bought and by whom, or everyone who takes part where nobody buys."""
    parties = document["parties"]
    buyers = [one["name"] for one in parties if one["role"] == ParticipantRole.ACQUIRER]
    bought = [one["name"] for one in parties if one["role"] == ParticipantRole.TARGET]
    if buyers and bought:
        return _("%(bought)s by %(buyers)s") % {"bought": listed(bought), "buyers": listed(buyers)}
    return listed([one["name"] for one in parties] or [document["company"]["name"]])


def titles_of(document: Document) -> tuple[str, str]:
    """What sort of thing the fact is, and the fact itself in a few words."""
    kind = document["kind"]
    label = str(Kind(kind).label)
    if kind in (Kind.FUNDING_ROUND, Kind.VALUATION):
        more = word("series", document.get("series")) or word("basis", document.get("basis"))
        amount = shown("amount", document) or _("Amount not disclosed")
        return f"{label} · {more}" if more else label, amount
    if kind == Kind.KEY_FIGURE:
        return word("metric", document["metric"]), shown("value", document) or _("No figure given")
    if kind == Kind.DEAL:
        return word("deal_type", document["deal_type"]), deal_headline(document)
    if kind == Kind.CONTROVERSY:
        category = word("category", document["category"])
        title = document["title"]
        return (f"{label} · {category}", title) if title else (label, capfirst(category))
    return word("title", document["title"]), document["person"]["name"]


def card_of(document: Document, article_id: int | None = None) -> Card:
    """A fact's document as pages show it; with an article, only what that article says of the fact."""
    kind, stamp = document["kind"], document["publication"]
    date_slot, people_slot = DATE_SLOT.get(Kind(kind)), PEOPLE_SLOT.get(Kind(kind))
    eyebrow, headline = titles_of(document)
    company = document["company"]
    return Card(
        id=document["id"],
        kind=kind,
        company=Participant(company["name"], company_page(company["slug"]), ""),
        eyebrow=capfirst(eyebrow),
        headline=headline,
        status=document["status"] or "",
        status_label=word("status", document["status"]),
        status_note=STATUS_NOTES.get(document["status"] or "", ""),
        happened=partial_date(document[date_slot]) if date_slot else None,
        happened_label=LABELS[date_slot] if date_slot else "",
        details=details_of(document, DETAILS.get(kind, ())),
        people_label=PEOPLE_LABELS.get(kind, ""),
        people=tuple(participant_of(one) for one in document[people_slot]) if people_slot else (),
        outcome=document.get("outcome"),
        sources=sources_of(document, article_id),
        published=local_day(datetime.fromisoformat(stamp["published_at"])),
        corrections=stamp["corrections"],
        note=stamp["note"],
        sequence=stamp["sequence"],
        data=document["url"],
    )


def place_in_time(card: Card) -> tuple[bool, str, int]:
    """What cards are sorted by: former roles last, then the fact's own date or the first article's, publication."""
    told = [source.published.iso for source in card.sources if source.published]
    day = card.happened.iso if card.happened else min(told, default="")
    return card.status != Status.FORMER, day, card.sequence


def newest_first(cards: Iterable[Card]) -> tuple[Card, ...]:
    """The cards, the latest first."""
    return tuple(sorted(cards, key=place_in_time, reverse=True))


# (kind, own fact or only taking part in it) by section, in the order of the page.
SECTIONS: tuple[tuple[str, Text, tuple[tuple[str, bool], ...]], ...] = (
    ("funding-rounds", gettext_lazy("Funding rounds"), ((Kind.FUNDING_ROUND, True),)),
    ("valuations", gettext_lazy("Valuations"), ((Kind.VALUATION, True),)),
    ("key-figures", gettext_lazy("Key figures"), ((Kind.KEY_FIGURE, True),)),
    ("deals", gettext_lazy("Deals"), ((Kind.DEAL, True), (Kind.DEAL, False))),
    ("investments", gettext_lazy("Investments"), ((Kind.FUNDING_ROUND, False),)),
    ("controversies", gettext_lazy("Controversies"), ((Kind.CONTROVERSY, True),)),
    ("disputes", gettext_lazy("Controversies of other companies"), ((Kind.CONTROVERSY, False),)),
    ("people", gettext_lazy("People"), ((Kind.ROLE, True),)),
)


def concerns(document: Document, slug: str) -> bool:
    """True where the document itself names the company: as its own or as someone who takes part."""
    people_slot = PEOPLE_SLOT.get(Kind(document["kind"]))
    people = document[people_slot] if people_slot else []
    return document["company"]["slug"] == slug or any(one["company"] == slug for one in people)


def cites(document: Document, article_id: int) -> bool:
    """True where the document itself cites the article."""
    return any(citation["article"]["id"] == article_id for citation in document["citations"])


def sections_of(slug: str, documents: Iterable[Document]) -> list[Section]:
    """The company's page in sections, those without a fact left out."""
    page = company_page(slug)
    cards = newest_first(card_of(document) for document in documents if concerns(document, slug))
    found = []
    for name, title, places in SECTIONS:
        chosen = tuple(card for card in cards if (card.kind, card.company.url == page) in places)
        if chosen:
            is_of_others = not any(is_own for _kind, is_own in places)
            found.append(Section(name, title, chosen, shows_company=is_of_others))
    return found


def company_of(document: Document) -> Document:
    """A company's document with its values in words."""
    kind, wikidata_id = document["kind"], document["wikidata_id"]
    return document | {
        "kind": CompanyKind(kind).label if kind in CompanyKind.values else "",
        "other_names": [name for name in document["names"] if name != document["name"]],
        "website": web_address(document["website"]),
        "wikidata": f"https://www.wikidata.org/wiki/{wikidata_id}" if wikidata_id else None,
    }


def language_name(code: str) -> str:
    """A language in the reader's language, or its code where we know no name for it."""
    try:
        return str(get_language_info(code)["name_translated"])
    except KeyError:
        return code


def article_of(document: Document) -> Document:
    """An article's document with its values in words."""
    original = web_address(document["source"])
    return document | {
        "source": original,
        "published": partial_date(document["published_on"]),
        "outlet": document["outlet"] or (urlsplit(original).hostname if original else None),
        "language_name": language_name(document["language"]),
    }


def changes_of(entries: Iterable[Publication], public: set[int]) -> list[Change]:
    """The ledger's corrections of facts that are public and retractions of facts that were, the newest first.

    A correction of a withdrawn fact is left out, since its note may tell what was withdrawn; and so is one
    without a note, which only follows a company's change of name.
    """
    found = []
    for entry in entries:
        is_retraction = entry.action == Action.RETRACTED
        if is_retraction or (entry.fact_id in public and entry.note):
            anchor = None if is_retraction else f"#fact-{entry.fact_id}"
            action = _("Retraction") if is_retraction else _("Correction")
            day, kind = local_day(entry.published_at), Kind(entry.kind).label
            found.append(Change(day, kind, action, entry.note, anchor))
    return found


def load(entry: Publication) -> Document:
    """The document of an entry of the ledger."""
    document: Document = orjson.loads(entry.document)
    return document
