"""Which format a file has, and what is refused with which remedy."""

from __future__ import annotations

import csv
import io
import json
import sys
from datetime import date
from pathlib import Path

import pytest
from mixed import html_page

from claimx.article import Article
from claimx.errors import InputError
from claimx.readers import is_no_article, read_articles


def read(path: Path, content: str | bytes, **fields: str) -> list[Article | InputError]:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return list(read_articles([str(path)], fields=fields))


class TestCsv:
    ROWS = (
        ["id", "Text", "Published", "author"],
        ["a", 'He said: "30,\n31; 32."', "4 March 2024", "Tom Okafor"],
    )

    @pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
    def test_columns_in_any_dialect(self, tmp_path: Path, delimiter: str, encoding: str) -> None:
        file = io.StringIO()
        csv.writer(file, delimiter=delimiter).writerows([*self.ROWS, ["", "Café burned.", "", ""], []])
        for name in ("a.csv", "a.tsv"):
            first, second = read(tmp_path / name, file.getvalue().encode(encoding))
            assert isinstance(first, Article)
            assert isinstance(second, Article)
            assert (first.id, first.text, first.author) == ("a", 'He said: "30,\n31; 32."', "Tom Okafor")
            assert first.published == date(2024, 3, 4)
            assert (second.id, second.text, second.published) == ("a:3", "Café burned.", None)

    def test_it_is_known_by_its_first_row(self, tmp_path: Path) -> None:
        (item,) = read(tmp_path / "untold", "id,text,published\n1,One said.,2024-03-04\n")
        assert isinstance(item, Article)
        assert item.text == "One said."
        (prose,) = read(tmp_path / "untold", "This text, they said, is none.\nNo, it is not.\n")
        assert isinstance(prose, Article)
        assert prose.text.startswith("This text")

    def test_a_separator_that_is_named_first(self, tmp_path: Path) -> None:
        (item,) = read(tmp_path / "a.csv", "sep=;\r\nid;text\r\n1;One, two, three.\r\n")
        assert isinstance(item, Article)
        assert item.text == "One, two, three."

    @pytest.mark.parametrize(
        "content",
        [
            b'id,text\r1,One.\r2,"Two,\rthree."\r',
            b'\r\n \r\nid,text\r\n1,One.\r\n2,"Two,\rthree."\r\n',
            'id,text\r\n1,One.\r\n2,"Two,\rthree."\r\n'.encode("utf-16-le"),
        ],
    )
    def test_tables_as_excel_on_other_systems_saves_them(self, tmp_path: Path, content: bytes) -> None:
        first, second = read(tmp_path / "a.csv", content)
        assert isinstance(first, Article)
        assert isinstance(second, Article)
        assert (first.text, second.text, second.id) == ("One.", "Two,\rthree.", "2")

    def test_a_first_row_without_names(self, tmp_path: Path) -> None:
        (error,) = read(tmp_path / "a.csv", f"a1,{'The mayor said that 30 people died. ' * 2}\n")
        assert "the first row does not name the columns" in str(error)
        assert "such as id,text" in str(error)

    def test_columns_that_are_often_called_otherwise(self, tmp_path: Path) -> None:
        content = (
            "Headline,Publication Date,Authors,Link,text\nFire,2024-03-04,Tom Okafor,https://x.example,One.\n"
        )
        (item,) = read(tmp_path / "a.csv", content)
        assert isinstance(item, Article)
        assert (item.title, item.author, item.published) == ("Fire", "Tom Okafor", date(2024, 3, 4))
        assert item.url == "https://x.example"
        # What the user names, or what has the right name, goes before.
        (item,) = read(tmp_path / "a.csv", "date,day,text\n2024-03-04,2024-05-06,One.\n", published="day")
        assert isinstance(item, Article)
        assert item.published == date(2024, 5, 6)
        (item,) = read(tmp_path / "a.jsonl", '{"text": "One.", "date": {"a": 1}, "authors": [{"a": "x"}]}\n')
        assert isinstance(item, Article)
        assert (item.published, item.author) == (None, None)

    def test_another_column_with_the_text(self, tmp_path: Path) -> None:
        (error,) = read(tmp_path / "a.csv", "id,Full words,lead\n1,Long.,x\n")
        assert "there is no column 'text', but 'id', 'Full words', 'lead'" in str(error)
        assert "--text-field 'Full words'" in str(error)
        (item,) = read(tmp_path / "a.csv", "id,Full words,lead\n1,Long.,x\n", text="Full words")
        assert isinstance(item, Article)
        assert item.text == "Long."

    @pytest.mark.parametrize(
        "row", ["headline,body,pub_date\nFire,Long.,4.3.2024", "Titel;Artikeltext;Datum\nFire;Long.;4.3.2024"]
    )
    def test_columns_as_other_programs_and_languages_call_them(self, tmp_path: Path, row: str) -> None:
        (item,) = read(tmp_path / "a.csv", f"# Export\n{row}\n")
        assert isinstance(item, Article)
        assert (item.title, item.text, item.published) == ("Fire", "Long.", date(2024, 3, 4))

    def test_columns_that_are_separated_by_something_else(self, tmp_path: Path) -> None:
        (error,) = read(tmp_path / "a.csv", "id^text\n1^One.\n")
        assert "separate the columns by commas" in str(error)

    def test_a_row_without_a_text_is_named_and_the_rest_goes_on(self, tmp_path: Path) -> None:
        error, item = read(tmp_path / "a.csv", "id,text\n1,\n2,Two.\n")
        assert "a.csv, row 2: the article is empty" in str(error)
        assert isinstance(item, Article)

    def test_a_quotation_mark_that_is_not_closed(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("claimx.readers.records.MAX_BYTES", 1000)
        good, error = read(tmp_path / "a.csv", 'id,text\n1,One.\n2,"' + "Two.\n" * 1000)
        assert isinstance(good, Article)
        assert "row 3: this is not sound CSV" in str(error)

    def test_rows_in_a_cell_that_is_not_closed_are_no_text(self, tmp_path: Path) -> None:
        good, error = read(tmp_path / "a.csv", 'id,text\n1,"He said ""no""."\n2,"Two died.\n3,Three died.\n')
        assert isinstance(good, Article)
        assert good.text == 'He said "no".'
        assert "row 3: this is not sound CSV from here on: a quotation mark opens here" in str(error)

    def test_a_table_without_a_row(self, tmp_path: Path) -> None:
        (error,) = read(tmp_path / "a.csv", "\n")
        assert "the table is empty" in str(error)

    def test_two_columns_of_texts(self, tmp_path: Path) -> None:
        (error,) = read(tmp_path / "a.csv", "text,id,text\nOne.,3,Two.\n")
        assert "2 columns are called 'text'" in str(error)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.csv", "document,layer,id,start,end,text,value\nx,dates,d1,0,6,Friday,2024-03-08\n"),
        ("a.jsonl", json.dumps({"schema_version": 1, "claimx_version": "0.1.0", "document": {}})),
        ("a.json", json.dumps({"schema_version": 1, "claimx_version": "0.1.0"}, indent=1)),
    ],
)
def test_results_of_claimx_are_no_articles(tmp_path: Path, name: str, content: str) -> None:
    (error,) = read(tmp_path / name, content)
    assert "claimx wrote" in str(error)
    assert "claimx show, report and compare" in str(error)


def test_a_value_that_is_no_object(tmp_path: Path) -> None:
    (error,) = read(tmp_path / "a.json", '"words"')
    assert "a.json: this is not an object" in str(error)


def test_the_field_that_probably_holds_the_text_is_named(tmp_path: Path) -> None:
    (error,) = read(
        tmp_path / "a.jsonl", '{"headline": "A longer headline", "fields": {"words": "Two.", "body": "One."}}'
    )
    assert "--text-field fields.body" in str(error)


def saved(name: str) -> bytes:
    """A page, a mail, subtitles or a table."""
    page = b"<!DOCTYPE html><title>T</title><p>The mayor said that 30 people died in the fire.</p>"
    return {
        "page": page,
        "mail": b"Message-ID: <1@x>\nSubject: T\n\nThe mayor said that 30 people died in the fire.\n",
        "subtitles": b"1\n00:00:01,000 --> 00:00:02,000\nThe mayor said that 30 people died in the fire.\n",
        "table": b"Headline\tText\r\nT\tThe mayor said that 30 people died in the fire.\r\n",
        "record": b'{"text": "The mayor said that 30 people died in the fire."}\n',
    }[name]


@pytest.mark.parametrize("name", ["page", "mail", "subtitles", "table", "record"])
def test_what_is_saved_as_text_and_is_none(tmp_path: Path, name: str) -> None:
    contents = [saved(name)]
    if name in ("table", "record"):
        # As Excel and PowerShell save it.
        contents.append(saved(name).decode().encode("utf-16"))
    for content in contents:
        (item,) = read(tmp_path / "a.txt", content)
        assert isinstance(item, Article)
        assert item.text == "The mayor said that 30 people died in the fire."


class TestRecords:
    """JSON as interfaces and databases give it."""

    @pytest.mark.parametrize(
        "envelope",
        [
            {"articles": ["ITEM", "ITEM"], "totalResults": 2},
            {"response": {"status": "ok", "results": ["ITEM", "ITEM"]}},
            {"version": "https://jsonfeed.org/version/1.1", "title": "Post", "items": ["ITEM", "ITEM"]},
        ],
    )
    @pytest.mark.parametrize("indent", [None, 1])
    def test_a_list_in_an_object(self, tmp_path: Path, envelope: object, indent: int | None) -> None:
        content = json.dumps(envelope, indent=indent).replace('"ITEM"', '{"content": "One.", "title": "T"}')
        first, second = read(tmp_path / "a.json", content)
        assert isinstance(first, Article)
        assert isinstance(second, Article)
        assert (first.text, first.title, second.id) == ("One.", "T", "a:2")
        assert first.publisher == ("Post" if "jsonfeed" in content else None)

    def test_a_list_of_something_else_is_none_of_articles(self, tmp_path: Path) -> None:
        (item,) = read(
            tmp_path / "a.json", json.dumps({"text": "One.", "tags": [{"content": "x"}]}, indent=1)
        )
        assert isinstance(item, Article)
        (error,) = read(tmp_path / "a.json", json.dumps({"title": "One.", "tags": [{"name": "x"}]}, indent=1))
        assert "a.json: there is no field 'text'" in str(error)

    @pytest.mark.parametrize(
        "published",
        [
            *(1709546400, 1709546400000, 1709546400.5, "1709546400", 20240304),
            *({"$date": "2024-03-04T10:00:00Z"}, {"$date": {"$numberLong": "1709546400000"}}),
        ],
    )
    def test_days_as_databases_keep_them(self, tmp_path: Path, published: object) -> None:
        (item,) = read(tmp_path / "a.jsonl", json.dumps({"text": "One.", "published": published}))
        assert isinstance(item, Article)
        assert item.published == date(2024, 3, 4)
        assert item.notices == ()

    def test_a_list_of_paragraphs_as_scrapers_keep_it(self, tmp_path: Path) -> None:
        records = [
            {"text": ["One.", " ", "Two. "]},
            {"body": ["Three.", "Four."]},
            {"text": ["x", 5]},
            {"text": []},
        ]
        lines = "\n".join(map(json.dumps, records))
        item, other, *refused = read(tmp_path / "a.jsonl", lines)
        assert isinstance(item, Article)
        assert item.text == "One.\n\nTwo."
        assert isinstance(other, Article)
        assert other.text == "Three.\n\nFour."
        assert [str(error).partition(":")[0][-6:] for error in refused] == ["line 3", "line 4"]

    def test_values_in_objects_and_numbers(self, tmp_path: Path) -> None:
        record = {
            "_id": {"$oid": "65e"},
            "id": {"$oid": "65e"},
            "title": {"rendered": "Fire &"},
            "content": {"rendered": "<p>One &amp; two.</p>\n<ul><li>Three.</li></ul>"},
            "author": {"name": "Ann Lee"},
            "source": {"name": "Post"},
        }
        item, other = read(
            tmp_path / "a.jsonl", f'{json.dumps(record)}\n{{"text": "Four <p>five</p>.", "title": 1984}}'
        )
        assert isinstance(item, Article)
        assert (item.id, item.title, item.author, item.publisher) == ("65e", "Fire &", "Ann Lee", "Post")
        # A text in HTML is read as a page is.
        assert item.text == "One & two.\n\n- Three."
        assert isinstance(other, Article)
        assert (other.text, other.title) == ("Four <p>five</p>.", "1984")


@pytest.mark.parametrize(
    ("name", "content", "what", "remedy"),
    [
        ("a.doc", b"\xd0\xcf\x11\xe0", "an old Word document", "antiword"),
        ("a.docx", b"\xd0\xcf\x11\xe0", "an encrypted document", "without one"),
        ("a.xls", b"\xd0\xcf\x11\xe0", "a spreadsheet", "CSV"),
        ("a.msg", b"\xd0\xcf\x11\xe0", "a mail of Outlook", "msgconvert"),
        ("untold", b"\xd0\xcf\x11\xe0", "an old Word document", "antiword"),
        ("a.pages", b"PK\5\6" + bytes(18), "a document of Pages", "export it"),
        ("a.png", b"\x89PNG\r\n\x1a\n", "a picture", "tesseract"),
        ("a.txt", b"\xff\xd8\xff\xe0", "a picture", "tesseract"),
        ("a.mp3", b"ID3\x03", "a recording", "transcribe"),
        ("a.db", b"SQLite format 3\0", "a database", "claimx show"),
        ("a.rar", b"Rar!\x1a\x07\0", "an archive", "7z x"),
        (
            "a.mbox",
            b"From a@b.org Mon Mar  4 09:00:00 2024\nSubject: x\n\nWords.\n",
            "a mailbox",
            "git mailsplit",
        ),
        ("a.ps", b"%!PS-Adobe\n", "PostScript", "ps2pdf"),
        ("a.mobi", b"BOOKMOBI", "a book for Kindle", "ebook-convert"),
        ("untold", b"% Draft\n\\documentclass{article}", "LaTeX", "pandoc"),
        ("a.py", b"print('30 people')", "a program", "--input-format text"),
        ("a.php", b"<?php echo 30;", "a program", "--input-format text"),
        ("a.php", b"<html><body><?php echo 30; ?></body></html>", "a program", "--input-format text"),
        ("untold", b"\x7fELF\2\1\1\0" + bytes(200), "a program", "--input-format text"),
        ("a.ass", b"[Script Info]\nTitle: x\n", "subtitles in a format", "ffmpeg"),
        ("a.xml", b"<?xml version='1.0'?>\n<tt xmlns='x'/>", "subtitles in a format", "ffmpeg"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_remedy_for_it(
    tmp_path: Path, name: str, content: bytes, what: str, remedy: str
) -> None:
    (error,) = read(tmp_path / name, content)
    assert isinstance(error, InputError)
    assert f"this is {what}" in error.message
    assert remedy in error.remedy


@pytest.mark.parametrize(
    "content",
    [
        "ID3 tags were changed, the label said.",
        "From Lisbon to Porto: 300 km.",
        "Rar! said the lion.",
        "BM is a maker of cars.",
        "Subject: trains. They are late.",
        "1\nThe mayor said 30.",
        "<b>Bold</b> words, she said.",
        "<html> is thirty years old, its inventor said.",
        "<rss is dead>, the mayor said.",
        "<?xml is what coders type first, she said.",
        "[{Note: a draft}] The mayor said 30.",
        '{"We will not go," the mayor said.}',
        "{\nThe mayor said 30.\n}",
        "WEBVTT is a format for captions, its authors said.",
        "Text\nThe mayor, who is 45, said 30.",
        "Text, author\nThe mayor, who is 45, said 30.",
        "Date, text\nThe mayor, who is 45, said 30 trains, all red, were late.\nShe said so, too.",
        "{\\rtf looks odd}, the mayor said.",
        "Note: desk\nMessage-ID: 17\n\nThe mayor said 30.",
        "From Kyiv Mon Mar  4 12:00:00 2024: 30 people had fled.",
        "WARC/2 is here, its makers said.",
        "PAR1S is a code, police said.",
        "%!PS, a poem, was read.",
        "[Script Info] The mayor said 30.",
        "\\documentclass is a word that students hate.",
    ],
)
@pytest.mark.parametrize("name", ["a.txt", "untold"])
def test_plain_words_are_no_other_format(tmp_path: Path, content: str, name: str) -> None:
    (item,) = read(tmp_path / name, content)
    assert isinstance(item, Article)
    assert item.text == content


@pytest.mark.parametrize(
    "content",
    [
        b'text,date\n"The mayor, who is 45, said 30.",2024-03-04\n"Two, three.",2024-03-05\n',
        "text\tdate\nThe mayor, who is 45, said 30.\t2024-03-04\nTwo, three.\t2024-03-05\n".encode("utf-16"),
    ],
)
def test_a_table_named_as_text_is_read_as_a_table(tmp_path: Path, content: bytes) -> None:
    articles = read(tmp_path / "a.txt", content)
    assert [a.text for a in articles if isinstance(a, Article)] == [
        "The mayor, who is 45, said 30.",
        "Two, three.",
    ]


@pytest.mark.parametrize("name", ["a.pdf", "a.rtf", "a.txt", "untold"])
def test_a_page_by_its_content(tmp_path: Path, name: str) -> None:
    (item,) = read(tmp_path / name, html_page("The mayor said on Monday that 30 people had left.\n\n" * 4))
    assert isinstance(item, Article)
    assert item.text.startswith("The mayor said")


def test_a_row_with_more_cells_than_columns_is_an_error(tmp_path: Path) -> None:
    first, second = read(
        tmp_path / "a.csv", "date,text\n2024-03-04,The mayor, 45, said so.\n2024-03-05,Fine.\n"
    )
    assert isinstance(first, InputError)
    assert first.message.endswith("there are 4 cells for 2 columns")
    assert "quotation marks" in first.remedy
    assert isinstance(second, Article)


@pytest.mark.parametrize(
    ("name", "content", "module", "remedies"),
    [
        ("a.pdf", b"%PDF-1.4", "pdfminer.high_level", ("pip install 'claimx[documents]'", "pdftotext")),
        ("a.rtf", b"{\\rtf1 One.}", "striprtf.striprtf", ("pip install 'claimx[documents]'", "pandoc")),
    ],
)
def test_a_part_that_is_not_installed(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    content: bytes,
    module: str,
    remedies: tuple[str, ...],
) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    (error,) = read(tmp_path / name, content)
    assert isinstance(error, InputError)
    assert "needs a part that is not installed" in error.message
    assert all(remedy in error.remedy for remedy in remedies)


def test_a_page_that_was_saved_under_the_address_of_a_program(tmp_path: Path) -> None:
    text = "One man died on Tuesday in Port Halden, the police said in a statement."
    (item,) = read(tmp_path / "story.php", html_page(text))
    assert isinstance(item, Article)
    assert item.text == text
    assert not is_no_article("story.php")
    assert all(map(is_no_article, ("a.py", "b/c.JPG", "d.css.gz")))
    assert not any(map(is_no_article, ("a.txt", "b", "c.py.txt", "d.doc", "e.xlsx", "f.7z")))


def test_the_remedy_is_for_what_is_wrong_with_a_record(tmp_path: Path) -> None:
    lines = ['{"text": "cut', "[1]", '{"headline": "A", "lead": "Two died there."}', '{"text": 7}']
    cut, no_object, other_name, no_text = map(str, read(tmp_path / "a.jsonl", "\n".join(lines)))
    for error in (cut, no_object):
        assert "--text-field" not in error
        assert "an article is a JSON object" in error
    assert "--text-field lead" in other_name
    assert "text: Input should be a valid string" in no_text
