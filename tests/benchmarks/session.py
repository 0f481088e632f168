#!/usr/bin/env python3
"""Measure what ONNX Runtime's settings, and the order of the windows, do to the time of the networks.

    python tests/benchmarks/session.py [--count N] [--rounds N]

Reads the windows of articles that are made for it (`articles.py`) on one thread, with every setting in every
round. Prints medians of processor time against the settings that claimx has, and whether the results are the
same numbers.
"""

from __future__ import annotations

import argparse
import os
import statistics
import time
from collections import defaultdict
from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy as np
from articles import make_articles
from onnxruntime import GraphOptimizationLevel, InferenceSession, SessionOptions

import claimx
from claimx.api import shipped_model
from claimx.pipeline.encoder.component import NETWORK
from claimx.pipeline.encoder.network import Outputs, Session, Window, Words, cut_windows

Windows = list[tuple[Words, Window]]
Change = Callable[[SessionOptions], None]

SETTINGS: dict[str, Change] = {
    "as claimx has it": lambda options: None,
    "without the memory arena": lambda options: setattr(options, "enable_cpu_mem_arena", False),
    "without memory patterns": lambda options: setattr(options, "enable_mem_pattern", False),
    "without reuse of memory": lambda options: setattr(options, "enable_mem_reuse", False),
    "denormals as zero": lambda options: options.add_session_config_entry(
        "session.set_denormal_as_zero", "1"
    ),
    "without prepacked weights": lambda options: options.add_session_config_entry(
        "session.disable_prepacking", "1"
    ),
    "basic graph optimizations only": lambda options: setattr(
        options, "graph_optimization_level", GraphOptimizationLevel.ORT_ENABLE_BASIC
    ),
}


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--count", type=int, default=20, help="articles (20)")
    parser.add_argument("--rounds", type=int, default=7, help="(7)")
    arguments = parser.parse_args()
    windows = windows_of(list(make_articles(arguments.count)))
    by_length = sorted(windows, key=lambda item: item[1].end - item[1].start)
    sessions = {label: open_session(change) for label, change in SETTINGS.items()}
    ours = next(iter(sessions.values()))
    ways: dict[str, Callable[[], list[Outputs]]] = {
        label: partial(read, session, windows) for label, session in sessions.items()
    }
    ways["the same, windows sorted by length"] = lambda: read(ours, by_length)
    ways["the same, pinned to a core"] = lambda: pinned(partial(read, ours, windows))
    seconds: defaultdict[str, list[float]] = defaultdict(list)
    for _ in range(arguments.rounds):
        for label, way in ways.items():
            since = time.thread_time()
            way()
            seconds[label].append(time.thread_time() - since)
    expected = read(ours, windows)
    base = seconds["as claimx has it"]
    print(f"{len(windows)} windows, {arguments.rounds} rounds\n")
    print("| setting | processor time | same numbers |\n|---|---|---|")
    for label, times in seconds.items():
        ratio = statistics.median(one / other for one, other in zip(times, base, strict=True))
        same = "yes" if label not in sessions or is_same(read(sessions[label], windows), expected) else "no"
        print(f"| {label} | {ratio:.3f} | {same} |")


def windows_of(texts: list[str]) -> Windows:
    """All windows of some texts."""
    nlp = claimx.load(threads=1)
    encoder = nlp.get_pipe("claimx_encoder")
    read_words = [encoder.reader.read_doc(nlp.make_doc(text)) for text in texts]
    return [(words, window) for words in read_words for window in cut_windows(words)]


def open_session(change: Change) -> Session:
    """The networks with a changed setting."""
    path: Path = shipped_model() / "claimx_encoder" / NETWORK
    session = Session(path, threads=1)
    options = SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    change(options)
    session._session = InferenceSession(path, options, providers=["CPUExecutionProvider"])
    return session


def read(session: Session, windows: Windows) -> list[Outputs]:
    """Run the networks over windows, each alone."""
    return [session.start(words, window).result() for words, window in windows]


def pinned(call: Callable[[], list[Outputs]]) -> list[Outputs]:
    """Call on one core only."""
    cores = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {min(cores)})
    try:
        return call()
    finally:
        os.sched_setaffinity(0, cores)


def is_same(some: list[Outputs], others: list[Outputs]) -> bool:
    """Whether two readings are the same numbers."""
    return all(
        np.array_equal(one[name], other[name])
        for one, other in zip(some, others, strict=True)
        for name in one
    )


if __name__ == "__main__":
    main()
