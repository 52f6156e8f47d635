"""A receiver of webhooks on loopback: a real HTTP server that does as it is told and remembers what it was sent."""

from __future__ import annotations

import json
import ssl
import threading
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from standardwebhooks import Webhook


class Receiver:
    """Listens on a free port. `behave` gets the request handler after it was read, and answers."""

    def __init__(self, behave: Callable[[Any], None] | None = None, *, context: ssl.SSLContext | None = None) -> None:
        self.behave = behave or answer(200)
        self.requests: list[tuple[dict[str, str], bytes]] = []
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), handler_for(self))
        self.server.daemon_threads = True
        if context:
            self.server.socket = context.wrap_socket(self.server.socket, server_side=True)
        self.port = self.server.server_address[1]
        self.url = f"http{'s' if context else ''}://127.0.0.1:{self.port}/hook?partner=1"
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True)
        self.thread.start()

    def __enter__(self) -> Receiver:
        return self

    def __exit__(self, *error: object) -> None:
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()

    @property
    def bodies(self) -> list[dict[str, Any]]:
        """What was sent, in the order of arrival."""
        return [json.loads(body) for _headers, body in self.requests]

    @property
    def sequences(self) -> list[int]:
        """The entries that were sent, in the order of arrival."""
        return [body["data"]["sequence"] for body in self.bodies]

    def verified(self, secret: str) -> list[Any]:
        """What was sent, checked as a partner checks it. Raises WebhookVerificationError."""
        return [Webhook(secret).verify(body, headers) for headers, body in self.requests]


def handler_for(receiver: Receiver) -> type[BaseHTTPRequestHandler]:
    """The server's side of a request."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            receiver.requests.append((dict(self.headers.items()), body))
            receiver.behave(self)

        def log_message(self, *args: Any) -> None:
            pass

    return Handler


def answer(status: int, body: bytes = b"", **headers: str) -> Callable[[Any], None]:
    """Answer with the status."""

    def behave(handler: Any) -> None:
        handler.send_response(status)
        for name, value in headers.items():
            handler.send_header(name, value)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    return behave


def hang(seconds: float) -> Callable[[Any], None]:
    """Answer nothing for so long, then close."""
    return lambda handler: time.sleep(seconds)


def drip(handler: Any) -> None:
    """Answer a byte at a time, each well within any timeout for a read, for ever."""
    try:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
        for number in range(1000):
            handler.wfile.write(f"X-{number}: x\r\n".encode())
            time.sleep(0.05)
    except OSError:
        pass


def endless(handler: Any) -> None:
    """Answer 200 with a body that does not end."""
    try:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\n\r\n")
        while True:
            handler.wfile.write(b"x" * 65_536)
    except OSError:
        pass


def babble(handler: Any) -> None:
    """Answer in no protocol."""
    handler.wfile.write(b"hello\r\n\r\n")
