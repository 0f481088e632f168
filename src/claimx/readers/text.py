"""Plain text, whose encoding is detected, and Markdown, whose markup is removed."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from claimx.article import Article
from claimx.errors import InputError
from claimx.readers.input_stream import InputStream
from claimx.readers.layout import join_blocks, table_text

if TYPE_CHECKING:
    from markdown_it.token import Token

# Byte order marks, which are not part of the text. UTF-32 precedes UTF-16, whose mark it begins with.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SIGNATURES = (b"%PDF-", b"PK\x03\x04", b"\x1f\x8b", b"\xd0\xcf\x11\xe0")
# Control characters that texts do not contain; they do contain tabs, line ends, form feeds and escapes.
_CONTROLS = bytes(set(range(0x20)) - set(b"\t\n\v\f\r\x1b"))
_MOST_CONTROLS = 0.02
# Latin letters in UTF-16 have a zero in every second byte.
_FEWEST_ZEROS = 0.6
_REPLACEMENT = "\N{REPLACEMENT CHARACTER}"


class NotTextError(Exception):
    """The bytes are not text in an encoding that can be detected."""


def decode(data: bytes) -> tuple[str, str | None]:
    """The text, and a notice for the user if its encoding was guessed or it is damaged.

    A byte order mark determines the encoding. Without one the text is UTF-8 or, where most non-ASCII
    characters are invalid in UTF-8, Windows-1252, the superset of Latin-1 that is common in English.

    Raises:
        NotTextError: this is a binary file, or its encoding cannot be detected.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _decode_as(encoding, data[len(mark) :]), None
    unmarked = _unmarked_utf16(data) if b"\0" in data else None
    if unmarked:
        return _decode_as(unmarked, data), "has no byte order mark; read as UTF-16"
    if _is_binary(data):
        raise NotTextError("this is a binary file, not a text")
    try:
        return data.decode("utf-8"), None
    except UnicodeDecodeError:
        return _decode_not_utf8(data)


def _decode_as(encoding: str, data: bytes) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        reason = f"this is not {encoding.upper()} at byte {error.start}, though it starts so"
        raise NotTextError(reason) from error


def _unmarked_utf16(data: bytes) -> str | None:
    half = len(data) // 2
    if half and data[1::2].count(0) / half > _FEWEST_ZEROS:
        return "utf-16-le"
    if half and data[0::2].count(0) / half > _FEWEST_ZEROS:
        return "utf-16-be"
    return None


def _is_binary(data: bytes) -> bool:
    controls = len(data) - len(data.translate(None, _CONTROLS))
    return data.startswith(_SIGNATURES) or b"\0" in data or controls > _MOST_CONTROLS * len(data)


def _decode_not_utf8(data: bytes) -> tuple[str, str]:
    repaired = data.decode("utf-8", "replace")
    damaged = repaired.count(_REPLACEMENT)
    sound = sum(not c.isascii() for c in repaired) - damaged
    if sound > damaged:
        return repaired, f"is not all valid UTF-8; {damaged} damaged places are read as {_REPLACEMENT}"
    try:
        return data.decode("cp1252"), "is not UTF-8; read as Windows-1252 (Latin-1)"
    except UnicodeDecodeError as error:
        raise NotTextError("this is neither UTF-8 nor UTF-16 nor Latin-1 text") from error


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
    if not text or text.isspace():
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
