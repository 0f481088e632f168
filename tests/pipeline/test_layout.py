"""Statements that the layout attributes: turns, signatures and announcements."""

from __future__ import annotations

import pytest
from marked import marked

import claimx
from claimx.pipeline.statements.component import assemble_statements

Said = list[tuple[str, str | None, str]]


def said(text: str) -> Said:
    """Source, its name and contents of the statements of a marked text."""
    doc = marked(text)
    return [
        (
            doc.text[slice(*statement.source.range)] if statement.source else "",
            statement.source.name if statement.source else None,
            " ++ ".join(" ".join(doc.text[slice(*part)].split()) for part in statement.content),
        )
        for statement in assemble_statements(doc)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (  # transcripts, whose speakers have titles and the surname later
            "CHAIRMAN WHITLOCK: We have two guests.\n\nMS. ARANDA: Ships were late.\n\n(Laughter.)\n\n"
            "Sixty were.\n\nCHAIRMAN WHITLOCK: I see.",
            [
                ("CHAIRMAN WHITLOCK", "CHAIRMAN WHITLOCK", "We have two guests."),
                ("MS. ARANDA", "MS. ARANDA", "Ships were late. ++ Sixty were."),
                ("CHAIRMAN WHITLOCK", "CHAIRMAN WHITLOCK", "I see."),
            ],
        ),
        (  # broadcasts: a role behind the name, the surname alone later
            "<PERSON:DAN RUIZ>, CORRESPONDENT: All are safe.\n\nUNIDENTIFIED MALE: We heard a bang.\n\n"
            "<PERSON:RUIZ>: Back to you.",
            [
                ("DAN RUIZ", "DAN RUIZ", "All are safe."),
                ("UNIDENTIFIED MALE", None, "We heard a bang."),
                ("RUIZ", "DAN RUIZ", "Back to you."),
            ],
        ),
        (  # a surname in capitals, though taken for something else
            "PRESENTER: The news, read by <PERSON:Fiona Keating>.\n\n<ORG:KEATING>: A fire is out.\n\n"
            "PRESENTER: Thank you.",
            [
                ("PRESENTER", "PRESENTER", "The news, read by Fiona Keating."),
                ("KEATING", "Fiona Keating", "A fire is out."),
                ("PRESENTER", "PRESENTER", "Thank you."),
            ],
        ),
        (  # interviews: `A` is the one person named before, and initials are whose they are
            "A talk with <PERSON:Ines Duarte>\n\nQ: When?\n\nA: At nine.\n\nID: In a small town.",
            [
                ("Q", None, "When?"),
                ("A", "Ines Duarte", "At nine."),
                ("ID", "Ines Duarte", "In a small town."),
            ],
        ),
        (
            "A talk with <PERSON:Ines Duarte>. She spoke to <PERSON:Tom Beck>.\n\nQ: When?\n\nA: At nine.",
            [("Q", "Tom Beck", "When?"), ("A", "Ines Duarte", "At nine.")],
        ),
        (  # `A` may be either of two
            "<PERSON:Ines Duarte> and <PERSON:Tom Beck>\n\nQ: When?\n\nA: At nine.",
            [("Q", None, "When?"), ("A", None, "At nine.")],
        ),
        (  # sessions, in which nobody speaks twice or asks
            "Mr Speaker: Order!\n\nSir <PERSON:Alan Beck>: Fourteen died.\n\nThe Prime Minister: Nobody did.",
            [
                ("Mr Speaker", None, "Order!"),
                ("Sir Alan Beck", "Alan Beck", "Fourteen died."),
                ("The Prime Minister", None, "Nobody did."),
            ],
        ),
        (  # offices, which name nobody
            "Analyst: And the margins?\n\nChief Executive: They fell.",
            [("Analyst", None, "And the margins?"), ("Chief Executive", None, "They fell.")],
        ),
        (  # chats, with the time first
            "[10:04] <PERSON:Karl Wendt>: the pump failed\n[10:05] <PERSON:Mina Sorel>: again?\n"
            "[10:07] <PERSON:Karl Wendt>: again",
            [
                ("Karl Wendt", "Karl Wendt", "the pump failed"),
                ("Mina Sorel", "Mina Sorel", "again?"),
                ("Karl Wendt", "Karl Wendt", "again"),
            ],
        ),
        (  # a question in between is the interviewer's, and what comes after it is nobody's
            "<PERSON:Jon Vale>: How many?\n\n<PERSON:Marta Olsen>: Forty.\n\nWhy so few?\n\nIt was cold.\n\n"
            "<PERSON:Marta Olsen>: In April.",
            [
                ("Jon Vale", "Jon Vale", "How many?"),
                ("Marta Olsen", "Marta Olsen", "Forty."),
                ("Marta Olsen", "Marta Olsen", "In April."),
            ],
        ),
        (  # lists of quotations
            '- <PERSON:Nora Diaz>: "The bridge must go."\n- <PERSON:Pete Malone>: taxes should fall',
            [("Nora Diaz", "Nora Diaz", '"The bridge must go."')],
        ),
        (  # numbered speakers, and who one of them is
            "SPEAKER 1: How?\n\nSPEAKER 2 (Chief <PERSON:Al Romero>): A heater.\n\nSPEAKER 1: I see.\n\n"
            "SPEAKER 2: Yes.",
            [
                ("SPEAKER 1", None, "How?"),
                ("SPEAKER 2", "Al Romero", "A heater."),
                ("SPEAKER 1", None, "I see."),
                ("SPEAKER 2", "Al Romero", "Yes."),
            ],
        ),
        ("<PERSON:Harry Kane>: 7\n<PERSON:Tom Beck>: 5. Lost the ball too often.", []),
        ("Oslo: rain\nParis: sun\nOslo: rain later\n<PERSON:Ada Moss> said so.", []),
        ("Director: <PERSON:Paul Weir>\nCast: <PERSON:Ada Moss>\nDirector: <PERSON:Jon Vale>", []),
    ],
)
def test_turns(text: str, expected: Said) -> None:
    assert said(text) == expected


def test_what_another_says_inside_a_turn_is_kept() -> None:
    assert said(
        '<PERSON:Jon Vale>: Really?\n\n<PERSON:Ada Moss>: Yes. <t1:"You keep ghosts,"> <s1:my neighbour> '
        "<c1:said>. I agree.\n\n<PERSON:Jon Vale>: <t2:I see>. <s3:My wife> <c3:says> <t3:it rains>."
    ) == [
        ("Jon Vale", "Jon Vale", "Really?"),
        ("Ada Moss", "Ada Moss", 'Yes. "You keep ghosts," my neighbour said. I agree.'),
        ("my neighbour", None, '"You keep ghosts,"'),
        ("Jon Vale", "Jon Vale", "I see. My wife says it rains."),
        ("My wife", None, "it rains"),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (  # the network gave each quotation to the name above it
            "<t1:“It is theft.”> – <PERSON:Nora Diaz>, bus driver\n\n<t2:“I cross it daily.”> — <s2:Sister "
            "<PERSON:Agnes Roe>>",
            [
                ("Nora Diaz, bus driver", "Nora Diaz", "“It is theft.”"),
                ("Sister Agnes Roe", "Agnes Roe", "“I cross it daily.”"),
            ],
        ),
        (
            '"A toll is honest."\n<PERSON:Jan Holt>, economist',
            [("Jan Holt, economist", "Jan Holt", '"A toll is honest."')],
        ),
        (
            "“It rained.\n\n“It poured.”\n— <PERSON:Iris Noll>",
            [("Iris Noll", "Iris Noll", "“It rained. “It poured.”")],
        ),
        (
            "“It is theft.” — <PERSON:Nora Diaz>\n\n“We will appeal.” — the prosecutor's office\n\n"
            "“I was there.” — a season-ticket holder",
            [
                ("Nora Diaz", "Nora Diaz", "“It is theft.”"),
                ("the prosecutor's office", None, "“We will appeal.”"),
                ("a season-ticket holder", None, "“I was there.”"),
            ],
        ),
        (
            '- "Disgraceful" - <PERSON:Carl>, Leeds\n- "Best night" - Amy, Cork',
            [("Carl, Leeds", "Carl", '"Disgraceful"'), ("Amy, Cork", None, '"Best night"')],
        ),
        (  # in lists without dashes, where a sentence may follow, too
            "- <t1:“It is theft.”> <s2:<PERSON:Nora Diaz>, bus driver>\n- <t2:“I cross it.”> Sister "
            "<PERSON:Agnes Roe>\n- “It rained.” <PERSON:Tom Beck> (Leeds) left.",
            [
                ("Nora Diaz, bus driver", "Nora Diaz", "“It is theft.”"),
                ("Sister Agnes Roe", "Agnes Roe", "“I cross it.”"),
            ],
        ),
        (  # no name signs the next quotation
            "“It is theft.” — <s1:<PERSON:Nora Diaz>>\n\n<t1:“Bring it back!”> — Name withheld",
            [("Nora Diaz", "Nora Diaz", "“It is theft.”")],
        ),
        ("“It is theft” — <PERSON:Nora Diaz> told us so.", []),
        ("“It is theft” — and nobody cares.", []),
        ("“Theft”\n<PERSON:Nora Diaz> on a quiet summer", []),
        (
            "And from Chairwoman <PERSON:Ruth Adeyemi>:\n\n“She brings a wealth of experience.”",
            [("Chairwoman Ruth Adeyemi", "Ruth Adeyemi", "“She brings a wealth of experience.”")],
        ),
        (
            "<PERSON:Ruth Adeyemi>, in a statement:\n\n“We will read it.\n\n“Then we will vote.”\n\n“Never.”",
            [
                ("Ruth Adeyemi", "Ruth Adeyemi", "“We will read it. “Then we will vote.”"),
                ("", None, "“Never.”"),
            ],
        ),
        ("<PERSON:Ada Moss> and <PERSON:Tom Beck>:\n\n“We agree.”", []),
    ],
)
def test_names_beside_quotations(text: str, expected: Said) -> None:
    found = [each for each in said(text) if each[0]]
    assert found == [each for each in expected if each[0]]


def test_the_dash_of_a_signature_is_its_cue() -> None:
    doc = marked("“It is theft.” – <PERSON:Nora Diaz>")
    (statement,) = assemble_statements(doc)
    assert statement.cue is not None
    assert doc.text[slice(*statement.cue.range)] == "–"
    assert (statement.quote, statement.confidence) == ("direct", None)


@pytest.mark.parametrize(
    "text",
    [
        # A sentence about somebody else is between the quotation and the speaker.
        "<s1:<PERSON:Ada Moss>> <c1:said> <t1:it rained>.\n\n<PERSON:Tom Beck> waited. <t1:“No money.”>",
        "<PERSON:Tom Beck> slept. <t1:“No money.”>\n\n<t1:“We met,”> <c1:said> <s1:<PERSON:Ada Moss>>.",
        "<s1:<PERSON:Ada Moss>> <c1:said> <t1:it rained>.\n\n<PERSON:Tom Beck> came.\n\n<t1:“No money.”>",
    ],
)
def test_no_speaker_over_a_paragraph_about_somebody_else(text: str) -> None:
    assert ("", None, "“No money.”") in said(text)


def test_a_quotation_in_the_next_paragraph_is_still_the_speaker_s() -> None:
    text = "<s1:<PERSON:Ada Moss>> <c1:said> <t1:it rained>.\n\n<t1:“No money.”>"
    assert said(text) == [("Ada Moss", "Ada Moss", "it rained ++ “No money.”")]


def test_a_source_begins_in_the_paragraph_of_its_cue() -> None:
    text = "<s1:Analysis by <PERSON:Kate Moran>\nNetwork Rail> <c1:says> <t1:that trees are down>."
    assert said(text) == [("Network Rail", None, "that trees are down")]


@pytest.mark.parametrize("labels", [("Q", "A"), ("Question", "Answer"), ("QUESTION", "ANSWER")])
def test_labels_of_questions_and_answers(labels: tuple[str, str]) -> None:
    first, second = labels
    text = f"A talk with <PERSON:Ines Duarte>\n\n{first}: How so.\n\n{second}: At nine."
    assert said(text) == [(first, None, "How so."), (second, "Ines Duarte", "At nine.")]


@pytest.mark.parametrize(
    "who", ["a regular", "an onlooker", "the regular", "one regular", "my gaffer", "our gaffer"]
)
def test_descriptions_behind_a_dash(who: str) -> None:
    assert said(f"“It rained.” — {who}") == [(who, None, "“It rained.”")]


@pytest.mark.parametrize(("name", "is_name"), [("Amy Dee Lee", True), ("Amy Dee Lee Poe", False)])
def test_how_long_an_unknown_name_is(name: str, is_name: bool) -> None:
    assert bool(said(f"“It rained.” — {name}")) == is_name


@pytest.mark.parametrize(("words", "is_signature"), [(10, True), (11, False)])
def test_how_long_a_signature_is(words: int, is_signature: bool) -> None:
    text = f"“It rained.” — <PERSON:Nora Diaz>, {' '.join(['baker'] * words)}"
    assert bool(said(text)) == is_signature


@pytest.mark.parametrize(("letters", "is_title"), [(30, True), (50, False)])
def test_how_long_a_title_before_a_name_is(letters: int, is_title: bool) -> None:
    text = f"And from C{'h' * letters} <PERSON:Ruth Adeyemi>:\n\n“She wins.”"
    assert bool([each for each in said(text) if each[0]]) == is_title


@pytest.mark.parametrize(("paragraphs", "quoted"), [(2, 2), (4, 4), (5, 5), (7, 5)])
def test_how_many_paragraphs_a_signature_quotes(paragraphs: int, quoted: int) -> None:
    text = "“It rained.\n\n" * (paragraphs - 1) + "“It poured.”\n— <PERSON:Iris Noll>"
    contents = [each[2] for each in said(text) if each[0]]
    assert [each.count("rained") + each.count("poured") for each in contents] == [quoted]


@pytest.mark.parametrize(
    ("headline", "expected"),
    [
        ("Treasurer: No new levy on fuel", [("Treasurer", "No new levy on fuel")]),
        ("Police: Driver was drunk", [("Police", "Driver was drunk")]),
        ("Ferry strike to last into spring – union", [("union", "Ferry strike to last into spring")]),
        ("Tunnel will be late – <PERSON:Ada Hale>", [("Ada Hale", "Tunnel will be late")]),
        ("<PERSON:Levi Davis>: Family frustrated by search", []),
        ("<PERSON:Dave Bishop>: Man behind the party dies", []),
        ("Sussex Police: Alert over thefts from vans", []),
        ("Schools: No cuts planned this year", []),
        ("Leeds 2-1 Hull – <PERSON:Murphy> late winner", []),
    ],
)
def test_headlines_that_attribute(headline: str, expected: list[tuple[str, str]]) -> None:
    found = said(f"{headline}\n\nDiesel fell in Darwin last week.")
    assert [(source, content) for source, _, content in found] == expected


def test_a_headline_is_not_word_for_word() -> None:
    (statement,) = assemble_statements(marked("Police: Driver was drunk\n\nDiesel fell last week."))
    assert statement.quote == "indirect"


def test_the_mark_of_a_list_is_no_part_of_a_content() -> None:
    text = "1. Rents rose in Porto.\n2. Sales fell 3%, the agency said.\n3. Flats are empty."
    contents = [part.text for each in claimx.extract(text).statements for part in each.content]
    assert contents == ["Sales fell 3%"]
