"""Every filter of every list, beside drafts that would match."""

from datetime import timedelta
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from articles.models import Article, Outlet
from companies import publishing, registry
from companies.api.views import RESOURCES
from companies.models import Company, Fact
from companies.tests.factories import make_article, make_published, propose
from companies.vocabulary import Kind

from . import world

pytestmark = pytest.mark.django_db

# Two or three events of a kind: the kind's example (see factories.SLOTS) with these slots.
WORLDS = {
    Kind.FUNDING_ROUND: [
        {},
        {
            "company": "Ostara", "amount": 3_000_000, "currency": "USD", "qualifier": "at_least", "status": "rumoured",
            "series": "seed", "announced_on": "2024-11", "people": ("Maud Ferrand",),
            "investors": [
                {"name": "Quercy Ventures", "role": "investor"}, {"name": "Maud Ferrand", "role": "lead"},
            ],
        },
        {"company": "Pelias", "amount": None, "currency": None, "series": None, "announced_on": None, "investors": []},
    ],
    Kind.VALUATION: [
        {},
        {
            "company": "Ostara", "amount": 3_000_000, "currency": "USD", "qualifier": "at_most", "as_of": "2024-06-30",
            "basis": "pre_money", "status": "rumoured",
        },
    ],
    Kind.KEY_FIGURE: [
        {},
        {
            "company": "Ostara", "metric": "net_result", "value": -40_000, "unit": "EUR", "qualifier": "exact",
            "as_of": "2024", "status": "target",
        },
    ],
    Kind.DEAL: [
        {},
        {
            "deal_type": "stake", "amount": 900_000, "currency": "USD", "qualifier": "at_least", "status": "rumoured",
            "date": "2023-12", "people": ("Maud Ferrand",),
            "parties": [{"name": "Maud Ferrand", "role": "acquirer"}, {"name": "Ostara", "role": "target"}],
        },
    ],
    Kind.CONTROVERSY: [
        {},
        {
            "company": "Ostara", "category": "privacy", "status": "alleged", "part": "accuser",
            "parties": ["Maud Ferrand"], "started_on": "2025-06", "people": ("Maud Ferrand",),
        },
    ],
    Kind.ROLE: [{}, {"person": "Jan Vos", "company": "Ostara", "title": "founder", "status": "former"}],
}  # fmt: skip

# kind, parameters, which of the world's events answer (numbers from 0)
CASES = [
    (Kind.FUNDING_ROUND, {"company": "novalis"}, {0}),
    (Kind.FUNDING_ROUND, {"status": "announced"}, {0, 2}),
    (Kind.FUNDING_ROUND, {"status": ["announced", "rumoured"]}, {0, 1, 2}),
    (Kind.FUNDING_ROUND, {"status": "cancelled"}, set()),
    (Kind.FUNDING_ROUND, {"series": "seed"}, {1}),
    (Kind.FUNDING_ROUND, {"series": ["seed", "series_a"]}, {0, 1}),
    (Kind.FUNDING_ROUND, {"currency": "EUR"}, {0}),
    (Kind.FUNDING_ROUND, {"currency": "usd"}, {1}),
    (Kind.FUNDING_ROUND, {"qualifier": "at_least"}, {1}),
    (Kind.FUNDING_ROUND, {"amount_min": 3_000_000}, {0, 1}),
    (Kind.FUNDING_ROUND, {"amount_min": "3000000.01"}, {0}),
    (Kind.FUNDING_ROUND, {"amount_max": 3_000_000}, {1}),
    (Kind.FUNDING_ROUND, {"amount_min": 1, "amount_max": "2999999.99"}, set()),
    (Kind.FUNDING_ROUND, {"date_from": "2025-03-04"}, {0}),
    (Kind.FUNDING_ROUND, {"date_from": "2024"}, {0, 1}),
    (Kind.FUNDING_ROUND, {"date_to": "2024"}, {1}),
    (Kind.FUNDING_ROUND, {"date_to": "2025-03"}, {0, 1}),
    (Kind.FUNDING_ROUND, {"date_to": "2025-03-03"}, {1}),
    (Kind.FUNDING_ROUND, {"investor": "quercy-ventures"}, {0, 1}),
    (Kind.FUNDING_ROUND, {"investor": "maud-ferrand"}, {1}),
    (Kind.FUNDING_ROUND, {"role": "lender"}, {0}),
    (Kind.FUNDING_ROUND, {"role": ["lender", "investor"]}, {0, 1}),
    (Kind.FUNDING_ROUND, {"investor": "quercy-ventures", "role": "lead"}, {0}),
    (Kind.FUNDING_ROUND, {"investor": "quercy-ventures", "role": ["lead", "investor"]}, {0, 1}),
    (Kind.FUNDING_ROUND, {"investor": "novalis"}, set()),
    (Kind.FUNDING_ROUND, {"confidence_min": "0.9"}, {0, 1, 2}),
    (Kind.FUNDING_ROUND, {"confidence_min": "0.901"}, set()),
    (Kind.VALUATION, {"company": "ostara"}, {1}),
    (Kind.VALUATION, {"status": "reported"}, {0}),
    (Kind.VALUATION, {"basis": "pre_money"}, {1}),
    (Kind.VALUATION, {"currency": "EUR"}, {0}),
    (Kind.VALUATION, {"qualifier": "approximately"}, {0}),
    (Kind.VALUATION, {"amount_min": 80_000_000}, {0}),
    (Kind.VALUATION, {"amount_max": 3_000_000}, {1}),
    (Kind.VALUATION, {"date_from": "2025"}, {0}),
    (Kind.VALUATION, {"date_to": "2024-06"}, {1}),
    (Kind.VALUATION, {"date_to": "2024-06-29"}, set()),
    (Kind.KEY_FIGURE, {"company": "ostara"}, {1}),
    (Kind.KEY_FIGURE, {"status": "target"}, {1}),
    (Kind.KEY_FIGURE, {"metric": "users_monthly"}, {0}),
    (Kind.KEY_FIGURE, {"metric": ["users_monthly", "net_result"]}, {0, 1}),
    (Kind.KEY_FIGURE, {"unit": "EUR"}, {1}),
    (Kind.KEY_FIGURE, {"qualifier": "exact"}, {1}),
    (Kind.KEY_FIGURE, {"value_min": 0}, {0}),
    (Kind.KEY_FIGURE, {"value_max": "-40000"}, {1}),
    (Kind.KEY_FIGURE, {"date_from": "2025-02-01"}, {0}),
    (Kind.KEY_FIGURE, {"date_to": "2024-01"}, {1}),
    (Kind.DEAL, {"company": "pastel-data"}, {0}),
    (Kind.DEAL, {"company": "novalis"}, {0}),
    (Kind.DEAL, {"status": "completed"}, {0}),
    (Kind.DEAL, {"deal_type": "stake"}, {1}),
    (Kind.DEAL, {"currency": "USD"}, {1}),
    (Kind.DEAL, {"qualifier": "exact"}, {0}),
    (Kind.DEAL, {"amount_min": 900_001}, {0}),
    (Kind.DEAL, {"amount_max": 900_000}, {1}),
    (Kind.DEAL, {"date_from": "2025"}, {0}),
    (Kind.DEAL, {"date_to": "2023"}, {1}),
    (Kind.DEAL, {"party": "maud-ferrand"}, {1}),
    (Kind.DEAL, {"party": "novalis", "role": "acquirer"}, {0}),
    (Kind.DEAL, {"party": "novalis", "role": "target"}, set()),
    (Kind.DEAL, {"role": "target"}, {0, 1}),
    (Kind.CONTROVERSY, {"company": "ostara"}, {1}),
    (Kind.CONTROVERSY, {"status": "alleged"}, {1}),
    (Kind.CONTROVERSY, {"category": "lawsuit"}, {0}),
    (Kind.CONTROVERSY, {"part": "accused"}, {0}),
    (Kind.CONTROVERSY, {"date_from": "2025"}, {1}),
    (Kind.CONTROVERSY, {"date_to": "2024"}, {0}),
    (Kind.CONTROVERSY, {"party": "ligue-des-abonnes"}, {0}),
    (Kind.CONTROVERSY, {"party": "maud-ferrand"}, {1}),
    (Kind.ROLE, {"company": "ostara"}, {1}),
    (Kind.ROLE, {"status": "current"}, {0}),
    (Kind.ROLE, {"title": "founder"}, {1}),
    (Kind.ROLE, {"title": ["founder", "ceo"]}, {0, 1}),
    (Kind.ROLE, {"person": "jan-vos"}, {1}),
    *[(kind, {"person": "maud-ferrand"}, {1}) for kind in (Kind.FUNDING_ROUND, Kind.DEAL, Kind.CONTROVERSY)],
]
NAMELESS = [Kind.VALUATION, Kind.KEY_FIGURE]  # kinds in which no person takes part

# parameters that every kind has, and which of its first two events answer: the second is about Ostara, which is
# Belgian, in an English article of The Day
EVERYWHERE = [
    ({"q": "ostara"}, {1}),
    ({"q": "OSTÁR"}, {1}),
    ({"q": "poison"}, set()),
    ({"country": "be"}, {1}),
    ({"country": "FR"}, set()),
    ({"outlet": "The Day"}, {1}),
    ({"outlet": ["The Day", "Le Lot"]}, {0, 1}),
    ({"language": "en"}, {1}),
    ({"language": ["en", "fr"]}, {0, 1}),
    ({"involves": "ostara"}, {1}),
    ({"involves": ["ostara", "novalis"]}, {0, 1}),
]
FOR_EACH_LIST = {"published_since", "updated_since", "corrected", "confidence_min"}  # have tests of their own below
LISTS = [*world.PATHS.items(), (Kind.ROLE, "facts")]


# parameters of /facts/, and which of the events that make_several makes answer
FACT_CASES = [
    ({"company": "ostara"}, {0, 2}),
    ({"company": ["ostara", "pelias"]}, {0, 1, 2}),
    ({"involves": "ostara"}, {0, 1, 2}),
    ({"investor": "ostara"}, {1}),
    ({"party": "ostara"}, {2}),
    ({"party": "ostara", "investor": "ostara"}, set()),
    ({"person": "maud-ferrand"}, {0}),
    ({"q": "ostara energie"}, {0, 2}),
    ({"country": "be"}, {0, 2}),
    ({"outlet": "Le Lot"}, {0}),
    ({"outlet": ["Le Lot", "The Day"]}, {0, 2}),
    ({"language": "en"}, {2}),
    ({"kind": "role"}, {0}),
    ({"kind": ["role", "deal"]}, {0, 2}),
    ({"status": "announced"}, {1}),
    ({"status": ["announced", "current"]}, {0, 1}),
    ({"title": "ceo"}, {0}),
    ({"deal_type": "acquisition"}, {2}),
    ({"series": "series_a"}, {1}),
    ({"amount_min": 6_000_000}, {1}),
    ({"date_from": "2025", "date_to": "2025-02"}, {2}),
    ({"role": ["lead", "target"]}, {1, 2}),
]


@pytest.mark.parametrize(
    ("kind", "parameters", "expected"), CASES, ids=[f"{kind}-{given}" for kind, given, _found in CASES]
)
def test_filter(client, publisher, kind, parameters, expected):
    facts = [make_published(kind, by=publisher, **slots) for slots in WORLDS[kind]]
    world.propose_one_of_each()
    found = world.results(client, f"{world.PATHS[kind]}/", **parameters, ordering="published")
    assert found == [world.document(fact) for number, fact in enumerate(facts) if number in expected]
    assert found == world.results(client, "facts/", kind=kind, **parameters, ordering="published")


@pytest.mark.parametrize("kind", Kind.values)
@pytest.mark.parametrize(("parameters", "expected"), EVERYWHERE)
def test_filter_that_every_kind_has(client, publisher, kind, parameters, expected):
    articles = [make_article(outlet="Le Lot"), make_article(outlet="The Day")]
    Article.objects.filter(pk=articles[1].pk).update(language="en")
    events = zip(WORLDS[kind], articles, strict=False)
    facts = [make_published(kind, by=publisher, article=article, **slots) for slots, article in events]
    registry.correct_company(
        Company.objects.get(slug="ostara"), by=publisher, note="Its seat.", changes={"country": "BE"}
    )  # fmt: skip
    world.propose_one_of_each()
    found = world.results(client, f"{world.PATHS[kind]}/", **parameters, ordering="published")
    assert [one["id"] for one in found] == [fact.pk for number, fact in enumerate(facts) if number in expected]
    assert found == world.results(client, "facts/", kind=kind, **parameters, ordering="published")


@pytest.mark.parametrize("kind", NAMELESS)
def test_filter_person_where_nobody_takes_part(client, publisher, kind):
    role = make_published("role", by=publisher)
    make_published(kind, by=publisher)
    assert world.results(client, f"{world.PATHS[kind]}/", person="maud-ferrand") == []
    assert world.results(client, "facts/", kind=[kind, "role"], person="maud-ferrand") == [world.document(role)]


def tried(cases):
    return {name for given in cases for name in given}


@pytest.mark.parametrize("kind", Kind.values)
def test_every_filter_of_a_kind_has_a_case(kind):
    ours = tried([given for of, given, _found in CASES if of == kind] + [given for given, _found in EVERYWHERE])
    assert ours | FOR_EACH_LIST | ({"person"} if kind in NAMELESS else set()) == parameters_of(world.PATHS[kind])


def test_every_filter_of_facts_has_a_case():
    ours = tried([given for _kind, given, _found in CASES] + [given for given, _found in EVERYWHERE + FACT_CASES])
    assert ours | FOR_EACH_LIST == parameters_of("facts")


def parameters_of(path):
    return set(RESOURCES[path].parameters.parameters())


@pytest.mark.parametrize(("kind", "path"), LISTS)
def test_filter_confidence(client, publisher, kind, path):
    facts = [
        make_published(kind, by=publisher, confidence=share, **world.numbered(kind, number))
        for number, share in enumerate([0.61, 0.95])
    ]
    assert world.results(client, f"{path}/", confidence_min="0.9") == [world.document(facts[1])]


@pytest.mark.parametrize(("kind", "path"), LISTS)
def test_filter_published_since(client, publisher, kind, path):
    older, newer = world.make_many(kind, 2, by=publisher)
    path, moment = f"{path}/", newer.publication.published_at
    later = (moment + timedelta(hours=1)).isoformat()
    for name in ("published_since", "updated_since"):
        assert world.results(client, path, **{name: moment.isoformat()}) == [world.document(newer)]
        assert world.results(client, path, **{name: later}) == []
    publishing.cite_published(
        older, article=make_article("Novalis le confirme."), quote="Novalis le confirme.", by=publisher, note="Second."
    )  # fmt: skip
    since = {"updated_since": moment.isoformat()}
    assert world.results(client, path, published_since=moment.isoformat()) == [world.document(newer)]
    assert world.results(client, path, **since) == [world.document(older), world.document(newer)]
    assert world.results(client, path, **since, ordering="published") == [world.document(newer), world.document(older)]
    assert world.results(client, path, corrected="true") == [world.document(older)]
    assert world.results(client, path, corrected="false") == [world.document(newer)]


def make_several(publisher):
    """Facts of several kinds about two companies, from two outlets, and a draft."""
    article = make_article("Ostara nomme Maud Ferrand.", outlet="Le Lot")
    other = make_article("Pelias buys Ostara.", outlet="The Day")
    other.language = "en"
    other.save()
    facts = [
        make_published("role", by=publisher, article=article, company="Ostara"),
        make_published(by=publisher, company="Pelias", investors=[{"name": "Ostara", "role": "lead"}]),
        make_published(
            "deal", by=publisher, article=other,
            parties=[{"name": "Pelias", "role": "acquirer"}, {"name": "Ostara", "role": "target"}],
        ),
    ]  # fmt: skip
    registry.correct_company(
        Company.objects.get(slug="ostara"), by=publisher, note="Its seat.", changes={"country": "BE"},
        names={"Östara Energie": True},
    )  # fmt: skip
    world.propose_one_of_each()
    return facts


@pytest.mark.parametrize(("parameters", "expected"), FACT_CASES)
def test_filter_facts(client, publisher, parameters, expected):
    facts = make_several(publisher)
    found = world.results(client, "facts/", **parameters, ordering="published")
    assert sorted(one["id"] for one in found) == sorted(facts[number].pk for number in expected)
    assert found == [world.document(Fact.objects.get(pk=one["id"])) for one in found]


def test_filter_people(client, publisher):
    make_published("role", by=publisher, person="Hélène Oké")
    make_published(
        "deal", by=publisher, people=("Jan Vos",),
        parties=[{"name": "Jan Vos", "role": "acquirer"}, {"name": "Ostara", "role": "target"}],
    )  # fmt: skip
    world.propose_one_of_each()
    cases = [({}, ["Hélène Oké", "Jan Vos"]), ({"q": "HELENE o"}, ["Hélène Oké"]), ({"q": "poison"}, [])]
    cases += [({"company": "novalis"}, ["Hélène Oké"]), ({"company": ["novalis", "jan"]}, None)]
    cases += [({"title": "ceo"}, ["Hélène Oké"]), ({"title": "owner"}, [])]
    for asked, names in cases:
        if names is None:
            assert world.errors(client, "people/", **asked) == [world.unknown_name("company", "jan")]
        else:
            assert [one["name"] for one in world.results(client, "people/", **asked)] == names


def test_filter_articles_by_company(client, publisher):
    one, two = make_articles(publisher)
    assert world.results(client, "articles/", company="ostara") == [world.document(two)]
    assert world.results(client, "articles/", company="quercy-ventures", ordering="published") == [
        world.document(one), world.document(two),
    ]  # fmt: skip


def test_filter_companies(client, publisher):
    make_published(by=publisher)
    make_published("role", by=publisher, company="Société Étoile")
    propose("role", company="Novalis Draft")
    star = registry.correct_company(
        Company.objects.get(name="Société Étoile"), by=publisher, note="A fund.",
        changes={"kind": "fund", "country": "FR", "founded": 2015, "wikidata_id": "Q95"},
        names={"Société Étoile": True, "Stella Secret": False, "STELLA": True},
    )  # fmt: skip
    novalis = Company.objects.get(slug="novalis")
    cases = {
        "etoile": [star], "ÉTOILE": [star], "socIeteé": [star], "stella": [star], "secret": [], "novalis": [novalis],
        "draft": [], "oval": [novalis], "!": [],
    }  # fmt: skip
    found = {words: world.results(client, "companies/", q=words) for words in cases}
    assert found == {words: [world.document(c) for c in companies] for words, companies in cases.items()}
    assert world.results(client, "companies/", kind="fund") == [world.document(star)]
    for asked in ({"country": "fr"}, {"founded_min": 2015, "founded_max": 2015}, {"wikidata_id": ["Q1", "Q95"]}):
        assert world.results(client, "companies/", **asked) == [world.document(star)]
    assert world.results(client, "companies/", founded_min=2016) == []
    assert world.results(client, "companies/", country="US", kind=["fund", "bank"]) == []


def make_articles(publisher):
    """Two public articles and a draft."""
    one = make_article(title="Été: Novalis lève", outlet="Le Lot", published_on="2025-03-05")
    two = make_article(title="Ostara raises", outlet="The Day", published_on="2024-01-31")
    two.language = "en"
    two.save()
    make_published(by=publisher, article=one)
    make_published(by=publisher, article=two, company="Ostara", amount=7_000_000)
    propose(article=make_article(title="Novalis draft", outlet="Draft Post"), company="Poisonia")
    return one, two


@pytest.mark.parametrize(
    ("parameters", "expected"),
    [
        ({"q": "novalis"}, {0}),
        ({"q": "RAISES"}, {1}),
        ({"q": "draft"}, set()),
        ({"q": "%"}, set()),
        ({"q": "text_sha256"}, set()),
        ({"outlet": "Le Lot"}, {0}),
        ({"language": "EN"}, {1}),
        ({"language": "de"}, set()),
        ({"date_from": "2024-02"}, {0}),
        ({"date_to": "2024"}, {1}),
        ({"date_from": "2024", "date_to": "2025"}, {0, 1}),
    ],
)
def test_filter_articles(client, publisher, parameters, expected):
    articles = make_articles(publisher)
    found = world.results(client, "articles/", **parameters, ordering="published")
    assert found == [world.document(one) for number, one in enumerate(articles) if number in expected]


def test_filter_articles_by_a_headline_changed_since(client, publisher):
    article, _other = make_articles(publisher)
    before = world.document(article)
    article.title = "Secret"
    article.save()
    assert world.results(client, "articles/", q="secret") == []
    assert world.results(client, "articles/", q="lève") == [before]


def test_filter_articles_where_one_was_withdrawn(client, publisher):
    article, other = make_articles(publisher)
    publishing.retract(article.citations.get().fact, by=publisher, note="Denied.")
    assert world.results(client, "articles/", q="a") == [world.document(other)]
    assert Outlet.objects.filter(name="Le Lot").exists()
    assert world.errors(client, "articles/", outlet="Le Lot") == [unknown_outlet("Le Lot")]


def unknown_outlet(name):
    return {
        "parameter": "outlet",
        "detail": f"No public article is of “{name}”. Write the name as the articles give it.",
    }


def test_outlet_of_drafts_alone_is_unknown(client, publisher):
    make_articles(publisher)
    answers = [world.errors(client, "articles/", outlet=name) for name in ("Draft Post", "Nobody")]
    assert answers == [[unknown_outlet("Draft Post")], [unknown_outlet("Nobody")]]


NAMES = [
    ("funding-rounds", "company", "poisonia"),
    ("funding-rounds", "investor", "poison-capital"),
    ("deals", "company", "poisonia"),
    ("deals", "party", "poisonia"),
    ("controversies", "party", "poison-league"),
    ("roles", "person", "paula-poison"),
    ("roles", "company", "poisonia"),
]


@pytest.mark.parametrize(("path", "name", "slug"), NAMES)
def test_names_of_drafts_are_unknown(client, publisher, path, name, slug):
    world.make_one_of_each(by=publisher)
    world.propose_one_of_each()
    for value in (slug, "nobody"):
        assert world.errors(client, f"{path}/", **{name: value}) == [world.unknown_name(name, value)]


def test_names_of_what_was_withdrawn_are_unknown(client, publisher):
    gone = make_published(by=publisher)
    publishing.retract(gone, by=publisher, note="Denied.")
    merged = make_published("role", by=publisher, company="Novalis 2")
    kept = make_published("role", by=publisher, company="Ostara", person="Jan Vos")
    registry.merge_companies(merged.company, into=kept.company, by=publisher, note="One firm.")
    for fact in (merged, kept):
        publishing.retract(fact, by=publisher, note="Denied.")
    for path, name, slug in (
        ("funding-rounds", "company", "novalis"),
        ("funding-rounds", "investor", "quercy-ventures"),
        ("roles", "company", "novalis-2"),
        ("roles", "company", "ostara"),
        ("roles", "person", "jan-vos"),
    ):
        assert world.errors(client, f"{path}/", **{name: slug}) == [world.unknown_name(name, slug)]


def test_name_that_is_public_in_another_fact_alone(client, publisher):
    """A public company that takes part in a draft: the draft enters no answer."""
    make_published(by=publisher)
    propose("deal", parties=[{"name": "Novalis", "role": "acquirer"}, {"name": "Poisonia", "role": "target"}])
    assert world.results(client, "deals/", party="novalis") == []
    assert world.results(client, "deals/", company="novalis") == []


UNUSABLE = [
    ("funding-rounds", "series", "x", "“x” is not one of: pre_seed, seed, series_a, series_b, series_c, series_d, "
     "series_e, series_f, series_g, series_h, growth, bridge, debt, corporate, ipo."),
    ("funding-rounds", "status", "current", "“current” is not one of: rumoured, announced, cancelled."),
    ("deals", "role", "lead", "“lead” is not one of: acquirer, target, seller, partner."),
    ("companies", "kind", "startup", "“startup” is not one of: company, fund, bank, public_body, association."),
    ("companies", "country", "France", "“France” is no code of ISO 3166. Write one like FR."),
    ("articles", "language", "french", "“french” is no code of ISO 639-1. Write one like fr."),
    ("deals", "currency", "€", "“€” is no code of ISO 4217. Write one like EUR."),
    *[
        (path, name, text, f"“{text}” is no number, or is too long. Write 12500000 or 12.5, without units.")
        for path, name, text in (
            ("deals", "amount_min", "12M"), ("deals", "amount_max", "NaN"), ("deals", "amount_max", "1e400"),
            ("roles", "confidence_min", "0.12345"),
        )
    ],
    ("deals", "date_from", "hier", "“hier” is no date. Write YYYY, YYYY-MM or YYYY-MM-DD."),
    ("deals", "date_to", "2025-02-30", "“2025-02-30” is no date. Write YYYY, YYYY-MM or YYYY-MM-DD."),
    ("deals", "date_to", "0000", "“0000” is no date. Write YYYY, YYYY-MM or YYYY-MM-DD."),
    ("deals", "date_to", "2025-W01-1", "“2025-W01-1” is no date. Write YYYY, YYYY-MM or YYYY-MM-DD."),
    *[
        ("roles", "published_since", text, f"“{text}” is no moment. Write 2025-03-04T10:00:00Z (in an address + is "
         "written %2B).")
        for text in ("yesterday", "2025-03-04T10:00:00 02:00", "2025-13-01T00:00Z", "0001-01-01T00:00:00+14:00")
    ],
]  # fmt: skip


@pytest.mark.parametrize(("path", "name", "value", "detail"), UNUSABLE)
def test_value_unusable(client, path, name, value, detail):
    assert world.errors(client, f"{path}/", **{name: value}) == [{"parameter": name, "detail": detail}]


@pytest.mark.parametrize("name", ["company", "published_since", "unit", "metric", "value_min", "date_from"])
def test_value_with_a_null_character(client, name):
    assert client.get(f"/api/v1/key-figures/?{name}=a%00b").status_code == 400


def test_several_faults_are_told_at_once(client):
    found = world.errors(client, "deals/", amount_min="x", date_from="y", status="z")
    assert {error["parameter"] for error in found} == {"amount_min", "date_from", "status"}


def test_parameter_unknown(client):
    assert world.errors(client, "roles/", salary="1") == [
        {
            "parameter": "salary",
            "detail": "There is no such parameter here. Allowed: as_of, company, confidence_min, corrected, count, "
            "country, cursor, fields, involves, language, ordering, outlet, page_size, person, published_since, q, "
            "status, title, updated_since.",
        }
    ]


def test_parameter_empty_or_twice(client):
    response = client.get("/api/v1/roles/?company=&q=a&q=b&title=ceo&title=cto")
    assert response.json()["errors"] == [
        {"parameter": "company", "detail": "It is empty. Give a value or leave the parameter out."},
        {"parameter": "q", "detail": "It is given more than once. Give one value."},
    ]


@pytest.mark.parametrize(
    ("address", "allowed"),
    [("roles/1/", "as_of, fields"), ("", "none"), ("companies/x/", "as_of, fields, include")],
)
def test_parameter_unknown_beside_a_list(client, address, allowed):
    assert world.errors(client, address, q="id") == [
        {"parameter": "q", "detail": f"There is no such parameter here. Allowed: {allowed}."}
    ]


def test_include_unknown(client, publisher):
    make_published(by=publisher)
    told = {"parameter": "include", "detail": "“roles” is not one of: facts, articles, people."}
    assert world.errors(client, "companies/novalis/", include="facts,roles") == [told]
    assert world.errors(client, "companies/", include="roles") == [told]


def test_values_in_an_address_are_read_as_escaped(client, publisher):
    fact = make_published("key_figure", by=publisher, metric="market_share", value=12.5, unit="%")
    response = client.get(f"/api/v1/key-figures/?unit={quote('%')}&value_min=12.5&value_max=12.5")
    assert response.json()["results"] == [world.document(fact)]


ODD = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=30),
    st.integers().map(str),
    st.decimals().map(str),
    st.floats().map(str),
    st.dates().map(str),
    st.datetimes(timezones=st.timezones()).map(lambda moment: moment.isoformat()),
    st.sampled_from(["0000-01", "9999-12-31T23:59:59-14:00", "1e308", "-0", "٣", "%", "_", "\\", "'", "None"]),
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
@pytest.mark.parametrize("path", RESOURCES)
def test_any_value_is_used_or_refused(client, path, data):
    names = [*RESOURCES[path].parameters.parameters(), "cursor", "page_size", "ordering"]
    chosen = data.draw(st.dictionaries(st.sampled_from(names), ODD, min_size=1, max_size=3))
    response = world.get(client, f"{path}/", **chosen)
    assert response.status_code in (200, 400)
    if response.status_code == 400:
        assert {error["parameter"] for error in response.json()["errors"]} <= set(chosen)


def test_what_came_back_after_a_withdrawal_is_still_corrected(client, publisher):
    first = make_published(by=publisher, company="Ostara")
    registry.correct_company(Company.objects.get(slug="ostara"), by=publisher, changes={"country": "FR"}, note="Seat.")
    publishing.retract(first, by=publisher, note="Denied.")
    make_published("valuation", by=publisher, company="Ostara")
    assert [one["slug"] for one in world.results(client, "companies/", corrected="true")] == ["ostara"]
    assert "ostara" not in [one["slug"] for one in world.results(client, "companies/", corrected="false")]
