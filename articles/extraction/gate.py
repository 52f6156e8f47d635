"""A quick look that spares reading a text which holds nothing for any kind."""

from __future__ import annotations

import re
from functools import cache

from .language import any_of, table


@cache
def gate(code: str) -> re.Pattern[str]:
    """Matches any text worth reading: the stems of `gate.toml`."""
    return re.compile(any_of(table(code, "gate")["stems"]), re.IGNORECASE)
