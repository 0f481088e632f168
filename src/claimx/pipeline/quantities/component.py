"""The spaCy component that writes `doc._.quantities`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from spacy.language import Language

from claimx.pipeline.annotations import register_extensions
from claimx.pipeline.quantities.finder import find_quantities

if TYPE_CHECKING:
    from spacy.tokens import Doc


@Language.factory("claimx_quantities", assigns=["doc._.quantities"])
def make_quantities(nlp: Language, name: str) -> Quantities:
    """Make the component; it has no settings."""
    return Quantities()


class Quantities:
    """Writes the claimed numbers of each `Doc`."""

    def __init__(self) -> None:
        register_extensions()

    def __call__(self, doc: Doc) -> Doc:
        """Find the quantities of one text; needs syntax, and uses entities, dates and statements."""
        doc._.quantities = find_quantities(doc)
        return doc
