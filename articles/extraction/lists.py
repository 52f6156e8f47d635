"""Names told side by side, and the amounts shared out between them: « X, Y et Z », « chacun », « respectivement »."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from .document import Sentence
from .language import load
from .mentions import BLOCK, BLOCK_SIZE, SIGNS, Amount, Mention, sign_class
from .patterns import compiled

_ORGS = frozenset(map(chr, range(BLOCK["org"], BLOCK["org"] + BLOCK_SIZE)))
_CLOSING = re.compile(r"\w")
_AMOUNT = f"{sign_class('m')}{sign_class('number')}{sign_class('n')}"
REACH = 30  # « chacun » stands no further from what it shares out
WINDOW = 300  # names stand no further before what is said of them


def coordinated(sentence: Sentence, text: str, position: int) -> list[Mention]:
    """The mention at this position of a skeleton and those joined to it; a list without « et » is no list."""
    mentions = sentence.skeleton.mentions
    words = _words(sentence)
    first, names, closed = mentions[text[position]], [], False
    of_first = words.of.search(text, max(0, position - 8), position)
    while found := words.next.match(text, position + 1):
        position = found.start("name")
        if of_first or not words.of.search(text, found.end("join"), position):  # « X, du groupe Y, et Z » are X and Z
            names.append(mentions[found["name"]])
        if closed := bool(_CLOSING.search(found["join"])):
            break
    return [first, *names] if closed else [first]


def names_before(sentence: Sentence, text: str, end: int) -> list[Mention]:
    """The first list of companies that stands before this position of the skeleton; [] where none does."""
    for position in range(max(0, end - WINDOW), end):
        if text[position] in _ORGS and len(names := coordinated(sentence, text, position)) > 1:
            return names
    return []


def each_of(sentence: Sentence, text: str, start: int, end: int) -> list[Mention]:
    """« X et Y ont chacun levé 4 M€ »: the names of which « chacun » says what stands between two positions."""
    near = _words(sentence).each.search(text, max(0, start - REACH), min(len(text), end + REACH))
    return names_before(sentence, text, start) if near else []


def owner(sentence: Sentence, text: str, amount: Mention) -> Mention | None:
    """Whose an amount is by its place in a list: « respectivement 4 et 6 M€ », « 4 M€ pour la première »."""
    at = text.find(amount.sign)
    if at < 0:
        return None
    if ordinal := _words(sentence).ordinal.match(text, at + 1):
        names = names_before(sentence, text, at)
        return names[0 if ordinal["first"] else 1] if len(names) == 2 else None
    return next((name for name, one, _ in shared_out(sentence, text, amount) if one is amount), None)


def shared_out(sentence: Sentence, text: str, amount: Mention) -> Iterator[tuple[Mention, Mention, Amount]]:
    """« X et Y valent respectivement 4 et 6 M€ »: each name with its amount; nothing where they do not pair up."""
    words = _words(sentence)
    if not words.respective.search(text):
        return
    for run in words.run.finditer(text):
        if amount.sign not in run[0]:
            continue
        amounts = [sentence.skeleton.mentions[sign] for sign in run[0] if sign in sentence.skeleton.mentions]
        names = names_before(sentence, text, run.start())
        if len(names) == len(amounts):
            for name, one in zip(names, amounts, strict=True):
                yield name, one, scaled(one, amounts[-1])


def scaled(one: Mention, last: Mention) -> Amount:
    """« 2,6 et 1,3 milliards »: the first is in milliards as well."""
    amount: Amount = one.value
    if one.type != "number":
        return amount
    return replace(last.value, value=amount.value * last.value.scale, qualifier=amount.qualifier)


class _Words:
    """How a language joins names and amounts in lists, and says which is whose: `words_lists.toml`, compiled."""

    def __init__(self, code: str) -> None:
        words = load(code).words["lists"]
        # « X, spécialiste de la paie, et Y ».
        self.next = compiled(
            rf"(?:, [^,;.{SIGNS}]{{3,80}}(?=, (?:{words['and']}) ))?"
            rf"(?P<join>,? (?:{words['closes']})|,) (?:(?:{words['before_next']}) ?){{0,3}}"
            rf"(?:(?!(?:{words['elsewhere']})\b)[\w'-]+ ){{0,3}}?(?P<name>[{sign_class('c')}])"
        )
        self.of = compiled(rf"\b(?:{words['governs']}) ?$")
        self.each = compiled(rf"\b(?:{words['each']})\b")
        self.respective = compiled(rf"\b{words['respective']}")
        # « 4 M€ pour la première ».
        self.ordinal = compiled(
            rf" ?(?:{words['for_the']}) (?:(?P<first>{words['first']})|(?P<second>{words['second']}))\b"
        )
        self.run = compiled(rf"[{_AMOUNT}](?:(?:,|,? (?:{words['joins']})) (?:{words['before_amount']})?[{_AMOUNT}])+")


@cache
def _compiled(code: str) -> _Words:
    return _Words(code)


def _words(sentence: Sentence) -> _Words:
    return _compiled(sentence.document.language.code)
