"""The words that steer bounds, denials and changes, each in a sentence that is read otherwise without it."""

from __future__ import annotations

from functools import cache

import pytest
from spacy.language import Language

from claimx.api import load
from claimx.pipeline.quantities.component import find_quantities
from claimx.pipeline.records import Quantity


@cache
def model() -> Language:
    return load()


def found(text: str) -> list[Quantity]:
    """The quantities of a text by the rules alone."""
    doc = model()(text)
    doc._.encoding = None
    return find_quantities(doc)


def read(text: str) -> list[str]:
    """The relation of each quantity, its change, and whether it is denied."""
    return [
        " ".join(filter(None, (each.relation, each.change, "denied" if each.negated else "")))
        for each in found(text)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # Thresholds, and `over` with a word of degree.
        *((f"The index is above the 4,000 {word}.", ">") for word in ("mark", "threshold", "barrier")),
        ("The toll is above the 4,000 milestone.", ">"),
        *((f"It took {words} over six years.", ">") for words in ("just", "a little", "slightly", "well")),
        # `within` a measure, and within something that is as large.
        ("They met within six miles of Oslo.", "<="),
        ("They met within six days.", "<="),
        *((f"They met within a six-day {word}.", "=") for word in ("window", "period", "span")),
        ("They met within a six-mile radius.", "="),
        *((f"He lost at least the {word} two games.", ">=") for word in ("first", "next", "last", "final")),
        # Verbs with `up to`.
        *((f"They {verb} up to 40 cars.", "=") for verb in ("add", "bring", "lead")),
        ("Trips take up to 40 hours.", "<="),
        *((f"It {verb} up to 40 cars.", "=") for verb in ("goes", "comes")),
        ("They work up to 40 hours.", "="),
        ("They live up to 40 years.", "="),
        ("They hold up to 40 cars.", "<="),
        # `closer to` a share is about as much; what moves closer to it is not there yet.
        ("The real drop was closer to 20%.", "~"),
        ("It lay nearer to 40 miles away.", "~"),
        *(
            (f"They {verb} closer to 40 votes.", "=")
            for verb in ("move", "edge", "inch", "come", "get", "step", "draw", "live", "push")
        ),
        ("They moved nearer to 40 villages.", "="),
        *((f"It cost in the {word} of £3m.", "~") for word in ("area", "vicinity", "region", "order")),
        # `over` before `twice`.
        *((f"It costs over twice {word} wage.", ">") for word in ("a", "its", "his", "her", "their", "our")),
        *((f"It costs over twice {word} sum.", ">") for word in ("the", "that", "this")),
        ("It grew over twice as much.", ">"),
        ("It costs over twice what it did.", ">"),
        ("It costs over twice last year's price.", ">"),
        ("It costs over twice an engineer's pay.", ">"),
        ("The car flipped over twice.", "="),
        ("Anger among the drivers of Athens over 30 statues grew.", "="),
    ],
)
def test_bounds(text: str, expected: str) -> None:
    assert read(text) == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("They counted not 40 cars.", ["= denied"]),
        ("They never counted 40 cars.", ["= denied"]),
        ("It isn't 40 cars.", ["= denied"]),
        ("It isn’t 40 cars.", ["= denied"]),
        *((f"It sold 40 cars, not {word} 90.", ["=", "= denied"]) for word in ("even", "exactly", "yet")),
        ("It sold 40 cars, not quite 90.", ["=", "< denied"]),
        *((f"It sold 40 cars, {word} not 90.", ["=", "="]) for word in ("if", "or")),
        ("Whether not 12 people came is open.", ["="]),
        *((f"He did not win {word} 12 medals.", ["="]) for word in ("the", "these", "those", "all", "both")),
        *((f"He did not win {word} 12 euro coin.", ["="]) for word in ("this", "that")),
    ],
)
def test_denials(text: str, expected: list[str]) -> None:
    assert read(text) == expected


CONTESTS = [
    *("matches", "games", "elections", "battles", "bouts", "fights", "races", "sets", "finals", "appeals"),
    *("tests", "ODIs", "duels", "referendums", "by-elections"),
]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It counted 40 more than last year.", "= increase"),
        *((f"It counted 40 {word} than last year.", "= decrease") for word in ("fewer", "less")),
        ("Prices almost doubled in May.", "< increase"),
        *((f"300 {noun} were lost in May.", "= decrease") for noun in ("jobs", "posts", "seats")),
        ("300 games were lost in May.", "="),
        ("They lost two seats.", "= decrease"),
        *((f"They lost two {contests}.", "=") for contests in CONTESTS),
        # How far away something is.
        *((f"The ship sank 40 miles {word} Namibia.", "=") for word in ("off", "from", "outside")),
        *((f"The ship sank 40 miles {side} of Namibia.", "=") for side in ("north", "south", "east", "west")),
        *((f"The ship sank 40 miles {side} of Namibia.", "=") for side in ("northeast", "northwest")),
        *((f"The ship sank 40 miles {side} of Namibia.", "=") for side in ("southeast", "southwest")),
        *(
            (f"The ship sank 40 miles {word}.", "=")
            for word in ("away", "inland", "offshore", "ahead", "behind")
        ),
        ("The lake sank 40 feet.", "= decrease"),
        # Comparatives that say neither more nor less.
        ("It is 4 percent better.", "="),
        ("It is 4 percent older.", "="),
        ("It is 4 percent saltier.", "= increase"),
        *(
            (f"The growth {verb} 10 percent.", "= increase")
            for verb in ("reached", "totalled", "hit", "averaged")
        ),
        *((f"The growth {verb} 10 percent.", "= increase") for verb in ("equalled", "approached")),
        *((f"The growth {verb} 10 percent.", "> increase") for verb in ("exceeded", "topped", "surpassed")),
        # The size of a change before its noun is a share or points.
        *((f"A 10 {unit} drop followed.", "= decrease") for unit in ("percent", "point", "basis point")),
        ("A 10 percentage point drop followed.", "= decrease"),
        # Levels.
        *((f"The rate rose {word} 4 percent.", ">") for word in ("past", "beyond", "above")),
        ("The rate fell below 4 percent.", "<"),
        ("The rate rose to 4 percent.", "="),
        ("The rate rose from 4 percent.", "="),
    ],
)
def test_changes(text: str, expected: str) -> None:
    assert read(text) == [expected]


@pytest.mark.parametrize("words", ["of 10 games", "out of the 10 games", "of their last four races"])
def test_contests_lost_of_several(words: str) -> None:
    assert read(f"They lost five {words}.") == ["=", "="]


CHARGED = """
    rose to|rose from|stood at|rose by|is|was|will be|has been|totalled|averaged|reached|cost|costs|hit
""".strip().split("|")
TRADED = """
    share stock index euro pound dollar yen currency rate market bond future contract session price exchange
    fund bank trade
""".split()  # noqa: SIM905 - many words


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        # The least sum in a currency whose name is an everyday word.
        ("A beer in Prague costs 10 crowns.", "CZK"),
        ("A beer in Prague costs 9 crowns.", "count"),
        ("A ride in Seoul costs 100 won.", "KRW"),
        ("A ride in Seoul costs 99 won.", "count"),
        # Children have ages that people with a trade cannot have.
        *((f"The {noun}, 9, sang.", "year") for noun in ("pupil", "kid", "youngster", "child")),
        *((f"The {noun}, 2, slept.", "year") for noun in ("baby", "infant")),
        ("The winger, 9, sang.", "count"),
        ("The winger, 12, sang.", "count"),
        ("The winger, 13, sang.", "year"),
        # What is sold one by one.
        ("Shares closed at $37 each.", "USD/share"),
        ("They sold barrels for $37 each.", "USD/barrel"),
        ("They sold tickets for $37 each.", "USD/ticket"),
        *((f"The {noun}s cost $37 each.", f"USD/{noun}") for noun in ("unit", "seat", "bottle")),
        *((f"The {noun}s cost $37 each.", f"USD/{noun}") for noun in ("pack", "piece", "vehicle", "car")),
        *(
            (f"The {noun}s cost $37 each.", f"USD/{noun}")
            for noun in ("plate", "dose", "pill", "room", "meal")
        ),
        ("The copies cost $37 each.", "USD/copy"),
        ("The boxes cost $37 each.", "USD/box"),
        # A charge, and what links its sum to it.
        *((f"The monthly fee {words} $9.", "USD/month") for words in CHARGED),
        *((f"The monthly fees {words} $9.", "USD/month") for words in ("are", "were", "average")),
        ("A monthly fee of $9 was set.", "USD/month"),
        ("The monthly fee is between $9 and $12.", "USD/month"),
        # What flows.
        ("Users get 20GB of data per month.", "gigabyte/month"),
        ("The plant burns 20 tonnes of coal per day.", "tonne/day"),
        ("The plant pumps 20 litres of water each day.", "litre/day"),
        ("The plant makes 20 megawatt-hours of power each day.", "megawatt_hour/day"),
        ("The firm lost $20 million in cash each day.", "USD/day"),
        # Metres, and millions.
        *(
            (f"The wall is 20m {word}.", "metre")
            for word in ("tall", "high", "long", "wide", "thick", "broad")
        ),
        ("The pit is 20m deep.", "metre"),
        ("They are 20m apart.", "metre"),
        ("They stood 20m away.", "metre"),
        *((f"A {noun} of 100m was made.", "count") for noun in ("clause", "bid", "deal", "valuation", "sum")),
        *((f"An {noun} of 100m was made.", "count") for noun in ("offer", "audience")),
        ("A population of 100m lives there.", "count"),
        # Shares of groups of age.
        ("Some 40% of over-80s had a jab.", "percent"),
        ("Some 40 percent of over-80s had a jab.", "percent"),
        ("Some 40 per cent of over-80s had a jab.", "percent"),
        *((f"{words} of over-80s had a jab.", "fraction") for words in ("Half", "A third", "A quarter")),
        # What opens and closes at a price.
        *((f"The {noun} closed at 1.30.", "count") for noun in TRADED),
        ("Sterling closed at 1.30.", "count"),
        ("Trading closed at 1.30.", "count"),
    ],
)
def test_units(text: str, unit: str) -> None:
    assert [each.unit for each in found(text)] == [unit]


@pytest.mark.parametrize(
    "words",
    [
        *("Talks begin", "Talks start", "She arrived", "She left", "The train will depart", "It happened"),
        *("It occurred", "They meet", "It ends", "It finished", "She woke", "The plane landed"),
        *("The ship sailed", "The shop opens"),
    ],
)
def test_what_happens_at_a_time(words: str) -> None:
    assert found(f"{words} at 9.30.") == []


@pytest.mark.parametrize("sign", ["€", "£", "₽", "₴", "₺", "₪", "₫", "zł"])
def test_signs_after_a_number_before_another(sign: str) -> None:
    assert [each.kind for each in found(f"It costs 20{sign} 30 days later.")] == ["money", "duration"]


@pytest.mark.parametrize("metres", ["50m", "60m", "75m", "110m", "150m", "1500m", "10,000m"])
def test_the_length_of_a_race_is_no_quantity(metres: str) -> None:
    assert found(f"She took gold in the women's {metres}.") == []


@pytest.mark.parametrize("metres", ["70m", "80m", "11,000m"])
def test_other_lengths_are_no_races(metres: str) -> None:
    assert [each.kind for each in found(f"She took gold in the women's {metres}.")] != []


@pytest.mark.parametrize(("words", "expected"), [("through", ["5", "4"]), ("through at night", [])])
def test_how_near_a_vote_is_to_its_sides(words: str, expected: list[str]) -> None:
    text = f"After the match the owners of the team voted it {words} 5-4."
    assert [text[slice(*each.range)] for each in found(text)] == expected
