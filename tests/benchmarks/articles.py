"""Articles to measure on: as many as are asked for, all different, made from those that the project has.

Each takes its head from one article and its paragraphs from three, with other numbers in them, and ends with
people and places that nobody has heard of, for every real archive goes on bringing new words.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]

# Titles, bylines and datelines are shorter than this, and stand before the first paragraph.
_HEAD_WORDS = 20
# Years stay years, and one figure stays what it is: a day, an hour, the number of a thing.
_FIGURES = re.compile(r"(?<![\d.,])(?!(?:19|20)\d\d\b)(\d)(\d[\d,]*)")
_SYLLABLES = (
    "ba",
    "dor",
    "el",
    "fin",
    "gar",
    "hol",
    "ka",
    "lun",
    "mi",
    "nor",
    "os",
    "per",
    "ra",
    "sten",
    "vik",
    "za",
)
_LAST_WORDS = (
    "“We have heard nothing new since {year},” said {first} {last}, who speaks for the town of {place}. "
    "“{number} of our people are still waiting for an answer.”",
    "{first} {last} of {place} said on Tuesday that {number} households had signed the letter. {last} would "
    "not say who wrote it.",
    "According to {first} {last}, a councillor in {place}, the work will cost ${number},000 and be done in "
    "{year}.",
)


def make_articles(count: int, words: int = 450, seed: int = 0) -> Iterator[str]:
    """Draw articles.

    Args:
        count: how many.
        words: how long they are on average, between white space; from half of it to one and a half times it.
        seed: what they are drawn with.
    """
    rng = random.Random(seed)
    sources = [_head_and_body(path) for path in _source_files()]
    for _ in range(count):
        chosen = rng.sample(sources, 3)
        head, (first, *others) = chosen[0]
        others += [paragraph for _, body in chosen[1:] for paragraph in body]
        rng.shuffle(others)
        yield _join(head, [first, *others], round(words * rng.uniform(0.5, 1.5)), rng)


def _source_files() -> list[Path]:
    return sorted([*(ROOT / "samples").glob("*.txt"), *(ROOT / "tests/gold").glob("*.txt")])


def _head_and_body(path: Path) -> tuple[list[str], list[str]]:
    paragraphs = path.read_text("utf-8").strip().split("\n\n")
    first = next(k for k, paragraph in enumerate(paragraphs) if len(paragraph.split()) > _HEAD_WORDS)
    return paragraphs[:first], paragraphs[first:]


def _join(head: list[str], paragraphs: list[str], words: int, rng: random.Random) -> str:
    parts = [*head, _last_words(rng)]
    room = words - sum(len(part.split()) for part in parts)
    for paragraph in paragraphs:
        if room <= 0:
            break
        parts.insert(-1, _FIGURES.sub(lambda match: _other_figures(match, rng), paragraph))
        room -= len(paragraph.split())
    return "\n\n".join(parts) + "\n"


def _other_figures(match: re.Match[str], rng: random.Random) -> str:
    return match[1] + re.sub(r"\d", lambda _: str(rng.randrange(10)), match[2])


def _last_words(rng: random.Random) -> str:
    first, last, place = ("".join(rng.choices(_SYLLABLES, k=k)).capitalize() for k in (2, 3, 3))
    year, number = rng.randrange(1990, 2031), rng.randrange(12, 1000)
    return rng.choice(_LAST_WORDS).format(first=first, last=last, place=place, year=year, number=number)
