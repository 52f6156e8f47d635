"""The commands, as a shell sees them: what they print, and how they end."""

import io
import json
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command

from articles.models import Article, Reading
from companies import keys
from companies.models import ApiKey, Citation, Company, Fact, Publication
from companies.tests import factories
from newsroom.demonstration import SURE

SEEDS = Path(settings.BASE_DIR) / "seeds"
FRENCH = "La société Novalis annonce avoir levé 12 millions d'euros auprès de Quercy Ventures. " * 2


def run(name, *args, **options):
    """(standard output, standard error, message of the failure or None) of a command."""
    out, err, failure = io.StringIO(), io.StringIO(), None
    try:
        call_command(name, *args, stdout=out, stderr=err, no_color=True, **options)
    except CommandError as error:
        failure = str(error)
    return out.getvalue(), err.getvalue(), failure


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "good.txt").write_text(FRENCH, encoding="utf-8")
    return tmp_path


def test_seeds_are_the_five_documents():
    assert sorted(path.name for path in SEEDS.iterdir()) == [
        "000_5892a24a02a25acc.txt",
        "001_f537f57140bbbc89.txt",
        "002_88ca8169e5073466.txt",
        "003_a2ed0048c0e2f918.txt",
        "004_fc5d5a8806574546.txt",
    ]


@pytest.mark.django_db
def test_import_seeds():
    out, err, failure = run("import_seeds")
    proposed = Fact.objects.count()
    assert (err, failure, Article.objects.count()) == ("", None, 5)
    assert "Articles: 5 new, 0 unchanged, 0 failed\n" in out
    assert f"Facts proposed: {proposed} (" in out
    assert proposed >= 20
    for citation in Citation.objects.select_related("article"):
        assert citation.article.body[citation.start : citation.end] == citation.quote
    assert bytes(Article.objects.get(source_name__startswith="003").raw) == next(SEEDS.glob("003*")).read_bytes()


@pytest.mark.django_db
def test_import_seeds_twice_changes_nothing():
    run("import_seeds")
    before = [list(model.objects.order_by("pk").values()) for model in (Article, Company, Fact, Citation)]
    out, _, failure = run("import_seeds")
    assert failure is None
    assert "Articles: 0 new, 5 unchanged, 0 failed\nFacts proposed: 0 (none)\n" in out
    assert [list(model.objects.order_by("pk").values()) for model in (Article, Company, Fact, Citation)] == before


@pytest.mark.django_db
def test_reading_anew_after_the_extractor_changed_adds_nothing():
    run("import_seeds")
    facts, citations = Fact.objects.count(), Citation.objects.count()
    Article.objects.update(extractor_version="0")
    out, _, failure = run("import_seeds")
    assert failure is None
    assert "Articles: 0 new, 0 unchanged, 0 failed, 5 read anew\nFacts proposed: 0 (none)\n" in out
    assert (Fact.objects.count(), Citation.objects.count()) == (facts, citations)


@pytest.mark.django_db
def test_import_seeds_dry_run():
    out, _, failure = run("import_seeds", dry_run=True)
    assert failure is None
    assert "Dry run: nothing was stored. An import would give:\nArticles: 5 new" in out
    assert not Article.objects.exists()
    assert not Company.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("empty.txt", b""),
        ("blank.txt", b" \n\t\n"),
        ("binary.txt", bytes(range(256)) * 8),
        ("picture.txt", b"\x89PNG\r\n\x1a\n" + b"\0" * 200),
    ],
)
def test_import_of_a_broken_document(folder, name, content):
    (folder / name).write_bytes(content)
    out, err, failure = run("import_seeds", path=folder)
    assert failure == "1 of 2 documents could not be imported (named above)."
    assert err.startswith(f"{name}: failed: ")
    assert "Articles: 1 new, 0 unchanged, 1 failed\n" in out
    assert [a.source_name for a in Article.objects.all()] == ["good.txt"]


@pytest.mark.django_db
def test_import_of_a_megabyte_in_one_line(folder):
    (folder / "long.txt").write_text("La société Novalis prépare la suite de ses travaux. " * 20_000, encoding="utf-8")
    out, _, failure = run("import_seeds", path=folder)
    assert failure is None
    assert "Articles: 2 new, 0 unchanged, 0 failed\n" in out


@pytest.mark.django_db
def test_import_of_another_encoding(folder):
    (folder / "latin.txt").write_bytes(FRENCH.replace("Novalis", "Évalis").encode("cp1252"))
    _, _, failure = run("import_seeds", path=folder)
    assert failure is None
    assert "La société Évalis annonce" in Article.objects.get(source_name="latin.txt").body


@pytest.mark.django_db
def test_import_of_a_third_language(folder):
    text = (
        "Das Unternehmen Novalis hat in einer neuen Runde zwölf Millionen Euro von Anlegern erhalten, sagte der Chef. "
    )
    (folder / "german.txt").write_text(text * 3, encoding="utf-8")
    _, err, failure = run("import_seeds", path=folder)
    assert failure is None
    assert err == (
        "german.txt: kept, but not read for facts: its language (de) is not one of en, fr. "
        "Editors can add facts to it by hand.\n"
    )
    article = Article.objects.get(source_name="german.txt")
    assert (article.reading, article.language) == (Reading.UNSUPPORTED_LANGUAGE, "de")


@pytest.mark.django_db
def test_import_goes_on_after_a_document_that_trips_the_reader(folder, monkeypatch, caplog):
    (folder / "odd.txt").write_text(FRENCH.replace("Novalis", "Oddity"), encoding="utf-8")

    def trip(body, **options):
        if "Oddity" in body:
            raise ZeroDivisionError("oh")
        return []

    monkeypatch.setattr("newsroom.importing.extract", trip)
    _, err, failure = run("import_seeds", path=folder)
    assert failure == "1 of 2 documents could not be imported (named above)."
    assert err == "odd.txt: failed: the reader failed (oh), nothing was stored; see the log\n"
    assert [a.source_name for a in Article.objects.all()] == ["good.txt"]
    assert "ZeroDivisionError" in caplog.text


@pytest.mark.django_db
def test_import_of_a_missing_folder(tmp_path):
    _, _, failure = run("import_seeds", path=tmp_path / "nowhere")
    assert failure == f"There is no folder {tmp_path / 'nowhere'}. Name one that holds .txt documents: --path DIR"


@pytest.mark.django_db
def test_import_of_an_empty_folder(tmp_path):
    _, _, failure = run("import_seeds", path=tmp_path)
    assert failure == f"The folder {tmp_path} holds no .txt document. Put the articles there as text files."


def test_extract_needs_no_database(folder):
    out, err, failure = run("extract", str(folder / "good.txt"), published_on="2025-03-05")
    assert (err, failure) == ("", None)
    line = json.loads(out)
    assert list(line) == ["id", "file", "language", "published_on", "title", "body", "facts"]
    assert (line["id"], line["file"], line["language"], line["published_on"]) == (
        "good",
        "good.txt",
        "fr",
        "2025-03-05",
    )
    fact = line["facts"][0]
    assert (fact["kind"], fact["company"], fact["amount"], fact["currency"]) == (
        "funding_round",
        "Novalis",
        12_000_000,
        "EUR",
    )
    for citation in fact["citations"]:
        assert line["body"][citation["start"] : citation["end"]] == citation["quote"]


def test_extract_reads_standard_input(monkeypatch):
    class Input:
        buffer = io.BytesIO(FRENCH.encode())

    monkeypatch.setattr("sys.stdin", Input)
    out, _, failure = run("extract", "-")
    assert failure is None
    assert json.loads(out)["id"] == "stdin"


def test_extract_goes_on_after_a_broken_document(folder):
    (folder / "empty.txt").write_bytes(b"")
    out, err, failure = run("extract", str(folder / "empty.txt"), str(folder / "gone.txt"), str(folder / "good.txt"))
    assert failure == "2 of 3 documents could not be read (named above)."
    assert len(out.splitlines()) == 1
    assert [line.split(":")[0].rsplit("/", 1)[-1] for line in err.splitlines()] == ["empty.txt", "gone.txt"]


@pytest.mark.django_db
def test_demo(settings):
    settings.DEBUG = True
    out, _, failure = run("demo", no_serve=True)
    assert failure is None
    editor, publisher = User.objects.get(username="demo-editor"), User.objects.get(username="demo-publisher")
    for user in (editor, publisher):
        password = out.split(f"Account {user.username}")[1].split("password ")[1].split("\n")[0]
        assert user.check_password(password)
    published = Fact.objects.published()
    assert published.count() >= 5
    assert all(fact.confidence >= SURE for fact in published)
    assert set(published.values_list("publication__by", flat=True)) == {publisher.pk}
    assert f"In the queue for an editor: {Fact.objects.open().count()}." in out


@pytest.mark.django_db
def test_demo_publishes_both_rounds_of_xai(settings, client):
    settings.DEBUG = True
    run("demo", no_serve=True)
    rounds = client.get("/api/v1/funding-rounds/?company=xai&ordering=-amount").json()["results"]
    told = ["amount", "currency", "status", "target_amount", "equity_amount", "debt_amount"]
    assert [[one[slot] for slot in told] for one in rounds] == [
        [20_000_000_000, "USD", "announced", 15_000_000_000, None, None],
        [10_000_000_000, "USD", "announced", None, 5_000_000_000, 5_000_000_000],
    ]
    assert [sorted((b["name"], b["role"]) for b in one["investors"]) for one in rounds] == [
        [
            ("Cisco Investments", "strategic"),
            ("Fidelity", "investor"),
            ("Nvidia", "strategic"),
            ("Qatar Investment Authority", "investor"),
            ("Stepstone Group", "investor"),
            ("Valor Equity Partners", "investor"),
        ],
        [("Morgan Stanley", "arranger")],
    ]
    page = client.get("/companies/xai/").content.decode()
    for one in rounds:
        assert f'id="fact-{one["id"]}"' in page
        for backer in one["investors"]:
            assert backer["name"] in page


@pytest.mark.django_db
def test_demo_again_keeps_what_is_there(settings, publisher):
    settings.DEBUG = True
    run("demo", no_serve=True)
    passwords = list(User.objects.order_by("pk").values_list("password", flat=True))
    entries = Publication.objects.count()
    out, _, failure = run("demo", no_serve=True)
    assert failure is None
    assert list(User.objects.order_by("pk").values_list("password", flat=True)) == passwords
    assert (Publication.objects.count(), Article.objects.count()) == (entries, 5)
    assert "Account demo-editor (editor): password as printed when it was made" in out


@pytest.mark.django_db
def test_demo_where_debug_is_off(settings):
    settings.DEBUG = False
    assert run("demo", no_serve=True)[2] == (
        "The demo makes accounts with printed passwords, so it runs with DEBUG on only."
    )
    assert not User.objects.exists()


@pytest.mark.django_db
def test_verify_ledger(publisher):
    factories.make_published(by=publisher)
    out, _, failure = run("verify_ledger")
    assert (out, failure) == ("The ledger is whole: 5 entries, each following from the one before.\n", None)
    Publication.objects.filter(sequence=3).update(document="{}")
    assert run("verify_ledger")[2] == (
        "The ledger is broken: the document of entry 3 was changed. Restore it from a backup."
    )


@pytest.mark.django_db
def test_rebuild_documents(publisher, editor):
    fact = factories.make_published(by=publisher)
    Company.objects.filter(pk=fact.company_id).update(description="Des batteries.")
    assert run("rebuild_documents", by="paul") == ("1 documents published anew.\n", "", None)
    assert run("rebuild_documents", by="nobody")[2] == "There is no user 'nobody'. Name one of the group publisher."
    assert run("rebuild_documents", by="claire")[2] is not None


@pytest.mark.django_db
def test_create_api_key_prints_it_once():
    owner = factories.make_user(name="partner")
    out, err, failure = run(
        "create_api_key", "partner", "nightly copy", "--scope", "desk", "--rate", "90", "--days", "30"
    )
    key = ApiKey.objects.get()
    assert (keys.find(out.strip(), is_fresh=True), failure) == (key, None)
    assert (key.user, key.name, key.scopes, key.rate) == (owner, "nightly copy", ["desk"], 90)
    assert err == (
        f"nightly copy of partner: desk, 90 requests a minute, until {key.expires_at:%Y-%m-%d}.\n"
        "Keep it now: it cannot be shown again. Send it as “Authorization: Bearer nrk_…”.\n"
    )


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("option", "number", "largest", "written"),
    [
        ("--rate", "0", "1,000,000", "0"),
        ("--rate", "-5", "1,000,000", "-5"),
        ("--rate", "1000001", "1,000,000", "1,000,001"),
        ("--days", "0", "36,500", "0"),
        ("--days", "999999999999", "36,500", "999,999,999,999"),
    ],
)
def test_create_api_key_out_of_bounds(option, number, largest, written):
    factories.make_user(name="partner")
    out, _, failure = run("create_api_key", "partner", "copy", f"{option}={number}")
    assert (out, failure) == ("", f"{option} is a whole number from 1 to {largest}, not {written}.")


@pytest.mark.django_db
def test_create_api_key_for_nobody():
    out, _, failure = run("create_api_key", "nobody", "copy")
    assert (out, failure) == ("", "There is no user 'nobody'. Make one in the admin, under Users.")


@pytest.mark.django_db
def test_third_api_key_of_one_name_is_refused():
    factories.make_user(name="partner")
    failures = [run("create_api_key", "partner", "copy")[2] for _ in range(3)]
    assert ([*failures[:2], "copy" in failures[2]], ApiKey.objects.count()) == ([None, None, True], 2)
