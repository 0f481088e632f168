"""Field names, days, narrowed results and databases that are added to, on the commands that have them."""

from __future__ import annotations

import json
import re
import sqlite3
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

import pytest
from batches import ThreadProcess
from commands import Command
from sheets import Q, S, sheet
from spacy.language import Language

from claimx.batch import is_file_name

TEXT = "Mara Lindqvist said that 400 boats sank. Rui Costa said that 12 people left."


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    """Two articles, on two days, with two speakers each."""
    path = tmp_path / "claims.jsonl"
    lines = [
        sheet(
            id_,
            TEXT,
            S("Mara Lindqvist", "that 400 boats sank", name="Mara Lindqvist"),
            S("Rui Costa", "that 12 people left", name="Rui Costa"),
            Q("400", "boats"),
            Q("12", "people"),
            published=published,
        ).to_json()
        for id_, published in (("early", "2024-05-14"), ("late", "2024-05-16"))
    ]
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path


def compared(invoke: Command, *arguments: object) -> dict[str, object]:
    return json.loads(invoke("compare", *arguments, "--format", "json").stdout)  # type: ignore[no-any-return]


def test_compare_is_narrowed(invoke: Command, saved: Path) -> None:
    assert compared(invoke, saved)["articles"] == 2
    assert compared(invoke, saved, "--since", "15 May 2024")["articles"] == 1
    assert compared(invoke, saved, "--id", "early", "--id", "late")["articles"] == 2
    speakers = compared(invoke, saved, "--where", "speaker=costa")["speakers"]
    assert [speaker["name"] for speaker in speakers] == ["Rui Costa"]  # type: ignore[union-attr,attr-defined]


def test_a_report_is_narrowed(invoke: Command, saved: Path, tmp_path: Path) -> None:
    page = tmp_path / "report.html"
    done = invoke("report", saved, "-o", page, "--id", "late", "--id", "never")
    assert done.exit_code == 1
    assert "there is no article 'never' among 2 articles" in done.stderr
    assert "2024-05-16" in page.read_text("utf-8")
    assert "2024-05-14" not in page.read_text("utf-8")


def test_show_is_narrowed(invoke: Command, saved: Path) -> None:
    done = invoke("show", saved, "--since", "2024-05-15", "--where", "speaker=Costa")
    assert "[12]" in done.stdout
    assert "[400]" not in done.stdout


@pytest.mark.parametrize("condition", ["speaker", "speaker=", "colour=red", "=x"])
def test_a_condition_that_is_none(invoke: Command, saved: Path, condition: str) -> None:
    assert invoke("compare", saved, "--where", condition).exit_code == 2


@pytest.mark.parametrize("command", ["show", "report", "compare"])
def test_conditions_that_nothing_meets(invoke: Command, saved: Path, tmp_path: Path, command: str) -> None:
    page = tmp_path / "a.html"
    output = ["-o", page] if command == "report" else []
    done = invoke(command, saved, "--where", "speaker=Nobody", "--since", "4 March 1999", *output)
    assert done.exit_code == 1
    assert re.search(r"nothing in \d+ articles? matches since 1999-03-04, speaker=Nobody", done.stderr)
    assert done.stderr.count("hint: ") == 1
    assert not page.exists()


def test_one_condition_for_a_field(invoke: Command, saved: Path) -> None:
    done = invoke("compare", saved, "--where", "speaker=a", "--where", "speaker=b")
    assert (done.exit_code, "given twice" in done.stderr) == (2, True)


@pytest.fixture
def records(tmp_path: Path) -> Path:
    path = tmp_path / "records.jsonl"
    record = {"body": "It began in 2009.", "when": "4 March 2024", "url": "x1", "head": "A beginning"}
    path.write_text(json.dumps(record) + "\n", "utf-8")
    return path


FIELDS = ("--text-field", "body", "--date-field", "when", "--id-field", "url", "--title-field", "head")


def test_fields_of_records(invoke: Command, records: Path, tmp_path: Path) -> None:
    document = json.loads(invoke("extract", records, *FIELDS).stdout)["document"]
    assert (document["id"], document["title"], document["published"]) == ("x1", "A beginning", "2024-03-04")
    assert "A beginning" in invoke("show", records, *FIELDS).stdout
    assert compared(invoke, records, *FIELDS)["articles"] == 1
    page = tmp_path / "report.html"
    assert invoke("report", records, *FIELDS, "-o", page).exit_code == 0
    assert "A beginning" in page.read_text("utf-8")


@pytest.mark.parametrize(
    "day", ["4 March 2024", "March 4, 2024", "2024-03-04T10:00", "2024-3-4", "4 mars 2024"]
)
def test_days_as_people_write_them(invoke: Command, records: Path, day: str) -> None:
    value = json.loads(invoke("extract", records, "--text-field", "body", "--date", day).stdout)
    assert value["document"]["published"] == "2024-03-04"


def test_today_and_yesterday(invoke: Command, records: Path) -> None:
    published = []
    for day in ("today", "Yesterday"):
        done = invoke("extract", records, "--date", day)
        published.append(date.fromisoformat(json.loads(done.stdout)["document"]["published"]))
    assert published[0] - published[1] == timedelta(days=1)
    assert abs(date.today() - published[0]) <= timedelta(days=1)


def test_a_day_that_can_be_two_is_refused(invoke: Command, records: Path) -> None:
    done = invoke("extract", records, "--date", "04/03/2024")
    assert done.exit_code == 2
    message = " ".join(done.stderr.replace("│", " ").split())
    assert "the month may be 04 or 03; write it as YYYY-MM-DD" in message


def test_own_results_are_no_articles(invoke: Command, saved: Path) -> None:
    done = invoke("extract", saved)
    assert done.exit_code == 1
    assert "claimx wrote this" in done.stderr
    assert "claimx show, report and compare" in done.stderr


@pytest.fixture
def batch(invoke: Command, small_nlp: Language, monkeypatch: pytest.MonkeyPatch) -> Command:
    """Run `claimx batch` with threads for processes."""
    for module in ("inputs", "workers"):
        monkeypatch.setattr(f"claimx.batch.{module}.Process", ThreadProcess)
    monkeypatch.setattr("claimx.api.load", lambda model, threads: small_nlp)
    return lambda *arguments: invoke("batch", *arguments)


def written(folder: Path, **texts: str) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / "a.jsonl").write_text(
        "".join(json.dumps({"id": id_, "text": text}) + "\n" for id_, text in texts.items()), "utf-8"
    )
    return folder


def days(path: Path) -> list[tuple[str, str]]:
    with closing(sqlite3.connect(path)) as database:
        return database.execute("SELECT document, value FROM dates ORDER BY document").fetchall()


def test_daily_runs_add_to_a_database(batch: Command, tmp_path: Path) -> None:
    base = tmp_path / "claims.db"
    monday = written(tmp_path / "monday", a="In 2001.", b="In 2002.")
    assert batch(monday, "-o", base, "--append").exit_code == 0
    tuesday = written(tmp_path / "tuesday", b="In 2012.", c="In 2013.", bad="EXPLODE")
    done = batch(tuesday, "-o", base, "--append")
    assert done.exit_code == 1
    assert f"1 article added to {base}, 1 replaced; failures: {base}.failures.jsonl" in done.stderr
    assert days(base) == [("a", "2001"), ("b", "2012"), ("c", "2013")]
    left = {path.name for path in tmp_path.iterdir()}
    assert left == {"monday", "tuesday", "claims.db", "claims.db.failures.jsonl"}


def test_files_of_one_name_in_different_folders_are_kept_apart(
    batch: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    base = tmp_path / "claims.db"

    def add(folder: str, text: str, *inputs: str) -> str:
        (tmp_path / folder / "news").mkdir(parents=True, exist_ok=True)
        (tmp_path / folder / "news" / "x.txt").write_text(text, "utf-8")
        monkeypatch.chdir(tmp_path / folder)
        done = batch(*(inputs or ["news"]), "-o", base, "--append")
        assert done.exit_code == 0
        return done.stderr

    add("monday", "In 2001.")
    said = add("tuesday", "In 2002.")
    assert "1 article added" in said
    assert "note: 1 article numbered, since other files have the name: news/x-2" in said
    # The same file again, changed or not, is no other article.
    assert "0 articles added" in add("tuesday", "In 2012.")
    assert "numbered" not in add("monday", "In 2001.")
    add("wednesday", "In 2003.")
    assert days(base) == [("news/x", "2001"), ("news/x-2", "2012"), ("news/x-3", "2003")]
    with closing(sqlite3.connect(base)) as database:
        ids = database.execute("SELECT json_extract(json, '$.document.id') FROM articles").fetchall()
        assert sorted(ids) == [("news/x",), ("news/x-2",), ("news/x-3",)]
        assert database.execute("PRAGMA foreign_key_check").fetchall() == []


@pytest.mark.parametrize(
    ("id_", "path", "named"),
    [
        ("news/x", "news/x.txt", True),
        ("news/x:3", "news/x.jsonl.gz", True),
        ("news/x-2", "news/x.html", True),
        ("week/a", "week.zip/a.html", True),
        ("stdin", None, True),
        ("n17", "news/x.jsonl", False),
        ("news/xyz", "news/x.jsonl", False),
    ],
)
def test_ids_that_are_names_of_files(id_: str, path: str | None, named: bool) -> None:
    assert is_file_name(id_, path) == named


def test_only_a_database_is_added_to(batch: Command, tmp_path: Path) -> None:
    done = batch(written(tmp_path / "monday", a="In 2001."), "-o", tmp_path / "out.jsonl", "--append")
    assert done.exit_code == 2


def test_a_database_that_cannot_be_added_to_is_refused_before_anything_is_read(
    batch: Command, tmp_path: Path
) -> None:
    monday, base = written(tmp_path / "monday", a="In 2001."), tmp_path / "claims.db"
    assert batch(monday, "-o", base).exit_code == 0
    (tmp_path / "text.db").write_text("no database")
    with closing(sqlite3.connect(tmp_path / "other.db")) as database:
        database.execute("CREATE TABLE notes (a)")
    for output, options, message in (
        (base, ["--no-text"], "was written with other layers or settings"),
        (base, ["--only", "dates"], "was written with other layers or settings"),
        (tmp_path / "text.db", [], "cannot be added to: file is not a database"),
        (tmp_path / "other.db", [], "this is no database of claimx"),
    ):
        done = batch(monday, "-o", output, "--append", *options)
        assert done.exit_code == 1
        assert message in done.stderr
        assert "1 article read" not in done.stderr
    assert not list(tmp_path.glob("*.added.db*"))


def test_an_unfinished_addition_is_finished_with_resume(batch: Command, tmp_path: Path) -> None:
    monday, base = written(tmp_path / "monday", a="In 2001."), tmp_path / "claims.db"
    tuesday = written(tmp_path / "tuesday", b="EXPLODE", c="In 2013.")
    assert batch(monday, "-o", base).exit_code == 0
    assert batch(tuesday, "-o", base, "--append", "--on-error", "stop").exit_code == 1
    done = batch(tuesday, "-o", base, "--append")
    assert done.exit_code == 1
    assert "an earlier run with --append is not finished" in done.stderr
    assert "hint: add --resume to finish it" in done.stderr
    batch(tuesday, "-o", base, "--append", "--resume")
    assert days(base) == [("a", "2001"), ("c", "2013")]


def test_a_first_addition_that_was_stopped_is_resumed(batch: Command, tmp_path: Path) -> None:
    monday = written(tmp_path / "monday", a="In 2001.", b="EXPLODE", c="In 2003.")
    arguments = (monday, "-o", tmp_path / "claims.db", "--append")
    assert batch(*arguments, "--on-error", "stop").exit_code == 1
    done = batch(*arguments, "--resume")
    assert f"2 articles read into {tmp_path / 'claims.db'}" in done.stderr
    assert "replaced" not in done.stderr
    # Other inputs are added to what is there.
    done = batch(written(tmp_path / "tuesday", a="In 2012."), *arguments[1:], "--resume")
    assert "0 articles added" in done.stderr
    assert days(tmp_path / "claims.db") == [("a", "2012"), ("c", "2003")]


def test_a_database_beside_which_no_run_is_kept_can_be_added_to(batch: Command, tmp_path: Path) -> None:
    monday, base = written(tmp_path / "monday", a="In 2001."), tmp_path / "claims.db"
    for _ in range(2):
        batch(monday, "-o", base, "--append")
    done = batch(monday, "-o", base, "--retry-failed")
    assert done.exit_code == 1
    assert "or add --append to add to it" in done.stderr


def test_nothing_to_read_is_said(batch: Command, tmp_path: Path) -> None:
    folder = written(tmp_path / "news", a="In 2001.")
    done = batch(folder, "-o", tmp_path / "out.jsonl", "--glob", "*.jsn")
    assert done.exit_code == 0
    assert "warning: no file to read was found that matches --glob *.jsn" in done.stderr
    assert "no file to read" not in batch(folder, "-o", tmp_path / "all.jsonl").stderr


def test_what_claimx_wrote_is_passed_over(batch: Command, tmp_path: Path) -> None:
    folder = written(tmp_path / "news", a="In 2001.")
    batch(folder, "-o", folder / "claims.jsonl")
    done = batch(folder, "-o", tmp_path / "second.jsonl")
    assert done.exit_code == 0
    assert "claimx wrote passed over" in done.stderr
    assert "1 article read into" in done.stderr


def test_what_is_no_article_by_its_name_is_passed_over_in_folders(batch: Command, tmp_path: Path) -> None:
    folder = written(tmp_path / "news", a="In 2001.")
    others = ["logo.png", "script.py", "style.css"]
    for name in others:
        (folder / name).write_text("In 2002.")
    done = batch(folder, "-o", tmp_path / "all.jsonl")
    assert done.exit_code == 0
    named = ", ".join(f"{folder}/{name}" for name in others)
    counted = "3 files with the extension of a program, picture or recording passed over"
    assert f"{counted}: {named}\n" in done.stderr
    assert "1 article read into" in done.stderr
    assert counted in batch(folder, "-o", tmp_path / "none.jsonl", "--dry-run").stderr
    done = batch(folder, folder / "script.py", "-o", tmp_path / "named.jsonl")
    assert done.exit_code == 1
    assert "script.py: this is a program or its settings" in done.stderr
    done = batch(folder, "-o", tmp_path / "text.jsonl", "--glob", "*.py", "--input-format", "text")
    assert (done.exit_code, "passed over" in done.stderr) == (0, False)


def test_other_files_in_a_folder_of_results(invoke: Command, saved: Path) -> None:
    folder = saved.parent / "results"
    folder.mkdir()
    saved.rename(folder / saved.name)
    (folder / "plot.py").write_text("print(2)")
    done = invoke("compare", folder)
    assert done.exit_code == 0
    assert f"1 file with the extension of a program, picture or recording passed over: {folder}/plot.py" in (
        done.stderr
    )
