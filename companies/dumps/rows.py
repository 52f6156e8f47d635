"""The tables' rows again from the published documents: what search and filters need, and no more."""

from __future__ import annotations

from typing import Any

from articles.dates import parse_partial
from articles.models import Article, Outlet, Reading
from articles.names import name_key
from companies.models import MODELS, Citation, Company, CompanyName, Concern, Fact, Participation, Person
from companies.models.publication import SUBJECTS
from companies.slots import PEOPLE_SLOT, read_values
from companies.vocabulary import Kind, State

from .tables import Table

UNNUMBERED = 1 << 40  # where the numbers of people begin whom no entry is about
LONGEST_TEXT = 50_000_000  # no article comes near it; a citation beyond is no citation
FACT = (
    "id", "kind", "company", "state", "amount", "currency", "target_amount", "equity_amount", "debt_amount",
    "qualifier", "status", "happened_on", "happened_on_precision", "confidence", "rule", "edited_fields",
    "merged_into", "publication", "proof", "created_at", "updated_at",
)  # fmt: skip


class Rows:
    """Tables being filled. Numbers that partners see stay; the others are counted anew."""

    def __init__(self) -> None:
        self.numbers: dict[str, dict[str, int]] = {"company": {}, "person": {}}  # by slug
        self.outlets: dict[str, int] = {}
        self.spellings: set[str] = set()
        self.person_keys: set[str] = set()
        self.citations = self.participations = self.names = self.concerns = 0
        self.company = Table(
            Company, "id", "slug", "name", "kind", "description", "country", "founded", "website", "wikidata_id",
            "is_confirmed", "merged_into",
        )  # fmt: skip
        self.name = Table(CompanyName, "id", "company", "name", "key", "is_public")
        self.person = Table(Person, "id", "slug", "name", "key")
        self.outlet = Table(Outlet, "id", "name")
        self.article = Table(
            Article, "id", "outlet", "url", "title", "body", "raw", "language", "published_on",
            "published_on_precision", "checksum", "reading",
        )  # fmt: skip
        self.fact = Table(Fact, *FACT)
        self.kinds = {kind: Table(model, "fact_ptr", *own_columns(model)) for kind, model in MODELS.items()}
        self.participation = Table(Participation, "id", "fact", "company", "person", "role")
        self.citation = Table(
            Citation, "id", "fact", "article", "start", "end", "quote", "states", "printed", "source", "rule",
            "confidence", "is_public",
        )  # fmt: skip
        self.concern = Table(Concern, "id", "publication", "company", "is_named")

    def write(self) -> None:
        """Send what is left to the database."""
        for table in vars(self).values():
            if isinstance(table, Table):
                table.write()
        for table in self.kinds.values():
            table.write()

    def add_concerns(self, record: dict[str, Any]) -> None:
        """The companies that an entry is about, and those that the one before of its subject was about."""
        for name, is_named in (("companies", True), ("companies_left", False)):
            for number in record[name]:
                self.concerns += 1
                self.concern.add(self.concerns, record["sequence"], number, is_named)

    def add_company(self, number: int, document: dict[str, Any], merged_into: int | None, *, is_public: bool) -> None:
        """A company and, while it is public, its spellings."""
        self.company.add(
            number, document["slug"], document["name"], document["kind"], document["description"] or "",
            document["country"] or "", document["founded"], document["website"] or "", document["wikidata_id"] or "",
            True, merged_into,
        )  # fmt: skip
        for name in document["names"] if is_public else []:
            key = name_key(name)
            if key not in self.spellings:
                self.spellings.add(key)
                self.names += 1
                self.name.add(self.names, number, name, key, True)

    def add_person(self, number: int, document: dict[str, Any]) -> None:
        """Someone whom facts name."""
        key = name_key(document["name"])
        if key in self.person_keys:  # another had that name before they were renamed
            key = name_key(document["slug"])
        self.person_keys.add(key)
        self.person.add(number, document["slug"], document["name"], key)

    def person_number(self, link: dict[str, Any]) -> int:
        """The number of someone by slug and name; ledgers began without entries about people."""
        people = self.numbers["person"]
        if link["slug"] not in people:
            people[link["slug"]] = UNNUMBERED + len(people)
            self.add_person(people[link["slug"]], link)
        return people[link["slug"]]

    def company_number(self, slug: str) -> int:
        """The number of the company that a fact is about; where that one was removed, of one without a name."""
        companies = self.numbers["company"]
        if slug in companies:
            return companies[slug]
        if REMOVED["slug"] not in companies:
            companies[REMOVED["slug"]] = UNNUMBERED
            self.add_company(UNNUMBERED, REMOVED, None, is_public=False)
        return companies[REMOVED["slug"]]

    def outlet_number(self, name: str | None) -> int | None:
        """The number of an outlet, whose row is made at the first sight."""
        if name and name not in self.outlets:
            self.outlets[name] = number = len(self.outlets) + 1
            self.outlet.add(number, name)
        return self.outlets[name] if name else None

    def add_fact(self, record: dict[str, Any], document: dict[str, Any], merged_into: int | None) -> None:
        """A fact in force with its participants and citations, or one that was withdrawn, by its last document."""
        number, kind = record["subject"], record["kind"]
        columns = read_values(kind, document).columns
        if kind == Kind.CONTROVERSY:
            columns |= {"title": document["title"] or "", "outcome": document["outcome"] or ""}
        if kind == Kind.ROLE:
            columns["person"] = self.person_number(document["person"])
        is_public = record["document"] is not None
        columns |= {
            "id": number,
            "kind": kind,
            "company": self.company_number(document["company"]["slug"]),
            "state": State.PUBLISHED if is_public else State.RETRACTED,
            "confidence": document["confidence"],
            "rule": document["rule"] or "",
            "edited_fields": MODELS[kind].editable_fields() if document["is_corrected_by_editor"] else [],
            "merged_into": merged_into,
            "publication": record["sequence"] if is_public else None,
            "proof": self.citations + 1 if is_public else None,
            "created_at": record["published_at"],
            "updated_at": record["published_at"],
        }
        self.fact.add(*map({**DEFAULTS, **columns}.get, FACT))
        self.kinds[kind].add(number, *map(columns.get, own_columns(MODELS[kind])))
        if is_public:
            self.add_participations(number, document.get(PEOPLE_SLOT.get(Kind(kind), ""), []))
            self.add_citations(number, document)

    def add_participations(self, number: int, participants: list[dict[str, Any]]) -> None:
        """Who takes part in a fact, but for companies that were removed."""
        for one in participants:
            company = self.numbers["company"].get(one["company"])
            person = self.person_number({"slug": one["person"], "name": one["name"]}) if one["person"] else None
            if company or person:
                self.participations += 1
                self.participation.add(self.participations, number, company, person, one["role"])

    def removed(self, record: dict[str, Any]) -> dict[str, Any]:
        """A document in place of those that were removed for legal reasons: it tells nothing but that there was one."""
        if column_of(record["kind"]) == "fact":
            return {**REMOVED, "title": "other"} if record["kind"] == Kind.ROLE else REMOVED
        slug = f"removed-{record['subject']}"
        return {**REMOVED, "slug": slug, "name": slug}

    def add_citations(self, number: int, document: dict[str, Any]) -> None:
        """The sentences that a fact rests on; documents began without the rule and confidence of each."""
        for one in document["citations"]:
            self.citations += 1
            confidence = one.get("confidence", document["confidence"])
            self.citation.add(
                self.citations, number, one["article"]["id"], one["start"], one["end"], one["quote"], one["states"],
                one["printed"], one["source"] or "", one.get("rule") or "", confidence, True,
            )  # fmt: skip

    def add_article(self, number: int, document: dict[str, Any], quotes: list[Quote], *, is_public: bool) -> None:
        """An article with as much of its text as was quoted."""
        day, precision = parse_partial(document["published_on"])
        title = document["title"] or ""
        self.article.add(
            number, self.outlet_number(document["outlet"]), (document["source"] or "") if is_public else "", title,
            text_of(title, quotes) or document["headline"], b"", document["language"], day, precision,
            f"dump:{number}", Reading.READ,
        )  # fmt: skip


Quote = tuple[int, int, str]
# What was removed has a row still, which its entries point to. A fact's is about a company of this name.
REMOVED: dict[str, Any] = {
    **dict.fromkeys(("description", "country", "founded", "website", "wikidata_id", "outcome", "rule", "title")),
    **dict.fromkeys(("outlet", "source", "published_on")),
    "slug": "removed",
    "name": "removed",
    "headline": "removed",
    "kind": "company",
    "names": [],
    "language": "",
    "company": {"slug": "removed"},
    "person": {"slug": "removed", "name": "removed"},
    "metric": "other",
    "deal_type": "partnership",
    "category": "dispute",
    "confidence": 0,
    "is_corrected_by_editor": False,
}
DEFAULTS = {"qualifier": "exact", "status": ""}


def column_of(kind: str) -> str:
    """The ledger's column that names the subject of entries of a kind."""
    return kind if kind in SUBJECTS else "fact"


def own_columns(model: type[Fact]) -> list[str]:
    """The columns of a kind's own table."""
    return [field.name for field in model._meta.local_concrete_fields if not field.primary_key]


def text_of(title: str, quotes: list[Quote]) -> str:
    """An article's text as far as it is public: title and quotes where they stand, line ends for the rest.

    Raises ValueError for a quote that is not as long as it says, or far beyond any text.
    """
    text = title if not quotes or len(title) <= quotes[0][0] else ""
    for start, end, quote in quotes:
        if end - start != len(quote) or end > LONGEST_TEXT:
            raise ValueError(f"a citation from {start} to {end} has {len(quote)} characters")
        if end > len(text):
            text = text.ljust(start, "\n") + quote[max(len(text) - start, 0) :]
    return text
