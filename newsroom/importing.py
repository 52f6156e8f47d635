"""From a document's bytes to proposals: reading, storing, extracting and reconciling, in one transaction."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from django.db import DatabaseError, IntegrityError, transaction

from articles.extraction import VERSION, Gazetteer, extract
from articles.extraction.language import codes
from articles.intake import UnreadableDocument, read
from articles.models import Article, Reading
from articles.storing import find_article, store
from companies.reconcile import Reconciled, reconcile
from companies.registry import known_spellings

logger = logging.getLogger(__name__)

NEW, UNCHANGED, REREAD, FAILED = "new", "unchanged", "reread", "failed"


@dataclass
class Imported:
    """What came of one document. `outcome` is one of new, unchanged, reread and failed."""

    name: str
    outcome: str
    article: Article | None = None
    facts: Reconciled = field(default_factory=Reconciled)
    reason: str = ""
    warning: str = ""


def import_document(raw: bytes, *, name: str, gazetteer: Gazetteer | None = None) -> Imported:
    """Import one document. A known one is read anew only where the extractor has changed since.

    Raises UnreadableDocument, and then nothing is stored.
    """
    try:
        return import_new_document(raw, name=name, gazetteer=gazetteer)
    except IntegrityError:
        article = find_article(raw)
        if article is None:
            raise
        return Imported(name, UNCHANGED, article)  # someone else imported it at the same moment


@transaction.atomic
def import_new_document(raw: bytes, *, name: str, gazetteer: Gazetteer | None = None) -> Imported:
    """The same where nobody else imports it at the same moment."""
    article = find_article(raw)
    if article is not None and article.extractor_version == VERSION:
        return Imported(name, UNCHANGED, article)
    outcome = NEW if article is None else REREAD
    if article is None:
        article = store(read(raw, name=name), raw, source_name=name)
    facts = find_facts(article, gazetteer)
    warning = ""
    if article.reading == Reading.UNSUPPORTED_LANGUAGE:
        warning = (
            f"kept, but not read for facts: its language ({article.language}) is not one of "
            f"{', '.join(codes())}. Editors can add facts to it by hand."
        )
    return Imported(name, outcome, article, facts, warning=warning)


def find_facts(article: Article, gazetteer: Gazetteer | None) -> Reconciled:
    """Read an article for facts and reconcile them with what we have."""
    article.extractor_version = VERSION
    if article.language not in codes():
        article.reading = Reading.UNSUPPORTED_LANGUAGE
        article.save()
        return Reconciled()
    article.reading = Reading.READ
    article.save()
    findings = extract(
        article.body,
        language=article.language,
        published_on=article.published,
        title=article.title or None,
        names=gazetteer,
    )
    return reconcile(article, findings)


def import_files(files: Iterable[Path]) -> Iterator[Imported]:
    """Import documents one by one; one that cannot be read is reported and the others go on."""
    gazetteer = Gazetteer(known_spellings())
    for file in files:
        try:
            yield import_document(file.read_bytes(), name=file.name, gazetteer=gazetteer)
        except UnreadableDocument as error:
            yield Imported(file.name, FAILED, reason=str(error))
        except DatabaseError as error:
            yield Imported(file.name, FAILED, reason=f"the database refused it, nothing was stored: {error}")
        except OSError as error:
            yield Imported(file.name, FAILED, reason=f"cannot be opened: {error.strerror or error}")
        except Exception as error:  # one document that trips the reader must not stop the others
            logger.exception("Reading %s failed", file.name)
            yield Imported(file.name, FAILED, reason=f"the reader failed ({error}), nothing was stored; see the log")


def count_by_kind(results: Iterable[Imported]) -> Counter[str]:
    """Facts proposed, by kind."""
    total: Counter[str] = Counter()
    for result in results:
        total += result.facts.proposed
    return total
