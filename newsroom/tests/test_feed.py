"""Followers of the change feed while others publish, and while servers and followers are killed."""

import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.db import connection, connections

from companies import ledger, publishing
from companies.examples import follow
from companies.models import Fact, Publication
from companies.tests import factories
from companies.vocabulary import Kind

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif("connection.vendor != 'postgresql'", reason="needs PostgreSQL (DATABASE_URL)"),
]
PUBLISHERS, FOLLOWERS, FACTS = 8, 4, 48
PATIENCE = 60  # seconds


class Process:
    """A program that can be killed and started again."""

    def __init__(self, log, *arguments):
        self.log = log
        self.arguments = [sys.executable, *map(str, arguments)]
        database = connection.settings_dict
        user, host, port = database["USER"], database["HOST"], database["PORT"] or 5432
        password = f":{database['PASSWORD']}" if database["PASSWORD"] else ""
        url = f"postgres://{user}{password}@{host}:{port}/{database['NAME']}"
        self.environment = {**os.environ, "DATABASE_URL": url, "LOG_LEVEL": "ERROR", "API_LIMITS": "off"}
        self.start()

    def start(self):
        with self.log.open("a") as log:
            self.running = subprocess.Popen(
                self.arguments, cwd=settings.BASE_DIR, env=self.environment, stdout=log, stderr=log
            )

    def kill(self):
        self.running.send_signal(signal.SIGKILL)
        self.running.wait()


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


@pytest.fixture
def processes():
    """What is started is killed at the end."""
    started = []
    yield started
    for process in started:
        process.kill()


@pytest.fixture
def boss(transactional_db):
    return User.objects.create_superuser("boss")


def proposal(number):
    """A proposed fact of any kind about a company of its own."""
    kind = list(Kind)[number % len(Kind)]
    name = f"Novalis {number % 5}"
    slots = {"parties": [{"name": name, "role": "acquirer"}, {"name": f"Pastel {number}", "role": "target"}]}
    return factories.propose(kind, **(slots if kind == Kind.DEAL else {"company": f"{name} {number}"}))


def work(item):
    """Publish a fact, correct every second one, retract every third."""
    number, fact, boss = item
    try:
        publishing.publish(fact, by=boss, note=f"N° {number} « déjà »\n\t“ok”")
        if number % 2:
            publishing.correct_published(fact, by=boss, changes={"status": ""}, note="Not said.")
        if number % 3 == 0:
            publishing.retract(fact, by=boss, note="Denied.")
    finally:
        connections.close_all()


def read(file):
    """The numbers of the entries in a copy, in the order in which they came, and its checksum."""
    copy = sqlite3.connect(file)
    try:
        numbers = [number for (number,) in copy.execute("SELECT sequence FROM entry ORDER BY rowid")]
        return numbers, follow.checksum(copy)
    finally:
        copy.close()


def wait_for(what, condition):
    """Wait until the condition holds."""
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, what
        time.sleep(0.2)


def reached(file, number):
    """True where the copy has come that far."""
    try:
        return read(file)[0][-1:] >= [number]
    except sqlite3.OperationalError:  # it is not there yet, or just being written
        return False


def test_followers_have_everything_once_and_in_order_whatever_is_killed(boss, processes, tmp_path):
    facts = [proposal(number) for number in range(FACTS)]
    address = f"127.0.0.1:{free_port()}"
    server = Process(tmp_path / "server.log", "manage.py", "runserver", "--noreload", address)
    files = [tmp_path / f"copy-{number}.sqlite3" for number in range(FOLLOWERS)]
    script = "companies/examples/follow.py"
    followers = [Process(file.with_suffix(".log"), script, f"http://{address}", file, "0.1") for file in files]
    processes += [server, *followers]
    wait_for("the first copy", lambda: reached(files[0], 0) or files[0].exists())

    with ThreadPoolExecutor(PUBLISHERS) as pool:
        items = [(number, fact, boss) for number, fact in enumerate(facts)]
        first = list(pool.map(work, items[: FACTS // 2]))
        half = ledger.head()[0]
        rest = [pool.submit(work, item) for item in items[FACTS // 2 :]]
        wait_for("a copy half-way", lambda: reached(files[0], half // 4))
        for process in (followers[0], server):
            process.kill()
            process.start()
        assert [None] * len(first) == first
        assert [one.result() for one in rest] == [None] * len(rest)

    last, _digest = ledger.head()
    wait_for("the end of every copy", lambda: all(reached(file, last) for file in files))
    assert [process.running.poll() for process in followers] == [None] * FOLLOWERS  # none of them found a fault
    expected = list(range(1, last + 1)), ledger.checksum()
    assert [read(file) for file in files] == [expected] * FOLLOWERS
    assert list(Publication.objects.order_by("sequence").values_list("sequence", flat=True)) == expected[0]
    assert Fact.objects.published().count() == FACTS - len(range(0, FACTS, 3))
