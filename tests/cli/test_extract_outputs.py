"""`claimx extract --output`: the ending of the name says what is written."""

from __future__ import annotations

import gzip
import json
import sqlite3
from pathlib import Path

import pytest
from commands import Command


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "ferry.txt"
    path.write_text("The ferry was built in 2009.\nIt sank in 2021.\n")
    return path


def test_a_database(invoke: Command, file: Path, tmp_path: Path) -> None:
    output = tmp_path / "claims.db"
    assert invoke("extract", file, "-o", output).exit_code == 0
    with sqlite3.connect(output) as database:
        assert database.execute("SELECT document, value FROM dates").fetchall() == [
            ("ferry", "2009"),
            ("ferry", "2021"),
        ]


def test_datasets(invoke: Command, file: Path, tmp_path: Path) -> None:
    output = tmp_path / "claims.parquet"
    assert invoke("extract", file, "-o", output, "--only", "dates").exit_code == 0
    assert [path.name for path in sorted(output.iterdir())] == ["articles", "dates"]


@pytest.mark.parametrize(
    ("name", "beginning"),
    [("a.md", "# ferry\n"), ("a.html", "<!DOCTYPE html>\n"), ("a.jsonl", '{"schema_version"')],
)
def test_pages(invoke: Command, file: Path, tmp_path: Path, name: str, beginning: str) -> None:
    assert invoke("extract", file, "-o", tmp_path / name).exit_code == 0
    assert (tmp_path / name).read_text("utf-8").startswith(beginning)


def test_compressed(invoke: Command, file: Path, tmp_path: Path) -> None:
    output = tmp_path / "claims.jsonl.gz"
    assert invoke("extract", file, "-o", output).exit_code == 0
    assert json.loads(gzip.decompress(output.read_bytes()))["document"]["id"] == "ferry"


def test_what_cannot_be_printed(invoke: Command, file: Path) -> None:
    result = invoke("extract", file, "--format", "sqlite")
    assert result.exit_code == 2
    assert "--output" in result.stderr


def test_a_folder_is_no_file_to_write(invoke: Command, file: Path, tmp_path: Path) -> None:
    for command in ("extract", "compare"):
        result = invoke(command, file, "--output", tmp_path)
        assert result.exit_code == 2
        assert "is a folder; name a file in it" in " ".join(result.stderr.replace("│", " ").split())


def test_links_into_a_page_and_cues_of_subtitles(invoke: Command, tmp_path: Path) -> None:
    page, cues = tmp_path / "ferry.html", tmp_path / "ferry.srt"
    sentence = "The ferry was built in 2009, the harbour master said on the quay in the evening."
    head = '<html><head><link rel="canonical" href="https://news.example/a"></head>'
    page.write_text(f"{head}<body><article><p>{sentence}</p><p>It sank in 2021.</p></article></body></html>")
    cues.write_text(
        f"1\n00:00:01,000 --> 00:00:04,000\n{sentence}\n\n2\n00:00:05,000 --> 00:00:07,000\nIn 2021.\n"
    )
    result = invoke("extract", page, cues, "--links", "--format", "jsonl")
    assert result.exit_code == 0
    linked, plain = map(json.loads, result.stdout.splitlines())
    assert linked["document"]["url"] == "https://news.example/a"
    assert linked["dates"][0]["link"] == (
        "https://news.example/a#:~:text=was%20built%20in-,2009,-%2C%20the%20harbour"
    )
    assert "link" not in plain["dates"][0]
    assert [section["time"] for section in plain["document"]["sections"]] == ["00:00:01.000", "00:00:05.000"]
