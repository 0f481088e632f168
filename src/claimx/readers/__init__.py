"""Readers turn files and streams into articles.

A reader is a function from an `InputStream` to articles. An article that cannot be read yields an
`InputError` in its place, and reading continues with the next one. A new format needs such a function and
one entry in `FORMATS`: a file's format is recognised by its content and its name.
"""

from __future__ import annotations

import codecs
import re
import shlex
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import PurePath
from pkgutil import resolve_name
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit
from zipfile import BadZipFile, ZipFile

from claimx.errors import InputError
from claimx.readers.inputs import STDIN as STDIN
from claimx.readers.inputs import (
    InputStream,
    UniqueIds,
    name_path,
    name_paths,
    open_input,
    printable_path,
    without_compression,
)
from claimx.readers.inputs import find_inputs as find_inputs
from claimx.readers.web import is_url

if TYPE_CHECKING:
    from claimx.article import Article

Reader = Callable[[InputStream], "Iterator[Article | InputError]"]

_MARK = rb"(?:\xef\xbb\xbf)?\s*"
_XML_START = rb"(?:<\?xml[^>]*>\s*|<!--.*?-->\s*)*"
# Markup, which has more than one tag, and an object of JSON, which has keys; words in brackets are prose.
_MORE_TAGS = rb"(?=[^>]*>.*?<[!/?a-z])"
_OBJECT = rb'\{\s*(?:"(?:[^"\\\n]|\\.)*"\s*:|\})'
_CUE = rb"\d\d[,.]\d+\s*-->\s*\d+:\d\d"
# Lines of a mail's header, up to one that no other text has.
_HEADER = rb"(?:[!-9;-~]+:[^\n]*\n(?:[ \t][^\n]*\n)*){0,200}?"


def _pattern(pattern: bytes) -> re.Pattern[bytes]:
    return re.compile(pattern, re.IGNORECASE | re.DOTALL)


class Format(NamedTuple):
    """A file format and how it is recognised."""

    reader: str  # module of this package:function, imported on first use
    suffixes: tuple[str, ...]  # of file names, before `.gz` and `.zst`
    beginning: re.Pattern[bytes] | None = None  # of the content, tried in the order of `FORMATS`
    certain: bool = False  # whether the beginning is believed more than the name


FORMATS: dict[str, Format] = {
    # Any text that matches nothing else is plain text; Markdown cannot be distinguished from it.
    "text": Format("text:read_text", (".txt", ".text")),
    "markdown": Format("text:read_markdown", (".md", ".markdown")),
    "html": Format(
        "html:read_html",
        (".html", ".htm", ".xhtml"),
        _pattern(_MARK + _XML_START + rb"<(?:!doctype\s+html\b|(?:html|head|body)\b" + _MORE_TAGS + rb")"),
    ),
    # A list of objects, or an object that spans lines; an object on one line is the first of JSON Lines.
    "json": Format(
        "records:read_json",
        (".json",),
        re.compile(_MARK + rb"(?:\[\s*(?=\{)|(?=\{\s*\n))" + _OBJECT),
    ),
    "jsonl": Format(
        "records:read_json_lines",
        (".jsonl", ".ndjson", ".jl"),
        re.compile(_MARK + _OBJECT),
    ),
    # CSV begins like text, unless its first line names a column `text` and others (`is_table`).
    "csv": Format(
        "records:read_csv",
        (".csv", ".tsv", ".tab"),
        _pattern(
            _MARK + rb'(?=[^\r\n]*[,;\t])(?:"?\w+"?[,;\t])*"?text"?(?:[,;\t]"?\w+"?)*\r?\n(?=[^\r\n]*[,;\t])'
        ),
    ),
    "parquet": Format("records:read_parquet", (".parquet", ".pq"), re.compile(rb"PAR1[^ -~]"), certain=True),
    "warc": Format("archives:read_warc", (".warc",), re.compile(rb"WARC/\d\.\d+\s*\n"), certain=True),
    "mhtml": Format(
        "archives:read_mhtml",
        (".mhtml", ".mht"),
        _pattern(_MARK + _HEADER + rb"(?:snapshot-content-location:|content-type:\s*multipart/related)"),
    ),
    "mail": Format(
        "archives:read_mail",
        (".eml",),
        _pattern(_MARK + _HEADER + rb"(?:mime-version:\s*\d|message-id:\s*<)"),
    ),
    "subtitles": Format(
        "text:read_subtitles",
        (".srt", ".vtt"),
        _pattern(_MARK + rb"(?:WEBVTT\b(?=.*?" + _CUE + rb")|\d+\s*\n\s*\d+:\d\d:" + _CUE + rb")"),
    ),
    "xml": Format(
        "feeds:read_xml",
        (".xml", ".rss", ".atom", ".nitf", ".newsml", ".rdf"),
        _pattern(
            _MARK
            + rb"(?:<\?xml\s+version|<(?:rss|feed|nitf|newsml|newsitem|newsmessage)\b"
            + _MORE_TAGS
            + rb")"
        ),
    ),
    "pdf": Format("documents:read_pdf", (".pdf",), re.compile(rb"%PDF-\d"), certain=True),
    "rtf": Format("documents:read_rtf", (".rtf",), re.compile(rb"\{\\rtf[\d\\]"), certain=True),
    "docx": Format("documents:read_docx", (".docx", ".docm", ".dotx")),
    "odt": Format("documents:read_odt", (".odt", ".fodt", ".ott")),
    "epub": Format("documents:read_epub", (".epub",)),
    "webarchive": Format(
        "archives:read_webarchive", (".webarchive",), re.compile(rb"bplist00"), certain=True
    ),
    "zip": Format("archives:read_zip", (".zip",), re.compile(rb"PK\x03\x04|PK\x05\x06")),
    "tar": Format("archives:read_tar", (".tar", ".tgz"), re.compile(rb".{257}ustar", re.DOTALL)),
}
# What is in a ZIP file whose name does not tell: a file that it holds, or its type -> the format.
_IN_ZIP = {
    "word/document.xml": "docx",
    "application/vnd.oasis.opendocument.text": "odt",
    "application/epub+zip": "epub",
    "xl/workbook.xml": "spreadsheet",
    "application/vnd.oasis.opendocument.spreadsheet": "spreadsheet",
    "ppt/presentation.xml": "presentation",
    "application/vnd.oasis.opendocument.presentation": "presentation",
}


class _Unreadable(NamedTuple):
    """A kind of file that is refused; `{file}` in the remedy stands for the file's name."""

    what: str
    remedy: str
    suffixes: tuple[str, ...] = ()
    beginning: re.Pattern[bytes] | None = None


# Kinds that lie in folders among articles: there they are passed over, and refused where they are named.
NO_ARTICLE = "with the extension of a program, picture or recording"
_BESIDE_ARTICLES = ("program", "picture", "recording")
_SOURCE_CODE = (".c", ".cpp", ".go", ".h", ".java", ".js", ".mjs", ".py", ".r", ".rb", ".rs", ".ts")
_SCRIPTS = (".css", ".ipynb", ".sh", ".sql")
# Programs that make web pages, and pages saved under the address of one: the content tells.
_SERVED = (".php",)
_SETTINGS = (".cfg", ".ini", ".log", ".toml", ".yaml", ".yml")
_MACHINE_CODE = (".dll", ".exe", ".so")
_CONVERT = "libreoffice --headless --convert-to"
_UNREADABLE: dict[str, _Unreadable] = {
    "spreadsheet": _Unreadable(
        "a spreadsheet",
        f"save it as CSV with a column `text`, or {_CONVERT} csv {{file}}",
        (".xlsx", ".xls", ".xlsm", ".ods", ".numbers"),
    ),
    "presentation": _Unreadable(
        "a presentation", f"{_CONVERT} pdf {{file}}", (".pptx", ".ppt", ".odp", ".key")
    ),
    "Outlook": _Unreadable("a mail of Outlook", "msgconvert {file}, and give the .eml file", (".msg",)),
    "LaTeX": _Unreadable(
        "LaTeX",
        "pandoc -t plain {file} | claimx extract -",
        (".tex", ".latex"),
        re.compile(rb"\s*(?:%[^\n]*\n\s*)*\\documentclass\s*[\[{]"),
    ),
    "program": _Unreadable(
        "a program or its settings",
        "if it is an article, say --input-format text",
        (*_SOURCE_CODE, *_SCRIPTS, *_SERVED, *_SETTINGS, *_MACHINE_CODE),
        re.compile(rb"\x7fELF|MZ.{56,58}\0\0|#![ ]?/", re.DOTALL),
    ),
    "timed": _Unreadable(
        "subtitles in a format that claimx does not know",
        "ffmpeg -i {file} subtitles.srt, and give that",
        (".ass", ".ssa", ".sbv", ".ttml", ".dfxp", ".scc", ".smi"),
        _pattern(_MARK + rb"(?:\[Script Info\]\s*\n|" + _XML_START + rb"<tt\s)"),
    ),
    "Word": _Unreadable(
        "an old Word document",
        f"{_CONVERT} docx {{file}}, or antiword {{file}} | claimx extract -",
        (".doc", ".dot"),
        re.compile(rb"\xd0\xcf\x11\xe0"),
    ),
    "encrypted": _Unreadable(
        "an encrypted document", "open it with its password, and save it again without one"
    ),
    "Pages": _Unreadable("a document of Pages", "export it as Word or text", (".pages",)),
    "Kindle": _Unreadable(
        "a book for Kindle", "ebook-convert {file} book.epub, and give that", (".mobi", ".azw", ".azw3")
    ),
    "PostScript": _Unreadable(
        "PostScript", "ps2pdf {file}, and give the PDF", (".ps",), re.compile(rb"%!PS(?:-|\s*\n)")
    ),
    "DjVu": _Unreadable(
        "a DjVu document", "djvutxt {file} | claimx extract -", (".djvu",), re.compile(rb"AT&TFORM")
    ),
    "mailbox": _Unreadable(
        "a mailbox with many mails",
        "split it into mails: git mailsplit -o mails {file}, and give those with --input-format mail",
        (".mbox",),
        re.compile(rb"From \S+ +\w{3} \w{3} [ \d]\d \d\d:\d\d:\d\d[^\n]*\n[!-9;-~]+:"),
    ),
    "picture": _Unreadable(
        "a picture",
        "recognise its text: tesseract {file} - | claimx extract -",
        (".png", ".jpg", ".jpeg", ".gif", ".tif", ".tiff", ".webp", ".heic", ".bmp", ".svg"),
        re.compile(
            rb"\x89PNG|\xff\xd8\xff|GIF8[79]a|II\*\0|MM\0\*|RIFF....WEBP|\0\0..ftyp(?:heic|mif1|avif)|BM.{4}\0{4}",
            re.DOTALL,
        ),
    ),
    "recording": _Unreadable(
        "a recording",
        "transcribe it, and give the transcript or its subtitles (.srt, .vtt)",
        (".mp3", ".mp4", ".m4a", ".mov", ".wav", ".ogg", ".webm", ".mkv", ".avi", ".flac"),
        re.compile(
            rb"ID3[\x02-\x04]|OggS\0|fLaC\0|RIFF....(?:WAVE|AVI )|\0\0..ftyp|\x1aE\xdf\xa3|\xff[\xfb\xf3]",
            re.DOTALL,
        ),
    ),
    "database": _Unreadable(
        "a database",
        "claimx show, report and compare read databases of claimx; export articles as CSV or JSON Lines",
        (".db", ".sqlite", ".sqlite3", ".duckdb"),
        re.compile(rb"SQLite format 3\0"),
    ),
    "archive": _Unreadable(
        "an archive that claimx does not unpack",
        "unpack it, 7z x {file}, and give the files in it",
        (".7z", ".rar"),
        re.compile(rb"7z\xbc\xaf\x27\x1c|Rar!\x1a\x07"),
    ),
}
_NAMED = {suffix: name for name, found in FORMATS.items() for suffix in found.suffixes}
_REFUSED = {suffix: kind for kind, refused in _UNREADABLE.items() for suffix in refused.suffixes}


def read_articles(
    paths: Sequence[str], *, input_format: str | None = None, fields: Mapping[str, str] | None = None
) -> Iterator[Article | InputError]:
    """The articles in the files `paths`, in order, with short ids that are unique within the call.

    All ids are kept in memory to make them unique.

    Args:
        paths: file names, or `-` for the standard input; each is opened when its turn comes.
        input_format: a name in `FORMATS`; detected from the file's name or its beginning by default.
        fields: names of the article's fields in records: `{"text": "body"}`.
    """
    ids = UniqueIds()
    for path, name in zip(paths, name_paths(paths), strict=True):
        for item in _read_file(path, name, input_format, fields):
            yield item if isinstance(item, InputError) else replace(item, id=ids.unique(item.id))


def stream_articles(
    paths: Iterable[str],
    *,
    input_format: str | None = None,
    fields: Mapping[str, str] | None = None,
    extract_pages: bool = True,
) -> Iterator[Article | InputError]:
    """The articles of any number of files; the arguments are those of `read_articles`.

    Without `extract_pages`, web pages are given as `UnreadPage`, for another process to extract their text.

    Ids do not depend on other articles: the record's own id, else the path without its extension, followed by
    the item's number in files of many articles. They may therefore repeat.
    """
    for path in paths:
        yield from _read_file(path, name_path(path), input_format, fields, extract_pages)


def _read_file(
    path: str,
    name: str,
    input_format: str | None,
    fields: Mapping[str, str] | None,
    extract_pages: bool = True,
) -> Iterator[Article | InputError]:
    try:
        with open_input(path, name, fields, extract_pages=extract_pages) as stream:
            for position, item in enumerate(read_stream(stream, input_format)):
                yield item if isinstance(item, InputError) else replace(item, position=position)
    except InputError as error:
        yield error
    except Exception as cause:  # a parser's bug on one file must not stop the others
        problem = f"{printable_path(path)}: reading failed: {type(cause).__name__}: {cause}"
        failure = InputError(problem, "this is a fault of claimx; please report it with the file")
        failure.__cause__ = cause
        yield failure


def read_stream(stream: InputStream, input_format: str | None = None) -> Iterator[Article | InputError]:
    """The articles of an open input, which is read by the reader of its format.

    Raises:
        InputError: it is of a kind that cannot be read.
    """
    if input_format is None:
        stream, input_format = detect_format(stream)
    reader: Reader = resolve_name(f"{__name__}.{FORMATS[input_format].reader}")
    yield from reader(stream)


def detect_format(stream: InputStream) -> tuple[InputStream, str]:
    """The format that a certain beginning shows, else the name, else the beginning, else plain text.

    The stream that is returned is to be read instead of `stream`.

    Raises:
        InputError: it is of a kind that cannot be read; the remedy is for this kind.
    """
    suffix = _suffix(stream.path or "")
    beginning = _in_utf8(stream.buffer.peek())
    if not beginning and suffix not in FORMATS["jsonl"].suffixes:
        return stream, "text"
    matching = [name for name, f in FORMATS.items() if f.beginning and f.beginning.match(beginning)]
    if "csv" in matching:
        from claimx.readers.records import is_table

        if not is_table(beginning.decode("utf8", "replace")):
            matching.remove("csv")
    certain = next((name for name in matching if FORMATS[name].certain), None)
    if certain:
        return stream, certain
    named, of_suffix = _NAMED.get(suffix), _REFUSED.get(suffix)
    if "zip" in matching:
        stream = stream.seekable()
        found = _kind_of_zip(stream) or named or of_suffix or "zip"
    else:
        refused = [kind for kind, u in _UNREADABLE.items() if u.beginning and u.beginning.match(beginning)]
        # All old documents of Office begin alike.
        is_page = suffix in _SERVED and "html" in matching and b"<?php" not in beginning
        named_so = (of_suffix == "program" and not is_page) or refused or not matching
        kind = of_suffix if of_suffix and named_so else next(iter(refused), None)
        # A document of a new Office with a password is packed like one of an old.
        if kind == "Word" and named in ("docx", "odt"):
            kind = "encrypted"
        # Pages, mails, subtitles and tables are often saved as `.txt`, and pages for subscribers as `.pdf`. A
        # WARC is read on from where it is sound.
        is_other = named == "text" or (named and FORMATS[named].certain and named != "warc")
        named = None if is_other and matching else named
        found = kind or named or _of_content_type(stream) or next(iter(matching), "text")
    if found in _UNREADABLE:
        what, remedy, *_ = _UNREADABLE[found]
        remedy = remedy.format(file=shell_name(stream))
        unpack = "unpack the archive; " if stream.depth else ""
        raise stream.error(f"this is {what}, not an article", f"{unpack}{remedy}")
    return stream, found


def is_readable(name: str) -> bool:
    """Whether the extension of a file's name is one of the formats of articles."""
    return _suffix(name) in _NAMED


def is_no_article(name: str) -> bool:
    """Whether the extension of a file's name is that of a program, its settings, a picture or a recording."""
    return _REFUSED.get(_suffix(name)) in _BESIDE_ARTICLES and _suffix(name) not in _SERVED


def _suffix(name: str) -> str:
    """The extension of a name or an address, in lower case, without that of a compression."""
    return without_compression(PurePath(urlsplit(name).path if is_url(name) else name)).suffix.lower()


def _in_utf8(beginning: bytes) -> bytes:
    """The first bytes of a file, in UTF-8 where they are in UTF-16."""
    marked = beginning.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    return beginning.decode("utf-16", "ignore").encode("utf-8", "ignore") if marked else beginning


def _of_content_type(stream: InputStream) -> str | None:
    kind = (stream.content_type or "").partition(";")[0].strip().lower()
    return "html" if kind in ("text/html", "application/xhtml+xml") else None


def shell_name(stream: InputStream) -> str:
    """The name of the input as a shell takes it, for a command in a remedy."""
    if not stream.path or is_url(stream.path):
        return "FILE"
    return shlex.quote(PurePath(stream.path).name if stream.depth else stream.path)


def _kind_of_zip(stream: InputStream) -> str | None:
    """What a ZIP file is, if it is not an archive of files."""
    try:
        with ZipFile(stream.buffer) as archive:
            names = set(archive.namelist())
            if "mimetype" in names and archive.getinfo("mimetype").file_size < 200:
                names.add(archive.read("mimetype").decode("ascii", "replace").strip())
    except (BadZipFile, OSError, ValueError, RuntimeError, NotImplementedError):
        return None
    finally:
        stream.buffer.seek(0)
    return next((kind for mark, kind in _IN_ZIP.items() if mark in names), None)
