"""What happens at invented companies, in the press's words: rows that are never stored."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from articles.models import Article
from companies.models import MODELS, Citation, Company, Fact, Participation, Person
from companies.slots import DATE_SLOT
from companies.vocabulary import Kind, Series

from . import invention

Told = tuple[dict[str, Any], str, list[Participation]]  # columns, a sentence that tells them, who takes part
STAGES = (
    Series.PRE_SEED, Series.SEED, Series.SERIES_A, Series.SERIES_B, Series.SERIES_C, Series.SERIES_D,
    Series.SERIES_E, Series.GROWTH, Series.GROWTH,
)  # fmt: skip
TITLES = (
    ("ceo", "directrice générale", "chief executive"),
    ("founder", "fondatrice", "founder"),
    ("cto", "directrice technique", "chief technology officer"),
)


@dataclass(frozen=True)
class World:
    """Who there is: the seed, the funds, the number of the first company, how many people, those met so far."""

    seed: int
    funds: list[Company]
    first: int
    people: int
    met: dict[int, Person] = field(default_factory=dict)

    def someone(self, place: int) -> Person:
        """A person, who gets the next number when they are first met."""
        if place not in self.met:
            self.met[place] = invention.person(place, self.seed)
            self.met[place].pk = len(self.met)
        return self.met[place]


class Story:
    """What happened at one company, in the press's words."""

    def __init__(self, world: World, company: Company, stage: int, random: Random) -> None:
        self.world, self.company, self.stage, self.random = world, company, stage, random
        self.language = "en" if self.random.random() < 0.3 else "fr"
        self.day = date(2012, 1, 1) + timedelta(days=365 * stage + self.random.randrange(1400))
        self.sentences: dict[int, str] = {}
        self.values: dict[int, dict[str, Any]] = {}
        self.printed: dict[int, dict[str, str]] = {}
        self.words = ""  # of the sum last told

    def fact(self, number: int, kind: Kind) -> tuple[Fact, list[Citation]]:
        """A fact of the kind, with the list that its citations will be in."""
        self.words = ""
        columns, sentence, participants = getattr(self, kind.value)()
        dated = {"happened_on": self.day, "happened_on_precision": "day"} if kind in DATE_SLOT else {}
        if dated and self.random.random() < 0.1:
            dated = {"happened_on": self.day.replace(day=1), "happened_on_precision": "month"}
        exact = {slot: Decimal(value) if isinstance(value, int) else value for slot, value in columns.items()}
        row = MODELS[kind](
            pk=number, kind=kind.value, company=self.company,
            confidence=Decimal(self.random.randint(700, 999)) / 1000, rule=f"{kind.value}.invented", **dated, **exact,
        )  # fmt: skip
        row._prefetched_objects_cache = {"participations": participants}  # type: ignore[attr-defined]
        slot = "value" if kind == Kind.KEY_FIGURE else "amount"
        self.sentences[row.pk], self.printed[row.pk] = sentence, {slot: self.words} if self.words else {}
        values = {slot: value for slot, value in columns.items() if isinstance(value, str | int)}
        self.values[row.pk] = {"company": self.company.name, **values}
        return row, []

    def article(self, number: int, facts: list[tuple[Fact, list[Citation]]]) -> Article:
        """An article with the facts' sentences; it becomes a citation of each."""
        outlet = self.random.choice(invention.OUTLETS)
        title = f"{self.company.name} : tour n° {self.stage + 1} ({number})"
        text = title
        row = Article(
            pk=number, outlet=outlet, title=title, url=f"https://press.example/{number}", language=self.language,
            published_on=self.day + timedelta(days=self.random.randrange(3)), published_on_precision="day",
        )  # fmt: skip
        for fact, citations in facts:
            sentence, start = self.sentences[fact.pk], len(text) + 2
            text = f"{text}\n\n{sentence}"
            citations.append(
                Citation(
                    article=row, start=start, end=len(text), quote=sentence, states=self.values[fact.pk],
                    printed=self.printed[fact.pk],
                    rule=fact.rule, confidence=fact.confidence, is_public=True,
                )
            )  # fmt: skip
        row.body = text
        return row

    def say(self, french: str, english: str) -> str:
        """The words of the article's language."""
        return english if self.language == "en" else french

    def funding_round(self) -> Told:
        """Money raised from one to four backers."""
        amount, currency = invention.money(self.random, self.stage)
        backers = self.random.sample(self.world.funds, self.random.choice((1, 2, 2, 3, 4)))
        roles = ["lender" if backer.kind == "bank" else "investor" for backer in backers]
        roles[0] = "lead"
        names = ", ".join(backer.name for backer in backers)
        words = self.words = invention.printed(amount, currency, self.language)
        columns = {"amount": amount, "currency": currency, "series": STAGES[self.stage].value, "status": "announced"}
        if self.random.random() < 0.1:
            columns |= {"equity_amount": amount * 3 // 4, "debt_amount": amount // 4}
        name = self.company.name
        sentence = self.say(f"{name} a levé {words} auprès de {names}.", f"{name} raised {words} from {names}.")
        parts = [Participation(company=one, role=role) for one, role in zip(backers, roles, strict=True)]
        return columns, sentence, parts

    def valuation(self) -> Told:
        """What the company is worth."""
        amount, currency = invention.money(self.random, self.stage + 2)
        words = self.words = invention.printed(amount, currency, self.language)
        columns = {"amount": amount, "currency": currency, "basis": "post_money", "status": "reported"}
        return columns, self.say(f"La société vaut désormais {words}.", f"The company is now worth {words}."), []

    def key_figure(self) -> Told:
        """How many work there, or what it sells for."""
        if self.random.random() < 0.5:
            staff = self.random.randint(5, 4000)
            columns = {"metric": "employees", "value": staff, "qualifier": "at_least", "status": "actual"}
            sentence = self.say(f"Elle emploie plus de {staff} personnes.", f"It employs more than {staff} people.")
            return columns, sentence, []
        amount, currency = invention.money(self.random, self.stage)
        words = self.words = invention.printed(amount, currency, self.language)
        columns = {"metric": "revenue", "value": amount, "unit": currency, "status": "actual"}
        return columns, self.say(f"Son chiffre d'affaires atteint {words}.", f"Its revenue reached {words}."), []

    def deal(self) -> Told:
        """A purchase of another company of this world that was told of already."""
        place = self.random.randint(self.world.first, self.company.pk)
        other = invention.company(place, self.world.seed)
        if place == self.company.pk:
            other = self.random.choice(self.world.funds)
        sentence = self.say(f"{self.company.name} rachète {other.name}.", f"{self.company.name} buys {other.name}.")
        parties = [Participation(company=self.company, role="acquirer"), Participation(company=other, role="target")]
        return {"deal_type": "acquisition", "status": "announced"}, sentence, parties

    def controversy(self) -> Told:
        """A suit by a fund."""
        other = self.random.choice(self.world.funds)
        name = self.company.name
        sentence = self.say(f"{other.name} a saisi le tribunal contre {name}.", f"{other.name} sued {name}.")
        columns = {"category": "lawsuit", "status": "ongoing", "part": "accused"}
        return columns, sentence, [Participation(company=other, role="opponent")]

    def role(self) -> Told:
        """Who heads the company."""
        someone = self.world.someone(self.random.randrange(self.world.people))
        title, french, english = self.random.choice(TITLES)
        name = self.company.name
        sentence = self.say(f"{someone.name}, {french} de {name}.", f"{someone.name}, {english} of {name}.")
        return {"person": someone, "title": title, "status": "current"}, sentence, []
