"""Money, counts, percentages and plain numbers, by the tables of a language."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from .language import alternatives, any_of, table
from .mentions import Amount, Mention

QUALIFIERS = ("at_least", "at_most", "approximately")


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
        self._compile(data)

    def _compile(self, data: dict[str, Any]) -> None:
        group = re.escape(data["grouping"])
        words = alternatives(self.numerals)
        self.numeral = re.compile(words)
        signs = alternatives(c for c in self.currencies if not c[-1].isalpha() or c.isupper())
        spelled = rf"\b(?:{words})(?:(?: et |[ -])(?:{words}))*+"
        self.scan = re.compile(
            rf"(?:(?P<prefix>{signs}) ?)?(?<![\w.,/]-)(?<![\w/])(?P<minus>(?<![\w)]) ?-(?=\d))?"
            rf"(?P<digits>\d{{1,3}}(?:[{group}]\d{{3}})++(?!\d)(?:[.,]\d{{1,3}}(?!\d))?|\d++(?:[.,]\d++)?)"
            rf"|(?P<spelled>{spelled})(?=[ -])"
            rf"|\b(?P<bare>{alternatives(data.get('bare_articles', ['le ', 'du ', 'au ', 'un demi-', 'demi-']))})"
            rf"(?=(?:{alternatives(w for w in self.magnitudes if self.magnitudes[w] >= 1e6)})\b)",
            re.IGNORECASE,
        )
        link = data.get("links", "de |d'")
        self.magnitude = re.compile(
            rf"[ -]?(?:{link})?(?P<long>{alternatives(self.magnitudes)})\b(?P<half> et demie?)?", re.IGNORECASE
        )
        self.short_magnitude = re.compile(rf" ?(?P<short>{alternatives(self.short)})(?![^\W\d_](?<![€$£]))")
        self.currency = re.compile(rf" ?(?:{link})?(?P<currency>{alternatives(self.currencies)})(?!\w)", re.I)
        self.percent = re.compile(r" ?(?:%|pour cents?\b|per ?cent\b)")
        self.things = re.compile(data["things_after"])
        self.range = re.compile(data.get("range", r" (?:à|ou) (?=\d)"))
        flags = re.IGNORECASE
        self.qualifier = re.compile(
            r"(?:^|(?<=[\s(\"'$]))(?:"
            + "|".join(f"(?P<{q}>{any_of(data['qualifiers'][q])})" for q in QUALIFIERS)
            + rf")(?:{data.get('qualifier_articles', 'les |des |de |la ')})?$",
            flags,
        )
        self.lead = re.compile(
            r"\b(?:"
            + "|".join(f"(?P<{q}>{any_of(data['leads'][q])})" for q in QUALIFIERS)
            + rf") ?(?:{data.get('qualifier_articles', 'les |des |de |la ')})?$",
            flags,
        )
        self.trailer = re.compile(
            r" (?:" + "|".join(f"(?P<{q}>{any_of(data['trailers'][q])})" for q in QUALIFIERS) + r")\b", flags
        )
        self.units = [
            (
                re.compile(rf" (?:{link})?(?:{data.get('unit_adjectives', 'nouveaux |autres ')})?" + unit["pattern"]),
                unit,
            )
            for unit in data["unit"]
        ]

    def find(self, text: str) -> Iterator[Mention]:
        """Every amount of a normalised text, left to right."""
        position = 0
        while match := self.scan.search(text, position):
            mention = self._read(text, match)
            position = max(match.end(), mention.end if mention else 0)
            if mention:
                yield mention

    def _read(self, text: str, match: re.Match[str]) -> Mention | None:
        value, approximate = self._number(match)
        end, scale = match.end(), 1.0
        currency = self.currencies.get((match["prefix"] or "").upper()) if match["prefix"] else None
        if long := self.magnitude.match(text, end):
            scale, end = self.magnitudes[long["long"].lower()], long.end()
            value += 0.5 if long["half"] else 0
        elif match["spelled"] is None:
            short = self.short_magnitude.match(text, end)
            after = self.currency.match(text, short.end()) if short else None
            if short and (currency or after):
                scale, end = self.short[short["short"]], short.end()
        if match["bare"] and scale == 1.0:
            return None
        after = self.currency.match(text, end)
        if after and not currency:
            currency, end = self._code(after["currency"]), after.end()
        if scale > 1 and match["digits"]:
            value = self._regrouped(match, value)
        return self._mention(text, match, end, value * scale, currency, approximate, scale >= 1e6)

    def _mention(
        self, text: str, match: re.Match[str], end: int, value: float, currency: str | None, rough: bool, scaled: bool
    ) -> Mention | None:
        start = match.start()
        unit = None if currency else self._unit(text, end)
        if unit:
            end = unit[0]
        percent = None if currency or unit else self.percent.match(text, end)
        if percent:
            end = percent.end()
        if match["spelled"] is not None and not (scaled or currency or percent or (unit and value > 1)):
            return None
        if unit and unit[1].get("weak") and match["spelled"] is not None and value < 10:
            return None
        start, end, qualifier = self._qualified(text, start, end)
        qualifier = qualifier or ("approximately" if rough else "exact")
        if unit:
            row, chip = unit[1], unit[2]
            amount = Amount(
                value, qualifier, metric=row["metric"], unit=chip, weak=row.get("weak", False), scaled=scaled
            )
            return Mention("count", start, end, amount)
        if percent:
            return Mention("percent", start, end, Amount(value, qualifier, unit="%"))
        amount = Amount(value, qualifier, currency, scaled=scaled)
        money = currency or (scaled and not self.things.match(text, end))
        return Mention("money" if money else "number", start, end, amount)

    def _unit(self, text: str, end: int) -> tuple[int, dict[str, Any], str | None] | None:
        if text[end : end + 1] != " ":
            return None
        for pattern, row in self.units:
            if found := pattern.match(text, end):
                return found.end(), row, found.groupdict().get("chip")
        return None

    def _qualified(self, text: str, start: int, end: int) -> tuple[int, int, str | None]:
        left = text[max(0, start - 44) : start]
        if before := self.qualifier.search(left):
            return start - (len(left) - before.start()), end, before.lastgroup
        if lead := self.lead.search(left):
            return start, end, lead.lastgroup
        if after := self.trailer.match(text, end):
            return start, after.end(), after.lastgroup
        return start, end, None

    def _number(self, match: re.Match[str]) -> tuple[float, bool]:
        if match["bare"]:
            return (0.5 if "demi" in match["bare"].lower() or "half" in match["bare"].lower() else 1.0), False
        if match["spelled"] is not None:
            return self._spelled(match["spelled"].lower())
        digits = match["digits"]
        negative = -1 if match["minus"] else 1
        if re.fullmatch(r"\d{1,3}(?:[ .,'\u202f]\d{3})+(?:[.,]\d{1,3})?", digits):
            whole, _, fraction = self._split(digits)
            return negative * float(f"{whole}.{fraction or 0}"), False
        return negative * float(digits.replace(",", ".")), False

    def _split(self, digits: str) -> tuple[str, str, str]:
        whole, mark, fraction = digits.partition(self.decimal)
        if mark and len(fraction) == 3 and not re.search(r"[ .']" if self.decimal == "," else r"[ ,']", whole):
            return whole, mark, fraction
        return re.sub(r"\D", "", whole), mark, fraction

    def _regrouped(self, match: re.Match[str], value: float) -> float:
        """« 4.665 millions » has a decimal point, whatever it looks like."""
        single = re.fullmatch(r"(\d{1,3})[.,](\d{3})", match["digits"])
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
