"""The page itself: one file that loads nothing, and runs nothing but what is in `script/`."""

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
from claimx.report.articles import article_data
from claimx.report.overview import Overview
from claimx.report.speakers import Cast
from claimx.schema import Extraction
from claimx.writers.documents import templates

# In the order in which they are run; each may use what is declared in those before it.
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
# What would end the block of data early, or a line of JavaScript for old browsers.
_UNSAFE = "<>&\u2028\u2029"


def write_report(extractions: Iterable[Extraction], stream: TextIO, *, title: str | None = None) -> None:
    """Write a page of what was read, article by article as they come.

    Args:
        extractions: what was read; only one article is held at a time, with a few figures of the others.
        stream: where the page goes, as UTF-8 without translation of line ends.
        title: what to call the page; by default the title of its only article, or how many there are.
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
        cast = Cast(extraction)
        overview.add(extraction, cast)
        yield _block(article_data(extraction, cast))


def _block(data: dict[str, Any]) -> Markup:
    """JSON that can stand in a `<script>` element, whatever is in it."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    # Such signs can only stand in strings, where an escape means the same.
    for sign in _UNSAFE:
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return Markup(text)


def _policy(style: str, scripts: Iterable[str]) -> str:
    """A Content Security Policy that allows the page's own style and scripts, and nothing else."""
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
