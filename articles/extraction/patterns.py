"""Expressions that match as those of `re` do, and are found sooner.

`re` tries an expression such as `\\b(?:levée|lever|dette)` at every character, and its alternatives one by one. So
before an expression is compiled,

- the characters that a match can begin with are read off it, so that all others are passed over;
- alternatives that begin alike are joined: `(?:lev(?:ée|er)|dette)`. Those that begin with other letters exclude
  them, so that of two that may both match the one named first still wins.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import takewhile
from typing import Any

# What `re` is made of is private, but nothing else compiles an expression that was read; a test tells when it moves.
import _sre  # type: ignore[import-not-found]  # isort: skip
from re import _casefix, _compiler, _constants, _parser  # type: ignore[attr-defined]  # isort: skip

ZERO_WIDTH = frozenset([_constants.AT, _constants.ASSERT, _constants.ASSERT_NOT])
REPEATS = frozenset([_constants.MAX_REPEAT, _constants.MIN_REPEAT, _constants.POSSESSIVE_REPEAT])
_HOLDERS = REPEATS | {_constants.SUBPATTERN, _constants.ASSERT, _constants.ASSERT_NOT}  # of a run of nodes
_WIDEST = 256  # characters of a range that are told apart
_NOTHING, _ANYTHING = (None, "nothing"), (None, "anything")  # among the characters that come first

Node = tuple[Any, Any]
Nodes = Any  # a run of them; `re` calls it a SubPattern


def compiled(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """What `re.compile` makes of an expression, quicker to search with; just that where `re` is made otherwise."""
    try:
        return _quicker(pattern, flags)
    except (AttributeError, TypeError, RuntimeError):  # of a Python to come; re.error is the expression's own
        return re.compile(pattern, flags)


def _quicker(pattern: str, flags: int) -> re.Pattern[str]:
    nodes = _parser.parse(pattern, flags)
    flags |= nodes.state.flags
    any_case = bool(flags & re.IGNORECASE)
    code: list[int] = []
    leading = _leading(nodes, any_case)
    _compiler._compile_info(code, leading or nodes, flags & ~re.IGNORECASE if leading else flags)
    _join_alternatives(nodes, any_case)
    _compiler._compile(code, nodes, flags)
    code.append(_constants.SUCCESS)
    return _assembled(pattern, flags, code, nodes.state)


def _assembled(pattern: str, flags: int, code: list[int], state: Any) -> re.Pattern[str]:
    groups: list[str | None] = [None] * state.groups
    for name, number in state.groupdict.items():
        groups[number] = name
    done: re.Pattern[str] = _sre.compile(pattern, flags, code, state.groups - 1, state.groupdict, tuple(groups))
    return done


def _leading(nodes: Nodes, any_case: bool) -> Nodes | None:
    """A set of the characters that a match can begin with; None where they are not told or `re` does better."""
    operation, argument = nodes[0] if len(nodes) else (None, None)
    first = _first_of_run(nodes)
    if any_case:
        first = {each for member in first for each in _in_any_case(member)}
    elif operation is _constants.LITERAL:
        return None
    if argument is _constants.AT_BEGINNING or not first.isdisjoint([_NOTHING, _ANYTHING]):
        return None
    leading = _parser.SubPattern(nodes.state, [(_constants.IN, list(first))])
    leading.width = nodes.getwidth()
    return leading


def _in_any_case(member: Any) -> Iterable[Any]:
    """A member of a set of characters with those that match it where case does not count."""
    operation, argument = member
    if operation is None or operation is _constants.CATEGORY:
        return [member]
    low, high = argument if operation is _constants.RANGE else (argument, argument)
    if high - low > _WIDEST:
        return [_ANYTHING]
    return [(_constants.LITERAL, each) for letter in range(low, high + 1) for each in _cases(letter)]


@cache
def _cases(letter: int) -> list[int]:
    """The characters that match one where case does not count, in order."""
    lower = _sre.unicode_tolower(letter)
    return sorted(
        each for one in (lower, *_casefix._EXTRA_CASES.get(lower, ())) for each in _by_lower().get(one, [one])
    )


@cache
def _by_lower() -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for letter in range(0x10000):
        found.setdefault(_sre.unicode_tolower(letter), []).append(letter)
    return found


def _first_of_run(nodes: Iterable[Node]) -> set[Any]:
    """The first characters of what a run of nodes matches, as members of a set of characters."""
    found: set[Any] = {_NOTHING}
    for operation, argument in nodes:
        if operation not in ZERO_WIDTH:
            found = found - {_NOTHING} | _first(operation, argument)
        if _NOTHING not in found:
            break
    return found


def _first(operation: Any, argument: Any) -> set[Any]:
    if operation is _constants.LITERAL:
        return {(operation, argument)}
    if operation is _constants.IN and (_constants.NEGATE, None) not in argument:
        return set(argument)
    if operation is _constants.BRANCH:
        return set().union(*map(_first_of_run, argument[1]))
    if operation in REPEATS:
        return _first_of_run(argument[-1]) | ({_NOTHING} if argument[0] == 0 else set())
    if operation is _constants.SUBPATTERN and not _changes_flags(operation, argument):
        return _first_of_run(argument[-1])
    return {_ANYTHING}


def _changes_flags(operation: Any, argument: Any) -> bool:
    """True for `(?i:...)`."""
    return operation is _constants.SUBPATTERN and any(argument[1:3])


def _join_alternatives(nodes: Nodes, any_case: bool) -> None:
    """Join alternatives that begin alike, wherever they stand in a run of nodes."""
    for index, (operation, argument) in enumerate(nodes):
        if operation is _constants.LITERAL and any_case:
            nodes[index] = (operation, _cases(argument)[0])  # « É » and « é » begin alike
        elif operation is _constants.BRANCH:
            for alternative in argument[1]:
                _join_alternatives(alternative, any_case)
            nodes[index] = (operation, (None, _joined(argument[1])))
        elif operation in _HOLDERS and not _changes_flags(operation, argument):
            _join_alternatives(argument[-1], any_case)


def _joined(alternatives: Sequence[Nodes]) -> list[Nodes]:
    """Fewer alternatives for the same; one that begins with no plain letter keeps those before and behind it apart."""
    groups: list[list[Nodes]] = []
    by_letter: dict[Node, list[Nodes]] = {}
    for alternative in alternatives:
        first = alternative[0] if len(alternative) else (None, None)
        if first[0] is not _constants.LITERAL:
            by_letter = {}
            groups.append([alternative])
        elif first in by_letter:
            by_letter[first].append(alternative)
        else:
            by_letter[first] = [alternative]
            groups.append(by_letter[first])
    return [_as_one(group) for group in groups]


def _as_one(group: list[Nodes]) -> Nodes:
    """Alternatives that begin with the same letter as one: what they share, then what sets them apart."""
    if len(group) == 1:
        return group[0]
    shared = sum(1 for _ in takewhile(_is_one_letter, zip(*group, strict=False)))
    whole = group[0][:shared]
    whole.append((_constants.BRANCH, (None, _joined([alternative[shared:] for alternative in group]))))
    return whole


def _is_one_letter(nodes: Sequence[Node]) -> bool:
    return nodes[0][0] is _constants.LITERAL and all(node == nodes[0] for node in nodes)
