"""Drafts with planted faults: reading them, and counting the faults found and the false alarms."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import claimx
from claimx.schema import Extraction
from claimx.text.sentences import split_sentences
from claimx.verification import Finding, Verification

FOLDER = Path(__file__).parent
SOURCES = (FOLDER / "verify/sources", FOLDER.parent / "samples", FOLDER / "gold")


@dataclass
class Draft:
    """A draft, the names of its sources, and the faults planted in it."""

    name: str
    text: str
    sources: list[str]
    faults: list[dict[str, str]]


@dataclass
class Score:
    """Faults by whether they are named as what they are, and sentences by whether they are faithful."""

    named: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)
    faithful: int = 0
    false_alarms: list[str] = field(default_factory=list)

    def add(self, other: Score) -> None:
        """Add the score of another draft."""
        self.named += other.named
        self.missed += other.missed
        self.faithful += other.faithful
        self.false_alarms += other.false_alarms


def read_drafts(folder: str) -> Iterator[Draft]:
    """The drafts in a folder of `tests/verify`."""
    for path in sorted(FOLDER.joinpath("verify", folder).glob("*.toml")):
        values: dict[str, Any] = tomllib.loads(path.read_text("utf-8"))
        yield Draft(path.stem, values["text"].lstrip(), values["sources"], values["faults"])


@cache
def read_source(name: str) -> Extraction:
    """The extraction of a source, by its name."""
    path = next(path for folder in SOURCES if (path := folder / f"{name}.txt").exists())
    return claimx.extract(path.read_text("utf-8"), id=name)


def verify_draft(draft: Draft) -> Verification:
    """Check a draft against its sources, with the model that comes with claimx.

    As `claimx verify` does, a draft without a day of publication is read with that of the newest source.
    """
    sources = [read_source(name) for name in draft.sources]
    extraction = claimx.extract(draft.text, id=draft.name)
    days = [source.document.published for source in sources if source.document.published]
    if extraction.document.published is None and days:
        extraction = claimx.extract(draft.text, id=draft.name, published=max(days))
    return claimx.verify(extraction, sources)


def score_draft(draft: Draft, verification: Verification) -> Score:
    """Compare the findings with the planted faults, sentence by sentence."""
    score = Score()
    faulty: set[int] = set()
    sentences = split_sentences(draft.text)
    for fault in draft.faults:
        start = draft.text.index(fault["words"])
        end = start + len(fault["words"])
        faulty |= {n for n, s in enumerate(sentences) if s.start < end and start < s.end}
        found = [f for f in verification.findings if f.draft.start < end and start < f.draft.end]
        names = score.named if any(_is_named(fault, finding) for finding in found) else score.missed
        shown = [f"{f.kind} {f.verdict} {','.join(f.changes)}" for f in found]
        names.append(f"{draft.name}: {fault['words']!r} {fault.get('change', fault['verdict'])}: {shown}")
    # A quotation of several sentences is faulty as a whole.
    for finding in verification.findings:
        inside = {
            n for n, s in enumerate(sentences) if s.start < finding.draft.end and finding.draft.start < s.end
        }
        if finding.kind == "quotation" and inside & faulty:
            faulty |= inside
    for number, sentence in enumerate(sentences):
        if number in faulty:
            continue
        score.faithful += 1
        alarms = [
            f"{f.kind} {f.verdict} {','.join(f.changes)}: {f.draft.text!r} <- {[s.text for s in f.sources]}"
            for f in verification.findings
            if f.is_fault and f.draft.start < sentence.end and sentence.start < f.draft.end
        ]
        if alarms:
            score.false_alarms.append(f"{draft.name}: {sentence.text!r}: {alarms}")
    return score


def _is_named(fault: dict[str, str], finding: Finding) -> bool:
    return (
        finding.kind == fault["kind"]
        and finding.verdict == fault["verdict"]
        and ("change" not in fault or fault["change"] in finding.changes)
    )
