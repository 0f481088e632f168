"""Plain text, where the file is the article, and Markdown, whose markup is removed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from claimx.article import Article
from claimx.errors import InputError
from claimx.readers.inputs import BLANK, InputStream, NotTextError, decode
from claimx.readers.layout import join_blocks, table_text

if TYPE_CHECKING:
    from markdown_it.token import Token

# Metadata before the text of a Markdown file: `---`, lines of YAML, `---`.
_FRONT_MATTER = re.compile(r"---[ \t]*\r?\n(?P<yaml>.*?\n)?(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.DOTALL)
# Token types of markdown-it.
_WORDS = {"text", "code_inline"}
_BREAKS = {"softbreak": " ", "hardbreak": "\n"}
_BLOCKS = {"inline", "fence", "code_block"}


def read_text(stream: InputStream) -> Iterator[Article | InputError]:
    """The file as one article: decoded and otherwise unchanged, line ends included."""
    yield _read_text(stream)


def read_markdown(stream: InputStream) -> Iterator[Article | InputError]:
    """The file as one article: its rendered words, laid out as `claimx.readers.layout` does.

    Offsets refer to that text, not to the file. Title, author and date are read from YAML front matter, and
    the title also from the first heading.
    """
    from markdown_it import MarkdownIt

    from claimx.readers.records import field_names, read_record

    marked = _read_text(stream)
    if isinstance(marked, InputError):
        yield marked
        return
    metadata, notices, body = _front_matter(marked.text)
    tokens = MarkdownIt("commonmark").enable("table").parse(body)
    names = field_names(stream.fields)
    record = {
        names["title"]: _heading(tokens),
        names["published"]: metadata.get("date"),
        **metadata,
        names["text"]: join_blocks(_blocks(tokens)),
    }
    item = read_record(record, stream, place="", name=stream.name)
    if isinstance(item, Article):
        item = replace(item, notices=(*marked.notices, *notices, *item.notices))
    yield item


def _read_text(stream: InputStream) -> Article | InputError:
    try:
        text, notice = decode(stream.read())
    except NotTextError as error:
        return stream.error(str(error), "convert it to plain text in UTF-8 first")
    if BLANK.fullmatch(text):
        return stream.error("the article is empty", "give a file with text in it")
    return Article(id=stream.name, text=text, path=stream.path, notices=(notice,) if notice else ())


def _front_matter(text: str) -> tuple[dict[str, object], tuple[str, ...], str]:
    """The metadata before the text, notices about it, and the text."""
    import srsly

    match = _FRONT_MATTER.match(text)
    if match is None:
        return {}, (), text
    try:
        metadata = srsly.yaml_loads(match["yaml"] or "")
    except (ValueError, RecursionError):
        return {}, ("the lines before the text are not valid YAML; passed over",), text[match.end() :]
    # Text between two horizontal rules looks the same, but is a string in YAML.
    return (metadata, (), text[match.end() :]) if isinstance(metadata, dict) else ({}, (), text)


def _blocks(tokens: Sequence[Token]) -> Iterator[tuple[str, str]]:
    """The blocks of text, each a `paragraph`, an `item` of a list or a `table`."""
    is_item = False
    rows: list[list[str]] = []
    for token in tokens:
        if token.type == "table_open":
            rows = []
        elif token.type == "tr_open":
            rows.append([])
        elif token.type == "table_close":
            yield "table", table_text(rows, named=True)
            rows = []
        elif token.type == "list_item_open":
            is_item = True
        elif token.type in _BLOCKS and rows:
            rows[-1].append(_token_text(token))
        elif token.type in _BLOCKS and (text := _token_text(token)):
            yield "item" if is_item else "paragraph", text
            is_item = False


def _heading(tokens: Sequence[Token]) -> str | None:
    for token, after in pairwise(tokens):
        if token.type == "heading_open" and token.tag == "h1":
            return _token_text(after) or None
    return None


def _token_text(token: Token) -> str:
    if token.children is None:
        return token.content.rstrip()
    return "".join(
        child.content if child.type in _WORDS else _BREAKS.get(child.type, "") for child in token.children
    )
