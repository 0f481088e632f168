"""Corpora of whole articles with attributions: PolNeAR and annotated news."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Iterable, Iterator
from hashlib import sha256
from pathlib import Path

import numpy as np
from gazetteer import place_labels
from passages import (
    Attribution,
    Pair,
    Passage,
    Pointing,
    allow_entities,
    mark_quantities,
    mark_roles,
)
from spacy.language import Language

from claimx.pipeline.encoder.network import Gap, WordReader
from claimx.pipeline.syntax.component import blank_pipeline

# The articles of `OFFSETS` that were annotated before the larger network read the others.
ANNOTATED_BEFORE_TEACHER = 870


def lines_of(path: Path) -> Iterator[str]:
    """Yield the lines of a text file, packed with gzip or not."""
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf8") as file:
        for line in file:
            yield line.rstrip("\n")


def article_records(path: Path) -> list[dict]:
    """Return the records of a corpus, one a line."""
    return [json.loads(line) for line in lines_of(path)]


def _joined(ranges: list[Pair]) -> list[Pair]:
    """Join the parts of a content that stand side by side."""
    joined: list[Pair] = []
    for start, end in sorted(ranges):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


class ArticleWords:
    """The words of an article, and which of them a character span touches."""

    def __init__(self, nlp: Callable, text: str) -> None:
        doc = nlp(text)
        self.words, self.gaps, tokens = WordReader.split(doc)
        self._starts = np.array([doc[i].idx for i in tokens])
        self._ends = np.array([doc[i].idx + len(doc[i]) for i in tokens])

    def touched(self, start: int, end: int) -> Pair | None:
        """Return the words that characters `start` to `end` touch."""
        first = int(np.searchsorted(self._ends, start, side="right"))
        last = int(np.searchsorted(self._starts, end, side="left"))
        return (first, last) if first < last else None

    def ranges(self, spans: Iterable[tuple[int, int]]) -> list[Pair]:
        """Return the words of several spans, joined where they stand side by side."""
        return _joined([r for s in spans if (r := self.touched(*s))])

    def linked(self, span: dict | None) -> list[Pair] | None:
        """Return the words of a link that a finished model is sure of; None where it is not."""
        sure = span is not None and (span["confidence"] or 0.0) >= SURE
        return self.ranges([(span["start"], span["end"])]) if span and sure else None

    def first_range(self, spans: Iterable[tuple[int, int]]) -> Pair | None:
        """Return the words of the first of several spans."""
        return next(iter(self.ranges(spans)), None)


SILVER_LABELS = {
    "PERSON": ["PERSON"],
    "ORGANIZATION": ["ORG"],
    "LOCATION": None,  # by gazetteer
    "MISC": ["NORP", "EVENT", "PRODUCT", "WORK_OF_ART", "LAW", "O"],
}


def polnear(path: Path, **_: object) -> Iterator[Passage]:
    """PolNeAR: roles and their links; sentences and entities as marked by a program."""
    nlp = blank_pipeline()
    for line in lines_of(path):
        article = json.loads(line)
        text = ArticleWords(nlp.make_doc, article["text"])
        words, gaps, count = text.words, text.gaps, len(text.words)
        attributions = []
        for a in article["annotations"][0]["attributions"]:
            if content := text.ranges(a["content"]):
                attributions.append(
                    Attribution(text.first_range(a["source"]), text.first_range(a["cue"]), content)
                )
        sentence_starts = np.zeros(count, dtype=np.int64)
        for span in article["silver"]["sentences"]:
            if r := text.touched(*span):
                sentence_starts[r[0]] = 1
        for i, gap in enumerate(gaps):
            sentence_starts[i] |= gap == Gap.PARAGRAPH
        spans = []
        for start, end, label in article["silver"]["entities"]:
            if label in SILVER_LABELS and (r := text.touched(start, end)):
                name = " ".join(words[slice(*r)])
                labels = SILVER_LABELS[label] or place_labels(name)
                if label == "ORGANIZATION" and name.isupper() and place_labels(name.title()) == ["GPE"]:
                    labels = ["ORG", "GPE"]  # a dateline in capitals, often taken for an acronym
                spans.append((*r, labels))
        yield Passage(
            "polnear",
            words,
            gaps,
            sentence_starts=sentence_starts,
            entities=allow_entities(count, spans),
            silver_entities=True,
            roles=mark_roles(count, attributions),
            attributions=attributions,
            unbreakable=False,
        )


# Our own annotation of unlabelled news: offsets only, the texts are not ours to give.
OFFSETS = Path(__file__).parent / "offsets.jsonl"
# From this article on, 20 of 100 numbers have a date, before 34, as in news: a missing one is unknown there.
FIRST_WITH_FEW_DATES = 1865


def news(path: Path, corpus: str) -> Iterator[Passage]:
    """Annotated news, one record a line: names, attributions, and quantities with what they point at.

    A record without `statements` says nothing about attributions.
    """
    nlp = blank_pipeline()
    for line in lines_of(path):
        yield _annotated(nlp, corpus, json.loads(line))


def news_by_offsets(path: Path, corpus: str) -> Iterator[Passage]:
    """Unlabelled news, one record with `id` and `text` a line, as far as it is annotated in `OFFSETS`."""
    nlp = blank_pipeline()
    texts = {article["id"]: article["text"] for article in map(json.loads, lines_of(path))}
    for place, annotation in enumerate(map(json.loads, lines_of(OFFSETS))):
        if annotation["id"] not in texts:
            continue
        passage = _annotated(nlp, corpus, {**annotation, "text": texts[annotation["id"]]})
        if place >= FIRST_WITH_FEW_DATES:
            for pointing in passage.pointings:
                pointing.date = pointing.date or None
        yield passage


def news_without_annotation(path: Path, corpus: str) -> Iterator[Passage]:
    """The articles of the same corpus that were not annotated in `OFFSETS` when a teacher read them.

    In an order by chance, the same each time, so that the first ones are of every year.
    """
    nlp = blank_pipeline()
    annotated = {json.loads(line)["id"] for line in [*lines_of(OFFSETS)][:ANNOTATED_BEFORE_TEACHER]}
    articles = [a for a in map(json.loads, lines_of(path)) if a["id"] not in annotated]
    for article in sorted(articles, key=lambda a: sha256(a["id"].encode()).digest()):
        text = ArticleWords(nlp.make_doc, article["text"])
        yield Passage(corpus, text.words, text.gaps, unbreakable=False)


# How sure a finished model has to be of a link for another to learn it.
SURE = 0.85


def news_by_model(path: Path) -> Iterator[Passage]:
    """News without annotation as `read.py` wrote it: the links that a finished model is sure of.

    The model chooses a link by the parse and the layout as well, which its network alone does not see.
    """
    nlp = blank_pipeline()
    for line in lines_of(path):
        record = json.loads(line)
        text = ArticleWords(nlp.make_doc, record["document"]["text"])
        dates = {date["id"]: date for date in record["dates"]}
        yield Passage(
            "read",
            text.words,
            text.gaps,
            pointings=[
                Pointing(
                    place,
                    text.linked(quantity["what"]),
                    text.linked(quantity["source"]) if quantity["statement"] else [],
                    text.linked({**dates[quantity["date"]], "confidence": quantity["date_confidence"]})
                    if quantity["date"]
                    else None
                    if dates
                    else [],
                )
                for quantity in record["quantities"]
                if (place := text.touched(quantity["start"], quantity["end"]))
            ],
            unbreakable=False,
        )


def _annotated(nlp: Language, corpus: str, record: dict) -> Passage:
    """Return the passage of one record; its spans are objects with `start` and `end` or `text`."""
    text = ArticleWords(nlp.make_doc, record["text"])
    count = len(text.words)

    def words_of(span: dict | None) -> Pair | None:
        if span is None:
            return None
        return text.touched(
            span["start"], span["end"] if "end" in span else span["start"] + len(span["text"])
        )

    names = [(r, e["label"]) for e in record["entities"] for m in e["mentions"] if (r := words_of(m))]
    statements = record.get("statements")
    attributions = [
        Attribution(words_of(s["source"]), words_of(s["cue"]), content)
        for s in statements or ()
        if (content := text.ranges((c["start"], c["end"]) for c in s["content"]))
    ]
    pointings = [_pointing(quantity, words_of) for quantity in record["quantities"]]
    return Passage(
        corpus,
        text.words,
        text.gaps,
        entities=allow_entities(count, [(*r, [label]) for r, label in names]),
        roles=None if statements is None else mark_roles(count, attributions),
        attributions=attributions,
        quantities=mark_quantities(count, [p.quantity for p in pointings]),
        pointings=pointings,
        unbreakable=False,
    )


def _pointing(quantity: dict, words_of: Callable[[dict | None], Pair | None]) -> Pointing:
    place = words_of(quantity)
    assert place is not None, quantity

    def apart(spans: list[dict]) -> list[Pair] | None:
        """Return the words of spans that lie outside of the quantity; None where all of several do not."""
        found = [r for s in spans if (r := words_of(s)) and (r[1] <= place[0] or place[1] <= r[0])]
        return found if found or not spans else None

    def one(span: dict | None) -> list[Pair] | None:
        return apart([span] if span else [])

    return Pointing(place, apart(quantity["what"]), one(quantity["source"]), one(quantity["when"]))
