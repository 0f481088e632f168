"""The spaCy component that puts an article's statements together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from spacy.language import Language

from claimx.pipeline.confidence import Confidence
from claimx.pipeline.records import register_extensions
from claimx.pipeline.statements.assemble import assemble_statements

if TYPE_CHECKING:
    from spacy.tokens import Doc


class StatementAssembler:
    """Writes `doc._.statements`, and adds sources that stand for an entity to its mentions.

    `confidence`: the weights that confidence is computed with; empty for none.
    """

    def __init__(self, confidence: dict[str, float]) -> None:
        self._confidence = Confidence(confidence)

    def __call__(self, doc: Doc) -> Doc:
        """Put the statements of one text together from `doc._.roles` and `doc._.entities`."""
        doc._.statements = assemble_statements(doc, self._confidence)
        return doc


@Language.factory(
    "claimx_statements",
    requires=["doc._.roles", "doc._.entities"],
    assigns=["doc._.statements", "doc._.entities"],
    default_config={"confidence": {}},
)
def make_statements(nlp: Language, name: str, confidence: dict[str, float]) -> StatementAssembler:
    """Create the component."""
    register_extensions()
    return StatementAssembler(confidence)
