"""Numbers and dates of short news of many countries and kinds, written down before claimx had read them."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from claimx.api import extract_articles
from claimx.article import Article
from claimx.metadata.days import as_day
from claimx.schema import Extraction, Quantity

RECORDS: list[dict[str, Any]] = [
    json.loads(line)
    for line in (Path(__file__).parent / "short_news.jsonl").read_text(encoding="utf-8").splitlines()
]


@cache
def results() -> list[Extraction]:
    articles = (
        Article(id=str(number), text=record["text"], published=as_day(record["published"]))
        for number, record in enumerate(RECORDS)
    )
    found = list(extract_articles(articles))
    assert all(isinstance(each, Extraction) for each in found)
    return [each for each in found if isinstance(each, Extraction)]


def differs(wanted: dict[str, Any], quantity: Quantity, dates: dict[str, str]) -> dict[str, Any]:
    """What of a quantity is not as wanted."""
    found = {
        "unit": quantity.unit,
        "relation": quantity.relation,
        "change": quantity.change,
        "negated": quantity.negated,
        "date": dates.get(quantity.date or ""),
        "what": quantity.what and quantity.what.text,
        "source": quantity.source and quantity.source.name,
    }
    other: dict[str, Any] = {
        name: value for name, value in found.items() if name in wanted and value != wanted[name]
    }
    if "value" in wanted:
        low, high = wanted["value"] if isinstance(wanted["value"], list) else [wanted["value"]] * 2
        if (quantity.value_low, quantity.value_high) != pytest.approx((low, high), rel=1e-4):
            other["value"] = (quantity.value_low, quantity.value_high)
    return other


def is_meant(words: str, text: str) -> bool:
    """Whether a text has the words; `=` before them: is nothing else."""
    return text == words[1:] if words.startswith("=") else words in text


@pytest.mark.parametrize("number", range(len(RECORDS)), ids=[each["text"][:60] for each in RECORDS])
def test_numbers_and_dates_are_read_as_written_down(number: int) -> None:
    record, read = RECORDS[number], results()[number]
    dates = {each.id: each.value for each in read.dates}
    for wanted in record.get("quantities", ()):
        faults = [differs(wanted, each, dates) for each in read.quantities if wanted["text"] in each.text]
        assert {} in faults, (wanted, faults)
    for wanted in record.get("dates", ()):
        values = [each.value for each in read.dates if wanted["text"] in each.text]
        assert set(values) & set(wanted["values"]), (wanted, values)
    for words in record.get("no_quantity", ()):
        assert [each.text for each in read.quantities if is_meant(words, each.text)] == []
    for words in record.get("no_date", ()):
        assert [each.text for each in read.dates if is_meant(words, each.text)] == []
