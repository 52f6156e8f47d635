"""One HTTP request to a receiver: to an address that was judged, within ten seconds, and never further.

Looking its name up is left to the system, whose resolver keeps time by itself (resolv.conf: some seconds a server). It
counts, but is not cut short: a name that took ten seconds is not connected to.

The standard library's http.client does the talking on a socket that is opened here. It follows no redirect, tries
nothing again and reads no proxy from the environment, and there is no second place that could open a connection.
"""

from __future__ import annotations

import http.client
import io
import socket
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from time import monotonic
from typing import Any, Protocol

from django.conf import settings

from companies.vocabulary import Failure

from .addresses import Address, Forbidden, Resolver, Target, addresses_of, read_url, resolve

TIMEOUT = 10.0  # seconds from looking the name up to the answer
MAX_BODY = 16_384  # bytes of an answer that are read
MAX_KEPT = 500  # characters of it that the log keeps


@dataclass(frozen=True)
class Answer:
    """What came of a request. `failure` is empty exactly where the receiver took the message (2xx)."""

    status: int | None
    failure: str
    detail: str  # the system's words for a failure, empty where the status says it all
    body: str  # how the answer begins
    milliseconds: int


class Post(Protocol):
    """A way to send: the one below, or a test's."""

    def __call__(self, url: str, body: bytes, headers: Mapping[str, str]) -> Answer: ...


class TimedSocket(io.RawIOBase):
    """A connected socket whose reads and writes all end at one moment, however slowly the other side drips.

    Has what http.client asks of a socket.
    """

    def __init__(self, connected: socket.socket, deadline: float) -> None:
        self.socket, self.deadline = connected, deadline

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        self.socket.settimeout(left(self.deadline))
        return self.socket.recv_into(buffer)

    def sendall(self, data: Any) -> None:
        """Send all of it or raise."""
        self.socket.settimeout(left(self.deadline))
        self.socket.sendall(data)

    def makefile(self, mode: str) -> io.BufferedReader:
        """The stream that the answer is read from."""
        return io.BufferedReader(self)

    def close(self) -> None:
        """Nothing: http.client closes its connection before the answer is read, and the socket is its opener's."""


def left(deadline: float) -> float:
    """Seconds until the deadline. Raises TimeoutError once it has passed."""
    seconds = deadline - monotonic()
    if seconds <= 0:
        raise TimeoutError("the time for the whole request is over")
    return seconds


def post(
    url: str,
    body: bytes,
    headers: Mapping[str, str],
    *,
    resolver: Resolver = resolve,
    context: ssl.SSLContext | None = None,
    timeout: float = TIMEOUT,
) -> Answer:
    """Send a POST and say what came of it; a failure is an answer too, nothing is raised.

    `context` is the TLS configuration, by default the system's authorities and strict checking.
    """
    start = monotonic()
    status, failure, detail, text = None, "", "", ""
    try:
        status, text = exchange(url, body, headers, resolver, context, start + timeout)
        failure = failure_of(status)
    except (OSError, http.client.HTTPException, ValueError) as error:
        failure, detail = kind_of(error), str(error) or type(error).__name__
    return Answer(status, failure, kept(detail), text, round((monotonic() - start) * 1000))


def exchange(
    url: str,
    body: bytes,
    headers: Mapping[str, str],
    resolver: Resolver,
    context: ssl.SSLContext | None,
    deadline: float,
) -> tuple[int, str]:
    """The status of the answer and how its body begins. Raises Forbidden, OSError or HTTPException."""
    allow_loopback: bool = settings.WEBHOOKS_ALLOW_LOOPBACK
    target = read_url(url, allow_loopback=allow_loopback)
    addresses = addresses_of(target, allow_loopback=allow_loopback, resolver=resolver)
    with connect(target, addresses, context, deadline) as connected:
        protocol = http.client.HTTPSConnection if target.is_encrypted else http.client.HTTPConnection
        connection: Any = protocol(target.host, target.port)  # writes Host with the name, not the address
        connection.auto_open = 0  # only ever the socket that it is given
        connection.sock = TimedSocket(connected, deadline)
        connection.request("POST", target.path, body, {**headers, "Connection": "close"})
        answer = connection.getresponse()
        return answer.status, first_of(answer)


def connect(target: Target, addresses: list[Address], context: ssl.SSLContext | None, deadline: float) -> socket.socket:
    """A socket to the first of the addresses that answers; encrypted, and the certificate is the host's."""
    connected = open_socket(addresses, target.port, deadline)
    if not target.is_encrypted:
        return connected
    try:
        connected.settimeout(left(deadline))
        return (context or strict()).wrap_socket(connected, server_hostname=target.host)
    except BaseException:
        connected.close()
        raise


@cache
def strict() -> ssl.SSLContext:
    """The system's authorities, names checked."""
    return ssl.create_default_context()


def open_socket(addresses: list[Address], port: int, deadline: float) -> socket.socket:
    """A connection to one of the addresses, tried in their order. Raises the last one's OSError."""
    for untried in range(len(addresses), 0, -1):
        address = str(addresses[-untried])
        try:
            return socket.create_connection((address, port), timeout=left(deadline) / untried)
        except OSError:
            if untried == 1:
                raise
    raise OSError("there is no address to connect to")


def first_of(answer: http.client.HTTPResponse) -> str:
    """How the body of an answer begins; nothing where it breaks off, for the status alone decides."""
    try:
        return kept(answer.read(MAX_BODY).decode("utf-8", "replace"))
    except (OSError, http.client.HTTPException):
        return ""


def kept(text: str) -> str:
    """How a text begins, without NUL, which PostgreSQL does not store."""
    return text.replace("\0", "")[:MAX_KEPT]


def failure_of(status: int) -> str:
    """What a status means for the message: only 2xx is a delivery."""
    if 200 <= status < 300:
        return ""
    return Failure.REDIRECT if 300 <= status < 400 else Failure.STATUS


def kind_of(error: Exception) -> Failure:
    """Which failure an exception is."""
    kinds: list[tuple[type[Exception], Failure]] = [
        (Forbidden, Failure.FORBIDDEN_ADDRESS),
        (TimeoutError, Failure.TIMEOUT),
        (socket.gaierror, Failure.NO_SUCH_HOST),
        (UnicodeError, Failure.NO_SUCH_HOST),
        (ssl.SSLError, Failure.CERTIFICATE),
        (http.client.HTTPException, Failure.BAD_ANSWER),
        (OSError, Failure.UNREACHABLE),
    ]
    return next((kind for known, kind in kinds if isinstance(error, known)), Failure.BAD_ANSWER)
