"""What the words around a number tell about it, so that two of them can be seen to be about one thing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from claimx.compare.days import Days, days_of
from claimx.compare.intervals import Interval, dimension, interval
from claimx.compare.lexicon import actions, synonyms, words
from claimx.compare.names import Name, source_name
from claimx.compare.results import Figure
from claimx.compare.wording import Word, content_lemmas, find_words, lemma, sentence_around
from claimx.results import Extraction, Quantity, Statement, TextSpan

# A number that belongs to a day longer ago than this is about something else than the news.
_NEWS_DAYS = 45
# So many words on either side of a number are right beside it.
_NEAR = 4
_PLACES = ("GPE", "LOC", "FAC")
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
_CLAUSE_END = re.compile(r"[;:—]|,?\s\band\b|,?\s\bbut\b|,?\s\bwhile\b")


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
    def is_past(self) -> bool:
        """Whether the number belongs to a day well before the article was published."""
        published = self.figure.published
        return bool(self.days and published and (published - self.days.last).days > _NEWS_DAYS)

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
    clause = _Clause.cut(extraction.quantities, index, around)
    head, modifiers = _head(quantity)
    action = clause.action(quantity, head)
    value = dates.get(quantity.date or "")
    own = {lemma(word.text) for word in find_words(quantity.what.text)} if quantity.what else set()
    lemmas = frozenset(content_lemmas(clause.sentence)) - own - {head}
    nearby = (name for start, name in places if around.start <= start < around.end)
    return Sighting(
        position=position,
        topic=Topic(_dimension(quantity), _aspect(before, after, clause), _thing(quantity, head, action)),
        interval=interval(quantity, just_below=_is_just_below(before)),
        action=action,
        modifiers=modifiers,
        lemmas=lemmas,
        places=frozenset(nearby),
        days=days_of(value) if value else None,
        earlier=bool(_EARLIER.search(before)),
        unreal=clause.is_unreal or action == "capacity",
        actors=frozenset(_actors(extraction, quantity, around.start, clause)),
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


@dataclass(slots=True)
class _Clause:
    """The words that belong to one number rather than to the numbers beside it."""

    before: list[Word]
    after: list[Word]
    sentence: list[Word]

    @classmethod
    def cut(cls, quantities: Sequence[Quantity], index: int, around: TextSpan) -> _Clause:
        """The clause of a number in its sentence."""
        quantity = quantities[index]
        left, right = 0, len(around.text)
        start, end = quantity.start - around.start, quantity.end - around.start
        for other in quantities:
            if around.start <= other.end <= quantity.start:
                left = max(left, other.end - around.start)
            elif quantity.end <= other.start < around.end:
                right = min(right, other.start - around.start)
        for match in _CLAUSE_END.finditer(around.text, left, start):
            left = match.end()
        following = _CLAUSE_END.search(around.text, end, right)
        if following:
            right = following.start()
        text = around.text
        numbers = [(q.start - around.start, q.end - around.start) for q in quantities]
        sentence = [w for w in find_words(text) if not any(s <= w.start < e for s, e in numbers)]
        return cls(find_words(text, left, start), find_words(text, end, right), sentence)

    def action(self, quantity: Quantity, head: str | None) -> str | None:
        """What is said to have happened to what is counted."""
        what = find_words(quantity.what.text) if quantity.what else []
        # People without a word for what they are must have had something happen to them.
        wider = self.sentence if head is None or head in words("people") else []
        for group in (what, self.after, list(reversed(self.before)), wider):
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


def _action(word: Word) -> str | None:
    known = actions()
    return known.get(word.text) or known.get(lemma(word.text))


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


def _aspect(before: str, after: str, clause: _Clause) -> str:
    if _PART_AFTER.match(after) or _PART_BEFORE.search(before):
        return "part"
    if _INCREMENT.search(before) or _INCREMENT_AFTER.match(after):
        return "added"
    severity = words("severity")
    return "grave" if any(word.text in severity for word in clause.near) else ""


def _is_just_below(before: str) -> bool:
    last = before.casefold().split()[-2:]
    return bool(last) and (last[-1] in words("just_below") or last in (["just", "under"], ["close", "to"]))


def _head(quantity: Quantity) -> tuple[str | None, frozenset[str]]:
    """The noun of what is counted, as it stands for its synonyms, and the words before it."""
    if quantity.what is None:
        return None, frozenset()
    phrase: list[str] = []
    for word in find_words(quantity.what.text):
        if word.text in words("phrase_ends") and phrase:
            break
        phrase.append(lemma(word.text))
    if len(phrase) > 1 and phrase[-1] in _MEMBERS:
        phrase.pop()
    if not phrase:
        return None, frozenset()
    stop, known = words("stop_words"), actions()
    modifiers = frozenset(word for word in phrase[:-1] if word not in stop and word not in known)
    return synonyms().get(phrase[-1], phrase[-1]), modifiers


def _thing(quantity: Quantity, head: str | None, action: str | None) -> str:
    if dimension(quantity.unit) == "count":
        if head is None or head in words("people"):
            return f"people {action}" if action else ""
        return head
    return (head or "") if quantity.unit == "year" else ""


def _actors(extraction: Extraction, quantity: Quantity, offset: int, clause: _Clause) -> Iterator[str]:
    """The people named before a number in its clause, except whoever gives it."""
    if not clause.before:
        return
    start = offset + clause.before[0].start
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
