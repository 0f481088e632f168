"""People, bodies and places near a number that are not what it counts, and whose age a number is."""

from __future__ import annotations

import pytest
from marked import parsed
from spacy.tokens import Doc

from claimx.api import load
from claimx.pipeline.quantities.grammar import Context
from claimx.pipeline.quantities.not_counted import is_not_counted
from claimx.pipeline.quantities.people import pronoun_aged
from claimx.pipeline.records import Quantity
from claimx.text.tokens import Range

LEMMAS = {"unions": "union", "gave": "give", "got": "get", "sold": "sell", "fetched": "fetch", "won": "win"}
# Names by their labels; every other word has none.
LABELS = {
    "Lyle": "PERSON",
    "Lind": "PERSON",
    "Greene": "PERSON",
    "Values": "ORG",
    "Volta": "ORG",
    "Kano": "GPE",
}


def doc_of(sentence: str) -> Doc:
    """A parsed `Doc` from `word/TAG/relation/head` for each word; see `parsed`."""
    doc = parsed((word.split("/") for word in sentence.split()), LEMMAS)
    doc.set_ents([doc.char_span(t.idx, t.idx + len(t), LABELS[t.text]) for t in doc if t.text in LABELS])
    return doc


def quantity_in(doc: Doc, number: str, rule: str = "count") -> Quantity:
    start = doc.text.index(number)
    span = Range(start, start + len(number))
    return Quantity(span, value_low=2, value_high=2, unit="count", relation="=", change=None, rule=rule)


def is_barred(sentence: str, number: str, phrase: str, family: str, rule: str = "count") -> bool:
    doc = doc_of(sentence)
    start = doc.text.index(phrase)
    span = Range(start, start + len(phrase))
    return is_not_counted(Context(doc), span, quantity_in(doc, number, rule), family)


SOLD = "Volta/NNP/nsubj:pass/3 was/VBD/aux:pass/3 sold/VBN/root/0 for/IN/case/5 $2m/CD/obl/3"
SEIZED = "It/PRP/nsubj:pass/3 was/VBD/aux:pass/3 seized/VBN/root/0 and/CC/cc/5 sold/VBN/conj/3 for/IN/case/7"
UNIONS = "firms/NNS/root/0 and/CC/cc/3 unions/NNS/conj/1 that/WDT/nsubj/5 gave/VBD/acl:relcl/1 $2m/CD/obj/5"
GIVEN = "They/PRP/nsubj/2 gave/VBD/root/0 $2m/CD/obj/2 to/IN/case/6 a/DT/det/6 panel/NN/obl/2"
SIGNED = "We/PRP/nsubj/2 signed/VBD/root/0 Lyle/NNP/obj/2"
FIRM = "for/IN/case/6 a/DT/det/6 firm/NN/obl/2 that/WDT/nsubj/8 lost/VBD/acl:relcl/6"
TWO_VERBS = "Volta/NNP/nsubj/2 met/VBD/root/0 as/IN/mark/5 rents/NNS/nsubj/5 hit/VBD/advcl/2 $2m/CD/obj/5"
TWO_SENTENCES = "Volta/NNP/nsubj/2 met/VBD/root/0 ./././2 It/PRP/nsubj/5 lost/VBD/root/0 $2m/CD/obj/5"


@pytest.mark.parametrize(
    ("sentence", "phrase"),
    [
        ("Lyle/NNP/nsubj/2 got/VBD/root/0 $2m/CD/obj/2", "Lyle"),
        ("Values/NNP/nsubj/2 got/VBD/root/0 $2m/CD/obj/2", "Values"),
        (UNIONS, "unions"),
        (GIVEN, "panel"),
        ("It/PRP/nsubj/2 sent/VBD/root/0 $2m/CD/obj/2 to/IN/case/5 Kano/NNP/obl/2", "Kano"),
        (SOLD, "sold"),
        (f"{SEIZED} $2m/CD/obl/5", "sold"),
        (
            f"{SIGNED} for/IN/case/6 a/DT/det/6 firm/NN/obl/2 that/WDT/nsubj/8 lost/VBD/acl/6 $2m/CD/obj/8",
            "Lyle",
        ),
    ],
)
def test_who_pays_or_gets_a_sum_is_not_what_it_is_for(sentence: str, phrase: str) -> None:
    assert is_barred(sentence, "$2m", phrase, "money")


@pytest.mark.parametrize(
    ("sentence", "phrase"),
    [
        (SOLD, "Volta"),
        ("Volta/NNP/nsubj/2 fetched/VBD/root/0 $2m/CD/obj/2", "Volta"),
        (f"{SIGNED} for/IN/case/5 $2m/CD/obl/2", "Lyle"),
        (f"{SIGNED} for/IN/case/8 far/RB/advmod/6 more/JJR/advmod/8 than/IN/fixed/6 $2m/CD/obl/2", "Lyle"),
        ("Volta/NNP/nsubj/3 is/VBZ/cop/3 worth/JJ/root/0 $2m/CD/obj/3", "Volta"),
        ("Values/NNP/nsubj/2 bought/VBD/root/0 debt/NN/obj/2 for/IN/case/5 $2m/CD/obl/2", "debt"),
        (TWO_VERBS, "rents"),
        (TWO_SENTENCES, "Volta"),
    ],
)
def test_what_has_a_price_may_be_a_body(sentence: str, phrase: str) -> None:
    assert not is_barred(sentence, "$2m", phrase, "money")


HOMES = "Rain/NN/nsubj/2 drove/VBD/root/0 20/CD/obj/2 from/IN/case/6 their/PRP$/det/6 homes/NNS/obl/2"
VOTES = (
    "Rain/NN/nsubj/2 took/VBD/root/0 votes/NNS/obj/2 :/:/punct/5 20/CD/appos/3 from/IN/case/7 us/PRP/nmod/5"
)
POWER = "It/PRP/nsubj/2 left/VBD/root/0 20/CD/{0} without/IN/case/{1} power/NN/obl/2"
SHARE = "20/CD/nsubj/4 of/IN/case/3 them/PRP/nmod/1 share/VBP/root/0 a/DT/det/6 house/NN/obj/4"
CALLS = "20/CD/nsubj/5 of/IN/case/3 them/PRP/nmod/1 are/VBP/cop/5 emergencies/NNS/root/0"
SUFFERING = "the/DT/det/2 20/CD/root/0 who/WP/nsubj/5 are/VBP/aux/5 suffering/VBG/acl:relcl/2"


@pytest.mark.parametrize(
    ("sentence", "phrase", "expected"),
    [
        (HOMES, "homes", True),
        (HOMES, "Rain", True),
        (HOMES, "drove", True),
        ("Deaths/NNS/nsubj/2 hit/VBD/root/0 20/CD/obj/2 from/IN/case/5 12/CD/obl/2", "Deaths", False),
        (VOTES, "votes", False),
        (
            "Floods/NNP/compound/2 forces/NNS/root/0 20/CD/dep/2 from/IN/case/5 homes/NNS/nmod/3",
            "forces",
            True,
        ),
        (POWER.format("obj/2", 5), "power", True),
        (POWER.format("nummod/4 homes/NNS/obj/2", 6), "homes", False),
        ("20/CD/nsubj/5 of/IN/case/4 the/DT/det/4 homes/NNS/nmod/1 burned/VBD/root/0", "homes", False),
        ("Kano/NNP/nsubj/2 lost/VBD/root/0 20/CD/obj/2", "Kano", True),
        (SUFFERING, "suffering", True),
        ("Lyle/NNP/nsubj/2 won/VBD/root/0 20/CD/obj/2", "Lyle", True),
        ("Lyle/NNP/nsubj/3 is/VBZ/cop/3 20/CD/root/0", "Lyle", False),
        (SHARE, "house", True),
        (CALLS, "emergencies", False),
        ("some/DT/root/0 20/CD/nsubj/3 think/VBP/acl/1 so/RB/advmod/3", "think so", True),
        ("some/DT/root/0 20/CD/nummod/3 think/VBP/acl/1 so/RB/advmod/3", "some", False),
    ],
)
def test_what_a_bare_number_does_not_count(sentence: str, phrase: str, expected: bool) -> None:
    assert is_barred(sentence, "20", phrase, "count") == expected


def test_votes_may_be_counted_by_their_verb() -> None:
    sentence = "They/PRP/nsubj/2 voted/VBD/root/0 20/CD/obj/2 -/:/punct/3 2/CD/appos/3"
    assert is_barred(sentence, "20", "voted", "count")
    assert not is_barred(sentence, "20", "voted", "count", "count + tally")


def test_a_share_is_not_of_its_own_predicate() -> None:
    sentence = "some/DT/root/0 7%/CD/nsubj/3 think/VBP/acl/1 so/RB/advmod/3"
    assert is_barred(sentence, "7%", "think so", "percent")
    assert not is_barred(sentence, "7%", "some", "percent")


@pytest.mark.parametrize(
    ("sentence", "phrase", "expected"),
    [
        ("The/DT/det/2 22-year-old/JJ/nsubj/3 beat/VBD/root/0 Greene/NNP/obj/3", "Greene", True),
        ("The/DT/det/3 22-year-old/JJ/amod/3 runner/NN/nsubj/4 left/VBD/root/0", "runner", False),
        ("Greene/NNP/nsubj/2 beat/VBD/root/0 the/DT/det/4 22-year-old/JJ/obj/2", "Greene", False),
    ],
)
def test_an_age_for_a_person_is_of_nobody_behind_it(sentence: str, phrase: str, expected: bool) -> None:
    assert is_barred(sentence, "22-year-old", phrase, "time") == expected


SINCE = (
    "She/PRP/nsubj/2 met/VBD/root/0 Lind/NNP/obj/2 as/IN/mark/7 {0}/PRP/nsubj/7 was/VBD/cop/7 14/CD/advcl/2"
)


@pytest.mark.parametrize(
    ("pronoun", "phrase", "expected"),
    [("she", "Lind", True), ("she", "She", False), ("I", "Lind", True), ("I", "She", True)],
)
def test_an_age_behind_a_pronoun_is_of_nobody_beside_it(pronoun: str, phrase: str, expected: bool) -> None:
    sentence = SINCE.format(pronoun)
    assert is_barred(sentence, "14", phrase, "time", "integer + age.of_life") == expected
    assert not is_barred(sentence, "14", phrase, "time", "duration")
    doc = doc_of(sentence)
    place = pronoun_aged(Context(doc), quantity_in(doc, "14", "integer + age.of_life"))
    assert place is not None
    assert doc.text[slice(*place)] == pronoun


@pytest.mark.parametrize(
    ("text", "number", "what"),
    [
        ("Crews searched 40 square miles of moorland near Powys.", "40 square miles", {"moorland"}),
        ("Prices will recover. “Not one of my buyers has walked away,” he said.", "Not one", {"buyers"}),
        ("My grandmother gave me a hive when I was 11.", "11", {"I"}),
        ("He ran the club, aged 31 and tired, for three years.", "three years", {"ran the club", "ran"}),
        ("The flood forces 14,000 from their homes in Assam.", "14,000", {"flood", "people", None}),
        ("Prairie Values got $31 million in May and spent it.", "$31 million", {"got", None}),
    ],
)  # fmt: skip
def test_what_the_shipped_model_says_is_counted(text: str, number: str, what: set[str | None]) -> None:
    doc = load()(text)
    quantity = next(each for each in doc._.quantities if text[slice(*each.range)] == number)
    assert (text[slice(*quantity.what)] if quantity.what else None) in what
