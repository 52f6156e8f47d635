"""Who does what a verb says, told from the skeleton of its sentence: the subject, or that it is no company."""

from __future__ import annotations

import re
from functools import cache

from .document import Document, Sentence
from .entities import Entity
from .language import alternatives, load
from .mentions import SIGNS, Mention, sign_class
from .normalise import UPPER
from .patterns import compiled

_VERBLESS = 3  # blanks of « et » and nothing else between a name and a verb
_SIGN_NEAR = re.compile(rf"[{SIGNS}][^{SIGNS},]{{0,30}}$")
PRESENTED = 10_000  # characters above in which a text may have said what a company is; more would cost too much
NAMELESS_REACH = 80  # characters before a match in which a company may be said to stay unnamed


class Subjects:
    """Answers who the subject of a verb is, for one document. Places are those of `sentence.skeleton.text`."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.words = _words(document.language.code)

    def actor(self, sentence: Sentence, position: int) -> Mention | None:
        """The subject of the verb at this position of `sentence.skeleton.text`, person or company.

        The nearest company or person before the verb that no preposition governs and that is not within a
        clause between commas; else what « qui » follows; else None.
        """
        text = sentence.skeleton.text
        candidates = []
        for match in self.words.actors.finditer(text, 0, position):
            candidates.append((match.start(), sentence.skeleton.mentions[match[0]]))
        return self._nearest_subject(text, position, candidates)

    def _complement(self, text: str, start: int) -> bool:
        """True if a preposition governs the name at this position, be it through the list that it continues."""
        if self.words.of_place.search(text[max(0, start - 4) : start]):
            return False
        if self.words.lets.search(text[max(0, start - 40) : start + 12]):
            return False
        if self.words.called.search(text[max(0, start - 40) : start]):
            return False
        for _ in range(12):
            if self.document.language.after_preposition.search(text[max(0, start - 60) : start]):
                return True
            listed = self.words.listed.search(text[max(0, start - 30) : start])
            if listed is None or (listed["join"] == "," and not self.words.list_ends.match(text, start + 1)):
                return False
            start = max(0, start - 30) + listed.start()
        return False

    def unnamed(self, sentence: Sentence, position: int) -> bool:
        """True if the subject of the verb at this position is no company.

        « 18 jeunes pousses qui ⟨ont levé⟩ », « l'Europe ⟨a levé⟩ », « a company that stays unnamed ».
        """
        text = sentence.skeleton.text[max(0, position - NAMELESS_REACH) : position]
        if self.words.nameless.search(text) or self.words.place_acts.search(text):
            return True
        if sentence.index and self.words.anybody.search(text):
            return True
        if self.words.counted_who.search(text) or self.words.place_who.match(sentence.skeleton.text[:position]):
            return True
        found = self.words.noun_who.search(text)
        if found is None or found[1] in self.words.operations or self.words.apposed.search(text[: found.start()]):
            return False
        return not _SIGN_NEAR.search(text[: found.start()])

    def of_a_body(self, sentence: Sentence, position: int) -> bool:
        """True if the subject of the verb at this position is an authority, a union, an association."""
        text = sentence.skeleton.text
        for match in reversed([*self.words.actors.finditer(text, 0, position)]):
            entity = sentence.skeleton.mentions[match[0]].value
            if self._complement(text, match.start()):
                continue
            gap = text[match.end() : position]
            same_clause = not re.search("[;:]", gap) and (gap.count(",") != 1 or not gap.strip(" ,"))
            return isinstance(entity, Entity) and entity.public and same_clause
        return False

    def of_a_thing(self, sentence: Sentence, text: str) -> bool:
        """True if the part of its skeleton that leads up to a verb has a thing for subject: « la région ⟨compte⟩ ».

        What may be the company's own is none of these: « la levée », « les équipes », « l'opération lui a permis de ».
        """
        found = self.words.thing_does.search(text)
        if found is None or self.words.own.search(found["rest"]):
            return False
        printed = self.document.norm[sentence.start : sentence.end]
        if found[1] not in printed and found[1] not in self.words.public_nouns:
            return False  # a name in capitals
        if self._presented_as(found[1], sentence):
            return False
        return not self.words.own_things.match(text, found.start(1))

    def _presented_as(self, noun: str, sentence: Sentence) -> bool:
        """True if the text has called a company so: « X, une brasserie lilloise », « la brasserie X »."""
        said = rf"\b{self.words.one} (?:[\w-]+ )?{re.escape(noun)}\b|\b{re.escape(noun)} [{UPPER}]"
        before = self.document.norm[max(0, sentence.start - PRESENTED) : sentence.start]
        return re.search(said, before) is not None

    def _nearest_subject(self, text: str, position: int, candidates: list[tuple[int, Mention]]) -> Mention | None:
        fallback = relative = acted_upon = None
        for start, mention in reversed(candidates):
            entity = mention.value
            if isinstance(entity, Entity) and entity.public:
                continue
            gap = text[start + 1 : position]
            if gap.startswith(" ") and self.words.described_by.search(text[:start]):
                continue
            if relative is None and self.words.who.match(gap):
                relative = mention
                break
            if self._complement(text, start):
                continue
            if self._is_object_of_verb(text, start, gap, candidates):
                acted_upon = acted_upon or mention
                continue
            clean = "," not in gap or (gap.lstrip().startswith(",") and gap.count(",") >= 2)
            if clean:
                return mention
            fallback = mention  # in the end the leftmost one: those nearer stand within an aside
        if fallback and not relative and self._begins_with_a_body(text, candidates[0]):
            return None  # « Le Front national a fait appel à une banque, X, pour ⟨trouver⟩ »
        return relative or fallback or acted_upon

    def _begins_with_a_body(self, text: str, first: tuple[int, Mention]) -> bool:
        """True if the first name before a verb is an authority's, a party's, and what the sentence is about."""
        start, mention = first
        entity = mention.value
        return isinstance(entity, Entity) and entity.public and not self._complement(text, start)

    def _is_object_of_verb(self, text: str, start: int, gap: str, candidates: list[tuple[int, Mention]]) -> bool:
        """« X quitte Y et ⟨rachète⟩ », « X a séduit Y, et ⟨rachète⟩ »: a verb of the subject stands before Y."""
        if self.words.object_of.search(text[max(0, start - 60) : start]):
            return True
        if not self.words.coordinated.search(gap):
            return False
        return gap.count(" ") < _VERBLESS or any(
            other < start and "," not in text[other:start] and not self._complement(text, other)
            for other, _ in candidates
        )


class _Words:
    """How a language words what stands around subjects: patterns over skeletons."""

    def __init__(self, code: str) -> None:
        words = load(code).words
        relatives = words["relatives"]
        # « permet à X de ⟨lever⟩ »: X is the one who does it.
        self.lets = compiled(words["lets"].replace("{x}", f"[{sign_class('x')}]"))
        self.called = compiled(rf"(?:{words['called']}) ?$")
        # « X a séduit ⟨Y⟩ », « X veut racheter ⟨Y⟩ »: what stands before the object of a verb.
        self.object_of = compiled(
            rf"(?:{words['object_of']}) (?:(?:{alternatives(words['articles'])}) ?)?"
            rf"(?:(?:{alternatives(words['before_name'])}) )?$"
        )
        # « X quitte Y et rachète Z »: what stands before « et » and a verb is the object of the verb before.
        self.coordinated = compiled(rf"^[^,]*,? (?:{words['then']}) $")
        self.listed = compiled(
            rf"([{sign_class('x')}{sign_class('product')}])"
            rf"(?P<join>(?:,| (?:{words['list_closes']}))+) (?:(?:{words['list_articles']}) ?)?$"
        )
        # A comma alone joins a list only where that is closed later on: « après X, Y et Z », not « après X, Y rêve ».
        self.list_ends = compiled(
            rf"(?:, [^,;.{SIGNS}]{{0,25}}[{SIGNS}])*,? (?:{words['list_closes']}) [^,;.{SIGNS}]{{0,25}}[{SIGNS}]"
        )
        self.actors = compiled(f"[{sign_class('x')}{sign_class('product')}]")
        # What shows that a subject is no company of the text: « restée anonyme », « 18 jeunes pousses qui ».
        self.nameless = compiled(words["nameless"])
        # « Europe raised... »: a country's figure is no company's; "California's Ovalie": where it comes from.
        self.place_acts = compiled(words["place_acts"].replace("{place}", f"[{sign_class('place')}]"))
        self.of_place = compiled(words["of_place"].replace("{place}", f"[{sign_class('place')}]"))
        before_verb = r"(?:[\w']+ ){0,3}$"
        self.counted_who = compiled(rf"[{sign_class('n')}{sign_class('number')}] (?:{relatives}) {before_verb}")
        self.noun_who = compiled(rf"\b(?!(?:{words['conjunctions']})\b)([a-zà-ÿ]{{3,}}) (?:{relatives}) {before_verb}")
        # « X, une start-up fondée en 2019 ⟨qui⟩ »: the noun before « qui » describes X.
        self.apposed = compiled(rf"[{sign_class('o')}], (?:{words['apposed_article']})[^,;:{sign_class('x')}]{{0,60}}$")
        self.operations = frozenset(words["operations"])
        # « La région ⟨compte⟩ », « En France, le film ⟨a rapporté⟩ »: a subject that is no company, by its noun.
        actor, adjectives = sign_class("x") + sign_class("product"), f"(?:{words['thing_adjectives']})"
        rest = rf"(?:[^,;:{actor}]|(?:(?<=de )|(?<=du )|(?<=of ))[{sign_class('a')}])*"
        self.thing_does = compiled(
            rf"(?:^|[;:] |\b(?:{words['conjunctions']}) |^(?:{words['opens_sentence']}) [^,;:{actor}]{{0,60}}, "
            rf"|^(?:{words['according']}) [^,;:]{{1,60}}, )"
            rf"(?:{words['thing_articles']}) ?(?:{adjectives} )*(?!{adjectives}\b)([a-zà-ÿœ-]{{3,}})\b"
            rf"(?P<rest>{rest}(?:,{rest},{rest}|, (?:{relatives}) {rest}|, )?)$"
        )
        self.own_things = compiled(words["own_things"])
        self.public_nouns = frozenset(words["public_nouns"])  # « la Région », « la Mairie »: with a capital too
        self.own = compiled(words["owned"])
        # « X, une branche de ⟨Y⟩ qui emploie... »: what is told is told of X.
        self.described_by = compiled(
            rf"[{sign_class('o')}], (?:{words['apposed_article']})?[a-zà-ÿ]"
            rf"[^,;:{sign_class('x')}]{{0,60}} {words['of']}$"
        )
        self.one = words["one"]
        # « X, qui ⟨lève⟩ ».
        self.who = compiled(rf"(?:, [^,;:{sign_class('x')}]{{3,60}}?)?,? (?:{relatives})\b(?:, [^,]{{1,20}},)?[^,]*$")
        # « Une start-up parisienne ⟨lève⟩ »: whoever it is, the text does not name it there.
        amount = sign_class("m") + sign_class("n") + sign_class("number")
        self.anybody = compiled(
            rf"(?:^|[;:] ){words['anybody']}(?:{alternatives(words['descriptors'])})s?\b"
            rf"(?: (?!(?:{words['anybody_ends']})\b)[a-zà-ÿ'{amount}-]+){{0,4}} $"
        )
        # « la restauration en Europe, qui ⟨pèse⟩ », where nobody is named before.
        self.place_who = compiled(rf"^[^{actor}]*[{sign_class('place')}],? (?:{relatives}) {before_verb}")


@cache
def _words(code: str) -> _Words:
    return _Words(code)
