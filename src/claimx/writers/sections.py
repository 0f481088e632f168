"""The parts of a table: each layer of an extraction as something Rich can lay out."""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

from rich.cells import cell_len, chop_cells
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from claimx.schema import Entity, Extraction, Source, SourceSpan, Statement
from claimx.terminal import printable
from claimx.writers.wording import (
    count,
    describe_date,
    describe_document,
    describe_speaker,
    describe_value,
    entity_names,
)

# Contents are cut to this many cells, or to one line where the terminal is wider.
_CONTENT_CELLS = 150
_PHRASE_CELLS = 60
# What stands left of a statement's content: indent, quote, cue, and the gaps between.
_CUE_CELLS = 16
_LEFT_OF_CONTENT = 4 + len("indirect") + 2 + _CUE_CELLS + 2
# What stands left of the names of entities: indent, the longest label, a count, and the gaps.
_LEFT_OF_NAMES = 2 + len("WORK_OF_ART") + 2 + 3 + 2
_QUOTE_STYLES = {"direct": "green", "mixed": "yellow", "indirect": "cyan"}


class Section(NamedTuple):
    """A layer's heading, its figures in a few words, and its body if there is anything to show."""

    title: str
    summary: str
    body: RenderableType | None


def head(extraction: Extraction) -> Text:
    """The article's title or id, and what is known about it."""
    document = extraction.document
    line = " · ".join(map(printable, describe_document(document)))
    return Text.assemble((printable(document.title or document.id), "bold underline"), "\n", (line, "dim"))


def statements(extraction: Extraction, width: int) -> Section:
    """Statements, grouped by who makes them, in the order in which the speakers first appear."""
    speakers: dict[str, list[Statement]] = {}
    for statement in extraction.statements:
        speakers.setdefault(_speaker_key(statement.source), []).append(statement)
    known = len(speakers.keys() - {""})
    summary = f"{len(extraction.statements)} by {count(known, 'speaker')}"
    names = entity_names(extraction)
    groups = [_speaker_group(group, names, width) for group in speakers.values()]
    return Section("Statements", summary if groups else "none", Group(*groups) if groups else None)


def quantities(extraction: Extraction, width: int) -> Section:
    """Quantities: value, what is counted, whose claim, and the date it belongs to."""
    dates = {date.id: describe_date(date.value) for date in extraction.dates}
    names = entity_names(extraction)
    grid = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim")
    grid.add_column("value", justify="right", overflow="fold")
    for title in ("what", "whose claim", "date"):
        grid.add_column(title, overflow="fold")
    for quantity in extraction.quantities:
        grid.add_row(
            Text(printable(describe_value(quantity)), style="bold"),
            Text(shorten(quantity.what.text, _PHRASE_CELLS) if quantity.what else ""),
            Text(_speaker(quantity.source, names) if quantity.source else ""),
            Text(dates.get(quantity.date or "", "")),
        )
    total = len(extraction.quantities)
    return Section("Quantities", str(total) if total else "none", grid if total else None)


def entities(extraction: Extraction, width: int) -> Section:
    """Entities by label, those named most often first."""
    by_label: dict[str, list[Entity]] = {}
    for entity in extraction.entities:
        by_label.setdefault(entity.label, []).append(entity)
    grid = _grid(3)
    for label, group in sorted(by_label.items(), key=lambda item: -len(item[1])):
        grid.add_row(Text(label, style="magenta"), Text(str(len(group))), Text(_names(group, width)))
    total = len(extraction.entities)
    return Section("Entities", str(total) if total else "none", grid if total else None)


def dates(extraction: Extraction, width: int) -> Section:
    """Calendar values, and the words that stand for them."""
    words: dict[str, Counter[str]] = {}
    for date in extraction.dates:
        words.setdefault(date.value, Counter())[printable(date.text)] += 1
    grid = _grid(2)
    for value, texts in words.items():
        counted = ", ".join(_counted(text, times) for text, times in texts.items())
        grid.add_row(Text(describe_date(value), style="bold"), Text(counted))
    total = len(extraction.dates)
    return Section("Dates", str(total) if total else "none", grid if total else None)


def shorten(text: str, cells: int) -> str:
    """`text` on one line, cut after the last whole word that fits into `cells`."""
    line = printable(text)
    if cell_len(line) <= cells:
        return line
    cut = chop_cells(line, cells - 2)[0]
    whole_words = cut.rpartition(" ")[0] if line[len(cut)] != " " else cut
    return f"{(whole_words or cut).rstrip()} …"


def _speaker(claimant: SourceSpan, names: dict[str, str]) -> str:
    return shorten(describe_speaker(claimant, names), _PHRASE_CELLS)


def _speaker_key(source: Source | None) -> str:
    if source is None:
        return ""
    return source.entity or (source.name or source.text).casefold()


def _speaker_group(group: list[Statement], names: dict[str, str], width: int) -> Group:
    source = group[0].source
    if source is None:
        title = Text("nobody named", style="italic")
    else:
        kind = "" if source.kind == "unknown" else f"  {source.kind}"
        title = Text.assemble((_speaker(source, names), "bold"), (kind, "dim"))
    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_column(width=len("indirect"))
    grid.add_column(width=_CUE_CELLS, overflow="fold")
    grid.add_column(overflow="fold")
    for statement in group:
        grid.add_row(
            Text(statement.quote, style=_QUOTE_STYLES[statement.quote]),
            _cue(statement),
            Text(_content(statement, width)),
        )
    return Group(title, Padding(grid, (0, 0, 0, 2), expand=False))


def _cue(statement: Statement) -> Text:
    cue = statement.cue
    if cue is None:
        return Text("")
    # The negation may be in the cue (`did not say`) or elsewhere; the mark is there for both.
    negation = ("✗ ", "bold red") if cue.negated else ""
    return Text.assemble(negation, shorten(cue.text, 2 * _CUE_CELLS))


def _content(statement: Statement, width: int) -> str:
    content = " … ".join(printable(part.text) for part in statement.content)
    return shorten(content, max(_CONTENT_CELLS, width - _LEFT_OF_CONTENT))


def _grid(columns: int) -> Table:
    grid = Table.grid(padding=(0, 2, 0, 0))
    for _ in range(columns):
        grid.add_column(overflow="fold")
    return grid


def _names(group: list[Entity], width: int) -> str:
    """The names, those mentioned most often first, as many as fit into three lines."""
    ranked = sorted(group, key=lambda entity: -len(entity.mentions))
    names = [_counted(printable(entity.name), len(entity.mentions)) for entity in ranked]
    room = 3 * (width - _LEFT_OF_NAMES)
    shown: list[str] = []
    for name in names:
        room -= cell_len(name) + len(", ")
        if room < len("and 1,000 more") and shown:
            return ", ".join([*shown, f"and {len(names) - len(shown)} more"])
        shown.append(name)
    return ", ".join(shown)


def _counted(name: str, times: int) -> str:
    return name if times == 1 else f"{name} ×{times}"
