"""Help: fast, complete, and with examples. And the small commands."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from typing import get_type_hints

import jsonschema
import pytest
from commands import Command, Process

import claimx
from claimx.cli.batch import batch
from claimx.cli.evaluate import evaluate
from claimx.cli.extract import extract
from claimx.cli.report import report
from claimx.results import json_schema

# Typer may load pydantic for its own use, so it is claimx's results that must not be there.
HEAVY = ["spacy", "onnxruntime", "tokenizers", "numpy", "dateparser", "gcld3", "claimx.results"]


@pytest.mark.parametrize(
    "arguments",
    [
        *(["--help"], ["extract", "--help"], ["schema", "-h"], ["model", "-h"], ["model", "evaluate", "-h"]),
        *(["batch", "-h"], ["report", "-h"]),
        ["--version"],
    ],
)
def test_help_loads_nothing_heavy(arguments: list[str]) -> None:
    code = (
        "import sys\n"
        "from claimx.cli import main\n"
        f"sys.argv = ['claimx', *{arguments!r}]\n"
        "try:\n"
        "    main()\n"
        "finally:\n"
        f"    print('loaded:', [name for name in {HEAVY!r} if name in sys.modules])\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "loaded: []"
    assert done.stderr == ""


@pytest.mark.parametrize(
    "arguments", [[], ["extract"], ["batch"], ["report"], ["schema"], ["model"], ["model", "evaluate"]]
)
def test_every_help_has_an_example(invoke: Command, arguments: list[str]) -> None:
    result = invoke(*arguments, "--help")
    assert result.exit_code == 0
    assert "Example: claimx " in result.stdout


@pytest.mark.parametrize("command", [extract, batch, report, evaluate])
def test_every_option_has_an_example(command: Callable[..., None]) -> None:
    for annotation in get_type_hints(command, include_extras=True).values():
        for option in getattr(annotation, "__metadata__", ()):
            assert "Example: `" in option.help or "`-`" in option.help


def test_no_color(run: Process) -> None:
    done = run("--help", env={"NO_COLOR": "1", "FORCE_COLOR": ""})
    assert b"\x1b[3" not in done.stdout


def test_version(invoke: Command) -> None:
    assert invoke("--version").stdout == f"claimx {claimx.__version__}\n"


def test_schema(invoke: Command) -> None:
    schema = json.loads(invoke("schema").stdout)
    jsonschema.Draft202012Validator.check_schema(schema)
    assert schema == json_schema()


def test_no_arguments_print_the_help(run: Process) -> None:
    done = run(env={"COLUMNS": "80", **os.environ})
    assert b"Usage: claimx" in done.stdout + done.stderr
