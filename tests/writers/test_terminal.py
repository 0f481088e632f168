"""The tables: what they say, that they fit, and that nothing in an article acts on the terminal."""

from __future__ import annotations

from io import StringIO

import pytest
from rich.cells import cell_len

from claimx.schema import Extraction
from claimx.writers import Settings, make_writer
from claimx.writers.terminal import shorten


def table(*extractions: Extraction, settings: Settings | None = None) -> str:
    stream = StringIO()
    writer = make_writer("table", stream, settings or Settings())
    for extraction in extractions:
        writer.write(extraction)
    writer.close()
    return stream.getvalue()


def test_the_whole_table(extraction: Extraction, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    assert table(extraction) == (
        "ferry\n"
        "The Ellis Courier · 2023-12-02 · PORT ELLIS · 27 words · news/ferry.txt\n"
        "\n"
        "Statements  2 by 1 speaker\n"
        "    id    line  quote     cue            content\n"
        "  Mara Lindqvist  person\n"
        "    s1       3  indirect  said           that more than 400 passengers were\n"
        "                                         stranded\n"
        "    s2       3  direct    ✗ added        “We will not wait,”\n"
        "\n"
        "Quantities  1\n"
        "  id  line  value  words  what        whose claim     date\n"
        "  q1     3  > 400         passengers  Mara Lindqvist  2023-12-01 morning\n"
        "\n"
        "Entities  1\n"
        "  PERSON  1  Mara Lindqvist ×2\n"
        "\n"
        "Dates  1\n"
        "  2023-12-01 morning  Friday morning\n"
        "\n"
        "✗ denied\n"
    )


def test_unsure_results_are_marked_and_the_marks_explained(
    extraction: Extraction, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "120")
    statement = extraction.statements[0].model_copy(update={"confidence": 0.49})
    quantity = extraction.quantities[0].model_copy(
        update={
            "text": "some four hundred",
            "relation": "~",
            "change": "increase",
            "what": extraction.quantities[0].what.model_copy(update={"confidence": 0.2}),
        }
    )
    unsure = extraction.model_copy(update={"statements": [statement], "quantities": [quantity]})
    text = table(unsure)
    assert "indirect  ? said" in text
    assert "▲ ≈ 400  some four hundred  ? passengers" in text
    assert text.endswith("▲ rises  ≈ about  ? rather wrong than right (confidence below 0.5)\n")


def test_an_unknown_day_is_named(extraction: Extraction) -> None:
    document = extraction.document.model_copy(update={"published": None})
    assert "published: unknown" in table(extraction.model_copy(update={"document": document}))


def test_two_times_he_are_not_one_speaker(extraction: Extraction) -> None:
    statement = extraction.statements[0]
    source = statement.source
    assert source is not None
    unnamed = [
        statement.model_copy(
            update={
                "source": source.model_copy(update={"text": "he", "name": None, "entity": None, "start": n})
            }
        )
        for n in (3, 9)
    ]
    shown = table(extraction.model_copy(update={"statements": [*extraction.statements, *unnamed]}))
    assert "Statements  4 by 1 speaker and others without a name\n" in shown
    assert shown.count("  he  person\n") == 2
    alone = table(extraction.model_copy(update={"statements": unnamed}))
    assert "Statements  2 by speakers without a name\n" in alone


def test_layers_that_were_not_asked_for_are_left_out(extraction: Extraction) -> None:
    text = table(extraction, settings=Settings(layers=("dates",)))
    assert "Dates" in text
    assert "Statements" not in text


def test_an_article_without_claims(extraction: Extraction) -> None:
    empty = extraction.model_copy(update={"statements": [], "quantities": [], "entities": [], "dates": []})
    assert table(empty).count("none") == 4


@pytest.mark.parametrize("width", [40, 80, 200])
@pytest.mark.parametrize("words", ["word " * 300, "日本語" * 300, "unbroken" * 100, "שלום עולם " * 100])
def test_every_line_fits(
    extraction: Extraction, monkeypatch: pytest.MonkeyPatch, width: int, words: str
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    statement = extraction.statements[0]
    long = statement.model_copy(update={"content": [statement.content[0].model_copy(update={"text": words})]})
    entities = [extraction.entities[0].model_copy(update={"name": words[:60]})] * 40
    quantity = extraction.quantities[0]
    what = quantity.model_copy(update={"what": quantity.what.model_copy(update={"text": words})})
    crowded = extraction.model_copy(update={"statements": [long], "entities": entities, "quantities": [what]})
    lines = table(crowded, crowded).splitlines()
    assert max(map(cell_len, lines)) <= width
    assert len(lines) < 150


def test_wide_terminals_are_used(extraction: Extraction, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    statement = extraction.statements[0]
    long = statement.content[0].model_copy(update={"text": "word " * 300})
    wide = extraction.model_copy(update={"statements": [statement.model_copy(update={"content": [long]})]})
    assert max(map(len, table(wide).splitlines())) > 190


def test_escapes_and_markup_in_an_article_are_shown_and_do_nothing(extraction: Extraction) -> None:
    evil = "\x1b[2J\x1b]0;owned\x07[bold red]hi[/] :smile: \x9b31m"
    statement = extraction.statements[0]
    source = statement.source.model_copy(update={"text": evil, "name": evil, "entity": None})
    content = statement.content[0].model_copy(update={"text": evil})
    document = extraction.document.model_copy(update={"title": evil, "author": evil, "path": evil})
    text = table(
        extraction.model_copy(
            update={
                "document": document,
                "statements": [statement.model_copy(update={"source": source, "content": [content]})],
            }
        )
    )
    assert "\x1b" not in text
    assert "\x9b" not in text
    assert text.count("[bold red]hi[/] :smile:") == 5


class Terminal(StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("environment", "colored"),
    [({}, True), ({"NO_COLOR": "1"}, False), ({"TERM": "dumb"}, False)],
)
def test_colors(
    extraction: Extraction,
    monkeypatch: pytest.MonkeyPatch,
    environment: dict[str, str],
    colored: bool,
) -> None:
    for name in ("NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    stream = Terminal()
    writer = make_writer("table", stream, Settings())
    writer.write(extraction)
    assert ("\x1b[" in stream.getvalue()) is colored


@pytest.mark.parametrize(
    ("text", "cells", "short"),
    [
        ("one two three", 20, "one two three"),
        ("one two three", 13, "one two three"),
        ("one two three", 12, "one two …"),
        ("one two three", 9, "one two …"),
        ("one two three", 8, "one …"),
        ("unbroken", 6, "unbr …"),
        ("日本語日本語", 8, "日本語 …"),
    ],
)
def test_shortening_keeps_whole_words(text: str, cells: int, short: str) -> None:
    assert shorten(text, cells) == short
