"""Articles at web addresses."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import ClassVar

import pytest
from mixed import html_page

from claimx.article import Article
from claimx.errors import InputError
from claimx.readers import read_articles

TEXT = "The mayor said on Friday that 30 people died.\n\nPolice said that 12 cars burned in the town and two suburbs."  # noqa: E501


class Site(BaseHTTPRequestHandler):
    pages: ClassVar[dict[str, tuple[int, str, bytes]]] = {
        "/robots.txt": (200, "text/plain", b"User-agent: *\nDisallow: /private/\n"),
        "/story?id=7": (200, "text/html; charset=utf-8", html_page(TEXT)),
        "/private/story": (200, "text/html", html_page(TEXT)),
        "/old": (302, "/story?id=7", b""),
        "/words": (200, "text/plain", b"Plain words."),
        "/feed": (
            200,
            "application/rss+xml",
            b"<rss><channel><item><description>One.</description></item></channel></rss>",
        ),
        "/wall": (403, "text/html", b"no"),
        "/large": (200, "text/plain", b"x" * 5000),
    }
    agents: ClassVar[set[str]] = set()

    def do_GET(self) -> None:
        self.agents.add(str(self.headers["User-Agent"]))
        status, kind, body = self.pages.get(self.path, (404, "text/plain", b"no"))
        self.send_response(status)
        self.send_header("Location" if status == 302 else "Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: object) -> None: ...


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


def read(address: str) -> Article | InputError:
    (item,) = read_articles([address])
    return item


def test_a_page_and_where_it_has_moved(site: str) -> None:
    for address in ("/story?id=7", "/old"):
        item = read(site + address)
        assert isinstance(item, Article)
        assert (item.text, item.path, item.url) == (TEXT, site + address, f"{site}/story?id=7")
    assert any(agent.startswith("claimx/") for agent in Site.agents)


def test_other_formats(site: str) -> None:
    for address, text in (("/words", "Plain words."), ("/feed", "One.")):
        item = read(site + address)
        assert isinstance(item, Article)
        assert item.text == text


@pytest.mark.parametrize(
    ("address", "reason", "remedy"),
    [
        ("/private/story", "robots.txt does not allow", "save the page"),
        ("/wall", "403 Forbidden", "save the page"),
        ("/gone", "404 Not Found", "check the address"),
    ],
)
def test_what_cannot_be_fetched(site: str, address: str, reason: str, remedy: str) -> None:
    error = read(site + address)
    assert isinstance(error, InputError)
    assert error.message.startswith(f"{site}{address}: ")
    assert reason in error.message
    assert remedy in error.remedy


def test_too_much(site: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("claimx.readers.inputs.MAX_BYTES", 2000)
    assert "save it to a file" in str(read(f"{site}/large"))


def test_nobody_there() -> None:
    assert "cannot be reached" in str(read("http://127.0.0.1:9/story"))


def test_without_the_part_for_addresses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "requests", None)
    assert "pip install 'claimx[web]'" in str(read("https://news.example/story"))
