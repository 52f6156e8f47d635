"""Spelling out typographic variants without changing a single offset."""

from __future__ import annotations

import re

_SPACES = "\t\x0b\x0c\x1c\x1d\x1e\x1f\x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000\ufeff" + "".join(
    map(chr, range(0x2000, 0x200C))
)
_PLAIN = {
    **dict.fromkeys("’‘ʼ`´′", "'"),
    **dict.fromkeys("«»“”„‟″", '"'),
    **dict.fromkeys("‐‑‒–—―−", "-"),
    **dict.fromkeys(_SPACES, " "),
    "\r": "\n",
    "\0": " ",
    "İ": "I",  # the one letter that is two characters in lower case
}
# The capitals of the Latin alphabet as the press writes names in it: Ÿnsect, Œuvres, Škoda.
UPPER = "A-ZÀ-ÖØ-Þ" + "".join(letter for letter in map(chr, range(0x100, 0x180)) if letter.isupper())
# The skeleton uses the private-use area for its own signs, so a text must not bring any.
_ODD = re.compile(f"[{re.escape(''.join(_PLAIN))}\ue000-\uefff]")


def normalise(text: str) -> str:
    """The text with one quote, one apostrophe, one dash and one blank; same length, so offsets hold.

    They hold in lower case too.
    """
    return _ODD.sub(_plain, text)


def _plain(odd: re.Match[str]) -> str:
    return _PLAIN.get(odd[0], " ")
