"""Schemathesis asks the API, as it is served, for what its schema allows and for what it does not.

Every answer must be as documented: its status, media type, headers and shape; no fault of our own; nothing accepted
that the schema forbids, nothing refused that it allows. What it finds is printed with a curl line that repeats it.
"""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.core.management import call_command
from django.core.servers.basehttp import WSGIRequestHandler
from django.db import connection  # noqa: F401 - a condition below, which is a text, speaks of it

from companies import keys
from companies.dumps import shelf
from newsroom.demonstration import publish_sure_facts

CONFIGURATION = Path(__file__).parent / "fuzzing" / "schemathesis.toml"
BY_KEY = ["desk", "webhooks"]  # tags of the operations that answer nobody in particular with 401


@pytest.fixture
def boss(transactional_db, settings, tmp_path):
    """An administrator, who published what the seeds tell and made a dump of it."""
    settings.DUMPS_DIR = tmp_path
    user = User.objects.create_superuser("boss")
    call_command("import_seeds", verbosity=0)
    publish_sure_facts(user)
    shelf.add(licence="LicenseRef-contract")
    return user


@pytest.fixture(autouse=True)
def _quick_answers(monkeypatch):
    """Headers and body go out in two writes: the second does not wait until the first is acknowledged (40 ms)."""
    monkeypatch.setattr(WSGIRequestHandler, "disable_nagle_algorithm", True)


@pytest.fixture(autouse=True)
def _no_name_has_an_address(monkeypatch):
    """The tests of webhooks are sent by the server in this process, which asks no name server for made-up names."""

    def look_up(host, *args, **options):
        if host not in ("127.0.0.1", "localhost"):
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        return real(host, *args, **options)

    real = socket.getaddrinfo
    monkeypatch.setattr(socket, "getaddrinfo", look_up)


def find_nothing(server, *options, key=None):
    """Have Schemathesis look for faults of the server, and fail with its report where it finds any."""
    headers = {"Accept-Language": "en", **({"Authorization": f"Bearer {key}"} if key else {})}
    finished = subprocess.run(
        [
            Path(sys.executable).with_name("schemathesis"),
            f"--config-file={CONFIGURATION}",
            "run",
            f"{server.url}/api/v1/schema/",
            *[f"--header={name}: {value}" for name, value in headers.items()],
            *options,
        ],
        check=False,
        capture_output=True,
        text=True,
        cwd=settings.BASE_DIR,
        env={**os.environ, "FUZZING_KEY": headers.get("Authorization", "")},
    )
    if finished.returncode:
        pytest.fail(finished.stdout + finished.stderr, pytrace=False)


@pytest.mark.skipif("connection.vendor == 'postgresql'", reason="takes a minute, and was done on SQLite")
def test_reading(live_server, boss):
    find_nothing(live_server, *[f"--exclude-tag={tag}" for tag in BY_KEY])


def test_reading_and_writing_with_a_key(live_server, boss):
    _key, text = keys.issue(by=boss, user=boss, name="fuzzing", scopes=["read", "desk"])
    find_nothing(live_server, *[f"--include-tag={tag}" for tag in [*BY_KEY, "account", "companies"]], key=text)
