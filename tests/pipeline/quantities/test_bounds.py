"""How a number is bounded by the words around it, by the rules alone."""

from __future__ import annotations

from functools import cache

import pytest
from spacy.language import Language

from claimx.api import load
from claimx.pipeline.quantities.component import find_quantities


@cache
def model() -> Language:
    return load()


def relations(text: str) -> list[str]:
    """Each quantity with its relation: `> 12`."""
    doc = model()(text)
    doc._.encoding = None
    return [f"{each.relation} {text[slice(*each.range)]}" for each in find_quantities(doc)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        # Verbs that set a limit, and estimates.
        ("Malta capped the price of a loaf at €2.", ["<= €2"]),
        ("The court limited each party to 400 pages.", ["<= 400"]),
        ("Groups are limited to 12 people.", ["<= 12"]),
        ("A bill in Lima would cap fares at €3.", ["<= €3"]),
        ("The herd is estimated to hold 900 deer.", ["~ 900"]),
        ("The dam has an estimated cost of $5 million.", ["~ $5 million"]),
        ("Losses are estimated to exceed $5 million.", ["> $5 million"]),
        ("The board capped rises at a 1% rate.", ["<= 1%"]),
        ("There are 100 seals estimated to live there.", ["~ 100"]),
        ("There are 99 seals estimated to live there.", ["= 99"]),
        # `over` that belongs to a verb or a dispute.
        ("Talks in Accra over a $3bn (£2.5bn) loan failed.", ["= $3bn", "= £2.5bn"]),
        ("She kicked it over a 4m fence.", ["= 4m"]),
        ("They saw over a 50% rise.", ["> 50%"]),
        ("The strike in Kota began after talks over a 9.5% raise failed.", ["= 9.5%"]),
        ("The barge rolled over twice and sank.", ["= twice"]),
        ("The lake is over twice the size of Malta.", ["> twice"]),
        ("The talks were drawn out over seven hours.", ["= seven hours"]),
        ("There was an outcry over 40 lost files.", ["= 40"]),
        ("There is anger in Athens over 30 new statues.", ["= 30"]),
        ("Anger spread to over 30 towns.", ["> 30"]),
        ("They were sued over millions of dollars in loans.", [">= millions of dollars"]),
        ("It took over seven hours to put the fire out.", ["> seven hours"]),
        # Ages, and what is passed.
        ("The club is open to anyone under the age of 30.", ["< 30"]),
        ("Women over the age of 50 are screened.", ["> 50"]),
        ("The site has passed 10,000 members.", ["> 10,000"]),
        ("The assembly passed 9,999 motions.", ["= 9,999"]),
        ("He has passed the 100 mark.", ["> 100"]),
        # Bounds behind the number, in brackets, and after what is counted.
        ("Firms worth £20m (€23m) or more must report.", [">= £20m", ">= €23m"]),
        ("Teams of four (or more) get a discount.", [">= four"]),
        ("A fifth of the herd at most is ill.", ["<= A fifth"]),
        ("She will miss at least the first three races.", [">= three"]),
        # What must not be more is at most so much.
        ("The strike in Lyon must not last longer than 30 days.", ["<= 30 days"]),
        ("Boats cannot weigh less than 40 kg.", [">= 40 kg"]),
        ("The strike in Lyon lasted longer than 30 days.", ["> 30 days"]),
        ("The loan runs for a longer period than ten years.", ["> ten years"]),
        ("The charge has a maximum sentence of 20 years.", ["<= 20 years"]),
        ("She ran a sub-four-minute mile.", ["< four-minute"]),
        # A radius is of its length.
        ("They searched within a five mile radius of the pier.", ["= five mile"]),
        ("They searched within five miles of the pier.", ["<= five miles"]),
        # What two numbers share, and what they do not.
        ("Keep up to 100 songs or 500 with a pass.", ["<= 100", "<= 500"]),
        ("Debts of about 6 billion reais ($2bn or £1bn) remain.", ["~ 6 billion reais", "~ $2bn", "~ £1bn"]),
        ("More than half (56%) came.", ["> half", "= 56%"]),
        ("About 100 Muslim, 90 Hindu and 50 Jewish schools shut.", ["~ 100", "~ 90", "~ 50"]),
        ("About 100 men, 90 women and 50 children left.", ["~ 100", "= 90", "= 50"]),
    ],
)
def test_bounds(text: str, found: list[str]) -> None:
    assert relations(text) == found


def units(text: str) -> list[str]:
    """Each quantity with its unit: `12 year`."""
    doc = model()(text)
    doc._.encoding = None
    return [f"{text[slice(*each.range)]} {each.unit}" for each in find_quantities(doc)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        # The latest hour of a clock of twelve.
        ("At 13, you think nothing can hurt you.", ["13 year"]),
        ("Girls from 9 to 13 may come.", ["9 to 13 year"]),
        ("Girls from 9 to 12 may come.", ["9 to 12 count"]),
        ("He left school at 13 and went to sea.", ["13 year"]),
        ("He left school at 12 and went to sea.", ["12 count"]),
        # How far before an age the person may be named.
        ("She is a sculptor of some renown from Cork and only 19.", ["19 year"]),
        ("She is a sculptor of some renown from Cork, in the far south, and only 19.", ["19 count"]),
        # Heat in Celsius, and in Fahrenheit.
        ("They sat in 28 degrees heat.", ["28 degrees degree_celsius"]),
        ("They sat in 27 degrees heat.", ["27 degrees degree"]),
        ("They sat in 56 degrees heat.", ["56 degrees degree_celsius"]),
        ("They sat in 57 degrees heat.", ["57 degrees degree"]),
        # Full marks.
        *((f"It got {most} out of {most} for style.", [f"{most} point"]) for most in (5, 10, 20, 100)),
        ("It got 7 out of 7 for style.", ["7 count", "7 count"]),
        # How far before its level an index may be named, and a currency before its rate.
        (
            "The Dow closed up 12 points, or 0.3%, at 10,385.",
            ["12 points point", "0.3% percent", "10,385 point"],
        ),
        ("The Dow closed up" + " and up" * 20 + " at 10,385.", ["10,385 count"]),
        ("The baht fell against the dollar to trade at 39.10.", ["39.10 THB/USD"]),
        ("The baht fell against the dollar" + " and fell" * 9 + " to 39.10.", ["39.10 count"]),
        # How far behind a number `annually` may stand.
        ("Some 70 men are treated in the clinics around Lima annually.", ["70 count/year"]),
        ("Some 70 men are treated in the clinics" + " around Lima" * 4 + " annually.", ["70 count"]),
        # How far before the number a charge may be named.
        ("The monthly fee" + " of the old harbour club" * 2 + " is €40.", ["€40 EUR/month"]),
        ("The monthly fee" + " of the old harbour club" * 6 + " is €40.", ["€40 EUR"]),
        # A share of more than a whole.
        ("It lost 100, or 3.5%, of its members.", ["100 percent", "3.5% percent"]),
        ("It lost 101, or 3.5%, of its members.", ["101 count", "3.5% percent"]),
    ],
)
def test_thresholds(text: str, found: list[str]) -> None:
    assert units(text) == found
