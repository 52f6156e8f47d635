"""A load of GET requests over keep-alive connections: a process of its own that costs little beside the server.

Reads a `Load` as JSON from its input, writes `Answers` as JSON. One thread and plain sockets: a richer client
would take most of the machine that it shares with the server, and measure itself.
"""

from __future__ import annotations

import json
import random
import re
import selectors
import socket
import subprocess
import sys
import time
from dataclasses import asdict, dataclass, field

LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
RECEIVE = 1 << 18  # bytes


@dataclass
class Load:
    """What to ask for: addresses in random order, each with its own headers, for a while."""

    port: int
    requests: list[tuple[str, dict[str, str]]]
    seconds: float
    connections: int = 8


@dataclass
class Answers:
    """What came back: latencies in seconds, how many of each status, and bytes in all."""

    latencies: list[float] = field(default_factory=list)
    statuses: dict[str, int] = field(default_factory=dict)
    received: int = 0
    seconds: float = 0


class Connection:
    """One keep-alive connection with one request under way."""

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def send(self, request: bytes) -> None:
        """Begin a request."""
        self.buffer, self.size = bytearray(), 0
        self.begun = time.perf_counter()
        self.socket.sendall(request)

    def is_done(self) -> bool:
        """Read what has come; True once the answer is whole."""
        part = self.socket.recv(RECEIVE)
        if not part:
            raise ConnectionError("The server closed the connection within an answer.")
        self.buffer += part
        if not self.size:
            end = self.buffer.find(b"\r\n\r\n")
            if end < 0:
                return False
            length = LENGTH.search(self.buffer, 0, end)
            self.size = end + 4 + (int(length[1]) if length else 0)
        return len(self.buffer) >= self.size


def encoded(port: int, path: str, headers: dict[str, str]) -> bytes:
    """A request as bytes."""
    lines = [
        f"GET {path} HTTP/1.1",
        *(f"{name}: {value}" for name, value in {"Host": f"127.0.0.1:{port}", **headers}.items()),
    ]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


def run(load: Load) -> Answers:
    """Keep every connection busy until the time is over, then take the answers under way.

    They count, and so does the time they take: a server still at work on them would slow down whoever is next.
    """
    choose = random.Random(load.port)
    requests = [encoded(load.port, path, headers) for path, headers in load.requests]
    answers, waiting = Answers(), selectors.DefaultSelector()
    for _ in range(load.connections):
        connection = Connection(load.port)
        waiting.register(connection.socket, selectors.EVENT_READ, connection)
        connection.send(choose.choice(requests))
    start = time.perf_counter()
    while waiting.get_map():
        for key, _ in waiting.select(1):
            connection = key.data
            if not connection.is_done():
                continue
            note(answers, connection)
            if time.perf_counter() - start < load.seconds:
                connection.send(choose.choice(requests))
            else:
                waiting.unregister(connection.socket)
    answers.seconds = time.perf_counter() - start
    return answers


def note(answers: Answers, connection: Connection) -> None:
    """Count a whole answer."""
    answers.latencies.append(time.perf_counter() - connection.begun)
    status = connection.buffer[9:12].decode()
    answers.statuses[status] = answers.statuses.get(status, 0) + 1
    answers.received += connection.size


def measured(load: Load) -> Answers:
    """Run a load in a process of its own."""
    done = subprocess.run(  # noqa: S603 - our own interpreter on our own program
        [sys.executable, __file__], input=json.dumps(asdict(load)), capture_output=True, text=True, check=True
    )
    return Answers(**json.loads(done.stdout))


if __name__ == "__main__":
    json.dump(asdict(run(Load(**json.load(sys.stdin)))), sys.stdout)
