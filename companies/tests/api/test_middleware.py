"""What surrounds every answer: codings and their tags, caches, CORS, and problems for Django's own errors."""

import gzip
import sys

import pytest
from django.core.exceptions import BadRequest, SuspiciousOperation
from django.http import StreamingHttpResponse
from django.test import Client
from django.urls import include, path

from companies import keys
from companies.tests.factories import make_published

from . import world

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

pytestmark = pytest.mark.django_db
PROBLEM = "application/problem+json"
DECODE = {"zstd": zstd.decompress, "gzip": gzip.decompress, None: bytes}
NORMAL = "Accept, Accept-Encoding, Authorization, X-Api-Key"
URLS = pytest.mark.urls("companies.tests.api.test_middleware")


def broken(request):
    raise ZeroDivisionError


def bad(request):
    raise BadRequest("x")


def suspicious(request):
    raise SuspiciousOperation("x")


def streamed(request):
    lines = (b'{"line": %d}\n' % number for number in range(3))
    return StreamingHttpResponse(lines, content_type="application/x-ndjson")


urlpatterns = [
    path("api/broken/", broken),
    path("api/bad/", bad),
    path("api/suspicious/", suspicious),
    path("api/streamed/", streamed),
    path("broken/", broken),
    path("", include("newsroom.urls")),
]


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [
        ("", None),
        ("identity", None),
        ("br", None),
        ("gzip", "gzip"),
        ("gzip, deflate, br, zstd", "zstd"),
        ("gzip;q=1.0, zstd;q=0.5", "gzip"),
        ("zstd;q=0, gzip;q=0.1", "gzip"),
        ("gzip;q=0", None),
    ],
)
@pytest.mark.parametrize("address", ["funding-rounds/", "funding-rounds/{pk}/"])
def test_coding_is_the_best_that_is_accepted(client, publisher, address, accepted, coding):
    address = address.format(pk=make_published(by=publisher).pk)
    plain = world.get(client, address)
    response = client.get(f"/api/v1/{address}", headers={"accept-encoding": accepted})
    assert (response.get("Content-Encoding"), response["Vary"]) == (coding, NORMAL)
    assert DECODE[coding](response.content) == plain.content
    assert response["ETag"] == (f'{plain["ETag"][:-1]}-{coding}"' if coding else plain["ETag"])


@pytest.mark.parametrize("coding", ["zstd", "gzip"])
def test_tag_of_a_coding_confirms_that_coding(client, publisher, coding):
    address = f"/api/v1/funding-rounds/{make_published(by=publisher).pk}/"
    first = client.get(address, headers={"accept-encoding": coding})
    second = client.get(address, headers={"accept-encoding": coding, "if-none-match": f'"other", {first["ETag"]}'})
    assert (second.status_code, second["ETag"]) == (304, first["ETag"])


def test_one_answer_has_one_tag_whatever_else_was_accepted(client, publisher):
    address = f"/api/v1/funding-rounds/{make_published(by=publisher).pk}/"
    tag = client.get(address)["ETag"]
    second = client.get(address, headers={"accept-encoding": "zstd", "if-none-match": tag})
    assert (second.status_code, second["ETag"]) == (304, tag)


def test_confirmation_says_nothing_of_the_length(client, publisher):
    address = f"/api/v1/funding-rounds/{make_published(by=publisher).pk}/"
    response = client.get(address, headers={"if-none-match": client.get(address)["ETag"]})
    assert (response.status_code, "Content-Length" in response.headers) == (304, False)


@pytest.mark.parametrize(
    "address", ["", "funding-rounds/", "funding-rounds/{pk}/", "whoami/", "nowhere/", "roles/?x=1"]
)
@pytest.mark.parametrize("accepted", ["", "zstd"])
def test_head_is_get_without_its_body(client, publisher, address, accepted):
    address = f"/api/v1/{address.format(pk=make_published(by=publisher).pk)}"
    get, head = (ask(address, headers={"accept-encoding": accepted}) for ask in (client.get, client.head))
    assert (head.status_code, dict(head.items()), head.content) == (get.status_code, dict(get.items()), b"")


@URLS
@pytest.mark.parametrize("coding", ["zstd", "gzip"])
def test_stream_is_compressed_as_it_goes(client, coding):
    response = client.get("/api/streamed/", headers={"accept-encoding": coding})
    chunks = [chunk for chunk in response.streaming_content if chunk]
    assert (response["Content-Encoding"], len(chunks) >= 3) == (coding, True)
    text = b"".join(chunks)
    whole = gzip.decompress(text) if coding == "gzip" else zstd.ZstdDecompressor().decompress(text)
    assert whole == b'{"line": 0}\n{"line": 1}\n{"line": 2}\n'


def test_answer_with_a_key_is_not_for_shared_caches(client, root, publisher):
    fact = make_published(by=publisher)
    _key, text = keys.issue(by=root, user=publisher, name="copy")
    for headers in ({"authorization": f"Bearer {text}"}, {"x-api-key": text}):
        response = client.get(f"/api/v1/funding-rounds/{fact.pk}/", headers=headers)
        assert (response.status_code, response["Cache-Control"]) == (200, "private, max-age=60")
    assert world.get(client, f"funding-rounds/{fact.pk}/")["Cache-Control"] == "public, max-age=60"


@pytest.mark.parametrize("language", ["fr", "en"])
def test_answer_does_not_depend_on_the_language(client, language):
    response = client.get("/api/v1/roles/", headers={"accept-language": language})
    assert (response["Vary"], "Content-Language" in response.headers) == (NORMAL, False)


@pytest.mark.parametrize(
    ("language", "title", "detail"),
    [
        ("en", "Not found", "There is no such address. /api/v1/ lists what there is."),
        ("fr", "Introuvable", "Cette adresse n’existe pas. /api/v1/ énumère ce qu’il y a."),
    ],
)
def test_problem_depends_on_the_language(client, language, title, detail):
    response = client.get("/api/v1/nowhere/", headers={"accept-language": language})
    assert (response["Vary"], response["Content-Language"]) == (f"{NORMAL}, Accept-Language", language)
    assert (response["Cache-Control"], response.json()["status"]) == ("no-store", 404)


def test_page_of_any_site_may_read(client):
    response = client.get("/api/v1/roles/", headers={"origin": "https://elsewhere.example"})
    assert response["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in response.headers


def test_preflight_allows_reading_without_a_key(client, django_assert_num_queries):
    asked = {"origin": "https://elsewhere.example", "access-control-request-method": "GET"}
    with django_assert_num_queries(0):
        response = client.options("/api/v1/roles/", headers=asked)
    assert (response.status_code, response.content, response["Access-Control-Allow-Methods"]) == (
        204, b"", "GET, HEAD, OPTIONS",
    )  # fmt: skip
    assert "Authorization" not in response["Access-Control-Allow-Headers"]


def test_pages_are_left_alone(client):
    response = client.get("/companies/", headers={"accept-encoding": "zstd"})
    assert [name for name in ("Access-Control-Allow-Origin", "Link", "Content-Encoding") if name in response] == []


@URLS
@pytest.mark.parametrize("debug", [True, False])
@pytest.mark.parametrize(
    ("address", "status", "code"),
    [
        ("/api/broken/", 500, "server-error"),
        ("/api/bad/", 400, "bad-request"),
        ("/api/suspicious/", 400, "bad-request"),
        ("/api/v2/", 404, "not-found"),
        ("/api/", 404, "not-found"),
        ("/api/v1/é/", 404, "not-found"),
    ],
)
def test_error_of_djangos_own_is_a_problem(settings, debug, address, status, code):
    settings.DEBUG = debug
    client = Client(raise_request_exception=False, headers={"accept-language": "en"})
    response = client.get(address)
    assert (response.status_code, response["Content-Type"], response["Cache-Control"]) == (status, PROBLEM, "no-store")
    assert response.json()["type"] == f"/api/v1/problems/{code}/"


@pytest.mark.parametrize("debug", [True, False])
def test_unknown_host_is_a_problem(client, settings, debug):
    settings.DEBUG, settings.ALLOWED_HOSTS = debug, ["testserver"]
    response = client.get("/api/v1/", headers={"host": "evil.example"})
    assert (response.status_code, response["Content-Type"]) == (400, PROBLEM)


@URLS
def test_error_of_a_page_is_no_problem_document():
    response = Client(raise_request_exception=False).get("/broken/")
    assert (response.status_code, response["Content-Type"]) == (500, "text/html; charset=utf-8")


@pytest.mark.parametrize("address", ["schema/", "problems/", "problems/forbidden/"])
def test_what_has_no_version_is_tagged_by_its_bytes(client, address):
    first = world.get(client, address)
    assert client.get(f"/api/v1/{address}", headers={"if-none-match": first["ETag"]}).status_code == 304


def test_every_answer_links_to_its_description(client):
    assert '</api/v1/schema/>; rel="describedby"' in world.get(client, "roles/")["Link"]
