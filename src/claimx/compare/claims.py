"""What the words around a number tell about it, so that two of them can be seen to be about one cluster."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from claimx.compare.intervals import Days, Interval, days_of, dimension, interval
from claimx.compare.names import Name, source_name
from claimx.compare.schema import Figure
from claimx.compare.text import (
    Word,
    actions,
    content_lemmas,
    find_words,
    lemma,
    sentence_around,
    synonyms,
    words,
)
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

ClaimValue = tuple[object, ...]


class Topic(NamedTuple):
    """What must be the same for two numbers to be about one cluster at all.

    `aspect` tells parts (`five of them`), additions (`another 12`) and degrees (`seriously`) from the whole;
    `cluster` is the noun counted, with what happened to it where it says little unambiguous.
    """

    dimension: str
    aspect: str
    thing: str


@dataclass(slots=True)
class NumericClaim:
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
    def value(self) -> ClaimValue:
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


def find_claims(extraction: Extraction, position: int) -> Iterator[NumericClaim]:
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
        yield _claim(extraction, position, index, around, dates, places)


def _claim(
    extraction: Extraction,
    position: int,
    index: int,
    around: TextSpan,
    dates: dict[str, str],
    places: Sequence[tuple[int, str]],
) -> NumericClaim:
    quantity = extraction.quantities[index]
    before, after = around.text[: quantity.start - around.start], around.text[quantity.end - around.start :]
    clause = cut_clause(extraction.quantities, index, around)
    head, modifiers = clause.head()
    action = clause.action(head)
    value = dates.get(quantity.date or "")
    own = {lemma(word.text) for word in clause.what}
    lemmas = frozenset(content_lemmas(clause.sentence)) - own - {head}
    nearby = (name for start, name in places if around.start <= start < around.end)
    return NumericClaim(
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


_CLAUSE_END = re.compile(r"[;:—]|,?\s\band\b|,?\s\bbut\b|,?\s\bwhile\b")
_MEMBERS = frozenset({"member", "personnel"})
# So many words on either side of a number are right beside it.
_NEAR = 4


@dataclass(slots=True)
class Clause:
    """The words before and after a number, what is counted, and the whole sentence without its numbers."""

    before: list[Word]
    after: list[Word]
    what: list[Word]
    sentence: list[Word]

    def head(self) -> tuple[str | None, frozenset[str]]:
        """The noun of what is counted, as it stands for its synonyms, and the words before it."""
        ends = words("phrase_ends")
        last = next((n for n, word in enumerate(self.what) if n and word.text in ends), len(self.what))
        phrase = [lemma(word.text) for word in self.what[:last]]
        if len(phrase) > 1 and phrase[-1] in _MEMBERS:
            phrase.pop()
        if not phrase:
            return None, frozenset()
        skipped = words("stop_words") | actions().keys()
        return synonyms().get(phrase[-1], phrase[-1]), frozenset(phrase[:-1]) - skipped

    def action(self, head: str | None) -> str | None:
        """What is said to have happened to what is counted."""
        # People without a word for what they are must have had something happen to them.
        wider = self.sentence if head is None or head in words("people") else []
        for group in (self.what, self.after, list(reversed(self.before)), wider):
            for word in group:
                if (found := _action(word)) and not (word.capital and self._has_lower_case):
                    return found
        return None

    @property
    def _has_lower_case(self) -> bool:
        """Whether capitals mean names here, as they do not in many headlines."""
        return 2 * sum(word.capital for word in self.sentence) < len(self.sentence)

    @property
    def is_unreal(self) -> bool:
        """Whether it speaks of what might be, or is planned."""
        unreal = words("unreal")
        small = (word for word in (*self.before, *self.after) if not word.capital)
        return any(word.text in unreal or lemma(word.text) in unreal for word in small)

    @property
    def near(self) -> list[Word]:
        """The words right beside the number."""
        return [*self.before[-_NEAR:], *self.after[:_NEAR]]


def cut_clause(quantities: Sequence[Quantity], index: int, around: TextSpan) -> Clause:
    """The clause of a number in its sentence, words at their places in the article.

    It reaches to the numbers on either side, or to where another clause begins.
    """
    quantity = quantities[index]
    start, end = quantity.start - around.start, quantity.end - around.start
    inside = [q for q in quantities if q.start < around.end and around.start < q.end]
    left = max((q.end - around.start for q in inside if q.end <= quantity.start), default=0)
    right = min((q.start - around.start for q in inside if q.start >= quantity.end), default=len(around.text))
    left = max((match.end() for match in _CLAUSE_END.finditer(around.text, left, start)), default=left)
    following = _CLAUSE_END.search(around.text, end, right)
    right = around.start + (following.start() if following else right)
    sentence = list(_without(find_words(around.text, offset=around.start), inside))
    return Clause(
        before=[word for word in sentence if around.start + left <= word.start < quantity.start],
        after=[word for word in sentence if quantity.end <= word.start < right],
        what=find_words(quantity.what.text) if quantity.what else [],
        sentence=sentence,
    )


def _without(found: Iterable[Word], quantities: Sequence[Quantity]) -> Iterable[Word]:
    return (word for word in found if not any(q.start <= word.start < q.end for q in quantities))


def _action(word: Word) -> str | None:
    known = actions()
    return known.get(word.text) or known.get(lemma(word.text))
