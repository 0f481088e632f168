"""Numbers of an archive, whose articles may be of other events: what holds them apart."""

from __future__ import annotations

import pytest
from sheets import Q, S, sheet

from claimx.compare.comparer import compare
from claimx.schema import Extraction

NAMES = {"Maren Sund": "PRODUCT", "Port Halden": "GPE", "Sund Lines": "ORG", "Oda Rask": "PERSON"}
MORE = {"Kestrel Air": "ORG", "Varsk": "GPE", "Office for Ports": "ORG", "Office for Prices": "ORG"}
LEAD = "A fire on the ferry Maren Sund off Port Halden shocked the country, and Sund Lines is silent.\n\n"


def fire(id_: str, text: str, *results: Q | S) -> Extraction:
    return sheet(id_, LEAD + text, *results, names=NAMES | MORE)


def verdicts(*articles: Extraction) -> list[str]:
    return [row.verdict for row in compare(articles, sections=["numbers"], group="auto").numbers]


def spent(id_: str, text: str, number: str, what: str = "order") -> Extraction:
    return fire(id_, text.format(number), Q(number, what))


def test_sentences_that_share_a_name_are_held_against_each_other() -> None:
    text = "Sund Lines placed an order for {} buses this week."
    assert verdicts(spent("a", text, "31", "buses"), spent("b", text, "45", "buses")) == ["differs"]


@pytest.mark.parametrize(
    ("other", "number"),
    [
        # Another place in the sentence.
        (
            "While Varsk is waiting, and winter is near, Sund Lines placed an order for {} buses this week.",
            "45",
        ),
        # No name.
        ("The firm placed an order for {} buses in spring.", "45"),
    ],
)
def test_other_names_are_other_things(other: str, number: str) -> None:
    one = "With Port Halden waiting, and winter near, Sund Lines placed an order for {} buses this week."
    assert verdicts(spent("a", one, "31", "buses"), spent("b", other, number, "buses")) == []


def test_an_article_that_gives_both_tells_of_two_things() -> None:
    def planned(id_: str, *told: tuple[str, str]) -> Extraction:
        texts = (f"Sund Lines has {what} of £{number} million this year." for number, what in told)
        found = [Q(f"£{number} million", what, float(number) * 1e6, "GBP") for number, what in told]
        return fire(id_, "\n\n".join(texts), *found)

    one = planned("a", ("62", "costs"))
    assert verdicts(one, planned("b", ("35", "costs"))) == ["differs"]
    assert "differs" not in verdicts(one, planned("b", ("35", "costs"), ("62", "debts")))


def test_prices_of_other_kinds() -> None:
    def rose(id_: str, what: str, number: str) -> Extraction:
        text = f"In Port Halden the {what} rose by {number}% in the year."
        return fire(id_, text, Q(f"{number}%", what, float(number), "percent", change="increase"))

    assert verdicts(rose("a", "property price", "11"), rose("b", "property price", "17")) == ["differs"]
    assert verdicts(rose("a", "property price", "11"), rose("b", "food price", "17")) == []


def test_one_article_is_in_dispute_only_where_both_claimants_have_names() -> None:
    def told(first: str, second: str) -> list[str]:
        contents = ("growth of 2.1% this year", "growth of 3.4% this year")
        text = f"{first} expects {contents[0]}, and {second} expects {contents[1]}."
        said = (
            S(source, content, "indirect", kind="organization", name=source if source in NAMES else None)
            for source, content in zip((first, second), contents, strict=True)
        )
        return verdicts(
            fire("a", text, Q("2.1%", "growth", 2.1, "percent"), Q("3.4%", "growth", 3.4, "percent"), *said)
        )

    assert told("Sund Lines", "Oda Rask") == ["disputed"]
    assert told("The firm", "The company") == []


def test_an_amount_converted_is_no_second_amount() -> None:
    def bid(id_: str, pounds: str) -> Extraction:
        text = f"Oda Rask made a $44 million (£{pounds} million) bid for Sund Lines."
        dollars = Q("$44 million", "bid", 44e6, "USD")
        return fire(id_, text, dollars, Q(f"£{pounds} million", "bid", float(pounds) * 1e6, "GBP"))

    assert verdicts(bid("a", "34.9"), bid("b", "35.8")) == ["agrees"]


def test_values_far_apart_are_of_two_things() -> None:
    def ordered(id_: str, text: str, millions: int) -> Extraction:
        return fire(id_, text.format(millions), Q(f"£{millions} million", "order", millions * 1e6, "GBP"))

    one = ordered("a", "Sund Lines placed an order of £{} million this week.", 31)
    other = "Sund Lines will pay for an order of £{} million, a spokesman told the press."
    assert verdicts(one, ordered("b", other, 70)) == ["differs"]
    assert verdicts(one, ordered("b", other, 84)) == []


def test_one_figure_rounded_agrees_whatever_it_is_called() -> None:
    def paid(id_: str, what: str, millions: float) -> Extraction:
        text = f"Sund Lines paid £{millions} million for its fleet in the order of this week."
        return fire(id_, text, Q(f"£{millions} million", what, millions * 1e6, "GBP"))

    one = paid("a", "fleet", 4)
    assert verdicts(one, paid("b", "order", 4.05)) == ["agrees"]
    assert verdicts(one, paid("b", "order", 4.15)) == []
    assert verdicts(one, paid("b", "fleet", 4.15)) == ["agrees"]


def test_a_day_says_nothing_of_the_year_around_it() -> None:
    def sold(id_: str, day: str, value: str) -> Extraction:
        text = f"Sund Lines sold 31 buses to Port Halden {day}."
        return fire(id_, text, Q("31", "buses", date=value, day=day))

    one = sold("a", "on 3 May", "2024-05-03")
    assert verdicts(one, sold("b", "on Friday, 3 May", "2024-05-03")) == ["agrees", "agrees"]
    assert verdicts(one, sold("b", "this year", "2024")) == ["agrees"]
