"""The examples in the table of rules and filters, each read as a text of its own."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc

from claimx.api import load
from claimx.pipeline.quantities.component import find_quantities, rules
from claimx.pipeline.quantities.grammar import EXCLUDED, Rule, rule
from claimx.pipeline.records import Quantity, Rejected, register_extensions

BLANK = spacy.blank("en")
NAMES = {each.name for each in rules()}


@cache
def model() -> Language:
    return load()


def read(marked: str, needs: str) -> tuple[list[Quantity], list[Rejected], list[tuple[int, int]]]:
    """What is found and what is rejected in a text, and where its marked quantities are."""
    spans, text = [], ""
    for piece in re.split(r"(\{[^}]*\})", marked):
        if piece.startswith("{"):
            spans.append((len(text), len(text) + len(piece) - 2))
            piece = piece[1:-1]
        text += piece
    rejected: list[Rejected] = []
    return find_quantities(parsed(text, needs), rejected=rejected), rejected, spans


@cache
def parsed(text: str, needs: str) -> Doc:
    register_extensions()
    doc = BLANK.make_doc(text) if needs == "text" else model()(text)
    if needs == "syntax":
        doc._.encoding = None  # the rules alone decide
    return doc


def shown(quantity: Quantity) -> str:
    low, high = (f"{value:.12g}" for value in (quantity.value_low, quantity.value_high))
    return f"{low} {quantity.unit}" if low == high else f"{low}..{high} {quantity.unit}"


def cases(excluding: bool) -> list[Any]:
    return [
        pytest.param(each, text, reading, id=f"{each.name}: {text}")
        for each in rules()
        for text, reading in each.examples.items()
        if (reading == EXCLUDED) == excluding
    ]


@pytest.mark.parametrize(("rule", "text", "reading"), cases(excluding=False))
def test_examples_of_rules(rule: Rule[..., Any], text: str, reading: str) -> None:
    found, _, spans = read(text, rule.needs)
    assert [tuple(each.range) for each in found] == spans
    assert ", ".join(shown(each) for each in found) == reading
    assert rule.name in {name for each in found for name in each.rule.split(" + ")}


@pytest.mark.parametrize(("rule", "text", "reading"), cases(excluding=True))
def test_examples_of_filters(rule: Rule[..., Any], text: str, reading: str) -> None:
    found, rejected, spans = read(text, rule.needs)
    assert found == []
    assert [tuple(each.range) for each in rejected if each.filter == rule.name] == spans


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        pytest.param(each, text, id=f"{each.name}: {text}")
        for each in rules()
        for text in each.counter_examples
    ],
)
def test_counter_examples(rule: Rule[..., Any], text: str) -> None:
    found, rejected, spans = read(text, rule.needs)
    assert rule.name not in {name for each in found for name in each.rule.split(" + ")}
    assert rule.name not in {each.filter for each in rejected}
    if spans:
        assert [tuple(each.range) for each in found] == spans


def test_every_rule_is_described() -> None:
    assert [each.name for each in rules() if not each.description.endswith((".", "`"))] == []
    assert [each.name for each in rules() if not each.examples and each.name != "not.unlikely"] == []


def test_a_name_is_given_once() -> None:
    with pytest.raises(ValueError, match="two rules are named count"):
        rule("count")(lambda: None)


def test_quantities_and_rejected_numbers_know_their_rules() -> None:
    register_extensions()
    rejected: list[Rejected] = []
    text = "On page 12 the 7 p.m. vote was $5 to $10 million a year, for 20 cases per 1,000 people."
    for each in find_quantities(BLANK.make_doc(text), rejected=rejected):
        assert each.rule
        assert NAMES.issuperset(each.rule.split(" + "))
    assert {each.filter for each in rejected} == {"not.label", "not.clock"}
