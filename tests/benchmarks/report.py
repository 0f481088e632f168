#!/usr/bin/env python3
"""Measure what a report of many articles takes: to make, on the disk, and to open.

    python tests/benchmarks/report.py [--articles 200]

The samples are read once and repeated under other names. Times on shared machines are noisy: the time to
make the report is given as a multiple of reading the same results with `json.loads`, turn by turn. The time
to open is that of Chromium, from the address to the drawn index, and from a click to the drawn article; it
is left out where there is no Chromium on PATH.
"""

from __future__ import annotations

import argparse
import json
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from claimx.compare.comparer import compare
from claimx.report import write_report
from claimx.saved import read_results
from claimx.schema import Extraction
from claimx.writers import open_output

SAMPLES = Path(__file__).parents[2] / "samples"
RUNS = 3


def make_results(path: Path, articles: int) -> None:
    """Write the results of the samples again and again, each time by other papers on other days."""
    samples = [result for result in read_results([str(SAMPLES)]) if isinstance(result, Extraction)]
    with path.open("w", encoding="utf-8") as file:
        for number in range(articles):
            value = json.loads(samples[number % len(samples)].to_json())
            value["document"]["id"] += f"-{number}"
            value["document"]["publisher"] = f"Paper {number % 12}"
            value["document"]["published"] = f"2024-{number % 12 + 1:02}-{number % 28 + 1:02}"
            file.write(json.dumps(value, ensure_ascii=False) + "\n")


def measure_making(results: Path, page: Path) -> Iterator[str]:
    """Make the page, and read the results with `json.loads`, turn by turn."""

    def make() -> None:
        extractions = (result for result in read_results([str(results)]) if isinstance(result, Extraction))
        with open_output(page) as stream:
            write_report(extractions, stream)

    def load() -> None:
        with results.open(encoding="utf-8") as file:
            for line in file:
                json.loads(line)

    def hold_against_each_other() -> None:
        compare(result for result in read_results([str(results)]) if isinstance(result, Extraction))

    make()  # warm: everything is loaded
    times = [(timed(make), timed(load), timed(hold_against_each_other)) for _ in range(RUNS)]
    making, loading, comparing = (statistics.median(column) for column in zip(*times, strict=True))
    yield f"made in {making:.2f} s, {making / loading:.1f} × `json.loads` ({loading:.3f} s), {RUNS} runs"
    yield f"  reading and comparing alone take {comparing / loading:.1f} × `json.loads`"
    yield f"{page.stat().st_size / 1e6:.1f} MB, from {results.stat().st_size / 1e6:.1f} MB of JSON Lines"


def measure_opening(page: Path, chromium: str) -> Iterator[str]:
    """Open the page, and an article in it."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        times = [open_page(browser, page.as_uri()) for _ in range(RUNS)]
        browser.close()
    empty, index, article = (statistics.median(column) for column in zip(*times, strict=True))
    yield f"opened in {index:.2f} s (an empty page: {empty:.2f} s), an article in it in {article:.2f} s"


def open_page(browser: Any, address: str) -> tuple[float, float, float]:
    """Seconds until an empty page is open, until the index is drawn, and from a click until an article is."""
    window = browser.new_context().new_page()

    def open_index() -> None:
        window.goto(address)
        window.wait_for_selector(".plot")

    def open_article() -> None:
        window.click(".articles a")
        window.wait_for_selector(".text")

    times = timed(lambda: window.goto("data:text/html,")), timed(open_index), timed(open_article)
    window.context.close()
    return times


def timed(call: Callable[[], object]) -> float:
    """Seconds that a call takes."""
    since = time.perf_counter()
    call()
    return time.perf_counter() - since


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--articles", type=int, default=200)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        results, page = Path(folder, "results.jsonl"), Path(folder, "report.html")
        make_results(results, arguments.articles)
        print(f"{arguments.articles} articles")
        for line in measure_making(results, page):
            print(line, flush=True)
        if chromium := shutil.which("chromium"):
            for line in measure_opening(page, chromium):
                print(line, flush=True)


if __name__ == "__main__":
    main()
