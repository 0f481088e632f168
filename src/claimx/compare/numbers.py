"""Whether the numbers for one cluster agree, differ, or change over time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import combinations, groupby
from operator import itemgetter

from claimx.compare.claims import NumericClaim, find_claims
from claimx.compare.clusters import Cluster, PairScorer, cluster_claims, story_rarity
from claimx.compare.intervals import Days, can_both_hold
from claimx.compare.names import Name, Names
from claimx.compare.schema import ComparedNumber, Value, Verdict
from claimx.compare.store import Store, pack, unpack
from claimx.compare.stories import Articles
from claimx.compare.text import find_words, lemma, words
from claimx.schema import Extraction

# What an article says of a fact that does not move is taken to be of the same time for so long.
_SETTLED_DAYS = 30
_GROWS = frozenset({"killed"})
_MOST_SHARED = 6

Conflict = tuple[int, int]
NameOf = Callable[[Name | None], str | None]


class NumberComparison:
    """Takes the numbers of articles, and gives those that several of them have."""

    def __init__(self, store: Store, articles: Articles, names: Names) -> None:
        self._store = store
        self._articles = articles
        self._names = names

    def add(self, extraction: Extraction, position: int) -> None:
        """Keep the numbers of an article."""
        self._store.insert("claims", map(_row, find_claims(extraction, position)))

    def compare(self) -> Iterator[ComparedNumber]:
        """What several articles count or measure, story by story."""
        self._store.do("CREATE INDEX by_article ON claims (position, topic)")
        # Only what several articles of a story have is ever looked at again.
        shared = self._store.run(
            "SELECT story, topic FROM claims JOIN articles USING (position) "
            "GROUP BY story, topic HAVING count(DISTINCT position) > 1 ORDER BY story, topic"
        )
        for story, topics in groupby(list(shared), key=itemgetter(0)):
            scorer = self._scorer(story)
            for _, topic in topics:
                for cluster in cluster_claims(self._claims(story, topic), scorer):
                    if len(cluster.by_article) > 1:
                        yield compare_cluster(cluster, self._names.canonical)

    def _scorer(self, story: int) -> PairScorer:
        counts: Counter[str] = Counter()
        sentences = 0
        rows = self._store.run(
            "SELECT lemmas FROM articles JOIN claims USING (position) WHERE story = ?", (story,)
        )
        for (lemmas,) in rows:
            counts.update(lemmas.split())
            sentences += 1
        return PairScorer(
            rarity=story_rarity(counts, sentences),
            likeness=self._articles.likeness,
            names_place=self._articles.names_place,
        )

    def _claims(self, story: int, topic: str) -> list[NumericClaim]:
        rows = self._store.run(
            "SELECT record FROM articles JOIN claims USING (position) "
            "WHERE story = ? AND topic = ? ORDER BY position, claims.rowid",
            (story, topic),
        )
        return [unpack(record) for (record,) in rows]


def _row(claim: NumericClaim) -> tuple[int, str, str, bytes]:
    topic = "|".join(claim.topic)
    return claim.position, topic, " ".join(claim.lemmas), pack(claim)


def compare_cluster(cluster: Cluster, canonical: NameOf) -> ComparedNumber:
    """What several articles say about one cluster, with a verdict on it; `canonical` tells who is who."""
    groups = sorted(cluster.values.values(), key=lambda group: (-_articles(group), group[0].interval))
    conflicts = [(a, b) for a, b in combinations(range(len(groups)), 2) if _oppose(groups[a], groups[b])]
    return ComparedNumber(
        what=_label(cluster),
        shared=_shared(cluster.claims),
        verdict=_verdict(groups, conflicts),
        articles=_articles(cluster.claims),
        values=[_value(group, _opponents(index, conflicts), canonical) for index, group in enumerate(groups)],
    )


def _oppose(a: Sequence[NumericClaim], b: Sequence[NumericClaim]) -> bool:
    """Whether two values cannot both hold: what is, and what might be, are no opposites."""
    if can_both_hold(a[0].interval, b[0].interval):
        return False
    return bool({s.unreal for s in a} & {s.unreal for s in b})


def _verdict(groups: Sequence[list[NumericClaim]], conflicts: Sequence[Conflict]) -> Verdict:
    if not conflicts:
        return "agrees"
    moved = all(_has_moved(groups[a], groups[b]) for a, b in conflicts)
    return "changes" if moved else "differs"


def _has_moved(a: list[NumericClaim], b: list[NumericClaim]) -> bool:
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


def _day(claim: NumericClaim) -> Days | None:
    return Days(claim.day, claim.day) if claim.day else None


def _span(days: Iterable[Days | None]) -> Days | None:
    """From the first to the last of some days; None where one is not known."""
    known = list(days)
    told = [found for found in known if found]
    if len(told) < len(known):
        return None
    return Days(min(found.first for found in told), max(found.last for found in told))


def _is_running(claim: NumericClaim) -> bool:
    """Whether it is a number that moves from day to day."""
    if claim.action:
        return claim.action.replace(" ", "_") in words("running")
    return bool((claim.lemmas | {claim.topic.thing}) & words("running_words"))


def _shrinks(a: list[NumericClaim], b: list[NumericClaim]) -> bool:
    """Whether the later value is the lower one, of a number that can only grow."""
    if a[0].action not in _GROWS:
        return False
    if not all(s.day for s in (*a, *b)):
        return False
    first, second = sorted((a, b), key=lambda group: min(s.day for s in group if s.day))
    return second[0].interval.high < first[0].interval.low


def _value(group: list[NumericClaim], contradicts: list[int], canonical: NameOf) -> Value:
    quantity = group[0].quantity
    return Value(
        value_low=quantity.value_low,
        value_high=quantity.value_high,
        unit=quantity.unit,
        relation=quantity.relation,
        change=quantity.change,
        contradicts=contradicts,
        figures=[s.figure.model_copy(update={"speaker": canonical(s.name)}) for s in _in_order(group)],
    )


def _in_order(group: list[NumericClaim]) -> list[NumericClaim]:
    return sorted(group, key=lambda s: (s.position, s.figure.start))


def _opponents(index: int, conflicts: Sequence[Conflict]) -> list[int]:
    return [b if a == index else a for a, b in conflicts if index in (a, b)]


def _articles(group: Sequence[NumericClaim]) -> int:
    return len({claim.position for claim in group})


def _label(cluster: Cluster) -> str:
    claims = cluster.claims
    topic = claims[0].topic
    if topic.thing.startswith("people "):
        return topic.thing
    texts = Counter(" ".join(s.figure.what.text.split()) for s in claims if s.figure.what)
    if not texts:
        return _shared_phrase(claims)
    most_used = texts.most_common(1)[0][0]
    return f"age of {most_used}" if topic.dimension == "age" else most_used


def _shared_phrase(claims: Sequence[NumericClaim]) -> str:
    """The words that the sentences have in common, as the first of them has them."""
    shared = _shared(claims)
    sentence = claims[0].figure.sentence
    if sentence:
        found = (word for word in find_words(sentence.text) if lemma(word.text) in shared)
        shared = list(dict.fromkeys(sentence.text[word.start : word.end] for word in found))
    return " ".join(shared) or claims[0].figure.text


def _shared(claims: Sequence[NumericClaim]) -> list[str]:
    """The words that sentences of several articles have in common, those of most first."""
    counts = Counter(lemma for lemma, _ in {(word, s.position) for s in claims for word in s.lemmas})
    least = max(2, _articles(claims) / 2)
    common = sorted((-count, lemma) for lemma, count in counts.items() if count >= least)
    return [lemma for _, lemma in common[:_MOST_SHARED]]
