"""Parquet."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pyarrow
import pyarrow.parquet
import pytest

from claimx.article import Article
from claimx.errors import InputError
from claimx.readers import read_articles


def read(path: Path, fields: dict[str, str] | None = None, **columns: Any) -> list[Article | InputError]:
    pyarrow.parquet.write_table(pyarrow.table(columns), path)
    return list(read_articles([str(path)], fields=fields))


@pytest.mark.parametrize(
    "day", ["2023-12-02", date(2023, 12, 2), datetime(2023, 12, 2, 8, tzinfo=UTC)], ids=repr
)
def test_a_row_is_an_article(tmp_path: Path, day: object) -> None:
    path = tmp_path / "news.parquet"
    first, second = read(path, text=["One.", "Two."], id=[7, None], published=[day, None], more=[1, 2])
    assert first == Article(id="7", text="One.", path=str(path), published=date(2023, 12, 2))
    assert second == Article(id="news:2", text="Two.", path=str(path), position=1)


def test_other_names_and_columns_within_columns(tmp_path: Path) -> None:
    fields = {"text": "doc.body", "author": "by"}
    (article,) = read(tmp_path / "a.parquet", fields, doc=[{"body": "One."}], by=[["A", "B"]])
    assert isinstance(article, Article)
    assert (article.text, article.author) == ("One.", "A, B")


def test_a_bad_row_is_named_and_the_rest_goes_on(tmp_path: Path) -> None:
    unsound = pyarrow.array([b"One.", None, b"caf\xe9", b"Four."]).view(pyarrow.string())
    first, empty, bytes_, last = read(tmp_path / "a.parquet", text=unsound)
    assert isinstance(first, Article)
    assert isinstance(last, Article)
    assert "a.parquet, row 2: the article is empty" in str(empty)
    assert "a.parquet, row 3: the row cannot be read" in str(bytes_)


def test_a_missing_column(tmp_path: Path) -> None:
    (error,) = read(tmp_path / "a.parquet", words=["One."], day=["x"])
    assert isinstance(error, InputError)
    assert "there is no column 'text', but 'words', 'day'" in error.message
    assert "--text-field" in error.remedy


def test_a_column_that_is_often_called_otherwise(tmp_path: Path) -> None:
    (article,) = read(tmp_path / "a.parquet", body=["One."], day=["x"])
    assert isinstance(article, Article)
    assert article.text == "One."


def test_what_is_no_parquet(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    path.write_bytes(b"PAR1 and then nothing more of it")
    (error,) = read_articles([str(path)])
    assert "this is not sound Parquet" in str(error)
