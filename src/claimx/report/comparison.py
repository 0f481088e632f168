"""What the page is told about articles held side by side: numbers and quotations that several have."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from itertools import islice
from typing import Any

from claimx.compare import Comparer
from claimx.compare.days import days_of
from claimx.compare.results import ComparedNumber, Difference, Figure, Quotation, Rendering, Value
from claimx.terminal import printable
from claimx.writers.wording import describe_value

# Nobody reads more than this in a browser, and `claimx compare` has them all; the most telling come first.
MOST_ROWS = 500


def comparison_data(comparer: Comparer, places: Mapping[str, int]) -> dict[str, Any]:
    """The comparison as plain values for JSON.

    Args:
        comparer: has taken all articles of the report.
        places: where in the report each article stands, by its id.
    """
    numbers, quotations = comparer.numbers(), comparer.quotations()
    return {
        "numbers": [_number(number, places) for number in islice(numbers, MOST_ROWS)],
        "quotations": [_quotation(quotation, places) for quotation in islice(quotations, MOST_ROWS)],
        "more_numbers": _rest(numbers),
        "more_quotations": _rest(quotations),
    }


def _number(number: ComparedNumber, places: Mapping[str, int]) -> dict[str, Any]:
    return {
        "what": printable(number.what),
        "verdict": number.verdict,
        "articles": number.articles,
        "values": [_value(value, places) for value in number.values],
    }


def _value(value: Value, places: Mapping[str, int]) -> dict[str, Any]:
    return {
        "value": describe_value(value),
        "low": value.value_low,
        "high": value.value_high,
        "relation": value.relation,
        "contradicts": value.contradicts,
        "figures": [_figure(figure, places) for figure in value.figures],
    }


def _figure(figure: Figure, places: Mapping[str, int]) -> dict[str, Any]:
    day = _day(figure)
    who = figure.speaker or (figure.source.text.rstrip(" ,") if figure.source else None)
    return {
        "article": places[figure.article],
        "id": figure.result,
        "day": day.isoformat() if day else None,
        "who": printable(who) if who else None,
    }


def _day(figure: Figure) -> date | None:
    """The day that a figure is of; of a longer time, the day of publication if it is one of its days."""
    days, published = days_of(figure.date or ""), figure.published
    if days is None or (published and days.first <= published <= days.last):
        return published
    return days.first


def _quotation(quotation: Quotation, places: Mapping[str, int]) -> dict[str, Any]:
    return {
        "speakers": [printable(speaker) for speaker in quotation.speakers],
        "disputed": quotation.disputed,
        "articles": quotation.articles,
        "renderings": [_rendering(rendering, places) for rendering in quotation.renderings],
    }


def _rendering(rendering: Rendering, places: Mapping[str, int]) -> dict[str, Any]:
    return {
        "article": places[rendering.article],
        "id": rendering.result,
        "speaker": printable(rendering.speaker) if rendering.speaker else None,
        "version": rendering.version,
        "words": " … ".join(part.text for part in rendering.parts),
        "differences": [_difference(difference) for difference in rendering.differences],
    }


def _difference(difference: Difference) -> dict[str, Any]:
    return {
        "fullest": difference.fullest.text if difference.fullest else None,
        "here": difference.here.text if difference.here else None,
    }


def _rest(rows: Iterator[object]) -> int:
    return sum(1 for _ in rows)
