"""Files and streams to articles."""

from __future__ import annotations

import gzip
import json
import os
from datetime import date
from pathlib import Path, PurePath

import pytest

from claimx.article import Article, label
from claimx.errors import InputError
from claimx.readers import read_articles, stream_articles
from claimx.readers.inputs import UniqueIds, name_paths, printable_path


def write(path: Path, content: str | bytes) -> str:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return str(path)


def read(*paths: str, input_format: str | None = None) -> list[Article | InputError]:
    return list(read_articles(paths, input_format=input_format))


def one(path: str, input_format: str | None = None) -> Article:
    (article,) = read(path, input_format=input_format)
    assert isinstance(article, Article)
    return article


def the_error(path: str) -> InputError:
    (error,) = read(path)
    assert isinstance(error, InputError)
    assert error.remedy
    return error


class TestText:
    def test_the_file_is_the_article(self, tmp_path: Path) -> None:
        path = write(tmp_path / "ferry.txt", "One.\r\n\r\nTwo")
        assert one(path) == Article(id="ferry", text="One.\r\n\r\nTwo", path=path)

    def test_a_guessed_encoding_is_noticed(self, tmp_path: Path) -> None:
        article = one(write(tmp_path / "old.txt", "Café".encode("latin-1")))
        assert article.text == "Café"
        assert "Latin-1" in article.notices[0]

    @pytest.mark.parametrize("content", ["", " \r\n", "\ufeff"])
    def test_an_empty_article(self, tmp_path: Path, content: str) -> None:
        assert "is empty" in the_error(write(tmp_path / "a.txt", content)).message

    @pytest.mark.parametrize("name", ["a.docx", "a.html", "a.json", "a.zip", "a.pdf"])
    def test_an_empty_file_of_another_format(self, tmp_path: Path, name: str) -> None:
        assert "is empty" in the_error(write(tmp_path / name, b"")).message

    def test_a_binary_file(self, tmp_path: Path) -> None:
        error = the_error(write(tmp_path / "a.txt", bytes(range(256))))
        assert error.message.endswith("a.txt: this is a binary file, not a text")

    @pytest.mark.parametrize("name", ["a.txt", "a.html", "a.jsonl"])
    def test_a_file_of_200_megabytes(self, tmp_path: Path, name: str) -> None:
        path = tmp_path / name
        with path.open("wb") as file:
            file.truncate(200 * 2**20)
        assert "longer than 32 MB" in (message := the_error(str(path)).message) or "larger than" in message

    def test_a_name_that_is_no_text(self, tmp_path: Path) -> None:
        path = os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.txt")
        article = one(write(Path(path), "One."))
        assert (article.id, PurePath(str(article.path)).name) == ("caf\\xe9", "caf\\xe9.txt")

    def test_names_that_differ_in_bytes_differ_in_what_is_shown(self, tmp_path: Path) -> None:
        names = [
            b"a\xff",
            rb"a\xff",
            rb"a\\xff",
            rb"a\b",
            b"a\xc3\xbf",
            rb"\xff" + b"\xff",
            rb"\\xff" + b"\xff",
        ]
        shown = [printable_path(name.decode("utf-8", "surrogateescape")) for name in names]
        assert len(set(shown)) == len(names)
        assert shown[0] == r"a\xff"
        assert shown[3:5] == [r"a\b", "aÿ"]

    def test_a_missing_file_and_a_folder(self, tmp_path: Path) -> None:
        assert "no such file" in the_error(str(tmp_path / "missing.txt")).message
        assert "folder" in the_error(str(tmp_path)).message
        assert "*.txt" in the_error(str(tmp_path)).remedy

    def test_the_others_are_still_read(self, tmp_path: Path) -> None:
        good = write(tmp_path / "good.txt", "Good.")
        kinds = [type(item) for item in read(str(tmp_path / "missing"), good, str(tmp_path), good)]
        assert kinds == [InputError, Article, InputError, Article]


class TestJsonLines:
    def test_fields(self, tmp_path: Path) -> None:
        record = {
            "id": "x-1",
            "text": "One.\r\nTwo 😀.",
            "title": "T",
            "author": "A",
            "publisher": "P",
            "published": "2023-12-02T08:00:00Z",
            "section": "world",
        }
        path = write(tmp_path / "news.jsonl", json.dumps(record))
        assert one(path) == Article(
            id="x-1",
            text="One.\r\nTwo 😀.",
            path=path,
            title="T",
            author="A",
            publisher="P",
            published=date(2023, 12, 2),
        )

    def test_lines_without_an_id_are_named_by_number(self, tmp_path: Path) -> None:
        path = write(
            tmp_path / "news.jsonl", '{"text": "One."}\n\n{"id": 7, "text": "Two."}\r\n{"text": "3"}\n'
        )
        assert [a.id for a in read(path) if isinstance(a, Article)] == ["news:1", "7", "news:4"]

    def test_the_same_id_twice(self, tmp_path: Path) -> None:
        path = write(tmp_path / "news.jsonl", '{"id": "a", "text": "One."}\n' * 3)
        assert [a.id for a in read(path) if isinstance(a, Article)] == ["a", "a-2", "a-3"]

    @pytest.mark.parametrize(
        ("line", "reason"),
        [
            (b'{"text": "cut', "EOF"),
            (b"nonsense", "Invalid JSON"),
            (b'["text"]', "object"),
            (b"null", "object"),
            (b'{"title": "no text"}', "there is no field 'text'"),
            (b'{"text": 5}', "text: Input should be a valid string"),
            (b'{"text": null}', "the article is empty"),
            (b'{"body": "", "date": "2024-04-04"}', "the article is empty"),
            (b'{"body": null, "title": "A"}', "the article is empty"),
            (b'{"text": " "}', "empty"),
            (b'{"text": "\\ud800"}', "Invalid JSON"),
            (b'{"text": "caf\xe9"}', "Invalid JSON"),
            (b'{"text": "a", "author": [5]}', "author: Input should be a valid string"),
            (b"[" * 100_000, "Invalid JSON"),
        ],
    )
    def test_a_broken_line_is_named_and_the_rest_goes_on(
        self, tmp_path: Path, line: bytes, reason: str
    ) -> None:
        good = b'{"text": "Good."}'
        path = write(tmp_path / "news.jsonl", b"\n".join([good, line, good]))
        first, error, last = read(path)
        assert isinstance(first, Article)
        assert isinstance(last, Article)
        assert isinstance(error, InputError)
        assert "news.jsonl, line 2: " in error.message
        assert reason in error.message

    def test_a_date_that_is_none_is_noticed(self, tmp_path: Path) -> None:
        article = one(write(tmp_path / "news.jsonl", '{"text": "One.", "published": "last week"}'))
        assert article.published is None
        assert "'last week' is not a day" in article.notices[0]

    def test_a_byte_order_mark(self, tmp_path: Path) -> None:
        assert one(write(tmp_path / "news.jsonl", '\ufeff{"text": "One."}')).text == "One."

    def test_several_authors(self, tmp_path: Path) -> None:
        assert one(write(tmp_path / "a.jsonl", '{"text": "One.", "author": ["A", "B"]}')).author == "A, B"
        assert one(write(tmp_path / "a.jsonl", '{"text": "One.", "author": []}')).author is None

    def test_an_endless_line_is_named_and_the_rest_goes_on(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("claimx.readers.inputs.MAX_BYTES", 100)
        path = write(
            tmp_path / "a.jsonl", b'{"text": "1"}\n' + b"x" * 1000 + b'\n{"text": "3"}\n' + b"x" * 101
        )
        first, error, last, unended = read(path)
        assert [item.position for item in (first, last) if isinstance(item, Article)] == [0, 2]
        assert "a.jsonl, line 2: the line is longer than" in str(error)
        assert "a.jsonl, line 4: the line is longer than" in str(unended)

    def test_a_very_long_line(self, tmp_path: Path) -> None:
        text = "word " * 1_000_000
        assert one(write(tmp_path / "news.jsonl", json.dumps({"text": text}))).text == text


class TestJson:
    def test_an_object(self, tmp_path: Path) -> None:
        path = write(tmp_path / "ferry.json", '{\n "text": "One.", "published": "2023-12-02"\n}')
        assert one(path) == Article(id="ferry", text="One.", path=path, published=date(2023, 12, 2))

    def test_a_list(self, tmp_path: Path) -> None:
        path = write(tmp_path / "news.json", '[{"text": "One."}, {"txt": ""}, {"id": "b", "text": "Two."}]')
        first, error, last = read(path)
        assert isinstance(first, Article)
        assert isinstance(last, Article)
        assert isinstance(error, InputError)
        assert (first.id, last.id) == ("news:1", "b")
        assert "news.json, item 2: there is no field 'text'" in error.message

    def test_json_lines_under_a_wrong_name(self, tmp_path: Path) -> None:
        articles = read(write(tmp_path / "news.json", '{"text": "One."}\n{"id": 2, "text": "Two."}\n'))
        assert [(a.id, a.text) for a in articles if isinstance(a, Article)] == [
            ("news:1", "One."),
            ("2", "Two."),
        ]
        error = the_error(write(tmp_path / "news.json", '{"text": "One."} {"text": "Two."}'))
        assert "--input-format jsonl" in error.remedy


class TestFormats:
    @pytest.mark.parametrize(
        ("content", "text"),
        [
            ("Plain words.", "Plain words."),
            ("[Correction] Plain words.", "[Correction] Plain words."),
            ('{"text": "In a line."}\n', "In a line."),
            ('{\n  "text": "Indented."\n}', "Indented."),
            ('[\n  {"text": "In a list."}]', "In a list."),
        ],
    )
    def test_a_name_that_does_not_tell(self, tmp_path: Path, content: str, text: str) -> None:
        assert one(write(tmp_path / "article", content)).text == text

    def test_the_name_is_believed(self, tmp_path: Path) -> None:
        assert one(write(tmp_path / "a.MD", '{"text": "x"}')).text == '{"text": "x"}'

    def test_the_option_goes_before_the_name(self, tmp_path: Path) -> None:
        assert one(write(tmp_path / "a.txt", '{"text": "x"}'), input_format="jsonl").text == "x"


class TestFieldNames:
    def read(self, tmp_path: Path, record: object, **fields: str) -> Article | InputError:
        (item,) = read_articles([write(tmp_path / "a.jsonl", json.dumps(record))], fields=fields)
        return item

    def test_other_names(self, tmp_path: Path) -> None:
        record = {"body": "One.", "text": "a summary", "published_at": "2023-12-02", "title": "T"}
        article = self.read(tmp_path, record, text="body", published="published_at")
        assert isinstance(article, Article)
        assert (article.text, article.title, article.published) == ("One.", "T", date(2023, 12, 2))

    def test_of_several_common_names_the_one_with_words(self, tmp_path: Path) -> None:
        article = self.read(tmp_path, {"body": "", "content": "One."})
        assert isinstance(article, Article)
        assert article.text == "One."

    def test_a_field_in_an_object(self, tmp_path: Path) -> None:
        record = {"_source": {"text": "One.", "headline": "T"}, "a.b": "B"}
        article = self.read(tmp_path, record, text="_source.text", publisher="a.b")
        assert isinstance(article, Article)
        # Those beside the text are read by their common names.
        assert (article.text, article.title, article.publisher) == ("One.", "T", "B")

    def test_a_name_that_is_not_there(self, tmp_path: Path) -> None:
        error = self.read(tmp_path, {"text": "One."}, text="body")
        assert "there is no field 'body'" in str(error)


class TestStream:
    def test_ids_do_not_hang_on_other_files(self, tmp_path: Path) -> None:
        lines = write(
            tmp_path / "x" / "news.jsonl.gz", gzip.compress(b'{"text": "1"}\n{"text": "2", "id": "b"}')
        )
        text = write(tmp_path / "y" / "ferry.txt", "One.")
        folder = tmp_path.as_posix()
        read = [item.id for item in stream_articles(iter([lines, text])) if isinstance(item, Article)]
        assert read == [f"{folder}/x/news:1", "b", f"{folder}/y/ferry"]

    def test_what_a_library_raises_is_a_failure(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def explode(data: bytes) -> None:
            raise RuntimeError("bang")

        monkeypatch.setattr("claimx.readers.text.decode", explode)
        bad, good = write(tmp_path / "a.txt", "One."), write(tmp_path / "b.jsonl", '{"text": "One."}')
        error, article = stream_articles([bad, good])
        assert "a.txt: reading failed: RuntimeError: bang" in str(error)
        assert isinstance(article, Article)


class TestNames:
    def test_stems_where_they_tell_files_apart(self) -> None:
        paths = ["a/ferry.txt", "b/truce.txt.gz", "c/truce.md", "-"]
        assert name_paths(paths) == ["ferry", "b/truce", "c/truce", "stdin"]

    def test_unique_ids(self) -> None:
        ids = UniqueIds()
        wanted = ["a", "a", "a-2", "a", "b", "a-2"]
        given = [ids.unique(name) for name in wanted]
        assert len(set(given)) == len(given)
        assert given[:2] == ["a", "a-2"]

    @pytest.mark.parametrize(
        ("id_", "path", "expected"),
        [
            ("a", None, "a"),
            ("a", "x/a.txt", "x/a.txt"),
            ("x/a", "x/a.txt.gz", "x/a.txt.gz"),
            ("n:3", "n.jsonl", "n.jsonl (n:3)"),
        ],
    )
    def test_labels(self, id_: str, path: str | None, expected: str) -> None:
        assert label(id_, path) == expected
