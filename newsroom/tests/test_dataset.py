"""The invented dataset: the same for the same seed, of the day's shape, and proven by its articles."""

from pathlib import Path

import jsonschema
import pytest

from companies import dumps, ledger
from companies.api.components import component_name, components
from companies.documents import document_of
from companies.models import Citation, CompanyName, Publication
from newsroom.benchmarks import dataset

from .test_commands import run


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Thirty companies."""
    path = tmp_path_factory.mktemp("dataset") / "dump"
    run("make_dataset", str(path), "--companies=30", "--seed=4")
    return path


def test_the_same_seed_gives_the_same_bytes(folder, tmp_path):
    for seed in (4, 5):
        dataset.make(tmp_path / str(seed), companies=30, seed=seed, watch=lambda items, total: items)
    one, same, other = (path / "ledger.ndjson.gz" for path in (folder, tmp_path / "4", tmp_path / "5"))
    assert one.read_bytes() == same.read_bytes() != other.read_bytes()


def test_documents_are_of_the_shape_that_the_schema_tells(folder):
    shapes = {"schemas": components()}
    faults = []
    for record in dumps.Dump(Path(folder)).records():
        if record["document"]:
            shape = {"$ref": f"#/components/schemas/{component_name(record['kind'])}", "components": shapes}
            faults += [e.message for e in jsonschema.Draft202012Validator(shape).iter_errors(record["document"])]
    assert faults == []


def test_loaded_it_is_a_newsroom_like_any_other(db, folder, tmp_path):
    manifest = dumps.Dump(folder).manifest
    told = run("load_dump", str(folder))
    assert told == (f"{manifest['entries']} entries up to {manifest['sequence']}, {ledger.checksum()}\n", "", None)
    assert max(ledger.verify()) == manifest["sequence"]
    for citation in Citation.objects.all():
        citation.clean()
    assert CompanyName.objects.count() > manifest["documents"]["company"]
    entries = Publication.objects.published().filter(kind__in=["company", "funding_round"])
    assert [e for e in entries if not ledger.is_same(e, document_of(e.company or e.fact))] == []
    run("dump", str(tmp_path / "again"))
    assert (tmp_path / "again/ledger.ndjson.gz").read_bytes() == (folder / "ledger.ndjson.gz").read_bytes()
    assert run("load_dump", str(folder))[2].startswith("This instance is not empty")
