"""Fixtures of the API's tests."""

from __future__ import annotations

import pytest
from django.test import Client


@pytest.fixture
def client() -> Client:
    """A reader who asks for English."""
    return Client(headers={"accept-language": "en"})
