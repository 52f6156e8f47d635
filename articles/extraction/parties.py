"""Who takes part in a fact: companies as named, and persons as themselves."""

from __future__ import annotations

from .coreference import DESCRIBED, Who, is_company
from .document import Sentence
from .mentions import Mention
from .reading import Reading


def named_company(reading: Reading, mention: Mention, sentence: Sentence) -> Who | None:
    """The company behind a mention; « l'application X » that has no known maker is its own company."""
    entity = mention.value
    if mention.type == "product" and entity.maker is None:
        return Who(entity, DESCRIBED, mention)
    who = reading.who.resolve(mention, sentence)
    return who if who and is_company(who.entity) else None


def person_or_company(reading: Reading, mention: Mention, sentence: Sentence) -> Who | None:
    """The person himself or herself where a person is named, else the company."""
    if mention.type == "person":
        return Who(mention.value, 1.0, mention)
    return named_company(reading, mention, sentence)
