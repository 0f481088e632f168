"""Which articles tell of the same events.

Every article has a signature: the names in it and the first words of it, weighted by how rare they are. An
article joins the stories of those before it that are most like it. It is held against no more than the few
that share most of its rarest terms.
"""

from __future__ import annotations

import math
from array import array
from collections import Counter, defaultdict
from collections.abc import Callable
from functools import lru_cache
from itertools import islice
from typing import Any
from zlib import crc32

from claimx.compare.store import Store, pack, unpack
from claimx.compare.text import content_lemmas, find_words
from claimx.schema import Extraction

Signature = list[tuple[str, float]]
"""Terms with their weights."""

# How much of an article counts as its beginning, in code points.
_LEAD = 800
_TERMS = 40
_NAME_WEIGHT = 2.0
_MOST_ENTITIES = 12
_LEAST_LIKENESS = 0.13
_LEAST_OF_FIRST = 0.1
# Terms are counted in this many buckets, however many articles there are.
_BUCKETS = 1 << 18
# Rarity is judged as if at least this many articles were there, most of them about other things.
_BACKGROUND = 200
_SOUGHT_TERMS = 12
_ARTICLES_PER_TERM = 100
_CANDIDATES = 20


def signature(extraction: Extraction) -> Signature:
    """The terms that tell what an article is about, those that tell most first."""
    document = extraction.document
    skipped = {word.text for word in find_words(f"{document.author or ''} {document.publisher or ''}")}
    terms: dict[str, float] = {}
    ranked = sorted(extraction.entities, key=lambda entity: -len(entity.mentions))
    for entity in ranked[:_MOST_ENTITIES]:
        for word in content_lemmas([w for w in find_words(entity.name) if w.text not in skipped]):
            terms.setdefault(word, _NAME_WEIGHT)
    lead = f"{document.title or ''}\n{document.text[:_LEAD] or _said(extraction)}"
    for word in content_lemmas([w for w in find_words(lead) if w.text not in skipped]):
        terms.setdefault(word, 1.0)
    return list(islice(terms.items(), _TERMS))


def _said(extraction: Extraction) -> str:
    return "\n".join(part.text for statement in extraction.statements for part in statement.content)[:_LEAD]


class Rarity:
    """How much a term tells, learned from all signatures; memory does not grow with them."""

    def __init__(self) -> None:
        self._counts = array("I", bytes(4 * _BUCKETS))
        self._articles = 0

    def learn(self, terms: Signature) -> None:
        """Count the terms of one more article."""
        self._articles += 1
        for term, _ in terms:
            self._counts[crc32(term.encode()) % _BUCKETS] += 1

    def weigh(self, terms: Signature) -> dict[str, float]:
        """The terms with weights of which the squares add up to 1."""
        articles = max(self._articles, _BACKGROUND)
        weights = {term: weight * math.log(1 + articles / self._count(term)) for term, weight in terms}
        size = math.sqrt(sum(weight * weight for weight in weights.values()))
        return {term: weight / size for term, weight in weights.items()}

    def _count(self, term: str) -> int:
        return max(1, self._counts[crc32(term.encode()) % _BUCKETS])


def likeness(a: dict[str, float], b: dict[str, float]) -> float:
    """The cosine of two weighted signatures, from 0 to 1."""
    return math.fsum(a[term] * b[term] for term in a.keys() & b.keys())


class Stories:
    """Joins articles to stories, one after the other.

    `fetch` gives the weighted signature of an article that was placed before.
    """

    def __init__(self, fetch: Callable[[int], dict[str, float]]) -> None:
        self._fetch = fetch
        self._groups = Groups()
        self._by_term: defaultdict[str, list[int]] = defaultdict(list)

    def place(self, article: int, weights: dict[str, float]) -> None:
        """Join an article to those most like it."""
        rarest = sorted(weights, key=lambda term: -weights[term])[:_SOUGHT_TERMS]
        votes = Counter(other for term in rarest for other in self._by_term.get(term, ()))
        for other, _ in votes.most_common(_CANDIDATES):
            if likeness(weights, self._fetch(other)) >= _LEAST_LIKENESS and self._may_join(article, other):
                self._groups.join(article, other)
        for term in rarest:
            known = self._by_term[term]
            known.append(article)
            # The newest articles stand for a term that too many have.
            del known[:-_ARTICLES_PER_TERM]

    def _may_join(self, article: int, other: int) -> bool:
        """Whether the first articles of two stories are alike, so that stories do not drift.

        The first article is the one that a group has as its root.
        """
        first, second = self._groups.find(article), self._groups.find(other)
        return first == second or likeness(self._fetch(first), self._fetch(second)) >= _LEAST_OF_FIRST

    def story(self, article: int) -> int:
        """The number of the story that an article belongs to: that of one of its articles."""
        return self._groups.find(article)


# Signatures are looked up again and again, mostly those of a few stories.
_KEPT = 2000
_PLACES = ("GPE", "LOC", "FAC")


class Articles:
    """Takes articles one by one; once all are there, they can be compared."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._rarity = Rarity()
        self.weights = lru_cache(_KEPT)(self._read_weights)
        self._places = lru_cache(_KEPT)(self._read_places)
        self.likeness = lru_cache(10 * _KEPT)(self._compare)
        self.story = lru_cache(10 * _KEPT)(self._read_story)
        self.count = 0

    def add(self, extraction: Extraction) -> int:
        """Keep what an article is about; the position it has from now on."""
        position = self.count
        terms = signature(extraction)
        self._rarity.learn(terms)
        places = {entity.name.casefold() for entity in extraction.entities if entity.label in _PLACES}
        self._store.insert("articles", [(position, pack(terms), pack(places), None)])
        self.count += 1
        return position

    def find_stories(self) -> None:
        """Find out which articles tell of the same events."""
        stories = Stories(self.weights)
        for position in range(self.count):
            stories.place(position, self.weights(position))
        for position in range(self.count):
            values = (stories.story(position), position)
            self._store.do("UPDATE articles SET story = ? WHERE position = ?", values)
        self._store.do("CREATE INDEX by_story ON articles (story)")

    def names_place(self, position: int, place: str) -> bool:
        """Whether an article names a place, given case-folded."""
        return place in self._places(position)

    def _compare(self, a: int, b: int) -> float:
        return likeness(self.weights(a), self.weights(b))

    def _read_weights(self, position: int) -> dict[str, float]:
        return self._rarity.weigh(unpack(self._read("terms", position)))

    def _read_places(self, position: int) -> set[str]:
        places: set[str] = unpack(self._read("places", position))
        return places

    def _read_story(self, position: int) -> int:
        return int(self._read("story", position))

    def _read(self, column: str, position: int) -> Any:
        ((value,),) = self._store.run(f"SELECT {column} FROM articles WHERE position = ?", (position,))
        return value


class Groups:
    """Groups of whole numbers; a number that was never joined is alone."""

    def __init__(self) -> None:
        self._parents: dict[int, int] = {}

    def find(self, member: int) -> int:
        """The member that stands for the group."""
        root = member
        while (parent := self._parents.get(root, root)) != root:
            root = parent
        while member != root:
            self._parents[member], member = root, self._parents.get(member, root)
        return root

    def join(self, a: int, b: int) -> None:
        """Make the groups of two members one, for which the smallest member stands."""
        first, second = sorted((self.find(a), self.find(b)))
        self._parents[second] = first
