"""Which packages may import which, as the contracts in `pyproject.toml` say, and how large modules are."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from functools import cache
from pathlib import Path

import pytest
from importlinter.cli import EXIT_STATUS_SUCCESS, lint_imports

ROOT = Path(__file__).parents[1]
PROJECT = ROOT / "pyproject.toml"
SOURCE = ROOT / "src"
LARGEST, SMALLEST_ALONE = 600, 120
MOST_MODULES = 130
LONGEST_FUNCTION = 60
MOST_IMPORTED_ONCE = 0.15
MAP = re.compile(r"^## Map of the code$(.+?)^## ", re.MULTILINE | re.DOTALL)
# A name that is resolved on first use: `claimx.writers.tables:CsvWriter`.
NAMED = re.compile(r"(claimx[\w.]*):\w+")


def test_packages_import_as_the_contracts_allow(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(PROJECT.parent)
    assert lint_imports(config_filename=str(PROJECT)) == EXIT_STATUS_SUCCESS


@cache
def modules() -> dict[str, ast.Module]:
    """Every module of the package by its dotted name."""
    found = {}
    for path in sorted((SOURCE / "claimx").rglob("*.py")):
        parts = path.relative_to(SOURCE).with_suffix("").parts
        name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        found[name] = ast.parse(path.read_text("utf-8"))
    return found


@cache
def importers() -> dict[str, set[str]]:
    """Module -> the modules that import it or something in it."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for name, tree in modules().items():
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom) and node.module:
                wanted = {f"{node.module}.{alias.name}" for alias in node.names}
                whole = wanted & modules().keys()
                for each in whole | ({node.module} if wanted - whole else set()):
                    found[each].add(name)
    return found


def lines_of(name: str) -> int:
    """The number of lines of a module."""
    path = SOURCE / name.replace(".", "/")
    file = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
    return len(file.read_text("utf-8").splitlines())


def imported_once() -> list[str]:
    """Modules that one other imports; commands and what is loaded by a name in a table are left out."""
    loaded = {
        name
        for path in (PROJECT, *(SOURCE / "claimx").rglob("*.py"))
        for name in NAMED.findall(path.read_text("utf-8"))
    }
    return [
        name
        for name in modules()
        if name in importers()
        and len(importers()[name]) == 1
        and not name.startswith("claimx.cli")
        and name not in loaded
    ]


def test_there_are_few_enough_modules_to_know() -> None:
    assert len(modules()) <= MOST_MODULES


def test_no_module_is_too_long_to_read() -> None:
    assert [name for name in modules() if lines_of(name) > LARGEST] == []


def test_no_function_is_too_long_to_read() -> None:
    found = [
        f"{name}.{node.name}"
        for name, tree in modules().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef) and node.end_lineno - node.lineno >= LONGEST_FUNCTION
    ]
    assert found == []


def test_no_small_module_serves_a_single_other() -> None:
    assert [name for name in imported_once() if lines_of(name) < SMALLEST_ALONE] == []


def test_few_modules_serve_a_single_other() -> None:
    assert len(imported_once()) / len(modules()) <= MOST_IMPORTED_ONCE


def test_the_map_names_every_module_and_nothing_else() -> None:
    contents = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    rows = "\n".join(line for line in MAP.findall(contents)[0].splitlines() if line.startswith("|"))
    named = set(re.findall(r"`(?:[\w/]+/)?(\w+)\.py`", rows))
    named |= {folder.rpartition("/")[2] for folder in re.findall(r"`([\w/]+)/`", rows)}
    assert named <= {name.rpartition(".")[2] for name in modules()} | {"__init__"}
    # One module of each command, and what a folder's row names together.
    assert {
        name
        for name in modules()
        if name.rpartition(".")[2] not in named
        and not name.startswith(("claimx.cli", "claimx.pipeline.dates.rules"))
    } == {"claimx", "claimx.__main__", "claimx.pipeline"}
