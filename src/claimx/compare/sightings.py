"""What the words around a number tell about it, so that two of them can be seen to be about one thing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from claimx.compare.clauses import Clause, cut_clause
from claimx.compare.days import Days, days_of
from claimx.compare.intervals import Interval, dimension, interval
from claimx.compare.lexicon import actions, words
from claimx.compare.names import Name, source_name
from claimx.compare.results import Figure
from claimx.compare.wording import content_lemmas, lemma, sentence_around
from claimx.schema import Extraction, Quantity, Statement, TextSpan

# A number that belongs to a day longer ago than this is about something else than the news.
_NEWS_DAYS = 45
_PLACES = ("GPE", "LOC", "FAC")
_PART_AFTER = re.compile(r"\s+(?:of\s+(?:them|whom|those|these|the|its|their|his|her|our)|others?)\b", re.I)
_PART_BEFORE = re.compile(
    r"\b(?:including|include[sd]?|among (?:them|those|the \w+)|all but|of (?:them|whom)),?\s*"
    r"(?:were |was |are )?(?:(?:at least|about|some|nearly|more than)\s+)?$",
    re.I,
)
_EARLIER = re.compile(
    r"\b(?:(?:down|up|revised|increased?|rose|risen|rising|fell|fallen|dropped|lowered|raised|falling)\s+"
    r"(?:\w+\s+)?from|earlier|previous(?:ly)?|initial(?:ly)?|compared (?:with|to)|instead of|rather than)"
    r"\s+(?:[\w-]+\s+){0,3}$",
    re.I,
)
_NEGATED = re.compile(r"\b(?:not|never|no|nor)\s+(?:\w+\s+)?$", re.I)
_INCREMENT = re.compile(r"\b(?:another|a further|an additional|an extra)\s+(?:\w+\s+)?$", re.I)
_INCREMENT_AFTER = re.compile(r"\s*(?:more|additional|further|extra)\b(?!\s+than)", re.I)

SightingValue = tuple[object, ...]


class Topic(NamedTuple):
    """What must be the same for two numbers to be about one thing at all.

    `aspect` tells parts (`five of them`), additions (`another 12`) and degrees (`seriously`) from the whole;
    `thing` is the noun counted, with what happened to it where it says little alone.
    """

    dimension: str
    aspect: str
    thing: str


@dataclass(slots=True)
class Sighting:
    """A number in its surroundings."""

    position: int
    """Of the article among those compared."""
    topic: Topic
    interval: Interval
    action: str | None
    head: str | None
    """The noun of what is counted or measured, where it tells anything."""
    modifiers: frozenset[str]
    lemmas: frozenset[str]
    places: frozenset[str]
    days: Days | None
    earlier: bool
    """Whether the article itself says that the number is out of date."""
    unreal: bool
    """Whether it is about what might be, or is planned."""
    actors: frozenset[str]
    """The people who are said to have done it, as far as they stand before it."""
    name: Name | None
    """Of whose claim it is."""
    quantity: Quantity
    figure: Figure

    @property
    def value(self) -> SightingValue:
        """What two numbers have in common that say exactly the same."""
        quantity = self.quantity
        return (
            *(quantity.value_low, quantity.value_high, quantity.unit),
            *(quantity.relation, quantity.change, self.interval),
        )

    @property
    def is_past(self) -> bool:
        """Whether the number belongs to a day well before the article was published.

        Last year's sales are news all the same.
        """
        published = self.figure.published
        if not self.days or not published or (published - self.days.last).days <= _NEWS_DAYS:
            return False
        return self.topic.dimension == "count" or self.days.last.year < published.year - 1

    @property
    def day(self) -> date | None:
        """The day it is known for: its own where that is one day of the news, else that of publication."""
        own = self.days
        return own.first if own and own.first == own.last and not self.is_past else self.figure.published


def find_sightings(extraction: Extraction, position: int) -> Iterator[Sighting]:
    """The numbers of an article that can be held against others.

    What an article denies, or gives as what is not so, is left out.
    """
    statements = {statement.id: statement for statement in extraction.statements}
    dates = {found.id: found.value for found in extraction.dates}
    places = _place_mentions(extraction)
    for index, quantity in enumerate(extraction.quantities):
        around = _surroundings(extraction, quantity, statements.get(quantity.statement or ""))
        if around is None or _is_denied(around, quantity, statements.get(quantity.statement or "")):
            continue
        yield _sighting(extraction, position, index, around, dates, places)


def _sighting(
    extraction: Extraction,
    position: int,
    index: int,
    around: TextSpan,
    dates: dict[str, str],
    places: Sequence[tuple[int, str]],
) -> Sighting:
    quantity = extraction.quantities[index]
    before, after = around.text[: quantity.start - around.start], around.text[quantity.end - around.start :]
    clause = cut_clause(extraction.quantities, index, around)
    head, modifiers = clause.head()
    action = clause.action(head)
    value = dates.get(quantity.date or "")
    own = {lemma(word.text) for word in clause.what}
    lemmas = frozenset(content_lemmas(clause.sentence)) - own - {head}
    nearby = (name for start, name in places if around.start <= start < around.end)
    return Sighting(
        position=position,
        topic=Topic(_dimension(quantity), _aspect(before, after, clause), _thing(quantity, head, action)),
        interval=interval(quantity, just_below=_is_just_below(before)),
        action=action,
        head=None if head in words("people") else head,
        modifiers=modifiers,
        lemmas=lemmas,
        places=frozenset(nearby),
        days=days_of(value) if value else None,
        earlier=bool(_EARLIER.search(before)),
        unreal=clause.is_unreal or action == "capacity",
        actors=frozenset(_actors(extraction, quantity, clause)),
        name=source_name(extraction, quantity.source),
        quantity=quantity,
        figure=Figure.model_construct(
            start=quantity.start,
            end=quantity.end,
            text=quantity.text,
            article=extraction.document.id,
            result=quantity.id,
            what=quantity.what,
            source=quantity.source,
            speaker=None,
            date=value,
            published=extraction.document.published,
            sentence=around if extraction.document.text else None,
        ),
    )


def _surroundings(extraction: Extraction, quantity: Quantity, statement: Statement | None) -> TextSpan | None:
    """The sentence around a number; without the article's text, the content of its statement."""
    if extraction.document.text:
        return sentence_around(extraction.document.text, quantity.start, quantity.end)
    parts = statement.content if statement else []
    return next((part for part in parts if part.start <= quantity.start and quantity.end <= part.end), None)


def _is_denied(around: TextSpan, quantity: Quantity, statement: Statement | None) -> bool:
    if statement and statement.cue and (statement.cue.negated or statement.cue.kind == "deny"):
        return True
    return bool(_NEGATED.search(around.text[: quantity.start - around.start]))


def _dimension(quantity: Quantity) -> str:
    name = dimension(quantity.unit)
    if quantity.change:
        return f"{name} changed"
    # `31 years old`, and `Jonas Brekke, 29`.
    is_age = quantity.unit == "year" and ("old" in quantity.text or quantity.text.isdigit())
    return "age" if is_age else name


def _aspect(before: str, after: str, clause: Clause) -> str:
    if _PART_AFTER.match(after) or _PART_BEFORE.search(before):
        return "part"
    if _INCREMENT.search(before) or _INCREMENT_AFTER.match(after):
        return "added"
    severity = words("severity")
    return "grave" if any(word.text in severity for word in clause.near) else ""


def _is_just_below(before: str) -> bool:
    last = before.casefold().split()[-2:]
    return bool(last) and (last[-1] in words("just_below") or last in (["just", "under"], ["close", "to"]))


def _thing(quantity: Quantity, head: str | None, action: str | None) -> str:
    if dimension(quantity.unit) == "count":
        # `The toll`, `23 arrests`: what is counted says what happened.
        of_itself = (
            action is not None and actions().get(head or "") == action and action in words("of_people")
        )
        if head is None or head in words("people") or of_itself:
            return f"people {action}" if action else ""
        return head
    return (head or "") if quantity.unit == "year" else ""


def _actors(extraction: Extraction, quantity: Quantity, clause: Clause) -> Iterator[str]:
    """The people named before a number in its clause, except whoever gives it."""
    if not clause.before:
        return
    start = clause.before[0].start
    source = quantity.source
    for entity in extraction.entities:
        if entity.label != "PERSON" or (source and source.entity == entity.id):
            continue
        if any(start <= mention.start < quantity.start for mention in entity.mentions):
            yield entity.name


def _place_mentions(extraction: Extraction) -> list[tuple[int, str]]:
    return [
        (mention.start, entity.name.casefold())
        for entity in extraction.entities
        if entity.label in _PLACES
        for mention in entity.mentions
    ]
