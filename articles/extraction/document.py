"""A text made ready for reading: sentences, typed mentions, entities and skeletons."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import pairwise

from . import amounts, dates, entities, names, persons
from .cues import WORD, Cued, cues, marks
from .evidence import LITTLE, in_lower_case, weigher
from .gazetteer import Gazetteer
from .language import Language, alternatives, load
from .layout import laid_out
from .mentions import BLOCK, BLOCK_SIZE, CLASSES, Mention
from .normalise import UPPER, normalise
from .patterns import compiled
from .sentences import sentences
from .skeleton import Skeleton, build

LONGEST_HEADLINE = 200
LONGEST_RENAMING = 50  # characters between the two names of a company
SHORTEST_ADJECTIVE = 5  # letters: a shorter word between a noun and a name is a preposition
OPENS_BODY = 60  # characters from its start in which a paragraph goes back to its heading
_HEADING = re.compile(rf"[{UPPER}][\w'&.-]*(?: [{UPPER}\d][\w'&.-]*){{0,2}}")
LONGEST_ABBREVIATION = 6
_INITIALS = re.compile(r"\b\w")
_LISTED = re.compile(rf"(?:[{UPPER}][\w'-]*(?:,| et| and) )+$")  # « après X, Y et »
LONGEST_LEAD = 60  # characters of « Dix ans après » before a name, and the end of the sentence before
LONGEST_ARTICLE = 12  # characters of « nouvelle » and its blank
LONGEST_BRIDGE = 90  # characters between a descriptor and its name


class Sentence:
    """One sentence of a document, with its mentions and, once asked for, its skeleton."""

    __slots__ = (
        "_cues",
        "_skeleton",
        "_told_of",
        "document",
        "end",
        "index",
        "mentions",
        "paragraph",
        "start",
        "title",
        "types",
        "words",
    )

    def __init__(self, document: Document, start: int, end: int, index: int, paragraph: int, title: bool) -> None:
        self.document, self.start, self.end = document, start, end
        self.index, self.paragraph, self.title = index, paragraph, title
        self.mentions: list[Mention] = []
        self.types: frozenset[str] = frozenset()
        self._skeleton: Skeleton | None = None
        self._cues, self._told_of = 0, -1
        self.words: list[str] = WORD.findall(document.low, start, end)

    def settle(self, mentions: list[Mention]) -> None:
        """Take the sentence's mentions and number them by type."""
        self.mentions = mentions[: BLOCK_SIZE - 1]
        counts: dict[str, int] = {}
        for mention in self.mentions:
            number = counts[mention.type] = counts.get(mention.type, -1) + 1
            mention.sign = chr(BLOCK[mention.type] + number)
        self.types = frozenset(counts)
        self._cues = self.cues | self.document.known.mentioned(self.types)

    @property
    def text(self) -> str:
        """The sentence, normalised."""
        return self.document.norm[self.start : self.end]

    @property
    def skeleton(self) -> Skeleton:
        """The sentence with a sign for each mention; built once."""
        if self._skeleton is None:
            self._skeleton = build(self, self.document.language)
        return self._skeleton

    @property
    def low(self) -> str:
        """The sentence, normalised and in lower case."""
        return self.document.low[self.start : self.end]

    @property
    def cues(self) -> int:
        """The bits of what its words and mentions allow to match in it; told anew once more expressions are known."""
        known = self.document.known
        if self._told_of != known.size:
            self._told_of = known.size  # before the look-up: another thread may make more of them known
            told = [*self.words, *marks(self.document.low, self.start, self.end)]
            self._cues = known.present(told) | known.mentioned(self.types)
        return self._cues

    def of_class(self, name: str) -> Iterator[Mention]:
        """The mentions that a pattern's `{name}` may stand for, in order."""
        types = CLASSES[name]
        return (mention for mention in self.mentions if mention.type in types)


class Document:
    """A text with all that the kinds need to read it.

    `sentences` in order; `entities`, each with its mentions; `published` the ISO date of publication or None;
    `business` how many of a hundred words are of business.
    """

    def __init__(
        self, text: str, language: str, published: str | None, title: str | None, known: Gazetteer | None
    ) -> None:
        self.text = text
        self.title = normalise(title).strip() if title else None
        self.norm = laid_out(normalise(text), language, self.title)
        self.language: Language = load(language)
        self.low = self.language.accented(self.norm).lower()
        self.known = cues(language)
        self.published = published
        self.sentences = list(self._sentences())
        named = persons.reader(language).settle(self.norm, names.reader(language).find(self.norm, known))
        numbers = self._amounts()
        plain = [mention for mention in numbers if mention.type == "number"]
        counted = [mention for mention in numbers if mention.type != "number"]
        self._bear_surnames(named)
        stand_ins = self._stand_ins(named)
        named = [mention for mention in _outside(named, stand_ins) if not self._likened(mention)]
        named += self._headings(named, stand_ins)
        found = list(_sorted_free([counted, self._dates(), named, stand_ins, plain]))
        self._attach_descriptors(found)
        self._rename(found)
        self._abbreviate(found)
        self._name_makers(found)
        headline = self._headline_end()
        named = [mention for mention in found if isinstance(mention.value, str) and mention.value]
        self.entities = entities.gather(named, self.language, headline)
        signs = weigher(language)
        self.business = signs.share(self.sentences)
        signs.weigh(self.norm, self.low, self.entities, self.business)
        signs.promote(self.norm, self.low, self.entities, headline)
        self._distribute(found)

    @property
    def speaks_of_business(self) -> bool:
        """True for a text on companies more than on other things, and for one too short to tell."""
        return self.business >= LITTLE

    def _sentences(self) -> Iterator[Sentence]:
        paragraph = previous_end = 0
        for index, (start, end) in enumerate(sentences(self.norm)):
            if "\n" in self.norm[previous_end:start]:
                paragraph += 1
            title = index == 0 and self._is_title(start, end)
            yield Sentence(self, start, end, index, paragraph, title)
            previous_end = end

    def _headline_end(self) -> int:
        """Where the line of the headline ends; 0 where the text has none."""
        if not self.sentences or not self.sentences[0].title:
            return 0
        end = self.norm.find("\n", self.sentences[0].end)
        return end if end >= 0 else len(self.norm)

    def _is_title(self, start: int, end: int) -> bool:
        """True for the first line where it is the headline, or looks like one where none was given."""
        if self.title:
            return self.norm[start:end].strip(" .") in self.title
        return self.norm[end : end + 1] == "\n" and end - start < LONGEST_HEADLINE and self.norm[end - 1] != "."

    def _amounts(self) -> list[Mention]:
        return list(amounts.grammar(self.language.code).find(self.norm, self.sentences))

    def _dates(self) -> list[Mention]:
        return list(dates.calendar(self.language.code).find(self.norm, self.sentences, self.published))

    def _bear_surnames(self, named: list[Mention]) -> None:
        """« Leclerc » alone, before the text names any « Luc Leclerc », is the well-known company."""
        bearers, met = _known(self.language.code), set()
        for mention in named:
            printed = self.norm[mention.start : mention.end]
            if mention.type == "person" and printed in bearers and printed not in met:
                mention.type, mention.value = "org", printed
            elif mention.type == "person":
                met.add(printed.rpartition(" ")[2])
        self._bear_initials(named)

    def _bear_initials(self, named: list[Mention]) -> None:
        """« ORV », once the text has named « Orla René-Vasselin », is that person."""
        initials: dict[str, str] = {}
        for mention in named:
            if mention.type == "person":
                letters = "".join(part[0] for part in re.split(r"[ -]", mention.value) if part)
                initials.setdefault(letters, mention.value)
        for mention in named:
            if mention.type == "org" and len(mention.value) > 2 and mention.value in initials:
                mention.type, mention.value = "person", initials[mention.value]

    def _headings(self, named: list[Mention], stand_ins: list[Mention]) -> list[Mention]:
        """« Brindille », a line of its own, before « L'entreprise nantaise ... »: whom the paragraph is about."""
        found = []
        for head, body in pairwise(self.sentences):
            text = self.norm[head.start : head.end].rstrip(".")
            opens = head.index == 0 or self.sentences[head.index - 1].paragraph != head.paragraph
            if (
                not opens
                or (head.paragraph == body.paragraph and self.norm[head.end - 1] != ".")
                or not _HEADING.fullmatch(text)
                or self._is_common(text, head.start)
            ):
                continue
            there = next((m for m in named if m.start < head.end and m.end > head.start), None)
            first = next((m for m in stand_ins if m.start >= body.start), None)
            if first is None or first.value == "" or first.start - body.start > OPENS_BODY:
                continue
            if any(m.type == "org" and 0 <= m.start - first.end < OPENS_BODY // 2 for m in named):
                continue
            if there is None:
                found.append(Mention("org", head.start, head.start + len(text), text))
            elif there.value == text:  # what the paragraph calls it shows that it is a company's name
                there.descriptor = there.descriptor or first.descriptor
        return found

    def _is_common(self, text: str, start: int) -> bool:
        """True for words that are no name: known ones, and those that the text has in lower case too."""
        word = text.split(" ", maxsplit=1)[0].lower()
        return word in self.language.common or in_lower_case(word, self.norm, start)

    def _introduced(self, named: list[Mention]) -> set[str]:
        """« la clinique X », « X, une clinique »: nouns that may stand for a company where the text says so."""
        nouns, low = frozenset(self.language.words["local_descriptors"]), self.low
        apposed = _apposed_noun(self.language.code)
        found: set[str] = set()
        for mention in named:
            last = low[max(0, mention.start - 40) : mention.start].split()[-1:]
            if mention.type == "place" and not nouns.isdisjoint(last):  # « la clinique Saint-Roch »
                mention.type, mention.value = "org", self.norm[mention.start : mention.end]
            if mention.type == "org":
                found |= nouns.intersection([mention.value.split(" ")[0].lower()])  # « Radio Morel ... La radio »
                found |= nouns.intersection(_heads(low[max(0, mention.start - 40) : mention.start]))
                if behind := apposed.match(low, mention.end):
                    found.add(behind["noun"])
        return found

    def _stand_ins(self, named: list[Mention]) -> list[Mention]:
        """« la start-up lyonnaise », « elle »: what stands for a company without naming it."""
        stand_in = _stand_in(self.language.code)
        local = set(self.language.words["local_descriptors"]) - self._introduced(named)
        return [
            Mention(
                "pronoun" if match["pronoun"] else "anaphor",
                match.start(),
                match.end(),
                value="" if match["one"] is not None else None,
                descriptor=match["noun"] or match["order"] or match["other"],
            )
            for sentence in self.sentences
            if stand_in.fits(sentence.cues)
            for match in stand_in.pattern.finditer(self.low, sentence.start, sentence.end)
            if match["noun"] not in local
        ]

    def _attach_descriptors(self, found: list[Mention]) -> None:
        """« la start-up X », « X, une start-up » and « le numéro un, X, » are X: the name takes the descriptor.

        The stand-in goes then, and so does one that stands for nobody known: « une start-up », « son fournisseur »,
        « le site de Dax », « l'industriel Luc Morel ».
        """
        bridge = _bridge(self.language.code)
        gone: set[int] = set()
        for index, this in enumerate(found):
            if this.type != "anaphor":
                continue
            following = found[index + 1] if index + 1 < len(found) else None
            between = self.norm[this.end : following.start] if following else ""
            near = following is not None and len(between) < LONGEST_BRIDGE and bridge.fullmatch(between)
            if following and near and self._surname_of_company(this, following, found):
                following.type, following.value = "org", self.norm[following.start : following.end]
            if following and near and following.type == "org" and _OF_FAMILY.search(between):
                following.type = "person"
            product = following is not None and following.type == "product" and _MAKES.search(between)
            if following and near and following.type in ("org", "product") and not product:
                following.descriptor, following.start = this.descriptor, this.start
                gone.add(id(this))
                continue
            before = found[index - 1] if index else None
            apposed = before and self.norm[before.end : this.start] == ", " and not self._leads_in(before)
            if before and apposed and before.type in ("org", "product"):
                before.descriptor = before.descriptor or this.descriptor
                if product:
                    gone.add(id(this))
            if following and self._in_apposition(this, following):
                following.descriptor = following.descriptor or this.descriptor
                gone.add(id(this))
            elif this.value == "" or self._nobody(this) or (near and following and following.type in _NO_COMPANY):
                gone.add(id(this))
        found[:] = [mention for mention in found if id(mention) not in gone]

    def _leads_in(self, mention: Mention) -> bool:
        """« Après X, la société ... », « Née à X, la société ... »: the noun behind the comma is the subject, not X."""
        left = self.norm[max(0, mention.start - LONGEST_LEAD) : mention.start]
        opening = re.split(r"[.!?:;\n\"]", left)
        whole = len(opening) > 1 or mention.start < LONGEST_LEAD
        led = _unlike(self.language.code).search(_LISTED.sub("", opening[-1]))
        return whole and bool(led or _presented(self.language.code).match(opening[-1].lstrip()))

    def _likened(self, mention: Mention) -> bool:
        """« devenir le Netflix du livre »: no talk of Netflix."""
        before, after = _likeness(self.language.code)
        left = self.low[max(0, mention.start - 24) : mention.start]
        return mention.type == "org" and bool(after.match(self.low, mention.end) and before.search(left))

    def _rename(self, found: list[Mention]) -> None:
        """« X, jadis Y » and « Y, devenue X »: wherever the text names Y it means X."""
        was, is_now = _renamed(self.language.code)
        current: dict[str, str] = {}  # by name the one that came after it
        for one, two in pairwise(found):
            if not one.type == two.type == "org" or two.start - one.end > LONGEST_RENAMING:
                continue
            if was.fullmatch(self.norm, one.end, two.start):
                if " " not in one.value or self.norm[two.start - 3 : two.start - 1] != "ex":  # « Oriela Vask (ex-Y) »
                    current[two.value] = one.value
            elif is_now.fullmatch(self.norm, one.end, two.start):
                current[one.value] = two.value
        latest = {name: _followed(name, current) for name in current}
        for mention in found if current else ():
            if mention.type == "org":
                mention.value = latest.get(mention.value, mention.value)

    def _abbreviate(self, found: list[Mention]) -> None:
        """« Ateliers Morvel Réunis (AMR) »: wherever the text says « AMR » it means the name in full."""
        short: dict[str, str] = {}
        for one, two in pairwise(found):
            if (
                one.type == two.type == "org"
                and self.norm[one.end : two.start] == " ("
                and self.norm[two.end : two.end + 1] == ")"
                and _stands_for(two.value, self.norm[one.start : one.end])
            ):
                short[two.value] = one.value
        for mention in found if short else ():
            if mention.type == "org":
                mention.value = short.get(mention.value, mention.value)

    def _name_makers(self, found: list[Mention]) -> None:
        """« La Brindille Vantara » beside « Brindille » without an article: a model, which names its maker."""
        model = _model(self.language.code)
        bare: set[str] = set()
        models: list[Mention] = []
        for mention in found:
            if mention.type == "org" and isinstance(mention.value, str):
                if not model.search(self.low, max(0, mention.start - LONGEST_ARTICLE), mention.start):
                    bare.add(mention.value)
                elif " " in mention.value:
                    models.append(mention)
        for mention in models:
            words = mention.value.split(" ")
            firms = (" ".join(words[:count]) for count in range(1, len(words)))
            mention.value = next((firm for firm in firms if firm in bare), mention.value)

    def _in_apposition(self, this: Mention, following: Mention) -> bool:
        """« le numéro un, X, »: the name between commas says who is meant."""
        if following.type != "org" or self.norm[following.end : following.end + 1] not in (",", "."):
            return False
        return bool(_apposed(self.language.code).fullmatch(self.norm, this.end, following.start))

    def _nobody(self, this: Mention) -> bool:
        """True for « son fournisseur », which is another company than the one spoken of, and « le site de Dax »."""
        if this.descriptor in self.language.words["other_descriptors"]:  # « sa consœur » is told from the text
            return False
        return bool(_others(self.language.code).match(self.norm, this.start))

    def _surname_of_company(self, this: Mention, following: Mention, found: list[Mention]) -> bool:
        """« le groupe Morel »: a company that bears a person's name; wherever the name stands so, it is meant."""
        name = self.norm[following.start : following.end]
        if following.type != "person" or this.descriptor not in self.language.words["bears_surname"]:
            return False
        between = self.norm[this.end : following.start]
        if (" " in name and between != " ") or _OF_FAMILY.search(between) or _TITLED.search(between):
            return False
        for mention in found:
            if mention.type == "person" and self.norm[mention.start : mention.end] == name:
                mention.type, mention.value = "org", name
        return True

    def _distribute(self, found: list[Mention]) -> None:
        index = 0
        for sentence in self.sentences:
            inside = []
            while index < len(found) and found[index].start < sentence.end:
                if found[index].start >= sentence.start and found[index].end <= sentence.end:
                    inside.append(found[index])
                index += 1
            sentence.settle(inside)
            for mention in inside:
                if sentence.title and isinstance(mention.value, entities.Entity):
                    mention.value.in_title = True


def _stands_for(short: str, name: str) -> bool:
    """True if the letters in capitals of the short name begin words of the long one, in their order."""
    if not 2 <= len(short) <= LONGEST_ABBREVIATION or " " in short or " " not in name:
        return False
    initials = iter(_INITIALS.findall(name.upper()))
    return sum(letter.isupper() for letter in short) > 1 and all(
        letter.upper() in initials for letter in short if letter.isupper()
    )


def _followed(name: str, after: dict[str, str]) -> str:
    """The last of the names that came after one another; the name itself where they run in a circle."""
    last = name
    for _ in after:
        last = after.get(last, last)
    return name if last in after else last


_OF_FAMILY = re.compile(r"\b(?:frères|sœurs|famille|époux|brothers|family)\b")  # « le groupe des frères Morel »
_TITLED = re.compile(r"\b(?:M|Mr|Mrs|Ms|Mme|Mlle|Me|Dr)\.? $")  # « la société de Mme Morel »
# « l'éditeur de l'application X » describes the maker, not X.
_MAKES = re.compile(r"\b(?:d'|(?:de|du|of|behind)\b)")
# A stand-in before one of these describes no company: « l'industriel Luc Morel », « l'agence Reuters ».
_NO_COMPANY = frozenset(["person", "media"])


def _outside(named: list[Mention], stand_ins: list[Mention]) -> Iterator[Mention]:
    """The names without the places of « the Bristol company », which stand for nothing by themselves."""
    starts = [mention.start for mention in stand_ins]
    for mention in named:
        index = bisect_right(starts, mention.start) - 1
        if mention.type != "place" or index < 0 or mention.end > stand_ins[index].end:
            yield mention


def _sorted_free(groups: Iterable[list[Mention]]) -> list[Mention]:
    """All mentions in order; where two overlap, the group named first wins."""
    ranked = sorted(((m.start, rank, m) for rank, group in enumerate(groups) for m in group), key=lambda item: item[:2])
    kept: list[tuple[int, Mention]] = []
    for _, rank, mention in ranked:
        while kept and kept[-1][1].end > mention.start and rank < kept[-1][0]:
            kept.pop()
        if not kept or kept[-1][1].end <= mention.start:
            kept.append((rank, mention))
    return [mention for _, mention in kept]


@cache
def _stand_in(code: str) -> Cued:
    """Stand-ins, as they stand in a text in lower case."""
    words = load(code).words
    young = words["before_descriptor"]
    noun = alternatives(descriptor.lower() for descriptor in [*words["descriptors"], *words["local_descriptors"]])
    demonym = rf"(?:{alternatives({row.split(' ')[0] for row in words['demonyms']})})(?:{words['demonym_endings']})"
    return Cued(
        code,
        rf"(?<![\w'-])(?:(?:(?P<one>{words['indefinite']})|(?:{words['definite']})){young}?(?P<noun>{noun})s?\b(?!-)"
        rf"|\b(?P<pronoun>{alternatives(words['pronouns'])})(?![\w'-])"
        rf"|{words['by_order']}|{words['by_origin']})".replace("{demonym}", demonym).replace(
            "{verb}", words["next_verb"]
        ),
    )


@cache
def _apposed(code: str) -> re.Pattern[str]:
    """What stands between a stand-in and the name in apposition: « , le taïwanais »."""
    return compiled(load(code).words["apposed"])


@cache
def _model(code: str) -> re.Pattern[str]:
    """What stands right before the name of a model, and not before a company's."""
    return compiled(load(code).words["before_model"])


@cache
def _renamed(code: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What stands between a name and the one before it, and between a name and the one after it."""
    words = load(code).words
    return compiled(words["renamed"]), compiled(words["renamed_since"])


def _heads(before: str) -> list[str]:
    """The noun before a name: « la clinique X », « la clinique privée X », not « la clinique du groupe X »."""
    last = before.split()[-2:]
    return last if last and len(last[-1]) >= SHORTEST_ADJECTIVE and before.endswith(" ") else []


@cache
def _apposed_noun(code: str) -> re.Pattern[str]:
    """What describes the name before it: « X, une clinique privée »."""
    nouns = alternatives(load(code).words["local_descriptors"])
    return compiled(rf", (?:une |un |la |le |l'|an? |the )(?P<noun>{nouns})\b")


@cache
def _unlike(code: str) -> re.Pattern[str]:
    """What stands before a name that only leads up to the subject: « après »."""
    return compiled(load(code).words["unlike"], re.IGNORECASE)


@cache
def _presented(code: str) -> re.Pattern[str]:
    """What opens a sentence that presents a company: « fondée en »."""
    return compiled(load(code).words["presented"], re.IGNORECASE)


@cache
def _known(code: str) -> frozenset[str]:
    """Well-known companies whose name is one word."""
    rows = (row.partition(": ")[2].split(", ") for row in load(code).words["trades"])
    return frozenset(name for names in rows for name in names if " " not in name)


@cache
def _likeness(code: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What stands before and behind a name that another company is likened to."""
    words = load(code).words
    return compiled(words["likened"]), compiled(words["likened_to"])


@cache
def _others(code: str) -> re.Pattern[str]:
    """Stand-ins that are tied to another company than the one spoken of."""
    return compiled(load(code).words["others"], re.IGNORECASE)


@cache
def _bridge(code: str) -> re.Pattern[str]:
    """What may stand between a descriptor and the name it describes: adjectives and complements."""
    words = load(code).words
    if "bridge" in words:
        return compiled(words["bridge"])
    not_adjective = alternatives(words["not_adjectives"])
    adjective = (
        rf"(?!(?:{not_adjective})\b)(?:(?:[\w-]+-)?\w*(?:{alternatives(words['adjective_endings'])})s?|"
        rf"{alternatives(words['adjectives'])})"
    )
    complement = rf"(?:{words['complement']})(?!(?:la|le|les|un|une|ses|son|sa)\b)[\w-]+"
    return compiled(rf"(?: {adjective}| {complement}){{0,7}}(?: \"?| ?(?:{words['called']}) \"?)")
