"""The spaCy component `claimx_dates`."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from claimx.pipeline.dates.engine import find_dates
from claimx.pipeline.records import add_spans, check_annotations, head_of, register_extensions


class DateFinder:
    """Writes `doc._.dates` and `doc.spans["claimx_dates"]`.

    Dates are placed on the calendar with `doc._.published`, which is read from the head of the text if it has
    not been set.
    """

    def __call__(self, doc: Doc) -> Doc:
        """Find the dates of an article."""
        check_annotations(doc, "claimx_dates")
        if doc._.published is None:
            doc._.published = head_of(doc).published
        doc._.dates = find_dates(doc, doc._.published)
        add_spans(doc, "dates", ((each.range, each.value) for each in doc._.dates))
        return doc


@Language.factory("claimx_dates", assigns=["doc._.dates", "doc._.published", "doc.spans"])
def make_dates(nlp: Language, name: str) -> DateFinder:
    """Build the component; it has no settings."""
    register_extensions()
    return DateFinder()
