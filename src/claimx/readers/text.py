"""Plain text, where the file is the article; Markdown, without its markup; subtitles as running text."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from html import unescape
from io import StringIO
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

from claimx.article import Article, Section
from claimx.errors import InputError
from claimx.readers.inputs import BLANK, InputStream, NotTextError, decode
from claimx.readers.layout import join_blocks, table_text
from claimx.readers.records import ArticleRecord, field_names, make_article, read_record
from claimx.text import single_spaced
from claimx.text.sentences import ENDS_SENTENCE

if TYPE_CHECKING:
    from markdown_it.token import Token

# Metadata before the text of a Markdown file: `---`, lines of YAML, `---`; TOML is between `+++`.
_FRONT_MATTER = re.compile(
    r"(?P<fence>---|\+\+\+)[ \t]*\r?\n(?P<stated>.*?\n)?(?:(?P=fence)|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.DOTALL
)
# Token types of markdown-it.
_WORDS = {"text", "code_inline"}
_BREAKS = {"softbreak": " ", "hardbreak": "\n"}
_BLOCKS = {"inline", "fence", "code_block"}


def read_text(stream: InputStream) -> Iterator[Article | InputError]:
    """The file as one article: decoded and otherwise unchanged, line ends included."""
    text, notice = _decoded(stream, "convert it to plain text in UTF-8 first")
    if BLANK.fullmatch(text):
        raise stream.error("the article is empty", "give a file with text in it")
    yield Article(id=stream.name, text=text, path=stream.path, notices=notice)


def read_markdown(stream: InputStream) -> Iterator[Article | InputError]:
    """The file as one article: its rendered words, laid out as `claimx.readers.layout` does.

    Offsets refer to that text, not to the file. Title, author and date are read from front matter in YAML or
    TOML, and the title also from the first heading.
    """
    from markdown_it import MarkdownIt

    (marked,) = read_text(stream)
    assert isinstance(marked, Article)
    metadata, notices, body = _front_matter(marked.text)
    tokens = MarkdownIt("commonmark").enable("table").parse(body)
    names = field_names(stream.fields)
    record = {
        names["title"]: _heading(tokens),
        names["published"]: metadata.get("date"),
        **metadata,
        names["text"]: join_blocks(_blocks(tokens)),
    }
    article = read_record(record, stream)
    yield replace(article, notices=(*marked.notices, *notices, *article.notices))


def _decoded(stream: InputStream, remedy: str) -> tuple[str, tuple[str, ...]]:
    """The text, and a notice if its encoding was guessed; `remedy`: where it is none."""
    try:
        text, notice = decode(stream.read())
    except NotTextError as error:
        raise stream.error(str(error), remedy) from None
    return text, (notice,) if notice else ()


def _front_matter(text: str) -> tuple[dict[str, object], tuple[str, ...], str]:
    """The metadata before the text, notices about it, and the text."""
    import srsly

    match = _FRONT_MATTER.match(text)
    if match is None:
        return {}, (), text
    name, load = ("YAML", srsly.yaml_loads) if match["fence"] == "---" else ("TOML", tomllib.loads)
    try:
        metadata = load(match["stated"] or "")
    except (ValueError, RecursionError):
        return {}, (f"the lines before the text are not valid {name}; passed over",), text[match.end() :]
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


# Subtitles

# A pause this long after a full stop is taken for the end of a paragraph.
_PAUSE_SECONDS = 2.0
# Before the words of another speaker.
_TURN = re.compile(r"\s*(?:>>+|[-–—](?=\s*\S))\s*")
# The speaker's name before the words: `ANCHOR: Good evening`, `Delia Okonjo: We have`.
_NAMED = re.compile(
    r"\s*(?:[A-Z][A-Z.'’-]+(?: [A-Z][A-Z.'’-]*){0,3}|[A-Z][\w.'’-]*(?: [A-Z][\w.'’-]*){1,3}):\s"
)
_TAGS = re.compile(r"<[^<>]*>|\{\\[^{}]*\}")
_TIMES = re.compile(r"^[ \t]*\d+:\d\d:\d\d[,.]\d+\s*-->\s*\d+:\d\d:\d\d[,.]\d+", re.MULTILINE)
# Another speaker of WebVTT: `<v.loud Ann Lee>`.
_VOICE = re.compile(r"<v(?:\.[^\s>]*)?\s+([^>]*)>")
_VOICE_TAG = re.compile(r"(<v(?:\.[^\s>]*)?\s[^>]*>)")
# Sounds, which are not speech: `[applause]`, `(music)`, `♪`.
_SOUNDS = re.compile(r"\[[^\[\]]*\]|\([A-Za-z ]+\)|[♪♫#]+")
_SUBTITLES_REMEDY = "see whether it is SubRip (.srt) or WebVTT (.vtt), and export it again"


class _Line(NamedTuple):
    """Words of a cue, whether they begin a paragraph, and the voice that is named before them."""

    text: str
    begins: bool
    voice: str


def read_subtitles(stream: InputStream) -> Iterator[Article | InputError]:
    """The subtitles as one article: words of one speaker without a pause make a paragraph.

    Offsets refer to that text. `sections` are the cues, with their numbers and times. A voice in WebVTT
    becomes `Ann Lee: ` before the words.
    """
    from webvtt import WebVTT
    from webvtt.errors import MalformedFileError

    content, notices = _decoded(stream, _SUBTITLES_REMEDY)
    content = content.lstrip("\ufeff \r\n")
    if not content.startswith("WEBVTT"):
        # SubRip, which is WebVTT but for the comma in times; its numbers may be missing.
        content = "WEBVTT\n\n" + _TIMES.sub(lambda times: times[0].replace(",", "."), content)
    try:
        captions = WebVTT.from_buffer(StringIO(content))
    except (MalformedFileError, ValueError) as error:
        raise stream.error(f"these are no sound subtitles: {error}", _SUBTITLES_REMEDY) from None
    if not captions.captions:
        raise stream.error("these are no sound subtitles: there are no cues", _SUBTITLES_REMEDY)
    text, sections = _join(captions)
    article = make_article(ArticleRecord(text=text), stream)
    yield replace(article, sections=tuple(sections), notices=notices)


def _join(captions: Any) -> tuple[str, list[Section]]:
    parts: list[str] = []
    sections: list[Section] = []
    length, last, end, voice = 0, "", 0.0, ""
    for number, caption in enumerate(captions, 1):
        pause = caption.start_in_seconds - end > _PAUSE_SECONDS
        end = caption.end_in_seconds
        lines = list(_lines(caption, last))
        for place, (words, begins, speaker) in enumerate(lines):
            if speaker and speaker != voice:
                words, begins = f"{speaker}: {words}", True
            voice = speaker or voice
            ended = bool(parts) and ENDS_SENTENCE.search(parts[-1]) is not None
            between = "" if not parts else "\n\n" if begins or (place == 0 and pause and ended) else " "
            parts += [between, words]
            length += len(between)
            if place == 0:
                sections.append(Section("cue", number, length, str(caption.start)))
            length += len(words)
        # Captions that roll repeat the line before.
        last = lines[-1].text if lines else last
    return "".join(parts), sections


def _lines(caption: Any, last: str) -> Iterator[_Line]:
    for number, raw in enumerate(caption.raw_text.split("\n")):
        voice = ""
        for part in _VOICE_TAG.split(raw):
            if named := _VOICE.fullmatch(part):
                voice = single_spaced(unescape(named[1]))
                continue
            text = _SOUNDS.sub("", unescape(_TAGS.sub("", part)))
            turn = _TURN.match(text)
            words = single_spaced(text[turn.end() :] if turn else text)
            if words and not (number == 0 and words == last):
                yield _Line(words, turn is not None or _NAMED.match(text) is not None, voice)
