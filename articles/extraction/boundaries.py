"""How far a name goes: runs of capitalised words, cut down to the names that they hold."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from .joining import OF
from .language import SHARED, Ending, Language, alternatives, listed, table
from .mentions import Mention
from .normalise import UPPER
from .patterns import compiled

UNTOLD = ""  # the type of a name of which its length does not tell what it names
SHORTEST = 3  # letters: a shorter word is no name before « Foods »
REACH = 20_000  # how far off another mention of a name is looked for
AROUND = 4_000  # characters to both sides of a name in which its first words may stand by themselves
LINE = 300  # no headline is longer

_DOUBTFUL_AFTER = frozenset('.!?…:;\n"([-•|·*→>')
_SENTENCE_END = frozenset(".!?…;\n")
_CAPITAL = re.compile(rf"[{UPPER}][\w'&-]*")
_LOWER = compiled(r"(?<![\w'])(?:[ldcjnsmt]')?([a-zà-ÿœ][\wà-ÿ-]+)")
_WITHIN = re.compile(r"[a-zà-ÿ,] (?:[ldcsn]')?$")
_BEHIND_LOWER = compiled(r"(?:^|[\s'(\"])[a-zà-ÿ][a-zà-ÿ'-]*,? $")
_OWN_ARTICLE = re.compile(r"[a-zà-ÿ,] L'$")
_OF_NAME = re.compile(rf"{OF.pattern}[{UPPER}][\w'-]+")
_SAID = re.compile(r"(?<![\w,:] )\" ?[^\W\d]+ ?\"(?:,| ?:)")  # « "Excessif", dit l'avocat » at the head of a sentence
_QUOTED = re.compile(r"(?<![^\s(:.])\"[\w'-]+ [^\"]{3}")
# A full stop within a name, not one that lacks its blank: « chez Brindille.Elle ».
_DOT = rf"\.(?=\w{{2}})(?!(?<=\w{{3}}\.)[{UPPER}][a-zà-ÿ]+ )"
_ASKED = compiled(
    r"(?<![^\n])(?:[A-Z]\.[ -]?){1,3}[A-Z]?\.? ?:"
)  # « O. V. : Nous recrutons »: who answers in an interview
_LABEL = re.compile(r" ?[:(]")
# « BRIN.PA Brindille »: the code of a share is no part of the name.
_TICKER = r"[A-Z\d]{2,6}\.(?:PA|AS|BR|DE|MI|MC|LS|SW|OQ|HK|TO|ST|HE|CO|OL|VI|KS|SS|SZ|AX|N|O|L|T)\b"


class Writing:
    """How one text writes its words: which of them in lower case, how often each in capitals, and where."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.lower = frozenset(_LOWER.findall(text))
        self.capitals = Counter(_CAPITAL.findall(text))

    def opens(self, start: int, marks: frozenset[str]) -> bool:
        """True if the text begins here, or one of these marks, a number or a bullet stands before."""
        left = self.text[max(0, start - 4) : start].rstrip(" '")
        return start < 2 or not left or left[-1] in marks or left[-1].isdigit() or left[-1] > "\u2100"

    def stands_within_a_sentence(self, name: str, near: int) -> bool:
        """True if the name stands behind a word in lower case or a comma."""
        return any(_WITHIN.search(self.text[max(0, at - 4) : at]) for at in self._occurrences(name, near))

    def stands_behind_lower_case(self, name: str, place: int) -> bool:
        """True if the name stands elsewhere behind a word in lower case: capitals of a headline prove nothing."""
        places = self._occurrences(name, place)
        return any(at != place and _BEHIND_LOWER.search(self.text[max(0, at - 20) : at]) for at in places)

    def stands_without(self, words: list[str], near: int) -> bool:
        """True if the last of these words is named by itself too: « le QR Code X », « X »."""
        last, nearby = words[-1], self.text[max(0, near - REACH) : near + REACH]
        if self.capitals[last] < 2:
            return False
        word = re.escape(last)  # led by its letters, not by a condition, the pattern is found ten times as fast
        return len(re.findall(rf"{word}(?<!\w{word})\b", nearby)) > nearby.count(" ".join(words))

    def is_shouted(self, start: int, end: int) -> bool:
        """True within a line of four words and more that is all capitals: a headline, where any word may be a name."""
        text, low, high = self.text, max(0, start - LINE), min(len(self.text), end + LINE)
        line = text[text.rfind("\n", low, start) + 1 or low : high].split("\n", 1)[0]
        return line.count(" ") > 2 and line.isupper()

    def _occurrences(self, name: str, near: int) -> Iterator[int]:
        """Where the name stands as a whole word within `REACH` characters of a place."""
        text, end = self.text, near + REACH
        at = text.find(name, max(0, near - REACH), end)
        while at >= 0:
            if not text[at + len(name) : at + len(name) + 1].isalnum():
                yield at
            at = text.find(name, at + 1, end)


@dataclass(slots=True, eq=False)
class _Run:
    """Capitalised words of which those at both ends may be no part of the name."""

    start: int
    end: int
    words: list[str]
    doubtful: bool  # the first is in capitals wherever it stands, by its place in the sentence

    @property
    def alone(self) -> bool:
        return len(self.words) == 1

    def drop_first(self, count: int = 1) -> None:
        self.start += len(" ".join(self.words[:count])) + 1
        self.words = self.words[count:]

    def drop_last(self) -> None:
        self.end -= len(self.words.pop()) + 1


class Boundaries:
    """Tells where the names of a text begin and end, by the word lists of one language."""

    def __init__(self, language: Language) -> None:
        words, shared = language.words, table(SHARED, "names")
        self.language = language
        self.sets = language.names
        self.upper_places = frozenset(place.upper() for place in self.sets["place"])
        self.well_known, self.towns = listed("firms"), self.sets["place"] | listed("places")
        self.sequence = _sequence(shared, words.get("genitive", ""), words["articles"])
        self.descriptors = frozenset(words["descriptors"])
        self._prepare_ends(words, shared)
        self._prepare_heads(words, shared)
        self._prepare_tails(words)
        # Common words in capitals and things, which name nobody wherever they stand alone: told at a glance.
        capitals = {word.capitalize() for word in language.common} | self.sets["thing"]
        self.plain = capitals - self.institutions - self.sets["media"] - self.sets["place"] - self.well_known

    def _prepare_ends(self, words: dict[str, Any], shared: dict[str, Any]) -> None:
        """What is no part of a name though it is in capitals."""
        self.headline = frozenset(words.get("headline_words", "").split())
        self.trailing = frozenset(shared["trailing"])
        self.ties = tuple(f"-{tie}" for tie in shared["ties"])
        self.series = compiled(shared["series"])
        self.post, self.employer = re.compile(shared["posts"]), re.compile(shared["employers"])
        self.once = compiled(rf"[Ee]x-(?:[a-zà-ÿ]|(?:{shared['capital_titles']})\Z)")
        self.title_of = compiled(rf"(?:(?:{shared['capital_titles']}) )+of (?:the )?(?=[{UPPER}])")

    def _prepare_heads(self, words: dict[str, Any], shared: dict[str, Any]) -> None:
        """What tells of a first word whether it is part of the name."""
        self.own_articles = frozenset(shared["own_articles"])
        self.grammar = frozenset([*words["articles"], *words["prepositions"], *words["not_names"].split()])
        self.epithets = frozenset(words["epithets"])
        stems = alternatives({row.split(" ")[0] for row in words["demonyms"]})
        self.national = compiled(rf"(?:{stems})(?:{words['demonym_endings']})$", re.IGNORECASE)
        self.national_ending = re.compile(shared["nationals"])
        self.before_national = compiled(words["before_national"], re.IGNORECASE)
        companies = alternatives(words["descriptors"])
        self.company_of = Ending(rf"\b(?:{companies})s? {words['of']}$", words["descriptors"])
        self.particle = compiled(rf"{shared['particles']}[{UPPER}]")
        self.follows_epithet = compiled(words["follows_epithet"])
        self.follows_subject = compiled(words["follows_subject"])
        self.common_ending = compiled(words["common_endings"])
        self.inverted = compiled(words["inverted"]) if "inverted" in words else None

    def _prepare_tails(self, words: dict[str, Any]) -> None:
        """What names go on with in lower case."""
        self.institutions = frozenset(words["institutions"])
        self.tail = compiled(words["institution_tail"])
        self.trades = frozenset(words["name_heads"].split())
        self.trade_ending = compiled(words["name_head_endings"])
        self.trade_tail = compiled(words["name_tail"])
        self.outlets = frozenset(words["outlets"].split())

    def names(self, written: Writing) -> Iterator[Mention]:
        """The names of a text in order, each as a mention whose type is untold where its length does not tell it."""
        done = 0
        for match in self.sequence.finditer(written.text):
            start = match.start("name")
            if start < done:  # « Cirque d'Ormes Luc Morel »: what follows the name that goes on into these capitals
                start = done + 1
            for name in self._names_in(written, match, start):
                done = name.end
                yield name

    def _names_in(self, written: Writing, match: re.Match[str], start: int) -> Iterator[Mention]:
        """The names in one run of capitalised words, read from `start` on."""
        text, end = written.text, match.end("name")
        own = _OWN_ARTICLE.search(text[max(0, start - 4) : start])  # « la fromagerie L'Ormeau »
        if match["name"] in self.plain:
            if own and (tail := _OF_NAME.match(text, end)):  # « L'Étoile du Layon »
                yield _mention(text, start - 2, tail.end(), "org")
            return
        if start >= end or self._names_nobody(written, start, end):
            return
        if titled := self.title_of.match(text, start, end):  # « CEO of Brindle » names Brindle
            start = titled.end()
        elif own:
            start -= 2
        elif before := self._before_person(text[start:end].split(" ")):
            yield _mention(text, start, start + before)
            start += before + 1
        if self.is_listed(text[start:end]):
            yield _mention(text, start, end)
        else:
            yield from self._trimmed(written, start, end)

    def is_listed(self, name: str) -> bool:
        """True for the whole name of an outlet or a place."""
        media, places = self.sets["media"], self.sets["place"]
        hyphened = name.replace(" ", "-") in media  # « Ouest France »
        return name in media or hyphened or name in places or name in self.upper_places

    def is_outlet(self, text: str, start: int, end: int) -> bool:
        """True for « L'Écho de la Côte » and "the Bristol Gazette": papers by what papers are called."""
        if (words := text[start:end].split(" "))[-1].removeprefix("L'") not in self.outlets:
            return False
        left = text[max(0, start - 4) : start + 2].lower()
        headed = left.endswith("l'") or left[:-2].endswith(("l'", "la ", "le ", "les ", "the "))
        return headed and (len(words) > 1 or bool(OF.match(text, end)))

    def _names_nobody(self, written: Writing, start: int, end: int) -> bool:
        """True for words in capitals throughout, and for « Head of Platform Sales at »."""
        text = written.text
        if text[start:end].isupper() and written.is_shouted(start, end):
            return True
        return bool(self.post.match(text, start, end) and self.employer.match(text, end))

    def _before_person(self, words: list[str]) -> int:
        """How long what stands before a person's name is: « (a dit) à l'AFP Luc Morel », « (le patron de) TF1 ... »."""
        for index in range(1, len(words) - 1):
            prefix = " ".join(words[:index])
            outlet = prefix in self.sets["media"]
            known = outlet or prefix in self.sets["place"] or (index == 1 and prefix.isupper() and len(prefix) > 1)
            named = words[index] in self.sets["first"] or words[index].split("-")[0] in self.sets["first"]
            if known and (named or (outlet and prefix.isupper() and len(words) - index == 2)):
                return len(prefix)
        return 0

    # --- from both ends

    def _trimmed(self, written: Writing, start: int, end: int) -> Iterator[Mention]:
        """The name without the words at both ends that are capitals only by their place in the sentence."""
        words = written.text[start:end].split(" ")
        # « X Raises », in a headline that capitalises every word
        verb = next((index for index, word in enumerate(words) if index and word.casefold() in self.headline), 0)
        if verb:
            behind = start + len(" ".join(words[: verb + 1])) + 1
            a_person = verb > 1 and words[0].split("-")[0] in self.sets["first"]
            # "Anna Reed of Brindle Foods": a person, and where he or she works; "Shares of Brindle fell".
            of_firm = words[verb] == "of" and (a_person or self._is_plain(written, start, words[:verb]))
            yield from (self._trimmed if of_firm else self._named_again)(written, behind, end)
            words = words[:verb]
            end = start + len(" ".join(words))
        run = _Run(start, end, words, written.opens(start, _DOUBTFUL_AFTER))
        tied = [index for index, word in enumerate(words[:-1], 1) if word.endswith(self.ties)]
        if tied:
            run.drop_first(tied[-1])
        opening = run.start
        self._trim(written, run)
        if run.words and (name := self._whole(written, run, opens=run.start == opening)):
            yield name

    def _is_plain(self, written: Writing, start: int, words: list[str]) -> bool:
        """True for a common word that has its capital from the head of the sentence."""
        word, bodies = words[0], self.institutions | self.sets["public"]
        if len(words) > 1 or word in bodies or not written.opens(start, _DOUBTFUL_AFTER):
            return False
        return word.casefold() in self.language.common or word.casefold() in self.language.openers

    def _named_again(self, written: Writing, start: int, end: int) -> Iterator[Mention]:
        """Of what follows the verb in « X Acquires Fintech Startup Y for Z », the names that the text tells again."""
        words: list[str] = []
        for word in [*written.text[start:end].split(" "), ""]:
            if word and word.casefold() not in self.headline:
                words.append(word)
                start += len(word) + 1
                continue
            for size in range(len(words), 0, -1):
                name = " ".join(words[-size:])
                first = start - 1 - len(name)
                if written.stands_behind_lower_case(name, first):
                    yield _mention(written.text, first, first + len(name))
                    break
            words.clear()
            start += len(word) + 1

    def _trim(self, written: Writing, run: _Run) -> None:
        """Drop what is no part of the name at both ends of a run; it may be all of it."""
        while run.words and self._opens_with_no_name(written, run):
            run.drop_first()
            run.doubtful = False
        while len(run.words) > 1 and _is_shouted_first(*run.words[:2]):
            run.drop_first()
        while run.words and ((run.alone and run.words[0] in self.sets["thing"]) or run.words[-1] in self.trailing):
            run.drop_last()

    def _opens_with_no_name(self, written: Writing, run: _Run) -> bool:
        """True if the first word of a run is no part of the name."""
        if self.once.match(run.words[0]):  # « Ex-directrice de X », « Ex-PDG de X »
            return True
        if self._describes(written, run):
            return True
        return (
            not self._belongs(written, run)
            and " ".join(run.words[:2]) not in self.sets["place"]
            and not self._bears(run.words)
            and not self._institution(written.text, run)
            and not self._trade(written, run)
            and self._no_name(written, run)
        )

    def _whole(self, written: Writing, run: _Run, *, opens: bool) -> Mention | None:
        """The name that a trimmed run holds, with what it goes on with in lower case; None where it names nobody.

        `opens` tells that nothing was dropped before it.
        """
        text, start, end = written.text, run.start, run.end
        if traded := self._trade(written, run):
            return _mention(text, start, traded, "org")
        if self._nameless(written, run) or (opens and self._is_unvouched(written, run)):
            return None
        if run.words[0] in self.institutions and (tail := self.tail.match(text, end)):
            end = tail.end()
        if self.is_outlet(text, start, end) and (tail := _OF_NAME.match(text, end)):
            return _mention(text, start, tail.end(), "media")
        return _mention(text, start, end)

    def _nameless(self, written: Writing, run: _Run) -> bool:
        """True for what names nobody: a number, a series, a quoted word, common words in a headline's capitals."""
        name, capitals = " ".join(run.words), written.capitals
        if (
            _ASKED.match(written.text, run.start)
            or (len(name) < 2 and name != "X")
            or name.isdigit()
            or self.series.match(name)
            or (self.inverted and self.inverted.search(name))
            or name.endswith(self.ties)
        ):
            return True
        if run.alone:
            quote = run.start - 2 if written.text[run.start - 1 : run.start] == " " else run.start - 1
            return capitals[name] < 2 and bool(_SAID.match(written.text, max(0, quote)))
        return self.sets["firm"].isdisjoint(run.words) and all(
            word.casefold() in self.language.common and capitals[word] < 2 for word in run.words
        )  # « As He »

    def _is_unvouched(self, written: Writing, run: _Run) -> bool:
        """True for a lone word at the head of a sentence that nothing shows to be a name."""
        text = written.text
        quoted = _QUOTED.match(text, run.start - 1)  # « "Mieux vendre" »: what is said begins here
        if not run.alone or not (quoted or written.opens(run.start, _SENTENCE_END)) or self._institution(text, run):
            return False
        return not self._is_vouched(written, run.words[0], run.end)

    def _is_vouched(self, written: Writing, name: str, end: int) -> bool:
        """True if a lone word at the head of a sentence is a name: named again, or followed as a subject is."""
        if any(c.isupper() or c.isdigit() for c in name[1:]) or written.capitals[name] > 1:
            return True
        if name.split("-", maxsplit=1)[0] in self.sets["first"] and self.particle.match(written.text, end):
            return True
        subject = self.follows_subject.match(written.text, end)
        return bool(subject) and not self.follows_epithet.match(written.text, end)

    # --- at its head

    def _describes(self, written: Writing, run: _Run) -> bool:
        """True if a first word only tells what kind of company follows: « le Belge X », « l'éditeur SaaS X »."""
        words, text, start = run.words, written.text, run.start
        if run.alone:
            return False
        if words[0] in self.sets["honorific"] and words[1].split("-")[0] in self.sets["first"]:
            return True
        thing = words[0] in self.sets["thing"] and words[-1] not in self.sets["public"]
        if thing and written.stands_without(words, start):
            return True
        tail = " ".join(words[1:])  # « la biotech de Vervins X », where X is named by itself too
        if self.company_of.search(text[max(0, start - 48) : start]) and (
            words[0] in self.towns or text.count(tail) > text.count(f"{words[0]} {tail}")
        ):
            return True
        if words[0] in self.epithets:
            return text[start - 1 : start] == " " and text[start - 2 : start - 1].islower()
        named = self.national.match(words[0])
        return named is not None and bool(self.before_national.search(text[max(0, start - 4) : start]))

    def _belongs(self, written: Writing, run: _Run) -> bool:
        """True if a first word that could be common is part of the name.

        « Maison Brunel » is in capitals within a sentence too; « • Le Grand Panier : 4 M€ » labels an item.
        """
        words, text, start = run.words, written.text, run.start
        if run.alone:
            return False
        if words[0] in self.own_articles:
            fits = words[1].lower() not in self.descriptors and not words[1].isupper()
            labels = text[start - 2 : start] in ("\n", "• ", "- ") or text[start - 1 : start] == "\n"
            if fits and labels and _LABEL.match(text, run.end):
                return True
        whole = text[start : run.end]
        return written.stands_within_a_sentence(whole, start) or self._stays_whole(written, words, start)

    def _stays_whole(self, written: Writing, words: list[str], start: int) -> bool:
        """True for « Petit Brunel », where the text names no « Brunel » alone: it leaves out what only opens."""
        opener = words[0].casefold()
        if opener in self.grammar or opener in self.language.openers or words[0] in self.sets["thing"]:
            return False
        return written.capitals[words[-1]] > 1 and not written.stands_without(words, start)

    def _bears(self, words: list[str]) -> bool:
        """True for « Impossible Foods »: what follows tells a company and names none by itself."""
        first, rest = words[0], words[1:]
        called = bool(rest) and all(word in self.sets["company"] for word in rest) and first not in self.own_articles
        return called and len(first) > SHORTEST and first.casefold() not in self.grammar

    def _no_name(self, written: Writing, run: _Run) -> bool:
        """True for a word that is in capitals without naming anybody: it opens a sentence or is a known thing."""
        word = run.words[0]
        folded = word.casefold()
        if word in self.sets["thing"] or self._two_lands(word):
            return run.alone or bool(self.national_ending.search(word))
        if word[1:] != word[1:].lower() and not word.isupper():
            return run.alone and folded in self.descriptors
        if folded in self.language.common:
            return not self._heads(written, run) and (run.doubtful or run.alone or word.isupper())
        if not run.doubtful:
            return False
        opener = run.alone and (folded in self.language.openers or folded.replace("-", "") in self.descriptors)
        if not opener and not self._may_be_common(written, word, folded, run.alone):
            return False
        common = not opener and folded in written.lower
        return common or written.capitals[word] < 2 or not written.stands_within_a_sentence(word, run.start)

    def _heads(self, written: Writing, run: _Run) -> bool:
        """True if a common word is a name or the first word of one: « Total », « Banque Morel »."""
        word = run.words[0]
        if run.alone and word in self.well_known:  # « Total », « Orange »
            return not run.doubtful or written.stands_within_a_sentence(word, run.start)
        return run.doubtful and not run.alone and (word in self.institutions or word in self.sets["company"])

    def _two_lands(self, word: str) -> bool:
        """True for "German-US": where something comes from, told of two lands."""
        one, hyphen, other = word.partition("-")
        things, places = self.sets["thing"], self.sets["place"]
        if not hyphen or (one not in things and other not in things):
            return False
        return (one in things or one in places) and (other in things or other in places)

    def _may_be_common(self, written: Writing, word: str, folded: str, alone: bool) -> bool:
        """True if the text writes the word in lower case too, or its ending is that of a common word."""
        if not alone:
            return folded in written.lower and written.capitals[word] < 2 and word not in self.sets["company"]
        stem = folded.split("-", maxsplit=1)[0]
        return folded in written.lower or (len(stem) > 3 and bool(self.common_ending.search(stem)))

    # --- at its tail

    def _institution(self, text: str, run: _Run) -> bool:
        """« Banque des Territoires », « Fonds stratégique »: an institution's name that goes on in lower case."""
        tail = self.tail.match(text, run.end) if run.alone and run.words[0] in self.institutions else None
        return tail is not None and tail.end() > run.end

    def _trade(self, written: Writing, run: _Run) -> int:
        """The end of « Enduits du Valois », « Pompes funèbres du Midi »: a trade in capitals and a name; else 0.

        At the head of a sentence a trade is in capitals anyway: « Boulangeries de Lyon ». There it must stand as a
        subject or a label does, or the text must say the whole again within a sentence.
        """
        text = written.text
        tail = self.trade_tail.match(text, run.end) if self._tells_a_trade(run.words) else None
        if tail is None:
            return 0
        end = tail.end()
        before, _, last = tail[0].rpartition(" ")
        if last.split("-")[0] in self.sets["first"] and before.lower() != before:  # « Cirque d'Ormes Luc Morel »
            end -= len(last) + 1
        shown = not run.doubtful or _LABEL.match(text, end) or self.follows_subject.match(text, end)
        return end if shown or written.stands_within_a_sentence(text[run.start : end], run.start) else 0

    def _tells_a_trade(self, words: list[str]) -> bool:
        """True for words that end in what companies are called after: « Enduits », « Les Forges »."""
        last = words[-1]
        if len(words) > 1 and words[0].casefold() in self.grammar and words[0] not in self.own_articles:
            return False  # « Pour Forges du Valois »
        headed = len(words) == 1 or words[0] in self.own_articles or words[0].startswith("Grand")
        return (last in self.institutions and headed) or last in self.trades or bool(self.trade_ending.search(last))


def _is_shouted_first(one: str, two: str) -> bool:
    """True for « BRINDILLE Brindille »: a label in capitals that runs into the sentence."""
    return len(one) > 2 and one.isupper() and one.casefold() == two.casefold()


def _mention(text: str, start: int, end: int, type_: str = UNTOLD) -> Mention:
    return Mention(type_, start, end, text[start:end])


def _sequence(shared: dict[str, Any], genitive: str, articles: list[str]) -> re.Pattern[str]:
    """Runs of capitalised words; `genitive` is what ends a name without being part of it, if the language has that.

    « Brindille-Le président s'en va »: in headlines of agencies a clause begins behind the hyphen.
    """
    clause = alternatives(article.capitalize() for article in articles if article.isalpha() and len(article) > 1)
    within = rf"'(?!(?:{genitive})\b)(?=\w)" if genitive else r"'(?=\w)"
    initials = shared["initials"]
    word = (
        rf"(?:S\.p\.A\b|(?!(?:{shared['elided_words']})'[a-zà-ÿ])"
        rf"[{UPPER}][\w]*+(?:(?:[-&+](?!(?:{clause})\b(?! [{UPPER}]))|{_DOT}|{within})[\w]++)*(?:@\w+|\+(?!\w))?"
        rf"|\d{{1,4}}[{UPPER}][a-zà-ÿ]\w++"  # « 42Brindilles »
        rf"|\d[A-FH-Z](?= [{UPPER}][a-zà-ÿ])"  # « 4B Brindille », not « 5G »
        rf"|(?:[a-zà-ÿ]{{1,2}}(?:\.(?=[A-Z]{{2}}))?|[ae]l-|ben-)[{UPPER}]\w++(?:[-.&]\w++)*"
        rf"|[a-zà-ÿ]{{3,4}}(?![TP](?:ech|ay)s?\b)[{UPPER}][a-zà-ÿ]{{2,}}\w*+)"  # « bioBrindille »
    )
    return compiled(
        rf"(?<![\w.@/#])(?:(?:(?:{shared['elided']})'(?=\w))?)(?!{_TICKER})(?P<name>(?:{initials}(?=[{UPPER}]))?{word}"
        rf"(?: (?!{_TICKER})(?:{shared['joins']}|{initials})?"
        rf"(?:{word}|\d{{1,3}}(?![\w%€$]|[.,]\d| \w)|\d[A-Z](?!\w))){{0,6}})"
    )
