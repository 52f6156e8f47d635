"""Who may do what: the groups that come with the project, as data."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

LOOK_AND_WRITE = ("view", "add", "change")

EDITOR_PERMISSIONS = (
    "articles.view_article",
    "articles.add_article",
    "articles.change_article",
    "articles.view_outlet",
    "articles.add_outlet",
    "articles.change_outlet",
    *[
        f"companies.{act}_{model}"
        for model in ("fact", "fundinground", "valuation", "keyfigure", "deal", "controversy", "role")
        for act in LOOK_AND_WRITE
    ],
    *[f"companies.{act}_company" for act in LOOK_AND_WRITE],
    *[f"companies.{act}_person" for act in LOOK_AND_WRITE],
    "companies.view_companyname",
    "companies.view_citation",
    "companies.view_participation",
    "companies.view_decision",
    "companies.view_publication",
    "companies.review_fact",
    *[f"companies.{act}_subscription" for act in ("view", "add", "change", "delete")],
    "companies.view_delivery",
)


@dataclass(frozen=True)
class Group:
    """A group of users: its name, what it is for, and its permissions."""

    name: str
    description: str | Promise
    permissions: tuple[str, ...]


EDITOR = Group("editor", _("Checks, corrects, accepts and rejects what the machine proposes."), EDITOR_PERMISSIONS)
PUBLISHER = Group(
    "publisher",
    _("An editor who also publishes, corrects in public, retracts, removes for legal reasons, and merges companies."),
    (*EDITOR_PERMISSIONS, "companies.publish_fact", "companies.merge_company", "companies.remove_fact"),
)
GROUPS = (EDITOR, PUBLISHER)
