"""What is read from the head of an article, in the ways outlets write it."""

from __future__ import annotations

import time
from datetime import date

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from claimx.metadata import Head, read_head

BODY = (
    "The harbour council voted on Tuesday to close the old ferry terminal, ending a quarrel that had "
    "split the town for most of the year, officials said.\n\nMore than 400 people had signed a letter.\n"
)


def head(*lines: str, gap: str = "\n\n") -> Head:
    return read_head(gap.join([*lines, BODY]))


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("date 2023-12-02", date(2023, 12, 2)),
        ("date: 2023-12-02", date(2023, 12, 2)),
        ("Date: 2 December 2023", date(2023, 12, 2)),
        ("Date: Sat, 02 Dec 2023 15:14:00 GMT", date(2023, 12, 2)),
        ("Date: 2023 December 2", date(2023, 12, 2)),
        ("published: 2023-12-02T15:14:00+01:00", date(2023, 12, 2)),
        ("Published 4 May 2021", date(2021, 5, 4)),
        ("Published: 10:05 BST, 4 May 2021 | Updated: 11:05 BST, 5 May 2021", date(2021, 5, 4)),
        ("First published on Tue 4 May 2021 10.05 BST", date(2021, 5, 4)),
        ("Posted on May 4, 2021 at 10:05 a.m. EDT", date(2021, 5, 4)),
        ("Publication date: May 4th, 2021", date(2021, 5, 4)),
        ("Updated 3:14 PM EST, Fri December 1, 2023", date(2023, 12, 1)),
        ("Last modified on 1 December 2023", date(2023, 12, 1)),
        ("Tuesday, March 8, 2011", date(2011, 3, 8)),
        ("Tuesday 8 March 2011", date(2011, 3, 8)),
        ("March 8, 2011 |", date(2011, 3, 8)),
        ("March 8, 2011 at 6:00 a.m. EST", date(2011, 3, 8)),
        ("World | March 8, 2011 | 5 min read", date(2011, 3, 8)),
        ("Dec. 2, 2023 Updated 5:03 p.m. ET", date(2023, 12, 2)),
        ("2011-03-08T06:00:00Z", date(2011, 3, 8)),
        ("08.03.2011", date(2011, 3, 8)),
        ("25/12/2011", date(2011, 12, 25)),
        ("https://news.example/world/2011/03/08/ferry.html", date(2011, 3, 8)),
        ("By Mara Lindqvist | March 8, 2011", date(2011, 3, 8)),
        ("Press release, Lusaka, 8 March 2011", date(2011, 3, 8)),
        ("Media Statement – Wellington, New Zealand, 8 March 2011", date(2011, 3, 8)),
        ("PRESS RELEASE: Tuesday 8 March 2011", date(2011, 3, 8)),
        ("Posted at 7:04 PM, Mar 8, 2011 and last updated 9:30 PM, Mar 8, 2011", date(2011, 3, 8)),
        ("SYDNEY (AAP) March 8, 2011 — Two men were rescued on Tuesday.", date(2011, 3, 8)),
        # not safe, or no publication date
        ("03/08/2011", None),
        ("date 12/2/2023", None),
        ("Published May 4, 2021, the report sold out within hours", None),
        ("date night returns", None),
        ("March 8", None),
        ("February 30, 2011", None),
        ("Date: yesterday", None),
        ("The vote of March 8, 2011, was close", None),
        ("Report, Mara Lindqvist, 8 March 2011", None),
        ("Report: the dam of 8 March 2011", None),
    ],
)
def test_published(line: str, day: date | None) -> None:
    assert head(line).published == day
    assert head("Ferry terminal to close", line).published == day


def test_published_before_updated() -> None:
    assert head("Updated May 6, 2021", "Published May 4, 2021").published == date(2021, 5, 4)
    assert head("Updated 6 May 2021", "Published 4 May 2021").published == date(2021, 5, 4)


def test_dates_of_the_text_are_not_publication() -> None:
    assert read_head(BODY + "\nTuesday, March 8, 2011\n").published is None
    assert head("Opening night, January 23, 2014, of the exhibition at the harbour.").published is None


@pytest.mark.parametrize(
    ("line", "place", "publisher", "published"),
    [
        ("Tel Aviv, Israel (CNN) — Officials said so.", "Tel Aviv, Israel", "CNN", None),
        ("WASHINGTON (AP) — Officials said so.", "WASHINGTON", "AP", None),
        ("LONDON, March 3 (Reuters) - Officials said so.", "LONDON", "Reuters", None),
        ("LONDON, March 3, 2016 (Reuters) - Officials said so.", "LONDON", "Reuters", date(2016, 3, 3)),
        ("LONDON, March 3 2016 (Reuters) - Officials said so.", "LONDON", "Reuters", date(2016, 3, 3)),
        ("London, 3 March 2016 (Reuters) Officials said so.", "London", "Reuters", date(2016, 3, 3)),
        ("London, 3 March (Reuters) Officials said so.", "London", "Reuters", None),
        ("London (Reuters) Officials said so.", None, None, None),
        ("Rovers 23 Points (Ashby) Officials said so.", None, None, None),
        ("Rovers 23 Points - Officials said so.", None, None, None),
        ("NEW YORK, Dec. 22 (UPI) -- Officials said so.", "NEW YORK", "UPI", None),
        ("Cape Town, 5 June 2024 (Veld) – Officials said so.", "Cape Town", "Veld", date(2024, 6, 5)),
        ("PARIS — Officials said so.", "PARIS", None, None),
        ("PARIS—Officials said so.", "PARIS", None, None),
        ("ST. LOUIS — “We know,” they said.", "ST. LOUIS", None, None),
        ("MIAMI BEACH, Fla. — Officials said so.", "MIAMI BEACH, Fla.", None, None),
        ("NEW YORK/LONDON (Reuters) - Officials said so.", "NEW YORK/LONDON", "Reuters", None),
        ("Evansville, Indiana, USA - Officials said so.", "Evansville, Indiana, USA", None, None),
        ("RIO DE JANEIRO – Officials said so.", "RIO DE JANEIRO", None, None),
        ("Port-au-Prince, Haiti (AFP) – Officials said so.", "Port-au-Prince, Haiti", "AFP", None),
        ("SÃO PAULO (AP) _ Officials said so.", None, None, None),
        ("(CNN) -- Officials said so.", None, "CNN", None),
        ("CNN — Officials said so.", None, "CNN", None),
        ("PUNE, Thursday 4 March 2024 — Officials said so.", "PUNE", None, date(2024, 3, 4)),
        ("PERTH, Thursday — Officials said so.", "PERTH", None, None),
        ("LAGOS (AP) — Oct. 3, 2018 — Officials said so.", "LAGOS", "AP", date(2018, 10, 3)),
        ("LAGOS, March 3, 2016 /Wirefeed/ -- Officials said so.", "LAGOS", "Wirefeed", date(2016, 3, 3)),
        ("Harare — Officials said so.", "Harare", None, None),
        ("Harare - Officials said so.", None, None, None),
        ("Rovers — Officials said so.", None, None, None),
        ("UPDATE — Officials said so.", None, None, None),
        ("EXCLUSIVE - Officials said so.", None, None, None),
        ("Group F — Sweden 1 – 0 Korea Republic", None, None, None),
        ("OUR COUNTY FAVORS THE FERRY, BUT WHO PAYS FOR IT - Officials said so.", None, None, None),
        ("He waited - Officials said so.", None, None, None),
        ("The mayor, Ann Lee — who won — said so.", None, None, None),
    ],
)  # fmt: skip
def test_dateline(line: str, place: str | None, publisher: str | None, published: date | None) -> None:
    for text in (f"{line}\n\n{BODY}", f"Ferry terminal to close\n\n{line}\n\n{BODY}"):
        found = read_head(text)
        assert (text[slice(*found.dateline)] if found.dateline else None) == place
        assert found.publisher == publisher
        assert found.published == published


def test_dateline_after_captions() -> None:
    caption = "A crowd fills the square as the drums begin, shortly before the lanterns were lit at dusk."
    text = (
        f"Lanterns light the square\n\n{caption}\n\n{caption}\n\nTaipei, Taiwan — The feast began.\n\n{BODY}"
    )
    found = read_head(text)
    assert found.dateline is not None
    assert text[slice(*found.dateline)] == "Taipei, Taiwan"


@pytest.mark.parametrize(
    ("line", "author", "publisher"),
    [
        ("By Tamar Michaelis, CNN", "Tamar Michaelis", "CNN"),
        ("By JANE DOE and JOHN ROE", "JANE DOE and JOHN ROE", None),
        ("By Jane Doe, John Roe and Ann Lee, CNN", "Jane Doe, John Roe and Ann Lee", "CNN"),
        ("By Jane Doe | The Daily Planet", "Jane Doe", "The Daily Planet"),
        ("By Jane Doe | jdoe@planet.example", "Jane Doe", None),
        ("By Jane Doe, Political Editor, BBC News", "Jane Doe", "BBC News"),
        ("By Jane Doe, Staff Writer", "Jane Doe", None),
        ("By Jane Doe in Port Ellis", "Jane Doe", None),
        ("By Ursula van der Berg", "Ursula van der Berg", None),
        ("By Jean-Luc O’Neil, Associated Press", "Jean-Luc O’Neil", "Associated Press"),
        ("By JANE DOE Associated Press", "JANE DOE", "Associated Press"),
        ("By Jane Doe for The Harbour Times", "Jane Doe", "The Harbour Times"),
        ("By Jane Doe May 4, 2021 at 10:05 a.m. EDT", "Jane Doe", None),
        ("By Jane Doe Published May 4, 2021", "Jane Doe", None),
        ("BY JANE DOE", "JANE DOE", None),
        ("by Jane Doe", "Jane Doe", None),
        ("Story by Jane Doe", "Jane Doe", None),
        ("Article by: Jane Doe", "Jane Doe", None),
        ("Words: Jane Doe / Photos: Ed Holt", "Jane Doe", None),
        ("By: Jane Doe", "Jane Doe", None),
        ("BYLINE: Jane Calloway.", "Jane Calloway", None),
        ("By John Doe Jr.", "John Doe Jr.", None),
        ("By The Associated Press", None, "The Associated Press"),
        ("By Reuters Staff", None, "Reuters"),
        ("author Jane Doe", "Jane Doe", None),
        ("Author: By Jane Doe, CNN", "Jane Doe", "CNN"),
        ("publisher The Daily Planet", None, "The Daily Planet"),
        ("Source: The Daily Planet", None, "The Daily Planet"),
        # sentences and what is no name
        ("By Tuesday, Port Ellis had no ferry", None, None),
        ("By then it was over", None, None),
        ("By The Numbers", None, None),
        ("By the sea", None, None),
        ("By Jane Doe standards it was cheap", None, None),
        ("Author Jane Doe said she would sue.", None, None),
        ("publisher of the town paper", None, None),
    ],
)
def test_byline(line: str, author: str | None, publisher: str | None) -> None:
    found = head("Ferry terminal to close", line)
    assert (found.author, found.publisher) == (author, publisher)


@pytest.mark.parametrize(
    ("lines", "title"),
    [
        (["Ferry terminal to close"], "Ferry terminal to close"),
        (["“We will not wait,” says harbour chief", "By Jane Doe"], "“We will not wait,” says harbour chief"),
        (["Will the ferry ever come back?"], "Will the ferry ever come back?"),
        (["A port closes in the U.S."], "A port closes in the U.S."),
        (["title: Ferry terminal to close", "date: 2023-12-02"], "Ferry terminal to close"),
        (["title Ferry terminal to close", "date 2023-12-02"], "Ferry terminal to close"),
        (["The terminal closes on Friday."], None),
        (["Politics"], None),
        (["By Jane Doe"], None),
        (["March 8, 2011"], None),
        (["PARIS — Officials said so"], None),
        (["https://news.example/a"], None),
        (["# Ferry terminal to close"], "Ferry terminal to close"),
        (["a " * 100], None),
    ],
)
def test_title(lines: list[str], title: str | None) -> None:
    assert head(*lines).title == title


def test_title_wants_a_break_or_a_byline_after_it() -> None:
    assert read_head(f"Ferry terminal to close\n{BODY}").title is None
    assert read_head(f"Ferry terminal to close\nBy Jane Doe\n{BODY}").title == "Ferry terminal to close"
    assert read_head("Ferry terminal to close").title is None
    assert read_head("Ferry terminal to close\n\nIt did").title is None


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends_and_spaces(end: str) -> None:
    text = end.join(
        ["\ufeff\xa0Ferry terminal to close ", "", "By\xa0Jane Doe, CNN", "Published\xa04\xa0May\xa02021", "",
         "Port Ellis,\xa0Norway (CNN)\xa0— Officials said so.", "", BODY]
    )  # fmt: skip
    found = read_head(text)
    assert found.title == "Ferry terminal to close"
    assert found.author == "Jane Doe"
    assert found.publisher == "CNN"
    assert found.published == date(2021, 5, 4)
    assert found.dateline is not None
    assert text[slice(*found.dateline)] == "Port Ellis,\xa0Norway"


def test_metadata_block() -> None:
    labels = "date 2023-12-02\nauthor Jane Doe\npublisher CNN"
    text = f"{labels}\n\nTel Aviv, Israel (CNN) — Officials said so.\n\n{BODY}"
    found = read_head(text)
    assert found == Head(date(2023, 12, 2), "Jane Doe", "CNN", None, found.dateline)


def test_one_line_for_all() -> None:
    found = head("Ferry terminal to close", "Published 4 May 2021 · By Jane Calloway · The Lantern Review")
    assert (found.published, found.author, found.publisher) == (
        date(2021, 5, 4),
        "Jane Calloway",
        "The Lantern Review",
    )


def test_masthead() -> None:
    found = read_head(
        f"ELLIS GAZETTE\nFriday 12 July 2019\n\nFERRY TO CLOSE AFTER ALL\nBy Sam Hale\n\n{BODY}"
    )
    assert found == Head(date(2019, 7, 12), "Sam Hale", "ELLIS GAZETTE", "FERRY TO CLOSE AFTER ALL", None)
    found = read_head(
        f"Ferry to close after all\nBy Dana Hale\nTri-State Press\n\nELLIS, Ohio (TSP) -- Yes.\n\n{BODY}"
    )
    assert (found.author, found.publisher) == ("Dana Hale", "Tri-State Press")


def test_second_line_of_headline() -> None:
    found = read_head(f"Ferry to close after all\nMayor silent as crews pack up\nBy Dana Hale\n\n{BODY}")
    assert found.title == "Ferry to close after all"


def test_nothing() -> None:
    assert read_head("") == Head()
    assert read_head("\r\n\r\n \xa0 \n") == Head()
    assert read_head(BODY) == Head()


@pytest.mark.parametrize(
    "piece",
    ["By ", "A a ", "A, ", "A/", "e ", "e e, ", "A and ", "May 4, ", "2021-", "1/", "(", "A.", "'A", "| ",
     "—", " -", "\n", "\n\n", "\xa0", "Published ", "date: ", "title ", "By A B, ", "A. A. ", "12 May 20"],
)  # fmt: skip
def test_hostile_text_is_read_fast(piece: str) -> None:
    read_head("date: 2 of 2021, warm")
    start = time.process_time()
    read_head(piece * 2000)
    read_head("By " + piece * 2000)
    assert time.process_time() - start < 0.25


LINES = st.sampled_from(
    [
        "By Jane Doe, CNN",
        "PARIS (AP) — So it is",
        "date: 2 Dec of 2023",
        "Published 4 May 2021",
        "May 4, 2021",
        "title Some words",
        "author",
        "url http://a.b/2020/02/30/x",
        "Updated",
        "",
        BODY,
    ]
)


@settings(max_examples=300, deadline=None)
@given(
    st.one_of(
        st.text(max_size=300), st.lists(st.one_of(LINES, st.text(max_size=60)), max_size=8).map("\n".join)
    )
)
@example("date: 2023 \x00 abc")
@example("date: Jan 0000 2023")
def test_any_text(text: str) -> None:
    found = read_head(text)
    for words in (found.title, found.author, found.publisher):
        assert words is None or (words in text and words.strip() == words != "")
    if found.dateline:
        start, end = found.dateline
        assert 0 <= start < end <= len(text)
        assert text[start:end].strip() == text[start:end]


TITLE = "Talks break down in the capital"


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (
            [
                " date 2023-12-02 By Tamar Michaelis, CNN",
                "",
                "Tel Aviv, Israel (CNN) — The talks broke down.",
            ],
            {"published": date(2023, 12, 2), "author": "Tamar Michaelis", "publisher": "CNN"},
        ),
        (
            ["date: 2024-03-04 author: Ines Duarte publisher: CNN"],
            {"published": date(2024, 3, 4), "author": "Ines Duarte", "publisher": "CNN"},
        ),
        (["By Ines Duarte 4 March 2024"], {"published": date(2024, 3, 4), "author": "Ines Duarte"}),
        (
            ["4 March 2024 By Ines Duarte, The Harbour Times", TITLE],
            {"published": date(2024, 3, 4), "author": "Ines Duarte", "publisher": "The Harbour Times"},
        ),
        (
            [TITLE, "Published: March 4, 2024 at 10:32 a.m. EST | By Ines Duarte"],
            {"published": date(2024, 3, 4), "author": "Ines Duarte", "title": TITLE},
        ),
        (
            [
                "From: Ines Duarte <ines@harbour.example>",
                "To: desk@harbour.example",
                "Date: Mon, 4 Mar 2024 10:32:00 +0000",
                f"Subject: {TITLE}",
            ],
            {"published": date(2024, 3, 4), "author": "Ines Duarte", "title": TITLE},
        ),
        (
            [TITLE, "", "Ines Duarte", "Monday 4 March 2024 10.32 GMT"],
            {"published": date(2024, 3, 4), "author": "Ines Duarte", "title": TITLE},
        ),
        (
            ["THE HARBOUR TIMES, Monday, March 4, 2024, page A3", TITLE, "by INES DUARTE"],
            {"published": date(2024, 3, 4), "author": "INES DUARTE", "publisher": "THE HARBOUR TIMES"},
        ),
        (
            [TITLE, "Ines Duarte, Lisbon — March 4, 2024"],
            {"published": date(2024, 3, 4), "author": "Ines Duarte", "title": TITLE},
        ),
        (
            ["Mar 4, 2024 10:32 AM EST", "INES DUARTE, Staff Writer", TITLE],
            {"published": date(2024, 3, 4), "author": "INES DUARTE"},
        ),
        (
            ["Updated 5 March 2024, first published 4 March 2024", "By Ines Duarte and Paulo Reis"],
            {"published": date(2024, 3, 4), "author": "Ines Duarte and Paulo Reis"},
        ),
        (
            ["Published by Harbour Times on 4 March 2024"],
            {"published": date(2024, 3, 4), "publisher": "Harbour Times"},
        ),
        (
            [f"{TITLE} - Harbour Times", "4 Mar 2024 - Ines Duarte"],
            {"published": date(2024, 3, 4), "author": "Ines Duarte"},
        ),
        (
            [f"2024-03-04 | Ines Duarte | Harbour Times | {TITLE}"],
            {
                "published": date(2024, 3, 4),
                "author": "Ines Duarte",
                "publisher": "Harbour Times",
                "title": TITLE,
            },
        ),
        (
            ["By Ines Duarte | Harbour Post | 4 March 2024", TITLE],
            {"published": date(2024, 3, 4), "author": "Ines Duarte", "title": TITLE},
        ),
        (
            [TITLE, "London, 4 March 2024 (Reuters)"],
            {"published": date(2024, 3, 4), "author": None, "publisher": "Reuters", "title": TITLE},
        ),
        (
            [TITLE, "Ines Duarte, Reuters", "March 4, 2024, 5:06 PM GMT"],
            {"published": date(2024, 3, 4), "author": "Ines Duarte", "publisher": "Reuters", "title": TITLE},
        ),
        (
            ["Published: 04/03/2024 Author: Ines Duarte Source: Harbour Post", TITLE],
            {"published": None, "author": "Ines Duarte", "publisher": "Harbour Post", "title": TITLE},
        ),
        (
            [f"{TITLE} By Ines Duarte Published 4 March 2024"],
            {"published": date(2024, 3, 4), "author": "Ines Duarte", "title": TITLE},
        ),
        ([f"{TITLE} By Ines Duarte Published by hand"], {"published": None, "author": None}),
        (
            [f"{TITLE} - Harbour Post - 4 March 2024 - By Ines Duarte"],
            {
                "published": date(2024, 3, 4),
                "author": "Ines Duarte",
                "publisher": "Harbour Post",
                "title": TITLE,
            },
        ),
        (
            ["Mon 4 Mar 2024 17.06 GMT", "Ines Duarte in Lisbon", TITLE],
            {"published": date(2024, 3, 4), "author": "Ines Duarte", "title": TITLE},
        ),
        (
            ["Ines Duarte", "Harbour Post", "", TITLE, "", "Published March 4, 2024 at 5:06 p.m."],
            {
                "published": date(2024, 3, 4),
                "author": "Ines Duarte",
                "publisher": "Harbour Post",
                "title": TITLE,
            },
        ),
        (
            [f"# {TITLE}", "", "*By Ines Duarte, 4 March 2024*"],
            {"published": date(2024, 3, 4), "author": "Ines Duarte", "title": TITLE},
        ),
        (
            [TITLE, "Story by Ines Duarte • Harbour Post • 4 Mar 2024 • 3 min read"],
            {"published": date(2024, 3, 4), "author": "Ines Duarte", "title": TITLE},
        ),
        (
            [TITLE, "Ines Duarte, Chief Foreign Correspondent", "4 March 2024 • 7:45am"],
            {"published": date(2024, 3, 4), "author": "Ines Duarte", "title": TITLE},
        ),
        (
            [TITLE, "Lusaka – 4th March 2024 – By Ines Duarte"],
            {"published": date(2024, 3, 4), "author": "Ines Duarte", "title": TITLE},
        ),
        (
            [TITLE, "By Ines Duarte", "Nairobi, Kenya, 4 March 2024"],
            {"published": date(2024, 3, 4), "author": "Ines Duarte", "title": TITLE},
        ),
        *(
            ([TITLE, place_and_day], {"published": date(2024, 3, 4), "author": None, "title": TITLE})
            for place_and_day in (
                "Perth, Monday 4 March 2024",
                "Fenbridge, Monday 4 March 2024",
                "Monday 4 March 2024, Geneva",
                "Addis Ababa, 4 March 2024",
                "Cape Town, 4 March 2024",
                "Buenos Aires, Argentina, Monday, March 4, 2024",
                "Cusco, Peru – Monday, 4 March 2024",
                "Port Ellery, 4 March 2024\n\nPORT ELLERY — The pier was shut.",
            )
        ),
    ],
)
def test_fields_are_read_in_any_order_and_on_one_line(lines: list[str], expected: dict[str, object]) -> None:
    found = read_head("\n".join([*lines, "", BODY]))
    assert {name: getattr(found, name) for name in expected} == expected


@pytest.mark.parametrize(
    "line",
    [
        "By Monday 4 March 2024 the bill must pass, the speaker said",
        "From: the ashes a new party rises",
        "To: be or not",
        "Ada Moss",
        "Harbour reopens 4 March 2024 after storm",
        "Jones, 4 March 2024",
        "Strike Monday 4 March 2024",
        "On Christmas Day, up to 3,500 litres were counted, up from 21 on 2 December 2023.",
        "In May the ferry was sold, and on 4 March 2024 it sank in the harbour of Port Ellery",
    ],
)
def test_what_only_resembles_a_field_is_none(line: str) -> None:
    found = head(line)
    assert (found.published, found.author, found.publisher) == (None, None, None)


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        (
            ["News > Business", "Ferry terminal to close", "Mara Lindqvist", "8 March 2011, 14:05 SAST"],
            Head(date(2011, 3, 8), "Mara Lindqvist", None, "Ferry terminal to close"),
        ),
        (
            ["The Nation (Nairobi)", "8 March 2011", "Ferry terminal to close", "By Mara Lindqvist"],
            Head(date(2011, 3, 8), "Mara Lindqvist", "The Nation (Nairobi)", "Ferry terminal to close"),
        ),
        (
            ["Ferry terminal to close", "March 8, 2011 10:15 am | Updated 11:40 am IST - PUNE"],
            Head(date(2011, 3, 8), None, None, "Ferry terminal to close"),
        ),
        (
            ["HOME / WORLD / AFRICA", "Ferry terminal to close", "AFP", "March 8, 2011"],
            Head(date(2011, 3, 8), None, "AFP", "Ferry terminal to close"),
        ),
        (
            [
                "FOR IMMEDIATE RELEASE",
                "March 8, 2011",
                "Contact: Ann Lee, 555-01",
                "Email: ann@port.example",
                "Ferry terminal to close",
            ],
            Head(date(2011, 3, 8), None, None, "Ferry terminal to close"),
        ),
        (
            ["Ferry terminal to close", "Ana Ek / 8 March 2011"],
            Head(date(2011, 3, 8), "Ana Ek", None, "Ferry terminal to close"),
        ),
        (
            ["Ferry terminal to close", "8 March 2011 / London"],
            Head(date(2011, 3, 8), None, None, "Ferry terminal to close"),
        ),
        (
            ["Updated flood map shows new risks | By Ana Ek | 8 March 2011"],
            Head(date(2011, 3, 8), "Ana Ek", None, "Updated flood map shows new risks"),
        ),
        (
            ["8 MARCH 2011 — Press Release", "Ferry terminal to close"],
            Head(date(2011, 3, 8), None, None, "Ferry terminal to close"),
        ),
        (
            ["Ferry terminal to close", "This text is an old one", "Mara Lindqvist in Pune", "8 March 2011"],
            Head(date(2011, 3, 8), "Mara Lindqvist", None, "Ferry terminal to close"),
        ),
    ],
)
def test_lines_around_the_headline(lines: list[str], found: Head) -> None:
    assert read_head("\n".join([*lines, "", BODY])) == found


@pytest.mark.parametrize("line", ["Photo: Tom Bell/Courier", "Page 3", "Image: supplied by the club"])
def test_lines_beside_the_headline_are_none(line: str) -> None:
    head_lines = f"{line}\nMarket fire destroys 60 stalls\nNov 13, 2024\n"
    text = f"{head_lines}A fire destroyed 60 stalls on Tuesday night.\n"
    found = read_head(text)
    assert (found.title, found.published) == ("Market fire destroys 60 stalls", date(2024, 11, 13))


@pytest.mark.parametrize(
    "line", ["*Emeka Obi* · 13 November 2024 · 4 comments", "Author: Emeka Obi; Editor: Mia Keller"]
)
def test_an_author_among_other_things(line: str) -> None:
    assert head("Market fire destroys stalls", line).author == "Emeka Obi"
