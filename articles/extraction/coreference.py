"""Whom a mention stands for: « elle », « la start-up bordelaise », a founder, a product."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from .document import Document, Sentence
from .entities import Entity, key_of
from .mentions import Mention
from .origins import agreement, note_origins, told_of
from .salience import goes_round, is_backer, is_furniture, is_heading, is_round_up, mark_backers, opens_item
from .subjects import Subjects
from .wordings import wordings

# How far to trust the answer, by how the company was found.
NAMED, DESCRIBED, PRONOUN, TIED, TOPIC, FOCUS = 1.0, 0.93, 0.93, 0.9, 0.87, 0.75


_NAMING = frozenset(["org", "product"])
_ACTING = frozenset(["org", "product", "person", "anaphor", "pronoun"])
ORDINALS = 6  # sentences above « la première » in which several companies are named
DATELINE = 160  # characters from the start in which an agency is named
_DATELINE = re.compile(r"[^().\n]{0,20}\) ?[-:]")
LEAD_IN = 8  # words of an adverbial before the subject, at most
OPENING = 3  # sentences in which a text may announce a company without its name
EARLY = 400  # characters from the start in which a text names what it is about
LONGEST_APPOSITION = 120  # characters of a description between commas
SLIGHT, SLIM = 0.08, 0.12  # what a stand-in loses of its trust where others might nearly as well be meant
REACH = 3  # sentences further up in which a stand-in finds whom it means
# How much a company stands out in a sentence by the part that it has there, and what is left of it further down.
AS_SUBJECT, AS_OBJECT, AS_COMPLEMENT, AS_KIN = 1.0, 0.6, 0.4, 0.2
RECENCY = (1.0, 1.2, 0.6, 0.3)
STEM = 5  # letters by which two words of one trade are told to be the same
LATELY = 8  # mentions of a company whose descriptions are weighed
SAME_ORIGIN = 20  # no more companies of one origin than this are weighed against each other


Near = dict[Entity, tuple[int, float]]  # companies spoken of lately: how many sentences ago, and how prominently


@dataclass(slots=True)
class Who:
    """An entity, how far to trust that it is the one (0 to 1), and the mention that says so, if one does."""

    entity: Entity
    trust: float
    mention: Mention | None = None


class Coreference:
    """Answers who is meant, for one document."""

    def __init__(self, document: Document, subjects: Subjects) -> None:
        self.document = document
        self.subjects = subjects
        self.language = document.language
        self.wordings = wordings(document.language.code)
        self._credit()
        self.companies = [e for e in document.entities if is_company(e)]
        self._topics: list[Entity | None] = []  # by sentence index: the topic when the sentence begins
        self._products: dict[Entity, list[Entity]] = {}  # by maker
        mark_backers(document)
        note_origins(document)
        self._known: set[Entity] = set()  # those of whom more is known than the text says
        self._note_known()
        self._from: dict[str, list[Entity]] = {}  # the first companies of each origin
        for entity in self.companies:
            for stem in entity.origins:
                self._from.setdefault(stem, []).append(entity)
        self._from = {stem: entities[:SAME_ORIGIN] for stem, entities in self._from.items()}
        self._tie_persons()
        self._tie_products()
        self.round_up = is_round_up(self._openers()) or goes_round(self._items())
        self._begun = [self._begins_with(sentence) for sentence in document.sentences]  # by sentence index
        self._standing: list[dict[Entity, float]] = []  # by sentence index: how much each company stands out in it
        self._meant: dict[Mention, Who | None] = {}  # by stand-in
        self._deals: list[dict[str, Entity]] = []  # whom the text has told to be in which part of a deal
        self._count_subjects()
        self._bought, self._buyers = self._buying()
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
        told += 2.5 * (entity is self._headed)
        return told + early + announced + min(0.5 * entity.as_subject, 2) - gives - kin

    @cached_property
    def _headed(self) -> Entity | None:
        """The company of « X : Y, Z et W sur les rangs » at the head of the text."""
        for first in self.document.sentences[:1]:
            for mention in first.mentions:
                if mention.type != "org" or mention.start != first.start or not is_company(mention.value):
                    continue
                behind = (m for m in first.mentions if _COLON.fullmatch(self.document.norm, mention.end, m.start))
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
            if (entity := self._first_subject(sentence)) and not is_furniture(self.document, sentence):
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

    def _credit(self) -> None:
        """« PARIS (Agence) - », « Photo : Studio »: whoever only brings the news is no company of it."""
        for entity in self.document.entities:
            entity.public = entity.public or all(map(self._is_credit, entity.mentions))
        for sentence in self.document.sentences:
            for mention in sentence.mentions[:1]:
                if mention.start == sentence.start and self._only_labels(mention, sentence):
                    mention.value.public = True

    def _is_credit(self, mention: Mention) -> bool:
        low = self.document.low
        before = low[max(0, mention.start - 24) : mention.start]
        if before.endswith("(") and mention.start < DATELINE and _DATELINE.match(low, mention.end):
            return True
        return bool(self.wordings.credited.search(before))

    def _note_known(self) -> None:
        """Give well-known companies their trades: « l'avionneur » may be Airbus whatever the text has said of it."""
        for entity in self.companies:
            key = key_of(entity.name)
            if trades := {trade for trade, bearers in self.wordings.trades.items() if key in bearers}:
                self._known.add(entity)
                entity.descriptors |= trades

    def _buying(self) -> tuple[set[Entity], set[Entity]]:
        """The companies that the text tells to be bought, and those that buy."""
        bought: set[Entity] = set()
        buyers: set[Entity] = set()
        buys = self.wordings.buys
        for sentence in self.document.sentences:
            if "org" not in sentence.types or not buys.fits(sentence.cues):
                continue
            for match in buys.pattern.finditer(sentence.skeleton.text):
                for name, sign in match.groupdict().items():
                    if sign:
                        (bought if name.startswith("bought") else buyers).add(sentence.skeleton.mentions[sign].value)
        return bought - buyers, buyers - bought

    def _tie_persons(self) -> None:
        """A person is tied to the company that the text gives him or her: « X, PDG de Y », « la start-up de X »."""
        for sentence in self.document.sentences:
            if not {"person", "org"} <= sentence.types:
                continue
            skeleton = sentence.skeleton
            for match in self.wordings.persons_tie.finditer(skeleton.full):
                signs = [sign for sign in match.groups() if sign]
                entities = [skeleton.mentions[sign].value for sign in signs]
                who = next(e for e in entities if e.type == "person")
                company = next((e for e in entities if is_company(e)), None)
                who.maker = who.maker or company
        self._tie_namesakes()

    def _tie_namesakes(self) -> None:
        """« Gilles Morel » belongs to « Morel Logistique » where the text does not say otherwise."""
        by_word: dict[str, Entity] = {}
        for company in self.companies:
            for word in company.name.split():
                by_word.setdefault(word, company)
        for entity in self.document.entities:
            if entity.type == "person" and " " in entity.name and entity.maker is None:
                entity.maker = by_word.get(entity.name.rpartition(" ")[2])

    def _tie_products(self) -> None:
        """A product is tied to its maker: « ChatGPT d'OpenAI », « X développe Y »."""
        for sentence in self.document.sentences:
            if not {"product", "org"} <= sentence.types:
                continue
            skeleton = sentence.skeleton
            for match in self.wordings.products_tie.finditer(skeleton.full):
                entities = [skeleton.mentions[sign].value for sign in match.groups() if sign]
                made = next((e for e in entities if e.type == "product"), None)
                maker = next((e for e in entities if is_company(e)), None)
                if made and maker:
                    made.maker = made.maker or maker
        for entity in self.document.entities:
            if entity.type == "product":
                entity.maker = entity.maker or (entity.base.maker if entity.base else None)
                if entity.maker:
                    self._products.setdefault(entity.maker, []).append(entity)

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
            self._topics.append(topic)
            self._standing.append(self._named_in(sentence))
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
                leads = entity is self._begun[sentence.index] and not self._in_passing(sentence)
                part = AS_SUBJECT if leads else self._part(mention, sentence)
                found[entity] = max(part, found.get(entity, 0.0))
        return found

    def _part(self, mention: Mention, sentence: Sentence) -> float:
        if self._set_apart_from(mention, sentence) or self._in_passing(sentence):
            return AS_KIN
        return AS_COMPLEMENT if self.governed(mention) else AS_OBJECT

    def _resumed(self, sentence: Sentence) -> Entity | None:
        """The company that a stand-in at the head of the sentence takes up again.

        Whoever is meant by a noun is called so from here on: « la maison mère de l'enseigne ... L'enseigne ».
        """
        opener: Entity | None = None
        first = next((m for m in sentence.mentions if m.type in _ACTING), None)
        for mention in sentence.mentions:
            if mention.type not in ("anaphor", "pronoun") or (who := self._antecedent(mention, sentence)) is None:
                continue
            standing = self._standing[-1]
            leads = mention is first and not self.governed(mention)
            part = AS_SUBJECT if leads else AS_COMPLEMENT if self.governed(mention) else AS_OBJECT
            standing[who.entity] = max(part, standing.get(who.entity, 0.0))
            if who.trust < DESCRIBED - SLIGHT or mention.type == "pronoun":
                continue
            who.entity.origins |= told_of(self.document, mention)
            if mention.descriptor and mention.descriptor not in self.language.words["generic_descriptors"]:
                who.entity.descriptors.add(mention.descriptor)
            if leads:
                opener = who.entity
        return opener

    def _in_passing(self, sentence: Sentence) -> bool:
        if self._compares(sentence) or is_furniture(self.document, sentence):
            return True
        return bool(self.wordings.among_its.search(self.document.low, sentence.start, sentence.end))

    def _brought_up(self, sentence: Sentence) -> Entity | None:
        """The company that the sentence brings up, unless it does so in passing."""
        entity = self._begun[sentence.index]
        return None if entity is None or self._in_passing(sentence) else entity

    def _begins_with(self, sentence: Sentence) -> Entity | None:
        """The company that the rest of the sentence is about, be it named in passing."""
        if not sentence.types & _NAMING:
            return None
        return (
            self._receiver(sentence)
            or self._first_subject(sentence)
            or self._presented(sentence)
            or self._led(sentence)
        )

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
        """« Même mouvement chez X. », « En tête vient X »: the sentence brings up the company behind its verb."""
        norm, low = self.document.norm, self.document.low
        presents = self.wordings.presents if self.wordings.presents.fits(sentence.cues) else None
        for mention in sentence.mentions:
            entity = mention.value
            if mention.type != "org" or not isinstance(entity, Entity) or not is_company(entity):
                continue
            left = norm[sentence.start : mention.start]
            alone = "person" not in sentence.types and norm[mention.end : mention.end + 1] in ".:"
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
            if mention.value is focus:
                return True
            if mention.type == "anaphor" and (who := self._antecedent(mention, sentence)) and who.entity is focus:
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

    def _first_subject(self, sentence: Sentence) -> Entity | None:
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
            if self._only_labels(mention, sentence):
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

    def _only_labels(self, mention: Mention, sentence: Sentence) -> bool:
        """True for a heading before a company: « Zoom : X recrute »."""
        return (
            mention.type == "org"
            and len(mention.value.mentions) == 1
            and any(
                m.type == "org"
                and _COLON.fullmatch(self.document.norm, mention.end, m.start)
                and not self.wordings.list_goes_on.match(self.document.norm, m.end)
                for m in sentence.mentions
            )
        )

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
        entity = None if self._in_passing(sentence) else self._first_subject(sentence) or self._presented(sentence)
        return None if entity is None or is_backer(entity) else entity

    def topic(self, sentence: Sentence) -> Entity | None:
        """The company that the text was speaking of when the sentence began."""
        topic = self._topics[sentence.index]
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
            return self._of_person(mention, sentence) or self._antecedent(mention, sentence)
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

    def _antecedent(self, mention: Mention, sentence: Sentence) -> Who | None:
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
        if label := self._in_apposition(mention, sentence):
            return Who(label, DESCRIBED, mention)
        topic = self._topics[sentence.index]
        near = self._recent(sentence, mention)
        told = told_of(self.document, mention) if mention.type == "anaphor" else set()
        fitting = [e for stem in told for e in self._from.get(stem, ()) if e.mentions[0].start < mention.start]
        by_origin = mention.type == "anaphor" and mention.descriptor is None
        if by_origin and not fitting and (self.round_up or mention.start != sentence.start):
            return None
        scores: dict[Entity, float] = {}
        main = None if self.round_up else self.focus
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

    def _in_apposition(self, mention: Mention, sentence: Sentence) -> Entity | None:
        """« X, la plateforme de collection de cartes, »: the company that a description between commas is of."""
        norm = self.document.norm
        before = next((m for m in sentence.mentions if m.type == "org" and norm[m.end : mention.start] == ", "), None)
        if before is None or mention.type != "anaphor" or not is_company(before.value):
            return None
        comma = norm.find(",", mention.end, min(sentence.end, mention.end + LONGEST_APPOSITION))
        inside = norm[mention.end : comma] if comma > 0 else ""
        plain = not any(m.type in ("money", "count") and mention.end < m.start < comma for m in sentence.mentions)
        return before.value if comma > 0 and plain and not self.wordings.acts.search(inside) else None

    def _doer(self, mention: Mention, sentence: Sentence) -> Entity | None:
        """« Le groupe a racheté la start-up »: whoever stands before the verb is not the one behind it."""
        first = next(m for m in sentence.mentions if m.type in _ACTING)
        if first is mention or first.type != "anaphor" or first.descriptor == mention.descriptor:
            return None
        if self.governed(first) or not self._same_clause(self.document.norm[first.end : mention.start]):
            return None
        who = self._antecedent(first, sentence)
        return who.entity if who else None

    def note_deal(self, parties: Iterable[dict[str, str]]) -> None:
        """Take down who buys whom, for « la cible » and « le repreneur » further down."""
        by_name = {entity.name: entity for entity in self.companies}
        self._deals.append({p["role"]: by_name[p["name"]] for p in parties if p["name"] in by_name})

    def _by_part(self, mention: Mention) -> Who | None:
        """« La cible », « le repreneur »: by the part in the only deal that gives this part to a company."""
        part = self.wordings.deal_parts[mention.descriptor]
        fitting = {deal[part] for deal in self._deals if part in deal}
        return Who(fitting.pop(), DESCRIBED, mention) if len(fitting) == 1 else None

    def _other(self, mention: Mention, sentence: Sentence) -> Who | None:
        """« Son rival emploie... »: where the text speaks of two companies, the other one."""
        near = self._recent(sentence, mention)
        spoken_of = self._topics[sentence.index] or self.focus
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
                near.setdefault(other.value, (0, self._standing[sentence.index].get(other.value, AS_OBJECT)))
        for back in range(1, min(REACH, sentence.index) + 1):
            if self.round_up and self.document.sentences[sentence.index - back].paragraph != sentence.paragraph:
                break
            for entity, part in self._standing[sentence.index - back].items():
                near.setdefault(entity, (back, part))
        return near

    def _fit(self, entity: Entity, mention: Mention, sentence: Sentence, topic: Entity | None, near: Near) -> float:
        score = 2.0 * (entity is topic) - 4.0 * entity.fund - 2.0 * is_backer(entity)
        if not self.round_up:
            score += 1.8 * (entity is self.focus)
        score += self._presents_anew(entity, mention, sentence) + self._points_at(entity, mention, sentence)
        distance, part = near.get(entity, (None, 0.0))
        if distance is not None:
            score += part * RECENCY[distance]
        if distance == 0 and self._labels(entity, sentence):
            score += 3.0
        if distance == 0 and mention.type == "pronoun" and entity is self._begun[sentence.index]:
            score += 5.0
        if distance == 0 and mention.type == "anaphor" and self._goes_on(entity, mention, sentence):
            score += 4.5
        if entity is topic and self.wordings.set_against.match(self.document.norm, mention.end):
            score -= 3.0
        noun = mention.descriptor
        if noun:
            generic = noun in self.language.words["generic_descriptors"]
            if noun in entity.descriptors:
                score += 1.0 if generic else 5.5 if entity in self._known else 3.0
            else:
                score -= self._clash(noun, entity, generic=generic)
            score += self._suits_deal(noun, entity) + self._known_as(entity, mention) + self._echoes(entity, mention)
        if distance == 0 and (self._is_object(mention, sentence, entity) or self._set_apart(mention, sentence, entity)):
            score -= 3.0
        return score

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
        last = next((m.value for m in reversed(above.mentions) if m.type == "org" and is_company(m.value)), None)
        if last is not entity or entity is self._begun[before]:
            return 0.0
        return 5.0 if above.start <= entity.mentions[0].start or entity in self._bought else 1.5

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
        if entity is not self._begun[sentence.index] or self.governed(mention):
            return False
        return bool(self.wordings.goes_on.search(self.document.norm[sentence.start : mention.start]))

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
        if self._first_subject(sentence) is not entity:
            return False
        label = next((m for m in sentence.mentions if m.value is entity), mention)
        between = self.document.norm[label.end : mention.start]
        if _LABEL.match(between) or not (self.governed(mention) or self._same_clause(between)):
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

    def subject(self, sentence: Sentence, position: int) -> Who | None:
        """The company that the subject of the verb at this position of `sentence.skeleton.text` stands for."""
        actor = self.subjects.actor(sentence, position)
        return self.resolve(actor, sentence) if actor else None


# « X (28 M€) : ... » is about X whatever follows.
_LABEL = re.compile(r" ?(?:\([^()]{1,60}\))? ?:")
_COLON = re.compile(r" ?: (?:l[ea] |l'|the )?(?:[a-zà-ÿ-]+(?:ais|ois|ien|ain|and|ol|que|ge|sse)e? )?")
_OF = re.compile(r" (?:de|des|du|d'|en|of) ?\w")


def _description(low: str, mention: Mention) -> str:
    """A name with its description, before or behind it: « le groupe de VTC X », « X, spécialiste de la paie »."""
    tail = low[mention.end : mention.end + LONGEST_APPOSITION]
    return low[mention.start : mention.end] + (tail.split(",")[1] if tail.startswith(", ") else "")


def is_company(entity: Entity) -> bool:
    """True for what may be the company of a fact."""
    return entity.type == "org" and not entity.public
