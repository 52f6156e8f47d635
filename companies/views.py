"""The reader pages. They read documents of the ledger and nothing else, so that a draft cannot leak.

Live rows only say where to look (which facts may name a company); what is shown, and whether it belongs on
the page, is decided by the published document.
"""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import BigIntegerField, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Lower
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import conditional_page, require_safe
from django.views.decorators.vary import vary_on_headers
from django.views.i18n import set_language

from articles.names import name_key

from .models import Citation, Company, CompanyName, Fact, Publication
from .presentation import (
    Document,
    article_of,
    card_of,
    changes_of,
    cites,
    company_of,
    company_page,
    load,
    newest_first,
    sections_of,
)
from .vocabulary import Action

LATEST = 12
PER_PAGE = 50
LONGEST_QUERY = 100

# Choosing a language changes nothing but the chooser's own cookie. Without a token in every page, pages are
# alike for everyone who reads that language, set no cookie, and can be kept by browsers and proxies.
choose_language = csrf_exempt(set_language)


def reader_page(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A page that is alike for all who read its language.

    Whoever keeps it asks again before showing it and mostly gets a 304: what is retracted is gone at once.
    """
    page = cache_control(public=True, no_cache=True)(view)
    return require_safe(conditional_page(vary_on_headers("Cookie")(page)))


def subject_entry(**subject: object) -> Publication:
    """The ledger's last entry about a company or an article. Raises Http404 where it never was public."""
    entries = Publication.objects.filter(superseded_at__isnull=True, **subject)
    entry = entries.select_related("company__merged_into").first()
    if entry is None:
        raise Http404
    return entry


def public_documents(facts: QuerySet) -> list[Document]:
    """The documents in force of these facts."""
    return [load(entry) for entry in Publication.objects.published().filter(fact__in=facts)]


def corrections_and_retractions(facts: QuerySet) -> QuerySet[Publication]:
    """The entries that corrected these facts, and those that now stand as their retraction."""
    is_retraction = Q(action=Action.RETRACTED, superseded_at__isnull=True)
    entries = Publication.objects.filter(Q(action=Action.CORRECTED) | is_retraction)
    return entries.filter(fact__in=facts).defer("document").order_by("-sequence")


def gone(request: HttpRequest, message: str, facts: QuerySet) -> HttpResponse:
    """The page that says that something was public and no longer is, and why."""
    changes = changes_of(corrections_and_retractions(facts), set())
    return render(request, "companies/gone.html", {"message": message, "changes": changes}, status=410)


@reader_page
def home(request: HttpRequest) -> HttpResponse:
    """What the site is, the search, and the facts published last."""
    if request.GET.get("q"):
        return redirect(f"{reverse('company-list')}?{urlencode({'q': request.GET['q']})}")
    entries = Publication.objects.published().facts().order_by("-sequence")[:LATEST]
    return render(request, "companies/home.html", {"cards": [card_of(load(entry)) for entry in entries]})


def company_entries(query: str) -> QuerySet[Publication]:
    """The public companies, by name; with a query those that it finds, the one spelled just so first."""
    entries = Publication.objects.published().filter(company__isnull=False)
    if not query:
        return entries.order_by(Lower("company__name"), "pk")
    spelled_so = CompanyName.objects.filter(company=OuterRef("company"), key=name_key(query), is_public=True)
    found = entries.filter(company__in=Company.objects.spelled(query).values("pk"))
    return found.order_by(Exists(spelled_so).desc(), Lower("company__name"), "pk")


@reader_page
def company_list(request: HttpRequest) -> HttpResponse:
    """Every public company, or those that a public spelling finds; the exact one alone is opened at once."""
    query = request.GET.get("q", "").strip()[:LONGEST_QUERY]
    page = Paginator(company_entries(query), PER_PAGE).get_page(request.GET.get("page"))
    companies = [company_of(load(entry)) for entry in page.object_list]
    if query and page.paginator.count == 1 and name_key(query) in map(name_key, companies[0]["names"]):
        return redirect(company_page(companies[0]["slug"]))
    context = {"query": query, "page": page, "companies": companies}
    return render(request, "companies/company_list.html", context)


@reader_page
def company_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """All that is public of a company; the way to the one it was merged into; that it was withdrawn."""
    entry = subject_entry(company__slug=slug)
    company = entry.company
    assert company is not None  # noqa: S101 - asked for by its company
    if entry.action == Action.MERGED and company.merged_into:
        return HttpResponsePermanentRedirect(company_page(company.merged_into.slug))
    facts = Fact.objects.naming([company.pk])
    if not entry.document:
        return gone(request, _("Editors have retracted every fact about this company."), facts)
    documents = public_documents(facts)
    public = {document["id"] for document in documents}
    context = {
        "company": company_of(load(entry)),
        "sections": sections_of(slug, documents),
        "changes": changes_of(corrections_and_retractions(facts), public),
    }
    return render(request, "companies/company_detail.html", context)


@reader_page
def article_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """What is public of an article: its metadata and the facts that cite it, never its text."""
    if pk > BigIntegerField.MAX_BIGINT:
        raise Http404
    entry = subject_entry(article=pk)
    facts = Citation.objects.filter(article=pk).order_by().values("fact")
    if not entry.document:
        return gone(request, _("Editors have retracted every fact that rested on this article."), facts)
    documents = [document for document in public_documents(facts) if cites(document, pk)]
    context = {
        "article": article_of(load(entry)),
        "cards": newest_first(card_of(document, pk) for document in documents),
    }
    return render(request, "articles/article_detail.html", context)
