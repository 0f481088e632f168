"""Mentions of one thing become one entity."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from marked import NLP, marked
from spacy.tokens import Doc, Span

from claimx.api import load
from claimx.pipeline.entities.component import EntityJoiner, join_entities, names_in, repaired
from claimx.pipeline.entities.corrections import corrected_label, whole_names


def joined(text: str) -> dict[str, list[str]]:
    """Name -> texts of the mentions."""
    doc = marked(text)
    return {
        entity.name: [doc.text[mention.range.start : mention.range.end] for mention in entity.mentions]
        for entity in doc._.entities
    }


def labels(text: str) -> dict[str, str]:
    return {entity.name: entity.label for entity in marked(text)._.entities}


@pytest.mark.parametrize(
    ("text", "name", "count"),
    [
        ("<PERSON:Ada Moss> spoke. <PERSON:Moss> left. <PERSON:Ada> slept.", "Ada Moss", 3),
        ("<PERSON:Moss> wins\n\n<PERSON:Ada Moss> won on Monday.", "Ada Moss", 2),
        ("<PERSON:Sen. Ada Moss> met <PERSON:Ms. Moss>.", "Ada Moss", 2),
        ("<PERSON:ADA MOSS> QUITS\n\n<PERSON:Ada Moss> quit.", "Ada Moss", 2),
        ("<PERSON:Robert Vance Jr.> and <PERSON:Bob Vance Jr.>", "Robert Vance Jr.", 2),
        ("<PERSON:J. Ortiz> is <PERSON:Jorge Ortiz>.", "Jorge Ortiz", 2),
        ("<PERSON:Bill de Haan>, said <PERSON:de Haan>.", "Bill de Haan", 2),
        ("<PERSON:Jing Wei> spoke; <PERSON:Mr. Jing> agreed.", "Jing Wei", 2),
        ("<PERSON:Omar al-Hadi> left. <PERSON:Hadi> returned.", "Omar al-Hadi", 2),
        ("<ORG:World Ferry Union> (<ORG:WFU>) met. The <ORG:WFU> voted.", "World Ferry Union", 3),
        ("<ORG:Port Safety Board> met. <ORG:PSB> voted.", "Port Safety Board", 2),
        ("the <GPE:U.S.> and <GPE:US> are the <GPE:United States>", "United States", 3),
        ("<ORG:Brenner Institution> and <ORG:Brenner>", "Brenner Institution", 2),
        ("<ORG:Department of Justice> or <ORG:Justice Department> or <ORG:DOJ>", "Department of Justice", 3),
        ("<ORG:Lumo Inc.> and <ORG:Lumo>", "Lumo Inc.", 2),
        ("the <ORG:U.S. Senate> and the <ORG:Senate>", "U.S. Senate", 2),
        ("<NORP:Republican> voters, <NORP:Republicans>", "Republicans", 2),
        ("<PERSON:Zoë Müller> spoke; <PERSON:Zoe Muller> left.", "Zoë Müller", 2),
        ("<ORG:Vanta Aerospace> grew. <PERSON:Vanta> hired.", "Vanta Aerospace", 2),
        ("<PERSON:Ada Moss> won. Born <PERSON:Ada Reed>, she left. <PERSON:Moss> sang.", "Ada Moss", 3),
        ("<PERSON:Ada Moss> (née <PERSON:Ada Reed>)", "Ada Moss", 2),
        ("<EVENT:Cyclone Idris> hit. <PERSON:Idris> slowed.", "Cyclone Idris", 2),
        ("<EVENT:Tropical Storm Ada> hit. <GPE:Ada> slowed.", "Tropical Storm Ada", 2),
        ("<ORG:Arden Rovers> won; <ORG:Rovers> sang. <ORG:Arden> rose.", "Arden Rovers", 3),
        ("<ORG:Arden City> won. <ORG:City> sang.", "Arden City", 2),
        ("<ORG:Arden Lions> won. The <ORG:Lions> sang.", "Arden Lions", 2),
    ],
)
def test_mentions_of_one_thing(text: str, name: str, count: int) -> None:
    assert {key: len(mentions) for key, mentions in joined(text).items()} == {name: count}


@pytest.mark.parametrize(
    "text",
    [
        "<PERSON:Ada Moss> and <PERSON:Bill Moss>",
        "<PERSON:Carl Vance> and <PERSON:Carl Vance Jr.>",
        "<PERSON:Carl H. Vance> and <PERSON:Carl W. Vance>",
        "<ORG:Ohio State University> in <GPE:Ohio>",
        "<ORG:House> and <ORG:House Ferry Committee>",
        "<ORG:Port Board>, <ORG:PB>",
        "<ORG:White House> and <ORG:House>",
        "<EVENT:Hurricane Ada> hit <PERSON:Bea Ada>",
        "<PERSON:Ada Moss> met <PERSON:Ada Reed>",
        "<PERSON:Ada Moss> was born. <PERSON:Bea Reed> came.",
    ],
)
def test_different_things_stay_apart(text: str) -> None:
    assert len(joined(text)) == 2


def test_a_part_of_a_name_becomes_the_name_that_stands_there() -> None:
    doc = marked(
        "<ORG:Pedras do Norte> grew. <ORG:Pedras do Norte> hired. "
        "<GPE:Pedras> do Norte fell; <GPE:Pedras> burned."
    )
    assert [(span.text, span.label_) for span in whole_names(doc)] == [("Pedras do Norte", "ORG")]


def test_the_end_of_a_name_becomes_the_name_that_stands_there() -> None:
    doc = marked("<ORG:Maison Moss> won, said <PERSON:Ada Moss>. Maison <PERSON:Moss> smiled.")
    assert [(span.text, span.label_) for span in whole_names(doc)] == [("Maison Moss", "ORG")]


def test_a_body_of_two_fields_has_both_in_its_name() -> None:
    text = "The Mine and <ORG:Smelter Workers' Union> met the <NORP:Tories> and <ORG:Rail Union>."
    assert joined(text).keys() == {"Mine and Smelter Workers' Union", "Tories", "Rail Union"}


def test_a_field_that_is_marked_as_a_body_is_one_only_where_it_is_named_alone() -> None:
    text = "The <ORG:Mine> and <ORG:Smelter Workers' Union> met the <ORG:BBC> and <ORG:Rail Union>."
    assert joined(text).keys() == {"Mine and Smelter Workers' Union", "BBC", "Rail Union"}


def test_a_part_of_a_longer_name_stays_as_it_is() -> None:
    doc = marked("<GPE:Lake View> and <GPE:Lake View>, then <ORG:Lake> View Bank.")
    assert whole_names(doc) == []


def test_a_shared_surname_goes_to_the_one_named_in_the_paragraph() -> None:
    text = (
        "<PERSON:Ada Moss> won. <PERSON:Moss> smiled.\n\n"
        "<PERSON:Bill Moss> lost, and <PERSON:Moss> went home.\n\n"
        "<PERSON:Moss> will speak on Monday."
    )
    doc = marked(text)
    starts = {entity.name: [mention.range.start for mention in entity.mentions] for entity in doc._.entities}
    positions = [start for start in range(len(doc.text)) if doc.text.startswith("Moss", start)]
    alone = [start for start in positions if not doc.text[:start].endswith(("Ada ", "Bill "))]
    assert [start in starts["Ada Moss"] for start in alone] == [True, False, True]


def test_titles_tell_two_people_apart() -> None:
    text = "<PERSON:Ada Moss> and <PERSON:Bill Moss> came. <PERSON:Mr. Moss> spoke. <PERSON:Mrs. Moss> sat."
    assert {name: len(mentions) for name, mentions in joined(text).items()} == {"Ada Moss": 2, "Bill Moss": 2}


def test_a_label_is_voted() -> None:
    text = "<ORG:Vance> ran. <PERSON:Vance> won. <PERSON:Vance> spoke. <GPE:Mr. Cole> left."
    assert labels(text) == {"Vance": "PERSON", "Cole": "PERSON"}
    for rank in ("DSP", "DCP", "Insp", "Supt"):
        assert labels(f"<ORG:{rank} Ada Moss> left") == {"Ada Moss": "PERSON"}


def test_what_a_name_ends_in_tells_a_firm() -> None:
    text = (
        "<PERSON:Harbor Securities> fell. <PERSON:Harbor> did not answer. <PERSON:Wood> & <PERSON:Hale> rose."
    )
    assert labels(text) == {"Harbor Securities": "ORG", "Wood & Hale": "ORG"}


@pytest.mark.parametrize(
    ("text", "label", "expected"),
    [
        ("the Senate", "ORG", "Senate"),
        ("The Ferry Times", "ORG", "Ferry Times"),
        ("The Hague", "GPE", "The Hague"),
        ("The Long Ferry", "WORK_OF_ART", "The Long Ferry"),
        ("Moss’s", "PERSON", "Moss"),
        ("Moss's", "PERSON", "Moss"),
        ("Marlow's", "ORG", "Marlow's"),
        ("“Moss,”", "PERSON", "Moss"),
        ("U.S.", "GPE", "U.S."),
        ("administration.", "ORG", "administration"),
        ("Moss)", "PERSON", "Moss"),
        ("Ada Moss, MD", "PERSON", "Ada Moss"),
        ("Reform Party Executive Director", "ORG", "Reform Party"),
        ("Reform Party Directors", "ORG", "Reform Party Directors"),
        ("Office of the Vice President", "ORG", "Office of the Vice President"),
        ("Vice President", "ORG", "Vice President"),
    ],
)
def test_edges_of_a_name(text: str, label: str, expected: str) -> None:
    span = repaired(text, 0, len(text), label)
    assert span is not None
    assert text[span.start : span.end] == expected


def test_nothing_but_punctuation_is_no_name() -> None:
    assert repaired("“—”", 0, 3, "ORG") is None
    assert joined("<ORG:—> and <ORG:the >") == {}


def test_a_name_does_not_go_past_its_paragraph() -> None:
    text = "Ada Moss\n\nBen Reed\r\n\r\nCarl Cole\nHarbour Post, 3 May 2024"
    spans = names_in(text, 0, text.index(","), "PERSON")
    assert [text[start:end] for start, end in spans] == ["Ada Moss", "Ben Reed", "Carl Cole", "Harbour Post"]


def test_a_name_goes_on_in_the_next_line_of_wrapped_text() -> None:
    text = (
        "The harbour will close for a week in spring, said the new mayor, Carl\n"
        "Cole, who had asked the council for more time to repair the north pier\n"
        "and the small light at its end. The work will cost more than planned,\n"
        "he said, and will go on until May."
    )
    start = text.index("Carl")
    (span,) = names_in(text, start, start + len("Carl\nCole"), "PERSON")
    assert text[slice(*span)] == "Carl\nCole"


def test_an_address_is_no_name() -> None:
    text = 'Ada Moss" <moss@example.org>'
    assert [text[start:end] for start, end in names_in(text, 0, len(text), "PERSON")] == ["Ada Moss"]
    assert names_in("moss@example.org", 0, 16, "PERSON") == []
    text = 'Ada Moss"<moss@example.org>'
    assert [text[start:end] for start, end in names_in(text, 0, len(text), "PERSON")] == ["Ada Moss"]


@pytest.mark.parametrize(
    ("place", "parts"),
    [
        ("San Rafael Ca", ["San Rafael", "Ca"]),
        ("Fort Ellis North Dakota", ["Fort Ellis North Dakota"]),
        ("Ellis North Dakota", ["Ellis", "North Dakota"]),
        ("ellis florida", ["ellis", "florida"]),
        ("Ellis, TX", ["Ellis, TX"]),
        ("Northern California", ["Northern California"]),
        ("West Virginia", ["West Virginia"]),
        ("Bay of Oregon", ["Bay of Oregon"]),
        ("Texas", ["Texas"]),
    ],
)
def test_a_town_stands_apart_from_its_state(place: str, parts: list[str]) -> None:
    assert [place[start:end] for start, end in names_in(place, 0, len(place), "GPE")] == parts


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("<ORG:Lumo>, Inc. and <ORG:Vanta Ltd>. They grew.", ["Lumo, Inc.", "Vanta Ltd."]),
        ("<ORG:Lumo>, <ORG:Inc>. grew", ["Lumo, Inc."]),
        ("<ORG:Lumo>, incensed, left", ["Lumo"]),
        ("the <NORP:Croatian> <ORG:Peasant Party>", ["Croatian Peasant Party"]),
        ("the <NORP:Croatian> <ORG:Sabor>", ["Croatian", "Sabor"]),
        ("the <ORG:Green Party> of the <GPE:United States>", ["Green Party of the United States"]),
        ("the <ORG:Lumo Works> of <GPE:Norland>", ["Lumo Works", "Norland"]),
        ("the <ORG:Green Party> in <GPE:Norland>", ["Green Party", "Norland"]),
    ],
)
def test_an_organization_is_read_whole(text: str, found: list[str]) -> None:
    doc = marked(text)
    assert [doc.text[slice(*m.range)] for e in doc._.entities for m in e.mentions] == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("<PERSON:Ada “Big Wind> Moss”", ["Ada “Big Wind"]),
        ("<PERSON:Carl “Big Wind>” Vance left", ["Carl “Big Wind” Vance"]),
        ("<PERSON:Maria> “<PERSON:Mimi” Vance> left", ["Maria “Mimi” Vance"]),
        ("<PERSON:Ada Moss> ‘A Liar’ Says Mayor", ["Ada Moss"]),
        ("the will of <PERSON:Paul Reed Sr>. and", ["Paul Reed Sr."]),
        ("the <ORG:Emir of Qatar> and the <PERSON:King of Norland>", ["Qatar", "King of Norland"]),
        ("<ORG:MXN$> 200 million", []),
    ],
)
def test_names_with_nicknames_suffixes_titles_and_signs(text: str, found: list[str]) -> None:
    doc = marked(text)
    assert [doc.text[slice(*m.range)] for e in doc._.entities for m in e.mentions] == found


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Bursar Ali Demir said the college had lost £2m.", "Ali Demir"),
        ("Registrar Piet Vos told the court that 30 files were missing.", "Piet Vos"),
        ("Archdeacon Mary Ann Holt said 400 people came.", "Mary Ann Holt"),
    ],
)
def test_an_office_or_a_trade_is_no_part_of_a_full_name(text: str, name: str) -> None:
    assert [entity.name for entity in load()(text)._.entities] == [name]


def test_a_surname_may_come_first() -> None:
    assert joined("“Moss, <PERSON:Ada>” wrote. <PERSON:Ada Moss> left.") == {
        "Ada Moss": ["Moss, Ada", "Ada Moss"]
    }
    assert joined('"<PERSON:Moss>, <PERSON:Ada>" wrote.') == {"Moss, Ada": ["Moss, Ada"]}
    assert joined("Thanks, <PERSON:Ada>") == {"Ada": ["Ada"]}


def test_an_administration_is_called_after_its_leader() -> None:
    text = "The Moss administration met the Peru administration and the Norlandic administration."
    doc = NLP.make_doc(text)
    doc._.encoding = SimpleNamespace(entities=[(1, 2, "GPE"), (5, 6, "GPE"), (9, 10, "NORP")], unlabelled=[])
    EntityJoiner()(doc)
    assert [(entity.name, entity.label) for entity in doc._.entities] == [
        ("Moss", "PERSON"),
        ("Peru", "GPE"),
        ("Norlandic", "NORP"),
    ]


def test_well_known_names_are_found_and_labelled() -> None:
    found = labels(
        "The <ORG:West Bank> was calm, said Hezbollah. Nobody in <ORG:Peru> or the Hamas Street spoke."
    )
    assert found == {"West Bank": "LOC", "Hezbollah": "ORG", "Peru": "GPE"}
    assert labels("<PERSON:Kim Jong Un> met the <GPE:U.N.> envoy.") == {
        "Kim Jong Un": "PERSON",
        "U.N.": "ORG",
    }


def test_a_name_without_a_likely_label_is_taken_where_its_form_tells() -> None:
    doc = NLP.make_doc("Collins College left the Moss Garage to Ellis.")
    doc._.encoding = SimpleNamespace(entities=[], unlabelled=[(0, 2), (4, 6), (7, 8)])
    EntityJoiner()(doc)
    assert [(ent.text, ent.label_) for ent in doc.ents] == [
        ("Collins College", "ORG"),
        ("Moss Garage", "FAC"),
    ]


def test_a_name_missed_elsewhere_is_found() -> None:
    text = "<PERSON:Ada Moss> won. Then Moss smiled at Moss Street. The <ORG:PSB> and the <ORG:PSB> met PSB."
    assert {name: len(mentions) for name, mentions in joined(text).items()} == {"Ada Moss": 2, "PSB": 3}


def test_entities_and_mentions_are_in_document_order() -> None:
    doc = marked("<PERSON:Moss> met the <ORG:Port Board>. <PERSON:Ada Moss> spoke to <PERSON:Cole>.")
    starts = [[mention.range.start for mention in entity.mentions] for entity in doc._.entities]
    assert starts == sorted(sorted(group) for group in starts)
    assert [entity.label for entity in doc._.entities] == ["PERSON", "ORG", "PERSON"]


def test_the_component_takes_the_encoders_entities() -> None:
    doc = NLP.make_doc("Ada Moss spoke.")
    doc._.encoding = SimpleNamespace(entities=[(0, 2, "PERSON")], unlabelled=[])
    EntityJoiner()(doc)
    assert [(ent.text, ent.label_) for ent in doc.ents] == [("Ada Moss", "PERSON")]
    assert [entity.name for entity in doc._.entities] == ["Ada Moss"]


def test_the_component_keeps_the_entities_of_another() -> None:
    doc = NLP.make_doc("Ada Moss spoke.")
    doc.ents = [Span(doc, 0, 2, "PERSON")]
    EntityJoiner()(doc)
    assert [entity.name for entity in doc._.entities] == ["Ada Moss"]


@given(
    st.lists(
        st.sampled_from(["Ada", "Moss", "the", "The", "'s", "&", "(", ")", "U.S.", "\n\n", "“", "Jr.", "-"])
    ),
    st.data(),
)
def test_spans_lie_within_the_names_given(words: list[str], data: st.DataObject) -> None:
    doc = Doc(NLP.vocab, words=words)
    starts = data.draw(st.lists(st.integers(0, max(0, len(words) - 1)), unique=True)) if words else []
    starts = sorted(starts)
    ends = [*starts[1:], len(words)]
    names = st.sampled_from(["PERSON", "ORG", "GPE", "WORK_OF_ART"])
    doc.ents = [Span(doc, start, end, data.draw(names)) for start, end in zip(starts, ends, strict=False)]
    spans = [mention.range for entity in join_entities(doc, doc.text) for mention in entity.mentions]
    assert len(spans) == len(set(spans))
    for start, end in spans:
        shown = doc.text[start:end]
        assert shown == shown.strip()
        assert any(map(str.isalnum, shown))


@pytest.mark.parametrize(
    ("name", "label", "settled"),
    [
        ("Harbour-based", "EVENT", None),
        ("pro-Northland", "EVENT", None),
        ("Clean Rivers Act", "ORG", "LAW"),
        ("Coastal Trade Agreement", "EVENT", "LAW"),
        ("Act", "ORG", "ORG"),
        ("Cape Accord", "LOC", "LOC"),
        ("Mid-Winter Games", "EVENT", "EVENT"),
        ("Collins College", "GPE", "ORG"),
        ("Ferry Lines Ltd", "FAC", "ORG"),
        ("Ellis Air Force Base", "ORG", "FAC"),
        ("College", "GPE", "GPE"),
        ("Norland", "ORG", "ORG"),
        ("Norway", "ORG", "GPE"),
        ("Jordan", "PERSON", "PERSON"),
        ("New Democrats", "ORG", "NORP"),
        ("Republicans", "PERSON", "NORP"),
        ("HMS Daring", "ORG", "PRODUCT"),
        *((title, "ORG", None) for title in ("Atty", "DCP", "DSP", "ACP", "IGP", "DIG", "DG", "SHO")),
        ("Hurricane Ada", "PERSON", "EVENT"),
    ],
)
def test_the_form_of_a_name_settles_its_label(name: str, label: str, settled: str | None) -> None:
    assert corrected_label(name, label) == settled


def test_a_surname_is_the_person_whatever_else_it_was_taken_for() -> None:
    found = marked("<PERSON:Ada Moss> won. <ORG:Moss> smiled. <ORG:Moss> left.")._.entities
    assert [(e.name, e.label, len(e.mentions)) for e in found] == [("Ada Moss", "PERSON", 3)]


def test_names_in_the_head_are_places_and_people() -> None:
    found = labels(
        "Harbour strike ends\nBy <ORG:Ines Brandt>, The <EVENT:Courier>\n\n"
        "<ORG:PORT ELLIS>, Norland (Courier) — <PERSON:Ada Moss> said it rained.\n"
    )
    assert found == {
        "Ines Brandt": "PERSON",
        "Courier": "ORG",
        "PORT ELLIS": "GPE",
        "Norland": "GPE",
        "Ada Moss": "PERSON",
    }


def test_the_places_and_the_agency_of_a_dateline_are_found() -> None:
    text = (
        "Strike ends\n\nPORT ELLIS, Norland, March 4 (Harbour Wire) — <PERSON:Ada Moss> left Harbour Wire.\n"
    )
    assert labels(text) == {
        "PORT ELLIS": "GPE",
        "Norland": "GPE",
        "Harbour Wire": "ORG",
        "Ada Moss": "PERSON",
    }


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("the rail operator <PERSON:Linie Nord>", {"Linie Nord": "ORG"}),
        ("<PERSON:Linie Nord> grew; the airline <PERSON:Linie Nord> shrank.", {"Linie Nord": "ORG"}),
        ("the watchdog <PERSON:Namfrel> warned", {"Namfrel": "ORG"}),
        ("the union <PERSON:Ada Moss> founded", {"Ada Moss": "PERSON"}),
        ("the union of <PERSON:Linie Nord>", {"Linie Nord": "PERSON"}),
        ("the <PERSON:Secretary> met the <PERSON:President>", {}),
        ("<PERSON:Aaron Judge> ran. <PERSON:Judge> slept.", {"Aaron Judge": "PERSON"}),
    ],
)
def test_what_surrounds_a_name_settles_its_label(text: str, label: dict[str, str]) -> None:
    assert labels(text) == label
