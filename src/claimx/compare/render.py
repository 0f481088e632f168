"""A comparison as JSON, as tables for a terminal, and as evidence: files for other programs.

Evidence has for each place the sentence, who, where and when: CSV, Markdown, an HTML page with the passages
side by side, and an Excel workbook.
"""

from __future__ import annotations

import csv
import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import astuple, dataclass, fields
from itertools import compress, groupby
from typing import Any, TextIO

from markupsafe import Markup
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from claimx.compare import (
    ComparedNumber,
    ComparedQuote,
    Comparison,
    Difference,
    Figure,
    Remark,
    Rendering,
    Section,
    Speaker,
)
from claimx.compare.comparer import Comparer
from claimx.errors import ClaimxError
from claimx.schema import TextSpan
from claimx.text import counted, printable, printable_piece, single_spaced
from claimx.writers.documents import escape_markdown, templates
from claimx.writers.tables import cell
from claimx.writers.terminal import TablePrinter, plain_grid, shorten, titled_grid
from claimx.writers.wording import describe_value

_STYLES = {
    "differs": "bold red",
    "disputed": "bold red",
    "floors_differ": "bold red",
    "other_unit": "bold red",
    "meaning_may_change": "bold red",
    "changes": "yellow",
    "agrees": "green",
}
_VERSIONS = {
    "changed": "bold red",
    "cut": "yellow",
    "paraphrased": "cyan",
    "fullest": "green",
    "same": "green",
}
_EDITS = {"cut": "− ", "added": "+ "}
_SENTENCE_CELLS = 400
_WORDS_CELLS = 300
_PHRASE_CELLS = 60
_CLAIMANT_CELLS = 32
# This many articles are named, the others are counted.
_MOST_ARTICLES = 6
_MOST_CLAIMANTS = 2


def notebook_view(comparison: Comparison) -> str:
    """A comparison as HTML tables."""
    numbers = [
        (
            row.what,
            row.verdict,
            "; ".join(
                f"{describe_value(each)} ({_articles(figure.article for figure in each.figures)})"
                for each in row.values
            ),
        )
        for row in comparison.numbers
    ]
    quotations = [
        (" … ".join(part.text for part in each.parts), each.version, each.speaker or "", each.article)
        for row in comparison.quotations
        for each in row.renderings
    ]
    speakers = [
        (each.name, each.kind, str(each.statements), ", ".join(each.articles)) for each in comparison.speakers
    ]
    return Markup("").join(
        (
            _html_table("Numbers", ("what", "verdict", "values"), numbers),
            _html_table("Quotations", ("words", "version", "speaker", "article"), quotations),
            _html_table("Speakers", ("name", "kind", "statements", "articles"), speakers),
        )
    )


def _html_table(title: str, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> Markup:
    """A table with a title; nothing where there are no rows."""
    if not rows:
        return Markup("")
    head = Markup("").join(Markup("<th>{}</th>").format(column) for column in columns)
    body = Markup("").join(
        Markup("<tr>{}</tr>").format(
            Markup("").join(Markup("<td>{}</td>").format(printable(cell)) for cell in row)
        )
        for row in rows
    )
    return Markup("<h3>{}</h3><table><tr>{}</tr>{}</table>").format(title, head, body)


def write_json(comparer: Comparer, stream: TextIO) -> None:
    """Write a `claimx.compare.Comparison` with a row a line, in streaming."""
    stream.write(f'{{"articles": {comparer.articles}, "about": {json.dumps(comparer.about)}')
    stream.write(f', "alone": {json.dumps(comparer.alone)}')
    for section in comparer.sections:
        stream.write(f',\n"{section}": ')
        separator = "[\n"
        for row in comparer.rows(section):
            stream.write(separator + row.model_dump_json())
            separator = ",\n"
        stream.write("[]" if separator == "[\n" else "\n]")
    stream.write("}\n")


def write_table(comparer: Comparer, stream: TextIO) -> None:
    """Write a table for each section."""
    printer = TablePrinter(stream)
    printer.print(Text(f"{counted(comparer.articles, 'article')} compared", style="dim"))
    if comparer.alone:
        printer.print(Text(f"like no other: {_articles(comparer.alone)}", style="dim"))
    for section in comparer.sections:
        printer.print()
        printer.print(Text(_TITLES[section], style="bold"))
        rows = _SECTIONS[section](comparer)
        first = next(rows, None)
        printer.print_indented(first or Text(_NOTHING[section], style="dim"))
        for row in rows:
            printer.print_indented(row)


def _number(number: ComparedNumber) -> RenderableType:
    style = _STYLES[number.verdict]
    head = Text.assemble(
        (shorten(number.what, _PHRASE_CELLS), "bold"),
        ("  " + VERDICTS[number.verdict], style),
        (f"  {_witnesses(number)}", "dim"),
    )
    rows = []
    for value in number.values:
        sign = "✗ " if value.contradicts else ""
        shown = Text.assemble((sign, style), (printable(describe_value(value)), "bold"))
        told = " · ".join(
            filter(None, (_articles(f.article for f in value.figures), _claimants(value.figures)))
        )
        days = _days(value.figures)
        rows.append((shown, Text.assemble(told, (f"  {days}" if days else "", "dim"))))
        if sentence := _sentence(value.figures):
            rows.append((Text(), sentence))
    grid = _grid(rows)
    grid.columns[0].justify = "right"
    grid.columns[0].no_wrap = True
    return _block(head, grid)


def _sentence(figures: list[Figure]) -> Text | None:
    """The first sentence with a value, which is marked in it."""
    figure = next((figure for figure in figures if figure.sentence), None)
    if figure is None:
        return None
    shown = Text(style="dim")
    for words, is_marked in marked(figure.sentence, [figure]):
        shown.append(printable_piece(words), "bold underline" if is_marked else "")
    shown.truncate(_SENTENCE_CELLS, overflow="ellipsis")
    return shown


def _witnesses(number: ComparedNumber) -> str:
    copies = number.articles - number.witnesses
    also = f", of them copies: {copies:,}" if copies else ""
    return counted(number.articles, "article") + also


def _claimants(figures: list[Figure]) -> str:
    names = Counter(f.speaker or f.source.text.rstrip(" ,") for f in figures if f.source)
    return ", ".join(shorten(name, _CLAIMANT_CELLS) for name, _ in names.most_common(_MOST_CLAIMANTS))


def _days(figures: list[Figure]) -> str:
    """The first and the last day of publication."""
    days = sorted({figure.published for figure in figures if figure.published})
    return " – ".join(day.isoformat() for day in dict.fromkeys((*days[:1], *days[-1:])))


def _quotation(quotation: ComparedQuote) -> RenderableType:
    names = ", ".join(map(printable, quotation.speakers)) or "nobody named"
    verdict = QUOTE_VERDICTS[quotation.verdict]
    head = Text.assemble(
        (names, "bold"),
        (f"  {verdict}", _STYLES.get(quotation.verdict) or _VERSIONS[quotation.verdict]),
        (f"  {counted(quotation.articles, 'article')}", "dim"),
    )
    alike: dict[object, list[Rendering]] = {}
    for rendering in quotation.renderings:
        alike.setdefault(_line_key(rendering), []).append(rendering)
    return _block(head, _grid([_version(group, disputed=quotation.disputed) for group in alike.values()]))


def _version(group: Sequence[Rendering], *, disputed: bool) -> tuple[Text, ...]:
    rendering = group[0]
    who = f"{printable(rendering.speaker or 'nobody named')} in " if disputed else ""
    quote = "" if rendering.quote == "direct" else f" {rendering.quote}"
    return (
        Text.assemble((rendering.version, _VERSIONS[rendering.version]), (quote, "dim")),
        Text(who + _articles(rendering.article for rendering in group)),
        _words(rendering),
    )


def _line_key(rendering: Rendering) -> object:
    """Equal for renderings that share a line of the table."""
    edits = [(d.edit, d.fullest and d.fullest.text, d.here and d.here.text) for d in rendering.differences]
    words = _said(rendering) if rendering.version == "paraphrased" else ""
    return rendering.version, rendering.quote, rendering.speaker, str(edits), words


def _words(rendering: Rendering) -> Text:
    if not rendering.differences:
        return Text("" if rendering.version == "same" else _said(rendering))
    edits = Text("; ").join(map(_difference, rendering.differences))
    return Text.assemble(_said(rendering), ": ", edits) if rendering.version == "paraphrased" else edits


def _difference(difference: Difference) -> Text:
    old = shorten(difference.fullest.text, _PHRASE_CELLS) if difference.fullest else ""
    new = shorten(difference.here.text, _PHRASE_CELLS) if difference.here else ""
    touched = (f" ({', '.join(difference.touches)})", "bold red") if difference.touches else ""
    if difference.edit == "replaced":
        return Text.assemble((old, "strike"), " → ", (new, "bold"), touched)
    return Text.assemble(_EDITS[difference.edit] + (old or new), touched)


def _said(row: Rendering | Remark) -> str:
    return shorten(said(row), _WORDS_CELLS)


def _speakers(comparer: Comparer) -> Iterator[RenderableType]:
    """One table of all speakers, or with `about` the remarks of each."""
    if comparer.about:
        yield from (_remarks(speaker) for speaker in comparer.speakers() if speaker.remarks)
        return
    grid = titled_grid("", "articles", "statements", "in quotation marks")
    for column in grid.columns[1:]:
        column.justify = "right"
    for speaker in comparer.speakers():
        direct = f"{speaker.direct:.0%}"
        name = Text(shorten(speaker.name, _PHRASE_CELLS), style="bold")
        grid.add_row(name, str(len(speaker.articles)), str(speaker.statements), direct)
    if grid.row_count:
        yield grid


def _remarks(speaker: Speaker) -> RenderableType:
    articles = counted(len(speaker.articles), "article")
    head = Text.assemble(
        (printable(speaker.name), "bold"),
        (f"  quoted in {articles}, {speaker.direct:.0%} in quotation marks", "dim"),
    )
    rows = [(Text(printable(remark.article)), Text(_said(remark))) for remark in speaker.remarks]
    return _block(head, _grid(rows))


def _articles(ids: Iterable[str]) -> str:
    names = list(dict.fromkeys(map(printable, ids)))
    rest = len(names) - _MOST_ARTICLES
    return ", ".join(names[:_MOST_ARTICLES]) + (f" and {rest:,} more" if rest > 0 else "")


def _block(head: Text, grid: Table) -> RenderableType:
    return Group(head, Padding(grid, (0, 0, 0, 2), expand=False))


def _grid(rows: Sequence[tuple[Text, ...]]) -> Table:
    """A grid without empty columns, to which Rich would give room."""
    shown = [any(column) for column in zip(*rows, strict=True)]
    grid = plain_grid(sum(shown))
    for row in rows:
        grid.add_row(*compress(row, shown))
    return grid


_TITLES: dict[Section, str] = {"numbers": "Numbers", "quotations": "Quotations", "speakers": "Speakers"}
_NOTHING: dict[Section, str] = {
    "numbers": "none that several articles have",
    "quotations": "none that several articles have",
    "speakers": "none",
}
_SECTIONS: dict[Section, Callable[[Comparer], Iterator[RenderableType]]] = {
    "numbers": lambda comparer: map(_number, comparer.numbers()),
    "quotations": lambda comparer: map(_quotation, comparer.quotations()),
    "speakers": _speakers,
}


# Evidence

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
    return _plain(single_spaced(text))


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
