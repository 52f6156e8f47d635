"""manage.py deliver_webhooks: sends new entries of the ledger to those who subscribed."""

from __future__ import annotations

import signal
from argparse import ArgumentParser
from threading import Event
from typing import Any

from django.core.management.base import BaseCommand

from companies.webhooks.working import Worker


class Command(BaseCommand):
    """Runs a worker. Several may run, on several machines: no message is sent by two."""

    help = "Send new entries of the ledger to webhook subscribers until stopped (SIGTERM or Ctrl-C)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help="stop as soon as nothing is due")
        parser.add_argument("--threads", type=int, default=16, help="receivers spoken to at the same time (16)")

    def handle(self, *args: Any, once: bool, threads: int, **options: Any) -> None:
        stop = Event()
        before = {number: signal.signal(number, lambda *_: stop.set()) for number in (signal.SIGTERM, signal.SIGINT)}
        try:
            Worker(threads=threads).run(stop, is_once=once)
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)
