#!/usr/bin/env python3
"""Fit how the links of quantities are chosen, and write it into a pipeline's settings.

    python models/training/links.py --corpora CORPORA --model models/en_claimx_news

A ranker chooses what is counted and the claimant among the phrases that the network proposes; dates are
chosen by the network alone. The ranker learns from annotated articles that the network was not trained on
(`[links.first]` of `network.toml`): in others the network is right nearly always, and where a phrase stands
would seem to say nothing.

A conditional logit (McFadden 1974) with the answer that there is nothing; of several phrases that are right
the sum of the probabilities counts. The weights in the shipped pipeline are older than its network, see
`EXPERIMENTS.md`.
"""

from __future__ import annotations

import argparse
import tomllib
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

import numpy as np
import spacy
import torch
from articles import OFFSETS, article_records

from claimx.evaluation.scorers import same_phrase
from claimx.pipeline.confidence import Features, Ranker
from claimx.pipeline.quantities.component import find_quantities
from claimx.pipeline.records import Quantity

CONFIG = Path(__file__).parent / "network.toml"
# Stands for the day of articles without one, so that relative dates are read.
ANY_DAY = "2010-06-15"
# Weight of the squared weights, of features in units of their deviation.
PENALTY = {"what": 30.0, "source": 3.0}
# Features of fewer choices than this are left out.
FEWEST = 100


class Choices(Ranker):
    """Notes the candidates it is asked about, and leaves their order as it is; `right`: which are."""

    def __init__(self) -> None:
        super().__init__({})
        self.asked: list[Sequence[Features]] = []
        self.right: list[list[bool]] = []

    def __call__(self, candidates: Sequence[Features]) -> list[float]:
        """Note the candidates."""
        self.asked.append(candidates)
        return [1 / len(candidates)] * len(candidates)


def unseen(corpora: Path) -> Iterator[dict]:
    """Yield the annotated articles that no network has learned from, without those kept for tests."""
    first = tomllib.loads(CONFIG.read_text(encoding="utf8"))["links"]["first"]["unlabelled"]
    annotated = {record["id"]: record for record in article_records(OFFSETS)[first:]}
    for article in article_records(corpora / "unlabelled/news.jsonl.gz"):
        if article["id"] in annotated:
            yield {**article, **annotated[article["id"]]}


def observe(nlp: spacy.Language, records: Sequence[dict]) -> dict[str, Choices]:
    """Read articles; return the candidates of each link, and which of them are right."""
    choices = {link: Choices() for link in PENALTY}
    with nlp.select_pipes(disable=["claimx_quantities"]):
        docs = nlp.pipe(_unread(nlp, record) for record in records)
        for record, doc in zip(records, docs, strict=True):
            for quantity in find_quantities(doc, choices):
                annotated = next((each for each in record["quantities"] if _overlap(quantity, each)), None)
                for link in quantity.links:
                    if (known := choices.get(link.link)) is None:
                        continue
                    if annotated is None:
                        del known.asked[len(known.right)]
                    else:
                        spans = [span for span, _ in link.candidates]
                        right = [_is_right(doc.text, link.link, span, annotated) for span in spans]
                        known.right.append([*right, not annotated[link.link]])
    return choices


def _unread(nlp: spacy.Language, record: dict) -> spacy.tokens.Doc:
    doc = nlp.make_doc(record["text"])
    doc._.published = date.fromisoformat((record.get("published") or ANY_DAY)[:10])
    return doc


def _overlap(quantity: Quantity, annotated: dict) -> bool:
    return quantity.range.start < annotated["end"] and annotated["start"] < quantity.range.end


def _is_right(text: str, link: str, span: tuple[int, int], annotated: dict) -> bool:
    """Tell whether a candidate is what is annotated, by its words."""
    spans = annotated[link]
    spans = spans if isinstance(spans, list) else [spans] if spans else []
    return any(same_phrase(text[each["start"] : each["end"]], text[slice(*span)]) for each in spans)


def fit(choices: Choices, penalty: float) -> dict[str, float]:
    """Return the weights that make the right candidates likeliest."""
    counts = Counter(
        name for rows in choices.asked for name in {n for row in rows for n, value in row.items() if value}
    )
    names = {name: i for i, name in enumerate(sorted(n for n, count in counts.items() if count >= FEWEST))}
    most = max(map(len, choices.asked))
    table = np.zeros((len(choices.asked), most, len(names)))
    there, right = (np.zeros(table.shape[:2], dtype=bool) for _ in range(2))
    for i, (rows, answers) in enumerate(zip(choices.asked, choices.right, strict=True)):
        there[i, : len(rows)], right[i, : len(rows)] = True, answers
        for j, row in enumerate(rows):
            for name, value in row.items():
                if name in names:
                    table[i, j, names[name]] = value
    scale = table[there].std(axis=0) + 1e-6
    answered = right.any(axis=1)
    features = torch.from_numpy(table[answered] / scale)
    outside = torch.from_numpy(~there[answered])
    wrong = torch.from_numpy(~right[answered])
    weights = torch.zeros(len(names), dtype=torch.float64, requires_grad=True)
    optimizer = torch.optim.LBFGS([weights], max_iter=300, line_search_fn="strong_wolfe")

    def loss() -> torch.Tensor:
        optimizer.zero_grad()
        chances = torch.log_softmax((features @ weights).masked_fill(outside, -torch.inf), dim=1)
        value = -chances.masked_fill(wrong, -torch.inf).logsumexp(dim=1).sum()
        value = value + penalty * weights.square().sum()
        value.backward()
        return value

    optimizer.step(loss)
    learned = weights.detach().numpy() / scale
    return {name: round(float(learned[i]), 3) for name, i in names.items() if abs(learned[i]) >= 0.001}


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--corpora", type=Path, required=True)
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--links", nargs="+", choices=PENALTY, default=[*PENALTY], help="which are fitted")
    arguments = parser.parse_args()
    choices = observe(spacy.load(arguments.model), list(unseen(arguments.corpora)))
    path = arguments.model / "config.cfg"
    config = spacy.util.load_config(path)
    rankers = {link: fit(choices[link], PENALTY[link]) for link in arguments.links}
    config["components"]["claimx_quantities"]["rankers"] |= rankers
    config.to_disk(path)
    for link, weights in rankers.items():
        print(f"{link}: {len(choices[link].asked)} choices, {len(weights)} weights")


if __name__ == "__main__":
    main()
