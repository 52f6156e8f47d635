"""Counting how much a key is used."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import OperationalError, connection

from companies import keys, usage
from companies.models import ApiKey, ApiUsage

pytestmark = pytest.mark.django_db


@pytest.fixture
def key(root):
    return keys.issue(by=root, user=root, name="copy")[0]


def rows(key):
    return dict(ApiUsage.objects.filter(key=key).values_list("day", "requests"))


def test_counting_writes_once_a_minute(key, django_assert_num_queries):
    usage.count(key)
    assert rows(key) == {usage.today(): 1}
    with django_assert_num_queries(0):
        for _ in range(5):
            usage.count(key)
    assert usage.per_day(key)[0] == (usage.today(), 6)
    cache.delete(f"api-usage-written:{key.pk}")  # a minute later
    usage.count(key)
    assert rows(key) == {usage.today(): 7}
    assert usage.per_day(key)[0] == (usage.today(), 7)


def test_last_use_is_noted(key):
    usage.count(key)
    assert ApiKey.objects.get(pk=key.pk).last_used_at is not None


def test_what_waited_from_another_day_is_written_to_that_day(key):
    yesterday = usage.today() - timedelta(days=1)
    cache.set(usage.counter(key, yesterday), 29)
    usage.count(key)
    assert rows(key) == {usage.today(): 1, yesterday: 29}
    assert usage.per_day(key)[:3] == [(usage.today(), 1), (yesterday, 29), (yesterday - timedelta(days=1), 0)]


def test_what_cannot_be_written_waits_and_fails_nothing(key, caplog):
    """Another process holds the database, or it is read-only."""

    def refuse(execute, sql, *arguments):
        if sql.startswith("SELECT"):
            return execute(sql, *arguments)
        raise OperationalError("database is locked")

    with connection.execute_wrapper(refuse):
        usage.count(key)
        usage.count(key)
    assert (rows(key), usage.per_day(key)[0]) == ({}, (usage.today(), 2))
    cache.delete(f"api-usage-written:{key.pk}")  # a minute later
    usage.count(key)
    assert (rows(key), usage.per_day(key)[0]) == ({usage.today(): 3}, (usage.today(), 3))
    assert [record.levelname for record in caplog.records] == ["WARNING"]


def test_two_processes_add_up(key):
    usage.add(key, usage.today(), 3)
    usage.add(key, usage.today(), 4)
    assert rows(key) == {usage.today(): 7}


def test_days_are_thirty(key):
    usage.add(key, usage.today() - timedelta(days=30), 9)
    assert (len(usage.per_day(key)), sum(number for _day, number in usage.per_day(key))) == (30, 0)
