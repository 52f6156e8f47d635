"""Documents for the schema's examples. All of it is made up: no such company, person or outlet exists."""

from __future__ import annotations

from typing import Any

QUOTE = "Ferrovia a levé 12 millions d'euros en série A auprès de Quercy Ventures."
ARTICLE: dict[str, Any] = {
    "id": 7,
    "title": "Ferrovia lève 12 millions d'euros",
    "headline": "Ferrovia lève 12 millions d'euros",
    "outlet": "Gazette des Rails",
    "source": "https://gazette.example/ferrovia-serie-a",
    "language": "fr",
    "published_on": "2025-03-05",
    "text_sha256": "5f" * 32,
    "url": "/api/v1/articles/7/",
    "page": "/articles/7/",
}


def stamp(sequence: int) -> dict[str, Any]:
    """The publication of a document."""
    return {
        "sequence": sequence,
        "action": "published",
        "published_at": "2025-03-06T09:30:00+00:00",
        "corrections": 0,
        "note": None,
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
        "article": ARTICLE,
    }
    return {
        "id": number,
        "kind": kind,
        "company": {"slug": "ferrovia", "name": "Ferrovia"},
        **slots,
        "citations": [citation],
        "confidence": 0.93,
        "rule": f"{kind}.example",
        "is_corrected_by_editor": False,
        "approved_by": "publisher",
        "url": f"/api/v1/{path}/{number}/",
        "page": f"/companies/ferrovia/#fact-{number}",
        "publication": stamp(40 + number),
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
        "publication": stamp(40),
    },
    "article": {**ARTICLE, "publication": stamp(40)},
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
