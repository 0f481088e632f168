"""Whether the numbers for one thing agree, differ, or change over time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from itertools import combinations

from claimx.compare.days import Days
from claimx.compare.intervals import can_both_hold
from claimx.compare.lexicon import words
from claimx.compare.names import Name
from claimx.compare.results import ComparedNumber, Value, Verdict
from claimx.compare.sightings import Sighting
from claimx.compare.things import Thing
from claimx.compare.wording import find_words, lemma

# What an article says of a fact that does not move is taken to be of the same time for so long.
_SETTLED_DAYS = 30
_GROWS = frozenset({"killed"})
_MOST_SHARED = 6

Conflict = tuple[int, int]
NameOf = Callable[[Name | None], str | None]


def judge(thing: Thing, joined: NameOf) -> ComparedNumber:
    """What several articles say about one thing, with a verdict on it; `joined` tells who is who."""
    groups = sorted(thing.values.values(), key=lambda group: (-_articles(group), group[0].interval))
    conflicts = [(a, b) for a, b in combinations(range(len(groups)), 2) if _oppose(groups[a], groups[b])]
    return ComparedNumber(
        what=_label(thing),
        shared=_shared(thing.sightings),
        verdict=_verdict(groups, conflicts),
        articles=_articles(thing.sightings),
        values=[_value(group, _opponents(index, conflicts), joined) for index, group in enumerate(groups)],
    )


def _oppose(a: Sequence[Sighting], b: Sequence[Sighting]) -> bool:
    """Whether two values cannot both hold: what is, and what might be, are no opposites."""
    if can_both_hold(a[0].interval, b[0].interval):
        return False
    return bool({s.unreal for s in a} & {s.unreal for s in b})


def _verdict(groups: Sequence[list[Sighting]], conflicts: Sequence[Conflict]) -> Verdict:
    if not conflicts:
        return "agrees"
    moved = all(_has_moved(groups[a], groups[b]) for a, b in conflicts)
    return "changes" if moved else "differs"


def _has_moved(a: list[Sighting], b: list[Sighting]) -> bool:
    """Whether two values that cannot both hold belong to different times."""
    if all(s.earlier for s in a) or all(s.earlier for s in b):
        return True
    if any(s.is_past != a[0].is_past for s in (*a, *b)):
        return False
    own = _span(s.days for s in a), _span(s.days for s in b)
    if own[0] and own[1] and own[0].gap(own[1]):
        return not _shrinks(a, b)
    known = _span(_day(s) for s in a), _span(_day(s) for s in b)
    if known[0] is None or known[1] is None:
        return False
    gap = known[0].gap(known[1])
    return gap > _SETTLED_DAYS or (gap > 0 and _is_running(a[0]) and not _shrinks(a, b))


def _day(sighting: Sighting) -> Days | None:
    return Days(sighting.day, sighting.day) if sighting.day else None


def _span(days: Iterable[Days | None]) -> Days | None:
    """From the first to the last of some days; None where one is not known."""
    known = list(days)
    told = [found for found in known if found]
    if len(told) < len(known):
        return None
    return Days(min(found.first for found in told), max(found.last for found in told))


def _is_running(sighting: Sighting) -> bool:
    """Whether it is a number that moves from day to day."""
    if sighting.action:
        return sighting.action.replace(" ", "_") in words("running")
    return bool((sighting.lemmas | {sighting.topic.thing}) & words("running_words"))


def _shrinks(a: list[Sighting], b: list[Sighting]) -> bool:
    """Whether the later value is the lower one, of a number that can only grow."""
    if a[0].action not in _GROWS:
        return False
    if not all(s.day for s in (*a, *b)):
        return False
    first, second = sorted((a, b), key=lambda group: min(s.day for s in group if s.day))
    return second[0].interval.high < first[0].interval.low


def _value(group: list[Sighting], contradicts: list[int], joined: NameOf) -> Value:
    quantity = group[0].quantity
    return Value(
        value_low=quantity.value_low,
        value_high=quantity.value_high,
        unit=quantity.unit,
        relation=quantity.relation,
        change=quantity.change,
        contradicts=contradicts,
        figures=[s.figure.model_copy(update={"speaker": joined(s.name)}) for s in _in_order(group)],
    )


def _in_order(group: list[Sighting]) -> list[Sighting]:
    return sorted(group, key=lambda s: (s.position, s.figure.start))


def _opponents(index: int, conflicts: Sequence[Conflict]) -> list[int]:
    return [b if a == index else a for a, b in conflicts if index in (a, b)]


def _articles(group: Sequence[Sighting]) -> int:
    return len({sighting.position for sighting in group})


def _label(thing: Thing) -> str:
    sightings = thing.sightings
    topic = sightings[0].topic
    if topic.thing.startswith("people "):
        return topic.thing
    texts = Counter(" ".join(s.figure.what.text.split()) for s in sightings if s.figure.what)
    if not texts:
        return _shared_phrase(sightings)
    most_used = texts.most_common(1)[0][0]
    return f"age of {most_used}" if topic.dimension == "age" else most_used


def _shared_phrase(sightings: Sequence[Sighting]) -> str:
    """The words that the sentences have in common, as the first of them has them."""
    shared = _shared(sightings)
    sentence = sightings[0].figure.sentence
    if sentence:
        found = (word for word in find_words(sentence.text) if lemma(word.text) in shared)
        shared = list(dict.fromkeys(sentence.text[word.start : word.end] for word in found))
    return " ".join(shared) or sightings[0].figure.text


def _shared(sightings: Sequence[Sighting]) -> list[str]:
    """The words that sentences of several articles have in common, those of most first."""
    counts = Counter(lemma for lemma, _ in {(word, s.position) for s in sightings for word in s.lemmas})
    least = max(2, _articles(sightings) / 2)
    common = sorted((-count, lemma) for lemma, count in counts.items() if count >= least)
    return [lemma for _, lemma in common[:_MOST_SHARED]]
