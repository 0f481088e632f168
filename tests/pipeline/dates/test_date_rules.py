"""The table of date rules: its examples, and that its names are checked."""

from __future__ import annotations

from datetime import date

import pytest

from claimx.pipeline.dates.component import DateFinder
from claimx.pipeline.dates.grammar import EXAMPLES_PUBLISHED, Rule, starting_words
from claimx.pipeline.dates.rules import check_names, rules
from claimx.pipeline.records import Date, register_extensions
from claimx.pipeline.syntax.component import blank_pipeline

NLP = blank_pipeline()
# Parts of other rules.
WITHOUT_EXAMPLES = {"the_period", "ordinal_day"}


def read(text: str) -> tuple[list[Date], list[Date]]:
    """The dates of a text, and its durations, which are dates of quantities."""
    register_extensions()
    doc = NLP(text)
    doc._.published = date.fromisoformat(EXAMPLES_PUBLISHED)
    DateFinder()(doc)
    return doc._.dates, doc._.durations


@pytest.mark.parametrize(
    ("rule", "example", "value"),
    [(r.name, text, value) for r in rules() for text, value in r.examples.items()],
)
def test_example(rule: str, example: str, value: str) -> None:
    before, shown, after = example.replace("]", "[").split("[")
    dates, durations = read(before + shown + after)
    of_numbers = {each.name for each in rules() if each.of_numbers}
    found = [(d.range, d.value, d.rule) for d in (durations if rule in of_numbers else dates)]
    assert ((len(before), len(before + shown)), value, rule) in found


@pytest.mark.parametrize(
    ("text", "of_numbers"), [(text, r.of_numbers) for r in rules() for text in r.counter_examples]
)
def test_counter_example(text: str, *, of_numbers: bool) -> None:
    dates, durations = read(text)
    assert dates == []
    assert not (of_numbers and durations)


def test_every_rule_has_an_example() -> None:
    assert {rule.name for rule in rules() if not rule.examples} == WITHOUT_EXAMPLES


def made(name: str, **fields: str | tuple[str, ...]) -> Rule:
    return Rule(name, "<MONTH>", lambda m: None, **fields)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "table",
    [
        [made("one"), made("one")],
        [made("one", then=("other",))],
        [made("one", first=("other",))],
        [made("one", continued_by="other")],
        [made("one", preceded_by="other")],
    ],
)
def test_names_are_checked(table: list[Rule]) -> None:
    with pytest.raises(ValueError, match="one"):
        check_names(table)


def test_starts_must_be_known() -> None:
    assert starting_words(Rule("x", "(?P<word>to day|week) end", lambda m: None)) == {"to", "week"}
    with pytest.raises(ValueError, match="x must name"):
        starting_words(Rule("x", "(?:last(?: one)?|<MONTH>)", lambda m: None))
