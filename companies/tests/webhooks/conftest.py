"""Fixtures of the webhooks' tests."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import User

from companies.tests.factories import make_user


@pytest.fixture(autouse=True)
def _loopback(settings: Any) -> None:
    """Receivers listen on this machine."""
    settings.WEBHOOKS_ALLOW_LOOPBACK = True


@pytest.fixture
def partner(db: None) -> User:
    """Someone who owns subscriptions, and may do nothing at the desk."""
    user = make_user(None, "partner")
    User.objects.filter(pk=user.pk).update(email="hooks@partner.example")
    user.refresh_from_db()
    return user
