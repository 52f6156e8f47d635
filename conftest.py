"""Fixtures for every test."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.cache import cache

from companies.tests.factories import make_user


@pytest.fixture
def editor(db: None) -> User:
    """Someone of the group editor."""
    return make_user("editor", "claire")


@pytest.fixture
def publisher(db: None) -> User:
    """Someone of the group publisher."""
    return make_user("publisher", "paul")


@pytest.fixture
def root(db: None) -> User:
    """An administrator."""
    return User.objects.create_superuser("root", password="secret-words-42")


@pytest.fixture(autouse=True)
def _fresh_start(settings: Any, tmp_path_factory: pytest.TempPathFactory) -> None:
    """What one test puts into the cache is not there for the next; those of the limits switch them on.

    No test finds, or tidies up, the dumps of whoever runs it.
    """
    settings.API_LIMITS = False
    settings.DUMPS_DIR = tmp_path_factory.getbasetemp() / "no-dumps"
    cache.clear()


@pytest.fixture(autouse=True)
def _quick_passwords(settings: Any) -> None:
    """Tests make many users; slow hashing protects none of them."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run the tests that empty the tables last, whatever order the plugins chose: they take the groups with them."""

    def empties_tables(item: pytest.Item) -> bool:
        marker = item.get_closest_marker("django_db")
        is_marked = marker is not None and bool(marker.kwargs.get("transaction"))
        return is_marked or bool({"transactional_db", "live_server"} & set(getattr(item, "fixturenames", ())))

    items.sort(key=empties_tables)
