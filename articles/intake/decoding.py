"""From the bytes of a document to its text, or a plain word on why there is none."""

import codecs
import re
from dataclasses import dataclass

from .draft import UnreadableDocument, naming

MAX_SIZE = 16 * 1024 * 1024
"""Bytes (or code points) of the longest document read: far above any article, far below what hurts."""

# Longer marks first: the mark of UTF-16 begins that of UTF-32.
_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_FORMATS = (
    (b"%PDF-", "a PDF file"),
    (b"PK\x03\x04", "a zip archive or an office document"),
    (b"\xd0\xcf\x11\xe0", "an old office document"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"\x1f\x8b", "a gzip archive"),
)
_MARKUP = re.compile(r"\s*+(?:<!doctype\s|<html[\s>]|<\?xml\s|\{\\rtf)", re.IGNORECASE)
_CONTROL = re.compile(r"[\x01-\x08\x0e-\x1b\x7f]")
_SURROGATE = re.compile(r"[\ud800-\udfff]")
# What West European prose uses beyond ASCII. Any other character says that the bytes are not cp1252.
_WESTERN = frozenset(
    "ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖØÙÚÛÜÝÞßàáâãäåæçèéêëìíîïðñòóôõöøùúûüýþÿŒœŠšŽžŸ"
    + "«»‹›‘’‚“”„–—…•·€£°ºª§©®™²³¹¼½¾¿¡´µ×\xa0\xad"
)
_WESTERN_SHARE = 0.25


@dataclass(frozen=True, slots=True)
class Decoded:
    text: str
    encoding: str
    is_repaired: bool


def decode(source: bytes | str, *, name: str = "") -> Decoded:
    """The text of a document, its encoding, and whether garbled accents ("Ã©" for "é") were repaired.

    UTF-8, with or without a byte order mark; UTF-16 and UTF-32 with one; else Windows-1252 (which covers
    Latin-1) where the outcome reads like West European text. Raises `UnreadableDocument`.
    """
    what = naming(name)
    if len(source) > MAX_SIZE:
        raise UnreadableDocument(
            "too_large",
            f"{what} is over {MAX_SIZE // 1024 // 1024} MB. Import one article per document.",
        )
    if isinstance(source, str):
        text, encoding = source.removeprefix("\ufeff"), "utf-8"
    else:
        text, encoding = _text_of_bytes(source, what)
    _refuse_unreadable(text, what)
    repaired = _repair(text)
    return Decoded(repaired, encoding, is_repaired=repaired != text)


def _text_of_bytes(source: bytes, what: str) -> tuple[str, str]:
    for signature, kind in _FORMATS:
        if source.startswith(signature):
            raise UnreadableDocument("binary", f"{what} is {kind}. Save its words as plain text.")
    encoding = next((known for mark, known in _BYTE_ORDER_MARKS if source.startswith(mark)), "utf-8")
    try:
        return source.decode(encoding), encoding
    except UnicodeDecodeError as error:
        if encoding == "utf-8":
            return _western(source, error, what), "cp1252"
        raise UnreadableDocument(
            "encoding",
            f"{what} is marked {encoding} but is not, at byte {error.start}. Save it as UTF-8.",
        ) from error


def _western(source: bytes, error: UnicodeDecodeError, what: str) -> str:
    if b"\0" in source:
        raise _binary(what)
    try:
        text = source.decode("cp1252")
    except UnicodeDecodeError:
        text = ""
    beyond_ascii = [character for character in text if character > "\x7f"]
    is_plausible = 0 < len(beyond_ascii) <= max(3, len(text) * _WESTERN_SHARE) and _WESTERN.issuperset(beyond_ascii)
    if not is_plausible or _is_damaged_utf8(source):
        raise UnreadableDocument(
            "encoding",
            f"{what} is neither UTF-8 (byte {error.start} is wrong) nor Windows-1252 text. Save it as UTF-8.",
        )
    return text


def _is_damaged_utf8(source: bytes) -> bool:
    """Whether the bytes are UTF-8 with some lost or mixed in: at least as many characters read well as badly.

    Read as cp1252 it would turn every good accent into two wrong characters, so it is for a person to mend.
    """
    good = sum(character > "\x7f" for character in source.decode("utf-8", errors="ignore"))
    wrong = source.decode("utf-8", errors="replace").count("\ufffd")
    return good >= wrong


def _refuse_unreadable(text: str, what: str) -> None:
    if not text.strip():
        raise UnreadableDocument("empty", f"{what} is empty. Check the file, then import it again.")
    if "\0" in text or len(_CONTROL.findall(text)) * 50 > len(text):
        raise _binary(what)
    if _SURROGATE.search(text):
        raise UnreadableDocument("encoding", f"{what} holds half characters (surrogates). Save it as UTF-8.")
    if _MARKUP.match(text):
        raise UnreadableDocument("markup", f"{what} is a marked-up page. Save its words as plain text.")


def _binary(what: str) -> UnreadableDocument:
    return UnreadableDocument(
        "binary",
        f"{what} is binary data (or UTF-16 without a byte order mark). Save it as UTF-8 text.",
    )


def _repair(text: str) -> str:
    if text.isascii():
        return text
    # ftfy is slow to load, so importing intake does not load it.
    import ftfy  # noqa: PLC0415
    from ftfy.badness import is_bad  # noqa: PLC0415

    if not is_bad(text):
        return text
    return ftfy.fix_text(
        text,
        unescape_html=False,
        remove_terminal_escapes=False,
        restore_byte_a0=True,
        fix_latin_ligatures=False,
        fix_character_width=False,
        uncurl_quotes=False,
        fix_line_breaks=False,
        fix_surrogates=False,
        remove_control_chars=False,
        normalization=None,
    )
