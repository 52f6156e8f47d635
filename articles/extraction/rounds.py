"""The wordings of funding rounds that no construction holds: what is none, series, who backs one, its parts."""

from __future__ import annotations

import re
from functools import cache

from .constructions import expanded
from .cues import Choices, Cued
from .language import table


class Rules:
    """The compiled side tables of `rounds.toml`: guards, series, backers, parts."""

    def __init__(self, code: str) -> None:
        data = table(code, "rounds")
        macros = table(code, "macros").get("macros", {})
        self.banks = frozenset(data["banks"])
        self.context = re.compile(data["context"])
        self.talk = re.compile(data["talk"])
        self.leading = re.compile(data["leading"])
        self.of_which = re.compile(data["of_which"])
        self.made_up = re.compile(data["made_up"])
        self.gives = re.compile(data["gives"])
        self.joins = re.compile(data["joins"])
        self.raises = re.compile(expanded(data["raises"], macros))
        self.tie = re.compile(data["tie"])
        self.called_off = re.compile(data["called_off"])
        self.pending = re.compile(data["pending"])
        self.borrowed = re.compile(data["borrowed"])
        self.guards = Choices((Cued(code, pattern), name) for name, pattern in data["guards"].items())
        self.series = Choices((Cued(code, row["pattern"]), str(row["series"])) for row in data["series"])
        self.backers = Choices((Cued(code, expanded(row["pattern"], macros)), row) for row in data["backer"])
        self.parts = Choices((Cued(code, expanded(row["pattern"], macros)), str(row["slot"])) for row in data["part"])


@cache
def rounds(code: str) -> Rules:
    """The side tables of a language; compiled once."""
    return Rules(code)
