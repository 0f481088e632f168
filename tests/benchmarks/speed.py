#!/usr/bin/env python3
"""Measure how fast claimx reads, and what of it is the network.

    python tests/benchmarks/speed.py [ARTICLES.jsonl] [--model MODEL]

Without a file the samples are read, many times over. Times on shared machines are noisy: compare the
ratios of one run. Prints words per second end to end (text in, JSON out) in one process on all cores, the
network's share of the processor time, the cost of every step on its own, the peak memory, and how long
one article takes from a cold start against `import spacy`.
"""

from __future__ import annotations

import argparse
import json
import resource
import statistics
import subprocess
import sys
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import TypeVar

import claimx
from claimx.api import extract_articles
from claimx.article import Article
from claimx.pipeline.encoder.network import Outputs, Session, Window, Words, usable_cores

SAMPLES = Path(__file__).parents[2] / "samples"
T = TypeVar("T")


class Meter:
    """Adds up processor time by name."""

    def __init__(self) -> None:
        self.seconds: defaultdict[str, float] = defaultdict(float)
        self._lock = threading.Lock()

    def measured(self, name: str, call: Callable[[], T]) -> T:
        """Call and note this thread's processor time."""
        since = time.thread_time()
        try:
            return call()
        finally:
            with self._lock:
                self.seconds[name] += time.thread_time() - since


def articles_of(path: Path | None) -> list[Article]:
    """Read the articles to measure on."""
    if path is None:
        texts = [p.read_bytes().decode() for p in sorted(SAMPLES.glob("*.txt"))] * 20
        return [Article(id=str(k), text=text) for k, text in enumerate(texts)]
    with path.open(encoding="utf8") as file:
        return [Article(id=str(k), text=json.loads(line)["text"]) for k, line in enumerate(file)]


def measure_reading(articles: list[Article], model: str | None) -> Iterator[str]:
    """Read all articles in this process and report."""
    nlp = claimx.load(model)
    meter = Meter()
    original = Session._read

    def measured_read(self: Session, words: Words, window: Window) -> Outputs:
        return meter.measured("network", lambda: original(self, words, window))

    list(extract_articles(articles[:5], nlp))  # warm: everything is loaded
    Session._read = measured_read  # type: ignore[method-assign]
    wall, cpu = time.perf_counter(), time.process_time()
    for result in extract_articles(articles, nlp):
        if isinstance(result, Exception):
            raise result
        result.to_json()
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    Session._read = original  # type: ignore[method-assign]
    words = sum(len(article.text.split()) for article in articles)
    yield f"{len(articles)} articles, {words} words, {usable_cores()} cores"
    yield f"end to end: {words / wall:,.0f} words/s"
    yield f"network: {meter.seconds['network'] / cpu:.0%} of {cpu:.1f} s of processor time"
    yield f"peak memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB"
    docs = [nlp.make_doc(article.text) for article in articles[:40]]
    count = sum(len(doc.text.split()) for doc in docs)
    for name, component in nlp.pipeline:
        steps = Meter()
        pipe = component.pipe if hasattr(component, "pipe") else partial(map, component)
        docs = steps.measured(name, partial(list, pipe(docs)))
        yield f"  {name}: {1e6 * steps.seconds[name] / count:.1f} µs a word beside the network"


def measure_cold_start(model: str | None, runs: int = 5) -> Iterator[str]:
    """Time one article from a cold start, against importing spaCy, turn by turn."""
    article = str(SAMPLES / "truce.txt")
    command = [sys.executable, "-m", "claimx", "extract", article, "--format", "json"]
    command += ["--model", model] if model else []
    times: defaultdict[str, list[float]] = defaultdict(list)
    for _ in range(runs):
        for name, argv in (("spacy", [sys.executable, "-c", "import spacy"]), ("claimx", command)):
            since = time.perf_counter()
            subprocess.run(argv, check=True, stdout=subprocess.DEVNULL)
            times[name].append(time.perf_counter() - since)
    spacy, one = statistics.median(times["spacy"]), statistics.median(times["claimx"])
    yield f"one article, cold: {one:.2f} s, {one / spacy:.2f} × `import spacy` ({spacy:.2f} s), {runs} runs"


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("articles", type=Path, nargs="?", help="JSON Lines with a `text` each")
    parser.add_argument("--model")
    arguments = parser.parse_args()
    for line in measure_reading(articles_of(arguments.articles), arguments.model):
        print(line, flush=True)
    for line in measure_cold_start(arguments.model):
        print(line, flush=True)


if __name__ == "__main__":
    main()
