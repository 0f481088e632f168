"""Markdown and HTML: everything from an article is shown, and nothing of it does anything."""

from __future__ import annotations

from html.parser import HTMLParser
from io import StringIO

import pytest

from claimx.compare.comparer import compare
from claimx.page_links import with_links
from claimx.schema import Extraction
from claimx.writers import Settings, make_writer


def written(output_format: str, *extractions: Extraction, settings: Settings | None = None) -> str:
    stream = StringIO()
    writer = make_writer(output_format, stream, settings or Settings())
    for extraction in extractions:
        writer.write(extraction)
    writer.close()
    return stream.getvalue()


def retold(extraction: Extraction, **document: str) -> Extraction:
    return extraction.model_copy(update={"document": extraction.document.model_copy(update=document)})


class Page(HTMLParser):
    """The text of the article in a page, the words in each role, and the tags of the page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.text = ""
        self.roles: dict[str, str] = {}
        self.tags: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self._open: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        values = dict(attributes)
        self.tags.append(tag)
        self.ids += filter(None, [values.get("id")])
        self.links += filter(None, [values.get("href")])
        if self._open or values.get("class") == "text":
            self._open.append(values.get("class") or "")

    def handle_endtag(self, tag: str) -> None:
        if self._open:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        if self._open:
            self.text += data
            for role in self._open[-1].split():
                self.roles[role] = self.roles.get(role, "") + data


def test_the_words_of_the_article(extraction: Extraction) -> None:
    page = Page(written("html", extraction))
    assert page.text == extraction.document.text
    assert page.roles["cue"] == "saidadded"
    assert page.roles["content"] == "that more than 400 passengers were stranded“We will not wait,”"
    assert page.roles["quantity"] == "400"


def test_lists_lead_to_the_words(extraction: Extraction) -> None:
    page = Page(written("html", extraction, extraction))
    assert len(page.ids) == len(set(page.ids)) == 10
    assert sorted(link.removeprefix("#") for link in page.links) == sorted(page.ids)


@pytest.mark.parametrize(
    "text", ["<script>alert(1)</script>", "a &amp; b", "'\"><b>", "one\r\ntwo\rthree\n", "\n\nx"]
)
def test_the_text_is_never_markup(extraction: Extraction, text: str) -> None:
    bare = {"entities": [], "statements": [], "quantities": [], "dates": []}
    page = Page(written("html", retold(extraction, text=text, title=text).model_copy(update=bare)))
    assert page.text == text
    assert not {"script", "b"} & set(page.tags)


def test_attributes_are_never_markup(extraction: Extraction) -> None:
    entity = extraction.entities[0].model_copy(update={"name": '" onmouseover="x" <i>'})
    page = written("html", extraction.model_copy(update={"entities": [entity]}))
    assert 'onmouseover="x"' not in page
    assert "<i>" not in page


def test_without_the_text(extraction: Extraction) -> None:
    page = Page(written("html", extraction, settings=Settings(layers=("dates",), text=False)))
    assert (page.text, page.tags.count("table")) == ("", 1)


def test_markdown(extraction: Extraction) -> None:
    page = written("markdown", retold(extraction, title="A *strike*\nat <sea>"), extraction)
    text = extraction.document.text
    start = text.index("“We")
    assert page.startswith("# A \\*strike\\* at \\<sea\\>\n\nferry · The Ellis Courier · 2023-12-02")
    words = f"“We will not wait,” | {start}–{start + 19}"
    assert f"| s2 | Mara Lindqvist | ✗ added | direct | {words} |\n" in page
    assert "\n\n# ferry\n" in page
    assert "| q1 | \\> 400 |  | passengers | Mara Lindqvist | 2023-12-01 morning |" in page


@pytest.mark.parametrize("text", ["a | b", "![x](http://y)", "`c`", "<b>", "\x1b[31mred", "https://z"])
def test_markdown_cells_are_plain(extraction: Extraction, text: str) -> None:
    date = extraction.dates[0].model_copy(update={"text": text})
    page = written(
        "markdown", extraction.model_copy(update={"dates": [date]}), settings=Settings(layers=("dates",))
    )
    (row,) = (line for line in page.splitlines() if line.startswith("| d1"))
    assert row.replace("\\|", "").count("|") == 5
    for markup in ("[x](", "`c`", "<b>", "\x1b", "http://", "https://"):
        assert markup not in row


def test_links_to_the_page(extraction: Extraction) -> None:
    linked = with_links(retold(extraction, url="https://news.example/a"))
    assert not any("news.example" in link for link in Page(written("html", linked)).links)
    links = Page(written("html", linked, settings=Settings(links=True))).links
    found = [link for link in links if link.startswith("https://news.example/a#:~:text=")]
    assert len(found) == 5


def test_a_notebook_shows_the_article_and_nothing_in_it_acts(extraction: Extraction) -> None:
    evil = "<script>alert(1)</script>"
    document = extraction.document.model_copy(update={"title": evil})
    shown = extraction.model_copy(update={"document": document})._repr_html_()
    assert shown.startswith('<div class="claimx">')
    assert evil not in shown
    assert "Mara Lindqvist" in shown
    assert shown.count("<table>") == 4


def test_a_notebook_shows_a_comparison(extraction: Extraction) -> None:
    document = extraction.document.model_copy(update={"id": "<b>other"})
    other = extraction.model_copy(update={"document": document})
    shown = compare([extraction, other])._repr_html_()
    assert "<h3>Numbers</h3>" in shown
    assert "&gt; 400 (ferry, &lt;b&gt;other)" in shown
    assert "<b>other" not in shown
