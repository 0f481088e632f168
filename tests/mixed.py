"""A folder with files of every kind, sound and unsound, and how many articles and failures are in it."""

from __future__ import annotations

import csv
import gzip
import io
import json
import random
import sys
import tarfile
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from email.message import EmailMessage
from html import escape
from pathlib import Path
from typing import NamedTuple

import pyarrow
import pyarrow.parquet

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

_WHO = (
    "The harbour master",
    "Mayor Ida Solberg",
    "A spokesman for the port",
    "Dr. Anton Reyes",
    "The ministry",
)
_SAID = ("said on Monday", "said", "warned on Friday", "announced in March 2024")
_WHAT = (
    "that {n} ferries would stay in port",
    "that more than {n} passengers were waiting",
    "that repairs would cost ${n} million",
    "that {n} percent of the crews had agreed",
)


@dataclass
class Mixed:
    """What a folder holds: the texts of its articles by file, and the number of failures by file."""

    texts: dict[str, list[str]] = field(default_factory=dict)
    failures: dict[str, int] = field(default_factory=dict)

    @property
    def articles(self) -> int:
        """How many articles can be read."""
        return sum(map(len, self.texts.values()))

    @property
    def failed(self) -> int:
        """How many failures are named."""
        return sum(self.failures.values())


class _File(NamedTuple):
    """What goes into a file. The texts of its articles, as a reader gives them, and its failures."""

    content: bytes
    texts: list[str]
    failures: int = 0


def write_mixed(folder: Path, files: int, *, seed: int = 0, unsound: bool = True) -> Mixed:
    """Write `files` files into `folder` and folders in it, one kind after the other; say what is in them.

    Args:
        folder: where to; it is made if it is not there.
        files: how many files.
        seed: what the texts are drawn with; all of them differ.
        unsound: whether files that cannot be read are among them.
    """
    rng = random.Random(seed)
    kinds = {**_SOUND, **(_UNSOUND if unsound else {})}
    mixed = Mixed()
    for number in range(files):
        name, make = list(kinds.items())[number % len(kinds)]
        path = folder / f"{number % 7}" / f"{number:05}-{name}"
        path.parent.mkdir(parents=True, exist_ok=True)
        file = make(rng)
        path.write_bytes(file.content)
        if file.texts:
            mixed.texts[str(path)] = file.texts
        if file.failures:
            mixed.failures[str(path)] = file.failures
    return mixed


def make_text(rng: random.Random, paragraphs: int = 3) -> str:
    """Paragraphs of news, drawn at random."""
    lines = []
    for _ in range(paragraphs):
        what = rng.choice(_WHAT).format(n=rng.randrange(2, 1_000_000))
        lines.append(f"{rng.choice(_WHO)} {rng.choice(_SAID)} {what}, and would say more later this week.")
    return "\n\n".join(lines)


def html_page(text: str) -> bytes:
    """A page with `text`, as a news site would show it."""
    paragraphs = "".join(f"<p>{line}</p>\n" for line in text.split("\n\n"))
    return (
        "<!doctype html><html><head><meta charset=utf-8><title>Ferries</title></head><body>"
        "<nav><ul><li><a href=/>Home</a></li><li><a href=/s>Sport</a></li></ul></nav>"
        f"<article>{paragraphs}</article><footer>All rights reserved</footer></body></html>"
    ).encode()


def warc_record(
    address: str, page: bytes, *, content_type: str = "text/html", status: str = "200 OK", more: int = 0
) -> bytes:
    """A page as a crawler writes it down; `more` is by how much the record lies about its length."""
    body = f"HTTP/1.1 {status}\r\nContent-Type: {content_type}\r\n\r\n".encode() + page
    head = (
        f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {address}\r\n"
        "WARC-Date: 2024-03-04T00:00:00Z\r\n"
        "WARC-Record-ID: <urn:uuid:0f4e1c1e-0000-4000-8000-000000000000>\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(body) + more}\r\n\r\n"
    )
    return head.encode() + body + b"\r\n\r\n"


def _jsonl(texts: list[str]) -> bytes:
    return b"".join(json.dumps({"text": text}).encode() + b"\n" for text in texts)


def _texts(rng: random.Random) -> list[str]:
    return [make_text(rng) for _ in range(rng.randrange(1, 5))]


def _text_file(rng: random.Random) -> _File:
    text = make_text(rng)
    return _File(text.encode(), [text])


def _page_file(rng: random.Random) -> _File:
    text = make_text(rng)
    return _File(html_page(text), [text])


def _lines_file(rng: random.Random) -> _File:
    texts = _texts(rng)
    return _File(_jsonl(texts), texts)


def _list_file(rng: random.Random) -> _File:
    texts = _texts(rng)
    return _File(json.dumps([{"text": text} for text in texts]).encode(), texts)


def _parquet_file(rng: random.Random) -> _File:
    texts = _texts(rng)
    sink = pyarrow.BufferOutputStream()
    pyarrow.parquet.write_table(pyarrow.table({"text": texts}), sink)
    return _File(sink.getvalue().to_pybytes(), texts)


def _warc_file(rng: random.Random) -> _File:
    texts = _texts(rng)
    pages = [warc_record(f"http://news.example/{n}", html_page(text)) for n, text in enumerate(texts)]
    image = warc_record("http://news.example/logo", b"\x89PNG\r\n", content_type="image/png")
    return _File(image + b"".join(pages), texts)


def _csv_file(rng: random.Random) -> _File:
    texts = _texts(rng)
    table = io.StringIO()
    csv.writer(table).writerows([["text", "published"], *([text, "2024-03-04"] for text in texts)])
    return _File(table.getvalue().encode(), texts)


def _mail_file(rng: random.Random) -> _File:
    text = make_text(rng)
    mail = EmailMessage()
    mail["Subject"], mail["From"] = "Ferries", "press@example.org"
    mail.set_content(text)
    mail.add_alternative(html_page(text).decode(), subtype="html")
    return _File(mail.as_bytes(), [text])


def _saved_page(rng: random.Random) -> _File:
    text = make_text(rng)
    mail = EmailMessage()
    mail["Snapshot-Content-Location"] = "https://news.example/a"
    mail.set_content(html_page(text).decode(), subtype="html")
    mail.make_related()
    mail.add_related(b"\x89PNG", maintype="image", subtype="png")
    return _File(mail.as_bytes(), [text])


def _subtitles(rng: random.Random) -> _File:
    text = make_text(rng)
    cues = (
        f"{n}\n00:0{n}:00,000 --> 00:0{n}:02,000\n{line}\n" for n, line in enumerate(text.split("\n\n"), 1)
    )
    return _File("\n".join(cues).encode(), [text])


def _feed(rng: random.Random) -> _File:
    texts = _texts(rng)
    pages = ("".join(f"<p>{line}</p>" for line in text.split("\n\n")) for text in texts)
    items = "".join(f"<item><description>{escape(page)}</description></item>" for page in pages)
    return _File(f"<?xml version='1.0'?><rss><channel>{items}</channel></rss>".encode(), texts)


def _nitf(rng: random.Random) -> _File:
    text = make_text(rng)
    lines = "".join(f"<p>{line}</p>" for line in text.split("\n\n"))
    return _File(f"<nitf><body><body.content>{lines}</body.content></body></nitf>".encode(), [text])


def _rtf(rng: random.Random) -> _File:
    text = make_text(rng)
    return _File(b"{\\rtf1\\ansi " + text.replace("\n\n", "\\par ").encode() + b"\\par}", [text])


def _word(rng: random.Random) -> _File:
    text = make_text(rng)
    lines = "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in text.split("\n\n"))
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    document = f'<w:document xmlns:w="{space}"><w:body>{lines}</w:body></w:document>'
    return _File(zip_of({"word/document.xml": document.encode()}), [text])


def _open_document(rng: random.Random) -> _File:
    text = make_text(rng)
    lines = "".join(f"<t:p>{line}</t:p>" for line in text.split("\n\n"))
    content = f'<o:document-content xmlns:o="o" xmlns:t="t"><o:text>{lines}</o:text></o:document-content>'
    kind = b"application/vnd.oasis.opendocument.text"
    return _File(zip_of({"mimetype": kind, "content.xml": content.encode()}), [text])


def _pdf(rng: random.Random) -> _File:
    from reportlab.lib.utils import simpleSplit
    from reportlab.pdfgen.canvas import Canvas

    text, file, y = make_text(rng), io.BytesIO(), 700.0
    canvas = Canvas(file, invariant=1)
    canvas.setFont("Helvetica", 11)
    for paragraph in text.split("\n\n"):
        for line in simpleSplit(paragraph, "Helvetica", 11, 300):
            canvas.drawString(72, y, line)
            y -= 13
        y -= 26
    canvas.save()
    return _File(file.getvalue(), [text])


def zip_of(files: dict[str, bytes]) -> bytes:
    """A ZIP archive."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name), content)
    return file.getvalue()


def _zip_file(rng: random.Random) -> _File:
    lines, page, word = _lines_file(rng), _page_file(rng), _word(rng)
    files = {
        "a.jsonl": lines.content,
        "x/b.html": page.content,
        "logo.png": b"\x89PNG",
        "c.docx": word.content,
    }
    return _File(zip_of(files), [*lines.texts, *page.texts, *word.texts], failures=1)


def _tar_file(rng: random.Random) -> _File:
    text, feed, file = _text_file(rng), _feed(rng), io.BytesIO()
    with tarfile.open(fileobj=file, mode="w") as archive:
        for name, content in (("a.txt", text.content), ("b.rss", feed.content)):
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    return _File(_gzip(file.getvalue()), [*text.texts, *feed.texts])


def _packed(
    make: Callable[[random.Random], _File], pack: Callable[[bytes], bytes]
) -> Callable[[random.Random], _File]:
    return lambda rng: (file := make(rng))._replace(content=pack(file.content))


def _gzip(content: bytes) -> bytes:
    return gzip.compress(content, mtime=0)


def _broken_lines(rng: random.Random) -> _File:
    texts = _texts(rng)
    return _File(_jsonl(texts) + b'{"text": "cut\n{}\n' + _jsonl(texts[:1]), [*texts, texts[0]], failures=2)


def _cut_off(rng: random.Random) -> _File:
    return _File(_gzip(_text_file(rng).content)[:-12], [], failures=1)


def _broken_warc(rng: random.Random) -> _File:
    texts = [make_text(rng) for _ in range(2)]
    first, last = (warc_record(f"http://news.example/{n}", html_page(text)) for n, text in enumerate(texts))
    return _File(first + b"nothing\r\nof the kind\r\n\r\n" + last, texts, failures=1)


def _deep(rng: random.Random) -> _File:
    text = make_text(rng)
    return _File(b"<html><body>%s<p>%s</p>" % (b"<div>" * 10_000, text.encode()), [], failures=1)


def _failing(content: bytes) -> Callable[[random.Random], _File]:
    return lambda rng: _File(content, [], failures=1)


# By how the name ends.
_SOUND: dict[str, Callable[[random.Random], _File]] = {
    "a.txt": _text_file,
    "a.md": _text_file,
    "a.html": _page_file,
    "a.json": _list_file,
    "a.jsonl": _lines_file,
    "a.parquet": _parquet_file,
    "a.warc": _warc_file,
    "a.txt.gz": _packed(_text_file, _gzip),
    "a.html.gz": _packed(_page_file, _gzip),
    "a.jsonl.gz": _packed(_lines_file, _gzip),
    "a.warc.gz": _packed(_warc_file, _gzip),
    "a.jsonl.zst": _packed(_lines_file, zstd.compress),
    "untold": _page_file,
    "a.csv": _csv_file,
    "a.eml": _mail_file,
    "a.mhtml": _saved_page,
    "a.srt": _subtitles,
    "a.rss": _feed,
    "a.xml": _nitf,
    "a.rtf": _rtf,
    "a.docx": _word,
    "a.odt": _open_document,
    "a.pdf": _pdf,
    "a.zip": _zip_file,
    "a.tar.gz": _tar_file,
}
_UNSOUND: dict[str, Callable[[random.Random], _File]] = {
    "bad.jsonl": _broken_lines,
    "bad.txt.gz": _cut_off,
    "bad.warc": _broken_warc,
    "deep.html": _deep,
    "binary.html": _failing(bytes(range(256)) * 8),
    "empty.txt": _failing(b""),
    "old.doc": _failing(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" * 80),
    "photo": _failing(b"\xff\xd8\xff\xe0"),
    "invoice.xml": _failing(b"<?xml version='1.0'?><invoice>30</invoice>"),
    "bad.parquet": _failing(b"PAR1 is how it begins, and no more"),
    "bad.zst": _failing(b"\x28\xb5\x2f\xfd is how it begins, and no more"),
}
# How many files are one of each kind.
KINDS = len(_SOUND) + len(_UNSOUND)
