"""The lines that a page had and its plain text lost: items, headings, stamps and links run into the prose.

A blank becomes a line break, so every offset holds.
"""

from __future__ import annotations

import re
from functools import cache

from .language import Language, load
from .normalise import UPPER
from .patterns import compiled

LINK = 200  # characters of a headline that a text links to
SHOUTED = 6  # capitals that make a heading
BULLETS = "•►▶■◆▪●◼‣\u2600-\u27bf\U0001f000-\U0001faff"

# The blank before a mark that opens an item: « ... en baisse. • Santé. Biolanthe emploie ... ».
_ITEM = re.compile(rf" (?=[{BULLETS}]\ufe0f? ?[\"(]?[{UPPER}0-9])")
# Words in capitals and the first of what follows: « L'ESSENTIEL Le groupe vise ... ».
_CAPITALS = compiled(
    rf"(?:(?<=[.!?\"] )|^)(?P<mark>[{BULLETS}]? ?)(?P<heading>(?:[{UPPER}0-9]+[ ',:&!?-]{{1,2}}){{1,12}})"
    rf"(?=(?P<next>[{UPPER}][a-zà-ÿ]+)\b)",
    re.MULTILINE,
)


def laid_out(norm: str, language: str, title: str | None) -> str:
    """The normalised text with a line break where the page had one; links to other stories are blanked."""
    rules = _rules(language)
    norm = rules.links.sub(lambda link: "\n" * len(link[0]), norm)
    norm = _ITEM.sub("\n", norm)
    norm = rules.stamp.sub(_on_its_own, norm)
    norm = rules.headings.sub(_on_its_own, norm)
    norm = _CAPITALS.sub(rules.after_capitals, norm)
    return _after_title(norm, title) if title else norm


class _Rules:
    """The expressions of one language."""

    def __init__(self, code: str) -> None:
        self.language: Language = load(code)
        words = self.language.words
        cue = words["links"]
        tail, sentence = rf"[^\n]{{0,{LINK}}}$", rf"(?:[^\n.!?]|[.!?](?! |$)){{0,{LINK}}}[.!?]*"
        # A link to another story: a line of its own, or a run within a line that ends with its sentence.
        self.links = compiled(
            rf"^[^\w\n]{{0,6}}(?:{cue}){tail}|(?<=[.!?\")\]] )(?:{cue}){sentence}|\((?:{cue})[^()\n]{{0,{LINK}}}\)",
            re.MULTILINE,
        )
        self.stamp = compiled(rf" (?:{words['stamp']})(?: |$)")
        about = rf"(?:{words['about']})(?P<name>[{UPPER}][^\n.:;]{{1,40}}?)(?= (?P=name)\b)"
        self.headings = compiled(rf"(?:(?<=[.!?\"]) |^)(?:{about}|{words['headings']}) (?=[{UPPER}])", re.MULTILINE)

    def after_capitals(self, match: re.Match[str]) -> str:
        """A heading in capitals, told from a name in capitals by a common word that opens it or what follows it."""
        heading = match["heading"]
        if heading[-1] != " " or sum(letter.isupper() for letter in heading) < SHOUTED:
            return match[0]
        first = heading.partition(" ")[0].casefold()
        opens = first not in self.language.words["articles"] and self._is_common(first)
        return match[0][:-1] + "\n" if opens or self._is_common(match["next"].casefold()) else match[0]

    def _is_common(self, word: str) -> bool:
        return word in self.language.common or word in self.language.openers


@cache
def _rules(code: str) -> _Rules:
    return _Rules(code)


def _on_its_own(match: re.Match[str]) -> str:
    """The words with a line break for the blank on either side."""
    words = match[0]
    return "\n" * words.startswith(" ") + words.strip(" ") + "\n" * words.endswith(" ")


def _after_title(norm: str, title: str) -> str:
    """A body that opens with the headline once more, and goes on in the same line."""
    for start in (0, norm.find(title, 1, 3 * len(title) + LINK)):
        end = start + len(title)
        if start >= 0 and norm.startswith(title, start) and re.match(rf" [{UPPER}]", norm[end : end + 2]):
            norm = f"{norm[:end]}\n{norm[end + 1 :]}"
    return norm
