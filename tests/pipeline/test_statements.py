"""Roles become statements."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from marked import NLP, marked
from spacy.tokens import Doc

from claimx.api import load
from claimx.pipeline.entities.component import join_entities
from claimx.pipeline.records import Entity, Mention, Roles, RoleSpan, Statement
from claimx.pipeline.statements.component import StatementAssembler, assemble_statements
from claimx.text.tokens import Range


def statements(text: str) -> tuple[str, list[Statement], list[Entity]]:
    doc = marked(text)
    return doc.text, assemble_statements(doc), doc._.entities


def only(text: str) -> tuple[str, Statement]:
    plain, found, _ = statements(text)
    assert len(found) == 1
    return plain, found[0]


def parts(text: str) -> list[str]:
    plain, statement = only(text)
    return [plain[start:end] for start, end in statement.content]


def speakers(text: str) -> list[str | None]:
    """Names of the sources, in document order of the statements."""
    return [statement.source.name if statement.source else None for statement in statements(text)[1]]


def test_a_statement_has_source_cue_and_content() -> None:
    text, statement = only("<s1:<PERSON:Ada Moss>> <c1:said> <t1:that it rained>.")
    assert statement.source is not None
    assert statement.cue is not None
    assert text[slice(*statement.source.range)] == "Ada Moss"
    assert text[slice(*statement.cue.range)] == "said"
    assert [text[slice(*part)] for part in statement.content] == ["that it rained"]
    assert (statement.source.name, statement.source.entity, statement.source.kind) == (
        "Ada Moss",
        0,
        "person",
    )
    assert (statement.cue.lemma, statement.cue.kind, statement.cue.negated) == ("say", "say", False)
    assert statement.quote == "indirect"
    assert statement.confidence is None


def test_an_interrupted_quotation_is_one_statement() -> None:
    text = '<t1:"We sail,"> <s1:he> <c1:said>. <t1:"We always sail.">'
    assert parts(text) == ['"We sail,"', '"We always sail."']


def test_contents_with_white_space_between_are_one_part() -> None:
    assert parts("<s1:He> <c1:said> <t1:it rained.> <t1:It poured>") == ["it rained. It poured"]


def test_links_out_of_the_paragraph_are_cut() -> None:
    text, found, _ = statements(
        "<s1:He> <c1:said> <t1:yes>.\n\nIt was <t1:a lie>.\n\n"
        "<t1:“He left.”> <s2:She> slept.\n\nHe <c2:said> <t2:no>."
    )
    assert [[text[start:end] for start, end in statement.content] for statement in found] == [
        ["yes"],
        ["“He left.”"],
        ["no"],
    ]
    assert [statement.source is not None for statement in found] == [True, False, False]


def test_a_cue_does_not_take_the_source_of_the_next_sentence() -> None:
    text = "The minutes <c1:said> <t1:two wanted more>. <s1:Gov. <PERSON:Ben Reed>> <c2:said> <t2:no>."
    assert speakers(text) == [None, None]
    text = "The minutes say <t1:two wanted more>, <c1:said> <s1:Gov. <PERSON:Ben Reed>>."
    assert speakers(text) == ["Ben Reed"]


def test_a_cue_does_not_take_the_source_of_another_paragraph() -> None:
    text = "<t2:“It is over,”> <c2:wrote> <s1:<PERSON:Dana Cole>>.\n\n<t1:“It is not,”> <c1:answered> @peter."
    _, found, _ = statements(text)
    last = found[-1].source
    assert last is not None
    assert (last.name, text_of(text, last.range)) == (None, "@peter")


def text_of(text: str, span: Range) -> str:
    return marked(text).text[slice(*span)]


def test_a_colon_reaches_past_its_paragraph() -> None:
    assert parts("<s1:He> <c1:wrote:>\n\n<t1:It rained all day>") == ["It rained all day"]


def test_a_quotation_goes_on_in_the_next_paragraph() -> None:
    text = "<s1:He> <c1:said>: <t1:“We sail.>\n\n<t:“And we come back.”> He left."
    assert parts(text) == ["“We sail.\n\n“And we come back.”"]


def test_what_is_dropped() -> None:
    assert statements("<s1:He> <c1:said> nothing.")[1] == []
    assert statements("It rained <t:the whole day>.")[1] == []
    assert statements("<s1:He> <c1:said> <t1:—>.")[1] == []
    assert statements("No roles at all.")[1] == []


def test_a_direct_quotation_may_stand_alone() -> None:
    _, statement = only("<t:“We sail.”> It rained.")
    assert (statement.quote, statement.source, statement.cue) == ("direct", None, None)


def test_a_source_without_a_cue_is_kept() -> None:
    _, statement = only("<s1:<PERSON:Moss>>: <t1:it rained>")
    assert statement.cue is None
    assert statement.source is not None


def test_one_source_may_say_several_things() -> None:
    doc = marked("<s1:<PERSON:Moss>> <c1:said> <t1:it rained> and <c2:warned> <t2:of floods>.")
    doc._.roles.cue_source = [0, 0]
    doc._.roles.content_source = [0, 0]
    assert [s.source.name for s in assemble_statements(doc) if s.source] == ["Moss", "Moss"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“We sail,”", "“We sail,”"),
        ("“<t1:We sail>,”", "“We sail,”"),
        ("“<t1:We sail,”>", "“We sail,”"),
        ('"<t1:We sail.>"', '"We sail."'),
        ("''<t1:We sail,>''", "''We sail,''"),
        ("<t1:that it rained,>", "that it rained"),
        ("<t1:, that it rained >", "that it rained"),
        ("<t1:that the weather was beautiful.>", "that the weather was beautiful"),
        ("<t1:that he lived in the U.S.>", "that he lived in the U.S."),
        ("<t1:that it “poured.”>", "that it “poured.”"),
    ],
)
def test_edges_of_a_content(text: str, expected: str) -> None:
    text = text if "<" in text else f"<t1:{text}>"
    assert parts(f"<s1:He> <c1:said> {text} and left.") == [expected]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("<s1:<PERSON:Ada Moss>, who sails,>", "Ada Moss"),
        ("<s1:Harbor spokesman <PERSON:Ben Reed>>", "Ben Reed"),
        ("<s1:<PERSON:Ortiz>'s manager, <PERSON:Ada Moss>,>", "Ada Moss"),
        ("<s1:A ferry company, <ORG:Blue Line>,>", "Blue Line"),
        ("<s1:The ferry's owner, <ORG:Blue Line>,>", "Blue Line"),
        ("<s1:The ferry's captain, <ORG:Blue Line>,>", None),
        ("<s1:Its owner, Port Ellis-based <ORG:Blue Line>,>", "Blue Line"),
        ("<s1:Its owner, a rival of <ORG:Blue Line>,>", None),
        ("<s1:its head, Professor <PERSON:Ada Moss>,>", "Ada Moss"),
        ("<s1:the <ORG:University of Ellis>>", "University of Ellis"),
        ("<s1:<PERSON:Ada Moss> of the <ORG:Port Board>>", "Ada Moss"),
        ("<s1:Sen. <PERSON:Ada Moss> (D-Ohio)>", "Ada Moss"),
        ("<s1:Superintendent of Police <PERSON:R. K. Menon>>", "R. K. Menon"),
        ("<s1:Secretary of State for Health <PERSON:Ada Moss>>", "Ada Moss"),
        ("<s1:Lawyer of Captain <PERSON:Ben Reed>>", None),
        ("<s1:the <ORG:High Commissioner for Ports>, <PERSON:Ada Moss>, 67,>", "Ada Moss"),
        ("<s1:the <ORG:Port Board>, <PERSON:Ada Moss>,>", "Port Board"),
        ("<s1:Deputy Commissioner (Traffic) <PERSON:R. K. Menon>>", "R. K. Menon"),
        ("<s1:Leader of Opposition in the Council <PERSON:Ada Moss>>", "Ada Moss"),
        ("<s1:its lawyer, <PERSON:Ada Moss> of <ORG:Wood & Hale>>", "Ada Moss"),
        ("<s1:its lawyer, <PERSON:Ada Moss> (38)>", "Ada Moss"),
        ("<s1:its lawyer, <PERSON:Ada Moss> and others>", None),
        ("<s1:Another, <PERSON:Ada Moss>,>", "Ada Moss"),
        ("<s1:One of them, <PERSON:Ada Moss>,>", "Ada Moss"),
        ("<s1:the first witness, passenger <PERSON:Ada Moss>>", "Ada Moss"),
        ("<s1:a witness, citing <PERSON:Ada Moss>>", None),
        ("<s1:<PERSON:Ada Moss> KC>", "Ada Moss"),
        *((f"<s1:<ORG:Lumo> {word}>", "Lumo") for word in ("today", "yesterday", "tonight", "here")),
        ("<s1:the <ORG:GMB> union>", "GMB"),
        ("<s1:the <ORG:GMB> board>", None),
        ("<s1:the <GPE:Oslo> union>", None),
        ("<s1:the <GPE:Paris>-based Amber Watch>", None),
        ("<s1:<PERSON:Moss>'s>", "Moss"),
        ("<s1:former columnist and radio host <PERSON:Ada Moss>>", "Ada Moss"),
        ("<s1:<PERSON:Ortiz>'s campaign>", None),
        ("<s1:the <PERSON:Ortiz> campaign>", None),
        ("<s1:a spokesman for <PERSON:Ortiz>>", None),
        *((f"<s1:<PERSON:Ada Moss> {word} <PERSON:Ben Reed>>", None) for word in ("and", "or")),
        # A determiner begins another person.
        *(
            (f"<s1:former columnist and {word} host <PERSON:Ada Moss>>", None)
            for word in ("the", "a", "an", "his", "her", "its", "their", "my", "our", "your", "some", "other")
        ),
        ("<s1:<PERSON:Moss>, <PERSON:Reed> and <PERSON:Cole>>", None),
        ("<s1:<PERSON:Moss> (Vt.) and former mayor <PERSON:Reed>>", None),
    ],
)
def test_who_a_source_names(text: str, name: str | None) -> None:
    assert speakers(f"{text} <c1:said> <t1:it rained>.") == [name]


@pytest.mark.parametrize(
    ("source", "kind"),
    [
        ("<PERSON:Moss>", "person"),
        ("he", "person"),
        ("the captain", "person"),
        ("the <ORG:Port Board>", "organization"),
        ("the <PERSON:Moss> campaign", "organization"),
        ("the ministry", "organization"),
        ("the secretary of state's office", "organization"),
        ("police in <GPE:Ellis>", "organization"),
        ("a chipmaker", "organization"),
        ("the insurer", "organization"),
        ("the carrier", "organization"),
        ("the coast guard", "organization"),
        ("the golfer", "person"),
        ("the tanker", "unknown"),
        ("<GPE:Norland>", "organization"),
        ("negotiators", "group"),
        ("they", "group"),
        ("one in five voters", "group"),
        ("54 percent of voters", "group"),
        ("<NORP:Norlanders>", "group"),
        *(
            (f"the <NORP:{who}>", "person")
            for who in ("Frenchman", "Welshwoman", "Korean", "Iranian", "Mexican")
        ),
        ("<PERSON:Moss> and her crew", "group"),
        ("<PERSON:Moss> & Reed", "group"),
        ("a statement", "document"),
        ("the latest polls", "document"),
        ("the <ORG:Port Board> report", "document"),
        ("a government official", "anonymous"),
        ("sources", "anonymous"),
        ("a sailor", "anonymous"),
        ("two people familiar with the talks", "anonymous"),
        ("a person close to the team", "anonymous"),
        ("one of the officials", "anonymous"),
        ("one of them", "anonymous"),
        ("aid groups", "group"),
        ("it", "unknown"),
        # Words before the noun phrase, and after its head.
        *((f"{word} them", "group") for word in ("by", "from", "to", "among", "for")),
        *(
            (f"the captain {word}", "person")
            for word in ("himself", "herself", "myself", "also", "too", "Jr.")
        ),
        *((f"the captain {word}", "person") for word in ("itself", "themselves", "both", "all", "jr")),
        *((f"{word} captain", "anonymous") for word in ("a", "one", "another", "some", "any")),
        *((f"the captain{mark} union", "organization") for mark in ("'s", "’s", "'", "’")),
        *((f"the {noun}", "person") for noun in ("baker", "sculptor", "florist", "doorman")),
        *((f"the {noun}", "person") for noun in ("oarswoman", "librarian", "technocrat")),
    ],
)
def test_kinds_of_sources(source: str, kind: str) -> None:
    _, statement = only(f"<s1:{source}> <c1:said> <t1:it rained>.")
    assert statement.source is not None
    assert statement.source.kind == kind


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("<PERSON:Ada Moss> came. <s1:She>", "Ada Moss"),
        ("<t1:“<PERSON:Ada Moss> came,”> <s1:she>", None),
        ("<PERSON:Ada Moss> met <PERSON:Ben Reed>. <s1:She>", "Ada Moss"),
        ("<PERSON:Ben Reed> came. <s1:She>", None),
        ("<PERSON:Carl Cole> met <PERSON:Ben Reed>. They talked. <s1:He>", None),
        ("<PERSON:Ada Moss>, a former teacher, came. <s1:She>", "Ada Moss"),
        ("It was <PERSON:Ben Reed>, <s1:who>", "Ben Reed"),
        *((f"It was <PERSON:Ben Reed> {mark} <s1:who>", "Ben Reed") for mark in ("—", "–", "-", "--")),
        ("It was <PERSON:Ben Reed>, <s1:whom>", "Ben Reed"),
        ("It was <PERSON:Ben Reed>, <s1:whose>", "Ben Reed"),
        ("It was <ORG:Lumo>, <s1:which>", "Lumo"),
        ("<PERSON:Ben Reed> and a man <s1:who>", None),
        ("Gov. <PERSON:Ben Reed> met <PERSON:Carl Cole>.\n\n<s1:The governor>", "Ben Reed"),
        ("Gov. <PERSON:Ben Reed> met Gov. <PERSON:Carl Cole>.\n\n<s1:The governor>", None),
        ("Former Gov. <PERSON:Ben Reed> came.\n\n<s1:The governor>", None),
        ("Former Gov. <PERSON:Ben Reed> came.\n\n<s1:The former governor>", "Ben Reed"),
        ("<PERSON:Ben Reed>, a judge, came.\n\n<s1:The judge>", "Ben Reed"),
        (
            "The judge of Oslo, <PERSON:Ben Reed>, met the bishop, <PERSON:Al Roe>.\n\n<s1:The judge>",
            "Ben Reed",
        ),
        ("In front of the judge, <PERSON:Ben Reed> wept.\n\n<s1:The judge>", None),
        ("The <ORG:Port Safety Agency> met.\n\n<s1:The agency>", "Port Safety Agency"),
        ("The <ORG:Port Safety Agency> met <ORG:Blue Line>.\n\n<s1:The agency>", "Port Safety Agency"),
        ("The <ORG:Port Safety Agency> met the <ORG:Rail Agency>.\n\n<s1:The agency>", None),
        ("The <ORG:Arden Police> came.\n\n<s1:The force>", "Arden Police"),
        ("<ORG:Arden Rovers> won.\n\n<s1:The club>", "Arden Rovers"),
        ("The <ORG:Arden Fund> met.\n\n<s1:The fund>", "Arden Fund"),
        ("<ORG:Arden Rovers> met <ORG:Lumo Oyj>.\n\n<s1:The company>", "Lumo Oyj"),
        ("<ORG:Lumo Oyj> met <ORG:Vanta>.\n\n<s1:The company>", None),
        ("<ORG:Port Alliance> met <ORG:Vanta>.\n\n<s1:The group>", None),
        ("The <ORG:Port Safety Agency> met.\n\n<s1:The union>", None),
        ("<ORG:Lumo> sank. Bad luck.\n\nIt rained.\n\nIt snowed.\n\n<s1:The company>", "Lumo"),
        ("<ORG:Lumo> sued the <ORG:Port Council>. <s1:The company>", "Lumo"),
        ("<ORG:Lumo> sued <ORG:Vanta>. <s1:The company>", None),
        ("<ORG:Lumo> sank.\n\nBad.\n\nSad.\n\nIt rained.\n\nIt snowed.\n\n<s1:The company>", None),
        ("<ORG:Lumo> sank. <s1:The Danish company>", None),
    ],
)
def test_who_a_source_stands_for(text: str, name: str | None) -> None:
    assert speakers(f"{text} <c1:said> <t1:it rained>.") == [name]


def test_the_last_speaker_goes_on() -> None:
    text = (
        "<PERSON:Carl Cole> met <PERSON:Ben Reed>. <s1:<PERSON:Reed>> <c1:said> <t1:<PERSON:Cole> had lost>. "
        "<s2:He> <c2:added> <t2:that it rained>."
    )
    assert speakers(text) == ["Ben Reed", "Ben Reed"]
    text = "<s1:The <ORG:Jay Front>> <c1:denied> <t1:it>; <s2:the group> <c2:said> <t2:it rained>."
    assert speakers(text) == ["Jay Front", "Jay Front"]


def test_somebody_unnamed_may_go_on_as_well() -> None:
    text = "<PERSON:Ada Moss> sat. <s1:A sailor> <c1:said> <t1:yes>. <s2:She> <c2:added> <t2:no>."
    assert speakers(text) == [None, None]
    text = "<s1:The <ORG:Jay Front>> <c1:said> <t1:no>. <s2:A report> <c2:said> <t2:yes>. "
    assert speakers(text + "<s3:It> <c3:added> <t3:that>.") == ["Jay Front", None, None]


def test_a_pronoun_tells_the_gender_of_a_name() -> None:
    text = (
        "<s1:<PERSON:Kit Reed>> <c1:said> <t1:yes>. <s2:He> <c2:said> <t2:no>.\n\n"
        "<s3:<PERSON:Lu Cole>> <c3:said> <t3:maybe>. <PERSON:Reed> nodded. <s4:She> <c4:left> <t4:it open>."
    )
    assert speakers(text) == ["Kit Reed", "Kit Reed", "Lu Cole", "Lu Cole"]


def test_resolved_sources_are_mentions() -> None:
    text, _, entities = statements("<PERSON:Ada Moss> sat; <s1:she> <c1:said> <t1:yes>. <PERSON:Moss> left.")
    assert [(text[slice(*m.range)], m.kind) for m in entities[0].mentions] == [
        ("Ada Moss", "name"),
        ("she", "pronoun"),
        ("Moss", "name"),
    ]
    text, _, entities = statements("Gov. <PERSON:Ben Reed> sat.\n\n<s1:The governor> <c1:said> <t1:yes>.")
    assert entities[0].mentions[1] == Mention(Range(text.index("The"), text.index(" said")), "nominal")


def test_statements_are_in_document_order() -> None:
    text = "<t1:“Yes,”> <s1:he> <c1:said>. <s2:She> <c2:said> <t2:no>. <t1:“Yes.”>"
    _, found, _ = statements(text)
    assert [statement.content[0].start for statement in found] == sorted(s.content[0].start for s in found)
    assert len(found[0].content) == 2


def test_the_component_writes_statements() -> None:
    doc = StatementAssembler({})(marked("<s1:He> <c1:said> <t1:yes>."))
    assert len(doc._.statements) == 1
    doc = StatementAssembler({})(NLP.make_doc(""))
    assert doc._.statements == []


WORDS = [
    "He",
    "Ada",
    "Moss",
    "said",
    "\n\n",
    "“",
    "”",
    '"',
    "''",
    "'",
    ",",
    ".",
    "who",
    "and",
    "of",
    "'s",
    "the",
    "\u00a0",
]


@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=30), st.data())
def test_any_roles_give_well_formed_statements(words: list[str], data: st.DataObject) -> None:
    doc = NLP.make_doc(" ".join(words))
    size = len(doc)
    span = st.tuples(st.integers(0, size), st.integers(0, size)).map(sorted)
    spans = st.lists(span.map(lambda ends: RoleSpan(ends[0], ends[1], 0.5)), max_size=4)
    roles = Roles(data.draw(spans), data.draw(spans), data.draw(spans))

    def links(count: int, targets: int) -> list[int | None]:
        choices = [None, *range(targets)]
        return [data.draw(st.sampled_from(choices)) for _ in range(count)]

    roles.content_cue = links(len(roles.contents), len(roles.cues))
    roles.content_source = links(len(roles.contents), len(roles.sources))
    roles.cue_source = links(len(roles.cues), len(roles.sources))
    doc._.roles = roles
    doc._.entities = join_entities(doc, doc.text)
    for statement in assemble_statements(doc):
        ranges = [*statement.content, *(x.range for x in (statement.source, statement.cue) if x)]
        for start, end in ranges:
            assert 0 <= start < end <= len(doc.text)
            assert doc.text[start:end] == doc.text[start:end].strip()
        assert statement.content == sorted(statement.content)
        assert statement.cue or statement.source or statement.quote == "direct"


def test_a_content_does_not_run_on_from_a_quotation_into_the_next_paragraph() -> None:
    text, found = statements(
        '<t1:"They knew,"> <c1:said> <s1:Ada>. <t2:"They knew in March."\n\n'
        "Trains run again on Friday>, <s2:Bo> <c2:said>."
    )[:2]
    assert [[text[slice(*part)] for part in s.content] for s in found] == [
        ['"They knew,"', '"They knew in March."'],
        ["Trains run again on Friday"],
    ]


def test_a_quotation_goes_on_over_paragraphs() -> None:
    found = statements('<s1:Ada> <c1:said>: <t1:"They knew.\n\n"They knew in March.">')[1]
    assert [len(s.content) for s in found] == [1]


def speakers_of_parsed(text: str, subjects: set[str]) -> list[str | None]:
    """As `speakers`, where each sentence hangs on the word after its subject, one of `subjects`."""
    doc = marked(text)
    words = [token.text for token in doc]
    heads: list[int] = []
    while len(heads) < len(words):
        first, last = len(heads), words.index(".", len(heads))
        subject = next(i for i in range(first, last) if words[i] in subjects)
        heads += [subject + 1] * (last + 1 - first)
    deps = [
        "ROOT" if head == i else "nsubj" if words[i] in subjects else "dep" for i, head in enumerate(heads)
    ]
    parsed = Doc(doc.vocab, words, [bool(token.whitespace_) for token in doc], heads=heads, deps=deps)
    parsed._.roles, parsed._.entities = doc._.roles, doc._.entities
    return [statement.source.name if statement.source else None for statement in assemble_statements(parsed)]


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("<ORG:Halden Tools> fell. <s1:It> <c1:said> <t1:that demand was weak>.", "Halden Tools"),
        ("<ORG:Halden Tools> fell. <s1:The company> <c1:blamed> <t1:weak demand>.", "Halden Tools"),
        ("Prices at <ORG:Halden Tools> fell. <s1:It> <c1:said> <t1:that demand was weak>.", None),
        ("<PERSON:Ada Moss> of <ORG:Lumo> fell. <s1:It> <c1:said> <t1:that demand was weak>.", None),
        ("<ORG:Halden Tools> sued <ORG:Lumo>. <s1:It> <c1:said> <t1:that demand was weak>.", None),
        ("<ORG:Halden Tools> fell.\n\n<s1:It> <c1:said> <t1:that demand was weak>.", None),
        ("<ORG:Halden Tools> fell. The bank fell. <s1:It> <c1:said> <t1:that demand was weak>.", None),
        ("The <GPE:London> firm <ORG:Halden Tools> fell. <s1:It> <c1:said> <t1:no>.", "Halden Tools"),
        ("<ORG:Halden Tools> fell. <s1:The safety agency> <c1:said> <t1:no>.", None),
        ("<ORG:Halden Agency> met <ORG:Lumo>.\n\n<s1:The agency> <c1:said> <t1:no>.", "Halden Agency"),
        ("<ORG:Halden Agency> met.\n\n<ORG:Tools> fell.\n\n<s1:The agency> <c1:said> <t1:no>.", None),
    ],
)
def test_it_is_what_the_sentence_before_tells_of(text: str, named: str | None) -> None:
    subjects = {"Tools", "Prices", "Moss", "It", "company", "bank", "agency", "Agency"}
    assert speakers_of_parsed(text, subjects) == [named]


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Torvald Bank will close two branches, it said on Monday.", "Torvald Bank"),
        ("Mortgage lender Torvald Bank will close two branches in Norway, it said.", "Torvald Bank"),
        ("OSLO, Oct 12 - Torvald Bank will close two branches, it said.", "Torvald Bank"),
        ("Prices at Torvald Bank rose by a tenth, it said.", None),
        ("Torvald Bank will buy its rival Lumo Corp, it said.", None),
        ("Rain fell on Monday. Torvald Bank will close two branches, it said.", None),
        # The body that spoke before may be meant.
        ("Lumo Corp saw it.\n\nTorvald Bank will close two branches, it said.", "Torvald Bank"),
        ("Lumo Corp said no.\n\nTorvald Bank will close two branches, it said.", None),
    ],
)
def test_it_behind_its_own_sentence_is_what_that_is_about(text: str, named: str | None) -> None:
    source = load()(text)._.statements[-1].source
    assert source is not None
    assert source.name == named


@pytest.mark.parametrize(
    ("text", "named"),
    [
        (
            "Halden Tools, the drill maker, gained 6% after it said that it would close two plants.",
            "Halden Tools",
        ),
        ("Halden Tools beat Lumo Corp on Monday as it said that it would close two plants.", None),
        ("Shares in Halden Tools gained 6% after it said that it would close two plants.", None),
    ],
)
def test_it_in_an_adverbial_clause_is_the_subject_above(text: str, named: str | None) -> None:
    assert [each.source.name for each in load()(text)._.statements if each.source] == [named]


@pytest.mark.parametrize(
    ("first", "source", "cue", "named"),
    [
        ("<s1:<PERSON:Ben Reed>>", "he", "added", "Ben Reed"),
        ("<s1:<PERSON:Ben Reed>>", "he", "continued", "Ben Reed"),
        ("<s1:<PERSON:Ben Reed>>", "he", "went on", "Ben Reed"),
        ("<s1:<PERSON:Ben Reed>>", "she", "added", None),
        ("<s1:Its owner, <PERSON:Sasha Reed>>", "she", "said", "Sasha Reed"),
        ("<s1:<ORG:Lumo>>", "he", "added", None),
        ("Carl Cole met a man. <s1:The man>", "he", "added", None),
        ("<s1:<PERSON:Ben Reed>>", "the 40-year-old", "said", "Ben Reed"),
        ("<s1:<PERSON:Ben Reed>>", "the <NORP:Frenchman>", "said", "Ben Reed"),
        ("<s1:<PERSON:Ben Reed>>", "the <NORP:French>", "said", "French"),
        ("<s1:<PERSON:Ben Reed>>", "the striker", "said", "Ben Reed"),
        ("<s1:<PERSON:Ben Reed>>", "the tall striker", "said", None),
        ("<s1:<PERSON:Ben Reed>>", "a striker", "said", None),
        ("<s1:<PERSON:Ben Reed>>", "the judge", "said", None),
        ("A striker met <s1:<PERSON:Ben Reed>>", "the striker", "said", None),
    ],
)
def test_who_spoke_last_speaks_on(first: str, source: str, cue: str, named: str | None) -> None:
    text = f'{first} <c1:said> <t1:no>. <t2:"It rained,"> <s2:{source}> <c2:{cue}>.'
    assert speakers(text)[1:] == [named]


@pytest.mark.parametrize(
    ("between", "cue", "named"),
    [
        ("\n\n", "added", "Ben Reed"),
        ("\n\n", "said", None),
        (" <PERSON:Carl Cole> left. ", "said", None),
        (' "<PERSON:Carl Cole> left." ', "said", "Ben Reed"),
        ("\n\nIt rained.\n\n", "added", None),
    ],
)
def test_how_far_away_who_spoke_last_may_be(between: str, cue: str, named: str | None) -> None:
    text = f"<s1:<PERSON:Ben Reed>> <c1:said> <t1:no>.{between}<t2:“Rain,”> <s2:the striker> <c2:{cue}>."
    assert speakers(text)[1:] == [named]


@pytest.mark.parametrize(
    ("source", "named"),
    [
        ("The <GPE:Oslo> company", "Halden Tools"),
        ("The Oslo-based firm", "Halden Tools"),
        ("The Oslo-based group", "Halden Tools"),
        ("The Oslo-based agency", None),
        ("The drilling company", None),
    ],
)
def test_where_a_company_is_says_nothing_against_it(source: str, named: str | None) -> None:
    first = "<PERSON:Ada Moss> sold shares in <ORG:Halden Tools>."
    assert speakers(f"{first} <s1:{source}> <c1:said> <t1:that it rained>.") == [named]


@pytest.mark.parametrize(
    ("first", "named"),
    [
        ("The voice features, based on IBM technology, read pages aloud in Rome.", None),
        ("The voice features, which IBM sells, read pages aloud in Rome.", "IBM"),
    ],
)
def test_the_company_is_none_that_is_only_named_before_a_noun(first: str, named: str | None) -> None:
    doc = load()(f"{first} The company said that it would add more in May.")
    (source,) = [each.source for each in doc._.statements if each.source and each.source.kind != "person"]
    assert source.name == named


@pytest.mark.parametrize(
    ("text", "named"),
    [
        (
            '<t1:"It burned,"> <s1:<PERSON:Hayes>> <c1:said>. <PERSON:Finch> ran. <t1:"It shook!">.',
            ["Hayes", None],
        ),
        ('<t1:"It burned,"> <s1:<PERSON:Hayes>> <c1:said>. <PERSON:Hayes> ran. <t1:"It shook!">.', ["Hayes"]),
        ('<t1:"It burned,"> <s1:<PERSON:Hayes>> <c1:said>. Dust fell. <t1:"It shook!">.', ["Hayes"]),
        ('<t1:"It burned,"> <c1:said> <s1:<PERSON:Hayes>>. "It did," added <PERSON:Finch>.', ["Hayes"]),
    ],
)
def test_a_quotation_is_not_joined_past_a_sentence_about_another_person(
    text: str, named: list[str | None]
) -> None:
    assert speakers_of_parsed(text, {"It", "Finch", "Hayes", "Dust"}) == named


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("<ORG:Dockers Union> met. <s1:<ORG:Halden>> <c1:said> <t1:yes>. ", ["Halden", None]),
        ("<s1:<ORG:Halden>> <c1:said> <t1:yes>. ", ["Halden", "Halden"]),
    ],
)
def test_the_union_is_not_another_body_where_one_is_called_so(text: str, named: list[str | None]) -> None:
    text += "<s2:The union> <c2:said> <t2:no>."
    assert speakers_of_parsed(text, {"Union", "Halden", "union"}) == named


def test_a_handle_is_the_source_before_the_next_sentence() -> None:
    text, found, _ = statements(
        '<t1:"Never,"> <c1:posted> @lena_k. <s1:The rapper <PERSON:Jax Moody>> agreed.'
    )
    assert [text[slice(*s.source.range)] for s in found if s.source] == ["@lena_k"]


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("<s1:<PERSON:Ana Ruiz>>, whose union <c1:accuses> <t1:the firm of fraud>, left.", "whose union"),
        ("<PERSON:Pedro Lima>, whose lawyer <c1:denies> <t1:the charge>, left.", "whose lawyer"),
        ("<PERSON:Ana Ruiz>, <s1:whose union> <c1:accuses> <t1:the firm of fraud>, left.", "whose union"),
        ("<s1:<PERSON:Ana Ruiz>>, whose union met, <c1:denies> <t1:the charge>.", "Ana Ruiz"),
    ],
)
def test_the_subject_of_a_clause_with_whose_is_its_source(text: str, source: str) -> None:
    plain, statement = only(text)
    assert statement.source is not None
    assert plain[slice(*statement.source.range)] == source
    assert (statement.source.name is None) == source.startswith("whose")


@pytest.mark.parametrize(
    ("relation", "verb", "lemma", "has_source"),
    [
        *(("nsubj:pass", "told", lemma, False) for lemma in ("tell", "inform", "assure", "remind")),
        *(("nsubj:pass", "told", lemma, False) for lemma in ("notify", "brief", "advise")),
        *(("nsubj:pass", "told", lemma, False) for lemma in ("ask", "warn", "urge", "accuse")),
        ("nsubj", "told", "tell", True),
        ("nsubj:pass", "heard", "hear", True),
    ],
)
def test_who_was_told_is_no_source(relation: str, verb: str, lemma: str, has_source: bool) -> None:
    doc = marked(f"<s1:Jurors> <c1:were {verb}> <t1:that it rained>.")
    words = [token.text for token in doc]
    parsed = Doc(
        doc.vocab,
        words,
        [bool(token.whitespace_) for token in doc],
        heads=[2, 2, 2, 5, 5, 2, 2],
        deps=[relation, "aux:pass", "ROOT", "mark", "nsubj", "ccomp", "punct"],
        lemmas=["juror", "be", lemma, "that", "it", "rain", "."],
        pos=["NOUN", "AUX", "VERB", "SCONJ", "PRON", "VERB", "PUNCT"],
    )
    parsed._.roles, parsed._.entities = doc._.roles, doc._.entities
    (statement,) = assemble_statements(parsed)
    assert (statement.source is not None) == has_source


@pytest.mark.parametrize(
    ("source", "kind"),
    [
        ("The officials <s1:who>", "group"),
        ("The company, <s1:which>", "organization"),
        ("The report <s1:that>", "document"),
        ("The sailor <s1:who>", "person"),
    ],
)
def test_a_relative_pronoun_has_the_kind_of_the_noun_before(source: str, kind: str) -> None:
    _, statement = only(f"{source} <c1:said> <t1:it rained>.")
    assert statement.source is not None
    assert statement.source.kind == kind


@pytest.mark.parametrize(
    "text",
    ["Ines Duarte, told that 40 jobs were at risk, wept.", "The mayor was warned that 30 homes could flood."],
)
def test_who_was_told_is_no_source_of_a_sentence(text: str) -> None:
    assert [each.source for each in load()(text)._.statements] == [None]


def test_an_active_speaker_between_commas_keeps_the_statement() -> None:
    found = load()("Acme's boss, Jim Reed, warned that 40 jobs would go.")._.statements
    assert [each.source.name for each in found if each.source] == ["Jim Reed"]
