"""`claimx report`: from files to a page on the disk."""

from __future__ import annotations

from pathlib import Path

import pytest
from commands import Command
from reported import ferry, strike


@pytest.fixture
def results(tmp_path: Path) -> Path:
    path = tmp_path / "results.jsonl"
    path.write_text("".join(one.to_json() + "\n" for one in strike()), "utf-8")
    return path


def articles(page: Path) -> int:
    return page.read_text("utf-8").count('class="article-data"')


def test_a_page_of_saved_results(invoke: Command, results: Path, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    done = invoke("report", results, "--output", page, "--title", "The <strike>")
    assert (done.exit_code, done.stdout, done.stderr) == (0, "", "")
    assert articles(page) == 15
    assert "<title>The &lt;strike&gt;</title>" in page.read_text("utf-8")


def test_the_page_is_called_report(
    invoke: Command, results: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert invoke("report", results).exit_code == 0
    assert articles(tmp_path / "report.html") == 15


def test_several_files_and_formats(invoke: Command, results: Path, tmp_path: Path) -> None:
    one = tmp_path / "one.json"
    one.write_text(ferry().to_json(indent=2), "utf-8")
    page = tmp_path / "page.html"
    assert invoke("report", results, one, "-o", page).exit_code == 0
    assert articles(page) == 16


def test_what_cannot_be_read_is_named_and_the_rest_is_there(
    invoke: Command, results: Path, tmp_path: Path
) -> None:
    page = tmp_path / "page.html"
    done = invoke("report", tmp_path / "missing.jsonl", results, "-o", page)
    assert done.exit_code == 1
    assert "missing.jsonl" in done.stderr
    assert "hint: " in done.stderr
    assert articles(page) == 15


def test_nothing_to_show_leaves_the_old_page(invoke: Command, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text("old")
    assert invoke("report", tmp_path / "missing.jsonl", "-o", page).exit_code == 1
    (tmp_path / "empty").mkdir()
    assert invoke("report", tmp_path / "empty", "-o", page).exit_code == 1
    assert page.read_text() == "old"


def test_a_page_never_takes_the_place_of_results(invoke: Command, results: Path) -> None:
    before = results.read_bytes()
    done = invoke("report", results, "-o", results)
    assert done.exit_code == 2
    assert "--output" in done.stderr
    assert results.read_bytes() == before


@pytest.mark.parametrize("name", ["page.pdf", "page"])
def test_a_page_is_html(invoke: Command, results: Path, tmp_path: Path, name: str) -> None:
    done = invoke("report", results, "-o", tmp_path / name)
    assert done.exit_code == 2
    assert ".html" in done.stderr
    assert not (tmp_path / name).exists()


def test_no_half_page_where_it_cannot_be_written(invoke: Command, results: Path, tmp_path: Path) -> None:
    done = invoke("report", results, "-o", tmp_path / "no" / "page.html")
    assert done.exit_code == 1
    assert "cannot be written" in done.stderr


def test_no_results_named(invoke: Command) -> None:
    assert invoke("report").exit_code == 2
