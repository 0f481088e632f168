"""Which articles are about the same events, and which are copies of one another.

The signature of an article is its words, weighted by rarity, those with a capital letter more. An article
joins the stories of the most similar earlier articles, among the few that share most of its rarest terms. Of
a few articles (`FEW`) all that are alike are one story. Articles that share most runs of words are copies:
one witness.

What is compared is kept in a temporary SQLite database, so that memory does not grow with the articles.
"""

from __future__ import annotations

import math
import pickle
import sqlite3
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from itertools import chain, groupby
from operator import itemgetter
from typing import Any, Literal, TypeVar
from zlib import crc32

from claimx.compare.words import content_lemmas, find_words, folded_words, rarity
from claimx.errors import OutputError
from claimx.schema import Extraction

Row = TypeVar("Row")

_SCHEMA = """
CREATE TABLE articles (
    position INTEGER PRIMARY KEY, id TEXT, terms BLOB, sketch BLOB, story INTEGER
);
CREATE TABLE sought (term INTEGER, position INTEGER, PRIMARY KEY (term, position)) WITHOUT ROWID;
CREATE TABLE numbers (position INTEGER, claimants INTEGER, record BLOB);
CREATE TABLE quotes (position INTEGER, record BLOB);
CREATE TABLE clusters (
    cluster INTEGER PRIMARY KEY, position INTEGER, start INTEGER, size INTEGER, record BLOB
);
CREATE TABLE shingles (shingle INTEGER, cluster INTEGER);
CREATE TABLE voices (
    position INTEGER, article TEXT, name TEXT, is_person INTEGER, kind TEXT,
    words INTEGER, quoted INTEGER, remark BLOB, joined TEXT
);
CREATE TABLE waiting (rank INTEGER, size INTEGER, record BLOB);
"""


class Store:
    """A private database, deleted when closed; SQLite writes it to a temporary file when it gets large."""

    def __init__(self) -> None:
        self._database = sqlite3.connect("", isolation_level=None)
        # There is no rollback.
        self._database.execute("PRAGMA journal_mode = OFF")
        self._database.executescript(_SCHEMA)
        self._database.execute("BEGIN")

    def close(self) -> None:
        """Delete the database."""
        self._database.close()

    def insert(self, table: str, rows: Iterable[Sequence[Any]]) -> None:
        """Insert rows with a value for each column."""
        rows = iter(rows)
        if (first := next(rows, None)) is not None:
            marks = ", ".join("?" * len(first))
            with _storage_errors():
                self._database.executemany(f"INSERT INTO {table} VALUES ({marks})", chain([first], rows))

    def run(self, statement: str, values: Sequence[Any] = ()) -> Iterator[tuple[Any, ...]]:
        """Execute a statement and return its rows."""
        with _storage_errors():
            return self._database.execute(statement, values)

    def do(self, statement: str, values: Sequence[Any] = ()) -> None:
        """Execute a statement without rows."""
        with _storage_errors():
            self._database.execute(statement, values)

    def sorted(self, rows: Iterable[tuple[int, int, Row]]) -> Iterator[Row]:
        """Sort (rank, size, value) on disk: by rank, the largest first."""
        self.do("DELETE FROM waiting")
        self.insert("waiting", ((rank, size, pack(row)) for rank, size, row in rows))
        for (record,) in self.run("SELECT record FROM waiting ORDER BY rank, size DESC, rowid"):
            yield unpack(record)


@contextmanager
def _storage_errors() -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        message = f"what is compared cannot be kept in a temporary file: {error}"
        raise OutputError(message, "make room there, or set TMPDIR to a folder that has some") from error


def pack(value: object) -> bytes:
    """Serialize a value; only this process reads it."""
    return pickle.dumps(value, pickle.HIGHEST_PROTOCOL)


def unpack(data: bytes) -> Any:
    """Deserialize a packed value."""
    return pickle.loads(data)


Signature = dict[str, float]
"""Terms with weights, a vector of length 1."""

# The part of an article that is looked at, in code points.
_READ = 20_000
# Terms are counted in this many hash buckets, so that memory does not grow with the articles.
_BUCKETS = 1 << 18
# How much more a word counts that is written with a capital letter.
_NAME_WEIGHT = 1.5
# How alike two of a few articles must be to be of one story; in an archive two articles, and each with the
# first one of the story.
_LEAST_SIMILARITY = 0.09
_LEAST_IN_ARCHIVE = 0.12
_LEAST_OF_FIRST = 0.1
_SOUGHT_TERMS = 12
_ARTICLES_PER_TERM = 100
_CANDIDATES = 20
# The last articles that had a term among their rarest, the nearest first.
_EARLIER = f"SELECT position FROM sought WHERE term = ? ORDER BY position DESC LIMIT {_ARTICLES_PER_TERM}"
# Size of the caches of signatures: what the stories under way need.
_CACHED = 500
PLACES = ("GPE", "LOC", "FAC")

Grouping = Literal["auto", "one"]
# So few articles were chosen by hand: any likeness of two joins their stories, whatever began them.
FEW = 30
# What two articles of a story must have in common: in one of few articles, and in one found among many.
_LEAST_IN_COMMON = 0.03
_LEAST_RELATED = 0.06
# A copy shares this part of its runs of words, estimated from the lowest hashes of them.
_RUN, _SKETCH, _COPIED = 5, 96, 0.5
_LEAST_COPIED_WORDS = 60


class Articles:
    """The articles compared, by position: their similarity and stories."""

    def __init__(self, store: Store, group: Grouping | None = None) -> None:
        self._store = store
        self._group = group
        self._counts = array("I", bytes(4 * _BUCKETS))
        self.weights = lru_cache(_CACHED)(self._read_weights)
        self.similarity = lru_cache(10 * _CACHED)(self._similarity)
        self.count = 0
        self.alone: list[str] = []
        """The ids of articles that no other is about the events of, where few are compared."""
        self._witnesses = Groups()
        self._stories: Groups | None = None

    def add(self, extraction: Extraction) -> int:
        """Add an article and return its position."""
        position = self.count
        terms = _signature(extraction)
        for term in terms:
            self._counts[_bucket(term)] += 1
        sketch = _sketch(extraction.document.text)
        id_ = extraction.document.id
        self._store.insert("articles", [(position, id_, pack(terms), pack(sketch), None)])
        self.count += 1
        return position

    def find_stories(self) -> None:
        """Group the articles into stories, once; all must be added before."""
        if self._stories is not None:
            return
        self._stories = groups = self._one_story() if self.are_few else self._many_stories()
        for article in range(self.count):
            story = groups.find(article)
            self._store.do("UPDATE articles SET story = ? WHERE position = ?", (story, article))
        self._store.do("CREATE INDEX by_story ON articles (story)")
        self._find_copies()
        if 1 < self.count <= FEW:
            sizes = Counter(groups.find(article) for article in range(self.count))
            self.alone = [self._read("id", a) for a in range(self.count) if sizes[groups.find(a)] == 1]

    def _one_story(self) -> Groups:
        """All articles as one group; if it is not asked for, those like no other are groups of their own."""
        groups = Groups()
        for article in range(1, self.count):
            if self._group == "one":
                groups.join(0, article)
                continue
            for other in range(article):
                if self.similarity(article, other) >= _LEAST_SIMILARITY:
                    groups.join(article, other)
        return groups

    def _many_stories(self) -> Groups:
        groups = Groups()
        for article in range(self.count):
            weights = self.weights(article)
            rarest = sorted(weights, key=lambda term: -weights[term])[:_SOUGHT_TERMS]
            hashes = {crc32(term.encode()): None for term in rarest}
            votes = Counter(other for term in hashes for (other,) in self._store.run(_EARLIER, (term,)))
            for other, _ in votes.most_common(_CANDIDATES):
                if _cosine(weights, self.weights(other)) >= _LEAST_IN_ARCHIVE:
                    # The first articles of both stories must be similar as well, or stories would drift.
                    first, second = groups.find(article), groups.find(other)
                    if _cosine(self.weights(first), self.weights(second)) >= _LEAST_OF_FIRST:
                        groups.join(article, other)
            self._store.insert("sought", ((term, article) for term in hashes))
        return groups

    def _find_copies(self) -> None:
        """Join the articles of a story that share most runs of words."""
        rows = self._store.run("SELECT position, story, sketch FROM articles ORDER BY story, position")
        for _, group in groupby(rows, key=itemgetter(1)):
            sketches = [(position, unpack(sketch)) for position, _, sketch in group]
            by_hash: defaultdict[int, list[int]] = defaultdict(list)
            for number, (position, sketch) in enumerate(sketches):
                shared = Counter(n for run in sketch for n in by_hash[run][-_CANDIDATES:])
                for other, count in shared.items():
                    if count >= _COPIED * min(len(sketch), len(sketches[other][1])):
                        self._witnesses.join(position, sketches[other][0])
                for run in sketch:
                    by_hash[run].append(number)

    def story(self, position: int) -> int:
        """The first of the articles of a story, once the stories are found."""
        return self._stories.find(position) if self._stories else position

    def witness(self, position: int) -> int:
        """The first of the articles that are copies of one another."""
        return self._witnesses.find(position)

    def are_related(self, a: int, b: int) -> bool:
        """Whether two articles of a story are about the same events."""
        if self._group == "one":
            return True
        return self.similarity(a, b) >= (_LEAST_IN_COMMON if self.are_few else _LEAST_RELATED)

    @property
    def are_few(self) -> bool:
        """Whether the articles are taken as one story."""
        return self._group == "one" or (self._group is None and self.count <= FEW)

    def _similarity(self, a: int, b: int) -> float:
        return _cosine(self.weights(a), self.weights(b))

    def _read_weights(self, position: int) -> Signature:
        """The signature; words that many of many articles have, as those of market reports, weigh less."""
        terms: Signature = unpack(self._read("terms", position))
        if self.are_few:
            return terms
        count = self.count
        return _unit(
            {t: weight * math.log(1 + count / self._counts[_bucket(t)]) for t, weight in terms.items()}
        )

    def _read(self, column: str, position: int) -> Any:
        ((value,),) = self._store.run(f"SELECT {column} FROM articles WHERE position = ?", (position,))
        return value


class Groups:
    """Disjoint sets of whole numbers (union-find)."""

    def __init__(self) -> None:
        self._parents: dict[int, int] = {}

    def find(self, member: int) -> int:
        """The smallest member of the group."""
        root = member
        while (parent := self._parents.get(root, root)) != root:
            root = parent
        while member != root:
            self._parents[member], member = root, self._parents.get(member, root)
        return root

    def join(self, a: int, b: int) -> None:
        """Merge the groups of two members."""
        first, second = sorted((self.find(a), self.find(b)))
        self._parents[second] = first


def _signature(extraction: Extraction) -> Signature:
    """The words of an article, by their rarity; those of author and outlet are left out."""
    document = extraction.document
    skipped = {word.text for word in find_words(f"{document.author or ''} {document.publisher or ''}")}
    text = document.text or "\n".join(part.text for s in extraction.statements for part in s.content)
    words = find_words(f"{document.title or ''}\n{text[:_READ]}")
    found = [word for word in words if word.text not in skipped]
    weights = dict.fromkeys(content_lemmas(found), 1.0)
    weights |= dict.fromkeys(content_lemmas([word for word in found if word.capital]), _NAME_WEIGHT)
    return _unit({term: weight * rarity(term) for term, weight in weights.items()})


def _unit(weights: Signature) -> Signature:
    size = math.hypot(*weights.values()) or 1.0
    return {term: weight / size for term, weight in weights.items()}


def _bucket(term: str) -> int:
    return crc32(term.encode()) % _BUCKETS


def _sketch(text: str) -> frozenset[int]:
    """The lowest hashes of the runs of words of a text; none of a short text."""
    words = folded_words(text)
    if len(words) < _LEAST_COPIED_WORDS:
        return frozenset()
    runs = {crc32(" ".join(words[n : n + _RUN]).encode()) for n in range(len(words) - _RUN + 1)}
    return frozenset(sorted(runs)[:_SKETCH])


def _cosine(a: Signature, b: Signature) -> float:
    return math.fsum(a[term] * b[term] for term in a.keys() & b.keys())
