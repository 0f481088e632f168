"""Relative clauses between a subject and its verb: who said what follows them, and what is inside them."""

from __future__ import annotations

import pytest
from spacy.tokens import Doc

import claimx
from claimx.pipeline.records import Roles, RoleSpan
from claimx.pipeline.statements.links import repair_roles
from claimx.pipeline.syntax.component import blank_pipeline, clause_between, relative_clauses
from claimx.text.quotes import Quotations
from claimx.text.tokens import Range

# The claimant of the only number, and whose statement holds it. The number is behind the clause ...
BEHIND = [
    ("The plan, which Weir called absurd, would cost $3 million, said the treasurer.", "the treasurer"),
    (
        "The tunnel, which critics have described as a folly, will cost £40 million, the minister said.",
        "the minister",
    ),
    ("The law, which the union praised, will cut costs by 5 percent, Mr Hale said.", "Mr Hale"),
    ("A mattress maker, which Mr Aalto declined to name, promised to pay $2 million.", "A mattress maker"),
]
# ... and inside it, or said by somebody named outside a clause.
INSIDE = [
    ("The project, which the mayor said would cost $3 million, was approved on Monday.", "the mayor"),
    ("The fund, which Moreno said had lost 40% of its value, was closed last year.", "Moreno"),
    ("The treasurer, who called the plan absurd, said it would cost $3 million.", "The treasurer"),
]


@pytest.mark.parametrize(("text", "source"), [*BEHIND, *INSIDE])
def test_who_said_it(text: str, source: str) -> None:
    result = claimx.extract(text)
    (quantity,) = result.quantities
    assert quantity.source is not None
    assert quantity.source.text == source
    around = [
        each
        for each in result.statements
        if any(p.start <= quantity.start and quantity.end <= p.end for p in each.content)
    ]
    assert [each.source.text for each in around if each.source] == [source]


def test_what_follows_a_clause_is_nobodys_without_another_source() -> None:
    text = "The vaccine, which Pfizer says is safe, reached 3 million people."
    result = claimx.extract(text)
    assert [each.source for each in result.quantities] == [None]
    assert all("3 million" not in part.text for each in result.statements for part in each.content)


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("A jury ordered Talbot to pay $2 million to a couple who said their well was poisoned.", "a couple"),
        ("A jury paid a couple, a farmer named Hale, who said their well was poisoned.", "who"),
        ("Hale, who lives in Lima and who said their well was poisoned, left.", "Hale"),
        ("Ada Hale, a farmer from Lima, who said their well was poisoned, left.", "Ada Hale"),
    ],
)
def test_a_clause_with_who_is_of_those_before_it(text: str, source: str) -> None:
    """As if the network gave the first name or noun of a sentence as the source of every `said`."""
    doc = claimx.load()(text)
    said, first = text.index("said"), "A jury" if text.startswith("A jury") else text.partition(",")[0]
    content = Range(text.index("their"), text.index("poisoned") + len("poisoned"))
    spans = [doc.char_span(0, len(first)), doc.char_span(said, said + 4), doc.char_span(*content)]
    roles = Roles()
    for spoken, span in zip((roles.sources, roles.cues, roles.contents), spans, strict=True):
        spoken.append(RoleSpan(span.start, span.end, 0.9))
    roles.content_cue, roles.content_source, roles.cue_source = [0], [0], [0]
    repaired = repair_roles(doc, roles, Quotations(text))
    (teller,) = repaired.cue_source
    assert teller is not None
    assert doc[repaired.sources[teller].start : repaired.sources[teller].end].text == source


def tagged(text: str) -> Doc:
    """A text with a tag behind each word that has one that matters: `which/WDT`."""
    words = [word.split("/") for word in text.split()]
    doc = Doc(blank_pipeline().vocab, [word[0] for word in words])
    for token, word in zip(doc, words, strict=True):
        token.tag_ = word[1] if len(word) > 1 else "NN"
        token.pos_ = {"RB": "ADV", "IN": "ADP"}.get(token.tag_, "X")
    return doc


@pytest.mark.parametrize(
    ("text", "clauses"),
    [
        ("plan , which/WDT Weir called/VBD absurd , would/MD cost", ["which Weir called absurd"]),
        ("plan , to/IN which/WDT Weir objected/VBD , now/RB costs/VBZ", ["which Weir objected"]),
        ("plan , which/WDT Weir called/VBD “ absurd , ” costs/VBZ", ["which Weir called “ absurd , ”"]),
        (
            "plan , which/WDT Weir , who/WP leads/VBZ , said/VBD fell , costs/VBZ",
            ["who leads", "which Weir , who leads , said fell"],
        ),
        # Weir says what the clause says.
        ("plan , which/WDT , Weir said/VBD , would/MD cost", []),
        # Weir's party is between Weir and the verb, not the end of the clause.
        ("plan , which/WDT Weir , Democrat , said/VBD fell", []),
        # The quotation ends before the verb.
        ("“ plan , which/WDT Weir backed/VBD , ” said/VBD Lee", []),
        # The clause ends with its sentence.
        ("plan , which/WDT Weir called/VBD absurd . Later , costs/VBZ", []),
    ],
)
def test_clauses(text: str, clauses: list[str]) -> None:
    doc = tagged(text)
    assert [doc[each.start : each.end].text for each in relative_clauses(doc)] == clauses


def test_a_phrase_is_between_only_inside_and_before() -> None:
    doc = tagged("plan , which/WDT Weir called/VBD absurd , would/MD cost $3m , said/VBD Lee")
    clauses = relative_clauses(doc)
    (clause,) = clauses
    weir, absurd, price, lee = 3, 5, 9, 12
    assert clause_between(clauses, weir, price) == clause
    assert clause_between(clauses, weir, absurd) is None
    assert clause_between(clauses, lee, price) is None


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ('Kruger, asked by prosecutor Thandi Mokoena if it was so, said: "I gave it back."', "Kruger"),
        ("Ms Vik, told by her lawyer, Ole Dahl, to say nothing, answered that she was innocent.", "Vik"),
        (
            "In a note issued by her lawyer, Brent Hale, the actress Ana Tremblay said she had “never left”.",
            "Ana Tremblay",
        ),
        ("According to her lawyer, Brent Hale, the actress never left.", "Brent Hale"),
    ],
)
def test_who_asked_does_not_answer(text: str, speaker: str) -> None:
    sources = [
        each.source for each in claimx.extract(text).statements if each.cue and each.cue.lemma != "ask"
    ]
    assert [source and source.name for source in sources] == [speaker]


def test_what_says_nothing() -> None:
    text = "Warming explained a part of it, Leela Thomas said; what explained the rest was not known."
    assert "what" not in [each.source.text for each in claimx.extract(text).statements if each.source]


@pytest.mark.parametrize(
    ("before", "speaker"),
    [
        ("Harriet Bell is a farmer in Swaledale.", "Harriet Bell"),
        ("Harriet Bell, a farmer in Swaledale, keeps 40 cows.", "Harriet Bell"),
        ("Ann Moss is a farmer in Wales. Rosa Bell, a farmer in Kent, quit.", None),
        ("Harriet Bell is a baker in Swaledale.", None),
    ],
)
def test_a_description_means_the_one_whom_it_fits(before: str, speaker: str | None) -> None:
    (statement,) = claimx.extract(f"{before} “The cows know more,” the farmer said.").statements
    assert statement.source is not None
    assert statement.source.name == speaker
