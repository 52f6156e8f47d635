"""How well the machine reads: its findings compared with the answers that people wrote, by the codebook's rules.

Pure functions; the commands `evaluate` and `fit_confidence` and the tests call them.
"""

from .gold import GoldArticle, Half, UnusableGold, load
from .scoring import Score, score

__all__ = ["GoldArticle", "Half", "Score", "UnusableGold", "load", "score"]
