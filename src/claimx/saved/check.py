"""Whether what was saved is still what claimx wrote."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import ValidationError

from claimx.schema import SCHEMA_VERSION, Date, Extraction, Quantity, TextSpan


def check_spans(extraction: Extraction) -> str | None:
    """What is wrong with the first span whose words do not stand at its place; None if all do.

    Results without the article's text cannot be checked, and pass.
    """
    text = extraction.document.text
    if not text:
        return None
    for span in _spans(extraction):
        if text[span.start : span.end] != span.text:
            found = f"{text[span.start : span.end]!r:.60}"
            return f"{span.text!r:.60} does not stand at {span.start}–{span.end} of the text, but {found}"
    return None


def explain(error: ValidationError) -> str:
    """Why a record is no extraction, in one sentence."""
    first = error.errors(include_url=False)[0]
    field = ".".join(str(part) for part in first["loc"])
    if field == "schema_version":
        return f"these results are not of schema version {SCHEMA_VERSION}, which this claimx reads"
    return f"these are no results of claimx: {f'{field}: ' if field else ''}{first['msg']}"


def _spans(extraction: Extraction) -> Iterator[TextSpan | Quantity | Date]:
    for entity in extraction.entities:
        yield from entity.mentions
    for statement in extraction.statements:
        yield from filter(None, (statement.source, statement.cue))
        yield from statement.content
    for quantity in extraction.quantities:
        yield quantity
        yield from filter(None, (quantity.what, quantity.source))
    yield from extraction.dates
    if extraction.document.dateline:
        yield extraction.document.dateline
