"""The spaCy component that writes `doc._.quantities`, and the numbers that are none on `doc._.rejected`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from spacy.language import Language

from claimx.pipeline.confidence import Confidence
from claimx.pipeline.quantities.finder import find_quantities
from claimx.pipeline.records import add_spans, check_annotations, register_extensions

if TYPE_CHECKING:
    from spacy.tokens import Doc


@Language.factory(
    "claimx_quantities",
    assigns=["doc._.quantities", "doc._.rejected", "doc.spans"],
    default_config={"confidence": {}},
)
def make_quantities(nlp: Language, name: str, confidence: dict[str, dict[str, float]]) -> Quantities:
    """Make the component."""
    return Quantities(confidence)


class Quantities:
    """Writes `doc._.quantities`, and the span group `claimx_quantities`, labelled with units.

    `confidence`: for each link that is rated (`what`, `source`), the weights of its calibration.
    """

    def __init__(self, confidence: dict[str, dict[str, float]]) -> None:
        register_extensions()
        self._confidence = {link: Confidence(weights) for link, weights in confidence.items()}

    def __call__(self, doc: Doc) -> Doc:
        """Find the quantities of one text; needs syntax, and uses entities, dates and statements."""
        check_annotations(doc, "claimx_quantities", names=True)
        doc._.rejected = []
        doc._.quantities = find_quantities(doc, self._confidence, doc._.rejected)
        add_spans(doc, "quantities", ((each.range, each.unit) for each in doc._.quantities))
        return doc
