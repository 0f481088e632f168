"""A worker process: the model, loaded once, and one article after the other."""

from __future__ import annotations

import pickle
from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING, Any

from claimx.api import extract_articles
from claimx.article import Article
from claimx.batch.messages import Failure, Reading, Ready, Task
from claimx.errors import ClaimxError
from claimx.language import ENGLISH
from claimx.model import load
from claimx.schema import Extraction
from claimx.writers.settings import Settings
from claimx.writers.sinks import Sink, make_sink

if TYPE_CHECKING:
    from spacy.language import Language

# The pipeline remembers every word it meets, which is quick, and fills the memory in the long run: from so
# many words on, new ones are forgotten after each group of articles.
_WORDS_KEPT = 150_000


@dataclass(frozen=True, slots=True)
class WorkerOptions:
    """How articles are read, and what for: an output that only the parent opens."""

    output: Path
    output_format: str
    written: Settings = field(default_factory=Settings)
    model: str | None = None
    min_confidence: float | None = None


def serve(connection: Connection[Any, Any], options: WorkerOptions) -> None:
    """Answer every list of tasks with a `Reading` or a `Failure` for each, in their order."""
    try:
        nlp = load(options.model, threads=1)
    except ClaimxError as error:
        connection.send(Failure.of(error))
        return
    sink = make_sink(options.output, options.output_format, options.written)
    connection.send(Ready())
    while True:
        tasks: list[Task] = connection.recv()
        with nlp.memory_zone() if len(nlp.vocab.strings) > _WORDS_KEPT else nullcontext():
            for outcome in _read(tasks, nlp, options.min_confidence, sink):
                connection.send(outcome)


def _read(
    tasks: list[Task], nlp: Language, min_confidence: float | None, sink: Sink
) -> Iterator[Reading | Failure]:
    articles = [replace(_unpack(task), id=task.id) for task in tasks]
    for read in extract_articles(articles, nlp, min_confidence=min_confidence):
        yield _render(read, sink) if isinstance(read, Extraction) else Failure.of(read)


def _render(extraction: Extraction, sink: Sink) -> Reading:
    document = extraction.document
    return Reading(sink.render(extraction), len(document.text.split()), document.language == ENGLISH)


def _unpack(task: Task) -> Article:
    article: Article = pickle.loads(task.data)
    return article
