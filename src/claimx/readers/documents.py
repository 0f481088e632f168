"""Documents: the text of PDF, RTF, Word, OpenDocument and EPUB files."""

from __future__ import annotations

import logging
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from itertools import groupby
from pathlib import PurePosixPath
from typing import Any, Literal, NamedTuple
from urllib.parse import unquote

from lxml import etree

from claimx.article import Article, Section
from claimx.errors import InputError
from claimx.readers import shell_name
from claimx.readers.inputs import MAX_BYTES, InputStream
from claimx.readers.layout import join_blocks, lay_out, local_name, parse_xml, table_text
from claimx.readers.page import person_names
from claimx.readers.records import ArticleRecord, make_article
from claimx.text import single_spaced
from claimx.text.sentences import ENDS_CLAUSE

_INSTALL = "pip install 'claimx[documents]'"
_PAGE_NUMBER = re.compile(r"(?:page\s*)?[-–—]?\s*\d{1,4}\s*(?:(?:of|/)\s*\d{1,4})?\s*[-–—]?", re.IGNORECASE)
_HYPHENATED = re.compile(r"(\w*[^\W\d_])-\n([^\W\d_A-Z]\w*)")
# What a paragraph's first line is indented by, and its last one falls short, in widths of a character.
_INDENT, _SHORTFALL = 1.0, 8.0
# RTF: the instruction of a field, such as the address of a link; the end of a table's cell, and the character
# that it is read as; the encoding of Mac OS, which `striprtf` does not know by its number.
_INSTRUCTION = re.compile(r"\{\\\*\\fldinst\b(?:[^{}]|\{[^{}]*\})*\}")
_CELL = re.compile(r"\\(?:nest)?cell(?![a-z]) ?")
_END_OF_CELL = "\x1f"
_MAC_ROMAN = re.compile(r"\\ansicpg10000(?!\d)")
# What reading a document that is not sound may raise.
_DAMAGE = (zipfile.BadZipFile, KeyError, StopIteration, AttributeError, etree.XMLSyntaxError, RuntimeError)
_WORDPROCESSING = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


class _Text(NamedTuple):
    """The text of a document, its sections, and what it states about itself."""

    text: str
    sections: tuple[Section, ...] = ()
    title: str | None = None
    author: str | None = None
    publisher: str | None = None
    published: str | None = None
    is_book: bool = False  # whether it states these for its readers, not only for programs


class _TooLargeError(Exception):
    """A file of the document is too large to be read."""


def read_pdf(stream: InputStream) -> Iterator[Article | InputError]:
    """The text of a PDF as one article, with its pages as sections; headers and footers are left out."""
    file = shell_name(stream)
    try:
        from pdfminer.high_level import extract_pages
        from pdfminer.pdfdocument import PDFPasswordIncorrect
        from pdfminer.pdfexceptions import PDFException
        from pdfminer.psexceptions import PSException
    except ImportError:
        remedy = f"{_INSTALL}, or pdftotext {file} - | claimx extract -"
        raise stream.error("reading PDF needs a part that is not installed", remedy) from None
    # What it logs about each unsound object is not for readers of news.
    logging.getLogger("pdfminer").setLevel(logging.CRITICAL)
    try:
        pages = [_page_boxes(page) for page in extract_pages(BytesIO(stream.read()))]
    except PDFPasswordIncorrect:
        raise stream.error("the PDF is encrypted", f"decrypt it: qpdf --decrypt {file} open.pdf") from None
    except (PDFException, PSException, ValueError, TypeError, KeyError) as error:
        remedy = f"get the file again, or try pdftotext {file} - | claimx extract -"
        raise stream.error(f"this is not a sound PDF: {error}", remedy) from None
    found = _join_pages(pages)
    if not found.text:
        remedy = f"recognise its text: ocrmypdf {file} text.pdf, and give that"
        raise stream.error("the PDF holds no text; it may be scanned", remedy)
    yield _article(found, stream)


def read_rtf(stream: InputStream) -> Iterator[Article | InputError]:
    """The text of an RTF document as one article."""
    try:
        from striprtf.striprtf import rtf_to_text
    except ImportError:
        remedy = f"{_INSTALL}, or pandoc -t plain {shell_name(stream)} | claimx extract -"
        raise stream.error("reading RTF needs a part that is not installed", remedy) from None
    marked = stream.read().decode("latin-1")
    title = re.search(r"\{\\info\b.*?\{\\title ([^{}\\]+)\}", marked, re.DOTALL)
    marked = _CELL.sub(r"\\'1f", _INSTRUCTION.sub("", marked))
    marked, is_mac = _MAC_ROMAN.subn("", marked)
    encoding = "mac_roman" if is_mac else "cp1252"
    text = rtf_to_text(marked, encoding, errors="replace")  # type: ignore[no-untyped-call]
    yield _article(_Text(join_blocks(_rtf_blocks(text)), title=title[1] if title else None), stream)


def _rtf_blocks(text: str) -> Iterator[tuple[str, str]]:
    """The lines of the text as paragraphs, and rows of cells that follow each other as tables."""
    lines = [line.strip(" \t\r") for line in text.split("\n")]
    for is_table, found in groupby(filter(None, lines), key=lambda line: _END_OF_CELL in line):
        if is_table:
            rows = [[cell.strip() for cell in line.split(_END_OF_CELL)[:-1]] for line in found]
            yield "table", table_text(rows, named=False)
        else:
            yield from (("paragraph", line) for line in found)


def read_docx(stream: InputStream) -> Iterator[Article | InputError]:
    """The text of a Word document as one article, without footnotes and what tracked changes deleted."""

    def text_of(archive: zipfile.ZipFile) -> _Text:
        body = _parse(archive, "word/document.xml").find(f"{_WORDPROCESSING}body")
        # White space between elements is none of the text.
        for element in body.iter():
            element.tail = None
            if element.tag != f"{_WORDPROCESSING}t":
                element.text = None
        # A text box is anchored anywhere in a paragraph; its text is a paragraph of its own.
        for box in [*body.iter(f"{_WORDPROCESSING}txbxContent")]:
            holders = [e for e in box.iterancestors() if local_name(e) in ("p", "fallback")]
            if all(local_name(e) == "p" for e in holders):
                holders[-1].addnext(box)
        for paragraph in body.iter(f"{_WORDPROCESSING}p"):
            paragraph.tag = "li" if _is_listed(paragraph) else "p"
        _rename(body, {"tbl": "table", "tc": "td", "cr": "br"})
        for tab in body.iter(f"{_WORDPROCESSING}tab", f"{_WORDPROCESSING}noBreakHyphen"):
            tab.text = "\t" if tab.tag.endswith("tab") else "\u2011"
        skipped = ("del", "movefrom", "instrtext", "deltext", "ppr", "rpr", "fallback", "drawing")
        return _Text(lay_out(body, skip=skipped), **_properties(archive, "docProps/core.xml"))

    yield _read_zipped(stream, text_of)


def read_odt(stream: InputStream) -> Iterator[Article | InputError]:
    """The text of an OpenDocument text as one article, without footnotes; also of one that is not packed."""

    def text_of(archive: zipfile.ZipFile | None) -> _Text:
        root = _parse(archive, "content.xml") if archive else parse_xml(stream.read(), recover=True)
        body = next(e for e in root.iter() if local_name(e) == "text")
        names = {"h": "h2", "list": "ul", "list-item": "li", "table-row": "tr", "table-cell": "td"}
        _rename(body, {**names, "line-break": "br"})
        for space in [e for e in body.iter() if local_name(e) in ("s", "tab")]:
            space.text = " "
        skipped = ("note", "annotation", "tracked-changes", "sequence-decls")
        return _Text(lay_out(body, skip=skipped), **(_properties(archive, "meta.xml") if archive else {}))

    yield _read_zipped(stream, text_of)


def read_epub(stream: InputStream) -> Iterator[Article | InputError]:
    """The text of an EPUB as one article, with its chapters as sections, in the order of reading."""

    def text_of(archive: zipfile.ZipFile) -> _Text:
        container = _parse(archive, "META-INF/container.xml")
        path = next(e for e in container.iter() if local_name(e) == "rootfile").get("full-path")
        package = _parse(archive, path)
        items = {e.get("id"): e for e in package.iter() if local_name(e) == "item"}
        order = [e.get("idref") for e in package.iter() if local_name(e) == "itemref"]
        spine = [items[id_] for id_ in order if id_ in items]
        parts: list[str] = []
        for item in spine:
            if item.get("properties") != "nav":
                name = str(PurePosixPath(path).parent / unquote(item.get("href")))
                body = next((e for e in _parse(archive, name).iter() if local_name(e) == "body"), None)
                if body is not None and (text := lay_out(body)):
                    parts.append(text)
        text, sections = _with_sections("chapter", parts)
        return _Text(text, sections, **_properties(archive, path, is_book=True))

    yield _read_zipped(stream, text_of)


def _article(found: _Text, stream: InputStream) -> Article:
    """The article of a document; what a program may have put into it is used if the text states it, too."""
    head = single_spaced(found.text[:2000])
    title = found.title if found.title and (found.is_book or found.title in head) else None
    author = found.author if found.author and (found.is_book or found.author in head) else None
    record = ArticleRecord(
        text=found.text,
        title=title,
        author=", ".join(person_names(author or "")) or None,
        publisher=found.publisher,
        published=found.published,
    )
    return replace(make_article(record, stream), sections=found.sections)


def _with_sections(
    kind: Literal["page", "chapter"], parts: list[str], joints: list[str] | None = None
) -> tuple[str, tuple[Section, ...]]:
    """The parts as one text, each of which is a section; `joints`: what precedes each part."""
    text, sections = "", []
    for number, part in enumerate(parts, 1):
        if part:
            text += (joints[number - 1] if joints else "\n\n") if text else ""
            sections.append(Section(kind, number, len(text)))
            text += part
    return text, tuple(sections)


# Files that are ZIP archives of XML


def _read_zipped(stream: InputStream, text_of: Any) -> Article:
    remedy = f"save it again in its program, or pandoc -t plain {shell_name(stream)} | claimx extract -"
    try:
        if not stream.buffer.peek().startswith(b"PK") and stream.buffer.peek().lstrip().startswith(b"<"):
            return _article(text_of(None), stream)
        with zipfile.ZipFile(stream.seekable().buffer) as archive:
            return _article(text_of(archive), stream)
    except _TooLargeError:
        raise stream.error("the document is too large for an article", remedy) from None
    except _DAMAGE as error:
        problem = f"this is not a sound document: {error or type(error).__name__}"
        raise stream.error(problem, remedy) from None


def _parse(archive: zipfile.ZipFile, name: str) -> Any:
    if archive.getinfo(name).file_size > MAX_BYTES:
        raise _TooLargeError
    return parse_xml(archive.read(name), recover=True)


def _properties(archive: zipfile.ZipFile, name: str, *, is_book: bool = False) -> dict[str, Any]:
    """Title and author by Dublin Core, and of a book its publisher and day."""
    if name not in archive.namelist():
        return {}
    stated: dict[str, list[str]] = {}
    for element in _parse(archive, name).iter():
        if text := single_spaced(element.text or ""):
            stated.setdefault(local_name(element), []).append(text)
    first = {key: values[0] for key, values in stated.items()}
    facts = {"title": first.get("title"), "author": ", ".join(stated.get("creator", ())) or None}
    return facts | (
        {"publisher": first.get("publisher"), "published": first.get("date"), "is_book": True}
        if is_book
        else {}
    )


def _rename(root: Any, names: dict[str, str]) -> None:
    for element in root.iter():
        if new := names.get(local_name(element)):
            element.tag = new


def _is_listed(paragraph: Any) -> bool:
    """Whether a paragraph of Word is an item of a list, by its numbering or its style."""
    style = paragraph.find(f"{_WORDPROCESSING}pPr/{_WORDPROCESSING}pStyle")
    named = style is not None and str(style.get(f"{_WORDPROCESSING}val")).startswith("List")
    return named or paragraph.find(f"{_WORDPROCESSING}pPr/{_WORDPROCESSING}numPr") is not None


# PDF


class _Box(NamedTuple):
    """A block of lines on a page, whose text has a line break where a line ends."""

    text: str
    is_margin: bool  # whether it lies where headers and footers do


def _page_boxes(page: Any) -> list[_Box]:
    from pdfminer.layout import LTTextBox

    boxes = []
    for box in page:
        if isinstance(box, LTTextBox):
            high, low = page.y0 + 0.91 * page.height, page.y0 + 0.09 * page.height
            for paragraph in _paragraphs(box):
                boxes.append(_Box(paragraph, box.y0 > high or box.y1 < low))
    return boxes


def _paragraphs(box: Any) -> Iterator[str]:
    """The paragraphs of a block, which begin with an indented line or after a short one."""
    from pdfminer.layout import LTTextLine

    lines: list[str] = []
    before: Any = None
    for line in box:
        text = line.get_text().strip()
        if not isinstance(line, LTTextLine) or not text:
            continue
        width = line.width / max(len(text), 1)
        indented = line.x0 - box.x0 > _INDENT * width
        short = before is not None and box.x1 - before.x1 > _SHORTFALL * width
        if lines and ENDS_CLAUSE.search(lines[-1]) and (indented or short):
            yield "\n".join(lines)
            lines = []
        lines.append(text)
        before = line
    if lines:
        yield "\n".join(lines)


def _join_pages(pages: list[list[_Box]]) -> _Text:
    """The text of all pages. A paragraph continues on the next page where its sentence does."""
    words = Counter(re.findall(r"\w+(?:-\w+)*", "\n".join(b.text for page in pages for b in page).casefold()))
    heads = Counter(_frame(box) for page in pages for box in {b: None for b in page if b.is_margin})
    parts: list[str] = []
    joints: list[str] = []
    for page in pages:
        kept = [_unwrapped(box.text, words) for box in page if not _is_frame(box, heads, len(pages))]
        before = next((part for part in reversed(parts) if part), "")
        goes_on = bool(before and kept) and not ENDS_CLAUSE.search(before) and kept[0][0].islower()
        parts.append("\n\n".join(kept))
        joints.append(" " if goes_on else "\n\n")
    text, sections = _with_sections("page", parts, joints)
    return _Text(text, sections)


def _frame(box: _Box) -> str:
    return re.sub(r"\d+", "#", single_spaced(box.text))


def _is_frame(box: _Box, heads: Counter[str], pages: int) -> bool:
    """Whether a block is the header or footer of a page: it occurs on most pages, or is the page's number."""
    if not box.is_margin:
        return False
    return _PAGE_NUMBER.fullmatch(box.text) is not None or (pages > 1 and heads[_frame(box)] > pages / 2)


def _unwrapped(text: str, words: Counter[str]) -> str:
    """The lines of a paragraph as one; a word that was hyphenated only to fit its line is joined."""

    def join(match: re.Match[str]) -> str:
        first, second = match[1], match[2]
        hyphen = "-" if words[f"{first}-{second}".casefold()] else ""
        return f"{first}{hyphen}{second}"

    return _HYPHENATED.sub(join, text.replace("\u00ad\n", "")).replace("-\n", "-").replace("\n", " ")
