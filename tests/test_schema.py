"""The JSON contract: keys, order, values, and the schema that describes them."""

from __future__ import annotations

import json

import jsonschema
import pytest

from claimx.schema import LAYERS, Extraction, json_schema

SPAN = ["start", "end", "text"]
KEYS = {
    "": ["schema_version", "claimx_version", "model", "document", *LAYERS],
    "model": ["name", "version"],
    "document": [
        *("id", "path", "sha256", "title", "author", "publisher", "published", "dateline", "language", "text")
    ],
    "document.dateline": SPAN,
    "entities.0": ["id", "label", "name", "mentions"],
    "entities.0.mentions.0": [*SPAN, "kind"],
    "statements.0": ["id", "quote", "source", "cue", "content", "confidence"],
    "statements.0.source": [*SPAN, "name", "entity", "kind"],
    "statements.0.cue": [*SPAN, "lemma", "kind", "negated"],
    "statements.0.content.0": SPAN,
    "quantities.0": [
        *("id", *SPAN, "value_low", "value_high", "kind", "unit", "relation", "change", "negated"),
        *("what", "statement", "source", "date", "date_confidence", "rule", "confidence"),
    ],
    "quantities.0.what": [*SPAN, "confidence"],
    "quantities.0.source": [*SPAN, "name", "entity", "confidence"],
    "dates.0": ["id", *SPAN, "value"],
}


@pytest.mark.parametrize("path", KEYS)
def test_keys_and_their_order(extraction: Extraction, path: str) -> None:
    value = json.loads(extraction.to_json())
    for step in filter(None, path.split(".")):
        value = value[int(step) if step.isdigit() else step]
    assert list(value) == KEYS[path]


def test_values(extraction: Extraction) -> None:
    value = json.loads(extraction.to_json())
    assert value["schema_version"] == 2
    assert value["document"]["published"] == "2023-12-02"
    assert value["statements"][0]["source"]["entity"] == "e1"
    assert value["statements"][0]["confidence"] == 0.935
    quantity = value["quantities"][0]
    assert (quantity["statement"], quantity["date"], quantity["source"]["entity"]) == ("s1", "d1", "e1")


def test_whole_numbers_are_printed_without_a_fraction(extraction: Extraction) -> None:
    assert '"value_low":400,"value_high":400,' in extraction.to_json()


def test_the_json_fits_its_schema(extraction: Extraction) -> None:
    validator = jsonschema.Draft202012Validator(json_schema())
    validator.check_schema(json_schema())
    validator.validate(json.loads(extraction.to_json()))
    validator.validate(json.loads(extraction.to_json(layers=["dates"], text=False)))


def test_the_schema_asks_for_every_key_that_is_always_there() -> None:
    schema = json_schema()
    assert schema["required"] == ["schema_version", "claimx_version", "model", "document"]
    new = {"kind", "negated", "date_confidence", "rule"}  # since version 2
    assert schema["$defs"]["Quantity"]["required"] == [key for key in KEYS["quantities.0"] if key not in new]
    assert "text" not in schema["$defs"]["Document"]["required"]


def test_the_json_reads_back_into_the_same_extraction(extraction: Extraction) -> None:
    assert Extraction.model_validate_json(extraction.to_json()) == extraction


def test_results_of_version_1_are_read(extraction: Extraction) -> None:
    value = json.loads(extraction.to_json()) | {"schema_version": 1}
    for quantity in value["quantities"]:
        for key in ("kind", "negated", "date_confidence", "rule"):
            del quantity[key]
    read = Extraction.model_validate(value).quantities[0]
    assert (read.kind, read.negated, read.date_confidence, read.rule) == (None, False, None, "")
    with pytest.raises(ValueError, match="schema_version"):
        Extraction.model_validate(value | {"schema_version": 3})


def test_layers_and_text_can_be_left_out(extraction: Extraction) -> None:
    value = json.loads(extraction.to_json(layers=["quantities", "dates"], text=False))
    assert list(value)[4:] == ["quantities", "dates"]
    assert "text" not in value["document"]
