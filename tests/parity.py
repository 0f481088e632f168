"""Parity gate: what is read before a change against what is read after it, by record and layer.

    python tests/parity.py record before.jsonl PATH...
    (change the code)
    python tests/parity.py record after.jsonl PATH...
    python tests/parity.py compare before.jsonl after.jsonl

Always read: the samples, the articles of `tests/gold`, and generated sentences. Each PATH adds articles: a
folder of text files, or JSON Lines, packed with gzip or not, with `text`, `id` and perhaps `published` in
each record. `compare` prints the number of records that differ in each layer and the first differences, and
exits with 1 if there are any. A field that is new can be left out of the comparison with `--ignore FIELD`.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import itertools
import json
import random
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from claimx import api
from claimx.article import Article
from claimx.metadata.days import as_day

ROOT = Path(__file__).parents[1]
TEXT_ENDINGS = (".txt", ".md")

SUBJECTS = [
    "The ministry",
    "Ada Moss",
    "She",
    "The company",
    "Two of the firms",
    "Halden Tools",
    "Police in Lagos",
]
CUES = ["said", "told reporters that", "denied that", "announced", "estimates that", "warned"]
NUMBERS = """
    400|more than 400|at least 12|up to 3,500|nearly a dozen|some 40|between 5 and 6|from 10 to 14|$3.2bn
    £400m|€5 million|Rs5 crore|12%|12.5 per cent|two thirds of|half a million|a couple of|3-4|twenty-one
    1,800t|5ft 4in|four times as many|no fewer than 30|under 200|an estimated 2.5 million
    one in five|zero|-4C|30 km/h
    15 pounds
""".replace("\n", "|").split("|")
THINGS = [
    "strikes",
    "people were killed",
    "of the votes",
    "workers",
    "homes in the north",
    "a barrel",
    "years",
    "litres",
]
DATES = """
    since Friday morning|on 2 December 2023|last year|in the three months to June|a decade ago|in May|by 2030
    from Monday to Thursday|at 7 p.m. on Tuesday|in the 1990s|early next month|two weeks earlier
    on Christmas Day
    in the first half of 2024|the day before|this winter
    every Friday|in 44 BC|for 12 days from Monday|overnight
""".replace("\n", "|").split("|")  # fmt: skip
PATTERNS = [
    "{subject} {cue} {number} {thing} {date}.",
    "{number} {thing} {date}, {subject} {cue}.",
    "{date}, {number} {thing} were counted, up from {other} {date2}.",
    '"{number} {thing} {date}," {subject} {cue}.',
    "It fell by {number} to {other} {date}, compared with {number} {date2}.",
]


def generated_sentences(count: int) -> Iterator[Article]:
    """Sentences put together from fixed parts, the same in every run."""
    rng = random.Random(20240612)
    clean = [[part.strip() for part in parts if part.strip()] for parts in (NUMBERS, DATES)]
    for k in range(count):
        text = rng.choice(PATTERNS).format(
            subject=rng.choice(SUBJECTS), cue=rng.choice(CUES), thing=rng.choice(THINGS),
            number=rng.choice(clean[0]), other=rng.choice(clean[0]),
            date=rng.choice(clean[1]), date2=rng.choice(clean[1]),
        )  # fmt: skip
        yield article(f"generated/{k}", text[0].upper() + text[1:], "2024-06-12")


def article(id: str, text: str, published: str | None) -> Article:
    """One article, with the day it was published as the API takes it."""
    return Article(id=id, text=text, published=as_day(published))


def articles_at(path: Path) -> Iterator[Article]:
    """The articles of a folder of text files, or of JSON Lines."""
    if path.is_dir():
        for file in sorted(f for f in path.rglob("*") if f.suffix in TEXT_ENDINGS):
            yield article(f"{path.name}/{file.relative_to(path)}", file.read_bytes().decode("utf-8"), None)
        return
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            published = record.get("published") or record.get("date")
            yield article(f"{path.name}/{record['id']}", record["text"], published)


def all_articles(paths: Iterable[Path], generated: int) -> Iterator[Article]:
    """Everything that is compared."""
    for path in (ROOT / "samples", ROOT / "tests" / "gold", *paths):
        yield from articles_at(path)
    yield from generated_sentences(generated)


def layers_of(result: object) -> dict[str, Any]:
    """What was read, by layer; an article that failed has its error as the only layer."""
    if isinstance(result, Exception):
        return {"error": str(result)}
    contents = result.model_dump(mode="json")
    contents.pop("model", None)
    return contents


def record(out: Path, paths: list[Path], generated: int) -> None:
    """Read everything, and write one line a record: its id, a hash of each layer, and the layers."""
    articles, kept = itertools.tee(all_articles(paths, generated))
    with out.open("w", encoding="utf-8") as file:
        for source, result in zip(kept, api.extract_articles(articles), strict=True):
            layers = layers_of(result)
            hashes = {name: digest(layer) for name, layer in layers.items()}
            file.write(
                json.dumps({"id": source.id, "hashes": hashes, "layers": layers}, ensure_ascii=False) + "\n"
            )


def digest(layer: object) -> str:
    """A short hash of a layer."""
    return hashlib.sha256(json.dumps(layer, sort_keys=True).encode()).hexdigest()[:16]


def without(value: Any, fields: frozenset[str]) -> Any:
    """The value without the fields that are not compared."""
    if isinstance(value, dict):
        return {k: without(v, fields) for k, v in value.items() if k not in fields}
    return [without(v, fields) for v in value] if isinstance(value, list) else value


def items_of(layer: Any) -> Counter[str]:
    """The items of a layer, as text, for showing which are on one side only."""
    items = layer if isinstance(layer, list) else [layer]
    return Counter(json.dumps(item, sort_keys=True, ensure_ascii=False) for item in items)


def compare(before: Path, after: Path, ignored: frozenset[str], shown: int) -> int:
    """Print the differences of two recordings; return how many records differ."""
    differing: Counter[str] = Counter()
    records = 0
    with before.open(encoding="utf-8") as old_lines, after.open(encoding="utf-8") as new_lines:
        for old_line, new_line in itertools.zip_longest(old_lines, new_lines, fillvalue="{}"):
            old, new = json.loads(old_line), json.loads(new_line)
            records += 1
            if old.get("id") != new.get("id"):
                print(f"other records: {old.get('id')} and {new.get('id')}")
                return 1
            if old["hashes"] == new["hashes"]:
                continue
            for name in old["layers"] | new["layers"]:
                sides = [without(side["layers"].get(name), ignored) for side in (old, new)]
                if sides[0] == sides[1]:
                    continue
                differing[name] += 1
                if differing[name] <= shown:
                    print(f"{old['id']}: {name}")
                    was, now = items_of(sides[0]), items_of(sides[1])
                    for sign, only in (("-", was - now), ("+", now - was)):
                        for item in list(only.elements())[:6]:
                            print(f"  {sign} {item[:600]}")
    for name, count in differing.most_common():
        print(f"{count} of {records} records differ in {name}")
    if not differing:
        print(f"no difference in {records} records")
    return differing.total()


def main() -> int:
    """Read the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    commands = parser.add_subparsers(dest="command", required=True)
    recording = commands.add_parser("record", help="read everything and write what was read")
    recording.add_argument("out", type=Path)
    recording.add_argument("paths", type=Path, nargs="*", help="more articles: folders, JSON Lines")
    recording.add_argument("--generated", type=int, default=2000, help="number of generated sentences")
    comparing = commands.add_parser("compare", help="print the differences of two recordings")
    comparing.add_argument("before", type=Path)
    comparing.add_argument("after", type=Path)
    comparing.add_argument("--ignore", action="append", default=[], metavar="FIELD", help="not compared")
    comparing.add_argument(
        "--show", type=int, default=10, help="how many differences to print for each layer"
    )
    options = parser.parse_args()
    if options.command == "record":
        record(options.out, options.paths, options.generated)
        return 0
    return 1 if compare(options.before, options.after, frozenset(options.ignore), options.show) else 0


if __name__ == "__main__":
    sys.exit(main())
