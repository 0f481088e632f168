"""Whether a number that can be a year is one where it stands."""

from __future__ import annotations

import re

from claimx.pipeline.dates.lexicon import lexicon
from claimx.pipeline.dates.reading import Reading
from claimx.pipeline.dates.surroundings import (
    Surroundings,
    in_quotes_alone,
    is_capitalised,
    is_name_word,
    word,
)

# Past this year a number before a plural is a count rather than a year.
LAST_NEAR_YEAR = 2030
# A number before another year is the beginning of a range: 2000 - 2050.
YEAR_FOLLOWS = re.compile(r"\s?(?:-|–|—|to|and|through)\s?(?:1[89]|20|21)\d\d(?!\w|[.,]\d)")


def accept_year(reading: Reading, around: Surroundings) -> bool:
    """A bare number of four digits: not a count, a code, a name's part or a price."""
    text, start, end = around.text, reading.start, reading.end
    number = int(text[start:end])
    before, after = around.previous(start), around.following(end)
    left, right = word(before), word(after)
    words = lexicon().words
    previous = text[start - 1 : start]
    if previous in ("-", "–", "—") and start > 1 and text[start - 2].isalpha():
        left = text[: start - 1].rsplit(None, 1)[-1].lower()
        if left not in words["year_introducers"] and previous == "-":
            return False
    if right in words["counted_nouns"] or left in words["numbered_nouns"]:
        return False
    if text[end : end + 1] == "-" and text[end + 1 : end + 2].isalpha():
        return (
            number % 100 != 0 and number > 1900 and not text[end + 1 :].lower().startswith(("year", "mile"))
        )
    if in_quotes_alone(reading, text):
        return False
    strict = left in words["strict_year_introducers"]
    plural = after is not None and after.tag_ == "NNS" and right not in words["dated_nouns"]
    if number % 100 == 0:
        if right in words["dated_nouns"] or YEAR_FOLLOWS.match(text, end):
            return True
        if plural or not (strict or left in words["year_introducers"]):
            return False
        if left in ("before", "after") and after is not None and after.is_stop:
            return True
        return strict or right in ("", ".", ",", ";", ")", "-", "–", "to", "and", ":", "'s")
    if not 1900 <= number <= 2100 and not (
        strict or left in words["year_introducers"] or left in ("(", ",", "–", "-")
    ):
        return False
    if not 1500 <= number <= 2100 and not (strict and not plural):
        return False
    if number > LAST_NEAR_YEAR and around.counts(reading):
        return False
    if strict:
        return True
    if left == "of" and before is not None and before.i and is_capitalised(around.doc[before.i - 1]):
        return around.doc[before.i - 1].is_sent_start is True
    if is_name_word(before) and left not in words["year_introducers"]:
        return False
    return not heads_to_name(around, end, left)


def heads_to_name(around: Surroundings, end: int, left: str) -> bool:
    """Whether a run of capitalised words follows that ends in a name: `2018 FIFA World Cup`."""
    token = around.following(end)
    if token is None or token.idx != end + 1 or not is_capitalised(token):
        return False
    if left in lexicon().words["year_introducers"] and left != "of":
        return False
    while token.i + 1 < len(around.doc) and is_capitalised(around.doc[token.i + 1]):
        token = around.doc[token.i + 1]
    following = around.doc[token.i + 1] if token.i + 1 < len(around.doc) else None
    if following is None or not following.is_alpha:
        return True
    common = following.pos_ in ("NOUN", "ADJ") if following.pos_ else not following.is_stop
    if (
        common
        and around.parsed
        and following.i + 1 < len(around.doc)
        and is_capitalised(around.doc[following.i + 1])
    ):
        # FIFA football World Cup, GOP nominee Mitt Romney: the parse knows which word holds them together.
        return around.token_at(end - 1).head.pos_ == "PROPN"
    return not common


def accept_year_words(reading: Reading, around: Surroundings) -> bool:
    """`in nineteen eighty-six`; other numbers in words count."""
    left, after = word(around.previous(reading.start)), around.following(reading.end)
    led = left in lexicon().words["strict_year_introducers"] or left in ("from", "of")
    return led and (after is None or not after.is_alpha or after.is_stop)


def accept_short_year(reading: Reading, around: Surroundings) -> bool:
    """`in '16`."""
    text = around.text[: reading.start].rstrip().rsplit(None, 1)
    return bool(text) and text[-1].lower() in ("in", "since", "of", "until", "by", "from")
