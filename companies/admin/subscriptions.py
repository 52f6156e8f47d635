"""Webhook subscriptions: who is sent what, how it fares, and the log of attempts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from companies.models import Delivery, Subscription, SubscriptionState
from companies.models.publication import SUBJECT_CHOICES
from companies.refusals import Refused
from companies.vocabulary import Action
from companies.webhooks import subscribing

from .history import ReadOnlyAdmin
from .refusing import SavesByVerb, refusal_as_message, row_number

SHOWN_DELIVERIES = 20


class SubscriptionForm(forms.ModelForm):
    """Where to send, and what."""

    kinds = forms.MultipleChoiceField(
        label=capfirst(gettext_lazy("kinds")),
        choices=SUBJECT_CHOICES,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Only these; all where none is chosen."),
    )
    actions = forms.MultipleChoiceField(
        label=capfirst(gettext_lazy("actions")),
        choices=Action,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Only these; all where none is chosen."),
    )

    class Meta:
        model = Subscription
        fields = ["url", "description", "companies", "kinds", "actions"]

    def clean_url(self) -> str:
        return subscribing.require_url(self.cleaned_data["url"])


@admin.register(Subscription)
class SubscriptionAdmin(SavesByVerb, admin.ModelAdmin):
    """Subscriptions: made, changed, tested and replayed through webhooks/subscribing.py."""

    form = SubscriptionForm
    fields = ["url", "description", "companies", "kinds", "actions"]
    autocomplete_fields = ["companies"]
    list_display = ["__str__", "owner", "state", "cursor", "failing_since", "next_attempt_at", "last_error"]
    list_filter = ["state", "owner"]
    search_fields = ["url", "description", "owner__username"]
    change_form_template = "admin/companies/subscription/change_form.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Subscription]:
        return super().get_queryset(request).select_related("owner")

    def save_model(self, request: HttpRequest, obj: Subscription, form: Any, change: bool) -> None:
        """Subscribe, or change what was changed; the companies follow with the form's related rows."""
        values = {name: form.cleaned_data[name] for name in form.changed_data if name != "companies"}
        if change:
            subscribing.change(obj, **values)
            return
        made, secret = subscribing.subscribe(by=request.user, **values)
        obj.pk, obj.owner, obj._state.adding = made.pk, made.owner, False
        show_secret(request, secret)

    def get_urls(self) -> list[Any]:
        act = self.admin_site.admin_view(self.act_view)
        return [path("<uuid:number>/act/", act, name="companies_subscription_act"), *super().get_urls()]

    def act_view(self, request: HttpRequest, number: Any) -> HttpResponse:
        """Do what the pressed button says."""
        subscription = self.get_object(request, str(number))
        if subscription is None or not self.has_change_permission(request, subscription):
            raise PermissionDenied(_("You may not change this webhook, or it is not there any more."))
        act = ACTS.get(request.POST.get("act", ""))
        if act is not None:
            try:
                with refusal_as_message(request):  # no transaction waits for a receiver
                    act(request, subscription)
            except Subscription.DoesNotExist:
                raise Http404 from None  # deleted meanwhile
        return HttpResponseRedirect(reverse("admin:companies_subscription_change", args=[number]))

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """The subscription with how it fares and its last deliveries."""
        subscription = self.get_object(request, object_id)
        context = dict(extra_context or {})
        if subscription is not None:
            context |= {
                "subscription": subscription,
                "replay": subscription.open_replay(),
                "deliveries": subscription.deliveries.all()[:SHOWN_DELIVERIES],
                "may_act": self.has_change_permission(request, subscription),
            }
        return super().change_view(request, object_id, form_url, context)


def show_secret(request: HttpRequest, secret: str) -> None:
    """Show a new secret, this once."""
    text = _("The secret is %(secret)s. Copy it now: it is not shown again.")
    messages.warning(request, text % {"secret": secret})


def test(request: HttpRequest, subscription: Subscription) -> None:
    """Send a ping and say what came of it."""
    delivery = subscribing.ping(subscription)
    if not delivery.failure:
        messages.success(request, _("The receiver took the test (%(status)s).") % {"status": delivery.status})
        return
    told = ", ".join(str(part) for part in (delivery.get_failure_display(), delivery.status, delivery.detail) if part)
    messages.error(request, _("The test failed: %(reason)s.") % {"reason": told})


def rotate(request: HttpRequest, subscription: Subscription) -> None:
    """Make a new secret."""
    show_secret(request, subscribing.rotate_secret(subscription))


def replay(request: HttpRequest, subscription: Subscription) -> None:
    """Queue a range."""
    first, last = (row_number(request.POST.get(name, "")) for name in ("first", "last"))
    if first is None or (last is None and request.POST.get("last")):
        raise Refused("no_range", _("Write the numbers of the first and the last entry."))
    queued = subscribing.replay(subscription, first=first, last=last, by=request.user)
    messages.success(request, _("Entries %(range)s will be sent once more.") % {"range": queued})


def pause(request: HttpRequest, subscription: Subscription) -> None:
    """Send nothing for now."""
    subscribing.change(subscription, state=SubscriptionState.PAUSED)


def resume(request: HttpRequest, subscription: Subscription) -> None:
    """Go on where it was."""
    subscribing.change(subscription, state=SubscriptionState.ACTIVE)


ACTS: dict[str, Callable[[HttpRequest, Subscription], None]] = {
    "test": test,
    "rotate": rotate,
    "replay": replay,
    "pause": pause,
    "resume": resume,
}


@admin.register(Delivery)
class DeliveryAdmin(ReadOnlyAdmin):
    """Every attempt of the last weeks."""

    list_display = ["at", "subscription", "sequence", "attempt", "status", "failure", "milliseconds", "is_replay"]
    list_filter = ["failure", "is_replay", "subscription"]
    search_fields = ["message_id"]
    date_hierarchy = "at"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Delivery]:
        return super().get_queryset(request).select_related("subscription")
