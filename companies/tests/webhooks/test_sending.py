"""One request to a real receiver: what it gets, and every way in which it can go wrong."""

import socket
import ssl
import time

import pytest
import trustme

from companies.vocabulary import Failure
from companies.webhooks.sending import Answer, post

from .receiver import Receiver, answer, babble, drip, endless, hang

BODY = b'{"type":"ping"}'


def send(url, **options):
    """(failure, status, how the answer begins)"""
    came = post(url, BODY, {"webhook-id": "msg_1"}, **options)
    return came.failure, came.status, came.body


def test_what_the_receiver_gets():
    with Receiver(answer(204)) as receiver:
        assert send(receiver.url) == ("", 204, "")
    ((headers, body),) = receiver.requests
    assert body == BODY
    assert headers == {
        "Host": f"127.0.0.1:{receiver.port}", "Accept-Encoding": "identity", "Content-Length": "15",
        "webhook-id": "msg_1", "Connection": "close",
    }  # fmt: skip


@pytest.mark.parametrize("status", [200, 201, 202, 204, 299])
def test_taken(status):
    with Receiver(answer(status, b"ok" if status != 204 else b"")) as receiver:
        assert send(receiver.url)[:2] == ("", status)


@pytest.mark.parametrize("status", [400, 401, 404, 410, 429, 500, 503])
def test_not_taken(status):
    with Receiver(answer(status, b"sorry")) as receiver:
        assert send(receiver.url) == (Failure.STATUS, status, "sorry")


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_redirect_is_not_followed(status):
    with Receiver() as elsewhere, Receiver(answer(status, Location=elsewhere.url)) as receiver:
        assert send(receiver.url) == (Failure.REDIRECT, status, "")
    assert (len(receiver.requests), elsewhere.requests) == (1, [])


@pytest.mark.parametrize("behave", [hang(2), drip])
def test_slow_receiver_is_left(behave):
    with Receiver(behave) as receiver:
        start = time.monotonic()
        assert send(receiver.url, timeout=0.3) == (Failure.TIMEOUT, None, "")
        assert time.monotonic() - start < 1


def test_endless_answer_is_read_so_far():
    with Receiver(endless) as receiver:
        came = post(receiver.url, BODY, {})
    assert (came.failure, came.status, len(came.body)) == ("", 200, 500)


def test_no_http():
    with Receiver(babble) as receiver:
        assert send(receiver.url) == (Failure.BAD_ANSWER, None, "")


def test_nothing_is_kept_that_the_database_cannot_store():
    with Receiver(lambda handler: handler.wfile.write(b"hel\0lo")) as receiver:
        assert post(receiver.url, BODY, {}).detail == "hello"


def test_closed_port():
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    assert send(f"http://127.0.0.1:{port}/") == (Failure.UNREACHABLE, None, "")


def test_name_without_address():
    def nothing(host, port):
        raise socket.gaierror(-2, "Name or service not known")

    came = post("https://partner.example/", BODY, {}, resolver=nothing)
    assert (came.failure, came.status, came.detail) == (
        Failure.NO_SUCH_HOST, None, "[Errno -2] Name or service not known",
    )  # fmt: skip


def test_slow_name_is_never_connected_to():
    def slow(host, port):
        time.sleep(0.2)
        return ["127.0.0.1"]

    with Receiver() as receiver:
        assert send(receiver.url, resolver=slow, timeout=0.1) == (Failure.TIMEOUT, None, "")
    assert receiver.requests == []


def test_loopback_is_refused_in_production(settings):
    settings.WEBHOOKS_ALLOW_LOOPBACK = False
    with Receiver() as receiver:
        assert send(receiver.url)[0] == Failure.FORBIDDEN_ADDRESS
        assert send(receiver.url.replace("http:", "https:"))[0] == Failure.FORBIDDEN_ADDRESS
    assert receiver.requests == []


def test_name_is_looked_up_once_and_that_address_is_called(settings, monkeypatch):
    """DNS rebinding: the first answer is public, every later one is this machine."""
    settings.WEBHOOKS_ALLOW_LOOPBACK = False
    answers, called = iter([["8.8.8.8"], ["127.0.0.1"], ["127.0.0.1"]]), []

    def connect(address, timeout):
        called.append(address)
        raise ConnectionRefusedError

    monkeypatch.setattr(socket, "create_connection", connect)
    assert send("https://partner.example/", resolver=lambda host, port: next(answers))[0] == Failure.UNREACHABLE
    assert called == [("8.8.8.8", 443)]
    assert send("https://partner.example/", resolver=lambda host, port: next(answers))[0] == Failure.FORBIDDEN_ADDRESS
    assert called == [("8.8.8.8", 443)]


def test_second_address_where_the_first_is_down():
    with Receiver() as receiver:
        addresses = ["::1", "127.0.0.1"]  # the receiver listens on the second only
        assert send(receiver.url, resolver=lambda host, port: addresses) == ("", 200, "")


@pytest.mark.parametrize("name", ["http_proxy", "HTTP_PROXY", "all_proxy", "https_proxy"])
def test_proxies_of_the_environment_are_not_used(monkeypatch, name):
    with Receiver() as proxy, Receiver() as receiver:
        monkeypatch.setenv(name, proxy.url)
        assert send(receiver.url)[0] == ""
    assert (len(receiver.requests), proxy.requests) == (1, [])


@pytest.fixture(scope="module")
def authority():
    return trustme.CA()


def encrypted(authority, *names):
    """(the server's side, the client's side) of TLS with a certificate for the names; the server notes SNI."""
    server, client = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER), ssl.create_default_context()
    authority.issue_cert(*names).configure_cert(server)
    authority.configure_trust(client)
    asked = []
    server.sni_callback = lambda connected, name, context: asked.append(name)
    return server, client, asked


def test_certificate_is_that_of_the_name_not_of_the_address(authority):
    server, client, asked = encrypted(authority, "partner.example")
    with Receiver(context=server) as receiver:
        url = f"https://partner.example:{receiver.port}/hook"
        assert send(url, resolver=lambda host, port: ["127.0.0.1"], context=client) == ("", 200, "")
    assert (asked, receiver.requests[0][0]["Host"]) == (["partner.example"], f"partner.example:{receiver.port}")


def test_certificate_of_another_name(authority):
    server, client, _asked = encrypted(authority, "other.example")
    with Receiver(context=server) as receiver:
        url = f"https://partner.example:{receiver.port}/hook"
        assert send(url, resolver=lambda host, port: ["127.0.0.1"], context=client)[0] == Failure.CERTIFICATE
    assert receiver.requests == []


def test_certificate_of_nobody_we_trust(authority):
    server, _client, _asked = encrypted(authority, "127.0.0.1")
    with Receiver(context=server) as receiver:
        assert send(receiver.url)[0] == Failure.CERTIFICATE
    assert receiver.requests == []


def test_answer_is_told_whole():
    with Receiver(answer(500, b"\xff\0 no")) as receiver:
        came = post(receiver.url, BODY, {})
    assert came == Answer(500, Failure.STATUS, "", "� no", came.milliseconds)
