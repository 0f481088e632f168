"""Help: fast, complete, and with examples. And the small commands."""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, get_type_hints

import jsonschema
import pytest
from commands import Command, Process
from sheets import sheet
from typer.main import get_command

import claimx
from claimx import saved
from claimx.cli import app, compare
from claimx.cli.options import LAYER_NAMES, WHERE_FIELDS
from claimx.compare import SECTIONS
from claimx.evaluation import read_gold
from claimx.schema import LAYERS, json_schema

SAMPLES = Path(__file__).parents[2] / "samples"
ROOT = get_command(app)


def _commands(command: Any, *path: str) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Every command with the words that call it, the groups among them."""
    yield path, command
    for name, inner in getattr(command, "commands", {}).items():
        yield from _commands(inner, *path, name)


ALL = dict(_commands(ROOT))
COMMANDS = [list(path) for path in ALL]
CALLBACKS = [command.callback.__wrapped__ for command in ALL.values() if not hasattr(command, "commands")]
EXAMPLES = [
    example for command in ALL.values() for example in re.findall(r"Example: `(.+?)`$", command.help, re.M)
]

# Typer may load pydantic for its own use, so it is claimx's results that must not be there.
HEAVY = ["spacy", "onnxruntime", "tokenizers", "numpy", "dateparser", "gcld3", "claimx.schema"]


@pytest.mark.parametrize(
    "arguments",
    [
        *([*command, "--help"] for command in COMMANDS),
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


@pytest.mark.parametrize("arguments", COMMANDS)
def test_every_help_has_an_example(invoke: Command, arguments: list[str]) -> None:
    result = invoke(*arguments, "--help")
    assert result.exit_code == 0
    assert "Example: claimx " in result.stdout


@pytest.mark.parametrize("arguments", COMMANDS)
def test_help_names_no_types_of_python(invoke: Command, arguments: list[str]) -> None:
    shown = invoke(*arguments, "--help").stdout
    assert not re.search(r"<(bool|str|int|float|list|Path)|\[x>=|\[default: \(", shown)


@pytest.mark.parametrize("command", CALLBACKS)
def test_every_option_with_a_value_has_an_example(command: Callable[..., None]) -> None:
    for annotation in get_type_hints(command, include_extras=True).values():
        for option in getattr(annotation, "__metadata__", ()):
            is_flag = annotation.__origin__ is bool
            assert is_flag or "Example: `" in option.help or "`-`" in option.help


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with everything that the examples name."""
    folder = tmp_path_factory.mktemp("examples")
    text = SAMPLES.joinpath("truce.txt").read_text("utf-8")
    for name in ("article.txt", "samples/truce.txt", "archive/truce.txt"):
        folder.joinpath(name).parent.mkdir(exist_ok=True)
        folder.joinpath(name).write_text(text, "utf-8")
    folder.joinpath("articles.jsonl").write_text(json.dumps({"text": text}) + "\n", "utf-8")
    folder.joinpath("claims.jsonl").write_text(sheet("truce", text).to_json() + "\n", "utf-8")
    folder.joinpath("crawl").mkdir()
    record = json.dumps({"body": text, "published_at": "2023-12-02"})
    folder.joinpath("crawl/1.jsonl.gz").write_bytes(gzip.compress(record.encode()))
    gold = folder / "tests/gold"
    gold.mkdir(parents=True)
    for name in ("auction.txt", "auction.json"):
        shutil.copy(SAMPLES.parent / "tests/gold" / name, gold)
    (article,) = read_gold(gold)
    checksum = hashlib.sha256(article.digest.encode()).hexdigest()
    gold.joinpath("floors.toml").write_text(f'gold = "{checksum}"\n\n[dates]\nfound.f1 = 10.0\n')
    return folder


# In the order of their names: what `batch` writes is what others read.
@pytest.mark.parametrize("example", sorted({*EXAMPLES, "claimx batch archive/ --output claims.db"}))
def test_every_example_runs(example: str, folder: Path) -> None:
    if "s3://" in example:
        pytest.skip("there is no such bucket")
    if "jq" in example and not shutil.which("jq"):
        pytest.skip("jq is not installed")
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", example],
        cwd=folder,
        env={**os.environ, "PATH": path},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    assert "error" not in done.stderr


@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("claimx com", ["compare"]),
        ("claimx extract --format js", ["json", "jsonl"]),
        ("claimx extract --only entities,da", ["entities,dates"]),
        ("claimx compare --only quotations,", ["quotations,numbers", "quotations,speakers"]),
        ("claimx compare --format t", ["table"]),
        ("claimx show --only statements,q", ["statements,quantities"]),
        ("claimx batch --format pa", ["parquet"]),
    ],
)
def test_the_shell_completes(run: Process, line: str, offered: list[str]) -> None:
    done = run(
        env={
            "_CLAIMX_COMPLETE": "complete_bash",
            "COMP_WORDS": line,
            "COMP_CWORD": str(len(line.split()) - 1),
        }
    )
    assert done.stdout.decode().split() == offered


def test_completion_can_be_installed(run: Process, tmp_path: Path) -> None:
    home = {"HOME": str(tmp_path), "SHELL": "/bin/bash", "_TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION": "1"}
    shown = run("--show-completion", "bash", env=home)
    assert b"_CLAIMX_COMPLETE=complete_bash" in shown.stdout
    installed = run("--install-completion", "bash", env=home)
    assert installed.returncode == 0
    assert "claimx" in tmp_path.joinpath(".bashrc").read_text("utf-8")


def test_no_color(run: Process) -> None:
    done = run("--help", env={"NO_COLOR": "1", "FORCE_COLOR": ""})
    assert b"\x1b[3" not in done.stdout


@pytest.mark.parametrize("option", ["--version", "-V"])
def test_version(invoke: Command, option: str) -> None:
    assert invoke(option).stdout == f"claimx {claimx.__version__}\n"


def test_help_as_a_command(invoke: Command) -> None:
    assert invoke("help").stdout == invoke("--help").stdout
    assert invoke("help", "extract").stdout == invoke("extract", "--help").stdout
    evaluate = invoke("help", "model", "evaluate")
    assert evaluate.stdout == invoke("model", "evaluate", "--help").stdout
    wrong = invoke("help", "extrct")
    assert wrong.exit_code == 2
    assert "Did you mean 'extract'?" in wrong.stderr
    assert invoke("help", "extract", "model").exit_code == 2


def test_names_that_help_repeats_to_load_faster() -> None:
    assert LAYER_NAMES == LAYERS
    assert WHERE_FIELDS == saved.FIELDS
    assert compare.SECTIONS == SECTIONS


def test_schema(invoke: Command) -> None:
    schema = json.loads(invoke("schema").stdout)
    jsonschema.Draft202012Validator.check_schema(schema)
    assert schema == json_schema()


def test_no_arguments_print_the_help(run: Process) -> None:
    done = run(env={"COLUMNS": "80", **os.environ})
    assert b"Usage: claimx" in done.stdout + done.stderr
