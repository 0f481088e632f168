"""Dates on parsed Docs: what the tense of a clause and the parts of speech decide."""

from __future__ import annotations

from datetime import date

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc, Span

from claimx.pipeline.annotations import Date, Range, register_extensions
from claimx.pipeline.dates.component import make_dates
from claimx.pipeline.dates.finder import find_dates

PUBLISHED = date(2023, 11, 15)  # a Wednesday
VOCAB = spacy.blank("en").vocab


def parsed(rows: str) -> Doc:
    """A Doc from one `word tag dep head` a line; the head is the number of a row from 1, 0 for the root."""
    words, tags, deps, heads = zip(*(row.split() for row in rows.strip().splitlines()), strict=True)
    pos = {"NNP": "PROPN", "NN": "NOUN", "NNS": "NOUN", "CD": "NUM", "IN": "ADP", "DT": "DET", "MD": "AUX"}
    return Doc(
        VOCAB,
        words=list(words),
        tags=list(tags),
        pos=[
            "AUX" if d.startswith("aux") else "VERB" if t[0] == "V" else pos.get(t, "X")
            for t, d in zip(tags, deps, strict=True)
        ],
        deps=list(deps),
        heads=[int(head) - 1 if int(head) else i for i, head in enumerate(heads)],
        lemmas=[word.lower().removesuffix("ed") for word in words],
    )


def values(doc: Doc, published: date = PUBLISHED) -> list[str]:
    return [d.value for d in find_dates(doc, published)]


PAST = """
    They PRP nsubj 2
    met VBD root 0
    {when}
"""
FUTURE = """
    They PRP nsubj 3
    will MD aux 3
    meet VB root 0
    {when}
"""


@pytest.mark.parametrize(
    ("clause", "head", "friday", "wednesday", "june", "weekend"),
    [
        (PAST, 2, "2023-11-10", "2023-11-15", "2023-06", "2023-W45-WE"),
        (FUTURE, 3, "2023-11-17", "2023-11-15", "2024-06", "2023-W46-WE"),
    ],
)
def test_tense(clause: str, head: int, friday: str, wednesday: str, june: str, weekend: str) -> None:
    for words, value in (("Friday", friday), ("Wednesday", wednesday)):
        assert values(parsed(clause.format(when=f"{words} NNP obl:unmarked {head}"))) == [value]
    assert values(parsed(clause.format(when=f"in IN case {head + 2}\nJune NNP obl {head}"))) == [june]
    this_weekend = f"this DT det {head + 2}\nweekend NN obl:unmarked {head}"
    assert values(parsed(clause.format(when=this_weekend))) == [weekend]


def test_present_looks_ahead() -> None:
    doc = parsed("""
        Talks NNS nsubj 2
        resume VBP root 0
        Friday NNP obl:unmarked 2
    """)
    assert values(doc) == ["2023-11-17"]


def test_plans_look_ahead() -> None:
    doc = parsed("""
        They PRP nsubj 2
        planned VBD root 0
        to TO mark 4
        meet VB xcomp 2
        Friday NNP obl:unmarked 4
    """)
    doc[1].lemma_ = "plan"
    assert values(doc) == ["2023-11-17"]


def test_scheduled_looks_ahead() -> None:
    doc = parsed("""
        Talks NNS nsubj:pass 3
        were VBD aux:pass 3
        scheduled VBN root 0
        for IN case 5
        Friday NNP obl 3
    """)
    doc[2].lemma_ = "schedule"
    assert values(doc) == ["2023-11-17"]


def test_perfect_looks_back() -> None:
    doc = parsed("""
        They PRP nsubj 3
        have VBP aux 3
        met VBN root 0
        Friday NNP obl:unmarked 3
    """)
    assert values(doc) == ["2023-11-10"]


def test_since_looks_back() -> None:
    doc = parsed("""
        They PRP nsubj 3
        will MD aux 3
        count VB root 0
        since IN case 5
        Friday NNP obl 3
    """)
    assert values(doc) == ["2023-11-10"]


def test_nominal_in_the_present_looks_back() -> None:
    doc = parsed("""
        Nobody NN nsubj 2
        likes VBZ root 0
        the DT det 5
        Friday NNP compound 5
        vote NN obj 2
    """)
    assert values(doc) == ["2023-11-10"]


def test_sentences_do_not_share_tense() -> None:
    doc = parsed("""
        They PRP nsubj 3
        will MD aux 3
        meet VB root 0
        . . punct 3
        Quiet NN nsubj 3
        Friday NNP obl:unmarked 3
    """)
    assert values(doc) == ["2023-11-10"]


def test_a_past_verb_before_the_date_outweighs_a_wrong_head() -> None:
    doc = parsed("""
        They PRP nsubj 2
        said VBD root 0
        Monday NNP obl:unmarked 6
        she PRP nsubj 6
        will MD aux 6
        sue VB ccomp 2
    """)
    assert values(doc) == ["2023-11-13"]


def test_years_before_nouns_and_in_names() -> None:
    assert values(parsed("the DT det 3\n2012 CD nummod 3\nelection NN root 0")) == ["2012"]
    assert values(parsed("the DT det 4\n2018 CD nummod 4\nSummer NNP compound 4\nGames NNP root 0")) == []
    assert values(parsed("a DT det 4\n2015 CD nmod 4\nPew NNP compound 4\nsurvey NN root 0")) == ["2015"]
    assert values(parsed("of IN case 4\n2047 CD nummod 4\nregistered JJ amod 4\nvoters NNS root 0")) == []


def test_in_two_weeks() -> None:
    future = "They PRP nsubj 3\nwill MD aux 3\nvote VB root 0\nin IN case 6\ntwo CD nummod 6\nweeks NNS obl 3"
    past = "They PRP nsubj 2\nwon VBD root 0\nin IN case 5\ntwo CD nummod 5\nweeks NNS obl 2"
    assert values(parsed(future)) == ["2023-W48"]
    assert values(parsed(past)) == []


def test_months_that_are_names_and_words() -> None:
    person = parsed("April NNP nsubj 2\nspoke VBD root 0\nin IN case 4\nApril NNP obl 2")
    person.ents = [Span(person, 0, 1, label="PERSON")]
    assert values(person) == ["2023-04"]
    assert values(parsed("They PRP nsubj 3\nMay MD aux 3\ngo VB root 0")) == []


def test_dates_inside_names() -> None:
    doc = parsed("They PRP nsubj 2\nread VBD root 0\nTuesday NNP compound 4\nVoices NNP obj 2")
    assert values(doc) == []
    doc = parsed("They PRP nsubj 2\nsaw VBD root 0\nFan NNP compound 4\nExpo NNP obj 2\n2016 CD nmod 4")
    assert values(doc) == []


def test_component() -> None:
    component = make_dates(Language(VOCAB), "claimx_dates")
    register_extensions()
    doc = Doc(VOCAB, words=["It", "ended", "Friday", "."])
    doc._.published = PUBLISHED
    assert component(doc)._.dates == [Date(Range(9, 15), "2023-11-10")]
    doc._.published = None
    assert component(doc)._.dates == []
