"""Reading time grows as the text does, whatever the text repeats."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from spacy.tokens import Doc, Span

from claimx.pipeline.dates.component import said_on, scan
from claimx.pipeline.dates.past_or_future import Context, sentence_around
from claimx.pipeline.quantities import grammar
from claimx.pipeline.quantities.numbers import find_numerals
from claimx.pipeline.quantities.what_and_source import QuantityLinks
from claimx.pipeline.records import Cue, Date, Statement
from claimx.pipeline.statements.people import DiscoursePeople, DiscoursePerson, PersonMention
from claimx.pipeline.syntax.component import RelativeClause, blank_pipeline, clause_between
from claimx.text.tokens import Range

# A text that is doubled three times takes 8 times as long, or 64 times where it is read by its square.
TIMES, MOST = 8, 24
# `“ It fell Friday ” said Lee Monday .` and an empty line, as they are parsed.
WORDS = ["“", "It", "fell", "Friday", "”", "said", "Lee", "Monday", ".", "\n\n"]
POS = ["PUNCT", "PRON", "VERB", "PROPN", "PUNCT", "VERB", "PROPN", "PROPN", "PUNCT", "SPACE"]
HEADS = [2, 2, 5, 2, 5, 5, 5, 5, 5, 5]
NUMBER_WORDS = ("one ", "five million and ", "two-thirds ", "trillion ", "hundred and one ", "one point two ")
UNSPACED = ("_", "*", "—", "(", "“", ".", "$", "1:", "1-", "a-b-", "a/", "x.y@")


def seconds(read: Callable[[str], object], text: str) -> float:
    began = time.process_time()
    read(text)
    return time.process_time() - began


def growth(read: Callable[[str], object], unit: str, times: int) -> float:
    """How many times longer a text takes that is doubled three times; the best of five tries."""
    short, long = (f"It owes {unit * number}." for number in (times, times * TIMES))
    read(unit * 10)
    return min(seconds(read, long) / max(seconds(read, short), 1e-3) for _ in range(5))


def article(times: int) -> Doc:
    """A parsed text of so many paragraphs, each with a name."""
    heads = [head + len(WORDS) * number for number in range(times) for head in HEADS]
    doc = Doc(
        blank_pipeline().vocab,
        words=WORDS * times,
        pos=POS * times,
        lemmas=["say" if word == "said" else word for word in WORDS] * times,
        heads=heads,
        deps=["dep"] * len(heads),
    )
    doc.set_ents([Span(doc, place, place + 1, "PERSON") for place in range(6, len(doc), len(WORDS))])
    return doc


def of_articles(prepare: Callable[[int], Callable[[], object]], times: int) -> float:
    """How many times longer what is prepared takes for a text that is doubled three times."""
    short, long = prepare(times), prepare(times * TIMES)
    return min(seconds(lambda _: long(), "") / max(seconds(lambda _: short(), ""), 1e-3) for _ in range(3))


def quoted_days(times: int) -> Callable[[], object]:
    context = Context(article(times))
    readings = list(scan(context))
    assert len(readings) == 2 * times
    assert len(said_on(readings, context)) == times
    return lambda: said_on(readings, context)


def days_in_names(times: int) -> Callable[[], object]:
    context = Context(article(times))
    readings = list(scan(context))
    return lambda: [context.name_around(reading) for reading in readings]


def days_without_full_stops(times: int) -> Callable[[], object]:
    doc = Doc(blank_pipeline().vocab, words=["Monday"] * 5 * times)
    assert sentence_around(doc[len(doc) // 2]) == (len(doc) // 2 - 200, len(doc) // 2 + 201)
    return lambda: [sentence_around(token) for token in doc]


def days_of_saying(times: int) -> Callable[[], object]:
    context = grammar.Context(article(times))
    said = [place for place, word in enumerate(context.doc) if word.text == "said"]
    cues = [Range(word.idx, word.idx + 4) for word in (context.doc[place] for place in said)]
    days = [Range(word.idx, word.idx + 6) for word in (context.doc[place + 2] for place in said)]
    dates = [Date(day, "2024-03-04") for day in days]
    statements = [Statement([], cue=Cue(cue, "say")) for cue in cues]
    links = QuantityLinks(context, [], dates, statements, {}, {})
    return lambda: [links._is_of_saying(place) for place in range(len(dates))]


def people_before_pronouns(times: int) -> Callable[[], object]:
    def read() -> None:
        people = DiscoursePeople("", [])
        for place in range(times):
            mention = PersonMention(Range(place, place), "name", "lee", "f", place, -1, "subject", 0, 0, None)
            people.add(DiscoursePerson(None, "f", True), mention)
            assert people.candidates("f")[0].last is mention

    return read


def clauses_around_phrases(times: int) -> Callable[[], object]:
    clauses = [RelativeClause(place, place + 6, place + 7, True) for place in range(0, 10 * times, 10)]
    return lambda: [clause_between(clauses, each.start + 1, each.verb) for each in clauses]


@pytest.mark.parametrize(
    ("prepare", "times"),
    [
        (quoted_days, 250),
        (days_without_full_stops, 250),
        (days_in_names, 500),
        (days_of_saying, 500),
        (people_before_pronouns, 1000),
        (clauses_around_phrases, 1000),
    ],
)
def test_long_articles(prepare: Callable[[int], Callable[[], object]], times: int) -> None:
    assert of_articles(prepare, times) < MOST


@pytest.mark.parametrize("unit", NUMBER_WORDS)
def test_number_words(unit: str) -> None:
    assert growth(lambda text: list(find_numerals(text)), unit, 200) < MOST


@pytest.mark.parametrize("unit", UNSPACED)
def test_characters_without_spaces(unit: str) -> None:
    assert growth(blank_pipeline().make_doc, unit, 2000) < MOST


def test_a_cut_run_keeps_its_text() -> None:
    text = f"He said “{'No—' * 900}” to {'x' * 1200}\n\n  and left. {'.' * 499} {'-' * 501} "
    doc = blank_pipeline().make_doc(text)
    assert doc.text == text
    assert all(text[token.idx : token.idx + len(token)] == token.text for token in doc)


def test_repeated_magnitudes_cost_no_article() -> None:
    text = "He owes 5 " + "trillion " * 60 + "dollars, or 9.9e307 million million, or 12 million."
    numerals = list(find_numerals(text))
    assert all(numeral.value < 1e308 for numeral in numerals)
    assert numerals[-1].value == 12e6
