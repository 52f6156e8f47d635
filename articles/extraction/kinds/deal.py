"""Deals: who buys, merges with, owns, works with or supplies whom, at what price."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import combinations
from typing import Any

from ..confidence import confidence
from ..constructions import Match, expanded, macros_of
from ..counterparties import Party, more_partners, more_targets, name_of, parties_of, told_again
from ..document import Sentence
from ..language import table
from ..mentions import Mention
from ..merging import Shelf, merged
from ..patterns import compiled
from ..reading import Candidate, Reading

KIND = "deal"
HELD = 100  # how far before a holding « détiendrait » may stand
SAID = 70  # how far before a verb « a annoncé que » may stand
DATED = 90  # characters between a deal and the one date of its clause
HALF = 50  # per cent of a company: less than that is a stake in it
PURCHASES = ("acquisition", "bid")


def find(reading: Reading) -> Iterable[Candidate]:
    """Every deal that a construction tells with at least two parties."""
    for _, matches in reading.matches(KIND):
        told: list[tuple[Match, Candidate]] = []
        for match in matches:
            if any(match.start < other.end and other.start < match.end for other, _ in told):
                continue
            for candidate in _candidates(reading, match):
                reading.who.stand_ins.note_deal(candidate.slots["parties"])
                told.append((match, candidate))
        _share_prices(told)
        yield from (candidate for _, candidate in told)


def _share_prices(told: list[tuple[Match, Candidate]]) -> None:
    """Of several deals of a sentence, a price belongs to the nearest alone."""

    def apart(match: Match, price: Mention) -> int:
        return min(abs(match.start - match.text.find(price.sign)), abs(match.end - match.text.find(price.sign)))

    for match, candidate in told:
        for price in candidate.claims:
            if any(price in other.claims and apart(rival, price) < apart(match, price) for rival, other in told):
                candidate.give_up_claims()


def gather(reading: Reading, candidates: list[Candidate]) -> list[Candidate]:
    """One candidate per deal; a refused offer whose maker is not named is that of the company's other suitor."""
    whole = merged([c for c in candidates if len(c.slots["parties"]) > 1], _same, _join, pairs)
    told = Shelf(pairs, whole)
    whole = [c for c in whole if not _told_as_purchase(c, told.near(c))]
    told = Shelf(first_words, whole)
    lone = [c for c in candidates if len(c.slots["parties"]) == 1]
    completed = [offer for offer in lone if not offer.row.get("alone") and _completed(offer, told.near(offer))]
    whole = [c for c in whole if not _finds_buyer(c, told.near(c))]
    told = Shelf(first_words, whole)
    sought = [sale for sale in lone if sale.row.get("alone") and not _finds_buyer(sale, told.near(sale))]
    completed, sought = merged(completed, _same, _join, pairs), merged(sought, _same_target, None, first_words)
    return sorted(whole + completed + sought, key=lambda c: c.spans[0])


def first_words(candidate: Candidate) -> list[str]:
    """The first word of each party's name, which « Norvex » and « Norvex Shipping » have in common."""
    return sorted(party["name"].partition(" ")[0] for party in candidate.slots["parties"])


def pairs(candidate: Candidate) -> set[tuple[str, str]]:
    """The first words of two parties each, which two tellings of one deal have in common."""
    return set(combinations(first_words(candidate), 2))


def _finds_buyer(sale: Candidate, others: list[Candidate]) -> bool:
    """True for a sale without a buyer where the text tells who buys, or would buy, the same company."""
    if sale.slots["deal_type"] != "acquisition" or _parts(sale, "acquirer"):
        return False
    return any(_same_target(sale, c) for c in others if c is not sale and c.slots["deal_type"] != "stake")


def _same_target(one: Candidate, other: Candidate) -> bool:
    return _shared(_parts(one, "target"), _parts(other, "target")) > 0


def _parts(candidate: Candidate, role: str) -> list[str]:
    return [party["name"] for party in candidate.slots["parties"] if party["role"] == role]


def _completed(offer: Candidate, whole: list[Candidate]) -> bool:
    """Give the offer its maker; False where nobody else is told to buy the same company, or only one told of it."""
    target = offer.slots["parties"][0]
    for deal in whole:
        buyers = [p for p in deal.slots["parties"] if p["role"] == "acquirer"]
        if target in deal.slots["parties"] and buyers and deal.slots["deal_type"] != "stake":
            if deal.slots["status"] == "rejected":
                deal.slots["amount"] = deal.slots["amount"] or offer.slots["amount"]
                return False
            offer.slots["parties"].insert(0, buyers[0])
            return True
    return False


def _told_as_purchase(candidate: Candidate, others: list[Candidate]) -> bool:
    """True for a merger of two, or the tie of an owner, of whom the text says that one buys or bought the other."""
    merger = candidate.slots["deal_type"] == "merger"
    if not merger and (candidate.slots["deal_type"] != "stake" or candidate.row.get("state") != "completed"):
        return False
    names = [party["name"] for party in candidate.slots["parties"]]
    bought = (
        [p["name"] for p in c.slots["parties"] if p["role"] != "seller"]
        for c in others
        if c.slots["deal_type"] == "acquisition" and (merger or c.slots["status"] == "completed")
    )
    return any(_shared(names, parties) > 1 for parties in bought)


class Cues:
    """The expressions of `deal.toml` that tell what a deal is, its price and how it stands, compiled."""

    def __init__(self, code: str) -> None:
        data, macros = table(code, KIND), macros_of(code, KIND)
        self.price = compiled(expanded(_numbered(data["price"]), macros))
        self.at_target = compiled(expanded(_numbered(data["at_target"]), macros))
        self.several = compiled(data["several"])
        self.majority, self.takes = compiled(data["majority"]), compiled(data["takes"])
        self.goes_on = compiled(data["goes_on"])
        self.status = {name: compiled(pattern) for name, pattern in data["cues"].items()}


def _numbered(pattern: str) -> str:
    """`{m}` may stand once in an expression; further ones become `{m2}`, `{m3}`."""
    first, *rest = pattern.split("{m}")
    return first + "".join(f"{{m{n if n > 1 else ''}}}{piece}" for n, piece in enumerate(rest, 1))


@cache
def cues(code: str) -> Cues:
    """The expressions of a language that tell deals; compiled once."""
    return Cues(code)


def _candidates(reading: Reading, match: Match) -> Iterator[Candidate]:
    """The deal of a match; where it lists several targets, one deal for each."""
    rules, moods = cues(reading.language.code), reading.mood(match)
    parties = parties_of(reading, match)
    if parties is None or ("negated" in moods and not {"cancelled", "rumoured"} & moods):
        return
    if ("hypothetical" in moods and not _past(match, moods, rules)) or _held_by_persons(match, parties):
        return
    more, allies = more_targets(reading, match, parties), more_partners(reading, match, parties)
    several = allies and rules.several.search(match.found[0])
    joint = [] if several else [(who, "partner") for who in allies]
    yield _candidate(reading, match, parties + joint, moods, alone=not more)
    for who in allies if several else ():
        yield _candidate(reading, match, [parties[0], (who, "partner")], moods, alone=False)
    for pair in told_again(reading, match):
        yield _candidate(reading, match, pair, moods, alone=False)
    for who in more:
        others = [(who, role) if role == "target" else (party, role) for party, role in parties]
        yield _candidate(reading, match, others, moods, alone=False)


def _held_by_persons(match: Match, parties: list[Party]) -> bool:
    """« Luc Morel, actionnaire de X »: a role as the owner, which no deal made him."""
    holders = [who.entity for who, role in parties if role == "acquirer"]
    held = match.construction.row.get("state") == "completed" and match.construction.preset["deal_type"] == "stake"
    return held and bool(holders) and all(holder.type == "person" for holder in holders)


def _candidate(
    reading: Reading, match: Match, parties: list[Party], moods: frozenset[str], *, alone: bool
) -> Candidate:
    rules = cues(reading.language.code)
    bare = "bare" in match.construction.row
    price = None if bare else _price_at(match, parties, rules) or (_price(reading, match, rules) if alone else None)
    money = price[0] if price else None
    status = _status(reading, match, moods, rules)
    slots: dict[str, Any] = {
        "deal_type": _deal_type(match, rules),
        "parties": [{"name": name_of(reading, who, role), "role": role} for who, role in parties],
        "amount": money.value.number() if money else None,
        "currency": reading.currency(*price) if price else None,
        "qualifier": money.value.qualifier if money else None,
        "status": status,
        "date": None if bare else _date(reading, match, price),
    }
    trust = min(who.trust for who, _ in parties)
    spans = [reading.span(match.sentence, *([match.anchor] if match.anchor else []))]
    if price and price[1] is not match.sentence:
        spans.append(reading.span(price[1], price[0]))
    return Candidate(
        KIND,
        slots,
        spans,
        confidence(match.construction.prior, trust, *["question"] * match.sentence.text.endswith("?")),
        match.construction.id,
        match.construction.row,
        claims=(money,) if money else (),
        spared=("amount", "currency", "qualifier"),
        source=reading.source(match.sentence),
        printed={"amount": reading.printed(money)} if money else {},
    )


def _date(reading: Reading, match: Match, price: tuple[Mention, Sentence] | None) -> str | None:
    """The date that goes with the deal, else with its price."""
    near = [(match.sentence, match.anchor)] if match.anchor else []
    near += [(price[1], price[0])] if price else []
    said = next(filter(None, (reading.date(sentence, mention) for sentence, mention in near)), None)
    alone = list(reading.dates(*near[0], reach=DATED)) if near and not said else []
    return alone[0].value.iso if len(alone) == 1 else said


def _deal_type(match: Match, rules: Cues) -> str:
    """What the row says; to buy 100 % or the majority of X is no stake."""
    told = match.construction.preset
    if told["deal_type"] == "acquisition" and any(m.value.value < HALF for m in match.mentions("percent")):
        return "stake"
    share = max((mention.value.value for mention in match.mentions("percent")), default=0)
    whole = share >= 100 or (share > HALF and rules.takes.search(match.found[0]))
    whole = whole or rules.majority.search(match.found[0])
    return str(told["whole"] if whole and "whole" in told else told["deal_type"])


def _price_at(match: Match, parties: list[Party], rules: Cues) -> tuple[Mention, Sentence] | None:
    """The price just behind the target: « rachète X (3 millions d'euros) et Y, pour 5 millions »."""
    full = match.sentence.skeleton.full
    targets = [who.mention for who, role in parties if role == "target" and who.mention]
    for mention in targets:
        if mention.sign in full and (found := rules.at_target.match(full[full.index(mention.sign) + 1 :])):
            return _money(match.sentence, found), match.sentence
    return None


def _price(reading: Reading, match: Match, rules: Cues) -> tuple[Mention, Sentence] | None:
    """The price, in the match's sentence or in one just behind that goes on about the deal."""
    best = None
    for found in rules.price.finditer(match.text):
        distance = max(match.start - found.end(), found.start() - match.end, 0)
        if best is None or distance < best[0]:
            best = (distance, _money(match.sentence, found))
    if best:
        return best[1], match.sentence
    return _price_behind(reading, match, rules)


def _price_behind(reading: Reading, match: Match, rules: Cues) -> tuple[Mention, Sentence] | None:
    following = reading.document.sentences[match.sentence.index + 1 : match.sentence.index + 3]
    parties = {m.value for m in match.sentence.mentions if m.type == "org"}
    for sentence in following:
        if any(m.type == "org" and m.value not in parties for m in sentence.mentions):
            return None
        text = sentence.skeleton.text
        told = rules.price.search(text) if rules.goes_on.search(text) else None
        if told and "money" in sentence.types:
            return _money(sentence, told), sentence
    return None


def _money(sentence: Sentence, found: re.Match[str]) -> Mention:
    sign = next(value for name, value in found.groupdict().items() if value and re.fullmatch(r"m\d?", name))
    return sentence.skeleton.mentions[sign]


def _status(reading: Reading, match: Match, moods: frozenset[str], rules: Cues) -> str:
    """rejected, cancelled, rumoured, completed or announced: the first that the sentence's cues tell."""
    clause = match.text[max(0, match.start - 80) : match.end + 80]
    if match.construction.preset["deal_type"] == "bid" and _refused(reading, match, rules):
        return "rejected"
    if rules.status["cancelled"].search(clause):
        return "cancelled"
    if state := match.construction.row.get("state"):
        held = state == "completed" and rules.status["would"].search(match.text[max(0, match.start - HELD) : match.end])
        return "rumoured" if held else str(state)
    if _doubted(match, moods, rules):
        return "rumoured"
    return "completed" if _completes(reading, match, moods, rules, clause) else "announced"


def _refused(reading: Reading, match: Match, rules: Cues) -> bool:
    """True if the sentence, or one just behind that goes on about the offer, tells a refusal."""
    following = reading.document.sentences[match.sentence.index + 1 : match.sentence.index + 2]
    after = [s.skeleton.text for s in following if rules.goes_on.search(s.skeleton.text)]
    return any(rules.status["rejected"].search(text) for text in (match.text, *after))


def _past(match: Match, moods: frozenset[str], rules: Cues) -> bool:
    told = match.construction.row.get("past") or match.found.groupdict().get("done")
    told = told or rules.status["past"].search(match.found[0])
    return "done" in moods or bool(told)


def _doubted(match: Match, moods: frozenset[str], rules: Cues) -> bool:
    """True for what is asked, conditional, planned or talked about, and not done."""
    if match.sentence.text.endswith("?"):
        return True
    if rules.status["since"].search(match.text[: match.start]):
        return False
    if "conditional" in moods and not rules.status["said_that"].search(
        match.text, max(0, match.start - SAID), match.end
    ):
        return True
    lead = match.text[max(0, match.start - 50) : match.start + 25]
    if rules.status["agreed"].search(lead):
        return False
    cued = "rumoured" in moods or rules.status["rumoured"].search(lead)
    return bool(cued) and not _past(match, moods, rules)


def _completes(reading: Reading, match: Match, moods: frozenset[str], rules: Cues, clause: str) -> bool:
    """True for a purchase or stake that the text tells as done; a partnership newly told is announced."""
    if match.construction.preset["deal_type"] in ("partnership", "supply", "merger", "bid"):
        kind = match.construction.preset["deal_type"]
        lies_behind = kind == "merger" and rules.status["since"].search(match.text[: match.start])
        return kind in ("partnership", "merger") and (bool(lies_behind) or _of_old(reading, match))
    done = bool(rules.status["completed"].search(clause) or rules.status["since"].search(match.text[: match.start]))
    lead = match.text[max(0, match.start - 50) : match.start + 25]
    if rules.status["announced"].search(lead) and not done:
        return False
    return done or _past(match, moods, rules) or _of_old(reading, match)


def _of_old(reading: Reading, match: Match) -> bool:
    """True for a deal of a year before the article's."""
    day = reading.date(match.sentence, match.anchor) if match.anchor else None
    return bool(day and reading.document.published and day[:4] < reading.document.published[:4])


def _same(one: Candidate, other: Candidate) -> bool:
    """True for the same parties in deals of one sort."""
    a, b = one.slots, other.slots
    if a["deal_type"] != b["deal_type"] and not {a["deal_type"], b["deal_type"]} <= set(PURCHASES):
        return False
    mine, theirs = ([p["name"] for p in slots["parties"]] for slots in (a, b))
    targets = [_parts(candidate, "target") for candidate in (one, other)]
    return _shared(mine, theirs) >= 2 and (not all(targets) or _shared(*targets) > 0)


def _shared(some: list[str], others: list[str]) -> int:
    """How many of some names stand among others."""
    return sum(any(_alike(one, other) for other in others) for one in some)


def _alike(one: str, other: str) -> bool:
    """True for « Norvex » and « Norvex Shipping » too: a headline prints the short form."""
    return f"{one} ".startswith(f"{other} ") or f"{other} ".startswith(f"{one} ")


def _join(kept: Candidate, other: Candidate) -> None:
    """A refusal or a completion told anywhere holds; a bid is the weightier word for what was refused."""
    a, b = kept.slots, other.slots
    order = ("rumoured", "announced", "completed", "cancelled", "rejected")
    a["status"] = max(a["status"], b["status"], key=order.index)
    if a["status"] == "rejected":
        a["deal_type"] = "bid"
    for party in b["parties"]:
        same = next((known for known in a["parties"] if _alike(known["name"], party["name"])), None)
        if same is None:
            a["parties"].append(party)
        else:
            same["name"] = max(same["name"], party["name"], key=len)
