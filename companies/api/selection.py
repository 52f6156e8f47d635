"""Parts of documents: `fields=id,amount,company.name,citations.quote`.

The one place where stored documents are parsed on their way out, and only for who asks. What may be asked for stands
in the documents' own shapes, so an unknown name is told the known ones.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Any

import orjson
from django.utils.translation import gettext as _

from .components import JSONSchema, components
from .problems import BadParameters

Tree = dict[str, Any]  # a name → what to keep below it; nothing there keeps all


@cache
def shapes() -> dict[str, JSONSchema]:
    """The documents' shapes, made once."""
    return components()


def members(shape: JSONSchema) -> dict[str, JSONSchema]:
    """The members that an object of the shape has, or that the objects of a list have."""
    if "$ref" in shape:
        return members(shapes()[shape["$ref"].rsplit("/", 1)[1]])
    if "items" in shape:
        return members(shape["items"])
    found: dict[str, JSONSchema] = {}
    for one in shape.get("oneOf", ()):
        found |= members(one)
    return found | shape.get("properties", {})


def selection(text: str, component: str, embedded: Iterable[str]) -> Tree:
    """What `fields` asks for of a component's documents; what `include` embeds counts where it is embedded.

    Raises BadParameters for a name that the documents do not have.
    """
    every = members(shapes()[component])
    top = {name: shape for name, shape in every.items() if name not in EMBEDDABLE or name in set(embedded)}
    tree: Tree = {}
    paths = [part.strip() for part in text.split(",")]
    for path in sorted(paths, key=lambda path: path.count("."), reverse=True):  # what is asked for whole stays whole
        below, known, done = tree, top, ""
        for name in path.split("."):
            if name not in known:
                message = _("“%(value)s” is not one of: %(allowed)s.")
                allowed = ", ".join(done + one for one in sorted(known)) or _("none")
                raise BadParameters([("fields", message % {"value": path, "allowed": allowed})])
            above, below = below, below.setdefault(name, {})
            known, done = members(known[name]), f"{done}{name}."
        above[name] = {}
    return tree


EMBEDDABLE = frozenset({"facts", "articles", "people"})


def kept(value: Any, tree: Tree) -> Any:
    """A part of a document."""
    if not tree:
        return value
    if isinstance(value, list):
        return [kept(one, tree) for one in value]
    if not isinstance(value, dict):
        return value
    return {name: kept(inner, tree.get(name, {})) for name, inner in value.items() if name in tree or name == "@type"}


def selected(document: Any, tree: Tree) -> Any:
    """The parts of a document that were asked for; the document is text, or a fragment with more members."""
    text = document if isinstance(document, str) else orjson.dumps(document)
    return kept(orjson.loads(text), tree)
