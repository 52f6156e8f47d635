"""Persons among the names of a text: those that a title gives away where no first name does."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from .language import alternatives, load
from .mentions import Mention

# « PDG », « Dr », "Chief Executive" in capitals stand within the run of capitals that makes a name.
_HONORIFIC = re.compile(
    r"(?:(?:P-?DG|DG|CEO|CTO|CFO|COO|CMO|Dr|Pr|Prof|Mr|Mrs|Ms|Mme|Me|Sir|(?:Chief )?Executive(?: Officer)?"
    r"|(?:Chief )?(?:Financial|Technology|Technical|Operating|Operations|Product|Marketing|Commercial|Revenue"
    r"|Scientific|Science|Legal|People) Officer|President|Chairman|Chairwoman|Founder|Co-?[Ff]ounders?)\.? )+"
    r"(?=[A-ZÀ-Þ]|\Z)"
)
_PARTICLE = re.compile(
    r" (?:de la |de l'|de |du |d'|des |von |van |van der |van den |van de |di |da |del |della |ben |el |al |le )"
)
_JOIN = re.compile(r",? (?:et |and |& )?|, ")
# « Jean de la Tour d'Aubrac »: the whole of it, where some of its words are not names by themselves.
_NOBLE = re.compile(
    r" (?:de la |de l'|de |du |d'|des |von |van |van der |van den |van de |di |da |del |della |le |ben )"
    r"[A-ZÀ-Þ][\w'-]+(?: (?:de |d'|du )[A-ZÀ-Þ][\w'-]+)?"
)
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
        self.fund: frozenset[str] = language.names["fund"]
        self.titled = re.compile(
            rf"\b(?:{title}){described}(?: {of}(?!(?:la|le|les|l'|the) ?$)[^.;,:\"]{{2,40}})?,? ?$", re.IGNORECASE
        )
        self.company: frozenset[str] = language.names["company"]
        self.before = re.compile(rf"{words['person_before']}$", re.IGNORECASE)
        self.does = re.compile(words["person_does"])
        self.of_company = re.compile(rf"\b(?:{title}){described} {of}$", re.IGNORECASE)
        self.listed = re.compile(rf"(?:{made}[^.;:]{{0,70}}|\b(?:{title})s? [^.;:,]{{4,40}}){joined} $", re.IGNORECASE)
        self.possessed = re.compile(rf", (?:[A-Z][\w&-]+ ){{0,2}}[\w&-]+'s (?:\w+ ){{0,2}}(?:{title})\b")
        self.made = re.compile(rf"{made}(?:le |the )?$", re.IGNORECASE)
        nouns = alternatives({*words["descriptors"], *words["fund_nouns"]})
        self.company_noun = re.compile(rf"\b(?:{nouns})(?: [a-zà-ÿ-]+)? ?$", re.IGNORECASE)
        self.siblings = re.compile(rf"\b(?:{words['siblings']}) $", re.IGNORECASE)

    def settle(self, text: str, found: list[Mention]) -> list[Mention]:
        """The names with those typed anew that a title shows to be persons."""
        joined = self._joined(text, found)
        self._share_surname(text, joined)
        settled = [piece for mention in joined for piece in self._read(text, mention)]
        surnames = {m.value.split(" ")[-1]: m.value for m in settled if m.type == "person" and " " in m.value}
        for mention in settled:
            if mention.type == "org" and mention.value in surnames:
                mention.type, mention.value = "person", surnames[mention.value]
        return settled

    def _joined(self, text: str, found: list[Mention]) -> list[Mention]:
        """« Jean-Marc de Villiers »: a first name, a particle and a name are one person."""
        kept: list[Mention] = []
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

    def _share_surname(self, text: str, found: list[Mention]) -> None:
        """« les frères Luc et Paul Morel »: Luc is a Morel too, and both are persons."""
        for index, mention in enumerate(found):
            if mention.type not in ("org", "person") or " " in mention.value:
                continue
            if not self.siblings.search(text[max(0, mention.start - 24) : mention.start]):
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

    def _read(self, text: str, mention: Mention) -> Iterator[Mention]:
        if mention.type not in ("org", "person"):
            yield mention
            return
        if _HONORIFIC.fullmatch(f"{mention.value} "):  # « au poste de Chief Financial Officer »: nobody's name
            return
        self._strip(text, mention)
        if mention.type == "person":
            yield mention
            return
        words = mention.value.split(" ")
        left = text[max(0, mention.start - WINDOW) : mention.start]
        if len(words) > 2 and (pieces := self._split(text, mention, words, left)):
            yield from pieces
            return
        if self._like_a_person(words) and self._titled(text, mention, left):
            mention.type = "person"
        yield mention

    def _titled(self, text: str, mention: Mention, left: str) -> bool:
        """True if a title stands before the name, or behind it with its company: « X, Y's founder »."""
        if any(cue.search(left) for cue in (self.titled, self.made, self.listed, self.before)):
            return True
        return bool(self.possessed.match(text, mention.end) or self.does.match(text, mention.end))

    @staticmethod
    def _strip(text: str, mention: Mention) -> None:
        """Take « PDG » and "Dr" off the name; a full name behind them is a person's."""
        if named := _HONORIFIC.match(mention.value):
            mention.value = mention.value[named.end() :]
            mention.type = "person" if " " in mention.value else mention.type
        if printed := _HONORIFIC.match(text, mention.start, mention.end):
            mention.start = printed.end()

    def _like_a_person(self, words: list[str]) -> bool:
        return len(words) in (2, 3) and all(
            word[0].isupper()
            and not word[1:].isupper()
            and word.isalpha() | ("-" in word)
            and word not in self.fund
            and word not in self.company
            for word in words
        )

    def _split(self, text: str, mention: Mention, words: list[str], left: str) -> list[Mention]:
        """« le PDG de Brindille Luc Morel », « confie à l'AFP Luc Morel »: a company or outlet, then the person."""
        at = next((i for i in range(1, len(words) - 1) if words[i] in self.first), None)
        if at is None:
            return []
        before = " ".join(words[:at])
        middle = mention.start + len(before)
        kind = "media" if before in self.media else "org"
        if kind == "org" and not self.of_company.search(left):
            return []
        person = Mention("person", middle + 1, mention.end, text[middle + 1 : mention.end])
        if all(word in self.things for word in words[:at]):  # « le président de la République Anne Roux »
            return [person]
        return [Mention(kind, mention.start, middle, before), person]


@cache
def reader(code: str) -> PersonReader:
    """The reader of persons for a language; built once."""
    return PersonReader(code)
