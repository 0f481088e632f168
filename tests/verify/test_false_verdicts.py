"""Drafts that were called faithful by chance, and faithful ones that were called changed."""

from __future__ import annotations

import pytest
from sheets import Q, S, sheet

import claimx
from claimx.schema import Extraction


def numbers(draft: Extraction, source: Extraction) -> list[tuple[str, list[str]]]:
    """The verdicts on the numbers of a draft."""
    findings = claimx.verify(draft, [source]).findings
    return [(f.verdict, list(f.changes)) for f in findings if f.kind == "number"]


def statements(draft: Extraction, source: Extraction) -> list[tuple[str, list[str]]]:
    """The verdicts on the statements of a draft."""
    findings = claimx.verify(draft, [source]).findings
    return [(f.verdict, list(f.changes)) for f in findings if f.kind == "statement"]


def percent(words: str, what: str | None = None, change: str | None = None) -> Q:
    return Q(words, what, float(words.split()[0]), unit="percent", change=change)


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ("Sales rose 18 percent in the first quarter.", "Sales rose 25 percent."),
        ("Sales of the third runway rose 18 percent.", "Sales rose 33 percent."),
        ("Sales rose 18 percent on 10 June.", "Sales rose 10 percent."),
        ("Sales rose 18 percent on 25 June.", "Sales rose 25 percent."),
    ],
)
def test_an_ordinal_or_a_day_is_no_share(told: str, said: str) -> None:
    source = sheet("wire", told, percent("18 percent", "Sales"))
    ((verdict, _),) = numbers(sheet("draft", said, percent(said[11:-1], "Sales")), source)
    assert verdict in ("changed", "not found")


def test_a_quarter_that_was_not_read() -> None:
    source = sheet("talk", "Forty percent of it goes to the banks. A quarter goes to the academy.")
    draft = sheet("draft", "In all 25 percent goes to the academy.", percent("25 percent"))
    assert numbers(draft, source) == [("verbatim", [])]


def test_the_former_figure_is_of_the_same_thing() -> None:
    petition = sheet(
        "wire",
        "The petition has signatures from 40 doctors and 25 nurses.",
        Q("40", "doctors"),
        Q("25", "nurses"),
    )
    signed = sheet("draft", "The petition is signed by 40 doctors.", Q("40", "doctors"))
    assert numbers(signed, petition) == [("verbatim", [])]
    fund = sheet(
        "wire",
        "The fund pays 60 million and will pay 94 million in 2030.",
        Q("60 million", value=60e6),
        Q("94 million", value=94e6),
    )
    planned = sheet("draft", "The fund is to pay 94 million.", Q("94 million", value=94e6))
    assert numbers(planned, fund) == [("verbatim", [])]


@pytest.mark.parametrize(
    "told",
    [
        "The debt of the town stood at 310 million in December 2023, and is now 264 million.",
        "The debt of the town was 310 million two years ago and is now 264 million.",
        "The debt of the town is 264 million. A year earlier it was 310 million.",
    ],
)
def test_a_former_figure_given_for_today(told: str) -> None:
    figures = [Q("310 million", value=310e6), Q("264 million", value=264e6)]
    source = sheet("wire", told, *figures)
    draft = sheet("draft", "The debt of the town is 310 million.", Q("310 million", value=310e6))
    expected = [("verbatim", [])] if "earlier" in told else [("changed", ["number"])]
    assert numbers(draft, source) == expected


@pytest.mark.parametrize(
    ("what", "verdict"), [("people", "not found"), ("buses", "verbatim"), (None, "verbatim")]
)
def test_a_small_number_elsewhere_is_of_the_same_thing(what: str | None, verdict: str) -> None:
    source = sheet("wire", "The town owns 12 buses.", Q("12", "buses"))
    draft = sheet("draft", f"In the storm 12 {what or ''} were lost.", Q("12", what))
    assert [found for found, _ in numbers(draft, source)] == [verdict]


@pytest.mark.parametrize(
    ("said", "figure", "is_fault"),
    [
        ("The school has 52 pupils.", Q("52", "pupils"), True),
        ("The school has 52 people.", Q("52", "people"), False),
        ("At the school 30 percent of the pupils left.", percent("30 percent", "pupils"), True),
    ],
)
def test_what_follows_from_two_is_of_one_thing(said: str, figure: Q, is_fault: bool) -> None:
    source = sheet(
        "wire", "The school has 40 pupils and 12 computers.", Q("40", "pupils"), Q("12", "computers")
    )
    ((verdict, _),) = numbers(sheet("draft", said, figure), source)
    assert (verdict in ("changed", "not found")) == is_fault


def test_a_sum_of_money() -> None:
    source = claimx.extract("The bread costs £1.10 and the milk £2.20.", id="wire")
    draft = claimx.extract("The bread and the milk cost £3.30.", id="draft")
    assert numbers(draft, source) == [("paraphrased", [])]


def test_a_share_of_a_whole() -> None:
    source = sheet("wire", "At the school, of 40 pupils 12 are girls.", Q("40", "pupils"), Q("12", "girls"))
    draft = sheet("draft", "Girls are 30 percent at the school.", percent("30 percent", "Girls"))
    assert numbers(draft, source) == [("paraphrased", [])]


def test_a_part_is_rounded() -> None:
    source = sheet(
        "wire",
        "Of the 812 homes, 37 percent burned in the fire.",
        Q("812", "homes"),
        percent("37 percent", "homes"),
    )
    draft = sheet("draft", "In the fire about 300 homes burned.", Q("300", "homes", relation="~"))
    assert numbers(draft, source) == [("paraphrased", [])]


@pytest.mark.parametrize(
    ("value", "relation", "told", "bound", "is_same"),
    [
        (-10.0, "=", -10.2, "=", True),
        (-10.0, "=", 10.2, "=", False),
        (-160.0, "<", -165.0, "<", True),
        (-160.0, "<", -165.0, ">", False),
    ],
)
def test_numbers_below_zero(value: float, relation: str, told: float, bound: str, *, is_same: bool) -> None:
    numerals = [f"{abs(each):g} degrees" for each in (value, told)]
    draft, source = (
        sheet(name, f"At the mast it was {words}.", Q(words, None, number, "celsius", sign))
        for name, words, number, sign in (
            ("draft", numerals[0], value, relation),
            ("wire", numerals[1], told, bound),
        )
    )
    ((verdict, _),) = numbers(draft, source)
    assert (verdict == "paraphrased") == is_same


def test_a_denied_verb_is_not_said_of_another_number() -> None:
    source = sheet(
        "wire", "Twelve schools flooded and 9 escaped damage.", Q("Twelve", "schools", 12), Q("9", "schools")
    )
    draft = sheet("draft", "In all 9 schools were not flooded.", Q("9", "schools"))
    assert numbers(draft, source) == [("verbatim", [])]


def test_a_percentage_that_follows_is_no_difference_of_others() -> None:
    source = sheet(
        "wire",
        "Here 20 percent of men smoke, 12 percent of women. Prices of tobacco went from 50 to 54 euros.",
        percent("20 percent", "men"),
        percent("12 percent", "women"),
        Q("50", None, 50, "EUR"),
        Q("54 euros", None, 54, "EUR"),
    )
    draft = sheet("draft", "Prices of tobacco rose by 8 percent.", percent("8 percent", "Prices", "increase"))
    assert numbers(draft, source) == [("paraphrased", [])]


@pytest.mark.parametrize("words", ["12.5pc", "12.5\npercent"])
def test_the_precision_of_a_share(words: str) -> None:
    source = sheet("wire", "It was found in 3 of 22 otters.", Q("3", "otters"), Q("22", "otters"))
    draft = sheet(
        "draft", f"It was found in {words} of the otters.", Q(words, "otters", 13.6, unit="percent")
    )
    assert numbers(draft, source) == [("paraphrased", [])]


@pytest.mark.parametrize(
    ("words", "unit", "verdicts"),
    [
        ("Twelve", "count", ["not found"]),
        ("Five miles", "mile", ["not found"]),
        ("Three euros", "EUR", ["not found"]),
        ("Three", "count", []),
        ("Five years", "year", []),
    ],
)
def test_small_numbers_in_words(words: str, unit: str, verdicts: list[str]) -> None:
    source = sheet("wire", "The storm crossed the island and tore the roof of a church off.")
    draft = sheet("draft", f"{words} of the storm were recorded.", Q(words, "storm", 17, unit))
    assert [found for found, _ in numbers(draft, source)] == verdicts


def test_the_number_of_the_items_of_a_draft() -> None:
    source = sheet("wire", "The storm crossed the island.")
    for count, verdicts in ((2, []), (5, ["not found"])):
        text = f"The storm in {count} posts\n\n1. The storm came.\n\n2. It crossed the island."
        assert [
            found for found, _ in numbers(sheet("draft", text, Q(str(count), "posts")), source)
        ] == verdicts


def test_them_are_those_of_the_sentence_before() -> None:
    source = sheet(
        "wire",
        "In the race 300 runners started. Of these, 150 did not finish.",
        Q("300", "runners"),
        Q("150"),
    )
    share = Q("Half", value=0.5, unit="fraction")
    draft = sheet("draft", "Runners started the race. Half of them gave up.", share)
    assert numbers(draft, source) == [("paraphrased", [])]


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ("the virus appears to be spreading in the north", "the virus appears to be spreading in the north"),
        ("the virus is feared to be spreading in the north", "the virus is feared to be spreading north"),
        ("two men appear in court in the north", "in the north two men are in court"),
    ],
)
def test_a_hedge_of_both(told: str, said: str) -> None:
    source = sheet("wire", f"The ministry said {told}.", S("The ministry", told, "indirect"))
    draft = sheet("draft", f"The ministry said {said}.", S("The ministry", said, "indirect"))
    assert {verdict for verdict, _ in statements(draft, source)} <= {"verbatim", "paraphrased"}


def test_a_doubt_left_out() -> None:
    told = "the virus appears to be spreading in the north"
    said = "the virus is spreading in the north"
    source = sheet("wire", f"The ministry said {told}.", S("The ministry", told, "indirect"))
    draft = sheet("draft", f"The ministry said {said}.", S("The ministry", said, "indirect"))
    assert ("changed", ["modal"]) in statements(draft, source)


def test_the_month_may_is_no_hedge() -> None:
    source = sheet("wire", "In May inspectors closed the plant in Lenz.")
    said = "inspectors closed the plant in Lenz"
    draft = sheet("draft", f"The minister said {said}.", S("The minister", said, "indirect"))
    assert {verdict for verdict, _ in statements(draft, source)} <= {"verbatim", "paraphrased"}


def test_one_sale_told_from_both_ends() -> None:
    source = sheet("wire", "The port of Lenz was bought from the city by Nordic.")
    assert statements(sheet("draft", "The port of Lenz was sold by the city to Nordic."), source) == []


@pytest.mark.parametrize(
    ("told", "figures", "said", "figure"),
    [
        (
            "The new pool is 25 metres long and the old one 33 metres.",
            [Q("25 metres", value=25, unit="metre"), Q("33 metres", value=33, unit="metre")],
            "The new pool is eight metres shorter than the old one.",
            Q("eight metres", value=8, unit="metre"),
        ),
        (
            "The youngest patient is two and the oldest 88.",
            [Q("two", "patient", 2), Q("88", "patient")],
            "The patients are aged two to 88.",
            Q("two to 88", "patients", 2, high=88),
        ),
        (
            "The firm lost 23 million euros after a profit of 9 million euros.",
            [Q("23 million euros", value=23e6, unit="EUR"), Q("9 million euros", value=9e6, unit="EUR")],
            "Of 9 million euros of profit the firm made a loss of 23 million.",
            Q("23 million", value=23e6),
        ),
        (
            "Shares in the firm fell by 11.6 percent.",
            [percent("11.6 percent", "Shares")],
            "The stock lost more than a tenth of its value.",
            Q("a tenth", "value", 0.1, unit="fraction", relation=">"),
        ),
        (
            "Prices rose by 21 percent and pay by 12 percent. After prices, nine percent is minus two.",
            [
                percent("21 percent", "Prices"),
                percent("12 percent", "pay"),
                Q("nine percent", "prices", 9, unit="percent"),
            ],
            "Prices rose by nine points more than pay.",
            Q("nine points", "Prices", 9, unit="point"),
        ),
        (
            "Classes now have 29 pupils, and may have no more than 26 pupils from September.",
            [Q("29", "pupils"), Q("26", "pupils")],
            "Classes are to be smaller by three pupils.",
            Q("three", "pupils", 3),
        ),
        (
            "Of the people who fell ill, 19 were taken to hospital.",
            [Q("19", "people")],
            "Of the people who are ill, 19 went to hospital, more than 10 percent.",
            Q("19", "people"),
        ),
        (
            "Within three days, 14 were arrested.",
            [Q("three days", None, 3, "day"), Q("14")],
            "The police arrested 14 people.",
            Q("14", "people"),
        ),
        (
            "The water was 14 degrees Celsius.",
            [Q("14 degrees Celsius", "water", 14, "degree_celsius")],
            "The water was at 14 degrees.",
            Q("14 degrees", "water", 14, "degree"),
        ),
    ],
)
def test_figures_that_a_draft_gives_in_another_form(
    told: str, figures: list[Q], said: str, figure: Q
) -> None:
    others = [Q("9 million euros", value=9e6, unit="EUR"), percent("10 percent")]
    draft = sheet("draft", said, figure, *(other for other in others if other.words in said))
    findings = claimx.verify(draft, [sheet("wire", told, *figures)]).findings
    (verdict,) = [f.verdict for f in findings if f.draft.text == figure.words]
    assert verdict in ("verbatim", "paraphrased")


def test_a_person_whom_only_the_source_knows_as_one() -> None:
    words = "“I read labels for a living,”"
    people = {"Ilse Brandvold": "PERSON", "Renee Castellano": "PERSON"}
    told = f"{words} Renee Castellano said. Ilse Brandvold left."
    source = sheet("wire", told, S("Renee Castellano", words), names=people)
    draft = sheet("draft", f"{words} Ilse Brandvold said.", S("Ilse Brandvold", words, kind="unknown"))
    (quotation,) = [f for f in claimx.verify(draft, [source]).findings if f.kind == "quotation"]
    assert quotation.verdict == "given to somebody else"


def test_a_range_is_of_one_thing() -> None:
    source = sheet("wire", "The depot has 20 buses and 30 lorries.", Q("20", "buses"), Q("30", "lorries"))
    draft = sheet("draft", "The depot has between 20 and 30 lorries.", Q("20 and 30", "lorries", 20, high=30))
    assert [verdict for verdict, _ in numbers(draft, source)] != ["paraphrased"]


def test_a_count_behind_a_sum_is_no_money() -> None:
    told = "The council spent £3 million on the march and 14 were arrested."
    source = sheet("wire", told, Q("£3 million", None, 3e6, unit="GBP"), Q("14", "arrested"))
    draft = sheet("draft", "In all 14 were arrested.", Q("14", "arrested"))
    assert numbers(draft, source)[0][0] in ("verbatim", "paraphrased")


@pytest.mark.parametrize(
    ("told", "said", "verdict"),
    [
        (
            "The minister said he would “not resign under any circumstances at all this year”.",
            "“He would resign under any circumstances at all this year,” the minister said.",
            "changed",
        ),
        (
            "The march in Leeds on Saturday was cancelled by the police.",
            "The rally in Leeds on Saturday was cancelled by the police.",
            None,
        ),
    ],
)
def test_a_dropped_negation_and_the_noun_march(told: str, said: str, verdict: str | None) -> None:
    findings = claimx.verify(claimx.extract(said), [claimx.extract(told)]).findings
    if verdict is None:
        assert [f for f in findings if "date" in f.changes] == []
    else:
        assert [f.verdict for f in findings if f.kind == "quotation"] == [verdict]


@pytest.mark.parametrize(
    ("said", "verdict"),
    [
        ("“My father made paper here, and I had hoped that my daughter would,” he said.", "changed"),
        (
            "“My father made paper here, and I had hoped that my daughter would,” he said, “not have to.”",
            "verbatim",
        ),
        ("“My father made paper here, and I had hoped,” he said.", "verbatim"),
    ],
)
def test_a_quotation_that_stops_before_its_negation(said: str, verdict: str) -> None:
    told = "“My father made paper here, and I had hoped that my daughter would not have to,” he said."
    findings = claimx.verify(sheet("draft", said), [sheet("wire", told)]).findings
    assert findings[0].verdict == verdict
    told = "“My father made paper here for money, not for fame,” he said."
    draft = sheet("draft", "“My father made paper here for money,” he said.")
    (finding,) = claimx.verify(draft, [sheet("wire", told)]).findings
    assert finding.verdict == "verbatim"


@pytest.mark.parametrize(
    ("said", "verdicts"),
    [("four", ["verbatim", "verbatim"]), ("nine", ["verbatim", "changed"])],
)
def test_a_part_is_no_other_figure_of_the_whole(said: str, verdicts: list[str]) -> None:
    told = "The fire at the hospital killed 23 people and injured 47. Later: four nurses are dead."
    source = sheet("wire", told, Q("23", "people"), Q("47", "people"), Q("four", "nurses", 4))
    value = {"four": 4, "nine": 9}[said]
    text = f"The fire at the hospital killed 23 people, {said} of them nurses."
    draft = sheet("draft", text, Q("23", "people"), Q(said, "people", value))
    findings = claimx.verify(draft, [source]).findings
    assert [f.verdict for f in findings] == verdicts
    assert findings[1].sources[0].text == "four"


@pytest.mark.parametrize(("sum_", "verdict"), [("940", "not found"), ("40", "changed"), ("9", "changed")])
def test_a_sum_of_another_size_is_of_something_else(sum_: str, verdict: str) -> None:
    source = claimx.extract("The ferry cost the region 4 million euros.")
    draft = claimx.extract(f"The ferry cost {sum_} million euros.")
    assert [v for v, _ in numbers(draft, source)] == [verdict]


@pytest.mark.parametrize(("number", "source_number"), [("74", "47"), ("50", "47"), ("29", "92")])
def test_the_figure_of_the_same_thing_is_named(number: str, source_number: str) -> None:
    told = "The fire killed 23 people, injured 47 others and left 92 homeless."
    source = sheet("wire", told, Q("23", "people"), Q("47", "people"), Q("92", "people"))
    draft = sheet("draft", f"It injured {number} more.", Q(number))
    (finding,) = claimx.verify(draft, [source]).findings
    assert finding.changes == ["number"]
    assert [passage.text for passage in finding.sources] == [source_number]


@pytest.mark.parametrize(
    ("head", "names"),
    [
        ("The Northern Review\nHow it burned", []),
        ("SANTA CRUZ\nHow it burned", []),
        ("The Northern Review\nSANTA CRUZ, May 14, 2024", []),
        ("The Northern Review burned", ["Northern Review"]),
        ("The hospital burned.\n\nThe Northern Review", ["Northern Review"]),
    ],
)
def test_the_head_of_a_draft_makes_no_claims(head: str, names: list[str]) -> None:
    draft = claimx.extract(f"{head}\n\nThe hospital burned.")
    findings = claimx.verify(draft, [sheet("wire", "The hospital burned.")]).findings
    assert [f.draft.text for f in findings] == names
