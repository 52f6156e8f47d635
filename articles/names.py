"""Spellings of names: when two of them are the same name, for certain.

Only certain rules merge by machine: case, accents, punctuation, spaces and legal forms. Likeness is no such
rule: no threshold tells « Mistral » / « Mistral AI » from « Anthropic » / « Entropic ».
"""

from __future__ import annotations

import re
import unicodedata

from articles.extraction.entities import LEGAL_FORMS

ARTICLES = frozenset({"the", "le", "la", "les", "l"})
FORMERLY = re.compile(r"^(?:ex|anciennement|auparavant|formerly|previously)[\s\-‑–:]+", re.IGNORECASE)
BRACKETS = re.compile(r"^(?P<name>[^()]+?)\s*\((?P<other>[^()]+)\)$")
KEY_LENGTH = 200  # the columns' length; what follows tells no two names apart
LETTERS = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "ß": "ss", "&": " and ", "ł": "l", "đ": "d"})


def name_key(name: str) -> str:
    """A name without case, accents, punctuation, spaces, leading article or legal form.

    « Open AI », « OpenAi » and « OpenAI Inc. » have one key, and so have « x.AI » and « xAI ».
    """
    text = unicodedata.normalize("NFKD", name.casefold().translate(LETTERS))
    text = "".join(c for c in text if not unicodedata.combining(c))
    text = re.sub(r"(?<=\d)\.(?=\d)", " dot ", text).replace("+", " plus ")  # « Canal+ » is not « Canal »
    words = re.sub(r"[\W_]+", " ", re.sub(r"[.`]", "", text)).split()
    while len(words) > 1 and words[-1] in LEGAL_FORMS:
        words.pop()
    if len(words) > 1 and words[0] in ARTICLES:
        words = words[1:]
    return "".join(words)[:KEY_LENGTH]


def spellings(name: str) -> list[str]:
    """The spellings that one printed name gives, the plain one first.

    « X (ex-Twitter) » gives X, Twitter and itself; « Qatar Investment Authority (QIA) » its short form too.
    """
    name = " ".join(name.split())
    found = BRACKETS.match(name)
    if not found:
        return [FORMERLY.sub("", name)] if FORMERLY.match(name) else [name]
    other = FORMERLY.sub("", found["other"])
    if not FORMERLY.match(found["other"]) and not is_short_form(other, found["name"]):
        return [found["name"], name]
    return [found["name"], other, name]


def is_short_form(short: str, name: str) -> bool:
    """True where the short form is the initials of the name: (QIA) after Qatar Investment Authority."""
    initials = "".join(word[0] for word in re.findall(r"\w+", name) if word[0].isupper())
    return len(short) > 1 and short.replace(".", "").casefold() == initials.casefold()
