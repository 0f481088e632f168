"""The numbers that several articles have for one thing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter

from claimx.compare.articles import Articles
from claimx.compare.evidence import Evidence, story_rarity
from claimx.compare.names import Names
from claimx.compare.results import ComparedNumber
from claimx.compare.sightings import Sighting, find_sightings
from claimx.compare.store import Store, pack, unpack
from claimx.compare.things import gather
from claimx.compare.verdicts import judge
from claimx.schema import Extraction


class Numbers:
    """Takes the numbers of articles, and gives those that several of them have."""

    def __init__(self, store: Store, articles: Articles, names: Names) -> None:
        self._store = store
        self._articles = articles
        self._names = names

    def add(self, extraction: Extraction, position: int) -> None:
        """Keep the numbers of an article."""
        self._store.insert("sightings", map(_row, find_sightings(extraction, position)))

    def compare(self) -> Iterator[ComparedNumber]:
        """What several articles count or measure, story by story."""
        self._store.do("CREATE INDEX by_article ON sightings (position, topic)")
        # Only what several articles of a story have is ever looked at again.
        shared = self._store.run(
            "SELECT story, topic FROM sightings JOIN articles USING (position) "
            "GROUP BY story, topic HAVING count(DISTINCT position) > 1 ORDER BY story, topic"
        )
        for story, topics in groupby(list(shared), key=itemgetter(0)):
            evidence = self._evidence(story)
            for _, topic in topics:
                for thing in gather(self._sightings(story, topic), evidence):
                    if len(thing.by_article) > 1:
                        yield judge(thing, self._names.joined)

    def _evidence(self, story: int) -> Evidence:
        counts: Counter[str] = Counter()
        sentences = 0
        rows = self._store.run(
            "SELECT lemmas FROM articles JOIN sightings USING (position) WHERE story = ?", (story,)
        )
        for (lemmas,) in rows:
            counts.update(lemmas.split())
            sentences += 1
        return Evidence(
            rarity=story_rarity(counts, sentences),
            likeness=self._articles.likeness,
            names_place=self._articles.names_place,
        )

    def _sightings(self, story: int, topic: str) -> list[Sighting]:
        rows = self._store.run(
            "SELECT record FROM articles JOIN sightings USING (position) "
            "WHERE story = ? AND topic = ? ORDER BY position, sightings.rowid",
            (story, topic),
        )
        return [unpack(record) for (record,) in rows]


def _row(sighting: Sighting) -> tuple[int, str, str, bytes]:
    topic = "|".join(sighting.topic)
    return sighting.position, topic, " ".join(sighting.lemmas), pack(sighting)
