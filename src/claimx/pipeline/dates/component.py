"""The spaCy component `claimx_dates`."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from claimx.pipeline.dates.engine import find_dates
from claimx.pipeline.records import register_extensions


class DateFinder:
    """Writes `doc._.dates`, placed on the calendar with `doc._.published`."""

    def __call__(self, doc: Doc) -> Doc:
        """Find the dates of an article."""
        doc._.dates = find_dates(doc, doc._.published)
        return doc


@Language.factory("claimx_dates", assigns=["doc._.dates"])
def make_dates(nlp: Language, name: str) -> DateFinder:
    """Build the component; it has no settings."""
    register_extensions()
    return DateFinder()
