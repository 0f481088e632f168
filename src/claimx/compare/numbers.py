"""The numbers that several articles have for one thing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from itertools import groupby
from operator import itemgetter
from typing import Any

from claimx.compare.results import ComparedNumber
from claimx.compare.sightings import Sighting, find_sightings
from claimx.compare.store import Store, pack, unpack
from claimx.compare.stories import Rarity, Stories, likeness, signature
from claimx.compare.things import Gatherer, story_rarity
from claimx.compare.verdicts import judge
from claimx.results import Extraction

# Signatures are looked up again and again, mostly those of a few stories.
_KEPT = 2000


class Numbers:
    """Takes the numbers of articles, and gives those that several of them have."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._rarity = Rarity()
        self._weights = lru_cache(_KEPT)(self._read_weights)
        self._places = lru_cache(_KEPT)(self._read_places)
        self._likeness = lru_cache(10 * _KEPT)(self._compare_articles)

    def add(self, extraction: Extraction, position: int) -> None:
        """Keep what is needed of an article; positions count up."""
        terms = signature(extraction)
        self._rarity.learn(terms)
        places = {e.name.casefold() for e in extraction.entities if e.label in ("GPE", "LOC", "FAC")}
        article = (position, extraction.document.id, pack(terms), pack(places), None)
        self._store.insert("articles", [article])
        self._store.insert("sightings", map(_row, find_sightings(extraction, position)))

    def compare(self) -> Iterator[ComparedNumber]:
        """What several articles count or measure, story by story."""
        self._find_stories()
        # Only what several articles of a story have is ever looked at again.
        shared = self._store.run(
            "SELECT story, topic FROM sightings JOIN articles USING (position) "
            "GROUP BY story, topic HAVING count(DISTINCT position) > 1 ORDER BY story, topic"
        )
        for story, topics in groupby(list(shared), key=itemgetter(0)):
            gatherer = self._gatherer(story)
            for _, topic in topics:
                for thing in gatherer.gather(self._sightings(story, topic)):
                    if len(thing.by_article) > 1:
                        yield judge(thing)

    def _find_stories(self) -> None:
        stories = Stories(self._weights)
        positions = [position for (position,) in self._store.run("SELECT position FROM articles")]
        for position in positions:
            stories.place(position, self._weights(position))
        for position in positions:
            values = (stories.story(position), position)
            self._store.do("UPDATE articles SET story = ? WHERE position = ?", values)
        self._store.do("CREATE INDEX by_story ON articles (story)")
        self._store.do("CREATE INDEX by_position ON sightings (position, topic)")

    def _gatherer(self, story: int) -> Gatherer:
        counts: Counter[str] = Counter()
        sentences = 0
        rows = self._store.run(
            "SELECT lemmas FROM sightings JOIN articles USING (position) WHERE story = ?", (story,)
        )
        for (lemmas,) in rows:
            counts.update(lemmas.split())
            sentences += 1
        return Gatherer(
            rarity=story_rarity(counts, sentences),
            likeness=self._likeness,
            names_place=lambda position, place: place in self._places(position),
        )

    def _sightings(self, story: int, topic: str) -> list[Sighting]:
        rows = self._store.run(
            "SELECT record FROM articles JOIN sightings USING (position) "
            "WHERE story = ? AND topic = ? ORDER BY position, sightings.rowid",
            (story, topic),
        )
        return [unpack(record) for (record,) in rows]

    def _compare_articles(self, a: int, b: int) -> float:
        return likeness(self._weights(a), self._weights(b))

    def _read_weights(self, position: int) -> dict[str, float]:
        return self._rarity.weigh(self._read("terms", position))

    def _read_places(self, position: int) -> set[str]:
        places: set[str] = self._read("places", position)
        return places

    def _read(self, column: str, position: int) -> Any:
        ((value,),) = self._store.run(f"SELECT {column} FROM articles WHERE position = ?", (position,))
        return unpack(value)


def _row(sighting: Sighting) -> tuple[int, str, str, bytes]:
    topic = "|".join(sighting.topic)
    return sighting.position, topic, " ".join(sighting.lemmas), pack(sighting)
