"""The whole ledger as files: written for partners, and loaded into an empty instance.

A dump is a folder: `ledger.ndjson.gz`, one entry of the ledger a line in the order of their numbers, and
`manifest.json`. It holds what is public, or once was, and nothing else; tables are rebuilt from the documents.
"""

from . import shelf
from .folder import BadDump, Dump, Writer
from .loading import NotEmpty, load
from .writing import write

__all__ = ["BadDump", "Dump", "NotEmpty", "Writer", "load", "shelf", "write"]
