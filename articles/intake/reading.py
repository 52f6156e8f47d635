"""One document read: what it says of itself, and its article without the rest."""

from dataclasses import replace
from datetime import UTC, date, datetime

from .boilerplate import boilerplate
from .dates import (
    DateLine,
    Stated,
    glued_prefix,
    infer_day,
    parse_iso,
    read_date_line,
    read_masthead,
    read_wire_dateline,
    weekday_dates,
)
from .decoding import decode
from .draft import Cut, Draft, Reason, UnreadableDocument, naming
from .head import read_head
from .language import detect
from .lexicon import lexicon
from .lines import Line, split

_OPENING_LINES = 12
_CLOSING_LINES = 6
_WIRE_LINES = 2
_PREFIX_LINES = 3
_INFERENCE_LINES = 4
_INFERENCE_LENGTH = 3000


def read(
    source: bytes | str,
    *,
    name: str = "",
    published_on: str | None = None,
    language: str | None = None,
    today: date | None = None,
) -> Draft:
    """Read a document of plain text: its headline, date, language and clean body, and what was cut.

    `name` names it in errors. `published_on` ("2026-01-07", "2026-01" or "2026") and `language`, where given,
    outrank the document. `today` bounds the years considered for a weekday without a year; by default the
    current day. Raises `UnreadableDocument`, or `ValueError` if `published_on` is no date. Linear in time.
    """
    given = None if published_on is None else parse_iso(published_on)
    decoded = decode(source, name=name)
    language = language or detect(decoded.text)
    day_first = lexicon().day_first.get(language, True)

    lines, prefix, prefix_date = _without_prefix(split(decoded.text), day_first=day_first)
    head = read_head(lines, day_first=day_first)
    date_lines = _date_lines_below(lines, head.length, day_first=day_first)
    below = boilerplate(lines[head.length :], opening=_OPENING_LINES - head.length)
    reasons = {head.length + at: reason for at, reason in below.items()}
    reasons |= head.cuts | dict.fromkeys(date_lines, Reason.DATELINE)
    kept = [line for at, line in enumerate(lines) if at not in reasons]
    if not kept:
        raise UnreadableDocument("empty", f"{naming(name)} holds no article, only what surrounds one. Add its text.")

    title = None if head.title is None else lines[head.title]
    opening = [line.text for line in kept if line is not title][:_INFERENCE_LINES]
    found = _stated([*head.dates, *date_lines.values()], opening, day_first=day_first)
    stated = given or prefix_date or found
    published = stated if stated and stated.year is not None else None
    inferred_on = None
    if published is None:
        today = today or datetime.now(tz=UTC).date()
        inferred_on = _inferred(stated, opening, text=decoded.text, today=today)
    return Draft(
        title=title.text if title else None,
        body=_body(lines, reasons, title),
        language=language,
        published_on=published.first_day if published else None,
        precision=published.precision if published else None,
        inferred_on=inferred_on,
        cuts=_cuts(decoded.text, prefix, lines, reasons),
        encoding=decoded.encoding,
        is_repaired=decoded.is_repaired,
    )


def _without_prefix(lines: list[Line], *, day_first: bool) -> tuple[list[Line], Cut | None, Stated | None]:
    """The lines without the ` date 2026-01-07 ` or the like glued to the first paragraph, that cut, and that date.

    The paragraph opens the document, or follows its headline and standfirst.
    """
    for at, line in enumerate(lines[:_PREFIX_LINES]):
        found = glued_prefix(line.text, day_first=day_first)
        if found is None:
            continue
        length, stated = found
        cut = Cut(line.start, line.start + length, line.text[:length], Reason.DATELINE)
        rest = line.text[length:].lstrip()
        opening = [replace(line, start=line.end - len(rest), text=rest)] if rest else []
        return [*lines[:at], *opening, *lines[at + 1 :]], cut, stated
    return lines, None, None


def _date_lines_below(lines: list[Line], start: int, *, day_first: bool) -> dict[int, DateLine]:
    """The date lines under a standfirst or at the end, if they say "Published" or "Updated": a bare date
    further down heads an entry of a chronology."""
    opening = range(start, min(_OPENING_LINES, len(lines)))
    closing = range(max(start, len(lines) - _CLOSING_LINES), len(lines))
    read = {at: read_date_line(lines[at].text, day_first=day_first) for at in (*opening, *closing)}
    return {at: date_line for at, date_line in read.items() if date_line and date_line.is_labelled}


def _stated(date_lines: list[DateLine], opening: list[str], *, day_first: bool) -> Stated | None:
    """The date of publication, else of a wire dateline, else of the last update, else one without a year."""
    published = [line.published for line in date_lines if line.published]
    wire = [read_wire_dateline(text, day_first=day_first) for text in opening[:_WIRE_LINES]]
    updated = [line.updated for line in date_lines if line.updated]
    found = [stated for stated in (*published, *wire, *updated) if stated]
    if not found:
        heads = [stated for text in opening if (stated := read_masthead(text, day_first=day_first))]
        return heads[0] if len(heads) == 1 else None  # several head the entries of a chronology
    return next((stated for stated in found if stated.year is not None), found[0])


def _inferred(stated: Stated | None, opening: list[str], *, text: str, today: date) -> date | None:
    """The day meant by a weekday without a year, in the date line or else in the first paragraphs."""
    candidates = weekday_dates("\n".join(opening)[:_INFERENCE_LENGTH])
    if stated is not None and stated.weekday is not None:
        candidates.insert(0, stated)
    return infer_day(candidates[0], text=text, today=today) if candidates else None


def _body(lines: list[Line], reasons: dict[int, Reason], title: Line | None) -> str:
    """The lines kept, with one empty line where the document has some, and after the headline."""
    parts: list[str] = []
    is_apart = False
    for at, line in enumerate(lines):
        is_apart = is_apart or line.after_blank
        if at in reasons:
            continue
        if parts:
            parts.append("\n\n" if is_apart else "\n")
        parts.append(line.text)
        is_apart = line is title
    return "".join(parts)


def _cuts(text: str, prefix: Cut | None, lines: list[Line], reasons: dict[int, Reason]) -> tuple[Cut, ...]:
    """The cuts in order, neighbours with one reason and only white space between them being one cut."""
    cuts: list[Cut] = []
    previous: int | None = None
    for at in sorted(reasons):
        start = lines[at].start
        if previous == at - 1 and cuts[-1].reason is reasons[at]:
            start = cuts.pop().start
        cuts.append(Cut(start, lines[at].end, text[start : lines[at].end], reasons[at]))
        previous = at
    return tuple(sorted([*cuts, *([prefix] if prefix else [])], key=lambda cut: cut.start))
