"""The numbers that steer rules and filters, each on both sides of its boundary."""

from __future__ import annotations

import pytest
import spacy

from claimx.pipeline.quantities.component import find_quantities
from claimx.pipeline.quantities.places import Places
from claimx.pipeline.records import Rejected, register_extensions

NLP = spacy.blank("en")


def read(text: str) -> tuple[list[str], list[str]]:
    """What is found, as text and unit, and the filters of what is rejected."""
    register_extensions()
    rejected: list[Rejected] = []
    found = find_quantities(NLP.make_doc(text), rejected=rejected)
    return [f"{text[slice(*each.range)]} {each.unit}" for each in found], [each.filter for each in rejected]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        # The least number of an everyday word that is a currency too.
        ("It costs 1,000 won there.", ["1,000 won KRW"]),
        ("It costs 999 won there.", ["999 count"]),
        # The least number after `number` that is no label.
        ("Its users number 999,999 there.", []),
        ("Its users number 1,000,000 there.", ["1,000,000 count"]),
        # The least and the most digits of identifiers, and the longest numbers.
        ("They counted 1234567 birds.", ["1234567 count"]),
        ("They counted 12345678 birds.", []),
        # Years.
        ("They counted 1699 birds.", ["1699 count"]),
        ("They counted 1700 birds.", []),
        ("They counted 2060 birds.", []),
        ("They counted 2061 birds.", ["2061 count"]),
        # Days of a month.
        ("They met May 31 too.", []),
        ("They met May 32 too.", ["32 count"]),
        # Points of lists: in brackets, before a comma, and alone on their line.
        ("They saw it (20) there.", []),
        ("They saw it (21) there.", ["21 count"]),
        ("Birds\n100\n", []),
        ("Birds\n101\n", ["101 count"]),
        # How many times the lower end the upper end of the size of a change may be.
        ("It rose by $2 to $4 there.", ["$2 to $4 USD"]),
        # The largest bare share, and the reach of a per-part.
        (
            "They found 20 new and quite unusually large blue birds in the old wood every day.",
            ["20 count/day"],
        ),
        (
            "They found 20 new and quite unusually large blue birds in the old and very wide wood every day.",
            ["20 count"],
        ),
        # The largest denominator written with a slash, the largest upper part of a fraction.
        ("It is 3/16 inch wide.", ["3/16 inch inch"]),
        ("It is 3/17 inch wide.", []),
        ("They ate 999 thirds there.", ["999 thirds fraction"]),
        ("They ate 1000 thirds there.", ["1000 count"]),
        # A number of inches or cents, not more than one of the larger unit.
        ("It is 6-foot-11 there.", ["6-foot-11 foot"]),
        ("It is 6-foot-12 there.", ["6-foot foot", "12 count"]),
        ("It is 2 hours 59 minutes long.", ["2 hours 59 minutes hour"]),
        ("It is 2 hours 60 minutes long.", ["2 hours hour", "60 minutes minute"]),
        ("It costs 15 dollars 99 there.", ["15 dollars 99 USD"]),
        ("It costs 15 dollars 100 there.", ["15 dollars USD", "100 count"]),
        # Money in pounds.
        ("It weighs 99,999 pounds there.", ["99,999 pounds pound"]),
        ("It cost 100,000 pounds there.", ["100,000 pounds GBP"]),
        # Sums after a letter.
        ("It costs R1,000 there.", ["R1,000 ZAR"]),
        ("It costs R999 there.", []),
        # Thousands with a space, but not where the paragraphs around write them with a comma.
        (
            "They sold 1,200 cars. " + "And so it went. " * 94 + "They saw 4 500 people.",
            ["1,200 count", "4 count", "500 count"],
        ),
        (
            "They sold 1,200 cars. " + "And so it went. " * 156 + "They saw 4 500 people.",
            ["1,200 count", "4 500 count"],
        ),
        # Points in an article with words of a match.
        ("The coach and the striker left. They had 20 points.", ["20 points point"]),
        ("The coach, the striker and his teammates left. They had 20 points.", []),
        # How far the distance to others is from its points, in such an article.
        (
            "The coach, the striker and his teammates left. It cut the gap on the rich league leaders "
            "Saracens to 20 points.",
            ["20 points point"],
        ),
        (
            "The coach, the striker and his teammates left. It cut the gap on extraordinarily spendthrift "
            "neighbouring leaders Wolverhampton Wanderers to 20 points.",
            [],
        ),
        # Ages.
        ("They are aged 122 there.", ["122 year"]),
        ("They are aged 123 there.", ["123 count"]),
        # How far the last group of a telephone number is from its first.
        ("Ring +44 20 7946 3018 now.", []),
        ("Ring +1 12345 12345 12345 12345 12345 now.", ["12345 count"]),
        # The longest pair of coordinates.
        ("It lies at 51.5074, -0.1278 there.", []),
        ("It lies at 51.507412345678901, -0.1278123 there.", ["51.507412345678901 count"]),
    ],
)
def test_boundary(text: str, found: list[str]) -> None:
    assert read(text)[0] == found


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("It took 2 weeks and 3 days.", "2.429 week"),
        ("It took 3 days and 6 hours.", "3.250 day"),
        ("It took 2 hours and 30 minutes.", "2.500 hour"),
        ("It took 4 minutes and 30 seconds.", "4.500 minute"),
        ("She is 5 feet and 3 inches tall.", "5.250 foot"),
        ("He weighs 9 stone and 7 pounds.", "9.500 stone"),
        ("It weighs 6 pounds and 4 ounces.", "6.250 pound"),
        ("He served 7 years and 3 months.", "7.250 year"),
        ("It is 1 metre and 75 centimetres long.", "1.750 metre"),
        ("It weighs 2 kilograms and 500 grams.", "2.500 kilogram"),
        # Prefixes of codes.
        ("It cost 3 MEUR there.", "3000000.000 EUR"),
        ("It cost 3 kUSD there.", "3000.000 USD"),
        ("It cost 3 KUSD there.", "3000.000 USD"),
        ("It cost 3 TSEK there.", "3000.000 SEK"),
        # Magnitudes.
        ("They saw 2 lakh birds.", "200000.000 count"),
        ("They saw 2 crore birds.", "20000000.000 count"),
        ("They saw two quadrillion birds.", "2000000000000000.000 count"),
        ("They saw two trillion birds.", "2000000000000.000 count"),
        ("They saw two dozen birds.", "24.000 count"),
    ],
)
def test_sizes(text: str, value: str) -> None:
    register_extensions()
    assert [f"{each.value_low:.3f} {each.unit}" for each in find_quantities(NLP.make_doc(text))] == [value]


@pytest.mark.parametrize(
    ("headline", "currency"),
    [
        ("Fares rise for a second year in a row", "LKR"),
        ("Fares of buses and trains rise for a second year in a row, and may rise again", "PKR"),
    ],
)
def test_the_place_of_a_dateline_tells_the_currency(headline: str, currency: str) -> None:
    text = f"{headline}\n\nCOLOMBO — The bus is full.\n\nLahore has no bus.\n\nThey pay 60 rupees."
    doc = NLP.make_doc(text)
    places = [(text.index(name), text.index(name) + len(name)) for name in ("COLOMBO", "Lahore")]
    doc.ents = [doc.char_span(*place, label="GPE") for place in places]
    start = text.index("60")
    assert Places(doc).currency(("PKR", "LKR"), start, start + 2) == currency


@pytest.mark.parametrize("lines", [240, 360, 480, 576, 720, 1080, 1440, 2160])
def test_the_lines_of_a_picture_are_no_pence(lines: int) -> None:
    assert read(f"It has a {lines}p picture.")[0] == []
    assert read(f"It costs {lines + 1}p there.")[0] == [f"{lines + 1}p GBP"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("They won by two-to-4 votes.", "two-to-4 count"),
        ("A one-in-10 chance is left.", "one-in-10 fraction"),
        ("He is 6-foot-3 tall.", "6-foot-3 foot"),
        ("He is 6-feet-3 tall.", "6-feet-3 foot"),
        ("It is a magnitude-6 quake.", "6 magnitude"),
        ("It was a sub-10-second race.", "10-second second"),
    ],
)
def test_what_a_number_may_follow_directly(text: str, found: str) -> None:
    assert read(text)[0] == [found]
