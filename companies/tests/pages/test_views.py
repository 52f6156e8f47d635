"""What readers get: what is public, all of it, and nothing else."""

import re

import pytest
from django.test import Client, RequestFactory
from django.utils import translation
from django.views.defaults import permission_denied, server_error

from companies import publishing, registry, review
from companies.models import Company, Fact
from companies.tests.factories import (
    make_article,
    make_published,
    make_user,
    propose,
    reconcile_one,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader():
    """Someone who reads English and has no cookie."""
    return Client(headers={"accept-language": "en"})


@pytest.fixture
def publisher():
    return make_user("publisher")


def text_of(response):
    """A page's HTML with plain spaces."""
    return response.content.decode().replace("\u00a0", " ").replace("&nbsp;", " ")


def page(reader, url, status=200):
    response = reader.get(url)
    assert response.status_code == status
    return text_of(response)


def company_page(reader, slug="novalis", status=200):
    return page(reader, f"/companies/{slug}/", status)


# What is shown


def test_company_page_shows_a_fact_with_its_proof(reader, publisher):
    article = make_article(
        "Novalis a levé 12 millions d'euros.",
        title="Novalis lève",
        outlet="Le Lien",
        url="https://lien.example/n",
    )
    fact = make_published(by=publisher, article=article)

    html = company_page(reader)

    assert f'id="fact-{fact.pk}"' in html
    for shown in [
        "<h3>€12 million</h3>",
        "Funding round · Series A",
        "Announced",
        '<time datetime="2025-03-04">4 March 2025</time>',
        '<a href="/companies/quercy-ventures/">Quercy Ventures</a>',
        "lead investor",
        "« Novalis a levé <mark>12 millions d&#x27;euros</mark>. »",
        '<blockquote lang="fr">',
        "<cite>Le Lien</cite>",
        '<time datetime="2025-03-05">5 March 2025</time>',
        f'<a href="/articles/{article.pk}/" lang="fr">Novalis lève</a>',
        'href="https://lien.example/n#:~:text=',
        "Approved by editors on",
    ]:
        assert shown in html


@pytest.mark.parametrize(
    ("kind", "headline", "section"),
    [
        ("valuation", "about €80 million", "valuations"),
        ("key_figure", "at least 300,000", "key-figures"),
        ("deal", "Pastel Data by Novalis", "deals"),
        ("controversy", "Lawsuit", "controversies"),
        ("role", "Maud Ferrand", "people"),
    ],
)
def test_company_page_has_a_section_for_each_kind(reader, publisher, kind, headline, section):
    make_published(kind, by=publisher)

    html = company_page(reader)

    assert f"<h3>{headline}</h3>" in html
    assert html.count('<section aria-labelledby="') == 1
    assert f'<section aria-labelledby="{section}">' in html


def test_round_shows_on_the_page_of_its_investor(reader, publisher):
    make_published(by=publisher)

    html = company_page(reader, "quercy-ventures")

    assert '<section aria-labelledby="investments">' in html
    assert '<a href="/companies/novalis/">Novalis</a>' in html


def test_accusation_shows_on_the_accuser_s_page_as_another_company_s(reader, publisher):
    make_published("controversy", by=publisher)

    html = company_page(reader, "ligue-des-abonnes")

    assert "Controversies of other companies" in html
    assert '<a href="/companies/novalis/">Novalis</a>' in html


def test_controversy_tells_its_status_its_part_and_that_no_outcome_is_known(reader, publisher):
    make_published("controversy", by=publisher)

    html = company_page(reader)

    for shown in ["Ongoing", "Not settled; nothing is established.", "accused", "None published so far."]:
        assert shown in html


def test_controversy_tells_its_outcome(reader, publisher):
    fact = propose("controversy")
    review.correct(fact, by=publisher, changes={"outcome": "Affaire classée.", "status": "resolved"})
    publishing.publish(fact, by=publisher)

    html = company_page(reader)

    assert "Affaire classée." in html
    assert "None published so far." not in html


def test_sources_that_disagree_stand_side_by_side(reader, publisher):
    fact = propose(article=make_article(outlet="Le Lien"))
    second = make_article("Novalis aurait levé plus de 12 millions.", outlet="La Source")
    reconcile_one(second, qualifier="at_least")
    publishing.publish(fact, by=publisher)

    html = company_page(reader)

    assert Fact.objects.count() == 1
    for shown in [
        "<cite>Le Lien</cite>",
        "<cite>La Source</cite>",
        "This article states otherwise",
        "at least €12 million",
    ]:
        assert shown in html


def test_latest_facts_come_first_and_undated_ones_by_their_article(reader, publisher):
    told = [("2023", "2025-06-01", 1), (None, "2024-05-01", 2), ("2025-02-03", "2025-02-04", 3), (None, None, 4)]
    for date, published_on, millions in told:
        article = make_article(f"Novalis {millions}.", published_on=published_on)
        amount = millions * 1_000_000
        make_published(by=publisher, article=article, announced_on=date, amount=amount, series=None)

    headlines = re.findall("<h3>€(.) million</h3>", company_page(reader))

    assert headlines == ["3", "2", "1", "4"]


def test_people_in_office_come_before_former_ones(reader, publisher):
    make_published("role", by=publisher, person="Ada Current", status="current")
    make_published("role", by=publisher, person="Bo Former", status="former")

    assert re.findall("<h3>(.*)</h3>", company_page(reader)) == ["Ada Current", "Bo Former"]


def test_third_source_and_those_after_it_can_be_unfolded(reader, publisher):
    fact = propose()
    for number in range(3):
        reconcile_one(make_article(f"Novalis a levé 12 millions d'euros ({number})."))
    publishing.publish(fact, by=publisher)

    assert "2 more sources" in company_page(reader)


def test_home_shows_the_latest_facts(reader, publisher):
    fact = make_published(by=publisher, article=make_article(outlet="Le Lien"))

    html = page(reader, "/")

    for shown in [
        f'href="/companies/novalis/#fact-{fact.pk}"',
        "€12 million",
        "Novalis",
        "Le Lien",
        "Announced",
    ]:
        assert shown in html


def test_empty_site_says_so(reader):
    assert "Nothing is published yet." in page(reader, "/")
    assert "Nothing is published yet." in page(reader, "/companies/")


def test_article_page_shows_its_facts_and_never_its_text(reader, publisher):
    article = make_article(
        "Phrase jamais citée.",
        "Novalis vaut 80 millions.",
        title="Titre",
        outlet="Le Lien",
        url="https://lien.example/n",
    )
    make_published("valuation", by=publisher, article=article)

    html = page(reader, f"/articles/{article.pk}/")

    assert "Phrase jamais citée" not in html
    for shown in [
        "Titre",
        "Le Lien",
        "5 March 2025",
        "French",
        "https://lien.example/n",
        "« Novalis vaut 80 millions. »",
    ]:
        assert shown in html


# What is not shown


def test_draft_is_nowhere(reader, publisher):
    make_published(by=publisher)
    secret = make_article("Novalis vaut 999 millions d'euros.", title="Titre secret")
    propose("valuation", article=secret, amount=999_000_000)
    accepted = propose("key_figure", article=secret, value=777_000)
    review.accept(accepted, by=publisher)

    html = page(reader, "/") + company_page(reader)

    assert "999" not in html
    assert "777" not in html
    assert page(reader, f"/articles/{secret.pk}/", 404)


def test_company_of_a_draft_is_as_unknown_as_any(reader, publisher):
    propose(company="Novalis")

    unpublished = company_page(reader, "novalis", 404)
    unknown = company_page(reader, "pastel", 404)

    assert unpublished.replace("novalis", "pastel") == unknown


def test_source_that_no_publisher_has_seen_is_not_shown(reader, publisher):
    make_published(by=publisher)
    unseen = make_article("Novalis a levé 12 millions, dit-on.", outlet="La Rumeur")
    reconcile_one(unseen)

    assert "La Rumeur" not in company_page(reader)


def test_article_page_shows_no_fact_whose_document_does_not_cite_it(reader, publisher):
    make_published(by=publisher)
    article = make_article("Novalis vaut 80 millions.", "Novalis a levé 12 millions, dit-on.")
    make_published("valuation", by=publisher, article=article, quote="Novalis vaut 80 millions.")
    reconcile_one(article)

    html = page(reader, f"/articles/{article.pk}/")

    assert "€80 million" in html
    assert "€12 million" not in html


def test_live_row_is_never_read(reader, publisher):
    fact = make_published(by=publisher)
    Fact.objects.filter(pk=fact.pk).update(amount=999_000_000)
    Company.objects.filter(slug="novalis").update(description="Brouillon.")

    html = company_page(reader)

    assert "€12 million" in html
    assert "999" not in html
    assert "Brouillon" not in html


def test_company_page_shows_no_fact_whose_document_does_not_name_it(reader, publisher):
    make_published(by=publisher)
    other = make_published("valuation", by=publisher, company="Oural", article=make_article("Oural vaut cher."))
    Fact.objects.filter(pk=other.pk).update(company=Company.objects.get(slug="novalis"))

    assert "Oural vaut cher" not in company_page(reader)


# Corrections and retractions


def test_correction_shows_the_new_value_how_often_and_why(reader, publisher):
    fact = make_published(by=publisher)
    publishing.correct_published(fact, by=publisher, changes={"amount": 15_000_000}, note="Chiffre de la presse.")

    html = company_page(reader)

    assert "€15 million" in html
    assert "Approved by editors; corrected on" in html
    assert html.count("Chiffre de la presse.") == 2  # beside the fact, and in the list of corrections


def test_retraction_leaves_only_that_it_was_and_why(reader, publisher):
    make_published("valuation", by=publisher)
    article = make_article("Novalis a levé 12 millions d'euros.", title="Titre retiré")
    fact = make_published(by=publisher, article=article)
    publishing.retract(fact, by=publisher, note="Une autre société.")

    html = company_page(reader)

    assert "Retraction" in html
    assert "Une autre société." in html
    for gone in ["€12 million", "Titre retiré", "/companies/quercy-ventures/", "Funding rounds"]:
        assert gone not in html


def test_correction_note_of_a_retracted_fact_goes_with_it(reader, publisher):
    make_published("valuation", by=publisher)
    fact = make_published(by=publisher)
    publishing.correct_published(fact, by=publisher, changes={"amount": 15_000_000}, note="De 12 à 15.")
    publishing.retract(Fact.objects.get(pk=fact.pk), by=publisher, note="Faux.")

    html = company_page(reader)

    assert "De 12 à 15." not in html
    assert "Faux." in html


def test_company_without_a_public_fact_any_more_is_gone(reader, publisher):
    fact = make_published(by=publisher)
    publishing.retract(fact, by=publisher, note="Confusion de noms.")

    html = company_page(reader, status=410)

    assert "Confusion de noms." in html
    for gone in ["€12 million", "Novalis", "Quercy"]:
        assert gone not in html


def test_article_without_a_public_fact_any_more_is_gone(reader, publisher):
    article = make_article("Novalis a levé 12 millions d'euros.", title="Titre retiré")
    publishing.retract(make_published(by=publisher, article=article), by=publisher, note="Confusion.")

    html = page(reader, f"/articles/{article.pk}/", 410)

    assert "Confusion." in html
    assert "Titre retiré" not in html


def test_merged_company_leads_to_the_other(reader, publisher):
    make_published(by=publisher)
    make_published("valuation", by=publisher, company="Novalis Labs")
    registry.merge_companies(
        Company.objects.get(slug="novalis-labs"),
        into=Company.objects.get(slug="novalis"),
        by=publisher,
        note="Une seule société.",
    )

    response = reader.get("/companies/novalis-labs/")

    assert (response.status_code, response["Location"]) == (301, "/companies/novalis/")
    assert "€80 million" in company_page(reader)


# Search


@pytest.fixture
def two_companies(publisher):
    make_published("role", by=publisher, company="Novalis", person="Ada")
    make_published("role", by=publisher, company="Novatel", person="Ada")


@pytest.mark.parametrize("query", ["Novalis", "NOVALIS", " novalis ", "Novalis SA", "nòvalis"])
def test_search_opens_the_one_company_spelled_so(reader, two_companies, query):
    response = reader.get("/companies/", {"q": query})

    assert (response.status_code, response["Location"]) == (302, "/companies/novalis/")


def test_search_lists_companies_whose_names_contain_the_words(reader, two_companies):
    html = page(reader, "/companies/?q=nova")

    assert html.index("/companies/novalis/") < html.index("/companies/novatel/")
    assert "2 companies for “nova”" in html


def test_search_puts_the_company_spelled_so_first(reader, publisher):
    make_published("role", by=publisher, company="Abc Nova", person="Ada")
    make_published("role", by=publisher, company="Nova", person="Ada")

    html = page(reader, "/companies/?q=nova")

    assert html.index("/companies/nova/") < html.index("/companies/abc-nova/")


def test_search_finds_no_draft(reader, publisher):
    propose(company="Novalis")

    assert "0 companies for “Novalis”" in page(reader, "/companies/?q=Novalis")


def test_search_finds_no_spelling_that_is_not_public(reader, publisher):
    company = make_published(by=publisher).company
    company.names.create(name="Projet Lynx", is_public=False)

    assert "0 companies" in page(reader, "/companies/?q=Projet+Lynx")


@pytest.mark.parametrize("query", ["%", "'; --", "\x00", "…", "x" * 5000, "<script>"])
def test_search_takes_any_words(reader, two_companies, query):
    html = text_of(reader.get("/companies/", {"q": query}))

    assert "No public company is spelled so." in html
    assert "<script" not in html


def test_home_takes_a_search_too(reader):
    response = reader.get("/", {"q": "x & y"})

    assert (response.status_code, response["Location"]) == (302, "/companies/?q=x+%26+y")


def test_list_has_pages(reader, publisher, monkeypatch):
    monkeypatch.setattr("companies.views.PER_PAGE", 1)
    make_published("deal", by=publisher)

    first, last = page(reader, "/companies/"), page(reader, "/companies/?page=nonsense&q=")

    assert "Page 1 of 2" in first
    assert 'rel="next"' in first
    assert first.split("<main")[1] == last.split("<main")[1]


# Robustness


HOSTILE = "<script>alert(1)</script>\"'&"


def test_hostile_names_and_quotes_are_only_text(reader, publisher):
    article = make_article(f"{HOSTILE} vaut 80 millions.", title=HOSTILE, outlet=HOSTILE, url="javascript:alert(1)")
    fact = propose("valuation", article=article, company=HOSTILE)
    publishing.publish(fact, by=publisher, note=HOSTILE)
    slug = fact.company.slug

    html = "".join(page(reader, url) for url in ["/", f"/companies/{slug}/", f"/articles/{article.pk}/", "/companies/"])

    assert "<script" not in html
    assert "javascript:" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html


@pytest.mark.parametrize("url", ["/articles/0/", f"/articles/{2**63}/", f"/articles/{10**30}/", "/companies/x/", "/x"])
def test_unknown_address_is_not_found(reader, url):
    assert "There is no page at this address." in page(reader, url, 404)


def test_pages_are_only_read(reader):
    assert reader.post("/").status_code == 405


def test_refusal_has_a_page():
    with translation.override("en"):
        response = permission_denied(RequestFactory().get("/"), PermissionError())

    assert response.status_code == 403
    assert "<h1>Not allowed</h1>" in text_of(response)


# Same for all, and never stale


def test_page_sets_no_cookie_and_may_be_kept_but_not_shown_unasked(reader, publisher):
    make_published(by=publisher)

    response = reader.get("/companies/novalis/")

    assert response.cookies.output() == ""
    assert response["Cache-Control"] == "public, no-cache"
    assert {word.strip() for word in response["Vary"].split(",")} == {"Cookie", "Accept-Language"}


def test_page_that_did_not_change_is_not_sent_again(reader, publisher):
    make_published(by=publisher)
    tag = reader.get("/companies/novalis/")["ETag"]

    assert reader.get("/companies/novalis/", headers={"if-none-match": tag}).status_code == 304


def test_page_that_was_retracted_is_not_taken_from_a_cache(reader, publisher):
    fact = make_published(by=publisher)
    tag = reader.get("/companies/novalis/")["ETag"]
    publishing.retract(fact, by=publisher, note="Faux.")

    assert reader.get("/companies/novalis/", headers={"if-none-match": tag}).status_code == 410


# Languages


def test_first_language_is_french():
    assert '<html lang="fr">' in text_of(Client().get("/"))


def test_reader_chooses_a_language_without_a_token():
    reader = Client(enforce_csrf_checks=True)

    response = reader.post("/language/", {"language": "en", "next": "/companies/"})

    assert (response.status_code, response["Location"]) == (302, "/companies/")
    assert '<html lang="en">' in text_of(reader.get("/companies/"))


def test_choice_of_language_leads_nowhere_else():
    response = Client().post("/language/", {"language": "en", "next": "https://evil.example/"})

    assert response["Location"] == "/"


# Work per page


def publish_many(publisher, number):
    for index in range(number):
        article = make_article(f"Novalis numéro {index} vaut cher.")
        make_published(by=publisher, article=article, amount=1_000_000 * (index + 1), announced_on=f"20{index + 10}")
        make_published("role", by=publisher, article=article, company=f"Société {index}", person=f"Ada {index}")


@pytest.mark.parametrize("number", [1, 30])
@pytest.mark.parametrize(
    ("url", "queries"), [("/", 1), ("/companies/", 2), ("/companies/?q=soc", 2), ("/companies/novalis/", 3)]
)
def test_page_takes_as_many_queries_for_1_and_30(reader, publisher, django_assert_num_queries, number, url, queries):
    publish_many(publisher, number)

    with django_assert_num_queries(queries):
        reader.get(url, follow=False)


@pytest.mark.parametrize("number", [1, 30])
def test_article_page_takes_as_many_queries_for_1_and_30(reader, publisher, django_assert_num_queries, number):
    article = make_article("Tout le monde vaut cher.")
    for index in range(number):
        make_published("valuation", by=publisher, article=article, company=f"Société {index}")

    with django_assert_num_queries(2):
        reader.get(f"/articles/{article.pk}/")


# When something broke


def test_error_page_needs_no_database(django_assert_num_queries):
    with translation.override("en"), django_assert_num_queries(0):
        response = server_error(RequestFactory().get("/"))

    assert response.status_code == 500
    assert "<h1>Something went wrong</h1>" in text_of(response)
