"""Nothing unpublished leaves: drafts, rejected and retracted facts with names of their own are in the tables."""

import gzip
import re

import pytest
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.utils import timezone

from articles.models import Article
from companies import keys, publishing, review
from companies.api.views import RESOURCES
from companies.dumps import shelf
from companies.models import Company, CompanyName, Fact, Person, Publication
from companies.tests.factories import make_article, make_published, propose

from . import world

pytestmark = pytest.mark.django_db
POISON = re.compile("poison", re.IGNORECASE)
DRAFT = re.compile("(?<!retra)poison", re.IGNORECASE)


@pytest.fixture
def poisoned(publisher, editor):
    """A public world, and beside it everything that must not be seen."""
    public = world.make_one_of_each(by=publisher)
    drafts = world.propose_one_of_each()
    review.accept(drafts[0], by=editor)
    review.reject(drafts[1], by=editor, reason="Poisoned.")
    company = Company.objects.get(slug="novalis")
    CompanyName.objects.create(company=company, name="Novalis Poison")
    article = public[0].citations.get().article
    propose(article=article, amount=666, series="ipo", investors=[{"name": "Poison Fund", "role": "lead"}])
    bad = make_published(
        by=publisher, article=make_article("Retrapoison lève.", title="Retrapoison"), company="Retrapoison"
    )
    publishing.retract(bad, by=publisher, note="Wrong.")
    Fact.objects.filter(pk=public[0].pk).update(rule="poison")
    return public


def addresses():
    """Every address that there is, or could be, in this world."""
    yield from ("", "schema/", "docs/", "docs/?script=", "redoc/", "poison/", "companies/?ordering=x", "deals/?x=1")
    for name, view in RESOURCES.items():
        yield from (f"{name}/?page_size=100", f"{name}/?page_size=1", f"{name}/?status=x")
        yield from (f"{name}/?ordering={sign}{ordering}" for ordering in view.orderings for sign in ("", "-"))
    for name in world.PATHS.values():
        yield from (f"{name}/{number}/" for number in Fact.objects.values_list("pk", flat=True))
    yield from (f"articles/{number}/" for number in Article.objects.values_list("pk", flat=True))
    yield from (f"articles/?{name}=a" for name in ("q", "outlet", "language"))


def test_no_address_tells_of_what_is_not_public(client, poisoned):
    assert Fact.objects.exclude(pk__in=Fact.objects.published()).count() == 8
    leaks = []
    for address in addresses():
        response = client.get(f"/api/v1/{address}")
        told = [response.content.decode(), str(response.headers)]
        leaks += [address for text in told if POISON.search(text)]
    assert leaks == []


def ledger_addresses():
    """What tells the past too: there the retracted fact was public once, and only drafts must not be seen."""
    last = Publication.objects.count()
    yield from ("changes/", "changes/?page_size=1000", "checksum/", "publications/", "whoami/", "usage/", "problems/")
    yield from ("context.jsonld", "desk/facts/", "webhooks/", "desk/facts/1/", "problems/conflict/")
    yield from (f"publications/{sequence}/" for sequence in range(1, last + 2))
    for name in RESOURCES:
        yield from (f"{name}/?include=facts", f"{name}/?fields=poison", f"{name}/?count=true")
        yield f"{name}/?as_of={timezone.now():%Y-%m-%d}"


@pytest.fixture
def ask(client, poisoned):
    """Asks for an address, anonymously and with a key, and returns the statuses; no answer may tell of a draft."""
    reader = get_user_model().objects.create_superuser("reader")
    _key, secret = keys.issue(by=reader, user=reader, name="reader")

    def told(address, accept):
        statuses = []
        for more in ({}, {"authorization": f"Bearer {secret}"}):
            response = client.get(f"/api/v1/{address}", headers={"accept": accept, **more})
            content = response.getvalue()
            content = gzip.decompress(content) if response["Content-Type"] == "application/gzip" else content
            text = content.decode().replace("“poison”", "") + str(response.headers)
            assert not DRAFT.search(text), address
            statuses.append(response.status_code)
        return statuses

    return told


@pytest.mark.parametrize("accept", ["application/json", "application/ld+json"])
def test_neither_the_present_nor_the_past_tells_of_drafts(ask, accept):
    answers = {address: ask(address, accept) for address in ledger_addresses()}
    assert answers["facts/?count=true"] == [200, 200]
    assert answers["changes/"] == ([200, 200] if accept == "application/json" else [406, 406])


@pytest.mark.parametrize("accept", ["application/x-ndjson", "text/csv"])
def test_no_export_tells_of_drafts(ask, accept):
    answers = {name: ask(f"{name}/export/", accept) for name in RESOURCES}
    without_columns = [name for name in RESOURCES if accept == "text/csv" and name == "facts"]
    assert answers == {name: [406, 406] if name in without_columns else [200, 200] for name in RESOURCES}


def test_no_address_of_a_dump_tells_of_drafts(ask, settings, tmp_path):
    settings.DUMPS_DIR = tmp_path
    name = shelf.add(licence="LicenseRef-test").folder.name
    files = [f"dumps/{name}/{file}" for file in ("manifest.json", "ledger.ndjson.gz")]
    answers = {address: ask(address, "*/*") for address in ("dumps/", f"dumps/{name}/", *files)}
    assert list(answers.values()) == [[200, 200]] * 4


def test_no_page_and_no_dump_tells_of_drafts(client, poisoned, tmp_path):
    pages = ["/", "/?q=x", "/companies/", "/companies/novalis/", "/robots.txt", "/nowhere/"]
    pages += [f"/articles/{number}/" for number in Article.objects.values_list("pk", flat=True)]
    told = {page: client.get(page).getvalue().decode() for page in pages}
    call_command("dump", str(tmp_path / "dump"), verbosity=0)
    for file in (tmp_path / "dump").iterdir():
        content = file.read_bytes()
        told[file.name] = (gzip.decompress(content) if file.suffix == ".gz" else content).decode()
    assert [name for name, text in told.items() if DRAFT.search(text)] == []


def test_companies_that_are_not_public_are_unknown(client, poisoned):
    hidden = ["poisonia", "poison-capital", "poison-league", "poison-fund"]
    assert sorted(Company.objects.filter(slug__in=hidden).values_list("slug", flat=True)) == sorted(hidden)
    answers = [
        world.get(client, f"companies/{slug}/", **more).content
        for slug in [*hidden, "nobody"]
        for more in ({}, {"include": "facts"})
    ]
    assert len(set(answers)) == 1


def test_public_company_with_its_facts_shows_public_ones_alone(client, poisoned):
    answer = world.get(client, "companies/novalis/", include="facts")
    assert not POISON.search(answer.content.decode())
    shown = [one["id"] for facts in answer.json()["facts"].values() for one in facts]
    assert sorted(shown) == sorted(fact.pk for fact in poisoned)


def test_search_by_a_spelling_that_is_not_public(client, poisoned):
    for words in ("poison", "Poisonia", "Novalis Poison"):
        assert world.results(client, "companies/", q=words) == []
        assert world.results(client, "articles/", q=words) == []


def test_people_of_drafts_are_unknown(client, poisoned):
    assert Person.objects.filter(slug="paula-poison").exists()
    assert world.errors(client, "roles/", person="paula-poison") == [world.unknown_name("person", "paula-poison")]


def test_values_of_drafts_match_nothing(client, poisoned):
    assert world.results(client, "funding-rounds/", amount_max=666) == []
    assert world.results(client, "funding-rounds/", series="ipo") == []
    assert world.results(client, "key-figures/", unit="poison") == []
    assert world.results(client, "key-figures/", metric="other") == []
