"""JSON-LD: the same documents, with a context that says what each member means in the words of schema.org.

The stored text is copied as it stands: `url` is a document's @id by the context, its @type is put before the text.
"""

from __future__ import annotations

import re
from typing import Any

import orjson
from django.urls import reverse
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from companies.vocabulary import CompanyKind, Kind

from .components import component_name
from .problems import refuse_parameters
from .rendering import DocumentRenderer, stitched

MEDIA_TYPE = "application/ld+json"

# A fact is what someone claims, with citations; which sort of fact it is, is a word of our own.
TYPES: dict[str, list[str]] = {
    **{kind.value: ["schema:Claim", component_name(kind)] for kind in Kind},
    **{kind: ["schema:Organization"] for kind in CompanyKind.values},
    CompanyKind.BANK: ["schema:BankOrCreditUnion"],
    CompanyKind.PUBLIC_BODY: ["schema:GovernmentOrganization"],
    "article": ["schema:NewsArticle"],
    "person": ["schema:Person"],
}
KIND = re.compile(r'"kind":"([a-z_]+)"')  # within a text of JSON, quotes are escaped: it is found nowhere else
SET = "@set"
JSON = {"@type": "@json"}


def several(meaning: str, **more: Any) -> dict[str, Any]:
    """A list in any order."""
    return {"@id": meaning, "@container": SET, **more}


def link(meaning: str) -> dict[str, Any]:
    """An address."""
    return {"@id": meaning, "@type": "@id"}


SLUGS = {"company": "companySlug", "person": "personSlug"}  # a participant names them by their slugs alone
TERMS: dict[str, Any] = {
    "schema": "https://schema.org/",
    "hydra": "http://www.w3.org/ns/hydra/core#",
    "url": "@id",
    "page": link("schema:mainEntityOfPage"),
    "source": link("schema:url"),
    "website": link("schema:sameAs"),
    "next": link("hydra:next"),
    "previous": link("hydra:previous"),
    "count": "hydra:totalItems",
    "results": several("hydra:member"),
    # Facts by kind are facts; the kinds' names mean so here alone, since “role” is a word of facts too.
    "facts": {
        "@id": "@nest",
        "@context": {"@propagate": False, **dict.fromkeys(Kind.values, several("schema:subjectOf"))},
    },
    "articles": several("schema:citation"),
    "people": several("schema:member"),
    "name": "schema:name",
    "names": several("schema:alternateName"),
    "description": "schema:description",
    "founded": "schema:foundingDate",
    "headline": "schema:headline",
    "language": "schema:inLanguage",
    "published_on": "schema:datePublished",
    "text_sha256": "schema:sha256",
    "company": "schema:about",
    "person": "schema:mentions",
    "investors": several("schema:funder", **{"@context": SLUGS}),
    "parties": several("schema:participant", **{"@context": SLUGS}),
    "amount": "schema:amount",
    "currency": "schema:currency",
    "value": "schema:value",
    "unit": "schema:unitText",
    # The source of a citation is a name, not an address.
    "citations": several("schema:citation", **{"@context": {"source": "schema:author"}}),
    "quote": "schema:text",
    "article": {"@id": "schema:isPartOf", "@context": {"source": link("schema:url")}},
    **{name: {"@id": name, **JSON} for name in ("states", "printed", "disagreements", "missing", "changed")},
}


def typed(document: str) -> str:
    """A stored document with its @type before all else."""
    found = KIND.search(document)
    types = TYPES.get(found[1], []) if found else []
    return f'{{"@type":{orjson.dumps(types).decode()},{document[1:]}'


def linked(document: str) -> orjson.Fragment:
    """A stored document with its @type as a part of an answer."""
    return stitched(typed(document))


class LinkedDataRenderer(DocumentRenderer):
    """Renders an answer as the JSON that it is, with the context before all else."""

    media_type = MEDIA_TYPE
    format = "ld"

    def render(self, data: Any, accepted_media_type: str | None = None, renderer_context: Any = None) -> bytes:
        """The bytes of the answer; a problem, or an answer without a body, gets no context."""
        body = super().render(data, accepted_media_type, renderer_context)
        request, response = renderer_context["request"], renderer_context["response"]
        if not body or response.status_code != 200:
            return body
        context = orjson.dumps(request.build_absolute_uri(reverse("api:context")))
        return b'{"@context":' + context + b"," + body[1:]


class Context(APIView):
    """The context of the JSON-LD answers. Words that schema.org lacks are named by this address."""

    schema = None
    renderer_classes = [type("ContextRenderer", (DocumentRenderer,), {"media_type": MEDIA_TYPE, "format": "context"})]

    def get(self, request: Request) -> Response:
        """The context, which changes with the API's version only."""
        refuse_parameters(request, [])
        own = request.build_absolute_uri(reverse("api:context")) + "#"
        headers = {"Cache-Control": "public, max-age=86400", "Access-Control-Allow-Origin": "*"}
        return Response({"@context": {"@version": 1.1, "@vocab": own, **TERMS}}, headers=headers)
