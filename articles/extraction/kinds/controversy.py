"""Controversies: suits, inquiries, fines, bans, leaks, strikes, harm and public feuds."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from ..confidence import confidence
from ..constructions import Match, expanded
from ..document import Sentence
from ..entities import Entity, is_company
from ..evidence import STRONG
from ..language import table
from ..lists import coordinated
from ..matters import CLAUSE, DECIDED, FALLBACK, SAID, SENTENCE, Matter, gather
from ..mentions import Mention, sign_class
from ..patterns import compiled
from ..reading import Candidate, Reading
from ..stand_ins import FOCUS, TIED, TOPIC, Who

__all__ = ["KIND", "find", "gather"]

KIND = "controversy"
MOST_MENTIONS = 4  # of a name that are looked at for what it is

_BEHIND_COMMA = re.compile(rf", (?:(?:l'|le |la |the )(?:[\w-]+ )?)?([{sign_class('c')}{sign_class('p')}])")
# « Un an après avoir été ⟨condamnée⟩ », "After being ⟨fined⟩".
_OPENS = re.compile(
    r"(?:[a-zà-ÿ']+ ){0,4}?(?:après|pour|avant|after|before)"
    r"(?: (?:avoir|être|having|being))?(?: été| been)? (?:[a-zà-ÿ]+ )?"
)
# A name and the comma in front of what was matched, be it the match's own first sign.
_BEFORE_PARTICIPLE = re.compile(f"([{sign_class('o')}{sign_class('p')}{sign_class('a')}])(?: [a-zà-ÿ]+)? ?,(?: \\w)?$")
# « les anciens dirigeants de X ⟨ont été condamnés⟩ », where such words open the clause.
_OF_WHOM = re.compile(
    rf"(?:^|[:;,] |\b(?:que|qu'|et|mais|and|but|that) )(?:[\w-]+(?: |'(?=\w))){{1,5}}?"
    rf"(?:de |d'|du |de la |de l'|des |of |of the )(?:[a-zà-ÿ-]+ )?([{sign_class('o')}])(?: [a-zà-ÿ]+)?,? ?$"
)
_ANY_COMPANY = re.compile(f"[{sign_class('o')}]")


def find(reading: Reading) -> Iterable[Candidate]:
    """Every matter that a construction tells; of a sentence and a company the row that is surest."""
    for _, matches in reading.matches(KIND):
        surest: dict[Any, tuple[Any, Candidate]] = {}
        for match in matches:
            rank = (not match.construction.row.get("weak"), match.construction.prior)
            for candidate in _candidates(reading, match):
                key = (candidate.slots["company"], candidate.slots.get("part"))
                if key not in surest or rank > surest[key][0]:
                    surest[key] = (rank, candidate)
        yield from (candidate for _, candidate in surest.values())


class Cues:
    """The side expressions of `controversy.toml`, compiled."""

    def __init__(self, code: str) -> None:
        data = table(code, KIND)
        macros = table(code, "macros").get("macros", {}) | data["macros"]
        self.by = compiled(expanded(data["by"], macros))
        self.nobody = frozenset(data["nobody"])
        self.networks = frozenset(data["networks"])
        self.nobody_acts = compiled(expanded(data["nobody_acts"], macros))
        self.nobody_described = compiled(expanded(data["nobody_described"], macros))
        self.bodies = compiled(data["bodies"])
        self.subjects = {name: compiled(pattern) for name, pattern in data["subjects"].items()}
        self.deciders = {name: compiled(pattern) for name, pattern in data["deciders"].items()}
        self.begun = compiled(data["begun"], re.IGNORECASE)
        self.cues = {name: compiled(pattern) for name, pattern in data["cues"].items()}

    def idle(self, match: Match) -> bool:
        """True for what may happen to anybody, and for what is said of things or of others in general.

        « Le régulateur peut infliger... », « les entreprises visées par... ».
        """
        before = match.text[max(0, match.start - 40) : match.start]
        if self.cues["general"].search(before):
            return True
        if self.cues["participle"].match(match.found[0]) and self.nobody_described.search(
            match.text[max(0, match.start - 60) : match.start].rstrip()
        ):
            return True
        if match.construction.row["company"] != "subject":
            return False
        if self.nobody_acts.search(match.text[: match.start].rstrip()):
            return True
        if self.cues["many"].search(before):
            return True
        return bool(self.cues["plural"].match(match.found[0]) and self.cues["noun"].search(before))


@cache
def cues(code: str) -> Cues:
    """The side expressions of a language; compiled once."""
    return Cues(code)


def _candidates(reading: Reading, match: Match) -> Iterator[Candidate]:
    row = match.construction.row
    rules = cues(reading.language.code)
    if not _applies(reading, match, rules):
        return
    moods = reading.mood(match)
    if ("negated" in moods and not row.get("denial")) or ("hypothetical" in moods and "done" not in moods):
        return
    others = [other for other in _others(reading, match, rules) if not _court(other, rules)]
    for who in _accused(reading, match):
        against = None if _acts_itself(reading, match, who) else _against(reading, match, rules, who, others)
        candidate = None if against is None else _candidate(reading, match, rules, who, against, moods)
        if candidate:
            yield candidate


def _applies(reading: Reading, match: Match, rules: Cues) -> bool:
    """True if what the row asks of the words around the match holds."""
    row = match.construction.row
    around = match.text[max(0, match.start - 40) : match.end + 60]
    return not (
        ("need" in row and not re.search(row["need"], around))
        or ("not_if" in row and re.search(row["not_if"], around))
        or (row.get("authority") and not _by_authority(reading, match, rules))
        or (row.get("judge") and not rules.cues["judge"].search(match.sentence.low))
        or (row.get("nobody") and not any(m.value.name in rules.nobody for m in match.mentions("o")))
        or rules.idle(match)
        or (row.get("contested") and not rules.cues["contested"].search(reading.document.low))
        or ("unless_text" in row and re.search(row["unless_text"], reading.document.low))
    )


def _acts_itself(reading: Reading, match: Match, who: Who) -> bool:
    """True where the word of a row tells what the company does to others: « X a porté plainte »."""
    acts = match.construction.row.get("acts")
    if acts is None or not re.search(acts, match.found[0]):
        return False
    if who.mention is not None and who.mention.sign in match.found[0]:
        return True
    actor = _acting(reading, match)
    meant = _who(reading, actor, match.sentence) if actor else None
    return meant is not None and meant.entity is who.entity


def _against(
    reading: Reading, match: Match, rules: Cues, who: Who, others: list[Entity | str]
) -> list[Entity | str] | None:
    """Those on the other side; None where what is told is the company's own doing."""
    row = match.construction.row
    if row.get("own") and any(_one_name(who.entity, other) for other in others):
        return None
    if others != [who.entity]:
        return others
    bodies: list[Entity | str] = [*_bodies(match, rules)]
    if row.get("other") == "subject" and row["company"] != "mind":
        person = _person_meant(reading, match)
        return [person] if person else bodies or None
    return None if row.get("other") == "x" and row["company"] == "subject" else bodies


def _one_name(entity: Entity, other: Entity | str) -> bool:
    """True for the entity itself, and for one whose name holds its own: « X », « Groupe X »."""
    return other is entity or entity.name in (other if isinstance(other, str) else other.name).split(" ")


def _accusers(reading: Reading, match: Match) -> Iterator[str]:
    """The bodies, associations and unions that the sentence names."""
    rules = cues(reading.language.code)
    named = [m.value for m in match.sentence.mentions if m.type == "org" and isinstance(m.value, Entity)]
    against = [entity.name for entity in dict.fromkeys(named) if _nobody(reading, entity)]
    for name in [*against, *(body for body in _bodies(match, rules) if not any(body in name for name in against))]:
        if not _court(name, rules):
            yield name


def _person_meant(reading: Reading, match: Match) -> Entity | None:
    """« Luc Morel est parti. Il poursuit la société »: the person named last, where a pronoun acts."""
    actor = reading.subjects.actor(match.sentence, match.start)
    if actor is None or actor.type != "pronoun":
        return None
    at = match.sentence.index
    before = [m for near in reading.document.sentences[max(0, at - 2) : at] for m in near.mentions]
    persons = [mention.value for mention in before if mention.type == "person"]
    return persons[-1] if persons else None


def _candidate(
    reading: Reading, match: Match, rules: Cues, who: Who, others: list[Entity | str], moods: frozenset[str]
) -> Candidate | None:
    company, others, part = _sides(who.entity, others)
    if match.construction.row.get("mutual"):
        company, others = _in_focus(reading, company, others)
    if company is None:
        return None
    category, surety = _category(reading, match, rules)
    status = _status(match, rules, moods)
    if status == "alleged" and category == "lawsuit":
        category = "dispute"
    anchor = match.anchor
    vague = surety == FALLBACK and not others and match.construction.row.get("weak")
    slots = {
        "company": company.name,
        "category": category,
        "status": status,
        "part": part,
        "parties": [other if isinstance(other, str) else other.name for other in others],
        "started_on": _date(reading, match, rules, category),
    }
    return Matter(
        KIND,
        slots,
        [reading.span(match.sentence, *([anchor] if anchor else []))],
        confidence(match.construction.prior, who.trust, *["vague"] * bool(vague)),
        match.construction.id,
        match.construction.row,
        source=reading.source(match.sentence),
        surety=surety,
        penalty=_is_penalty(match),
        sums=frozenset(m.value.value for m in match.sentence.mentions if m.type == "money" and m.sign in match.text),
        firm=company,
        accusers=tuple(_accusers(reading, match)),
    )


def _date(reading: Reading, match: Match, rules: Cues, category: str) -> str | None:
    """When the matter began: what was filed, opened or done on a day, else the date in the clause of the match.

    Where nothing is named in the clause, the sentence's first date. « appelle à débrayer vendredi »: a day to come.
    """
    anchor = match.anchor
    dates = [m for m in match.sentence.mentions if m.type == "date" and not _is_to_come(reading, rules, m)]
    if not dates:
        return None
    if anchor is None or anchor.sign not in match.found[0]:
        anchor = dates[0]
    norm, start = reading.document.norm, match.sentence.start
    begun = [m.value.iso for m in dates if m.value.iso and rules.begun.search(norm[max(start, m.start - 60) : m.end])]
    near = reading.date(match.sentence, anchor, now=False)
    day = min([*begun, *(m.value.iso for m in dates if near and m.value.iso == near)], default=None)
    if category == "labour" and rules.cues["calls"].search(match.text[max(0, match.start - 40) : match.end]):
        return next((m.value.ahead for m in dates if m.value.iso == day and m.value.ahead), day)
    return None if day and reading.document.published and day > reading.document.published else day


def _is_to_come(reading: Reading, rules: Cues, day: Mention) -> bool:
    """True for a day without a year that a future is told of: « le jugement sera rendu le 24 septembre »."""
    before = reading.document.norm[max(0, day.start - 60) : day.start]
    return bool(day.value.ahead and rules.cues["to_come"].search(before))


def _sides(accused: Entity, others: list[Entity | str]) -> tuple[Entity | None, list[Entity | str], str | None]:
    """The company of the fact, those on the other side, and the company's part.

    Where the one at issue is a person, the matter is the accusing company's.
    """
    others = [other for other in others if other is not accused]
    if is_company(accused) or (accused.type == "product" and accused.maker is None):
        return accused, others, None
    companies = [other for other in others if isinstance(other, Entity) and is_company(other)]
    if accused.type == "person" and companies:
        return companies[0], [accused, *(o for o in others if o is not companies[0])], "accuser"
    return accused.maker if accused.type == "person" else None, others, None


def _in_focus(
    reading: Reading, company: Entity | None, others: list[Entity | str]
) -> tuple[Entity | None, list[Entity | str]]:
    """Of two companies that quarrel the one that the text is about comes first."""
    focus = reading.who.focus
    if company is None or focus is None or focus not in others or not is_company(focus):
        return company, others
    return focus, [company, *(other for other in others if other is not focus)]


def _accused(reading: Reading, match: Match) -> list[Who]:
    """Who is at issue: the names of the row's place and those listed with it."""
    place = match.construction.row["company"]
    if place == "subject":
        return _subject_at_issue(reading, match)
    if place == "about":
        return _told_of(reading, match)
    if place in ("mind", "near", "object"):
        return [w for w in (_told_without_sign(reading, match, place),) if w]
    mention = next(iter(match.mentions(place)), None)
    if mention is None or _of_former(reading, match, mention):
        return []
    at = match.text.index(mention.sign)
    between = cues(reading.language.code).cues["between"].search(match.text[:at])
    opposed = match.construction.row.get("mutual", False)
    listed = [mention] if between or opposed else coordinated(match.sentence, match.text, at)
    found = [_who(reading, one, match.sentence) for one in listed]
    return [who for who in found if who and not _nobody(reading, who.entity)]


def _subject_at_issue(reading: Reading, match: Match) -> list[Who]:
    """Whom a verb tells of: its subject, a person's company, else the one that the text is speaking of."""
    apposed = _apposed(match)
    actor = apposed or reading.subjects.actor(match.sentence, match.start) or _led_up_to(match)
    if actor and actor.type == "org" and not apposed and _goes_to_prison(reading, match):
        return []
    who = _who(reading, actor, match.sentence) if actor else None
    if actor and who and actor.type == "person" and not who.entity.maker:
        who = _employer(reading, match, actor)
    unnamed = who is None and (actor.type == "person" if actor else _somebody_else(reading, match))
    if unnamed or _of_people(reading, match, actor):
        return []
    return [w for w in (who or _in_mind(reading, match.sentence),) if w]


def _goes_to_prison(reading: Reading, match: Match) -> bool:
    """True where a person must be meant, whatever its name looks like: « condamné à deux ans de prison »."""
    prison = cues(reading.language.code).cues["prison"]
    return prison.search(match.text, match.start, match.end + 40) is not None


def _somebody_else(reading: Reading, match: Match) -> bool:
    """« Une entreprise du secteur ⟨a été condamnée⟩ », « l'hôpital ⟨est poursuivi⟩ »: none that the text has named."""
    before = match.text[: match.start]
    return reading.subjects.unnamed(match.sentence, match.start) or reading.subjects.of_a_thing(match.sentence, before)


def _of_people(reading: Reading, match: Match, actor: Mention | None) -> bool:
    """« D'anciens salariés de X ⟨ont été condamnés⟩ »: they are tried or probed, not their company."""
    if match.construction.preset.get("category", "lawsuit") not in ("lawsuit", "investigation"):
        return False
    named = [actor.sign] if actor else re.findall(f"[{sign_class('c')}]", match.text[: match.start])[-1:]
    people = cues(reading.language.code).cues["people"]
    return any(people.search(match.text, 0, match.text.index(sign)) for sign in named)


def _of_former(reading: Reading, match: Match, mention: Mention) -> bool:
    """« Une plainte contre l'ancien PDG de X »: he is at issue, and his company often on the other side."""
    if match.construction.preset.get("category") not in ("lawsuit", "investigation"):
        return False
    former = cues(reading.language.code).cues["former"]
    return former.search(match.text, match.start, match.text.index(mention.sign)) is not None


def _led_up_to(match: Match) -> Mention | None:
    """« Visée par une enquête, X se tait », « Un an après avoir été condamnée, X... »: whom the opening leads up to."""
    opens = not match.start or _OPENS.fullmatch(match.text, 0, match.start)
    found = _BEHIND_COMMA.search(match.text, match.end) if opens else None
    return match.sentence.skeleton.mentions[found[1]] if found else None


def _apposed(match: Match) -> Mention | None:
    """Whom the words right before the match leave no doubt of.

    « Contrairement à X, condamnée pour fraude, Y... »: the first company named; « Luc Morel, accusé de fraude »: the
    person; « X a poursuivi la jeune pousse, accusée de fraude »: the company so called; « les anciens dirigeants de X
    ⟨ont été condamnés⟩ »: the company at the end of the subject.
    """
    mentions = match.sentence.skeleton.mentions
    if found := _BEFORE_PARTICIPLE.search(match.text, 0, match.start + 1):
        first = _ANY_COMPANY.search(match.text)
        mention = mentions[found[1]]
        return mention if mention.type in ("person", "anaphor") or (first and first[0] == found[1]) else None
    found = _OF_WHOM.search(match.text, max(0, match.start - 80), match.start)
    return mentions[found[1]] if found else None


def _in_mind(reading: Reading, sentence: Sentence) -> Who | None:
    """The company that the text is speaking of, if it is named more than in passing or has just been named.

    Else the one that the whole text is about, if its headline names it.
    """
    who = reading.in_mind(sentence)
    if who is None or _nobody(reading, who.entity):
        return _just_named(reading, sentence)
    if len(who.entity.mentions) > 1 or who.entity.in_title:
        return who
    others = sum(not _nobody(reading, company) for company in reading.who.companies)
    if others < 2:
        return who
    focus = reading.who.focus
    if focus and focus.in_title and not reading.who.round_up:
        return Who(focus, TOPIC)
    return _just_named(reading, sentence)


def _just_named(reading: Reading, sentence: Sentence) -> Who | None:
    """The only company that the sentence before names: « X a menti. Son gérant est en prison. »."""
    before = reading.document.sentences[sentence.index - 1] if sentence.index else sentence
    if before.paragraph != sentence.paragraph:
        return None
    named = {m.value for m in before.mentions if m.type == "org" and is_company(m.value)}
    named = {entity for entity in named if not _nobody(reading, entity)}
    return Who(named.pop(), FOCUS) if len(named) == 1 else None


def _before(reading: Reading, match: Match, place: str) -> Who | None:
    """The company named last before the match; the object of a verb is not who acts."""
    actor = _acting(reading, match) if place == "object" else None
    opens = match.construction.row.get("other") == "after_by"  # the verb's subject is the one at issue
    for sign in reversed(re.findall(f"[{sign_class('c')}]", match.text[: match.start])):
        mention = match.sentence.skeleton.mentions[sign]
        if mention is actor and not opens:
            continue
        who = _who(reading, mention, match.sentence)
        if who and is_company(who.entity) and not _nobody(reading, who.entity):
            return who
    return None


def _told_without_sign(reading: Reading, match: Match, place: str) -> Who | None:
    """The company of a row that has no sign for it."""
    return (_before(reading, match, place) if place != "mind" else None) or _in_mind(reading, match.sentence)


def _told_of(reading: Reading, match: Match) -> list[Who]:
    """The only company that the sentence names, or those listed; else the one before the match, or that in mind.

    Whoever acts (« par X »), where it is said (« sur X ») and whose branch a company is are not at issue.
    """
    rules = cues(reading.language.code)
    named = [m for m in match.sentence.mentions if m.sign in match.text and m.type in ("org", "anaphor", "pronoun")]
    named = [m for m in named if not _is_beside(match, m, rules)]
    found = {m: who for m in named if (who := _who(reading, m, match.sentence)) and is_company(who.entity)}
    found = {m: who for m, who in found.items() if not _nobody(reading, who.entity)}
    if len({who.entity for who in found.values()}) == 1:
        return [next(iter(found.values()))]
    if found:
        return _of_several(reading, match, found)
    meant = None if _somebody_else(reading, match) else _in_mind(reading, match.sentence)
    return [] if meant is None or _nobody(reading, meant.entity) else [meant]


def _is_beside(match: Match, mention: Mention, rules: Cues) -> bool:
    """True for whoever acts, for the network on which something is said, and for the owner named with its branch."""
    before = match.text[: match.text.index(mention.sign)]
    if rules.cues["agent"].search(before) or rules.cues["branch"].search(before):
        return True
    network = isinstance(mention.value, Entity) and mention.value.name in rules.networks
    return network and rules.cues["said_on"].search(before) is not None


def _of_several(reading: Reading, match: Match, found: dict[Mention, Who]) -> list[Who]:
    """Of several companies in a sentence the one that the text shows to be one, all of one list, or the one before.

    « des perquisitions chez X et Y »: both.
    """
    shown = {mention: who for mention, who in found.items() if who.entity.shown >= STRONG}
    if len({who.entity for who in shown.values()}) == 1:
        return [next(iter(shown.values()))]
    first = next(iter(shown or found))
    listed = coordinated(match.sentence, match.text, match.text.index(first.sign))
    if all(mention in listed for mention in found):
        return [*found.values()]
    before = _before(reading, match, "near")
    return [before] if before else []


def _nobody(reading: Reading, entity: Entity) -> bool:
    """True for an authority or a union, and for the X of « porter plainte contre X »."""
    rules = cues(reading.language.code)
    if rules.bodies.fullmatch(entity.name) or rules.cues["body_name"].match(entity.name):
        return True
    if entity.name in rules.nobody and len(entity.mentions) == 1:
        return True
    norm = reading.document.norm
    before, behind = rules.cues["body_before"], rules.cues["body_behind"]
    return any(
        before.search(norm[max(0, m.start - 60) : m.start]) or behind.search(norm[m.end : m.end + 60])
        for m in entity.mentions[:MOST_MENTIONS]
    )


def _employer(reading: Reading, match: Match, person: Mention) -> Who | None:
    """The company named just before a person: « le fondateur de X, Luc Morel, »."""
    before = match.text[: match.text.index(person.sign)]
    found = re.search(f"([{sign_class('o')}]),? $", before)
    mention = match.sentence.skeleton.mentions[found[1]] if found else None
    return Who(mention.value, TIED, mention) if mention else None


def _who(reading: Reading, mention: Mention, sentence: Sentence) -> Who | None:
    """The person as such; of a product its maker."""
    if mention.type == "person":
        return Who(mention.value, 1.0, mention)
    return reading.who.resolve(mention, sentence)


def _court(other: Entity | str, rules: Cues) -> bool:
    """True for who judges or pleads, and is at odds with nobody."""
    name = (other if isinstance(other, str) else other.name).lower()
    return bool(rules.cues["court"].search(name) or rules.cues["counsel"].search(name))


def _others(reading: Reading, match: Match, rules: Cues) -> Iterator[Entity | str]:
    """Those on the other side: by the row's place, else a body named in the sentence."""
    place = match.construction.row.get("other")
    if place is None:
        return
    if place in ("x", "x2"):
        mention = match.mention(place)
        who = _who(reading, mention, match.sentence) if mention else None
        if who:
            yield who.entity
            return
    brought = place == "after_by" and rules.cues["brings"].search(match.text[: match.start])
    if place == "subject" or brought or rules.cues["own"].search(match.text, max(0, match.start - 5), match.end):
        actor = _actor(reading, match)
        if actor:
            yield from _with_those_named_before(match, actor)
            return
    behind = rules.by.search(match.text, match.start, match.end + 70)
    if place in ("after_by", "x") and behind:
        who = _who(reading, match.sentence.skeleton.mentions[behind["x"]], match.sentence)
        if who:
            yield who.entity
            return
    yield from _bodies(match, rules)


def _with_those_named_before(match: Match, actor: Entity) -> list[Entity | str]:
    """« X, Y et Z attaquent »: the three."""
    mentions = match.sentence.skeleton.mentions
    for found in re.finditer(f"[{sign_class('o')}{sign_class('p')}]", match.text[: match.start]):
        listed = [
            m.value for m in coordinated(match.sentence, match.text, found.start()) if m.type in ("org", "person")
        ]
        if mentions[found[0]].value is not actor and actor in listed:
            return listed
    return [actor]


def _bodies(match: Match, rules: Cues) -> Iterator[str]:
    """The authorities and unions that the sentence names."""
    return (found[0] for found in rules.bodies.finditer(match.sentence.text))


def _by_authority(reading: Reading, match: Match, rules: Cues) -> bool:
    """True if an authority, a court or a country acts before the match; a company that acts is none."""
    actor = reading.subjects.actor(match.sentence, match.start)
    if actor and actor.type == "org" and not actor.value.public:
        behind = match.text.index(actor.sign) if actor.sign in match.text else 0
        return bool(rules.cues["authority"].search(match.text, behind, match.start))
    before = match.text[: match.start]
    if rules.cues["authority"].search(before):
        return True
    acting = [m for m in match.sentence.mentions if m.sign in before]
    if any(m.type == "place" or getattr(m.value, "public", False) for m in acting):
        return True
    return any(rules.bodies.finditer(match.sentence.text))


def _actor(reading: Reading, match: Match) -> Entity | None:
    """The person, company or authority that acts."""
    before = match.text[: match.start]
    named = [m for m in match.sentence.mentions if m.sign in before and m.type in ("org", "person")]
    court = cues(reading.language.code).cues["court"]
    if named and named[-1].value.public and not court.search(named[-1].value.name.lower()):
        return named[-1].value
    actor = _acting(reading, match)
    who = _who(reading, actor, match.sentence) if actor else None
    if who:
        return who.entity
    media = [m.value for m in match.sentence.mentions if m.type == "media" and m.sign in before]
    return media[-1] if media else None


def _acting(reading: Reading, match: Match) -> Mention | None:
    """The subject of what was matched, unless an unnamed authority is: « X déçue par le régulateur, qui lui... »."""
    rules = cues(reading.language.code)
    if rules.cues["unnamed"].search(match.text, 0, match.start):
        return None
    actor = reading.subjects.actor(match.sentence, match.start)
    return None if actor and _is_alone(match, actor, rules) else actor


def _is_alone(match: Match, actor: Mention, rules: Cues) -> bool:
    """True for one company before a verb in the plural: « les voisins de X ont ⟨porté plainte⟩ »."""
    if actor.type != "org" or actor.sign not in match.text[: match.start]:
        return False
    at = match.text.index(actor.sign)
    plural = rules.cues["plural_verb"].search(match.text[at : match.start])
    return plural is not None and len(coordinated(match.sentence, match.text, at)) < 2


def _category(reading: Reading, match: Match, rules: Cues) -> tuple[str, int]:
    """What the matter is about and how sure that is.

    The row says so; else who decided, else the words behind and around the match; else what the row falls back on.
    """
    if said := match.construction.preset.get("category"):
        return str(said), SAID
    if rules.cues["court"].search(match.text):
        return "lawsuit", DECIDED
    fallback = str(match.construction.row.get("fallback", "dispute"))
    whole = match.sentence.low
    told = [
        (CLAUSE, match.text[match.start : match.end + 90], rules.subjects),
        (SENTENCE, match.text, rules.subjects),
        (SENTENCE, whole, rules.subjects),
    ]
    if _is_penalty(match):  # who imposes it watches over one thing; what stands beside may say what for
        at = match.sentence.index
        beside = reading.document.sentences[max(0, at - 1) : at + 2]
        told += [(FALLBACK, sentence.skeleton.text, rules.subjects) for sentence in beside if sentence.index != at]
        told.insert(0, (DECIDED, whole, rules.deciders))
    for surety, text, subjects in told:
        for name, pattern in subjects.items():
            if pattern.search(text):
                return name, surety
    return fallback, FALLBACK


def _is_penalty(match: Match) -> bool:
    """True for a fine or a ban whose subject the row leaves open."""
    return match.construction.row.get("fallback") == "regulation"


def _status(match: Match, rules: Cues, moods: frozenset[str]) -> str:
    clause = match.text[max(0, match.start - 60) : match.end + 60]
    if state := match.construction.row.get("status"):
        return str(state)
    if rules.cues["threat"].search(match.text[max(0, match.start - 40) : match.end]) and "done" not in moods:
        return "alleged"
    if rules.cues["resolved"].search(clause):
        return "resolved"
    if "category" not in match.construction.preset and rules.cues["closed"].search(clause):
        return "ongoing" if rules.cues["open"].search(match.text) else "resolved"
    return "ongoing"
