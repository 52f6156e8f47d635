"""Gold: articles with the facts that a careful editor would take from them, and spellings of one name."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

from articles.names import name_key


class UnusableGold(ValueError):
    """A gold file cannot be used; the message says which and why."""


class Half(StrEnum):
    """The part of the gold an article belongs to.

    The development half may be read, error by error. The check half is looked at as a total only, so that it
    tells how the engine does on articles that it was not built on.
    """

    DEVELOPMENT = "development"
    CHECK = "check"


@dataclass(frozen=True, slots=True)
class GoldArticle:
    """One article with its answers, in the codebook's slots; `required` tells which must be found."""

    id: str
    text: str
    facts: tuple[dict[str, Any], ...]
    language: str
    published_on: str | None

    @property
    def half(self) -> Half:
        """By a digest of its name, so that adding an article moves no other."""
        digest = hashlib.sha256(self.id.encode()).digest()
        return Half.DEVELOPMENT if digest[0] % 2 else Half.CHECK


@dataclass
class Aliases:
    """Spellings that count as one name."""

    canonical: dict[str, set[str]] = field(default_factory=dict)

    def add(self, name: str, spellings: Iterable[str]) -> None:
        """Let the spellings stand for the name."""
        for spelling in spellings:
            self.canonical.setdefault(name_key(spelling), set()).add(name_key(name))

    def forms(self, name: Any) -> set[str]:
        """Every name that a spelling may stand for."""
        key = name_key(str(name))
        return {key} | self.canonical.get(key, set()) if key else set()

    def same(self, one: Any, other: Any) -> bool:
        """True where two names may be one; two absent names are."""
        if one is None or other is None:
            return one is other
        return bool(self.forms(one) & self.forms(other))


def load(folder: Path, seeds: Path | None = None) -> tuple[list[GoldArticle], Aliases]:
    """The articles and aliases of a folder, in name order.

    Every *.json file holds an article or a list of them, but aliases*.json, which hold {name: [spellings]}. An
    entry with a `file` instead of a `text` takes its text from the folder `seeds`. Raises UnusableGold.
    """
    if not folder.is_dir():
        raise UnusableGold(f"There is no folder {folder}.")
    articles, aliases = [], Aliases()
    for path in sorted(folder.rglob("*.json")):
        content = read_json(path)
        if path.name.startswith("aliases"):
            for name, spellings in content.items():
                aliases.add(name, spellings)
        else:
            entries = content if isinstance(content, list) else [content]
            articles += [article_of(entry, path, seeds) for entry in entries]
    if not articles:
        raise UnusableGold(f"The folder {folder} holds no gold article (*.json).")
    return sorted(articles, key=lambda article: article.id), aliases


def read_json(path: Path) -> Any:
    """A file's content."""
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise UnusableGold(f"{path} cannot be read as JSON: {error}") from error


def article_of(entry: Any, path: Path, seeds: Path | None) -> GoldArticle:
    """One article of a gold file."""
    try:
        text = entry.get("text")
        if text is None and seeds is not None:
            text = (seeds / entry["file"]).read_text(encoding="utf-8")
        if not isinstance(text, str):
            raise UnusableGold(f"{path}: {entry.get('id')} has no text.")
        return GoldArticle(entry["id"], text, tuple(entry["facts"]), entry["language"], entry.get("published_on"))
    except (AttributeError, KeyError, OSError) as error:
        raise UnusableGold(f"{path} is no gold file: {error}") from error
