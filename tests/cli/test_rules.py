"""`claimx rules`: the list of rules, one rule in full, and names that are not exact."""

from __future__ import annotations

import json

import pytest
from commands import Command

from claimx.pipeline.dates.rules import rules as date_rules
from claimx.pipeline.quantities.component import rules as quantity_rules

# In the order in which they are listed.
NAMES = [each.name for each in date_rules()] + [each.name for each in quantity_rules()]


def names(output: str) -> list[str]:
    return [each["name"] for each in json.loads(output)]


def test_all_rules_are_listed(invoke: Command) -> None:
    result = invoke("rules", "--format", "json")
    assert (result.exit_code, result.stderr) == (0, "")
    assert names(result.stdout) == NAMES
    assert {each["layer"] for each in json.loads(result.stdout)} == {"dates", "quantities"}


def test_a_pipe_gets_json(invoke: Command) -> None:
    assert invoke("rules").stdout == invoke("rules", "-f", "json").stdout


def test_table(invoke: Command) -> None:
    lines = invoke("rules", "--format", "table").stdout.splitlines()
    assert lines[0].split() == ["layer", "name", "reads"]
    pattern = r"the (?P<unit>week|month|quarter|year)\b"
    assert any(line.startswith("dates       the_period") and pattern in line for line in lines)
    assert any(line.startswith("quantities  not.address") and "Part of a web" in line for line in lines)
    assert not any(line.endswith(" ") for line in lines)


@pytest.mark.parametrize("name", ["age.aged", "AGE.aged", "age.age"])
def test_a_rule_of_quantities(invoke: Command, name: str) -> None:
    (value,) = json.loads(invoke("rules", name).stdout)
    assert value["description"] == "A number after `age`, `aged`, `turned` or `as young as`."
    assert value["examples"]["She turned {40} in May."] == "40 year"
    assert value["pattern"] is None
    shown = invoke("rules", name, "--format", "table").stdout
    assert shown.startswith("age.aged  quantities\n")
    for words in (value["description"], "She turned {40} in May.", "40 year", *value["counter_examples"]):
        assert words in shown


def test_a_rule_of_dates(invoke: Command) -> None:
    (value,) = json.loads(invoke("rules", "nth").stdout)
    assert value["examples"]["They met on the [last day of October]."] == "2023-10-31"
    assert "month_year" in value["then"]
    shown = invoke("rules", "nth", "--format", "table").stdout
    assert "pattern" in shown
    assert "value, if published on 2023-11-15" in shown
    assert value["counter_examples"][0] in shown


def test_an_exact_name_is_one_rule(invoke: Command) -> None:
    assert names(invoke("rules", "unit").stdout) == ["unit"]


def test_names_that_begin_alike(invoke: Command) -> None:
    found = names(invoke("rules", "age").stdout)
    assert len(found) > 5
    assert all(name.startswith("age.") for name in found)
    assert invoke("rules", "age", "--format", "table").stdout.splitlines()[0].split()[0] == "layer"


def test_names_that_contain_a_word(invoke: Command) -> None:
    assert names(invoke("rules", "linked").stdout) == ["age.linked", "unit.linked"]


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("rnage.to", "did you mean range.to or "),
        ("weekdey", "did you mean weekday or "),
        ("xyzzy", "`claimx rules` lists all names"),
    ],
)
def test_unknown_names(invoke: Command, name: str, hint: str) -> None:
    result = invoke("rules", name)
    assert (result.exit_code, result.stdout) == (1, "")
    assert f"hint: {hint}" in result.stderr


def test_unknown_format(invoke: Command) -> None:
    assert invoke("rules", "--format", "csv").exit_code == 2


def test_every_rule_is_printed(invoke: Command) -> None:
    for name in NAMES:
        shown = invoke("rules", name, "--format", "table")
        assert shown.exit_code == 0
        assert shown.stdout.startswith(f"{name}  ")
