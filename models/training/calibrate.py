#!/usr/bin/env python3
"""Fit how sure the pipeline is of a statement, and write it into the pipeline's settings.

    python models/training/calibrate.py --corpora CORPORA --model models/en_claimx_news

Statements read from PolNeAR's development articles, which the model was not trained on, are compared with
the annotation. The weights are fitted on all of them; the calibration error that is reported comes from
ten folds, each measured with weights fitted on the other nine.
"""

from __future__ import annotations

import argparse
import gzip
import json
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import spacy

from claimx.evaluation.calibration import CalibrationScorer
from claimx.pipeline.annotations import Range, Statement
from claimx.pipeline.statements.assemble import assemble_statements
from claimx.pipeline.statements.confidence import Confidence, Features

FOLDS = 10
PENALTY = 0.01


class Recorder(Confidence):
    """Notes the features of each statement; the "confidence" it gives is their position in the notes."""

    def __init__(self) -> None:
        super().__init__({})
        self.noted: list[Features] = []

    def __call__(self, features: Features) -> float:
        self.noted.append(features)
        return float(len(self.noted) - 1)


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


def observe(nlp: spacy.Language, path: Path) -> tuple[np.ndarray, np.ndarray, np.ndarray, list[str]]:
    """Return every statement's features, whether it is right, its article, and the features' names."""
    recorder = Recorder()
    rows, right, owners = [], [], []
    with gzip.open(path, "rt", encoding="utf8") as file:
        articles = [json.loads(line) for line in file]
    with nlp.select_pipes(disable=["claimx_statements", "claimx_quantities", "claimx_dates"]):
        for k, doc in enumerate(nlp.pipe(article["text"] for article in articles)):
            for statement in assemble_statements(doc, recorder):
                rows.append(recorder.noted[int(statement.confidence or 0)])
                right.append(_is_right(statement, articles[k]["annotations"][0]["attributions"]))
                owners.append(k)
    names = list(rows[0])
    table = np.array([[row[name] for name in names] for row in rows])
    return table, np.array(right, dtype=float), np.array(owners), names


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


def calibrate(corpora: Path, model: Path) -> None:
    """Fit the weights and write them into the pipeline's `config.cfg`."""
    nlp = spacy.load(model)
    table, right, owners, names = observe(nlp, corpora / "polnear/dev.jsonl.gz")
    held_out = np.zeros(len(right))
    for fold in range(FOLDS):
        test = owners % FOLDS == fold
        held_out[test] = 1 / (1 + np.exp(-table[test] @ fit(table[~test], right[~test])))
    scorer = CalibrationScorer()
    for probability, is_right in zip(held_out.tolist(), right.tolist(), strict=True):
        scorer.add(probability, bool(is_right))
    weights = {
        name: round(float(w), 4) for name, w in zip(names, fit(table, right), strict=True) if abs(w) >= 1e-4
    }
    error = scorer.measure().error
    print(f"{len(right)} statements, {right.mean():.1%} right, expected calibration error {error}")
    print(weights)
    path = model / "config.cfg"
    config = spacy.util.load_config(path)
    config["components"]["claimx_statements"]["confidence"] = weights
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
