"""The sides of a matter: who is at issue, and who stands against them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import islice

from .constructions import Match, expanded, macros_of
from .document import Sentence
from .entities import Entity, is_company
from .evidence import STRONG
from .language import table
from .lists import coordinated
from .mentions import Mention, sign_class
from .patterns import compiled
from .reading import Reading
from .stand_ins import FOCUS, TIED, TOPIC, Who

MOST_MENTIONS = 4  # of a name that are looked at for what it is

# A name and the comma in front of what was matched, be it the match's own first sign.
_BEFORE_PARTICIPLE = re.compile(f"([{sign_class('o')}{sign_class('p')}{sign_class('a')}])(?: [a-zà-ÿ]+)? ?,(?: \\w)?$")
_ANY_COMPANY = re.compile(f"[{sign_class('o')}]")


@dataclass(frozen=True, slots=True)
class Sides:
    """The company of a matter and those on the other side."""

    company: Entity
    others: list[Entity | str]
    part: str | None  # "accuser" where the company is not the one at issue
    trust: float  # that it is this company


def sides(reading: Reading, match: Match) -> Iterator[Sides]:
    """The sides of each company that what was matched tells a matter of."""
    others = [other for other in _others(reading, match) if not _court(reading, other)]
    for who in _accused(reading, match):
        against = None if _acts_itself(reading, match, who) else _against(reading, match, who, others)
        if against is None:
            continue
        company, against, part = _parted(who.entity, against)
        if match.construction.row.get("mutual"):
            company, against = _in_focus(reading, company, against)
        if company:
            yield Sides(company, against, match.construction.row.get("part", part), who.trust)


def accusers(reading: Reading, match: Match) -> Iterator[str]:
    """The bodies, associations and unions that the sentence names."""
    named = [m.value for m in match.sentence.mentions if m.type == "org" and isinstance(m.value, Entity)]
    against = [entity.name for entity in dict.fromkeys(named) if _nobody(reading, entity)]
    bodies = (body for body in _bodies(reading, match) if not any(body in name for name in against))
    yield from (name for name in (*against, *bodies) if not _court(reading, name))


def by_authority(reading: Reading, match: Match) -> bool:
    """True if an authority, a court or a country acts before the match; a company that acts is none."""
    authority = _words(reading).cues["authority"]
    actor = reading.subjects.actor(match.sentence, match.start)
    if actor and actor.type == "org" and not actor.value.public and not _nobody(reading, actor.value):
        behind = match.text.index(actor.sign) if actor.sign in match.text else 0
        return bool(authority.search(match.text, behind, match.start))
    before = match.text[: match.start]
    if authority.search(before) or (actor and actor.type == "org"):
        return True
    acting = [m for m in match.sentence.mentions if m.sign in before]
    if any(m.type == "place" or getattr(m.value, "public", False) for m in acting):
        return True
    return any(_bodies(reading, match))


def names_nobody(reading: Reading, match: Match) -> bool:
    """True for « porter plainte contre X »: a name that stands for whoever it was."""
    return any(mention.value.name in _words(reading).nobody for mention in match.mentions("o"))


def speaks_of_court(reading: Reading, match: Match) -> bool:
    """True if a court, a judge or damages stand beside the match."""
    return _words(reading).cues["court"].search(match.text) is not None


class _Words:
    """How a language words who stands where: `controversy_sides.toml`, compiled."""

    def __init__(self, code: str) -> None:
        data, macros = table(code, "controversy"), macros_of(code, "controversy")
        self.nobody = frozenset(data["nobody"])
        self.networks = frozenset(data["networks"])
        self.cues = {name: compiled(expanded(pattern, macros)) for name, pattern in data["sides"].items()}


@cache
def _compiled(code: str) -> _Words:
    return _Words(code)


def _words(reading: Reading) -> _Words:
    return _compiled(reading.language.code)


def _parted(accused: Entity, others: list[Entity | str]) -> tuple[Entity | None, list[Entity | str], str | None]:
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
    if place == "object" and _goes_to_prison(reading, match):
        return []
    if place in ("mind", "near", "object"):
        return [w for w in (_told_without_sign(reading, match, place),) if w]
    mention = next(iter(match.mentions(place)), None)
    if mention is None or _of_former(reading, match, mention) or _is_said_on(match, mention, _words(reading)):
        return []
    at = match.text.index(mention.sign)
    between = _words(reading).cues["between"].search(match.text[:at])
    opposed = match.construction.row.get("mutual", False)
    listed = [mention] if between or opposed else coordinated(match.sentence, match.text, at)
    found = [_who(reading, one, match.sentence) for one in listed]
    return [who for who in found if who and not _nobody(reading, who.entity)]


def _of_former(reading: Reading, match: Match, mention: Mention) -> bool:
    """« Une plainte contre l'ancien PDG de X »: he is at issue, and his company often on the other side."""
    if match.construction.preset.get("category") not in ("lawsuit", "investigation"):
        return False
    former = _words(reading).cues["former"]
    return former.search(match.text, match.start, match.text.index(mention.sign)) is not None


def _subject_at_issue(reading: Reading, match: Match) -> list[Who]:
    """Whom a verb tells of: its subject, a person's company, else the one that the text is speaking of."""
    apposed = _apposed(reading, match)
    actor = apposed or reading.subjects.actor(match.sentence, match.start) or _led_up_to(reading, match)
    if actor and actor.type == "org" and not apposed and _goes_to_prison(reading, match):
        return []
    who = _who(reading, actor, match.sentence) if actor else None
    if actor and who and actor.type == "person" and not who.entity.maker:
        who = _employer(reading, match, actor)
    unnamed = who is None and (actor.type == "person" if actor else _somebody_else(reading, match))
    if unnamed or _of_people(reading, match, actor):
        return []
    return [w for w in (who or _in_mind(reading, match.sentence),) if w]


def _apposed(reading: Reading, match: Match) -> Mention | None:
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
    found = _words(reading).cues["of_whom"].search(match.text, max(0, match.start - 80), match.start)
    return mentions[found["o"]] if found else None


def _led_up_to(reading: Reading, match: Match) -> Mention | None:
    """« Visée par une enquête, X se tait », « Un an après avoir été condamnée, X... »: whom the opening leads up to."""
    cues = _words(reading).cues
    opens = not match.start or cues["opens"].fullmatch(match.text, 0, match.start)
    found = cues["led_up_to"].search(match.text, match.end) if opens else None
    return match.sentence.skeleton.mentions[found["c"] or found["p"]] if found else None


def _employer(reading: Reading, match: Match, person: Mention) -> Who | None:
    """The company named just before a person: « le fondateur de X, Luc Morel, »."""
    before = match.text[: match.text.index(person.sign)]
    found = re.search(f"([{sign_class('o')}]),? $", before)
    mention = match.sentence.skeleton.mentions[found[1]] if found else None
    return Who(mention.value, TIED, mention) if mention else None


def _goes_to_prison(reading: Reading, match: Match) -> bool:
    """True where a person must be meant, whatever its name looks like: « condamné à deux ans de prison »."""
    prison = _words(reading).cues["prison"]
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
    people = _words(reading).cues["people"]
    return any(people.search(match.text, 0, match.text.index(sign)) for sign in named)


def _in_mind(reading: Reading, sentence: Sentence) -> Who | None:
    """The company that the text is speaking of, if it is named more than in passing or has just been named.

    Else the one that the whole text is about, if its headline names it.
    """
    who = reading.in_mind(sentence)
    if who is None or _nobody(reading, who.entity):
        return _just_named(reading, sentence)
    if len(who.entity.mentions) > 1 or who.entity.in_title:
        return who
    firms = (company for company in reading.who.companies if not _nobody(reading, company))
    if sum(1 for _ in islice(firms, 2)) < 2:
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


def _told_without_sign(reading: Reading, match: Match, place: str) -> Who | None:
    """The company of a row that has no sign for it."""
    return (_before(reading, match, place) if place != "mind" else None) or _in_mind(reading, match.sentence)


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


def _told_of(reading: Reading, match: Match) -> list[Who]:
    """The only company that the sentence names, or those listed; else the one before the match, or that in mind.

    Whoever acts (« par X »), where it is said (« sur X ») and whose branch a company is are not at issue.
    """
    rules = _words(reading)
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


def _is_beside(match: Match, mention: Mention, rules: _Words) -> bool:
    """True for whoever acts, for the network on which something is said, and for the owner named with its branch."""
    before = match.text[: match.text.index(mention.sign)]
    if rules.cues["agent"].search(before) or rules.cues["branch"].search(before):
        return True
    return _is_said_on(match, mention, rules)


def _is_said_on(match: Match, mention: Mention, rules: _Words) -> bool:
    """True for a network on which something is said: « des critiques sur Twitter »."""
    if not isinstance(mention.value, Entity) or mention.value.name not in rules.networks:
        return False
    return rules.cues["said_on"].search(match.text[: match.text.index(mention.sign)]) is not None


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


def _against(reading: Reading, match: Match, who: Who, others: list[Entity | str]) -> list[Entity | str] | None:
    """Those on the other side; None where what is told is the company's own doing."""
    row = match.construction.row
    if row.get("own") and any(_one_name(who.entity, other) for other in others):
        return None
    if others != [who.entity]:
        return others
    bodies: list[Entity | str] = [*_bodies(reading, match)]
    if row.get("other") == "subject" and row["company"] != "mind":
        person = _person_meant(reading, match)
        return [person] if person else bodies or None
    return None if row.get("other") == "x" and row["company"] == "subject" else bodies


def _one_name(entity: Entity, other: Entity | str) -> bool:
    """True for the entity itself, and for one whose name holds its own: « X », « Groupe X »."""
    return other is entity or entity.name in (other if isinstance(other, str) else other.name).split(" ")


def _person_meant(reading: Reading, match: Match) -> Entity | None:
    """« Luc Morel est parti. Il poursuit la société »: the person named last, where a pronoun acts."""
    actor = reading.subjects.actor(match.sentence, match.start)
    if actor is None or actor.type != "pronoun":
        return None
    at = match.sentence.index
    before = [m for near in reading.document.sentences[max(0, at - 2) : at] for m in near.mentions]
    persons = [mention.value for mention in before if mention.type == "person"]
    return persons[-1] if persons else None


def _others(reading: Reading, match: Match) -> Iterator[Entity | str]:
    """Those on the other side: by the row's place, else a body named in the sentence."""
    place, rules = match.construction.row.get("other"), _words(reading)
    if place is None:
        return
    if place in ("x", "x2"):
        mention = match.mention(place) or next(iter(match.mentions(place)), None)
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
    behind = rules.cues["by"].search(match.text, match.start, match.end + 70)
    if place in ("after_by", "x") and behind:
        who = _who(reading, match.sentence.skeleton.mentions[behind["x"]], match.sentence)
        if who:
            yield who.entity
            return
    yield from _bodies(reading, match)


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


def _bodies(reading: Reading, match: Match) -> Iterator[str]:
    """The authorities and unions that the sentence names."""
    return (found[0] for found in _words(reading).cues["bodies"].finditer(match.sentence.text))


def _actor(reading: Reading, match: Match) -> Entity | None:
    """The person, company or authority that acts."""
    before = match.text[: match.start]
    named = [m for m in match.sentence.mentions if m.sign in before and m.type in ("org", "person")]
    court = _words(reading).cues["court"]
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
    rules = _words(reading)
    if rules.cues["unnamed"].search(match.text, 0, match.start):
        return None
    actor = reading.subjects.actor(match.sentence, match.start)
    return None if actor and _is_alone(match, actor, rules) else actor


def _is_alone(match: Match, actor: Mention, rules: _Words) -> bool:
    """True for one company before a verb in the plural: « les voisins de X ont ⟨porté plainte⟩ »."""
    if actor.type != "org" or actor.sign not in match.text[: match.start]:
        return False
    at = match.text.index(actor.sign)
    plural = rules.cues["plural_verb"].search(match.text[at : match.start])
    return plural is not None and len(coordinated(match.sentence, match.text, at)) < 2


def _who(reading: Reading, mention: Mention, sentence: Sentence) -> Who | None:
    """The person as such; of a product its maker."""
    if mention.type == "person":
        return Who(mention.value, 1.0, mention)
    return reading.who.resolve(mention, sentence)


def _nobody(reading: Reading, entity: Entity) -> bool:
    """True for an authority or a union, and for the X of « porter plainte contre X »."""
    rules = _words(reading)
    if rules.cues["bodies"].fullmatch(entity.name) or rules.cues["body_name"].match(entity.name):
        return True
    if entity.name in rules.nobody and len(entity.mentions) == 1:
        return True
    norm = reading.document.norm
    before, behind = rules.cues["body_before"], rules.cues["body_behind"]
    return any(
        before.search(norm[max(0, m.start - 60) : m.start]) or behind.search(norm[m.end : m.end + 60])
        for m in entity.mentions[:MOST_MENTIONS]
    )


def _court(reading: Reading, other: Entity | str) -> bool:
    """True for who judges or pleads, and is at odds with nobody."""
    cues = _words(reading).cues
    name = (other if isinstance(other, str) else other.name).lower()
    return bool(cues["court"].search(name) or cues["counsel"].search(name))
