"""Which numbers are about one thing, and what is said of them."""

from __future__ import annotations

import pytest
from sheets import Q, S, sheet

from claimx.compare import ComparedNumber
from claimx.compare.claims import NumericClaim, find_claims
from claimx.compare.comparer import compare
from claimx.compare.relations import are_misread, are_transposed
from claimx.schema import Date, Document, Extraction
from claimx.writers.wording import describe_value

NAMES = {"Maren Sund": "PRODUCT", "Port Halden": "GPE", "Sund Lines": "ORG"}
LEAD = "A fire on the ferry Maren Sund off Port Halden shocked the country, and Sund Lines is silent.\n\n"


def fire(id_: str, text: str, *results: Q | S, published: str | None = "2024-05-15") -> Extraction:
    """An article about the fire, with a beginning that all of them have."""
    return sheet(id_, LEAD + text, *results, published=published, names=NAMES)


def rows(*extractions: Extraction) -> list[ComparedNumber]:
    return compare(extractions, sections=["numbers"]).numbers


def verdicts(*extractions: Extraction) -> list[str]:
    return [row.verdict for row in rows(*extractions)]


def test_a_difference_leads_back_to_the_articles() -> None:
    a = fire(
        "a",
        "The coast guard said 12 people died.",
        Q("12", "people"),
        S("The coast guard", "12 people died", "indirect", kind="organization"),
    )
    b = fire("b", "In the fire 14 people were killed.", Q("14", "people"))
    (row,) = rows(a, b)
    assert (row.what, row.verdict, row.articles) == ("people killed", "differs", 2)
    assert [value.contradicts for value in row.values] == [[1], [0]]
    for value, article in zip(row.values, (a, b), strict=True):
        (figure,) = value.figures
        assert figure.article == article.document.id
        assert figure.result == "q1"
        text = article.document.text
        assert figure.sentence is not None
        for span in (figure, figure.what, figure.sentence):
            assert span is not None
            assert text[span.start : span.end] == span.text
        assert figure.sentence.text == text.splitlines()[-1]


def test_numbers_that_only_look_different() -> None:
    assert verdicts(
        fire("a", "It had nearly 500 passengers aboard.", Q("500", "passengers", relation="<")),
        fire("b", "At least 480 passengers were aboard.", Q("480", "passengers", relation=">=")),
        fire("c", "There were 483 passengers on the ferry.", Q("483", "passengers")),
        fire("d", "Some 480 passengers were on it.", Q("480", "passengers", relation="~")),
    ) == ["agrees"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        # Other things happened to them.
        (("12 people died.", "people"), ("14 people were injured.", "people")),
        (("12 people died.", "people"), ("14 people are missing.", "people")),
        # Other things are counted.
        (("9 lifeboats were lowered.", "lifeboats"), ("6 trucks came.", "trucks")),
        (("12 passengers died.", "passengers"), ("3 crew members died.", "crew members")),
        # A part, and the whole.
        (("12 people died.", "people"), ("The dead were many, and 3 of them came from here.", "dead")),
        (("12 people died.", "people"), ("The fire killed many, including 3 people from here.", "people")),
        (("37 people were injured.", "people"), ("5 people were seriously injured.", "people")),
        # What comes on top.
        (("12 people died.", "people"), ("Another 2 people died.", "people")),
        # What has not happened.
        (("12 people died.", "people"), ("Up there 200 people could die.", "people")),
        (("483 passengers were aboard.", "passengers"), ("It had room for 600 passengers.", "passengers")),
        # People of whom nothing is known.
        (("It was seen by 12 people.", "people"), ("He spoke of 300 people.", "people")),
    ],
)
def test_other_things_are_not_called_different(one: tuple[str, str], other: tuple[str, str]) -> None:
    def read(id_: str, text: str, what: str) -> Extraction:
        number = next(word for word in text.split() if word.isdigit())
        names = {**NAMES, "Maren Sund": "PERSON"}
        return sheet(id_, LEAD + text, Q(number, what), names=names)

    assert "differs" not in verdicts(read("a", *one), read("b", *other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        # What is measured is not the same.
        (Q("€230m", "sales", 230_000_000, unit="EUR"), Q("€230m", "profit", 230_000_000, unit="EUR")),
        (Q("52,000", "visitors"), Q("52,000", "drawings")),
    ],
)
def test_equal_figures_of_different_things_do_not_agree(one: Q, other: Q) -> None:
    a = fire("a", f"Sund Lines has {one.words} {one.what}.", one)
    b = fire("b", f"Sund Lines has {other.words} {other.what}.", other)
    assert verdicts(a, b) == []


def test_equal_figures_of_what_was_won_and_what_was_lost() -> None:
    won = fire("a", "It won 31 seats in the north.", Q("31", "seats"))
    lost = fire("b", "It lost 31 seats in the south.", Q("31", "seats"))
    assert verdicts(won, lost) == []


def test_vague_sums_of_other_orders_do_not_agree() -> None:
    losses = "Insurance losses are put at"
    a = fire(
        "a", f"{losses} hundreds of millions.", Q("hundreds of millions", "losses", 200_000_000, relation=">")
    )
    b = fire(
        "b", f"{losses} tens of billions.", Q("tens of billions", "losses", 20_000_000_000, relation=">")
    )
    assert verdicts(a, b) == []


def test_one_article_has_both() -> None:
    a = fire(
        "a",
        "First 12 lifeboats were lowered. Later 3 lifeboats came from the shore.",
        Q("12", "lifeboats"),
        Q("3", "lifeboats"),
    )
    b = fire("b", "The crew lowered 12 lifeboats.", Q("12", "lifeboats"))
    assert verdicts(a, b) == ["agrees"]


def test_a_number_that_is_denied_is_nobodys_claim() -> None:
    a = fire(
        "a", "She denied that 12 people died.", Q("12", "people"), S("She", "12 people died", cue="deny")
    )
    b = fire("b", "In all 14 people died.", Q("14", "people"))
    assert verdicts(a, b) == []


def test_another_year_is_another_event() -> None:
    a = fire("a", "In all 12 people died.", Q("12", "people"))
    b = fire("b", "In 2008 a fire killed 3 people on another ferry.", Q("3", "people", date="2008"))
    assert verdicts(a, b) == []


def test_another_place_that_an_article_tells_apart() -> None:
    names = {**NAMES, "Osteray": "GPE", "Kirkvik": "GPE"}
    a = sheet("a", LEAD + "The flood killed 12 people in Osteray.", Q("12", "people"), names=names)
    b = sheet(
        "b", LEAD + "The flood killed 7 people in Kirkvik. Osteray is worse.", Q("7", "people"), names=names
    )
    assert verdicts(a, b) == []


def test_other_news_are_other_news() -> None:
    a = fire("a", "In all 12 people died.", Q("12", "people"))
    b = sheet(
        "b",
        "Bus crash in Lindau\n\nA bus left the road near Lindau on Monday, and 4 people died.",
        Q("4", "people"),
        names={"Lindau": "GPE"},
    )
    assert verdicts(a, b) == []


def test_a_toll_that_rises_from_day_to_day() -> None:
    assert verdicts(
        fire("a", "So far 12 people died.", Q("12", "people")),
        fire("b", "So far 14 people died.", Q("14", "people"), published="2024-05-16"),
    ) == ["changes"]


@pytest.mark.parametrize(
    ("number", "published", "verdict"),
    [
        # Counted on a later day than that of the other article, whose number has no day of its own.
        ("15,500", "2024-05-18", "changes"),
        ("15,500", "2024-05-14", "differs"),
        ("9,500", "2024-05-18", "differs"),
    ],
)
def test_what_was_still_counted_on_its_day(number: str, published: str, verdict: str) -> None:
    """The day is the number's own, else that on which its article was published."""
    counted = "By Tuesday night 12,000 tickets were sold."
    a = fire("a", counted, Q("12,000", "tickets", date="2024-05-14", day="Tuesday night"))
    b = fire("b", f"They sold {number} tickets.", Q(number, "tickets"), published=published)
    assert verdicts(a, b) == [verdict]


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("Rovers beat Ashby 3-1 on Saturday.", "Rovers thumped Ashby 3-2 to win the cup.", ["differs"]),
        ("Rovers beat Ashby 3-1 on Saturday.", "Ashby lost 1-3 to Rovers.", ["agrees"]),
        # Other teams, a score on the way, and a decision.
        ("Rovers beat Ashby 3-1 on Saturday.", "Ashby won 2-1 against Corvo.", []),
        ("Rovers beat Ashby 3-1 on Saturday.", "Rovers led 2-1 against Ashby at half-time.", []),
        ("Rovers beat Ashby 3-1 on Saturday.", "The court ruled in a 2-1 decision for Rovers and Ashby.", []),
    ],
)
def test_results_of_matches(one: str, other: str, expected: list[str]) -> None:
    names = {**NAMES, "Rovers": "ORG", "Ashby": "ORG", "Corvo": "ORG"}
    a, b = (sheet(id_, LEAD + text, names=names) for id_, text in (("a", one), ("b", other)))
    assert verdicts(a, b) == expected


def test_a_toll_that_falls_is_a_difference() -> None:
    assert verdicts(
        fire("a", "So far 14 people died.", Q("14", "people")),
        fire("b", "So far 12 people died.", Q("12", "people"), published="2024-05-16"),
    ) == ["differs"]


def test_a_value_that_does_not_move_with_the_days() -> None:
    assert verdicts(
        fire("a", "So far 12 people died.", Q("12", "people")),
        fire("b", "So far 14 people died.", Q("14", "people"), published="2024-05-16"),
        fire("c", "So far 12 people died.", Q("12", "people"), published="2024-05-17"),
    ) == ["differs"]


def test_what_an_article_says_is_out_of_date() -> None:
    a = fire(
        "a",
        "There are 9 people missing, down from 21 people missing before.",
        Q("9", "people"),
        Q("21", "people"),
    )
    b = fire("b", "Still 9 people are missing.", Q("9", "people"))
    assert verdicts(a, b) == ["agrees"]


def test_a_fact_does_not_move_from_one_day_to_the_next() -> None:
    assert verdicts(
        fire("a", "It carried 212 vehicles.", Q("212", "vehicles")),
        fire("b", "It carried 122 cars.", Q("122", "cars"), published="2024-05-16"),
    ) == ["differs"]


def test_money_needs_the_same_circumstances() -> None:
    fined = "Regulators fined Sund Lines {} in 2021 over faulty sprinklers."
    money = {"unit": "USD", "date": "2021"}
    a = fire("a", fined.format("$2.4 million"), Q("$2.4 million", value=2.4e6, **money))
    b = fire("b", fined.format("$4.2 million"), Q("$4.2 million", value=4.2e6, **money))
    c = fire("c", "Its chief earned $1.9 million.", Q("$1.9 million", value=1.9e6, unit="USD"))
    (row,) = (row for row in rows(a, b, c) if row.verdict == "differs")
    assert {figure.article for value in row.values for figure in value.figures} == {"a", "b"}
    assert {"sprinkler", "regulator"} <= set(row.shared)


def test_units_are_converted() -> None:
    a = fire(
        "a",
        "The fire began 18 nautical miles off the lighthouse.",
        Q("18 nautical miles", value=18, unit="nautical_mile"),
    )
    b = fire(
        "b",
        "The fire began 33 kilometres off the lighthouse.",
        Q("33 kilometres", value=33, unit="kilometre"),
    )
    c = fire(
        "c",
        "The fire began 60 kilometres off the lighthouse.",
        Q("60 kilometres", value=60, unit="kilometre"),
    )
    assert verdicts(a, b) == ["agrees"]
    assert verdicts(a, b, c) == ["differs"]


def test_rises_and_falls_are_held_apart_from_levels() -> None:
    text = "Ticket sales of Sund Lines {} this spring, the regulator says."
    percent = {"value": 3, "unit": "percent"}
    up = fire("a", text.format("rose 3%"), Q("3%", "Ticket sales", change="increase", **percent))
    down = fire("b", text.format("fell 3%"), Q("3%", "Ticket sales", change="decrease", **percent))
    level = fire("c", text.format("were 9% of all"), Q("9%", "Ticket sales", value=9, unit="percent"))
    assert verdicts(up, down) == ["differs"]
    assert verdicts(up, level) == []


def test_results_without_text() -> None:
    def read(id_: str, number: int) -> Extraction:
        extraction = fire(
            id_,
            f"The coast guard said {number} people died when Maren Sund burned off Port Halden.",
            Q(str(number), "people"),
            S("The coast guard", f"{number} people died when Maren Sund burned off Port Halden", "indirect"),
        )
        document = extraction.document.model_copy(update={"text": ""})
        return extraction.model_copy(update={"document": document})

    (row,) = rows(read("a", 12), read("b", 14))
    assert row.verdict == "differs"
    assert row.values[0].figures[0].sentence is None


def test_the_order_of_articles_does_not_matter() -> None:
    articles = [
        fire("a", "In all 12 people died.", Q("12", "people")),
        fire("b", "In all 14 people died.", Q("14", "people")),
        fire(
            "c",
            "At least 12 people died, 3 of them children.",
            Q("12", "people", relation=">="),
            Q("3", "people"),
        ),
        fire("d", "There were 12 people killed.", Q("12", "people")),
    ]
    forward, backward = rows(*articles), rows(*reversed(articles))
    assert [row.verdict for row in forward] == [row.verdict for row in backward] == ["differs"]
    assert forward[0].articles == backward[0].articles == 4


def test_one_article_alone_has_nothing_to_be_held_against() -> None:
    a = fire("a", "Here 12 people died. There 14 people died.", Q("12", "people"), Q("14", "people"))
    assert rows(a) == []
    assert rows() == []


def toll(id_: str, number: str, relation: str = "=", **more: str) -> Extraction:
    return fire(id_, f"The fire killed {number} people.", Q(number, "people", relation=relation), **more)


@pytest.mark.parametrize(
    ("one", "other", "verdict"),
    [
        (("184", ">="), ("148", ">="), "floors_differ"),
        (("400", ">"), ("900", ">"), "floors_differ"),
        (("400", "<="), ("900", "<="), "floors_differ"),
        (("12", ">="), ("173", "="), "floors_differ"),
        (("400", ">"), ("415", "="), "agrees"),
        (("180", ">="), ("184", ">="), "agrees"),
    ],
)
def test_bounds(one: tuple[str, str], other: tuple[str, str], verdict: str) -> None:
    assert verdicts(toll("a", *one), toll("b", *other)) == [verdict]


def test_bounds_in_two_units_are_compared_in_one() -> None:
    def within(id_: str, number: float, unit: str) -> Extraction:
        text = f"The judge has to report on the fire within {number} {unit}s."
        return fire(id_, text, Q(f"{number} {unit}s", "report", number, unit, "<="))

    assert verdicts(within("a", 90, "day"), within("b", 3, "month")) == ["agrees"]
    assert verdicts(within("a", 90, "day"), within("b", 5, "month")) == ["floors_differ"]


def test_a_prison_is_no_sentence_and_room_for_others_no_capacity() -> None:
    def held(id_: str, number: str, place: str) -> Extraction:
        text = f"When the fire began {number} men were locked in a {place} with room for 620."
        return fire(id_, text, Q(number, "men"), Q("620", "room"))

    (row, *_) = [r for r in rows(held("a", "1,140", "jail"), held("b", "1,410", "prison")) if "men" in r.what]
    assert (row.what, row.verdict) == ("men", "differs")


def test_a_floor_that_rises_from_day_to_day() -> None:
    assert verdicts(toll("a", "112", ">="), toll("b", "150", ">=", published="2024-05-17")) == ["changes"]


def test_digits_in_another_order_are_no_change() -> None:
    later = toll("b", "418", published="2024-05-17")
    assert verdicts(toll("a", "148"), later) == ["differs"]


def test_a_course_is_told_from_a_conflict() -> None:
    (row,) = rows(
        toll("a", "41"),
        toll("b", "137", published="2024-05-17"),
        toll("c", "173", published="2024-05-17"),
    )
    assert row.verdict == "differs"
    by_value = {value.value_low: value for value in row.values}
    assert by_value[41].contradicts == []
    assert len(by_value[41].moves) == 2
    assert len(by_value[137].contradicts) == len(by_value[173].contradicts) == 1


def test_claimants_who_dispute_a_number() -> None:
    text = "Police put the crowd at 8,000. Organisers put the crowd at 25,000."
    sources = (
        S("Police", "the crowd at 8,000", "indirect", kind="group"),
        S("Organisers", "the crowd at 25,000", "indirect", kind="group"),
    )
    one = fire("a", text, Q("8,000", "crowd"), Q("25,000", "crowd"), *sources)
    assert verdicts(one) == ["disputed"]
    other = fire("b", "A crowd of 8,000 came.", Q("8,000", "crowd"))
    (row,) = rows(one, other)
    assert (row.verdict, row.articles) == ("disputed", 2)


def test_the_side_taken_belongs_to_the_thing() -> None:
    def poll(id_: str, against: str, support: str) -> Extraction:
        percent = {"unit": "percent"}
        return fire(
            id_,
            f"A poll found that {against}% of residents oppose the bridge and {support}% support it.",
            Q(f"{against}%", "residents", value=float(against), **percent),
            Q(f"{support}%", "residents", value=float(support), **percent),
        )

    assert verdicts(poll("a", "52", "38"), poll("b", "52", "38")) == ["agrees", "agrees"]
    assert verdicts(poll("a", "52", "38"), poll("b", "38", "52")) == ["differs", "differs"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("$5 million", 5e6, "USD"), ("5 million euros", 5e6, "EUR")),
        (("£620 a month", 620, "GBP/month"), ("£620 a year", 620, "GBP/year")),
        (("£2.6 billion", 2.6e9, "GBP"), ("£2.6 million", 2.6e6, "GBP")),
        (("11 days", 11, "day"), ("11 hours", 11, "hour")),
        (("Q5 million", 5e6, "XXX"), ("$5 million", 5e6, "USD")),
        (("Rs 5 million", 5e6, "INR"), ("$5 million", 5e6, "USD")),
        (("P5 million", 5e6, "PHP"), ("5 million kroner", 5e6, "XXX")),
    ],
)
def test_the_same_figure_with_another_unit(
    one: tuple[str, float, str], other: tuple[str, float, str]
) -> None:
    assert verdicts(bill("a", *one), bill("b", *other)) == ["other_unit"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("kr 5 million", 5e6, "NOK"), ("kr 5 million", 5e6, "SEK")),
        (("P5 million", 5e6, "PHP"), ("5 million pesos", 5e6, "XXX")),
    ],
)
def test_one_sign_or_name_of_several_currencies(
    one: tuple[str, float, str], other: tuple[str, float, str]
) -> None:
    assert verdicts(bill("a", *one), bill("b", *other)) == ["agrees"]


def bill(id_: str, words: str, value: float, unit: str) -> Extraction:
    text = f"The repair of the burned deck took {words}, the owner of the ferry says."
    return fire(id_, text, Q(words, "repair", value=value, unit=unit))


def test_copies_are_one_witness() -> None:
    wire = (
        "The ferry was built in a yard in the north, and many remember the day when it was launched there. "
        * 4
    )
    text = f"{wire} The fire killed 12 people on the deck. Later 3 people died in a hospital far away."
    results = (Q("12", "people"), Q("3", "people"))
    assert rows(fire("a", text, *results), fire("b", text, *results)) == []
    (row,) = rows(fire("a", text, *results), fire("b", text, *results), toll("c", "12"))
    assert (row.verdict, row.articles, row.witnesses) == ("agrees", 3, 2)
    changed = fire("b", text.replace("12", "21"), Q("21", "people"), Q("3", "people"))
    assert verdicts(fire("a", text, *results), changed) == ["differs"]


def test_two_companies_are_two_things() -> None:
    def profit(id_: str, company: str, number: str) -> Extraction:
        text = f"{company} made a net profit of ${number} million in the quarter."
        return sheet(
            id_,
            LEAD + text,
            Q(f"${number} million", "net profit", value=float(number) * 1e6, unit="USD"),
            names={**NAMES, company: "ORG"},
        )

    assert verdicts(profit("a", "Sund Lines", "12"), profit("b", "Sund Lines", "14")) == ["differs"]
    assert verdicts(profit("a", "Halden Bank", "12"), profit("b", "Kirkvik Oil", "14")) == []


def test_some_and_more_than_two_digits_is_no_rough_number() -> None:
    strikers = [
        fire(id_, f"Some {number} drivers were on strike.", Q(number, "drivers", relation="~"))
        for id_, number in (("a", "2,650"), ("b", "2,560"))
    ]
    assert verdicts(*strikers) == ["differs"]


def test_a_group_of_its_own_may_be_a_part_of_all() -> None:
    one = fire("a", "In all 12 people died in the fire.", Q("12", "people"))
    other = fire("b", "In the fire 3 firefighters died.", Q("3", "firefighters"))
    assert verdicts(one, other) == []


@pytest.mark.parametrize(
    ("one", "other", "what", "verdict"),
    [
        (
            "It was the third fire this year on a ferry.",
            "It was the fourth fire this year on a ferry.",
            "fire",
            "differs",
        ),
        ("It was the 3rd fire in a row.", "It was the third fire in a row.", "fire", "agrees"),
    ],
)
def test_ordinals(one: str, other: str, what: str, verdict: str) -> None:
    (row,) = rows(fire("a", one), fire("b", other))
    assert (row.what, row.verdict) == (what, verdict)
    (first, *_) = row.values[0].figures
    assert first.result is None
    assert (LEAD + one)[first.start : first.end] == first.text


def test_times_of_day() -> None:
    def alarm(id_: str, time: str, value: str) -> Extraction:
        extraction = fire(id_, f"The alarm on the car deck of the ferry was raised at {time}.")
        text = extraction.document.text
        found = {"id": "d1", "start": text.index(time), "end": text.index(time) + len(time), "text": time}
        return extraction.model_copy(update={"dates": [Date.model_validate({**found, "value": value})]})

    two = alarm("a", "2:40 a.m.", "2024-05-14T02:40")
    assert verdicts(two, alarm("b", "02:40", "2024-05-14T02:40")) == ["agrees"]
    assert verdicts(two, alarm("b", "4:20 a.m.", "2024-05-14T04:20")) == ["differs"]


def test_a_number_the_text_denies() -> None:
    denied = fire("a", "Not 50 people died in the fire.", Q("50", "people"))
    (quantity,) = denied.quantities
    denied = denied.model_copy(update={"quantities": [quantity.model_copy(update={"negated": True})]})
    assert verdicts(denied, fire("b", "The fire killed 12 people.", Q("12", "people"))) == []
    none = quantity.model_copy(update={"negated": True, "value_low": 0, "value_high": 0})
    nobody = denied.model_copy(update={"quantities": [none]})
    assert verdicts(nobody, fire("b", "The fire killed 12 people.", Q("12", "people"))) == ["differs"]


def test_articles_without_a_day_may_tell_of_two_days() -> None:
    def shares(id_: str, number: str, published: str | None) -> Extraction:
        text = f"Shares in Sund Lines fell {number}% in Halden."
        value = {"value": float(number), "unit": "percent", "change": "decrease"}
        return fire(id_, text, Q(f"{number}%", "Shares", **value), published=published)

    assert verdicts(shares("a", "9", "2024-05-15"), shares("b", "3", "2024-05-15")) == ["differs"]
    assert verdicts(shares("a", "9", None), shares("b", "3", None)) == []
    assert verdicts(shares("a", "9.4", None), shares("b", "4.9", None)) == ["differs"]


def test_two_polls_are_two_things() -> None:
    def poll(id_: str, pollster: str, percent: str) -> Extraction:
        text = f"A poll by {pollster} found that {percent}% of residents oppose the bridge to the island."
        number = Q(f"{percent}%", "residents", value=float(percent), unit="percent")
        return sheet(id_, LEAD + text, number, names={**NAMES, pollster: "ORG"})

    assert verdicts(poll("a", "Halden Institute", "52"), poll("b", "Halden Institute", "47")) == ["differs"]
    assert verdicts(poll("a", "Halden Institute", "52"), poll("b", "Kirkvik Research", "47")) == []


@pytest.mark.parametrize(
    ("one", "other", "verdict"),
    [
        ("2 hours, 9 minutes and 14 seconds", "2 hours, 9 minutes and 41 seconds", "differs"),
        ("2 hours, 9 minutes and 14 seconds", "2 hours and 9 minutes", "agrees"),
    ],
)
def test_several_units_are_rounded_to_the_last(one: str, other: str, verdict: str) -> None:
    def race(id_: str, words: str) -> Extraction:
        hours, minutes, *seconds = (int(word) for word in words.split() if word.isdigit())
        value = hours + minutes / 60 + sum(seconds) / 3600
        text = f"The winner of the island race crossed the line after {words}."
        return fire(id_, text, Q(words, "race", value=value, unit="hour"))

    assert verdicts(race("a", one), race("b", other)) == [verdict]


def test_a_period_that_one_leaves_out() -> None:
    def wage(id_: str, words: str, value: float, unit: str) -> Extraction:
        return fire(id_, f"The crew of the ferry ask for a wage of {words}.", Q(words, "wage", value, unit))

    hourly = wage("a", "14 euros an hour", 14, "EUR/hour")
    assert verdicts(hourly, wage("b", "14 euros", 14, "EUR")) == ["agrees"]
    assert verdicts(hourly, wage("b", "14 euros a week", 14, "EUR/week")) == ["other_unit"]
    assert verdicts(hourly, wage("b", "16 euros", 16, "EUR")) == ["differs"]


def test_a_person_won_so_often() -> None:
    def title(id_: str, text: str) -> Extraction:
        return sheet(id_, LEAD + text, names={**NAMES, "Ellen Aas": "PERSON"})

    fourth = title("a", "Ellen Aas took the race for the fourth time.")
    assert verdicts(fourth, title("b", "It was a fifth title for Ellen Aas.")) == ["differs"]


def bid(id_: str, verb: str, percent: str, noun: str = "pay") -> Extraction:
    text = f"In the dispute the crew of the ferry {verb} {percent}% more {noun}."
    return fire(id_, text, Q(f"{percent}%", noun, float(percent), "percent"))


def test_a_demand_is_held_against_a_demand_alone() -> None:
    assert verdicts(bid("a", "demand", "11"), bid("b", "want", "17", "wages")) == ["differs"]
    assert verdicts(bid("a", "demand", "11"), bid("b", "were offered", "17")) == []


def test_those_for_and_those_against_swapped() -> None:
    def poll(id_: str, text: str) -> Extraction:
        share = {"unit": "percent"}
        return fire(id_, text, Q("58%", "residents", 58, **share), Q("31%", "residents", 31, **share))

    for told in (
        "The survey says 58% of residents oppose the bridge, and 31% are behind it.",
        "The survey says 31% of residents back the bridge, and 58% oppose it.",
    ):
        found = rows(
            poll("a", "The survey says 58% of residents back the bridge, and 31% oppose it."), poll("b", told)
        )
        assert {row.verdict for row in found} == {"differs"}


def test_a_majority_on_the_other_side() -> None:
    def ballot(id_: str, text: str, *shares: str) -> Extraction:
        text = f"In the ballot at Sund Lines {text} strike action."
        return fire(id_, text, *(Q(f"{n}%", value=float(n), unit="percent") for n in shares))

    for_it = ballot("a", "78% voted for", "78")
    (row,) = rows(for_it, ballot("b", "78% voted against", "78"), ballot("c", "78% voted for", "78"))
    assert (row.verdict, [len(value.figures) for value in row.values]) == ("differs", [2, 1])
    # A minority, as others have no opinion.
    assert verdicts(ballot("a", "48% voted for", "48"), ballot("b", "48% voted against", "48")) == []
    # Another vote.
    assert verdicts(for_it, ballot("b", "two years ago 78% voted against", "78")) == []
    # An article that gives both sides: those for it are compared.
    (row,) = rows(for_it, ballot("b", "22% voted for and 78% voted against", "22", "78"))
    assert [value.value_low for value in row.values] == [22, 78]


def test_a_clock_read_in_another_order() -> None:
    def stopped(id_: str, text: str, time: str, value: str) -> Extraction:
        extraction = fire(id_, text)
        start = extraction.document.text.index(time)
        found = {"id": "d1", "start": start, "end": start + len(time), "text": time, "value": value}
        return extraction.model_copy(update={"dates": [Date.model_validate(found)]})

    fire_began = stopped("a", "The accident happened at 3:20 a.m.", "3:20 a.m.", "2024-05-14T03:20")
    clock = "The clock in the harbour had stopped at {}."
    assert verdicts(fire_began, stopped("b", clock.format("2:30"), "2:30", "2024-05-14T02:30")) == ["differs"]


def dated(id_: str, text: str, *dates: tuple[str, str], published: str = "2024-05-15") -> Extraction:
    """An article about the fire with dates: their words and values."""
    extraction = fire(id_, text, published=published)
    found = []
    for number, (words, value) in enumerate(dates, 1):
        start = extraction.document.text.index(words)
        span = {"id": f"d{number}", "start": start, "end": start + len(words), "text": words}
        found.append(Date.model_validate({**span, "value": value}))
    return extraction.model_copy(update={"dates": found})


def test_days_of_an_event() -> None:
    text = "The trial of the skipper opens in Port Halden on {}."
    first = dated("a", text.format("14 June"), ("14 June", "2024-06-14"))
    (row,) = rows(first, dated("b", text.format("21 June"), ("21 June", "2024-06-21")))
    assert row.verdict == "differs"
    assert [(value.value_low, value.value_high, value.unit) for value in row.values] == [
        (20240614, 20240614, "calendar_day"),
        (20240621, 20240621, "calendar_day"),
    ]
    assert [describe_value(value) for value in row.values] == ["2024-06-14", "2024-06-21"]
    assert [figure.result for value in row.values for figure in value.figures] == ["d1", "d1"]
    # A month that has the day.
    assert verdicts(first, dated("b", text.format("June"), ("June", "2024-06"))) == ["agrees"]


@pytest.mark.parametrize(
    ("text", "words", "value", "is_day"),
    [
        ("It sank at 7.50am.", "7.50am", "2024-05-14T07:50", False),
        ("It sank at 7.50am on Tuesday.", "7.50am on Tuesday", "2024-05-14T07:50", True),
        ("It sank on May 6 at noon.", "May 6 at noon", "2024-05-06T12:00", True),
        ("Published May 20, 2024 by Ada Moss", "May 20, 2024", "2024-05-20", False),
        # Up to when something was counted.
        ("By Monday 12 people had been found.", "Monday", "2024-05-13", False),
        ("It was the worst fire in three years.", "three years", "P3Y/2024-05-15", False),
    ],
)
def test_what_names_the_day_of_an_event(text: str, words: str, value: str, is_day: bool) -> None:
    claims = find_claims(dated("a", text, (words, value)), 0)
    assert any(claim.unit.family == "calendar_day" for claim in claims) == is_day


def test_a_day_in_quotation_marks_counts_from_when_that_was_said() -> None:
    def said(id_: str, published: str, quote: str) -> Extraction:
        text = "“Nobody on this ferry sleeps tonight,” a stoker of the ferry told reporters."
        words = S("a stoker of the ferry", "Nobody on this ferry sleeps tonight", quote)
        read = dated(id_, text, ("tonight", published), published=published)
        return read.model_copy(update={"statements": fire(id_, text, words).statements})

    assert verdicts(said("a", "2024-05-15", "direct"), said("b", "2024-05-16", "direct")) == []
    assert verdicts(said("a", "2024-05-15", "indirect"), said("b", "2024-05-16", "indirect")) == ["differs"]


def test_what_lasts_is_so_on_many_days() -> None:
    def ill(id_: str, words: str, day: str, value: str) -> Extraction:
        text = f"Eleven of the passengers {words} in the hospital of the port on {day}."
        return dated(id_, text, (day, value))

    first = ill("a", "remained", "Monday", "2024-05-13")
    assert verdicts(first, ill("b", "were still", "Tuesday", "2024-05-14")) == []
    first = ill("a", "were examined", "Monday", "2024-05-13")
    assert verdicts(first, ill("b", "were examined", "Tuesday", "2024-05-14")) == ["differs"]


def test_years_in_the_lives_of_two_people() -> None:
    def worked(id_: str, who: str, age: str, years: str) -> Extraction:
        text = f"{LEAD}{who}, {age}, has worked in the engine room of the ferry for {years} years."
        numbers = Q(age, value=int(age), unit="year"), Q(f"{years} years", value=int(years), unit="year")
        return sheet(id_, text, *numbers, names={**NAMES, who: "PERSON"})

    first = worked("a", "Shona Petrie", "41", "19")
    assert verdicts(first, worked("b", "Ewan Grant", "58", "33")) == []
    assert verdicts(first, worked("b", "Shona Petrie", "41", "33")) == ["differs", "agrees"]


def test_the_day_of_a_dateline_is_no_day_of_an_event() -> None:
    read = dated(
        "a", "OSTERAY, Norland, May 14, 2024 — The skipper was found.", ("May 14, 2024", "2024-05-14")
    )
    place = {"start": len(LEAD), "end": len(LEAD) + len("OSTERAY"), "text": "OSTERAY"}
    document = Document.model_validate({**read.document.model_dump(), "dateline": place})
    assert [*find_claims(read.model_copy(update={"document": document}), 0)] == []


def test_a_bare_number_has_the_unit_of_what_it_is_held_against() -> None:
    text = "Unemployment in Port Halden was {}."
    a = fire("a", text.format("6.2%"), Q("6.2%", "Unemployment", 6.2, "percent"))
    (row,) = rows(a, fire("b", text.format("5.7"), Q("5.7", "Unemployment", 5.7)))
    assert row.verdict == "differs"
    assert {value.unit for value in row.values} == {"percent"}
    # A noun after it says what it counts.
    (people,) = find_claims(fire("b", "It had 57 people.", Q("57", "people")), 0)
    assert not people.is_bare


def test_a_vague_number_joins_no_others() -> None:
    """`Thousands` may be 2,000 and 34,000, which are of other messages."""
    assert "floors_differ" not in verdicts(
        fire(
            "a", "Lawyers held back thousands of messages.", Q("thousands", "messages", 1000, relation=">=")
        ),
        fire("b", "Over 2,000 messages were secret.", Q("2,000", "messages", 2000, relation=">")),
        fire("c", "Somebody destroyed 34,000 messages.", Q("34,000", "messages", 34000)),
    )


def test_bounds_with_a_zero_more() -> None:
    assert verdicts(
        fire("a", "The club sold more than 6,000 shirts.", Q("6,000", "shirts", 6000, relation=">")),
        fire("b", "At least 60,000 shirts were shifted.", Q("60,000", "shirts", 60000, relation=">=")),
    ) == ["floors_differ"]


def test_the_number_of_others_depends_on_who_is_named() -> None:
    five = fire("a", "Voters go to the polls in Osteray and five other states.", Q("five", "states", 5))
    four = fire(
        "b", "Voters go to the polls in Osteray, Kirkvik and four other states.", Q("four", "states", 4)
    )
    assert verdicts(five, four) == []


def test_a_number_in_a_name_is_no_claim() -> None:
    listed = fire("a", "The study looked at the Fortune 500 companies.", Q("500", "companies"))
    assert verdicts(listed, fire("b", "The study looked at 58 companies.", Q("58", "companies"))) == []


def test_a_quarter_and_a_year() -> None:
    def delivered(id_: str, number: str, when: str) -> Extraction:
        text = f"Sund Lines delivered {number} buses {when}."
        return fire(id_, text, Q(number, "buses", float(number)))

    quarter = delivered("a", "2310", "in the quarter")
    assert verdicts(quarter, delivered("b", "2450", "in the quarter")) == ["differs"]
    assert verdicts(quarter, delivered("b", "2450", "this year")) == []


def test_articles_without_a_day_among_many_may_be_of_other_weeks() -> None:
    def takings(id_: str, number: str, published: str | None) -> Extraction:
        text = f"The film The Aviator took ${number} million at the box office."
        film = Q(f"${number} million", "The Aviator", float(number) * 1e6, "USD")
        return fire(id_, text, film, published=published)

    def found(*published: str | None) -> list[str]:
        articles = [takings("a", "9.4", published[0]), takings("b", "11.2", published[1])]
        return [row.verdict for row in compare(articles, sections=["numbers"], group="auto").numbers]

    assert found("2024-05-15", "2024-05-15") == ["differs"]
    assert found(None, None) == []


@pytest.mark.parametrize(
    ("one", "other", "is_transposed", "is_misread"),
    [
        (184, 148, True, True),
        (1204, 1240, True, True),
        (4000, 400, True, False),
        # One digit, and as many otherwise.
        (24800, 24300, False, True),
        (63, 36, True, False),
        (63, 64, False, False),
        # A single digit, and the same number.
        (6, 9, False, False),
        (40, 4, False, False),
        (184, 184, False, False),
        # `120` and `102` are written with as many digits; `1.2` and `10.2` are not.
        (120, 102, True, True),
        (1.2, 10.2, False, False),
        (17, 10.7, False, False),
        (6.8, 68, False, False),
    ],
)
def test_misread_digits(one: float, other: float, is_transposed: bool, is_misread: bool) -> None:
    def claim(value: float) -> NumericClaim:
        ((found,),) = ([*find_claims(fire("a", f"There were {value} boats.", Q(str(value), "boats")), 0)],)
        return found

    a, b = claim(one), claim(other)
    assert are_transposed(a, b) == are_transposed(b, a) == is_transposed
    assert are_misread(a, b) == is_misread


def test_what_a_number_moved_from_is_out_of_date() -> None:
    text = "Sund Lines cut its fares from {} crowns to {} crowns in the spring."
    both = fire("a", text.format(25, 20), Q("25", "fares"), Q("20", "fares"))
    assert verdicts(both, fire("b", "Sund Lines cut its fares to 20 crowns.", Q("20", "fares"))) == ["agrees"]


def test_what_something_was_done_instead_of_did_not_happen() -> None:
    text = "The case was heard by nine judges rather than the usual five."
    usual = fire("b", text, Q("nine", "judges", 9), Q("five", "judges", 5))
    assert set(verdicts(fire("a", text, Q("nine", "judges", 9), Q("five", "judges", 5)), usual)) == {"agrees"}


def test_an_article_with_two_months_tells_how_they_moved() -> None:
    def sales(id_: str, text: str, *values: tuple[str, str, str | None]) -> Extraction:
        found = (
            Q(f"{n}%", "Ticket sales", float(n), "percent", change=way, date=day) for n, way, day in values
        )
        return fire(id_, text, *found)

    november = sales("a", "Ticket sales of Sund Lines rose 6%.", ("6", "increase", None))
    both = sales(
        "b",
        "Ticket sales of Sund Lines fell 9% in April, after Ticket sales rose 6% in March.",
        ("9", "decrease", "2024-04"),
        ("6", "increase", "2024-03"),
    )
    assert "differs" not in verdicts(november, both)


def test_an_age_that_bounds_a_group_is_nobodys() -> None:
    def under(id_: str, age: str) -> Extraction:
        text = f"Free tickets go to people under {age} years old."
        return fire(id_, text, Q(f"{age} years old", "people", float(age), "year", relation="<"))

    assert verdicts(under("a", "55"), under("b", "65")) == []


def test_a_figure_differs_in_its_period_or_in_its_thousands() -> None:
    def paid(id_: str, words: str, value: float, unit: str) -> Extraction:
        return fire(id_, f"Sund Lines pays guards {words}.", Q(words, "guards", value, unit))

    weekly = paid("a", "£700 a week", 700, "GBP/week")
    assert verdicts(weekly, paid("b", "£700 a month", 700, "GBP/month")) == ["other_unit"]
    assert verdicts(weekly, paid("b", "£700 million", 700e6, "GBP")) == []


def test_the_result_of_a_vote_does_not_run() -> None:
    def vote(id_: str, first: str, value: float, published: str) -> Extraction:
        text = f"The council of Port Halden refused to raise the pier by {first} votes to six."
        return fire(id_, text, Q(first, "votes", value), Q("six", "votes", 6), published=published)

    a, b = vote("a", "nine", 9, "2024-05-15"), vote("b", "seven", 7, "2024-05-18")
    assert "differs" in verdicts(a, b)
    assert "changes" not in verdicts(a, b)


def test_what_was_voted_to_be_done_is_a_side() -> None:
    def vote(id_: str, text: str, *numbers: tuple[str, float]) -> Extraction:
        return fire(id_, text, *(Q(words, value=value) for words, value in numbers))

    said = "{} owners voted to repair the ferry and {} voted to scrap it."
    a = vote("a", said.format("Seven", "four"), ("Seven", 7), ("four", 4))
    for other in (said, said.replace("{} voted", "{}")):
        b = vote("b", other.format("Four", "seven"), ("Four", 4), ("seven", 7))
        assert set(verdicts(a, b)) == {"differs"}
        b = vote("b", other.format("Seven", "four"), ("Seven", 7), ("four", 4))
        assert verdicts(a, b) == ["agrees", "agrees"]


def test_the_sides_of_a_vote_do_not_run() -> None:
    def vote(id_: str, count: str, published: str) -> Extraction:
        text = f"In the parliament {count} deputies voted for the repair of the ferry."
        return fire(id_, text, Q(count, "deputies"), published=published)

    assert verdicts(vote("a", "81", "2024-05-15"), vote("b", "63", "2024-05-18")) == ["differs"]


def test_what_was_done_earlier_is_not_out_of_date() -> None:
    def made(id_: str, words: str, count: str) -> Extraction:
        text = f"The skipper {words} {count} laps of the harbour in his boat."
        return fire(id_, text, Q(count, "laps"))

    assert verdicts(made("a", "had made", "86"), made("b", "had earlier made", "68")) == ["differs"]
    assert verdicts(made("a", "had made", "86"), made("b", "had earlier reported", "68")) == ["changes"]


def test_the_missing_become_fewer() -> None:
    def missing(id_: str, count: str, day: str) -> Extraction:
        text = f"By the evening of {day} {count} passengers were still missing."
        return fire(id_, text, Q(count, "passengers", date=day, day=day), published=day)

    assert verdicts(missing("a", "19", "2024-05-14"), missing("b", "13", "2024-05-15")) == ["changes"]


def test_those_some_of_whom_something_is_told() -> None:
    """`11 of the 23 who broke out were back behind bars`, `Five of the men had been recaptured`."""
    a = fire(
        "a",
        "By Monday night 11 of the 23 who broke out of the jail were back behind bars.",
        Q("11"),
        Q("23", "who"),
    )
    b = fire("b", "Eleven of the men had been recaptured.", Q("Eleven", "men", 11))
    assert [claim.thing for article in (a, b) for claim in find_claims(article, 0)][::2] == [
        "people caught"
    ] * 2


def test_charges_are_no_people() -> None:
    a = fire("a", "The skipper was found guilty on 14 charges.", Q("14", "charges"))
    b = fire("b", "The skipper was convicted on 12 charges.", Q("12", "charges"))
    assert {claim.thing for article in (a, b) for claim in find_claims(article, 0)} == {"charge"}
    assert verdicts(a, b) == ["differs"]


def test_what_two_claimants_say_of_one_person() -> None:
    """Ten times as much is no other thing where prosecution and defence speak of the same man."""
    names = {"Gregor Ashlin": "PERSON"}

    def made(id_: str, who: str, words: str, value: float) -> Extraction:
        said = f"Gregor Ashlin made {words} from the scheme"
        text = f"{LEAD}{said}, {who} said."
        claimant = S(who, said, "indirect", kind="group")
        found = Q(words, "scheme", value, "USD")
        return sheet(id_, text, found, claimant, published="2024-05-15", names=names)

    first = made("a", "The prosecutors", "$21 million", 21e6)
    assert verdicts(first, made("b", "The lawyers", "$2 million", 2e6)) == ["disputed"]


def test_who_trusts_and_who_does_not() -> None:
    def share(id_: str, said: str) -> Extraction:
        text = f"In a survey 72% of residents said that they {said} the port to cope with a fire."
        return fire(id_, text, Q("72%", "residents", 72, "percent"))

    assert verdicts(share("a", "trusted"), share("b", "did not trust")) == []
    assert verdicts(share("a", "trusted"), share("b", "trusted")) == ["agrees"]


def test_the_lower_of_two_counts_is_of_a_narrower_thing() -> None:
    all_ = fire("a", "In all 47 witnesses were heard in the trial.", Q("47", "witnesses"))
    some = fire(
        "b", "The court in town listened to 31 prosecution witnesses.", Q("31", "prosecution witnesses")
    )
    assert verdicts(all_, some) == []


def test_a_headline_ends_before_the_byline() -> None:
    """Names of author and publisher are no names of what the headline counts."""
    text = "61 dead as panic grips port\nMonday, May 6, 2024\nBy Rex Darnley, The Comet\n\nA bug has come."
    article = sheet("a", text, Q("61", "dead"), names={"Rex Darnley": "PERSON", "The Comet": "ORG"})
    document = article.document.model_copy(update={"author": "Rex Darnley", "publisher": "The Comet"})
    (claim,) = find_claims(article.model_copy(update={"document": document}), 0)
    assert claim.figure.sentence is not None
    assert claim.figure.sentence.text == "61 dead as panic grips port"
    assert not claim.people
    assert not claim.owners


def test_unlike_nouns_in_like_sentences_are_two_things() -> None:
    houses = fire("a", "In the harbour 12 houses burned on Friday night.", Q("12", "houses"))
    cars = fire("b", "In the harbour 17 cars burned on Friday night.", Q("17", "cars"))
    assert verdicts(houses, cars) == []


def test_claimants_who_say_in_other_words_what_happened() -> None:
    """`Have been lost` names no action, `had drowned` does: the sheep are the same."""
    lost, drowned = "11,000 sheep have been lost", "3,000 sheep had drowned"
    union = S("The farmers' union", lost, "indirect", kind="organization", cue="believe")
    ministry = S("The ministry", drowned, "indirect", kind="organization")
    a = fire("a", f"The farmers' union believes that {lost}.", Q("11,000", "sheep"), union)
    b = fire("b", f"The ministry said that {drowned}.", Q("3,000", "sheep"), ministry)
    assert verdicts(a, b) == ["disputed"]


def test_how_many_there_is_room_for() -> None:
    """Those for whom something is built are no part of those who are there."""
    for words in ("licensed to carry 340 passengers", "designed for 340 passengers"):
        room = fire("a", f"The ferry Maren Sund, {words}, was full.", Q("340", "passengers"))
        aboard = fire("b", "The ferry Maren Sund was full and had 510 passengers.", Q("510", "passengers"))
        other = fire("c", "The ferry Maren Sund was built for 430 passengers.", Q("430", "passengers"))
        assert verdicts(room, aboard) == []
        assert verdicts(room, other) == ["differs"]


def test_parts_are_what_is_said_of_them() -> None:
    """What another number of the sentence counts is not said of the first."""
    there = fire(
        "a",
        "Forty-one of the sick are being treated there, nine of them in intensive care.",
        Q("Forty-one", "sick", 41),
        Q("nine", "sick", 9),
    )
    assert [sorted(claim.lemmas) for claim in find_claims(there, 0)] == [["treat"], ["care", "intensive"]]


def test_those_who_said_one_thing_are_no_claimant() -> None:
    """`61% of residents said …, and 22% that …`: two shares of one poll."""
    harsh, soft = "the sentence was too harsh", "22% that it was too soft"
    a = fire(
        "a",
        f"In a survey, 61% of residents said that {harsh}, and {soft}.",
        Q("61%", "residents", 61, "percent"),
        Q("22%", "residents", 22, "percent"),
        S("a survey", "61% of residents said that", "indirect"),
        S("61% of residents", soft, "indirect"),
    )
    b = fire("b", "The skipper was silent.")
    assert [claim.claimant for claim in find_claims(a, 0)] == ["survey", None]
    assert verdicts(a, b) == []


def test_the_time_in_which_an_amount_fell() -> None:
    """`Within` bounds a time limit, and not the time in which so much rain came down."""

    def fell(id_: str, words: str, hours: float, relation: str) -> Extraction:
        text = f"In Port Halden 142 mm of rain fell {words}."
        return fire(
            id_,
            text,
            Q("142 mm", "rain", 142, "millimetre"),
            Q(f"{hours:.0f} hours", "rain", hours, "hour", relation),
        )

    day, two_days = fell("a", "in 24 hours", 24, "="), fell("b", "within 48 hours", 48, "<=")
    assert "differs" in verdicts(day, two_days)
    assert verdicts(day, fell("b", "within 24 hours", 24, "<=")) == ["agrees", "agrees"]
    a = fire(
        "a", "The plan is to pump out the ferry within 48 hours.", Q("48 hours", "ferry", 48, "hour", "<=")
    )
    b = fire("b", "The plan is to pump out the ferry in 24 hours.", Q("24 hours", "ferry", 24, "hour"))
    assert "differs" not in verdicts(a, b)


def test_accepting_that_something_is_so_takes_no_side() -> None:
    a = fire("a", "Both accept that the deck held 340 people.", Q("340", "people"))
    assert [claim.polarity for claim in find_claims(a, 0)] == [None]
