"""A comparison as evidence: for each place the sentence, who, where and when, in files for other programs.

CSV, Markdown, an HTML page with the passages side by side, and an Excel workbook.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import astuple, dataclass, fields
from itertools import groupby
from typing import Any, TextIO

from claimx.compare.comparer import Comparer
from claimx.compare.schema import ComparedNumber, ComparedQuote, Difference, Figure, Remark, Rendering
from claimx.errors import ClaimxError
from claimx.schema import TextSpan
from claimx.text import counted, printable_piece
from claimx.writers.csv import cell
from claimx.writers.documents import escape_markdown, templates
from claimx.writers.wording import describe_value

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
            yield _evidence(
                figure,
                [figure],
                section="numbers",
                row=row,
                about=number.what,
                verdict=VERDICTS[number.verdict],
                value=describe_value(value),
                words=figure.text,
                edits="",
                conflicts=bool(value.contradicts),
            )


def _of_quotation(row: int, quotation: ComparedQuote) -> Iterator[Evidence]:
    for rendering in quotation.renderings:
        yield _evidence(
            rendering,
            rendering.parts,
            section="quotations",
            row=row,
            about=", ".join(quotation.speakers),
            verdict=QUOTE_VERDICTS[quotation.verdict],
            value=rendering.version,
            words=said(rendering),
            edits="; ".join(map(describe_edit, rendering.differences)),
            conflicts=any(difference.touches for difference in rendering.differences),
        )


def _evidence(found: Figure | Rendering, spans: Sequence[TextSpan], **values: Any) -> Evidence:
    """A place, by what figures and versions have in common, and the values that they have not."""
    return Evidence(
        claimant=found.speaker or (found.source.text.rstrip(" ,") if found.source else ""),
        publisher=found.publisher or "",
        published=found.published.isoformat() if found.published else "",
        article=found.article,
        result=found.result or "",
        start=spans[0].start,
        end=spans[-1].end,
        sentence=found.sentence.text if found.sentence else "",
        path=found.path or "",
        pieces=tuple(marked(found.sentence, spans)),
        **values,
    )


def said(row: Rendering | Remark) -> str:
    """The words of a version or a remark; `…` stands for an interruption."""
    return " … ".join(part.text for part in row.parts)


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
        rows.writerow(map(cell, _values(found)))


def _values(found: Evidence) -> tuple[Any, ...]:
    return astuple(found)[: len(COLUMNS)]


def write_markdown(comparer: Comparer, stream: TextIO) -> None:
    """A chapter for each row, with its places and their sentences as a list."""
    stream.write(f"# {counted(comparer.articles, 'article')} compared\n")
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
                        for words, is_marked in found.pieces
                    )
                    stream.write(f"\n  > {text}")
                stream.write("\n")


def _origin(found: Evidence) -> str:
    """Who, where and when."""
    where = found.publisher or found.article
    return ", ".join(filter(None, (found.claimant, where, found.published)))


def _escaped(text: str) -> str:
    return _plain(" ".join(text.split()))


def _plain(text: str) -> str:
    """Text in which nothing is markup, with the spaces around it."""
    return escape_markdown(printable_piece(text))


def _grouped(found: Iterable[Evidence]) -> Iterator[tuple[str, Iterator[list[Evidence]]]]:
    for section, places in groupby(found, key=lambda place: place.section):
        yield section, (list(group) for _, group in groupby(places, key=lambda place: place.row))


def write_html(comparer: Comparer, stream: TextIO) -> None:
    """A page with the passages of each row side by side; it has no scripts and loads nothing."""
    page = templates("claimx.compare").get_template("comparison.html")
    sections = _grouped(evidence(comparer))
    for part in page.generate(title=f"{counted(comparer.articles, 'article')} compared", sections=sections):
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
