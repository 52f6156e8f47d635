"""Money, counts, percentages and plain numbers, by the tables of a language."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any, NamedTuple

from .cues import Choices, Cued, Stretch, cues
from .language import alternatives, any_of, lowered, table
from .mentions import Amount, Mention
from .patterns import compiled

REACH = 44  # characters of a text beside an amount in which a qualifier may stand
QUALIFIERS = ("at_least", "at_most", "approximately")

_GROUPED = re.compile(r"\d{1,3}(?:[ .,'\u202f]\d{3})+(?:[.,]\d{1,3})?")
_SINGLE = re.compile(r"(\d{1,3})[.,](\d{3})")
_WORDED = re.compile(r"[\w(]")


def _said(cues: dict[str, list[str]]) -> str:
    """The expressions of each qualifier as a group of its name, for texts in lower case."""
    return "|".join(f"(?P<{name}>{lowered(any_of(cues[name]))})" for name in QUALIFIERS)


class _Cued(NamedTuple):
    """What a sentence's words allow beside its numbers."""

    units: tuple[tuple[re.Pattern[str], dict[str, Any]], ...]
    qualifier: bool
    lead: bool
    trailer: bool


class Grammar:
    """How one language writes amounts, compiled from its `amounts.toml`."""

    def __init__(self, code: str) -> None:
        data = table(code, "amounts")
        self.numerals: dict[str, float] = data["numerals"] | data["collectives"]
        self.collectives = frozenset(data["collectives"])
        self.magnitudes: dict[str, float] = data["magnitudes"]
        self.short: dict[str, float] = data["short_magnitudes"]
        self.currencies: dict[str, str] = data["currencies"]
        self.folded = {name.lower(): code for name, code in self.currencies.items()}
        self.decimal: str = data["decimal"]
        self._compile(code, data)

    def _compile(self, code: str, data: dict[str, Any]) -> None:
        group = re.escape(data["grouping"])
        words = alternatives(self.numerals)
        self.numeral = compiled(rf"\b(?:{words})\b")
        told_negative = "|".join(rf"(?<=\b{word} )- " for word in data["before_minus"])  # « de - 28 millions »
        signed = [c for c in self.currencies if not c[-1].isalpha() or c.isupper()]
        signs = alternatives(signed)
        spelled = rf"\b(?:{words})(?:(?: et |[ -])(?:{words}))*"
        # Digits and words are looked for apart: a pattern that begins with a digit is found several times faster.
        first = r"\d(?<![\w/]\d)(?<![\w.,/]-\d)"
        self.digits = compiled(
            rf"(?P<digits>{first}\d{{0,2}}(?:[{group}]\d{{3}})+(?!\d)(?:[.,]\d{{1,3}}(?!\d))?|{first}\d*+(?:[.,]\d++)?)"
        )
        self.before_digits = compiled(
            rf"(?:(?:(?<![^\W\d_])|(?=[^\w\s]))(?P<prefix>{signs}) ?"  # not the end of « l'éditeur 3 »
            rf"|(?<![\w)])(?P<minus> ?-|(?<=: )- |(?<=\()- |{told_negative}))$",
            re.IGNORECASE,
        )
        self.before_ends = frozenset("-" + "".join(c[-1] + c[-1].lower() for c in signed))
        self.words = compiled(
            rf"(?P<spelled>{spelled})(?=[ -])"
            rf"|\b(?P<bare>{alternatives(data['bare_articles'])})"
            rf"(?=(?:{alternatives(w for w in self.magnitudes if self.magnitudes[w] >= 1e6)})\b)",
        )
        self.hinted = Cued(code, alternatives(data["word_hints"]))
        link = data["links"]
        self.magnitude = compiled(
            rf"[ -]?(?:{link})?(?P<long>{alternatives(self.magnitudes)})\b(?P<half> et demie?)?", re.IGNORECASE
        )
        self.short_magnitude = compiled(rf" ?(?P<short>{alternatives(self.short)})(?![^\W\d_](?<![€$£]))")
        self.glued: dict[str, tuple[float, str]] = data.get("glued", {})
        self.glued_magnitude = compiled(rf" ?(?P<glued>{alternatives(self.glued)})(?!\w)") if self.glued else None
        self.short_starts = frozenset(word[0] for word in (*self.short, *self.glued))
        self.currency = compiled(rf" ?(?:{link})?(?P<currency>{alternatives(self.currencies)})(?!\w)", re.I)
        self.percent = compiled(r" ?(?:%|pour cents?\b|per ?cent\b)")
        self.things = compiled(data["things_after"])
        said = [cue for q in QUALIFIERS for cue in data["qualifiers"][q]]
        self.qualifier_words = cues(code).require(any_of(cue for cue in said if _WORDED.match(cue)))
        self.qualifier_signs = frozenset(cue[0] for cue in said if not _WORDED.match(cue))
        articles = f"(?:{data['qualifier_articles']})?"
        self.qualifier = compiled(rf"(?:^|(?<=[\s(\"'$]))(?:{_said(data['qualifiers'])}){articles}$")
        self.lead = Cued(code, rf"\b(?:{_said(data['leads'])}) ?{articles}$")
        self.trailer = Cued(code, rf" (?:{_said(data['trailers'])})\b")
        self.units = Choices(
            (Cued(code, rf" (?:{link})?(?:{data['unit_adjectives']}){{0,3}}" + unit["pattern"]), unit)
            for unit in data["unit"]
        )

    def find(self, text: str, stretches: Iterable[Stretch]) -> Iterator[Mention]:
        """Every amount within these stretches of a normalised text, left to right."""
        low = text.lower()
        for stretch in stretches:
            start, end, present = stretch.start, stretch.end, stretch.cues
            found = list(self.digits.finditer(text, start, end))
            if self.hinted.fits(present):
                found = sorted([*found, *self.words.finditer(low, start, end)], key=lambda match: match.start())
            if not found:
                continue
            position = start
            cued = self._cued(text[start:end], present)
            for match in found:
                mention = self._read(text, match, cued) if match.start() >= position else None
                if mention:
                    position = mention.end
                    yield mention

    def _cued(self, words: str, present: int) -> _Cued:
        """The units and qualifiers that a sentence with these cues can hold."""
        said = self.qualifier_words & present == self.qualifier_words
        qualified = said or any(sign in words for sign in self.qualifier_signs)
        return _Cued(self.units.fitting(present), qualified, self.lead.fits(present), self.trailer.fits(present))

    def _read(self, text: str, match: re.Match[str], cued: _Cued) -> Mention | None:
        form, printed = match.lastgroup, match[0]
        start, end = match.span()
        before = self._before(text, start) if form == "digits" else None
        start = before.start() if before else start
        currency = self._code(before["prefix"]) if before and before["prefix"] else None
        value, approximate = self._number(form, printed, negative=bool(before and before["minus"]))
        scale = 1.0
        grouped = False
        if long := self.magnitude.match(text, end):
            scale, end = self.magnitudes[long["long"].lower()], long.end()
            value += 0.5 if long["half"] else 0
        elif form == "digits" and not self.short_starts.isdisjoint(text[end : end + 2]):
            short = self.short_magnitude.match(text, end)
            after = self.currency.match(text, short.end()) if short else None
            if short and (currency or after):
                scale, end = self.short[short["short"]], short.end()
                grouped = self.decimal == "," and scale < 1e9  # « 1.310 M€ »
            elif self.glued_magnitude and (glued := self.glued_magnitude.match(text, end)):
                (scale, currency), end = self.glued[glued["glued"]], glued.end()
                grouped = self.decimal == "," and scale < 1e9
        if form == "bare" and scale == 1.0:
            return None
        after = None if currency else self.currency.match(text, end)
        if after:
            currency, end = self._code(after["currency"]), after.end()
        if scale > 1 and form == "digits" and not grouped:
            value = self._regrouped(printed, value)
        return self._mention(text, (start, end), value, scale, currency, approximate, form == "spelled", cued)

    def _before(self, text: str, start: int) -> re.Match[str] | None:
        """The currency or minus sign before a number, if one of their last letters stands there."""
        if text[max(0, start - 2) : start].rstrip()[-1:] not in self.before_ends:
            return None
        return self.before_digits.search(text, max(0, start - 5), start)

    def _mention(
        self,
        text: str,
        span: tuple[int, int],
        value: float,
        scale: float,
        currency: str | None,
        rough: bool,
        spelled: bool,
        cued: _Cued,
    ) -> Mention | None:
        (start, end), scaled = span, scale >= 1e6
        value *= scale
        unit = None if currency else self._unit(text, end, cued)
        if unit:
            end = unit[0]
        percent = None if currency or unit else self.percent.match(text, end)
        if percent:
            end = percent.end()
        if spelled and not (scaled or currency or percent or (unit and value > 1)):
            return None
        if unit and unit[1].get("weak") and spelled and value < 10:
            return None
        start, end, qualifier = self._qualified(text, start, end, cued)
        qualifier = qualifier or ("approximately" if rough else "exact")
        if unit:
            row, chip = unit[1], unit[2]
            amount = Amount(
                value,
                qualifier,
                metric=row["metric"],
                unit=chip,
                weak=row.get("weak", False),
                scale=scale,
                owned=row.get("owned", False),
            )
            return Mention("count", start, end, amount)
        if percent:
            return Mention("percent", start, end, Amount(value, qualifier, unit="%"))
        amount = Amount(value, qualifier, currency, scale=scale)
        money = currency or (scaled and not self.things.match(text, end))
        return Mention("money" if money else "number", start, end, amount)

    @staticmethod
    def _unit(text: str, end: int, cued: _Cued) -> tuple[int, dict[str, Any], str | None] | None:
        if text[end : end + 1] != " ":
            return None
        for pattern, row in cued.units:
            if found := pattern.match(text, end):
                return found.end(), row, found.groupdict().get("chip")
        return None

    def _qualified(self, text: str, start: int, end: int, cued: _Cued) -> tuple[int, int, str | None]:
        left = text[max(0, start - REACH) : start].lower()
        if cued.qualifier and (before := self.qualifier.search(left)):
            return start - (len(left) - before.start()), end, before.lastgroup
        if cued.lead and (lead := self.lead.pattern.search(left)):
            return start, end, lead.lastgroup
        if cued.trailer and (after := self.trailer.pattern.match(text[end : end + REACH].lower())):
            return start, end + after.end(), after.lastgroup
        return start, end, None

    def _number(self, form: str | None, printed: str, negative: bool) -> tuple[float, bool]:
        """The number that was written, and whether it is a rounded one (« une dizaine »)."""
        if form == "bare":
            return (0.5 if "demi" in printed or "half" in printed else 1.0), False
        if form == "spelled":
            return self._spelled(printed)
        digits, sign = printed, -1 if negative else 1
        if _GROUPED.fullmatch(digits):
            whole, _, fraction = self._split(digits)
            return sign * float(f"{whole}.{fraction or 0}"), False
        return sign * float(digits.replace(",", ".")), False

    def _split(self, digits: str) -> tuple[str, str, str]:
        whole, mark, fraction = digits.partition(self.decimal)
        if mark and len(fraction) == 3 and not re.search(r"[ .']" if self.decimal == "," else r"[ ,']", whole):
            return whole, mark, fraction
        return re.sub(r"\D", "", whole), mark, fraction

    @staticmethod
    def _regrouped(digits: str, value: float) -> float:
        """« 4.665 millions » has a decimal point, whatever it looks like."""
        single = _SINGLE.fullmatch(digits)
        return float(f"{single[1]}.{single[2]}") if single else value

    def _spelled(self, text: str) -> tuple[float, bool]:
        total = current = 0.0
        tokens = self.numeral.findall(text)
        for token in tokens:
            number = self.numerals[token]
            if number == 100 and current:
                current *= 100
            elif token in ("vingt", "vingts") and current == 4:
                current = 80
            elif number == 0.5 and " et " not in text:  # « un demi-milliard »
                current = current / 2 if current else 0.5
            elif token in self.collectives and current <= 1:
                current = number
            else:
                current += number
        return total + current, any(token in self.collectives for token in tokens)

    def _code(self, printed: str) -> str:
        return self.currencies.get(printed) or self.folded[printed.lower()]


@cache
def grammar(code: str) -> Grammar:
    """The amounts of a language; compiled once."""
    return Grammar(code)
