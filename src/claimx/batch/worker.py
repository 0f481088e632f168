"""A worker process: the model, loaded once, and one article after the other."""

from __future__ import annotations

import pickle
from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import dataclass, replace
from multiprocessing.connection import Connection
from typing import TYPE_CHECKING, Any

from claimx.api import extract_articles
from claimx.article import Article
from claimx.batch.messages import Failure, Reading, Ready, Task
from claimx.errors import ClaimxError
from claimx.model import load
from claimx.results import Extraction

if TYPE_CHECKING:
    from spacy.language import Language

# The pipeline remembers every word it meets, which is quick, and fills the memory in the long run: from so
# many words on, new ones are forgotten after each group of articles.
_WORDS_KEPT = 150_000


@dataclass(frozen=True, slots=True)
class WorkerOptions:
    """How articles are read."""

    model: str | None = None
    min_confidence: float | None = None


def serve(connection: Connection[Any, Any], options: WorkerOptions) -> None:
    """Answer every list of tasks with a `Reading` or a `Failure` for each, in their order."""
    try:
        nlp = load(options.model, threads=1)
    except ClaimxError as error:
        connection.send(Failure.of(error))
        return
    connection.send(Ready())
    while True:
        tasks: list[Task] = connection.recv()
        with nlp.memory_zone() if len(nlp.vocab.strings) > _WORDS_KEPT else nullcontext():
            for outcome in _read(tasks, nlp, options):
                connection.send(outcome)


def _read(tasks: list[Task], nlp: Language, options: WorkerOptions) -> Iterator[Reading | Failure]:
    articles = [replace(_unpack(task), id=task.id) for task in tasks]
    readings = extract_articles(articles, nlp, min_confidence=options.min_confidence)
    for article, read in zip(articles, readings, strict=True):
        if isinstance(read, Extraction):
            yield Reading(read.model_dump_json().encode(), len(article.text.split()))
        else:
            yield Failure.of(read)


def _unpack(task: Task) -> Article:
    article: Article = pickle.loads(task.data)
    return article
