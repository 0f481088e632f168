"""From records on a Doc to results: ids, references, and exact text."""

from __future__ import annotations

import hashlib
from itertools import pairwise

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st
from spacy.tokens import Doc

from claimx.article import Article
from claimx.pipeline import records
from claimx.pipeline.records import assemble
from claimx.schema import Extraction, ModelInfo
from claimx.text.tokens import Range

MODEL = ModelInfo(name="en_test", version="1.2.3")
BLANK = spacy.blank("en")
# Every kind of character there is, those that news is full of more often than the others.
TEXTS = st.text(
    st.one_of(st.characters(exclude_categories=["Cs"]), st.sampled_from("ab .,“”'\"\r\n\t\u00a0\u2028😀𝒳é日"))
)


def assembled(text: str, **layers: object) -> Extraction:
    records.register_extensions()
    doc = BLANK.make_doc(text)
    for layer, value in layers.items():
        setattr(doc._, layer, value)
    return assemble(doc, Article(id="a", text=text), model=MODEL, language="en")


def test_a_doc_without_annotations_gives_empty_layers() -> None:
    result = assembled("Nothing here.")
    assert (result.entities, result.statements, result.quantities, result.dates) == ([], [], [], [])


def test_the_document(doc: Doc, article: Article) -> None:
    document = assemble(doc, article, model=MODEL, language="en").document
    assert document.sha256 == hashlib.sha256(article.text.encode()).hexdigest()
    assert document.dateline is not None
    assert document.dateline.text == "PORT ELLIS"
    assert (document.id, document.path, document.text) == ("ferry", "news/ferry.txt", article.text)


@pytest.mark.parametrize(
    ("given_value", "printed"),
    [(400.0, "400"), (3.2e6, "3200000"), (0.5, "0.5"), (-3.0, "-3"), (0.6667, "0.6667")],
)
def test_numbers(given_value: float, printed: str) -> None:
    quantity = records.Quantity(Range(0, 1), given_value, given_value, "count")
    assert f'"value_low":{printed},"value_high":{printed},' in assembled("7", quantities=[quantity]).to_json()


@given(text=TEXTS, data=st.data())
def test_every_span_is_the_text_between_its_offsets(text: str, data: st.DataObject) -> None:
    offsets = st.integers(0, len(text))
    cuts = sorted(data.draw(st.lists(offsets, min_size=2, max_size=8)))
    ranges = [Range(*pair) for pair in pairwise(cuts)]
    source = records.Source(ranges[0], "person", "X", 0)
    result = assembled(
        text,
        entities=[records.Entity("PERSON", "X", [records.Mention(range_) for range_ in ranges])],
        statements=[records.Statement(ranges, source=source, cue=records.Cue(ranges[-1], "say"))],
        quantities=[records.Quantity(r, 1.0, 2.0, "count", what=ranges[0], source=source) for r in ranges],
        dates=[records.Date(range_, "2023") for range_ in ranges],
    )
    again = Extraction.model_validate_json(result.to_json())
    assert again.document.text == text
    spans = [
        *again.entities[0].mentions,
        *again.statements[0].content,
        again.statements[0].source,
        again.statements[0].cue,
        *again.quantities,
        *(quantity.what for quantity in again.quantities),
        *(quantity.source for quantity in again.quantities),
        *again.dates,
    ]
    for span in spans:
        assert span is not None
        assert span.text == text[span.start : span.end]


@given(text=TEXTS)
def test_the_same_doc_gives_the_same_bytes(text: str) -> None:
    dates = [records.Date(Range(0, len(text)), "2023")]
    assert assembled(text, dates=dates).to_json() == assembled(text, dates=dates).to_json()
