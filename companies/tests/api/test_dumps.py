"""Dumps: all that is public and nothing else, the same again in an empty instance, and no fault unnoticed."""

import gzip
import hashlib
import json

import pytest
from django.contrib.auth.models import User

from companies import dumps, ledger, publishing, registry, removal, review
from companies.dumps.loading import FILLED
from companies.dumps.tables import parts_of
from companies.models import MODELS, Company, CompanyName, Concern, Decision, Fact, Publication
from companies.tests.factories import make_article, make_published, propose

from . import world
from .test_leaks import POISON, addresses

pytestmark = pytest.mark.django_db
LICENCE = "LicenseRef-test"


@pytest.fixture
def public(publisher):
    """A ledger with everything that happens to facts, companies and articles."""
    facts = world.make_one_of_each(by=publisher)
    publishing.correct_published(facts[0], by=publisher, changes={"series": "seed"}, note="Misprint.")
    gone = make_published("role", by=publisher, company="Orphelin", person="Basile Quercy")
    publishing.retract(gone, by=publisher, note="Denied.")
    make_published("key_figure", by=publisher, company="Novalys", metric="revenue", value=None, unit=None, as_of=None)
    one, other = Company.objects.get(slug="novalys"), Company.objects.get(slug="novalis")
    registry.merge_companies(one, into=other, by=publisher, note="One company.")
    again = make_published(
        by=publisher, company="Pastel Data", article=make_article(title="Pastel lève", outlet="La Gazette du Lot")
    )
    publishing.merge_published(
        again, into=make_published(by=publisher, company="Pastel Data", amount=3), by=publisher, note="One event."
    )
    return facts


def write(folder):
    return dumps.write(folder, licence=LICENCE)


def empty():
    """Take away all that a dump brings, the history of decisions too."""
    for model in (Decision, *MODELS.values(), *FILLED):
        rows = model.objects.all()
        rows._raw_delete(rows.db)


def answers(client):
    """What every address says, and by which validator."""
    chosen = sorted({address for address in addresses() if not address.startswith("docs")})
    told = {address: client.get(f"/api/v1/{address}") for address in chosen}
    return {address: (one.status_code, one.headers.get("ETag"), one.content) for address, one in told.items()}


def test_a_dump_loaded_is_the_same_ledger_with_the_same_answers(client, public, tmp_path):
    before, checksum = answers(client), ledger.checksum()
    manifest = write(tmp_path / "one")
    empty()
    dumps.load(tmp_path / "one")
    assert ledger.checksum() == checksum == manifest["checksum"]
    assert max(ledger.verify()) == manifest["sequence"]
    after = answers(client)
    assert {address: (before[address], after[address]) for address in before if after[address] != before[address]} == {}
    write(tmp_path / "two")
    one, two = (tmp_path / name / "ledger.ndjson.gz" for name in ("one", "two"))
    assert one.read_bytes() == two.read_bytes()


def test_rows_loaded_give_the_documents_again_and_prove_them(public, tmp_path):
    write(tmp_path / "dump")
    empty()
    dumps.load(tmp_path / "dump")
    for fact in Fact.objects.published():
        for citation in fact.citations.all():
            citation.full_clean()
        fact.one().full_clean(validate_unique=False)
    assert Company.objects.get(slug="novalys").merged_into.slug == "novalis"
    make_published(by=User.objects.create_superuser("boss"), company="Nouvelle")
    assert list(ledger.verify())


def test_manifest(public, tmp_path):
    manifest = write(tmp_path / "dump")
    assert json.loads((tmp_path / "dump" / "manifest.json").read_bytes()) == manifest
    last, digest = ledger.head()
    path = tmp_path / "dump" / "ledger.ndjson.gz"
    content = path.read_bytes()
    made_at = manifest.pop("made_at")
    assert made_at.endswith("+00:00")
    documents = {kind: len(world.documents(kind)) for kind in world.SUBJECTS}
    actions = [json.loads(line)["action"] for line in gzip.decompress(content).splitlines()]
    assert manifest == {
        "format": "newsroom-dump/2",
        "licence": LICENCE,
        "sequence": last,
        "digest": digest,
        "checksum": ledger.checksum(),
        "entries": last,
        "actions": {action: actions.count(action) for action in sorted(set(actions))},
        "documents": documents,
        "files": [{"name": path.name, "bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}],
    }


def test_nothing_unpublished_is_in_a_dump(public, editor, tmp_path):
    drafts = world.propose_one_of_each()
    review.accept(drafts[0], by=editor)
    review.reject(drafts[1], by=editor, reason="Poisoned.")
    CompanyName.objects.create(company=Company.objects.get(slug="novalis"), name="Novalis Poison")
    article = public[0].citations.first().article
    propose(article=article, amount=666, series="ipo", investors=[{"name": "Poison Fund", "role": "lead"}])
    Fact.objects.filter(pk=public[0].pk).update(rule="poison")
    write(tmp_path / "dump")
    for path in (tmp_path / "dump").iterdir():
        content = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
        assert not POISON.search(content.decode())


def test_a_folder_that_is_there_stays(tmp_path):
    (tmp_path / "dump").mkdir()
    with pytest.raises(dumps.BadDump) as caught:
        write(tmp_path / "dump")
    assert str(caught.value) == f"{tmp_path}/dump is there already. Name a folder that is not, or take it away first."


def test_a_dump_that_is_stopped_leaves_nothing(public, tmp_path):
    def stop(items, *, total):
        yield next(iter(items))
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        dumps.write(tmp_path / "dump", licence=LICENCE, watch=stop)
    assert list(tmp_path.iterdir()) == []


def test_an_instance_that_is_not_empty_stays(public, tmp_path):
    write(tmp_path / "dump")
    with pytest.raises(dumps.NotEmpty) as caught:
        dumps.load(tmp_path / "dump")
    assert str(caught.value).startswith("This instance is not empty: it has ")


def spoil(folder, change):
    """Change the lines and let the manifest agree with the new file."""
    path, manifest = folder / "ledger.ndjson.gz", folder / "manifest.json"
    lines = change(gzip.decompress(path.read_bytes()).splitlines(keepends=True))
    path.write_bytes(gzip.compress(b"".join(lines)))
    told = json.loads(manifest.read_bytes())
    told["files"][0]["sha256"] = hashlib.sha256(path.read_bytes()).hexdigest()
    manifest.write_text(json.dumps(told))


def without_date(lines):
    """The third entry as if it had never been superseded, or as if it had."""
    line = json.loads(lines[2])
    line["superseded_at"] = None if line["superseded_at"] else line["published_at"]
    return [*lines[:2], json.dumps(line).encode() + b"\n", *lines[3:]]


def replaced(old, new):
    """The first entry with other words in it."""
    return lambda lines: [lines[0].replace(old, new), *lines[1:]]


SPOILS = {
    "the document of entry 1 was changed": replaced(b'"country":null', b'"country":"FR"'),
    "entry 3 is missing: the next one is 4": lambda lines: [*lines[:2], *lines[3:]],
    "entry 1 does not follow from the one before": replaced(b'"note":""', b'"note":"x"'),
    "the dump ends with": lambda lines: lines[:-1],
    "The documents in force are not those": without_date,
}


@pytest.mark.parametrize("fault", SPOILS)
def test_a_dump_that_was_changed_is_refused_and_nothing_loaded(publisher, tmp_path, fault):
    make_published(by=publisher)
    write(tmp_path / "dump")
    empty()
    spoil(tmp_path / "dump", SPOILS[fault])
    with pytest.raises(dumps.BadDump) as caught:
        dumps.load(tmp_path / "dump")
    assert str(caught.value).startswith(fault)
    assert [model for model in FILLED if model.objects.exists()] == []


def parts():
    """Every index and foreign key of the tables that are filled."""
    return {model: sorted(parts_of(model)) for model in (*FILLED, *MODELS.values())}


@pytest.mark.parametrize("is_spoiled", [False, True])
def test_indexes_and_keys_are_as_before(publisher, tmp_path, is_spoiled):
    make_published(by=publisher)
    write(tmp_path / "dump")
    empty()
    before = parts()
    assert [model for model, found in before.items() if model in (Publication, Fact) and not found] == []
    if is_spoiled:
        spoil(tmp_path / "dump", without_date)
        with pytest.raises(dumps.BadDump):
            dumps.load(tmp_path / "dump")
    else:
        dumps.load(tmp_path / "dump")
    assert parts() == before


def test_a_file_that_is_not_whole_is_refused(publisher, tmp_path):
    write(tmp_path / "dump")
    path = tmp_path / "dump" / "ledger.ndjson.gz"
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(dumps.BadDump) as caught:
        dumps.load(tmp_path / "dump")
    assert str(caught.value).startswith(f"{path} was changed or is not whole: its sha256 is ")


def test_a_folder_without_a_manifest_is_no_dump(tmp_path):
    with pytest.raises(dumps.BadDump) as caught:
        dumps.load(tmp_path)
    assert str(caught.value).startswith(f"{tmp_path} holds no dump: manifest.json cannot be read (")


def test_what_was_removed_for_legal_reasons_stays_removed(public, tmp_path):
    boss = User.objects.create_superuser("boss")
    for fact in public:
        removal.remove(fact, by=boss, note="Court order.")
    write(tmp_path / "one")
    empty()
    dumps.load(tmp_path / "one")
    assert Fact.objects.filter(company__slug="removed").count() == len(public)
    write(tmp_path / "two")
    one, two = (tmp_path / name / "ledger.ndjson.gz" for name in ("one", "two"))
    assert one.read_bytes() == two.read_bytes()


def concerned():
    """Which entries are about which companies."""
    return sorted(Concern.objects.values_list("publication__sequence", "company__slug", "is_named"))


def test_what_removed_entries_were_about_is_loaded_again(public, tmp_path):
    removal.remove(public[0], by=User.objects.create_superuser("boss"), note="Court order.")
    before = concerned()
    write(tmp_path / "dump")
    empty()
    dumps.load(tmp_path / "dump")
    assert concerned() == before


def test_what_was_merged_into_something_removed_is_loaded_as_merged(publisher, tmp_path):
    one, other = make_published(by=publisher), make_published(by=publisher, amount=3)
    publishing.merge_published(one, into=other, by=publisher, note="One event.")
    removal.remove(other, by=publisher, note="Court order.")
    write(tmp_path / "dump")
    empty()
    dumps.load(tmp_path / "dump")
    assert Fact.objects.get(pk=one.pk).merged_into_id == other.pk


@pytest.mark.parametrize(("kind", "about"), [("valuation", ["removed"]), ("deal", ["pastel-data", "pastel-data"])])
def test_a_fact_of_a_company_that_was_removed_is_loaded(publisher, tmp_path, kind, about):
    fact = make_published(kind, by=publisher)
    gone = registry.find_company("Novalis")
    removal.blank(gone, by=publisher, note="By a release that did not ask whether facts name it.")
    write(tmp_path / "dump")
    empty()
    dumps.load(tmp_path / "dump")
    row = Fact.objects.get(pk=fact.pk)
    assert [row.company.slug, *row.participations.values_list("company__slug", flat=True)] == about
    assert set(ledger.entries_about(Company.objects.get(pk=gone.pk)).values_list("document", flat=True)) == {""}
