"""Companies, their spellings, and people."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Count, Q, QuerySet
from django.forms import BaseModelForm
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from companies.models import Company, CompanyName, Decision, Person
from companies.registry import CURATED, correct_company, merge_companies

from .history import readable
from .merging import merge_page
from .refusing import ADDRESSES, ActForm, DecidesByVerb, row_number
from .renaming import RenamingAdmin


class CompanyNameInline(admin.TabularInline):
    """The spellings of a company."""

    model = CompanyName
    fields = ["name", "is_public"]
    extra = 1

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm("companies.view_company")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm("companies.change_company")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm("companies.change_company")

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm("companies.change_company")


@admin.register(Company)
class CompanyAdmin(DecidesByVerb, admin.ModelAdmin):
    """Companies: curated through registry.correct_company, merged through registry.merge_companies."""

    formfield_overrides = ADDRESSES

    list_display = ["name", "kind", "is_confirmed", "fact_count", "country"]
    list_filter = ["is_confirmed", "kind", "country"]
    search_fields = ["name", "names__name"]
    fields = list(CURATED)
    inlines = [CompanyNameInline]
    actions = ["merge_selected"]
    change_form_template = "admin/companies/company/change_form.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Company]:
        companies = super().get_queryset(request).filter(merged_into__isnull=True)
        return companies.annotate(facts_told=Count("facts", distinct=True))

    @admin.display(description=gettext_lazy("facts"), ordering="facts_told")
    def fact_count(self, company: Any) -> int:
        return int(company.facts_told)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: Company, form: BaseModelForm, change: bool) -> None:
        """A new company is stored here; a known one is corrected once its spellings are known too."""
        if not change:
            obj.save()

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Curate the company with what was changed in the form."""
        changes = {name: form.cleaned_data[name] for name in form.changed_data} if change else {}
        note = ActForm.read(request)["note"]
        correct_company(form.instance, by=request.user, changes=changes, names=changed_names(formsets[0]), note=note)

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """The company with what was decided about it and those merged into it."""
        number = row_number(object_id) or 0
        decisions = (
            Decision.objects.filter(Q(company=number) | Q(company__merged_into=number))
            .select_related("by")
            .order_by("-pk")
        )
        context = {"history": readable(list(decisions)), **(extra_context or {})}
        return super().change_view(request, object_id, form_url, context)

    @admin.action(description=gettext_lazy("Merge the selected companies"), permissions=["merge"])
    def merge_selected(self, request: HttpRequest, queryset: QuerySet[Company]) -> HttpResponse | None:
        """Ask which one stays, then merge the others into it."""
        return merge_page(
            self,
            request,
            queryset,
            title=_("Merge companies"),
            merge=merge_companies,
            told=[(company, f"{company} ({company.slug})") for company in queryset],
        )

    def has_merge_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perms(["companies.merge_company", "companies.publish_fact"])


def changed_names(formset: Any) -> dict[str, bool | None]:
    """The spellings that the editor added, changed or took away; the others are left alone."""
    names: dict[str, bool | None] = {}
    for form in formset.forms:
        if form.has_changed() and form.initial.get("name"):
            names[form.initial["name"]] = None
        if form.has_changed() and form.cleaned_data.get("name") and not form.cleaned_data.get("DELETE"):
            names[form.cleaned_data["name"]] = form.cleaned_data["is_public"]
    return names


@admin.register(Person)
class PersonAdmin(RenamingAdmin):
    """People that facts name."""

    list_display = ["name"]
    fields = ["name"]
