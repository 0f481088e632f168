"""Numeric claims: numbers with what their sentence says about them, so that they can be compared."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from claimx.compare.intervals import Days, Interval, days_of, dimension, interval
from claimx.compare.names import Name, source_name
from claimx.compare.schema import Figure
from claimx.compare.stories import PLACES
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

# A claim about a day longer before publication is not about the news.
_NEWS_DAYS = 45
# Words this close to a number belong to it.
_NEAR = 4
_CLAUSE_END = re.compile(r"[;:—]|,?\s\band\b|,?\s\bbut\b|,?\s\bwhile\b")
_MEMBERS = frozenset({"member", "personnel"})
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
    """What must be equal for two claims to be about one thing.

    `aspect` separates parts (`five of them`), additions (`another 12`) and degrees (`seriously`) from the
    whole. `thing` is the noun counted, or for people the action: `people killed`.
    """

    dimension: str
    aspect: str
    thing: str


@dataclass(slots=True)
class NumericClaim:
    """A number in its context. `position` is that of the article among those compared."""

    position: int
    topic: Topic
    interval: Interval
    action: str | None
    """What happened to what is counted: `killed`."""
    head: str | None
    """The noun counted or measured, unless it is as general as `people`."""
    modifiers: frozenset[str]
    lemmas: frozenset[str]
    places: frozenset[str]
    days: Days | None
    earlier: bool
    """Whether the article itself calls the number out of date: `down from 21`."""
    unreal: bool
    """Whether the number is about a possibility, plan or capacity."""
    actors: frozenset[str]
    """The people named before the number in its clause."""
    name: Name | None
    """The claimant."""
    quantity: Quantity
    figure: Figure

    @property
    def value(self) -> ClaimValue:
        """Equal for two claims that say exactly the same."""
        q = self.quantity
        return q.value_low, q.value_high, q.unit, q.relation, q.change, self.interval

    @property
    def is_past(self) -> bool:
        """Whether the number is about a time well before publication; last year's sales are still news."""
        published = self.figure.published
        if not self.days or not published or (published - self.days.last).days <= _NEWS_DAYS:
            return False
        return self.topic.dimension == "count" or self.days.last.year < published.year - 1

    @property
    def day(self) -> date | None:
        """The day of the number: its own if that is a single recent day, else that of publication."""
        own = self.days
        return own.first if own and own.first == own.last and not self.is_past else self.figure.published


def find_claims(extraction: Extraction, position: int) -> Iterator[NumericClaim]:
    """The comparable claims of an article: those that it does not deny."""
    statements = {statement.id: statement for statement in extraction.statements}
    dates = {found.id: found.value for found in extraction.dates}
    places = [
        (mention.start, entity.name.casefold())
        for entity in extraction.entities
        if entity.label in PLACES
        for mention in entity.mentions
    ]
    for index, quantity in enumerate(extraction.quantities):
        statement = statements.get(quantity.statement or "")
        around = _sentence(extraction, quantity, statement)
        if around is None or _is_denied(around, quantity, statement):
            continue
        nearby = frozenset(name for start, name in places if around.start <= start < around.end)
        yield _claim(extraction, position, index, around, nearby, dates.get(quantity.date or ""))


def _claim(
    extraction: Extraction,
    position: int,
    index: int,
    around: TextSpan,
    places: frozenset[str],
    day: str | None,
) -> NumericClaim:
    quantity = extraction.quantities[index]
    before, after = around.text[: quantity.start - around.start], around.text[quantity.end - around.start :]
    clause = _clause(extraction.quantities, index, around)
    head, modifiers = clause.head()
    action = clause.action(head)
    counted = {lemma(word.text) for word in clause.what}
    return NumericClaim(
        position=position,
        topic=Topic(_dimension(quantity), _aspect(before, after, clause), _thing(quantity, head, action)),
        interval=interval(quantity, just_below=_is_just_below(before)),
        action=action,
        head=None if head in words("people") else head,
        modifiers=modifiers,
        lemmas=frozenset(content_lemmas(clause.sentence)) - counted - {head},
        places=places,
        days=days_of(day) if day else None,
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
            date=day,
            published=extraction.document.published,
            publisher=extraction.document.publisher,
            path=extraction.document.path,
            sentence=around if extraction.document.text else None,
        ),
    )


def _sentence(extraction: Extraction, quantity: Quantity, statement: Statement | None) -> TextSpan | None:
    """The sentence of a number; without the article's text, the content of its statement."""
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


def _aspect(before: str, after: str, clause: _Clause) -> str:
    if _PART_AFTER.match(after) or _PART_BEFORE.search(before):
        return "part"
    if _INCREMENT.search(before) or _INCREMENT_AFTER.match(after):
        return "added"
    beside = (*clause.before[-_NEAR:], *clause.after[:_NEAR])
    return "grave" if any(word.text in words("severity") for word in beside) else ""


def _is_just_below(before: str) -> bool:
    last = before.casefold().split()[-2:]
    return bool(last) and (last[-1] in words("just_below") or last in (["just", "under"], ["close", "to"]))


def _thing(quantity: Quantity, head: str | None, action: str | None) -> str:
    if dimension(quantity.unit) == "count":
        # `The toll`, `23 arrests`: the noun itself names the action.
        names_action = action is not None and actions().get(head or "") == action
        if head is None or head in words("people") or (names_action and action in words("of_people")):
            return f"people {action}" if action else ""
        return head
    return (head or "") if quantity.unit == "year" else ""


def _actors(extraction: Extraction, quantity: Quantity, clause: _Clause) -> Iterator[str]:
    """The people named before a number in its clause, except the claimant."""
    if not clause.before:
        return
    start = clause.before[0].start
    source = quantity.source
    for entity in extraction.entities:
        if entity.label != "PERSON" or (source and source.entity == entity.id):
            continue
        if any(start <= mention.start < quantity.start for mention in entity.mentions):
            yield entity.name


@dataclass(slots=True)
class _Clause:
    """The words before and after a number, the words for what is counted, and those of the sentence."""

    before: list[Word]
    after: list[Word]
    what: list[Word]
    sentence: list[Word]

    def head(self) -> tuple[str | None, frozenset[str]]:
        """The noun counted, replaced by the first of its synonyms, and its modifiers."""
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
        """What happened to what is counted; for people it may be anywhere in the sentence."""
        wider = self.sentence if head is None or head in words("people") else []
        # In many headlines capitals do not mark names.
        marks_names = 2 * sum(word.capital for word in self.sentence) < len(self.sentence)
        for word in (*self.what, *self.after, *reversed(self.before), *wider):
            found = actions().get(word.text) or actions().get(lemma(word.text))
            if found and not (word.capital and marks_names):
                return found
        return None

    @property
    def is_unreal(self) -> bool:
        """Whether the clause is about a possibility or plan."""
        unreal = words("unreal")
        small = (word for word in (*self.before, *self.after) if not word.capital)
        return any(word.text in unreal or lemma(word.text) in unreal for word in small)


def _clause(quantities: Sequence[Quantity], index: int, around: TextSpan) -> _Clause:
    """The clause of a number: up to the numbers on either side, or to the next clause boundary."""
    quantity = quantities[index]
    start, end = quantity.start - around.start, quantity.end - around.start
    inside = [q for q in quantities if q.start < around.end and around.start < q.end]
    left = max((q.end - around.start for q in inside if q.end <= quantity.start), default=0)
    right = min((q.start - around.start for q in inside if q.start >= quantity.end), default=len(around.text))
    left = max((match.end() for match in _CLAUSE_END.finditer(around.text, left, start)), default=left)
    following = _CLAUSE_END.search(around.text, end, right)
    right = around.start + (following.start() if following else right)
    sentence = [
        word
        for word in find_words(around.text, offset=around.start)
        if not any(q.start <= word.start < q.end for q in inside)
    ]
    return _Clause(
        before=[word for word in sentence if around.start + left <= word.start < quantity.start],
        after=[word for word in sentence if quantity.end <= word.start < right],
        what=find_words(quantity.what.text) if quantity.what else [],
        sentence=sentence,
    )
