"""Dates on Docs without a parse: what is found, and where it lies on the calendar."""

from __future__ import annotations

from datetime import date
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimx.pipeline.dates.calendar import UNITS, Unit, containing, plus_months, season
from claimx.pipeline.dates.component import find_dates
from claimx.pipeline.syntax.component import blank_pipeline

PUBLISHED = date(2023, 11, 15)  # a Wednesday


NLP = blank_pipeline()


def read(text: str, published: date | None = PUBLISHED) -> list[tuple[str, str]]:
    """The dates of a text as pairs of words and value."""
    return [(text[d.range.start : d.range.end], d.value) for d in find_dates(NLP(text), published)]


@pytest.mark.parametrize(
    ("text", "words", "value"),
    [
        # days
        ("The dam broke on 2 December 2022.", "2 December 2022", "2022-12-02"),
        ("The strike began on Oct. 30.", "Oct. 30", "2023-10-30"),
        ("Wednesday, November 15, 2023", "Wednesday, November 15, 2023", "2023-11-15"),
        ("They met on Friday\r\nmorning.", "Friday\r\nmorning", "2023-11-10TMO"),
        ("They met on Wednesday.", "Wednesday", "2023-11-15"),
        ("They met this past Sunday.", "this past Sunday", "2023-11-12"),
        ("They met on Dec31, 2022.", "Dec31, 2022", "2022-12-31"),
        ("They met on 26 June in 2022.", "26 June in 2022", "2022-06-26"),
        ("They met on the last Friday of last month.", "last Friday of last month", "2023-10-27"),
        ("they met on may 5.", "may 5", "2023-05-05"),
        ("they met on the 8th of may 2022.", "8th of may 2022", "2022-05-08"),
        # times
        # longer periods
        ("It rose this past week.", "this past week", "2023-W45"),
        ("It rose last weekend.", "last weekend", "2023-W45-WE"),
        ("It rose in the fourth quarter of 2022.", "fourth quarter of 2022", "2022-Q4"),
        ("It rose in the first half of this year.", "first half of this year", "2023-H1"),
        # counted
        ("It opened two months ago.", "two months ago", "2023-09"),
        ("It opened two weeks ago.", "two weeks ago", "2023-W44"),
        ("It opened a fortnight ago.", "a fortnight ago", "2023-W44"),
        # holidays
        ("Texas voted on Election Day.", "Election Day", "2023-11-07"),
        ("It rained over Labor Day 2022 weekend.", "Labor Day 2022 weekend", "2022-W35-WE"),
        ("It opened on Ash Wednesday 2023.", "Ash Wednesday 2023", "2023-02-22"),
        ("It opened on Remembrance Day.", "Remembrance Day", "2023-11-11"),
        ("it opened on easter.", "easter", "2023-04-09"),
    ],
)
def test_one_date(text: str, words: str, value: str) -> None:
    assert (words, value) in read(text)
    assert len(read(text)) == 1


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "From January 23 through March 9, 2022, it ran.",
            [("January 23", "2022-01-23"), ("March 9, 2022", "2022-03-09")],
        ),
        ("It ran Sept. 27-29.", [("Sept. 27", "2023-09-27"), ("29", "2023-09-29")]),
        ("It ran 27-29 September 2022.", [("27", "2022-09-27"), ("29 September 2022", "2022-09-29")]),
        ("It ran June 1, 2 and 5.", [("June 1", "2023-06-01"), ("2", "2023-06-02"), ("5", "2023-06-05")]),
        (
            "It ran on the 1st, 2nd and 5th of June 2022.",
            [("1st", "2022-06-01"), ("2nd", "2022-06-02"), ("5th of June 2022", "2022-06-05")],
        ),
        (
            "It ran from April ninth till the seventeenth.",
            [("April ninth", "2023-04-09"), ("seventeenth", "2023-04-17")],
        ),
        ("It ran 10/1/2022-10/7/2022.", [("10/1/2022", "2022-10-01"), ("10/7/2022", "2022-10-07")]),
        ("It ran 10/1-11/2/2022.", [("10/1", "2022-10-01"), ("11/2/2022", "2022-11-02")]),
        ("It grew from Q4 to Q1 2022.", [("Q4", "2021-Q4"), ("Q1 2022", "2022-Q1")]),
        ("It grew in 2017/18.", [("2017", "2017"), ("18", "2018")]),
        (
            "It was shut Monday to Wednesday last week.",
            [("Monday", "2023-11-06"), ("Wednesday last week", "2023-11-08")],
        ),
        ("It grew from 2014 to 2018.", [("2014", "2014"), ("2018", "2018")]),
        ("It grew over 2000 - 2050.", [("2000", "2000"), ("2050", "2050")]),
        ("The 2014-15 season was long.", [("2014", "2014"), ("15", "2015")]),
        ("It ran Jan-Feb 2022.", [("Jan", "2022-01"), ("Feb 2022", "2022-02")]),
        ("Between the 1960s and 70s it grew.", [("1960s", "196"), ("70s", "197")]),
        (
            "It was open from 9 a.m. to 5 p.m. Friday.",
            [("9 a.m.", "2023-11-10T09:00"), ("5 p.m. Friday", "2023-11-10T17:00")],
        ),
        ("On Monday 21 people came.", [("Monday", "2023-11-13")]),
        ("They may last year have met.", [("last year", "2022")]),
        ("It was shut on Monday and Tuesday.", [("Monday", "2023-11-13"), ("Tuesday", "2023-11-14")]),
        # a time before any day
        (
            "They met at 8 p.m. The vote was on Monday. It ended at noon.",
            [("8 p.m.", "T20:00"), ("Monday", "2023-11-13"), ("noon", "2023-11-13T12:00")],
        ),
        # entries of a live report, and of a programme
        (
            "It began on Monday.\n5.20pm The dam broke at 4pm.",
            [("Monday", "2023-11-13"), ("5.20pm", "2023-11-15T17:20"), ("4pm", "2023-11-15T16:00")],
        ),
        ("Monday\nOn air\n5.20pm The dam broke.", [("Monday", "2023-11-13"), ("5.20pm", "2023-11-13T17:20")]),
        (
            "It began on Monday at sea;\nat 5pm it broke.",
            [("Monday", "2023-11-13"), ("5pm", "2023-11-13T17:00")],
        ),
    ],
)
def test_both_ends(text: str, expected: list[tuple[str, str]]) -> None:
    assert read(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "It lasted seven days.",
        "He said so recently, and says so now.",
        "Call 555-2016.",
        "The 2018 Winter Games were cold.",
        "See page 1984 of the file.",
        "It is 65 million years old.",
        "That night raids happen is known.",
        "The rule is in Section 1001 of the code.",
        "They march on and on.",
    ],
)
def test_no_date(text: str) -> None:
    assert read(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("They met Friday and last week, in June and tomorrow.", []),
        ("They met at 2 p.m.", []),
        ("They met three years ago and on Oct. 30.", []),
        ("They met on Oct. 30, 2022 and in the 1990s.", [("Oct. 30, 2022", "2022-10-30"), ("1990s", "199")]),
        (
            "In 2016 they met at noon on May 4, 2016.",
            [("2016", "2016"), ("noon on May 4, 2016", "2016-05-04T12:00")],
        ),
    ],
)
def test_without_publication(text: str, expected: list[tuple[str, str]]) -> None:
    assert read(text, None) == expected


def test_spoken_of() -> None:
    text = (
        "The vote was held on Oct. 30. Polls closed at 22:30, and the count began at 2:30 the next day. "
        "That night the town was quiet. A year earlier it had burned."
    )
    assert read(text) == [
        ("Oct. 30", "2023-10-30"),
        ("22:30", "2023-10-30T22:30"),
        ("2:30 the next day", "2023-10-31T02:30"),
        ("That night", "2023-10-31TNI"),
        ("A year earlier", "2022"),
    ]


def test_how_long_from_when_is_no_day_of_its_own() -> None:
    assert [words for words, _ in read("It will close for 12 days from Monday.")] == ["Monday"]
    assert [words for words, _ in read("It will reopen three weeks from Saturday.")] == [
        "three weeks from Saturday"
    ]


def test_day_first_article() -> None:
    text = "It ran from 05/06/2023 until 25/06/2023."
    assert read(text) == [("05/06/2023", "2023-06-05"), ("25/06/2023", "2023-06-25")]


def test_paragraphs_do_not_join() -> None:
    assert read("It was Friday\n\nnight fell") == [("Friday", "2023-11-10")]


@pytest.mark.parametrize(
    ("published", "words", "value"),
    [
        (date(2023, 1, 3), "It opened in December.", "2022-12"),
        (date(2023, 1, 3), "It opened on Dec. 28.", "2022-12-28"),
        (date(2023, 1, 3), "It opened in the fourth quarter.", "2022-Q4"),
        (date(2024, 2, 29), "It opened a year ago.", "2023"),
        (date(2023, 1, 1), "It opened this week.", "2022-W52"),
        (date(1, 1, 1), "It opened last year.", None),
        (date(9999, 12, 31), "It opens next year.", None),
    ],
)
def test_around_the_turn_of_the_year(published: date, words: str, value: str | None) -> None:
    assert [v for _, v in read(words, published)] == ([] if value is None else [value])


PIECES = [
    "Friday", "last", "next", "this", "week", "year", "May", "4", "2021", "31", ",", ".", "-", "–",
    "of", "the", "first", "quarter", "12/2/2021", "9:30", "p.m.", "noon", "ago", "three", "from", "now",
    "Sept.", "11", "attacks", "’90s", "1990s", "20th", "century", "weekend", "Christmas", "day", "in",
    "and", "through", "\n\n", "\r\n", "Feb", "29", "30", "99", "0", "00", "1000", "two", "thousand",
    "nineteen", "eighty-six", "later", "earlier", "night", "morning", "Monday", "spring", "half", "end",
    "month", "$", "🙂", "é",
]  # fmt: skip
WORDS = st.sampled_from(PIECES)


@settings(max_examples=200, deadline=None)
@given(
    st.one_of(st.text(max_size=80), st.lists(WORDS, max_size=25).map(" ".join)),
    st.one_of(st.none(), st.dates()),
)
def test_any_text(text: str, published: date | None) -> None:
    found = find_dates(NLP(text), published)
    ends = [0] + [d.range.end for d in found]
    for end, d in zip(ends, found, strict=False):
        assert end <= d.range.start < d.range.end <= len(text)
        assert d.value


GAP = "and so it went on and on and on "


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # what is 300 characters back is still spoken of, what is 500 back no more
        ("It opened in May 2019. " + GAP * 9 + "The following month it shut.", ["2019-05", "2019-06"]),
        ("It opened in May 2019. " + GAP * 15 + "The following month it shut.", ["2019-05"]),
        ("It grew during 2015-2150.", ["2015", "2150"]),
        ("It grew during 2015-2301.", ["2015"]),
        ("It fell in the third quarter " + "and " * 20 + "touchdown.", []),
        ("It fell in the third quarter " + "and " * 36 + "touchdown.", ["2023-Q3"]),
        ("It airs daily " + "and " * 6 + "at 8 p.m.", []),
        ("It airs daily " + "and " * 12 + "at 8 p.m.", ["T20:00"]),
        ("It airs at 8 p.m. and then on nightly.", []),
        ("It airs at 8 p.m. and then " + "on " * 5 + "nightly.", ["T20:00"]),
    ],
)
def test_how_far_words_reach(text: str, expected: list[str]) -> None:
    assert [value for _, value in read(text)] == expected


@pytest.mark.parametrize(
    ("text", "value"),
    [
        # without a tense, days up to 162 days ahead are of this year: 162 + 90 < 365 - 162 + 50
        ("They met on Oct. 19.", "2023-10-19"),  # 140 days
        ("They met on Nov. 3.", "2023-11-03"),  # 155
        ("They met on Nov. 15.", "2022-11-15"),  # 167
        # in the past, up to 117
        ("They have met since Sept. 20.", "2023-09-20"),  # 111
        ("They have met since Oct. 4.", "2022-10-04"),  # 125
    ],
)
def test_year_of_a_day(text: str, value: str) -> None:
    assert [v for _, v in read(text, date(2023, 6, 1))] == [value]


@pytest.mark.parametrize(
    ("unit", "now", "following"),
    [
        ("day", "2023-11-15", "2023-11-16"),
        ("week", "2023-W46", "2023-W47"),
        ("weekend", "2023-W46-WE", "2023-W47-WE"),
        ("month", "2023-11", "2023-12"),
        ("quarter", "2023-Q4", "2024-Q1"),
        ("half", "2023-H2", "2024-H1"),
        ("year", "2023", "2024"),
        ("decade", "202", "203"),
        ("century", "20", "21"),
    ],
)
def test_the_period_of_a_day_and_the_next(unit: Unit, now: str, following: str) -> None:
    period = containing(unit, PUBLISHED)
    assert (period.value, period.shifted(1).value) == (now, following)


@pytest.mark.parametrize(("code", "month"), [("SP", 3), ("SU", 6), ("FA", 9), ("WI", 12)])
def test_seasons_have_three_months_and_return_every_year(code: str, month: int) -> None:
    period = season(2023, code)
    assert (period.start, period.end) == (date(2023, month, 1), plus_months(date(2023, month, 1), 3))
    assert period.shifted(1).start == date(2024, month, 1)


def test_units_from_the_shortest_to_the_longest() -> None:
    periods = [unit for unit in UNITS if unit != "duration"]
    lengths = [season(2023, "SP") if unit == "season" else containing(unit, PUBLISHED) for unit in periods]
    days = [(period.end - period.start).days for period in lengths]
    assert {"time", *UNITS} == set(get_args(Unit))
    assert days == sorted(days)


@pytest.mark.parametrize(
    ("unit", "day", "start"),
    [
        ("half", date(2023, 8, 31), date(2023, 7, 1)),
        ("half", date(2023, 6, 30), date(2023, 1, 1)),
        ("quarter", date(2023, 6, 30), date(2023, 4, 1)),
        ("decade", date(2029, 6, 30), date(2020, 1, 1)),
        ("century", date(1999, 6, 30), date(1900, 1, 1)),
    ],
)
def test_where_periods_begin(unit: Unit, day: date, start: date) -> None:
    assert containing(unit, day).start == start
