"""What was public at a moment of the past: the parameter `as_of`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from typing import Any

import orjson
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.dates import Precision, parse_partial
from companies.models import Concern, Publication, PublicationQuerySet
from companies.slots import DATE_SLOT
from companies.vocabulary import Kind

from . import subjects
from .embedding import AsPart, Embedded, arranged
from .fields import MomentField, WordsField
from .problems import BadParameters, refuse_parameters
from .rendering import stitched

AS_OF = "as_of"


@dataclass(frozen=True)
class PastList:
    """What pagination asks of a view, for a list of the past: it is sorted by publication alone."""

    basename: str
    number_path: str
    default_ordering: str = "-published"
    orderings: dict[str, str] = field(default_factory=lambda: {"published": "sequence"})


def moment_of(request: Any) -> datetime | None:
    """The moment that `as_of` means, None without it. Raises BadParameters for what is none, or has not come yet."""
    text = request.query_params.get(AS_OF)
    if text is None:
        return None
    now = timezone.now()
    day = end_of_day(text)
    moment = day or moment_in(text)
    if moment.date() > now.date() if day else moment > now:
        message = _("“%(value)s” has not come yet. Leave the parameter out for what is public now.")
        raise BadParameters([(AS_OF, message % {"value": text})])
    return min(moment, now)  # today is not over: it is as of now


def end_of_day(text: str) -> datetime | None:
    """The last moment, in UTC, of a day written YYYY-MM-DD; None for any other text."""
    try:
        day, precision = parse_partial(text)
    except ValueError:
        return None
    return datetime.combine(day, time.max, UTC) if day and precision == Precision.DAY else None


def moment_in(text: str) -> datetime:
    """The moment that a text in ISO 8601 means. Raises BadParameters for another text."""
    try:
        moment = MomentField().clean(text) if len(text) > len("2025-08-01") else None
    except ValidationError:
        moment = None
    if moment is None:
        message = _("“%(value)s” is no day and no moment. Write 2025-08-01, the end of that day in UTC, or %(moment)s.")
        raise BadParameters([(AS_OF, message % {"value": text, "moment": "2025-08-01T10:00:00Z"})])
    return moment


def refuse_others(request: Any, known: Iterable[str], allowed: Iterable[str], repeatable: Iterable[str]) -> None:
    """Raise BadParameters for what cannot stand beside `as_of`: the rows that other filters look at are today's."""
    beside = _("It cannot stand beside as_of, which goes with these alone: %(names)s. Leave one of the two out.")
    errors = [
        (name, beside % {"names": ", ".join(sorted(allowed))})
        for name in request.query_params
        if name in known and name not in allowed
    ]
    if errors:
        raise BadParameters(errors)
    refuse_parameters(request, [AS_OF, *allowed], repeatable)


def narrowed(entries: PublicationQuerySet, request: Any, moment: datetime) -> QuerySet[Publication]:
    """The entries' documents in force at the moment, of the companies and kinds that the request names."""
    slugs = request.query_params.getlist("company")
    if slugs:
        rows = about(entries.published(moment), [company_of(slug, moment) for slug in slugs])
    else:
        rows = in_force(entries, moment)
    if "kind" in request.query_params:
        rows = rows.filter(kind__in=kinds_of(request))
    return rows


def kinds_of(request: Any) -> list[str]:
    """The kinds of fact that the request names. Raises BadParameters for a word that is none."""
    try:
        kinds: list[str] = WordsField(words=Kind.values).clean(request.query_params.getlist("kind"))
    except ValidationError as error:
        raise BadParameters([("kind", " ".join(error.messages))]) from error
    return kinds


def in_force(entries: PublicationQuerySet, moment: datetime) -> PublicationQuerySet:
    """The documents in force at the moment.

    Moments never run against the numbers: with both, a page of an old day begins in the index where it should.
    """
    until = Publication.objects.filter(published_at__lte=moment).order_by("-published_at", "-sequence")
    last = until.values_list("sequence", flat=True).first() or 0
    return entries.published(moment).filter(sequence__lte=last)


def about(rows: QuerySet[Publication], companies: Iterable[int]) -> QuerySet[Publication]:
    """Those whose document is about one of the companies, the deals that it is a party to too.

    By their numbers, which are few, so that the database does not walk through all of the past.
    """
    numbers = Concern.objects.filter(company__in=companies, is_named=True).values_list("publication", flat=True)
    return rows.filter(pk__in=list(numbers))


def company_of(slug: str, moment: datetime) -> int:
    """The company that was public under the slug then. Raises BadParameters where there was none."""
    company = subjects.public_at(slug, moment)
    if company is None:
        message = _("“%(slug)s” named nothing public at that moment.")
        raise BadParameters([("company", message % {"slug": slug})])
    return company


def embedded(company: int, moment: datetime, as_part: AsPart = stitched) -> Embedded:
    """What was public then of the facts about a company: by kind, the latest first."""
    rows = about(Publication.objects.facts().published(moment), [company]).order_by("-sequence")
    found = sorted(
        rows.values_list("kind", "document", "digest"), key=lambda row: happened(row[0], row[1]), reverse=True
    )
    facts = arranged("facts", [(kind, as_part(document)) for kind, document, _digest in found])
    return Embedded({"facts": facts}, [digest for _kind, _document, digest in found])


def happened(kind: str, document: str) -> date:
    """The date of a fact as its document has it; the first of all days where it has none."""
    slot = DATE_SLOT.get(Kind(kind))
    day, _precision = parse_partial(orjson.loads(document)[slot] if slot else None)
    return day or date.min
