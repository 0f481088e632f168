"""The words that decide what is a date and on which side of its publication it lies, each in a sentence."""

from __future__ import annotations

from datetime import date

import marked
import pytest
from spacy.tokens import Doc, Span

from claimx.pipeline.dates.component import find_dates
from claimx.pipeline.syntax.component import blank_pipeline

PUBLISHED = date(2023, 11, 15)  # a Wednesday
LAST_FRIDAY, NEXT_FRIDAY = "2023-11-10", "2023-11-17"
NLP = blank_pipeline()


def read(text: str) -> list[str]:
    """The values of the dates of a text without a parse."""
    return [found.value for found in find_dates(NLP(text), PUBLISHED)]


def parsed(rows: str) -> Doc:
    """A Doc from `word/tag/relation/head` for each word."""
    lemmas = {"postponed": "postpone", "planned": "plan"}
    return marked.parsed((row.split("/") for row in rows.split()), lemmas)


def values(rows: str) -> list[str]:
    """The values of the dates of a parsed sentence."""
    return [found.value for found in find_dates(parsed(rows), PUBLISHED)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        *((f"It opened {word} 10/30.", ["2023-10-30"]) for word in ("on", "by", "until", "since")),
        *((f"It opened {word} 10/30.", ["2023-10-30"]) for word in ("from", "before", "after", "to")),
        ("It opened at 10/30.", []),
        *((f"They met on {words}.", []) for words in ("9/11", "7/7", "24/7", "1/2", "1/3")),
        *((f"It fell by {share}.", []) for share in ("2/3", "1/4", "3/4", "1/5", "2/5", "3/5", "4/5")),
        *((f"They met {word} 22:30.", ["T22:30"]) for word in ("at", "by", "until", "till", "from")),
        *((f"They met {word} 22:30.", ["T22:30"]) for word in ("around", "before", "after", "since")),
        *((f"They met {word} 22:30.", ["T22:30"]) for word in ("about", "to")),
        ("They met 22:30.", []),
        *((f"It airs {words} at 8 p.m.", []) for words in ("daily", "every day", "each day", "weekdays")),
        *((f"It airs {words} at 8 p.m.", []) for words in ("weeknights", "nightly", "four times a week")),
        *((f"She is in {word} 70s.", []) for word in ("his", "her", "their", "our", "my", "your")),
        *((f"It fell {word} third quarter.", []) for word in ("a", "every", "each")),
        # Units of other units, and halves of them.
        ("It opened a decade and a half ago.", ["2008"]),
        ("It opened a year and a half ago.", ["2022-05"]),
        ("It opened a month and a half ago.", ["2023-W40"]),
        ("It opened two fortnights ago.", ["2023-W42"]),
        ("It opened two decades ago.", ["2003"]),
        ("It opened two centuries ago.", ["1823"]),
        ("It opened 500 years ago.", ["1523"]),
        ("It opened 501 years ago.", []),
        # The day that was mentioned.
        ("It opened on Oct. 30, and shut the next day.", ["2023-10-30", "2023-10-31"]),
        ("It opened on Oct. 30, and shut the following day.", ["2023-10-30", "2023-10-31"]),
        ("It opened on Oct. 30, made the previous day.", ["2023-10-30", "2023-10-29"]),
        ("It opened on Oct. 30, and shut the same day.", ["2023-10-30", "2023-10-30"]),
        ("It opened on Oct. 30, and shut that day.", ["2023-10-30", "2023-10-30"]),
        ("It opened on Oct. 30, and shut that same day.", ["2023-10-30", "2023-10-30"]),
        ("They meet today.", ["2023-11-15"]),
        ("They meet tonight.", ["2023-11-15TNI"]),
        ("They meet tonite.", ["2023-11-15TNI"]),
        ("They met yesterday.", ["2023-11-14"]),
        ("They meet tomorrow.", ["2023-11-16"]),
        ("It rose last month.", ["2023-10"]),
        ("It rose this past month.", ["2023-10"]),
        ("It rises this month.", ["2023-11"]),
        ("It rises this coming month.", ["2023-12"]),
        ("It rises next month.", ["2023-12"]),
        ("It opened in May 2022, and shut the following month.", ["2022-05", "2022-06"]),
        ("It rose last summer.", ["2022-SU"]),
        ("It rises next summer.", ["2024-SU"]),
        ("It rose this summer.", ["2023-SU"]),
        ("It opens in May last year.", ["2022-05"]),
        ("It opens in May this year.", ["2023-05"]),
        ("It opens in May next year.", ["2024-05"]),
        # The periods in which each unit is counted.
        ("It opens on the first day of next week.", ["2023-11-20"]),
        ("It opens on the first day of next quarter.", ["2024-01-01"]),
        ("It opens on the first day of next year.", ["2024-01-01"]),
        ("It opens on the first Friday of next month.", ["2023-12-01"]),
        ("It opens in the first week of next month.", ["2023-W49"]),
        ("It opens in the first week of next year.", ["2024-W01"]),
        ("It opens on the first weekend of next month.", ["2023-W48-WE"]),
        ("It opens on the first weekend of next year.", ["2024-W01-WE"]),
        ("It opens in the first month of next quarter.", ["2024-01"]),
        ("It opens in the first month of next year.", ["2024-01"]),
        # Quarters of games.
        *((f"It fell in the third quarter, a {word}.", []) for word in ("touchdown", "yard", "quarterback")),
        *((f"It fell in the third quarter, {word}.", []) for word in ("points", "halftime", "rebounds")),
        *(
            (f"It fell in the third quarter, {word}.", [])
            for word in ("injured", "penalties", "coach", "kick")
        ),
        ("It fell in the third quarter, again.", ["2023-Q3"]),
        # Other words in lower case.
        *((f"They {word} down.", []) for word in ("mon", "wed", "sat", "sun", "march", "may", "mar", "sep")),
        # Years of two digits.
        ("It opened in ’35.", ["2035"]),
        ("It opened in ’36.", ["1936"]),
    ],
)
def test_words(text: str, expected: list[str]) -> None:
    assert read(text) == expected


@pytest.mark.parametrize("label", ["PERSON", "ORG", "FAC", "EVENT", "PRODUCT", "WORK_OF_ART", "LAW"])
def test_no_date_in_a_name(label: str) -> None:
    doc = NLP("They met on Friday.")
    assert [found.value for found in find_dates(doc, PUBLISHED)] == [LAST_FRIDAY]
    doc.ents = [Span(doc, 3, 4, label)]
    assert find_dates(doc, PUBLISHED) == []


PRAISE = "He/PRP/nsubj/3 will/MD/aux/3 praise/VB/root/0 what/WP/nsubj/5 happened/VBD/acl/3"


@pytest.mark.parametrize("word", ["in", "on", "at", "during", "from", "with", "late", "early", "earlier"])
def test_a_verb_before_its_date_is_more_reliable_than_the_parse(word: str) -> None:
    rest = "the/DT/det/8 talks/NNS/obl/5 Friday/NNP/obl:unmarked/3"
    assert values(f"{PRAISE} {word}/IN/case/8 {rest}") == [LAST_FRIDAY]
    assert values(f"{PRAISE} near/IN/case/8 {rest}") == [NEXT_FRIDAY]


@pytest.mark.parametrize(
    "word",
    ["ahead", "before", "for", "to", "until", "till", "toward", "towards", "by", "next", "that"],
)
def test_what_lies_ahead_of_the_verb(word: str) -> None:
    rest = f"in/IN/case/8 {word}/IN/case/8 talks/NNS/obl/5 Friday/NNP/obl:unmarked/3"
    assert values(f"{PRAISE} {rest}") == [NEXT_FRIDAY]


@pytest.mark.parametrize("word", ["will", "'ll", "’ll", "shall"])
def test_what_is_agreed_is_to_come(word: str) -> None:
    rows = f"They/PRP/nsubj/2 agreed/VBD/root/0 {word}/MD/aux/4 meet/VB/xcomp/2"
    assert values(f"{rows} Friday/NNP/obl:unmarked/2") == [NEXT_FRIDAY]


@pytest.mark.parametrize("word", ["until", "till", "to"])
def test_what_is_put_off(word: str) -> None:
    rows = f"They/PRP/nsubj/2 postponed/VBD/root/0 it/PRP/obj/2 {word}/IN/case/5 Friday/NNP/obl/2"
    assert values(rows) == [NEXT_FRIDAY]


@pytest.mark.parametrize("word", ["on", "in", "at", "by", "for", "late", "early"])
def test_what_is_planned(word: str) -> None:
    rows = "It/PRP/nsubj/2 planned/VBD/root/0 to/TO/mark/4 begin/NN/xcomp/2"
    assert values(f"{rows} {word}/IN/case/6 Friday/NNP/obl/2") == [NEXT_FRIDAY]


@pytest.mark.parametrize(
    "modal",
    ["will", "'ll", "’ll", "wo", "shall", "may", "might", "could", "can", "should", "must", "ca", "gon"],
)
def test_modal_verbs_look_ahead(modal: str) -> None:
    assert values(f"They/PRP/nsubj/3 {modal}/MD/aux/3 meet/VB/root/0 Friday/NNP/obl:unmarked/3") == [
        NEXT_FRIDAY
    ]


@pytest.mark.parametrize(
    ("word", "expected"),
    [*((word, []) for word in ("first", "only", "second", "third")), ("big", ["2023-W48"])],
)
def test_the_first_for_so_long_looks_back(word: str, expected: list[str]) -> None:
    rows = f"They/PRP/nsubj/3 will/MD/aux/3 post/VB/root/0 the/DT/det/6 {word}/JJ/amod/6 gain/NN/obj/3"
    assert values(f"{rows} in/IN/case/9 two/CD/nummod/9 weeks/NNS/obl/3") == expected


@pytest.mark.parametrize(("year", "expected"), [("2030", ["2030"]), ("2031", [])])
def test_a_number_like_a_late_year_counts_a_plural(year: str, expected: list[str]) -> None:
    rows = f"They/PRP/nsubj/2 believed/VBD/root/0 since/IN/case/5 {year}/CD/nummod/5 losses/NNS/obl/2"
    assert values(rows) == expected
