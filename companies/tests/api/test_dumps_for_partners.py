"""Dumps over HTTP: what there is, whole files and the rest of them, and nothing from before a removal."""

import gzip
import hashlib
import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from companies import dumps, removal
from companies.dumps import shelf
from companies.models import Publication
from companies.tests.factories import make_published

from . import world
from .test_schema import validator

pytestmark = pytest.mark.django_db
LICENCE = "LicenseRef-test"


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    """Where the dumps are."""
    settings.DUMPS_DIR = tmp_path / "dumps"
    return settings.DUMPS_DIR


@pytest.fixture
def name(publisher):
    """The name of the only dump, of a published fact."""
    make_published(by=publisher)
    return shelf.add(licence=LICENCE).folder.name


def dump(*options):
    """What the command says."""
    out = StringIO()
    call_command("dump", *options, stdout=out, stderr=StringIO())
    return out.getvalue()


def names(client):
    """The dumps that are listed."""
    return [one["name"] for one in world.results(client, "dumps/")]


def test_nothing_where_there_is_no_dump(client):
    assert world.get(client, "dumps/").json() == {"results": []}


def test_list_and_detail_tell_the_manifest(client, folder, name):
    manifest = json.loads((folder / name / "manifest.json").read_bytes())
    (file,) = manifest["files"]
    expected = {
        **manifest,
        "name": name,
        "bytes": file["bytes"],
        "files": [{**file, "url": f"/api/v1/dumps/{name}/ledger.ndjson.gz"}],
        "url": f"/api/v1/dumps/{name}/",
    }
    assert world.get(client, f"dumps/{name}/").json() == expected
    page = world.get(client, "dumps/")
    assert page.json() == {"results": [expected]}
    assert list(validator("DumpList").iter_errors(page.json())) == []
    assert name == f"{manifest['made_at'][:10]}-{manifest['sequence']}"
    assert client.get("/api/v1/dumps/", headers={"if-none-match": page["ETag"]}).status_code == 304


def test_what_was_downloaded_is_a_dump(client, folder, name, tmp_path):
    (tmp_path / "copy").mkdir()
    for file in ("manifest.json", "ledger.ndjson.gz"):
        response = client.get(f"/api/v1/dumps/{name}/{file}")
        (tmp_path / "copy" / file).write_bytes(response.getvalue())
    copy = dumps.Dump(tmp_path / "copy")
    copy.check_files()
    assert len(list(copy.entries())) == Publication.objects.count()


def test_headers_of_a_file(client, folder, name):
    content = (folder / name / "ledger.ndjson.gz").read_bytes()
    response = client.get(f"/api/v1/dumps/{name}/ledger.ndjson.gz", headers={"accept-encoding": "gzip"})
    expected = {
        "ETag": f'"{hashlib.sha256(content).hexdigest()}"',
        "Content-Length": str(len(content)),
        "Content-Type": "application/gzip",
        "Content-Disposition": 'attachment; filename="ledger.ndjson.gz"',
        "Cache-Control": "public, max-age=60",
        "Accept-Ranges": "bytes",
    }
    assert {header: response.get(header) for header in (*expected, "Content-Encoding")} == {
        **expected,
        "Content-Encoding": None,
    }
    assert response.getvalue() == content
    assert gzip.decompress(content).count(b"\n") == Publication.objects.count()


def test_a_file_that_is_known_is_confirmed(client, name):
    etag = f'"{world.get(client, f"dumps/{name}/").json()["files"][0]["sha256"]}"'
    response = client.get(f"/api/v1/dumps/{name}/ledger.ndjson.gz", headers={"if-none-match": etag})
    assert (response.status_code, response["ETag"], response.content) == (304, etag, b"")


def test_a_download_goes_on_where_it_broke_off(client, folder, name):
    content = (folder / name / "ledger.ndjson.gz").read_bytes()
    etag = f'"{hashlib.sha256(content).hexdigest()}"'
    response = client.get(f"/api/v1/dumps/{name}/ledger.ndjson.gz", headers={"range": "bytes=100-", "if-range": etag})
    told = (response.status_code, response["Content-Range"], response["Content-Length"], response.getvalue())
    assert told == (206, f"bytes 100-{len(content) - 1}/{len(content)}", str(len(content) - 100), content[100:])


def test_a_dump_that_is_withdrawn_at_this_moment(client, folder, name, monkeypatch):
    dump = dumps.Dump(folder / name)
    monkeypatch.setattr(shelf, "kept", lambda: [dump])
    (folder / name).rename(folder / f".{name}.withdrawn")
    assert world.get(client, f"dumps/{name}/ledger.ndjson.gz").status_code == 404


@pytest.mark.parametrize("headers", [{"range": "bytes=1-", "if-range": '"old"'}, {"range": "bytes=0-1,5-9"}])
def test_all_of_a_file_where_a_part_would_not_do(client, folder, name, headers):
    response = client.get(f"/api/v1/dumps/{name}/ledger.ndjson.gz", headers=headers)
    assert (response.status_code, response.getvalue()) == (200, (folder / name / "ledger.ndjson.gz").read_bytes())


def test_a_part_beyond_the_end(client, folder, name):
    size = (folder / name / "ledger.ndjson.gz").stat().st_size
    response = client.get(f"/api/v1/dumps/{name}/ledger.ndjson.gz", headers={"range": f"bytes={size}-"})
    assert (response.status_code, response["Content-Type"]) == (416, "application/problem+json")
    assert response.json()["detail"] == f"The file has {size} bytes: you have all of it."


@pytest.mark.parametrize(
    "address",
    [
        "2020-01-01-1/", "2020-01-01-1/ledger.ndjson.gz", "{name}/secret", "{name}/..%2Fsecret", "..%2F..%2Fetc/passwd",
        "../", ".{name}.unfinished/ledger.ndjson.gz", "notes/ledger.ndjson.gz", "notes/",
    ],
)  # fmt: skip
def test_nothing_else_is_there(client, folder, name, address):
    (folder / "secret").write_text("secret")
    (folder / name / "secret").write_text("secret")
    (folder / name).rename(folder / "notes")
    dumps.write(folder / name, licence=LICENCE)
    (folder / name / "secret").write_text("secret")
    response = client.get(f"/api/v1/dumps/{address.format(name=name)}", follow=True)
    assert (response.status_code, response["Content-Type"]) == (404, "application/problem+json")


def test_a_dump_that_is_not_whole_is_not_listed(client, folder, name):
    (folder / name / "manifest.json").unlink()
    assert names(client) == []


def test_command_writes_one_for_the_day_and_keeps_the_newest(client, folder, publisher):
    made = []
    for kind in ("role", "valuation", "deal"):
        make_published(kind, by=publisher)
        made.append(dump("--keep=2").partition(":")[0].rpartition("/")[2])
    assert names(client) == made[:0:-1]
    assert sorted(path.name for path in folder.iterdir()) == sorted(names(client))


def test_command_does_not_write_the_same_dump_twice(folder, name):
    before = (folder / name / "manifest.json").read_bytes()
    assert dump().partition(":")[0] == str(folder / name)
    assert (folder / name / "manifest.json").read_bytes() == before


@pytest.mark.parametrize("keep", ["0", "-1"])
def test_command_keeps_at_least_one(keep):
    with pytest.raises(CommandError, match="--keep is a whole number from 1"):
        dump(f"--keep={keep}")


def test_dumps_of_before_a_removal_are_withdrawn_and_deleted(
    client, folder, publisher, name, django_capture_on_commit_callbacks
):
    other = make_published("role", by=publisher)
    with django_capture_on_commit_callbacks(execute=True):
        removal.remove(other, by=publisher, note="Court order.")
    assert (names(client), list(folder.iterdir())) == ([], [])
    assert world.get(client, f"dumps/{name}/ledger.ndjson.gz").status_code == 404
    new = shelf.add(licence=LICENCE).folder.name
    assert names(client) == [new]


def test_dumps_of_before_a_removal_are_not_offered_even_where_they_are_left(client, folder, publisher, name):
    removal.remove(make_published("role", by=publisher), by=publisher, note="Court order.")
    assert (folder / name / "ledger.ndjson.gz").exists()  # as on another machine, or half-way
    assert names(client) == []
    assert world.get(client, f"dumps/{name}/ledger.ndjson.gz").status_code == 404


@pytest.mark.parametrize("accepted", ["*/*", "application/gzip"])
def test_options_of_a_file_tell_what_is_allowed(client, name, accepted):
    response = client.options(f"/api/v1/dumps/{name}/ledger.ndjson.gz", headers={"accept": accepted})
    assert (response.status_code, response["Allow"], response.content) == (200, "GET, HEAD, OPTIONS", b"")
