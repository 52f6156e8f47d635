"""Limits on requests: who shares one, what is told, and what they cost."""

import pytest
from django.test import Client

from companies import keys
from companies.api import limits

from . import world
from .test_schema import validator

pytestmark = pytest.mark.django_db
NOW = 1_749_999_998.4  # 22 seconds before the end of its minute


@pytest.fixture(autouse=True)
def _limits(settings, monkeypatch):
    settings.API_LIMITS, settings.API_ANONYMOUS_RATE = True, 3
    monkeypatch.setattr(limits.time, "time", lambda: NOW)


def statuses(client, count, address="", **options):
    return [client.get(f"/api/v1/{address}", **options).status_code for _ in range(count)]


def test_limit_is_told_in_headers(client):
    response = world.get(client, "")
    assert (response["RateLimit-Policy"], response["RateLimit"]) == ('"anonymous";q=3;w=60', '"anonymous";r=2;t=22')


def test_over_the_limit_is_429(client):
    assert statuses(client, 3) == [200, 200, 200]
    response = world.get(client, "")
    assert (response.status_code, response["Retry-After"], response["RateLimit"], response["Cache-Control"]) == (
        429, "22", '"anonymous";r=0;t=22', "no-store",
    )  # fmt: skip
    assert response.json() == {
        "type": "/api/v1/problems/too-many-requests/",
        "title": "Too many requests",
        "status": 429,
        "detail": "The limit of requests is reached. Go on in 22 seconds.",
        "errors": [],
    }


def test_next_minute_begins_anew(client, monkeypatch):
    statuses(client, 4)
    monkeypatch.setattr(limits.time, "time", lambda: NOW + 22)
    assert statuses(client, 1) == [200]


def test_304_counts_like_any_other(client):
    tag = world.get(client, "")["ETag"]
    assert statuses(client, 3, headers={"if-none-match": tag}) == [304, 304, 429]


def test_addresses_have_limits_of_their_own(client):
    statuses(client, 3)
    assert statuses(client, 1, REMOTE_ADDR="192.0.2.7") == [200]


def test_readers_of_ipv4_on_a_socket_for_both_have_limits_of_their_own(client):
    assert statuses(client, 4, REMOTE_ADDR="::ffff:192.0.2.7") == [200, 200, 200, 429]
    assert statuses(client, 1, REMOTE_ADDR="::ffff:192.0.2.8") == [200]


def test_subscriber_of_ipv6_has_one_limit(client):
    used = [client.get("/api/v1/", REMOTE_ADDR=f"2001:db8:1:2::{n}").status_code for n in range(1, 5)]
    assert used == [200, 200, 200, 429]
    assert statuses(client, 1, REMOTE_ADDR="2001:db8:1:3::1") == [200]


def test_what_readers_claim_to_be_counts_only_behind_a_proxy(client, settings):
    forwarded = [{"x-forwarded-for": f"192.0.2.{n}, 198.51.100.{n}"} for n in range(1, 5)]
    assert [client.get("/api/v1/", headers=one).status_code for one in forwarded] == [200, 200, 200, 429]
    settings.PROXY_HEADER = True
    assert [client.get("/api/v1/", headers=one).status_code for one in forwarded] == [200, 200, 200, 200]


def test_key_has_its_own_rate(client, root):
    _key, text = keys.issue(by=root, user=root, name="copy", rate=5)
    statuses(client, 3)
    holder = Client(headers={"authorization": f"Bearer {text}"})
    assert statuses(holder, 6) == [200, 200, 200, 200, 200, 429]
    assert world.get(holder, "")["RateLimit-Policy"] == '"key";q=5;w=60'


def test_guessing_keys_counts_against_the_address(client):
    wrong = {"authorization": f"Bearer nrk_{'0' * 12}_{'0' * 64}"}
    assert statuses(client, 4, headers=wrong) == [401, 401, 401, 429]


def test_limit_costs_no_query(client, root, django_assert_num_queries):
    _key, text = keys.issue(by=root, user=root, name="copy")
    holder = Client(headers={"authorization": f"Bearer {text}"})
    statuses(holder, 1)
    with django_assert_num_queries(0):
        assert (statuses(client, 2), statuses(holder, 2)) == ([200, 200], [200, 200])


def test_limits_can_be_switched_off(client, settings):
    settings.API_LIMITS = False
    assert statuses(client, 5) == [200] * 5
    assert "RateLimit" not in world.get(client, "").headers


def test_whoami_of_nobody_in_particular(client):
    response = world.get(client, "whoami/")
    assert (response["Cache-Control"], response.json()) == (
        "no-store",
        {
            "as": "anonymous",
            "name": None,
            "owner": None,
            "scopes": ["read"],
            "prefix": None,
            "created_at": None,
            "expires_at": None,
            "last_used_at": None,
            "limit": {"policy": "anonymous", "requests": 3, "seconds": 60, "remaining": 2, "reset_seconds": 22},
        },
    )


def test_whoami_of_a_key(root, publisher):
    key, text = keys.issue(by=root, user=publisher, name="copy", scopes=["desk"], rate=7)
    holder = Client(headers={"authorization": f"Bearer {text}"})
    told = world.get(holder, "whoami/").json()
    assert (told["as"], told["name"], told["owner"], told["scopes"], told["prefix"], told["limit"]["requests"]) == (
        "key", "copy", "paul", ["desk"], f"nrk_{key.prefix}", 7,
    )  # fmt: skip
    assert list(validator("WhoAmI").iter_errors(told)) == []


def test_whoami_of_a_session(client, publisher):
    client.force_login(publisher)
    told = world.get(client, "whoami/").json()
    assert (told["as"], told["owner"], told["scopes"], told["limit"]["policy"]) == (
        "session", "paul", ["read", "desk"], "session",
    )  # fmt: skip


def test_usage_of_a_key(root, django_assert_max_num_queries):
    key, text = keys.issue(by=root, user=root, name="copy")
    holder = Client(headers={"authorization": f"Bearer {text}"})
    statuses(holder, 4, "roles/")
    with django_assert_max_num_queries(1):
        told = world.get(holder, "usage/").json()
    assert (told["name"], told["prefix"], told["total"], len(told["days"])) == ("copy", f"nrk_{key.prefix}", 5, 30)
    assert [day["requests"] for day in told["days"]] == [5] + [0] * 29
    assert list(validator("Usage").iter_errors(told)) == []


def test_usage_of_nobody_in_particular(client):
    response = world.get(client, "usage/")
    assert (response.status_code, response.json()["detail"]) == (401, "Use is counted by key: send yours.")
