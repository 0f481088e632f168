"""`claimx model evaluate`: what it prints, and when it fails."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from commands import Command
from written import Written

YEARS = Written("It was built in 2009. It sank in 2021.\n")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Gold of which the pipeline of the tests, which reads years, gets one date of two right."""
    gold = tmp_path / "gold"
    gold.mkdir()
    dates = [YEARS.date("2009", "2009"), YEARS.date("2021", "2021-02")]
    (gold / "ferry.json").write_text(json.dumps({"dates": dates, "statements": []}))
    (gold / "ferry.txt").write_text(YEARS.text)
    return gold


def test_json_in_a_pipe(invoke: Command, folder: Path) -> None:
    result = invoke("model", "evaluate", folder)
    assert (result.exit_code, result.stderr) == (0, "")
    value = json.loads(result.stdout)
    assert value["model"] == {"name": "en_years", "version": "0.0.1"}
    assert (value["articles"], value["failed"]) == (1, 0)
    assert list(value["layers"]) == ["statements", "dates"]
    assert value["layers"]["dates"]["value"] == {
        "precision": 50,
        "recall": 50,
        "f1": 50,
        "read": 2,
        "gold": 2,
    }
    assert value["layers"]["statements"]["calibration_error"] == {"error": None, "statements": 0}


def test_table(invoke: Command, folder: Path) -> None:
    result = invoke("model", "evaluate", folder, "-f", "table")
    assert (result.exit_code, result.stderr) == (0, "")
    lines = result.stdout.splitlines()
    assert lines[0] == "en_years 0.0.1 on 1 annotated article"
    assert [line.split() for line in lines if "value" in line] == [["value", "50.0", "50.0", "50.0", "2"]]
    assert "too few" in result.stdout
    assert all(line == line.rstrip() for line in lines)


def test_only(invoke: Command, folder: Path) -> None:
    result = invoke("model", "evaluate", folder, "--only", "dates")
    assert list(json.loads(result.stdout)["layers"]) == ["dates"]


def test_floors(invoke: Command, folder: Path) -> None:
    floors = folder / "floors.toml"
    assert invoke("model", "evaluate", folder, "--only", "dates", "--write-floors", floors).exit_code == 0
    result = invoke("model", "evaluate", folder, "--floors", floors)
    assert (result.exit_code, result.stderr) == (0, "")

    floors.write_text(floors.read_text().replace("value.f1 = 48.0", "value.f1 = 50.1"))
    result = invoke("model", "evaluate", folder, "--floors", floors)
    assert result.exit_code == 1
    assert "claimx: error: dates.value.f1 is 50.0, below its floor of 50.1\n" in result.stderr
    assert json.loads(result.stdout)["articles"] == 1

    (folder / "ferry.txt").write_text(YEARS.text + "\n")
    result = invoke("model", "evaluate", folder, "--floors", floors, "--only", "entities")
    assert result.exit_code == 1
    assert "error: the gold is not the one that the floors were set for" in result.stderr
    assert "below its floor" not in result.stderr


def test_an_article_that_fails_is_named_and_the_rest_scored(invoke: Command, folder: Path) -> None:
    (folder / "bad.json").write_text(json.dumps({"document": {"text": "EXPLODE 2009"}, "dates": []}))
    result = invoke("model", "evaluate", folder)
    assert result.exit_code == 1
    assert "bad.json: reading failed: RuntimeError: told to explode" in result.stderr
    assert json.loads(result.stdout)["failed"] == 1


def test_what_is_no_gold(invoke: Command, folder: Path) -> None:
    (folder / "bad.json").write_text("{}")
    for place in (folder, folder / "nowhere"):
        result = invoke("model", "evaluate", place)
        assert (result.exit_code, result.stdout) == (1, "")
        assert "claimx: error: " in result.stderr
        assert "hint: " in result.stderr
        assert "Traceback" not in result.stderr


@pytest.mark.parametrize(
    "arguments",
    [["--format", "xml"], ["--only", "claims"], ["--floors", "a.toml", "--write-floors", "a.toml"]],
)
def test_wrong_usage(invoke: Command, folder: Path, arguments: list[str]) -> None:
    result = invoke("model", "evaluate", folder, *arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr


def test_floors_that_are_not_there(invoke: Command, folder: Path) -> None:
    result = invoke("model", "evaluate", folder, "--floors", folder / "floors.toml")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "the floors cannot be read" in result.stderr
