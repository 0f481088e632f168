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
from claimx.readers.inputs import InputStream, NotTextError, decode
from claimx.readers.records import ArticleRecord, make_article
from claimx.text.sentences import ENDS_SENTENCE

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
_REMEDY = "see whether it is SubRip (.srt) or WebVTT (.vtt), and export it again"


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

    try:
        content, notice = decode(stream.read())
    except NotTextError as error:
        yield stream.error(str(error), _REMEDY)
        return
    content = content.lstrip("\ufeff \r\n")
    if not content.startswith("WEBVTT"):
        # SubRip, which is WebVTT but for the comma in times; its numbers may be missing.
        content = "WEBVTT\n\n" + _TIMES.sub(lambda times: times[0].replace(",", "."), content)
    try:
        captions = WebVTT.from_buffer(StringIO(content))
    except (MalformedFileError, ValueError) as error:
        yield stream.error(f"these are no sound subtitles: {error}", _REMEDY)
        return
    if not captions.captions:
        yield stream.error("these are no sound subtitles: there are no cues", _REMEDY)
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
                voice = " ".join(unescape(named[1]).split())
                continue
            text = _SOUNDS.sub("", unescape(_TAGS.sub("", part)))
            turn = _TURN.match(text)
            words = " ".join((text[turn.end() :] if turn else text).split())
            if words and not (number == 0 and words == last):
                yield _Line(words, turn is not None or _NAMED.match(text) is not None, voice)
