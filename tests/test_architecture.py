"""Which packages may import which, as the contracts in `pyproject.toml` say."""

from __future__ import annotations

from pathlib import Path

import pytest
from importlinter.cli import EXIT_STATUS_SUCCESS, lint_imports

PROJECT = Path(__file__).parents[1] / "pyproject.toml"


def test_packages_import_as_the_contracts_allow(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(PROJECT.parent)
    assert lint_imports(config_filename=str(PROJECT)) == EXIT_STATUS_SUCCESS
