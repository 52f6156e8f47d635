"""Many acts in one request, each a transaction of its own."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.exceptions import NotFound

from companies import desk
from companies.api.problems import problem_of
from companies.models import Fact

from . import acting
from .bodies import Body, RowNumberField, WordField
from .refusing import REFUSALS, refusal_of

MOST = 100
OF_THE_ITEM = ("fact", "version", "action")


class DecisionsBody(Body):
    """The list of what is to be done."""

    decisions = serializers.ListField(child=serializers.DictField(), min_length=1, max_length=MOST)


class DecisionBody(Body):
    """Which act, on which fact, seen in which version. What else the item holds is the body of the act."""

    fact = RowNumberField()
    version = RowNumberField()
    action = WordField(desk.VERBS)


def read(body: Any) -> list[dict[str, Any]]:
    """The items. Raises ValidationError for anything but a list of objects of a bearable length."""
    decisions: list[dict[str, Any]] = DecisionsBody.read(body)["decisions"]
    return decisions


def decide(item: dict[str, Any], place: int, *, by: Any) -> dict[str, Any]:
    """Do one, and tell its fact, its status, the version after it, and the problem where it was refused."""
    fact, within = None, f"/decisions/{place}"
    try:
        about = DecisionBody.read({name: item[name] for name in OF_THE_ITEM if name in item})
        fact = Fact.objects.filter(pk=about["fact"]).first()
        if fact is None:
            return told(item, NotFound(_("There is no fact %(number)s.") % {"number": about["fact"]}))
        body = {name: value for name, value in item.items() if name not in OF_THE_ITEM}
        acting.act(about["action"], fact, by=by, body=body, version=about["version"])
    except REFUSALS as error:
        return told(item, refusal_of(error, fact, by=by, within=within), fact)
    return told(item, None, fact)


def told(item: dict[str, Any], error: Any, fact: Fact | None = None) -> dict[str, Any]:
    """What came of one item."""
    version = None if fact is None else Fact.objects.values_list("version", flat=True).get(pk=fact.pk)
    number, action = item.get("fact"), item.get("action")
    return {
        "fact": number if isinstance(number, int) and not isinstance(number, bool) else None,
        "action": action if isinstance(action, str) and action in desk.VERBS else None,
        "status": HTTPStatus.OK if error is None else error.status_code,
        "version": version,
        "problem": error and problem_of(error),
    }
