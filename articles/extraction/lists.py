"""Names told side by side: « X, Y et Z »."""

from __future__ import annotations

import re

from .document import Sentence
from .mentions import Mention, sign_class

_NEXT = re.compile(
    r"(?P<join>,? (?:et|ainsi que|puis|and|as well as)|,) "
    r"(?:(?:contre|sur|chez|à|au|de|du|des|d'|le|la|les|l'|son|sa|against|the|of) ?){0,3}"
    rf"(?:[\w'-]+ ){{0,3}}?(?P<name>[{sign_class('c')}])"
)
_CLOSING = re.compile(r"\w")


def coordinated(sentence: Sentence, text: str, position: int) -> list[Mention]:
    """The mention at this position of a skeleton and those joined to it; a list without « et » is no list."""
    mentions = sentence.skeleton.mentions
    first, names, closed = mentions[text[position]], [], False
    while found := _NEXT.match(text, position + 1):
        names.append(mentions[found["name"]])
        position = found.start("name")
        if closed := bool(_CLOSING.search(found["join"])):
            break
    return [first, *names] if closed else [first]
