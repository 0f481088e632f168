"""The two rules that hold everywhere, on the samples and on random text, with the model itself.

1. `document.text[start:end] == text` for every span.
2. The same input, version and settings give the same bytes of JSON.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language

import claimx
from claimx.article import Article
from claimx.readers import read_articles
from claimx.schema import Extraction
from claimx.writers import FORMATS, Settings, make_writer

SAMPLES = sorted(Path(__file__).parents[1].joinpath("samples").glob("*.txt"))

WORDS = st.sampled_from(
    [
        *("said", "that", "“We", "will”", "not", "according to", "told", "the", "agency", "he", "Ana Costa"),
        *("400", "$3.2 million", "16 percent", "Friday", "last week", "2023", "half", "dozens of", "people"),
        *("``", "''", "'", '"', "—", "…", ".", ",", "\n", "\r\n", "\n\n“", "\u00a0", "\t", "😀", "𝒳", "日本"),
    ]
)
TEXTS = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=300),
    st.lists(WORDS, max_size=60).map(" ".join),
    st.lists(st.one_of(WORDS, st.text(st.characters(exclude_categories=["Cs"]), max_size=5))).map("".join),
)


@pytest.fixture(scope="module")
def nlp() -> Language:
    return claimx.load()


def spans(value: Any) -> Iterator[tuple[int, int, str]]:
    if isinstance(value, dict):
        if {"start", "end", "text"} <= value.keys():
            yield value["start"], value["end"], value["text"]
        value = value.values()
    if not isinstance(value, str) and hasattr(value, "__iter__"):
        for item in value:
            yield from spans(item)


def assert_exact(extraction: Extraction) -> None:
    value = json.loads(extraction.to_json())
    text = value["document"]["text"]
    for start, end, words in spans(value):
        assert start < end
        assert text[start:end] == words


def read(path: Path) -> Article:
    (article,) = read_articles([str(path)])
    assert isinstance(article, Article)
    return article


def extract(*articles: Article, nlp: Language) -> list[Extraction]:
    results = list(claimx.extract_articles(articles, nlp))
    for result in results:
        assert isinstance(result, Extraction)
    return results


@pytest.fixture(scope="module")
def readings(nlp: Language) -> list[list[Extraction]]:
    """What is read in the samples, read twice."""
    return [extract(*map(read, SAMPLES), nlp=nlp) for _ in range(2)]


def test_samples(readings: list[list[Extraction]]) -> None:
    for path, result in zip(SAMPLES, readings[0], strict=True):
        assert_exact(result)
        assert result.document.text.encode("utf-8") == path.read_bytes()
        assert result.statements
        assert result.quantities
        assert result.entities
        assert result.dates


def test_samples_with_other_line_ends(nlp: Language) -> None:
    for path in SAMPLES:
        text = read(path).text.replace("\r\n", "\n").replace("\n", "\r\n")
        result = claimx.extract(text, nlp=nlp)
        assert result.document.text == text
        assert_exact(result)


@settings(deadline=None, max_examples=100)
@given(text=TEXTS)
def test_random_text(text: str, nlp: Language) -> None:
    result = claimx.extract(text, nlp=nlp)
    assert_exact(result)
    assert result.to_json() == claimx.extract(text, nlp=nlp).to_json()


def test_an_article_reads_the_same_alone_and_among_others(
    readings: list[list[Extraction]], nlp: Language
) -> None:
    alone = [extract(read(path), nlp=nlp)[0] for path in reversed(SAMPLES)]
    assert [r.to_json() for r in readings[0]] == [r.to_json() for r in reversed(alone)]


@pytest.mark.parametrize("output_format", FORMATS)
def test_every_format_is_the_same_twice(output_format: str, readings: list[list[Extraction]]) -> None:
    first, second = (written(output_format, results) for results in readings)
    assert first == second


def written(output_format: str, results: list[Extraction]) -> str:
    stream = StringIO()
    writer = make_writer(output_format, stream, Settings())
    for result in results:
        writer.write(result)
    writer.close()
    return stream.getvalue()


def test_spans_in_csv(readings: list[list[Extraction]]) -> None:
    texts = {result.document.id: result.document.text for result in readings[0]}
    for row in csv.DictReader(StringIO(written("csv", readings[0]), newline="")):
        for name in ("", "source", "cue", "what"):
            start, end = (row[f"{name}_{side}" if name else side] for side in ("start", "end"))
            if start:
                exact = texts[row["document"]][int(start) : int(end)]
                assert row[name or "text"].removeprefix("'") == exact.removeprefix("'")


def test_lists_are_in_document_order(readings: list[list[Extraction]]) -> None:
    for result in readings[0]:
        for places in (
            [[mention.start for mention in entity.mentions] for entity in result.entities],
            [[min(start for start, _, _ in spans(s.model_dump()))] for s in result.statements],
            [[quantity.start] for quantity in result.quantities],
            [[date.start] for date in result.dates],
        ):
            assert places == sorted(places)
            assert all(starts == sorted(starts) for starts in places)


def test_ids_count_up_and_references_lead_somewhere(readings: list[list[Extraction]]) -> None:
    for result in readings[0]:
        for prefix, layer in (("e", "entities"), ("s", "statements"), ("q", "quantities"), ("d", "dates")):
            ids = [item.id for item in getattr(result, layer)]
            assert ids == [f"{prefix}{number}" for number in range(1, len(ids) + 1)]
        known = {item.id for item in (*result.entities, *result.statements, *result.dates)}
        named = {s.source.entity for s in result.statements if s.source}
        for quantity in result.quantities:
            named |= {quantity.statement, quantity.date, quantity.source and quantity.source.entity}
        assert named - {None} <= known


def test_results_fit_the_contract(readings: list[list[Extraction]]) -> None:
    for result in readings[0]:
        assert Extraction.model_validate_json(result.to_json()) == result
