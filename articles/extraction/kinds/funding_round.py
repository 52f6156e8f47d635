"""Funding rounds: who raised how much, from whom, in what form."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from ..backers import LEAD_IN, add_backers, backers_in, by_sentence, gather_backers, introduced, lend, scopes_of
from ..confidence import confidence
from ..constructions import Match
from ..document import Sentence
from ..entities import Entity, is_company
from ..lists import coordinated, names_before
from ..mentions import Mention, sign_class
from ..merging import merged, same_amount
from ..reading import Candidate, Reading
from ..round_parts import read_parts, without_parts, without_tickets
from ..rounds import Rules, rounds
from ..salience import is_backer
from ..stand_ins import TOPIC, Who

KIND = "funding_round"
TOLD = "rounds_told"
NEXT = 2  # how many sentences later another backer of the same company may follow
SMALLEST = 50_000  # no round is smaller; a sum below is an example or a price
_MONEY = re.compile(f"[{sign_class('m')}]")
_CLAUSE = re.compile("[,:] ")


def find(reading: Reading) -> Iterable[Candidate]:
    """Every amount that a construction says was raised."""
    rules = rounds(reading.language.code)
    reading.notes[TOLD] = Told()
    for _, matches in reading.matches(KIND):
        for match in sorted(matches, key=lambda m: "giver" not in m.construction.row):
            candidate = _candidate(reading, match, rules)
            if candidate:
                yield candidate
                if not candidate.slots["investors"]:
                    yield from _each(reading, match, candidate)


@dataclass(slots=True)
class Told:
    """What the text has told so far: who raised last and in which sentence, who gave, and which amounts."""

    raiser: Entity | None = None
    sentence: int = -NEXT - 1
    gift: bool = False  # whether the last round was told of its giver
    giver: Entity | None = None  # who gave in the last round told of its giver
    givers: set[Entity] = field(default_factory=set)
    given: dict[int, Entity] = field(default_factory=dict)  # by identity of the amount: who gives it

    def fits(self, match: Match) -> bool:
        """True unless the row asks for a round, or for a gift, told just before."""
        after = match.construction.row.get("told_after")
        return after is None or (match.sentence.index - self.sentence <= NEXT and (self.gift or after != "gift"))


def _each(reading: Reading, match: Match, candidate: Candidate) -> Iterator[Candidate]:
    """The rounds of the others of whom the same is said, by « chacun » or « respectivement »."""
    for entity, mention, amount in reading.others(match, candidate.claims[0], candidate.slots["company"]):
        slots = candidate.slots | {"company": entity.name, "amount": amount.number(), "investors": []}
        yield candidate.told_of(match.sentence, mention, slots)


def gather(reading: Reading, candidates: list[Candidate]) -> list[Candidate]:
    """One candidate per round, with its backers, target, parts and date."""
    rules = rounds(reading.language.code)
    reading.as_first_told(candidates)
    facts = without_tickets(without_parts(merged(candidates, _same_round, _join), rules))
    scopes = scopes_of(reading, facts)
    told_by = by_sentence(facts)
    for fact, scope in zip(facts, scopes, strict=True):
        _called_off(fact, scope, rules)
        if fact.slots.get("series") is None:
            first = fact.told[0][0].index
            bare = [s for s in scope if s.index > first and "money" not in s.types][:2]
            said = (_series_in((s.skeleton.full,), s, rules) for s in bare)
            fact.slots["series"] = next(filter(None, said), None)
        if fact.slots["series"] == "debt":
            fact.slots["debt_amount"] = fact.slots.get("debt_amount") or fact.slots["amount"]
        if fact.slots["announced_on"] is None and fact.slots["status"] == "announced":
            fact.slots["announced_on"] = _made_known(reading, fact, scope, rules)
        gather_backers(reading, fact, told_by, scope, rules)
        read_parts(fact, scope, rules)
        if fact.slots["series"] == "debt":
            lend(fact)
    reading.notes[KIND] = facts
    return facts


def _candidate(reading: Reading, match: Match, rules: Rules) -> Candidate | None:
    money = match.mention("m") or match.mention("m2")
    if money is None or money.value.number() < SMALLEST or not _fits(reading, match, money):
        return None
    moods = reading.mood(match)
    if "done" not in moods and rules.pending.match(match.text[match.end :]):
        moods |= {"conditional"}
    unreal = "hypothetical" in moods or ("negated" in moods and "cancelled" not in moods)
    if unreal or _since(match, money) or _guarded(match, rules):
        return None
    told: Told = reading.notes[TOLD]
    giver = _giver(reading, match)
    who = _raiser(reading, match, rules, giver)
    if giver and (who is None or who.entity is not giver):
        told.given.setdefault(id(money), giver)
    if who is None or not is_company(who.entity) or _raises_fund(match, who, rules):
        return None
    if told.given.get(id(money)) is who.entity:
        return None
    givers = _givers(reading, match, who)
    if givers is None or _is_given(match, money, rules):
        return None
    if givers and match.construction.row.get("giver") == "x":
        reading.receivers.setdefault(match.sentence.index, (match.end, who))
    told.raiser, told.sentence, told.gift = who.entity, match.sentence.index, giver is not None
    if giver and giver is not who.entity:
        told.givers.add(giver)
        told.giver = giver
    slots: dict[str, Any] = {
        "company": who.entity.name,
        "amount": money.value.number(),
        "currency": reading.currency(money, match.sentence),
        "status": _status(moods),
        "qualifier": money.value.qualifier,
        "announced_on": _announced(reading, match, money),
        "series": _series(match, rules),
        "investors": givers,
        **_preset(match, givers, who, rules),
    }
    return Candidate(
        KIND,
        slots,
        [reading.span(match.sentence, money)],
        confidence(match.construction.prior, who.trust, *_penalties(reading, match, slots, rules)),
        match.construction.id,
        match.construction.row,
        claims=(money,),
        told=[(match.sentence, money)],
        source=reading.source(match.sentence),
        printed={"amount": reading.printed(money)},
    )


def _giver(reading: Reading, match: Match) -> Entity | None:
    """Who gives the money, as the row reads it."""
    mention = match.mention("x") if match.construction.row.get("giver") == "x" else None
    if mention is None or (mention.type != "org" and match.found.start("x") > match.start):
        return None  # « 5 M€ du groupe »: the group may be the one that raises
    who = reading.who.resolve(mention, match.sentence)
    return who.entity if who else None


def _givers_beside(reading: Reading, match: Match) -> set[Entity]:
    """Those listed with the giver that a match names: « X et Y ⟨y placent⟩ 5 M€ »."""
    listed = reading.enumeration_before(match.sentence, match.found.end("x"), full=match.construction.full)
    return {mention.value for mention in listed if isinstance(mention.value, Entity)}


def _raiser(reading: Reading, match: Match, rules: Rules, giver: Entity | None) -> Who | None:
    """The company that raises; where the subject gives or only joins the round of another, that other."""
    who = reading.company(match, group="c2" if match.mention("c2") else "c") or reading.meant(match)
    named = match.mention("c") or match.mention("c2")
    told: Told = reading.notes[TOLD]
    if not named and (giver or "told_after" in match.construction.row):
        unlikely = told.givers | ({giver} | (_givers_beside(reading, match) - {told.raiser}) if giver else set())
        if who is None or who.entity in unlikely:
            who_ = reading.who
            opener = who_.opener(match.sentence) if match.start else None
            others = (opener, told.raiser, who_.topic(match.sentence), who_.focus)
            raiser = next((e for e in others if e and e not in unlikely and not e.fund), None)
            return Who(raiser, TOPIC) if raiser else None
    if who is not None and not named and _backs(reading, match, who, rules):
        return _other_than_backers(reading, match, rules)
    if who is None and not named:
        return _unlikely(reading, match)
    if who is None or named or not rules.joins.search(match.text[max(0, match.start - 80) : match.start]):
        return who
    other = reading.in_mind(match.sentence)
    return other if other and other.entity is not who.entity else None


def _unlikely(reading: Reading, match: Match) -> Who | None:
    """The company in mind where the subject is a noun that may stand for it: « la logisticienne ⟨levait⟩ »."""
    found = reading.subjects.words.thing_does.search(match.text[: match.start])
    endings = reading.language.words["agent_endings"]
    if found is None or not re.search(endings, found[1]):
        return None
    who = reading.in_mind(match.sentence)
    return Who(who.entity, who.trust - 0.3) if who else None


def _backs(reading: Reading, match: Match, who: Who, rules: Rules) -> bool:
    """True if the sentence lists a company behind a cue among those who give, and does not go on about it."""
    if not any(mention.value is who.entity for mention in match.sentence.mentions):
        return False
    opened = reading.opened(match)
    if (opened and opened.entity is who.entity) or _led_up_to(match, who):
        return False
    return any(mention.value is who.entity for mention in introduced(reading, match.sentence, rules))


def _led_up_to(match: Match, who: Who) -> bool:
    """« Soutenue par X, Y ⟨lève⟩ », « Levée : Y ⟨récolte⟩ »: what begins there is the main clause."""
    head, *clauses = _CLAUSE.split(match.text[: match.start])
    mentions = match.sentence.skeleton.mentions
    signs = [sign for sign in (clauses or [head])[-1] if sign in mentions]
    alone = bool(clauses) and len(signs) == 1 and match.text[: match.start].endswith(f"{signs[0]} ")
    return alone and mentions[signs[0]].value is who.entity


def _other_than_backers(reading: Reading, match: Match, rules: Rules) -> Who | None:
    """The company that the text most likely speaks of where the one found gives in this very sentence."""
    backers = {mention.value for mention in introduced(reading, match.sentence, rules)}
    who = reading.who
    likely = (who.topic(match.sentence), who.focus, *who.companies)
    found = next((e for e in likely if e and e not in backers and not e.fund and not is_backer(e)), None)
    return Who(found, TOPIC - 0.12) if found else None


def _fits(reading: Reading, match: Match, money: Mention) -> bool:
    """True unless the row asks for a date, for a fund or for talk of rounds nearby, and the text gives none."""
    row, rules = match.construction.row, rounds(reading.language.code)
    if not reading.notes[TOLD].fits(match) or (row.get("strict_talk") and not _talked_of(reading, match)):
        return False
    strict = row.get("strict_context") or (row.get("needs_context") and rules.weak.match(match.found[0]))
    if strict and not _in_context(reading, match, rules):
        return False
    if row.get("needs_context") and not _talks_of_rounds(reading):
        return False
    if row.get("backed") and not _names_backers(reading, match):
        return False
    giver = match.mention("o")
    if row.get("fund_gives") and not (giver and giver.value.fund):
        return False
    return "needs_date" not in row or reading.date(match.sentence, money, reach=30) is not None


def _names_backers(reading: Reading, match: Match) -> bool:
    """True if the sentence has no other money and names a fund among the backers that it lists."""
    sentence = match.sentence
    if sum(m.type == "money" for m in sentence.mentions) > 1:
        return False
    listed = backers_in(reading, sentence, rounds(reading.language.code))
    return any(isinstance(mention.value, Entity) and mention.value.fund for mention, _ in listed)


def _guarded(match: Match, rules: Rules) -> bool:
    """True if the money is of another kind: a total over years, a market's sum, a price, a salary."""
    text = match.text
    money = match.found.end("m" if match.mention("m") else "m2")
    left = _MONEY.split(text[max(0, match.start - 60) : match.start])[-1].rpartition(",")[2]
    around = left + match.found[0] + _MONEY.split(text[match.end : match.end + 60])[0].partition(",")[0]
    other = around[len(left) :] if rules.raises.match(match.found[0]) else around
    guards = {name: pattern for pattern, name in rules.guards.fitting(match.sentence.cues)}
    return bool(
        ("around" in guards and not match.construction.row.get("cumulative") and guards["around"].search(around))
        or ("before" in guards and guards["before"].search(text[: match.start]))
        or ("market" in guards and not match.mentions("c") and guards["market"].search(text[: match.start]))
        or ("after" in guards and guards["after"].match(text[money:]))
        or ("inside" in guards and guards["inside"].search(match.found[0]))
        or ("other_money" in guards and guards["other_money"].search(other))
    )


def _raises_fund(match: Match, who: Who, rules: Rules) -> bool:
    """True for a fund that fills its own coffers: that is no round of a company; a bank that is named raises one."""
    bank = match.mention("c") and who.entity.name.rpartition(" ")[2] in rules.banks
    return who.entity.fund and not bank and match.construction.preset.get("series") != "ipo"


def _is_given(match: Match, money: Mention, rules: Rules) -> bool:
    """True for « X et Y apporteraient 120 M€ en dette »: a part of a round, told of those who give it."""
    before = match.text[: match.text.index(money.sign)]
    return bool(match.construction.row.get("not_given") and rules.gives.search(before[-40:]))


def _since(match: Match, money: Mention) -> bool:
    """« Depuis 2018, X a levé 54 M€ »: a total over years."""
    low = match.sentence.document.low
    days = [m for m in match.sentence.mentions if m.type == "date" and m.start < money.start]
    opens = [low[day.start : day.end] for day in days if day.start == match.sentence.start]
    return not match.construction.row.get("cumulative") and any(day.startswith(("depuis ", "since ")) for day in opens)


def _made_known(reading: Reading, fact: Candidate, scope: list[Sentence], rules: Rules) -> str | None:
    """The day on which a sentence near the first that tells a round says that it was made known."""
    first, published = fact.told[0][0].index, reading.document.published
    for sentence in scope:
        if abs(sentence.index - first) > NEXT or not rules.announces.search(sentence.low):
            continue
        day = reading.only_date(sentence)
        if day and len(day) == len("2026-01-31") and not (published and day[: len(published)] > published):
            return day
    return None


def _announced(reading: Reading, match: Match, money: Mention) -> str | None:
    """The date of a round; one after the day of publication is that of something else."""
    day = reading.date(match.sentence, money, reach=match.construction.row.get("date_reach", 160))
    published = reading.document.published
    return None if day and published and day[: len(published)] > published else day


def _preset(match: Match, givers: list[dict[str, str]], who: Who, rules: Rules) -> dict[str, Any]:
    preset = dict(match.construction.preset)
    if preset.get("series") == "corporate" and rules.borrowed.search(match.found[0]):
        return preset | {"series": "debt"}
    backers = {giver["name"] for giver in givers}
    funds = {m.value.name for m in match.sentence.of_class("o") if m.value.fund}
    if preset.get("series") == "corporate" and (not backers or backers & funds):
        preset.pop("series")
    return preset


def _givers(reading: Reading, match: Match, who: Who) -> list[dict[str, str]] | None:
    """The backer that the construction names; None where it is the company itself."""
    name = match.construction.row.get("giver")
    if match.construction.row.get("same_giver"):
        told: Told = reading.notes[TOLD]
        return [{"name": told.giver.name, "role": "investor"}] if told.giver else []
    if not name:
        return _fund_as_subject(reading, match)
    mention = match.mention(name)
    if mention is None:
        return []
    entity = mention.value if isinstance(mention.value, Entity) else None
    behind = name == "x" and match.found.start(name) == match.start  # the giver opens the pattern: a subject
    relative = match.found[0][1:].lstrip(", ").startswith(("qui ", "which ", "who ", "that "))
    if behind and entity and not relative and reading.who.governed(mention):
        subject = reading.who.subject(match.sentence, match.found.end(name))
        entity = subject.entity if subject else entity
    if entity is None:
        found = reading.who.resolve(mention, match.sentence)
        entity = found.entity if found else None
    if entity is who.entity:
        if mention.type == "org":
            return None
        entity = _other_company(match, mention, entity)
    tied = rounds(reading.language.code).tie.search(match.sentence.skeleton.full)
    role = match.construction.row.get("giver_role", "strategic" if tied else "investor")
    if entity is None:
        return []
    names = [entity.name, *(one.name for one in _joined(match, mention) if one not in (entity, who.entity))]
    return [{"name": one, "role": role} for one in dict.fromkeys(names)]


def _joined(match: Match, mention: Mention) -> list[Entity]:
    """Those who give together with one who is named: « X, Y et Z ⟨injectent⟩ »."""
    position = match.text.find(mention.sign)
    listed = [*names_before(match.sentence, match.text, position), *coordinated(match.sentence, match.text, position)]
    joined = listed if mention in listed else []
    return [one.value for one in joined if isinstance(one.value, Entity)]


def _fund_as_subject(reading: Reading, match: Match) -> list[dict[str, str]] | None:
    """« Le fonds X, qui a mené la série B de 28 M€ »: the subject backs the round, it does not raise it."""
    if match.construction.full or match.mention("c"):
        return []
    rules = rounds(reading.language.code)
    subject = reading.who.subject(match.sentence, match.start)
    if subject is None or not subject.entity.fund:
        return []
    if rules.raises.match(match.found[0]):
        return None  # it raises a fund of its own
    near = match.text[max(0, match.start - 25) : match.end]
    lead = rules.leading.search(near)
    return [{"name": subject.entity.name, "role": "lead" if lead else "investor"}]


def _other_company(match: Match, mention: Mention, company: Entity) -> Entity | None:
    """Whom « le groupe » means where it cannot be the company itself: the one named last before it."""
    before = [m.value for m in match.sentence.of_class("o") if m.start < mention.start and m.value is not company]
    return before[-1] if before else None


def _status(moods: frozenset[str]) -> str:
    if "cancelled" in moods:
        return "cancelled"
    if "conditional" in moods or ("rumoured" in moods and "done" not in moods):
        return "rumoured"
    return "announced"


def _series(match: Match, rules: Rules) -> str | None:
    left = _MONEY.split(match.text[max(0, match.start - 60) : match.start])[-1]
    if rules.borrowed.search(left[-20:] + match.found[0]):
        return "debt"
    right = _MONEY.split(match.text[match.end : match.end + 60])[0]
    alone = sum(m.type == "money" for m in match.sentence.mentions) == 1
    whole = [match.sentence.skeleton.full] if alone else []
    return _series_in((match.found[0], left + match.found[0] + right, *whole), match.sentence, rules)


def _series_in(texts: Iterable[str], sentence: Sentence, rules: Rules) -> str | None:
    said = rules.series.fitting(sentence.cues)
    for text in texts:
        for pattern, series in said:
            if found := pattern.search(text):
                return series.replace("*", found[1] if found.groups() else "")
    return None


def _penalties(reading: Reading, match: Match, slots: dict[str, Any], rules: Rules) -> Iterator[str]:
    if slots["currency"] is None:
        yield "no_currency"
    if match.construction.row.get("needs_context") and not _in_context(reading, match, rules):
        yield "no_context"


def _in_context(reading: Reading, match: Match, rules: Rules) -> bool:
    """True if the sentence names a fund, or it, its neighbours or the headline speak of a round."""
    if any(m.value.fund for m in match.sentence.of_class("o")):
        return True
    sentences = reading.document.sentences
    index = match.sentence.index
    near = sentences[max(0, index - 1) : index + 2]
    return any(rules.context.search(s.low) for s in (sentences[0], *near))


def _talks_of_rounds(reading: Reading) -> bool:
    """True if the text names a fund, or any sentence of it speaks of what belongs to a round."""
    if "talks_of_rounds" not in reading.notes:
        context, document = rounds(reading.language.code).context, reading.document
        told = any(entity.fund for entity in document.entities)
        reading.notes["talks_of_rounds"] = told or any(context.search(s.low) for s in document.sentences)
    return bool(reading.notes["talks_of_rounds"])


def _talked_of(reading: Reading, match: Match) -> bool:
    """True if the first sentences or those before tell of rounds."""
    talk = rounds(reading.language.code).talk
    sentences, index = reading.document.sentences, match.sentence.index
    before = sentences[max(0, index - LEAD_IN) : index + 1]
    return any(talk.search(s.low) for s in (*sentences[:LEAD_IN], *before))


def _same_round(one: Candidate, other: Candidate) -> bool:
    """True for the same company and amount, where neither currency, series nor year contradicts."""
    a, b = one.slots, other.slots
    if not same_amount(a["amount"], b["amount"]):
        return False
    if a["currency"] and b["currency"] and a["currency"] != b["currency"]:
        return False
    days = a.get("announced_on"), b.get("announced_on")
    return not (days[0] and days[1] and days[0][:4] != days[1][:4])


def _join(kept: Candidate, other: Candidate) -> None:
    """A round that is announced somewhere is announced, whatever was rumoured before."""
    a, b = kept.slots, other.slots
    if b["status"] == "announced" and a["status"] == "rumoured":
        a["status"] = "announced"
    if b["status"] == "cancelled":
        a["status"] = "cancelled"
    if a["qualifier"] == "exact" and b["qualifier"] != "exact":
        a["qualifier"] = b["qualifier"]
    days = [day for day in (a.get("announced_on"), b.get("announced_on")) if day]
    a["announced_on"] = max(days, key=len, default=None)
    add_backers(a["investors"], [(i["name"], i["role"]) for i in b["investors"]])


def _called_off(fact: Candidate, scope: list[Sentence], rules: Rules) -> None:
    """A planned round that a following sentence calls off is cancelled."""
    own = [sentence for sentence, _ in fact.told]
    where = scope if fact.slots["status"] == "rumoured" else own
    if any(rules.called_off.search(sentence.skeleton.text) for sentence in where):
        fact.slots["status"] = "cancelled"
