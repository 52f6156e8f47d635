"""What the kinds share: a document being read, candidates for facts, lists of names, dates, amounts."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from itertools import pairwise
from typing import Any

from . import lists
from .constructions import Construction, Match, Tables
from .coreference import Coreference
from .document import Document, Sentence
from .entities import Entity, is_company
from .language import alternatives, load
from .mentions import SIGNS, Amount, Day, Mention, sign_class
from .modality import Moods, moods
from .patterns import compiled
from .stand_ins import TOPIC, Who
from .subjects import Subjects

LONGEST_QUOTE = 600
SHORTEST_QUOTE = 12
# What stands between an amount and the same in another currency: « 6 M€ (environ 7 M$) ».
_CONVERSION = re.compile(r" ?\((?:~|≈|[a-zà-ÿ']+ |[ld]'){0,3}|,? (?:soit|ou) (?:[a-zà-ÿ']+ ){0,2}")


@dataclass(slots=True, eq=False)
class Candidate:
    """A fact that a kind proposes. The engine settles who keeps a claimed mention, merges and finishes it.

    `rule` names the construction and `row` is its entry in the table, whose flags a kind may ask for.
    `claims`: the mentions that this fact alone may use; the candidate with the highest `confidence` keeps them.
    `spared`: the slots that it can do without where another keeps the mention; with none, it goes.
    `spans`: evidence, as offsets into the text. `told`: the sentences that tell the fact, each with its amount.
    """

    kind: str
    slots: dict[str, Any]
    spans: list[tuple[int, int]]
    confidence: float
    rule: str
    row: Mapping[str, Any] = field(default_factory=dict)
    claims: tuple[Mention, ...] = ()
    spared: tuple[str, ...] = ()
    source: str | None = None
    printed: dict[str, str] = field(default_factory=dict)
    told: list[tuple[Sentence, Mention]] = field(default_factory=list)

    def give_up_claims(self) -> None:
        """Leave what it claims to another."""
        self.slots |= dict.fromkeys(self.spared)
        self.claims = ()
        self.printed = {}

    def told_of(self, sentence: Sentence, mention: Mention, slots: dict[str, Any]) -> Candidate:
        """The same said of another company or amount in the same sentence."""
        words = sentence.document.text[mention.start : mention.end]
        return replace(
            self,
            slots=slots,
            spans=[*self.spans],
            told=[(sentence, mention)],
            claims=() if mention in self.claims else (mention,),
            printed=dict.fromkeys(self.printed, words),
        )


class Reading:
    """One document under the eyes of all kinds."""

    def __init__(self, document: Document, tables: Tables) -> None:
        self.document = document
        self.tables = tables  # the constructions of each kind in the document's language
        self.language = document.language
        self.subjects = Subjects(document)
        self.who = Coreference(document, self.subjects)
        self.moods: Moods = moods(document.language.code)
        self.receivers: dict[int, tuple[int, Who]] = {}  # by sentence index: from where on money given to whom is told
        self._tells: dict[re.Pattern[str], bool] = {}
        self.notes: dict[str, Any] = {}  # what one kind found out that another may use
        self._fitting: dict[str, list[tuple[Sentence, list[Construction]]]] = {}  # by kind
        for sentence in document.sentences:
            for kind, rows in tables.fitting(sentence).items():
                self._fitting.setdefault(kind, []).append((sentence, rows))

    def tells(self, expression: re.Pattern[str]) -> bool:
        """True if the expression is found anywhere in the text in lower case; looked up once."""
        if expression not in self._tells:
            self._tells[expression] = expression.search(self.document.low) is not None
        return self._tells[expression]

    def matches(self, kind: str) -> Iterator[tuple[Sentence, Iterator[Match]]]:
        """The sentences whose words and mentions allow constructions of a kind, each with those found in it."""
        table = self.tables[kind]
        for sentence, rows in self._fitting.get(kind, ()):
            yield sentence, table.matches(sentence, rows)

    def company(self, match: Match, *, group: str = "c") -> Who | None:
        """The company of a match: its `{c}`, else by the row's `who` (subject, topic, focus)."""
        amount = match.mention("m") or match.mention("m2")
        listed = lists.owner(match.sentence, match.text, amount) if amount else None
        explicit = listed or match.mention(group) or match.mention(f"{group}2")
        position, receiver = self.receivers.get(match.sentence.index, (0, None))
        given = receiver is not None and match.start >= position
        if explicit:
            if given and explicit.type == "anaphor":  # « X mène un tour de Y et valorise la start-up à... »
                return receiver
            found = self.who.resolve(explicit, match.sentence)
            if found or explicit.type == "anaphor":
                return found
        return self._unsaid(match, receiver if given else None)

    def meant(self, match: Match) -> Who | None:
        """The company in mind where the match says « l'entreprise », « le groupe », which may be any."""
        said = match.mention("c2") or match.mention("c")
        if said is None or said.descriptor not in self.language.words["generic_descriptors"]:
            return None
        return self.in_mind(match.sentence)

    def _unsaid(self, match: Match, receiver: Who | None) -> Who | None:
        """The company of a match without a `{c}`: its subject, else the one that the text is speaking of."""
        if match.construction.who == "subject" and not match.construction.full:
            verb = match.sentence, match.start
            if self.subjects.unnamed(*verb) or self.subjects.of_a_body(*verb):
                return None
            found = receiver or self.who.subject(*verb) or self.opened(match)
            if found and (found is receiver or not found.entity.fund):
                return found
        if self.subjects.of_a_thing(match.sentence, match.text[: match.start]):
            return None
        return self._told_before(match) or self.in_mind(match.sentence)

    def _told_before(self, match: Match) -> Who | None:
        """The company that opens the sentence of a match: the sentence goes on with it."""
        entity = self.who.opener(match.sentence)
        if entity is None or entity.fund:
            return None
        anchor = match.anchor
        first = next((m for m in match.sentence.mentions if m.value is entity), None)
        return Who(entity, TOPIC, first) if first and anchor and first.start < anchor.start else None

    def others(self, match: Match, amount: Mention, company: str) -> Iterator[tuple[Entity, Mention, Amount]]:
        """Those of whom the sentence says the same as of this company: each with its amount, in « respectivement »."""
        shared = [
            (name, amount, amount.value) for name in lists.each_of(match.sentence, match.text, match.start, match.end)
        ]
        for name, mention, value in shared or lists.shared_out(match.sentence, match.text, amount):
            who = self.who.resolve(name, match.sentence)
            if who and is_company(who.entity) and who.entity.name != company:
                yield who.entity, mention, value

    def opened(self, match: Match) -> Who | None:
        """The subject that an opening phrase leads up to: « Avec 6 M€ de ventes, X est... »."""
        text = match.text
        if not _opening(self.language.code).match(text):
            return None
        if found := _LED_UP_TO.search(text, match.start):
            return self.who.resolve(match.sentence.skeleton.mentions[found[1]], match.sentence)
        comma = text.find(", ", match.start)
        limit = comma + 40 if comma >= 0 else match.end
        return self.who.subject(match.sentence, min(limit, len(text)))

    def in_mind(self, sentence: Sentence) -> Who | None:
        """The company that the text is speaking of when nothing in the sentence says."""
        topic, focus = self.who.topic(sentence), self.who.focus
        if topic and not topic.fund:
            return Who(topic, TOPIC if topic is focus else TOPIC - 0.12)
        return None

    def mood(self, match: Match) -> frozenset[str]:
        """The moods of a match, from the start of its clause to its end."""
        return self.moods.of(match.sentence, match.start, match.end, full=match.construction.full)

    def source(self, sentence: Sentence) -> str | None:
        """The outlet or bank that the sentence names as its source."""
        mention = sentence.skeleton.source
        return mention.value.name if mention and isinstance(mention.value, Entity) else None

    def number_at(self, position: int) -> tuple[Sentence, Mention] | None:
        """The amount that stands at this place of the text, with its sentence."""
        sentence = self.sentence_at(position)
        for mention in sentence.mentions:
            if mention.type in ("number", "money") and mention.start <= position < mention.end:
                return sentence, mention
        return None

    def sentence_at(self, position: int) -> Sentence:
        """The sentence that begins last before this place of the text."""
        sentences = self.document.sentences
        return sentences[max(0, bisect_right(sentences, position, key=lambda sentence: sentence.start) - 1)]

    def printed(self, mention: Mention) -> str:
        """The words of a mention as they stand in the text."""
        return self.document.text[mention.start : mention.end]

    def span(self, sentence: Sentence, *mentions: Mention) -> tuple[int, int]:
        """Evidence: the sentence, or where it is too long the part of it around the mentions."""
        start, end = sentence.start, sentence.end
        if end - start > LONGEST_QUOTE:
            middle = mentions[0].start if mentions else start
            start = max(start, middle - LONGEST_QUOTE // 2)
            end = min(end, start + LONGEST_QUOTE)
        if end - start < SHORTEST_QUOTE:
            start = max(0, min(start, end - SHORTEST_QUOTE))
            end = min(len(self.document.text), max(end, start + SHORTEST_QUOTE))
        return start, end

    def currency(self, mention: Mention, sentence: Sentence) -> str | None:
        """The mention's currency; a bare « milliards » takes the sentence's other one, else the text's only one."""
        amount: Amount = mention.value
        if amount.currency:
            return amount.currency
        money = [m for m in sentence.mentions if m.type == "money"]
        others = {m.value.currency for m in money if m.value.currency}
        if len(others) == 1:
            return str(others.pop())
        if len(others) > 1:
            nearest = min((m for m in money if m.value.currency), key=lambda m: abs(m.start - mention.start))
            return str(nearest.value.currency)
        same = self._currencies_by_value.get(amount.value, set())
        if len(same) == 1:
            return next(iter(same))
        return next(iter(self._currencies)) if len(self._currencies) == 1 else None

    def as_first_told(self, candidates: list[Candidate]) -> None:
        """Give conversions the amount that they convert: « 6 M€ (7 M$) » and « 7 M$ » elsewhere are one sum."""
        for candidate in candidates:
            told = candidate.slots["amount"], candidate.slots["currency"]
            if told in self._converted:
                candidate.slots["amount"], candidate.slots["currency"] = self._converted[told]
                candidate.printed.pop("amount", None)

    @cached_property
    def calls_companies(self) -> bool:
        """True if the text says « l'entreprise », « la start-up » of anyone."""
        sentences = self.document.sentences
        return any(m.type == "anaphor" and m.descriptor for sentence in sentences for m in sentence.mentions)

    @cached_property
    def companies_by_word(self) -> dict[str, list[Entity]]:
        """The companies of the text by each word of their names."""
        found: dict[str, list[Entity]] = defaultdict(list)
        for entity in filter(is_company, self.document.entities):
            for word in set(entity.name.replace("-", " ").split(" ")):
                found[word].append(entity)
        return found

    @cached_property
    def _converted(self) -> dict[tuple[float | int | None, str | None], tuple[float | int | None, str | None]]:
        amounts = [(one.value, two.value) for one, two in self._conversions]
        return {(b.number(), b.currency): (a.number(), a.currency) for a, b in amounts}

    @cached_property
    def _conversions(self) -> list[tuple[Mention, Mention]]:
        """Each amount that the text converts, with the same in another currency."""
        return [
            (one, two)
            for sentence in self.document.sentences
            for one, two in pairwise(sentence.mentions)
            if one.type == two.type == "money" and self._converts(one, two)
        ]

    @cached_property
    def _currencies(self) -> set[str]:
        """Every currency that the text names, but those that it only converts into."""
        converted = {id(two) for _, two in self._conversions}
        mentions = (m for sentence in self.document.sentences for m in sentence.mentions if m.type == "money")
        return {m.value.currency for m in mentions if m.value.currency and id(m) not in converted}

    def _converts(self, one: Mention, two: Mention) -> bool:
        a, b = one.value, two.value
        norm = self.document.norm
        if not (a.currency and b.currency) or a.currency == b.currency or not 0.2 < a.value / (b.value or 1) < 5:
            return False
        between = norm[one.end : two.start]
        closed = "(" not in between or norm[two.end : two.end + 1] == ")"
        return closed and bool(_CONVERSION.fullmatch(between))

    @cached_property
    def _currencies_by_value(self) -> dict[float, set[str]]:
        found: dict[float, set[str]] = {}
        for sentence in self.document.sentences:
            for mention in sentence.mentions:
                if mention.type == "money" and mention.value.currency:
                    found.setdefault(mention.value.value, set()).add(mention.value.currency)
        return found

    def date(
        self,
        sentence: Sentence,
        near: Mention,
        *,
        reach: int = 160,
        deadline: bool = False,
        close: bool = False,
        now: bool = True,
    ) -> str | None:
        """The ISO date that goes with a mention, the nearest in its clause; None where there is none.

        Dates of a foundation (« fondée en »), open spans (« depuis »), dates that stand beside another amount
        and, unless `deadline`, dates to come do not count. `close` accepts a comma between the two only where
        the date opens the sentence; without `now`, « aujourd'hui » dates nothing.
        """
        best: tuple[int, str] | None = None
        for mention in sentence.mentions:
            day = mention.value
            if mention.type != "date" or not isinstance(day, Day) or day.iso is None or (day.now and not now):
                continue
            low, high = sorted(((mention.start, mention.end), (near.start, near.end)))
            between = self.document.norm[low[1] : high[0]]
            opening = mention.start - sentence.start < 4
            if len(between) > reach or self.dates_nothing(mention, deadline=deadline) or self._breaks(between):
                continue
            if _aside(between, mention.start < near.start):
                continue
            if not opening and (self._others(sentence, mention, near) or (close and "," in between)):
                continue
            if best is None or len(between) < best[0]:
                best = (len(between), day.iso)
        return best[1] if best else None

    def only_date(self, sentence: Sentence) -> str | None:
        """The date of a state of things that the sentence tells without a number; None where it names several."""
        days = {
            m.value.iso
            for m in sentence.mentions
            if m.type == "date" and m.value.iso and not m.value.now and not self.dates_nothing(m, deadline=False)
        }
        return days.pop() if len(days) == 1 else None

    def dates(self, sentence: Sentence, near: Mention, *, reach: int, deadline: bool = False) -> Iterator[Mention]:
        """The dates of a mention's clause that may date a state of things, wherever they stand."""
        for mention in sentence.mentions:
            day = mention.value
            if mention.type != "date" or day.iso is None or day.now:
                continue
            low, high = sorted(((mention.start, mention.end), (near.start, near.end)))
            between = self.document.norm[low[1] : high[0]]
            broken = self._breaks(between) and between.strip() != ":"
            if len(between) <= reach and not broken and not self.dates_nothing(mention, deadline=deadline):
                yield mention

    @staticmethod
    def _others(sentence: Sentence, date: Mention, near: Mention) -> bool:
        """True if the date stands right beside another amount than this one."""

        def apart(mention: Mention) -> int:
            """Dates follow their amount more often than they go before it."""
            return max(mention.start - date.end + 15, date.start - mention.end)

        amounts = [m for m in sentence.mentions if m.type in ("money", "count") and m is not near]
        nearest = min(map(apart, amounts), default=1000)
        return nearest < 25 and nearest < apart(near)

    def dates_nothing(self, mention: Mention, *, deadline: bool) -> bool:
        """True if a date is of something else: a comparison, a founding, a report; a deadline unless that is meant."""
        left = self.document.norm[max(0, mention.start - 40) : mention.start]
        text = left + self.document.norm[mention.start : mention.end]
        code = self.language.code
        return bool(_undating(code).search(text)) or (not deadline and bool(_deadline(code).search(text)))

    def _breaks(self, between: str) -> bool:
        return bool(self.language.clause_mark.search(between.lower())) or ";" in between

    def enumeration(
        self, sentence: Sentence, position: int, *, full: bool = False, strict: bool = False
    ) -> list[Mention]:
        """The names listed from this position of the skeleton on: « X, le fonds Y ainsi que Z ».

        `strict` stops at « avec », « ainsi que », « aux côtés de »: those after it do not share the role.
        """
        skeleton = sentence.skeleton
        text = skeleton.full if full else skeleton.text
        step, names = _list_step(self.language.code, strict), []
        while found := step.match(text, position):
            names.append(skeleton.mentions[found["name"]])
            position = found.end()
        return names

    def enumeration_before(self, sentence: Sentence, position: int, *, full: bool = False) -> list[Mention]:
        """The names listed just before this position: « X, Y et Z ⟨participent⟩ »."""
        skeleton = sentence.skeleton
        text = (skeleton.full if full else skeleton.text)[:position]
        found = _list_before(self.language.code).search(text)
        if not found:
            return []
        return [skeleton.mentions[sign] for sign in re.findall(f"[{sign_class('o')}{sign_class('p')}]", found[0])]


# The name behind the comma that a verb follows: « , X ⟨recrute⟩ », but not « , X et Y, » nor « , X, ».
_LED_UP_TO = re.compile(rf", ([{sign_class('x')}])(?= (?!(?:et|ou|and|or|qui|who)\b)[a-zà-ÿ'])")


def _aside(between: str, date_first: bool) -> bool:
    """True if a date stands within brackets and its amount outside of them; « 12 M€ (mars 2023) » is dated."""
    closed, opened = between.find(")"), between.rfind("(")
    if date_first:
        return closed >= 0 and (opened < 0 or opened > closed)
    return opened > max(between.rfind(")"), 3)


@cache
def _opening(code: str) -> re.Pattern[str]:
    return compiled(load(code).words["opening"])


@cache
def _undating(code: str) -> re.Pattern[str]:
    words = load(code).words
    return compiled(
        words["undating"],
        re.IGNORECASE,
    )


@cache
def _deadline(code: str) -> re.Pattern[str]:
    words = load(code).words
    cue = words["deadline"]
    return compiled(cue, re.IGNORECASE)


@cache
def _list_step(code: str, strict: bool) -> re.Pattern[str]:
    """One item of a list: a separator, articles and words that describe it, then its sign."""
    words = load(code).words
    joins = words["list_joins"]
    if strict:
        joins = words["list_joins_strict"]
    others = rf"(?!,? ?(?:{words['list_others']})\b)" if strict else ""
    determiners = words["list_determiners"]
    nouns = alternatives(words["investor_nouns"])
    adjective = alternatives(words["adjective_endings"])
    described = (
        rf"(?:(?:{nouns})s?(?: {words['backer_complements']}| [\w-]*(?:{adjective})s?){{0,3}}"
        r"(?:(?<=s)(?:,| ?:)(?= )| ?))"
    )
    aside = words["list_aside"]
    name = sign_class("o") + sign_class("p")
    shares = sign_class("m") + sign_class("percent") + sign_class("number")
    before = rf"(?:(?:{determiners}) ?(?:[\w-]*(?:{adjective})s? )?)*?(?:{described}(?:{determiners})? ?){{0,2}}"
    after = (
        rf"(?:\.(?= et|,))?(?: ?\([^()]{{0,60}}\))?(?:{words['belongs_to']})?"
        rf"(?:,? (?:pour|à hauteur de|for|with) (?:[\w']+ ){{0,2}}[{shares}](?=,| et| and))?"
        rf"(?:, ?(?:{determiners} )?(?:(?:{nouns})[^,;.{SIGNS}]{{0,50}}|(?:{aside})[^,;.]{{0,50}})"
        r"(?=,| et| and|\.|;|$))?"
    )
    return compiled(
        rf"{others}(?:{joins}){{0,4}},? ?{before}(?:[\w-]*(?:{adjective}|s) ){{0,2}}(?P<name>[{name}]){after}"
    )


@cache
def _list_before(code: str) -> re.Pattern[str]:
    name = sign_class("o") + sign_class("p")
    words = load(code).words
    joins = words["list_joins"]
    gap = words["list_gap"]
    owned = words["belongs_to"]
    return compiled(rf"[{name}](?:(?:{owned})?(?:{joins})+ ?{gap}[{name}])*(?: ?\([^()]*\))? ?$")
