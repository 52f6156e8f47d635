"""Text in, findings out: what a press article says about companies, each fact with the sentence it rests on.

Pure functions of the text: no Django, no database, no network, standard library only.
"""

from .engine import extract
from .findings import Citation, Finding
from .gazetteer import Gazetteer

VERSION = "1.1"

__all__ = ["VERSION", "Citation", "Finding", "Gazetteer", "extract"]
