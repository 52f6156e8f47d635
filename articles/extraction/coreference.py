"""Whom a mention stands for: « elle », « la start-up bordelaise », a founder, a product."""

from __future__ import annotations

from functools import cached_property

from .document import Document, Sentence
from .entities import Entity, is_company
from .mentions import Mention
from .origins import note_origins, told_of
from .salience import (
    COLON,
    goes_round,
    is_backer,
    is_furniture,
    is_heading,
    is_round_up,
    mark_backers,
    mark_credits,
    only_labels,
    opens_item,
)
from .stand_ins import (
    ACTING,
    AS_COMPLEMENT,
    AS_KIN,
    AS_OBJECT,
    AS_SUBJECT,
    DESCRIBED,
    FOCUS,
    NAMED,
    SLIGHT,
    TIED,
    StandIns,
    Who,
)
from .subjects import Subjects
from .ties import note_trades, tie_persons, tie_products
from .wordings import wordings

_NAMING = frozenset(["org", "product"])
_HEADED = frozenset(["org", "person"])
LEAD_IN = 8  # words of an adverbial before the subject, at most
OPENING = 3  # sentences in which a text may announce a company without its name
EARLY = 400  # characters from the start in which a text names what it is about


class Coreference:
    """Answers who is meant, for one document."""

    def __init__(self, document: Document, subjects: Subjects) -> None:
        self.document = document
        self.subjects = subjects
        self.language = document.language
        self.wordings = wordings(document.language.code)
        mark_credits(document)
        self.companies = [e for e in document.entities if is_company(e)]
        self.topics: list[Entity | None] = []  # by sentence index: the topic when the sentence begins
        mark_backers(document)
        note_origins(document)
        known = note_trades(document, self.companies)
        tie_persons(document, self.companies)
        self._products = tie_products(document)  # by maker
        self.round_up = is_round_up(self._openers()) or goes_round(self._items())
        self.begun = [self._begins_with(sentence) for sentence in document.sentences]  # by sentence index
        self.standing: list[dict[Entity, float]] = []  # by sentence index: how much each company stands out in it
        self.stand_ins = StandIns(self, known)
        self._count_subjects()
        self._follow_topics()

    # --- the document as a whole

    @cached_property
    def focus(self) -> Entity | None:
        """The company that the document is about: the title's, the first's, the one most spoken of."""
        return max(self.companies, key=self._weight, default=None)

    def _weight(self, entity: Entity) -> float:
        early = max(0.0, 3.0 - entity.mentions[0].start / 200)
        gives = 6.0 * (entity.fund or self._carries(entity)) + 3.0 * is_backer(entity)
        own = [entity, *self._products.get(entity, ())]
        told = min(sum(len(e.mentions) for e in own), 6) + 5.0 * any(e.in_title for e in own)
        announced = 2.0 * any(m.descriptor in self._announced for m in entity.mentions if m.descriptor)
        kin = 1.5 * (entity in self._kin)
        denied = min(entity.denied, 3)  # a place that a headline names is not what the text is about
        told += 2.5 * (entity is self._headed)
        return told + early + announced + min(0.5 * entity.as_subject, 2) - gives - kin - denied

    @cached_property
    def _headed(self) -> Entity | None:
        """The company of « X : Y, Z sur les rangs » or « Luc Morel prend la tête de X » at the head of the text."""
        for first in self.document.sentences[:1]:
            if first.title and (headed := self._headed_by(first)):
                return headed
            for mention in first.mentions:
                if mention.type != "org" or mention.start != first.start or not is_company(mention.value):
                    continue
                behind = (m for m in first.mentions if COLON.fullmatch(self.document.norm, mention.end, m.start))
                listed = any(self.wordings.list_goes_on.match(self.document.norm, m.end) for m in behind)
                return mention.value if listed else None
        return None

    @cached_property
    def _kin(self) -> set[Entity]:
        """The companies that the text brings up as another's: « son rival X », « sa filiale Y »."""
        found: set[Entity] = set()
        met: set[Entity] = set()
        for sentence in self.document.sentences:
            for mention in sentence.mentions:
                entity = mention.value
                if mention.type == "org" and isinstance(entity, Entity) and entity not in met:
                    met.add(entity)
                    if self._set_apart_from(mention, sentence):
                        found.add(entity)
        return found

    def _carries(self, entity: Entity) -> bool:
        """True for « sur le réseau social X » and nothing more of it: where the news was told, not whose it is."""
        norm = self.document.norm
        return all(
            (len(entity.name) == 1 or m.descriptor in self.language.words["platforms"])
            and norm[max(0, m.start - 4) : m.start].lower() in ("sur ", " on ", "via ")
            for m in entity.mentions
        )

    def _dwells_on(self, entity: Entity) -> bool:
        """True if the text names a company more than in passing: in its headline, from the start or again."""
        first = entity.mentions[0].start
        return entity.in_title or first < EARLY or len(entity.mentions) > 1

    @cached_property
    def _announced(self) -> set[str]:
        """What the text calls the company that it is about before it names any: « La start-up lyonnaise a levé »."""
        found: set[str] = set()
        for sentence in self.document.sentences[:OPENING]:
            for mention in sentence.mentions:
                if mention.type == "org":
                    return found
                if mention.type == "anaphor" and mention.descriptor:
                    found.add(mention.descriptor)
        return found

    def _openers(self) -> list[Entity]:
        """The companies that open a paragraph, be it behind a label."""
        openers: list[Entity] = []
        opened, item, previous = -1, False, -1
        for sentence in self.document.sentences:
            begins = sentence.paragraph != previous
            previous = sentence.paragraph
            here, item = begins or item, begins and self._labels_item(sentence)
            if sentence.paragraph == opened or not sentence.index or not here:
                continue
            if (entity := self.first_subject(sentence)) and not is_furniture(self.document, sentence):
                openers.append(entity)
                opened = sentence.paragraph
        return openers

    def _items(self) -> list[set[Entity]]:
        """The companies named in each list item, where any is."""
        items: dict[int, set[Entity]] = {}
        previous, item = -1, False
        for sentence in self.document.sentences:
            if sentence.paragraph != previous:
                item = opens_item(self.document, sentence)
            previous = sentence.paragraph
            for mention in sentence.mentions if item else ():
                if isinstance(mention.value, Entity) and is_company(mention.value):
                    items.setdefault(sentence.paragraph, set()).add(mention.value)
        return list(items.values())

    def _labels_item(self, sentence: Sentence) -> bool:
        """« • Énergie. »: the item itself begins with the next sentence."""
        return sentence.end - sentence.start < 25 and opens_item(self.document, sentence)

    # --- sentence by sentence

    def _count_subjects(self) -> None:
        """How often each company opens a sentence, which shows what the text is about."""
        for subject in map(self._brought_up, self.document.sentences):
            if subject is not None and not is_backer(subject):
                subject.as_subject += 1

    def _follow_topics(self) -> None:
        topic: Entity | None = None
        previous: Sentence | None = None
        self._note_descriptors()
        for sentence in self.document.sentences:
            if previous is not None and sentence.paragraph != previous.paragraph:
                topic = self._topic_anew(topic, sentence, previous)
            previous = sentence
            self.topics.append(topic)
            self.standing.append(self._named_in(sentence))
            resumed = self._resumed(sentence)
            topic = self._spoken_of(sentence, self._brought_up(sentence)) or resumed or topic

    def _note_descriptors(self) -> None:
        for sentence in self.document.sentences:
            for mention in sentence.mentions:
                if mention.descriptor and isinstance(mention.value, Entity):
                    mention.value.descriptors.add(mention.descriptor)

    def _named_in(self, sentence: Sentence) -> dict[Entity, float]:
        """How much each company that a sentence names stands out in it: its subject most, its complements least."""
        found: dict[Entity, float] = {}
        for mention in sentence.mentions:
            entity = mention.value
            if mention.type == "org" and is_company(entity):
                leads = entity is self.begun[sentence.index] and not self._in_passing(sentence, mention)
                part = AS_SUBJECT if leads else self._part(mention, sentence)
                found[entity] = max(part, found.get(entity, 0.0))
        return found

    def _part(self, mention: Mention, sentence: Sentence) -> float:
        if self._set_apart_from(mention, sentence) or self._in_passing(sentence, mention):
            return AS_KIN
        return AS_COMPLEMENT if self.governed(mention) else AS_OBJECT

    def _resumed(self, sentence: Sentence) -> Entity | None:
        """The company that a stand-in at the head of the sentence takes up again.

        Whoever is meant by a noun is called so from here on: « la maison mère de l'enseigne ... L'enseigne ».
        """
        opener: Entity | None = None
        first = next((m for m in sentence.mentions if m.type in ACTING), None)
        for mention in sentence.mentions:
            if (
                mention.type not in ("anaphor", "pronoun")
                or (who := self.stand_ins.antecedent(mention, sentence)) is None
            ):
                continue
            standing = self.standing[-1]
            leads = mention is first and not self.governed(mention)
            part = AS_SUBJECT if leads else AS_COMPLEMENT if self.governed(mention) else AS_OBJECT
            standing[who.entity] = max(part, standing.get(who.entity, 0.0))
            if who.trust < DESCRIBED - SLIGHT or mention.type == "pronoun":
                continue
            self.stand_ins.note_origins(who.entity, told_of(self.document, mention, sentence))
            if mention.descriptor and mention.descriptor not in self.language.words["generic_descriptors"]:
                who.entity.descriptors.add(mention.descriptor)
            if leads:
                opener = who.entity
        return opener

    def _in_passing(self, sentence: Sentence, mention: Mention | None = None) -> bool:
        """True if the text does not go on with the companies of a sentence, or not with this one of them."""
        if self._compares(sentence) or is_furniture(self.document, sentence):
            return True
        low = self.document.low
        found = self.wordings.among_its.search(low, sentence.start, sentence.end)
        if not found or mention is None or mention.end > found.start():
            return bool(found)
        return not self.wordings.counts.search(low, mention.end, found.start())

    def _brought_up(self, sentence: Sentence) -> Entity | None:
        """The company that the sentence brings up, unless it does so in passing."""
        entity = self.begun[sentence.index]
        return None if entity is None or self._in_passing(sentence, _first_of(entity, sentence)) else entity

    def _begins_with(self, sentence: Sentence) -> Entity | None:
        """The company that the rest of the sentence is about, be it named in passing."""
        if not sentence.types & _NAMING:
            return None
        return (
            self._receiver(sentence)
            or self._headed_by(sentence)
            or self.first_subject(sentence)
            or self._presented(sentence)
            or self._led(sentence)
        )

    def _headed_by(self, sentence: Sentence) -> Entity | None:
        """« Passé par X, Luc Morel a créé Y »: whoever is told to head a company brings it up."""
        if not sentence.types >= _HEADED:
            return None
        found = self.wordings.heads.match(sentence.skeleton.text)
        entity = sentence.skeleton.mentions[found["o"]].value if found else None
        return entity if isinstance(entity, Entity) and is_company(entity) else None

    def _spoken_of(self, sentence: Sentence, subject: Entity | None) -> Entity | None:
        """The company that the text goes on with after this sentence, if the sentence brings one up."""
        if subject is None or is_backer(subject) or self._acts_upon_focus(subject, sentence):
            return None
        first = next((m for m in sentence.mentions if m.value is subject), None)
        if first and self._set_apart_from(first, sentence):
            return None
        return subject

    def _set_apart_from(self, mention: Mention, sentence: Sentence) -> bool:
        """« sa filiale X », « son rival X »: the one that the text goes on about is another."""
        norm, words = self.document.norm, self.wordings
        up_to_it = any(found["up"] for found in words.related.finditer(norm, sentence.start, mention.start))
        return up_to_it or bool(
            words.related.match(norm, mention.start) or words.related_after.match(norm, mention.end)
        )

    def _presented(self, sentence: Sentence) -> Entity | None:
        """« Même mouvement chez X. », « Du rififi chez X : ... », « En tête vient X »: what the sentence brings up."""
        norm, low = self.document.norm, self.document.low
        presents = self.wordings.presents if self.wordings.presents.fits(sentence.cues) else None
        for mention in sentence.mentions:
            entity = mention.value
            if mention.type != "org" or not isinstance(entity, Entity) or not is_company(entity):
                continue
            left = norm[sentence.start : mention.start]
            closed = norm[mention.end : mention.end + 2].strip()[:1]
            alone = closed == ":" or ("person" not in sentence.types and closed == ".")
            if alone and self.wordings.at_home.search(left):
                return entity
            told = presents and presents.pattern.search(low[sentence.start : mention.start])
            if told and not any(self.wordings.clause_opens.findall(left)[2:]):
                return entity
        return None

    def _led(self, sentence: Sentence) -> Entity | None:
        """« Luc Morel, fondateur de X, ... »: whoever leads a company is spoken of for it."""
        if "person" not in sentence.types:
            return None
        found = self.wordings.leads.match(sentence.skeleton.full)
        entity = sentence.skeleton.mentions[found["o"]].value if found else None
        return entity if isinstance(entity, Entity) and is_company(entity) else None

    def _acts_upon_focus(self, subject: Entity, sentence: Sentence) -> bool:
        """True if another does something to the company that the text is about: the text stays with that one."""
        focus = self.focus
        if self.round_up or focus is None or subject is focus or len(focus.mentions) <= len(subject.mentions):
            return False
        for mention in sentence.mentions:
            if mention.value is focus:  # « X a été racheté par Y » goes on about X
                return not self.wordings.by.search(self.document.norm[max(0, mention.start - 12) : mention.start])
            if (
                mention.type == "anaphor"
                and (who := self.stand_ins.antecedent(mention, sentence))
                and who.entity is focus
            ):
                return True
        return False

    def _topic_anew(self, topic: Entity | None, sentence: Sentence, previous: Sentence) -> Entity | None:
        """The topic at the head of a paragraph.

        A list item begins with none; elsewhere one that the text only touches upon gives way to the focus,
        unless a headline of its own named it.
        """
        if self.round_up:
            fresh = opens_item(self.document, sentence) or is_heading(self.document, sentence)
            return None if fresh else topic
        focus = self.focus
        named = is_heading(self.document, previous) and any(m.value is topic for m in previous.mentions)
        if topic is None or topic is focus or focus is None or named:
            return topic
        return focus if len(focus.mentions) > len(topic.mentions) else topic

    def first_subject(self, sentence: Sentence) -> Entity | None:
        """The company that opens the sentence, behind adverbs or a complement; in a short line, any."""
        norm = self.document.norm
        short = sentence.end - sentence.start < 60 and (
            norm[sentence.end - 1] not in ".!?;" or opens_item(self.document, sentence)
        )
        for mention in sentence.mentions:
            if mention.type not in ("org", "product") or not isinstance(mention.value, Entity):
                continue
            entity = mention.value if mention.type == "org" else mention.value.maker
            if entity is None or not is_company(entity) or entity.fund:
                continue
            if only_labels(self.document, mention, sentence):
                continue
            left = norm[sentence.start : mention.start].strip()
            listed = bool(self.wordings.list_goes_on.match(norm, mention.end))
            if left.endswith((" et", " and", " ou", " or")):
                return None
            opens = (
                (left.endswith((",", ":")) and not listed and norm[mention.end : mention.end + 1] in (" ", ","))
                or left.count(" ") < 2
                or (left.endswith(":") and sentence.title)
                or (left.count(" ") < LEAD_IN and bool(self.wordings.leads_up.fullmatch(left)))
            )
            aside = left.count("(") > left.count(")")
            whole = norm[sentence.start : mention.start]
            if not aside and (short or (opens and not self.governed(mention)) or self.wordings.part_of.match(whole)):
                return entity
        return None

    def _receiver(self, sentence: Sentence) -> Entity | None:
        """Of « X a investi 5 M€ dans Y » the text goes on with Y."""
        if "money" not in sentence.types:
            return None
        found = self.wordings.invests.search(sentence.skeleton.text)
        entity = sentence.skeleton.mentions[found["o"]].value if found else None
        return entity if isinstance(entity, Entity) and is_company(entity) else None

    def _compares(self, sentence: Sentence) -> bool:
        """« À titre de comparaison, X... » speaks of X in passing: the topic stays."""
        opening = self.document.norm[sentence.start : sentence.start + 40]
        return bool(self.wordings.comparison.match(opening))

    def governed(self, mention: Mention) -> bool:
        """True if a preposition stands before the mention, so that it is no subject."""
        left = self.document.norm[max(0, mention.start - 24) : mention.start]
        return bool(self.language.after_preposition.search(left))

    def opener(self, sentence: Sentence) -> Entity | None:
        """The company that opens the sentence, unless it is named in passing."""
        entity = self.first_subject(sentence) or self._presented(sentence)
        if entity is None or self._in_passing(sentence, _first_of(entity, sentence)):
            return None
        return None if is_backer(entity) else entity

    def topic(self, sentence: Sentence) -> Entity | None:
        """The company that the text was speaking of when the sentence began."""
        topic = self.topics[sentence.index]
        if self.wordings.we.search(self.document.norm, sentence.start, sentence.end):
            topic = self._speaker(sentence) or topic
        if topic or self.round_up or self.focus is None or not self._dwells_on(self.focus):
            return topic
        return self.focus

    def _speaker(self, sentence: Sentence) -> Entity | None:
        """The company in whose name « nous » is said: that of whoever is quoted, else the one asked."""
        for mention in sentence.mentions:
            if mention.type == "person" and mention.value.maker is not None:
                maker: Entity = mention.value.maker
                return maker
        return self.focus if self._interview else None

    @cached_property
    def _interview(self) -> bool:
        """True where a line of the text is a question, or its headline quotes whoever says « nous »."""
        asks = (s.document.norm[s.end - 1] == "?" and s.paragraph for s in self.document.sentences)
        return any(asks) or any(
            s.title and self.wordings.we.search(self.document.norm, s.start, s.end) for s in self.document.sentences[:1]
        )

    def resolve(self, mention: Mention, sentence: Sentence) -> Who | None:
        """Whom the mention stands for, or None where that is nobody or unclear."""
        if mention.type in ("anaphor", "pronoun"):
            return self._of_person(mention, sentence) or self.stand_ins.antecedent(mention, sentence)
        entity = mention.value
        if not isinstance(entity, Entity):
            return None
        if entity.type in ("person", "product"):
            maker = entity.maker or (self.focus if entity.type == "product" or entity.in_title else None)
            if maker:
                return Who(maker, TIED if entity.maker else FOCUS, mention)
            return Who(entity, FOCUS, mention) if entity.type == "product" else None
        return Who(entity, NAMED, mention) if entity.type == "org" else None

    def _of_person(self, mention: Mention, sentence: Sentence) -> Who | None:
        """« le groupe de Luc Morel » is the company that the text ties to that person."""
        following = next((m for m in sentence.mentions if m.start >= mention.end), None)
        if following is None or following.type != "person" or following.value.maker is None:
            return None
        between = self.document.norm[mention.end : following.start]
        return Who(following.value.maker, TIED, mention) if self.wordings.of.fullmatch(between) else None

    def subject(self, sentence: Sentence, position: int) -> Who | None:
        """The company that the subject of the verb at this position of `sentence.skeleton.text` stands for."""
        actor = self.subjects.actor(sentence, position)
        return self.resolve(actor, sentence) if actor else None


def _first_of(entity: Entity, sentence: Sentence) -> Mention | None:
    """The first mention of an entity in a sentence; None where only a stand-in brings it up."""
    return next((mention for mention in sentence.mentions if mention.value is entity), None)
