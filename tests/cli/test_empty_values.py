"""Empty values of options and empty arguments, which an unset variable of a shell leaves."""

from __future__ import annotations

from pathlib import Path

import pytest
from commands import Command

from claimx.schema import LAYERS


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "a.txt"
    path.write_text("It was built in 2004.", "utf-8")
    return path


def message(invoke: Command, *arguments: str | Path) -> str:
    """What a wrong call prints, without the frame."""
    done = invoke(*arguments)
    assert done.exit_code == 2, done.output
    return " ".join(done.stderr.replace("│", " ").split())


@pytest.mark.parametrize("value", ["", ",", " , "])
@pytest.mark.parametrize("command", ["extract", "show"])
def test_no_layers_are_not_all_layers(invoke: Command, article: Path, command: str, value: str) -> None:
    said = message(invoke, command, article, "--only", value)
    assert f"there is no name; give one or more of {', '.join(LAYERS)}" in said


@pytest.mark.parametrize(
    ("command", "option"),
    [
        *[("extract", f"--{field}-field") for field in ("text", "id", "date", "title", "author")],
        *[("extract", option) for option in ("--model", "--output", "-o", "--date", "--timeout", "--format")],
        *[("show", option) for option in ("--id", "--where", "--since")],
        *[("compare", option) for option in ("--only", "--about")],
        *[("batch -o claims.db", option) for option in ("--glob", "--address", "--on-error", "--engine")],
    ],
)
def test_an_empty_value_is_refused(invoke: Command, article: Path, command: str, option: str) -> None:
    assert option in message(invoke, *command.split(), article, option, "")


def test_an_empty_value_behind_an_equals_sign_is_refused(invoke: Command, article: Path) -> None:
    assert "'--text-field': the value is empty" in message(invoke, "extract", article, "--text-field=")


@pytest.mark.parametrize("command", ["extract", "show", "report", "compare"])
def test_an_empty_argument_is_refused(invoke: Command, article: Path, command: str) -> None:
    assert "an argument is empty" in message(invoke, command, article, "")


def test_choices_are_named(invoke: Command, article: Path) -> None:
    batch = ("batch", article, "-o", article.with_suffix(".db"))
    assert "'halt' is not one of skip, stop" in message(invoke, *batch, "--on-error", "halt")
    assert "'dask' is not one of pool, ray" in message(invoke, *batch, "--engine", "dask")
