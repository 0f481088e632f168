"""Archives of web crawlers."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable
from pathlib import Path

import brotli
import pytest
from mixed import html_page, warc_record

from claimx.article import Article
from claimx.readers import read_articles
from claimx.readers.inputs import zstd

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")
STORIES = [
    "\n\n".join(f"The harbour master said on {day} that {n} ferries would stay in port." for day in DAYS)
    for n in (11, 12, 13)
]
FIRST, SECOND, THIRD = (
    warc_record(f"http://news.example/{n}", html_page(story)) for n, story in enumerate(STORIES, 1)
)


def read(path: Path, content: bytes) -> list[str]:
    """The ids of the articles, and the messages of the failures."""
    path.write_bytes(content)
    items = list(read_articles([str(path)]))
    assert all(item.position == n for n, item in enumerate(items) if isinstance(item, Article))
    return [item.id if isinstance(item, Article) else item.message for item in items]


def test_pages_are_articles_called_by_their_addresses(tmp_path: Path) -> None:
    path = tmp_path / "crawl.warc.gz"
    path.write_bytes(gzip.compress(FIRST) + gzip.compress(SECOND))
    first, second = read_articles([str(path)])
    assert isinstance(first, Article)
    assert (first.id, first.text, first.path) == ("http://news.example/1", STORIES[0], str(path))
    assert isinstance(second, Article)
    assert second.text == STORIES[1]


def test_what_is_no_page_is_passed_over(tmp_path: Path) -> None:
    others = [
        warc_record("http://news.example/logo", b"\x89PNG", content_type="image/png"),
        warc_record("http://news.example/gone", html_page("Gone."), status="404 Not Found"),
        SECOND.replace(b"WARC-Type: response", b"WARC-Type: request"),
        b"WARC/1.0\r\nWARC-Type: warcinfo\r\nContent-Length: 4\r\n\r\nWARC\r\n\r\n",
    ]
    assert read(tmp_path / "a.warc", FIRST + b"".join(others) + THIRD) == [
        "http://news.example/1",
        "http://news.example/3",
    ]


@pytest.mark.parametrize(
    ("unsound", "reason"),
    [
        (b"nothing of\r\nthe kind\r\n\r\n", "not a WARC record"),
        (SECOND.replace(b"Content-Length: ", b"Content-Length: a"), "does not say how long it is"),
        (SECOND.replace(b"Content-Length: ", b"Content-Length: -"), "does not say how long it is"),
        (SECOND.replace(b"HTTP/1.1 200 OK", b"something else!"), "no sound HTTP response"),
        (b"WARC/1.0\r\nX: " + b"y" * 200_000 + b"\r\n\r\n", "does not say how long it is"),
        (warc_record("http://news.example/2", html_page(STORIES[1]), more=-30), "not a WARC record"),
        (warc_record("http://news.example/2", bytes(range(256)) * 2), "binary file"),
        (warc_record("http://news.example/2", b"<html>" + b"<div>" * 10_000), "nested too deep"),
    ],
)
def test_an_unsound_record_is_named_and_the_rest_goes_on(tmp_path: Path, unsound: bytes, reason: str) -> None:
    first, *between, last = read(tmp_path / "a.warc", FIRST + unsound + THIRD)
    assert (first, last) == ("http://news.example/1", "http://news.example/3")
    failures = [message for message in between if message != "http://news.example/2"]
    assert len(failures) == 1
    assert reason in failures[0]
    assert "a.warc, record " in failures[0]


def chunked(page: bytes) -> bytes:
    halves = page[:200], page[200:]
    return b"".join(b"%x\r\n%s\r\n" % (len(half), half) for half in (*halves, b""))


@pytest.mark.parametrize("cut", [4, 100, len(SECOND) - 60])
def test_an_archive_that_is_cut_off(tmp_path: Path, cut: int) -> None:
    first, failure = read(tmp_path / "a.warc", FIRST + SECOND[: -4 - cut])
    assert first == "http://news.example/1"
    assert "a.warc, record 2: the record" in failure


@pytest.mark.parametrize(
    ("says", "pack"),
    [
        ("Content-Encoding: gzip", gzip.compress),
        ("Content-Encoding: br", lambda page: brotli.compress(page, quality=0)),
        ("Content-Encoding: deflate", zlib.compress),
        ("Transfer-Encoding: chunked", chunked),
    ],
)
def test_a_page_that_was_packed_on_its_way(tmp_path: Path, says: str, pack: Callable[[bytes], bytes]) -> None:
    page = pack(html_page(STORIES[0]))
    kind = f"text/html\r\n{says}"
    sound = warc_record("http://news.example/1", page, content_type=kind)
    cut = warc_record("http://news.example/2", page[:-30], content_type=kind)
    first, failure, last = read(tmp_path / "a.warc", sound + cut + THIRD)
    assert (first, last) == ("http://news.example/1", "http://news.example/3")
    assert "a.warc, record 2" in failure


def test_a_page_that_is_too_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("claimx.readers.archives.MAX_BYTES", 1000)
    large = warc_record("http://news.example/2", html_page("Long. " * 1000))
    first, failure, last = read(tmp_path / "a.warc", FIRST + large + THIRD)
    assert (first, last) == ("http://news.example/1", "http://news.example/3")
    assert "too large for an article" in failure


@pytest.mark.parametrize(
    ("says", "pack"),
    [
        ("gzip", lambda page: page),
        ("br", lambda page: page),
        ("deflate", lambda page: zlib.compress(page)[2:-4]),
        ("deflate", zlib.compress),
        ("deflate", gzip.compress),
        ("identity", gzip.compress),
        ("gzip\r\nTransfer-Encoding: chunked", lambda page: page),
        ("gzip\r\nTransfer-Encoding: chunked", gzip.compress),
        ("gzip\r\nTransfer-Encoding: chunked", lambda page: chunked(gzip.compress(page))),
        ("br", brotli.compress),
        ("identity", zstd.compress),
    ],
)
def test_headers_that_lie_about_packing(tmp_path: Path, says: str, pack: Callable[[bytes], bytes]) -> None:
    kind = f"text/html\r\nContent-Encoding: {says}"
    record = warc_record("http://news.example/2", pack(html_page(STORIES[1])), content_type=kind)
    path = tmp_path / "a.warc"
    path.write_bytes(FIRST + record + THIRD)
    texts = [item.text for item in read_articles([str(path)]) if isinstance(item, Article)]
    assert texts == STORIES
