"""CSV: rows, columns, and cells that no spreadsheet takes for a formula."""

from __future__ import annotations

import csv
from io import StringIO
from pathlib import Path

import pytest

from claimx.errors import InputError, OutputError
from claimx.page_links import with_links
from claimx.schema import LAYERS, Extraction, Layer
from claimx.writers import Settings, make_writer, open_results


def rows(extraction: Extraction, *layers: Layer) -> list[dict[str, str]]:
    stream = StringIO()
    writer = make_writer("csv", stream, Settings(layers=layers or LAYERS))
    writer.write(extraction)
    writer.close()
    return list(csv.DictReader(StringIO(stream.getvalue(), newline="")))


def test_a_row_for_each_mention_statement_quantity_and_date(extraction: Extraction) -> None:
    table = [(row["layer"], row["id"], row["text"]) for row in rows(extraction)]
    assert table == [
        ("entities", "e1", "Mara Lindqvist"),
        ("entities", "e1", "she"),
        ("statements", "s1", "that more than 400 passengers were stranded"),
        ("statements", "s2", "“We will not wait,”"),
        ("quantities", "q1", "400"),
        ("dates", "d1", "Friday morning"),
    ]


def test_the_columns_are_those_of_the_layers_asked_for(extraction: Extraction) -> None:
    (row,) = rows(extraction, "dates")
    start = extraction.document.text.index("Friday")
    assert row == {
        "document": "ferry",
        "layer": "dates",
        "id": "d1",
        "start": str(start),
        "end": str(start + len("Friday morning")),
        "text": "Friday morning",
        "value": "2023-12-01TMO",
        "line": "3",
        "sentence": "PORT ELLIS — Mara Lindqvist said on Friday morning that more than 400 passengers were "
        "stranded.",
    }


def test_a_quantity(extraction: Extraction) -> None:
    (row,) = rows(extraction, "quantities")
    assert (row["value_low"], row["unit"], row["relation"], row["what"]) == (
        "400",
        "count",
        ">",
        "passengers",
    )
    assert (row["source_name"], row["statement"], row["date"]) == ("Mara Lindqvist", "s1", "d1")
    assert row["confidence"] == ""
    assert (row["date_value"], row["statement_text"]) == (
        "2023-12-01TMO",
        "that more than 400 passengers were stranded",
    )
    assert list(row)[-2:] == ["line", "sentence"]


def test_tabs_between_the_columns(extraction: Extraction) -> None:
    stream = StringIO()
    make_writer("tsv", stream, Settings(layers=("quantities",))).write(extraction)
    (row,) = csv.DictReader(StringIO(stream.getvalue(), newline=""), dialect="excel-tab")
    assert row == rows(extraction, "quantities")[0]


def test_sentences_are_text_of_the_article(extraction: Extraction) -> None:
    stream = StringIO()
    make_writer("csv", stream, Settings(text=False)).write(extraction)
    assert "sentence" not in stream.getvalue().splitlines()[0]


def test_rows_and_frames(extraction: Extraction) -> None:
    (row,) = extraction.rows("quantities")
    assert (row["value_low"], row["date_value"], row["line"]) == (400, "2023-12-01TMO", 3)
    frame = extraction.to_frame("quantities", "pandas")
    assert frame.loc[0, ["value_low", "what", "source_name"]].tolist() == [
        400,
        "passengers",
        "Mara Lindqvist",
    ]
    empty = extraction.model_copy(update={"quantities": []}).to_frame("quantities")
    assert len(empty) == 0
    assert (empty.dtypes == frame.dtypes).all()
    assert list(extraction.to_frame("statements")["negated"]) == [False, True]
    with pytest.raises(InputError, match="'numbers' is no layer of results"):
        extraction.rows("numbers")  # type: ignore[arg-type]
    with pytest.raises(OutputError, match="pip install pandas"):
        extraction.to_frame("dates", "dask")  # type: ignore[arg-type]


def test_statements(extraction: Extraction) -> None:
    first, second = rows(extraction, "statements")
    assert (first["quote"], first["source_kind"], first["cue"], first["negated"]) == (
        "indirect",
        "person",
        "said",
        "false",
    )
    assert (second["source"], second["negated"], second["part"]) == ("she", "true", "1")


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ('=HYPERLINK("http://x")', '\'=HYPERLINK("http://x")'),
        ("+1 555", "'+1 555"),
        ("-2+3", "'-2+3"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"),
        ("\r=1", "'\r=1"),
        ("plain, with “marks”\r\nand a line end", "plain, with “marks”\r\nand a line end"),
    ],
)
def test_no_cell_is_a_formula(extraction: Extraction, text: str, cell: str) -> None:
    date = extraction.dates[0].model_copy(update={"text": text})
    (row,) = rows(extraction.model_copy(update={"dates": [date]}), "dates")
    assert row["text"] == cell


def test_a_folder_with_a_file_for_each_layer(tmp_path: Path, extraction: Extraction) -> None:
    settings = Settings(layers=("statements", "dates"), text=False)
    with open_results(tmp_path / "claims", "csv", settings, archive=True) as write:
        write(extraction)
    tables = {
        path.stem: list(csv.DictReader(path.open(newline=""))) for path in tmp_path.glob("claims/*.csv")
    }
    assert tables.keys() == {"articles", "statements", "dates"}
    (article,) = tables["articles"]
    assert (article["id"], article["published"], "text" in article) == ("ferry", "2023-12-02", False)
    assert [row["document"] for row in tables["dates"]] == ["ferry"]
    shared = {"document", "layer", "id", "start", "end", "text"}
    (both, *_) = rows(extraction, "statements")
    assert {**both, "layer": None} == {
        **tables["statements"][0],
        "layer": None,
        "sentence": both["sentence"],
    }
    assert shared < both.keys()


def test_links_to_the_page(extraction: Extraction) -> None:
    document = extraction.document.model_copy(update={"url": "https://news.example/a"})
    linked = with_links(extraction.model_copy(update={"document": document}))
    stream = StringIO()
    make_writer("csv", stream, Settings(links=True)).write(linked)
    table = list(csv.DictReader(StringIO(stream.getvalue(), newline="")))
    assert [row["link"].partition("#")[0] for row in table] == ["https://news.example/a"] * 6
    assert "Friday%20morning" in table[-1]["link"]
