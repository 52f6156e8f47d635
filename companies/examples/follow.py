"""Keep a copy of what a Newsroom has published: python follow.py https://newsroom.example copy.sqlite3 [SECONDS]

Every entry is checked against the chain and taken in once, in order. A page is stored whole or not at all, so this
may be killed at any moment and started again. With SECONDS it asks again and again, else it ends once it knows all.
"""

import hashlib
import http.client
import json
import sqlite3
import sys
import time
import urllib.error
import urllib.request

TABLES = """
CREATE TABLE IF NOT EXISTS entry (sequence INTEGER PRIMARY KEY, digest TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS document (
    kind TEXT, id INTEGER, digest TEXT NOT NULL, body TEXT, PRIMARY KEY (kind, id)) WITHOUT ROWID;
"""


def sha256(text):
    return hashlib.sha256(text.encode()).hexdigest()


def get(address):
    """The body of an answer; while the server is away, wait for it."""
    while True:
        try:
            with urllib.request.urlopen(address, timeout=60) as answer:  # noqa: S310 - the address is the user's own
                return answer.read().decode()
        except urllib.error.HTTPError as error:
            if error.code not in (429, 500, 502, 503, 504):
                raise SystemExit(f"{address}: {error.read().decode()}") from error
        except (OSError, http.client.HTTPException):
            pass
        time.sleep(1)


def entries(page):
    """Each entry of a page, and its document's text just as it was sent: only that text has its digest."""
    place = page.index('"results":[') + len('"results":[')
    while page[place] != "]":
        entry, end = json.JSONDecoder().raw_decode(page, place)
        document = page[place : end - 1].partition(',"document":')[2]
        yield entry, None if entry["document"] is None else document
        place = end + (page[end] == ",")


def check(entry, document, sequence, before):
    """Stop where an entry does not follow from the one before, or its document is not the one published."""
    header = [entry["sequence"], entry["kind"], entry["subject"]["id"], entry["action"], entry["published_at"]]
    told = json.dumps([*header, entry["note"] or ""], ensure_ascii=False, separators=(",", ":"))
    is_next = entry["sequence"] == sequence + 1 and entry["previous_digest"] == before
    if not is_next or sha256("\n".join([before, told, entry["document_digest"]])) != entry["digest"]:
        raise SystemExit(f"entry {entry['sequence']} does not follow from entry {sequence}")
    if not entry["removed"] and sha256(document or "") != entry["document_digest"]:
        raise SystemExit(f"the document of entry {entry['sequence']} is not the one that was published")


def take(copy, entry, document):
    """Store what the entry says: a new document, or that there is none any more."""
    copy.execute("INSERT INTO entry VALUES (?, ?)", (entry["sequence"], entry["digest"]))
    subject = entry["kind"], entry["subject"]["id"]
    copy.execute("DELETE FROM document WHERE kind = ? AND id = ?", subject)
    if entry["action"] in ("published", "corrected"):
        copy.execute("INSERT INTO document VALUES (?, ?, ?, ?)", (*subject, entry["document_digest"], document))


def checksum(copy):
    """The digest over all documents of the copy, which must be the server's."""
    rows = copy.execute("SELECT kind, id, digest FROM document ORDER BY kind, id")
    return sha256("".join(f"{kind} {number} {digest}\n" for kind, number, digest in rows))


def follow(base, copy):
    """Take in all that is new, page by page, then compare the whole."""
    copy.executescript(TABLES)
    last = copy.execute("SELECT sequence, digest FROM entry ORDER BY sequence DESC LIMIT 1")
    sequence, digest = last.fetchone() or (0, "0" * 64)
    is_behind = True
    while is_behind:
        page = get(f"{base}/api/v1/changes/?after={sequence}&page_size=1000")
        with copy:  # one transaction
            for entry, document in entries(page):
                check(entry, document, sequence, digest)
                take(copy, entry, document)
                sequence, digest = entry["sequence"], entry["digest"]
        is_behind = json.loads(page)["next"] is not None
    if json.loads(get(f"{base}/api/v1/checksum/?sequence={sequence}"))["checksum"] != checksum(copy):
        raise SystemExit(f"the copy is not what the server has after entry {sequence}")
    return sequence


if __name__ == "__main__":
    base, file, *seconds = sys.argv[1:]
    copy = sqlite3.connect(file)
    while True:
        print(f"equal up to entry {follow(base.rstrip('/'), copy)}", flush=True)  # noqa: T201
        if not seconds:
            break
        time.sleep(float(seconds[0]))
