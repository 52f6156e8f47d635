"""The addresses of the desk: the queue, a fact's working document, one address for each act, and many acts at once.

A view finds the fact and the version that was seen, calls one verb, and answers with the working document as it is
then. Nothing is kept by any cache.
"""

from __future__ import annotations

import hashlib
import json
from http import HTTPStatus
from typing import Any

import orjson
from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext as _
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse
from rest_framework.views import APIView

from companies.api.access import DESK_AUTHENTICATION, CanUseDesk
from companies.api.pagination import PAGING, KeysetPagination
from companies.api.problems import BadParameters, refuse_parameters
from companies.api.rendering import stitched
from companies.models import Fact, KeptAnswer
from companies.models.kept_answer import LONGEST_KEY

from . import acting, bulk
from .filters import DeskFilters
from .refusing import REFUSALS, Refusal, refusal_of, version_seen
from .schema import DeskSchema
from .working import listed, summary_document, working_document

CACHE_CONTROL = "private, no-store"


class DeskView(APIView):
    """What all addresses of the desk share: who may come in, and that no answer is kept anywhere."""

    schema = DeskSchema()
    authentication_classes = DESK_AUTHENTICATION
    permission_classes = [CanUseDesk]
    permissions = ["companies.view_fact"]
    operation = ""  # its name in the schema

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        """The answer, errors included, for this reader only."""
        response = super().finalize_response(request, response, *args, **kwargs)
        response["Cache-Control"] = CACHE_CONTROL
        return response

    def fact(self, number: int) -> Fact:
        """The fact of the number, without its kind's row. Raises Http404."""
        fact = Fact.objects.filter(pk=number).first()
        if fact is None:
            raise Http404
        return fact

    def answer(self, request: Request, number: int, status: int = HTTPStatus.OK, **headers: str) -> Response:
        """The working document as it is now, with its validator."""
        document = working_document(number, by=request.user)
        return Response(document, status, headers={"ETag": f'"{document["version"]}"', **headers})


class Place(KeysetPagination):
    """Pages of facts by the place of their rows."""

    def columns(self, queryset: Any) -> Any:
        """The rows themselves: they are made into documents."""
        return queryset

    def place(self, row: Any) -> tuple[Any, int]:
        """Where a row stands in the order."""
        return getattr(row, self.order.path), row.pk


class Facts(DeskView):
    """The queue and everything that was decided: facts in every state."""

    operation = "facts"
    basename = "desk-fact"  # cursors are good for this list only
    parameters = DeskFilters
    number_path = "id"
    orderings = {"id": "id", "confidence": "confidence", "date": "happened_on", "updated": "updated_at"}
    default_ordering = "-id"

    def get(self, request: Request) -> Response:
        """A page of the facts that the parameters choose."""
        allowed = self.parameters.parameters()
        refuse_parameters(request, [*allowed, *PAGING], self.parameters.repeatable())
        page = Place()
        rows = page.paginate_queryset(self.parameters(request.query_params, listed()).narrowed(), request, self)
        results = [summary_document(row) for row in rows]
        return Response({"next": page.next, "previous": page.previous, "results": results})

    def post(self, request: Request) -> Response:
        """Add a fact by hand; the same Idempotency-Key within a day gives the same answer and adds nothing."""
        refuse_parameters(request, [])
        key = idempotency_key(request)
        if key is None:
            return self.add(request)
        digest = hashlib.sha256(json.dumps(request.data, sort_keys=True).encode()).hexdigest()
        with transaction.atomic():
            kept, is_new = KeptAnswer.objects.claim(by=request.user, key=key, body_digest=digest)
            if is_new:
                response = self.add(request)
                kept.answer = orjson.dumps(response.data).decode()
                kept.headers = {name: response[name] for name in ("ETag", "Location")}
                kept.save()
                return response
        if kept.body_digest != digest:
            raise Refusal(
                HTTPStatus.UNPROCESSABLE_ENTITY,
                _("The Idempotency-Key “%(key)s” came with another body within the last 24 hours. Use a new one.")
                % {"key": key},
                rule="idempotency_key_reused",
                by=request.user,
            )
        return Response(stitched(kept.answer), HTTPStatus.CREATED, headers=kept.headers)

    def add(self, request: Request) -> Response:
        """Enter the fact and answer with its working document."""
        try:
            fact = acting.add(request.data, by=request.user)
        except REFUSALS as error:
            kind = request.data.get("kind") if isinstance(request.data, dict) else None
            raise refusal_of(error, None, by=request.user, kind=kind) from error
        return self.answer(request, fact.pk, HTTPStatus.CREATED, Location=address(fact, request))


def idempotency_key(request: Request) -> str | None:
    """The key that the request came with, or None. Raises BadParameters for an empty or endless one."""
    key = request.headers.get("Idempotency-Key")
    if key is not None and not 1 <= len(key) <= LONGEST_KEY:
        message = _("Send a key of 1 to %(most)s characters, such as a UUID.") % {"most": LONGEST_KEY}
        raise BadParameters([("Idempotency-Key", message)])
    return key


def address(fact: Fact, request: Request) -> str:
    """Where a fact's working document is."""
    return reverse("api:desk-fact-detail", args=[fact.pk], request=request)


class Acting(DeskView):
    """What the addresses of one fact share."""

    def act(self, request: Request, number: int, name: str) -> Response:
        """Do one act, and answer with what the fact is then."""
        refuse_parameters(request, [])
        fact = self.fact(number)
        version = version_seen(request, fact)
        try:
            outcome = acting.act(name, fact, by=request.user, body=request.data, version=version)
        except REFUSALS as error:
            raise refusal_of(error, fact, by=request.user) from error
        if name == "split":
            return self.answer(request, number, HTTPStatus.CREATED, Location=address(outcome, request))
        return self.answer(request, number)


class OneFact(Acting):
    """One fact: its values, its sentences, what was decided about it and what you may do."""

    operation = "fact"

    def get(self, request: Request, number: int) -> Response:
        """The working document."""
        refuse_parameters(request, [])
        self.fact(number)
        return self.answer(request, number)

    def patch(self, request: Request, number: int) -> Response:
        """Correct: a fact that is not public on the desk, a public one in public, with a note."""
        return self.act(request, number, "correct")


class Act(Acting):
    """One act on one fact: `operation` is its name."""

    def post(self, request: Request, number: int) -> Response:
        """Do it."""
        return self.act(request, number, self.operation)


class Decisions(DeskView):
    """Up to 100 acts, each on its own: one that is refused hinders no other."""

    operation = "decisions"

    def post(self, request: Request) -> Response:
        """Do them in order, and say of each what came of it."""
        refuse_parameters(request, [])
        try:
            items = bulk.read(request.data)
        except REFUSALS as error:
            raise refusal_of(error, None, by=request.user) from error
        return Response({"results": [bulk.decide(item, place, by=request.user) for place, item in enumerate(items)]})
