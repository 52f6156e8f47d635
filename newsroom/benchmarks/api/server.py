"""The servers under load: granian, started and ended here, with settings as in production.

Granian, because it parses HTTP and keeps connections alive outside of Python: what is measured is the application
and not the server.
"""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

OWN, TEXTBOOK = "newsroom.settings", "newsroom.benchmarks.api.textbook_settings"
ROOTS = {OWN: "/api/v1/", TEXTBOOK: "/"}
WORKERS = 2
STARTING = 30  # seconds


def environment(settings: str, database: str) -> dict[str, str]:
    """The environment of a process that serves, or looks into, the database."""
    return os.environ | {
        "DJANGO_SETTINGS_MODULE": settings,
        "DATABASE_URL": database,
        "DEBUG": "off",
        "HTTPS": "off",
        "SECRET_KEY": "benchmark-only-" + "newsroom" * 6,
        "ALLOWED_HOSTS": "127.0.0.1",
        "LOG_LEVEL": "WARNING",
        "API_LIMITS": "off",
    }


@dataclass
class Server:
    """A running server."""

    port: int
    process: subprocess.Popen[bytes]

    def peak_mb(self) -> float:
        """The most memory that a worker had, in MB."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        peaks = [re.search(r"VmHWM:\s+(\d+)", Path(f"/proc/{one}/status").read_text()) for one in children]
        return round(max(int(peak[1]) for peak in peaks if peak) / 1024, 1)


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


@contextmanager
def serving(settings: str, database: str, root: Path) -> Iterator[Server]:
    """A server that answers, until the block ends. Raises RuntimeError for one that does not start."""
    port = free_port()
    command = [
        sys.executable, "-m", "granian", "newsroom.wsgi:application", "--interface", "wsgi", "--port", str(port),
        "--workers", str(WORKERS), "--blocking-threads", "1", "--no-ws", "--http", "1", "--log-level", "warning",
    ]  # fmt: skip
    process = subprocess.Popen(command, cwd=root, env=environment(settings, database))  # noqa: S603 - our own command
    try:
        wait_for(f"http://127.0.0.1:{port}{ROOTS[settings]}", process)
        yield Server(port, process)
    finally:
        process.terminate()
        process.wait()


def wait_for(address: str, process: subprocess.Popen[bytes]) -> None:
    """Return once the server answers."""
    deadline = time.monotonic() + STARTING
    while time.monotonic() < deadline and process.poll() is None:
        try:
            urllib.request.urlopen(address, timeout=5).close()  # noqa: S310 - our own address
            return
        except urllib.error.URLError:
            time.sleep(0.2)
    raise RuntimeError(f"The server did not start within {STARTING} s: pip install -e '.[bench]' and see above.")
