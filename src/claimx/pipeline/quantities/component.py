"""The spaCy component that writes `doc._.quantities`, and the numbers that are none on `doc._.rejected`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from spacy.language import Language

from claimx.pipeline.confidence import Confidence, Ranker
from claimx.pipeline.quantities.finder import find_quantities
from claimx.pipeline.records import add_spans, check_annotations, register_extensions

if TYPE_CHECKING:
    from spacy.tokens import Doc

# For each link, weights by the names of features.
Weights = dict[str, dict[str, float]]


@Language.factory(
    "claimx_quantities",
    assigns=["doc._.quantities", "doc._.rejected", "doc.spans"],
    default_config={"rankers": {}, "confidence": {}},
)
def make_quantities(nlp: Language, name: str, rankers: Weights, confidence: Weights) -> Quantities:
    """Make the component."""
    return Quantities(rankers, confidence)


class Quantities:
    """Writes `doc._.quantities`, and the span group `claimx_quantities`, labelled with units.

    `rankers` and `confidence`: for each link (`what`, `source`, `date`), the weights of the features by which
    it is chosen, and those of its calibration.
    """

    def __init__(self, rankers: Weights, confidence: Weights) -> None:
        register_extensions()
        self._rankers = {link: Ranker(weights) for link, weights in rankers.items()}
        self._confidence = {link: Confidence(weights) for link, weights in confidence.items()}

    def __call__(self, doc: Doc) -> Doc:
        """Find the quantities of one text; needs syntax, and uses entities, dates and statements."""
        check_annotations(doc, "claimx_quantities", names=True)
        doc._.rejected = []
        doc._.quantities = find_quantities(doc, self._rankers, self._confidence, doc._.rejected)
        add_spans(doc, "quantities", ((each.range, each.unit) for each in doc._.quantities))
        return doc
