"""Spelling out typographic variants without changing a single offset."""

from __future__ import annotations

_SPACES = "\t\x0b\x0c\x1c\x1d\x1e\x1f\x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000\ufeff" + "".join(
    map(chr, range(0x2000, 0x200C))
)
_TABLE = {
    **dict.fromkeys(map(ord, "’‘ʼ`´′"), "'"),
    **dict.fromkeys(map(ord, "«»“”„‟″"), '"'),
    **dict.fromkeys(map(ord, "‐‑‒–—―−"), "-"),
    **dict.fromkeys(map(ord, _SPACES), " "),
    ord("\r"): "\n",
    ord("\0"): " ",
    # The skeleton uses the private-use area for its own signs, so a text must not bring any.
    **dict.fromkeys(range(0xE000, 0xF000), " "),
}


def normalise(text: str) -> str:
    """The text with one quote, one apostrophe, one dash and one blank; same length, so offsets hold."""
    return text.translate(_TABLE)
