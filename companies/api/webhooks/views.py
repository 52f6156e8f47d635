"""The addresses of webhooks. Everyone sees and changes their own subscriptions and no others."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.exceptions import NotFound
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from companies.api.access import DESK_AUTHENTICATION, CanRead
from companies.api.pagination import page_size
from companies.api.problems import BadParameters, refuse_parameters
from companies.models import Delivery, Subscription
from companies.vocabulary import LARGEST_NUMBER
from companies.webhooks import subscribing

from . import bodies
from .schema import OPERATIONS, WebhookSchema


class Webhooks(GenericViewSet[Subscription]):
    """Subscriptions to new entries of the ledger, sent to your address by the Standard Webhooks specification."""

    schema = WebhookSchema()
    authentication_classes = DESK_AUTHENTICATION
    permission_classes = [IsAuthenticated, CanRead]
    lookup_value_converter = "uuid"

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        if self.action in OPERATIONS:  # else it is OPTIONS, or the answer is 405 whatever the parameters
            refuse_parameters(request, ["before", "page_size"] if self.action == "deliveries" else [])

    def finalize_response(self, *args: Any, **kwargs: Any) -> Any:
        """What is somebody's own is kept by no cache."""
        response = super().finalize_response(*args, **kwargs)
        response["Cache-Control"] = "no-store"
        return response

    def handle_exception(self, exc: Exception) -> Response:
        """What another request deleted meanwhile is not there any more."""
        return super().handle_exception(self.missing() if isinstance(exc, Subscription.DoesNotExist) else exc)

    def missing(self) -> NotFound:
        """What to tell of a number that the asker has not, or has no more."""
        return NotFound(_("You have no webhook of this number. /api/v1/webhooks/ lists yours."))

    def own(self) -> QuerySet[Subscription]:
        """The subscriptions of who asks."""
        return bodies.with_all_that_is_shown(Subscription.objects.filter(owner=self.request.user.pk))

    def one(self, pk: Any) -> Subscription:
        """The subscription of the address. Raises NotFound for other people's too."""
        subscription = self.own().filter(pk=pk).first()
        if subscription is None:
            raise self.missing()
        return subscription

    def list(self, request: Request) -> Response:
        """Your webhooks, the oldest first."""
        return Response({"results": [bodies.shown(subscription) for subscription in self.own()]})

    def create(self, request: Request) -> Response:
        """Subscribe. The answer has the secret, which is never shown again."""
        values = bodies.read(bodies.Creation, request.data)
        subscription, secret = subscribing.subscribe(by=request.user, **values)
        location = self.reverse_action("detail", args=[subscription.pk])
        body = bodies.shown(self.one(subscription.pk), secret=secret)
        return Response(body, status=status.HTTP_201_CREATED, headers={"Location": location})

    def retrieve(self, request: Request, pk: Any) -> Response:
        """One webhook and how it fares."""
        return Response(bodies.shown(self.one(pk)))

    def partial_update(self, request: Request, pk: Any) -> Response:
        """Change it; with the state “active”, one that is paused or disabled goes on where it was."""
        subscription = self.one(pk)
        subscribing.change(subscription, **bodies.read(bodies.Changes, request.data))
        return Response(bodies.shown(self.one(pk)))

    def destroy(self, request: Request, pk: Any) -> Response:
        """Delete it, with its log."""
        self.one(pk).delete()
        return Response(status=status.HTTP_204_NO_CONTENT)

    @action(detail=True, methods=["post"])
    def test(self, request: Request, pk: Any) -> Response:
        """Send a signed “ping” now, and say what came of it."""
        subscription = self.one(pk)
        bodies.read(bodies.Nothing, request.data)
        return Response(bodies.shown_delivery(subscribing.ping(subscription)))

    @action(detail=True, methods=["post"], url_path="rotate-secret")
    def rotate_secret(self, request: Request, pk: Any) -> Response:
        """Make a new secret, shown this once. The one before signs too for 24 hours."""
        subscription = self.one(pk)
        bodies.read(bodies.Nothing, request.data)
        secret = subscribing.rotate_secret(subscription)
        return Response(bodies.shown(self.one(pk), secret=secret))

    @action(detail=True, methods=["post"])
    def replay(self, request: Request, pk: Any) -> Response:
        """Have a range of entries sent once more, before anything new, each marked as a replay."""
        subscription = self.one(pk)
        wanted = {"last": None, **bodies.read(bodies.Range, request.data)}
        replay = subscribing.replay(subscription, by=request.user, **wanted)
        return Response(bodies.shown_replay(replay), status=status.HTTP_202_ACCEPTED)

    @action(detail=True, methods=["get"])
    def deliveries(self, request: Request, pk: Any) -> Response:
        """The attempts of the last 30 days, the newest first."""
        size, log = page_size(request), Delivery.objects.filter(subscription=self.one(pk)).order_by("-pk")
        if "before" in request.query_params:
            log = log.filter(pk__lt=number_of(request.query_params["before"]))
        rows = list(log[: size + 1])
        last = rows[size - 1].pk if len(rows) > size else None
        return Response({"next_before": last, "results": [bodies.shown_delivery(one) for one in rows[:size]]})


def number_of(text: str) -> int:
    """The number in a parameter. Raises BadParameters."""
    if not (text.isascii() and text.isdigit() and int(text) <= LARGEST_NUMBER):
        message = _("“%(value)s” is no number. Take “next_before” as it stands.")
        raise BadParameters([("before", message % {"value": text})])
    return int(text)
