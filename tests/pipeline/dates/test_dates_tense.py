"""Dates on parsed Docs: what the tense of a clause, the parts of speech and quotation marks decide."""

from __future__ import annotations

from datetime import date

import marked
import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc, Span

from claimx.pipeline.dates.component import find_dates, make_dates
from claimx.pipeline.records import Date, register_extensions
from claimx.text.tokens import Range

PUBLISHED = date(2023, 11, 15)  # a Wednesday
LAST_FRIDAY, NEXT_FRIDAY = "2023-11-10", "2023-11-17"
VOCAB = spacy.blank("en").vocab
LEMMAS = {
    "planned": "plan",
    "demanded": "demand",
    "is": "be",
    "scheduled": "schedule",
    "postponed": "postpone",
    "told": "tell",
    "called": "call",
    "wrote": "write",
}


def parsed(rows: str) -> Doc:
    """A Doc from one `word tag relation head` a line."""
    return marked.parsed((row.split() for row in rows.strip().splitlines()), LEMMAS)


def values(doc: Doc, published: date = PUBLISHED) -> list[str]:
    return [d.value for d in find_dates(doc, published)]


PAST = """
    They PRP nsubj 2
    met VBD root 0
    {when}
"""
FUTURE = """
    They PRP nsubj 3
    will MD aux 3
    meet VB root 0
    {when}
"""


@pytest.mark.parametrize(
    ("clause", "head", "friday", "wednesday", "june", "weekend"),
    [
        (PAST, 2, LAST_FRIDAY, "2023-11-15", "2023-06", "2023-W45-WE"),
        (FUTURE, 3, NEXT_FRIDAY, "2023-11-15", "2024-06", "2023-W46-WE"),
    ],
)
def test_tense(clause: str, head: int, friday: str, wednesday: str, june: str, weekend: str) -> None:
    for words, value in (("Friday", friday), ("Wednesday", wednesday)):
        assert values(parsed(clause.format(when=f"{words} NNP obl:unmarked {head}"))) == [value]
    assert values(parsed(clause.format(when=f"in IN case {head + 2}\nJune NNP obl {head}"))) == [june]
    this_weekend = f"this DT det {head + 2}\nweekend NN obl:unmarked {head}"
    assert values(parsed(clause.format(when=this_weekend))) == [weekend]


@pytest.mark.parametrize(
    ("verb", "adjective", "february"),
    [
        ("plan VBP root 0", "driest JJS amod 6", "2023-02"),
        ("plan VBP root 0", "dry JJ amod 6", "2024-02"),
        ("will MD root 0", "driest JJS amod 6", "2024-02"),
    ],
)
def test_a_record_lies_behind_without_a_modal_verb(verb: str, adjective: str, february: str) -> None:
    rows = f"They PRP nsubj 2\n{verb}\nafter IN case 6\nthe DT det 6\n{adjective}\nFebruary NNP obl 2"
    assert values(parsed(rows)) == [february]


FRIDAYS = {
    "the present looks ahead": (NEXT_FRIDAY, """
        Talks NNS nsubj 2
        resume VBP root 0
        Friday NNP obl:unmarked 2
    """),
    "plans look ahead": (NEXT_FRIDAY, """
        They PRP nsubj 2
        planned VBD root 0
        to TO mark 4
        meet VB xcomp 2
        Friday NNP obl:unmarked 4
    """),
    "what was scheduled lies ahead": (NEXT_FRIDAY, """
        Talks NNS nsubj:pass 3
        were VBD aux:pass 3
        scheduled VBN root 0
        for IN case 5
        Friday NNP obl 3
    """),
    "the perfect looks back": (LAST_FRIDAY, """
        They PRP nsubj 3
        have VBP aux 3
        met VBN root 0
        Friday NNP obl:unmarked 3
    """),
    "since looks back": (LAST_FRIDAY, """
        They PRP nsubj 3
        will MD aux 3
        count VB root 0
        since IN case 5
        Friday NNP obl 3
    """),
    "before a noun in the present it looks back": (LAST_FRIDAY, """
        Nobody NN nsubj 2
        likes VBZ root 0
        the DT det 5
        Friday NNP compound 5
        vote NN obj 2
    """),
    "and on a sum": (LAST_FRIDAY, """
        They PRP nsubj 2
        await VBP root 0
        $ $ obj 2
        9 CD nummod 3
        from IN case 6
        Friday NNP nmod 3
    """),
    "sentences do not share tense": (LAST_FRIDAY, """
        They PRP nsubj 3
        will MD aux 3
        meet VB root 0
        . . punct 3
        Quiet NN nsubj 3
        Friday NNP obl 3
    """),
    "a past verb before the date outweighs a wrong head": (LAST_FRIDAY, """
        They PRP nsubj 2
        said VBD root 0
        Friday NNP obl 6
        she PRP nsubj 6
        will MD aux 6
        sue VB ccomp 2
    """),
    "so does an infinitive before it": (NEXT_FRIDAY, """
        They PRP nsubj 2
        left VBD root 0
        plans NNS obj 2
        to TO mark 5
        meet VB acl 3
        Friday NNP obl 2
    """),
    "what had been hoped for lies behind": (LAST_FRIDAY, """
        They PRP nsubj 3
        had VBD aux 3
        hope VBN root 0
        it PRP nsubj 6
        would MD aux 6
        open VB ccomp 3
        Friday NNP obl:unmarked 6
    """),
    "what had been scheduled may lie ahead": (NEXT_FRIDAY, """
        Talks NNS nsubj:pass 4
        had VBD aux 4
        been VBN aux:pass 4
        scheduled VBN root 0
        to TO mark 6
        open VB xcomp 4
        Friday NNP obl:unmarked 6
    """),
    "a fall is a noun behind an article and a number": (LAST_FRIDAY, """
        They PRP nsubj 2
        reported VBD root 0
        a DT det 7
        23 CD nummod 5
        % NN nsubj 6
        fall VB ccomp 2
        profit NN obj 6
        on IN case 9
        Friday NNP obl 6
    """),
    "the verb of the next sentence is no auxiliary": (LAST_FRIDAY, """
        It PRP nsubj 2
        grew VBD root 0
        Friday NNP obl:unmarked 2
        . . punct 2
        Unemployment NN nsubj 2
        stands VBZ cop 2
    """),
    "what is closed until a day opens on it": (NEXT_FRIDAY, """
        It PRP nsubj:pass 3
        was VBD aux:pass 3
        close VBN root 0
        until IN case 5
        Friday NNP obl 3
    """),
    "what was put off lies ahead": (NEXT_FRIDAY, """
        It PRP nsubj 3
        was VBD aux:pass 3
        postponed VBN root 0
        until IN case 5
        Friday NNP obl 3
    """),
}  # fmt: skip


@pytest.mark.parametrize(("friday", "rows"), FRIDAYS.values(), ids=FRIDAYS.keys())
def test_which_friday(friday: str, rows: str) -> None:
    assert values(parsed(rows)) == [friday]


def test_years_before_nouns_and_in_names() -> None:
    assert values(parsed("the DT det 3\n2012 CD nummod 3\nelection NN root 0")) == ["2012"]
    assert values(parsed("the DT det 4\n2018 CD nummod 4\nSummer NNP compound 4\nGames NNP root 0")) == []
    assert values(parsed("a DT det 4\n2015 CD nmod 4\nPew NNP compound 4\nsurvey NN root 0")) == ["2015"]
    assert values(parsed("of IN case 4\n2047 CD nummod 4\nregistered JJ amod 4\nvoters NNS root 0")) == []


def test_in_two_weeks() -> None:
    future = "They PRP nsubj 3\nwill MD aux 3\nvote VB root 0\nin IN case 6\ntwo CD nummod 6\nweeks NNS obl 3"
    past = "They PRP nsubj 2\nwon VBD root 0\nin IN case 5\ntwo CD nummod 5\nweeks NNS obl 2"
    assert values(parsed(future)) == ["2023-W48"]
    assert values(parsed(past)) == []
    rows = "A DT det 5\nfirst JJ amod 5\nby NN compound 5\n- HYPH punct 5\nelection NN nsubj 10\nin IN case 8"
    rows += "\ntwo CD nummod 8\nweeks NNS nmod 5\nwill MD aux 10\nfollow VB root 0"
    assert values(parsed(rows)) == []


def test_months_that_are_names_and_words() -> None:
    person = parsed("April NNP nsubj 2\nspoke VBD root 0\nin IN case 4\nApril NNP obl 2")
    person.ents = [Span(person, 0, 1, label="PERSON")]
    assert values(person) == ["2023-04"]
    wettest = "The DT det 3\nwettest JJS amod 3\nApril NNP nsubj 4\nended VBD root 0"
    assert values(parsed(wettest)) == ["2023-04"]
    assert values(parsed("They PRP nsubj 3\nMay MD aux 3\ngo VB root 0")) == []


def test_dates_inside_names() -> None:
    doc = parsed("They PRP nsubj 2\nread VBD root 0\nTuesday NNP compound 4\nVoices NNP obj 2")
    assert values(doc) == []
    doc = parsed("They PRP nsubj 2\nsaw VBD root 0\nFan NNP compound 4\nExpo NNP obj 2\n2016 CD nmod 4")
    assert values(doc) == []


def test_the_name_of_a_holiday_is_a_date() -> None:
    doc = parsed("They PRP nsubj 2\nmet VBD root 0\non IN case 4\nEaster NNP obl 2")
    doc.ents = [Span(doc, 3, 4, label="EVENT")]
    assert values(doc) == ["2023-04-09"]
    doc = parsed("They PRP nsubj 2\nread VBD root 0\nChristmas NNP compound 4\nBells NNPS obj 2")
    doc.ents = [Span(doc, 2, 4, label="WORK_OF_ART")]
    assert values(doc) == []


QUOTATION = """
    “ `` punct 4
    We PRP nsubj 4
    will MD aux 4
    act VB ccomp 9
    tomorrow NN obl 4
    , , punct 4
    ” '' punct 4
    she PRP nsubj 9
    {verb} VBD root 0
    in IN case 11
    {when} NNP obl 9
"""


@pytest.mark.parametrize(
    ("verb", "when", "expected"),
    [
        ("wrote", "Monday", ["2023-11-14", "2023-11-13"]),
        ("wept", "Monday", ["2023-11-16", "2023-11-13"]),
        ("wrote", "2012", ["2012"]),  # nobody knows which day that was
    ],
)
def test_quoted_words_count_from_when_they_were_said(verb: str, when: str, expected: list[str]) -> None:
    assert values(parsed(QUOTATION.format(verb=verb, when=when))) == expected


def test_component() -> None:
    component = make_dates(Language(VOCAB), "claimx_dates")
    register_extensions()
    doc = Doc(VOCAB, words=["It", "ended", "Friday", "."])
    doc._.published = PUBLISHED
    assert component(doc)._.dates == [Date(Range(9, 15), "2023-11-10", "weekday")]
    doc._.published = None
    assert component(doc)._.dates == []


@pytest.mark.parametrize(
    ("rows", "value"),
    [
        (  # `begin` is taken for a noun, and the day for one of the verb above
            """
            They PRP nsubj 2
            dropped VBD root 0
            a DT det 4
            strike NN obj 2
            due JJ amod 4
            to IN case 7
            begin NN nmod 5
            on IN case 9
            Friday NNP obl 2
            """,
            NEXT_FRIDAY,
        ),
        (
            """
            They PRP nsubj 2
            demanded VBD root 0
            a DT det 4
            meeting NN obj 2
            by IN case 6
            Friday NNP obl 2
            """,
            NEXT_FRIDAY,
        ),
        (
            """
            The DT det 2
            deadline NN nsubj 4
            is VBZ cop 4
            Friday NNP root 0
            """,
            NEXT_FRIDAY,
        ),
        (
            """
            Unions NNS nsubj 2
            suspend VBP root 0
            Friday NNP compound 4
            strike NN obj 2
            """,
            NEXT_FRIDAY,
        ),
        (
            """
            They PRP nsubj 2
            finished VBD root 0
            the DT det 4
            work NN obj 2
            by IN case 6
            Friday NNP obl 2
            """,
            LAST_FRIDAY,
        ),
        (  # as a noun, with the day in what was said
            """
            Talks NNS compound 2
            resume NN nsubj 6
            Friday NNP nmod 2
            , , punct 6
            officials NNS nsubj 6
            said VBD root 0
            """,
            NEXT_FRIDAY,
        ),
        (
            """
            They PRP nsubj 2
            told VBD root 0
            all NN obj 2
            to TO mark 5
            leave VB xcomp 2
            by IN case 7
            Friday NNP obl 5
            """,
            NEXT_FRIDAY,
        ),
        (
            """
            They PRP nsubj 2
            called VBD root 0
            off RP compound:prt 2
            Friday NNP nmod:poss 5
            talks NNS obl 2
            """,
            NEXT_FRIDAY,
        ),
        (
            """
            They PRP nsubj 2
            postponed VBD root 0
            it PRP obj 2
            at IN case 6
            Friday NNP nmod:poss 6
            talks NNS obl 2
            """,
            LAST_FRIDAY,
        ),
        (  # after an article it is one
            """
            She PRP nsubj 2
            wrote VBD root 0
            the DT det 4
            resume NN obj 2
            on IN case 6
            Friday NNP obl 2
            """,
            LAST_FRIDAY,
        ),
        (
            """
            Asked VBN advcl 9
            whether IN mark 7
            a DT det 4
            cut NN nsubj 7
            on IN case 6
            Friday NNP nmod 4
            was VBD root 0
            likely JJ acomp 7
            she PRP nsubj 10
            smiled VBD conj 7
            """,
            NEXT_FRIDAY,
        ),
        (
            """
            If IN mark 6
            a DT det 3
            strike NN nsubj 6
            on IN case 5
            Friday NNP nmod 3
            could NN dep 0
            be NN dep 6
            averted VBD dep 6
            """,
            NEXT_FRIDAY,
        ),
        (
            """
            A DT det 2
            cut NN nsubj 5
            on IN case 4
            Friday NNP nmod 2
            was VBD root 0
            popular JJ acomp 5
            """,
            LAST_FRIDAY,
        ),
    ],
)
def test_what_is_planned_demanded_or_called_off_is_ahead(rows: str, value: str) -> None:
    assert values(parsed(rows)) == [value]


@pytest.mark.parametrize(("words_between", "value"), [(4, NEXT_FRIDAY), (9, LAST_FRIDAY)])
def test_a_demand_far_before_the_date_does_not_count(words_between: int, value: str) -> None:
    between = "\n".join(["talks NNS obj 2"] * words_between)
    last = words_between + 4
    rows = f"They PRP nsubj 2\ndemanded VBD root 0\n{between}\nby IN case {last}\nFriday NNP obl 2"
    assert values(parsed(rows)) == [value]


@pytest.mark.parametrize(
    ("tag", "verb", "dates"),
    [("VBD", "met", [NEXT_FRIDAY]), ("MD", "will", [NEXT_FRIDAY, f"{NEXT_FRIDAY}TNI"])],
)
def test_that_night_of_a_past_clause_is_of_no_day_ahead(tag: str, verb: str, dates: list[str]) -> None:
    last = f"{verb} MD aux 10\nmeet VB root 0" if tag == "MD" else f"{verb} VBD root 0"
    root = 10 if tag == "MD" else 9
    rows = f"""
    They PRP nsubj 3
    will MD aux 3
    meet VB root 0
    Friday NNP obl 3
    . . punct 3
    That DT det 7
    night NN obl {root}
    others NNS nsubj {root}
    {last}
    """
    assert values(parsed(rows)) == dates


@pytest.mark.parametrize(
    ("tag", "verb", "day"), [("VBD", "spoke", "2023-11-10"), ("MD", "will", "2023-11-15")]
)
def test_a_clock_time_ahead_is_of_no_day_past(tag: str, verb: str, day: str) -> None:
    last = f"{verb} MD aux 9\nspeak VB root 0" if tag == "MD" else f"{verb} VBD root 0"
    root = 9 if tag == "MD" else 8
    rows = f"""
    They PRP nsubj 2
    met VBD root 0
    Friday NNP obl 2
    . . punct 2
    At IN case 6
    noon NN obl {root}
    others NNS nsubj {root}
    {last}
    """
    assert values(parsed(rows)) == ["2023-11-10", f"{day}T12:00"]
