"""Whom a stand-in means: « elle », « la start-up bordelaise », « ce dernier », « la première »."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .document import Sentence
from .entities import Entity, is_company, key_of
from .mentions import Mention
from .origins import agreement, told_of
from .salience import is_backer
from .ties import buying

if TYPE_CHECKING:
    from .coreference import Coreference

# How far to trust the answer, by how the company was found.
NAMED, DESCRIBED, PRONOUN, TIED, TOPIC, FOCUS = 1.0, 0.93, 0.93, 0.9, 0.87, 0.75
# How much a company stands out in a sentence by the part that it has there, and what is left of it further down.
AS_SUBJECT, AS_OBJECT, AS_COMPLEMENT, AS_KIN = 1.0, 0.6, 0.4, 0.2

ACTING = frozenset(["org", "product", "person", "anaphor", "pronoun"])
AHEAD = 5  # words between a first clause and the name of the subject: « , l'équipementier automobile X »
ORDINALS = 6  # sentences above « la première » in which several companies are named
LONGEST_APPOSITION = 120  # characters of a description between commas
SLIGHT, SLIM = 0.08, 0.12  # what a stand-in loses of its trust where others might nearly as well be meant
REACH = 3  # sentences further up in which a stand-in finds whom it means
RECENCY = (1.0, 1.2, 0.6, 0.3)
CALLED_SO = 4.0  # what a company gains that a word of its name describes with the noun of a stand-in
STEM = 5  # letters by which two words of one trade are told to be the same
LONGEST_VALUES = 16  # characters of « valoriserait »
LATELY = 8  # mentions of a company whose descriptions are weighed
SAME_ORIGIN = 20  # no more companies of one origin than this are weighed against each other

# « X (28 M€) : ... » is about X whatever follows.
_LABEL = re.compile(r" ?(?:\([^()]{1,60}\))? ?:")
_OF = re.compile(r" (?:de|des|du|d'|en|of) ?\w")
_UP_TO_NAME = re.compile(r" [^,;:.()]{3,60}, ")

Near = dict[Entity, tuple[int, float]]  # companies spoken of lately: how many sentences ago, and how prominently


@dataclass(slots=True)
class Who:
    """An entity, how far to trust that it is the one (0 to 1), and the mention that says so, if one does."""

    entity: Entity
    trust: float
    mention: Mention | None = None


class StandIns:
    """Answers for one document whom its pronouns and nouns mean, by what `who` knows of topics and subjects."""

    def __init__(self, who: Coreference, known: set[Entity]) -> None:
        self.who = who
        self.document, self.language, self.wordings = who.document, who.language, who.wordings
        self._by_name = {entity.name: entity for entity in who.companies}
        self._known = known  # those of whom more is known than the text says
        self._from: dict[str, list[Entity]] = {}  # the first companies of each origin
        for entity in who.companies:
            self._take_origins(entity, entity.origins)
        self._bought, self._buyers = buying(self.document)
        self._meant: dict[Mention, Who | None] = {}  # by stand-in
        self._parts: dict[str, set[Entity]] = defaultdict(set)  # whom the text has told to be in which part of a deal

    def note_origins(self, entity: Entity, told: set[str]) -> None:
        """Take down where a company is told to come from: « cette société, créée à Cologne »."""
        self._take_origins(entity, told - entity.origins)
        entity.origins |= told

    def _take_origins(self, entity: Entity, told: set[str]) -> None:
        for stem in told:
            known = self._from.setdefault(stem, [])
            if len(known) < SAME_ORIGIN:
                known.append(entity)

    def antecedent(self, mention: Mention, sentence: Sentence) -> Who | None:
        """The company that a pronoun or a noun stands for, or None where that is nobody or unclear."""
        if mention.descriptor in self.wordings.deal_parts:
            return self._by_part(mention)
        if mention not in self._meant:
            self._meant[mention] = self._weighed(mention, sentence)
        return self._meant[mention]

    def _weighed(self, mention: Mention, sentence: Sentence) -> Who | None:
        if self.wordings.personal.fullmatch(self.document.norm, mention.start, mention.end):
            return None
        if self.wordings.latter.match(self.document.norm, mention.start):
            return self._last_named(mention, sentence)
        if mention.descriptor in self.wordings.others:
            return self._other(mention, sentence)
        if mention.descriptor in self.wordings.ordinals:
            return self._by_order(mention, sentence)
        return self._surest(mention, sentence)

    def _surest(self, mention: Mention, sentence: Sentence) -> Who | None:
        """Whom the mention means by what the text was speaking of and by what it has called whom."""
        if label := self._in_apposition(mention, sentence) or self._named_behind(mention, sentence):
            return Who(label, DESCRIBED, mention)
        if named := self._named_next(mention, sentence):
            return Who(named, DESCRIBED, mention)
        topic = self.who.topics[sentence.index]
        near = self._recent(sentence, mention)
        told = told_of(self.document, mention, sentence) if mention.type == "anaphor" else set()
        fitting = [e for stem in told for e in self._from.get(stem, ()) if e.mentions[0].start < mention.start]
        by_origin = mention.type == "anaphor" and mention.descriptor is None
        if by_origin and not fitting and (self.who.round_up or mention.start != sentence.start):
            return None
        scores: dict[Entity, float] = {}
        main = None if self.who.round_up else self.who.focus
        doer = self._doer(mention, sentence)
        for entity in {*near, *fitting, *([topic] if topic else []), *([main] if main else [])}:
            if entity is doer:
                continue
            scores[entity] = self._fit(entity, mention, sentence, topic, near) + agreement(entity, told)
        if not scores:
            return None
        ranked = sorted(scores, key=lambda e: (-scores[e], e.mentions[0].start))
        best = ranked[0]
        margin = scores[best] - scores[ranked[1]] if len(ranked) > 1 else 9.0
        trust = DESCRIBED if mention.type == "anaphor" else PRONOUN
        return Who(best, trust - (0.0 if margin >= 1 else SLIGHT if margin >= 0.5 else SLIM), mention)

    def _named_next(self, mention: Mention, sentence: Sentence) -> Entity | None:
        """« Si elle perd de l'argent, X recrute »: the subject that the sentence names behind its first clause."""
        norm = self.document.norm
        if mention.type != "pronoun" or not self.wordings.ahead.fullmatch(norm, sentence.start, mention.start):
            return None
        comma = norm.find(",", mention.end, sentence.end)
        following = next((m for m in sentence.mentions if comma >= 0 and m.start > comma and m.type in ACTING), None)
        if following is None or following.type != "org" or not is_company(following.value):
            return None
        between = norm[comma + 1 : following.start]
        plain = between.count(" ") <= AHEAD and not self.who.governed(following)
        return following.value if plain else None

    def _in_apposition(self, mention: Mention, sentence: Sentence) -> Entity | None:
        """« X, la plateforme de collection de cartes, »: the company that a description between commas is of."""
        norm = self.document.norm
        before = next((m for m in sentence.mentions if m.type == "org" and norm[m.end : mention.start] == ", "), None)
        if before is None or mention.type != "anaphor" or not is_company(before.value):
            return None
        opening = self.wordings.presented.match(self.document.low, sentence.start)
        if opening and "," not in norm[sentence.start : before.end]:  # « Née à X, la société, ... »
            return None
        comma = norm.find(",", mention.end, min(sentence.end, mention.end + LONGEST_APPOSITION))
        inside = norm[mention.end : comma] if comma > 0 else ""
        plain = not any(m.type in ("money", "count") and mention.end < m.start < comma for m in sentence.mentions)
        return before.value if comma > 0 and plain and not self.wordings.acts.search(inside) else None

    def _named_behind(self, mention: Mention, sentence: Sentence) -> Entity | None:
        """« Le numéro un de la croisière, X, a levé »: the company that a description brings up between commas."""
        norm = self.document.norm
        name = next((m for m in sentence.mentions if m.start >= mention.end and m.type in ACTING), None)
        if mention.type != "anaphor" or name is None or name.type != "org" or not is_company(name.value):
            return None
        between = norm[mention.end : name.start]
        if not _UP_TO_NAME.fullmatch(between) or self.wordings.acts.search(between):
            return None
        closed = norm[name.end : name.end + 1] == "," and not self.wordings.list_goes_on.match(norm, name.end)
        return name.value if closed else None

    def _doer(self, mention: Mention, sentence: Sentence) -> Entity | None:
        """« Le groupe a racheté la start-up »: whoever stands before the verb is not the one behind it."""
        first = next(m for m in sentence.mentions if m.type in ACTING)
        if first is mention or first.type != "anaphor" or first.descriptor == mention.descriptor:
            return None
        if self.who.governed(first) or not self._same_clause(self.document.norm[first.end : mention.start]):
            return None
        who = self.antecedent(first, sentence)
        return who.entity if who else None

    def note_deal(self, parties: Iterable[dict[str, str]]) -> None:
        """Take down who buys whom, for « la cible » and « le repreneur » further down."""
        for party in parties:
            if party["name"] in self._by_name:
                self._parts[party["role"]].add(self._by_name[party["name"]])

    def _by_part(self, mention: Mention) -> Who | None:
        """« La cible », « le repreneur »: by the part in the only deal that gives this part to a company."""
        fitting = self._parts[self.wordings.deal_parts[mention.descriptor]]
        return Who(next(iter(fitting)), DESCRIBED, mention) if len(fitting) == 1 else None

    def _other(self, mention: Mention, sentence: Sentence) -> Who | None:
        """« Son rival emploie... »: where the text speaks of two companies, the other one."""
        near = self._recent(sentence, mention)
        spoken_of = self.who.topics[sentence.index] or self.who.focus
        others = [e for e in near if e is not spoken_of and not e.fund and not is_backer(e)]
        return Who(others[0], PRONOUN - SLIM, mention) if len(others) == 1 else None

    def _by_order(self, mention: Mention, sentence: Sentence) -> Who | None:
        """« La première ... La seconde ... »: by their order where the text last named several in one breath."""
        place = self.wordings.ordinals[mention.descriptor]
        for index in range(sentence.index - 1, max(-1, sentence.index - ORDINALS), -1):
            above = self.document.sentences[index]
            colon = self.document.norm.find(" : ", above.start, above.end)
            firms = [m for m in above.mentions if m.type == "org" and is_company(m.value) and not m.value.fund]
            names = [m.value for m in firms if m.start > colon]
            several = [*dict.fromkeys(names)]
            if len(several) > 1:
                return Who(several[place], DESCRIBED, mention) if place < len(several) else None
        return None

    def _last_named(self, mention: Mention, sentence: Sentence) -> Who | None:
        """« ce dernier » is the company named last before it."""
        for index in (sentence.index, sentence.index - 1):
            others = self.document.sentences[index].mentions if index >= 0 else []
            for other in reversed(others):
                if other.start < mention.start and isinstance(other.value, Entity) and is_company(other.value):
                    return Who(other.value, DESCRIBED, mention)
        return None

    def _recent(self, sentence: Sentence, mention: Mention) -> dict[Entity, tuple[int, float]]:
        """Companies spoken of in this sentence before the mention or in the three before it.

        Each with how many sentences ago, and how much it stands out there.
        """
        near: dict[Entity, tuple[int, float]] = {}
        for other in sentence.mentions:
            if other.start < mention.start and isinstance(other.value, Entity) and is_company(other.value):
                near.setdefault(other.value, (0, self.who.standing[sentence.index].get(other.value, AS_OBJECT)))
        for back in range(1, min(REACH, sentence.index) + 1):
            if self.who.round_up and self.document.sentences[sentence.index - back].paragraph != sentence.paragraph:
                break
            for entity, part in self.who.standing[sentence.index - back].items():
                near.setdefault(entity, (back, part))
        return near

    def _fit(self, entity: Entity, mention: Mention, sentence: Sentence, topic: Entity | None, near: Near) -> float:
        score = 2.0 * (entity is topic) - 4.0 * entity.fund - 2.0 * is_backer(entity)
        if not self.who.round_up:
            score += 1.8 * (entity is self.who.focus)
        score += self._presents_anew(entity, mention, sentence) + self._points_at(entity, mention, sentence)
        distance, part = near.get(entity, (None, 0.0))
        if distance is not None:
            score += part * RECENCY[distance]
        if distance == 0 and self._labels(entity, sentence):
            score += 3.0
        if self._bought and self._told_of_bought(mention):
            score += 4.5 * (entity in self._bought) - 2.0 * (entity in self._buyers)
        if distance == 0 and mention.type == "pronoun" and entity is self.who.begun[sentence.index]:
            score += 5.0
        if distance == 0 and mention.type == "anaphor" and self._goes_on(entity, mention, sentence):
            score += 4.5
        if distance == 0 and mention.type == "pronoun" and self._leads_clause(entity, mention, sentence):
            score += 5.2
        if entity is topic and self.wordings.set_against.match(self.document.norm, mention.end):
            score -= 3.0
        noun = mention.descriptor
        if noun:
            generic = noun in self.language.words["generic_descriptors"]
            if noun in entity.descriptors:
                score += CALLED_SO * self._called_so(noun, entity)
                score += 1.0 if generic else 5.5 if entity in self._known else 3.0
            else:
                score -= self._clash(noun, entity, generic=generic)
            score += self._suits_deal(noun, entity) + self._known_as(entity, mention) + self._echoes(entity, mention)
        if distance == 0 and (self._is_object(mention, sentence, entity) or self._set_apart(mention, sentence, entity)):
            score -= 3.0
        return score

    def _told_of_bought(self, mention: Mention) -> bool:
        """« L'entreprise avait levé 3 M€ », « (l'opération) valorise l'éditeur »: what is told of whoever is bought."""
        low, words = self.document.low, self.wordings
        left = low[max(0, mention.start - LONGEST_VALUES) : mention.start]
        return bool(words.told_of_bought.match(low, mention.end) or words.values_bought.search(left))

    def _called_so(self, noun: str, entity: Entity) -> bool:
        """« La compagnie » is Brindille Airlines by its name."""
        named = entity.name.split(" ")
        return any(noun == called and not words.isdisjoint(named) for called, words in self.wordings.called_so)

    def _suits_deal(self, noun: str, entity: Entity) -> float:
        """In news of a deal « le groupe » is rather the one who buys, « la start-up » and « l'enseigne » the other."""
        if noun in self.wordings.bought:
            return 3.5 * (entity in self._bought) - 2.0 * (entity in self._buyers)
        if noun in self.language.words["large_descriptors"]:
            return 2.5 * (entity in self._buyers) - 2.5 * (entity in self._bought and noun not in entity.descriptors)
        return 0.0

    def _known_as(self, entity: Entity, mention: Mention) -> float:
        """« La marque au losange »: what everybody calls the company."""
        after = self.document.low[mention.end : mention.end + 40].lstrip()
        key = key_of(entity.name)
        said = (bearers for words, bearers in self.wordings.nicknames.items() if after.startswith(words))
        return 6.0 * any(key in bearers for bearers in said)

    def _presents_anew(self, entity: Entity, mention: Mention, sentence: Sentence) -> float:
        """« Fondée en 1962, l'entreprise... »: it presents the one just brought up, or else the one that is bought."""
        if not self.wordings.presented.match(self.document.low, sentence.start):
            return 0.0
        first = entity.mentions[0].start
        new = 2.0 * (self.document.sentences[max(0, sentence.index - 1)].start <= first < mention.start)
        return new + 4.0 * (entity in self._bought) - 2.0 * (entity in self._buyers)

    def _points_at(self, entity: Entity, mention: Mention, sentence: Sentence) -> float:
        """« X a racheté Y. Cette société angevine... »: whom the sentence before named last, above all if it is new."""
        before = sentence.index - 1
        if (
            before < 0
            or mention.type != "anaphor"
            or not self.wordings.pointing.match(self.document.norm, mention.start)
        ):
            return 0.0
        above = self.document.sentences[before]
        last = next((m for m in reversed(above.mentions) if m.type == "org" and is_company(m.value)), None)
        if last is None or last.value is not entity or entity is self.who.begun[before]:
            return 0.0
        if self._within_aside(last, above):
            return 0.0
        return 7.0 if above.start <= entity.mentions[0].start or entity in self._bought else 1.5

    def _within_aside(self, mention: Mention, sentence: Sentence) -> bool:
        """True between dashes or in brackets: « 250 clients - de l'hôtel X aux cafés Y - »."""
        left = self.document.norm[sentence.start : mention.start]
        return left.count(" - ") % 2 == 1 or left.count("(") > left.count(")")

    def _echoes(self, entity: Entity, mention: Mention) -> float:
        """« le groupe de VTC »: what it deals in suits the company that the text has described with the same word."""
        low = self.document.low
        found = self.wordings.deals_in.match(low, mention.end)
        if found is None:
            return 0.0
        stems = [word[:STEM] for word in found.groups() if word]
        told = [_description(low, m) for m in entity.mentions[:LATELY] if m.start < mention.start]
        if any(re.search(rf"\b{re.escape(stem)}", words) for words in told for stem in stems):
            return 3.5
        noun = mention.descriptor or ""
        return -2.0 if any(noun in words and _OF.search(words) for words in told) else 0.0

    def _goes_on(self, entity: Entity, mention: Mention, sentence: Sentence) -> bool:
        """« X se porte mieux : le groupe a... »: a clause of its own goes on about the subject of the one before."""
        if entity is not self.who.begun[sentence.index] or self.who.governed(mention):
            return False
        return bool(self.wordings.goes_on.search(self.document.norm[sentence.start : mention.start]))

    def _leads_clause(self, entity: Entity, mention: Mention, sentence: Sentence) -> bool:
        """« ... alors que X recrute, car elle ... »: X, named last, is the subject of the clause before the pronoun."""
        names = [m for m in sentence.mentions if m.type == "org" and m.start < mention.start]
        if not names or names[-1].value is not entity or entity is self.who.begun[sentence.index]:
            return False
        return bool(self.wordings.subordinates.search(self.document.low, sentence.start, names[-1].start))

    def _set_apart(self, mention: Mention, sentence: Sentence, entity: Entity) -> bool:
        """« Avant X, la fintech a levé 5 M€ »: what is told from X is not X."""
        if mention.type != "anaphor":
            return False
        name = next(m for m in sentence.mentions if m.value is entity)
        left = self.document.norm[sentence.start : name.start]
        return bool(self.wordings.unlike.search(left)) and self.document.norm[name.end : name.end + 1] == ","

    def _clash(self, noun: str, entity: Entity, *, generic: bool) -> float:
        """How badly a noun suits a company that the text has called something else."""
        words = self.language.words
        others = [d for d in entity.descriptors if d not in words["generic_descriptors"]]
        if generic or not others:
            return 0.0
        young = words["young_descriptors"]
        if noun in words["great_descriptors"]:
            return 5.5 if any(d in young or d in words["small_descriptors"] for d in others) else 0.8
        if noun in self.wordings.trades and any(d in self.wordings.trades for d in others) and entity in self._known:
            return 2.5
        return 2.5 if noun in young and not any(d in young for d in others) else 0.8

    def _is_object(self, mention: Mention, sentence: Sentence, entity: Entity) -> bool:
        """True if the entity is the subject and the mention a complement of its verb: they differ then.

        Where another company stands between the two, the verb may be that one's: « X appelle Y, qui finance
        l'entreprise ».
        """
        if self.who.first_subject(sentence) is not entity:
            return False
        label = next((m for m in sentence.mentions if m.value is entity), mention)
        between = self.document.norm[label.end : mention.start]
        if _LABEL.match(between) or not (self.who.governed(mention) or self._same_clause(between)):
            return False
        others = (m for m in sentence.mentions if m.type == "org" and m.value is not entity)
        return not any(entity.mentions[0].start < other.start < mention.start for other in others)

    def _labels(self, entity: Entity, sentence: Sentence) -> bool:
        """True if the sentence is an entry about the company: « X (28 M€) : ... »."""
        first = next((m for m in sentence.mentions if m.value is entity), None)
        return first is not None and bool(_LABEL.match(self.document.norm, first.end)) and self._opens(first, sentence)

    @staticmethod
    def _opens(mention: Mention, sentence: Sentence) -> bool:
        return mention.start - sentence.start < 4

    def _same_clause(self, between: str) -> bool:
        """True if nothing between a subject and a stand-in begins another clause."""
        return bool(between.strip()) and not self.wordings.clause_opens.search(between)


def _description(low: str, mention: Mention) -> str:
    """A name with its description, before or behind it: « le groupe de VTC X », « X, spécialiste de la paie »."""
    tail = low[mention.end : mention.end + LONGEST_APPOSITION]
    return low[mention.start : mention.end] + (tail.split(",")[1] if tail.startswith(", ") else "")
