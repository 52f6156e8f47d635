"""Attempts to log in to the admin."""

import pytest
from django.test import Client
from django.urls import reverse

from companies.api import limits
from companies.tests.factories import make_user
from newsroom import logging_in

pytestmark = pytest.mark.django_db
LOG_IN = reverse("admin:login")
PASSWORD = "secret-words-42"


def attempt(name, password, address="192.0.2.1"):
    """What came of it: "in", or what the form says."""
    client = Client(REMOTE_ADDR=address, headers={"accept-language": "en"})
    response = client.post(LOG_IN, {"username": name, "password": password})
    if response.status_code == 302:
        return "in"
    (error,) = response.context["form"].non_field_errors()
    return error


@pytest.fixture
def claire(db):
    return make_user("editor", "claire")


@pytest.fixture(autouse=True)
def _beginning_of_a_window(monkeypatch):
    monkeypatch.setattr(limits.time, "time", lambda: 900_000.0)


def test_right_password_lets_in(claire):
    assert attempt("claire", PASSWORD) == "in"


def test_after_ten_attempts_no_password_is_tried(claire, caplog):
    wrong = {attempt("claire", f"guess {number}") for number in range(10)}
    assert len(wrong) == 1
    assert "in" not in wrong
    told = "Too many attempts to log in. Try again in 15 minutes."
    assert [attempt(name, PASSWORD) for name in ("claire", "CLAIRE")] == [told, told]
    assert "Too many attempts to log in from 192.0.2.1." in caplog.messages


def test_nobody_elsewhere_is_locked_out(claire):
    for number in range(11):
        attempt("claire", f"guess {number}")
    assert attempt("claire", PASSWORD, "192.0.2.2") == "in"


def test_other_accounts_of_the_address_are_not_locked_out(claire):
    make_user("publisher", "paul")
    for number in range(11):
        attempt("claire", f"guess {number}")
    assert attempt("paul", PASSWORD) == "in"


def test_one_password_is_not_tried_on_every_account(claire, monkeypatch):
    monkeypatch.setattr(logging_in, "FOR_ALL_ACCOUNTS", 3)
    for number in range(3):
        attempt(f"somebody-{number}", PASSWORD)
    assert attempt("claire", PASSWORD) == "Too many attempts to log in. Try again in 15 minutes."


def test_waiting_is_enough(claire, monkeypatch):
    for number in range(11):
        attempt("claire", f"guess {number}")
    monkeypatch.setattr(limits.time, "time", lambda: 900_000.0 + logging_in.WINDOW)
    assert attempt("claire", PASSWORD) == "in"
