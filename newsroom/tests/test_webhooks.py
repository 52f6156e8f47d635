"""manage.py deliver_webhooks as processes of their own: side by side, stopped, and killed half-way."""

import os
import signal
import socket
import subprocess
import sys
import time

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from companies.models import Publication, Subscription
from companies.tests.factories import make_published
from companies.tests.webhooks.receiver import Receiver, answer
from companies.webhooks import subscribing

ON_POSTGRESQL = pytest.mark.skipif("connection.vendor != 'postgresql'", reason="needs PostgreSQL (DATABASE_URL)")
PATIENCE = 60  # seconds


def everything():
    return list(Publication.objects.order_by("sequence").values_list("sequence", flat=True))


def slowly(handler):
    """Take the message after a while, so that something is under way at any moment."""
    time.sleep(0.03)
    answer(200)(handler)


def wait_for(what, condition):
    """Wait until the condition holds."""
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, what
        time.sleep(0.05)


@pytest.fixture
def boss(transactional_db):
    return User.objects.create_superuser("boss")


@pytest.fixture
def start():
    """Starts workers on the tests' database, and kills what is left of them at the end."""
    started = []

    def start_one(*arguments, url=None, stderr=None):
        process = subprocess.Popen(
            [sys.executable, "manage.py", "deliver_webhooks", *arguments],
            cwd=settings.BASE_DIR,
            env={**os.environ, "DATABASE_URL": url or own_url(), "WEBHOOKS_ALLOW_LOOPBACK": "on"},
            stderr=stderr,
        )
        started.append(process)
        return process

    def own_url():
        database = connection.settings_dict
        user, host, port = database["USER"], database["HOST"], database["PORT"] or 5432
        password = f":{database['PASSWORD']}" if database["PASSWORD"] else ""
        return f"postgres://{user}{password}@{host}:{port}/{database['NAME']}"

    yield start_one
    for process in started:
        process.kill()
        process.wait()


@pytest.mark.django_db
def test_once_sends_what_is_due(publisher, settings):
    settings.WEBHOOKS_ALLOW_LOOPBACK = True
    handler = signal.getsignal(signal.SIGTERM)
    with Receiver() as receiver:
        subscribing.subscribe(by=publisher, url=receiver.url, after=0)
        make_published(by=publisher)
        call_command("deliver_webhooks", once=True)
    assert receiver.sequences == everything()
    assert signal.getsignal(signal.SIGTERM) is handler


def test_stopped_while_the_database_is_down(start, tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with (tmp_path / "log").open("wb") as log:
        worker = start(url=f"postgres://postgres@127.0.0.1:{port}/newsroom", stderr=log)
    wait_for("the database refuses", lambda: "The database refused" in (tmp_path / "log").read_text())
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(PATIENCE) == 0


@ON_POSTGRESQL
@pytest.mark.django_db(transaction=True)
def test_workers_side_by_side_send_everything_once_and_in_order(boss, start):
    receivers = [Receiver(slowly) for _ in range(4)]
    try:
        for receiver in receivers:
            subscribing.subscribe(by=boss, url=receiver.url, after=0)
        for number in range(8):
            make_published("valuation", by=boss, company=f"Ferrovia {number}")
        workers = [start("--threads", "2") for _ in range(3)]
        wait_for("all is sent", lambda: all(len(one.requests) >= len(everything()) for one in receivers))
        for worker in workers:
            worker.send_signal(signal.SIGTERM)
        assert [worker.wait(PATIENCE) for worker in workers] == [0, 0, 0]
        assert [one.sequences for one in receivers] == [everything()] * 4
    finally:
        for receiver in receivers:
            receiver.__exit__()


@ON_POSTGRESQL
@pytest.mark.django_db(transaction=True)
def test_killed_worker_loses_nothing(boss, start):
    """Three workers in a row are killed while they send. What was under way comes twice, under one id."""
    with Receiver(slowly) as receiver:
        subscription, secret = subscribing.subscribe(by=boss, url=receiver.url, after=0)
        for number in range(12):
            make_published("valuation", by=boss, company=f"Ferrovia {number}")
        for seen in (3, 10, 17):
            worker = start()
            wait_for(f"{seen} messages", lambda seen=seen: len(receiver.requests) >= seen)
            worker.kill()
            worker.wait()
            # A minute later:
            Subscription.objects.filter(pk=subscription.pk).update(claimed_until=timezone.now())
        assert start("--once").wait(PATIENCE) == 0
        messages = receiver.verified(secret)
    names = [headers["webhook-id"] for headers, _body in receiver.requests]
    once = list(dict.fromkeys(names))
    assert list(dict.fromkeys(one["data"]["sequence"] for one in messages)) == everything()
    assert len(once) == len(everything())
    assert receiver.sequences == sorted(receiver.sequences)
    assert len(names) - len(once) <= 3


@ON_POSTGRESQL
@pytest.mark.django_db(transaction=True)
def test_stopped_worker_brings_its_message_to_an_end(boss, start):
    with Receiver(slowly) as receiver:
        subscription, _secret = subscribing.subscribe(by=boss, url=receiver.url, after=0)
        for number in range(6):
            make_published("valuation", by=boss, company=f"Ferrovia {number}")
        worker = start()
        wait_for("some messages", lambda: len(receiver.requests) >= 3)
        worker.send_signal(signal.SIGTERM)
        assert worker.wait(PATIENCE) == 0
        subscription.refresh_from_db()
        assert (subscription.cursor, subscription.claim) == (receiver.sequences[-1], None)
        assert len(receiver.sequences) < len(everything())
