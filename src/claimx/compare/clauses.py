"""What the clause of a number says: the noun counted, what happened to it, the side taken.

Also the numbers of an article that are no quantities: ordinals, times of day, days, results of matches. They
are compared like quantities, with the units `ordinal`, `time_of_day`, `calendar_day` and `match_score`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from claimx.compare.intervals import days_of, dimension
from claimx.compare.words import Word, actions, find_words, phrase_action, polarities, synonyms, words
from claimx.schema import Counted, Date, Extraction, Quantity, TextSpan, duration_of
from claimx.text.lexicon import SPELLED, any_of, lemmatize, months, weekdays
from claimx.text.sentences import sentence_around

# Words this close to a number belong to it.
NEAR = 4
# Weight of a word of the sentence that is not in the clause of the number.
_OUTSIDE_CLAUSE = 0.4
_CLAUSE_END = re.compile(r"[;:—]|,?\s\band\b|,?\s\bbut\b|,?\s\bwhile\b")
_PART_AFTER = re.compile(r"\s+(?:of\s+(?:them|whom|those|these|the|its|their|his|her|our)|others?)\b", re.I)
_HAPPENED = re.compile(
    r"\s+(?:[a-z]+\s+(?=were|was|are|have|had))?(?:(?:were|was|are|have been|had been|have|had)\s+)?"
    r"([a-z]+)(?: [a-z]+)?"
)
# `11 of the 23 who broke out were back behind bars`: what is said of the 11.
_OF_THOSE_WHO = re.compile(
    r"\s+(?:out )?of (?:the|its|their|those|all) [\d,]+\s+(?:who|which|that)\b[^.;]*?"
    r"\s(?:were|was|are|is|have been|had been|has been)\s+(?P<told>[^.;,]+)",
    re.I,
)
_OUT_OF = re.compile(r"\s+(?:out )?of\s+(?:(?:its|the|their|his|her|all)\s+)?\d", re.I)
_PART_BEFORE = re.compile(
    r"\b(?:including|include[sd]?|among (?:them|those|the \w+)|all but|of (?:them|whom)),?\s*"
    r"(?:were |was |are )?(?:(?:at least|about|some|nearly|more than)\s+)?$",
    re.I,
)
# Compared with another time, or with another person.
_COMPARED = re.compile(r"\b(?:compared (?:with|to)|against|versus|vs\.?)\s+(?:[\w-]+\s+){0,3}$", re.I)
_THEN = re.compile(
    r"[^.;]{0,40}\b(?:earlier|ago|before|previous(?:ly)?|last|prior|then|in (?:(?:19|20)\d\d|[A-Z]\w+))\b"
)
_EARLIER = re.compile(
    r"\b(?:(?:down|up|revised|increased?|rose|risen|rising|fell|fallen|dropped|lowered|raised|falling)\s+"
    r"(?:\w+\s+)?from|earlier|previous(?:ly)?|initial(?:ly)?)"
    r"\s+(?:[\w-]+\s+){0,3}$",
    re.I,
)
# `The captain had earlier made 68`: before something else happened, and no number that is out of date.
_HAD_EARLIER = re.compile(r"\bhad (?:earlier|previously) (?P<verb>[a-z]+)\s+(?:[\w-]+\s+){0,2}$", re.I)
_AIM = re.compile(
    r"\b(?:target|goal|average|limit|threshold|ceiling|maximum|record) (?:of|was|is)\s+(?:\w+\s+)?$", re.I
)
_INCREMENT = re.compile(r"\b(?:another|a further|an additional|an extra)\s+(?:\w+\s+)?$", re.I)
_OTHERS = re.compile(r"\s*other\b", re.I)
_INCREMENT_AFTER = re.compile(r"\s*(?:more|additional|further|extra)\b(?!\s+than)", re.I)
# What a building, ship or vehicle has room for: `designed for 96`, `built to hold 620`, `with 96 places`.
_ROOM_FOR = re.compile(
    r"\b(?:designed|built|meant|intended|made|fit|equipped|licensed|suitable|room|space|places"
    r"|beds|berths)\s+(?:only\s+)?(?:for|to (?:hold|house|seat|take|carry|accommodate|sleep))"
    r"\s+(?:(?:just|only|about|around|some|up to|no more than|at most)\s+){0,2}$",
    re.I,
)
# `142 millimetres of rain had fallen in 24 hours`, `142 millimetres within 48 hours`
_AMOUNTS = frozenset({"length", "volume", "mass"})
_STRETCH = re.compile(
    r"(?:\s+of [a-z]+)?(?:\s+(?:(?:has|have|had)\s+)?(?:fell|fallen|came down|come down|dropped))?"
    r"\s+(?:in|within|over|inside|during)\s+(?:(?:just|only|the space of)\s+){0,2}",
    re.I,
)
_PERIOD = re.compile(
    r"\b(?:in|for|during|over|of|on|this|full|whole)[ -](?:the )?(?:whole of the )?"
    r"(?:(?:first|second|third|fourth|final|last|past|next|coming)[ -](?:\w+[ -])?)?"
    r"(quarter|half|month|week|year|decade)s?\b(?! (?:earlier|ago|before))"
    r"|\b(annual|year)ly\b|\b(annual)\b|\b(quarter|month|week)ly\b",
    re.I,
)
_SIDES = r"\s*(?:(?:votes?|seats?|per\s?cent|%)\s+)?(?:to\s+|[-–]\s*|against\s+)"
# `Nine votes to six`
_SPELLED_SIDES = r"\s+(?:votes?|seats?)\s+to\s+"
SECOND_SIDE = re.compile(rf"\d{_SIDES}$|\b{SPELLED}{_SPELLED_SIDES}$", re.I)
FIRST_SIDE = re.compile(rf"{_SIDES}\d|{_SPELLED_SIDES}{SPELLED}\b", re.I)
_DENIES = re.compile("not|never|cannot|.*n['’]t")


class Choice(NamedTuple):
    """A verb, and what it says that is to be done: `vote`, `continue`."""

    verb: str
    done: str


@dataclass(slots=True)
class Clause:
    """The words before and after a number, the words for what is counted, and those of the sentence."""

    start: int
    end: int
    text: str
    before: list[Word]
    after: list[Word]
    what: list[Word]
    sentence: list[Word]
    free: list[Word]
    """The words of the sentence that are in the clause of no other number."""

    def head(self) -> tuple[str | None, tuple[str, ...]]:
        """The noun counted, replaced by the first of its synonyms, and the other words for it."""
        ends = words("phrase_ends")
        skipped = words("stop_words") | actions().keys()
        last = next((n for n, word in enumerate(self.what) if n and word.text in ends), len(self.what))
        lemmas = [lemmatize(word.text) for word in self.what]
        phrase, rest = lemmas[:last], [word for word in lemmas[last:] if word not in skipped]
        if not phrase:
            return None, ()
        head, others = phrase[-1], [word for word in phrase[:-1] if word not in skipped]
        if head in words("weak_heads"):
            # `The share of households`, `tax rate`: the other words say what it is.
            nouns = [word for word in rest if not word.isdigit()] or ([] if head == "share" else others[-1:])
            if nouns:
                head, rest = nouns[0], [head, *nouns[1:]]
        named = synonyms()
        return named.get(head, head), tuple(
            dict.fromkeys(named.get(w, w) for w in (*others, *rest) if w != head)
        )

    def action(self, head: str | None, *, places: frozenset[str] = frozenset()) -> str | None:
        """What happened to what is counted; for people it may be anywhere in the sentence.

        Nouns for `places` tell nothing of it: `officers of the jail`.
        """
        if (found := phrase_action(self.text)) is not None:
            return found
        wider = self.free if head is None or head in words("people") else []
        # In many headlines capitals do not mark names.
        marks_names = 2 * sum(word.capital for word in self.sentence) < len(self.sentence)
        for word in (*self.what, *self._own_words_after(), *reversed(self.before), *wider):
            found = actions().get(word.text) or actions().get(lemmatize(word.text))
            if found and word.text not in places and not (word.capital and marks_names):
                return found
        return None

    def _own_words_after(self) -> list[Word]:
        """The words after a number, without those of the next: `1,410 men in a jail with room for 620`."""
        return self.after[:-2] if self.after and self.after[-1].text == "for" else self.after

    def polarity(self) -> str | None:
        """The side taken beside the number, that after it first: `52% of residents oppose the tunnel`."""
        sides = polarities()
        # `Wants to deliver` demands nothing.
        wishes = {a.start for a, b in pairwise(self.sentence) if b.text == "to" and b.start == a.end + 1}
        # `Both accept that the wing, designed for 96, was full` takes no side.
        wishes |= {a.start for a, b in pairwise(self.before) if b.text == "that" and b.start == a.end + 1}
        for beside, step in ((self.after, 1), (self.before[-2 * NEAR :], -1), (self.what, 1)):
            texts = [word.text for word in beside if word.start not in wishes]
            for text in (*texts[::step], *map("_".join, pairwise(texts))):
                if side := sides.get(text):
                    return side
        return None

    def choice(self) -> Choice | None:
        """What those counted `voted to continue`; without a verb, `and four to abandon it`, that is empty."""
        at = next((n for n, word in enumerate(self.after) if word.text == "to"), len(self.after))
        done = [word for word in self.after[at + 1 : at + 2] if word.text.isalpha() and not word.capital]
        if not done or done[0].text in words("stop_words"):
            return None
        ahead = [word.text for word in self.after[:at] if word.text != "not"]
        denied = "not " if len(ahead) < at else ""
        return Choice(lemmatize(ahead[-1]) if ahead else "", denied + lemmatize(done[0].text))

    def is_lasting(self) -> bool:
        """Whether it is about what lasts: `11 were still in hospital on Sunday`, and perhaps on Monday."""
        return any(word.text in words("lasting") for word in (*self.before, *self.after))

    def is_denied_after(self) -> bool:
        """Whether `not` or `never` follows the number in its clause."""
        return any(_DENIES.fullmatch(word.text) for word in self.after)

    def context(self, *, counted: float, alone: bool) -> Iterator[tuple[str, float]]:
        """The lemmas of content words, each once, and the weight `counted` for those for what is counted.

        With `alone` the words for other numbers are left out: `41 are treated here, nine in intensive care`.
        """
        stop = words("stop_words")
        what = {lemmatize(word.text) for word in self.what}
        near = {word.start for word in (*self.before, *self.after)}
        weights: dict[str, float] = {}
        own = {word.start for word in ((*self.after, *self.free) if alone else self.sentence)}
        for word in self.sentence:
            if word.start not in own:
                continue
            base = lemmatize(word.text)
            if word.text in stop or base in stop or len(base) < 2 or base[0].isdigit():
                continue
            weight = counted if base in what else 1.0 if word.start in near else _OUTSIDE_CLAUSE
            if not weight:
                continue
            base = synonyms().get(base, base)
            weights[base] = max(weight, weights.get(base, 0.0))
        yield from weights.items()

    def is_unreal(self, *, widely: bool) -> bool:
        """Whether the clause is about a possibility or, if asked `widely`, a plan."""
        unreal = words("unreal" if widely else "claims_possible")
        small = (word for word in (*self.before, *self.after) if not word.capital)
        return any(word.text in unreal or lemmatize(word.text) in unreal for word in small)


def clause_of(quantities: Sequence[Quantity], index: int, around: TextSpan) -> Clause:
    """The clause of a number in its sentence."""
    quantity = quantities[index]
    inside = [q for q in quantities if q.start < around.end and around.start < q.end]
    left, right = _clause_ends(inside, quantity, around)
    taken = [_clause_ends(inside, q, around) for q in inside if q is not quantity]
    sentence = [
        word
        for word in find_words(around.text, offset=around.start)
        if not any(q.start <= word.start < q.end for q in inside)
    ]
    first = quantity.end
    text = around.text[left - around.start : right - around.start]
    if those := _OF_THOSE_WHO.match(around.text, quantity.end - around.start):
        text, first, right = those["told"], around.start + those.start("told"), around.start + those.end()
    return Clause(
        start=left,
        end=right,
        text=text,
        before=[word for word in sentence if left <= word.start < quantity.start],
        after=[word for word in sentence if first <= word.start < right],
        what=find_words(quantity.what.text) if quantity.what else [],
        sentence=sentence,
        free=[word for word in sentence if not any(first <= word.start < last for first, last in taken)],
    )


def _clause_ends(inside: Sequence[Quantity], quantity: Quantity, around: TextSpan) -> tuple[int, int]:
    """The clause of a number: up to the numbers on either side, or to the next clause boundary."""
    start, end = quantity.start - around.start, quantity.end - around.start
    left = max((q.end - around.start for q in inside if q.end <= quantity.start), default=0)
    right = min((q.start - around.start for q in inside if q.start >= quantity.end), default=len(around.text))
    left = max((match.end() for match in _CLAUSE_END.finditer(around.text, left, start)), default=left)
    following = _CLAUSE_END.search(around.text, end, right)
    return around.start + left, around.start + (following.start() if following else right)


def is_about_people(action: str | None) -> bool:
    """Whether what happened, happens to people: `killed`."""
    return action is not None and action.replace(" ", "_") in words("of_people")


def aspect(clause: Clause, before: str, after: str, *, family: str, may_be_side: bool) -> str:
    """Whether a number is of a part, others, an aim, one side of a vote, or an addition."""
    if family == "count" and _OTHERS.match(after):
        return "others"
    of_them = None if family == "percent" or _OUT_OF.match(after) else _PART_AFTER.match(after)
    happened = _HAPPENED.match(after, of_them.end()) if of_them else None
    if happened and is_about_people(phrase_action(happened[0]) or actions().get(happened[1].casefold())):
        # `32 of them were wounded`: all the wounded.
        of_them = None
    if of_them or _PART_BEFORE.search(before):
        return "part"
    if _AIM.search(before):
        return "aim"
    if family != "count" and _COMPARED.search(before) and not _THEN.match(after):
        return "compared"
    if may_be_side:
        if SECOND_SIDE.search(before):
            return "second side"
        if FIRST_SIDE.match(after):
            return "first side"
    if family == "count" and (_INCREMENT.search(before) or _INCREMENT_AFTER.match(after)):
        return "added"
    beside = (*clause.before[-NEAR:], *clause.after[:NEAR])
    return "grave" if any(word.text in words("severity") for word in beside) else ""


def is_earlier(before: str, after: str, action: str | None) -> bool:
    """Whether the words around a number say that it is of an earlier time."""
    if (had := _HAD_EARLIER.search(before)) and had["verb"].casefold() not in words("telling"):
        return is_about_people(action)
    return bool(_EARLIER.search(before) or (_COMPARED.search(before) and _THEN.match(after)))


def is_capacity(before: str) -> bool:
    """Whether a count is a capacity: `designed for 96`, `built to hold 620`."""
    return bool(_ROOM_FOR.search(before))


def is_stretch_of_amount(quantities: Sequence[Quantity], index: int, around: TextSpan) -> bool:
    """Whether a duration is that in which the amount measured before it fell; `within` is no bound there."""
    this, last = quantities[index], quantities[index - 1] if index else None
    if last is None or last.start < around.start or dimension(this.unit) != "time":
        return False
    between = around.text[last.end - around.start : this.start - around.start]
    return dimension(last.unit) in _AMOUNTS and bool(_STRETCH.fullmatch(between))


def periods(sentence: str) -> frozenset[str]:
    """The periods that a sentence is about: a `quarter`, a `year`."""
    found = (next(filter(None, groups)).casefold() for groups in _PERIOD.findall(sentence))
    return frozenset("year" if period == "annual" else period for period in found)


# Numbers that are no quantities

_ORDINALS = "second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth"
# What is counted before the number, `The march, the third`, and what is won or held for the third time.
_BEFORE = r"(?:\b(?P<before>[a-z]+), )?(?:\b(?:the|a|its|their|his|her)|['’]s)\s+"
_WON = r"(?P<won>time|title|win|victory|championship|crown|term)\b"
# From when on it is counted: `this year`, `in a row`, `in the city since May`, `in three weeks`.
_SINCE = (
    r"(?:(?:this|of the) (?:day|week|month|year|season|summer|winter|decade|century)|in a row"
    r"|(?:(?:in|on|at|of|along|there|here)\b[^.;,]{0,30} )?since"
    r"|in (?:(?:as many|\w+) (?:days|weeks|months|years)"
    r"|a (?:day|week|month|year|decade)\b(?: and a half)?))\b"
)
_ORDINAL = re.compile(
    rf"{_BEFORE}(?P<number>\d+(?:st|nd|rd|th)|{_ORDINALS})\s+(?:(?:straight|consecutive)\s+)?(?:{_WON}|"
    r"(?:(?:[a-z]+ ){0,2}?(?P<noun>(?!(?:of|in|on|at|to)\b)[a-z]+)\s+)??"
    rf"(?:(?:to|on|in|at|of) [a-z]+ (?:[a-z]+ ){{0,3}})?{_SINCE})",
    re.I,
)
_TIME_OF_DAY = re.compile(r"[\d-]*T(\d\d):(\d\d)")
# `3-1`, but not `3-1-4`, `1-2%` or `2019-20`
_SCORE = re.compile(r"(?<![\d.,–/-])(\d{1,3})[-–](\d{1,3})(?![\d%/–-]|[.,]\d)")
# A match that is over has a winner and a loser, or is drawn.
_PLAYED = re.compile(
    r"\b(?:beat|beats|beaten|defeat(?:s|ed)?|wins?|won|winning|victor(?:y|ies)|los(?:e|es|t|ing)|thump(?:ed|ing)?"
    r"|thrash(?:ed|ing)?|hammer(?:ed|ing)?|edged?|dr[ae]w|drawn|final score|full-time)\b",
    re.I,
)
# Scores on the way, over two matches, of shoot-outs and of votes are no results.
_ON_THE_WAY = re.compile(
    r"\b(?:half[- ]time|interval|led|leading|lead|ahead|down|behind|trail(?:ed|ing)?|aggregate"
    r"|penalt(?:y|ies)|shoot-?out|sets?|vote[sd]?|voting|ruled|ruling|decision|majority|court"
    r"|last (?:season|year|month))\b",
    re.I,
)


# Earlier years have fewer digits.
_FIRST_YEAR = 1000
# `FALMOUTH, Antigua, June 20, 2026`
_AFTER_PLACE = re.compile(r"(?:,? [A-Z][\w.]*)*, ?")
_HEAD = re.compile(r"\s*(?:published|updated|posted|by)\b[^.]*$", re.I)


def event_days(extraction: Extraction) -> Iterator[Quantity]:
    """The days, months and other periods that an article names: their first and last day, as 20260314."""
    for found in extraction.dates:
        days = days_of(found.value)
        if days is None or duration_of(found.value) or days.first.year < _FIRST_YEAR:
            continue
        if _TIME_OF_DAY.match(found.value) and not _day_names().search(found.text):
            continue
        if _is_of_head(extraction, found):
            continue
        numbers = (int(f"{days.first:%Y%m%d}"), int(f"{days.last:%Y%m%d}"))
        yield _number(extraction, (found.start, found.end), numbers, "calendar_day", id_=found.id)


@cache
def _day_names() -> re.Pattern[str]:
    """What names a day beside a clock: `Monday at 7.50am`, unlike `7.50am`."""
    names = any_of([*months(), *weekdays()])
    return re.compile(
        rf"\b(?:{names}|to(?:day|morrow|night)|yesterday|last night|\d+(?:st|nd|rd|th))\b", re.I
    )


def is_of_speech(extraction: Extraction, found: Quantity) -> bool:
    """Whether `tonight` or `Friday` is in quotation marks: it counts from the day on which that was said."""
    if any(map(str.isdigit, found.text)) or not months().keys().isdisjoint(found.text.casefold().split()):
        return False
    direct = (part for said in extraction.statements if said.quote == "direct" for part in said.content)
    return any(part.start <= found.start < part.end for part in direct)


def _is_of_head(extraction: Extraction, found: Date) -> bool:
    """Whether a date is a line of its own, in a dateline, or by a byline: `Published May 20, 2025 by Ada`."""
    text, place = extraction.document.text, extraction.document.dateline
    if place and _AFTER_PLACE.fullmatch(text, place.end, max(place.end, found.start)):
        return True
    start, end = text.rfind("\n", 0, found.start) + 1, text.find("\n", found.end)
    rest = text[start : found.start] + text[found.end : end if end >= 0 else len(text)]
    return bool(text) and bool(_HEAD.match(rest) or not any(map(str.isalpha, rest)))


def unread_numbers(extraction: Extraction) -> Iterator[Quantity]:
    """The ordinals, times of day and scores of matches in an article."""
    yield from _ordinals(extraction)
    yield from _times_of_day(extraction)
    yield from _match_scores(extraction)


def _ordinals(extraction: Extraction) -> Iterator[Quantity]:
    """How often something happened: `the fourth march this year`, `The march, the third this year,`."""
    text = extraction.document.text
    for match in _ORDINAL.finditer(text):
        number = match["number"].casefold()
        value = int(re.sub(r"\D", "", number) or 0) or _ordinal_values().get(number, 0)
        noun = next((name for name in ("won", "noun", "before") if match[name]), None)
        if value and noun:
            yield _number(extraction, match.span("number"), value, "ordinal", what=match.span(noun))


def _times_of_day(extraction: Extraction) -> Iterator[Quantity]:
    """The times of day, in minutes after midnight."""
    for found in extraction.dates:
        match = _TIME_OF_DAY.fullmatch(found.value)
        if match:
            minutes = 60 * int(match[1]) + int(match[2])
            yield _number(extraction, (found.start, found.end), minutes, "time_of_day", id_=found.id)


def _match_scores(extraction: Extraction) -> Iterator[Quantity]:
    """The results of matches, `Rovers beat Ashby 3-1`: the goals of the loser, and those of the winner.

    A sentence with two scores may report two matches, or the way to the result.
    """
    text = extraction.document.text
    for match in _SCORE.finditer(text):
        sentence = sentence_around(text, *match.span())
        scores = _SCORE.findall(sentence.text)
        if len(scores) > 1 or not _PLAYED.search(sentence.text) or _ON_THE_WAY.search(sentence.text):
            continue
        if any(q.start < match.end() and match.start() < q.end for q in extraction.quantities):
            continue
        low, high = sorted((int(match[1]), int(match[2])))
        yield _number(extraction, match.span(), (low, high), "match_score")


@cache
def _ordinal_values() -> dict[str, int]:
    """Ordinal -> its value, from `second` on."""
    return {name: value for value, name in enumerate(_ORDINALS.split("|"), 2)}


def _number(
    extraction: Extraction,
    span: tuple[int, int],
    value: int | tuple[int, int],
    unit: str,
    *,
    what: tuple[int, int] | None = None,
    id_: str = "",
) -> Quantity:
    """A number of the text that is no quantity; a score has two values, the lower first."""
    low, high = value if isinstance(value, tuple) else (value, value)
    text = extraction.document.text
    counted = Counted(start=what[0], end=what[1], text=text[slice(*what)]) if what else None
    return Quantity.model_construct(
        id=id_ or f"{unit} {span[0]}",
        start=span[0],
        end=span[1],
        text=text[slice(*span)],
        value_low=low,
        value_high=high,
        unit=unit,
        relation="=",
        change=None,
        what=counted,
        statement=None,
        source=None,
        date=None,
        confidence=None,
    )
