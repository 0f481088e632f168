"""Verdicts on claims of drafts, on results written by hand."""

from __future__ import annotations

import pytest
from sheets import Q, S, sheet

import claimx
from claimx.errors import InputError
from claimx.schema import Extraction
from claimx.text.sentences import split_sentences
from claimx.verification import Finding
from claimx.verification.passages import find_words

NAMES = {"Petra Vance": "PERSON", "Owen Strand": "PERSON", "Maren Line": "ORG"}
SAID = "“We will not close the yard unless the banks refuse to pay us by the end of the winter,”"
ALSO = "“My crew knew about the pumps in spring,”"
SOURCE = sheet(
    "wire",
    f"{SAID} Petra Vance of Maren Line said. The yard employs 640 people and lost £412 million last year.\n\n"
    f"Owen Strand, a welder, was angry. {ALSO} Owen Strand said. “Nobody asked them anything.”\n\n"
    "Prices rose from 14.50 dollars to 19.75 dollars a tonne. The ship is 118 kilometres from the port.",
    S("Petra Vance", SAID),
    S("Owen Strand", (ALSO, "“Nobody asked them anything.”")),
    Q("640", "people"),
    Q("£412 million", value=412_000_000, unit="GBP"),
    Q("14.50 dollars", value=14.5, unit="USD"),
    Q("19.75 dollars", value=19.75, unit="USD"),
    Q("118 kilometres", value=118, unit="kilometre"),
    names=NAMES,
)


def check(draft: Extraction, kind: str = "quotation") -> Finding:
    """The only finding of a kind."""
    (finding,) = [f for f in claimx.verify(draft, [SOURCE]).findings if f.kind == kind]
    assert draft.document.text[finding.draft.start : finding.draft.end] == finding.draft.text
    return finding


def quoted(words: str, speaker: str = "Petra Vance") -> Extraction:
    return sheet("draft", f"{words} {speaker} said.", S(speaker, words), names=NAMES)


@pytest.mark.parametrize(
    ("words", "verdict", "changes"),
    [
        (SAID, "verbatim", []),
        # House style is no change.
        (
            '"We won\'t close the yard unless the banks refuse to pay us by the end of the winter,"',
            "verbatim",
            [],
        ),
        # The beginning of a sentence is a quotation of its own; words left out in it are a cut.
        ("“We will not close the yard unless the banks refuse to pay us,”", "verbatim", []),
        ("“We will not close the yard unless the banks refuse to pay us by the winter,”", "cut", []),
        ("“We will not close [it] unless the banks refuse to pay us by the end of the winter,”", "cut", []),
        # What a cut leaves out may turn the meaning.
        ("“We will close the yard unless the banks refuse to pay us,”", "changed", ["negation"]),
        ("“We will not close the yard,”", "changed", ["modal"]),
        ("“We will not close the yard unless the banks refuse to pay them by the end”", "changed", ["words"]),
        ("“We could not close the yard unless the banks refuse to pay us”", "changed", ["modal"]),
        ("“Three ships are waiting in the harbour for their papers,”", "not found", []),
    ],
)
def test_words_of_a_quotation(words: str, verdict: str, changes: list[str]) -> None:
    finding = check(quoted(words))
    assert (finding.verdict, finding.changes) == (verdict, changes)
    assert bool(finding.sources) == (verdict != "not found")


def test_brackets_of_a_source() -> None:
    words = "“He [the mate] woke me, and I called the yard,”"
    source = quoted(words)
    for draft in (words, "“He woke me, and I called the yard,”"):
        (quotation,) = [f for f in claimx.verify(quoted(draft), [source]).findings if f.kind == "quotation"]
        assert quotation.verdict == "verbatim"


def test_two_quotations_in_one() -> None:
    words = "“My crew knew about the pumps in spring. We will not close the yard,”"
    finding = check(quoted(words, "Owen Strand"))
    assert finding.verdict == "changed"
    assert "merged" in finding.changes
    assert [passage.text for passage in finding.sources] == [
        "My crew knew about the pumps in spring",
        "We will not close the yard",
    ]


def test_a_speaker_may_be_interrupted() -> None:
    words = "“My crew knew about the pumps in spring. Nobody asked them anything,”"
    assert check(quoted(words, "Owen Strand")).verdict == "verbatim"


def test_the_wrong_speaker() -> None:
    finding = check(quoted(ALSO, "Petra Vance"))
    assert finding.verdict == "given to somebody else"
    assert (finding.speaker, finding.source_speakers) == ("Petra Vance", ["Owen Strand"])
    assert finding.is_fault
    # Part of the name is the same speaker, and a company may speak through its people.
    assert check(quoted(ALSO, "Strand")).verdict == "verbatim"
    spoken = S("Maren Line", SAID, kind="organization")
    assert check(sheet("draft", f"{SAID} Maren Line said.", spoken, names=NAMES)).verdict == "verbatim"


@pytest.mark.parametrize(
    ("text", "quantity", "verdict", "changes"),
    [
        ("The yard employs 640 people.", Q("640", "people"), "verbatim", []),
        ("The yard employs about 600 people.", Q("600", "people", relation="~"), "paraphrased", []),
        ("The yard employs 600 people.", Q("600", "people"), "changed", ["number"]),
        ("The yard employs 460 people.", Q("460", "people"), "changed", ["number"]),
        (
            "The yard lost $412 million last year.",
            Q("$412 million", value=4.12e8, unit="USD"),
            "changed",
            ["unit"],
        ),
        (
            "The yard lost £412 billion last year.",
            Q("£412 billion", value=4.12e11, unit="GBP"),
            "changed",
            ["unit"],
        ),
        ("The ship is 118 miles from the port.", Q("118 miles", value=118, unit="mile"), "changed", ["unit"]),
        ("In the town, 77 shops shut.", Q("77", "shops"), "not found", []),
    ],
)
def test_numbers(text: str, quantity: Q, verdict: str, changes: list[str]) -> None:
    finding = check(sheet("draft", text, quantity), "number")
    assert (finding.verdict, finding.changes) == (verdict, changes)


POLLS = sheet(
    "wire",
    "In all 57% of residents support a toll, and 31% oppose it. Exports fell by 6% in May. "
    "The river stood 2 metres above its normal level. Of its matches, Lumo won 14.",
    Q("57%", "residents", 57, unit="percent"),
    Q("31%", "residents", 31, unit="percent"),
    Q("6%", value=6, unit="percent", change="decrease"),
    Q("2 metres", value=2, unit="metre"),
    Q("14", "matches"),
)


@pytest.mark.parametrize(
    ("text", "quantity", "changes"),
    [
        (
            "Most residents, 57%, are against the toll.",
            Q("57%", "residents", 57, unit="percent"),
            ["negation"],
        ),
        ("Most residents, 57%, are for the toll.", Q("57%", "residents", 57, unit="percent"), []),
        ("Of the residents 31% do not support it.", Q("31%", "residents", 31, unit="percent"), []),
        ("In May exports rose by 6%.", Q("6%", value=6, unit="percent", change="increase"), ["negation"]),
        ("In May 6% less was exported.", Q("6%", value=6, unit="percent"), []),
        (
            "The river was 2 metres below its normal level.",
            Q("2 metres", value=2, unit="metre"),
            ["negation"],
        ),
        ("Lumo lost 14 of its matches.", Q("14", "matches"), ["negation"]),
    ],
)
def test_a_number_belongs_to_a_side(text: str, quantity: Q, changes: list[str]) -> None:
    """The side is that of the thing counted, in whatever words."""
    (finding,) = [
        f for f in claimx.verify(sheet("draft", text, quantity), [POLLS]).findings if f.kind == "number"
    ]
    assert finding.changes == changes
    assert finding.is_fault == bool(changes)


def test_a_statement_with_the_opposite_word() -> None:
    source = sheet(
        "wire",
        "Petra Vance said that she would vote against the toll law.",
        S("Petra Vance", "that she would vote against the toll law", "indirect"),
        names=NAMES,
    )
    draft = sheet(
        "draft",
        "Petra Vance said she would vote for the toll law.",
        S("Petra Vance", "she would vote for the toll law", "indirect"),
        names=NAMES,
    )
    found = [f for f in claimx.verify(draft, [source]).findings if f.kind == "statement"]
    assert {(f.verdict, *f.changes) for f in found} == {("changed", "negation")}


def test_a_number_of_something_else_is_no_evidence() -> None:
    text = "Prices rose from 14.50 dollars to 640 dollars a tonne."
    draft = sheet(
        "draft", text, Q("14.50 dollars", value=14.5, unit="USD"), Q("640 dollars", value=640, unit="USD")
    )
    first, second = [f for f in claimx.verify(draft, [SOURCE]).findings if f.kind == "number"]
    assert first.verdict == "verbatim"
    assert (second.verdict, second.sources[0].text) == ("changed", "19.75 dollars")


@pytest.mark.parametrize(
    ("name", "label", "verdict"),
    [
        ("Petra Vance", "PERSON", "verbatim"),
        ("Vance", "PERSON", "verbatim"),
        ("P. Vance", "PERSON", "paraphrased"),
        ("Peter Vance", "PERSON", "changed"),
        ("Petra Vants", "PERSON", "changed"),
        ("Maren Lines", "ORG", "changed"),
        ("Lena Brandt", "PERSON", "not found"),
        ("Oslo", "GPE", "not found"),
    ],
)
def test_names(name: str, label: str, verdict: str) -> None:
    assert check(sheet("draft", f"Then came {name}.", names={name: label}), "name").verdict == verdict


def test_a_negation_in_a_sentence_of_the_draft() -> None:
    draft = sheet("draft", "Owen Strand, a welder, was not angry.")
    finding = check(draft, "statement")
    assert (finding.verdict, finding.changes) == ("changed", ["negation"])


def test_speakers_of_a_transcript() -> None:
    text = "MS. LENZ: We did not inspect it.\n\nMR. PATEL: It broke at noon.\n\nMS. LENZ: I was not told."
    transcript = sheet("hearing", text)
    draft = sheet("draft", "“It broke at noon,” Anna Lenz said.", S("Anna Lenz", "“It broke at noon,”"))
    (finding,) = [f for f in claimx.verify(draft, [transcript]).findings if f.kind == "quotation"]
    assert (finding.verdict, finding.source_speakers) == ("given to somebody else", ["Mr. Patel"])


def test_a_word_and_a_colon_make_no_transcript() -> None:
    text = "LIVE: The power is back\n\nMinister: no attack\n\n“It broke at noon,” Anna Lenz said."
    source = sheet("blog", text, S("Anna Lenz", "“It broke at noon,”"))
    draft = sheet("draft", "“It broke at noon,” Anna Lenz said.", S("Anna Lenz", "“It broke at noon,”"))
    assert claimx.verify(draft, [source]).faults == 0


def test_no_sources_and_no_claims() -> None:
    assert claimx.verify(sheet("draft", "Nothing."), []).findings == []
    (finding,) = claimx.verify(quoted(SAID), []).findings[:1]
    assert finding.verdict == "not found"
    assert claimx.verify(sheet("draft", ""), [SOURCE]).findings == []


@pytest.mark.parametrize(
    ("sources", "message"),
    [
        (SOURCE, r"sources must be several, not one Extraction"),
        ([SOURCE.document.text], r"must be of type Extraction, not .*claimx\.extract"),
        ([None], r"must be of type Extraction, not .*claimx\.extract"),
    ],
)
def test_what_is_no_extraction_is_named(sources: object, message: str) -> None:
    with pytest.raises(InputError, match=message):
        claimx.verify(quoted(SAID), sources)  # type: ignore[arg-type]
    with pytest.raises(InputError, match="not str"):
        claimx.diff("It sank.", "It sank on Monday.")  # type: ignore[arg-type]


def test_sentences() -> None:
    text = "A headline\nBy Ana Moss\n\nGen. Avi Shoham left on Nov. 24. “Why? Because!” he said.\n\nNo end"
    assert [sentence.text for sentence in split_sentences(text)] == [
        "A headline",
        "By Ana Moss",
        "Gen. Avi Shoham left on Nov. 24.",
        "“Why?",
        "Because!” he said.",
        "No end",
    ]
    wrapped = (
        "The first line of a long paragraph, which a program broke,\n"
        "goes on here, in small letters as such lines often do, and\n"
        "on and on.\n\nThe second one does so as well, as it is broken at\nthe same width."
    )
    assert len(split_sentences(wrapped)) == 2


def test_words_in_their_normal_form() -> None:
    words = [word.text for word in find_words("Didn’t 38 per cent, 38%, twenty, 3,800 and can't")]
    assert words == ["did", "not", "38", "percent", "38", "percent", "20", "3800", "and", "can", "not"]


def test_the_day_and_place_of_the_dateline_are_no_claims() -> None:
    draft = sheet("draft", "OSLO, May 16 — The yard employs 640 people.", Q("640"), names={"OSLO": "GPE"})
    dateline = {"start": 0, "end": 4, "text": "OSLO"}
    record = draft.model_dump(mode="json")
    record["document"]["dateline"] = dateline
    record["dates"] = [{"id": "d1", "start": 6, "end": 12, "text": "May 16", "value": "2024-05-16"}]
    verification = claimx.verify(Extraction.model_validate(record), [SOURCE])
    assert [(f.kind, f.verdict) for f in verification.findings] == [("number", "verbatim")]


def test_a_bare_number_has_the_unit_of_the_one_before_it() -> None:
    source = sheet(
        "talks",
        "Profit fell from 31 million euros to 22 million. "
        "We asked for 7 percent over two years. They offered 4.\n",
        Q("31 million euros", value=31e6, unit="EUR"),
        Q("22 million", value=22e6),
        Q("7 percent", value=7, unit="percent"),
        Q("two years", value=2, unit="year"),
        Q("4"),
    )
    for words, value, unit in (("22 million euros", 22e6, "EUR"), ("4 percent", 4.0, "percent")):
        draft = sheet("draft", f"They offered {words} as profit fell.", Q(words, value=value, unit=unit))
        (number,) = [f for f in claimx.verify(draft, [source]).findings if f.kind == "number"]
        assert number.verdict in ("verbatim", "paraphrased")


def test_a_tally_turned_round() -> None:
    def tally(told: str, text: str) -> list[str]:
        source = sheet("minutes", told, Q("97", "votes"), Q("58"))
        draft = sheet("draft", text, Q("58", "votes"), Q("97"))
        return [f.verdict for f in claimx.verify(draft, [source]).findings if f.kind == "number"]

    rejected = "The members rejected the move by"
    assert tally(f"{rejected} 97 votes to 58.", f"{rejected} 58 votes to 97.") == ["changed"] * 2
    assert (
        tally(
            "The friends of the move won by 97 votes to 58.",
            "The friends of the hall lost by 58 votes to 97.",
        )
        == ["verbatim"] * 2
    )


def test_a_label_with_an_office_of_several_words() -> None:
    source = sheet(
        "minutes",
        "DAME PRENTICE: We did not cancel one concert.\n\nCAROLINE WREN (chief executive): We should "
        "never have signed that lease.\n\nDAME PRENTICE: It stands.",
    )
    draft = sheet(
        "draft",
        "“We should have signed that lease,” Caroline Wren said.",
        S("Caroline Wren", "“We should have signed that lease,”"),
        names={"Caroline Wren": "PERSON"},
    )
    (quotation,) = [f for f in claimx.verify(draft, [source]).findings if f.kind == "quotation"]
    assert (quotation.verdict, quotation.changes) == ("changed", ["negation"])
    assert quotation.source_speakers == ["Caroline Wren"]


def test_a_future_in_indirect_speech() -> None:
    said = "the road to the upper alp would stay closed until the end of June"
    source = sheet("wire", f"She warned that {said}.", S("She", said, "indirect", cue="warn"))
    kept = sheet("draft", "The road to the upper alp will stay closed until the end of June.")
    turned = sheet("draft", "The road to the upper alp may stay closed until the end of June.")
    verdicts = [[f.verdict for f in claimx.verify(draft, [source]).findings] for draft in (kept, turned)]
    assert verdicts == [[], ["changed"]]


def numbers(draft: Extraction, source: Extraction) -> list[tuple[str, list[str]]]:
    """The verdicts on the numbers of a draft."""
    findings = claimx.verify(draft, [source]).findings
    return [(f.verdict, list(f.changes)) for f in findings if f.kind == "number"]


@pytest.mark.parametrize(
    ("text", "quantity", "verdict", "changes"),
    [
        (
            "A third of the turbines turn.",
            Q("A third", "turbines", 1 / 3, unit="fraction"),
            "paraphrased",
            [],
        ),
        (
            "Three quarters of the turbines turn.",
            Q("Three quarters", "turbines", 0.75, unit="fraction"),
            "changed",
            ["number"],
        ),
        (
            "The debt of the town rises by seven points.",
            Q("seven points", value=7, unit="point", change="increase"),
            "paraphrased",
            [],
        ),
        (
            "The debt of the town rises by 7 percent.",
            Q("7 percent", value=7, unit="percent", change="increase"),
            "changed",
            ["unit"],
        ),
        (
            "The debt of the town is 41 percent of its income.",
            Q("41 percent", value=41, unit="percent"),
            "changed",
            ["number"],
        ),
    ],
)
def test_numbers_that_follow_from_two(text: str, quantity: Q, verdict: str, changes: list[str]) -> None:
    source = sheet(
        "release",
        "Of the six turbines, two are turning. "
        "The debt of the town was 41 percent of its income a year ago and is now 48 percent.",
        Q("six", "turbines", 6),
        Q("two", "turbines", 2),
        Q("41 percent", value=41, unit="percent"),
        Q("48 percent", value=48, unit="percent"),
    )
    assert numbers(sheet("draft", text, quantity), source) == [(verdict, changes)]


@pytest.mark.parametrize(
    ("text", "quantity", "verdict"),
    [
        ("The studio lays off 131 people.", Q("131", "people"), "paraphrased"),
        ("The studio lays off 113 people.", Q("113", "people"), "changed"),
        ("The fund bore £155,000.", Q("£155,000", value=155_000, unit="GBP"), "paraphrased"),
        ("It was in 85 percent of the otters.", Q("85 percent", "otters", 85, unit="percent"), "paraphrased"),
        ("Each of the otters cost £7,750 on average.", Q("£7,750", value=7750, unit="GBP"), "paraphrased"),
        ("It cut 25 basis points.", Q("25 basis points", value=25, unit="basis_point"), "verbatim"),
    ],
)
def test_numbers_worked_out_from_two(text: str, quantity: Q, verdict: str) -> None:
    source = sheet(
        "report",
        "The studio goes from 742 to 611 people. The survey cost £310,000. Half was paid by a fund. "
        "It was found in 34 of 40 otters. It cut a quarter of a percentage point.",
        Q("742"),
        Q("611", "people"),
        Q("£310,000", value=310_000, unit="GBP"),
        Q("Half", value=0.5, unit="fraction"),
        Q("34", "otters"),
        Q("40", "otters"),
        Q("a quarter of a percentage point", value=0.25, unit="percentage_point"),
    )
    ((found, _),) = numbers(sheet("draft", text, quantity), source)
    assert found == verdict


def test_a_figure_of_another_claimant() -> None:
    def told(text: str, *by: str) -> Extraction:
        return sheet(
            "wire",
            text,
            *(S(who, f"{share}% stayed away", "indirect") for who, share in zip(by, (68, 31), strict=False)),
            *(Q(f"{share}%", "staff", share, unit="percent") for share in (68, 31)[: len(by)]),
            names=dict.fromkeys(by, "ORG"),
        )

    source = told("Of the staff, 68% stayed away, Filt said; 31% stayed away, Rete said.", "Filt", "Rete")
    for who, verdict in (("Rete", "given to somebody else"), ("Filt", "verbatim")):
        draft = told(f"Of the staff, 68% stayed away, {who} said.", who)
        assert [found for found, _ in numbers(draft, source)] == [verdict]


def test_the_figure_of_another_year() -> None:
    source = sheet(
        "minutes",
        "Spending on safety was 86 million in 2024. For 2026, spending of 94 million is planned.",
        Q("86 million", "Spending", 86e6, date="2024", day="2024"),
        Q("94 million", "spending", 94e6, date="2026", day="2026"),
    )
    for words, value, expected in (("94 million", 94e6, "changed"), ("86 million", 86e6, "verbatim")):
        number = Q(words, "Spending", value, date="2024", day="2024")
        draft = sheet("draft", f"Spending on safety came to {words} in 2024.", number)
        assert [verdict for verdict, _ in numbers(draft, source)] == [expected]


def test_a_part_has_the_unit_of_the_whole() -> None:
    source = sheet(
        "letter",
        "The road is unpaved for 14 of its 23 kilometres.",
        Q("14"),
        Q("23 kilometres", value=23, unit="kilometre"),
    )
    draft = sheet(
        "draft", "For 14 kilometres the road is unpaved.", Q("14 kilometres", value=14, unit="kilometre")
    )
    assert numbers(draft, source) == [("verbatim", [])]


def test_what_is_said_of_the_number_beside_it() -> None:
    source = sheet(
        "wire",
        "Eleven people were killed and 29 injured when the canopy fell.",
        Q("Eleven", "people", 11),
        Q("29", "people"),
    )
    turned = sheet("draft", "When the canopy fell, 29 people were killed.", Q("29", "people"))
    kept = sheet("draft", "When the canopy fell, 29 people were injured.", Q("29", "people"))
    reworded = sheet("draft", "When the canopy fell, 29 people were hurt.", Q("29", "people"))
    assert numbers(turned, source) == [("changed", ["number"])]
    assert numbers(kept, source) == numbers(reworded, source) == [("verbatim", [])]


def test_the_unit_of_a_column() -> None:
    source = sheet(
        "bulletin",
        "Fire | Size (hectares) | Contained (percent)\nPine Ridge | 23,600 | 15\n",
        Q("23,600", value=23600),
        Q("15"),
    )
    draft = sheet(
        "draft",
        "The fire on Pine Ridge, of 236 square kilometres, is contained by 15 percent.",
        Q("236 square kilometres", value=236, unit="square_kilometre"),
        Q("15 percent", value=15, unit="percent"),
    )
    assert [verdict for verdict, _ in numbers(draft, source)] == ["paraphrased", "verbatim"]


def test_a_tally_of_two_tallies() -> None:
    source = sheet(
        "minutes",
        "A referendum was rejected by 12 votes to 15. The tram was approved by 17 votes to 8.",
        *map(Q, ("12", "15", "17", "8")),
    )
    draft = sheet("draft", "The tram was approved by 17 votes to 12.", Q("17"), Q("12"))
    assert numbers(draft, source) == [("changed", ["number"])] * 2
    # A rise from one number to another is no tally.
    text = "The council had 17 members, and grew from 8 to 17."
    assert claimx.verify(sheet("draft", text, Q("8")), [source]).faults == 0


@pytest.mark.parametrize("words", ["two days", "twice", "one"])
def test_small_numbers_that_a_source_does_not_count(words: str) -> None:
    draft = sheet("draft", f"Owen Strand had warned them {words} in May.", Q(words, value=2))
    assert numbers(draft, SOURCE) == []


def statements(draft: Extraction, source: Extraction) -> list[tuple[str, list[str]]]:
    """The verdicts on the statements of a draft."""
    findings = claimx.verify(draft, [source]).findings
    return [(f.verdict, list(f.changes)) for f in findings if f.kind == "statement"]


@pytest.mark.parametrize(
    ("said", "cue", "told", "changes"),
    [
        ("the virus may be spreading in the north", "say", "the virus is spreading in the north", ["modal"]),
        ("the virus may be spreading in the north", "say", "the virus could be spreading in the north", []),
        ("the reports were copied from another file", "allege", "the reports were copied", ["modal"]),
        ("the reports were copied from another file", "say", "the reports were copied", []),
        # Only what is hedged.
        ("rain may come, and the virus is spreading in the north", "say", "the virus is spreading north", []),
    ],
)
def test_a_hedge_left_out(said: str, cue: str, told: str, changes: list[str]) -> None:
    source = sheet("wire", f"The ministry said {said}.", S("The ministry", said, "indirect", cue=cue))
    draft = sheet("draft", f"The ministry said {told}.", S("The ministry", told, "indirect"))
    found = [each for _, each in statements(draft, source)]
    assert all(each == changes for each in found)
    assert found


def test_a_cue_denied() -> None:
    tax = "a higher property tax from 2027"
    source = sheet(
        "wire", f"He did not rule out {tax}.", S("He", tax, "indirect", cue="rule out", negated=True)
    )
    draft = sheet("draft", f"He ruled out {tax}.", S("He", tax, "indirect", cue="rule out"))
    assert statements(draft, source) == [("changed", ["negation"])]


def test_a_sentence_with_the_opposite_word() -> None:
    source = sheet("release", "A third defendant, the auditor Dietmar Voss, was acquitted on all counts.")
    found = [
        statements(sheet("draft", f"The auditor, Dietmar Voss, was {word} on all counts."), source)
        for word in ("convicted", "acquitted", "cleared")
    ]
    assert found == [[("changed", ["negation"])], [], []]


def test_a_question_says_nothing() -> None:
    source = sheet(
        "call", "REY: Will there be job cuts in Korea?\n\nHWANG, CHIEF: No. We will not cut jobs in Korea.\n"
    )
    told = "the company will not cut jobs in Korea"
    assert statements(sheet("draft", f"He said {told}.", S("He", told, "indirect")), source) == [
        ("paraphrased", [])
    ]


def test_a_label_with_an_office_behind_a_comma() -> None:
    source = sheet(
        "call",
        "Tomás Rey: Are you losing customers?\n\nÉva Hwang, chief executive: I am worried about prices.\n\n"
        "Tomás Rey: And costs?",
    )
    words = "“I am worried about prices,”"
    for speaker, verdict in (("Éva Hwang", "verbatim"), ("Tomás Rey", "given to somebody else")):
        draft = sheet("draft", f"{words} {speaker} said.", S(speaker, words), names={speaker: "PERSON"})
        (quotation,) = [f for f in claimx.verify(draft, [source]).findings if f.kind == "quotation"]
        assert quotation.verdict == verdict


def test_a_first_name_does_not_show_how_the_last_is_spelled() -> None:
    source = sheet(
        "talk",
        "Rafael Teixeira leaves. “Rafael, when did you decide?”",
        names={"Rafael Teixeira": "PERSON", "Rafael": "PERSON"},
    )
    draft = sheet("draft", "Rafael Texeira goes.", names={"Rafael Texeira": "PERSON"})
    assert [f.verdict for f in claimx.verify(draft, [source]).findings] == ["changed"]


def test_a_country_and_its_people() -> None:
    source = sheet("wire", "The Hungarian cars were sold.", names={"Hungarian": "NORP"})
    verdicts = [
        f.verdict
        for place in ("Hungary", "Romania")
        for f in claimx.verify(
            sheet("draft", f"Cars from {place} were sold.", names={place: "GPE"}), [source]
        ).findings
    ]
    assert verdicts == ["paraphrased", "not found"]


@pytest.mark.parametrize(
    ("text", "verdicts"),
    [
        ("The fire was found on 7 August.", ["verbatim"]),
        ("The fire was found on 8 August.", ["changed"]),
        # The day of the source itself.
        ("On Friday the fire was out.", ["verbatim"]),
        ("The fire was contained by Christmas.", ["verbatim"]),
        ("The fire was contained by Easter.", ["changed"]),
    ],
)
def test_days_by_their_words(text: str, verdicts: list[str]) -> None:
    source = sheet(
        "bulletin",
        "Bulletin, Friday 15 August\n\nThe fire was found on Thursday, 7 August, in the hills.\n\n"
        "It will be contained by Christmas.",
        published=None,
    )
    findings = claimx.verify(sheet("draft", text, published=None), [source]).findings
    assert [f.verdict for f in findings if f.kind == "date"] == verdicts
