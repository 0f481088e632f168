"""Sentences, words and days of articles."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimx.compare.intervals import Days, days_of
from claimx.compare.words import content_lemmas, find_words
from claimx.text.lexicon import lemmatize
from claimx.text.sentences import sentence_around

TEXT = (
    "Fire kills 12\n\n"
    "The ship sank at 2 a.m. off Port Halden, Cmdr. Solheim said. “It was dark.” Was it 14? No; 12 died\n"
    "on board.\n\nMS. MOSS: It was last year’s. The second sank on Nov. 24, the third on May 1. "
    "``Why?'' she said.\n\n1. Divers went down.\n\nThe end"
)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("kills 12", "Fire kills 12"),
        ("2 a.m.", "The ship sank at 2 a.m. off Port Halden, Cmdr. Solheim said."),
        ("dark", "“It was dark.”"),
        ("14", "Was it 14?"),
        ("12 died", "No; 12 died\non board."),
        ("last", "MS. MOSS: It was last year’s."),
        ("second", "The second sank on Nov. 24, the third on May 1."),
        ("Why", "``Why?'' she said."),
        ("Divers", "1. Divers went down."),
        ("end", "The end"),
    ],
)
def test_sentences(words: str, sentence: str) -> None:
    start = TEXT.index(words)
    assert sentence_around(TEXT, start, start + len(words)).text == sentence


@given(text=st.text(st.sampled_from("ab A.!?“”\n\r…"), min_size=1), data=st.data())
def test_a_sentence_is_a_stretch_of_the_text(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    sentence = sentence_around(text, start, end)
    assert text[sentence.start : sentence.end] == sentence.text
    assert sentence.start <= start or not text[start : sentence.start].strip()
    assert sentence.end >= end


@given(text=st.text(), offset=st.integers(0, 100))
def test_words_stand_where_they_are_said_to(text: str, offset: int) -> None:
    for word in find_words(text, offset=offset):
        assert text[word.start - offset : word.end - offset].casefold() == word.text


def test_words_that_carry_meaning() -> None:
    found = find_words("The ferry’s passengers were waiting for 400 buses, he said on Monday.")
    assert content_lemmas(found) == ["ferry", "passenger", "wait", "bus"]


@pytest.mark.parametrize(
    ("value", "first", "last"),
    [
        ("2024-05-15", "2024-05-15", "2024-05-15"),
        ("2024-05-15TNI", "2024-05-15", "2024-05-15"),
        ("2024-05-15T02:40", "2024-05-15", "2024-05-15"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2024-W20", "2024-05-13", "2024-05-19"),
        ("2024-Q4", "2024-10-01", "2024-12-31"),
        ("2024-H1", "2024-01-01", "2024-06-30"),
        ("2023-FA", "2023-09-01", "2023-11-30"),
        ("2023-WI", "2023-12-01", "2024-02-29"),
        ("2021", "2021-01-01", "2021-12-31"),
        ("P12M/2024-02-29", "2023-02-28", "2024-02-29"),
        ("2024-03-02/P2W", "2024-03-02", "2024-03-16"),
        ("PT24H/2024-03-02", "2024-03-01", "2024-03-02"),
    ],
)
def test_days(value: str, first: str, last: str) -> None:
    assert days_of(value) == Days(date.fromisoformat(first), date.fromisoformat(last))


@pytest.mark.parametrize(
    "value", ["199", "P3D", "XXXX-05", "2024-13", "2023-02-30", "0000", "2024-W60", "9999-W52"]
)
def test_what_names_no_days(value: str) -> None:
    assert days_of(value) is None


GAPS = ((5, 31), (6, 30), (8, 31))


def test_gaps() -> None:
    may, june, august = (Days(date(2024, month, 1), date(2024, month, last)) for month, last in GAPS)
    assert may.gap(june) == june.gap(may) == 1
    assert may.gap(may) == 0
    assert june.gap(august) == 32


@pytest.mark.parametrize(
    ("word", "tag", "lemma"),
    [
        *(
            ("hoped", "VBD", "hope"),
            ("hopped", "VBD", "hop"),
            ("written", "VBN", "write"),
            ("dying", "VBG", "die"),
        ),
        *(
            ("left", "VBD", "leave"),
            ("left", "JJ", "left"),
            ("meeting", "NN", "meeting"),
            ("met", "VB", "meet"),
        ),
        *(("lower", "VBN", "lower"), ("got", "VB", "get"), ("losses", "NNS", "loss")),
        *(("wives", "NNS", "wife"), ("gunmen", "NNS", "gunman"), ("podcasters", "NNS", "podcaster")),
        *(("athletics", "NNS", "athletics"), ("larger", "JJR", "large"), ("jurors", "NN", "juror")),
        *(("co-founders", "NNS", "co-founder"), ("children", "", "child"), ("people", "", "people")),
        *(("protesters", "", "protester"), ("teacher", "", "teacher"), ("jones", "", "jones")),
    ],
)
def test_lemmas_follow_the_tag(word: str, tag: str, lemma: str) -> None:
    assert lemmatize(word, tag) == lemma
