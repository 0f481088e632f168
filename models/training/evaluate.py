#!/usr/bin/env python3
"""Measure a pipeline's layers on the development parts of the corpora.

    python models/training/evaluate.py --corpora CORPORA --model models/en_claimx_news

Syntax is read over the treebanks' own words and sentences. Roles are scored as in the CofeNet paper
(COLING 2022): a contiguous span of a role, exact. Entities are scored on Universal NER's EWT dev part, which
nothing is trained on, after its three labels.
"""

from __future__ import annotations

import argparse
import gzip
import json
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np
import spacy
from corpora import conll_sentences, spans_of, universal_dependencies
from labels import UPOS, XPOS
from passages import Passage

from claimx.pipeline.encoder.component import Encoder

COARSE = {"PERSON": "PER", "ORG": "ORG", "GPE": "LOC", "LOC": "LOC", "FAC": "LOC"}
Spans = set[tuple[int, int, str]]


def f1(right: int, predicted: int, gold: int) -> float:
    """Return F1 in percent."""
    return round(200 * right / (predicted + gold), 1) if predicted + gold else 0.0


def syntax_scores(encoder: Encoder, passages: Iterable[Passage]) -> dict[str, float]:
    """Return UPOS, XPOS, UAS and LAS in percent, with gold words and sentences; sentence starts as F1."""
    hits = np.zeros(4)
    total = 0
    starts_right = starts_predicted = starts_gold = 0
    for passage in passages:
        words = encoder.reader.read(passage.words, passage.gaps)
        reading = encoder.read(words)
        tags = reading.kept("tags")
        begins = tags[:, 0] > 0
        upos = tags[:, 1 : 1 + len(UPOS)].argmax(axis=1)
        xpos = tags[:, 1 + len(UPOS) : 1 + len(UPOS) + len(XPOS)].argmax(axis=1)
        _, heads, labels = encoder.decoder.parse(reading, passage.sentence_starts.astype(np.float32))
        gold_heads = np.where(passage.heads < 0, np.arange(len(heads)), passage.heads)
        attached = heads == gold_heads
        hits += [
            (upos == passage.upos).sum(), (xpos == passage.xpos).sum(), attached.sum(),
            (attached & (labels == passage.labels)).sum(),
        ]  # fmt: skip
        total += len(heads)
        gold_starts = passage.sentence_starts > 0
        starts_right += int((begins & gold_starts).sum())
        starts_predicted += int(begins.sum())
        starts_gold += int(gold_starts.sum())
    scores = dict(zip(("upos", "xpos", "uas", "las"), np.round(100 * hits / total, 1).tolist(), strict=True))
    return {**scores, "sentences": f1(starts_right, starts_predicted, starts_gold)}


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    return start + len(text[start:end]) - len(text[start:end].lstrip()), start + len(text[start:end].rstrip())


def role_scores(nlp: spacy.Language, path: Path) -> dict[str, float]:
    """Return exact F1 of the spans of each role as the model reads them, before statements are assembled."""
    with gzip.open(path, "rt", encoding="utf8") as file:
        articles = [json.loads(line) for line in file]
    counts = {role: np.zeros(3, dtype=int) for role in ("source", "cue", "content")}
    with nlp.select_pipes(enable=["claimx_encoder"]):
        docs = nlp.pipe(article["text"] for article in articles)
        for article, doc in zip(articles, docs, strict=True):
            for role, count in counts.items():
                spans = getattr(doc._.roles, f"{role}s") if doc._.roles else []
                found = {_trimmed(doc.text, doc[s.start].idx, doc[s.start : s.end].end_char) for s in spans}
                gold = {
                    _trimmed(doc.text, *span)
                    for attribution in article["annotations"][0]["attributions"]
                    for span in attribution[role]
                }
                count += [len(found & gold), len(found), len(gold)]
    return {role: f1(*count.tolist()) for role, count in counts.items()}


def entity_scores(encoder: Encoder, path: Path) -> dict[str, float]:
    """Return F1 over PER, ORG and LOC, with the corpus's own words, a paragraph a sentence."""
    counts = {label: np.zeros(3, dtype=int) for label in ("PER", "ORG", "LOC", "all")}
    for words, gaps, tags in _iob_sentences(path):
        read = encoder.reader.read(words, gaps)
        encoding = encoder.decode(read)
        found = {(s, e, COARSE[label]) for s, e, label in encoding.entities if label in COARSE}
        gold = {span for span in spans_of(tags) if span[2] in counts}
        for label, count in counts.items():
            mine: Spans = {s for s in found if label in ("all", s[2])}
            theirs: Spans = {s for s in gold if label in ("all", s[2])}
            count += [len(mine & theirs), len(mine), len(theirs)]
    return {label: f1(*count.tolist()) for label, count in counts.items()}


def _iob_sentences(path: Path, size: int = 20) -> Iterator[tuple[list[str], list[int], list[str]]]:
    """Yield Universal NER's sentences, `size` at a time, each a paragraph of its own."""
    words: list[str] = []
    gaps: list[int] = []
    tags: list[str] = []
    for k, (sentence, sentence_gaps, sentence_tags) in enumerate(conll_sentences(path)):
        if k % size == 0 and words:
            yield words, gaps, tags
            words, gaps, tags = [], [], []
        words += sentence
        gaps += [3, *sentence_gaps[1:]]
        tags += sentence_tags
    yield words, gaps, tags


def evaluate(corpora: Path, model: Path) -> dict[str, dict[str, float]]:
    """Return the scores of every layer."""
    nlp = spacy.load(model)
    encoder = nlp.get_pipe("claimx_encoder")
    assert isinstance(encoder, Encoder)
    return {
        "syntax, EWT dev": syntax_scores(
            encoder, universal_dependencies(corpora / "ewt/dev.conllu.gz", "ewt")
        ),
        "syntax, GUM dev": syntax_scores(
            encoder, universal_dependencies(corpora / "gum/dev.conllu.gz", "gum")
        ),
        "entities, UNER EWT dev": entity_scores(encoder, corpora / "uner/en_ewt-ud-dev.iob2.gz"),
        "roles, PolNeAR dev": role_scores(nlp, corpora / "polnear/dev.jsonl.gz"),
    }


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--corpora", type=Path, required=True)
    parser.add_argument("--model", type=Path, required=True)
    arguments = parser.parse_args()
    for name, scores in evaluate(arguments.corpora, arguments.model).items():
        print(f"{name}: " + "  ".join(f"{k} {v}" for k, v in scores.items()))


if __name__ == "__main__":
    main()
