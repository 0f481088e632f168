"""What the page is told about one article: its extraction as it is, and how to word it."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

from claimx.report.speakers import Cast
from claimx.schema import LAYERS, Extraction
from claimx.terminal import printable
from claimx.writers.wording import describe_date, describe_document, describe_value

_NO_TEXT = sha256(b"").hexdigest()


def article_data(extraction: Extraction, cast: Cast) -> dict[str, Any]:
    """Everything the page shows of an article, as plain values for JSON.

    `speakers` are those of the article; `of_statements` and `of_quantities` give places in it, by id.
    """
    document = extraction.document
    return {
        "extraction": extraction.model_dump(mode="json"),
        "title": printable(document.title or document.id),
        "about": [printable(part) for part in describe_document(document)],
        "text_left_out": is_text_left_out(extraction),
        "layers": [layer for layer in LAYERS if layer in extraction.model_fields_set],
        "speakers": [{"name": speaker.name, "kind": speaker.kind} for speaker in cast.speakers],
        "of_statements": cast.of_statements,
        "of_quantities": cast.of_quantities,
        "values": {quantity.id: describe_value(quantity) for quantity in extraction.quantities},
        "days": {date.id: describe_date(date.value) for date in extraction.dates},
    }


def is_text_left_out(extraction: Extraction) -> bool:
    """Whether the results were saved without the text of the article (`--no-text`)."""
    document = extraction.document
    return not document.text and document.sha256 != _NO_TEXT
