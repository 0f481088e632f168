"""Records on a `Doc`: saved with it, given as spans, and refused where another pipeline's labels differ."""

from __future__ import annotations

from datetime import date, datetime

import pytest
import spacy
from spacy.tokens import Doc, DocBin, Span

from claimx.errors import InputError, ModelError
from claimx.metadata import read_head
from claimx.pipeline.dates.component import make_dates
from claimx.pipeline.encoder.component import make_encoder
from claimx.pipeline.entities.component import make_entities
from claimx.pipeline.quantities.component import make_quantities
from claimx.pipeline.records import Rejected, add_entity_spans, add_spans, register_extensions
from claimx.pipeline.statements.component import make_statements
from claimx.pipeline.syntax.component import make_syntax
from claimx.text.tokens import Range

# Importing them declares the factories.
FACTORIES = (make_encoder, make_syntax, make_entities, make_dates, make_statements, make_quantities)
LAYERS = ("entities", "statements", "quantities", "dates", "rejected", "head", "published")


def layers(doc: Doc) -> dict[str, object]:
    return {
        name: list(value) if isinstance(value := getattr(doc._, name), tuple) else value for name in LAYERS
    }


@pytest.fixture
def read(doc: Doc) -> Doc:
    """A `Doc` with every kind of record, and with what is only of use inside the pipeline."""
    doc._.published = "2023-12-02"
    doc._.head = read_head(doc.text)
    doc._.rejected = [Rejected(Range(0, 5), "rule", "filter")]
    doc._.quantities[0].value_high = float("inf")
    return doc


def test_a_doc_is_saved_with_its_records(read: Doc) -> None:
    restored = Doc(read.vocab).from_bytes(read.to_bytes())
    assert layers(restored) == layers(read)
    assert isinstance(restored._.quantities[0].range, Range)


def test_a_doc_bin_keeps_the_records(read: Doc) -> None:
    stored = DocBin(store_user_data=True, docs=[read]).to_bytes()
    (restored,) = DocBin(store_user_data=True).from_bytes(stored).get_docs(spacy.blank("en").vocab)
    assert layers(restored) == layers(read)


def test_the_day_of_publication_is_a_date_whatever_it_is_given_as(doc: Doc) -> None:
    for given in ("4 March 2024", datetime(2024, 3, 4, 17, 30), date(2024, 3, 4)):
        doc._.published = given
        assert type(doc._.published) is date
        assert doc._.published == date(2024, 3, 4)
    with pytest.raises(InputError, match="is not a day"):
        doc._.published = "03/04/2024"


def test_spans_are_whole_tokens(doc: Doc) -> None:
    add_spans(doc, "dates", [(Range(1, 5), "2023")])
    (span,) = doc.spans["claimx_dates"]
    assert (span.text, span.label_) == ("Ferry", "2023")
    add_entity_spans(doc)
    assert [(span.text, span.label_) for span in doc.spans["claimx_entities"]] == [
        ("Mara Lindqvist", "PERSON"),
        ("she", "PERSON"),
    ]


def test_relative_dates_that_lack_a_day_are_counted() -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("claimx_dates")
    doc = nlp("It sank in 2021. The crew left on Friday, and the owner yesterday.")
    assert ([each.value for each in doc._.dates], doc._.undated) == (["2021"], 2)
    head = nlp("4 May 2021\n\nThe crew left yesterday.")
    assert (head._.dates[-1].value, head._.undated) == ("2021-05-03", 0)
    assert [span.label_ for span in head.spans["claimx_dates"]] == ["2021-05-04", "2021-05-03"]


@pytest.mark.parametrize("name", ["encoder", "syntax", "entities", "statements"])
def test_a_component_without_what_it_needs_says_so(name: str) -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe(f"claimx_{name}")
    with pytest.raises(ModelError, match=rf"claimx_{name} (needs|has no network).*claimx\.load"):
        nlp("Mara Lindqvist said so.")


def other_parse(label: str) -> Doc:
    """As spaCy's own English parsers and recognizers write it."""
    register_extensions()
    words = ["Mara", "sold", "400", "boats"]
    doc = Doc(
        spacy.blank("en").vocab, words=words, deps=["nsubj", "ROOT", "nummod", "dobj"], heads=[1, 1, 3, 1]
    )
    doc.ents = [Span(doc, 0, 1, label="PERSON"), Span(doc, 2, 3, label=label)]
    return doc


@pytest.mark.parametrize("name", ["dates", "quantities"])
def test_the_labels_of_other_parsers_are_refused(name: str) -> None:
    component = spacy.blank("en").add_pipe(f"claimx_{name}")
    with pytest.raises(ModelError, match=r"Universal Dependencies, not .*dobj.*exclude"):
        component(other_parse("CARDINAL"))


def test_numbers_that_are_entities_are_refused_as_names_and_are_no_claimx_entities() -> None:
    nlp = spacy.blank("en")
    doc = other_parse("CARDINAL")
    bare = Doc(nlp.vocab, words=[token.text for token in doc])
    bare.ents = [Span(bare, 0, 1, label="PERSON"), Span(bare, 2, 3, label="CARDINAL")]
    assert [each.name for each in nlp.add_pipe("claimx_entities")(bare)._.entities] == ["Mara"]
    with pytest.raises(ModelError, match=r"takes entities for names.*CARDINAL"):
        nlp.add_pipe("claimx_quantities")(bare)
