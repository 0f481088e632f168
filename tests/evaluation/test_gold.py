"""Folders of annotated articles."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from written import Written

from claimx.errors import InputError
from claimx.evaluation import read_gold

FERRY = Written("The ferry sank on Monday.\r\n")


def write(folder: Path, name: str, content: object, text: str | None = FERRY.text) -> None:
    (folder / f"{name}.json").write_text(json.dumps(content))
    if text is not None:
        (folder / f"{name}.txt").write_bytes(text.encode())


def digests(folder: Path) -> list[str]:
    return [gold.digest for gold in read_gold(folder)]


def test_text_beside_it_or_in_it(tmp_path: Path) -> None:
    layers = {"dates": [FERRY.date("Monday", "2024-03-04")]}
    write(tmp_path, "b", {"document": {"published": "2024-03-05"}, **layers})
    write(tmp_path, "a", {"document": {"id": "x", "text": FERRY.text}, **layers}, text=None)
    inside, beside = read_gold(tmp_path)
    assert (inside.article.id, beside.article.id) == ("x", "b")
    assert inside.article.text == beside.article.text == FERRY.text
    assert beside.article.published == date(2024, 3, 5)
    assert inside.annotation.dates is not None
    assert inside.annotation.entities is None


def test_what_claimx_prints_is_gold(tmp_path: Path) -> None:
    printed = FERRY.read(dates=[FERRY.date("Monday", "2024-03-04")]).model_dump(mode="json")
    write(
        tmp_path,
        "a",
        {**printed, "document": {"id": "a", "sha256": "0", "language": "en", "text": FERRY.text}},
        None,
    )
    (gold,) = read_gold(tmp_path)
    assert gold.annotation.dates


def test_the_digest_is_of_what_is_said_and_not_of_its_layout(tmp_path: Path) -> None:
    content = {"dates": [FERRY.date("Monday", "2024-03-04")]}
    write(tmp_path, "a", content)
    before = digests(tmp_path)
    (tmp_path / "a.json").write_text(json.dumps(content, indent=3) + "\r\n")
    (tmp_path / "notes.md").touch()
    assert digests(tmp_path) == before
    write(tmp_path, "a", {"dates": [FERRY.date("Monday", "2024-03-05")]})
    assert digests(tmp_path) != before
    write(tmp_path, "a", content, FERRY.text + " ")
    assert digests(tmp_path) != before


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("[", "this is no gold"),
        ('{"dates": 3}', "dates: Input should be a valid list"),
        ('{"schema_version": 3}', "schema_version: Input should be 1 or 2"),
        ("{}", r"the article's text is missing \(put it into a.txt"),
        (
            '{"document": {"text": "On Monday."},'
            '"dates": [{"id": "d1", "start": 2, "end": 8, "text": "Monday", "value": "x"}]}',
            "'Monday' is not the text from 2 to 8",
        ),
    ],
)
def test_what_is_no_gold_is_named(tmp_path: Path, content: str, reason: str) -> None:
    (tmp_path / "a.json").write_text(content)
    with pytest.raises(InputError, match=rf"a\.json: .*{reason}"):
        list(read_gold(tmp_path))


def test_no_folder_and_an_empty_one(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"no NAME\.json in it"):
        read_gold(tmp_path)
    with pytest.raises(InputError, match="there is no such folder"):
        read_gold(tmp_path / "nowhere")
