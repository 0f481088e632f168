"""Which phrases near a number are not what it counts.

They are places, people and bodies that only pay or do something, what has a number of its own, and words
that name nothing. In 616 annotated news articles, no bare number of 1,286 counts a country by its name; of
546 sums, four are of a person, in one article, and those of an organization are its price (`sold Yugansk for
$9.3bn`).
"""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from claimx.pipeline.quantities.people import pronoun_aged
from claimx.pipeline.quantities.tables import words
from claimx.pipeline.statements.people import person_nouns
from claimx.pipeline.statements.sources import source_nouns
from claimx.pipeline.syntax.component import FINITE_TAGS, RELATIVE_TAGS
from claimx.text.tokens import Range, first_conjunct

if TYPE_CHECKING:
    from spacy.tokens import Token

    from claimx.pipeline.quantities.grammar import Context
    from claimx.pipeline.records import Quantity

_PLACES = frozenset(("GPE", "LOC"))
# Verbs whose subject is what the sum is the price of: `Shares in Lumera trade at $40`.
_PRICED = frozenset(("cost", "sell", "fetch", "trade", "go", "start", "list", "retail", "change", "close"))
# Verbs whose passive subject gets the sum.
_GIVEN = frozenset(("pay", "owe", "award"))
_VERBAL_POS = frozenset(("VERB", "AUX", "ADV", "PART", "PRON"))
_NOMINAL_POS = frozenset(("NOUN", "PROPN", "ADJ", "NUM"))
# Between a bare number and a phrase that says where the counted ones are, or what they lack.
_BESIDE = re.compile(
    r"\s(?:from|without|into|with|off|at|near|outside|across|through|against)"
    r"\s(?:(?:the|their|its|his|her|our|an?)\s)?(?:[\w-]+\s)?"
)
# Behind people who are driven or kept away from something, and not behind a level: `fell to 12 from 20`.
_DRIVEN = re.compile(r"\s(?:from|without|into|out\sof)\s(?![^\s\d]{0,2}\d)")
_OWN_SHARE = re.compile(r"\s(?:of|at)\s(?:\w+\s)?[0-9.]+\s?(?:%|per\s?cent)")
_IN_FRONT_OF = re.compile(r"\bin\sfront\sof\s(?:(?:about|some|nearly|almost|over)\s)?$")
# Adjectives of a measure, which name nothing alone: `1.96m tall`, `nine months late`.
_OF_MEASURES = frozenset(("tall", "long", "wide", "deep", "high", "thick", "late", "early"))
_NAMING_NOTHING = frozenset(("VERB", "AUX", "PRON", "ADP", "PART", "ADV", "DET", "INTJ"))
_OF_ONE = frozenset(("a", "an", "my", "his", "her", "its", "our", "their", "your"))
_GROUPS = frozenset(
    ("staff", "team", "family", "crew", "herd", "flock", "fleet", "squad", "audience", "crowd", "workforce",
     "class", "group", "party", "board", "army")
)  # fmt: skip
# Between a sum and what another number beside it measures: `Rs 5,000 and 10kg of rice`.
_AND_MEASURE = re.compile(r",?\s(?:and|or|plus)\s\d[\d.,]*\s?[^\W\d_]*\s(?:of\s)?")
_OF_SUM = re.compile(r"[\d.,]+(?:\s?(?:[mb]n?|million|billion))?\s(?:in|of)\s(?:\w+\s)?$")
_WORDS_FROM_FOR = 4  # before a price: `signed the winger for considerably more than £17m`
_OF_THEM = re.compile(
    r"\sof\s(?:them|us|you)\b(?!\s(?:are|were|is|was|have\sbeen|had\sbeen)\b)", re.IGNORECASE
)
_OBJECTS = frozenset(("obj", "iobj", "obl", "nmod"))
_YEAR_OLD = re.compile(r"[-‑–\s]year[-‑–\s]old$", re.IGNORECASE)


def is_not_counted(context: Context, phrase: Range, quantity: Quantity, family: str) -> bool:
    """Whether a phrase cannot be what a quantity of a family of units (`count`, `money`) counts."""
    number = quantity.range
    if _is_beside(context, phrase, quantity, family):
        return True
    if _YEAR_OLD.search(context.text, *number):
        return _is_met_by_aged(context, phrase, number)
    if family == "money":
        return _pays_or_gets(context, phrase, number) or _is_passive_verb(context, phrase)
    if family == "time":
        return _is_beside_aged(context, phrase, quantity)
    if family == "count" and "tally" in quantity.rule:
        return False  # `voted 5-2`
    if family == "count":
        checks = (
            _is_place_or_verb,
            _is_doer,
            _is_where_they_are,
            _is_behind_them,
            _is_predicate,
            _is_one_thing,
        )
        return any(check(context, phrase, number) for check in checks)
    return family in ("percent", "fraction") and _is_predicate(context, phrase, number)


def _pays_or_gets(context: Context, phrase: Range, sum_of_money: Range) -> bool:
    """Whether a phrase is who pays, owns or gets a sum, and not what the sum is for.

    People and places by name (`Ann Lyle got $2m`, `Chad paid $2m`), and organizations as the subject
    (`Prairie Values got $31 million`, `unions that gave $3 million`) or behind `to` (`gave $2m to a
    committee`). Not what is sold (`Lumera was sold for $2bn`, `signed Idris Okoro for £17m`) or has a price
    (`Shares trade at $40`), nor those whom a price is for (`The average student spends £900`).
    """
    head = context.head_of(*phrase)
    if head is None:
        return False
    if head.ent_type_ == "PERSON" or head.ent_type_ in _PLACES:
        near = islice(context.before(sum_of_money.start), _WORDS_FROM_FOR)
        return all(each.lower_ != "for" for each in near)
    own = context.head_of(*sum_of_money)
    if head.dep_ == "nsubj:pass" and head.head.lemma_.lower() in _GIVEN and own and own.head.i == head.head.i:
        return True  # `exporters were paid $310`
    if head.ent_type_ != "ORG" and not _is_organization(head):
        return False
    before = next((each for each in context.before(phrase.start) if each.pos_ not in ("DET", "ADJ")), None)
    return _acts(context, head, phrase, sum_of_money) or (before is not None and before.lower_ == "to")


def _is_passive_verb(context: Context, phrase: Range) -> bool:
    """Whether a phrase is a verb in the passive, and not what is sold: `Lumera was sold for $2bn`."""
    verb = context.head_of(*phrase)
    if verb is None or verb.pos_ != "VERB" or len(context.tokens(*phrase)) > 1:
        return False
    return any(each.dep_ in ("aux:pass", "nsubj:pass") for each in first_conjunct(verb).lefts)


def _is_place_or_verb(context: Context, phrase: Range, _: Range) -> bool:
    """Whether a phrase names a place, or only says what happens: `the millions who are suffering`."""
    head = context.head_of(*phrase)
    inside = context.tokens(*phrase)
    return (head is not None and head.ent_type_ in _PLACES) or all(
        each.pos_ in _VERBAL_POS for each in inside
    )


def _is_doer(context: Context, phrase: Range, number: Range) -> bool:
    """Whether a phrase is the name of a person, and the number behind a verb: `Keys, who won five`."""
    head, before = context.head_of(*phrase), context.word_before(number.start)
    named = head is not None and head.ent_type_ == "PERSON"
    return named and before is not None and before.pos_ == "VERB" and before.dep_ != "cop"


def _is_behind_them(context: Context, phrase: Range, number: Range) -> bool:
    """Whether a phrase is behind `three of them` and not what they are: `Three of them share a house`."""
    return phrase.start > number.end and _OF_THEM.match(context.text, number.end) is not None


def _is_predicate(context: Context, phrase: Range, _: Range) -> bool:
    """Whether a phrase is a verb and what follows it: `7% think that it rains`."""
    tokens = context.tokens(*phrase)
    return len(tokens) > 1 and tokens[0].tag_ in FINITE_TAGS


def _is_one_thing(context: Context, phrase: Range, number: Range) -> bool:
    """Whether a phrase of an earlier sentence is a single thing: `He leaned on a wall. "Eleven," he said`."""
    head, own = context.head_of(*phrase), context.token_at(number.start)
    if head is None or head.tag_ != "NN" or head.i > own.i or head.lower_ in _GROUPS:
        return False
    between = context.doc[head.i + 1 : own.i + 1]
    articles = {each.lower_ for each in head.lefts if each.pos_ in ("DET", "PRON")}
    is_single = bool(articles & _OF_ONE) or (bool(articles) and head.lemma_.lower() in person_nouns())
    is_one = context.text[slice(*number)].lower() in ("1", "one")
    return is_single and not is_one and any(token.is_sent_start for token in between)


def _is_where_they_are(context: Context, phrase: Range, number: Range) -> bool:
    """Whether a phrase says where the counted ones are, what they lack, or who drove them away.

    It follows the number behind a preposition (`their homes` in `forces 14,000 from their homes`), or is the
    verb right before the number, or that verb's subject.
    """
    if _BESIDE.fullmatch(context.text, number.end, phrase.start):
        return True
    head, verb = context.head_of(*phrase), context.word_before(number.start)
    if head is None or verb is None or not _DRIVEN.match(context.text, number.end):
        return False
    is_right_before = context.text[phrase.end : number.start] == " "
    return is_right_before or (head.dep_ == "nsubj" and head.head.i == verb.i)


def _is_met_by_aged(context: Context, phrase: Range, number: Range) -> bool:
    """Whether a phrase is behind an age that stands for a person: `The 22-year-old beat Greene`."""
    following = context.word_after(number.end)
    stands_alone = following is None or following.pos_ not in _NOMINAL_POS
    return stands_alone and phrase.start >= number.end


def _is_beside_aged(context: Context, phrase: Range, age: Quantity) -> bool:
    """Whether a phrase is someone else beside `he` or `she` of that age: `joined Lind when she was 14`.

    `I` can only be the speaker, so that no other phrase is right.
    """
    pronoun = pronoun_aged(context, age)
    if pronoun is None or phrase == pronoun:
        return False
    head = context.head_of(*phrase)
    near = {token.i for token in context.before(age.range.start)}
    is_other = head is not None and head.i in near and head.dep_ in _OBJECTS
    return context.text[slice(*pronoun)] == "I" or is_other


def _is_organization(noun: Token) -> bool:
    """Whether a noun is one for organizations: `unions`."""
    forms = (noun.lower_, noun.lemma_.lower(), noun.lower_.removesuffix("s"))
    kinds = (source_nouns().get(form) for form in forms)
    return noun.pos_ in ("NOUN", "PROPN") and "organization" in kinds


def _acts(context: Context, noun: Token, phrase: Range, number: Range) -> bool:
    """Whether a noun is the subject of an active verb that a sum depends on, or of a clause `that gave`."""
    following = context.word_after(phrase.end)
    relative = following is not None and following.tag_ in RELATIVE_TAGS and following.dep_ == "nsubj"
    subject = following if relative else first_conjunct(noun)
    assert subject is not None
    verb = subject.head
    if subject.dep_ != "nsubj" or verb.pos_ != "VERB" or verb.lemma_.lower() in _PRICED:
        return False
    return verb.is_ancestor(context.token_at(number.start))


def _is_beside(context: Context, phrase: Range, quantity: Quantity, family: str) -> bool:
    """Whether a phrase only is near a number: it has its own, says when, or is in one list with a sum.

    `On a turnout of 38%, 54% voted Yes`; `a month later than planned`; `he was wearing red and is about
    30`; `seized 14 guns, two cars and about Sh900,000`. Nor is it what a sum is for (`asked for $3m to
    rebuild`) or what a crowd sees (`won 2-1 in front of 11,204`).
    """
    number, head = context.head_of(*quantity.range), context.head_of(*phrase)
    if number is None or head is None or number.i == head.i:
        return False
    if "age." in quantity.rule:
        return head.pos_ == "VERB"
    if family == "count" and head.pos_ == "ADJ" and context.text[phrase.end : quantity.range.start] == " ":
        return True  # `an unbeaten 104`
    if family == "time":
        return context.token_at(phrase.start).tag_ == "RBR"
    if family == "percent":
        following, between = (
            context.word_after(quantity.range.end),
            context.text[phrase.end : quantity.range.start],
        )
        is_name = following is not None and following.text[0].isupper()
        if is_name and between in (", ", " and ", ", and "):
            return True  # of the share before: `34% chose Labour, 27% National`
        return number.dep_ == "nsubj" and _OWN_SHARE.match(context.text, phrase.end) is not None
    text, start = context.text, quantity.range.start
    if family == "count" and phrase.end <= start and _IN_FRONT_OF.search(text, max(0, start - 30), start):
        return True
    if family == "money" and _AND_MEASURE.fullmatch(text, quantity.range.end, phrase.start):
        return True
    given = (
        each.lemma_.lower() in words("giving") for each in context.tokens(phrase.end, max(phrase.end, start))
    )
    if family == "money" and _OF_SUM.search(text, max(0, phrase.start - 24), phrase.start) and any(given):
        return True  # `lost $40,000 in sales, says the council, which has offered families $120`
    if family == "money" and phrase.start > quantity.range.end and len(context.tokens(*phrase)) == 1:
        before = context.word_before(phrase.start)
        return head.tag_ == "VB" and before is not None and before.lower_ == "to"
    is_counted = any(each.dep_ == "nummod" for each in head.lefts)
    if family != "money" or not is_counted or "conj" not in (head.dep_, number.dep_):
        return False
    first, other = first_conjunct(head), first_conjunct(number)
    is_joined = first.dep_ in ("obj", "nsubj:pass") and any(each.dep_ == "cc" for each in number.lefts)
    return other.i == first.i or (is_joined and other.i == first.head.i)


def names_nothing(tokens: list[Token], has_noun: bool) -> bool:
    """Whether words name no thing: `the fund said it`, `4 percent saltier`, `is 1.96m tall and runs`."""
    first, last = tokens[0], tokens[-1]
    is_measure = len(tokens) == 1 and first.lower_ in _OF_MEASURES
    if is_measure or first.lower_ == "according" or first.lemma_ == "be":
        return True
    is_clause = any(token.tag_ in FINITE_TAGS for token in tokens[1:])
    if is_clause and last.pos_ == "PRON" and last.tag_ != "NN":
        return True
    if has_noun:
        return False
    if first.tag_ == "JJR" or first.lower_.endswith("ier"):
        return True
    if first.pos_ == "ADJ" and any(token.pos_ == "CCONJ" for token in tokens):
        return True
    verbs = [token.lemma_.lower() for token in tokens if token.pos_ in ("VERB", "AUX")]
    is_verbal = all(token.pos_ in _NAMING_NOTHING for token in tokens)
    return is_verbal and (not verbs or verbs[0] in words("light_verbs"))


def is_purpose(tokens: list[Token], place: int) -> bool:
    """Whether an infinitive without an object begins here, behind a noun: `increase to bring in`."""
    if tokens[place].lower_ != "to" or tokens[place].tag_ != "TO":
        return False
    before, after = tokens[:place], tokens[place + 1 :]
    nominal = ("NOUN", "PROPN", "PRON", "NUM")
    return any(each.pos_ in nominal for each in before) and not any(each.pos_ in nominal for each in after)
