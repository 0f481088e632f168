#!/usr/bin/env python3
"""Measure what it costs to compare many articles, against reading the same results with `json.loads`.

    python tests/benchmarks/compare.py [--articles N]
    PYTHONPATH=tests python tests/benchmarks/compare.py --planted FOLDER...

With `--planted` it scores sets of articles with planted differences instead (`tests/planted.py` says how they
are written), such as those in `tests/compare`.

Writes N generated results (10,000 by default): events that five articles each tell of, with numbers and
quotations of which some were changed. Each task runs in a process of its own, so that the peak memory is its
own too. Times are those of the processor, but noisy on shared machines: compare the ratios of one run.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

PER_EVENT = 5


def listed(words: str) -> list[str]:
    """The words of a text."""
    return words.split()


PLACES = listed("Halden Osteray Kirkvik Lindau Ravna Selby Torvik Amsund Brenna Corvo Dalby Elvas Farsund")
FIRST = listed("Petra Owen Ingrid Lars Mina Jonas Karin Emil Astrid Nils Helena Samir Freya Rick Tomas")
LAST = listed(
    "Vance Strand Solheim Holmgren Aalto Brekke Lodge Roth Nyberg Farstad Quist Odeh Olsen Daly Moe"
)
EVENTS = listed("fire flood landslide explosion collision storm crash outage poisoning collapse derailment")
THINGS = listed("homes vehicles boats schools shops bridges tents trucks farms offices hotels pumps")
WORDS = listed(
    "harbour winter council pipeline market garden signal engine ladder valley station copper bakery "
    "river orchard tunnel museum ferry lantern quarry meadow anchor library cannon furnace mirror "
    "saddle turbine"
)


def main() -> None:
    """Generate, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument("--run", choices=sorted(TASKS), help=argparse.SUPPRESS)
    parser.add_argument("--planted", type=Path, nargs="+", metavar="FOLDER")
    parser.add_argument("path", nargs="?", help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.planted:
        score(chosen.planted)
        return
    if chosen.run:
        TASKS[chosen.run](Path(chosen.path))
        return
    with tempfile.TemporaryDirectory() as folder:
        for articles in (chosen.articles // 5, chosen.articles):
            path = Path(folder, f"{articles}.jsonl")
            generate(path, articles)
            print(f"{articles:,} articles, {path.stat().st_size / 1e6:.0f} MB of results")
            base = 0.0
            for task in ("json.loads", "read_results", "compare"):
                seconds, memory = measure(task, path)
                base = base or seconds
                print(f"  {task:<13} {seconds:7.1f} s  {seconds / base:6.1f} ×  {memory:6.0f} MB at the most")


def score(folders: list[Path]) -> None:
    """Print how much of what was planted is found."""
    from planted import read_set, score_set

    found = planted = 0
    for folder in folders:
        result = score_set(folder, read_set(folder))
        found += len(result.found.get("differs", ()))
        planted += len(result.found.get("differs", ())) + len(result.missed.get("differs", ()))
        print(folder.name, "missed:", result.missed, "false:", result.falsely_different, result.all_clear)
    print(f"{found} of {planted} differences in numbers found")


def measure(task: str, path: Path) -> tuple[float, float]:
    """Seconds of the processor and peak memory in MB of a task in its own process."""
    process = subprocess.Popen([sys.executable, __file__, "--run", task, str(path)])
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        sys.exit(f"{task} failed")
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / (1e6 if sys.platform == "darwin" else 1e3)


def loads(path: Path) -> None:
    """Read the results as plain JSON."""
    with path.open("rb") as lines:
        for line in lines:
            json.loads(line)


def read(path: Path) -> None:
    """Read the results as claimx does."""
    from claimx.saved import read_results

    for _ in read_results([str(path)]):
        pass


def compare(path: Path) -> None:
    """What `claimx compare` does, to the last byte."""
    from claimx.cli.compare import Compared, compare

    compare([str(path)], Compared(about="ship"), output=path.with_suffix(".json"))


TASKS: dict[str, Callable[[Path], None]] = {"json.loads": loads, "read_results": read, "compare": compare}


def generate(path: Path, articles: int) -> None:
    """Write results of made-up articles, the same for the same number."""
    chance = random.Random(articles)
    with path.open("w", encoding="utf-8") as stream:
        for event in range(articles // PER_EVENT):
            facts = Facts(event, chance)
            for outlet in range(PER_EVENT):
                stream.write(json.dumps(facts.article(outlet), ensure_ascii=False) + "\n")


class Facts:
    """An event, and what its articles tell of it."""

    def __init__(self, event: int, chance: random.Random) -> None:
        self.event, self.chance = event, chance
        pick = chance.choice
        self.what = f"{pick(WORDS)} {pick(EVENTS)}"
        self.place = f"{pick(PLACES)}{pick(WORDS)} {pick(PLACES)}"
        self.people = [f"{pick(FIRST)} {pick(LAST)}{pick(WORDS)}" for _ in range(3)]
        self.dead, self.hurt = chance.randint(2, 90), chance.randint(10, 900)
        self.things = [(chance.randint(3, 900), thing) for thing in chance.sample(THINGS, 5)]
        self.quotes = [" ".join(chance.choices(WORDS, k=chance.randint(8, 25))) for _ in range(4)]

    def article(self, outlet: int) -> dict[str, Any]:
        """One article as claimx would have read it."""
        writing = Writing()
        chance = self.chance
        writing.write(f"The {self.what} at {self.place} killed ")
        writing.number(self.changed(self.dead), "people")
        writing.write(" and injured ")
        writing.number(self.changed(self.hurt), "people")
        writing.write(f", the police in {self.place} said.\n\n")
        for number, thing in chance.sample(self.things, 4):
            writing.write(f"After the {self.what} {chance.choice(WORDS)} crews counted ")
            writing.number(self.changed(number), thing)
            writing.write(f" near the {chance.choice(WORDS)} of {self.place}.\n\n")
        for quote, person in zip(self.quotes, [*self.people, self.people[0]], strict=True):
            words = quote.split()
            if chance.random() < 0.2:
                words = words[: max(5, len(words) // 2)]
            writing.statement(f"“{' '.join(words).capitalize()},”", person)
            writing.write(f" {' '.join(chance.choices(WORDS, k=20))}.\n\n")
        return writing.result(f"{self.event}-{outlet}", [self.place, *self.people])

    def changed(self, number: int) -> int:
        """The number, now and then another one."""
        return number + 7 if self.chance.random() < 0.1 else number


class Writing:
    """A text under way, and the results in it."""

    def __init__(self) -> None:
        self.text = ""
        self.statements: list[dict[str, Any]] = []
        self.quantities: list[dict[str, Any]] = []

    def write(self, words: str) -> dict[str, Any]:
        """Add words; the span that they are."""
        start = len(self.text)
        self.text += words
        return {"start": start, "end": len(self.text), "text": words}

    def number(self, value: int, what: str) -> None:
        """Add a number and what it counts."""
        span = self.write(str(value))
        self.write(" ")
        self.quantities.append(
            {
                **{"id": f"q{len(self.quantities) + 1}", **span, "value_low": value, "value_high": value},
                **{"unit": "count", "relation": "=", "change": None, "what": self.write(what)},
                **{"statement": None, "source": None, "date": None, "confidence": None},
            }
        )

    def statement(self, quote: str, person: str) -> None:
        """Add a quotation and who says it."""
        content = self.write(quote)
        self.write(" ")
        source = {**self.write(person), "name": person, "entity": None, "kind": "person"}
        self.write(" ")
        cue = {**self.write("said"), "lemma": "say", "kind": "say", "negated": False}
        self.statements.append(
            {
                **{"id": f"s{len(self.statements) + 1}", "quote": "direct", "source": source, "cue": cue},
                **{"content": [content], "confidence": 0.9},
            }
        )

    def result(self, id_: str, names: list[str]) -> dict[str, Any]:
        """The extraction."""
        document = {
            **{"id": id_, "path": None, "sha256": "", "title": None, "author": None, "publisher": None},
            **{"published": "2024-05-15", "dateline": None, "language": "en", "text": self.text},
        }
        return {
            **{"schema_version": 2, "claimx_version": "0", "model": {"name": "en_made_up", "version": "0"}},
            "document": document,
            "entities": [self.entity(number, name) for number, name in enumerate(names, 1)],
            **{"statements": self.statements, "quantities": self.quantities, "dates": []},
        }

    def entity(self, number: int, name: str) -> dict[str, Any]:
        """A name wherever it stands."""
        mentions, start = [], self.text.find(name)
        while start >= 0:
            mentions.append({"start": start, "end": start + len(name), "text": name, "kind": "name"})
            start = self.text.find(name, start + 1)
        label = "GPE" if number == 1 else "PERSON"
        return {"id": f"e{number}", "label": label, "name": name, "mentions": mentions}


if __name__ == "__main__":
    main()
