"""Reading a document: bytes or text in, a `Draft` out. Pure functions: no Django, no database, no network."""

from .draft import Cut, Draft, Precision, Reason, UnreadableDocument
from .reading import read

__all__ = ["Cut", "Draft", "Precision", "Reason", "UnreadableDocument", "read"]
