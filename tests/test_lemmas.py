from __future__ import annotations

import pytest

from claimx.text.lexicon import english, lemma_of


@pytest.mark.parametrize(
    ("form", "pos", "lemma"),
    [
        ("said", "VERB", "say"),
        ("left", "VERB", "leave"),
        ("left", "ADJ", "left"),
        ("hoping", "VERB", "hope"),
        ("hopping", "VERB", "hop"),
        ("planned", "VERB", "plan"),
        ("tying", "VERB", "tie"),
        ("fell", "VERB", "fall"),
        ("leaves", "NOUN", "leaf"),
        ("leaves", "VERB", "leave"),
        ("companies", "NOUN", "company"),
        ("policemen", "NOUN", "policeman"),
        ("crises", "NOUN", "crisis"),
        ("news", "NOUN", "news"),
        ("meeting", "NOUN", "meeting"),
        ("bigger", "ADJ", "big"),
        ("according", "ADP", "according"),
    ],
)
def test_words_with_a_part_of_speech(form: str, pos: str, lemma: str) -> None:
    assert english().lemma_as(form, pos) == lemma


@pytest.mark.parametrize(
    ("form", "pos", "lemma"),
    [
        ("podcasts", "NOUN", "podcast"),
        ("brexited", "VERB", "brexit"),
        ("vlogging", "VERB", "vlog"),
        ("weaponising", "VERB", "weaponise"),
        ("zing", "VERB", "zing"),
        ("news", "VERB", "news"),
        ("covfefe", "NOUN", "covfefe"),
        ("greenest", "ADV", "greenest"),
    ],
)
def test_words_that_are_not_listed_go_by_their_endings(form: str, pos: str, lemma: str) -> None:
    assert english().lemma_as(form, pos) == lemma


def test_the_forms_of_a_word_meet_whatever_their_parts_of_speech() -> None:
    assert {lemma_of(form) for form in ("leave", "left", "leaving")} == {"leave"}
    assert {lemma_of(form) for form in ("rise", "rose", "risen", "rises")} == {"rise"}
    # Nouns first that are seldom forms of verbs, and words that only look like comparatives.
    unchanged = ("crew", "ground", "number", "offer", "during", "this")
    assert [lemma_of(form) for form in unchanged] == list(unchanged)


def test_listed_lemmas() -> None:
    assert english().is_lemma("president", "NOUN")
    assert english().is_lemma("crew", "NOUN")
    assert not english().is_lemma("presidents", "NOUN")
    assert not english().is_lemma("president", "VERB")
