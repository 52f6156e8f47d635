"""Facts: the queue of all kinds, a page for each, and the verbs as buttons and bulk actions."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.core.validators import slug_re
from django.db import models
from django.db.models import Count, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from articles.models import Article
from companies import desk, review
from companies.models import MODELS, Citation, Company, Decision, Fact, Participation
from companies.refusals import Refused
from companies.registry import find_or_propose_company, find_or_propose_person
from companies.removal import remove
from companies.vocabulary import PARTICIPANT_ROLES, STATUSES, Kind, ParticipantRole, Status

from .beside import articles_beside, sentence_around, stated
from .history import readable
from .merging import merge_page
from .refusing import ActForm, DecidesByVerb, refusals_as_messages, row_number
from .summaries import summary

CONFIDENCE_BANDS = {"high": (0.8, 1.01), "middle": (0.5, 0.8), "low": (0.0, 0.5)}
COMPANIES_IN_FILTER = 60


class ConfidenceFilter(admin.SimpleListFilter):
    """Facts by how sure the machine was."""

    title = gettext_lazy("confidence")
    parameter_name = "confidence"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [
            ("high", gettext_lazy("0.8 or more")),
            ("middle", gettext_lazy("0.5 to 0.8")),
            ("low", gettext_lazy("under 0.5")),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() not in CONFIDENCE_BANDS:
            return queryset
        low, high = CONFIDENCE_BANDS[str(self.value())]
        return queryset.filter(confidence__gte=low, confidence__lt=high)


class CompanyFilter(admin.SimpleListFilter):
    """Facts by company: those with the most facts are offered, any other by its address (?company=slug)."""

    title = gettext_lazy("company")
    parameter_name = "company"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        companies = Company.objects.annotate(told=Count("facts")).filter(told__gt=0).order_by("-told", "name")
        return sorted(companies.values_list("slug", "name")[:COMPANIES_IN_FILTER], key=lambda pair: pair[1])

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        slug = self.value()
        if not slug:
            return queryset
        return queryset.filter(company__slug=slug) if slug_re.match(slug) else queryset.none()


class NumberField(forms.DecimalField):
    """A number shown without needless decimals: 20000000000, not 20000000000.00."""

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, Decimal) and value == value.to_integral_value():
            return int(value)
        return value


class ParticipantForm(forms.ModelForm):
    """A participant by name, as an editor writes it; unknown companies and people are proposed."""

    name = forms.CharField(label=gettext_lazy("name"), max_length=200)
    is_person = forms.BooleanField(label=gettext_lazy("a person"), required=False)

    class Meta:
        model = Participation
        fields = ["role"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["name"] = str(self.instance.company or self.instance.person)
            self.initial["is_person"] = self.instance.person_id is not None

    def as_participant(self) -> dict[str, Any]:
        """What `correct` takes. Raises ValidationError for a name of punctuation only."""
        data = self.cleaned_data
        find = find_or_propose_person if data["is_person"] else find_or_propose_company
        one = find(data["name"])
        if one is None:
            raise forms.ValidationError(_("“%(name)s” is no name.") % {"name": data["name"]})
        return {"person" if data["is_person"] else "company": one, "role": data["role"]}


class ParticipantFormSet(forms.BaseInlineFormSet):
    """Participants as rows of a table, whose cells have no labels of their own: each field says its name."""

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        for field in form.fields.values():
            if field.label:
                field.widget.attrs["aria-label"] = field.label


class ParticipantInline(admin.TabularInline):
    """Who takes part in a fact."""

    model = Participation
    form = ParticipantForm
    formset = ParticipantFormSet
    fields = ["name", "role", "is_person"]
    extra = 1

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).select_related("company", "person")

    def formfield_for_choice_field(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Offer the roles of the fact's kind only."""
        field: Any = super().formfield_for_choice_field(db_field, request, **kwargs)
        roles = PARTICIPANT_ROLES[Kind(getattr(request, "fact_kind"))]  # noqa: B009 - set by FactAdmin
        field.choices = [("", "—"), *((role, ParticipantRole(role).label) for role in roles)]
        return field

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm("companies.view_fact")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm("companies.review_fact")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may_correct(request, obj) if obj is not None else self.has_add_permission(request)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_change_permission(request, obj)


class CiteForm(ActForm):
    """A sentence to cite."""

    article = forms.ModelChoiceField(Article.objects.defer("raw"))
    quote = forms.CharField(max_length=1000)


class NewFactForm(forms.ModelForm):
    """A fact that the machine did not see: its values, and the words of an article that it rests on."""

    article = forms.ModelChoiceField(Article.objects.defer("raw", "body"), label=gettext_lazy("article"))
    quote = forms.CharField(
        label=gettext_lazy("quote"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("The words of the article that say so, letter for letter."),
    )

    def clean(self) -> dict[str, Any]:
        """Refuse words that the article does not hold."""
        data = super().clean() or self.cleaned_data
        if data.get("article") and data.get("quote"):
            try:
                review.find_quote(data["article"], data["quote"])
            except Refused as error:
                self.add_error("quote", error.message)
        return data


BUTTONS = ("accept", "reject", "publish", "retract")


def may_correct(request: HttpRequest, fact: Fact) -> bool:
    """True where this user may give this fact other values."""
    return desk.may("correct", fact, by=request.user)


def buttons_for(request: HttpRequest, fact: Fact) -> list[str]:
    """The verbs that apply to the fact as it stands and that this user may use."""
    return [name for name in BUTTONS if desk.may(name, fact, by=request.user)]


class BaseFactAdmin(DecidesByVerb, admin.ModelAdmin):
    """What the queue and the kinds share: lists, filters, bulk actions."""

    list_display = ["told", "state_shown", "sureness", "status_shown", "happened", "sources"]
    list_filter = ["state", ConfidenceFilter, CompanyFilter, "status"]
    search_fields = ["company__name", "company__names__name", "citations__quote"]
    list_select_related = ["company"]
    list_per_page = 50
    actions = [
        "accept_selected",
        "reject_selected",
        "publish_selected",
        "retract_selected",
        "merge_selected",
        "remove_selected",
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        facts = super().get_queryset(request)
        return facts.annotate(articles_citing=Count("citations__article", distinct=True))

    @admin.display(description=gettext_lazy("fact"), ordering="company__name")
    def told(self, fact: Fact) -> str:
        return f"{fact.company}: {summary(fact)}"

    @admin.display(description=gettext_lazy("state"), ordering="state")
    def state_shown(self, fact: Fact) -> str:
        return fact.get_state_display()

    @admin.display(description=gettext_lazy("confidence"), ordering="confidence")
    def sureness(self, fact: Fact) -> str:
        return f"{fact.confidence:.2f}"

    @admin.display(description=gettext_lazy("status"), ordering="status")
    def status_shown(self, fact: Fact) -> str:
        return fact.get_status_display() or "—"

    @admin.display(description=gettext_lazy("date"), ordering="happened_on")
    def happened(self, fact: Fact) -> str:
        return fact.happened or "—"

    @admin.display(description=gettext_lazy("articles"), ordering="articles_citing")
    def sources(self, fact: Any) -> int:
        return int(fact.articles_citing)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False  # facts are rejected or retracted, never forgotten

    def has_review_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("companies.review_fact")

    def has_publish_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("companies.publish_fact")

    def has_remove_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("companies.remove_fact")

    def apply_to_each(self, request: HttpRequest, facts: QuerySet[Any], verb: str, note: str = "") -> None:
        """Use a verb on each fact; what is refused is said fact by fact and the others go on."""
        done = 0
        for fact in facts.order_by("pk"):
            with refusals_as_messages(request) as outcome:
                {**desk.VERBS, "remove": remove}[verb](fact, by=request.user, note=note)
            done += outcome.is_done
        if done:
            text = ngettext("%(count)s fact changed.", "%(count)s facts changed.", done)
            messages.success(request, text % {"count": done})

    @admin.action(description=gettext_lazy("Accept the selected facts"), permissions=["review"])
    def accept_selected(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        self.apply_to_each(request, queryset, "accept")

    @admin.action(description=gettext_lazy("Reject the selected facts"), permissions=["review"])
    def reject_selected(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        self.apply_to_each(request, queryset, "reject")

    @admin.action(description=gettext_lazy("Publish the selected facts"), permissions=["publish"])
    def publish_selected(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        self.apply_to_each(request, queryset, "publish")

    @admin.action(description=gettext_lazy("Merge the selected facts"), permissions=["review"])
    def merge_selected(self, request: HttpRequest, queryset: QuerySet[Any]) -> HttpResponse | None:
        """Ask which one stays, then merge the others into it."""
        told = [(fact, f"{fact}: {summary(fact)} « {fact.citations.first() or '—'} »") for fact in queryset]
        return merge_page(self, request, queryset, title=_("Merge facts"), told=told, merge=desk.merge)

    @admin.action(description=gettext_lazy("Retract the selected facts"), permissions=["publish"])
    def retract_selected(self, request: HttpRequest, queryset: QuerySet[Any]) -> HttpResponse | None:
        """Ask for the public note first."""
        told = _("These facts leave the pages and the API at once. The ledger keeps that they were retracted, and why.")
        return self.ask_and_apply(request, queryset, "retract", title=_("Retract facts"), told=told)

    @admin.action(description=gettext_lazy("Remove the selected facts for legal reasons"), permissions=["remove"])
    def remove_selected(self, request: HttpRequest, queryset: QuerySet[Any]) -> HttpResponse | None:
        """Ask for the public reason first."""
        told = _(
            "Every published version of these facts is blanked for good: this cannot be undone. The ledger keeps that "
            "they were removed, and why. Purge caches, old dumps and backups yourself."
        )
        return self.ask_and_apply(request, queryset, "remove", title=_("Remove facts for legal reasons"), told=told)

    def ask_and_apply(
        self, request: HttpRequest, queryset: QuerySet[Any], verb: str, *, title: str, told: str
    ) -> HttpResponse | None:
        """Show the page that asks for the note, or use the verb with the note that came from it."""
        if "note" in request.POST:
            with refusals_as_messages(request):
                self.apply_to_each(request, queryset, verb, note=ActForm.read(request)["note"])
            return None
        context = {
            **self.admin_site.each_context(request),
            "facts": [(fact, summary(fact)) for fact in queryset],
            "title": title,
            "told": told,
            "action": f"{verb}_selected",
            "opts": self.model._meta,
        }
        return TemplateResponse(request, "admin/companies/fact/retract.html", context)


@admin.register(Fact)
class QueueAdmin(BaseFactAdmin):
    """All facts, whatever their kind. A row leads to the page of its kind."""

    list_display = ["kind_shown", *BaseFactAdmin.list_display]
    list_display_links = ["told"]
    list_filter = ["state", "kind", ConfidenceFilter, CompanyFilter]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).for_review()  # type: ignore[attr-defined]

    @admin.display(description=gettext_lazy("kind"), ordering="kind")
    def kind_shown(self, fact: Fact) -> str:
        return fact.get_kind_display()

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False  # a fact is added as one of a kind

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Go to the page of the fact's kind."""
        fact = self.get_object(request, unquote(object_id))
        if fact is None:
            raise Http404(_("There is no fact %(number)s.") % {"number": object_id})
        return HttpResponseRedirect(page_of(fact))


def page_of(fact: Fact) -> str:
    """The address of a fact's page in the admin."""
    return reverse(f"admin:companies_{MODELS[fact.kind]._meta.model_name}_change", args=[fact.pk])


class FactAdmin(BaseFactAdmin):
    """One kind of fact: its page has the values, the quotes with the articles beside, the verbs, the history."""

    kind: Kind
    change_form_template = "admin/companies/fact/change_form.html"
    add_form_template = "admin/companies/fact/add_form.html"
    formfield_overrides: ClassVar[Any] = {models.DecimalField: {"form_class": NumberField}}

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        facts = super().get_queryset(request)
        return facts.prefetch_related("participations__company", "participations__person")

    def get_fields(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        fields: list[Any] = list(self.model.editable_fields())
        return fields if obj else [*fields, "article", "quote"]

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        if not change:
            kwargs["form"] = NewFactForm
        return super().get_form(request, obj, change=change, **kwargs)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        if obj is None or may_correct(request, obj):
            return []
        return list(self.model.editable_fields())

    def get_inlines(self, request: HttpRequest, obj: Any) -> list[Any]:
        request.fact_kind = self.kind  # type: ignore[attr-defined]
        return [ParticipantInline] if self.kind in PARTICIPANT_ROLES else []

    def formfield_for_choice_field(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Offer the statuses of the kind only."""
        field: Any = super().formfield_for_choice_field(db_field, request, **kwargs)
        if db_field.name == "status":
            field.choices = [("", "—"), *((word, Status(word).label) for word in STATUSES[self.kind])]
        return field

    def get_urls(self) -> list[Any]:
        name = self.model._meta.model_name
        undo = path("<int:number>/undo/", self.admin_site.admin_view(self.undo_view), name=f"companies_{name}_undo")
        cite = path("<int:number>/cite/", self.admin_site.admin_view(self.cite_view), name=f"companies_{name}_cite")
        return [undo, cite, *super().get_urls()]

    def back_to(self, number: int) -> HttpResponseRedirect:
        """The fact's page again."""
        return HttpResponseRedirect(reverse(f"admin:companies_{self.model._meta.model_name}_change", args=[number]))

    def undo_view(self, request: HttpRequest, number: int) -> HttpResponse:
        """Undo the decision about the fact that the page showed as the last one."""
        if request.method == "POST":
            with refusals_as_messages(request) as outcome:
                act = ActForm.read(request)
                decision = Decision.objects.filter(fact=row_number(number), pk=act["decision"]).first()
                if decision is None:
                    raise Refused("no_decision", _("There is no such decision about this fact. Reload its page."))
                review.undo(decision, by=request.user, reason=act["note"])
            if outcome.is_done:
                messages.success(request, _("The last decision was undone."))
        return self.back_to(number)

    def cite_view(self, request: HttpRequest, number: int) -> HttpResponse:
        """Add a sentence that the fact rests on."""
        fact = self.get_object(request, str(number))
        if request.method == "POST" and fact is not None:
            with refusals_as_messages(request) as outcome:
                self.cite(request, fact)
            if outcome.is_done:
                messages.success(request, _("The sentence was added."))
        return self.back_to(number)

    def cite(self, request: HttpRequest, fact: Fact) -> None:
        """Add it."""
        act = CiteForm.read(request)
        desk.cite(fact, article=act["article"], quote=act["quote"], by=request.user, note=act["note"])

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Show the page, or do what its button says.

        Reject and Retract leave the form aside. Accept and Publish first correct what was typed into it, so that
        what is seen is what is published.
        """
        if not self.has_view_permission(request):
            raise PermissionDenied  # before anything tells whether there is such a fact
        fact = self.get_object(request, unquote(object_id))
        if fact is None:
            raise Http404(_("There is no fact %(number)s.") % {"number": object_id})
        if request.method == "POST" and request.POST.get("_verb") in ("reject", "retract"):
            return self.use_button(request, fact, request.POST["_verb"])
        context = {**self.context(request, fact), **(extra_context or {})}
        return super().change_view(request, object_id, form_url, context)

    def use_button(self, request: HttpRequest, fact: Fact, verb: str) -> HttpResponse:
        """One verb on one fact, then its page again."""
        with refusals_as_messages(request) as outcome:
            act = ActForm.read(request)
            desk.VERBS[verb](fact, by=request.user, note=act["note"], version=act["version"])
        if outcome.is_done:
            messages.success(request, told_state(fact))
        return self.back_to(fact.pk)

    def context(self, request: HttpRequest, fact: Fact) -> dict[str, Any]:
        """What the page shows beside the form."""
        citations = list(Citation.objects.filter(fact=fact.pk).select_related("article__outlet"))
        decisions = list(fact.decisions.select_related("by", "fact").order_by("-pk"))
        return {
            "fact": fact,
            "fact_summary": summary(fact),
            "buttons": buttons_for(request, fact),
            "may_correct": may_correct(request, fact),
            "citations": [(c, sentence_around(c), stated(c)) for c in citations],
            "articles": articles_beside(citations),
            "history": readable(decisions),
            "undoable": self.undoable(request, fact),
            "publications": list(fact.publications.order_by("-sequence")),
        }

    def undoable(self, request: HttpRequest, fact: Fact) -> Decision | None:
        """The decision that this user may undo now."""
        is_refused = desk.refusal("undo", fact, by=request.user) is not None
        return None if is_refused else review.last_standing(fact)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Nothing yet: the verb runs once the participants are known too."""

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Run `correct` or `add` with the whole form, and the verb of the button."""
        participants = changed_participants(formsets)
        if change:
            changes = {name: form.cleaned_data[name] for name in form.changed_data} | participants
            self.decide(request, form.instance, changes)
        else:
            self.add(request, form.instance, form.cleaned_data, participants)

    def decide(self, request: HttpRequest, fact: Fact, changes: dict[str, Any]) -> None:
        """Correct what was changed, then accept or publish if that button was pressed; both or neither."""
        act, verb = ActForm.read(request), request.POST.get("_verb")
        version = act["version"]
        shown = [row_number(number) or 0 for number in request.POST.getlist("show")]
        citations = list(fact.citations.filter(pk__in=shown, is_public=False))
        is_correction = desk.is_correction(fact, changes, citations)
        if is_correction:
            desk.correct(fact, by=request.user, changes=changes, citations=citations, note=act["note"], version=version)
            version = None  # it was looked at, and has grown
        if verb in ("accept", "publish"):
            desk.VERBS[verb](fact, by=request.user, note=act["note"], version=version)
        request.nothing_changed = not (is_correction or verb in ("accept", "publish"))  # type: ignore[attr-defined]

    def add(self, request: HttpRequest, obj: Any, data: dict[str, Any], participants: dict[str, Any]) -> None:
        """Enter the editor's own fact; the form's instance becomes its row."""
        values = {name: data[name] for name in self.model.editable_fields() if name != "company"}
        row = review.add(
            self.kind,
            company=data["company"],
            values=values | participants,
            article=data["article"],
            quote=data["quote"],
            by=request.user,
        )
        obj.__dict__.update(row.__dict__)

    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        """Stay on the page, so that the editor sees the result and goes on deciding."""
        if getattr(request, "nothing_changed", False):
            messages.info(request, _("Nothing was changed."))
        else:
            messages.success(request, told_state(obj))
        return self.back_to(obj.pk)

    def response_add(self, request: HttpRequest, obj: Any, post_url_continue: str | None = None) -> HttpResponse:
        messages.success(request, _("Added and accepted."))
        return self.back_to(obj.pk)

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The decisions about the fact: who, when, which values."""
        fact = self.get_object(request, unquote(object_id))
        if fact is None:
            raise Http404(_("There is no fact %(number)s.") % {"number": object_id})
        if not self.has_view_permission(request, fact):
            raise PermissionDenied
        context = {
            **self.admin_site.each_context(request),
            **self.context(request, fact),
            "title": _("History: %(fact)s") % {"fact": fact},
            "opts": self.opts,
            "object": fact,
        }
        return TemplateResponse(request, "admin/companies/fact/history.html", context)


def told_state(fact: Fact) -> str:
    """« funding round · Novalis: published », as the fact stands now."""
    return f"{fact}: {Fact.objects.get(pk=fact.pk).get_state_display()}"


def changed_participants(formsets: Any) -> dict[str, Any]:
    """The whole new list of participants where the editor changed it, as a change for `correct`."""
    for formset in formsets:
        if formset.has_changed():
            kept = [f for f in formset.forms if f.cleaned_data.get("name") and not f.cleaned_data.get("DELETE")]
            return {"participants": [form.as_participant() for form in kept]}
    return {}


for kind, model in MODELS.items():
    rows = ["company", "person"] if kind == Kind.ROLE else ["company"]
    extra = {"autocomplete_fields": rows, "list_select_related": rows}
    admin.site.register(model, type(f"{model.__name__}Admin", (FactAdmin,), {"kind": kind, **extra}))
