"""Who the parties to a deal are: buyers, targets, sellers, owners and partners, named beside it or looked for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

from .constructions import Match, expanded, macros_of
from .entities import Entity, is_company
from .language import table
from .lists import coordinated
from .mentions import SIGNS, Mention, sign_class
from .parties import company_before, named_company, person_or_company
from .patterns import compiled
from .reading import Reading
from .stand_ins import FOCUS, PRONOUN, Who

FAMILY = 10  # characters of « famille » and its blank
NEAR = 100  # how many characters of the skeleton may lie between a company and « rachetée par »
OPENING = 25  # how far into its sentence an opening phrase may tell the deal
UNNAMED = ("actor", "subject", "near", "mind", "object")  # places without a mention of their own: looked for last
BODY = "body"  # a state, government or town, which no name tells; such a party is never bought

_LED_UP_TO = re.compile(rf"[^,;:.]{{0,60}}, (?:(?:l'|le |la |the )(?:[\w-]+ )?)?([{sign_class('x')}])")
_NAMED_BEHIND = re.compile(rf"(?: [^;:.,{SIGNS}]{{1,70}}[{sign_class('p')}]?)?, ([{sign_class('o')}])(?=[,.;:)]|$)")
_ENDS_IN_MEDIUM = re.compile(rf"([{sign_class('media')}]),?(?: [^\W\d]+){{0,3}}$")
_LAST_NAME = re.compile(rf"([{sign_class('o')}])(?P<rest>[^{SIGNS}]{{1,60}})$")
_COMPANY = re.compile(f"[{sign_class('o')}]")
_SET_OFF = re.compile(rf"([{sign_class('x')}])(?:, [^,;:.{SIGNS}]{{2,60}})?$")


Party = tuple[Who, str]  # with the role that it has in the deal


class Cues:
    """The expressions of `deal.toml` that tell parties, compiled."""

    def __init__(self, code: str) -> None:
        data, macros = table(code, "deal"), macros_of(code, "deal")
        self.seller = compiled(expanded(data["seller"], macros))
        self.person_meant = compiled(data["person_meant"])
        self.joined = compiled(data["joined"])
        self.nameless = compiled(data["nameless"])
        self.apposed_noun = compiled(expanded(data["apposed_noun"], macros))
        self.body_acts = compiled(expanded(data["body_acts"], macros))
        self.family = compiled(data["family"])
        self.by_doing = compiled(data["by_doing"])
        self.opens = compiled(expanded(data["opens"], macros))
        self.acts_for = compiled(expanded(data["acts_for"], macros))
        self.places = {name: compiled(expanded(pattern, macros)) for name, pattern in data["places"].items()}


@cache
def cues(code: str) -> Cues:
    """The expressions of a language that tell parties; compiled once."""
    return Cues(code)


def parties_of(reading: Reading, match: Match) -> list[Party] | None:
    """The parties with their roles, all different; None where fewer than two are known."""
    row = match.construction.row
    described = row.get("described")  # « le groupe X » only, not X
    if described and described not in {m.descriptor for m in (*match.mentions("o"), *match.mentions("c"))}:
        return None
    if row["roles"].get("pair"):
        pair = [(who, "partner") for who in _pair(reading, match)]
        return pair if len(pair) == 2 else None
    found = _placed(reading, match)
    found += _seller(reading, match, [who.entity for who, _ in found])
    if row.get("alone"):
        return found if found and is_company(found[0][0].entity) else None
    if row.get("lone"):
        return found or None
    if all(who.entity.type == "person" for who, _ in found):
        return None
    told = {role for _, role in found}
    bought = told != {"seller", "target"} or row.get("sells")  # who parts with a stake may not say to whom
    return found if len(found) > 1 and bought else None


def _placed(reading: Reading, match: Match) -> list[Party]:
    """Who stands in each place of the row, in its order; those named come before those looked for."""
    roles = match.construction.row["roles"]
    found: dict[str, Who] = {}
    for place in sorted(roles, key=lambda place: _turn(match, place)):
        if place in UNNAMED and roles[place] != "partner" and roles[place] in map(roles.get, found):
            continue
        who = _party(reading, match, place, list(found.values()))
        bid_for = match.construction.preset["deal_type"] == "bid" and roles[place] == "target"
        if who and who.entity.type == "person" and (bid_for or roles[place] == "partner"):
            who = _company_of(reading, match, who)
        if _taken_for_another(match, place, who, found.values()):
            who = _spoken_of(reading, match, [other.entity for other in found.values()])
        if who is None or not _may_deal(who.entity):
            continue
        if roles[place] == "target" and who.entity.type in _never_owned(match, place):
            continue
        if place in UNNAMED and not _stands_in(who) and (taken := _stand_in_of(who, found)):
            found.pop(taken)  # « X veut racheter le groupe »: not X itself
            if other := _spoken_of(reading, match, [who.entity, *(known.entity for known in found.values())]):
                found[taken] = other
        if all(who.entity is not other.entity for other in found.values()):
            found[place] = who
    parties = [(found[place], role) for place, role in roles.items() if place in found]
    if (first := found.get("subject")) and roles["subject"] == "acquirer":
        parties += [(who, "acquirer") for who in _beside(reading, match, first, [who.entity for who, _ in parties])]
    return parties


def _taken_for_another(match: Match, place: str, who: Who | None, others: Iterable[Who]) -> bool:
    """« X, qu'elle a rachetée »: a stand-in that is taken for another party, or a pronoun for nobody."""
    if who is None:
        mention = None if place in (*UNNAMED, BODY) else match.mention(place)
        return mention is not None and mention.type == "pronoun"
    return _stands_in(who) and any(who.entity is other.entity for other in others)


def _stands_in(who: Who) -> bool:
    return who.mention is not None and who.mention.type in ("pronoun", "anaphor")


def _stand_in_of(who: Who, found: dict[str, Who]) -> str | None:
    """The place whose stand-in was taken for the one who is named elsewhere."""
    return next((place for place, other in found.items() if other.entity is who.entity and _stands_in(other)), None)


def _turn(match: Match, place: str) -> int:
    """When a place is looked at: those with a name first, then those with a pronoun, then those without a mention."""
    if place in UNNAMED:
        return UNNAMED.index(place) + 1
    mention = match.mention(place) if place != BODY else None
    return 0 if mention and mention.type == "pronoun" else -1


def _never_owned(match: Match, place: str) -> tuple[str, ...]:
    """What nobody can buy or hold; a label may bear the name of a person, and be bought where it is named."""
    stake = match.construction.preset["deal_type"] == "stake"
    return (BODY, "person") if stake or place in UNNAMED else (BODY,)


def _company_of(reading: Reading, match: Match, who: Who) -> Who | None:
    """Whose company it is where a person is told to be bought: « son fondateur, Luc Morel, a accepté l'offre »."""
    return reading.who.resolve(who.mention, match.sentence) if who.mention else None


def _beside(reading: Reading, match: Match, buyer: Who, known: list[Entity]) -> list[Who]:
    """« X et Y rachètent Z »: the other one."""
    if buyer.mention is None or buyer.mention.sign not in match.text[: match.start]:
        return []
    position = match.text.index(buyer.mention.sign)
    listed = reading.enumeration_before(match.sentence, position + 1)
    if buyer.mention not in listed or buyer.mention is listed[0]:
        return []
    if not cues(reading.language.code).joined.search(match.text[:position]):
        return []
    others = [Who(m.value, buyer.trust, m) for m in listed if m.type in ("org", "person") and _may_deal(m.value)]
    return [who for who in others if who.entity not in known]


def _seller(reading: Reading, match: Match, known: list[Entity]) -> list[Party]:
    """« rachète X auprès de Y », « rachète X à Y »: Y, unless it is a party already."""
    roles, rules = match.construction.row["roles"], cues(reading.language.code)
    target = match.mention("c") if roles.get("c") == "target" else _bought(match, rules)
    if match.construction.preset["deal_type"] != "acquisition" or target is None:
        return []
    found = rules.seller.match(match.text[match.text.index(target.sign) + 1 :])
    if found is None or "seller" in roles.values():
        return []
    sign = next(sign for place, sign in found.groupdict().items() if sign and place[0] in "xo")
    who = person_or_company(reading, match.sentence.skeleton.mentions[sign], match.sentence)
    return [(who, "seller")] if who and _may_deal(who.entity) and who.entity not in known else []


def _may_deal(entity: Entity) -> bool:
    return is_company(entity) or entity.type in ("person", "product", "media", BODY)


def _party(reading: Reading, match: Match, place: str, others: list[Who]) -> Who | None:
    if place in UNNAMED:
        return _looked_for(reading, match, place, others)
    if place == BODY:
        return _body(reading, match, match.found)
    rules = cues(reading.language.code)
    said = _at(match, place, rules) if place in rules.places else match.mention(place)
    mention = _named_behind(match, said)
    if mention and mention.type == "media":  # « rachète Le Courrier du Soir »
        return Who(mention.value, 1.0, mention)
    return person_or_company(reading, mention, match.sentence) if mention else None


def _looked_for(reading: Reading, match: Match, place: str, others: list[Who]) -> Who | None:
    """Who stands in a place that has no mention of its own."""
    if place == "actor":
        actor = reading.subjects.actor(match.sentence, match.start)
        return person_or_company(reading, actor, match.sentence) if actor else None
    if place == "mind":
        return _in_mind(reading, match, [who.entity for who in others])
    if place == "object":
        return _object(reading, match, others)
    return _subject(reading, match) if place == "subject" else _near(reading, match)


def _body(reading: Reading, match: Match, found: re.Match[str] | None) -> Who | None:
    """The state, government or town that an expression found, as the text writes it."""
    said = found.groupdict().get(BODY) if found else None
    if said is None:
        return None
    for mention in match.sentence.mentions:
        if mention.sign in said:
            said = said.replace(mention.sign, reading.printed(mention))
    at = reading.document.low.find(said.lower(), match.sentence.start, match.sentence.end)
    name = reading.document.text[at : at + len(said)] if at >= 0 else said
    return Who(Entity(name, BODY, public=True), 1.0)


def _named_behind(match: Match, mention: Mention | None) -> Mention | None:
    """« l'éditeur de logiciels de Nantes, X, », « la holding de Luc Morel, X, »: X."""
    if mention is None or mention.type != "anaphor":
        return mention
    found = _NAMED_BEHIND.match(match.text, match.text.index(mention.sign) + 1)
    return match.sentence.skeleton.mentions[found[1]] if found else mention


def _in_mind(reading: Reading, match: Match, known: list[Entity]) -> Who | None:
    """The company that the text is speaking of; where that is a party already, the one named last before."""
    if match.construction.row["roles"]["mind"] != "target":
        return reading.in_mind(match.sentence)
    return _spoken_of(reading, match, known)


def _spoken_of(reading: Reading, match: Match, known: list[Entity]) -> Who | None:
    """The company that the text is speaking of, if it is not known; else the one named last before."""
    who = reading.in_mind(match.sentence)
    if who and who.entity not in known:
        return who
    for sentence in reversed(reading.document.sentences[max(0, match.sentence.index - 2) : match.sentence.index]):
        for mention in reversed(sentence.mentions):
            if mention.type == "org" and mention.value not in known and is_company(mention.value):
                return None if mention.value.fund else Who(mention.value, FOCUS)
    return None


def _pair(reading: Reading, match: Match) -> list[Who]:
    """« Les deux groupes »: the two companies named last."""
    last = reading.document.sentences[max(0, match.sentence.index - 2) : match.sentence.index + 1]
    named = [m for s in last for m in s.mentions if m.type == "org" and is_company(m.value) and not m.value.fund]
    entities = list(dict.fromkeys(m.value for m in reversed(named)))[:2]
    return [Who(entity, PRONOUN) for entity in reversed(entities)]


def _object(reading: Reading, match: Match, others: list[Who]) -> Who | None:
    """Whom « l' », « la » or « lui » stands for: the last company named before that does not act itself."""
    known = {who.entity for who in others}
    for sign in reversed(re.findall(f"[{sign_class('o')}]", match.text[: match.start])):
        entity = match.sentence.skeleton.mentions[sign].value
        if entity not in known and is_company(entity) and not entity.fund:
            return Who(entity, PRONOUN, match.sentence.skeleton.mentions[sign])
    who = reading.in_mind(match.sentence)
    return who if who and who.entity not in known else None


def _near(reading: Reading, match: Match) -> Who | None:
    """The company just before a participle, or the subject of its verb."""
    rules, before = cues(reading.language.code), match.text[: match.start].rstrip()
    if apposed := rules.apposed_noun.search(before):
        return named_company(reading, match.sentence.skeleton.mentions[apposed["o"]], match.sentence)
    if rules.nameless.search(before):
        return None
    if paper := _ENDS_IN_MEDIUM.search(before):
        return Who(match.sentence.skeleton.mentions[paper[1]].value, 1.0)
    if mention := company_before(reading, match, NEAR):
        return named_company(reading, mention, match.sentence)
    actor = reading.subjects.actor(match.sentence, match.start)
    if actor and actor.type == "person":  # a label that bears the name of a person
        return person_or_company(reading, actor, match.sentence)
    return _led_up_to(reading, match) or _unsaid(reading, match)


def _subject(reading: Reading, match: Match) -> Who | None:
    """Who acts: the subject before the verb, else the company that the text is speaking of."""
    rules, before = cues(reading.language.code), match.text[: match.start].rstrip()
    set_off = "," if match.found[0].startswith(",") else ""
    if who := _apposed(reading, match) or _body(reading, match, rules.body_acts.search(before + set_off)):
        return who
    if set_off and "bare" in match.construction.row:
        return None
    if rules.person_meant.search(before) and (person := _person_named_last(reading, match)):
        return person
    if rules.nameless.search(before) or _of_authority(reading, match):
        return None
    actor = _doer(reading, match, rules)
    if actor and (who := person_or_company(reading, actor, match.sentence)):
        return who
    return reading.opened(match) or _led_up_to(reading, match) or _acted_for(reading, match) or _unsaid(reading, match)


def _apposed(reading: Reading, match: Match) -> Who | None:
    """« X, ⟨propriétaire de⟩ Y », « X, un groupe belge, ⟨propriétaire de⟩ Y »: X, whatever the sentence is about."""
    named = _SET_OFF.search(match.text[: match.start].rstrip()) if match.found[0].startswith(",") else None
    return person_or_company(reading, match.sentence.skeleton.mentions[named[1]], match.sentence) if named else None


def _of_authority(reading: Reading, match: Match) -> bool:
    """True for « l'Union européenne, qui ⟨a conclu⟩ »."""
    last = _LAST_NAME.search(match.text, 0, match.start)
    if last is None or not match.sentence.skeleton.mentions[last[1]].value.public:
        return False
    return reading.subjects.words.who.match(last["rest"]) is not None


def _doer(reading: Reading, match: Match, rules: Cues) -> Mention | None:
    """The subject of the verb; of « en rachetant » that of the whole sentence, where a name opens it."""
    by_doing = rules.by_doing.search(match.text, max(0, match.start - len("by ")), match.end)
    opens = rules.opens.match(match.text) if by_doing else None
    if opens and opens.end() < match.start:
        return match.sentence.skeleton.mentions[opens["x"]]
    return reading.subjects.actor(match.sentence, match.start)


def _unsaid(reading: Reading, match: Match) -> Who | None:
    """The company in mind, unless the verb has a subject that is none: « le Parlement ⟨approuve⟩ »."""
    verb, subjects = (match.sentence, match.start), reading.subjects
    if subjects.unnamed(*verb) or subjects.of_a_body(*verb) or subjects.of_a_thing(verb[0], match.text[: verb[1]]):
        return None
    return reading.in_mind(match.sentence)


def _acted_for(reading: Reading, match: Match) -> Who | None:
    """« Les actionnaires de X ⟨approuvent⟩ »: X."""
    found = cues(reading.language.code).acts_for.search(match.text[: match.start])
    return named_company(reading, match.sentence.skeleton.mentions[found["o"]], match.sentence) if found else None


def _person_named_last(reading: Reading, match: Match) -> Who | None:
    """Who « le milliardaire » is: the one person whom the sentences just before name."""
    index = match.sentence.index
    near = reading.document.sentences[max(0, index - 2) : index]
    people = {m.value: m for sentence in near for m in sentence.mentions if m.type == "person"}
    if len(people) != 1:
        return None
    [(entity, mention)] = people.items()
    return Who(entity, PRONOUN, mention)


def _led_up_to(reading: Reading, match: Match) -> Who | None:
    """« Avec le rachat de X, Luc Morel se lance »: whom the opening phrase leads up to, be it a person."""
    found = _LED_UP_TO.match(match.text, match.end) if match.start < OPENING else None
    return person_or_company(reading, match.sentence.skeleton.mentions[found[1]], match.sentence) if found else None


def more_targets(reading: Reading, match: Match, parties: list[Party]) -> list[Who]:
    """« rachète A, B et C »: B and C."""
    mention = _bought(match, cues(reading.language.code))
    if mention is None:
        return []
    listed = coordinated(match.sentence, match.text, match.text.index(mention.sign))[1:]
    found = [named_company(reading, other, match.sentence) for other in listed if other.type == "org"]
    known = [who.entity for who, _ in parties]
    return [who for who in found if who and who.entity not in known]


def more_partners(reading: Reading, match: Match, parties: list[Party]) -> list[Who]:
    """« X, Y et Z s'allient », « X s'allie à Y et à Z »: those beside the partners that the row names."""
    if any(role != "partner" or who.mention is None for who, role in parties):
        return []
    listed = [other for who, _ in parties if who.mention for other in _list_of(reading, match, who.mention)]
    found = [named_company(reading, other, match.sentence) for other in listed if other.type == "org"]
    known = [who.entity for who, _ in parties]
    return list({who.entity: who for who in found if who and who.entity not in known}.values())


def _list_of(reading: Reading, match: Match, mention: Mention) -> list[Mention]:
    """The list of names that a mention stands in; one that begins before it begins with a subject."""
    at = match.text.find(mention.sign)
    for found in _COMPANY.finditer(match.text, max(0, at - NEAR), at):
        names = coordinated(match.sentence, match.text, found.start())
        if mention in names and not reading.language.after_preposition.search(match.text[: found.start()]):
            return names
    return coordinated(match.sentence, match.text, at) if at >= 0 else []


def told_again(reading: Reading, match: Match) -> Iterator[list[Party]]:
    """« X est racheté par Y, Z par W »: Z and W; « détenu à 60 % par X et à 40 % par Y »: Y; the verb is left out."""
    roles, rules = match.construction.row["roles"], cues(reading.language.code)
    if roles.get("near") != "target":
        return
    if roles.get("o") == "acquirer" and (owner := _at(match, "and_by", rules)):
        target, buyer = _near(reading, match), person_or_company(reading, owner, match.sentence)
        if target and buyer and _may_deal(buyer.entity):
            yield [(target, "target"), (buyer, "acquirer")]
    if roles.get("x") != "acquirer":
        return
    position = match.end
    while found := rules.places["again"].match(match.text, position):
        position = found.end()
        mentions = [match.sentence.skeleton.mentions[found[name]] for name in ("c", "x")]
        target, buyer = (person_or_company(reading, mention, match.sentence) for mention in mentions)
        if target and buyer and _may_deal(target.entity) and _may_deal(buyer.entity):
            yield [(target, "target"), (buyer, "acquirer")]


def _bought(match: Match, rules: Cues) -> Mention | None:
    """The target where it is named last, so that a list of targets or the seller may follow it."""
    roles = match.construction.row["roles"]
    if roles.get("next") == "target":
        return _at(match, "next", rules)
    told = roles.get("c") == "target" and match.mention("c") is not None
    last = match.found.end() == match.found.end("c") or "listed" in match.construction.row if told else False
    return match.mention("c") if last else None


def _at(match: Match, place: str, rules: Cues) -> Mention | None:
    """Who stands in one of the places behind what a row matches: « par X », « auprès de X »."""
    found = rules.places[place].match(match.text, match.end)
    told = found.groupdict() if found else {}
    sign = next((sign for name, sign in told.items() if sign and (name[0] in "cox" or name == "media")), None)
    return match.sentence.skeleton.mentions[sign] if sign else None


def name_of(reading: Reading, who: Who, role: str) -> str:
    """The name of a party; a family, which nobody buys, is told from the company or person of its name."""
    if who.mention is None or role == "target" or who.mention.type not in ("org", "person"):
        return who.entity.name
    family = cues(reading.language.code).family
    norm, start, end = reading.document.norm, who.mention.start, who.mention.end
    if before := family.search(norm, max(0, start - FAMILY), start):
        return norm[before.start() : end]
    behind = family.match(norm, end)
    return norm[start : behind.end()] if behind else who.entity.name
