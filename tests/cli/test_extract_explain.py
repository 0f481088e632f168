"""`claimx extract --explain`: rules, links and filters after the tables of an article."""

from __future__ import annotations

from pathlib import Path

import pytest
from commands import Command, Process

import claimx
from claimx.article import Article
from claimx.explain import Explanation, LeftOut, explain

TEXT = "Israel has seen more than 400 strikes since Friday morning. The Boeing 747 landed."


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "strikes.txt"
    path.write_text(TEXT)
    return path


@pytest.fixture(scope="module")
def explanation() -> Explanation:
    """The explanation of the text, read with the model itself."""
    docs: list[Explanation] = []
    article = Article(id="strikes", text=TEXT)
    (result,) = claimx.extract_articles([article], on_doc=lambda doc: docs.append(explain(doc)))
    assert isinstance(result, claimx.Extraction)
    (made,) = docs
    assert [each.text for each in made.quantities] == [each.text for each in result.quantities]
    return made


def test_a_quantity_has_its_rule_and_links(explanation: Explanation) -> None:
    (quantity,) = explanation.quantities
    assert (quantity.text, quantity.rule) == ("400", "count")
    what = next(link for link in quantity.links if link.name == "what")
    assert what.reason == "likeliest phrase"
    assert [each.text for each in what.candidates if each.chosen] == ["strikes"]
    lost = [each for each in what.candidates if not each.chosen]
    assert lost
    assert all(each.probability is not None and each.probability < 0.5 for each in lost)


def test_what_was_left_out_has_its_filter(explanation: Explanation) -> None:
    assert explanation.left_out == (LeftOut("747", "count", "not.name"),)


def test_the_real_model(run: Process, file: Path) -> None:
    done = run("extract", file, "--explain", "--date", "2023-12-02")
    assert (done.returncode, done.stderr) == (0, b"")
    tables, _, explained = done.stdout.decode().partition("Quantities explained  1\n")
    assert "> 400         strikes" in tables
    rows = [line.split() for line in explained.splitlines()]
    assert ["400", "count"] in rows
    assert ["✓", "strikes"] in [[*row[:1], *row[2:]] for row in rows]
    assert ["747", "count", "not.name"] in rows
    assert ["Friday", "morning", "2023-12-01TMO", "weekday"] in rows


def test_each_article_has_its_own(invoke: Command, tmp_path: Path) -> None:
    for name in ("one", "two"):
        tmp_path.joinpath(f"{name}.txt").write_text(f"It was built in {len(name) + 2000}.")
    tmp_path.joinpath("two.txt").write_text("It sank in 2021.")
    shown = invoke("extract", tmp_path / "one.txt", tmp_path / "two.txt", "--explain").stdout
    first, _, second = shown.partition("two\n")
    assert "Dates explained  1" in first
    assert "Dates explained  1" in second
    assert "2021" in second.partition("Dates explained")[2]


def test_after_an_article_that_failed(invoke: Command, file: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken.txt"
    broken.write_text("EXPLODE in 2009.")
    file.write_text("It sank in 2021.")
    result = invoke("extract", broken, file, "--explain")
    assert result.exit_code == 1
    assert "2021" in result.stdout.partition("Dates explained")[2]
    assert "2009" not in result.stdout


def test_only(invoke: Command, file: Path) -> None:
    shown = invoke("extract", file, "--explain", "--only", "dates").stdout
    assert "Dates explained" in shown
    assert "Quantities explained" not in shown


def test_into_a_file(invoke: Command, file: Path, tmp_path: Path) -> None:
    result = invoke("extract", file, "--explain", "-o", tmp_path / "why.log")
    assert (result.exit_code, result.stdout) == (0, "")
    assert "Numbers left out" in tmp_path.joinpath("why.log").read_text("utf-8")


@pytest.mark.parametrize("options", [["--format", "json"], ["-f", "html"], ["-o", "claims.db"]])
def test_only_tables_are_explained(invoke: Command, file: Path, options: list[str]) -> None:
    result = invoke("extract", file, "--explain", *options)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "--format table" in " ".join(result.stderr.split())
