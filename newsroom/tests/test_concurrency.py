"""Publishers at work at the same time, on a database that has more than one writer."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.contrib.auth.models import User
from django.db import connection, connections  # noqa: F401 - the skip condition reads it

from companies import keys, ledger, usage
from companies.models import ApiUsage, Publication
from companies.publishing import publish, retract
from companies.refusals import Refused
from companies.tests import factories

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif("connection.vendor != 'postgresql'", reason="needs PostgreSQL (DATABASE_URL)"),
]
WORKERS = 4


def in_threads(work, items):
    def one(item):
        try:
            return work(item)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(WORKERS) as pool:
        return list(pool.map(one, items))


@pytest.fixture
def boss(transactional_db):
    """Someone who may do everything: the tests before may have emptied the groups' tables."""
    return User.objects.create_superuser("boss")


def test_publishers_side_by_side_leave_a_whole_chain(boss):
    facts = [factories.propose("valuation", company=f"Novalis {n % 3}", amount=1000 + n * 50) for n in range(24)]
    in_threads(lambda fact: publish(fact, by=boss), facts)
    numbers = list(Publication.objects.order_by("sequence").values_list("sequence", flat=True))
    assert numbers == list(range(1, len(numbers) + 1)) == list(ledger.verify())
    assert Publication.objects.published().facts().count() == 24


def test_one_fact_is_published_once(boss):
    fact = factories.propose()

    def attempt(_):
        try:
            return publish(fact, by=boss).sequence
        except Refused as error:
            return error.code

    outcomes = in_threads(attempt, range(WORKERS))
    assert sorted(map(str, outcomes)) == ["5", "wrong_state", "wrong_state", "wrong_state"]


def test_a_fact_is_retracted_once(boss):
    fact = factories.make_published(by=boss)

    def attempt(_):
        try:
            return retract(fact, by=boss, note="Wrong.").action
        except Refused as error:
            return error.code

    assert sorted(in_threads(attempt, range(WORKERS))) == [
        "retracted",
        "wrong_state",
        "wrong_state",
        "wrong_state",
    ]
    assert list(ledger.verify()) == list(range(1, Publication.objects.count() + 1))


def test_snapshot_sees_one_moment_and_blocks_nobody(boss):
    def publish_one(kind):
        factories.make_published(kind, by=boss)

    publish_one("funding_round")
    with ledger.snapshot(), ledger.snapshot():
        before = ledger.checksum()
        in_threads(publish_one, ["role"])
        assert ledger.checksum() == before
    assert ledger.checksum() != before


def test_two_keys_of_one_name_live_at_once_however_many_ask(boss):
    def attempt(_):
        try:
            return keys.issue(by=boss, user=boss, name="copy")[0].name
        except Refused as error:
            return error.code

    outcomes = in_threads(attempt, range(WORKERS))
    assert sorted(outcomes) == ["copy", "copy", "too_many_keys", "too_many_keys"]


def test_use_that_several_processes_write_adds_up(boss):
    key, _text = keys.issue(by=boss, user=boss, name="copy")
    in_threads(lambda number: usage.add(key, usage.today(), number), range(1, 9))
    assert ApiUsage.objects.get(key=key).requests == 36
