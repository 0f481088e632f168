#!/usr/bin/env python3
"""Fit how sure the pipeline is of a statement or link, and write it into the pipeline's settings.

    python models/training/calibrate.py --corpora CORPORA --model models/en_claimx_news

Statements read from the development articles of PolNeAR and of annotated news, and what quantities of the
latter count and whose claims they are, which the model was not trained on, are compared with the annotation.
The weights are fitted on all of them; the calibration error that is reported comes from ten folds, each
measured with weights fitted on the other nine.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import numpy as np
import spacy
from articles import article_records

from claimx.evaluation.scorers import CalibrationScorer, same_phrase
from claimx.pipeline.confidence import Confidence, Features, Ranker
from claimx.pipeline.quantities.component import find_quantities
from claimx.pipeline.quantities.what_and_source import LIKELY
from claimx.pipeline.records import Quantity, Statement
from claimx.pipeline.statements.component import assemble_statements
from claimx.text.tokens import Range

FOLDS = 10
PENALTY = 0.01
# Stands for the day of articles that have lost theirs, so that relative dates are read.
ANY_DAY = "2010-06-15"
POLNEAR, NEWS = "polnear/dev.jsonl.gz", "news/dev.jsonl.gz"


class Recorder(Confidence):
    """Notes the features it is asked about; the "confidence" it gives is how many it has noted by then."""

    def __init__(self) -> None:
        super().__init__({})
        self.noted: list[Features] = []

    def __call__(self, features: Features) -> float:
        self.noted.append(features)
        return float(len(self.noted))


@dataclass
class Observed:
    """Features of what was read, whether it is right, and the article it stands in."""

    rows: list[Features] = field(default_factory=list)
    right: list[bool] = field(default_factory=list)
    articles: list[int] = field(default_factory=list)

    def add(self, features: Features, right: bool, article: int) -> None:
        """Note one."""
        self.rows.append(features)
        self.right.append(right)
        self.articles.append(article)


def attributions_of(record: dict) -> list[dict[str, list[tuple[int, int]]]]:
    """Return the attributions of a record of either corpus, as character ranges by role."""
    if "annotations" in record:
        return record["annotations"][0]["attributions"]
    found = []
    for statement in record["statements"]:
        spans = {"content": statement["content"]}
        spans |= {role: [statement[role]] if statement[role] else [] for role in ("source", "cue")}
        found.append({role: [(s["start"], s["end"]) for s in parts] for role, parts in spans.items()})
    return found


def _characters(spans: Iterable[Range | list[int]]) -> set[int]:
    return {i for start, end in spans for i in range(start, end)}


def _is_right(statement: Statement, attributions: list[dict]) -> bool:
    """Tell whether an attribution has the same source and cue, by overlap, and half of the content."""
    content = _characters(statement.content)
    source = _characters([statement.source.range] if statement.source else [])
    cue = _characters([statement.cue.range] if statement.cue else [])
    for attribution in attributions:
        theirs = {role: _characters(attribution[role]) for role in ("source", "cue", "content")}
        shared = len(content & theirs["content"])
        if shared and shared / len(content | theirs["content"]) >= 0.5:
            same_source = bool(source & theirs["source"]) or not (source or theirs["source"])
            same_cue = bool(cue & theirs["cue"]) or not (cue or theirs["cue"])
            if same_source and same_cue:
                return True
    return False


def observe(nlp: spacy.Language, corpora: Path) -> dict[str, Observed]:
    """Read the development articles; return statements and rated links, by name."""
    observed = {name: Observed() for name in ("statement", *LIKELY)}
    records = [*article_records(corpora / POLNEAR), *article_records(corpora / NEWS)]
    weights = nlp.config["components"]["claimx_quantities"]["rankers"]
    rankers = {link: Ranker(each) for link, each in weights.items()}
    with nlp.select_pipes(disable=["claimx_statements", "claimx_quantities"]):
        for k, doc in enumerate(nlp.pipe(_unread(nlp, record) for record in records)):
            recorder = Recorder()
            doc._.statements = assemble_statements(doc, recorder)
            attributions = attributions_of(records[k])
            for statement in doc._.statements:
                features = recorder.noted[int(statement.confidence or 0) - 1]
                if statement.cue:  # of the others there are too few; PolNeAR annotates none
                    observed["statement"].add(features, _is_right(statement, attributions), k)
            if "quantities" in records[k]:
                for link, features, right in _links(doc, rankers, records[k]["quantities"]):
                    observed[link].add(features, right, k)
    return observed


def _unread(nlp: spacy.Language, record: dict) -> spacy.tokens.Doc:
    """Return an article as a `Doc` with its day, or any day where that is lost."""
    doc = nlp.make_doc(record["text"])
    doc._.published = date.fromisoformat(record.get("published") or ANY_DAY)
    return doc


def _links(
    doc: spacy.tokens.Doc, rankers: dict[str, Ranker], gold: list[dict]
) -> Iterator[tuple[str, Features, bool]]:
    """Yield the rated links of the quantities that are annotated: name, features, whether it is right."""
    recorders = {link: Recorder() for link in LIKELY}
    for quantity in find_quantities(doc, rankers, recorders):
        annotated = next((each for each in gold if _overlap(quantity, each)), None)
        if annotated is None:
            continue
        dates, when = [*doc._.dates, *doc._.durations], annotated["when"]
        found = {
            "what": (
                quantity.what_confidence,
                quantity.what is not None
                and any(same_phrase(w["text"], doc.text[slice(*quantity.what)]) for w in annotated["what"]),
            ),
            "source": (
                quantity.source_confidence,
                quantity.source is not None
                and annotated["source"] is not None
                and same_phrase(annotated["source"]["text"], doc.text[slice(*quantity.source.range)]),
            ),
            "date": (
                quantity.date_confidence,
                quantity.date is not None
                and when is not None
                and dates[quantity.date].range.start < when["end"]
                and when["start"] < dates[quantity.date].range.end,
            ),
        }
        for link, (place, right) in found.items():
            if place is not None:
                yield link, recorders[link].noted[int(place) - 1], right


def _overlap(quantity: Quantity, annotated: dict) -> bool:
    end = annotated["start"] + len(annotated["text"])
    return quantity.range.start < end and annotated["start"] < quantity.range.end


def fit(table: np.ndarray, right: np.ndarray) -> np.ndarray:
    """Fit logistic regression by Newton's method."""
    weights = np.zeros(table.shape[1])
    for _ in range(50):
        p = 1 / (1 + np.exp(-table @ weights))
        gradient = table.T @ (p - right) + PENALTY * weights
        hessian = (table * (p * (1 - p))[:, None]).T @ table + PENALTY * np.eye(len(weights))
        step = np.linalg.solve(hessian, gradient)
        weights -= step
        if np.abs(step).max() < 1e-8:
            break
    return weights


def fitted(name: str, observed: Observed) -> dict[str, float]:
    """Fit the weights of one kind and print how well they are calibrated on articles held out."""
    names = list(observed.rows[0])
    table = np.array([[row[feature] for feature in names] for row in observed.rows])
    right, articles = np.array(observed.right, dtype=float), np.array(observed.articles)
    held_out = np.zeros(len(right))
    for fold in range(FOLDS):
        test = articles % FOLDS == fold
        held_out[test] = 1 / (1 + np.exp(-table[test] @ fit(table[~test], right[~test])))
    scorer = CalibrationScorer()
    for probability, is_right in zip(held_out.tolist(), observed.right, strict=True):
        scorer.add(probability, is_right)
    error = scorer.measure().error
    print(f"{name}: {len(right)}, {right.mean():.1%} right, expected calibration error {error}")
    weights = zip(names, fit(table, right), strict=True)
    return {feature: round(float(w), 4) for feature, w in weights if abs(w) >= 1e-4}


def calibrate(corpora: Path, model: Path) -> None:
    """Fit the weights and write them into the pipeline's `config.cfg`."""
    weights = {name: fitted(name, each) for name, each in observe(spacy.load(model), corpora).items()}
    print(weights)
    path = model / "config.cfg"
    config = spacy.util.load_config(path)
    config["components"]["claimx_statements"]["confidence"] = weights.pop("statement")
    config["components"]["claimx_quantities"]["confidence"] = weights
    config.to_disk(path)


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--corpora", type=Path, required=True)
    parser.add_argument("--model", type=Path, required=True)
    arguments = parser.parse_args()
    calibrate(arguments.corpora, arguments.model)


if __name__ == "__main__":
    main()
