"""The kind, lemma and negation of a cue."""

from __future__ import annotations

import pytest
from marked import NLP
from spacy.tokens import Doc

from claimx.pipeline.records import Cue
from claimx.pipeline.statements.component import read_cue
from claimx.text.tokens import Range


def cue_of(text: str) -> Cue:
    doc = NLP.make_doc(text)
    return read_cue(doc, 0, len(doc), Range(0, len(text)))


@pytest.mark.parametrize(
    ("text", "lemma", "kind"),
    [
        ("said", "say", "say"),
        ("has repeatedly said", "say", "say"),
        ("According to", "according to", "say"),
        (":", ":", "say"),
        ("claimed", "claim", "claim"),
        ("insisted", "insist", "claim"),
        ("denied", "deny", "deny"),
        ("threw out", "throw out", "deny"),
        ("accused", "accuse", "accuse"),
        ("acknowledged", "acknowledge", "admit"),
        ("warned", "warn", "warn"),
        ("vowed", "vow", "promise"),
        ("called for", "call for", "ask"),
        ("have repeatedly called for", "call for", "ask"),
        ("called", "call", "say"),
        ("asked about", "ask", "ask"),
        ("believes", "believe", "believe"),
        ("is convinced", "convince", "claim"),
        ("plans", "plan", "intend"),
        ("made a promise", "promise", "promise"),
        ("the claim", "claim", "claim"),
        ("declined to say", "decline", "other"),
        ("thundered", "thunder", "other"),
        ("pointed out", "point out", "say"),
    ],
)
def test_lemma_and_kind(text: str, lemma: str, kind: str) -> None:
    cue = cue_of(text)
    assert (cue.lemma, cue.kind) == (lemma, kind)


@pytest.mark.parametrize(
    ("text", "negated"),
    [
        ("did not say", True),
        ("didn't say", True),
        ("didn’t say", True),
        ("never said", True),
        ("made no mention of", True),
        ("would neither confirm nor deny", True),
        ("without saying", True),
        *(
            (f"would {word} say", True)
            for word in ("not", "n't", "n’t", "never", "no", "nor", "neither", "nt")
        ),
        ("not only said", False),
        ("said", False),
        ("denied", False),
        ("declined to say", False),
    ],
)
def test_negation(text: str, negated: bool) -> None:
    assert cue_of(text).negated is negated


def test_a_negation_outside_the_cue_is_seen_in_the_parse() -> None:
    words = ["He", "did", "not", "say", "why"]
    doc = Doc(
        NLP.vocab,
        words=words,
        heads=[3, 3, 3, 3, 3],
        deps=["nsubj", "aux", "advmod", "root", "obj"],
        pos=["PRON", "AUX", "PART", "VERB", "PRON"],
        lemmas=["he", "do", "not", "say", "why"],
    )
    assert read_cue(doc, 3, 4, Range(11, 14)).negated


def test_the_part_of_speech_decides_between_noun_and_verb() -> None:
    doc = Doc(NLP.vocab, words=["his", "plan"], pos=["PRON", "NOUN"], lemmas=["his", "plan"])
    assert read_cue(doc, 0, 2, Range(0, 8)) == Cue(Range(0, 8), "plan", "intend")


@pytest.mark.parametrize("word", ["not", "n't", "n’t", "never"])
@pytest.mark.parametrize(("between", "negated"), [(0, True), (3, True), (4, False), (8, False)])
def test_a_negating_adverb_near_the_cue(word: str, between: int, negated: bool) -> None:
    words = ["They", word, *["ever"] * between, "said"]
    last = len(words) - 1
    doc = Doc(
        NLP.vocab,
        words,
        heads=[last] * len(words),
        deps=["nsubj", *["advmod"] * (last - 1), "ROOT"],
        pos=["PRON", *["ADV"] * (last - 1), "VERB"],
        lemmas=[*words[:-1], "say"],
    )
    assert read_cue(doc, last, last + 1, Range(0, 4)).negated is negated
