"""Two numbers that are one measure: `5 feet 2 inches`, `6-foot-2`, `two hours and 15 minutes`."""

from __future__ import annotations

import re
from dataclasses import replace

from claimx.pipeline.quantities.expressions import Expression
from claimx.pipeline.quantities.layout import Layout
from claimx.pipeline.quantities.patterns import HYPHEN
from claimx.text.patterns import GAP

# How many of the smaller unit are one of the larger.
_SMALLER = {
    ("foot", "inch"): 12,
    ("pound", "ounce"): 16,
    ("year", "month"): 12,
    ("hour", "minute"): 60,
    ("minute", "second"): 60,
}
_LINK = re.compile(rf"(?:{GAP}|,{GAP}|{HYPHEN})?(?:and(?:{GAP}|{HYPHEN}))?", re.IGNORECASE)
_BARE_LINK = re.compile(rf"{GAP}|{HYPHEN}")
_PRIME, _DOUBLE_PRIME = "'\u2019\u2032", ('"', "\u201d", "\u2033", "''")
_CENTS = 100


def read_compounds(layout: Layout, expressions: list[Expression]) -> list[Expression]:
    """Make one of every pair of neighbours that says one measure in two units."""
    found: list[Expression] = []
    for expression in expressions:
        joined = _joined(layout, found[-1], expression) if found else None
        if joined is None:
            found.append(expression)
        else:
            found[-1] = joined
    return found


def _joined(layout: Layout, first: Expression, second: Expression) -> Expression | None:
    if first.group != "single" or second.group != "single" or first.low != int(first.low) or first.low <= 0:
        return None
    link = layout.text[first.end : second.start]
    share = _share(layout, first, second, link)
    end = second.end
    if share is None:
        quote = _inch_mark(layout.text, first, second, link)
        if quote is None:
            return None
        first, share, end = replace(first, unit="foot", kind="length"), second.high / 12, quote
    value = round(first.low + share, 6)
    return replace(first, end=end, low=value, high=value)


def _share(layout: Layout, first: Expression, second: Expression, link: str) -> float | None:
    """What the second adds, in units of the first; None where the two are not one measure."""
    if ratio := _SMALLER.get((first.unit, second.unit)):
        return second.high / ratio if second.high < ratio and _LINK.fullmatch(link) else None
    if first.kind == "money" and first.unit == second.unit:
        cents = 0 < second.high < 1 <= first.low and second.end != second.numeral.end
        return second.high if cents and _LINK.fullmatch(link) else None
    if second.unit != "count" or not _BARE_LINK.fullmatch(link) or first.end == first.numeral.end:
        return None
    following = next(layout.after(second.end), None)
    counts = following is not None and following.pos_ in ("NOUN", "PROPN")
    if first.unit == "foot" and second.high < 12:
        return second.high / 12 if "-" in link or not counts else None
    whole = first.kind == "money" and not first.numeral.scaled and second.numeral.form == first.numeral.form
    if whole and not counts and 10 <= second.high < _CENTS and not link.startswith("-"):
        return second.high / _CENTS
    return None


def _inch_mark(text: str, first: Expression, second: Expression, link: str) -> int | None:
    """Where a height in feet and inches ends (`5'10"`)."""
    if first.unit != "count" or second.unit != "count" or link not in tuple(_PRIME) or second.high >= 12:
        return None
    mark = next((each for each in _DOUBLE_PRIME if text.startswith(each, second.end)), None)
    return None if mark is None else second.end + len(mark)
