"""Subtitles (SubRip, WebVTT): the words of a broadcast as running text, with its cues as sections."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from html import unescape
from io import StringIO
from typing import Any, NamedTuple

from claimx.article import Article, Section
from claimx.errors import InputError
from claimx.readers.decoding import NotTextError, decode
from claimx.readers.input_stream import InputStream
from claimx.readers.records import ArticleRecord, make_article

# A pause this long after a full stop is taken for the end of a paragraph.
_PAUSE_SECONDS = 2.0
_SENTENCE_END = re.compile(r"[.!?…][\"'”’)\]]*$")
# Before the words of another speaker.
_TURN = re.compile(r"\s*(?:>>+|[-–—](?=\s*\S))\s*")
# The speaker's name before the words: `ANCHOR: Good evening`, `Delia Okonjo: We have`.
_NAMED = re.compile(
    r"\s*(?:[A-Z][A-Z.'’-]+(?: [A-Z][A-Z.'’-]*){0,3}|[A-Z][\w.'’-]*(?: [A-Z][\w.'’-]*){1,3}):\s"
)
_TAGS = re.compile(r"<[^<>]*>|\{\\[^{}]*\}")
# Sounds, which are not speech: `[applause]`, `(music)`, `♪`.
_SOUNDS = re.compile(r"\[[^\[\]]*\]|\([A-Za-z ]+\)|[♪♫#]+")
_REMEDY = "see whether it is SubRip (.srt) or WebVTT (.vtt), and export it again"


class _Line(NamedTuple):
    """Words of a cue, and whether they begin a paragraph."""

    text: str
    begins: bool


def read_subtitles(stream: InputStream) -> Iterator[Article | InputError]:
    """The subtitles as one article: words of one speaker without a pause make a paragraph.

    Offsets refer to that text. `sections` are the cues, with their numbers and times. A voice in WebVTT
    becomes `Ann Lee: ` before the words.
    """
    from webvtt import WebVTT
    from webvtt.errors import MalformedFileError

    try:
        content, notice = decode(stream.read())
    except NotTextError as error:
        yield stream.error(str(error), _REMEDY)
        return
    kind = "vtt" if content.lstrip("\ufeff \r\n").startswith("WEBVTT") else "srt"
    try:
        captions = WebVTT.from_buffer(StringIO(content.lstrip("\ufeff \r\n")), format=kind)
    except (MalformedFileError, ValueError) as error:
        yield stream.error(f"these are no sound subtitles: {error}", _REMEDY)
        return
    text, sections = _join(captions)
    item = make_article(ArticleRecord(text=text), stream, place="", name=stream.name)
    if isinstance(item, Article):
        notices = (*item.notices, notice) if notice else item.notices
        item = replace(item, sections=tuple(sections), notices=notices)
    yield item


def _join(captions: Any) -> tuple[str, list[Section]]:
    parts: list[str] = []
    sections: list[Section] = []
    length, last, end, voice = 0, "", 0.0, None
    for number, caption in enumerate(captions, 1):
        pause = caption.start_in_seconds - end > _PAUSE_SECONDS
        end = caption.end_in_seconds
        lines, voice_before = list(_lines(caption, last)), voice
        voice = caption.voice or (voice if "<v" not in caption.raw_text else None)
        for place, (words, begins) in enumerate(lines):
            if caption.voice and caption.voice != voice_before and place == 0:
                words, begins = f"{caption.voice}: {words}", True
            ended = bool(parts) and _SENTENCE_END.search(parts[-1]) is not None
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
        text = _SOUNDS.sub("", unescape(_TAGS.sub("", raw)))
        turn = _TURN.match(text)
        words = " ".join((text[turn.end() :] if turn else text).split())
        if words and not (number == 0 and words == last):
            yield _Line(words, turn is not None or _NAMED.match(text) is not None)
