"""Articles and outlets."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from articles.models import Article, Outlet
from companies.models import Citation, Fact
from companies.registry import correct_article

from .beside import pieces_of
from .refusing import ADDRESSES, ActForm, DecidesByVerb
from .renaming import RenamingAdmin
from .summaries import summary


@admin.register(Outlet)
class OutletAdmin(RenamingAdmin):
    """Publishers of articles."""

    formfield_overrides = ADDRESSES
    list_display = ["name", "home_page", "language", "is_syndicator"]


@admin.register(Article)
class ArticleAdmin(DecidesByVerb, admin.ModelAdmin):
    """Articles with their text, what was cut from it, and the facts that it tells."""

    formfield_overrides = ADDRESSES

    list_display = ["headline", "outlet", "published", "inferred_on", "language", "reading", "fact_count"]
    list_filter = ["reading", "language", "outlet", "published_on", "imported_at"]
    search_fields = ["title", "body", "source_name", "url"]
    date_hierarchy = "published_on"
    fields = ["title", "outlet", "url", "published_on", "published_on_precision", "inferred_on"]
    readonly_fields = ["inferred_on"]
    autocomplete_fields = ["outlet"]
    change_form_template = "admin/articles/article/change_form.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Article]:
        articles = super().get_queryset(request).select_related("outlet").defer("raw")
        return articles.annotate(facts_told=Count("citations__fact", distinct=True))

    @admin.display(description=_("facts"), ordering="facts_told")
    def fact_count(self, article: Any) -> int:
        return int(article.facts_told)

    @admin.display(description=_("headline"), ordering="title")
    def headline(self, article: Article) -> str:
        return article.headline

    @admin.display(description=_("published on"), ordering="published_on")
    def published(self, article: Article) -> str:
        return article.published or "—"

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False  # documents come in through the import, which keeps their bytes

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: Article, form: Any, change: bool) -> None:
        """Correct the metadata through its verb: what is public follows."""
        changes = {name: form.cleaned_data[name] for name in form.changed_data}
        if changes.get("published_on"):
            changes["inferred_on"] = None  # a stated date takes the place of an inferred one
        if changes:
            correct_article(obj, by=request.user, changes=changes, note=ActForm.read(request)["note"])

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """The article with its text and facts."""
        article = self.get_object(request, object_id)
        context = dict(extra_context or {})
        if article is not None:
            citations = Citation.objects.filter(article=article)
            facts = Fact.objects.filter(citations__article=article).distinct().for_review()
            context |= {
                "article": article,
                "pieces": pieces_of(article.body, citations),
                "facts": [(fact.one(), summary(fact)) for fact in facts],
            }
        return super().change_view(request, object_id, form_url, context)
