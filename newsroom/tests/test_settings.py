"""Settings from the environment: safe by default, and clear where something is missing."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from newsroom.environment import VARIABLES, Environment

ROOT = Path(settings.BASE_DIR)
PRODUCTION = {
    "DEBUG": "off",
    "SECRET_KEY": "k7#pV2mQ9!xR4tZ8wB1nD6jF3hL5sG0cY-uE_aTqWoXi%vKr@Mz",
    "ALLOWED_HOSTS": "newsroom.example.org",
}


def check(variables, *arguments):
    """(exit status, all output) of manage.py check in a process with only these variables."""
    left_out = {*VARIABLES, "DJANGO_ALLOW_ASYNC_UNSAFE"}  # the browser tests need the last, a deployment must not
    names = {name: value for name, value in os.environ.items() if name not in left_out}
    done = subprocess.run(
        [sys.executable, "-W", "error::DeprecationWarning:newsroom", "manage.py", "check", *arguments],
        cwd=ROOT,
        env=names | variables,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


def test_starts_without_any_variable():
    assert check({}) == (0, "System check identified no issues (0 silenced).\n")


def test_production_is_clean():
    assert check(PRODUCTION, "--deploy") == (0, "System check identified no issues (0 silenced).\n")


@pytest.mark.parametrize("name", ["SECRET_KEY", "ALLOWED_HOSTS"])
def test_production_without_a_required_variable(name):
    status, output = check({key: value for key, value in PRODUCTION.items() if key != name})
    assert status != 0
    assert f"{name} is not set and DEBUG is off. Set {name}=" in output


@pytest.mark.parametrize(
    ("variables", "message"),
    [
        ({"DEBUG": "maybe"}, "DEBUG is 'maybe': set it to on or off."),
        ({"LOG_LEVEL": "loud"}, "LOG_LEVEL is 'LOUD': set it to one of DEBUG, INFO, WARNING, ERROR."),
        ({"DATABASE_URL": "what"}, "DATABASE_URL is 'what': write postgres://user:password@host:5432/name"),
        ({"API_ANONYMOUS_RATE": "many"}, "API_ANONYMOUS_RATE is 'many': set it to a whole number from 1."),
        ({"CACHE_URL": "memcached://x"}, "CACHE_URL is 'memcached://x': write it like redis://host:6379/1."),
    ],
)
def test_odd_value(variables, message):
    status, output = check(variables)
    assert status != 0
    assert message in output


def test_every_variable_is_in_the_readme():
    rows = re.findall(r"^\| `([A-Z_]+)` \|", (ROOT / "README.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert sorted(rows) == sorted(VARIABLES)


def test_options_in_the_address_of_the_database_count(monkeypatch, tmp_path):
    monkeypatch.setenv("DATABASE_URL", "postgres://u@db.example/news?sslmode=require")
    options = Environment(tmp_path).database(tmp_path)["OPTIONS"]
    assert (options["sslmode"], options["server_side_binding"]) == ("require", True)
