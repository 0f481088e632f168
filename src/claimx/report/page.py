"""Writing the report: one HTML file that loads nothing and runs only the scripts in `script/`."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable, Iterator
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import Any, TextIO

from markupsafe import Markup

from claimx.compare import Comparer
from claimx.report.articles import ArticleSpeakers, article_data
from claimx.report.overview import Overview
from claimx.schema import Extraction
from claimx.writers.documents import templates

# In order of execution; each may use declarations of those before it.
SCRIPTS = (
    "elements.js",
    "spans.js",
    "reading.js",
    "text.js",
    "lists.js",
    "details.js",
    "filters.js",
    "article.js",
    "charts.js",
    "comparison.js",
    "search.js",
    "speaker.js",
    "index.js",
    "main.js",
)
# Characters that could end the data block, or a line of JavaScript in old browsers.
_UNSAFE = "<>&\u2028\u2029"


def write_report(extractions: Iterable[Extraction], stream: TextIO, *, title: str | None = None) -> None:
    """Write the report, streaming the articles: only one extraction is in memory at a time.

    Args:
        extractions: the articles in order.
        stream: text stream for UTF-8 without newline translation.
        title: title of the page.
    """
    style, scripts = _source("report.css"), [_source(f"script/{name}") for name in SCRIPTS]
    page = templates("claimx.report").get_template("report.html")
    with Comparer() as comparer:
        overview = Overview(comparer)
        for part in page.generate(
            title=title,
            policy=_policy(style, scripts),
            style=Markup(style),
            scripts=[Markup(script) for script in scripts],
            articles=_articles(extractions, overview),
            overview=lambda: _block(overview.data()),
        ):
            stream.write(part)


def _articles(extractions: Iterable[Extraction], overview: Overview) -> Iterator[Markup]:
    for extraction in extractions:
        speakers = ArticleSpeakers(extraction)
        overview.add(extraction, speakers)
        yield _block(article_data(extraction, speakers))


def _block(data: dict[str, Any]) -> Markup:
    """JSON that is safe inside a `<script>` element."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    # These characters occur only in JSON strings, where an escape is equivalent.
    for sign in _UNSAFE:
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return Markup(text)


def _policy(style: str, scripts: Iterable[str]) -> str:
    """A Content Security Policy that allows only the page's own style and scripts."""
    hashes = " ".join(map(_hash, scripts))
    return (
        f"default-src 'none'; script-src {hashes}; style-src {_hash(style)}; "
        "base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
    )


def _hash(source: str) -> str:
    return f"'sha256-{base64.b64encode(sha256(source.encode()).digest()).decode()}'"


@cache
def _source(name: str) -> str:
    return files("claimx.report").joinpath(name).read_text("utf-8")
