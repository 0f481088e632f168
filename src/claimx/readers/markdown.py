"""Markdown: the words of the article, without the marks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

import srsly
from markdown_it import MarkdownIt
from markdown_it.token import Token

from claimx.article import Article
from claimx.errors import InputError
from claimx.readers.record import field_names, read_record
from claimx.readers.source import Source
from claimx.readers.text import read_text

# What many tools write before the text: `---`, lines of YAML, `---`.
_FRONT_MATTER = re.compile(r"---[ \t]*\r?\n(?P<yaml>.*?\n)?(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.DOTALL)
_WORDS = {"text", "code_inline"}
_BREAKS = {"softbreak": " ", "hardbreak": "\n"}
_BLOCKS = {"inline", "fence", "code_block"}


def read(source: Source) -> Iterator[Article | InputError]:
    """The one article of a file: its words as a reader would see them, with a blank line between paragraphs.

    Offsets count in that text, not in the file. Title, author and date are read from YAML before the
    text, and the title also from the first heading.
    """
    marked = read_text(source)
    if isinstance(marked, InputError):
        yield marked
        return
    known, notice, body = _front_matter(marked.text)
    tokens = MarkdownIt("commonmark").enable("table").parse(body)
    called = field_names(source.fields)
    record = {
        called["title"]: _heading(tokens),
        called["published"]: known.get("date"),
        **known,
        called["text"]: "\n\n".join(_text(token) for token in tokens if token.type in _BLOCKS),
    }
    item = read_record(record, source, place="", name=source.name)
    if isinstance(item, Article):
        item = replace(item, notices=(*marked.notices, *notice, *item.notices))
    yield item


def _front_matter(text: str) -> tuple[dict[str, object], tuple[str, ...], str]:
    """What is known before the text begins, what is wrong with it, and the text."""
    match = _FRONT_MATTER.match(text)
    if match is None:
        return {}, (), text
    try:
        known = srsly.yaml_loads(match["yaml"] or "")
    except (ValueError, RecursionError):
        return {}, ("the lines before the text are not valid YAML; passed over",), text[match.end() :]
    # Between two rules there may stand text as well, which is a string in YAML.
    return (known, (), text[match.end() :]) if isinstance(known, dict) else ({}, (), text)


def _heading(tokens: Sequence[Token]) -> str | None:
    for token, after in pairwise(tokens):
        if token.type == "heading_open" and token.tag == "h1":
            return _text(after) or None
    return None


def _text(token: Token) -> str:
    if token.children is None:
        return token.content.rstrip()
    return "".join(
        child.content if child.type in _WORDS else _BREAKS.get(child.type, "") for child in token.children
    )
