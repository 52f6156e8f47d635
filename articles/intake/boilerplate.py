"""Which lines of a document are not the article: adverts, links elsewhere, share bars, captions, bios.

Cutting is conservative: what the rules of `languages/*.toml` do not name stays, and a line that carries
money, a company's figure or speech stays even where a rule names it, unless a label ("Read also: ...") says
that it belongs to another article.
"""

import re

from .draft import Reason
from .lexicon import Opens, Place, Rule, lexicon
from .lines import Line

_LONGEST_LINE = 700
_LONGEST_LINK = 160
_LONGEST_BLOCK = 10
_LONGEST_BIO = 1500
_WORD = re.compile(r"[^\W\d_]+")
_QUOTED = re.compile(r"«[^»]*»|“[^”]*”|\"[^\"]*\"")
_LINK = re.compile(r"[→>•▶►*–—-]\s")
_FULL_STOP = (".", "!", "…", ":")


def boilerplate(lines: list[Line], *, opening: int = 0) -> dict[int, Reason]:
    """The indexes of the lines to leave out, each with its reason. Linear in the length of the lines.

    The first `opening` lines open the document.
    """
    found: dict[int, Reason] = {}
    for index, line in enumerate(lines):
        if index in found:
            continue
        if rule := matching_rule(line, Place.ANYWHERE) or matching_rule(line, Place.BELOW):
            links = _links_below(lines, index) if rule.opens is Opens.LINKS else 0
            found |= dict.fromkeys(range(index, index + 1 + links), rule.reason)
        elif index < opening and (rule := matching_rule(line, Place.OPENING)):
            found[index] = rule.reason
        elif _is_alone(lines, index) and (caption := matching_rule(line, Place.BETWEEN)):
            found[index] = caption.reason
    return found | _tail(lines, found)


def matching_rule(line: Line, place: Place) -> Rule | None:
    """The first rule of this place that names the line, unless the line carries what must be kept."""
    if len(line.text) > _LONGEST_LINE:
        return None
    for rule, pattern in lexicon().rules_at(place):
        if pattern.fullmatch(line.text) and (rule.label or not is_guarded(line.text)):
            return rule
    return None


def is_guarded(text: str) -> bool:
    """Whether the text carries money, a company's figure or speech."""
    return lexicon().guard.search(text) is not None


def _links_below(lines: list[Line], index: int) -> int:
    """How many lines under a label such as "Read also" are its links.

    Without a bullet a link looks like a cross-heading, so those count only if nothing but links follows up to
    an empty line or the end.
    """
    run = [line.text for line in _run_below(lines, index)]
    if all(_LINK.match(text) or _is_plain_link(text) for text in run):
        return len(run)
    return next(at for at, text in enumerate(run) if not _LINK.match(text))


def _run_below(lines: list[Line], index: int) -> list[Line]:
    """The lines under this one up to an empty line, as many as a block may have.

    A list may have an empty line above it.
    """
    run = lines[index + 1 : index + _LONGEST_BLOCK]
    is_list_apart = run and _LINK.match(run[0].text) and _is_plain_link(run[0].text)
    return run[: next((at for at, line in enumerate(run) if line.after_blank and (at or not is_list_apart)), len(run))]


def _is_plain_link(text: str) -> bool:
    return len(text) <= _LONGEST_LINK and not text.endswith(_FULL_STOP) and not is_guarded(text)


def _is_alone(lines: list[Line], index: int) -> bool:
    """Whether the line stands by itself between paragraphs, and not in a list of words."""
    if not 0 < index < len(lines) - 1 or not (lines[index].after_blank and lines[index + 1].after_blank):
        return False
    return " " in lines[index - 1].text and " " in lines[index + 1].text


def _tail(lines: list[Line], found: dict[int, Reason]) -> dict[int, Reason]:
    """What the last lines add: going up from the end, as long as every line is boilerplate."""
    tail: dict[int, Reason] = {}
    index = len(lines) - 1
    while index > 0:
        if index in found:
            index -= 1
        elif block := _block_ending_at(lines, index):
            tail |= block
            index = min(block) - 1
        else:
            break
    return tail


def _block_ending_at(lines: list[Line], index: int) -> dict[int, Reason]:
    """The lines of tail boilerplate that end with this one: it alone, or a heading ("About the author") with
    the paragraph under it."""
    if rule := matching_rule(lines[index], Place.TAIL):
        return {index: rule.reason}
    if _is_author_bio(lines, index):
        return {index: Reason.AUTHOR_BIO}
    for start in range(index, max(index - _LONGEST_BLOCK, 0), -1):
        if len(lines[start].text) > _LONGEST_LINE or is_guarded(lines[start].text):
            break
        rule = matching_rule(lines[start - 1], Place.TAIL)
        if rule is not None and rule.opens is Opens.LINES:
            return dict.fromkeys(range(start - 1, index + 1), rule.reason)
        if lines[start].after_blank:
            break
    return {}


def _is_author_bio(lines: list[Line], index: int) -> bool:
    """Whether a paragraph tells of its author's work as "I", in an article that says "I" nowhere else."""
    text = lines[index].text
    if len(text) > _LONGEST_BIO or _first_person(text) < 2 or is_guarded(text):
        return False
    if len(_words(text) & frozenset(lexicon().author_work)) < 2:
        return False
    return all(_first_person(line.text) == 0 for line in lines[:index])


def _first_person(text: str) -> int:
    """How many words of the text outside its quotations are "I", "my" and the like."""
    first_person = frozenset(lexicon().first_person)
    return sum(word.lower() in first_person for word in _WORD.findall(_QUOTED.sub(" ", text)))


def _words(text: str) -> frozenset[str]:
    return frozenset(word.lower() for word in _WORD.findall(text))
