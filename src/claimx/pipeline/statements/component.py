"""The spaCy component that puts an article's statements together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from spacy.language import Language

from claimx.pipeline.annotations import register_extensions
from claimx.pipeline.statements.assemble import assemble_statements

if TYPE_CHECKING:
    from spacy.tokens import Doc


class StatementAssembler:
    """Writes `doc._.statements`, and adds sources that stand for an entity to its mentions."""

    def __call__(self, doc: Doc) -> Doc:
        """Put the statements of one text together from `doc._.roles` and `doc._.entities`."""
        doc._.statements = assemble_statements(doc)
        return doc


@Language.factory(
    "claimx_statements",
    requires=["doc._.roles", "doc._.entities"],
    assigns=["doc._.statements", "doc._.entities"],
)
def make_statements(nlp: Language, name: str) -> StatementAssembler:
    """Create the component; it has no settings."""
    register_extensions()
    return StatementAssembler()
