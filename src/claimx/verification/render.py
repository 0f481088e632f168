"""Verifications and revisions as JSON, as tables, or as an HTML page with the passages side by side."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple, TextIO

from rich.text import Text

from claimx.compare.render import marked
from claimx.schema import TextSpan
from claimx.text import counted, printable, printable_lines, printable_piece
from claimx.verification import (
    VERDICTS,
    ClaimEdit,
    Finding,
    FindingVerdict,
    Passage,
    Revision,
    Revisions,
    Verification,
    WordChange,
)
from claimx.writers.documents import templates
from claimx.writers.terminal import TablePrinter, plain_grid, shorten

_STYLES: dict[str, str] = {
    "not found": "bold red",
    "given to somebody else": "bold red",
    "changed": "bold red",
    "cut": "yellow",
    "paraphrased": "cyan",
    "verbatim": "green",
    "added": "green",
    "removed": "red",
}
_TEXT_CELLS = 300
_NOTE_CELLS = 120


class Row(NamedTuple):
    """A finding or an edit for people: what it is, and the passages to compare."""

    id: str
    verdict: str
    kind: str
    notes: list[str]
    left: list[Passage]
    right: list[Passage]
    left_marks: list[TextSpan]
    right_marks: list[TextSpan]


def write_json(result: Verification | Revision | Revisions, stream: TextIO) -> None:
    """Write the result as one JSON object."""
    stream.write(result.model_dump_json(indent=2) + "\n")


def finding_row(finding: Finding) -> Row:
    """A finding: the draft on the left, the sources on the right."""
    # `number  number` says no more than `number`.
    notes = [", ".join(finding.changes)] if finding.changes not in ([], [finding.kind]) else []
    notes += list(_changed_words(finding.differences))
    if finding.verdict == "given to somebody else":
        sources = " and ".join(finding.source_speakers)
        notes.append(f"draft: {finding.speaker}; source: {sources}")
    others = dict.fromkeys(
        f"{shorten(p.text, _NOTE_CELLS)} ({printable(p.document)})" for p in finding.contradicted_by
    )
    notes += [f"{shorten(finding.draft.text, _NOTE_CELLS)}, but {', '.join(others)}"] if others else []
    left, right = [finding.draft], [*finding.sources, *finding.contradicted_by]
    marks = (_marks(finding.differences, side, of) for side, of in (("after", left), ("before", right)))
    return Row(finding.id, finding.verdict, finding.kind, notes, left, right, *marks)


def edit_row(edit: ClaimEdit, number: int) -> Row:
    """An edit: the old version on the left, the new one on the right."""
    left, right = ([passage] if passage else [] for passage in (edit.old, edit.new))
    marks = (_marks(edit.differences, side, of) for side, of in (("before", left), ("after", right)))
    return Row(
        f"e{number}", edit.edit, edit.kind, list(_changed_words(edit.differences)), left, right, *marks
    )


def _marks(differences: Iterable[WordChange], side: str, passages: Iterable[Passage]) -> list[TextSpan]:
    """The words of one side that differ; the passages, where none do."""
    return [words for each in differences if (words := getattr(each, side))] or list(passages)


def _changed_words(differences: Iterable[WordChange]) -> Iterator[str]:
    for difference in differences:
        before = shorten(difference.before.text, _NOTE_CELLS) if difference.before else ""
        after = shorten(difference.after.text, _NOTE_CELLS) if difference.after else ""
        if before and before == after:
            continue  # the same number of the opposite: `rose 7.5%` for `fell 7.5%`
        if before and after:
            yield f"{before} → {after}"
        else:
            yield f"− {before}" if before else f"+ {after}"


def write_verification_table(result: Verification, stream: TextIO, *, everything: bool = False) -> None:
    """Write the findings as tables, the worst first.

    Args:
        result: the verification.
        stream: where to write.
        everything: print what is verbatim or paraphrased too, which is only counted otherwise, unless another
            source contradicts it.
    """
    printer = TablePrinter(stream)
    claims = counted(len(result.findings), "claim")
    sources = counted(len(result.sources), "source")
    faults = f"{counted(result.faults, 'fault')} in " if result.faults else "no faults in "
    printer.print(
        Text.assemble((printable(result.draft), "bold"), f"  {faults}{claims}", (f"  {sources}", "dim"))
    )
    verdicts: Counter[FindingVerdict] = Counter()
    for verdict in VERDICTS:
        findings = [finding for finding in result.findings if finding.verdict == verdict]
        if verdict in ("paraphrased", "verbatim") and not everything:
            disputed = [finding for finding in findings if finding.contradicted_by]
            verdicts[verdict] += len(findings) - len(disputed)
            findings = disputed
        if findings:
            printer.print()
            printer.print(Text(verdict, style=_STYLES[verdict]))
        for finding in findings:
            _print_row(printer, finding_row(finding), "draft")
    rest = [f"{number} {verdict}" for verdict, number in reversed(verdicts.items()) if number]
    if rest:
        printer.print()
        printer.print(Text(f"{', '.join(rest)} (--all prints them)", style="dim"))


def write_revisions_table(result: Revisions, stream: TextIO) -> None:
    """Write the edits as tables, article by article."""
    printer = TablePrinter(stream)
    for position, revision in enumerate(result.articles):
        if position:
            printer.print()
        edits = counted(len(revision.edits), "edit")
        printer.print(Text.assemble((printable(revision.new), "bold"), f"  {edits}"))
        for number, edit in enumerate(revision.edits, 1):
            printer.print()
            printer.print(Text(edit.edit, style=_STYLES[edit.edit]))
            _print_row(printer, edit_row(edit, number), "old")
    others = [f"{counted(result.unchanged, 'article')} without edits"] if result.unchanged else []
    others += [f"{name} added" for name in map(printable, result.added)]
    others += [f"{name} removed" for name in map(printable, result.removed)]
    if result.articles and others:
        printer.print()
    if others:
        printer.print(Text("; ".join(others), style="dim"))


def _print_row(printer: TablePrinter, row: Row, left: str) -> None:
    """A line that says what it is, and one for each passage."""
    words = row.left[0].text if row.left else row.right[0].text
    head = Text.assemble((row.kind, "bold"), f"  {'; '.join(row.notes) or shorten(words, _NOTE_CELLS)}")
    grid = plain_grid(2)
    grid.columns[0].style = "dim"
    for passages, marks, side in ((row.left, row.left_marks, left), (row.right, row.right_marks, "")):
        for passage in passages:
            name = side or ("new" if left == "old" else printable(passage.document))
            grid.add_row(f"{name} {passage.start}–{passage.end}", _marked(passage, marks))
    printer.print_indented(head)
    printer.print_indented(grid, 4)


def _marked(passage: Passage, marks: Sequence[TextSpan]) -> Text:
    text = Text()
    for words, is_marked in segments(passage, marks):
        text.append(words, style="bold underline" if is_marked else "")
    if text.cell_len > _TEXT_CELLS:
        text.truncate(_TEXT_CELLS, overflow="ellipsis")
    return text


def segments(passage: Passage, marks: Sequence[TextSpan]) -> list[tuple[str, bool]]:
    """The sentences around a passage, cut where marks begin and end."""
    around = passage.sentence
    # Marks may be of several documents: those of this one have their words here.
    inside = [
        mark
        for mark in sorted(marks, key=lambda mark: (mark.start, mark.end))
        if around.start <= mark.start
        and around.text[mark.start - around.start : mark.end - around.start] == mark.text
    ]
    return [(printable_piece(words), is_marked) for words, is_marked in marked(around, inside)]


class _Section(NamedTuple):
    """A heading of the page, and its rows."""

    title: str
    rows: list[Row]


def write_verification_page(result: Verification, stream: TextIO, *, text: str) -> None:
    """Write an HTML page: the findings, both passages side by side, and the draft with the findings marked.

    Args:
        result: the verification.
        stream: where to write.
        text: the text of the draft.
    """
    rows = [finding_row(finding) for finding in result.findings]
    sections = [_Section(v, [row for row in rows if row.verdict == v]) for v in VERDICTS]
    _write_page(
        stream,
        title=f"{printable(result.draft)} against its sources",
        summary=f"{counted(result.faults, 'fault')} in {counted(len(result.findings), 'claim')}, "
        f"checked with {counted(len(result.sources), 'source')}: {', '.join(map(printable, result.sources))}",
        columns=("In the draft", "In the sources"),
        sections=[section for section in sections if section.rows],
        text=list(_linked(text, result.findings)),
    )


def write_revisions_page(result: Revisions, stream: TextIO) -> None:
    """Write an HTML page of the edits, old and new side by side."""
    sections: list[_Section] = []
    for revision in result.articles:
        first = sum(len(section.rows) for section in sections) + 1
        rows = [edit_row(edit, number) for number, edit in enumerate(revision.edits, first)]
        sections.append(_Section(printable(revision.new), rows))
    edits = sum(len(section.rows) for section in sections)
    others = [f"{printable(name)} is new" for name in result.added]
    others += [f"{printable(name)} is gone" for name in result.removed]
    _write_page(
        stream,
        title="Edits between two versions",
        summary="; ".join(
            [
                f"{counted(edits, 'edit')} in {counted(len(result.articles), 'article')}",
                f"{counted(result.unchanged, 'article')} without edits",
                *others,
            ]
        ),
        columns=("Old version", "New version"),
        sections=sections,
        text=[],
    )


def _write_page(
    stream: TextIO,
    *,
    title: str,
    summary: str,
    columns: tuple[str, str],
    sections: list[_Section],
    text: list[tuple[str, str, str]],
) -> None:
    template = templates("claimx.verification").get_template("side_by_side.html")
    for part in template.generate(
        title=title, summary=summary, columns=columns, sections=sections, text=text, segments=segments
    ):
        stream.write(part)


def _linked(text: str, findings: Sequence[Finding]) -> Iterator[tuple[str, str, str]]:
    """The draft in pieces: words, the verdict they have, and the finding to link to; the worst one wins."""
    ranked = sorted(findings, key=lambda f: (VERDICTS.index(f.verdict), f.draft.end - f.draft.start))
    taken: list[Finding] = []
    for finding in ranked:
        if all(finding.draft.end <= t.draft.start or t.draft.end <= finding.draft.start for t in taken):
            taken.append(finding)
    position = 0
    for finding in sorted(taken, key=lambda f: f.draft.start):
        yield printable_lines(text[position : finding.draft.start]), "", ""
        position = finding.draft.end
        yield printable_lines(text[finding.draft.start : position]), finding.verdict, finding.id
    yield printable_lines(text[position:]), "", ""
