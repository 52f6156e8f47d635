"""Who may ask: everyone, keys, and sessions at the desk."""

import logging

import pytest
from django.test import Client
from django.urls import path
from rest_framework.response import Response
from rest_framework.views import APIView

from companies import keys
from companies.api.access import DESK_AUTHENTICATION, CanUseDesk
from companies.tests.factories import make_published

from . import world

pytestmark = pytest.mark.django_db
ENGLISH = {"accept-language": "en"}


class Desk(APIView):
    """A desk's address, as another part of the project has them."""

    authentication_classes = DESK_AUTHENTICATION
    permission_classes = [CanUseDesk]
    permissions = ["companies.publish_fact"]
    schema = None

    def get(self, request):
        return Response({"user": request.user.username, "key": request.auth and request.auth.name})

    post = get


urlpatterns = [path("api/v1/desk/", Desk.as_view())]


def with_key(text):
    return Client(headers=ENGLISH | {"authorization": f"Bearer {text}"})


@pytest.fixture
def key(root, publisher):
    """The text of a key that reads."""
    return keys.issue(by=root, user=publisher, name="copy")[1]


def test_key_reads_what_everyone_reads(client, key, publisher):
    make_published(by=publisher)
    with_it = world.get(with_key(key), "funding-rounds/")
    assert (with_it.status_code, with_it.content) == (200, world.get(client, "funding-rounds/").content)


def test_key_in_the_other_header(client, key):
    assert client.get("/api/v1/roles/", headers={"x-api-key": key}).status_code == 200
    assert client.get("/api/v1/roles/", headers={"x-api-key": key[:-1]}).status_code == 401


@pytest.mark.parametrize(
    ("sent", "detail"),
    [
        (
            "Bearer nrk_no",
            "This key opens nothing: it is mistyped, expired or revoked. Ask for a new one, or read without one.",
        ),
        ("Basic abc", "Send the key as “Authorization: Bearer nrk_…”; no other scheme is known here."),
    ],
)
def test_wrong_key_is_401(client, sent, detail):
    response = client.get("/api/v1/roles/", headers={"authorization": sent})
    assert (response.status_code, response["WWW-Authenticate"]) == (401, 'Bearer realm="newsroom"')
    assert response.json()["detail"] == detail


@pytest.mark.parametrize("address", ["", "roles/", "roles/1/", "nowhere/", "schema/", "docs/"])
def test_key_in_an_address_is_refused(client, key, address, caplog):
    with caplog.at_level(logging.WARNING, logger="companies.api.access"):
        response = world.get(client, address, api_key=key)
    problem = response.json()
    assert (response.status_code, problem["errors"]) == (
        400,
        [
            {
                "parameter": "api_key",
                "detail": "Keys are sent in the header “Authorization: Bearer nrk_…”, never in an address.",
            }
        ],
    )
    assert problem["detail"].startswith("There is an API key in the address.")
    assert "leaked" in problem["detail"]
    assert key not in caplog.text


def test_key_of_the_desk_alone_does_not_read(root, publisher):
    _key, text = keys.issue(by=root, user=publisher, name="robot", scopes=["desk"])
    response = world.get(with_key(text), "roles/")
    assert (response.status_code, response.json()["detail"]) == (
        403, "This key has no scope “read” (it has: desk). Ask for a key that has it.",
    )  # fmt: skip


def test_reading_looks_at_no_session(client, publisher, django_assert_num_queries):
    make_published("role", by=publisher)
    client.force_login(publisher)
    with django_assert_num_queries(1):
        response = world.get(client, "roles/")
    assert "Cookie" not in response.get("Vary", "")


def test_reader_without_a_session_passes_sessions_by(client):
    request = world.get(client, "roles/").wsgi_request
    assert [hasattr(request, name) for name in ("session", "_messages")] == [False, False]


@pytest.mark.urls("companies.tests.api.test_access")
def test_desk_is_closed_to_nobody_in_particular(client):
    response = client.post("/api/v1/desk/")
    assert (response.status_code, response["WWW-Authenticate"]) == (401, 'Bearer realm="newsroom"')


def test_address_that_is_not_there_is_so_for_every_key(root, publisher):
    _key, text = keys.issue(by=root, user=publisher, name="robot", scopes=["desk"])
    assert with_key(text).get("/api/v1/desk/facts/1/correct/").status_code == 404


@pytest.mark.urls("companies.tests.api.test_access")
@pytest.mark.parametrize(("scopes", "status"), [(["read"], 403), (["desk"], 200), (["read", "desk"], 200)])
def test_desk_takes_a_key_with_its_scope(root, publisher, scopes, status):
    _key, text = keys.issue(by=root, user=publisher, name="robot", scopes=scopes)
    assert with_key(text).post("/api/v1/desk/").status_code == status


@pytest.mark.urls("companies.tests.api.test_access")
def test_desk_takes_a_key_only_where_its_owner_may(root, editor):
    _key, text = keys.issue(by=root, user=editor, name="robot", scopes=["desk"])
    response = with_key(text).post("/api/v1/desk/")
    assert (response.status_code, response.json()["detail"]) == (
        403,
        "claire may not do this: the permission “companies.publish_fact” is missing. Ask an administrator.",
    )


@pytest.mark.urls("companies.tests.api.test_access")
def test_session_reads_and_writes_with_its_token(publisher):
    browser = Client(enforce_csrf_checks=True, headers=ENGLISH)
    browser.force_login(publisher)
    assert browser.get("/api/v1/desk/").json() == {"user": "paul", "key": None}
    options = {"data": {}, "content_type": "application/json"}
    assert browser.post("/api/v1/desk/", **options).status_code == 403
    browser.cookies["csrftoken"] = token = "a" * 32
    response = browser.post("/api/v1/desk/", headers={"x-csrftoken": token}, **options)
    assert response.json() == {"user": "paul", "key": None}


@pytest.mark.urls("companies.tests.api.test_access")
def test_key_writes_without_a_token(root, publisher):
    _key, text = keys.issue(by=root, user=publisher, name="robot", scopes=["desk"])
    program = Client(enforce_csrf_checks=True, headers={"authorization": f"Bearer {text}"})
    assert program.post("/api/v1/desk/").json() == {"user": "paul", "key": "robot"}
