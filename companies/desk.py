"""What someone at the desk can do to a fact, by admin or API: the verb that fits where the fact stands.

A fact that is not public is changed on the desk, with a private reason; one that is public, in public with a note.
`note` is both here. Each act takes the version that the actor saw; see review.py and publishing.py for what it does.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any

from django.core.exceptions import PermissionDenied

from articles.models import Article

from . import publishing, review
from .models import Citation, Fact
from .refusals import RULES, Refused, require_applies, require_may, require_version
from .vocabulary import State

# What a verb asks of the fact beyond its state; the verbs check it again once the fact is locked.
CONDITIONS: dict[str, Callable[[Any], Any]] = {
    "publish": publishing.require_publishable,
    "split": review.require_divisible,
    "undo": lambda fact: review.require_undoable(fact, review.last_to_undo(fact)),
}


def verb_for(act: str, fact: Fact) -> str:
    """The verb that the act is on this fact: “correct” is “correct_published” once it is public."""
    in_public = f"{act}_published"
    return in_public if fact.state == State.PUBLISHED and in_public in RULES else act


def is_public(act: str, fact: Fact) -> bool:
    """True where the act is told to readers and partners, note included."""
    return RULES[verb_for(act, fact)].permission == "publish_fact"


def may(act: str, fact: Fact, *, by: Any) -> bool:
    """True where the actor holds the permission for the act and the fact's state allows it."""
    verb = verb_for(act, fact)
    try:
        require_may(by, verb)
        require_applies(verb, fact)
    except (Refused, PermissionDenied):
        return False
    return True


def refusal(act: str, fact: Fact, *, by: Any) -> Refused | PermissionDenied | None:
    """What would refuse the act to the actor as the fact stands, whatever values come with it; None for nothing."""
    verb = verb_for(act, fact)
    try:
        require_may(by, verb)
        require_applies(verb, fact)
        CONDITIONS.get(verb, lambda _: None)(fact)
    except (Refused, PermissionDenied) as error:
        return error
    return None


def is_correction(fact: Fact, changes: Mapping[str, Any], citations: Collection[Citation]) -> bool:
    """True where there is something to correct: other values, or sentences that a public fact is to show."""
    return bool(changes or (citations and fact.state == State.PUBLISHED))


def accept(fact: Fact, *, by: Any, note: str = "", version: int | None = None) -> Any:
    """Say that it is right."""
    return review.accept(fact, by=by, reason=note, version=version)


def reject(fact: Fact, *, by: Any, note: str = "", version: int | None = None) -> Any:
    """Say that it is wrong."""
    return review.reject(fact, by=by, reason=note, version=version)


def correct(
    fact: Fact,
    *,
    by: Any,
    changes: Mapping[str, Any],
    citations: Iterable[Citation] = (),
    note: str = "",
    version: int | None = None,
) -> Any:
    """Give it other values; of a public fact, show the sentences named too."""
    if fact.state == State.PUBLISHED:
        return publishing.correct_published(
            fact, by=by, changes=changes, citations=citations, note=note, version=version
        )
    return review.correct(fact, by=by, changes=changes, reason=note, version=version)


def cite(fact: Fact, *, by: Any, article: Article, quote: str, note: str = "", version: int | None = None) -> Any:
    """Add a sentence that it rests on."""
    if fact.state == State.PUBLISHED:
        return publishing.cite_published(fact, article=article, quote=quote, by=by, note=note, version=version)
    return review.cite(fact, article=article, quote=quote, by=by, reason=note, version=version)


def merge(duplicate: Fact, *, into: Fact, by: Any, note: str = "", version: int | None = None) -> Any:
    """Make it one with another fact: publicly into a public one, else on the desk."""
    if into.state == State.PUBLISHED:
        return publishing.merge_published(duplicate, into=into, by=by, note=note, version=version)
    return review.merge(duplicate, into=into, by=by, reason=note, version=version)


def split(fact: Fact, *, by: Any, citations: Iterable[Citation], note: str = "", version: int | None = None) -> Fact:
    """Take sentences out of it; they carry a new proposal."""
    return review.split(fact, citations=citations, by=by, reason=note, version=version)


def undo(fact: Fact, *, by: Any, note: str = "", version: int | None = None) -> Fact:
    """Put back what the last decision about it changed."""
    require_may(by, "undo")
    require_version(fact, version)
    return review.undo(review.last_to_undo(fact), by=by, reason=note, version=version)


VERBS: dict[str, Callable[..., Any]] = {
    "correct": correct,
    "accept": accept,
    "reject": reject,
    "publish": publishing.publish,
    "retract": publishing.retract,
    "cite": cite,
    "merge": merge,
    "split": split,
    "undo": undo,
}
