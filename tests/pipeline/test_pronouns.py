"""Whom `he` and `she` mean: what is seen of people, what speaks for them, and the choice."""

from __future__ import annotations

import pytest
from marked import marked
from spacy.tokens import Doc

import claimx
from claimx.pipeline.confidence import Features, Ranker
from claimx.pipeline.statements.people import DiscoursePerson, MentionFinder
from claimx.pipeline.statements.pronouns import PronounContext, PronounResolver, shipped_ranker
from claimx.text.quotes import Quotations

# Weights that take whoever was seen last.
LAST = Ranker({"rank=0": 9.0})


def parsed(doc: Doc, heads: dict[str, tuple[str, str]]) -> Doc:
    """The same Doc with a tree: word -> the word it hangs on, and by what."""
    places = {token.text: token.i for token in doc}
    for token in doc:
        head, label = heads.get(token.text, (token.text, "ROOT"))
        token.head, token.dep_ = doc[places[head]], label
    return doc


def mentions(text: str) -> list[tuple[str, str, str | None]]:
    doc = marked(text)
    found = MentionFinder(doc, doc._.entities, Quotations(doc.text)).find()
    return [(doc.text[slice(*s.range)], s.kind, s.definiteness) for s in found]


def named(text: str, ranker: Ranker = LAST) -> list[str | None]:
    """Whom each pronoun of a text is taken to mean."""
    doc = marked(text)
    resolver = PronounResolver(doc, doc._.entities, Quotations(doc.text), [], ranker)
    pronouns = [token.idx for token in doc if token.lower_ in ("he", "she", "his", "him", "her")]
    places = [resolver.entity_at(start) for start in pronouns]
    return [None if place is None else doc._.entities[place].name for place in places]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("<PERSON:Ada Moss> slept. She snored.", [("Ada Moss", "name", None), ("She", "pronoun", None)]),
        ("A sailor sang.", [("sailor", "noun", "indefinite")]),
        ("The old sailor sang.", [("sailor", "noun", "definite")]),
        ("Ortega's lawyer sang.", [("lawyer", "noun", "owned")]),
        ("No sailor sang. Sailors sang.", []),
        ("The pilot <PERSON:Ada Moss> slept.", [("Ada Moss", "name", None)]),
        ("His lawyer, <PERSON:Ada Moss>, slept.", [("His", "pronoun", None), ("Ada Moss", "name", None)]),
        ("<PERSON:Ada Moss>, a pilot, slept.", [("Ada Moss", "name", None)]),
        ("He or she slept, he/she said.", []),
        *(
            (f"{w} sailor sang.", [("sailor", "noun", "indefinite")])
            for w in ("An", "Another", "One", "Some")
        ),
        *((f"{w} sailor sang.", [("sailor", "noun", "definite")]) for w in ("This", "That")),
        *(
            (f"{w} sailor sang.", [("sailor", "noun", "owned")])
            for w in ("My", "Our", "Your", "Their", "Its")
        ),
        *((f"{w} sailor sang.", []) for w in ("Any", "Every", "Each", "What", "Which", "Either", "Neither")),
        # A determiner farther before is none of the noun's.
        *((f"The sad {w} sailor sang.", []) for w in ("no", "any", "every", "each", "what", "which")),
        *((f"The sad {w} sailor sang.", []) for w in ("whatever", "either", "neither")),
        ("Ortega’s sailor sang.", [("sailor", "noun", "owned")]),
        # As far as a determiner may be from its noun.
        ("The old tall thin wise sailor sang.", [("sailor", "noun", "definite")]),
        ("The old tall thin wise kind sailor sang.", []),
        # These are things as well.
        *((f"The {noun} was old.", []) for noun in ("source", "chair", "chief")),
    ],
)
def test_what_is_seen(text: str, found: list[tuple[str, str, str | None]]) -> None:
    assert mentions(text) == found


def test_roles_and_heads_come_from_the_tree() -> None:
    doc = marked("The spokesman <PERSON:Ben Reed> praised him.")
    tree = {
        "The": ("spokesman", "det"),
        "spokesman": ("praised", "nsubj"),
        "Ben": ("spokesman", "appos"),
        "Reed": ("Ben", "flat"),
        "him": ("praised", "obj"),
        ".": ("praised", "punct"),
    }
    found = MentionFinder(parsed(doc, tree), doc._.entities, Quotations(doc.text)).find()
    assert [(s.role, doc[s.head].text) for s in found] == [("subject", "praised"), ("object", "praised")]


def test_a_subject_is_not_its_own_object() -> None:
    doc = marked("<PERSON:Ben Reed> praised him.")
    tree = {
        "Ben": ("praised", "nsubj"),
        "Reed": ("Ben", "flat"),
        "him": ("praised", "obj"),
        ".": ("praised", "punct"),
    }
    parsed(doc, tree)
    resolver = PronounResolver(doc, doc._.entities, Quotations(doc.text), [], LAST)
    assert resolver.entity_at(doc.text.index("him")) is None


@pytest.mark.parametrize(("relation", "named"), [("conj", False), ("appos", True)])
def test_one_of_two_people_joined_by_and_is_not_taken(relation: str, named: bool) -> None:
    doc = marked("<PERSON:Ada Moss> and <PERSON:Eva Cole> slept. She left")
    tree = {
        "Ada": ("slept", "nsubj"),
        "Moss": ("Ada", "flat"),
        "and": ("Eva", "cc"),
        "Eva": ("Ada", relation),
        "Cole": ("Eva", "flat"),
        ".": ("slept", "punct"),
        "She": ("left", "nsubj"),
    }
    parsed(doc, tree)
    resolver = PronounResolver(doc, doc._.entities, Quotations(doc.text), [], LAST)
    assert (resolver.entity_at(doc.text.index("She")) is not None) == named


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("<PERSON:Ada Moss> slept. She snored.", ["Ada Moss"]),
        ("<PERSON:Ada Moss> met <PERSON:Ben Reed>. She snored. He left.", ["Ada Moss", "Ben Reed"]),
        ("<PERSON:Ben Reed> slept. She snored.", [None]),
        ("Her spokesman, <PERSON:Kit Lee>, slept. She snored.", [None, None]),
        ("<PERSON:Kit Lee>, a businesswoman, slept. He snored. She left.", [None, "Kit Lee"]),
        ("<PERSON:Ben Reed> met a sailor. He snored.", [None]),
        ("<PERSON:Ben Reed> met a woman. He snored.", ["Ben Reed"]),
        ("<PERSON:Kit Lee> slept. She snored. He left.", ["Kit Lee", None]),
        ("<PERSON:Secretary> slept. He snored.", [None]),
    ],
)
def test_whoever_was_seen_last_and_fits(text: str, names: list[str | None]) -> None:
    assert named(text) == names


def test_nobody_is_named_unless_it_is_sure() -> None:
    text = "<PERSON:Ben Reed> met <PERSON:Carl Cole>. He left."
    assert named(text, Ranker({"rank=0": 2.0})) == ["Carl Cole"]
    assert named(text, Ranker({"rank=0": 0.5})) == [None]
    assert named(text, Ranker({"nobody": 9.0})) == [None]


def test_a_pronoun_is_no_surer_than_the_one_it_builds_on() -> None:
    text = "<PERSON:Ben Reed> met <PERSON:Carl Cole>. He left. He slept."
    assert named(text, Ranker({"rank=0": 2.0, "chain rank=0": 9.0})) == ["Carl Cole", "Carl Cole"]
    assert named(text, Ranker({"rank=0": 0.9, "chain rank=0": 9.0})) == [None, None]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (
            "The sheriff, Tom Bell, blamed the pilot, Lee Harmon. He denied it.",
            {"blamed": "Tom Bell", "denied": None},
        ),
        (
            'Judge Ellen Marsh asked Priya Nair why she had fled. "I was afraid," she said.',
            {"asked Priya Nair": "Ellen Marsh", "said": None},
        ),
        (
            'Marit Olsen agreed it was dark. Asked by Kari Dahl how long it took, she said: "Hours."',
            {"agreed": "Marit Olsen", "said": None},
        ),
        (
            "The sheriff, Tom Bell, praised the pilot. He denied a report of a crash.",
            {"denied": "Tom Bell"},
        ),
        (
            "Lewa Obi spends less, she told us. Hafsha Shaikh, who runs the bank, says Obi's story is "
            "typical. She says data is essential.",
            {"told us": "Lewa Obi", "says": None},
        ),
    ],
)
def test_one_who_was_asked_or_spoken_of_is_not_taken_for_the_speaker(
    text: str, names: dict[str, str | None]
) -> None:
    result = claimx.extract(text)
    said = {each.cue.text: each.source.name for each in result.statements if each.cue and each.source}
    assert {cue: said.get(cue, "nothing") for cue in names} == names


def test_an_observer_decides_what_is_built_on() -> None:
    doc = marked("<PERSON:Ben Reed> met <PERSON:Carl Cole>. He left. He slept.")
    seen: list[list[DiscoursePerson]] = []

    def observer(context: PronounContext, rows: list[Features], chances: list[float]) -> DiscoursePerson:
        assert len(rows) == len(chances) == len(context.candidates) + 1
        seen.append(context.candidates)
        return context.candidates[-1]

    PronounResolver(doc, doc._.entities, Quotations(doc.text), [], LAST, observer)
    assert [[person.entity for person in people] for people in seen] == [[1, 0], [0, 1]]


def test_the_shipped_weights() -> None:
    chances = shipped_ranker()([{"kind=name": 1.0}, {"nobody": 1.0}])
    assert sum(chances) == pytest.approx(1)
    assert named("<PERSON:Ada Moss> spoke. She smiled.", shipped_ranker()) == ["Ada Moss"]


def features_of_last(text: str) -> tuple[list[Features], int]:
    """The features of the candidates for the last pronoun and of nobody, and the number of candidates."""
    doc = marked(text)
    seen: list[tuple[list[Features], int]] = []

    def observer(context: PronounContext, rows: list[Features], chances: list[float]) -> None:
        seen.append((rows, len(context.candidates)))

    PronounResolver(doc, doc._.entities, Quotations(doc.text), [], LAST, observer)
    return seen[-1]


@pytest.mark.parametrize(
    ("sentences", "features"),
    [
        (1, {"sentence=1", "kind=name sentence=1", "only near"}),
        (3, {"sentence=3", "kind=name sentence=3", "only near"}),
        (4, {"sentence=4", "kind=name sentence=3"}),
        (6, {"sentence=6", "kind=name sentence=3"}),
        (9, {"sentence=6", "kind=name sentence=3"}),
    ],
)
def test_distances_in_sentences_end_at_some(sentences: int, features: set[str]) -> None:
    rows, _ = features_of_last("<PERSON:Ben Reed> left. " + "It rained. " * (sentences - 1) + "He slept.")
    assert features <= rows[0].keys()
    assert ("only near" in rows[0]) == ("only near" in features)


@pytest.mark.parametrize(("paragraphs", "shown"), [(1, 1), (3, 3), (4, 4), (7, 4)])
def test_distances_in_paragraphs_end_at_four(paragraphs: int, shown: int) -> None:
    rows, _ = features_of_last("<PERSON:Ben Reed> left.\n\n" + "Rain.\n\n" * (paragraphs - 1) + "He slept.")
    assert f"paragraph={shown}" in rows[0]


@pytest.mark.parametrize("word", ["I", "you", "we", "my", "your"])
@pytest.mark.parametrize(("others", "rate"), [(300, 0), (150, 1), (60, 1), (45, 2), (25, 2), (15, 3)])
def test_how_often_the_text_says_i_and_you(word: str, others: int, rate: int) -> None:
    rows, _ = features_of_last(f"<PERSON:Ben Reed> left. He saw {word} " + "rain " * (others - 7))
    assert f"nobody spoken={rate}" in rows[-1]


def test_no_more_than_ten_people_are_looked_at() -> None:
    names = ["Ada", "Bea", "Cleo", "Dora", "Edna", "Fay", "Gwen", "Hope", "Ida", "Jane", "Kate", "Lola"]
    text = " ".join(f"<PERSON:{name} {name}son> left." for name in names)
    assert features_of_last(f"{text} She slept.")[1] == 10


@pytest.mark.parametrize(("characters", "people"), [(2900, 1), (3200, 2)])
def test_one_noun_is_one_person_for_some_pages(characters: int, people: int) -> None:
    text = "The sailor sang. " + "It rained. " * (characters // 11) + "The sailor left. He slept."
    assert features_of_last(text)[1] == people


@pytest.mark.parametrize("day", ["Thursday", "August"])
def test_a_day_or_month_is_no_person(day: str) -> None:
    doc = claimx.load()(f"The window closes on {day}. She hopes to sign Ada Moss.")
    found = MentionFinder(doc, doc._.entities, Quotations(doc.text)).find()
    assert [doc.text[slice(*mention.range)] for mention in found] == ["She", "Ada Moss"]
