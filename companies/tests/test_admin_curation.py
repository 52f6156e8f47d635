"""Companies, people and articles at the desk: corrected, renamed and merged."""

from html import unescape

import pytest
from django.urls import reverse

from companies.models import Company, Decision, Fact
from companies.registry import find_or_propose_company

from . import factories
from .pages_of_the_desk import form_errors

pytestmark = pytest.mark.django_db


def test_merge_companies(desk):
    one, other = find_or_propose_company("Novalis"), find_or_propose_company("Novalis AI")
    address = reverse("admin:companies_company_changelist")
    data = {"action": "merge_selected", "_selected_action": [one.pk, other.pk]}
    assert desk.post(address, data).status_code == 200
    desk.post(address, data | {"into": one.pk})
    assert Company.objects.get(pk=other.pk).merged_into == one


def test_correct_company(desk):
    company = find_or_propose_company("Novalis")
    name = company.names.get()
    data = {
        "name": "Novalis",
        "kind": "company",
        "description": "Des batteries.",
        "country": "FR",
        "founded": "",
        "website": "",
        "wikidata_id": "",
        "names-TOTAL_FORMS": 2,
        "names-INITIAL_FORMS": 1,
        "names-MIN_NUM_FORMS": 0,
        "names-MAX_NUM_FORMS": 1000,
        "names-0-id": name.pk,
        "names-0-company": company.pk,
        "names-0-name": "Novalis",
        "names-1-company": company.pk,
        "names-1-name": "Novadata",
        "names-1-is_public": "on",
    }
    desk.post(reverse("admin:companies_company_change", args=[company.pk]), data)
    company.refresh_from_db()
    assert (company.description, company.country, company.is_confirmed) == ("Des batteries.", "FR", True)
    assert {n.name: n.is_public for n in company.names.all()} == {"Novalis": False, "Novadata": True}
    assert [d.verb for d in Decision.objects.filter(company=company)] == ["correct"]


def test_article_page_shows_text_cuts_and_facts(desk):
    article = factories.make_article()
    article.cuts = [{"reason": "newsletter", "text": "Recevez notre lettre", "start": 0, "end": 3}]
    article.save()
    factories.propose(article=article)
    text = unescape(desk.get(reverse("admin:articles_article_change", args=[article.pk])).content.decode())
    assert f"<mark>{factories.ROUND}</mark>" in text
    assert "Recevez notre lettre" in text
    assert "Novalis" in text


def test_correct_article(desk):
    article = factories.make_article(published_on=None)
    data = {
        "title": "Novalis",
        "outlet": "",
        "url": "https://presse.example/1",
        "published_on": "2025-03-05",
        "published_on_precision": "day",
    }
    desk.post(reverse("admin:articles_article_change", args=[article.pk]), data)
    article.refresh_from_db()
    assert (article.title, article.published, article.url) == (
        "Novalis",
        "2025-03-05",
        "https://presse.example/1",
    )


def test_new_company_whose_spelling_is_taken(desk):
    find_or_propose_company("Novalis")
    data = {
        "name": "NOVALIS",
        "kind": "company",
        "description": "",
        "country": "",
        "founded": "",
        "website": "",
        "wikidata_id": "",
        "names-TOTAL_FORMS": 0,
        "names-INITIAL_FORMS": 0,
        "names-MIN_NUM_FORMS": 0,
        "names-MAX_NUM_FORMS": 1000,
    }
    response = desk.post(reverse("admin:companies_company_add"), data)
    assert (response.status_code, len(form_errors(response)), Company.objects.count()) == (200, 1, 1)


def test_stale_company_page_keeps_spellings_that_came_meanwhile(desk):
    company = find_or_propose_company("Novalis")
    name = company.names.get()
    find_or_propose_company("Novalis (ex-Novadata)")
    data = {
        "name": "Novalis",
        "kind": "company",
        "description": "Des batteries.",
        "country": "",
        "founded": "",
        "website": "",
        "wikidata_id": "",
        "names-TOTAL_FORMS": 1,
        "names-INITIAL_FORMS": 1,
        "names-MIN_NUM_FORMS": 0,
        "names-MAX_NUM_FORMS": 1000,
        "names-0-id": name.pk,
        "names-0-company": company.pk,
        "names-0-name": "Novalis",
    }
    desk.post(reverse("admin:companies_company_change", args=[company.pk]), data)
    assert sorted(str(n) for n in company.names.all()) == ["Novadata", "Novalis", "Novalis (ex-Novadata)"]


def test_rename_a_person_in_public(desk, publisher):
    fact = factories.make_published("role", by=publisher)
    address = reverse("admin:companies_person_change", args=[fact.person.pk])
    assert desk.post(address, {"name": "Maude Ferrand"}).status_code == 200  # no note: the form again
    desk.post(address, {"name": "Maude Ferrand", "note": "Her name has an e."})
    assert '"Maude Ferrand"' in Fact.objects.get(pk=fact.pk).publication.document


def test_editor_does_not_rename_a_public_person(client, editor, publisher):
    fact = factories.make_published("role", by=publisher)
    client.force_login(editor)
    data = {"name": "Maude Ferrand", "note": "Her name has an e."}
    response = client.post(reverse("admin:companies_person_change", args=[fact.person.pk]), data)
    assert (response.status_code, len(form_errors(response))) == (200, 1)
    assert response.context["adminform"].form["name"].value() == "Maude Ferrand"
    assert str(type(fact.person).objects.get()) == "Maud Ferrand"
