"""The editors' desk in a real browser."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from companies.models import Fact
from companies.tests.factories import ROUND, make_article, make_user, propose
from companies.vocabulary import State

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def fact():
    return propose(article=make_article(title="Novalis lève 12 millions", outlet="La Gazette du Lot"))


@pytest.fixture
def sign_in(new_context, live_server):
    """Sign in to the desk, in English so that the tests read like the code."""

    def open_desk(group, **habits):
        user = make_user(group)
        page = new_context(locale="en-GB", base_url=live_server.url, **habits).new_page()
        page.set_default_timeout(10_000)
        page.goto("/admin/")
        page.get_by_label("Username").fill(user.username)
        page.get_by_label("Password").fill("secret-words-42")
        page.get_by_role("button", name="Log in").click()
        return page

    return open_desk


@pytest.mark.parametrize("with_javascript", [True, False])
def test_publisher_corrects_publishes_and_retracts(sign_in, fact, with_javascript):
    page = sign_in("publisher", java_script_enabled=with_javascript)

    page.goto("/admin/companies/fact/")
    page.get_by_role("link", name="Novalis: 12").click()
    expect(page.locator(".newsroom-citation mark")).to_have_text(ROUND)
    page.get_by_label("Amount").fill("13000000")
    page.locator("#newsroom-note").fill("The release says 13.")
    page.get_by_role("button", name="Save the correction").click()
    expect(page.get_by_text("amount : 12,000,000 → 13,000,000")).to_be_visible()

    page.get_by_role("button", name="Publish").click()
    page.goto("/companies/novalis/")
    expect(page.get_by_role("heading", name="€13 million")).to_be_visible()

    page.goto(f"/admin/companies/fact/{fact.pk}/change/")
    page.get_by_role("button", name="Retract").click()
    expect(page.get_by_text("Say in a public note why")).to_be_visible()
    page.locator("#newsroom-note").fill("Novalis denies it.")
    page.get_by_role("button", name="Retract").click()
    expect(page.locator(".newsroom-state")).to_have_text("retracted")
    assert page.goto("/companies/novalis/").status == 410
    assert Fact.objects.get(pk=fact.pk).state == State.RETRACTED


def test_editor_accepts_many_at_once(sign_in, fact):
    other = propose("role")
    page = sign_in("editor")

    page.goto("/admin/companies/fact/")
    page.get_by_label("Select all objects on this page for an action").check()
    page.get_by_label("Action:").select_option("Accept the selected facts")
    page.locator(".actions button[type=submit]").click()

    expect(page.get_by_text("2 facts changed.")).to_be_visible()
    assert {f.state for f in Fact.objects.filter(pk__in=[fact.pk, other.pk])} == {State.ACCEPTED}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_fact_page_is_accessible(sign_in, fact, assert_accessible, scheme):
    page = sign_in("publisher", color_scheme=scheme)

    page.goto(f"/admin/companies/fundinground/{fact.pk}/change/")

    assert_accessible(page, within=".newsroom-desk")
