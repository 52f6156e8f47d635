"""Documents for the schema's examples. All of it is made up: no such company, person or outlet exists."""

from __future__ import annotations

from typing import Any

from companies.proof import proof

QUOTE = "Ferrovia a levé 12 millions d'euros en série A auprès de Quercy Ventures."
ARTICLE: dict[str, Any] = {
    "kind": "article",
    "id": 7,
    "title": "Ferrovia lève 12 millions d'euros",
    "headline": "Ferrovia lève 12 millions d'euros",
    "outlet": "Gazette des Rails",
    "source": "https://gazette.example/ferrovia-serie-a",
    "language": "fr",
    "published_on": "2025-03-05",
    "published_on_precision": "day",
    "text_sha256": "5f" * 32,
    "url": "/api/v1/articles/7/",
    "page": "/articles/7/",
}


def stamp(sequence: int) -> dict[str, Any]:
    """The members that the ledger gives a document."""
    moment = "2025-03-06T09:30:00+00:00"
    return {
        "approved_at": moment,
        "corrections": [],
        "publication": {
            "sequence": sequence,
            "action": "published",
            "published_at": moment,
            "corrections": 0,
            "note": None,
        },
    }


def fact(number: int, kind: str, path: str, quote: str = QUOTE, **slots: Any) -> dict[str, Any]:
    """The document of a fact with these slots."""
    citation = {
        "quote": quote,
        "start": 120,
        "end": 120 + len(quote),
        "states": {"company": "Ferrovia"},
        "printed": {},
        "source": None,
        "rule": f"{kind}.example",
        "confidence": 0.93,
        "article": ARTICLE,
    }
    document = {"kind": kind, "outcome": None, **slots}
    return {
        "id": number,
        "kind": kind,
        "company": {"slug": "ferrovia", "name": "Ferrovia"},
        **slots,
        **proof(document, [citation]),
        "citations": [citation],
        "confidence": 0.93,
        "rule": f"{kind}.example",
        "is_corrected_by_editor": False,
        "approved_by": "publisher",
        "url": f"/api/v1/{path}/{number}/",
        "page": f"/companies/ferrovia/#fact-{number}",
        **stamp(40 + number),
    }


def company(name: str, slug: str, role: str) -> dict[str, Any]:
    """A company that takes part in a fact."""
    return {"name": name, "role": role, "company": slug, "person": None}


DOCUMENTS: dict[str, dict[str, Any]] = {
    "company": {
        "slug": "ferrovia",
        "name": "Ferrovia",
        "kind": "company",
        "names": ["Ferrovia", "Ferrovia SAS"],
        "description": "Rents night trains to railway companies.",
        "country": "FR",
        "founded": 2021,
        "website": "https://ferrovia.example",
        "wikidata_id": None,
        "url": "/api/v1/companies/ferrovia/",
        "page": "/companies/ferrovia/",
        **stamp(40),
    },
    "article": {**ARTICLE, **stamp(40)},
    "person": {
        "kind": "person",
        "slug": "maud-ferrand",
        "name": "Maud Ferrand",
        "url": "/api/v1/people/maud-ferrand/",
        **stamp(40),
    },
    "funding_round": fact(
        1,
        "funding_round",
        "funding-rounds",
        amount=12_000_000,
        currency="EUR",
        qualifier="exact",
        target_amount=None,
        equity_amount=9_000_000,
        debt_amount=3_000_000,
        series="series_a",
        status="announced",
        announced_on="2025-03-04",
        date_precision="day",
        investors=[company("Quercy Ventures", "quercy-ventures", "lead")],
    ),
    "valuation": fact(
        2,
        "valuation",
        "valuations",
        "La société vaut désormais près de 80 millions d'euros.",
        amount=80_000_000,
        currency="EUR",
        qualifier="approximately",
        basis="post_money",
        status="reported",
        as_of="2025-03",
        date_precision="month",
    ),
    "key_figure": fact(
        3,
        "key_figure",
        "key-figures",
        "Elle emploie plus de 140 personnes.",
        metric="employees",
        value=140,
        unit=None,
        qualifier="at_least",
        status="actual",
        as_of="2025",
        date_precision="year",
    ),
    "deal": fact(
        4,
        "deal",
        "deals",
        "Ferrovia rachète le loueur Wagons du Lot.",
        deal_type="acquisition",
        amount=None,
        currency=None,
        qualifier="exact",
        status="announced",
        date="2025-02-10",
        date_precision="day",
        parties=[
            company("Ferrovia", "ferrovia", "acquirer"),
            company("Wagons du Lot", "wagons-du-lot", "target"),
        ],
    ),
    "controversy": fact(
        5,
        "controversy",
        "controversies",
        "Des riverains ont saisi le tribunal contre Ferrovia.",
        title=None,
        category="lawsuit",
        part="accused",
        outcome=None,
        status="ongoing",
        started_on="2024-11",
        date_precision="month",
        parties=[company("Riverains du Faisceau", "riverains-du-faisceau", "opponent")],
    ),
    "role": fact(
        6,
        "role",
        "roles",
        "Maud Ferrand, directrice générale de Ferrovia.",
        person={"slug": "maud-ferrand", "name": "Maud Ferrand"},
        title="ceo",
        status="current",
    ),
}
DOCUMENTS["fact"] = DOCUMENTS["funding_round"]

CHANGE: dict[str, Any] = {
    "sequence": 46,
    "action": "published",
    "kind": "role",
    "subject": {"id": 6, "slug": None},
    "merged_into": None,
    "published_at": "2025-03-06T09:30:00+00:00",
    "note": None,
    "removed": False,
    "removed_at": None,
    "removed_reason": None,
    "url": "/api/v1/publications/46/",
    "document_digest": "c3" * 32,
    "previous_digest": "4e" * 32,
    "digest": "91" * 32,
    "document": DOCUMENTS["role"],
}
VERSION: dict[str, Any] = {"in_force_to": None, **CHANGE}
CHECKSUM: dict[str, Any] = {"sequence": 46, "digest": "91" * 32, "documents": 8, "checksum": "d7" * 32}
DUMP: dict[str, Any] = {
    "name": "2025-03-07-46",
    "format": "newsroom-dump/2",
    "made_at": "2025-03-07T02:00:04+00:00",
    "licence": "LicenseRef-contract",
    "sequence": 46,
    "digest": "91" * 32,
    "checksum": "d7" * 32,
    "entries": 46,
    "actions": {"corrected": 2, "published": 43, "retracted": 1},
    "documents": {"article": 9, "company": 12, "funding_round": 14, "person": 2, "role": 3},
    "bytes": 20480,
    "files": [
        {
            "name": "ledger.ndjson.gz",
            "bytes": 20480,
            "sha256": "5a" * 32,
            "url": "/api/v1/dumps/2025-03-07-46/ledger.ndjson.gz",
        }
    ],
    "url": "/api/v1/dumps/2025-03-07-46/",
}
