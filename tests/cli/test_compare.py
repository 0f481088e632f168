"""`claimx compare`: what it prints, and how it ends."""

from __future__ import annotations

import csv
import gzip
import json
import re
import zipfile
from pathlib import Path

import pytest
from commands import Command, Process
from sheets import Q, S, sheet

from claimx.compare import Comparison

LEAD = "A fire on the ferry Maren Sund off Port Halden shocked the country.\n\n"
NAMES = {"Maren Sund": "PRODUCT", "Port Halden": "GPE", "Petra Vance": "PERSON", "Owen Strand": "PERSON"}
QUOTED = "“This ship should have been scrapped ten years ago,”"


@pytest.fixture
def results(tmp_path: Path) -> Path:
    articles = [
        sheet(
            id_,
            f"{LEAD}So far {number} people died. {QUOTED} {name} said.",
            Q(number, "people"),
            S(name, QUOTED),
            names=NAMES,
        )
        for id_, number, name in (("wire", "12", "Petra Vance"), ("tabloid", "14", "Owen Strand"))
    ]
    path = tmp_path / "results.jsonl"
    path.write_text("".join(article.to_json() + "\n" for article in articles), "utf-8")
    return path


def test_json(invoke: Command, results: Path) -> None:
    done = invoke("compare", results)
    assert done.exit_code == 0
    assert done.stderr == ""
    comparison = Comparison.model_validate_json(done.stdout)
    assert comparison.articles == 2
    assert [number.verdict for number in comparison.numbers] == ["differs"]
    assert [quotation.disputed for quotation in comparison.quotations] == [True]
    assert [speaker.name for speaker in comparison.speakers] == ["Owen Strand", "Petra Vance"]
    assert json.loads(done.stdout) == comparison.model_dump(mode="json")


def test_table(invoke: Command, results: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    assert invoke("compare", results, "--format", "table").stdout == (
        "2 articles compared\n"
        "\n"
        "Numbers\n"
        "  people killed  differs  2 articles\n"
        "    ✗ 12  wire  2024-05-15\n"
        "          So far 12 people died.\n"
        "    ✗ 14  tabloid  2024-05-15\n"
        "          So far 14 people died.\n"
        "\n"
        "Quotations\n"
        "  Petra Vance, Owen Strand  given to different people  2 articles\n"
        "    fullest  Petra Vance in wire     “This ship should have been scrapped ten\n"
        "                                     years ago,”\n"
        "    same     Owen Strand in tabloid\n"
        "\n"
        "Speakers\n"
        "               articles  statements  in quotation marks\n"
        "  Owen Strand         1           1                100%\n"
        "  Petra Vance         1           1                100%\n"
    )


def test_a_row_for_each_place_in_csv(invoke: Command, results: Path, tmp_path: Path) -> None:
    output = tmp_path / "evidence.csv"
    assert invoke("compare", results, "-o", output).exit_code == 0
    rows = list(csv.DictReader(output.open(encoding="utf-8", newline="")))
    first, *_, last = rows
    assert [row["section"] for row in rows] == ["numbers", "numbers", "quotations", "quotations"]
    assert (first["value"], first["verdict"], first["article"]) == ("12", "differs", "wire")
    assert first["sentence"] == "So far 12 people died."
    assert (last["claimant"], last["verdict"]) == ("Owen Strand", "given to different people")
    assert last["words"] == QUOTED


def test_documents_mark_the_number_in_its_sentence(invoke: Command, results: Path, tmp_path: Path) -> None:
    page, chapters = tmp_path / "evidence.html", tmp_path / "evidence.md"
    assert invoke("compare", results, "-o", page).exit_code == 0
    assert "So far <mark>12</mark> people died." in page.read_text("utf-8")
    assert invoke("compare", results, "-o", chapters).exit_code == 0
    assert "> So far **14** people died." in chapters.read_text("utf-8")


def test_a_workbook_has_a_sheet_for_each_section(invoke: Command, results: Path, tmp_path: Path) -> None:
    pytest.importorskip("xlsxwriter")
    output = tmp_path / "evidence.xlsx"
    assert invoke("compare", results, "-o", output).exit_code == 0
    with zipfile.ZipFile(output) as book:
        names = re.findall('sheet name="(.*?)"', book.read("xl/workbook.xml").decode())
        assert names == ["numbers", "quotations"]
        assert "So far " in "".join(book.read(n).decode() for n in book.namelist() if n.endswith(".xml"))
    assert invoke("compare", results, "--format", "xlsx").exit_code == 2


def test_markup_of_an_article_stays_text(invoke: Command, tmp_path: Path) -> None:
    told = [
        sheet(id_, f"{LEAD}So far <b>{number}</b> *people* died.", Q(number, "*people*"), names=NAMES)
        for id_, number in (("wire", "12"), ("tabloid", "14"))
    ]
    saved = tmp_path / "results.jsonl"
    saved.write_text("".join(article.to_json() + "\n" for article in told), "utf-8")
    page = invoke("compare", saved, "--format", "html").stdout
    assert "&lt;b&gt;<mark>12</mark>&lt;/b&gt;" in page
    assert r"\<b\>**12**\</b\> \*people\*" in invoke("compare", saved, "--format", "markdown").stdout


def test_the_same_bytes_in_every_run(run: Process, results: Path) -> None:
    printed = [run("compare", results, env={"PYTHONHASHSEED": seed}).stdout for seed in ("1", "2")]
    assert printed[0] == printed[1] != b""


def test_only_some_sections(invoke: Command, results: Path) -> None:
    done = invoke("compare", results, "--only", "speakers,numbers")
    assert list(json.loads(done.stdout)) == ["articles", "about", "alone", "numbers", "speakers"]
    assert invoke("compare", results, "--only", "speaker, quantities").stdout == done.stdout
    assert invoke("compare", results, "--only", "dates").exit_code == 2


def test_about_a_word(invoke: Command, results: Path) -> None:
    done = invoke("compare", results, "--about", "ships", "--only", "speakers", "--format", "table")
    assert done.stdout.count("This ship should have been scrapped") == 2
    none = invoke("compare", results, "--about", "weather", "--only", "speakers", "--format", "table")
    assert none.stdout.endswith("Speakers\n  none\n")


def test_output(invoke: Command, results: Path, tmp_path: Path) -> None:
    for name, beginning in (("out.json", '{"articles": 2'), ("out.txt", "2 articles compared\n")):
        done = invoke("compare", results, "--output", tmp_path / name)
        assert (done.exit_code, done.stdout) == (0, "")
        assert (tmp_path / name).read_text("utf-8").startswith(beginning)
    assert invoke("compare", results, "--output", tmp_path / "out.docx").exit_code == 2
    assert not (tmp_path / "out.docx").exists()


def test_a_compressed_output(invoke: Command, results: Path, tmp_path: Path) -> None:
    assert invoke("compare", results, "--output", tmp_path / "c.json.gz").exit_code == 0
    written = gzip.decompress((tmp_path / "c.json.gz").read_bytes())
    assert Comparison.model_validate_json(written).articles == 2


def test_what_cannot_be_read_is_named(invoke: Command, results: Path, tmp_path: Path) -> None:
    results.write_text(results.read_text("utf-8") + "{broken\n", "utf-8")
    done = invoke("compare", results, tmp_path / "missing.jsonl")
    assert done.exit_code == 1
    assert json.loads(done.stdout)["articles"] == 2
    assert "line 3" in done.stderr
    assert "missing.jsonl" in done.stderr
    assert done.stderr.count("hint: ") == 2


def test_nothing_to_compare(invoke: Command, results: Path, tmp_path: Path) -> None:
    kept = tmp_path / "old.json"
    kept.write_text("old")
    done = invoke("compare", tmp_path / "missing.jsonl", "--output", kept)
    assert (done.exit_code, kept.read_text()) == (1, "old")
    results.write_text(results.read_text("utf-8").splitlines()[0], "utf-8")
    done = invoke("compare", results)
    assert done.exit_code == 0
    assert "only one article" in done.stderr
    assert json.loads(done.stdout)["numbers"] == []
    results.write_text("", "utf-8")
    done = invoke("compare", results, "--output", kept)
    assert (done.exit_code, kept.read_text()) == (1, "old")
    assert "error: there is nothing to compare" in done.stderr
    assert "hint: name files" in done.stderr


def test_results_are_not_overwritten(invoke: Command, results: Path) -> None:
    before = results.read_bytes()
    assert invoke("compare", results, "--output", results).exit_code == 2
    assert results.read_bytes() == before


def test_nothing_in_an_article_acts_on_the_terminal(invoke: Command, tmp_path: Path) -> None:
    words = "“Scrap this \x1b[31m\x1b]0;title\x07ship \x9b2J at once, for heaven’s sake,”"
    articles = [
        sheet(f"{n}\x1b[2J", f"Ana \x1b[31mMoss said {words}", S("Ana \x1b[31mMoss", words)) for n in "ab"
    ]
    path = tmp_path / "results.jsonl"
    path.write_text("".join(article.to_json() + "\n" for article in articles), "utf-8")
    done = invoke("compare", path, "--format", "table")
    assert "Scrap this" in done.stdout
    assert not {"\x1b", "\x07", "\x9b"} & set(done.stdout)


def test_stories(invoke: Command, tmp_path: Path) -> None:
    """An article that is like no other stands alone unless all are to be one story."""
    strike = sheet(
        "strike", "Bakers in Lindau went on strike for higher wages, and 12 shops are shut.", Q("12", "shops")
    )
    fires = [
        sheet(id_, f"{LEAD}So far {number} people died.", Q(number, "people"), names=NAMES)
        for id_, number in (("a", "12"), ("b", "14"))
    ]
    path = tmp_path / "results.jsonl"
    path.write_text("".join(article.to_json() + "\n" for article in (*fires, strike)), "utf-8")
    done = invoke("compare", path)
    assert json.loads(done.stdout)["alone"] == ["strike"]
    assert "strike is like no other article" in done.stderr
    done = invoke("compare", path, "--group", "one")
    assert json.loads(done.stdout)["alone"] == []
    assert done.stderr == ""
    assert invoke("compare", path, "--group", "all").exit_code == 2
