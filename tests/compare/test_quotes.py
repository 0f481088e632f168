"""The same words in several articles: what each cut or changed, and whom they are given to."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sheets import Q, S, sheet

from claimx.compare import compare
from claimx.compare.quotes import compare_versions
from claimx.compare.schema import ComparedQuote
from claimx.schema import Extraction, TextSpan

NAMES = {"Petra Vance": "PERSON", "Owen Strand": "PERSON", "Maren Sund": "PRODUCT", "Port Halden": "GPE"}
LEAD = "A fire on the ferry Maren Sund off Port Halden shocked the country.\n\n"
SCRAPPED = "“This ship should have been scrapped ten years ago,”"


def fire(id_: str, text: str, *results: Q | S) -> Extraction:
    return sheet(id_, LEAD + text, *results, names=NAMES)


def quoting(id_: str, words: str, name: str = "Petra Vance", quote: str = "direct") -> Extraction:
    return fire(id_, f"{words} {name} said.", S(name, words, quote))


def quotations(*extractions: Extraction) -> list[ComparedQuote]:
    return compare(extractions, sections=["quotations"]).quotations


def test_the_same_words() -> None:
    other = "“This ship should have been scrapped, ten years ago.”"
    (quotation,) = quotations(quoting("a", SCRAPPED), quoting("b", other))
    assert [r.version for r in quotation.renderings] == ["fullest", "same"]
    assert quotation.speakers == ["Petra Vance"]
    assert not quotation.disputed
    assert quotation.articles == 2


def test_what_was_cut_and_changed() -> None:
    full = "“We had the last passenger off in under three hours, and I have never seen a crew work harder.”"
    cut = "“We had the last passenger off in under three hours.”"
    changed = full.replace("three", "two")
    articles = [quoting("a", full), quoting("b", cut), quoting("c", changed), quoting("d", full)]
    (quotation,) = quotations(*articles)
    texts = {article.document.id: article.document.text for article in articles}
    versions = {r.article: r for r in quotation.renderings}
    assert {id_: r.version for id_, r in versions.items()} == {
        **{"a": "fullest", "b": "cut", "c": "changed", "d": "same"}
    }
    assert quotation.renderings[0].article == "a"
    (what_was_cut,) = versions["b"].differences
    assert what_was_cut.edit == "cut"
    assert what_was_cut.here is None
    assert what_was_cut.fullest is not None
    assert what_was_cut.fullest.text == "and I have never seen a crew work harder"
    (what_was_changed,) = versions["c"].differences
    assert what_was_changed.edit == "replaced"
    for span, article, words in (
        (what_was_cut.fullest, "a", "and I have never seen a crew work harder"),
        (what_was_changed.fullest, "a", "three"),
        (what_was_changed.here, "c", "two"),
    ):
        assert span is not None
        assert texts[article][span.start : span.end] == span.text == words


def test_an_interrupted_quotation() -> None:
    full = "“We will pay for every funeral, and we will not wait for a court.”"
    parts = ("“We will pay for every funeral,”", "“and we will not wait for a court.”")
    broken = fire("b", f"{parts[0]} Petra Vance said, {parts[1]}", S("Petra Vance", parts))
    (quotation,) = quotations(quoting("a", full), broken)
    assert [r.version for r in quotation.renderings] == ["fullest", "same"]
    assert len(quotation.renderings[1].parts) == 2


def test_words_given_to_somebody_else() -> None:
    (quotation,) = quotations(
        quoting("a", SCRAPPED), quoting("b", SCRAPPED, "Owen Strand"), quoting("c", SCRAPPED)
    )
    assert quotation.disputed
    assert quotation.speakers == ["Petra Vance", "Owen Strand"]


@pytest.mark.parametrize("name", ["Vance", "she", "The union"])
def test_a_shorter_name_is_not_somebody_else(name: str) -> None:
    kind = "organization" if name == "The union" else "person"
    other = fire("b", f"{SCRAPPED} {name} said.", S(name, SCRAPPED, kind=kind))
    (quotation,) = quotations(quoting("a", SCRAPPED), other)
    assert not quotation.disputed


def test_a_surname_that_two_people_have_is_neither() -> None:
    names = {**NAMES, "Mark Vance": "PERSON"}
    a = quoting("a", SCRAPPED)
    b = sheet("b", LEAD + f"Mark Vance wept. {SCRAPPED} Vance said.", S("Vance", SCRAPPED), names=names)
    (quotation,) = quotations(a, b)
    assert quotation.speakers == ["Petra Vance", "Vance"]
    assert not quotation.disputed


def test_a_paraphrase() -> None:
    full = "“We will pay for every funeral and every hospital bill.”"
    report = "to pay for every funeral and hospital bill"
    b = fire("b", f"Petra Vance promised {report}.", S("Petra Vance", report, "indirect"))
    c = fire("c", f"Owen Strand promised {report}.", S("Owen Strand", report, "indirect"))
    d = fire("d", "Petra Vance promised new boats.", S("Petra Vance", "new boats", "indirect"))
    (quotation,) = quotations(quoting("a", full), b, c, d)
    assert [(r.article, r.version) for r in quotation.renderings] == [("a", "fullest"), ("b", "paraphrased")]


def test_only_what_stands_in_marks_is_quoted() -> None:
    content = "that he would “answer every question the inquiry puts to me” soon"
    a = fire("a", f"Owen Strand said {content}.", S("Owen Strand", content, "mixed"))
    b = quoting("b", "“I will answer every question the inquiry puts to me.”", "Owen Strand")
    (quotation,) = quotations(a, b)
    assert [(r.article, r.version) for r in quotation.renderings] == [("b", "fullest"), ("a", "cut")]
    assert quotation.renderings[1].parts[0].text == "“answer every question the inquiry puts to me”"


def test_a_phrase_that_anybody_may_say() -> None:
    words = "“I do not want to talk about it,”"
    elsewhere = sheet(
        "b",
        f"Snow fell in Lindau.\n\n{words} Kim Moss said.",
        S("Kim Moss", words),
        names={"Lindau": "GPE", "Kim Moss": "PERSON"},
    )
    assert quotations(quoting("a", words), elsewhere) == []


def test_one_article_that_repeats_itself() -> None:
    twice = fire("a", f"{SCRAPPED} she said. {SCRAPPED} she said.", S(None, SCRAPPED), S(None, SCRAPPED))
    assert quotations(twice) == []


WORDS = st.lists(st.sampled_from(["we", "will", "pay", "bill", "for", "not", "wait", "ten"]), min_size=1)


@settings(max_examples=200)
@given(fullest=WORDS, here=WORDS)
def test_differences_are_exact(fullest: list[str], here: list[str]) -> None:
    texts = [" ".join(fullest), "…“" + ", ".join(here)]
    a, b = (TextSpan(start=0, end=len(text), text=text) for text in texts)
    version, differences = compare_versions([a], [b])
    assert (version == "same") == (fullest == here) == (not differences)
    for difference in differences:
        for span, text in zip((difference.fullest, difference.here), texts, strict=True):
            assert span is None or text[span.start : span.end] == span.text
        assert (difference.edit == "cut") == (difference.here is None)
        assert (difference.edit == "added") == (difference.fullest is None)
