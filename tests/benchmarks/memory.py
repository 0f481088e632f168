#!/usr/bin/env python3
"""Measure what memory `claimx batch` takes, and that it does not grow with the archive.

    python tests/benchmarks/memory.py [--counts N N] [--words N] [--jobs N]

Reads short articles that are made for it (`articles.py`), few and then many, into SQLite. Prints the peak of
resident memory of each process of a run, the parent first, and of all together at one time (pages that they
share are counted in each). Needs Linux.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

from articles import make_articles

# Seconds between two looks.
PULSE = 0.25


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--counts", type=int, nargs="+", default=[2_000, 20_000], help="(2000 20000)")
    parser.add_argument("--words", type=int, default=100, help="in an article, on average (100)")
    parser.add_argument("--jobs", type=int, default=2, help="(2)")
    arguments = parser.parse_args()
    together = []
    for count in arguments.counts:
        since = time.monotonic()
        peaks, peak = measure(make_articles(count, arguments.words), arguments.jobs)
        together.append(peak)
        each = ", ".join(f"{peak} MB" for peak in peaks)
        print(f"{count:,} articles: {peak} MB ({each}), {time.monotonic() - since:,.0f} s", flush=True)
    print(f"most / least: {max(together) / min(together):.2f}")


def measure(texts: Iterable[str], jobs: int) -> tuple[list[int], int]:
    """Run a batch; the peak of each of its processes, and of all together, in MB."""
    with tempfile.TemporaryDirectory() as name:
        articles = Path(name) / "articles.jsonl"
        with articles.open("w", encoding="utf-8") as file:
            for text in texts:
                file.write(json.dumps({"text": text}) + "\n")
        command = [sys.executable, "-m", "claimx", "batch", articles, "--jobs", str(jobs)]
        process = subprocess.Popen([*command, "-o", Path(name) / "out.db"], stderr=subprocess.DEVNULL)
        peaks: dict[int, int] = {}
        together = 0
        while process.poll() is None:
            sizes = {pid: resident(pid) for pid in (process.pid, *children(process.pid))}
            peaks |= {pid: max(size, peaks.get(pid, 0)) for pid, size in sizes.items()}
            together = max(together, sum(sizes.values()))
            time.sleep(PULSE)
    if process.returncode:
        raise SystemExit(f"the run failed: {process.returncode}")
    return [size // 1024 for size in peaks.values()], together // 1024


def children(pid: int) -> Iterator[int]:
    """The processes that a process has started and not buried yet."""
    path = Path(f"/proc/{pid}/task/{pid}/children")
    yield from map(int, path.read_text().split() if path.exists() else ())


def resident(pid: int) -> int:
    """The resident memory of a process in kB; 0 once it is gone."""
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return 0
    return next((int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS:")), 0)


if __name__ == "__main__":
    main()
