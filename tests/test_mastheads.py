"""Which lines around a headline are an outlet, a section, an author, or a place and a day."""

from __future__ import annotations

from datetime import date

import pytest

from claimx.metadata import Head, read_head

BODY = (
    "The harbour council voted on Tuesday to close the old ferry terminal, ending a quarrel that had "
    "split the town for most of the year, officials said.\n\nMore than 400 people had signed a letter.\n"
)


def head(*lines: str) -> Head:
    return read_head("\n".join([*lines, "", BODY]))


FERRY = "Ferry terminal to close"


@pytest.mark.parametrize(
    "line",
    [
        "ELLIS, Scotland, March 8, 2011",
        "ELLIS, Scotland, Tuesday, March 8, 2011",
        "ELLIS, 8 March 2011",
        "ELLIS — March 8, 2011",
        "Ellis — March 8, 2011",
        "PORT ELLIS, Norway, 8 March 2011",
        "ABUJA, Nigeria, March 8, 2011",
        "ELLIS, Norway (AFP), March 8, 2011",
    ],
)
def test_place_and_day_on_a_line_of_its_own(line: str) -> None:
    found = head(FERRY, "By Ann Lee", line)
    assert (found.published, found.author, found.title) == (date(2011, 3, 8), "Ann Lee", FERRY)


def test_place_and_day_above_the_headline() -> None:
    found = head("ELLIS, 8 March 2011 (Veld)", FERRY, "By Ann Lee")
    assert found == Head(date(2011, 3, 8), "Ann Lee", "Veld", FERRY)
    assert head("Ellis — March 8, 2011").published is None
    assert head("CORRECTION, 8 March 2011").published is None
    assert head(FERRY, "ELLIS, 8 March 2011 (Updated)").publisher is None
    assert head(FERRY, "ELLIS, March 8").title == FERRY


@pytest.mark.parametrize(
    ("lines", "publisher"),
    [
        (["ELLIS NEWS AGENCY"], "ELLIS NEWS AGENCY"),
        (["HARBOUR PRESS", ""], "HARBOUR PRESS"),
        (["City Ledger"], "City Ledger"),
        (["COLD CHAIN TODAY"], "COLD CHAIN TODAY"),
        (["The Orran Valley Star"], "The Orran Valley Star"),
        (["Orran Valley Star", "8 March 2011"], "Orran Valley Star"),
        (["Ellis & Orran Courier"], "Ellis & Orran Courier"),
        (["NORTHERN REVIEW | Business"], "NORTHERN REVIEW"),
        (["Grain & Feed Weekly - Markets"], "Grain & Feed Weekly"),
        (["The Orran Valley Echo"], "The Orran Valley Echo"),
        (["THE DALES MESSENGER"], "THE DALES MESSENGER"),
        (["Las Palmas Post"], "Las Palmas Post"),
        (["Coastline World Service"], "Coastline World Service"),
        (["Island Commerce", "Sport & Tourism | 8 March 2011"], "Island Commerce"),
        (["Daily Savannah", "8 March 2011"], "Daily Savannah"),
        (["THE MORNING COMET | News"], "THE MORNING COMET"),
        (["HARBOUR BUSINESS DAILY", "Companies & Markets | Insurance"], "HARBOUR BUSINESS DAILY"),
        (["HARBOUR PRESS", "Logistics | Ports"], "HARBOUR PRESS"),
        (["The Harbour Weekly", "8 March 2011", "The Americas"], "The Harbour Weekly"),
        (["HARBOUR PRESS", "WEATHER"], "HARBOUR PRESS"),
        (["The Otley and Wharfe Courier"], "The Otley and Wharfe Courier"),
        (["Harbour Press | Food and Drink"], "Harbour Press"),
        (["World News"], None),
        (["Politics"], None),
        (["Tico Lookout", "8 March 2011"], None),
    ],
)
def test_outlet_and_section_above_the_headline(lines: list[str], publisher: str | None) -> None:
    found = head(*lines, FERRY, "By Ann Lee")
    assert (found.title, found.author, found.publisher) == (FERRY, "Ann Lee", publisher)


def test_headline_that_resembles_a_name() -> None:
    assert head("Shell Boss Out", "", "By Ann Lee", "", "ELLIS, March 8").title == "Shell Boss Out"
    assert head("ELLIS, March 8").title is None
    assert head("Japan Urges 37", "").title == "Japan Urges 37"
    assert head("Brown Names 16 March", "").title == "Brown Names 16 March"


def test_outlet_above_headline_and_standfirst() -> None:
    found = head("Daily Blast", "HOLD TIGHT!", "Hundreds wait at the pier", "By Ann Lee")
    assert found == Head(None, "Ann Lee", "Daily Blast", "HOLD TIGHT!")
    assert head("The Evening Lamp", "GOTCHA!", "Hundreds wait", "By Ann Lee").title == "GOTCHA!"
    found = head("The Harbour Weekly", "8 March 2011", "Norway: The price of fish", "ELLIS")
    assert found.title == "Norway: The price of fish"
    found = head(FERRY, "Ann Lee", "THE DALES MESSENGER", "8 March 2011")
    assert found == Head(date(2011, 3, 8), "Ann Lee", "THE DALES MESSENGER", FERRY)


@pytest.mark.parametrize(
    "title",
    ["Mayor Quits Post", "Workers Reject Royal Mail", "Snow Expected Today", "Judge Blocks Sale of Telegraph",
     "The Last Post", "The Mayor Quits Post", "Book Review", "Fire Service", "Daily Bread", "Sunday Trading",
     "Business Leader", "Fake News", "Royal Mail", "A Free Press", "Sun Sets on Coal", "Life and Death",
     "Ferry Sinks | Dozens Dead", "Old Harbour Chief May Lead Press",
     "Harbour Press | Old Ferry Might Close",
     "Harbour Film Star", "On Harbour News", "On The Market", "Top of the", "Some Harbour News",
     "From Russia With Love"],
)  # fmt: skip
def test_headline_that_resembles_an_outlet(title: str) -> None:
    found = head(title, "Hundreds of people wait at the pier", "By Ann Lee")
    assert found == Head(None, "Ann Lee", None, title)


@pytest.mark.parametrize(
    ("lines", "author"),
    [
        (["From Ann Lee in Pune", "March 8, 2011"], "Ann Lee"),
        (["From Ann Lee in Pune"], "Ann Lee"),
        (["EXCLUSIVE by Ann Lee"], "Ann Lee"),
        (["WORLD EXCLUSIVE: By Ann Lee"], "Ann Lee"),
        (["By OUR REPORTER"], None),
        (["By Special Correspondent"], None),
        (["", "Ann Lee, Energy Writer", "", "March 8, 2011"], "Ann Lee"),
        (["", "From Cape Town in March"], None),
        (["", "From Monday the ferry is free"], None),
        (
            ["THE DAILY ECHO", "8 March 2011", FERRY, "From our harbour correspondent Ann Lee in Ellis"],
            "Ann Lee",
        ),
        ([FERRY, "By staff writer Ann Lee"], "Ann Lee"),
        ([FERRY, "(Adds quotes, background)", "By Ann Lee"], "Ann Lee"),
    ],
)
def test_words_before_and_after_an_author(lines: list[str], author: str | None) -> None:
    found = head(FERRY, *lines)
    assert (found.title, found.author) == (FERRY, author)


def test_name_in_a_headline_is_no_author() -> None:
    title = "Lantern Festival in Taipei lights up the night"
    assert head(title, "Monday, March 5, 2007") == Head(date(2007, 3, 5), None, None, title)


def test_note_in_brackets_is_no_headline() -> None:
    assert head("(Adds quotes, background)", "By Ann Lee").title is None
