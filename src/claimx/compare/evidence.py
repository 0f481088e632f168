"""A comparison as evidence: for each place the sentence, who, where and when, in files for other programs.

CSV, Markdown, an HTML page with the passages side by side, and an Excel workbook.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import astuple, dataclass, fields
from itertools import groupby
from typing import Any, TextIO

from claimx.compare.comparer import Comparer
from claimx.compare.schema import ComparedNumber, ComparedQuote, Difference, Rendering
from claimx.errors import ClaimxError
from claimx.schema import TextSpan
from claimx.text import printable
from claimx.writers.documents import templates
from claimx.writers.wording import count, describe_value

Piece = tuple[str, bool]
"""Words of a sentence, and whether they are what is compared."""

VERDICTS = {
    "differs": "differs",
    "disputed": "disputed",
    "floors_differ": "floors differ",
    "other_unit": "same figure, other unit",
    "changes": "changes over time",
    "agrees": "agrees",
}
QUOTE_VERDICTS = {
    "disputed": "given to different people",
    "meaning_may_change": "meaning may change",
    "changed": "changed",
    "cut": "cut",
    "paraphrased": "paraphrased",
    "same": "the same",
}
# First characters of cells that spreadsheets read as formulas.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
_MARKUP = re.compile(r"[\\`*_{}\[\]<>#|~!&:]")
_WIDTHS = {
    "about": 30,
    "sentence": 80,
    "words": 40,
    "edits": 40,
    "article": 20,
    "publisher": 20,
    "claimant": 24,
}


@dataclass(frozen=True)
class Evidence:
    """One place of something that is compared."""

    section: str
    row: int
    about: str
    verdict: str
    value: str
    """A number's value, or the version of a quotation."""
    words: str
    edits: str
    claimant: str
    publisher: str
    published: str
    article: str
    result: str
    start: int
    end: int
    sentence: str
    path: str
    pieces: tuple[Piece, ...] = ()
    conflicts: bool = False


COLUMNS = tuple(field.name for field in fields(Evidence) if field.name not in ("pieces", "conflicts"))


def evidence(comparer: Comparer) -> Iterator[Evidence]:
    """The places of all numbers, then of all quotations, in the order of the comparison."""
    for row, number in enumerate(comparer.numbers(), 1):
        yield from _of_number(row, number)
    for row, quotation in enumerate(comparer.quotations(), 1):
        yield from _of_quotation(row, quotation)


def _of_number(row: int, number: ComparedNumber) -> Iterator[Evidence]:
    for value in number.values:
        for figure in value.figures:
            yield Evidence(
                section="numbers",
                row=row,
                about=number.what,
                verdict=VERDICTS[number.verdict],
                value=describe_value(value),
                words=figure.text,
                edits="",
                claimant=figure.speaker or (figure.source.text.rstrip(" ,") if figure.source else ""),
                publisher=figure.publisher or "",
                published=figure.published.isoformat() if figure.published else "",
                article=figure.article,
                result=figure.result or "",
                start=figure.start,
                end=figure.end,
                sentence=figure.sentence.text if figure.sentence else "",
                path=figure.path or "",
                pieces=tuple(marked(figure.sentence, [figure])),
                conflicts=bool(value.contradicts),
            )


def _of_quotation(row: int, quotation: ComparedQuote) -> Iterator[Evidence]:
    for rendering in quotation.renderings:
        yield Evidence(
            section="quotations",
            row=row,
            about=", ".join(quotation.speakers),
            verdict=QUOTE_VERDICTS[quotation.verdict],
            value=rendering.version,
            words=said(rendering),
            edits="; ".join(map(describe_edit, rendering.differences)),
            claimant=rendering.speaker or (rendering.source.text if rendering.source else ""),
            publisher=rendering.publisher or "",
            published=rendering.published.isoformat() if rendering.published else "",
            article=rendering.article,
            result=rendering.result,
            start=rendering.parts[0].start,
            end=rendering.parts[-1].end,
            sentence=rendering.sentence.text if rendering.sentence else "",
            path=rendering.path or "",
            pieces=tuple(marked(rendering.sentence, rendering.parts)),
            conflicts=any(difference.touches for difference in rendering.differences),
        )


def said(rendering: Rendering) -> str:
    """The words of a version; `…` stands for an interruption."""
    return " … ".join(part.text for part in rendering.parts)


def describe_edit(difference: Difference) -> str:
    """An edit in words, with what it touches: `will → should (modal)`."""
    old = difference.fullest.text if difference.fullest else ""
    new = difference.here.text if difference.here else ""
    signs = {"cut": f"− {old}", "added": f"+ {new}", "replaced": f"{old} → {new}"}
    touched = f" ({', '.join(difference.touches)})" if difference.touches else ""
    return signs[difference.edit] + touched


def marked(sentence: TextSpan | None, spans: Sequence[TextSpan]) -> Iterator[Piece]:
    """A sentence in pieces: the spans, and the text between and around them."""
    if sentence is None:
        return
    place = sentence.start
    for span in spans:
        start, end = max(span.start, place), min(span.end, sentence.end)
        if start >= end:
            continue
        if start > place:
            yield sentence.text[place - sentence.start : start - sentence.start], False
        yield sentence.text[start - sentence.start : end - sentence.start], True
        place = end
    if place < sentence.end:
        yield sentence.text[place - sentence.start :], False


def write_csv(comparer: Comparer, stream: TextIO) -> None:
    """One table with a row for each place."""
    rows = csv.writer(stream)
    rows.writerow(COLUMNS)
    for found in evidence(comparer):
        rows.writerow(map(_cell, _values(found)))


def _values(found: Evidence) -> tuple[Any, ...]:
    return astuple(found)[: len(COLUMNS)]


def _cell(value: Any) -> Any:
    """A value as a cell; `'` keeps spreadsheets from reading text as a formula."""
    return f"'{value}" if isinstance(value, str) and len(value) > 1 and value.startswith(_FORMULA) else value


def write_markdown(comparer: Comparer, stream: TextIO) -> None:
    """A chapter for each row, with its places and their sentences as a list."""
    stream.write(f"# {count(comparer.articles, 'article')} compared\n")
    for section, rows in _grouped(evidence(comparer)):
        stream.write(f"\n## {section.capitalize()}\n")
        for places in rows:
            first = places[0]
            stream.write(f"\n### {_escaped(first.about or 'nobody named')}: {first.verdict}\n\n")
            for found in places:
                edits = f" ({_escaped(found.edits)})" if found.edits else ""
                stream.write(f"- **{_escaped(found.value)}**{edits}, {_escaped(_origin(found))}")
                if found.pieces:
                    text = "".join(
                        f"**{_plain(words)}**" if is_marked else _plain(words)
                        for words, is_marked in _one_line(found.pieces)
                    )
                    stream.write(f"\n  > {text}")
                stream.write("\n")


def _one_line(pieces: Iterable[Piece]) -> Iterator[Piece]:
    return ((re.sub(r"\s+", " ", words), is_marked) for words, is_marked in pieces)


def _origin(found: Evidence) -> str:
    """Who, where and when."""
    where = found.publisher or found.article
    return ", ".join(filter(None, (found.claimant, where, found.published)))


def _escaped(text: str) -> str:
    return _plain(" ".join(text.split()))


def _plain(text: str) -> str:
    """Text in which nothing is markup, with the spaces around it."""
    return _MARKUP.sub(r"\\\g<0>", printable(f".{text}.")[1:-1])


def _grouped(found: Iterable[Evidence]) -> Iterator[tuple[str, Iterator[list[Evidence]]]]:
    for section, places in groupby(found, key=lambda place: place.section):
        yield section, (list(group) for _, group in groupby(places, key=lambda place: place.row))


def write_html(comparer: Comparer, stream: TextIO) -> None:
    """A page with the passages of each row side by side; it has no scripts and loads nothing."""
    page = templates("claimx.compare").get_template("comparison.html")
    sections = _grouped(evidence(comparer))
    for part in page.generate(title=f"{count(comparer.articles, 'article')} compared", sections=sections):
        stream.write(part)


def write_xlsx(comparer: Comparer, stream: TextIO) -> None:
    """An Excel workbook with a sheet for numbers and one for quotations, the compared words in bold.

    Raises:
        ClaimxError: XlsxWriter is not installed.
    """
    try:
        import xlsxwriter
    except ImportError as error:
        message = "Excel workbooks need XlsxWriter, which is not installed"
        raise ClaimxError(message, "install it: pip install 'claimx[xlsx]'") from error

    settings = {"strings_to_formulas": False, "strings_to_urls": False, "constant_memory": True}
    with xlsxwriter.Workbook(stream.buffer, settings) as book:
        bold, wrapped = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
        columns = COLUMNS[1:]
        for section, rows in _grouped(evidence(comparer)):
            sheet = book.add_worksheet(section)
            for place, name in enumerate(columns):
                sheet.set_column(place, place, _WIDTHS.get(name, 12), wrapped)
                sheet.write(0, place, name, bold)
            sheet.freeze_panes(1, 0)
            for line, found in enumerate((found for places in rows for found in places), 1):
                for place, value in enumerate(_values(found)[1:]):
                    sheet.write(line, place, value, wrapped)
                if len(found.pieces) > 1:
                    parts = [part for words, is_bold in found.pieces for part in ([bold] * is_bold + [words])]
                    sheet.write_rich_string(line, columns.index("sentence"), *parts, wrapped)
        if not book.worksheets():
            book.add_worksheet("nothing compared")


WRITERS: dict[str, Callable[[Comparer, TextIO], None]] = {
    "csv": write_csv,
    "markdown": write_markdown,
    "html": write_html,
    "xlsx": write_xlsx,
}
