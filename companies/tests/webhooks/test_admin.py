"""Webhooks in the admin."""

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.urls import reverse

from companies.admin.subscriptions import SubscriptionAdmin
from companies.models import Company, Delivery, Replay, Subscription
from companies.tests.factories import make_published, make_user
from companies.webhooks import secrets, subscribing
from companies.webhooks.sending import Answer

from .clock import work
from .receiver import Receiver, answer

pytestmark = pytest.mark.django_db
URL = "https://partner.example/hook"
LIST = reverse("admin:companies_subscription_changelist")
ADD = reverse("admin:companies_subscription_add")


@pytest.fixture
def client(editor):
    client = Client(headers={"accept-language": "en"})
    client.force_login(editor)
    return client


def page_of(subscription):
    return reverse("admin:companies_subscription_change", args=[subscription.pk])


def act(client, subscription, verb, **values):
    """What the page says after the button was pressed."""
    address = reverse("admin:companies_subscription_act", args=[subscription.pk])
    response = client.post(address, {"act": verb} | values, follow=True)
    return [str(message) for message in response.context["messages"]]


def test_subscribing(client, editor, publisher):
    company = make_published(by=publisher).company
    values = {"url": URL, "description": "Copy", "companies": [company.pk], "kinds": ["deal"], "actions": ["merged"]}
    response = client.post(ADD, values, follow=True)
    row = Subscription.objects.get()
    assert (row.owner, row.url, row.kinds, row.actions, [*row.companies.all()]) == (
        editor, URL, ["deal"], ["merged"], [Company.objects.get(pk=company.pk)],
    )  # fmt: skip
    assert secrets.unseal(row.secret) in response.content.decode()
    assert secrets.unseal(row.secret) not in client.get(page_of(row)).content.decode()


def test_address_that_is_not_public(client):
    response = client.post(ADD, {"url": "https://192.168.1.1/"})
    assert response.context["errors"] == [["192.168.1.1 is not a public address: it is not called."]]
    assert Subscription.objects.count() == 0


def test_too_many(client, monkeypatch):
    monkeypatch.setattr(subscribing, "MOST_PER_OWNER", 0)
    response = client.post(ADD, {"url": URL})
    assert response.context["errors"] == [
        ["You have 0 webhooks, which is the most. Delete one, or point one at another address."]
    ]


def test_changing(client, partner):
    row, _secret = subscribing.subscribe(by=partner, url=URL, kinds=["role"])
    client.post(page_of(row), {"url": URL, "description": "Night trains", "kinds": ["deal", "role"]})
    row.refresh_from_db()
    assert (row.owner, row.description, row.kinds) == (partner, "Night trains", ["deal", "role"])


def test_test_button(client, partner):
    with Receiver() as good, Receiver(answer(500)) as bad:
        row, _secret = subscribing.subscribe(by=partner, url=good.url)
        assert act(client, row, "test") == ["The receiver took the test (200)."]
        subscribing.change(row, url=bad.url)
        assert act(client, row, "test") == ["The test failed: answered with an error, 500."]
    assert [len(one.requests) for one in (good, bad)] == [1, 1]


@pytest.mark.django_db(transaction=True)
def test_no_transaction_waits_for_a_receiver(monkeypatch):
    boss = User.objects.create_superuser("boss")
    client = Client(headers={"accept-language": "en"})
    client.force_login(boss)
    row, _secret = subscribing.subscribe(by=boss, url=URL)
    waiting, ping = [], subscribing.ping

    def send(url, body, headers):
        waiting.append(connection.in_atomic_block)
        return Answer(200, "", "", "", 1)

    monkeypatch.setattr(subscribing, "ping", lambda one: ping(one, send=send))
    assert act(client, row, "test") == ["The receiver took the test (200)."]
    assert waiting == [False]


def test_deleted_meanwhile(client, partner, monkeypatch):
    row, _secret = subscribing.subscribe(by=partner, url=URL)
    monkeypatch.setattr(SubscriptionAdmin, "get_object", lambda *args: row)
    Subscription.objects.all().delete()
    response = client.post(reverse("admin:companies_subscription_act", args=[row.pk]), {"act": "pause"})
    assert response.status_code == 404


def test_replay(client, editor, partner, publisher):
    make_published(by=publisher)
    row, _secret = subscribing.subscribe(by=partner, url=URL)
    assert act(client, row, "replay", first="2", last="3") == ["Entries 2–3 will be sent once more."]
    assert Replay.objects.values_list("first", "last", "by").get() == (2, 3, editor.pk)
    assert act(client, row, "replay", first="2") == ["Entries 2–3 are being replayed: wait until that is done."]
    assert act(client, row, "replay", first="x") == ["Write the numbers of the first and the last entry."]


def test_pausing_rotating_and_going_on(client, partner):
    row, _secret = subscribing.subscribe(by=partner, url=URL)
    old = row.secret
    act(client, row, "pause")
    row.refresh_from_db()
    assert row.state == "paused"
    (told,) = act(client, row, "rotate")
    row.refresh_from_db()
    assert (row.previous_secret, secrets.unseal(row.secret) in told) == (old, True)
    act(client, row, "resume")
    row.refresh_from_db()
    assert row.state == "active"


def test_disabled_is_shown_with_its_log(client, partner, publisher):
    make_published(by=publisher)
    with Receiver(answer(410, b"<b>away</b>")) as receiver:
        row, _secret = subscribing.subscribe(by=partner, url=receiver.url, after=0)
        work()
    page = client.get(page_of(row)).content.decode()
    assert "disabled: its receiver failed too long, or is gone" in page
    assert "&lt;b&gt;away&lt;/b&gt;" in page
    assert "disabled: its receiver failed too long, or is gone" in client.get(LIST).content.decode()
    log = client.get(reverse("admin:companies_delivery_changelist"))
    assert (log.status_code, log.context["cl"].result_count) == (200, Delivery.objects.count())


@pytest.mark.parametrize(("group", "status"), [(None, 403), ("editor", 200), ("publisher", 200)])
def test_who_sees_webhooks(group, status):
    client = Client()
    client.force_login(make_user(group))
    assert client.get(LIST).status_code == status


def test_who_may_press_buttons(partner, publisher):
    row, _secret = subscribing.subscribe(by=publisher, url=URL)
    client = Client()
    client.force_login(partner)
    assert client.post(reverse("admin:companies_subscription_act", args=[row.pk]), {"act": "pause"}).status_code == 403
    row.refresh_from_db()
    assert row.state == "active"


@pytest.mark.parametrize("count", [1, 3])
def test_queries_of_the_list(client, partner, django_assert_max_num_queries, count):
    for _ in range(count):
        subscribing.subscribe(by=partner, url=URL)
    with django_assert_max_num_queries(9):
        assert client.get(LIST).context["cl"].result_count == count
