"""Reading time grows as the text does, whatever the text repeats."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from claimx.pipeline.quantities.numbers import find_numerals
from claimx.pipeline.tokenizer import blank_pipeline

# A text that is doubled three times takes 8 times as long, or 64 times where it is read by its square.
TIMES, MOST = 8, 24
NUMBER_WORDS = ("one ", "five million and ", "two-thirds ", "trillion ", "hundred and one ", "one point two ")
UNSPACED = ("_", "*", "—", "(", "“", ".", "$", "1:", "1-", "a-b-", "a/", "x.y@")


def seconds(read: Callable[[str], object], text: str) -> float:
    began = time.process_time()
    read(text)
    return time.process_time() - began


def growth(read: Callable[[str], object], unit: str, times: int) -> float:
    """How many times longer a text takes that is doubled three times; the best of three tries."""
    short, long = (f"It owes {unit * number}." for number in (times, times * TIMES))
    read(unit * 10)
    return min(seconds(read, long) / max(seconds(read, short), 1e-3) for _ in range(3))


@pytest.mark.parametrize("unit", NUMBER_WORDS)
def test_number_words(unit: str) -> None:
    assert growth(lambda text: list(find_numerals(text)), unit, 200) < MOST


@pytest.mark.parametrize("unit", UNSPACED)
def test_characters_without_spaces(unit: str) -> None:
    assert growth(blank_pipeline().make_doc, unit, 2000) < MOST


def test_a_cut_run_keeps_its_text() -> None:
    text = f"He said “{'No—' * 900}” to {'x' * 1200}\n\n  and left. {'.' * 499} {'-' * 501} "
    doc = blank_pipeline().make_doc(text)
    assert doc.text == text
    assert all(text[token.idx : token.idx + len(token)] == token.text for token in doc)


def test_repeated_magnitudes_cost_no_article() -> None:
    text = "He owes 5 " + "trillion " * 60 + "dollars, or 9.9e307 million million, or 12 million."
    numerals = list(find_numerals(text))
    assert all(numeral.value < 1e308 for numeral in numerals)
    assert numerals[-1].value == 12e6
