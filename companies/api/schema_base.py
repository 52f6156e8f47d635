"""What the schemas of all that everyone may read have in common."""

from __future__ import annotations

from typing import Any

from drf_spectacular.openapi import AutoSchema

from .access import CanRead


class ReadSchema(AutoSchema):
    """A schema that says that a key is optional where everyone may read."""

    def get_auth(self) -> list[dict[str, list[Any]]]:
        """The ways to say who asks; {} is not to say it."""
        ways: list[dict[str, list[Any]]] = super().get_auth()
        is_open = CanRead in self.view.permission_classes
        return [{}, *ways] if is_open and ways and {} not in ways else ways
