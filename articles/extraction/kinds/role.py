"""Roles: who founded, runs, chairs, owns or left which company."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache
from typing import Any

from ..confidence import confidence
from ..constructions import Match, expanded, macros_of
from ..employers import FOUNDERS, companies_of, is_of_unit, is_own, opening, union_of
from ..language import table
from ..mentions import Mention, sign_class
from ..merging import merged
from ..normalise import UPPER
from ..parties import named_company
from ..patterns import compiled
from ..reading import Candidate, Reading
from ..stand_ins import Who

KIND = "role"
POSTS = ("ceo", "cto", "cfo", "chair", "other")  # what one person hands on to another
REACH = 400  # how many characters may lie between an appointment and the name of who went before
FAR = 4  # sentences back in which « cette ancienne directrice de X » may have been named
_SHARED = re.compile(r",? (?:et|and) |, ")
_CLAUSE_END = re.compile(r"[,;:.]")
_CAPITAL = re.compile(rf" [{UPPER}][\w'-]+")
_ASIDE = re.compile(r", [^,]{1,90},")
SEVERAL = 2  # holders that a title in the plural has at least
NEAR = 90  # characters around a match in which the text may tell that a title was held in the past


def find(reading: Reading) -> Iterable[Candidate]:
    """Every person with a title; who leaves or takes over, a candidate without a title for `gather` to apply."""
    sure: list[Candidate] = []  # the company stands beside the title
    inferred: list[Candidate] = []
    alone: list[Candidate] = []  # a title without its holder beside it
    for _, matches in reading.matches(KIND):
        for match in matches:
            row = match.construction.row
            if row.get("successor"):
                yield from _untitled(reading, match, "current")
            elif not row.get("predecessor"):
                named = any(mention.type in ("org", "product") for mention in match.mentions("c"))
                (alone if row.get("alone") else sure if named else inferred).extend(_candidates(reading, match))
            if row.get("predecessor") or (row.get("departure") and not match.phrase("t")):
                yield from _untitled(reading, match, "former")
    yield from sure
    yield from _of_nobody_else(alone, [*sure, *inferred])
    yield from _not_told_elsewhere(inferred, {_held_title(candidate): candidate for candidate in sure})


def _of_nobody_else(alone: list[Candidate], told: list[Candidate]) -> Iterator[Candidate]:
    """Those titles without a holder beside them that the text gives to nobody else, to one who has no other."""
    titled = {candidate.slots["person"] for candidate in told}
    holders = {_post(candidate): candidate.slots["person"] for candidate in reversed(told)}
    for candidate in alone:
        person = candidate.slots["person"]
        fits = person not in titled or candidate.slots["status"] == "former"
        if fits and holders.setdefault(_post(candidate), person) == person:
            yield candidate


def _post(candidate: Candidate) -> tuple[str, str]:
    return candidate.slots["company"], candidate.slots["title"]


def _not_told_elsewhere(inferred: list[Candidate], sure: dict[tuple[str, str], Candidate]) -> Iterator[Candidate]:
    """Those titles for which the text nowhere names another company."""
    for candidate in inferred:
        known = sure.get(_held_title(candidate))
        moves = candidate.row.get("appoints") or candidate.row.get("succession")
        if known is None or (known.slots["status"] == "former" and moves):
            yield candidate
        elif moves and candidate.slots["status"] == "former":
            candidate.slots |= {"company": None, "title": None, "to_come": False, "other": None}
            yield candidate


def _held_title(candidate: Candidate) -> tuple[str, str]:
    return candidate.slots["person"], candidate.slots["title"]


def gather(reading: Reading, candidates: list[Candidate]) -> list[Candidate]:
    """One candidate per person, company and title; who left holds it no longer."""
    untitled = [c for c in candidates if c.slots["title"] is None]
    departures = [c for c in untitled if c.slots["status"] == "former"]
    titled = sorted((c for c in candidates if c.slots["title"]), key=_at)
    told = [_gone_before(c, titled) for c in departures if c.row.get("predecessor")]
    leaving = {c.slots["person"] for c in departures}
    told += [_come_after(c, titled, leaving) for c in untitled if c.slots["status"] == "current"]
    _take_titles(titled)
    facts = merged(titled + [c for c in told if c], _same, _join)
    cofounders = {_holder(f) for f in facts if f.slots["title"] == "co_founder"}
    facts = [f for f in facts if f.slots["title"] != "founder" or _holder(f) not in cofounders]
    arrivals = {(c.slots["person"], c.spans[0]) for c in titled if c.row.get("appoints") or c.row.get("arrives")}
    gone = [c for c in departures if c.slots["company"] or (c.slots["person"], c.spans[0]) not in arrivals]
    left = {_holder(c) for c in gone if not c.slots["to_come"]}
    for fact in facts:  # a departure from no company named is one from all
        if left & {_holder(fact), (fact.slots["person"], None)}:
            fact.slots["status"] = "former"
    return facts


def _take_titles(titled: list[Candidate]) -> None:
    """« Luc laisse sa place à Anne »: both had or have the post that the text gives Luc elsewhere."""
    for old in [c for c in titled if c.row.get("like_before")]:
        posts = [
            c.slots["title"]
            for c in titled
            if c.slots["person"] == old.slots["person"] and c.rule != old.rule and c.slots["title"] in POSTS
        ]
        if posts:
            for handed in titled:
                if (handed.rule, handed.spans[0]) == (old.rule, old.spans[0]):
                    handed.slots["title"] = posts[-1]


def _gone_before(departure: Candidate, titled: list[Candidate]) -> Candidate | None:
    """The title that somebody else has just been told to take, for the one who has or had it before."""
    taken = [
        c
        for c in _shortly_before(departure, titled)
        if (c.row.get("appoints") or c.row.get("takes"))
        and c.slots["person"] != departure.slots["person"]
        and c.slots["status"] == "current"
    ]
    other = departure.slots["other"]
    taken = [c for c in titled if c.row.get("appoints") and c.slots["person"] == other] or taken
    if not taken:
        return None
    post = max(taken, key=_at)
    status = "current" if departure.slots["to_come"] else "former"
    slots = post.slots | {"person": departure.slots["person"], "status": status}
    sure = min(departure.confidence, post.confidence)
    return replace(departure, slots=slots, spans=[*departure.spans], confidence=sure)


def _at(candidate: Candidate) -> int:
    return candidate.spans[0][0]


def _shortly_before(candidate: Candidate, titled: list[Candidate]) -> list[Candidate]:
    """Those of the titled candidates, in order of the text, that stand within reach before this one."""
    low = bisect_left(titled, _at(candidate) - REACH, key=_at)
    return titled[low : bisect_right(titled, _at(candidate), key=_at)]


def _come_after(successor: Candidate, titled: list[Candidate], leaving: set[str]) -> Candidate | None:
    """The title of whoever has just been told to leave, for the one who comes after."""
    left = [
        c
        for c in _shortly_before(successor, titled)
        if c.slots["title"] in POSTS
        and c.slots["person"] != successor.slots["person"]
        and (c.slots["status"] == "former" or c.slots["person"] in leaving)
    ]
    if not left:
        mine = [c for c in titled if c.slots["person"] == successor.slots["other"] and _at(c) < _at(successor)]
        left = [c for c in mine if c.slots["title"] in POSTS and not c.row.get("appoints")]
    if not left:
        return None
    post = max(left, key=lambda c: (_at(c), c.confidence))
    slots = post.slots | {"person": successor.slots["person"], "status": "current"}
    sure = min(successor.confidence, post.confidence)
    return replace(successor, slots=slots, spans=[*successor.spans], confidence=sure)


class Titles:
    """The titles of one language, compiled from the macros of its `role.toml`."""

    def __init__(self, code: str) -> None:
        data, macros = table(code, KIND), macros_of(code, KIND)
        named = [f"(?P<{name}>{expanded(macros[name], macros)})" for name in data["titles"]]
        self.pattern = compiled(rf"(?<![\w])(?:(?P<former>{expanded(macros['former'], macros)})|{'|'.join(named)})")
        self.plural = compiled(data["plural"])
        self.vague = compiled(expanded(data["vague"], macros))
        self.together = compiled(data["together"])
        self.respectively = compiled(data["respectively"])
        self.article = compiled(data["article"])
        self.then = compiled(data["then"])
        self.to_come = compiled(data["to_come"])
        self.several = compiled(data["several"])
        self.kin = compiled(data["kin"])
        self.chamber, self.acts = compiled(data["chamber"]), compiled(data["acts"])
        self.capital_task = compiled(rf"[^{UPPER}]+ {data['of_task']}[{UPPER}](?![{UPPER}])")

    def read(self, phrase: str) -> list[tuple[str, bool]]:
        """The titles of a phrase, each with whether it is a former one: « ancien » goes for all that follow."""
        titles: list[tuple[str, bool]] = []
        former = False
        for found in self.pattern.finditer(phrase):
            if found.lastgroup == "former":
                former = True
            elif found.lastgroup and found.lastgroup not in (name for name, _ in titles):
                titles.append((found.lastgroup, former))
        return titles


@cache
def titles(code: str) -> Titles:
    """The titles of a language; compiled once."""
    return Titles(code)


def _candidates(reading: Reading, match: Match) -> Iterator[Candidate]:
    moods = _moods(reading, match)
    row = match.construction.row
    if moods & {"negated", "hypothetical"} and not (row.get("ends") or row.get("speaker")):
        return
    if _tells_of_another(reading, match) or _at_an_unknown(reading, match):
        return
    people = _singled_out(reading, match, _people(reading, match))
    companies = companies_of(reading, match, people)
    found = _titles(reading, match, len(people))
    to_each = _respectively(reading, match, people, companies)
    for number, (title, former) in enumerate(found):
        holders = people[number : number + 1] if _respectively(reading, match, people, found) else people
        for person, is_former in _held(match, holders, former, gone=not _to_come(reading, match)):
            for who in [companies[people.index(person)]] if to_each else companies:
                if who.mention is None and person in reading.language.names["statesmen"]:
                    continue  # « le président Emmanuel Macron »
                led = title == "ceo" and who.entity.public  # « le patron de la CGT »
                held = "other" if led or is_of_unit(reading, who) else title
                yield _candidate(reading, match, (person, held, is_former), who, moods)


def _respectively(reading: Reading, match: Match, people: list[str], shared: list[Any]) -> bool:
    """« Anne et Luc Roux, respectivement présidente et directeur général »: to each a title or a company."""
    told = titles(reading.language.code).respectively.search(match.sentence.low)
    return told is not None and 1 < len(people) == len(shared)


def _tells_of_another(reading: Reading, match: Match) -> bool:
    """True where the title goes with somebody else: « à Luc Morel, ..., le PDG de X a », « les patrons de X et Y »."""
    rules, row, phrase = titles(reading.language.code), match.construction.row, match.phrase("t").strip()
    if match.found.groupdict().get("close") is not None and not is_own(reading, match):
        return True  # only « Luc Morel son PDG » goes without a comma
    if phrase and rules.kin.search(match.text[: match.found.start("t")]):  # « fils du fondateur de X, Luc Morel »
        return True
    if rules.chamber.match(match.text, match.end):  # « la présidente du groupe X au Sénat »
        return True
    if _begins_a_clause(reading, match, rules):
        return True
    if rules.several.match(phrase):  # « les salariés de X, Luc Morel »
        before = match.found.start("t") < match.found.start("p") if match.mention("p") else row.get("alone")
        return bool(before) and len(match.mentions("p")) < SEVERAL
    return bool(row.get("bare") and rules.article.match(phrase))


def _begins_a_clause(reading: Reading, match: Match, rules: Titles) -> bool:
    """« Selon Luc Morel, le patron de X se retire »: the title is the subject of what follows, and nobody's here."""
    people = match.mentions("p")
    if len(people) != 1 or not rules.article.match(match.phrase("t").strip()):
        return False
    behind = match.found.start("p") < match.found.start("t")
    return behind and reading.who.governed(people[0]) and rules.acts.match(match.text, match.end) is not None


def _at_an_unknown(reading: Reading, match: Match) -> bool:
    """« vice-président de la Ligue pour la lecture », « délégué Brindalpa »: not at the company in mind."""
    phrase = match.phrase("t").strip()
    if match.mentions("c") or not phrase:
        return False
    sentence, document = match.sentence, reading.document
    start = document.low.find(phrase, sentence.start, sentence.end)
    end = start + len(phrase)
    if start < 0:
        return False
    if titles(reading.language.code).capital_task.match(document.norm[start:end]):
        return True
    named = any(mention.start <= end + 1 < mention.end for mention in sentence.mentions)
    return not named and _CAPITAL.match(document.norm, end, sentence.end) is not None


def _candidate(
    reading: Reading, match: Match, held: tuple[str, str, bool], who: Who, moods: frozenset[str]
) -> Candidate:
    person, title, former = held
    return Candidate(
        KIND,
        {
            "person": person,
            "company": who.entity.name,
            "title": title,
            "status": "former" if former else "current",
        },
        [reading.span(match.sentence, *match.mentions("p"))],
        confidence(match.construction.prior, who.trust, *["conditional"] * ("conditional" in moods)),
        match.construction.id,
        match.construction.row,
        source=reading.source(match.sentence),
    )


def _moods(reading: Reading, match: Match) -> frozenset[str]:
    """The moods within the match: what the clause before says of something else does not touch a title."""
    return frozenset(reading.moods.said(match.found[0], match.sentence.cues))


def _people(reading: Reading, match: Match) -> list[str]:
    """The persons of a match; with « avec », the one who founded it with them too."""
    people = [_name(mention) for mention in match.mentions("p")]
    if match.construction.row.get("line_below"):
        return _line_above(reading, match)
    if match.construction.row.get("alone") and not people:
        return _speaker_before(reading, match)
    if match.construction.row.get("speaker"):
        return _speaker(reading, match)
    subject = match.construction.row.get("subject")
    given = subject == "giver" and match.mention("pronoun") is not None
    if subject is True or given or (subject == "pronoun" and not people):
        founder = _subject(reading, match)
        people = [founder, *people] if founder and founder not in people else people
    return people


def _line_above(reading: Reading, match: Match) -> list[str]:
    """The person who alone fills the line above: « Anne Roux », and below « Directrice de X »."""
    sentence, index = match.sentence, match.sentence.index
    before = reading.document.sentences[index - 1] if index else sentence
    alone = [m for m in before.mentions if (m.start, m.end) == (before.start, before.end) and m.type == "person"]
    return [_name(m) for m in alone] if sentence.paragraph == before.paragraph + 1 else []


def _speaker_before(reading: Reading, match: Match) -> list[str]:
    """« ..., dit Anne Roux. La fondatrice de X »: the one person of the sentence before, where this one has none."""
    index = match.sentence.index
    if not index or re.search(f"[{sign_class('p')}]", match.text[: match.start]):
        return []
    people = {_name(m) for m in reading.document.sentences[index - 1].mentions if m.type == "person"}
    return list(people) if len(people) == 1 else []


def _speaker(reading: Reading, match: Match) -> list[str]:
    """Who says « j'ai fondé »: the one person of the sentence, else the one of the whole text."""
    here = {_name(m) for m in match.sentence.mentions if m.type == "person"}
    people = here or {
        _name(m) for sentence in reading.document.sentences for m in sentence.mentions if m.type == "person"
    }
    return list(people) if len(people) == 1 else []


def _to_come(reading: Reading, match: Match) -> bool:
    """True for « quittera », « va céder »: whoever is to leave still holds the post."""
    return bool(titles(reading.language.code).to_come.search(_ASIDE.sub(" ", match.found[0])))


def _then(reading: Reading, match: Match) -> bool:
    """True for « alors PDG de X », « PDG de X de 2010 à 2019 »: the words of the match in the text say so."""
    mentions = [m for m in match.sentence.mentions if m.sign in match.found[0]]
    if not mentions:
        return False
    before = [m.end for m in match.sentence.mentions if m.end <= mentions[0].start]
    start = max([match.sentence.start, mentions[0].start - NEAR, *before[-1:]])
    low, end = reading.document.low, mentions[-1].end
    limit = min(match.sentence.end, end + NEAR)
    found = _CLAUSE_END.search(low, end, limit)
    end = found.start() if found else limit
    return bool(titles(reading.language.code).then.search(low, start, end))


def _singled_out(reading: Reading, match: Match, people: list[str]) -> list[str]:
    """Of « Anne, Luc et Marie, PDG de X » Marie alone, of « le PDG, Luc, Marie » Luc: the title is no plural."""
    phrase = match.phrase("t")
    row = match.construction.row
    if len(people) < 2 or not phrase or row.get("succession") or row.get("together"):
        return people
    rules = titles(reading.language.code)
    if rules.plural.search(phrase) or rules.respectively.search(match.sentence.low):
        return people
    return people[-1:] if match.found.start("t") > match.found.start("p") else people[:1]


def _name(mention: Mention) -> str:
    return str(mention.value.name)


def _subject(reading: Reading, match: Match) -> str | None:
    """The last person named before the match, in its sentence or the one before; further back, one named alone."""
    sentences = reading.document.sentences
    index, back = match.sentence.index, FAR if match.construction.row.get("far") else 2
    for sentence in (match.sentence, *reversed(sentences[max(0, index - back) : index])):
        text = match.text[: match.start] if sentence is match.sentence else sentence.skeleton.text
        signs = re.findall(f"[{sign_class('p')}]", text)
        alone = sentence.index >= index - 1 or len(set(signs)) == 1 or match.construction.row.get("far")
        if signs and alone:
            last = (sentence is match.sentence and not match.construction.row.get("first")) or _says_latter(
                reading, match
            )
            told = signs[-1] if last else _foremost(reading, text, signs)
            return _name(sentence.skeleton.mentions[told])
    return None


def _foremost(reading: Reading, text: str, signs: list[str]) -> str:
    """The first who does not stand behind a preposition: « Hors de l'équipe de Luc Morel, Anne Roux a »."""
    governed = reading.language.after_preposition.search
    return next((sign for sign in signs if not governed(text[: text.index(sign)])), signs[0])


def _says_latter(reading: Reading, match: Match) -> bool:
    """True for « ce dernier », who is the one named last."""
    pronoun = match.mention("pronoun")
    return pronoun is not None and bool(reading.who.wordings.latter.match(reading.document.norm, pronoun.start))


def _titles(reading: Reading, match: Match, people: int) -> list[tuple[str, bool]]:
    """The titles that a match gives, with whether each is a former one."""
    rules = titles(reading.language.code)
    was = any(match.found.groupdict().get(group) for group in ("was", "was2")) or _then(reading, match)
    left = bool(match.construction.row.get("departure")) and not _to_come(reading, match)
    preset = match.construction.preset.get("title")
    if preset and not match.phrase("t"):
        found = [(str(preset), was)]
    else:
        found = [(title, former or was or left) for title, former in _read(rules, match)]
    if match.construction.row.get("founders"):
        found = [(title, former) for title, former in found if title in FOUNDERS]
    if any(match.found.groupdict().get(part) for part in ("unit", "region")):
        found = [("other", former) for _, former in found]
    told = match.mentions("c") or match.construction.row.get("company") == "subject" or union_of(reading, match)
    if not told and rules.vague.search(match.phrase("t")):
        found = [(title, former) for title, former in found if title != "other"]
    together = (people > 1 and not match.construction.row.get("succession")) or rules.together.search(match.found[0])
    return [("co_founder" if title == "founder" and together else title, former) for title, former in found]


def _read(rules: Titles, match: Match) -> list[tuple[str, bool]]:
    """The titles of a match's phrase; « respectivement présidente et directeur général » are two."""
    phrase = match.phrase("t")
    parts = _SHARED.split(phrase) if rules.respectively.search(match.sentence.low) else [phrase]
    return [title for part in parts for title in rules.read(part)]


def _held(match: Match, people: list[str], former: bool, *, gone: bool) -> list[tuple[str, bool]]:
    """Who holds the title: everybody named; of a succession the first, the second having held it, or still holding."""
    if match.construction.row.get("succession") and len(people) == 2:
        new, old = people if match.construction.row["succession"] != "reversed" else reversed(people)
        return [(new, former), (old, gone)]
    return [(person, former) for person in people]


def _untitled(reading: Reading, match: Match, status: str) -> Iterator[Candidate]:
    """Everybody who leaves or takes over, with the company that the match names."""
    mention = next(iter(match.mentions("c")), None)
    opened = opening(reading, match) if mention and mention.type == "anaphor" else None
    who = opened or (named_company(reading, mention, match.sentence) if mention else None)
    company = who.entity.name if who else None
    people: list[str | None] = [*_people(reading, match)]
    other = people[1] if len(people) > 1 else _subject(reading, match)
    if status == "current":  # « A succède à B » : A
        people = people[:1]
    for person in filter(None, people or [_subject(reading, match)]):
        slots: dict[str, Any] = {"person": person, "company": company, "title": None, "status": status}
        slots |= {"to_come": _to_come(reading, match), "other": other if other != person else None}
        span = reading.span(match.sentence, *match.mentions("p"))
        yield Candidate(KIND, slots, [span], match.construction.prior, match.construction.id, match.construction.row)


def _holder(fact: Candidate) -> tuple[str, str | None]:
    return fact.slots["person"], fact.slots["company"]


def _same(one: Candidate, other: Candidate) -> bool:
    return all(one.slots[slot] == other.slots[slot] for slot in ("person", "title"))


def _join(kept: Candidate, other: Candidate) -> None:
    """Who held a title in the past no longer holds it, unless the text tells of the appointment."""
    statuses = {bool(c.row.get("appoints")): c.slots["status"] for c in (kept, other)}
    if True in statuses:
        kept.slots["status"] = statuses[True]
    elif other.slots["status"] == "former":
        kept.slots["status"] = "former"
