"""On any text at all: no exceptions, exact ranges, document order, the same answer twice."""

from __future__ import annotations

import spacy
from hypothesis import example, given, settings
from hypothesis import strategies as st

from claimx.pipeline.quantities.component import find_quantities, make_quantities
from claimx.pipeline.records import register_extensions

NLP = spacy.blank("en")
WORDS = (
    "5|12,000|3.2|$|£|US$|€| |million|bn|m|%|percent|half|a |an hour|one in five|two-thirds|dozens of |to|-|."
    "|,|/|:|#|between |and |more than |or more|people|year-old|(|)|½|𝟓|٣|😀|é|per day|No. |twice |rose |by "
    "|up to |the |of |°C"
)
SIGNS = ["\n", "\r\n", "\n\n", "\u00a0", "\u2013", "\u2014", "\u200d", "\u0301", "\u201c", "\x00", "\ufeff"]
PIECES = [*WORDS.split("|"), *SIGNS]


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.text(max_size=80), st.lists(st.sampled_from(PIECES), max_size=25).map("".join)))
@example("")
@example("$")
@example("1/2½ million-")
@example("5" * 400)
@example("between 5 and ")
def test_any_text(text: str) -> None:
    register_extensions()
    doc = NLP.make_doc(text)
    quantities = find_quantities(doc)
    end = 0
    for quantity in quantities:
        assert end <= quantity.range.start < quantity.range.end <= len(text)
        assert quantity.value_low <= quantity.value_high
        assert text[slice(*quantity.range)].strip() == text[slice(*quantity.range)]
        end = quantity.range.end
        if quantity.what is not None:
            assert 0 <= quantity.what.start < quantity.what.end <= len(text)
    assert find_quantities(doc) == quantities


def test_component_writes_the_extension() -> None:
    doc = NLP.make_doc("She paid $5 for 3 apples.")
    assert make_quantities(NLP, "claimx_quantities", {}, {})(doc)._.quantities == find_quantities(doc)


def test_positions_do_not_depend_on_what_stands_before() -> None:
    text = "About 40 people paid £2.5m."
    shifted = "😀 " + text
    plain = [quantity.range for quantity in find_quantities(NLP.make_doc(text))]
    moved = [quantity.range for quantity in find_quantities(NLP.make_doc(shifted))]
    assert [(start + 2, end + 2) for start, end in plain] == [tuple(each) for each in moved]
