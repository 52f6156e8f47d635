"""The wordings of funding rounds that no construction holds: what is none, series, who backs one, its parts."""

from __future__ import annotations

from functools import cache

from .constructions import expanded, macros_of
from .cues import Choices, Cued
from .language import table
from .patterns import compiled


class Rules:
    """The compiled side tables of `rounds.toml`: guards, series, backers, parts."""

    def __init__(self, code: str) -> None:
        data, macros = table(code, "rounds"), macros_of(code, "rounds")
        self.banks = frozenset(data["banks"])
        self.context = compiled(data["context"])
        self.talk = compiled(data["talk"])
        self.announces = compiled(data["announces"])
        self.leading = compiled(data["leading"])
        self.of_which = compiled(data["of_which"])
        self.made_up = compiled(data["made_up"])
        self.gives = compiled(data["gives"])
        self.joins = compiled(data["joins"])
        self.raises = compiled(expanded(data["raises"], macros))
        self.weak = compiled(data["weak"])
        self.tie = compiled(data["tie"])
        self.called_off = compiled(data["called_off"])
        self.pending = compiled(data["pending"])
        self.borrowed = compiled(data["borrowed"])
        self.guards = Choices((Cued(code, pattern), name) for name, pattern in data["guards"].items())
        self.series = Choices((Cued(code, row["pattern"]), str(row["series"])) for row in data["series"])
        self.backers = Choices((Cued(code, expanded(row["pattern"], macros)), row) for row in data["backer"])
        self.parts = Choices((Cued(code, expanded(row["pattern"], macros)), str(row["slot"])) for row in data["part"])


@cache
def rounds(code: str) -> Rules:
    """The side tables of a language; compiled once."""
    return Rules(code)
