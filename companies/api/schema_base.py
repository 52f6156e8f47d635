"""What the schemas of all views have in common, and those of all that everyone may read."""

from __future__ import annotations

from typing import Any

from drf_spectacular.openapi import AutoSchema

from .access import CanRead
from .deprecation import deprecation_of


class ViewSchema(AutoSchema):
    """A schema that marks what will go."""

    def is_deprecated(self) -> bool:
        """True for a view that declares it."""
        return deprecation_of(self.view) is not None


class ReadSchema(ViewSchema):
    """A schema that says that a key is optional where everyone may read."""

    def get_auth(self) -> list[dict[str, list[Any]]]:
        """The ways to say who asks; {} is not to say it."""
        ways: list[dict[str, list[Any]]] = super().get_auth()
        is_open = CanRead in self.view.permission_classes
        return [{}, *ways] if is_open and ways and {} not in ways else ways
