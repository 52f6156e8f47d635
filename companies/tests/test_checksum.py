"""The checksum of the ledger: what it is made of, and that it is right after any entry."""

import hashlib

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from companies import ledger, publishing, registry
from companies.models import Publication
from companies.vocabulary import WITH_DOCUMENT

from . import factories

pytestmark = pytest.mark.django_db


def expected(sequence):
    """The checksum by its definition, from the entries one after the other."""
    standing, digest = {}, ledger.NO_DIGEST
    for entry in Publication.objects.filter(sequence__lte=sequence).order_by("sequence"):
        number, digest = ledger.subject_number(entry), entry.digest
        standing.pop((entry.kind, number), None)
        if entry.action in WITH_DOCUMENT:
            standing[entry.kind, number] = entry.document_digest
    lines = [f"{kind} {number} {digest}\n" for (kind, number), digest in sorted(standing.items())]
    return ledger.Standing(sequence, digest, len(lines), hashlib.sha256("".join(lines).encode()).hexdigest())


def publish_all_sorts(by):
    """Entries of every kind and action."""
    fact = factories.make_published(by=by)
    for kind in ("valuation", "role", "key_figure", "controversy", "deal"):
        factories.make_published(kind, by=by)
    publishing.correct_published(fact, by=by, changes={"amount": 1_000}, note="Misprint.")
    other = factories.make_published("valuation", by=by, company="Novalis AI")
    registry.merge_companies(other.company, into=fact.company, by=by, note="One firm.")
    publishing.retract(fact, by=by, note="Denied.")


def test_checksum_of_nothing():
    nothing = hashlib.sha256(b"").hexdigest()
    assert ledger.standing() == ledger.standing(0) == ledger.Standing(0, ledger.NO_DIGEST, 0, nothing)


def test_checksum_after_every_entry(publisher):
    publish_all_sorts(publisher)
    last = ledger.head()[0]
    assert last > 20
    assert ledger.standing() == expected(last)
    assert [ledger.standing(n) for n in range(last + 1)] == [expected(n) for n in range(last + 1)]


def test_checksum_after_every_entry_of_one_moment(publisher, monkeypatch):
    now = timezone.now()
    monkeypatch.setattr(timezone, "now", lambda: now)
    publish_all_sorts(publisher)
    last = ledger.head()[0]
    assert Publication.objects.values("published_at").distinct().count() == 1
    assert [ledger.standing(n) for n in range(last + 1)] == [expected(n) for n in range(last + 1)]


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL reads a table of few rows as a whole")
@pytest.mark.parametrize("sequence", [None, 3])
def test_checksum_is_read_from_one_index(publisher, sequence):
    factories.make_published("valuation", by=publisher)
    with CaptureQueriesContext(connection) as context:
        ledger.standing(sequence)
    (query,) = (one["sql"] for one in context if "ORDER BY" in one["sql"])
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {query}")
        plan = [row[-1] for row in cursor.fetchall()]
    assert "COVERING INDEX publication_checksum" in plan[0]
    assert "USE TEMP B-TREE FOR ORDER BY" not in plan
