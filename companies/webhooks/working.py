"""The worker: claims subscriptions, has threads speak to their receivers, and writes down what came of it.

Threads only speak HTTP. Everything about tables happens in the thread that calls `run`, so a receiver that hangs holds
one thread for ten seconds and nothing else; a name server that hangs, for as long as the system's resolver lets it.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from datetime import datetime, timedelta
from threading import Event
from time import monotonic

from django.db import DatabaseError, close_old_connections
from django.utils import timezone

from companies.vocabulary import Failure

from . import delivering
from .delivering import Claim
from .messages import Message, headers_for
from .secrets import SealBroken
from .sending import Answer, Post, kept, post

logger = logging.getLogger(__name__)

LOOK_EVERY = 0.2  # seconds between two looks for others to serve while some are being served
POLL = 1.0  # seconds between two looks at the ledger where there is nothing to do
AFTER_FAULT = 5.0  # seconds until the database is asked again after it refused
PRUNE_EVERY = timedelta(hours=1)


class Worker:
    """Serves subscriptions, as many at the same time as there are threads."""

    def __init__(self, *, threads: int = 16, send: Post = post, clock: Callable[[], datetime] = timezone.now) -> None:
        self.threads, self.send, self.clock = threads, send, clock
        self.under_way: dict[Future[Answer], tuple[Claim, Message]] = {}
        self.looked_at = 0.0
        self.pruned_at: datetime | None = None

    def run(self, stop: Event, *, is_once: bool = False) -> None:
        """Serve until told to stop; with `is_once`, until nothing is due. What is under way is brought to its end.

        While the database is down, its end cannot be written: the message comes again under its id.
        """
        with ThreadPoolExecutor(self.threads, thread_name_prefix="webhook") as self.pool:
            while True:
                try:
                    is_idle = not self.step(may_claim=not stop.is_set())
                except DatabaseError:
                    if is_once:
                        raise
                    logger.exception("The database refused; trying again in %s seconds.", AFTER_FAULT)
                    close_old_connections()
                    if stop.wait(AFTER_FAULT):
                        return
                    continue
                if is_idle and (is_once or stop.is_set()):
                    return
                if is_idle:
                    close_old_connections()
                    stop.wait(POLL)

    def step(self, *, may_claim: bool) -> bool:
        """Begin what can begin, and deal with what came back; False where there was nothing to do."""
        self.prune()
        claims = self.claim() if may_claim and self.may_look() else []
        for claim in claims:
            self.go_on(claim)
        is_busy = bool(claims or self.under_way)
        if self.under_way:
            for future in wait(self.under_way, timeout=POLL, return_when=FIRST_COMPLETED).done:
                self.finish(future, may_go_on=may_claim)
        return is_busy

    def may_look(self) -> bool:
        """True where it is time to look for more to do, and a thread is free to do it."""
        if self.under_way and (len(self.under_way) >= self.threads or monotonic() - self.looked_at < LOOK_EVERY):
            return False
        self.looked_at = monotonic()
        return True

    def claim(self) -> list[Claim]:
        """As many claims as there are threads with nothing to do."""
        return delivering.claim_due(self.threads - len(self.under_way), now=self.clock())

    def go_on(self, claim: Claim) -> None:
        """Have the subscription's next message sent, or let go of it."""
        now = self.clock()
        chosen = delivering.next_message(claim, now=now)
        if chosen is None:
            delivering.release(claim, now=now)
            return
        subscription, message = chosen
        try:
            headers = headers_for(message, subscription, now=now)
        except SealBroken as error:
            answer = Answer(None, Failure.NOT_SIGNED, str(error), "", 0)
            delivering.record(claim, message, answer, now=now)
            delivering.release(claim, now=now)
            return
        self.under_way[self.pool.submit(self.send, subscription.url, message.body, headers)] = (claim, message)

    def finish(self, future: Future[Answer], *, may_go_on: bool) -> None:
        """Write down what came back, then send the next or let go."""
        claim, message = self.under_way.pop(future)
        is_taken = delivering.record(claim, message, answer_of(future), now=self.clock())
        if is_taken and may_go_on:
            self.go_on(claim)
        else:
            delivering.release(claim, now=self.clock())

    def prune(self) -> None:
        """Forget what is old, now and then."""
        now = self.clock()
        if self.pruned_at is None or now - self.pruned_at >= PRUNE_EVERY:
            delivering.prune(now=now)
            self.pruned_at = now


def answer_of(future: Future[Answer]) -> Answer:
    """What came back; a fault of our own counts as a failure, so that one message cannot stop the worker."""
    try:
        return future.result()
    except Exception as error:
        logger.exception("A webhook could not be sent.")
        return Answer(None, Failure.BAD_ANSWER, kept(str(error)), "", 0)
