"""The spaCy component that names an article's entities."""

from __future__ import annotations

from typing import TYPE_CHECKING

from spacy.language import Language
from spacy.tokens import Span
from spacy.util import filter_spans

from claimx.pipeline.entities.join import join_entities
from claimx.pipeline.entities.labels import label_of_form, leaders
from claimx.pipeline.entities.repeats import whole_names
from claimx.pipeline.records import register_extensions

if TYPE_CHECKING:
    from spacy.tokens import Doc


class EntityJoiner:
    """Writes `doc.ents` as the encoder read them, and `doc._.entities`.

    Where no encoder has read the text, `doc.ents` stay as another component set them.
    """

    def __call__(self, doc: Doc) -> Doc:
        """Join the names of one text to entities."""
        encoding = doc._.encoding
        if encoding is not None:
            named = [Span(doc, start, end, label=label) for start, end, label in encoding.entities]
            for start, end in encoding.unlabelled:
                if label := label_of_form(doc[start:end].text):
                    named.append(Span(doc, start, end, label=label))
            doc.ents = tuple(named)
            if found := [*leaders(doc), *whole_names(doc)]:
                doc.ents = tuple(filter_spans([*found, *named]))
        doc._.entities = join_entities(doc)
        return doc


@Language.factory("claimx_entities", assigns=["doc.ents", "doc._.entities"])
def make_entities(nlp: Language, name: str) -> EntityJoiner:
    """Create the component; it has no settings."""
    register_extensions()
    return EntityJoiner()
