"""Whole sentences, with parses recorded once: what is found, and what stays out."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import spacy
from spacy.tokens import Doc, Span

from claimx.pipeline.quantities.component import find_quantities
from claimx.pipeline.records import Date, register_extensions
from claimx.text.tokens import Range

VOCAB = spacy.blank("en").vocab
SENTENCES = [
    json.loads(line)
    for line in (Path(__file__).parent / "sentences.jsonl").read_text(encoding="utf-8").splitlines()
]


def parsed(record: dict[str, Any]) -> Doc:
    """The sentence as a `Doc` with its recorded syntax, entities and dates."""
    register_extensions()
    doc = Doc(
        VOCAB,
        words=record["words"],
        spaces=[bool(space) for space in record["spaces"]],
        pos=record["pos"],
        tags=record["tags"],
        lemmas=record["lemmas"],
        deps=record["deps"],
        heads=record["heads"],
        sent_starts=[bool(start) for start in record["starts"]],
    )
    doc.set_ents([Span(doc, start, end, label) for start, end, label in record["ents"]])
    doc._.dates = [Date(Range(start, end), "2024") for start, end in record["dates"]]
    return doc


@pytest.mark.parametrize("record", SENTENCES, ids=[record["text"][:40] for record in SENTENCES])
def test_sentence(record: dict[str, Any]) -> None:
    doc = parsed(record)
    text = record["text"]
    assert doc.text == text
    found = [
        {
            "text": text[slice(*quantity.range)],
            "value": quantity.value_low
            if quantity.value_low == quantity.value_high
            else [quantity.value_low, quantity.value_high],
            "unit": quantity.unit,
            "relation": quantity.relation,
            "change": quantity.change,
        }
        for quantity in find_quantities(doc)
    ]
    expected = record["quantities"]
    assert [{**each, "value": None} for each in found] == [{**each, "value": None} for each in expected]
    for each, wanted in zip(found, expected, strict=True):
        assert each["value"] == pytest.approx(wanted["value"], rel=1e-3)


def test_there_are_sentences_of_both_kinds() -> None:
    assert sum(bool(record["quantities"]) for record in SENTENCES) > 50
    assert sum(not record["quantities"] for record in SENTENCES) > 10
