"""Progress of long work: a bar on a terminal, nothing where output goes to a file or a log."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TextIO, TypeVar

from tqdm import tqdm

T = TypeVar("T")


def progress(items: Iterable[T], *, total: int, label: str, stream: TextIO | Any) -> Iterable[T]:
    """The items, with a bar on the stream while they are worked on if a person is watching it."""
    if not (hasattr(stream, "isatty") and stream.isatty()):
        return items
    return tqdm(items, total=total, desc=label, file=stream, unit="", leave=False)
