"""A real browser: the Chromium of the system, driven by pytest-playwright, alone with the test's own server."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.auth.models import Group, Permission

from newsroom.roles import GROUPS

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
QUIET = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]

# Playwright keeps an event loop in the main thread, where Django then takes every query for an asynchronous one.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Say once and clearly why these tests do not run on a machine without a browser."""
    if CHROMIUM is None:
        here = os.path.dirname(__file__)
        for item in items:
            if str(item.path).startswith(here):
                item.add_marker(pytest.mark.skip(reason="no Chromium on this machine (apt install chromium)"))


@pytest.fixture(autouse=True)
def _groups(transactional_db: None) -> None:
    """The groups that the migrations make, which the emptying of the tables after each such test takes away.

    pytest-django's serialized rollback would bring them back, but not here: inside Playwright's event loop Django
    opens another connection, which knows nothing of the saved rows.
    """
    for described in GROUPS:
        group, _ = Group.objects.get_or_create(name=described.name)
        for name in described.permissions:
            label, codename = name.split(".")
            group.permissions.add(Permission.objects.get(content_type__app_label=label, codename=codename))


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    return {**browser_type_launch_args, "executable_path": CHROMIUM, "args": QUIET}


@pytest.fixture
def assert_accessible() -> Callable[..., None]:
    """Compare the violations that axe finds on a page, or in a part of it, with none: their rules and elements."""

    def check(page: Any, within: str | None = None) -> None:
        violations = Axe().run(page, context=within).response["violations"]
        found = [(one["id"], [node["target"] for node in one["nodes"]]) for one in violations]
        assert found == []

    return check


@pytest.fixture(scope="session")
def base_url() -> None:
    """No address for all tests, since each server has its own; the plugin's way of saying so is deprecated."""
