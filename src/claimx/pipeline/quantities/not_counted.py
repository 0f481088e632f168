"""Phrases near a number that are not what it counts or measures, by the words between and by the clause.

In 616 annotated news articles, no bare number of 1,286 counts a country by its name; of 546 sums, four are
of a person, in one article, and those of an organization are its prices (`sold Yugansk for $9.3bn`).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from claimx.pipeline.quantities.ages import pronoun_aged
from claimx.pipeline.statements.sources import source_nouns
from claimx.pipeline.syntax.component import FINITE_TAGS, RELATIVE_TAGS

if TYPE_CHECKING:
    from spacy.tokens import Token

    from claimx.pipeline.quantities.grammar import Context
    from claimx.text.tokens import Range

_PLACES = frozenset(("GPE", "LOC"))
# Verbs whose subject is what the sum is the price of: `Shares in Lumera trade at $40`.
_PRICED = frozenset(("cost", "sell", "fetch", "trade", "go", "start", "list", "retail", "change", "close"))
_VERBAL = frozenset(("VERB", "AUX", "ADV", "PART", "PRON"))
_NOUN_TAGS = frozenset(("NOUN", "PROPN", "ADJ", "NUM"))
# Between a bare number and a phrase that says where the counted ones are, or what they lack.
_BESIDE = re.compile(
    r"\s(?:from|without|into|with|off|at|near|outside|across|through|against)"
    r"\s(?:(?:the|their|its|his|her|our|an?)\s)?(?:[\w-]+\s)?"
)
# Before the price of what is bought or of a player who changes clubs: `signed the winger for about £17m`.
_FOR = re.compile(r"\sfor\s(?:[\w-]+\s){0,3}$")
_PRICE_CHARACTERS = 40
_OF_THEM = re.compile(
    r"\sof\s(?:them|us|you)\b(?!\s(?:are|were|is|was|have\sbeen|had\sbeen)\b)", re.IGNORECASE
)
_OBJECTS = frozenset(("obj", "iobj", "obl", "nmod"))
_YEAR_OLD = re.compile(r"[-‑–\s]year[-‑–\s]old$", re.IGNORECASE)


def is_not_counted(context: Context, phrase: Range, number: Range, family: str) -> bool:
    """Whether a phrase cannot be what a number of a family of units (`count`, `money`) counts."""
    if _YEAR_OLD.search(context.text, *number):
        return is_met_by_aged(context, phrase, number)
    if family == "money":
        return pays_or_gets(context, phrase, number) or is_passive_verb(context, phrase)
    if family == "time":
        return is_beside_aged(context, phrase, number)
    if family == "count":
        checks = (is_place_or_verb, is_doer, is_beside, is_behind_them, is_predicate)
        return any(check(context, phrase, number) for check in checks)
    return family in ("percent", "fraction") and is_predicate(context, phrase, number)


def pays_or_gets(context: Context, phrase: Range, sum_of_money: Range) -> bool:
    """Whether a phrase is who pays, owns or gets a sum, and not what the sum is for.

    People by name (`Ann Lyle got $2m`), and organizations as the subject (`Prairie Values got $31 million`,
    `unions that gave $3 million`) or behind `to` (`gave $2m to a committee`). Not what is sold (`Lumera was
    sold for $2bn`, `signed Idris Okoro for £17m`) or has a price (`Shares trade at $40`), nor those whom a
    price is for (`The average student spends £900`).
    """
    head = context.head_of(*phrase)
    if head is None or head.ent_type_ in _PLACES:
        return head is not None
    if head.ent_type_ == "PERSON":
        start = sum_of_money.start
        return _FOR.search(context.text, max(0, start - _PRICE_CHARACTERS), start) is None
    if head.ent_type_ != "ORG" and not _is_organization(head):
        return False
    before = next((each for each in context.before(phrase.start) if each.pos_ not in ("DET", "ADJ")), None)
    return _acts(context, head, phrase, sum_of_money) or (before is not None and before.lower_ == "to")


def is_passive_verb(context: Context, phrase: Range) -> bool:
    """Whether a phrase is a verb in the passive, and not what is sold: `Lumera was sold for $2bn`."""
    verb = context.head_of(*phrase)
    if verb is None or verb.pos_ != "VERB" or len(context.tokens(*phrase)) > 1:
        return False
    while verb.dep_ == "conj" and verb.head.i != verb.i:
        verb = verb.head
    return any(each.dep_ in ("aux:pass", "nsubj:pass") for each in verb.lefts)


def is_place_or_verb(context: Context, phrase: Range, _: Range) -> bool:
    """Whether a phrase names a place, or only says what happens: `the millions who are suffering`."""
    head = context.head_of(*phrase)
    inside = context.tokens(*phrase)
    return (head is not None and head.ent_type_ in _PLACES) or all(each.pos_ in _VERBAL for each in inside)


def is_doer(context: Context, phrase: Range, number: Range) -> bool:
    """Whether a phrase is the name of a person, and the number behind a verb: `Keys, who won five`."""
    head, before = context.head_of(*phrase), context.word_before(number.start)
    named = head is not None and head.ent_type_ == "PERSON"
    return named and before is not None and before.pos_ == "VERB"


def is_behind_them(context: Context, phrase: Range, number: Range) -> bool:
    """Whether a phrase is behind `three of them`, and does not say what they are.

    `house` in `Three of them share a house`; not `emergencies` in `34 of them are emergencies`.
    """
    return phrase.start > number.end and _OF_THEM.match(context.text, number.end) is not None


def is_predicate(context: Context, phrase: Range, number: Range) -> bool:
    """Whether a phrase is the verb of a number and what follows it: `7% think that it rains`."""
    tokens = context.tokens(*phrase)
    return phrase.start >= number.end and len(tokens) > 1 and tokens[0].tag_ in FINITE_TAGS


def is_beside(context: Context, phrase: Range, number: Range) -> bool:
    """Whether only a preposition is between a bare number and a phrase: `forces 14,000 from their homes`."""
    return _BESIDE.fullmatch(context.text, number.end, phrase.start) is not None


def is_met_by_aged(context: Context, phrase: Range, number: Range) -> bool:
    """Whether a phrase is behind an age that stands for a person: `The 22-year-old beat Greene`."""
    following = context.word_after(number.end)
    is_noun = following is None or following.pos_ not in _NOUN_TAGS
    return is_noun and phrase.start >= number.end


def is_beside_aged(context: Context, phrase: Range, number: Range) -> bool:
    """Whether a phrase is someone else beside `he` or `she` of that age: `joined Lind when she was 14`.

    With `I`, nobody but the speaker is meant.
    """
    pronoun = pronoun_aged(context, number)
    if pronoun is None or phrase == pronoun:
        return False
    head = context.head_of(*phrase)
    near = {token.i for token in context.before(number.start)}
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
    while noun.dep_ == "conj" and noun.head.i != noun.i:
        noun = noun.head
    subject = following if relative else noun
    assert subject is not None
    verb = subject.head
    if subject.dep_ != "nsubj" or verb.pos_ != "VERB" or verb.lemma_.lower() in _PRICED:
        return False
    return verb.is_ancestor(context.token_at(number.start))
