"""Webhooks over the API: a partner's own, with a key or a session, and every answer of its shape."""

import re
import uuid

import jsonschema
import pytest
from django.test import Client

from companies import keys, publishing
from companies.api.components import components
from companies.api.webhooks import schema
from companies.api.webhooks.views import Webhooks
from companies.models import Subscription
from companies.tests.factories import make_published, make_user, propose
from companies.tests.webhooks.clock import work
from companies.tests.webhooks.receiver import Receiver, answer
from companies.webhooks import secrets, subscribing

from .test_schema import strict

pytestmark = pytest.mark.django_db
URL = "https://partner.example/hook"
ENGLISH = {"accept-language": "en"}
SHAPES = strict(components() | schema.components())


def assert_is(name, value):
    """The value has the shape of the component, and nothing left over."""
    shape = {"$ref": f"#/components/schemas/{name}", "components": {"schemas": SHAPES}}
    validator = jsonschema.Draft202012Validator(shape, format_checker=jsonschema.FormatChecker())
    assert [error.message for error in validator.iter_errors(value)] == []


@pytest.fixture
def partner(db):
    return make_user(None, "partner")


@pytest.fixture
def client(root, partner):
    """The partner with a key that reads."""
    return Client(headers=ENGLISH | {"authorization": f"Bearer {keys.issue(by=root, user=partner, name='copy')[1]}"})


def post(client, path="", body=None):
    return client.post(f"/api/v1/webhooks/{path}", body or {}, content_type="application/json")


def patch(client, webhook, body):
    return client.patch(f"/api/v1/webhooks/{webhook}/", body, content_type="application/json")


def create(client, **body):
    response = post(client, body={"url": URL} | body)
    assert response.status_code == 201, response.content
    return response.json()


def errors(response, status=400):
    assert (response.status_code, response["Content-Type"]) == (status, "application/problem+json"), response.content
    assert_is("Problem", response.json())
    return [(error.get("pointer", error.get("parameter")), error["detail"]) for error in response.json()["errors"]]


def test_subscribing(client, partner, publisher):
    make_published(by=publisher)
    response = post(client, body={
        "url": URL, "description": "Copy", "companies": ["novalis"], "kinds": ["role", "deal"], "actions": ["merged"],
    })  # fmt: skip
    told = response.json()
    assert_is("WebhookWithSecret", told)
    row = Subscription.objects.get()
    assert (response.status_code, response["Cache-Control"]) == (201, "no-store")
    assert response["Location"] == f"http://testserver/api/v1/webhooks/{row.pk}/"
    assert (row.owner, str(row.pk), secrets.unseal(row.secret)) == (partner, told["id"], told["secret"])
    names = ("url", "description", "companies", "kinds", "actions", "state", "cursor")
    assert {name: told[name] for name in names} == {
        "url": URL, "description": "Copy", "companies": ["novalis"], "kinds": ["deal", "role"], "actions": ["merged"],
        "state": "active", "cursor": 5,
    }  # fmt: skip


def test_secret_is_shown_once(client):
    told = create(client)
    del told["secret"]
    assert client.get(f"/api/v1/webhooks/{told['id']}/").json() == told
    assert client.get("/api/v1/webhooks/").json() == {"results": [told]}
    assert_is("Webhook", told)
    assert_is("WebhookList", {"results": [told]})


FAULTS = [
    ({}, [("/url", "This field is required.")]),
    ({"url": "http://partner.example/"}, [("/url", "Only https is called: the address begins with https://.")]),
    ({"url": "https://10.0.0.1/"}, [("/url", "10.0.0.1 is not a public address: it is not called.")]),
    ({"url": "https://0x7f.1/"}, [("/url", "127.0.0.1 is not a public address: it is not called.")]),
    ({"url": 7}, [("/url", "Not a valid string.")]),
    ({"url": URL, "secret": "x"}, [("/secret", "There is no such member here. Allowed: url, description, companies, "
      "kinds, actions, after.")]),
    ({"url": URL, "state": "paused"}, [("/state", "There is no such member here. Allowed: url, description, "
      "companies, kinds, actions, after.")]),
    ({"url": URL, "companies": ["poisonia"]}, [("/companies/0", "“poisonia” names nothing public. "
      "/api/v1/companies/?q= finds slugs by name.")]),
    ({"url": URL, "kinds": ["rumour"]}, [("/kinds/0", "“rumour” is not one of: funding_round, valuation, key_figure, "
      "deal, controversy, role, company, article, person.")]),
    ({"url": URL, "after": "3"}, [("/after", "A valid integer is required.")]),
    ({"url": URL, "after": True}, [("/after", "A valid integer is required.")]),
    ({"url": URL, "after": -1}, [("/after", "Ensure this value is greater than or equal to 0.")]),
]  # fmt: skip


@pytest.mark.parametrize(("body", "expected"), FAULTS)
def test_faulty_body(client, body, expected):
    assert errors(post(client, body=body)) == expected
    assert Subscription.objects.count() == 0


@pytest.mark.parametrize("body", ["[]", "null", '"x"', "{", "{}x"])
def test_body_that_is_no_object(client, body):
    response = client.post("/api/v1/webhooks/", body, content_type="application/json")
    assert response.status_code == 400
    assert_is("Problem", response.json())


def test_draft_company_cannot_be_guessed(client, publisher):
    make_published(by=publisher)
    propose("valuation", company="Poisonia")
    assert errors(post(client, body={"url": URL, "companies": ["poisonia"]}))[0][0] == "/companies/0"


def test_after_an_entry_to_come(client):
    problem = post(client, body={"url": URL, "after": 4}).json()
    assert_is("Problem", problem)
    assert (problem["status"], problem["rule"]) == (409, "no_such_entry")


def test_changing(client, publisher):
    make_published(by=publisher)
    told = create(client, companies=["novalis"])
    response = patch(client, told["id"], {"state": "paused", "companies": [], "kinds": ["role"], "description": ""})
    assert response.status_code == 200
    assert_is("Webhook", response.json())
    assert {name: response.json()[name] for name in ("state", "companies", "kinds", "url")} == {
        "state": "paused", "companies": [], "kinds": ["role"], "url": URL,
    }  # fmt: skip
    assert patch(client, told["id"], {"state": "active"}).json()["state"] == "active"
    assert errors(patch(client, told["id"], {"state": "disabled"})) == [
        ("/state", "“disabled” is not one of: active, paused.")
    ]
    assert errors(patch(client, told["id"], {"url": "https://[::1]/"})) == [
        ("/url", "::1 is not a public address: it is not called.")
    ]


def test_deleting(client):
    told = create(client)
    assert client.delete(f"/api/v1/webhooks/{told['id']}/").status_code == 204
    assert (client.get(f"/api/v1/webhooks/{told['id']}/").status_code, Subscription.objects.count()) == (404, 0)


def test_test_button_and_log(client, settings):
    settings.WEBHOOKS_ALLOW_LOOPBACK = True
    with Receiver(answer(500, b"no")) as receiver:
        told = create(client, url=receiver.url)
        came = post(client, f"{told['id']}/test/")
        assert receiver.verified(told["secret"])[0]["type"] == "ping"
    assert_is("WebhookDelivery", came.json())
    assert (came.json()["status"], came.json()["failure"], came.json()["response"]) == (500, "status", "no")
    log = client.get(f"/api/v1/webhooks/{told['id']}/deliveries/").json()
    assert_is("WebhookDeliveries", log)
    assert log == {"next_before": None, "results": [came.json()]}


def test_entries_are_those_of_the_change_feed(client, settings, publisher):
    settings.WEBHOOKS_ALLOW_LOOPBACK = True
    with Receiver() as receiver:
        create(client, url=receiver.url, after=0)
        publishing.retract(make_published("role", by=publisher), by=publisher, note="Denied.")
        work()
    feed = client.get("/api/v1/changes/", {"after": 0}).json()["results"]
    assert [body["data"] for body in receiver.bodies] == feed
    assert "person.published" in [body["type"] for body in receiver.bodies]


def test_log_in_pages(client, settings, publisher):
    settings.WEBHOOKS_ALLOW_LOOPBACK = True
    with Receiver() as receiver:
        told = create(client, url=receiver.url)
        make_published(by=publisher)
        work()
    address, seen, before = f"/api/v1/webhooks/{told['id']}/deliveries/", [], {}
    while True:
        page = client.get(address, {"page_size": 2} | before).json()
        assert_is("WebhookDeliveries", page)
        seen += [one["sequence"] for one in page["results"]]
        if page["next_before"] is None:
            break
        before = {"before": page["next_before"]}
    assert seen == [5, 4, 3, 2, 1]
    assert [name for name, _detail in errors(client.get(address, {"before": "x"}))] == ["before"]
    assert [name for name, _detail in errors(client.get(address, {"page": "1"}))] == ["page"]


def test_rotation(client):
    told = create(client)
    response = post(client, f"{told['id']}/rotate-secret/")
    assert response.status_code == 200
    assert_is("WebhookWithSecret", response.json())
    assert response.json()["secret"] != told["secret"]
    assert response.json()["previous_secret_until"] is not None


def test_replay(client, publisher):
    make_published(by=publisher)
    told = create(client)
    response = post(client, f"{told['id']}/replay/", {"first": 2})
    assert (response.status_code, response.json()) == (202, {"first": 2, "last": 5, "cursor": 1})
    assert_is("WebhookReplay", response.json())
    shown = client.get(f"/api/v1/webhooks/{told['id']}/").json()
    assert shown["replay"] == response.json()
    assert_is("Webhook", shown)
    again = post(client, f"{told['id']}/replay/", {"first": 2}).json()
    assert (again["status"], again["rule"]) == (409, "replay_under_way")
    assert errors(post(client, f"{told['id']}/replay/", {"last": 2})) == [("/first", "This field is required.")]


ADDRESSES = [
    ("get", ""), ("patch", ""), ("delete", ""), ("post", "test/"), ("post", "rotate-secret/"), ("post", "replay/"),
    ("get", "deliveries/"),
]  # fmt: skip


@pytest.mark.parametrize(("method", "path"), ADDRESSES)
def test_other_peoples_are_not_there(client, publisher, method, path):
    subscription, _secret = subscribing.subscribe(by=publisher, url=URL)
    for number in (subscription.pk, uuid.uuid4()):
        address = f"/api/v1/webhooks/{number}/{path}"
        response = getattr(client, method)(address, content_type="application/json")
        assert response.status_code == 404
        assert_is("Problem", response.json())
    assert client.get("/api/v1/webhooks/").json() == {"results": []}


@pytest.mark.parametrize(("method", "path"), [("get", ""), ("post", "")])
def test_nobody_in_particular(method, path):
    response = getattr(Client(headers=ENGLISH), method)(f"/api/v1/webhooks/{path}")
    assert response.status_code == 401
    assert_is("Problem", response.json())


def test_key_without_the_scope(root, partner):
    text = keys.issue(by=root, user=partner, name="desk", scopes=["desk"])[1]
    response = Client(headers=ENGLISH | {"authorization": f"Bearer {text}"}).get("/api/v1/webhooks/")
    assert (response.status_code, response.json()["detail"]) == (
        403, "This key has no scope “read” (it has: desk). Ask for a key that has it.",
    )  # fmt: skip


def test_session(partner):
    client = Client(headers=ENGLISH, enforce_csrf_checks=True)
    client.force_login(partner)
    assert client.get("/api/v1/webhooks/").json() == {"results": []}
    assert post(client, body={"url": URL}).status_code == 403


@pytest.mark.parametrize("count", [1, 3])
def test_queries_of_the_list(client, partner, publisher, django_assert_max_num_queries, count):
    make_published(by=publisher)
    for _ in range(count):
        create(client, companies=["novalis"])
    with django_assert_max_num_queries(4):  # the key, the webhooks, their companies, their replays
        assert len(client.get("/api/v1/webhooks/").json()["results"]) == count


@pytest.mark.parametrize("name", sorted(schema.examples.ANSWERS))
def test_examples_are_of_their_shape(name):
    assert_is(name, schema.examples.ANSWERS[name])


@pytest.mark.parametrize("action", sorted(schema.examples.BODIES))
def test_bodies_of_the_examples_are_of_their_shape(action):
    assert_is(schema.OPERATIONS[action][0], schema.examples.BODIES[action])


@pytest.mark.parametrize("address", ["", "{id}/", "{id}/deliveries/?before=1", "{id}/replay/"])
def test_options_tell_what_is_allowed(client, address):
    made = create(client)
    response = client.options(f"/api/v1/webhooks/{address.format(id=made['id'])}")
    assert (response.status_code, "OPTIONS" in response["Allow"]) == (200, True)


def test_method_that_there_is_not(client):
    made = create(client)
    response = client.trace(f"/api/v1/webhooks/{made['id']}/deliveries/?before=1")
    assert (response.status_code, response["Allow"]) == (405, "GET, HEAD, OPTIONS")


def test_list_has_the_shape_that_the_schema_tells(client, db):
    answers = client.get("/api/v1/schema/").json()["paths"]["/api/v1/webhooks/"]["get"]["responses"]
    assert answers["200"]["content"]["application/json"]["schema"] == {"$ref": "#/components/schemas/WebhookList"}


@pytest.mark.parametrize(
    ("url", "is_right"),
    [
        ("https://partner.example", True),
        ("https://partner.example:8443/a?b=[c]&d='e'", True),
        ("https://[2606:4700::1111]/hook", True),
        ("https://partner.example?a=b", True),
        ("http://partner.example/", False),
        ("https://partner.example/#top", False),
        ("https://user@partner.example/", False),
        ("https://partner.example/a b", False),
        ("https://partner.example*", False),
        ("https://partner.example;/hook", False),
        ("https://[v1.a]/", False),
        ("HTTPS://partner.example/", False),
        ("https://fe80::1%25eth0/", False),
    ],
)
def test_form_of_an_address_is_what_the_schema_tells(client, url, is_right):
    told = schema.components()["WebhookCreation"]["properties"]["url"]["pattern"]
    response = post(client, body={"url": url})
    assert (response.status_code == 201, bool(re.search(told, url))) == (is_right, is_right)


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [("patch", "", {"description": "x"}), ("post", "test/", {}), ("post", "rotate-secret/", {}),
     ("post", "replay/", {"first": 1, "last": 1})],
)  # fmt: skip
def test_deleted_meanwhile(client, monkeypatch, settings, method, path, body):
    """Another request deletes it after this one has found it."""
    settings.WEBHOOKS_ALLOW_LOOPBACK = True
    find = Webhooks.one

    def lose(self, pk):
        found = find(self, pk)
        Subscription.objects.filter(pk=pk).delete()
        return found

    with Receiver() as receiver:
        address = f"/api/v1/webhooks/{create(client, url=receiver.url)['id']}/{path}"
        monkeypatch.setattr(Webhooks, "one", lose)
        response = getattr(client, method)(address, body, content_type="application/json")
    assert (response.status_code, response.json()["detail"]) == (
        404, "You have no webhook of this number. /api/v1/webhooks/ lists yours.",
    )  # fmt: skip
