"""On which day quoted words were said, where the article says so.

`"We will decide tomorrow," she wrote on May 3, 2011`: tomorrow counts from that day, not from publication.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from claimx.pipeline.dates import expressions as ex
from claimx.pipeline.dates.lexicon import lexicon
from claimx.pipeline.dates.reading import Reading
from claimx.pipeline.dates.surroundings import Surroundings
from claimx.pipeline.dates.tense import sentence_around

QUOTED = re.compile(r"“([^“”\r\n]+)”|\"([^\"\r\n]+)\"")
# A quotation after which its sentence is over.
CLOSED = re.compile(r"[.!?]['’]?[\"”]\s+(?![a-z])")
# What counts from the day on which it is said.
FROM_NOW = (ex.Shifted, ex.Weekday, ex.Weekend)
# How far above a date its verb may stand: `wrote in a letter of May 3`.
MAX_CLIMB = 4


def said_on(readings: list[Reading], around: Surroundings) -> dict[int, Reading]:
    """The date on which each quoted reading was said, by the place at which the reading starts."""
    if not around.parsed:
        return {}
    said: dict[int, Reading] = {}
    for m in QUOTED.finditer(around.text):
        inside = [r for r in readings if m.start() < r.start < m.end() and counts_from_now(r.expression)]
        if inside:
            dates = list(dates_of_saying(m, readings, around))
            if len(dates) == 1:
                said.update((r.start, dates[0]) for r in inside)
    return said


def counts_from_now(expression: ex.Expression) -> bool:
    """Whether an expression is placed by the day on which it is said alone."""
    if isinstance(expression, ex.AtTime):
        return expression.of is not None and counts_from_now(expression.of)
    return isinstance(expression, FROM_NOW)


def dates_of_saying(
    quotation: re.Match[str], readings: list[Reading], around: Surroundings
) -> Iterator[Reading]:
    """The dates in the sentence around a quotation that hang on its verb of saying."""
    start, end = quotation.span()
    doc = around.doc
    before = around.previous(start)
    begin = doc[sentence_around(before)[0]].idx if before else start
    after = None if CLOSED.match(around.text, end - 2) else around.following(end)
    stop = doc[: sentence_around(after)[1]].end_char if after else end
    for reading in readings:
        if begin <= reading.start < start or end <= reading.start < stop:
            verb = around.token_at(reading.start)
            for _ in range(MAX_CLIMB):
                if verb.pos_ == "VERB":
                    break
                verb = verb.head
            if verb.lemma_ in lexicon().words["speech_verbs"]:
                yield reading
