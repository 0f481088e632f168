"""The file itself: self-contained, allowed to do nothing but what is its own, and true to the data."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterator
from hashlib import sha256
from html import unescape
from importlib.resources import files
from io import StringIO
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reported import Told, ferry, strike

from claimx.report import SCRIPTS, write_report
from claimx.schema import Extraction

SCRIPT = re.compile(r"<script(?P<about>[^>]*)>(?P<body>.*?)</script>", re.DOTALL)


def written(*extractions: Extraction, title: str | None = None) -> str:
    stream = StringIO()
    write_report(extractions, stream, title=title)
    return stream.getvalue()


def blocks(page: str) -> list[Any]:
    """The data in a page, as a browser finds it."""
    found = (match for match in SCRIPT.finditer(page) if "json" in match["about"])
    return [json.loads(match["body"]) for match in found]


def digest(source: str) -> str:
    return f"'sha256-{base64.b64encode(sha256(source.encode()).digest()).decode()}'"


def test_the_policy_allows_what_is_in_the_page_and_nothing_else() -> None:
    page = written(ferry())
    policy = unescape(re.search('Content-Security-Policy" content="(.*?)"', page)[1])
    directives = dict(part.split(" ", 1) for part in policy.split("; "))
    own = [digest(match["body"]) for match in SCRIPT.finditer(page) if not match["about"]]
    assert directives["default-src"] == "'none'"
    assert directives["script-src"].split() == own
    assert directives["style-src"] == digest(re.search("<style>(.*?)</style>", page, re.DOTALL)[1])
    assert len(own) == len(SCRIPTS)


@pytest.mark.parametrize("name", [*(f"script/{name}" for name in SCRIPTS), "report.css"])
def test_sources_can_stand_in_a_page(name: str) -> None:
    source = files("claimx.report").joinpath(name).read_text("utf-8")
    assert not re.search(
        "</script|</style|<!--|innerHTML|outerHTML|insertAdjacent|document.write|eval\\(", source
    )
    assert not re.search("https?://(?!www.w3.org)|@import|url\\(", source)
    assert len(source.splitlines()) < 500


def test_every_script_is_in_the_page() -> None:
    folder = files("claimx.report").joinpath("script")
    assert sorted(path.name for path in folder.iterdir()) == sorted(SCRIPTS)


def test_no_handlers_and_no_styles_in_attributes() -> None:
    page = SCRIPT.sub("", written(ferry()))
    assert not re.search(r"<[^>]+\s(on\w+|style)=", page)
    assert "http:" not in page
    assert "https:" not in page


def test_the_data_is_the_extraction() -> None:
    article, overview = blocks(written(ferry()))
    assert Extraction.model_validate(article["extraction"]) == ferry()
    assert len(overview["articles"]) == 1


@settings(max_examples=50)
@given(
    text=st.text(st.characters(exclude_categories=["Cs"])) | st.sampled_from(["</script>", "<!--<script>"])
)
def test_any_text_can_stand_in_the_data(text: str) -> None:
    page = written(Told(text, title=text, publisher=text).extraction(), title=text)
    assert blocks(page)[0]["extraction"]["document"]["text"] == text
    assert len(SCRIPT.findall(page)) == len(SCRIPTS) + 2


def test_a_title_is_escaped() -> None:
    assert "<title>a &lt;b&gt; &amp; c</title>" in written(ferry(), title="a <b> & c")


def test_articles_are_written_as_they_come() -> None:
    stream = StringIO()

    def watched() -> Iterator[Extraction]:
        for number, extraction in enumerate(strike()):
            assert stream.getvalue().count('class="article-data"') == number
            yield extraction

    write_report(watched(), stream)
    assert stream.getvalue().count('class="article-data"') == 15


def test_the_same_results_make_the_same_page() -> None:
    assert written(*strike()) == written(*strike())
