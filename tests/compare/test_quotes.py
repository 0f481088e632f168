"""The same words in several articles: what each cut or changed, and whom they are given to."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sheets import Q, S, sheet

from claimx.compare import ComparedQuote
from claimx.compare.comparer import compare
from claimx.compare.versions import compare_versions
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


def test_spelling_is_no_difference() -> None:
    """A house spells as it does; the words in the articles stay as they are."""
    british = "“They realised that the tyres and the colour of our theatre were the best defence,”"
    american = "“They realized that the tires and the color of our theater were the best defense,”"
    (quotation,) = quotations(quoting("a", british), quoting("b", american))
    assert quotation.verdict == "same"
    assert {"".join(part.text for part in r.parts) for r in quotation.renderings} == {british, american}


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


@pytest.mark.parametrize(
    ("full", "other", "edit", "touched"),
    [
        ("We will not raise taxes", "We will raise taxes", "cut", "negation"),
        ("We were not warned", "We were warned", "cut", "negation"),
        ("No customer will lose a penny", "No customer should lose a penny", "replaced", "modal"),
        ("We had four minutes to get out", "We had forty minutes to get out", "replaced", "number"),
        ("I would not rebuild here unless the state paid", "I would not rebuild here", "cut", "condition"),
        ("We will sign it only if they pay", "We will sign it", "cut", "condition"),
    ],
)
def test_an_edit_that_may_change_the_meaning(full: str, other: str, edit: str, touched: str) -> None:
    (quotation,) = quotations(quoting("a", f"“{full},”"), quoting("b", f"“{other},”"))
    assert quotation.verdict == "meaning_may_change"
    (difference,) = quotation.renderings[1].differences
    assert difference.edit == edit
    assert touched in difference.touches


@pytest.mark.parametrize(
    "other",
    ["We cannot wait for the court, and we won’t,", "We can not wait for the court, and we will not,"],
)
def test_contractions_are_no_difference(other: str) -> None:
    full = "“We can’t wait for the court, and we will not,”"
    (quotation,) = quotations(quoting("a", full), quoting("b", f"“{other}”"))
    assert quotation.verdict == "same"


@pytest.mark.parametrize(
    "told", ["“He [Owen Strand] is not being heard,”", "“[Owen Strand] is not being heard,”"]
)
def test_words_in_square_brackets_are_the_articles_own(told: str) -> None:
    (quotation,) = quotations(quoting("a", "“He is not being heard,”"), quoting("b", told))
    assert quotation.verdict == "same"


def test_a_clause_of_its_own_does_not_change_what_is_left() -> None:
    full = "“We will pay for every funeral, and we will not wait for a court,”"
    (quotation,) = quotations(quoting("a", full), quoting("b", "“We will pay for every funeral,”"))
    assert quotation.verdict == "cut"


@pytest.mark.parametrize("words", ["“They can dig,”", "“dig through us,”"])
def test_two_or_three_words_of_one_speaker(words: str) -> None:
    full = "“They can dig, but they will dig through us,”"
    (quotation,) = quotations(quoting("a", full), quoting("b", words))
    assert [r.version for r in quotation.renderings] == ["fullest", "cut"]


def test_two_or_three_words_of_others_are_nothing() -> None:
    full = "“They can dig, but they will dig through us,”"
    assert quotations(quoting("a", full), quoting("b", "“They can dig,”", "Owen Strand")) == []


def test_a_sentence_left_out_is_no_cut() -> None:
    full = "“We take full responsibility. No customer will lose a penny. We closed the hole at once.”"
    (first, last) = quotations(
        quoting("a", full),
        quoting("b", "“We take full responsibility.”"),
        fire("c", "“We closed the hole at once,” Vance said.", S("Vance", "“We closed the hole at once,”")),
    )
    assert {first.verdict, last.verdict} == {"same"}
    assert first.renderings[0].parts[0].text == "We take full responsibility."


def test_sentences_put_together_are_a_cut_between_them() -> None:
    full = "“We were warned twice. Nobody told the crew. The ship should not have sailed.”"
    joined = "“We were warned twice. The ship should not have sailed.”"
    (quotation,) = quotations(quoting("a", full), quoting("b", joined))
    assert quotation.verdict == "cut"
    ((difference,),) = (r.differences for r in quotation.renderings[1:])
    assert difference.fullest is not None
    assert difference.fullest.text == "Nobody told the crew."
    parts = ("“We were warned twice,”", "“The ship should not have sailed.”")
    apart = fire("b", f"{parts[0]} Vance said. {parts[1]}", S("Vance", parts))
    verdicts = [quotation.verdict for quotation in quotations(quoting("a", full), apart)]
    assert verdicts == ["same", "same"]


def test_neighbouring_sentences_are_one_row() -> None:
    full = "“We had four minutes to get them out. I counted them twice.”"
    changed = full.replace("four", "forty")
    (quotation,) = quotations(quoting("a", full), quoting("b", changed))
    assert quotation.renderings[1].parts[0].text == changed


def test_a_source_far_from_the_words_is_no_evidence() -> None:
    """A statement that is read across paragraphs may join words of somebody else."""
    parts = (SCRAPPED, "“They can dig.”")
    joined = fire("b", f"It was late. {SCRAPPED}\n\n{parts[1]} Owen Strand said.", S("Owen Strand", parts))
    assert not any(quotation.disputed for quotation in quotations(quoting("a", SCRAPPED), joined))
    near = fire("b", f"Owen Strand said: {SCRAPPED}", S("Owen Strand", SCRAPPED))
    assert [quotation.disputed for quotation in quotations(quoting("a", SCRAPPED), near)] == [True]


def test_words_that_an_article_gives_to_both_are_no_evidence() -> None:
    """A quotation in what somebody else says."""
    told = fire(
        "b",
        f"Owen Strand said that Petra Vance said {SCRAPPED} yesterday.",
        S("Owen Strand", f"that Petra Vance said {SCRAPPED} yesterday", "mixed"),
        S("Petra Vance", SCRAPPED),
    )
    (quotation,) = quotations(quoting("a", SCRAPPED), told)
    assert not quotation.disputed


def test_she_is_the_only_person_named_before() -> None:
    strand = quoting("a", SCRAPPED, "Owen Strand")
    text = f"Petra Vance walked along the quay, and she said: {SCRAPPED}"
    (quotation,) = quotations(strand, fire("b", text, S("she", SCRAPPED)))
    assert quotation.disputed
    both = f"Petra Vance met Owen Strand, and she said: {SCRAPPED}"
    (quotation,) = quotations(strand, fire("b", both, S("she", SCRAPPED)))
    assert not quotation.disputed


def test_reports_that_contradict_each_other() -> None:
    reports = ("she would not raise the fuel duty", "she would raise the fuel duty", "no higher fuel duty")
    a, b, c = (
        fire(id_, f"Petra Vance said {words}.", S("Petra Vance", words, "indirect"))
        for id_, words in zip("abc", reports, strict=True)
    )
    (quotation,) = quotations(a, b)
    assert quotation.verdict == "meaning_may_change"
    assert quotation.renderings[1].version == "paraphrased"
    assert [d.edit for d in quotation.renderings[1].differences] == ["cut"]
    assert quotations(a, c) == []


def test_a_report_that_denies_what_is_quoted() -> None:
    full = "“We will raise the fuel duty,”"
    words = "they would raise the fuel duty"
    denied = fire("b", f"Petra Vance denied {words}.", S("Petra Vance", words, "indirect", cue="deny"))
    (quotation,) = quotations(quoting("a", full), denied)
    assert quotation.verdict == "meaning_may_change"
    (quotation,) = quotations(
        quoting("a", full), fire("b", f"Petra Vance said {words}.", S("Petra Vance", words, "indirect"))
    )
    assert quotation.verdict == "paraphrased"


def test_evidence_stands_beside_each_version() -> None:
    (quotation,) = quotations(quoting("a", SCRAPPED), quoting("b", SCRAPPED))
    first = quotation.renderings[0]
    assert first.sentence is not None
    assert first.sentence.text == f"{SCRAPPED} Petra Vance said."
    assert str(first.published) == "2024-05-15"


WORDS = st.lists(st.sampled_from(["we", "will", "pay", "bill", "for", "not", "wait", "ten"]), min_size=1)


@settings(max_examples=200, deadline=None)
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


def test_a_dropped_no_in_other_forms_of_the_words() -> None:
    one, other = (
        quoting("a", "“No shot was fired by our men,”"),
        quoting("b", "“Shots were fired by our men,”"),
    )
    (quotation,) = quotations(one, other)
    assert quotation.verdict == "meaning_may_change"


def test_the_beginning_of_a_sentence_given_to_somebody_else() -> None:
    one = quoting("a", "“We do not need fresh capital, and we will not ask the owners for any,”")
    (quotation,) = quotations(one, quoting("b", "“We do not need fresh capital,”", "Owen Strand"))
    assert quotation.disputed


@pytest.mark.parametrize(
    ("full", "part", "touched"),
    [
        ("We will wait if we must, if we must wait for it.", "We will wait, if we must wait for it.", False),
        ("I do not think the ferry was safe.", "The ferry was safe.", True),
    ],
)
def test_what_an_edit_touches(full: str, part: str, touched: bool) -> None:
    a, b = (TextSpan(start=0, end=len(text), text=text) for text in (full, part))
    _, differences = compare_versions([a], [b])
    assert differences
    assert any(difference.touches for difference in differences) == touched


@pytest.mark.parametrize(
    ("full", "other"),
    [
        # An answer, whichever has it.
        ("No, I meant that we would stay until the morning", "I meant that we would stay until the morning"),
        ("I meant that we would stay until the morning", "No, I meant that we would stay until the morning"),
        # A sentence of its own after a comma.
        ("The people who built it, maybe there is, I don't know", "The people who built it, maybe there is"),
        # What is said twice.
        (
            "By the way, if she gets to pick, if she gets to pick her crew, we sail",
            "If she gets to pick her crew, we sail",
        ),
        ("I said you don't sail in a storm like this - you don't", "You don't sail in a storm like this"),
        # The words before a quotation in the quotation.
        (
            "It is not surprising she told him: ‘Nothing you say will ever bring the crew back",
            "Nothing you say will ever, ever bring the crew back",
        ),
        # One way to say `will`.
        (
            "The ferries are never going to take over the harbour",
            "The ferries will never take over the harbour",
        ),
        # A clause before the one that is left, which begins with the same word.
        (
            "We could have saved two but for the smoke that night, but we are sure of our crew and ship",
            "We are sure of our crew and ship",
        ),
    ],
)
def test_an_edit_that_leaves_the_meaning(full: str, other: str) -> None:
    (quotation,) = quotations(quoting("a", f"“{full},”"), quoting("b", f"“{other},”"))
    assert quotation.verdict in ("cut", "changed")


def test_no_at_the_beginning_that_denies() -> None:
    (quotation,) = quotations(
        quoting("a", "“No crew of ours was warned of the fire,”"),
        quoting("b", "“Crew of ours was warned of the fire,”"),
    )
    assert quotation.verdict == "meaning_may_change"


@pytest.mark.parametrize(("opening", "closing", "is_disputed"), [("", "", True), ("‘", "’", False)])
def test_a_quotation_in_a_quotation_is_not_the_speakers(
    opening: str, closing: str, is_disputed: bool
) -> None:
    words = "extremely careless in their handling of the ferry and of the lifeboats"
    told = f"They told us the crew {opening}were {words}{closing},"
    found = quotations(
        quoting("a", f"“The crew were {words},”"), quoting("b", f"“{told}”", name="Owen Strand")
    )
    assert any(quotation.disputed for quotation in found) == is_disputed


def test_another_remark_with_the_same_few_words() -> None:
    assert not quotations(
        quoting("a", "“I want to be winning things with Halden, not somewhere else,”"),
        quoting("b", "“I always want to win,”"),
    )


def test_words_written_as_one_are_no_difference() -> None:
    (quotation,) = quotations(
        quoting("a", "“You see this double act pretending all is well,”"),
        quoting("b", "“You see this double-act pretending all is well,”"),
    )
    assert quotation.verdict == "same"


def test_a_part_quoted_again_beside_the_whole_is_no_cut() -> None:
    words = "“This will mean hard choices for the crew and the port,”"
    both = fire(
        "a",
        f"{words} Petra Vance said. Petra Vance spoke of “hard choices for the crew and the port”.",
        S("Petra Vance", words),
        S("Petra Vance", "“hard choices for the crew and the port”", "mixed"),
    )
    (quotation,) = quotations(both, quoting("b", words))
    assert quotation.verdict == "same"


@pytest.mark.parametrize(
    ("told", "is_disputed"),
    [
        (f"{SCRAPPED} Owen Strand said.", True),
        # A speaker read into `the minister`, and one of the sentence after the words.
        (f"{SCRAPPED} the minister said.", False),
        (f"The slogan is: {SCRAPPED.replace(',”', '”.')} Owen Strand accused the crew of sleeping.", False),
    ],
)
def test_only_a_named_speaker_is_somebody_else(told: str, is_disputed: bool) -> None:
    source = "the minister" if "minister" in told else "Owen Strand"
    words = SCRAPPED if SCRAPPED in told else SCRAPPED.replace(",”", "”")
    other = fire("b", told, S(source, words, name="Owen Strand"))
    found = quotations(quoting("a", SCRAPPED), other)
    assert any(quotation.disputed for quotation in found) == is_disputed
