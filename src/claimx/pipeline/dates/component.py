"""The spaCy component `claimx_dates`."""

from __future__ import annotations

from datetime import date

from spacy.language import Language
from spacy.tokens import Doc

from claimx.pipeline.dates.engine import find_dates
from claimx.pipeline.records import add_spans, check_annotations, head_of, register_extensions

# What a relative date is resolved against only to count it.
_ANY_DAY = date(2024, 1, 1)


class DateFinder:
    """Writes `doc._.dates` and `doc.spans["claimx_dates"]`.

    Dates are placed on the calendar with `doc._.published`, which is read from the head of the text if it has
    not been set. Without it, `doc._.undated` is the number of dates that are left out for the lack of it.
    """

    def __call__(self, doc: Doc) -> Doc:
        """Find the dates of an article."""
        check_annotations(doc, "claimx_dates")
        if doc._.published is None:
            doc._.published = head_of(doc).published
        doc._.dates = find_dates(doc, doc._.published)
        doc._.undated = 0 if doc._.published else len(find_dates(doc, _ANY_DAY)) - len(doc._.dates)
        add_spans(doc, "dates", ((each.range, each.value) for each in doc._.dates))
        return doc


@Language.factory("claimx_dates", assigns=["doc._.dates", "doc._.undated", "doc._.published", "doc.spans"])
def make_dates(nlp: Language, name: str) -> DateFinder:
    """Build the component; it has no settings."""
    register_extensions()
    return DateFinder()
