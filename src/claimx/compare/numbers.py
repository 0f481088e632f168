"""The numbers that several articles give for one thing, and whether they agree, differ or change."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations, groupby
from operator import itemgetter

from claimx.compare.claims import NumericClaim, find_claims
from claimx.compare.clusters import Cluster, PairScorer, cluster_claims, sentence_rarity
from claimx.compare.intervals import Days, can_both_hold
from claimx.compare.names import Names
from claimx.compare.schema import ComparedNumber, Value, Verdict
from claimx.compare.store import Store, pack, unpack
from claimx.compare.stories import Articles
from claimx.compare.text import find_words, lemma, words
from claimx.schema import Extraction

# Publication days further apart than this mean different times even for a fact that does not move.
_SETTLED_DAYS = 30
_GROWS = frozenset({"killed"})
_MOST_SHARED = 6

Group = list[NumericClaim]
"""The claims of a cluster that have the same value."""
Conflict = tuple[int, int]
"""Positions of two groups that contradict each other."""


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
                (position, "|".join(claim.topic), " ".join(claim.lemmas), pack(claim))
                for claim in find_claims(extraction, position)
            ),
        )

    def compare(self) -> Iterator[ComparedNumber]:
        """What several articles count or measure, story by story."""
        for cluster in self._clusters():
            if len(cluster.by_article) > 1:
                yield _row(cluster, self._names)

    def _clusters(self) -> Iterator[Cluster]:
        """Candidates: the clusters of each topic that several articles of a story have."""
        self._store.do("CREATE INDEX by_article ON claims (position, topic)")
        shared = self._store.run(
            "SELECT story, topic FROM claims JOIN articles USING (position) "
            "GROUP BY story, topic HAVING count(DISTINCT position) > 1 ORDER BY story, topic"
        )
        for story, topics in groupby(list(shared), key=itemgetter(0)):
            scorer = self._scorer(story)
            for _, topic in topics:
                yield from cluster_claims(self._claims(story, topic), scorer)

    def _scorer(self, story: int) -> PairScorer:
        counts: Counter[str] = Counter()
        sentences = 0
        rows = self._store.run(
            "SELECT lemmas FROM articles JOIN claims USING (position) WHERE story = ?", (story,)
        )
        for (lemmas,) in rows:
            counts.update(lemmas.split())
            sentences += 1
        rarity = sentence_rarity(counts, sentences)
        return PairScorer(rarity, self._articles.similarity, self._articles.names_place)

    def _claims(self, story: int, topic: str) -> list[NumericClaim]:
        rows = self._store.run(
            "SELECT record FROM articles JOIN claims USING (position) "
            "WHERE story = ? AND topic = ? ORDER BY position, claims.rowid",
            (story, topic),
        )
        return [unpack(record) for (record,) in rows]


def verdict_for(groups: Sequence[Group]) -> tuple[Verdict, list[Conflict]]:
    """The verdict on a cluster, given its claims by value, and the values that contradict each other.

    `agrees`: all values can hold. `changes`: those that cannot belong to different times. `differs`: else.
    """
    conflicts = [(a, b) for a, b in combinations(range(len(groups)), 2) if _contradict(groups[a], groups[b])]
    if not conflicts:
        return "agrees", conflicts
    moved = all(_has_moved(groups[a], groups[b]) for a, b in conflicts)
    return ("changes" if moved else "differs"), conflicts


def _contradict(a: Group, b: Group) -> bool:
    """Whether two values cannot both hold; a fact and a possibility do not contradict each other."""
    if can_both_hold(a[0].interval, b[0].interval):
        return False
    return bool({claim.unreal for claim in a} & {claim.unreal for claim in b})


def _has_moved(a: Group, b: Group) -> bool:
    """Whether two contradicting values belong to different times."""
    if all(claim.earlier for claim in a) or all(claim.earlier for claim in b):
        return True
    if any(claim.is_past != a[0].is_past for claim in (*a, *b)):
        return False
    own = _span(claim.days for claim in a), _span(claim.days for claim in b)
    if own[0] and own[1] and own[0].gap(own[1]):
        return not _shrinks(a, b)
    known = _span(_day(claim) for claim in a), _span(_day(claim) for claim in b)
    if known[0] is None or known[1] is None:
        return False
    gap = known[0].gap(known[1])
    return gap > _SETTLED_DAYS or (gap > 0 and _is_running(a[0]) and not _shrinks(a, b))


def _day(claim: NumericClaim) -> Days | None:
    return Days(claim.day, claim.day) if claim.day else None


def _span(days: Iterable[Days | None]) -> Days | None:
    """From the first to the last day; None if any is unknown."""
    known = list(days)
    found = [each for each in known if each]
    if len(found) < len(known):
        return None
    return Days(min(each.first for each in found), max(each.last for each in found))


def _is_running(claim: NumericClaim) -> bool:
    """Whether the number changes from day to day: the missing, prices, polls."""
    if claim.action:
        return claim.action.replace(" ", "_") in words("running")
    return bool((claim.lemmas | {claim.topic.thing}) & words("running_words"))


def _shrinks(a: Group, b: Group) -> bool:
    """Whether the later value is lower, for a number that can only grow."""
    if a[0].action not in _GROWS or not all(claim.day for claim in (*a, *b)):
        return False
    first, second = sorted((a, b), key=lambda group: min(claim.day for claim in group if claim.day))
    return second[0].interval.high < first[0].interval.low


def _row(cluster: Cluster, names: Names) -> ComparedNumber:
    groups = sorted(cluster.values.values(), key=lambda group: (-_articles(group), group[0].interval))
    verdict, conflicts = verdict_for(groups)
    return ComparedNumber(
        what=_label(cluster.claims),
        shared=_shared(cluster.claims),
        verdict=verdict,
        articles=len(cluster.by_article),
        values=[
            _value(group, [b if a == index else a for a, b in conflicts if index in (a, b)], names)
            for index, group in enumerate(groups)
        ],
    )


def _value(group: Group, contradicts: list[int], names: Names) -> Value:
    quantity = group[0].quantity
    in_order = sorted(group, key=lambda claim: (claim.position, claim.figure.start))
    return Value(
        value_low=quantity.value_low,
        value_high=quantity.value_high,
        unit=quantity.unit,
        relation=quantity.relation,
        change=quantity.change,
        contradicts=contradicts,
        figures=[c.figure.model_copy(update={"speaker": names.canonical(c.name)}) for c in in_order],
    )


def _articles(claims: Sequence[NumericClaim]) -> int:
    return len({claim.position for claim in claims})


def _label(claims: Sequence[NumericClaim]) -> str:
    """What is counted, in the most frequent wording, or the words that the sentences share."""
    topic = claims[0].topic
    if topic.thing.startswith("people "):
        return topic.thing
    wordings = Counter(" ".join(c.figure.what.text.split()) for c in claims if c.figure.what)
    if wordings:
        most_used = wordings.most_common(1)[0][0]
        return f"age of {most_used}" if topic.dimension == "age" else most_used
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
