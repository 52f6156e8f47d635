"""API keys: issued, rotated and revoked through their verbs; a key's text is shown once, on the page that made it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.html import format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from companies import keys, usage
from companies.models import ApiKey, Scope

from .refusing import SavesByVerb, refusals_as_messages

Issued = list[tuple[ApiKey, str]]


class ApiKeyForm(forms.ModelForm):
    """What a new key is to be."""

    scopes = forms.MultipleChoiceField(
        label=gettext_lazy("scopes"), choices=Scope.choices, initial=[Scope.READ], widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = ApiKey
        fields = ["name", "user", "scopes", "rate", "expires_at"]


class LiveFilter(admin.SimpleListFilter):
    """Keys that open something, and those that do not any more."""

    title = gettext_lazy("state")
    parameter_name = "live"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("yes", gettext_lazy("live")), ("no", gettext_lazy("expired or revoked"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        live = ApiKey.objects.live().values("pk")
        choices = {"yes": queryset.filter(pk__in=live), "no": queryset.exclude(pk__in=live)}
        return choices.get(str(self.value()), queryset)


@admin.register(ApiKey)
class ApiKeyAdmin(SavesByVerb, admin.ModelAdmin):
    """A key is made once and never changed: it is rotated, or revoked."""

    form = ApiKeyForm
    list_display = ["name", "user", "begins", "scopes", "rate", "created_at", "expires_at", "last_used_at", "is_live"]
    list_filter = [LiveFilter, "user"]
    search_fields = ["name", "prefix", "user__username"]
    autocomplete_fields = ["user"]
    actions = ["rotate_selected", "revoke_selected"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[ApiKey]:
        return super().get_queryset(request).select_related("user")

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """What a new key is to be; or all that is known of one."""
        made = ["begins", "created_at", "revoked_at", "last_used_at", "use"]
        return [*ApiKeyForm.Meta.fields, *(made if obj else [])]

    @admin.display(description=gettext_lazy("begins with"), ordering="prefix")
    def begins(self, key: ApiKey) -> str:
        return f"{keys.MARK}{key.prefix}_…"

    @admin.display(description=gettext_lazy("live"), boolean=True)
    def is_live(self, key: ApiKey) -> bool:
        return key.is_live

    @admin.display(description=gettext_lazy("requests on the last days"))
    def use(self, key: ApiKey) -> str:
        days = [(day.isoformat(), number) for day, number in usage.per_day(key) if number]
        return format_html_join("", "<div>{}: {}</div>", days) or "—"

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_rotate_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("companies.add_apikey")

    def has_revoke_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("companies.change_apikey")

    def save_model(self, request: Any, obj: ApiKey, form: forms.ModelForm, change: bool) -> None:
        """Issue the key that was asked for."""
        key, text = keys.issue(by=request.user, **form.cleaned_data)
        obj.pk, obj.prefix = key.pk, key.prefix
        request.issued = [(key, text)]

    def response_add(self, request: Any, obj: ApiKey, post_url_continue: str | None = None) -> HttpResponse:
        """The page that shows the key's text."""
        return self.issued_page(request, request.issued)

    def issued_page(self, request: HttpRequest, issued: Issued) -> HttpResponse:
        """Show the texts; no page of the admin is kept by caches."""
        context = {
            **self.admin_site.each_context(request),
            "title": _("The key is made"),
            "opts": self.model._meta,
            "issued": issued,
        }
        return TemplateResponse(request, "admin/companies/apikey/issued.html", context)

    @admin.action(description=gettext_lazy("Rotate: a second key beside each, to change over"), permissions=["rotate"])
    def rotate_selected(self, request: HttpRequest, queryset: QuerySet[ApiKey]) -> HttpResponse | None:
        """Issue a second key like each of these, or none where one is refused."""
        issued: Issued = []
        with refusals_as_messages(request) as outcome:
            issued += [self.rotate(request, key) for key in queryset.order_by("pk")]
        return self.issued_page(request, issued) if outcome.is_done else None

    def rotate(self, request: HttpRequest, key: ApiKey) -> tuple[ApiKey, str]:
        """Issue a second key, and note it with both."""
        new, text = keys.rotate(key, by=request.user)
        self.log_change(request, key, _("Rotated: the second key is %(key)s.") % {"key": new})
        self.log_addition(request, new, [{"added": {}}])
        return new, text

    @admin.action(description=gettext_lazy("Revoke for good"), permissions=["revoke"])
    def revoke_selected(self, request: HttpRequest, queryset: QuerySet[ApiKey]) -> None:
        """End these keys."""
        with refusals_as_messages(request) as outcome:
            for key in queryset.order_by("pk"):
                keys.revoke(key, by=request.user)
                self.log_change(request, key, _("Revoked."))
        if outcome.is_done:
            number = len(queryset)
            messages.success(request, ngettext("%d key revoked.", "%d keys revoked.", number) % number)
