"""A dump of invented facts, as large as wanted, for measuring. The same seed gives the same bytes.

Documents are made by the functions that publishing uses, from rows that are never stored, so they always have
the shape of the day.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from random import Random
from typing import Any

from articles.models import Article
from companies import ledger
from companies.corrections import History
from companies.documents import document_of, fact_document
from companies.dumps import Writer
from companies.models import Citation, Company, Fact, Person, Publication
from companies.vocabulary import Action, Kind

from . import invention
from .stories import Story, World

BEGIN = datetime(2025, 1, 1, 8, tzinfo=UTC)
LASTING = timedelta(days=200)  # how long the invented publishers take
ENTRIES_PER_COMPANY = 17  # about
ROUNDS = (1, 2, 3, 4, 5, 6, 7, 8, 9)  # per company, five on the average
RETRACTABLE = (Kind.VALUATION, Kind.KEY_FIGURE)  # in an article on a round, and naming nobody else
OTHERS = (Kind.VALUATION, Kind.KEY_FIGURE, Kind.KEY_FIGURE, Kind.DEAL, Kind.CONTROVERSY, Kind.ROLE, Kind.ROLE)
OTHERS_SHARE, CORRECTED, RETRACTED, SECOND_SOURCE = 0.26, 0.02, 0.02, 0.08


class Dataset:
    """The ledger of an invented newsroom."""

    def __init__(self, writer: Writer, companies: int, seed: int) -> None:
        self.writer, self.random = writer, Random(seed)
        self.pause = LASTING / (companies * ENTRIES_PER_COMPANY)
        self.digest, self.sequence, self.articles, self.facts = ledger.NO_DIGEST, 0, count(1), count(1)
        self.now, self.people = BEGIN, 0
        self.lines: dict[str, bytearray] = defaultdict(bytearray)
        self.companies: dict[str, int] = {}  # by slug
        self.concerned: set[int] = set()  # the companies that the entry before is about, where it was closed
        funds = [invention.fund(number, seed) for number in range(1, max(20, companies // 20) + 1)]
        self.world = World(seed, funds, first=len(funds) + 1, people=companies)
        self.rounds = bytes(self.random.choice(ROUNDS) for _ in range(companies))

    def stories(self) -> Iterator[None]:
        """Publish the funds, then round after round of all companies; yields once for each round."""
        for fund in self.world.funds:
            self.publish(fund)
        for stage in range(max(ROUNDS)):
            for place, rounds in enumerate(self.rounds):
                if stage < rounds:
                    number = self.world.first + place
                    if stage == 0:
                        self.publish(invention.company_in_full(number, self.world.seed))
                    self.tell(invention.company(number, self.world.seed), stage)
                    yield

    def tell(self, company: Company, stage: int) -> None:
        """An article on a round of the company, sometimes with another fact, sometimes followed by a second article."""
        story = Story(self.world, company, stage, self.random)
        kinds = [Kind.FUNDING_ROUND]
        if self.random.random() < OTHERS_SHARE:
            kinds.append(self.random.choice(OTHERS))
        facts = [story.fact(next(self.facts), kind) for kind in kinds]
        articles = [story.article(next(self.articles), facts)]
        if self.random.random() < SECOND_SOURCE:
            articles.append(story.article(next(self.articles), facts[:1]))
        named = list(self.world.met.values())[self.people :]
        self.people += len(named)
        subjects: list[Article | Person] = [*articles, *named]
        for subject in subjects:
            self.publish(subject)
        for fact, citations in facts:
            self.publish_fact(fact, citations)

    def publish_fact(self, fact: Fact, citations: list[Citation]) -> None:
        """Publish a fact; a few are corrected at once, and a few that no article rests on alone are retracted."""
        document = fact_document(fact, citations)
        chance = self.random.random()
        if fact.kind in RETRACTABLE and chance < RETRACTED:
            self.append(fact, document, closed=True)
            self.append(fact, None, Action.RETRACTED, note="The outlet took the sentence back.")
        elif chance < CORRECTED:
            told = History()
            self.append(fact, {**document, "status": None}, told=told, closed=True)
            self.append(fact, document, Action.CORRECTED, told=told, note="The status was missing.")
        else:
            self.append(fact, document)

    def publish(self, subject: Company | Article | Person) -> None:
        """Publish what facts name."""
        if isinstance(subject, Company):
            self.companies[subject.slug] = subject.pk
        self.append(subject, document_of(subject))

    def append(
        self,
        subject: ledger.Subject,
        document: dict[str, Any] | None,
        action: Action = Action.PUBLISHED,
        *,
        note: str = "",
        told: History | None = None,
        closed: bool = False,
    ) -> None:
        """Write the next entry; `closed` where the one after it is about the same subject."""
        kind, column = ledger.subject_of(subject)
        self.sequence += 1
        self.now += self.pause * 2 * self.random.random()
        entry = Publication(
            sequence=self.sequence, kind=kind, action=action, published_at=self.now, note=note, **column
        )  # fmt: skip
        ledger.seal(entry, document, told=told or History(), before=self.digest)
        self.digest = entry.digest
        now = {self.companies[slug] for slug in ledger.slugs_of(kind, document or {})}
        concerns = ledger.concerns(now, self.concerned)
        self.concerned = now if closed else set()
        if closed:
            self.now += timedelta(seconds=30)
            entry.superseded_at = self.now
        elif document is not None:
            self.lines[kind] += ledger.checksum_line(kind, subject.pk, entry.document_digest)
        self.writer.put(entry, concerns)

    def checksum(self) -> str:
        """The ledger's checksum; within a kind, numbers were given in their order."""
        return hashlib.sha256(b"".join(self.lines[kind] for kind in sorted(self.lines))).hexdigest()


def make(folder: Path, *, companies: int, seed: int, watch: Callable[..., Any]) -> dict[str, Any]:
    """Write the dump of an invented newsroom into the folder and return its manifest."""
    if not 1 <= companies <= invention.MOST // 2:
        raise ValueError(f"Between 1 and {invention.MOST // 2} companies can be invented, not {companies}.")
    with Writer(folder) as writer:
        dataset = Dataset(writer, companies, seed)
        for _ in watch(dataset.stories(), total=sum(dataset.rounds)):
            pass
        return writer.finish(checksum=dataset.checksum(), licence="CC0-1.0", made_at=dataset.now)
