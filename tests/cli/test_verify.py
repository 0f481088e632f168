"""`claimx verify` and `claimx diff`: what they print, and how they end."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from commands import Command
from sheets import Q, S, sheet

from claimx.schema import Extraction
from claimx.verification import Revisions, Verification

QUOTED = "“The pumps were old,”"
SOURCE = f"{QUOTED} Petra Vance said. The fire killed 12 people on board."
DRAFT = f"{QUOTED} Owen Strand said. The fire killed 21 people on board."


def _article(id_: str, text: str, speaker: str, number: str) -> Extraction:
    names = {"Petra Vance": "PERSON", "Owen Strand": "PERSON"}
    return sheet(id_, text, S(speaker, QUOTED), Q(number, "people"), names=names)


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "wire.json"
    path.write_text(_article("wire", SOURCE, "Petra Vance", "12").to_json(), "utf-8")
    return path


@pytest.fixture
def draft(tmp_path: Path) -> Path:
    path = tmp_path / "draft.json"
    path.write_text(_article("draft", DRAFT, "Owen Strand", "21").to_json(), "utf-8")
    return path


def test_verify_json(invoke: Command, draft: Path, source: Path) -> None:
    done = invoke("verify", draft, "--against", source)
    assert done.exit_code == 1
    assert done.stderr == ""
    verification = Verification.model_validate_json(done.stdout)
    assert (verification.draft, verification.sources, verification.faults) == ("draft", ["wire"], 3)
    assert [(f.kind, f.verdict) for f in verification.findings] == [
        ("quotation", "given to somebody else"),
        ("name", "not found"),
        ("number", "changed"),
    ]
    number = verification.findings[2]
    assert DRAFT[number.draft.start : number.draft.end] == "21"
    assert SOURCE[number.sources[0].start : number.sources[0].end] == "12"


def test_verify_without_faults(invoke: Command, source: Path) -> None:
    done = invoke("verify", source, "--against", source)
    assert done.exit_code == 0
    assert Verification.model_validate_json(done.stdout).faults == 0


def test_verify_table(invoke: Command, draft: Path, source: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    done = invoke("verify", draft, "--against", source, "--format", "table")
    assert done.stdout == (
        "draft  3 faults in 3 claims  1 source\n"
        "\n"
        "not found\n"
        "  name  Owen Strand\n"
        "    draft 22–33  “The pumps were old,” Owen Strand said.\n"
        "\n"
        "given to somebody else\n"
        "  quotation  draft: Owen Strand; source: Petra Vance\n"
        "    draft 0–21  “The pumps were old,” Owen Strand said.\n"
        "    wire 1–19   “The pumps were old,” Petra Vance said.\n"
        "\n"
        "changed\n"
        "  number  12 → 21\n"
        "    draft 56–58  The fire killed 21 people on board.\n"
        "    wire 56–58   The fire killed 12 people on board.\n"
    )
    shown = invoke("verify", source, "--against", source, "--format", "table").stdout
    assert shown == "wire  no faults in 3 claims  1 source\n\n3 verbatim (--all prints them)\n"
    assert "Petra Vance" in invoke("verify", source, "--against", source, "-f", "table", "--all").stdout


def test_the_same_number_of_the_opposite_is_no_change_of_words(invoke: Command, tmp_path: Path) -> None:
    for name, verb in (("wire", "fell"), ("draft", "rose")):
        article = sheet(
            name, f"Ferry traffic {verb} 7.5% last year, the port said.", Q("7.5%", value=7.5, unit="percent")
        )
        (tmp_path / f"{name}.json").write_text(article.to_json(), "utf-8")
    done = invoke("verify", tmp_path / "draft.json", "--against", tmp_path / "wire.json", "--format", "table")
    assert "  number  negation\n" in done.stdout


def test_verify_page(invoke: Command, draft: Path, source: Path, tmp_path: Path) -> None:
    page = tmp_path / "check.html"
    assert invoke("verify", draft, "--against", source, "--output", page).exit_code == 1
    html = page.read_text("utf-8")
    assert "draft 56–58" in html
    assert "wire 56–58" in html
    assert "<mark>21</mark>" in html
    assert "<mark>12</mark>" in html
    assert "<script" not in html
    assert 'href="#f3" class="changed"' in html


def test_pages_escape_what_articles_say(invoke: Command, tmp_path: Path) -> None:
    text = "“<script>alert(1)</script> is not a pump,” Ana \x1b[31mMoss said."
    path = tmp_path / "draft.json"
    path.write_text(sheet("<b>", text, S("Ana", "“<script>")).to_json(), "utf-8")
    for format_ in ("html", "table"):
        for arguments in (("verify", path, "--against", path), ("diff", path, path)):
            done = invoke(*arguments, "--format", format_)
            assert done.exit_code == 0
            assert format_ == "table" or "<script" not in done.stdout
            assert "\x1b" not in done.stdout


def test_verify_several_sources(invoke: Command, draft: Path, source: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.json"
    other.write_text(_article("other", DRAFT, "Owen Strand", "21").to_json(), "utf-8")
    done = invoke("verify", draft, "--against", source, other)
    assert done.exit_code == 0
    assert Verification.model_validate_json(done.stdout).sources == ["wire", "other"]


def test_verify_needs_a_draft_and_sources(invoke: Command, draft: Path, source: Path, tmp_path: Path) -> None:
    assert invoke("verify", draft).exit_code == 2
    assert invoke("verify", draft, "--against", source, "--output", source).exit_code == 2
    missing = invoke("verify", tmp_path / "missing.txt", "--against", source)
    assert missing.exit_code == 1
    assert "missing.txt" in missing.stderr
    nothing = invoke("verify", draft, "--against", tmp_path / "missing.txt")
    assert nothing.exit_code == 1
    assert "no source" in nothing.stderr
    two = tmp_path / "two.jsonl"
    two.write_text(f"{draft.read_text()}\n{source.read_text()}\n", "utf-8")
    several = invoke("verify", two, "--against", source)
    assert several.exit_code == 1
    assert "2" in several.stderr


def test_a_source_that_cannot_be_read_is_reported(invoke: Command, source: Path, tmp_path: Path) -> None:
    done = invoke("verify", source, "--against", source, "--against", tmp_path / "missing.txt")
    assert done.exit_code == 1
    assert Verification.model_validate_json(done.stdout).faults == 0
    assert "missing.txt" in done.stderr


def test_diff(invoke: Command, draft: Path, source: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    done = invoke("diff", source, draft)
    assert done.exit_code == 0
    result = Revisions.model_validate_json(done.stdout)
    (revision,) = result.articles
    assert (revision.old, revision.new) == ("wire", "draft")
    assert [(edit.kind, edit.edit) for edit in revision.edits] == [("name", "changed"), ("number", "changed")]
    monkeypatch.setenv("COLUMNS", "80")
    assert invoke("diff", source, draft, "--format", "table").stdout == (
        "draft  2 edits\n"
        "\n"
        "changed\n"
        "  name  Petra Vance → Owen Strand\n"
        "    old 22–33  “The pumps were old,” Petra Vance said.\n"
        "    new 22–33  “The pumps were old,” Owen Strand said.\n"
        "\n"
        "changed\n"
        "  number  12 → 21\n"
        "    old 56–58  The fire killed 12 people on board.\n"
        "    new 56–58  The fire killed 21 people on board.\n"
    )
    page = invoke("diff", source, draft, "--format", "html").stdout
    assert "<mark>12</mark>" in page
    assert "<mark>21</mark>" in page
    assert invoke("diff", source, source, "--format", "table").stdout == "1 article without edits\n"


def test_diff_of_folders_goes_by_name(invoke: Command, tmp_path: Path) -> None:
    for folder, name, text in (
        ("old", "a.txt", "It was 2023."),
        ("new", "a.txt", "It was 2024."),
        ("old", "b/c.txt", "All is well."),
        ("new", "b/c.txt", "All is well."),
        ("old", "gone.txt", "This is gone."),
        ("new", "b/a.txt", "This is new."),
    ):
        path = tmp_path / folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    done = invoke("diff", tmp_path / "old", tmp_path / "new")
    result = json.loads(done.stdout)
    assert done.exit_code == 0
    assert [[edit["kind"] for edit in article["edits"]] for article in result["articles"]] == [["date"]]
    assert (result["unchanged"], result["added"], result["removed"]) == (1, ["b/a"], ["gone"])


def test_diff_of_nothing(invoke: Command, source: Path, tmp_path: Path) -> None:
    done = invoke("diff", source, tmp_path / "missing.txt")
    assert (done.exit_code, done.stdout) == (1, "")
    assert "missing.txt" in done.stderr
    without_text = tmp_path / "bare.json"
    record = json.loads(source.read_text("utf-8"))
    del record["document"]["text"]
    without_text.write_text(json.dumps(record), "utf-8")
    done = invoke("diff", source, without_text)
    assert done.exit_code == 1
    assert "no text" in done.stderr
