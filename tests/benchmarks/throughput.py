#!/usr/bin/env python3
"""Measure what claimx costs beside its encoder, and what a second process gains.

    python tests/benchmarks/throughput.py [ARTICLES] [--count N] [--rounds N]

ARTICLES is a folder of text files, or JSON Lines with a `text` each; without it articles are made
(`articles.py`). In every round each way reads the same articles: the networks alone, over windows that were
cut before; the pipeline (`extract_articles`, nothing written); and the commands. The first two are timed once
the model is loaded. A command reads a quarter of the articles, then all of them; the difference is what the
other three quarters, which the first two read alone, cost without its start. Everything runs with one
thread on one core, also what `batch` has beside its worker; only `--jobs` is compared on all cores. Ratios
are medians over the rounds, by the clock and by processor time: where others use the machine, the clock tells
little.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from articles import make_articles

COMMAND = [sys.executable, "-m", "claimx"]
WARM = "Mayor Ida Solberg said on Monday that 12 bridges would open."


class Cost(NamedTuple):
    """Seconds by the clock, and of processor time."""

    clock: float
    processor: float


class Way(NamedTuple):
    """A way to read: its command after the name of the file, and the cores that it may use."""

    arguments: list[str]
    cores: int | None = 1
    is_command: bool = True


WAYS = {
    "encoder": Way(["encoder"], is_command=False),
    "pipeline": Way(["pipeline"], is_command=False),
    "extract": Way(["extract", "--format", "jsonl", "-o", "OUT.jsonl"]),
    "batch to JSONL": Way(["batch", "--jobs", "1", "-o", "OUT.jsonl"]),
    "batch to SQLite": Way(["batch", "--jobs", "1", "-o", "OUT.db"]),
    "batch --jobs 1": Way(["batch", "--jobs", "1", "-o", "OUT.jsonl"], cores=None),
    "batch --jobs 2": Way(["batch", "--jobs", "2", "-o", "OUT.jsonl"], cores=None),
}


class Ratio(NamedTuple):
    """The time of one way over that of another, and how much it may be (or, of a gain, has to be)."""

    above: str
    below: str
    bound: float
    is_gain: bool = False


RATIOS = [
    Ratio("pipeline", "encoder", 1.35),
    Ratio("batch to JSONL", "pipeline", 1.15),
    Ratio("batch to SQLite", "pipeline", 1.15),
    Ratio("batch --jobs 1", "batch --jobs 2", 1.85, is_gain=True),
]


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("articles", type=Path, nargs="?", help="a folder of text files, or JSON Lines")
    parser.add_argument("--count", type=int, default=240, help="articles, made or read (240)")
    parser.add_argument("--rounds", type=int, default=3, help="(3)")
    parser.add_argument("--inside", choices=["encoder", "pipeline"], help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.inside:
        measure_inside(arguments.inside, texts_of(arguments.articles))
        return
    texts = list(texts_of(arguments.articles) if arguments.articles else make_articles(arguments.count))
    for line in compare(texts[: arguments.count], arguments.rounds):
        print(line, flush=True)


def texts_of(path: Path) -> list[str]:
    """The texts in a folder or a file."""
    if path.is_dir():
        return [file.read_text("utf-8") for file in sorted(path.rglob("*.txt"))]
    return [json.loads(line)["text"] for line in path.read_text("utf-8").splitlines()]


def compare(texts: list[str], rounds: int) -> Iterator[str]:
    """Run every way in every round; the tables to print."""
    quarter = len(texts) // 4
    words = sum(len(text.split()) for text in texts[quarter:])
    cores = len(os.sched_getaffinity(0))
    yield f"{len(texts) - quarter} articles, {words:,} words, {rounds} rounds, {cores} cores\n"
    costs: defaultdict[str, list[Cost]] = defaultdict(list)
    parts = {"first": texts[:quarter], "all": texts, "rest": texts[quarter:]}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        files = {label: write_lines(folder / f"{label}.jsonl", part) for label, part in parts.items()}
        for _ in range(rounds):
            for label, way in WAYS.items():
                costs[label].append(cost_of(way, files, folder))
    yield from table(costs, words)
    yield ""
    yield from ratios(costs)


def cost_of(way: Way, files: dict[str, Path], folder: Path) -> Cost:
    """What it costs to read all but the first articles."""
    if not way.is_command:
        return run(way, files["rest"], folder)
    before, after = run(way, files["first"], folder), run(way, files["all"], folder)
    return Cost(after.clock - before.clock, after.processor - before.processor)


def table(costs: dict[str, list[Cost]], words: int) -> Iterator[str]:
    """What each way took."""
    yield "| way | cores | seconds | words/s | processor seconds |"
    yield "|---|---|---|---|---|"
    for label, way in WAYS.items():
        clock, processor = (statistics.median(column) for column in zip(*costs[label], strict=True))
        yield f"| {label} | {way.cores or 'all'} | {clock:.1f} | {words / clock:,.0f} | {processor:.1f} |"


def ratios(costs: dict[str, list[Cost]]) -> Iterator[str]:
    """How the ways compare."""
    yield "| ratio | bound | by the clock | by processor time |"
    yield "|---|---|---|---|"
    for above, below, bound, is_gain in RATIOS:
        pairs = list(zip(costs[above], costs[below], strict=True))
        clock = statistics.median(one.clock / other.clock for one, other in pairs)
        processor = statistics.median(one.processor / other.processor for one, other in pairs)
        # Two processes that cost no more than one could do in half the time.
        processor *= 2 if is_gain else 1
        yield f"| {above} / {below} | {'≥' if is_gain else '≤'} {bound} | {clock:.2f} | {processor:.2f} |"


def write_lines(path: Path, texts: list[str]) -> Path:
    """Write JSON Lines."""
    path.write_text("".join(json.dumps({"text": text}) + "\n" for text in texts), "utf-8")
    return path


def run(way: Way, articles: Path, folder: Path) -> Cost:
    """Run a way once over a file."""
    if not way.is_command:
        command = [sys.executable, __file__, str(articles), "--inside", *way.arguments]
        return Cost(*json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout))
    with tempfile.TemporaryDirectory(dir=folder) as out:
        arguments = [argument.replace("OUT", f"{out}/out") for argument in way.arguments]
        command = [*COMMAND, arguments[0], str(articles), *arguments[1:]]
        since = time.perf_counter()
        process = subprocess.Popen(command, stderr=subprocess.DEVNULL, preexec_fn=lambda: keep_to(way.cores))
        _, status, usage = os.wait4(process.pid, 0)
        clock = time.perf_counter() - since
    if status:
        raise SystemExit(f"{' '.join(command)} failed")
    return Cost(clock, usage.ru_utime + usage.ru_stime)


def keep_to(cores: int | None) -> None:
    """Let this process, and those it starts, use so many cores only."""
    os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:cores])


def measure_inside(what: str, texts: list[str]) -> None:
    """Time the encoder or the pipeline in this process, and print its cost."""
    keep_to(1)
    import claimx
    from claimx.api import extract_articles
    from claimx.article import Article
    from claimx.pipeline.encoder.network import cut_windows

    nlp = claimx.load(threads=1)
    encoder = nlp.get_pipe("claimx_encoder")
    articles = [Article(id=str(number), text=text) for number, text in enumerate(texts)]
    list(extract_articles([Article(id="warm", text=WARM)], nlp))
    read = [encoder.reader.read_doc(nlp.make_doc(text)) for text in texts] if what == "encoder" else []
    windows = [(words, window) for words in read for window in cut_windows(words)]
    clock, processor = time.perf_counter(), time.process_time()
    if what == "encoder":
        for words, window in windows:
            encoder.session.start(words, window).result()
    else:
        for extraction in extract_articles(articles, nlp):
            if isinstance(extraction, Exception):
                raise extraction
    print(json.dumps([time.perf_counter() - clock, time.process_time() - processor]))


if __name__ == "__main__":
    # Whoever reads only the first lines has seen enough.
    with suppress(BrokenPipeError):
        main()
