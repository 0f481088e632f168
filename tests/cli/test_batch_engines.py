"""What `claimx batch` runs on, and which options go with it."""

from __future__ import annotations

import pytest
from commands import Command


@pytest.fixture(autouse=True)
def _wide_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "200")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["a.txt", "-o", "out.jsonl", "--address", "auto"], "--address goes with --engine ray only"),
        (["a.txt", "-o", "out.jsonl", "--part-size", "9"], "--part-size goes with --engine ray only"),
        (["a.txt", "-o", "s3://out/claims.jsonl"], "a URL can be written with --engine ray only"),
        (["a.txt", "-o", "out.db", "--engine", "ray"], "writes jsonl or parquet, not sqlite"),
        (["-", "-o", "out.jsonl", "--engine", "ray"], "the standard input is not there on a cluster"),
        (
            ["a.txt", "-o", "out.jsonl", "--engine", "ray", "--on-error", "stop"],
            "--on-error stop does not go",
        ),
        (["a.txt", "-o", "out.jsonl", "--engine", "ray", "--dry-run"], "leave out --engine ray"),
    ],
)
def test_options_that_do_not_go_together(invoke: Command, arguments: list[str], message: str) -> None:
    result = invoke("batch", *arguments)
    assert result.exit_code == 2
    assert message in result.stderr


def test_without_the_extra(invoke: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("claimx.cli.batch.find_spec", lambda name: None)
    result = invoke("batch", "a.txt", "-o", "out.jsonl", "--engine", "ray")
    assert result.exit_code == 2
    assert "pip install 'claimx[ray]'" in result.stderr
