"""What the network's reading adds to the rules: which numbers are quantities, and what they point at."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from math import log
from typing import TYPE_CHECKING, Literal

import numpy as np
import pytest
from spacy.tokens import Doc

from claimx.api import load
from claimx.pipeline.confidence import Confidence, Ranker
from claimx.pipeline.encoder.decoding import Encoding
from claimx.pipeline.encoder.pointers import Pointers
from claimx.pipeline.quantities.component import find_quantities, make_quantities
from claimx.pipeline.quantities.dates_and_times import is_base_of_change
from claimx.pipeline.quantities.grammar import Context
from claimx.pipeline.quantities.what_and_source import Places
from claimx.pipeline.records import Cue, Date, Quantity, Source, Statement, register_extensions
from claimx.pipeline.syntax.component import blank_pipeline
from claimx.text.tokens import Range

if TYPE_CHECKING:
    from claimx.pipeline.encoder.network import Floats, Ints

NLP = blank_pipeline()
POINTERS = ("what", "source", "date")
FAR = 12.0


class Reading:
    """Stands for the second reading of a text of one piece a word, all within reach.

    `ends`: (words, pointers, 2), the scores of all words.
    """

    def __init__(self, ends: Floats, none: Floats) -> None:
        self.ends, self._none = ends, none

    def run(self, states: Floats, *_: Ints | int) -> tuple[Floats, Floats]:
        first = int(states[0, 0])
        return self.ends[first : first + len(states)].copy(), self._none


def read(text: str, quantities: Mapping[str, float], links: Mapping[str, str] | None = None) -> Doc:
    """A `Doc` as if the network took some words for quantities, and pointed from all at some phrases.

    `quantities`: how probable each phrase is as a quantity; `links`: by pointer, the phrase it points at.
    """
    register_extensions()
    doc = NLP.make_doc(text)
    words = len(doc)
    starts = [token.idx for token in doc]

    def inside(phrase: str) -> range:
        start = text.index(phrase)
        places = [i for i, at in enumerate(starts) if start <= at < start + len(phrase)]
        return range(places[0], places[-1] + 1)

    probability = np.zeros(words, dtype=np.float32)
    for phrase, share in quantities.items():
        probability[inside(phrase)] = share
    ends = np.zeros((words, len(POINTERS), 2), dtype=np.float32)
    none = np.zeros(len(POINTERS), dtype=np.float32)
    for pointer, name in enumerate(POINTERS):
        if phrase := (links or {}).get(name):
            ends[inside(phrase)[0], pointer, 0] = ends[inside(phrase)[-1], pointer, 1] = FAR
        else:
            none[pointer] = FAR
    no_words = np.zeros(0, dtype=np.int64)
    doc._.encoding = Encoding(
        tokens=np.arange(words),
        sentence_starts=no_words,
        upos=no_words,
        xpos=no_words,
        heads=no_words,
        dependencies=no_words,
        pointers=Pointers(
            states=np.arange(words, dtype=np.float16)[:, None],
            offsets=np.arange(words + 1),
            quantity=probability,
            session=Reading(ends, none),  # type: ignore[arg-type]
        ),
    )
    return doc


def texts(doc: Doc, found: list[Quantity]) -> list[str]:
    return [doc.text[slice(*quantity.range)] for quantity in found]


@pytest.mark.parametrize(
    ("text", "quantities", "found"),
    [
        ("They held 12 men.", {"12": 0.9}, ["12"]),
        ("They held 12 men.", {"12": 0.11}, ["12"]),
        ("They held 12 men.", {"12": 0.09}, []),
        ("They sold one copy.", {"one": 0.99}, ["one"]),
        ("They sold one copy.", {"one": 0.4}, []),
        ("It took more than an hour.", {"an hour": 0.95}, ["an hour"]),
        ("It took more than an hour.", {}, []),
        ("The decade ended.", {"decade": 0.3}, []),
    ],
)
def test_the_network_decides_where_it_is_sure(
    text: str, quantities: dict[str, float], found: list[str]
) -> None:
    doc = read(text, quantities)
    assert texts(doc, find_quantities(doc)) == found


def test_a_bare_unit_is_one_of_it() -> None:
    doc = read("It took an hour.", {"an hour": 0.95})
    (quantity,) = find_quantities(doc)
    assert (quantity.value_low, quantity.value_high, quantity.unit) == (1, 1, "hour")


def test_without_a_network_nothing_is_pointed_at() -> None:
    register_extensions()
    (quantity,) = find_quantities(NLP.make_doc("They held 12 men."))
    assert (quantity.what, quantity.source, quantity.date) == (None, None, None)


def test_a_duration_is_a_date_where_a_quantity_points_at_it() -> None:
    text = "Over the past year 12 men left. Over the next decade Oslo pays. On Friday nobody spoke."
    doc = read(text, {"12": 0.9}, {"date": "past year"})
    spans = {
        words: Range(text.index(words), text.index(words) + len(words)) for words in ("Friday", "past year")
    }
    next_decade = Range(text.index("next decade"), text.index("next decade") + len("next decade"))
    doc._.dates = [Date(spans["Friday"], "2024-03-01")]
    doc._.durations = [Date(spans["past year"], "P1Y/2024-03-02"), Date(next_decade, "2024-03-02/P10Y")]
    make_quantities(NLP, "claimx_quantities", {}, {})(doc)
    assert [each.value for each in doc._.dates] == ["P1Y/2024-03-02", "2024-03-01"]
    assert [each.value for each in doc._.durations] == ["2024-03-02/P10Y"]
    assert [each.date for each in doc._.quantities] == [0]


def test_a_number_is_not_dated_by_itself() -> None:
    text = "Oslo pays over the past 12 months."
    doc = read(text, {"12 months": 0.9}, {"date": "past 12 months"})
    start = text.index("past")
    doc._.durations = [Date(Range(start, start + len("past 12 months")), "P12M/2024-03-02")]
    make_quantities(NLP, "claimx_quantities", {}, {})(doc)
    assert [each.date for each in doc._.quantities] == [None]
    assert doc._.dates is None


def test_links_are_the_phrases_that_the_network_points_at() -> None:
    text = "Hale said that on Friday they held 12 armed men."
    doc = read(text, {"12": 0.9}, {"what": "armed men", "source": "Hale", "date": "Friday"})
    day = text.index("Friday")
    doc._.dates = [Date(Range(day, day + 6), "2024-03-01")]
    (quantity,) = find_quantities(doc)
    assert quantity.what is not None
    assert quantity.source is not None
    assert text[slice(*quantity.what)] == "armed men"
    assert text[slice(*quantity.source.range)] == "Hale"
    assert quantity.date == 0


@pytest.mark.parametrize(
    ("text", "number", "pointed", "what"),
    [
        ("The barge lost 1,800 tonnes of sand.", "1,800 tonnes", "barge", "sand"),
        ("The barge lost 1,800 tonnes of its sand.", "1,800 tonnes", "barge", "sand"),
        ("The barge sailed 90 miles of coast.", "90 miles", "barge", "barge"),
        ("A man about 2 metres tall left.", "2 metres", "tall", None),
    ],
)
def test_what_of_measures(text: str, number: str, pointed: str, what: str | None) -> None:
    doc = load()(text)
    read_doc = read(text, {number: 0.9}, {"what": pointed})
    for token, tagged in zip(read_doc, doc, strict=True):
        token.tag_, token.pos_, token.lemma_ = tagged.tag_, tagged.pos_, tagged.lemma_
    (quantity,) = find_quantities(read_doc)
    assert (text[slice(*quantity.what)] if quantity.what else None) == what


def test_the_source_of_the_statement_around_is_the_claimant_as_the_statement_has_it() -> None:
    text = "Mayor Ada Hale said that they held 12 men."
    doc = read(text, {"12": 0.9}, {"what": "men", "source": "Hale"})
    source = Source(Range(0, 14), "person", "Ada Hale", 3)
    doc._.statements = [Statement([Range(text.index("that"), len(text) - 1)], source=source)]
    (quantity,) = find_quantities(doc)
    assert quantity.source is source
    assert quantity.statement == 0


@pytest.mark.parametrize(
    ("quote", "number", "what"),
    [("direct", "60", None), ("indirect", "60", None), ("direct", "60%", None), ("indirect", "60%", "Hale")],
)
def test_a_number_does_not_count_who_says_it(
    quote: Literal["direct", "indirect"], number: str, what: str | None
) -> None:
    text = f"“They gave us {number},” said Hale."
    doc = read(text, {number: 0.9}, {"what": "Hale"})
    start = text.index("Hale")
    doc._.statements = [
        Statement([Range(0, text.index(" said"))], source=Source(Range(start, start + 4)), quote=quote)
    ]
    (quantity,) = find_quantities(doc)
    assert (quantity.what and text[slice(*quantity.what)]) == what


@pytest.mark.parametrize(
    ("text", "day", "is_linked"),
    [
        ("Arrests fell 12% from their peak in 2022.", "2022", False),
        ("Rents are down 12% from 2022, she said.", "2022", False),
        ("Arrests fell 12% from 2022 to 2024.", "2022", True),
        ("Rents will rise 12% from 2022, she said.", "2022", True),
    ],
)
def test_a_change_is_not_of_the_time_from_which_it_is_counted(text: str, day: str, is_linked: bool) -> None:
    date, number = text.index(day), text.index("12%")
    change = Quantity(Range(number, number + 3), 12, 12, "percent", change="decrease")
    assert is_base_of_change(text, Date(Range(date, date + len(day)), day, "year"), change) != is_linked


@pytest.mark.parametrize(("is_stated", "claimant"), [(True, None), (False, "Ada Moss")])
def test_only_the_source_of_the_statement_around_is_a_claimant(is_stated: bool, claimant: str | None) -> None:
    text = "Ada Moss said that they had left. They held 12 men, according to the union."
    doc = read(text, {"12": 0.9}, {"what": "men", "source": "Ada Moss"})
    start = text.index("the union")
    doc._.statements = [
        Statement([Range(text.index("that"), text.index("."))], source=Source(Range(0, 8), "person")),
        Statement(
            [Range(text.index("They"), text.index(","))],
            source=Source(Range(start, start + 9)) if is_stated else None,
        ),
    ]
    (quantity,) = find_quantities(doc)
    assert (quantity.source and text[slice(*quantity.source.range)]) == claimant


@pytest.mark.parametrize(
    ("cue", "begin", "claimant"),
    [("ask", "if", None), ("ask", "whether", None), ("ask", "why", "Moss"), ("say", "if", "Moss")],
)
def test_who_asks_whether_something_is_so_does_not_claim_it(
    cue: Literal["ask", "say"], begin: str, claimant: str | None
) -> None:
    text = f"Moss spoke: {begin} they held 12 men"
    doc = read(text, {"12": 0.9}, {"what": "men", "source": "Moss"})
    start = text.index(begin)
    doc._.statements = [
        Statement(
            [Range(start, len(text))], "indirect", Source(Range(0, 4)), Cue(Range(5, 10), cue, cue, False)
        )
    ]
    (quantity,) = find_quantities(doc)
    assert (quantity.source and text[slice(*quantity.source.range)]) == claimant


@pytest.mark.parametrize(
    ("weights", "what"),
    [
        ({"network": 1.0}, "men"),
        ({"network": 0.01, "before": 9.0}, "guns"),
        ({"network": 0.01, "line": -9.0}, "men"),
        ({"network": 0.01, "numbers": 9.0}, "women"),
        ({"network": 1.0, "nothing": 99.0}, None),
    ],
)
def test_the_ranker_chooses_by_where_a_phrase_stands(weights: dict[str, float], what: str | None) -> None:
    text = "guns were near, and much more that they had got; they held 12 men and 4 women."
    doc = read(text, {"12": 0.9, "4": 0.9}, {"what": "men"})
    ends = doc._.encoding.pointers.session.ends
    for place in (0, len(doc) - 2):  # also likely, and less so than what the network points at
        ends[place, 0] = FAR / 2
    ranker = Ranker(weights)
    first = find_quantities(doc, {"what": ranker})[0]
    assert (first.what and text[slice(*first.what)]) == what


def test_a_ranker_gives_probabilities_by_its_weights() -> None:
    chances = Ranker({"near": 2.0})([{"near": 1.0}, {"near": 0.0, "unknown": 5.0}])
    assert chances == pytest.approx([0.880797, 0.119203])


def test_no_phrase_crosses_a_line() -> None:
    text = "Armed\nmen were 12."
    doc = read(text, {"12": 0.9}, {"what": "Armed\nmen"})
    (quantity,) = find_quantities(doc)
    assert quantity.what is None or "\n" not in text[slice(*quantity.what)]


def test_a_sum_is_of_no_sum_beside_it_in_brackets() -> None:
    text = "The Relief Fund said it needed $46m (£36m; €44m) over the next six months."
    doc = load()(text)
    counted = {text[slice(*each.what)] for each in doc._.quantities if each.what}
    assert counted.isdisjoint({"44m", "36m", "46m", "€44m"})


def test_a_number_counts_no_number() -> None:
    text = "They held 12 of 40 men."
    doc = read(text, {"12": 0.9, "40": 0.9}, {"what": "40"})
    assert all(
        quantity.what is None or text[slice(*quantity.what)] != "40" for quantity in find_quantities(doc)
    )


@pytest.mark.parametrize(
    ("text", "number", "what", "person", "unit"),
    [
        ("Ada Moss is 39.", "39", "Ada Moss", "Ada Moss", "year"),
        ("Ada Moss is 122.", "122", "Ada Moss", "Ada Moss", "year"),
        ("Ada Moss is 123.", "123", "Ada Moss", "Ada Moss", "count"),
        ("Ada Moss is 39.", "39", "Ada Moss", None, "count"),
        ("The index rose to 58.6.", "58.6", "index", None, "point"),
        ("The index of output rose to 58.6.", "58.6", "index of output", None, "point"),
        ("The quake had a magnitude of 5.7.", "5.7", "magnitude", None, "magnitude"),
        ("They tweet five times a day.", "five times a day", "tweet", None, "count/day"),
    ],
)
def test_a_bare_number_has_the_unit_of_what_it_measures(
    text: str, number: str, what: str, person: str | None, unit: str
) -> None:
    doc = read(text, {number: 0.99}, {"what": what})
    if person:
        doc.ents = [doc.char_span(text.index(person), text.index(person) + len(person), "PERSON")]
    (quantity,) = find_quantities(doc)
    assert quantity.unit == unit


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("It was fined 100,000 pounds.", "GBP"),
        ("It was fined a million pounds.", "GBP"),
        ("It weighs 99,999 pounds.", "pound"),
        ("It costs £3 or three pounds.", "GBP"),
        ("A 20-pound turkey costs £30.", "pound"),
    ],
)
def test_pounds_are_money_where_they_cannot_be_a_weight(text: str, unit: str) -> None:
    register_extensions()
    assert unit in [quantity.unit for quantity in find_quantities(NLP.make_doc(text))]


def sure(probability: float) -> dict[str, Confidence]:
    """A confidence that rates every link alike."""
    rated = Confidence({"bias": log(probability / (1 - probability))})
    return {"what": rated, "source": rated, "date": rated}


@pytest.mark.parametrize(
    ("text", "probability", "is_linked"),
    [
        ("They held 12 armed men.", 0.51, True),
        ("They held 12 armed men.", 0.49, False),
        ("The armed men left.\n\nThey held 12.", 0.79, False),
        ("The armed men left.\n\nThey held 12.", 0.81, True),
        ("The armed men left.\n\nIt was dark.\n\nThey held 12.", 0.99, False),
        ("They held 12.\n\nThe armed men left.", 0.99, False),
        ("They held armed men.\n\n- Sweden: 12", 0.79, False),
        ("They held armed men.\n\n- Sweden: 12", 0.81, True),
    ],
)
def test_what_another_paragraph_names_is_likelier_and_near_or_of_a_list(
    text: str, probability: float, is_linked: bool
) -> None:
    doc = read(text, {"12": 0.9}, {"what": "armed men"})
    (quantity,) = find_quantities(doc, None, sure(probability))
    assert (quantity.what is not None) == is_linked


@pytest.mark.parametrize(
    ("text", "day", "is_linked"),
    [
        ("They held 12 men on Friday.", "Friday", True),
        ("Hale said on Friday that they held 12 men.", "Friday", False),
        ("They held 12 men, he told them late on Friday.", "Friday", False),
    ],
)
def test_the_day_of_saying_is_not_that_of_the_number(text: str, day: str, is_linked: bool) -> None:
    doc = read(text, {"12": 0.9}, {"date": day})
    start = text.index(day)
    doc._.dates = [Date(Range(start, start + len(day)), "2024-03-01")]
    assert (find_quantities(doc)[0].date is not None) == is_linked


@pytest.mark.parametrize(
    ("text", "dated"),
    [
        ("Output was 40 tonnes, the lowest since 2009.", {"40 tonnes": None}),
        ("They hold 12 men, down from 15 in 2022.", {"12": None, "15": "2022"}),
        ("Up from 15 in 2022, they hold 12 men.", {"15": "2022", "12": None}),
        ("The firm, founded in 2012, has 12,000 staff.", {"12,000": None}),
        ("Police held 12 men, a rise of 20% over the same month in 2022.", {"12": None, "20%": "2022"}),
        ("They held 12 men, more than double the 5 taken in 2022.", {"12": None, "5": "2022"}),
        (
            "The firm opens a jail, due to hold 300 men in 2022, and pays 12 builders.",
            {"300": "2022", "12": None},
        ),
        (
            "The town counted 2,417 births this year, against last year's 1,726.",
            {"2,417": "this year", "1,726": "last year"},
        ),
        ("The dam is 82% full, according to the agency, which met on Monday.", {"82%": None}),
        ("The two people said that the mine will open in May.", {"two": None}),
    ],
)
def test_a_number_is_not_of_the_time_that_it_is_compared_with(
    text: str, dated: dict[str, str | None]
) -> None:
    doc = load().make_doc(text)
    doc._.published = datetime.date(2024, 3, 12)
    doc = load()(doc)
    found = {
        text[slice(*each.range)]: each.date
        if each.date is None
        else text[slice(*doc._.dates[each.date].range)]
        for each in doc._.quantities
    }
    assert {number: found[number] for number in dated} == dated


@pytest.mark.parametrize(
    ("text", "number", "what"),
    [
        ("They won the cup, and it did cost $40.", "$40", {None, "cup"}),
        ("The shop lost one customer in five.", "one customer in five", {None, "shop", "customer"}),
        ("The sea is 1.5 degrees Celsius warmer, and 4 percent saltier.", "4 percent", {None, "sea"}),
        ("The council voted 5-2 to close the road.", "5", {"voted", "council voted", "council"}),
        ("They were kept waiting for three hours.", "three hours", {"waiting", "kept waiting"}),
        ("Care now swallows 68p of every pound the authority spends.", "68p", {None, "pound", "Care"}),
    ],
)
def test_what_is_counted_is_no_fragment_of_a_verb(text: str, number: str, what: set[str | None]) -> None:
    doc = load()(text)
    quantity = next(each for each in doc._.quantities if text[slice(*each.range)] == number)
    assert (text[slice(*quantity.what)] if quantity.what else None) in what


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("Maria Oco lost her husband and two sons, aged 7 and 9.", "sons"),
        ("Ana Ruiz buried three daughters, aged 12, in Lima.", "daughters"),
        ("Ana Ruiz, the doctor of the girl, aged nine, was praised.", "girl"),
    ],
)
def test_an_age_is_that_of_the_people_right_before_it(text: str, people: str) -> None:
    doc = load()(text)
    ages = [quantity for quantity in doc._.quantities if quantity.unit == "year"]
    assert {quantity.what and text[slice(*quantity.what)] for quantity in ages} == {people}


@pytest.mark.parametrize(
    ("link", "text", "probability", "is_linked"),
    [
        ("source", "Hale said that they held 12 men.", 0.59, False),
        ("source", "Hale said that they held 12 men.", 0.61, True),
        ("source", "Hale spoke.\n\nThey held 12 men.", 0.59, False),
        ("source", "Hale spoke.\n\nThey held 12 men.", 0.61, True),
        ("date", "In 2022 they held 12 men.", 0.44, False),
        ("date", "In 2022 they held 12 men.", 0.46, True),
        ("date", "It was 2022.\n\nThey held 12 men.", 0.59, False),
        ("date", "It was 2022.\n\nThey held 12 men.", 0.61, True),
    ],
)
def test_how_sure_a_claimant_and_a_date_are(
    link: str, text: str, probability: float, is_linked: bool
) -> None:
    phrase = "Hale" if link == "source" else "2022"
    doc = read(text, {"12": 0.9}, {link: phrase})
    if link == "date":
        doc._.dates = [Date(Range(text.index("2022"), text.index("2022") + 4), "2022")]
    (quantity,) = find_quantities(doc, None, sure(probability))
    assert ((quantity.source if link == "source" else quantity.date) is not None) == is_linked


def test_how_many_phrases_and_dates_are_ranked() -> None:
    days = [f"May {day}" for day in range(1, 16)]
    text = f"Ants. Bees. Cats. Dogs. Eels. Fish. Geese. Hens. Ibises. Jays. Men held 12 on {', '.join(days)}."
    doc = read(text, {"12": 0.9}, {"what": "Men", "date": "May 1"})
    doc._.encoding.pointers.session.ends[:20:2, 0] = FAR
    starts = [text.index(f"{day},") if day != days[-1] else text.index(day) for day in days]
    spans = [Range(start, start + len(day)) for start, day in zip(starts, days, strict=True)]
    doc._.dates = [Date(span, "2024-05-01") for span in spans]
    (quantity,) = find_quantities(doc)
    ranked = {each.link: len(each.candidates) for each in quantity.links}
    assert (ranked["what"], ranked["date"]) == (8, 12)


def tagged(text: str, tags: str) -> Doc:
    """A parsed `Doc` in which every word has one of the parts of speech and depends on the one before it."""
    words = text.split()
    register_extensions()
    starts = [number == 0 or words[number - 1] == "." for number in range(len(words))]
    heads = [number if is_start else number - 1 for number, is_start in enumerate(starts)]
    return Doc(
        NLP.vocab,
        words,
        pos=tags.split(),
        heads=heads,
        deps=["ROOT" if start else "dep" for start in starts],
        lemmas=[word.lower() for word in words],
    )


@pytest.mark.parametrize(
    ("between", "tags", "sentences", "numbers", "verbs"),
    [
        ("", "", 0, 0, 0),
        ("sat", "VERB", 0, 0, 1),
        ("sat sat sat sat 1 1 1 1", "VERB VERB VERB VERB NUM NUM NUM NUM", 0, 3, 3),
        ("sat sat sat 1 1 1", "VERB VERB VERB NUM NUM NUM", 0, 3, 3),
        (". it . it . it", "PUNCT PRON PUNCT PRON PUNCT PRON", 3, 0, 0),
        (". it . it . it . it", "PUNCT PRON PUNCT PRON PUNCT PRON PUNCT PRON", 4, 0, 0),
        (". it . it . it . it . it", "PUNCT PRON PUNCT PRON PUNCT PRON PUNCT PRON PUNCT PRON", 4, 0, 0),
    ],
)
def test_what_lies_between_a_phrase_and_a_number(
    between: str, tags: str, sentences: int, numbers: int, verbs: int
) -> None:
    doc = tagged(f"men {between} 12", f"NOUN {tags} NUM")
    numbers_in = [Range(token.idx, token.idx + len(token)) for token in doc if token.pos_ == "NUM"]
    places = Places(Context(doc), numbers_in)
    features = places.features(numbers_in[-1], Range(0, 3))
    assert (features["sentences"], features["numbers"], features["verbs"]) == (sentences, numbers, verbs)


@pytest.mark.parametrize(("words", "steps"), [(5, 6), (13, 14), (14, None), (30, None)])
def test_how_far_through_the_parse_a_phrase_is(words: int, steps: int | None) -> None:
    doc = tagged(f"men {'it ' * words}12", f"NOUN {'PRON ' * words}NUM")
    number = Range(doc[-1].idx, doc[-1].idx + 2)
    assert Places(Context(doc), [number]).features(number, Range(0, 3)).get("up") == steps


@pytest.mark.parametrize(
    ("tag", "is_function_word"),
    [*((tag, True) for tag in ("ADP", "DET", "PRON", "CCONJ", "SCONJ")), ("NOUN", False), ("ADJ", False)],
)
def test_a_phrase_that_begins_with_a_function_word(tag: str, is_function_word: bool) -> None:
    doc = tagged("12 the men", f"NUM {tag} NOUN")
    form = Places(Context(doc), [Range(0, 2)]).form(Range(3, 10))
    assert form["function_word"] == is_function_word


@pytest.mark.parametrize("mark", ["|", "*", "•", "-", "–", "—"])
def test_a_phrase_does_not_end_with_a_mark(mark: str) -> None:
    text = f"They held 12 men {mark} again."
    doc = read(text, {"12": 0.9}, {"what": f"men {mark}"})
    (quantity,) = find_quantities(doc)
    assert quantity.what is not None
    assert text[slice(*quantity.what)] == "men"


@pytest.mark.parametrize("tag", ["ADP", "CCONJ", "DET", "PART", "PUNCT", "SCONJ", "SYM"])
def test_a_phrase_does_not_end_with_a_word_that_only_joins(tag: str) -> None:
    text = "They held 12 men zu again."
    doc = read(text, {"12": 0.9}, {"what": "men zu"})
    doc[3].pos_, doc[4].pos_ = "NOUN", tag
    (quantity,) = find_quantities(doc)
    assert quantity.what is not None
    assert text[slice(*quantity.what)] == "men"


@pytest.mark.parametrize(
    ("tag", "lemma"),
    [("PRON", "zu"), ("ADP", "zu"), ("PART", "zu"), ("ADV", "zu"), ("VERB", "have"), ("AUX", "have")],
)
def test_a_word_that_names_nothing_is_not_counted(tag: str, lemma: str) -> None:
    text = "They held 12 zu again."
    doc = read(text, {"12": 0.9}, {"what": "zu"})
    doc[3].pos_, doc[3].lemma_ = tag, lemma
    (quantity,) = find_quantities(doc)
    assert quantity.what is None


@pytest.mark.parametrize("tag", ["ADJ", "NOUN", "PROPN"])
def test_what_a_bare_number_is_a_part_of(tag: str) -> None:
    text = "They held 12 of the Lima group."
    doc = read(text, {"12": 0.9}, {"what": "held"})
    doc[5].pos_, doc[6].pos_ = tag, "NOUN"
    (quantity,) = find_quantities(doc)
    assert quantity.what is not None
    assert text[slice(*quantity.what)] == "Lima group"
