"""JSON for one article, JSON Lines for more."""

from __future__ import annotations

import json
from io import StringIO

import pytest

from claimx.schema import Extraction
from claimx.writers import Settings, make_writer


def written(output_format: str, extractions: list[Extraction], settings: Settings | None = None) -> str:
    stream = StringIO()
    writer = make_writer(output_format, stream, settings or Settings())
    for extraction in extractions:
        writer.write(extraction)
    writer.close()
    return stream.getvalue()


def test_one_article_is_one_indented_object(extraction: Extraction) -> None:
    text = written("json", [extraction])
    assert text.startswith('{\n  "schema_version": 2,\n')
    assert Extraction.model_validate_json(text) == extraction


@pytest.mark.parametrize("output_format", ["json", "jsonl"])
@pytest.mark.parametrize("number", [0, 2, 3])
def test_several_articles_are_a_line_each(extraction: Extraction, output_format: str, number: int) -> None:
    lines = written(output_format, [extraction] * number).splitlines(keepends=True)
    assert lines == [extraction.to_json() + "\n"] * number


def test_one_article_as_json_lines(extraction: Extraction) -> None:
    assert written("jsonl", [extraction]) == extraction.to_json() + "\n"


def test_settings(extraction: Extraction) -> None:
    value = json.loads(written("json", [extraction], Settings(layers=("dates",), text=False)))
    assert "entities" not in value
    assert "text" not in value["document"]
    assert value["dates"]
