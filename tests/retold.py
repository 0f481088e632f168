"""Stories that several outlets tell in their own words: what a comparison finds of what differs in them.

A file has a story a line. Each number of an article has its offsets and a name, which is the same in all
articles for the same thing; behind `@` stands as of when, behind `#` who gives it, where that differs. Two
articles differ in a thing where the values that are read contradict each other.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import combinations
from pathlib import Path
from typing import NamedTuple

import claimx
from claimx.article import Article
from claimx.compare import ComparedNumber
from claimx.compare.claims import NumericClaim, find_claims
from claimx.compare.comparer import compare
from claimx.compare.relations import contradict, in_one_unit, relation
from claimx.schema import Extraction

ALARMS = ("differs", "disputed", "floors_differ", "other_unit")
_CLOCK = re.compile(
    r"\d[.:]\d\d|\b[ap]\.?m\b|clock|noon|midnight|\bpast\b|quarter|hours\b|\bhalf\b|sunrise|dawn", re.I
)
Place = tuple[str, int, int, bool]
"""An article, the offsets of a figure, and whether it is a day."""


class Name(NamedTuple):
    """What a number is about, and as of when; empty where that is not known."""

    thing: str
    when: str


NAMELESS = Name("", "")


@dataclass
class Score:
    """What was found, as `story: thing`, and the rows that are wrong."""

    differences: set[str] = field(default_factory=set)
    found: set[str] = field(default_factory=set)
    agreeing: set[str] = field(default_factory=set)
    found_agreeing: set[str] = field(default_factory=set)
    right_alarms: list[str] = field(default_factory=list)
    false_alarms: list[str] = field(default_factory=list)
    all_clear: list[str] = field(default_factory=list)
    """Rows that agree though two of their values conflict."""
    mixed: list[str] = field(default_factory=list)
    """Other rows of two things."""

    @property
    def recall(self) -> float:
        """The share of the differences that is found."""
        return len(self.found) / len(self.differences)

    @property
    def precision(self) -> float:
        """The share of the alarms that is right."""
        return len(self.right_alarms) / (len(self.right_alarms) + len(self.false_alarms))


@dataclass
class Story:
    """A story as claimx reads it, and the names of the numbers of each article: start, end, name."""

    id: str
    extractions: list[Extraction]
    numbers: dict[str, list[tuple[int, int, str]]]


def read_stories(path: Path) -> Iterator[Story]:
    """The stories of a file, read by the model that comes with claimx."""
    for line in path.read_text("utf-8").splitlines():
        record = json.loads(line)
        articles = [
            Article(
                each["id"],
                each["text"],
                published=date.fromisoformat(each["published"]),
                publisher=each["publisher"],
            )
            for each in record["articles"]
        ]
        extractions = [e for e in claimx.extract_articles(articles) if isinstance(e, Extraction)]
        numbers = {each["id"]: [tuple(number) for number in each["numbers"]] for each in record["articles"]}
        yield Story(record["id"], extractions, numbers)


def score_stories(stories: Iterator[Story]) -> Score:
    """Compare the articles of each story, and hold the rows against the names of the numbers."""
    score = Score()
    for story in stories:
        _score_story(story, score)
    return score


def _score_story(story: Story, score: Score) -> None:
    claims = [claim for n, each in enumerate(story.extractions) for claim in find_claims(each, n)]
    names = {_place(claim): _name(claim, story) for claim in claims}
    values: dict[str, set[bool]] = {}
    for a, b in combinations(claims, 2):
        thing = names[_place(a)].thing
        if a.position != b.position and _are_of_one_time(names[_place(a)], names[_place(b)]):
            values.setdefault(thing, set()).add(_conflict(a, b))
    differ = {name for name, found in values.items() if True in found}
    score.differences |= {f"{story.id}: {name}" for name in differ}
    score.agreeing |= {f"{story.id}: {name}" for name in values.keys() - differ}
    of = {_place(claim): claim for claim in claims}
    for row in compare(story.extractions, sections=["numbers"]).numbers:
        _score_row(row, names, of, story.id, score)


def _score_row(
    row: ComparedNumber, names: dict[Place, Name], of: dict[Place, NumericClaim], story: str, score: Score
) -> None:
    places = [
        [(f.article, f.start, f.end, value.unit == "calendar_day") for f in value.figures]
        for value in row.values
    ]
    said = f"{story}: {row.verdict} {row.what}: " + ", ".join(f.text for v in row.values for f in v.figures)
    if row.verdict in ALARMS:
        pairs = [
            (x, y)
            for n, value in enumerate(row.values)
            for m in value.contradicts
            for x in places[n]
            for y in places[m]
        ]
        right = {names[x].thing for x, y in pairs if _are_of_one_time(names[x], names[y])}
        score.found |= {f"{story}: {thing}" for thing in right} & score.differences
        (score.right_alarms if right else score.false_alarms).append(said)
        return
    figures = [place for value in places for place in value]
    things = {names[place].thing for place in figures}
    if row.verdict == "agrees" and _conflicting(figures, names, of):
        score.all_clear.append(said)
    elif len(things) > 1:
        score.mixed.append(said)
    score.found_agreeing |= {f"{story}: {names[place].thing}" for place in figures} & score.agreeing


def _conflicting(figures: Sequence[Place], names: dict[Place, Name], of: dict[Place, NumericClaim]) -> bool:
    return any(
        _are_of_one_time(names[x], names[y]) and _conflict(of[x], of[y]) for x, y in combinations(figures, 2)
    )


def _are_of_one_time(a: Name, b: Name) -> bool:
    """Whether two numbers are about the same thing, and not as of other times."""
    return bool(a.thing) and a.thing == b.thing and (a.when == b.when or not a.when or not b.when)


def _conflict(a: NumericClaim, b: NumericClaim) -> bool:
    """Whether two values can be compared, and contradict each other."""
    a, b = in_one_unit(a, b)
    found = relation(a, b)
    return found != "none" and contradict(a, b, found)


def _place(claim: NumericClaim) -> Place:
    figure = claim.figure
    return figure.article, figure.start, figure.end, claim.unit.family == "calendar_day"


def _name(claim: NumericClaim, story: Story) -> Name:
    """The name of what a claim is about; a clock and a day in one date expression are two."""
    figure = claim.figure
    text = next(e for e in story.extractions if e.document.id == figure.article).document.text
    numbers = story.numbers[figure.article]
    if claim.unit.family in ("time_of_day", "calendar_day"):
        is_clock = claim.unit.family == "time_of_day"
        numbers = [(s, e, name) for s, e, name in numbers if bool(_CLOCK.search(text[s:e])) == is_clock]
    overlaps = [(min(figure.end, end) - max(figure.start, start), name) for start, end, name in numbers]
    size, name = max(overlaps, key=lambda pair: pair[0], default=(0, ""))
    thing, _, when = name.partition("#")[0].partition("@")
    return Name(thing, when) if size > 0 else NAMELESS
