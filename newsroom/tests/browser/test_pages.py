"""The reader pages in a real browser."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from articles.models import Article
from companies import publishing
from companies.models import Company
from companies.tests.factories import make_article, make_published, make_user, propose, reconcile_one

pytestmark = pytest.mark.django_db(transaction=True)

LONG = "Quercy-Ventures-" * 8


@pytest.fixture
def site(live_server):
    """A small site with every kind of fact, two sources that disagree, a correction and retractions."""
    publisher = make_user("publisher")
    article = make_article(
        "Novalis a levé 12 millions d'euros.", title="Novalis lève", outlet="Le Lien", url=f"{live_server.url}/x"
    )
    fact = propose(article=article)
    reconcile_one(make_article("Novalis aurait levé plus de 12 millions.", outlet="La Source"), qualifier="at_least")
    publishing.publish(fact, by=publisher)
    publishing.correct_published(fact, by=publisher, changes={"series": "series_b"}, note="Série précisée.")
    for kind in ["valuation", "key_figure", "deal", "controversy", "role"]:
        make_published(kind, by=publisher, article=article)
    withdrawn = make_published("key_figure", by=publisher, article=article, metric="employees", value=40)
    publishing.retract(withdrawn, by=publisher, note="Une autre société.")
    gone = make_published("valuation", by=publisher, article=make_article("Oural vaut cher."), company="Oural")
    publishing.retract(gone, by=publisher, note="Confusion de noms.")
    make_published("valuation", by=publisher, article=make_article(f"{LONG} vaut cher."), company=LONG)
    return f"{live_server.url}/"


@pytest.fixture
def new_reader(new_context, site):
    """Open the site as a reader with these habits."""

    def open_site(**habits):
        page = new_context(**{"locale": "en-GB", "base_url": site, **habits}).new_page()
        page.set_default_timeout(10_000)
        return page

    return open_site


def test_reader_goes_from_search_to_proof_without_javascript(new_reader, site):
    page = new_reader(java_script_enabled=False)

    page.goto("/")
    page.get_by_label("Company").fill("novalis")
    page.get_by_role("button", name="Search").click()
    expect(page).to_have_url(f"{site}companies/novalis/")
    expect(page.get_by_role("heading", name="€12 million")).to_be_visible()
    page.get_by_role("link", name="Novalis lève").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Novalis lève")
    page.locator("article", has_text="€12 million").get_by_role("link", name="Link to this fact").click()
    expect(page).to_have_url(re.compile(r"/companies/novalis/#fact-\d+$"))


def test_reader_changes_the_language_without_javascript_and_stays_on_the_page(new_reader, site):
    page = new_reader(java_script_enabled=False)

    page.goto("/companies/novalis/")
    page.get_by_role("button", name="Français").click()

    expect(page).to_have_url(f"{site}companies/novalis/")
    expect(page.locator("html")).to_have_attribute("lang", "fr")
    expect(page.get_by_role("heading", name="12 millions d'euros")).to_be_visible()


def test_reader_without_a_mouse_skips_to_the_content(new_reader):
    page = new_reader()

    page.goto("/companies/novalis/")
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("Enter")

    expect(page.locator("main")).to_be_focused()


@pytest.fixture
def paths(site):
    """An address of every page, those of what is gone and of what never was included."""
    companies = ["/companies/novalis/", "/companies/oural/", Company.objects.get(name=LONG).get_absolute_url()]
    article = Article.objects.get(title="Novalis lève").get_absolute_url()
    return ["/", "/companies/", "/companies/?q=zzz", *companies, article, "/nothing"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_is_accessible(new_reader, paths, assert_accessible, scheme):
    page = new_reader(color_scheme=scheme)

    for path in paths:
        page.goto(path)
        assert_accessible(page)


def test_every_page_fits_the_smallest_screen(new_reader, paths):
    page = new_reader(viewport={"width": 320, "height": 640})

    widths = {}
    for path in paths:
        page.goto(path)
        widths[path] = page.evaluate("document.documentElement.scrollWidth")

    assert widths == dict.fromkeys(paths, 320)


def test_pages_fetch_nothing_from_elsewhere(new_reader, site, paths):
    page = new_reader()
    asked = []
    page.on("request", lambda request: asked.append(request.url))

    for path in paths:
        page.goto(path)

    assert [url for url in asked if not url.startswith(site)] == []
