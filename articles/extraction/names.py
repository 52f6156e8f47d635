"""Names in a text: runs of capitalised words, typed by small word lists and by what stands around them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from typing import Any

from .gazetteer import Gazetteer
from .joining import joined, with_places
from .language import SHARED, Ending, Language, alternatives, listed, load, table
from .mentions import Mention
from .normalise import UPPER
from .patterns import compiled

FUND = "fund"  # the descriptor of a name that the text introduces as an investor
PUBLIC = "public"  # the same, as an authority, a union or an association
_CLITIC = r"(?:[LDCJNSMT]|Qu|Jusqu|Lorsqu|Puisqu|Quelqu|Presqu)'[a-zà-ÿ]"
_ELISION = r"(?:(?:[LDCJNSMT]|Qu|Jusqu|Lorsqu|Puisqu|Aujourd)'(?=\w))?"
# « Morel et Fils »: what follows « et » is part of the name.
_KIN = r"(?:et (?=(?:Fils|Filles?|Frères|Associés|Compagnie|Cie)\b)|and (?=(?:Sons|Co|Company|Partners)\b))"
_INITIAL = r"(?<!érie )(?<!eries )(?!M\. )(?:[A-Z]\. ?){1,2}"
# « BRIN.PA Brindille »: the code of a share is no part of the name.
_TICKER = r"[A-Z\d]{2,6}\.(?:PA|AS|BR|DE|MI|MC|LS|SW|OQ|HK|TO|ST|HE|CO|OL|VI|KS|SS|SZ|AX|N|O|L|T)\b"


def _sequence(genitive: str) -> re.Pattern[str]:
    """Runs of capitalised words; `genitive` is what ends a name without being part of it, if the language has that."""
    within = rf"'(?!(?:{genitive})\b)(?=\w)" if genitive else r"'(?=\w)"
    word = (
        rf"(?:(?!{_CLITIC})[{UPPER}][\w]*+(?:(?:[-&+]|\.(?=[\w]{{2}})|{within})[\w]++)*(?:@\w+|\+(?!\w))?"
        rf"|[a-zà-ÿ]{{1,2}}(?:\.(?=[A-Z]{{2}}))?[{UPPER}]\w++(?:[-.&]\w++)*)"
    )
    return compiled(
        rf"(?<![\w.@/#])(?:{_ELISION})(?!{_TICKER})(?P<name>(?:{_INITIAL}(?=[{UPPER}]))?{word}"
        rf"(?: (?!{_TICKER})(?:& |\+ |of (?:the )?|de[rn] |{_KIN}|{_INITIAL})?"
        rf"(?:{word}|\d{{1,3}}(?![\w,.%€$]| \w))){{0,6}})"
    )


_DOUBTFUL_AFTER = frozenset('.!?…:;\n"([-•|·*→>')
_SENTENCE_END = frozenset(".!?…;\n")
_CAPITAL = re.compile(rf"[{UPPER}][\w'&-]*")
_WITHIN = re.compile(r"[a-zà-ÿ,] (?:[ldcsn]')?$")
_OWN_ARTICLE = re.compile(r"[a-zà-ÿ,] L'$")
_TRAILING = frozenset(["&", "+", "NDLR", "Ndlr", "NDR"])
_POST = re.compile(r"(?:(?:Global|Regional|General|Senior|Executive|Vice) )*(?:Head|Director|President|Manager|VP) of ")
_EMPLOYER = re.compile(r" (?:at|for|chez|pour) ")
# « Luca de Meo » at the head of a sentence.
_PARTICLE = compiled(rf" (?:de la |de |du |d'|dos |das |van |von |di |da |del |bin |ben )[{UPPER}]")
_BEHIND_LOWER = compiled(r"(?:^|[\s'(\"])[a-zà-ÿ][a-zà-ÿ'-]*,? $")
_SERIES = compiled(
    r"(?:Series|Série|Tour|Round|Phase|Q|Article|Chapter|Chapitre|Form) [A-Z\d]$"
    r"|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.? \d+$"
)
# « le Finlandais Nokia »: the nationality is no part of the name.
_NATIONAL = re.compile(r"(?!Grand)[A-Z][a-zé]+(?:ais|ois|ain|ien|éen|and)e?s?$")
# « Leipzig-based X »: where it sits or who stands behind it is no part of the name.
_TIES = tuple(f"-{tie}" for tie in ("based", "headquartered", "backed", "led", "owned", "listed", "founded", "born"))
# "(Reuters) - ", at the head of a text: the agency that sent it.
_SAID = re.compile(r"(?<![\w,:] )\"[^\W\d]+\",")  # « "Excessif", dit l'avocat » at the head of a sentence
_DATELINE = re.compile(r"\) ?- ")
# "( AFP / LUC MOREL )", « © Orvane »: whose picture it is.
_CREDIT = compiled(
    r"\( ?(?:AFP|Photos?|Crédits?|Credits?|Image|©|dpa|Reuters|REUTERS|Getty|Shutterstock|Unsplash|Sipa|SIPA|Belga)\b"
    r"[ :/-]{1,3}(?=[^\W\d])[^()\n]{1,80}\)(?: ?/[^\n.]{0,60})?|© ?[^\n.]{0,60}"
)
_OF = re.compile(r" (?:de la |de l'|des |du |de |d')")
_LANDS = frozenset(["La France", "La Chine", "La Russie", "La Suisse", "La Belgique", "La Turquie", "La Pologne"])
# « Carson City, Nev. », « Reston, Va.-based »: a town by its American state.
_STATE = compiled(
    r", (?:Ala|Ariz|Ark|Calif|Colo|Conn|Del|Fla|Ga|Ill|Ind|Kan|Ky|La|Md|Mass|Mich|Minn|Miss|Mo|Mont|Neb|Nev|Okla|Ore"
    r"|Pa|Tenn|Tex|Va|Vt|Wash|Wis|Wyo|N\.[CDHJMY]|S\.[CD]|R\.I|D\.C|W\.Va)\."
)
_LOWER_WITHIN = re.compile(r" (?:d'|de |du |des |en |of )")
_TOPONYM = compiled(
    r"Sain(?:t|te|ts|tes)-[A-ZÀ-Þ][\w'-]+|(?:L[ae]s? )?[A-ZÀ-Þ][\w'-]*-(?:sur|sous|en|lès|lez|aux|les)-[\w'-]+"
)
_OF_NAME = re.compile(rf"{_OF.pattern}[{UPPER}][\w'-]+")
_SEATED = re.compile(rf",? (?:à|in|at) [{UPPER}]")
SHORTEST = 3  # letters: a shorter word is no name before « Foods »
REACH = 20_000  # how far off another mention of a name is looked for
LINE = 300  # no headline is longer
_ARTICLES = frozenset(["Le", "La", "Les"])
_LABEL = re.compile(r" ?[:(]")
# Phrases like « créateur de » count as product nouns only before a name.
_OPEN_NOUNS = (" de", " of", " behind", "derrière", " called", ",")
_MAKER = compiled(
    rf"[^,.;:]{{0,40}}?(?:(?:\bde |\bdu |'|\b(?:of|by|from) )[{UPPER}]|(?:de la|de l'|du|d'une?|\bits?) [a-z])"
)
_LOWER = compiled(r"(?<![\w'])(?:[ldcjnsmt]')?([a-zà-ÿœ][\wà-ÿ-]+)")


class NameReader:
    """Finds the names of a text by the word lists of one language."""

    def __init__(self, language: Language) -> None:
        self.language = language
        words, names = language.words, language.names
        self.sets = names
        self.firms = names["fund"] | names["company"] | {"&"}  # words that no person's name has
        self.upper_places = frozenset(place.upper() for place in names["place"])
        # « Côtes d'Armor »: a name with words in lower case.
        broken = [place for place in names["place"] if _LOWER_WITHIN.search(place)]
        numbered = [outlet for outlet in names["media"] if outlet[-1].isdigit()]
        whole = [*names["fixed"], *broken, *numbered]
        self.fixed = Gazetteer({name: name for name in whole})
        self.any_fixed = compiled(alternatives(whole))
        self.sequence = _sequence(words.get("genitive", ""))
        self.grammar = frozenset([*words["articles"], *words["prepositions"], *words["not_names"].split()])
        self.headline = frozenset(words.get("headline_words", "").split())
        self._prepare_persons(words)
        self._prepare_products(words)
        self._prepare_companies(words)
        # Common words in capitals and things, which name nobody wherever they stand alone: told at a glance.
        capitals = {word.capitalize() for word in language.common} | names["thing"]
        self.well_known, self.towns = listed("firms"), names["place"] | listed("places")
        self.plain = capitals - self.institutions - names["media"] - names["place"] - self.well_known

    def _prepare_persons(self, words: dict[str, Any]) -> None:
        """What shows that a name is a person's."""
        stems = alternatives({row.split(" ")[0] for row in words["demonyms"]})
        self.person_before = Ending(
            rf"(?:\b(?:{alternatives(words['titles'])})|{'|'.join(words['made_by'])}) (?:de l'entreprise )?"
            rf"(?:(?:[\w-]+-)?(?:{stems})(?:{words['demonym_endings']}) )?$",
            [*words["titles"], "par", "by", "entreprise"],
        )
        # « "Tout va", confie Oriela Vask »: who speaks, by verbs that hardly any company is the subject of.
        self.said_by = Ending(rf"[\",] ?(?:{alternatives(words['said_by'])}) $", words["said_by"])
        self.person_after = compiled(
            rf",? \(?(?:(?:{words['before_title']}) ?)*(?:{alternatives(words['titles_after'])})\b"
            rf"|{words['person_then']}",
            re.IGNORECASE,
        )
        self.speaks = compiled(words["speaks"])
        self.round_led = compiled(words["round_led"], re.IGNORECASE)
        self.first_name_alone = compiled(words["first_name_alone"], re.IGNORECASE)
        self.title_of = compiled(rf"(?:(?:{table(SHARED, 'names')['capital_titles']}) )+of (?:the )?(?=[{UPPER}])")

    def _prepare_products(self, words: dict[str, Any]) -> None:
        """What shows that a name is a product's, and who makes it."""
        product = alternatives(words["product_nouns"])
        adjective = rf"(?: \w+(?:{alternatives(words['adjective_endings'])}))?"
        possessive = words["possessives"]
        self.product_before = Ending(
            rf"\b(?:{product}){adjective} \"?$|\b(?:{possessive}) (?:\w+ )?(?P<set>{product})s?(?: \w+)?, $",
            [form for noun in words["product_nouns"] for form in (noun, noun + "s")],
        )
        kinds = alternatives(noun for noun in words["product_nouns"] if not noun.endswith(_OPEN_NOUNS))
        self.product_after = compiled(
            rf", (?:{words['apposition_article']}|(?:{possessive}) )(?:(?!{words['of']})[\w-]+ ){{0,2}}(?:{kinds})\b"
            rf"|{words['product_next']}",
            re.IGNORECASE,
        )
        self.owned_after = compiled(rf", (?:{possessive}) (?:[\w-]+ ){{0,2}}(?:{kinds})\b", re.IGNORECASE)
        self.made_by = compiled(rf"(?:{words['maker_before']})$", re.IGNORECASE)
        self.own_product = compiled(rf"(?:{words['own_products']})$", re.IGNORECASE)

    def _prepare_companies(self, words: dict[str, Any]) -> None:
        """What shows that a name is a company's, a fund's, an institution's, an outlet's, and how far it goes."""
        self.follows_epithet = compiled(words["follows_epithet"])
        self.follows_subject = compiled(words["follows_subject"])
        self.common_ending = compiled(words["common_endings"])
        self.epithets = frozenset(words["epithets"])
        stems = alternatives({row.split(" ")[0] for row in words["demonyms"]})
        self.national = compiled(rf"(?:{stems})(?:{words['demonym_endings']})$", re.IGNORECASE)
        self.before_national = compiled(words["before_national"], re.IGNORECASE)
        adjectives = rf"(?: [\w-]*(?:{alternatives(words['adjective_endings'])})s?){{0,2}}"
        self.fund_before = Ending(rf"\b(?:{alternatives(words['fund_nouns'])}){adjectives} \"?$", words["fund_nouns"])
        self.institutions = frozenset(words["institutions"])
        self.tail = compiled(words["institution_tail"])
        self.trades = frozenset(words["name_heads"].split())
        self.trade_ending = compiled(words["name_head_endings"])
        self.trade_tail = compiled(words["name_tail"])
        self.outlets = frozenset(words["outlets"].split())
        public = rf"(?:{alternatives(words['public_nouns'])})(?:(?: [\w-]+){{0,2}}?,? ?(?:{words['called']}))?"
        self.public_before = Ending(rf"\b{public} \"?$", words["public_nouns"])
        companies = alternatives(words["descriptors"])
        self.company_before = Ending(rf"\b(?:{companies})s? (?:(?!{words['of']})[\w-]+ )?\"?$", words["descriptors"])
        self.company_of = Ending(rf"\b(?:{companies})s? {words['of']}$", words["descriptors"])
        self.place_before = Ending(rf"\b(?:{words['place_before']})$", words["place_ties"])
        self.descriptors = frozenset(words["descriptors"])

    def find(self, text: str, known: Gazetteer | None) -> list[Mention]:
        """Mentions of type org, person, media, place or product, in order, not overlapping.

        `value` is the name as printed (or the canonical one, where the gazetteer knows it).
        """
        lower = frozenset(_LOWER.findall(text)) if text else frozenset()
        found = [Mention("org", s, e, name, known=True) for s, e, name in known.find(text)] if known else []
        taken = [(m.start, m.end) for m in found]
        held = self.any_fixed.search(text)
        spans = self.fixed.find(text) if held else []
        fixed = [Mention(self._listed(name), s, e, name) for s, e, name in spans]
        sequences = list(self._sequences(text, lower, Counter(_CAPITAL.findall(text))))
        found += _free(with_places(text, sequences, fixed), taken)
        found += _free(sequences, [(m.start, m.end) for m in found])
        found.sort(key=lambda mention: mention.start)
        found = list(_free(found, [match.span() for match in _CREDIT.finditer(text)]))
        found = joined(text, found, self.sets["first"])
        self._surnames(text, found)
        self._places(text, found)
        self._promote(text, found)
        self._mark(text, found)
        return found

    def _listed(self, name: str) -> str:
        """The type of a name that the lists hold as a whole."""
        return "place" if name in self.sets["place"] else "media" if name in self.sets["media"] else "org"

    def _places(self, text: str, found: list[Mention]) -> None:
        """« l'usine de Vervins », « le château du Layon »: what is named in no other way is where, and no company."""
        at: dict[str, list[Mention]] = {}
        for mention in found:
            if mention.type == "org":
                at.setdefault(mention.value, []).append(mention)
        for mentions in at.values():
            if not self.firms.isdisjoint(mentions[0].value.split(" ")):
                continue
            if all(self._where(text, mention) for mention in mentions):
                for mention in mentions:
                    mention.type = "place"

    def _where(self, text: str, mention: Mention) -> bool:
        """True if the name stands as a place does, and no other place follows: « le site de X, à Belfort »."""
        seated = self.place_before.search(text[max(0, mention.start - 48) : mention.start])
        return bool(seated) and not _SEATED.match(text, mention.end)

    def _promote(self, text: str, found: list[Mention]) -> None:
        """What is named again and again without a maker is a company, be it introduced as « l'application X »."""
        named: dict[str, list[Mention]] = {}
        for mention in found:
            if mention.type in ("org", "product"):
                named.setdefault(mention.value, []).append(mention)
        for mentions in named.values():
            kinds = {mention.type for mention in mentions}
            if kinds != {"product", "org"} or len(mentions) < 3 or not any(self._sold(text, m) for m in mentions):
                continue
            if not any(self._made(text, m) for m in mentions):
                for mention in mentions:
                    mention.type = "org"

    def _sold(self, text: str, mention: Mention) -> bool:
        """True for « l'application X » and « X, l'application Y »: companies are called by these."""
        left = text[max(0, mention.start - 30) : mention.start]
        after = self.product_after.match(text, mention.end)
        return bool(self.own_product.search(left.rstrip(' "')) or (after and self.own_product.search(after[0])))

    def _made(self, text: str, mention: Mention) -> bool:
        """True if a maker stands by the name: « l'éditeur de X », « sa console X », « X, son robot »."""
        left = text[max(0, mention.start - 60) : mention.start]
        if self.owned_after.match(text, mention.end):
            return True
        return bool(self.made_by.search(left) or _MAKER.match(text[mention.end : mention.end + 40]))

    def _mark(self, text: str, found: list[Mention]) -> None:
        """« le fonds X » is an investor, « le syndicat Y » no company: the noun before the name tells."""
        for mention in found:
            if mention.type != "org":
                continue
            left = text[max(0, mention.start - 48) : mention.start]
            if self.fund_before.search(left):
                mention.descriptor = FUND
            elif self.public_before.search(left):
                mention.descriptor = PUBLIC

    def _sequences(self, text: str, lower: frozenset[str], capitals: Counter[str]) -> Iterator[Mention]:
        done = 0
        for match in self.sequence.finditer(text):
            start, end = match.span("name")
            if start < done:  # « Cirque d'Ormes Luc Morel »: what follows the name that goes on into these capitals
                start = done + 1
            own = _OWN_ARTICLE.search(text[max(0, start - 4) : start])  # « la fromagerie L'Ormeau »
            tail = _OF_NAME.match(text, end) if own else None
            if match["name"] in self.plain:
                if tail:  # « L'Étoile du Layon »
                    done = tail.end()
                    yield Mention("org", start - 2, done, text[start - 2 : done])
                continue
            if start >= end or _names_nobody(text, start, end):
                continue
            if titled := self.title_of.match(text, start, end):  # « CEO of Brindle » names Brindle
                start = titled.end()
            elif own:
                start -= 2
            elif before := self._before_person(text[start:end].split(" ")):
                yield Mention(self._type(text, start, start + before), start, start + before, text[start:][:before])
                start += before + 1
            if self._whole(text[start:end]):
                yield Mention(self._type(text, start, end), start, end, text[start:end])
                continue
            for mention in self._trimmed(text, start, end, lower, capitals):
                done = mention.end
                yield mention

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

    def _whole(self, name: str) -> bool:
        media = self.sets["media"]
        hyphened = name.replace(" ", "-") in media  # « Ouest France »
        return name in media or hyphened or name in self.sets["place"] or name in self.upper_places

    def _trimmed(
        self, text: str, start: int, end: int, lower: frozenset[str], capitals: Counter[str]
    ) -> Iterator[Mention]:
        """Drop the words at both ends that are capitals only by their place in the sentence."""
        words = text[start:end].split(" ")
        doubtful = self._opens(text, start, _DOUBTFUL_AFTER)
        for index, word in enumerate(words[1:], 1):  # « X Raises », in a headline that capitalises every word
            if word.casefold() in self.headline:
                yield from self._named_again(text, start + len(" ".join(words[: index + 1])) + 1, end)
                end = start + len(" ".join(words[:index]))
                words = words[:index]
                break
        tied = [index for index, word in enumerate(words[:-1], 1) if word.endswith(_TIES)]
        if tied:
            start += len(" ".join(words[: tied[-1]])) + 1
            words = words[tied[-1] :]
        opening = start
        while words and (
            self._describes(text, words, start, capitals)
            or (
                not self._belongs(text, words, start, end)
                and " ".join(words[:2]) not in self.sets["place"]
                and not self._bears(words)
                and not self._institution(text, words, end)
                and not self._trade(text, words, start, end, doubtful)
                and self._no_name(text, start, words[0], doubtful, lower, capitals, len(words) == 1)
            )
        ):
            start += len(words[0]) + 1
            words = words[1:]
            doubtful = False
        while words and ((words[-1] in self.sets["thing"] and len(words) == 1) or words[-1] in _TRAILING):
            end -= len(words[-1]) + 1
            words = words[:-1]
        if not words:
            return
        name = text[start:end]
        if traded := self._trade(text, words, start, end, doubtful):
            yield Mention("org", start, traded, text[start:traded])
            return
        if self._nameless(text, words, start, capitals):
            return
        institution = self._institution(text, words, end)
        lone = len(words) == 1 and start == opening and self._opens(text, start, _SENTENCE_END)
        if lone and not institution and not self._vouched(text, name, end, capitals):
            return
        if words[0] in self.institutions and (tail := self.tail.match(text, end)):
            end = tail.end()
            doubtful = False
        type_ = self._type(text, start, end)
        if type_ == "media" and self._outlet(text, start, end) and (tail := _OF_NAME.match(text, end)):
            end = tail.end()
        yield Mention(type_, start, end, text[start:end])

    def _nameless(self, text: str, words: list[str], start: int, capitals: Counter[str]) -> bool:
        """True for what names nobody: a number, a series, a quoted word, common words in a headline's capitals."""
        name, common = " ".join(words), self.language.common
        if (len(name) < 2 and name != "X") or name.isdigit() or _SERIES.match(name) or name.endswith(_TIES):
            return True
        if len(words) == 1:
            return capitals[name] < 2 and bool(_SAID.match(text, start - 1))
        return self.firms.isdisjoint(words) and all(
            w.casefold() in common and capitals[w] < 2 for w in words
        )  # « As He »

    def _named_again(self, text: str, start: int, end: int) -> Iterator[Mention]:
        """Of what follows the verb in « X Acquires Fintech Startup Y for Z », the names that the text tells again."""
        words: list[str] = []
        for word in [*text[start:end].split(" "), ""]:
            if word and word.casefold() not in self.headline:
                words.append(word)
                start += len(word) + 1
                continue
            for size in range(len(words), 0, -1):
                name = " ".join(words[-size:])
                first = start - 1 - len(name)
                if _stands_behind_lower_case(text, name, first):
                    yield Mention(self._type(text, first, first + len(name)), first, first + len(name), name)
                    break
            words.clear()
            start += len(word) + 1

    def _belongs(self, text: str, words: list[str], start: int, end: int) -> bool:
        """True if a first word that could be common is part of the name.

        « Maison Brunel » is in capitals within a sentence too; « • Le Grand Panier : 4 M€ » labels an item.
        """
        if len(words) < 2:
            return False
        if words[0] in _ARTICLES:
            fits = words[1].lower() not in self.descriptors and not words[1].isupper()
            labels = text[start - 2 : start] in ("\n", "• ", "- ") or text[start - 1 : start] == "\n"
            if fits and labels and _LABEL.match(text, end):
                return True
        return _stands_within_a_sentence(text, text[start:end], start)

    def _bears(self, words: list[str]) -> bool:
        """True for « Impossible Foods »: what follows tells a company and names none by itself."""
        first, rest = words[0], words[1:]
        called = bool(rest) and all(word in self.sets["company"] for word in rest) and first not in _ARTICLES
        return called and len(first) > SHORTEST and first.casefold() not in self.grammar

    def _describes(self, text: str, words: list[str], start: int, capitals: Counter[str]) -> bool:
        """True if a first word only tells what kind of company follows: « le Belge X », « l'éditeur SaaS X »."""
        if len(words) < 2:
            return False
        if words[0] in self.sets["honorific"] and words[1].split("-")[0] in self.sets["first"]:
            return True
        if words[0] in self.sets["thing"] and words[-1] not in self.sets["public"]:
            near = text[max(0, start - REACH) : start + REACH]  # « le QR Code X », where X is named by itself too
            if capitals[words[-1]] > 1 and len(re.findall(rf"\b{re.escape(words[-1])}\b", near)) > near.count(
                " ".join(words)
            ):
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

    @staticmethod
    def _opens(text: str, start: int, marks: frozenset[str]) -> bool:
        left = text[max(0, start - 4) : start].rstrip(" '")
        return start < 2 or not left or left[-1] in marks or left[-1].isdigit() or left[-1] > "\u2100"

    def _institution(self, text: str, words: list[str], end: int) -> bool:
        """« Banque des Territoires », « Fonds stratégique »: an institution's name that goes on in lower case."""
        tail = self.tail.match(text, end) if len(words) == 1 and words[0] in self.institutions else None
        return tail is not None and tail.end() > end

    def _trade(self, text: str, words: list[str], start: int, end: int, doubtful: bool) -> int:
        """The end of « Enduits du Valois », « Pompes funèbres du Midi »: a trade in capitals and a name; else 0.

        At the head of a sentence a trade is in capitals anyway: « Boulangeries de Lyon ». There it must stand as a
        subject or a label does, or the text must say the whole again within a sentence.
        """
        head = words[-1]
        heads = head in self.institutions and (len(words) == 1 or words[0] in _ARTICLES or words[0].startswith("Grand"))
        if not heads and head not in self.trades and not self.trade_ending.search(head):
            return 0
        tail = self.trade_tail.match(text, end)
        if tail is None:
            return 0
        end = tail.end()
        before, _, last = tail[0].rpartition(" ")
        if last.split("-")[0] in self.sets["first"] and before.lower() != before:  # « Cirque d'Ormes Luc Morel »
            end -= len(last) + 1
        shown = not doubtful or _LABEL.match(text, end) or self.follows_subject.match(text, end)
        return end if shown or _stands_within_a_sentence(text, text[start:end], start) else 0

    def _vouched(self, text: str, name: str, end: int, capitals: Counter[str]) -> bool:
        """True if a lone word at the head of a sentence is a name: named again, or followed as a subject is."""
        if any(c.isupper() or c.isdigit() for c in name[1:]) or capitals[name] > 1:
            return True
        if name.split("-", maxsplit=1)[0] in self.sets["first"] and _PARTICLE.match(text, end):
            return True
        return bool(self.follows_subject.match(text, end)) and not self.follows_epithet.match(text, end)

    def _no_name(
        self,
        text: str,
        start: int,
        word: str,
        doubtful: bool,
        lower: frozenset[str],
        capitals: Counter[str],
        alone: bool,
    ) -> bool:
        """True for a word that is in capitals without naming anybody: it opens a sentence or is a known thing."""
        folded = word.casefold()
        if word in self.sets["thing"] or self._two_lands(word):
            return alone or bool(_NATIONAL.search(word))
        if word[1:] != word[1:].lower() and not word.isupper():
            return alone and folded in self.descriptors
        if folded in self.language.common:
            if alone and word in self.well_known:  # « Total », « Orange »
                heads = not doubtful or _stands_within_a_sentence(text, word, start)
            else:
                heads = doubtful and not alone and (word in self.institutions or word in self.sets["company"])
            return not heads and (doubtful or alone or word.isupper())
        if doubtful and alone and (folded in self.language.openers or folded.replace("-", "") in self.descriptors):
            return capitals[word] < 2 or not _stands_within_a_sentence(text, word, start)
        if not doubtful or not self._may_be_common(word, folded, lower, capitals, alone):
            return False
        return folded in lower or capitals[word] < 2 or not _stands_within_a_sentence(text, word, start)

    def _two_lands(self, word: str) -> bool:
        """True for "German-US": where something comes from, told of two lands."""
        one, hyphen, other = word.partition("-")
        things, places = self.sets["thing"], self.sets["place"]
        if not hyphen or (one not in things and other not in things):
            return False
        return (one in things or one in places) and (other in things or other in places)

    def _may_be_common(
        self, word: str, folded: str, lower: frozenset[str], capitals: Counter[str], alone: bool
    ) -> bool:
        """True if the text writes the word in lower case too, or its ending is that of a common word."""
        stem = folded.split("-", maxsplit=1)[0] if "-" in folded else folded
        if not alone:
            return folded in lower and capitals[word] < 2 and word not in self.sets["company"]
        return folded in lower or (len(stem) > 3 and bool(self.common_ending.search(stem)))

    def _type(self, text: str, start: int, end: int) -> str:
        name = text[start:end]
        sent = start < 120 and text[start - 1 : start] == "(" and _DATELINE.match(text, end)
        media = self.sets["media"]
        if (
            name in media
            or name.replace(" ", "-") in media
            or sent
            or self._edition(name)
            or self._outlet(text, start, end)
        ):
            return "media"
        if (
            name.replace("-", " ") in self.sets["place"]
            or self._whole(name)
            or name in _LANDS
            or self._toponym(text, start, end)
        ):
            return "place"
        left = text[max(0, start - 48) : start]
        words = name.split(" ")
        if self._person(text, words, left, end):
            return "person"
        return "org" if name in self.well_known or not self._for_sale(text, left, end) else "product"

    def _for_sale(self, text: str, left: str, end: int) -> bool:
        """True for « sa console X » and « X, le robot de Y, »: the noun beside the name tells a product."""
        product = self.product_before.search(left)
        if product and (not product["set"] or text[end : end + 1] in ",.;)" or text[end : end + 4] == " et "):
            return True
        apposed = self.product_after.match(text, end)
        return apposed is not None and not self._sold_by_itself(text, apposed)

    def _toponym(self, text: str, start: int, end: int) -> bool:
        """True for « Saint-Fiacre », « Vervins-sur-Loire », unless the text says of them that they are companies."""
        if _STATE.match(text, end):
            return True
        if not _TOPONYM.fullmatch(text, start, end) or text[start:end] in self.sets["fixed"]:
            return False
        return self.company_before.search(text[max(0, start - 48) : start]) is None

    def _outlet(self, text: str, start: int, end: int) -> bool:
        """True for « L'Écho de la Côte » and "the Bristol Gazette": papers by what papers are called."""
        if (words := text[start:end].split(" "))[-1].removeprefix("L'") not in self.outlets:
            return False
        left = text[max(0, start - 4) : start + 2].lower()
        headed = left.endswith("l'") or left[:-2].endswith(("l'", "la ", "le ", "les ", "the "))
        return headed and (len(words) > 1 or bool(_OF.match(text, end)))

    def _edition(self, name: str) -> bool:
        """True for « BBC Afrique »: what an outlet is called in one country."""
        outlet, _, rest = name.rpartition(" ")
        return rest in self.sets["place"] and outlet in self.sets["media"]

    def _sold_by_itself(self, text: str, apposed: re.Match[str]) -> bool:
        """True for « X, l'appli anti-gaspi, »: a company called by what it sells, as no maker follows."""
        rest = text[apposed.end() : apposed.end() + 60]
        return bool(self.own_product.search(apposed[0])) and not _MAKER.match(rest)

    def _person(self, text: str, words: list[str], left: str, end: int) -> bool:
        if not self.firms.isdisjoint(words):
            return False
        first = words[0].split("-")[0] if words[0] not in self.sets["first"] else words[0]
        if 2 <= len(words) <= 4 and first in self.sets["first"] and not words[1][1:].isupper():
            return True
        if len(words) > 4 or any(word.isupper() and len(word) > 2 for word in words):
            return False
        if len(words) == 1 and first in self.sets["first"] and self.first_name_alone.search(left):
            return True
        said = len(words) == 2 and self.said_by.search(left) and self.well_known.isdisjoint(words)
        if not said and self.person_before.search(left) and not self.round_led.search(left):
            return len(words) >= 2 or left.endswith(("M. ", "Mme ", "Mr. ", "Ms. ", "Dr ", "Mrs. "))
        return bool(said) or (
            len(words) in (2, 3) and words[0][0].isupper() and bool(self.person_after.match(text, end))
        )

    def _surnames(self, text: str, found: list[Mention]) -> None:
        """« Musk » is a person once the text has named « Elon Musk »; so is « Ada Njoya » once « Njoya » speaks."""
        last: dict[str, list[Mention]] = {}
        for mention in found:
            if mention.type in ("org", "person") and mention.value.count(" ") in (1, 2):
                last.setdefault(mention.value.split(" ")[-1], []).append(mention)
        for mention in found:
            named = mention.type == "person" or (mention.type == "org" and self.speaks.match(text, mention.end))
            if named and mention.value in last:
                for full in last[mention.value]:
                    if not self._of_a_firm(full.value):
                        full.type = "person"
        self._again(last)
        surnames = {key: ms[0].value for key, ms in last.items() if any(m.type == "person" for m in ms)}
        for full in surnames.copy().values():  # « Oriela », once the text has named « Oriela Vask »
            first = full.split(" ")[0]
            if first not in self.well_known and first not in self.firms:
                surnames.setdefault(first, full)
        for mention in found:
            if mention.type in ("org", "product", "person") and mention.value in surnames:
                mention.type, mention.value = "person", surnames[mention.value]

    def _again(self, last: dict[str, list[Mention]]) -> None:
        """Whoever the text brings up as a person remains one: « le journaliste Oriv Vask », « Oriv Vask »."""
        met: set[str] = set()
        seen: set[str] = set()
        for mention in (m for mentions in last.values() for m in mentions):
            if mention.type == "person" and mention.value not in seen:
                met.add(mention.value)
            seen.add(mention.value)
            if mention.value in met:
                mention.type = "person"

    def _of_a_firm(self, name: str) -> bool:
        """True for « Groupe Morel », which Morel's speaking makes nobody."""
        words = name.split(" ")
        kinds = self.sets["company"] | self.sets["fund"]
        return any(word in kinds for word in words) or words[0].casefold() in self.descriptors


def _names_nobody(text: str, start: int, end: int) -> bool:
    """True for words in capitals throughout, and for « Head of Platform Sales at »."""
    if text[start:end].isupper() and _shouted(text, start, end):
        return True
    return bool(_POST.match(text, start, end) and _EMPLOYER.match(text, end))


def _occurrences(text: str, name: str, near: int) -> Iterator[int]:
    """Where the name stands as a whole word within `REACH` characters of a place."""
    at, end = text.find(name, max(0, near - REACH), near + REACH), near + REACH
    while at >= 0:
        if not text[at + len(name) : at + len(name) + 1].isalnum():
            yield at
        at = text.find(name, at + 1, end)


def _stands_within_a_sentence(text: str, name: str, near: int) -> bool:
    """True if the name stands behind a word in lower case or a comma."""
    return any(_WITHIN.search(text[max(0, at - 4) : at]) for at in _occurrences(text, name, near))


def _stands_behind_lower_case(text: str, name: str, place: int) -> bool:
    """True if the name stands elsewhere behind a word in lower case: capitals of a headline prove nothing."""
    places = _occurrences(text, name, place)
    return any(at != place and _BEHIND_LOWER.search(text[max(0, at - 20) : at]) for at in places)


def _shouted(text: str, start: int, end: int) -> bool:
    """True within a line of four words and more that is all capitals: a headline, where any word may be a name."""
    low, high = max(0, start - LINE), min(len(text), end + LINE)
    line = text[text.rfind("\n", low, start) + 1 or low : high].split("\n", 1)[0]
    return line.count(" ") > 2 and line.isupper()


def _free(mentions: Iterator[Mention] | list[Mention], taken: list[tuple[int, int]]) -> Iterator[Mention]:
    """Those that overlap none of the sorted or few spans already taken."""
    covered = sorted(taken)
    index = 0
    for mention in mentions:
        while index < len(covered) and covered[index][1] <= mention.start:
            index += 1
        if index == len(covered) or covered[index][0] >= mention.end:
            yield mention


@cache
def reader(code: str) -> NameReader:
    """The reader of names for a language; built once."""
    return NameReader(load(code))
