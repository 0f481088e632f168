"""Results in one go: a stream, or a place that has them only once they are whole."""

from __future__ import annotations

import gzip
import json
import os
import sqlite3
from pathlib import Path

import pytest

from claimx.errors import OutputError
from claimx.schema import Extraction
from claimx.writers import Settings, open_results

OUTPUTS = [
    ("claims.db", "sqlite"),
    ("claims.parquet", "parquet"),
    ("claims.jsonl.gz", "jsonl"),
    ("a.json", "json"),
]


@pytest.mark.parametrize(("name", "output_format"), OUTPUTS)
def test_output_appears_when_it_is_whole(
    tmp_path: Path, extraction: Extraction, name: str, output_format: str
) -> None:
    path = tmp_path / name
    with open_results(path, output_format, Settings()) as write:
        write(extraction)
        assert not path.exists()
    assert os.listdir(tmp_path) == [name]


@pytest.mark.parametrize(("name", "output_format"), OUTPUTS)
def test_an_error_leaves_nothing_behind(
    tmp_path: Path, extraction: Extraction, name: str, output_format: str
) -> None:
    def stop_halfway() -> None:
        with open_results(tmp_path / name, output_format, Settings()) as write:
            write(extraction)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        stop_halfway()
    assert os.listdir(tmp_path) == []


def test_a_database_takes_the_place_of_the_old_one(tmp_path: Path, extraction: Extraction) -> None:
    path = tmp_path / "claims.db"
    path.write_text("old")
    with open_results(path, "sqlite", Settings()) as write:
        write(extraction)
    with sqlite3.connect(path) as database:
        assert database.execute("SELECT id FROM articles").fetchall() == [("ferry",)]


def test_a_folder_is_never_replaced(tmp_path: Path) -> None:
    (tmp_path / "claims.parquet").mkdir()
    with (
        pytest.raises(OutputError, match="a folder"),
        open_results(tmp_path / "claims.parquet", "parquet", Settings()),
    ):
        pass


def test_compressed_json_is_the_same_json(tmp_path: Path, extraction: Extraction) -> None:
    path = tmp_path / "claims.json.gz"
    with open_results(path, "json", Settings()) as write:
        write(extraction)
    value = json.loads(gzip.decompress(path.read_bytes()))
    assert value["document"]["id"] == "ferry"


def test_an_archive_in_json_is_a_list_also_of_one(tmp_path: Path, extraction: Extraction) -> None:
    path = tmp_path / "claims.json"
    with open_results(path, "json", Settings(), archive=True) as write:
        write(extraction)
    assert [value["document"]["id"] for value in json.loads(path.read_bytes())] == ["ferry"]


def test_an_archive_in_csv_is_a_file_where_its_name_says_so(tmp_path: Path, extraction: Extraction) -> None:
    path = tmp_path / "claims.csv"
    with open_results(path, "csv", Settings(), archive=True) as write:
        write(extraction)
    assert path.read_text("utf-8").startswith("document,layer,id,")
