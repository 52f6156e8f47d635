"""Persons among the names of a text: those that a title gives away where no first name does."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from itertools import pairwise

from .boundaries import AROUND
from .cues import WORD, Choices, Cued, cues, marks
from .language import SHARED, alternatives, listed, load, lowered, table
from .mentions import Mention
from .normalise import UPPER
from .patterns import compiled

_PARTICLE = compiled(
    r" (?:de la |de l'|de |du |d'|des |von |von der |vom |van |van der |van den |van de |"
    r"dos |das |do |bin |di |da |del |della |ben |el |al |le )"
)
_JOINED = re.compile(r" (?:et|and|&) ")
_JOIN = re.compile(r",? (?:et |and |& )?|, ")
# « Jean de la Tour d'Aubrac »: the whole of it, where some of its words are not names by themselves.
_NOBLE = compiled(
    r" (?:de la |de l'|de |du |d'|des |von |von der |vom |van |van der |van den |van de |"
    r"dos |das |do |bin |di |da |del |della |le |ben )"
    rf"(?:L[ae]s? )?[{UPPER}][\w'-]+(?: (?:de |d'|du )[{UPPER}][\w'-]+)?"
)
LONGEST_WITH_FIRM = 5  # words of a company and a full name
LONGEST_PARTICLE = 9  # « van den » with its blanks
WINDOW = 110  # how far before a name its title may stand


class PersonReader:
    """Tells persons by the titles of one language."""

    def __init__(self, code: str) -> None:
        language = load(code)
        words = language.words
        title = alternatives({*words["titles"], *words["titles_after"]})
        of = words["of_company"]
        described = rf"(?: (?!(?:{words['no_title']}))[a-zà-ÿ'-]+){{0,3}}"
        made = words["made_by_list"]
        joined = r"(?:,|,? et|,? and| &)"
        self.first: frozenset[str] = language.names["first"]
        self.media: frozenset[str] = language.names["media"]
        self.things: frozenset[str] = language.names["thing"]
        self.places: frozenset[str] = language.names["place"]
        self.fund: frozenset[str] = language.names["fund"]
        self.fixed: frozenset[str] = language.names["fixed"]
        self.firms = listed("firms")
        self.company: frozenset[str] = language.names["company"]
        self.descriptors = frozenset(words["descriptors"])
        does = words["person_does"].replace("{title}", title)
        self.does = compiled(rf"(?:, [^,.;:\n]{{3,80}}(?=,))?(?:{does})")
        words_before = r"(?:(?-i:[a-zà-ÿ'-]+) ){0,5}"  # « du groupe », « du conseil de surveillance du groupe »
        self.of_company = compiled(rf"\b(?:{title}){described} {of}{words_before}$", re.IGNORECASE)
        self.possessed = compiled(rf", (?:[A-Z][\w&-]+ ){{0,2}}[\w&-]+'s (?:\w+ ){{0,2}}(?:{title})\b")
        # What shows a person behind it: a title, « fondée par », a list of founders, « nommé ».
        before = [
            rf"\b(?:{title}){described}(?: {of}(?!(?:la|le|les|l'|the) ?$)[^.;,:\"]{{2,40}}{words['of_ends']})?,? ?$",
            rf"{made}(?:le |the )?$",
            rf"(?:{made}[^.;:]{{0,70}}|\b(?:{title})s? [^.;:,]{{4,40}}){joined} $",
            rf"{words['person_before']}$",
        ]
        self.known = cues(code)
        self.before = Choices((Cued(code, lowered(pattern)), None) for pattern in before)
        nouns = alternatives({*words["descriptors"], *words["fund_nouns"]})
        self.company_noun = compiled(rf"\b(?:{nouns})(?: [a-zà-ÿ-]+)? ?$", re.IGNORECASE)
        self.siblings = compiled(rf"\b(?:{words['siblings']}) $", re.IGNORECASE)
        self.heads_of = re.compile(rf"\b(?:{words['heads_of']}) {of}$", re.IGNORECASE)
        self.house = re.compile(rf"\b(?:{words['house']})$", re.IGNORECASE)
        self.lone_house = re.compile(rf"{words['lone_house']}$")
        self.lone_house_is = compiled(words["lone_house_is"], re.IGNORECASE)
        self.sized = compiled(words["sized"], re.IGNORECASE)
        self.owns = compiled(rf"\b{of}$")  # « le groupe de ⟨Luc Morel⟩ (40 salariés) » is not the one called so
        self.employs = compiled(words["employs"], re.IGNORECASE)
        self.called = compiled(rf"\b(?:M|MM|Mme|Mlle|Mrs?|Ms|Dr|{alternatives(language.names['honorific'])})\.? $")
        self.speaks = compiled(words["speaks"])
        self.outlet = compiled(rf"\b(?:{words['outlet_before']}) $", re.IGNORECASE)
        self.kin = compiled(rf"\b{words['kin']} $", re.IGNORECASE)

        # « Directrice Financière », "Chief Executive" in capitals stand within the run of capitals that makes a name.
        capital = table(SHARED, "names")["capital_titles"]
        self.post_behind = compiled(rf"(?<=\w \w)(?:\w|-)+(?P<post>(?: (?:{capital}))+)\Z")
        self.honorific = compiled(rf"(?:(?:{capital})\.?(?:[ -]|\Z))+(?=[{UPPER}]|\Z)")
        self.employee = re.compile(rf"\b(?:{words['employees']}) $", re.IGNORECASE)
        self.within = compiled(rf" (?P<title>(?:(?:{capital})(?: |\Z))+)")

    def settle(self, text: str, found: list[Mention]) -> list[Mention]:
        """The names with those typed anew that a title shows to be persons."""
        joined = self._joined(text, found)
        self._share_surname(text, joined)
        self._inherit_surname(text, joined)
        settled = self._joined(text, [piece for mention in joined for piece in self._read(text, mention)])
        self._in_company(text, settled)
        surnames = {m.value.split(" ")[-1]: m.value for m in settled if m.type == "person" and " " in m.value}
        called: dict[str, str] = {}  # by first name; one that the text named before is a company's
        houses = self._houses(text, settled)
        for mention in settled:
            first, _, rest = mention.value.partition(" ")
            printed = text[mention.start : mention.end]
            if mention.type == "person" and printed in houses and not self._a_person(text, mention):
                mention.type, mention.value = "org", printed
            elif mention.type == "person" and rest and first in self.first:
                called.setdefault(first, mention.value)
            elif mention.type == "org" and not rest and (first not in houses or self._a_person(text, mention)):
                if name := surnames.get(first) or called.get(first):
                    mention.type, mention.value = "person", name
                else:
                    called[first] = ""
        return settled

    def _houses(self, text: str, settled: list[Mention]) -> set[str]:
        """The names that persons of a text bear and that it gives to firms, too."""
        named = [(text[m.start : m.end], m) for m in settled if m.type in ("org", "person")]
        borne = {word for printed, m in named if m.type == "person" for word in (printed, *m.value.split(" "))}
        return {printed for printed, mention in named if printed in borne and self._a_house(text, mention)}

    def _a_house(self, text: str, mention: Mention) -> bool:
        """« l'usine Morel », « PDG de Morel », « Morel emploie 30 ... »: the firm of that name, whoever bears it."""
        left = max(0, mention.start - 30)
        lone = " " not in text[mention.start : mention.end]
        return bool(
            (self.sized.match(text, mention.end) and not self.owns.search(text, left, mention.start))
            or (lone and self.lone_house.search(text, left, mention.start))
            or (lone and self.lone_house_is.match(text, mention.end))
            or self.house.search(text, left, mention.start)
            or self.heads_of.search(text[left : mention.start])
            or self.employs.match(text, mention.end)
        )

    def _a_person(self, text: str, mention: Mention) -> bool:
        """« M. Morel », « Morel explique »: whoever bears the name of a firm."""
        left = text[max(0, mention.start - 8) : mention.start]
        return bool(self.called.search(left) or self.speaks.match(text, mention.end))

    def _in_company(self, text: str, settled: list[Mention]) -> None:
        """« Luc Morel et Tavio Ruskin »: whoever is named once, beside a person, in the form of a person's name."""
        named = Counter(mention.value for mention in settled)
        for one, two in pairwise(settled):
            if (
                (one.type, two.type) == ("person", "org")
                and " " in one.value
                and _JOINED.fullmatch(text, one.end, two.start)
                and self._like_a_person(two.value.split(" "))
                and named[two.value] == 1
            ):
                two.type = "person"

    def _joined(self, text: str, found: list[Mention]) -> list[Mention]:
        """« Jean-Marc de Villiers »: a first name, a particle and a name are one person."""
        kept: list[Mention] = []
        named = Counter(mention.value for mention in found)
        behind = Counter(
            (one.value.split(" ")[-1], two.value)
            for one, two in pairwise(found)
            if two.start - one.end <= LONGEST_PARTICLE and _PARTICLE.fullmatch(text, one.end, two.start)
        )
        for mention in found:
            last = kept[-1] if kept else None
            if last is not None and last.end >= mention.end:
                continue
            if (
                mention.type == "org"
                and isinstance(mention.value, str)
                and mention.value.split("-")[0] in self.first
                and (tail := _NOBLE.match(text, mention.end))
            ):
                kept.append(Mention("person", mention.start, tail.end(), text[mention.start : tail.end()]))
                continue
            surname = last.value.split(" ")[-1] if last is not None else ""
            # « Luc Hug de Larmor »: what follows the particle is of the surname where it stands nowhere else.
            whole = behind[surname, mention.value] == named[mention.value]
            if last is not None and whole and self._full_name(last, mention) and not self._works_for(text, last):
                kept[-1] = Mention("person", last.start, mention.end, text[last.start : mention.end])
                continue
            if (
                last is not None
                and isinstance(mention.value, str)
                and last.value.split(" ")[-1].split("-")[0] in self.first
                and last.value.count(" ") < 2
                and _PARTICLE.fullmatch(text, last.end, mention.start)
            ):
                name = text[last.start : mention.end]
                kept[-1] = Mention("person", last.start, mention.end, name)
                continue
            kept.append(mention)
        return kept

    def _works_for(self, text: str, person: Mention) -> bool:
        """« l'analyste Luc Hug de Brindille »: what follows the particle is the firm, not part of the surname."""
        return bool(self.employee.search(text, max(0, person.start - 30), person.start))

    def _full_name(self, last: Mention, mention: Mention) -> bool:
        """True for a first name with a surname before one word more."""
        words = self.honorific.sub("", last.value, count=1).split(" ")
        if len(words) != 2 or " " in mention.value:
            return False
        return last.type == "person" or words[0].split("-")[0] in self.first

    def _share_surname(self, text: str, found: list[Mention]) -> None:
        """« les frères Luc et Paul Morel »: Luc is a Morel too, and both are persons."""
        for index, mention in enumerate(found):
            if mention.type not in ("org", "person") or " " in mention.value:
                continue
            couple = self._couple(text, found, index)
            if not couple and not self.siblings.search(text[max(0, mention.start - 24) : mention.start]):
                continue
            end = index
            while end + 1 < len(found) and _JOIN.fullmatch(text, found[end].end, found[end + 1].start):
                end += 1
                if " " in found[end].value:
                    break
            _, _, surname = found[end].value.partition(" ")
            if end > index and surname:
                for one in found[index:end]:
                    one.type, one.value = "person", f"{one.value} {surname}"
                found[end].type = "person"

    def _couple(self, text: str, found: list[Mention], index: int) -> bool:
        """« Luc et Anne Roux »: two first names of one surname, where no other Luc was named before."""
        one, two = found[index], found[index + 1] if index + 1 < len(found) else None
        if two is None or one.value not in self.first or not isinstance(two.value, str):
            return False
        first, _, surname = two.value.partition(" ")
        named = any(isinstance(m.value, str) and m.value.startswith(f"{one.value} ") for m in found[:index])
        return bool(surname) and first in self.first and not named and bool(_JOINED.fullmatch(text, one.end, two.start))

    def _inherit_surname(self, text: str, found: list[Mention]) -> None:
        """« Luc Morel passe la main à sa fille Anne. »: Anne is a Morel too."""
        surname = ""
        for mention in found:
            if mention.type not in ("org", "person") or not isinstance(mention.value, str):
                continue
            first, _, rest = mention.value.partition(" ")
            if rest and (mention.type == "person" or first.split("-")[0] in self.first):
                surname = rest
            elif surname and not rest and self._of_the_family(text, mention):
                mention.type, mention.value = "person", f"{first} {surname}"

    def _of_the_family(self, text: str, mention: Mention) -> bool:
        """True for a first name behind « sa fille », « leur cadet »."""
        first = mention.value.split("-")[0]
        return first in self.first and bool(self.kin.search(text, max(0, mention.start - WINDOW), mention.start))

    def _read(self, text: str, mention: Mention) -> Iterator[Mention]:
        if mention.type not in ("org", "person") or mention.value in self.fixed:
            yield mention
            return
        if self.honorific.fullmatch(mention.value):  # « au poste de Chief Financial Officer »: nobody's name
            return
        self._strip(text, mention)
        if mention.type == "person":
            near = text[max(0, mention.start - WINDOW) : mention.start]
            words = mention.value.split(" ")
            led = len(words) > 2 and words[0].split("-")[0] not in self.first
            if led and (pieces := self._split(text, mention, words, near)):
                yield from pieces
                return
            if len(words) > 1 and self.heads_of.search(near):
                mention.type, mention.value = "org", text[mention.start : mention.end]  # « le PDG de Hugo Brindille »
            outlet, _, rest = mention.value.partition(" ")
            if " " in rest and self._heard_by(text, mention, outlet, rest):  # « explique à l'AFP Luc Morel »
                end = mention.start + len(outlet)
                yield Mention("media", mention.start, end, outlet)
                mention.start, mention.value = end + 1, rest
            yield mention
            return
        if titled := self.within.search(mention.value):
            yield from self._around(text, mention, titled)
            return
        words = mention.value.split(" ")
        left = text[max(0, mention.start - WINDOW) : mention.start]
        if len(words) > 2 and (pieces := self._split(text, mention, words, left)):
            yield from pieces
            return
        if mention.value not in self.firms and self._like_a_person(words) and self._titled(text, mention, left):
            mention.type = "person"
        yield mention

    def _heard_by(self, text: str, mention: Mention, outlet: str, rest: str) -> bool:
        """True if a person's name begins with an outlet's, known or told so: « au quotidien Brindille Luc Morel »."""
        if not self.media.isdisjoint((outlet, f"Le {outlet}", f"La {outlet}")):
            return True
        near = text[max(0, mention.start - WINDOW) : mention.start]
        told = outlet not in self.first and rest.partition(" ")[0] in self.first
        return told and self.outlet.search(near) is not None

    def _titled(self, text: str, mention: Mention, left: str) -> bool:
        """True if a title stands before the name, or behind it with its company: « X, Y's founder »."""
        low = left.lower()
        present = self.known.present([*WORD.findall(low), *marks(low, 0, len(low))])
        if any(pattern.search(low) for pattern, _ in self.before.fitting(present)):
            return True
        return bool(self.possessed.match(text, mention.end) or self.does.match(text, mention.end))

    def _strip(self, text: str, mention: Mention) -> None:
        """Take « PDG » and "Dr" off the name; a full name behind them is a person's."""
        if named := self.honorific.match(mention.value):
            mention.value = mention.value[named.end() :]
            mention.type = "person" if " " in mention.value else mention.type
        if printed := self.honorific.match(text, mention.start, mention.end):
            mention.start = printed.end()
        behind = self.post_behind.search(mention.value) if mention.type == "person" else None
        if behind and text.startswith(mention.value, mention.start):  # « nomme Luc Morel PDG »
            mention.value = mention.value[: behind.start("post")]
            mention.end = mention.start + len(mention.value)

    def _around(self, text: str, mention: Mention, titled: re.Match[str]) -> Iterator[Mention]:
        """ "Brindle CEO Anna Reed": a company, a title and a person, the last of which may be missing."""
        first, last = mention.start + titled.start(), mention.start + titled.end()
        before = text[mention.start : first]
        if before not in self.things:  # "Russian President Anna Reed"
            type_ = "place" if before in self.places else mention.type
            yield Mention(type_, mention.start, first, before, descriptor=mention.descriptor)
        if last < mention.end:
            yield Mention("person", last, mention.end, text[last : mention.end])

    def _like_a_person(self, words: list[str]) -> bool:
        return len(words) in (2, 3) and all(
            word[0].isupper()
            and not word[1:].isupper()
            and word.isalpha() | ("-" in word)
            and word not in self.fund
            and word not in self.company
            and word.lower() not in self.descriptors
            for word in words
        )

    def _split(self, text: str, mention: Mention, words: list[str], left: str) -> list[Mention]:
        """« le PDG de Brindille Luc Morel », « confie à l'AFP Luc Morel »: a company or outlet, then the person."""
        at = next((i for i in range(1, len(words) - 1) if words[i] in self.first), 0)
        at = at or self._before_full_name(text[max(0, mention.start - AROUND) : mention.end + AROUND], words)
        if not at:
            return []
        before = " ".join(words[:at])
        middle = mention.start + len(before)
        kind = "media" if before in self.media else "org"
        person = Mention("person", middle + 1, mention.end, text[middle + 1 : mention.end])
        if all(word in self.things for word in words[:at]):  # « le président de la République Anne Roux »
            return [person]
        if kind == "org" and not self.of_company.search(left):
            return []
        return [Mention(kind, mention.start, middle, before), person]

    def _before_full_name(self, text: str, words: list[str]) -> int:
        """« Brindille Oriela Vask »: how many words are the company's, where the text names it without what follows."""
        if len(words) > LONGEST_WITH_FIRM or not self._like_a_person(words[-2:]):
            return 0
        company, first = re.escape(" ".join(words[:-2])), re.escape(words[-2])
        return len(words) - 2 if re.search(rf"\b{company}\b(?! {first}\b)", text) else 0


@cache
def reader(code: str) -> PersonReader:
    """The reader of persons for a language; built once."""
    return PersonReader(code)
