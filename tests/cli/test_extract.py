"""`claimx extract`: options, formats, streams and exit codes."""

from __future__ import annotations

import csv
import json
from io import StringIO
from pathlib import Path

import pytest
from commands import Command, Process


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "ferry.txt"
    path.write_text("The ferry was built in 2009.\nIt sank in 2021.\n")
    return path


def test_one_article_is_one_object(invoke: Command, file: Path) -> None:
    result = invoke("extract", file)
    assert (result.exit_code, result.stderr) == (0, "")
    value = json.loads(result.stdout)
    assert value["document"]["id"] == "ferry"
    assert value["document"]["path"] == str(file)
    assert [date["text"] for date in value["dates"]] == ["2009", "2021"]


def test_several_articles_are_json_lines(invoke: Command, file: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.txt"
    other.write_text("It began in 1999.")
    lines = invoke("extract", file, other).stdout.splitlines()
    assert [json.loads(line)["document"]["id"] for line in lines] == ["ferry", "other"]


@pytest.mark.parametrize("output_format", ["table", "json", "jsonl", "csv"])
def test_formats(invoke: Command, file: Path, output_format: str) -> None:
    result = invoke("extract", file, "--format", output_format)
    assert (result.exit_code, result.stderr) == (0, "")
    assert "2021" in result.stdout
    assert "\x1b" not in result.stdout


def test_csv_of_one_layer(invoke: Command, file: Path) -> None:
    rows = list(csv.DictReader(StringIO(invoke("extract", file, "-f", "csv", "--only", "dates").stdout)))
    assert [row["value"] for row in rows] == ["2009", "2021"]


def test_only_and_no_text(invoke: Command, file: Path) -> None:
    value = json.loads(invoke("extract", file, "--only", "dates,quantities", "--no-text").stdout)
    assert list(value)[4:] == ["quantities", "dates"]
    assert "text" not in value["document"]


@pytest.mark.parametrize("names", ["dates, quantities", "Quantities,DATES", "date,number"])
def test_other_ways_to_write_layers(invoke: Command, file: Path, names: str) -> None:
    value = json.loads(invoke("extract", file, "--only", names).stdout)
    assert list(value)[4:] == ["quantities", "dates"]


@pytest.mark.parametrize("day", ["2023-12-02", "20231202", "2023-12-02T10:00:00Z"])
def test_date(invoke: Command, file: Path, day: str) -> None:
    value = json.loads(invoke("extract", file, "--date", day).stdout)
    assert value["document"]["published"] == "2023-12-02"


def test_input_format(invoke: Command, tmp_path: Path) -> None:
    path = tmp_path / "articles.txt"
    path.write_text('{"text": "In 2009."}\n{"text": "In 2021."}\n')
    lines = invoke("extract", path, "--input-format", "jsonl").stdout.splitlines()
    assert [json.loads(line)["dates"][0]["text"] for line in lines] == ["2009", "2021"]


def test_min_confidence(run: Process, tmp_path: Path) -> None:
    path = tmp_path / "ferry.txt"
    path.write_text("Ana Costa said that 400 passengers were stranded on the ferry.\n")
    for least, kept in (("0", 1), ("1", 0)):
        value = json.loads(run("extract", path, "--min-confidence", least).stdout)
        assert len(value["statements"]) == kept
        (number,) = value["quantities"]
        assert (number["statement"], number["source"] is not None) == (
            ("s1", True) if kept else (None, False)
        )


class TestOutput:
    def test_a_file(self, invoke: Command, file: Path, tmp_path: Path) -> None:
        output = tmp_path / "out.json"
        result = invoke("extract", file, "--output", output)
        assert (result.exit_code, result.stdout, result.stderr) == (0, "", "")
        assert json.loads(output.read_text("utf-8"))["document"]["id"] == "ferry"

    def test_its_ending_tells_the_format(self, invoke: Command, file: Path, tmp_path: Path) -> None:
        output = tmp_path / "out.csv"
        invoke("extract", file, "-o", output)
        assert output.read_text("utf-8").startswith("document,layer,id,")

    @pytest.mark.parametrize("name", ["out.xlsx", "out", "out.txt"])
    def test_an_ending_without_a_format(self, invoke: Command, file: Path, tmp_path: Path, name: str) -> None:
        result = invoke("extract", file, "-o", tmp_path / name)
        assert result.exit_code == 2
        assert "--format" in result.stderr
        assert not (tmp_path / name).exists()
        assert invoke("extract", file, "-o", tmp_path / name, "--format", "json").exit_code == 0
        assert json.loads((tmp_path / name).read_text("utf-8"))["document"]["id"] == "ferry"

    def test_never_one_of_the_inputs(self, invoke: Command, file: Path) -> None:
        before = file.read_bytes()
        result = invoke("extract", file, "-o", file, "--format", "json")
        assert result.exit_code == 2
        assert "is one of the inputs" in " ".join(result.stderr.replace("│", " ").split())
        assert file.read_bytes() == before

    def test_the_standard_input_is_read_once(self, invoke: Command) -> None:
        result = invoke("extract", "-", "-")
        assert result.exit_code == 2
        assert "- is named twice" in result.stderr

    def test_a_dash_is_the_standard_output(
        self, invoke: Command, file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.chdir(tmp_path)
        assert json.loads(invoke("extract", file, "-o", "-").stdout)["document"]["id"] == "ferry"
        assert not Path("-").exists()

    def test_where_nothing_can_be_read_it_is_left_alone(self, invoke: Command, tmp_path: Path) -> None:
        output = tmp_path / "out.json"
        output.write_text("old")
        assert invoke("extract", tmp_path / "missing", "-o", output).exit_code == 1
        assert output.read_text() == "old"

    def test_a_folder_that_is_not_there(self, invoke: Command, file: Path, tmp_path: Path) -> None:
        result = invoke("extract", file, "-o", tmp_path / "no" / "out.json")
        assert (result.exit_code, result.stdout) == (1, "")
        assert "cannot be written" in result.stderr
        assert "hint: check that the folder exists" in result.stderr

    def test_a_folder_is_no_file(self, invoke: Command, file: Path, tmp_path: Path) -> None:
        result = invoke("extract", file, "-o", tmp_path, "-f", "csv")
        assert result.exit_code == 1
        assert "hint: name a file" in result.stderr

    def test_a_full_disk(self, invoke: Command, file: Path) -> None:
        result = invoke("extract", file, "-o", "/dev/full")
        assert result.exit_code == 1
        assert "/dev/full: cannot be written: No space left" in result.stderr


class TestWrongUsage:
    @pytest.mark.parametrize(
        "arguments",
        [
            ["--format", "xml"],
            ["--only", "claims"],
            ["--date", "Friday"],
            ["--date", "2023-13-01"],
            ["--input-format", "wordperfect"],
            ["--min-confidence", "1.1"],
            ["--min-confidence", "-0.1"],
            ["--min-confidence", "nan"],
            ["--min-confidence", "high"],
            ["--no-such-option"],
        ],
    )
    def test_options(self, invoke: Command, file: Path, arguments: list[str]) -> None:
        result = invoke("extract", file, *arguments)
        assert (result.exit_code, result.stdout) == (2, "")
        assert result.stderr

    def test_the_names_to_choose_from_are_said(self, invoke: Command, file: Path) -> None:
        message = " ".join(invoke("extract", file, "-f", "xml").stderr.replace("│", " ").split())
        assert "'xml' is not one of table, json, jsonl, csv" in message

    def test_a_model_that_is_not_there(self, run: Process, file: Path) -> None:
        done = run("extract", file, "--model", "nowhere/at/all")
        assert (done.returncode, done.stdout) == (1, b"")
        assert (
            b"claimx: error: the model nowhere/at/all cannot be loaded: there is no such folder"
            in done.stderr
        )
        assert b"hint:" in done.stderr


class TestFailures:
    def test_quiet_prints_errors_only(self, invoke: Command, file: Path, tmp_path: Path) -> None:
        file.write_bytes("Zoë Müller’s café was built in 2009.\n".encode("cp1252"))
        assert "warning: " in invoke("extract", file).stderr
        assert invoke("extract", file, "-q").stderr == ""
        result = invoke("extract", tmp_path / "missing.txt", file, "--quiet")
        assert (result.exit_code, result.stderr.count("error: ")) == (1, 1)
        assert "warning: " in invoke("extract", file).stderr

    def test_what_fails_is_named_and_the_rest_printed(
        self, invoke: Command, file: Path, tmp_path: Path
    ) -> None:
        bad = tmp_path / "bad.txt"
        bad.write_text("EXPLODE")
        result = invoke("extract", bad, tmp_path / "missing.txt", file)
        assert result.exit_code == 1
        assert json.loads(result.stdout)["document"]["id"] == "ferry"
        assert "bad.txt: reading failed: RuntimeError: told to explode" in result.stderr
        assert "missing.txt: there is no such file" in result.stderr
        assert "Traceback" not in result.stderr

    def test_names_of_files_do_nothing_to_the_terminal(self, invoke: Command, tmp_path: Path) -> None:
        assert "\x1b" not in invoke("extract", tmp_path / "\x1b[2Jmissing").stderr


def test_an_input_without_articles(invoke: Command, tmp_path: Path) -> None:
    path = tmp_path / "today.jsonl"
    path.write_text("\n")
    done = invoke("extract", path)
    assert (done.exit_code, done.stdout) == (0, "")
    assert done.stderr == "claimx: there are no articles in the input\n"
