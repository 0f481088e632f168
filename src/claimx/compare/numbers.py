"""The numbers that several articles give for one thing, and what an editor must know of them."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations, groupby
from operator import itemgetter

from claimx.compare import VERDICTS, ComparedNumber, Value, Verdict
from claimx.compare.claims import NumericClaim, find_claims
from claimx.compare.intervals import Days, can_both_hold
from claimx.compare.matching import Cluster, Scorer, cluster_claims
from claimx.compare.names import Names
from claimx.compare.relations import (
    Likeness,
    are_floors_apart,
    are_misread,
    are_rivals,
    are_transposed,
    is_update,
    relation,
)
from claimx.compare.stories import Articles, Store, pack, unpack
from claimx.compare.words import find_words, lemma
from claimx.schema import Extraction

# Publication days further apart than this mean different times even for a fact that does not move.
_SETTLED_DAYS = 30
# One poll is news for so many days.
_SAME_POLL_DAYS = 3
_GROWS = frozenset({"killed"})
_MOST_SHARED = 6
# What a pair must score more to conflict in stories that were found among many articles.
_MANY_ARTICLES = 0.15

Group = list[NumericClaim]
"""The claims of a cluster that have the same value."""
Pair = tuple[int, int]
"""Positions of two groups."""


class NumberComparison:
    """Collects the numeric claims of articles, then compares them."""

    def __init__(self, store: Store, articles: Articles, names: Names) -> None:
        self._store = store
        self._articles = articles
        self._names = names

    def add(self, extraction: Extraction, position: int) -> None:
        """Collect the claims of an article."""
        self._store.insert(
            "claims",
            (
                (position, claim.unit.family, " ".join(sorted(claim.lemmas)), pack(claim))
                for claim in find_claims(extraction, position)
            ),
        )

    def compare(self) -> Iterator[ComparedNumber]:
        """What several articles count or measure, story by story; in one article, what claimants dispute."""
        for cluster in self._clusters():
            if len(cluster.claims) > 1:
                row = self._row(cluster)
                differs = row.verdict == "differs" and row.articles > 1
                if row.witnesses > 1 or row.verdict == "disputed" or differs:
                    yield row

    def _clusters(self) -> Iterator[Cluster]:
        self._store.do("CREATE INDEX by_article ON claims (position, family)")
        families = self._store.run(
            "SELECT story, family FROM claims JOIN articles USING (position) "
            "GROUP BY story, family HAVING count(*) > 1 ORDER BY story, family"
        )
        for story, rows in groupby(list(families), key=itemgetter(0)):
            scorer = self._scorer(story)
            for _, family in rows:
                yield from cluster_claims(self._claims(story, family), scorer)

    def _scorer(self, story: int) -> Scorer:
        counts: Counter[str] = Counter()
        sentences = 0
        rows = self._store.run(
            "SELECT lemmas FROM articles JOIN claims USING (position) WHERE story = ?", (story,)
        )
        for (lemmas,) in rows:
            counts.update(lemmas.split())
            sentences += 1
        articles = self._articles
        strictness = 0.0 if articles.are_few else _MANY_ARTICLES
        alike = Likeness(counts, sentences)
        return Scorer(alike, articles.are_related, articles.names_place, articles.witness, strictness)

    def _claims(self, story: int, family: str) -> list[NumericClaim]:
        rows = self._store.run(
            "SELECT record FROM articles JOIN claims USING (position) "
            "WHERE story = ? AND family = ? ORDER BY position, claims.rowid",
            (story, family),
        )
        return [unpack(record) for (record,) in rows]

    def _row(self, cluster: Cluster) -> ComparedNumber:
        groups = sorted(cluster.values.values(), key=lambda group: (-_articles(group), group[0].interval))
        found = verdicts(groups)
        verdict: Verdict = min(found.values(), key=VERDICTS.index, default="agrees")
        return ComparedNumber(
            what=_label(cluster.claims),
            shared=_shared(cluster.claims),
            verdict=verdict,
            articles=len(cluster.articles),
            witnesses=len({self._articles.witness(position) for position in cluster.articles}),
            values=[_value(n, groups, found, self._names) for n in range(len(groups))],
        )


def verdicts(groups: Sequence[Group]) -> dict[Pair, Verdict]:
    """The verdicts on pairs of values that do not agree."""
    found: dict[Pair, Verdict] = {}
    for a, b in combinations(range(len(groups)), 2):
        verdict = _pair_verdict(groups[a], groups[b])
        if verdict != "agrees":
            found[a, b] = verdict
    return found


def _pair_verdict(a: Group, b: Group) -> Verdict:
    """The verdict on two values; a fact and a possibility do not contradict each other."""
    kind = relation(a[0], b[0])
    if kind in ("none", "same"):
        return "agrees"
    if a[0].unit.family == "count" and not {c.unreal for c in a} & {c.unreal for c in b}:
        return "agrees"
    if kind == "other unit":
        return "other_unit"
    if can_both_hold(a[0].interval, b[0].interval):
        if not are_floors_apart(a[0], b[0]):
            return "agrees"
        return "changes" if _has_moved(a, b) else "floors_differ"
    if _has_moved(a, b):
        return "changes"
    pairs = [(x, y) for x in a for y in b if x.claimant and y.claimant]
    if pairs and all(are_rivals(x, y) for x, y in pairs):
        return "disputed"
    return "differs"


def _has_moved(a: Group, b: Group) -> bool:
    """Whether two contradicting values belong to different times."""
    if all(claim.earlier for claim in a) or all(claim.earlier for claim in b):
        return True
    if any(x.position == y.position and is_update(x, y) for x in a for y in b):
        # One article gives both, each with its time.
        return True
    if any(claim.is_past != a[0].is_past for claim in (*a, *b)):
        return False
    # What was said in quotation marks, and how long something took, is said of one moment.
    if any(claim.quoted for claim in (*a, *b)) or a[0].unit.family == "time":
        return False
    if are_misread(a[0], b[0]):
        return False
    if (grown := _has_grown(a, b)) is not None:
        return grown
    running = a[0].is_running or b[0].is_running
    # A toll is that of the day it is published, whatever the day of the event; a price that of its own day.
    is_toll = running and a[0].unit.family == "count"
    own = [_span(c.days if not is_toll or _is_over(c) else None for c in group) for group in (a, b)]
    published = [_span(map(_published if is_toll else _day, _current(group))) for group in (a, b)]
    if published[0] is None or published[1] is None:
        return False
    gap = published[0].gap(published[1])
    if not running and not (own[0] and own[1]):
        first, second = (_span(map(_published, _current(group))) for group in (a, b))
        gap = first.gap(second) if first and second else gap
    if own[0] and own[1] and own[0].gap(own[1]):
        if gap and (own[0].first < own[1].first) != (published[0].first < published[1].first):
            return False
        return not _shrinks(a, b)
    if gap <= _SETTLED_DAYS and are_transposed(a[0], b[0]):
        return False
    least = _SAME_POLL_DAYS if a[0].is_poll else 0
    return gap > _SETTLED_DAYS or (gap > least and running and not _shrinks(a, b))


def _has_grown(a: Group, b: Group) -> bool | None:
    """Whether what was still being counted is higher on the later day; None where no day is told for it.

    The day is the number's own (`by Tuesday night`), else that on which its article was published.
    """
    if not any(claim.as_of for claim in (*a, *b)):
        return None
    first, second = (_span(claim.as_of or claim.days or _published(claim) for claim in g) for g in (a, b))
    if first is None or second is None or not first.gap(second):
        return None
    earlier, later = (a, b) if first.first < second.first else (b, a)
    return later[0].interval.high > earlier[0].interval.low


def _is_over(claim: NumericClaim) -> bool:
    """Whether the day of a number is not after its publication."""
    published = claim.figure.published
    return bool(claim.days and published and claim.days.first <= published)


def _current(group: Group) -> Group:
    """The claims that their own article does not call out of date."""
    return [claim for claim in group if not claim.earlier] or group


def _day(claim: NumericClaim) -> Days | None:
    return Days(claim.day, claim.day) if claim.day else None


def _published(claim: NumericClaim) -> Days | None:
    day = claim.figure.published
    return Days(day, day) if day else None


def _span(days: Iterable[Days | None]) -> Days | None:
    """From the first to the last day; None if any is unknown."""
    known = list(days)
    found = [each for each in known if each]
    if not found or len(found) < len(known):
        return None
    return Days(min(each.first for each in found), max(each.last for each in found))


def _shrinks(a: Group, b: Group) -> bool:
    """Whether the later value is lower, for a number that can only grow."""
    if a[0].action not in _GROWS or not all(claim.day for claim in (*a, *b)):
        return False
    first, second = sorted((a, b), key=lambda group: min(c.figure.published or c.day for c in group if c.day))
    high, low = second[0].interval.high, first[0].interval.low
    return high < low and not math.isinf(high)


def _value(n: int, groups: Sequence[Group], found: Mapping[Pair, Verdict], names: Names) -> Value:
    group = groups[n]
    quantity = group[0].quantity
    in_order = sorted(group, key=lambda claim: (claim.position, claim.figure.start))
    others = [(b if a == n else a, kind) for (a, b), kind in found.items() if n in (a, b)]
    return Value(
        value_low=quantity.value_low,
        value_high=quantity.value_high,
        unit=group[0].unit.name,
        relation=quantity.relation,
        change=quantity.change,
        contradicts=[other for other, kind in others if kind != "changes"],
        moves=[other for other, kind in others if kind == "changes"],
        figures=[c.figure.model_copy(update={"speaker": names.canonical(c.name)}) for c in in_order],
    )


def _articles(claims: Sequence[NumericClaim]) -> int:
    return len({claim.position for claim in claims})


def _label(claims: Sequence[NumericClaim]) -> str:
    """What is counted, in the most frequent wording, or the words that the sentences share."""
    things = Counter(claim.thing for claim in claims if claim.thing.startswith("people "))
    if things and things.total() * 2 >= len(claims):
        return things.most_common(1)[0][0]
    wordings = Counter(" ".join(c.figure.what.text.split()) for c in claims if c.figure.what)
    if wordings:
        most_used = wordings.most_common(1)[0][0]
        if claims[0].unit.family == "age":
            return f"age of {most_used}"
        happened = Counter(claim.action for claim in claims if claim.action)
        action, times = happened.most_common(1)[0] if happened else (None, 0)
        if claims[0].unit.family != "count" or 2 * times <= len(claims):
            action = None
        sides = [side for side in ("for", "against") if any(claim.polarity == side for claim in claims)]
        more = [action] if action and claims[0].thing not in ("people", "") else []
        more += sides
        return " ".join((most_used, *(word for word in more if word not in most_used.casefold())))
    shared = _shared(claims)
    if sentence := claims[0].figure.sentence:
        found = (word for word in find_words(sentence.text) if lemma(word.text) in shared)
        shared = list(dict.fromkeys(sentence.text[word.start : word.end] for word in found))
    return " ".join(shared) or claims[0].figure.text


def _shared(claims: Sequence[NumericClaim]) -> list[str]:
    """The words that sentences of several articles share, the most frequent first."""
    counts = Counter(word for word, _ in {(word, c.position) for c in claims for word in c.lemmas})
    least = max(2, _articles(claims) / 2)
    common = sorted((-count, word) for word, count in counts.items() if count >= least)
    return [word for _, word in common[:_MOST_SHARED]]
