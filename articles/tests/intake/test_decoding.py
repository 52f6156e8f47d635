"""Bytes in every encoding that is read, and one fault at a time."""

import subprocess
import sys

import pytest

from articles.intake import UnreadableDocument, read
from articles.intake.decoding import MAX_SIZE, Decoded, decode

TEXT = "L’été s’achève à la scierie : « bientôt » deux équipes, 12\u00a0M€ et un cœur d’œuvre…"


@pytest.mark.parametrize(
    ("source", "encoding"),
    [
        (TEXT, "utf-8"),
        ("\ufeff" + TEXT, "utf-8"),
        (TEXT.encode(), "utf-8"),
        (TEXT.encode("utf-8-sig"), "utf-8-sig"),
        (TEXT.encode("utf-16"), "utf-16"),
        (b"\xfe\xff" + TEXT.encode("utf-16-be"), "utf-16"),
        (TEXT.encode("utf-32"), "utf-32"),
        (b"\x00\x00\xfe\xff" + TEXT.encode("utf-32-be"), "utf-32"),
        (TEXT.encode("cp1252"), "cp1252"),
    ],
)
def test_encoding(source, encoding):
    assert decode(source) == Decoded(TEXT, encoding, is_repaired=False)


def test_latin_1_is_read_as_its_superset():
    assert decode("déjà vu".encode("latin-1")) == Decoded("déjà vu", "cp1252", is_repaired=False)


def test_garbled_accents_are_repaired_and_nothing_else():
    garbled = "L’été s’achève à la scierie".encode().decode("cp1252")

    assert decode(garbled + " &amp; ﬁn “là”\n") == Decoded(
        "L’été s’achève à la scierie &amp; ﬁn “là”\n", "utf-8", is_repaired=True
    )


def test_draft_of_a_garbled_document_says_so():
    draft = read("L’été s’achève à la scierie, et les équipes partent.".encode().decode("cp1252").encode())

    assert (draft.body, draft.is_repaired) == ("L’été s’achève à la scierie, et les équipes partent.", True)


@pytest.mark.parametrize(
    ("source", "code", "message"),
    [
        (b"", "empty", "“a.txt” is empty. Check the file, then import it again."),
        (" \u00a0\r\n\t", "empty", "“a.txt” is empty. Check the file, then import it again."),
        (b"\xef\xbb\xbf", "empty", "“a.txt” is empty. Check the file, then import it again."),
        (b"%PDF-1.7 \xe2\xe3", "binary", "“a.txt” is a PDF file. Save its words as plain text."),
        (
            b"\x00\x01\x02scierie",
            "binary",
            "“a.txt” is binary data (or UTF-16 without a byte order mark). Save it as UTF-8 text.",
        ),
        (
            TEXT.encode("utf-16-le"),
            "binary",
            "“a.txt” is binary data (or UTF-16 without a byte order mark). Save it as UTF-8 text.",
        ),
        (
            "scierie\x01\x02\x03",
            "binary",
            "“a.txt” is binary data (or UTF-16 without a byte order mark). Save it as UTF-8 text.",
        ),
        (
            "Лесопилка удвоила площадь цеха".encode("cp1251"),
            "encoding",
            "“a.txt” is neither UTF-8 (byte 0 is wrong) nor Windows-1252 text. Save it as UTF-8.",
        ),
        (
            b"vu d\xe9j\x81",
            "encoding",
            "“a.txt” is neither UTF-8 (byte 4 is wrong) nor Windows-1252 text. Save it as UTF-8.",
        ),
        (
            "L’été s’achève à la scierie".encode() + b", \xe9t\xe9",
            "encoding",
            "“a.txt” is neither UTF-8 (byte 37 is wrong) nor Windows-1252 text. Save it as UTF-8.",
        ),
        (
            b"\xff\xfea",
            "encoding",
            "“a.txt” is marked utf-16 but is not, at byte 2. Save it as UTF-8.",
        ),
        ("d\ud800j", "encoding", "“a.txt” holds half characters (surrogates). Save it as UTF-8."),
        (
            "<!DOCTYPE html><p>Scierie</p>",
            "markup",
            "“a.txt” is a marked-up page. Save its words as plain text.",
        ),
        (b"a" * (MAX_SIZE + 1), "too_large", "“a.txt” is over 16 MB. Import one article per document."),
    ],
)
def test_unreadable_document(source, code, message):
    with pytest.raises(UnreadableDocument) as raised:
        read(source, name="a.txt")
    assert (raised.value.code, str(raised.value)) == (code, message)


def test_unreadable_document_without_a_name():
    with pytest.raises(UnreadableDocument, match=r"^This document is empty\."):
        read(b"")


def test_a_megabyte_on_one_line_is_read():
    text = "La scierie a doublé la surface de son atelier. " * 25_000

    assert read(text.encode()).body == text.strip()


def test_importing_intake_does_not_load_what_repairs_text():
    program = "import sys, articles.intake; print('ftfy' in sys.modules, 'django' in sys.modules)"

    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert done.stdout == "False False\n"
