"""Numeric claims: numbers with what their sentence says about them, so that they can be compared."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from claimx.compare import Figure
from claimx.compare.clauses import (
    FIRST_SIDE,
    SECOND_SIDE,
    Choice,
    Clause,
    aspect,
    clause_of,
    event_days,
    is_about_people,
    is_capacity,
    is_earlier,
    is_of_speech,
    is_stretch_of_amount,
    periods,
    unread_numbers,
)
from claimx.compare.intervals import BARE, Days, Interval, Unit, days_of, dimension, interval, unit_of
from claimx.compare.names import Name, source_name
from claimx.compare.stories import PLACES
from claimx.compare.words import actions, find_words, words
from claimx.schema import Entity, Extraction, Quantity, Statement, TextSpan, span_in
from claimx.text.lexicon import lemmatize
from claimx.text.sentences import sentence_around

# A claim about a day longer before publication is not about the news.
_NEWS_DAYS = 45
# Weight of a word for what is measured, which other articles may name otherwise.
_COUNTED = 0.6
# `Five of the men had been recaptured`, `11 of the 23 who broke out were caught`: all those caught.
_OF_THOSE = re.compile(r"\s+of (?:the [a-z]+|(?:the|those|all) [\d,]+ who)\b", re.I)
# Times of day less than this apart are one time rounded, in minutes.
_SAME_MINUTES = 5.0
# After the name of an agency in a dateline, `PRAGUE (Market Wire) —`, or of a birthplace.
_ASIDE = re.compile(r"\)\s*[—–-]|-born\b")
_ONLY_RATE = re.compile(r"(?:an?|per|each|every)\s+\w+", re.I)
_EACH = re.compile(
    r"\b(?:each|apiece|per (?:household|person|head|family|home|customer|worker|employee|member))\b", re.I
)
_EACH_REACH = 40
# What a duration is of, whatever the words: `28 months of trial`, `nine years in prison`.
_TIMED = {"lasted": "event", "jailed": "sentence"}
# Labels of names that have a number: a firm's sales, what a film took.
_BODIES = ("ORG", "PRODUCT", "WORK_OF_ART", "EVENT")
# Units of ages, and of years at work.
OF_LIVES = frozenset({"year", "month"})
_BIDS = frozenset({"demanded", "offered"})
_OUTCOMES = frozenset({"won", "lost"})
_TURNED = {"for": "against", "against": "for"}
# `The Fortune 500 companies`
_IN_NAME = re.compile(
    r"\b(?!(?:in|at|on|from|near|of|by|to|for|with|and|since|until) )[a-z\d]+ [A-Z][a-z]+[ -]$"
)
# `By Tuesday night`, `as of Friday`
_COUNTED_UNTIL = re.compile(
    r"\b(?:by|as of|up to|until)\s+(?:(?:the )?(?:end|close|night|evening) of\s+)?$", re.I
)
_UNTIL_REACH = 25
_VAGUE = re.compile(r"\b(?:dozens|scores|hundreds|thousands|millions|billions)\b", re.I)

# The text around a number that is read to tell what it is about, in code points.
_REACH_BEFORE, _REACH_AFTER = 400, 260

ClaimValue = tuple[object, ...]


@dataclass(slots=True)
class NumericClaim:
    """A number in its context. `position` is that of the article among those compared."""

    position: int
    unit: Unit
    interval: Interval
    aspect: str
    """A part (`five of them`), an addition (`another 12`), a degree (`seriously`), a side of a vote."""
    polarity: str | None
    """The side taken: `for`, `against`; in negotiations `demanded`, `offered`."""
    thing: str
    """The noun counted; for people what happened to them: `people killed`; empty where it is not known."""
    action: str | None
    """What happened to what is counted: `killed`."""
    modifiers: tuple[str, ...]
    """The other words for what is counted."""
    context: tuple[tuple[str, float], ...]
    """The lemmas of the sentence, with more weight for those of the clause."""
    lemmas: frozenset[str]
    """The words of the sentence."""
    owners: frozenset[str]
    """The organizations named in the clause, but for the claimant."""
    places: frozenset[str]
    sites: frozenset[str]
    """The places named in the sentence."""
    bodies: frozenset[str]
    """The organizations, products and works named in the sentence, but for the claimant."""
    is_converted: bool
    """Whether it is another amount in another currency: `$44bn (£35bn)`."""
    days: Days | None
    as_of: Days | None
    """The day up to which it was counted: `by Tuesday night`."""
    periods: frozenset[str]
    """Whether it is for a `quarter` or a `year`, by the words of the sentence."""
    earlier: bool
    """Whether the article itself calls the number out of date: `down from 21`."""
    unreal: bool
    """Whether the number is about a possibility, plan or capacity."""
    lasting: bool
    """Whether the clause is about what lasts (`still in hospital`), or the day is that of a quotation."""
    quoted: bool
    """Whether it is in a direct quotation."""
    vague: bool
    """Whether it is only an order of magnitude: `thousands`."""
    people: frozenset[str]
    """The surname of the person named nearest to the number in the clause, but for the claimant."""
    name: Name | None
    """The claimant."""
    claimant: str | None
    """The last word for the claimant."""
    quantity: Quantity
    figure: Figure
    surroundings: TextSpan
    """The text around the number, where it is known; else the content of its statement."""
    value: ClaimValue
    """Equal for two claims that say exactly the same."""
    choice: Choice | None
    sides: frozenset[str] = frozenset()
    """Those that the shares of its article are of: `for`, `against`."""
    other_choices: frozenset[Choice] = frozenset()
    """What other numbers of the article `voted to` do, where this `voted to` do something else."""

    @property
    def is_past(self) -> bool:
        """Whether the number is about a time well before publication; last year's sales are still news."""
        published = self.figure.published
        if not self.days or not published or (published - self.days.last).days <= _NEWS_DAYS:
            return False
        return self.unit.family == "count" or self.days.last.year < published.year - 1

    @property
    def is_part_of(self) -> bool:
        """Whether it is a share of something: `5% of the votes`."""
        return self.unit.family == "percent" and self._after.startswith(" of ")

    @property
    def is_change(self) -> bool:
        """Whether something rose or fell by it."""
        return self.quantity.change is not None

    @property
    def is_compound(self) -> bool:
        """Whether number and noun are one word: `a five-match run`."""
        return self._after.startswith("-")

    @property
    def is_bare(self) -> bool:
        """Whether it is a number without a unit or noun after it: `4.2%, up from 3.9`."""
        return self.unit.family == "count" and bool(BARE.match(self._after))

    def in_unit_of(self, other: NumericClaim) -> NumericClaim:
        """The same with the unit of another claim, which a bare number leaves out."""
        quantity = self.quantity.model_copy(update={"unit": other.quantity.unit})
        sentence = self.figure.sentence
        before = sentence.text[: self.figure.start - sentence.start] if sentence else ""
        allowed = _interval(quantity, other.unit, before)
        return replace(
            self,
            unit=other.unit,
            quantity=quantity,
            interval=allowed,
            value=_value(quantity, other.unit, allowed),
        )

    @property
    def _after(self) -> str:
        sentence = self.figure.sentence
        return sentence.text[self.figure.end - sentence.start :] if sentence else ""

    @property
    def is_poll(self) -> bool:
        """Whether it is the share of those who are for or against something, or a lead in polls."""
        if self.unit.family != "percent":
            return False
        return self.polarity in ("for", "against") or (
            self.unit.dimension == "point" and not self.lemmas.isdisjoint(words("polling"))
        )

    @property
    def is_running(self) -> bool:
        """Whether the number changes from day to day: the missing, prices, polls, but no result of a vote."""
        has_side = self.choice or self.polarity in ("for", "against")
        is_vote = self.action == "voted" and has_side and self.lemmas.isdisjoint(words("polling"))
        if self.aspect in ("first side", "second side") or (is_vote and not self.unreal):
            return False
        if self.unit.family == "count" and self.action:
            return self.action.replace(" ", "_") in words("running") or self.thing in words("running_words")
        if self.is_poll:
            return True
        return bool({self.thing, *self.modifiers} & words("running_words"))

    @property
    def day(self) -> date | None:
        """The day of the number: its own if that is a single recent day, else that of publication."""
        own = self.days
        return own.first if own and own.first == own.last and not self.is_past else self.figure.published


def find_claims(extraction: Extraction, position: int) -> Iterator[NumericClaim]:
    """The comparable claims of an article: those that it does not deny, `unread_numbers` and `event_days`."""
    more = list(unread_numbers(extraction))
    if more:
        numbers = sorted([*extraction.quantities, *more], key=lambda quantity: quantity.start)
        extraction = extraction.model_copy(update={"quantities": numbers})
    article = _Article(extraction)
    claims: list[NumericClaim] = []
    for index, quantity in enumerate(extraction.quantities):
        statement = article.statements.get(quantity.statement or "")
        around = _sentence(extraction, quantity, statement)
        if around is None or _is_rate(quantity) or _is_denied(quantity, statement):
            continue
        if article.is_in_name(quantity, around):
            continue
        claim = _claim(article, position, index, around, statement)
        before = around.text[: quantity.start - around.start]
        if claim.unit.family != "age" or not SECOND_SIDE.search(before):
            claims.append(claim)
    _tell_choices_apart(claims)
    shares = (claim.polarity for claim in claims if claim.unit.family == "percent")
    sides = frozenset(side for side in shares if side in ("for", "against"))
    for claim in claims:
        claim.sides = sides
    yield from claims
    yield from _event_days(extraction, position)


def _tell_choices_apart(claims: Sequence[NumericClaim]) -> None:
    """Numbers of one article with one verb and other infinitives are of two things."""
    for last, claim in pairwise(claims):
        if claim.choice and not claim.choice.verb:
            is_next = last.choice and last.figure.sentence == claim.figure.sentence
            claim.choice = claim.choice._replace(verb=last.choice.verb) if last.choice and is_next else None
    chosen = [(claim, claim.choice) for claim in claims if claim.choice]
    for claim, own in chosen:
        others = (each for other, each in chosen if other.value != claim.value)
        claim.other_choices = frozenset(each for each in others if each.verb == own.verb and each != own)


def _event_days(extraction: Extraction, position: int) -> Iterator[NumericClaim]:
    """The days that an article names; they do not part the clauses of its other numbers."""
    article = _Article(extraction)
    for day in event_days(extraction):
        if _COUNTED_UNTIL.search(extraction.document.text, max(0, day.start - _UNTIL_REACH), day.start):
            continue
        numbers = sorted([*extraction.quantities, day], key=lambda quantity: quantity.start)
        article.extraction = extraction.model_copy(update={"quantities": numbers})
        if around := _sentence(extraction, day, None):
            claim = _claim(article, position, numbers.index(day), around, None)
            claim.lasting |= is_of_speech(extraction, day)
            yield claim


class _Article:
    """The results of an article that claims are made from."""

    def __init__(self, extraction: Extraction) -> None:
        self.extraction = extraction
        self.statements = {statement.id: statement for statement in extraction.statements}
        self.dates = {found.id: found.value for found in extraction.dates}
        self.names = [
            (mention.start, mention.end, entity)
            for entity in extraction.entities
            for mention in entity.mentions
            if mention.kind == "name" and not _ASIDE.match(extraction.document.text, mention.end)
        ]
        self.money: list[tuple[int, int, str]] = []
        """Amounts in a currency that has no code, with the sentence they are in: `18 billion crowns`."""

    def is_in_name(self, quantity: Quantity, around: TextSpan) -> bool:
        """Whether a number is part of a name: `the Fortune 500`."""
        if not quantity.text.isdigit() or not _IN_NAME.search(around.text[: quantity.start - around.start]):
            return False
        others = [(e.start, e.end) for e in self.extraction.dates]
        others += [(start, end) for start, end, e in self.names if e.label in (*PLACES, "PERSON")]
        return not any(start < quantity.start - 1 <= end for start, end in others)

    def counted_until(self, sentence: TextSpan) -> Days | None:
        """The day up to which a sentence counts: `by Tuesday night 12,000 had been sold`."""
        text = self.extraction.document.text
        for found in self.extraction.dates:
            inside = sentence.start <= found.start < sentence.end
            if inside and _COUNTED_UNTIL.search(
                text, max(sentence.start, found.start - _UNTIL_REACH), found.start
            ):
                return days_of(found.value)
        return None

    def named(self, start: int, end: int, *labels: str) -> Iterator[tuple[int, Entity]]:
        """The entities named in a stretch of the text, and where."""
        for first, _, entity in self.names:
            if start <= first < end and entity.label in labels:
                yield first, entity


def _subjects(
    article: _Article, quantity: Quantity, clause: Clause, around: TextSpan, unit: Unit
) -> tuple[frozenset[str], frozenset[str]]:
    """The surname of the person nearest to a number, the one before it first, and its organizations."""
    claimant = quantity.source.entity if quantity.source else None

    def others(start: int, end: int, *labels: str) -> list[tuple[int, str]]:
        return [(at, e.name) for at, e in article.named(start, end, *labels) if e.id != claimant]

    people = others(clause.start, clause.end, "PERSON")
    before = [name for at, name in people if at < quantity.start]
    nearest = before[-1:] or [name for _, name in people][:1]
    text = article.extraction.document.text
    if not nearest and unit.name in OF_LIVES:
        # `Petrie, 41, has worked there for 19 years`
        nearest = [name for _, name in others(around.start, quantity.start, "PERSON")][-1:]
    if not nearest and unit.family == "age":
        # `The 23-year-old`: the person named last.
        start = max(0, text.rfind("\n\n", 0, max(0, text.rfind("\n\n", 0, clause.start))))
        nearest = [name for _, name in others(start, clause.start, "PERSON")][-1:]
    if unit.family == "match_score":
        return frozenset(), _teams(article, around)
    found = others(clause.start, clause.end, "ORG", "PRODUCT")
    owners = [name for _, name in found]
    if unit.family in ("money", "percent"):
        # The owner is named next before the amount: `Shares in Kestrel rose 3%`, and what it buys after it.
        owners = [name for at, name in found if at < quantity.start][-1:] or owners
    if not owners and unit.family in ("money", "percent"):
        owners = [name for _, name in others(around.start, around.end, "ORG")]
    surnames = frozenset(name.split()[-1].casefold() for name in nearest if name.split())
    return surnames, frozenset(name.casefold() for name in owners)


def _teams(article: _Article, sentence: TextSpan) -> frozenset[str]:
    """The names of a sentence that may be those of the sides of its match: of teams, else of players."""
    for labels in (("ORG", "GPE", "LOC", "NORP"), ("PERSON",)):
        named = article.named(sentence.start, sentence.end, *labels)
        if found := frozenset(entity.name.casefold() for _, entity in named):
            return found
    return frozenset()


def _claim(
    article: _Article, position: int, index: int, around: TextSpan, statement: Statement | None
) -> NumericClaim:
    extraction = article.extraction
    quantity = extraction.quantities[index]
    before, after = around.text[: quantity.start - around.start], around.text[quantity.end - around.start :]
    clause = clause_of(extraction.quantities, index, around)
    unit = unit_of(quantity, around, after, article.money)
    head, modifiers = clause.head()
    is_count = unit.family == "count"
    action = clause.action(head, places=_PRISONS if is_count else frozenset())
    if is_count and is_capacity(before):
        action = "capacity"
    day = article.dates.get(quantity.date or "")
    as_of = article.counted_until(around) if is_count else None
    source = quantity.source
    polarity = _polarity(clause, unit, head)
    quantity = _unsigned(quantity, unit, head, polarity)
    if is_stretch_of_amount(extraction.quantities, index, around) and not clause.is_unreal(widely=True):
        quantity = quantity.model_copy(update={"relation": "="})
    allowed = _interval(quantity, unit, before)
    people, owners = _subjects(article, quantity, clause, around, unit)
    may_be_side = unit.family == "count" or (unit.name == "percent" and bool(people))
    told_of = aspect(clause, before, after, family=unit.family, may_be_side=may_be_side)
    context = tuple(clause.context(counted=0.0 if is_count else _COUNTED, alone=told_of == "part"))
    return NumericClaim(
        position=position,
        unit=unit,
        interval=allowed,
        aspect=told_of,
        polarity=polarity,
        thing=_thing(quantity, unit, head, action, before, after, people, told_of),
        action=action,
        modifiers=modifiers,
        context=context,
        lemmas=frozenset(word for word, _ in context),
        owners=owners,
        places=_named_in(article, quantity, clause.start, clause.end, *PLACES, "NORP"),
        sites=_named_in(article, quantity, around.start, around.end, *PLACES),
        bodies=_named_in(article, quantity, around.start, around.end, *_BODIES),
        is_converted=_is_converted(extraction.quantities, index, unit, before),
        days=as_of or (days_of(day) if day else None),
        as_of=as_of,
        periods=periods(around.text),
        earlier=is_earlier(before, after, action),
        unreal=clause.is_unreal(widely=unit.family == "count" and is_about_people(action))
        or action == "capacity",
        lasting=clause.is_lasting(),
        quoted=bool(statement and statement.quote == "direct"),
        vague=bool(_VAGUE.search(quantity.text)) and not any(c.isdigit() for c in quantity.text),
        people=people,
        value=_value(quantity, unit, allowed),
        choice=clause.choice() if unit.family in ("count", "percent") else None,
        name=source_name(extraction, source),
        claimant=_claimant(source.text) if source and not _is_number(extraction, source) else None,
        quantity=quantity,
        figure=_figure(extraction, quantity, around, day),
        surroundings=_surroundings(extraction, quantity, around),
    )


def _surroundings(extraction: Extraction, quantity: Quantity, around: TextSpan) -> TextSpan:
    text = extraction.document.text
    if not text:
        return around
    return span_in(text, max(0, quantity.start - _REACH_BEFORE), min(len(text), quantity.end + _REACH_AFTER))


def _value(quantity: Quantity, unit: Unit, allowed: Interval) -> ClaimValue:
    ends = (quantity.value_low, quantity.value_high)
    return (*ends, unit.name, quantity.relation, quantity.change, allowed)


def _unsigned(quantity: Quantity, unit: Unit, head: str | None, polarity: str | None) -> Quantity:
    """`Cut 860 jobs`, `20 mm of rain fell`, `lost $5 million`: the same is counted, and not less of it."""
    if unit.family == "count" or head in words("unsigned") or polarity in _BIDS:
        return quantity.model_copy(update={"change": None})
    return quantity


def _named_in(article: _Article, quantity: Quantity, start: int, end: int, *labels: str) -> frozenset[str]:
    """The case-folded names in a stretch, without the claimant's."""
    claimant = quantity.source.entity if quantity.source else None
    named = article.named(start, end, *labels)
    return frozenset(entity.name.casefold() for _, entity in named if entity.id != claimant)


def _is_converted(quantities: Sequence[Quantity], index: int, unit: Unit, before: str) -> bool:
    """Whether an amount in brackets is the one before it in another currency."""
    if not index or unit.family != "money" or not before.rstrip().endswith("("):
        return False
    last, this = quantities[index - 1], quantities[index]
    return this.start - last.end <= len(" (") and last.unit[:3].isupper() and last.unit[:3] != this.unit[:3]


def _figure(extraction: Extraction, quantity: Quantity, around: TextSpan, day: str | None) -> Figure:
    """A number in its place, as comparisons show it; the speaker is named across all articles."""
    document = extraction.document
    return Figure.model_construct(
        start=quantity.start,
        end=quantity.end,
        text=quantity.text,
        article=document.id,
        result=quantity.id if quantity.unit not in ("ordinal", "match_score") else None,
        what=quantity.what,
        source=quantity.source,
        speaker=None,
        date=day,
        published=document.published,
        publisher=document.publisher,
        path=document.path,
        sentence=around if document.text else None,
    )


def _sentence(extraction: Extraction, quantity: Quantity, statement: Statement | None) -> TextSpan | None:
    """The sentence of a number; without the article's text, the content of its statement."""
    if extraction.document.text:
        around = sentence_around(extraction.document.text, quantity.start, quantity.end)
        return _without_byline(extraction, quantity, around)
    parts = statement.content if statement else []
    return next((part for part in parts if part.start <= quantity.start and quantity.end <= part.end), None)


def _without_byline(extraction: Extraction, quantity: Quantity, around: TextSpan) -> TextSpan:
    """A headline without the lines after it that name author and publisher: it ends without a full stop."""
    document = extraction.document
    ends = around.text.find("\n", quantity.end - around.start)
    known = (document.author, document.publisher)
    if ends < 0 or not any(name and name in around.text[ends:] for name in known):
        return around
    return span_in(document.text, around.start, around.start + ends)


def _is_denied(quantity: Quantity, statement: Statement | None) -> bool:
    """Whether it is `not fifty`, or denied by its source; `not one truck` claims that there were none."""
    if statement and statement.cue and (statement.cue.negated or statement.cue.kind == "deny"):
        return True
    return quantity.negated and quantity.value_high != 0


def _is_rate(quantity: Quantity) -> bool:
    """Whether it is the second part of `620 crowns a month`."""
    return dimension(quantity.unit) == "time" and bool(_ONLY_RATE.fullmatch(quantity.text))


def _is_number(extraction: Extraction, source: TextSpan) -> bool:
    """Whether a source is itself a number of people: `61 percent of residents said …, and 22 percent …`."""
    return any(source.start <= q.start and q.end <= source.end for q in extraction.quantities)


def _claimant(text: str) -> str | None:
    """The head of the words for a claimant: `the organisers of the march` -> `organiser`."""
    ends = words("phrase_ends")
    phrase: list[str] = []
    for word in find_words(text):
        if word.text in ends and phrase:
            break
        phrase.append(lemmatize(word.text))
    return phrase[-1] if phrase else None


def _interval(quantity: Quantity, unit: Unit, before: str) -> Interval:
    if unit.family == "time_of_day":
        minutes = float(quantity.value_low)
        return Interval(minutes - _SAME_MINUTES / 2, minutes + _SAME_MINUTES / 2)
    if unit.family == "calendar_day":
        first, last = (date.fromisoformat(str(end)) for end in (quantity.value_low, quantity.value_high))
        return Interval(float(first.toordinal()), float(last.toordinal()))
    if unit.family == "match_score":
        # Both goals of `3-1` as one number: another score never fits.
        both = 1000 * float(quantity.value_high) + float(quantity.value_low)
        return Interval(both, both, rounding=0.5)
    found = interval(quantity, just_below=_is_just_below(before))
    if unit.name != "basis_point":
        return found
    return found._replace(low=found.low / 100, high=found.high / 100, rounding=found.rounding / 100)


def _is_just_below(before: str) -> bool:
    last = before.casefold().split()[-2:]
    return bool(last) and (last[-1] in words("just_below") or last in (["just", "under"], ["close", "to"]))


def _polarity(clause: Clause, unit: Unit, head: str | None) -> str | None:
    """The side taken; of an amount of money, that in a negotiation alone; won and lost are counts."""
    side = clause.polarity()
    if unit.family == "percent" and head in words("populations") and clause.is_denied_after():
        # `72% did not trust it`: not those who did.
        return _TURNED.get(side or "", "denied")
    if unit.family == "percent" and side in _OUTCOMES:
        return None
    if unit.family == "percent" or unit.family == ("money" if side in _BIDS else "count"):
        return side
    return side if unit.name == "year" and side == "demanded" else None


def _thing(
    quantity: Quantity,
    unit: Unit,
    head: str | None,
    action: str | None,
    before: str,
    after: str,
    people: frozenset[str],
    told_of: str,
) -> str:
    if unit.family == "age":
        return head or next(iter(people), "")
    if unit.family == "match_score":
        return "match"
    if unit.family == "ordinal" and head in words("won"):
        return ""
    if unit.family == "time" and action in _TIMED:
        return _TIMED[action]
    if unit.family == "money" and (
        head in words("currencies") or _EACH.search(before[-_EACH_REACH:] + " " + after[:_EACH_REACH])
    ):
        # `£115 to each home`, `£150 each`: who gets it is named in many ways.
        return "" if head in words("currencies") else "each"
    if unit.family != "count":
        return head or ""
    if head in words("voting") and (SECOND_SIDE.search(before) or FIRST_SIDE.match(after)):
        return "vote"
    if head is None or head in words("people"):
        return f"people {action}" if action and action != "lasted" else "people"
    if told_of != "part" and _OF_THOSE.match(after) and is_about_people(action):
        return f"people {action}"
    # `The toll`, `23 arrests`: the noun itself names the action.
    named = actions().get(head)
    if is_about_people(named) and _is_bare_noun(head):
        return f"people {named}"
    # `Quake kills 41`: nothing follows the number, and the words for what is counted are before it.
    is_bare = bool(BARE.match(after)) and quantity.what is not None and quantity.what.start < quantity.start
    if is_bare and is_about_people(action):
        return f"people {action}"
    return head


def _is_bare_noun(head: str) -> bool:
    """Whether a noun names an action alone, and not people or a place: `arrests`, not `hospitals`."""
    return head not in words("people_nouns") and head not in _NO_PEOPLE


_PRISONS = frozenset({"prison", "prisons", "jail", "jails"})
# Nouns of places, and what a person may have several of.
_NO_PEOPLE = frozenset({"hospital", "ward", "shelter", "prison", "jail", "charge"})
