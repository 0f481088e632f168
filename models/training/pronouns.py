#!/usr/bin/env python3
"""Learn the weights by which the pipeline chooses whom `he` and `she` mean, and write them.

    python models/training/pronouns.py --corpora CORPORA --model models/en_claimx_news --output FILE

They are learned from GUM's train part, from its texts as the pipeline reads them, by maximum likelihood with
a penalty on large weights. In the first round every pronoun before the one that is learned from is taken to
be resolved as in GUM; in the next ones also as the weights of the round before resolve it, so that the model
learns to live with its own mistakes. Texts that GUM's dev part holds as well are left out.

Printed is what five folds give, each measured with weights learned on the other four: precision and recall of
`he` and `she`, counted as coreference.py does, by the least probability with which a name is given.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import spacy
import torch
from coreference import PERSONAL, Gold, gum, speeches
from spacy.tokens import Doc

from claimx.pipeline.confidence import Features, Ranker
from claimx.pipeline.statements.people import DiscoursePerson
from claimx.pipeline.statements.pronouns import LIKELY, PronounContext, PronounResolver
from claimx.text.quotes import Quotations

ROUNDS = 3
FOLDS = 5
PENALTY = 5.0
# Features seen less often than this are not learned.
FEWEST = 5
THRESHOLDS = (0.5, 0.6, 0.7, 0.75, 0.8, 0.85, 0.9)

# The features of each candidate, and which of them are right.
Example = tuple[list[Features], list[int]]


@dataclass
class Observer:
    """Notes every pronoun of a text; the next ones build on GUM's answer or on the ranker's."""

    gold: Gold
    entities: list
    follow_gold: bool
    examples: list[Example] = field(default_factory=list)
    answers: list[tuple[float, bool, bool]] = field(default_factory=list)

    def __call__(
        self, context: PronounContext, rows: list[Features], chances: list[float]
    ) -> DiscoursePerson | None:
        span = context.pronoun.range
        chain = self.gold.chains.get(span)
        right = [i for i, person in enumerate(context.candidates) if chain and self._chain(person) == chain]
        self.examples.append((rows, right or [len(context.candidates)]))
        best = max(range(len(chances)), key=chances.__getitem__)
        person = (
            context.candidates[best] if best < len(context.candidates) and chances[best] >= LIKELY else None
        )
        if context.pronoun.word in PERSONAL:
            named = person is not None and person.entity is not None
            known = self.gold.named_before(chain, span.start)
            self.answers.append((chances[best] if named else 0.0, best in right, known))
        if self.follow_gold:
            return context.candidates[right[0]] if right else None
        return person

    def _chain(self, person: DiscoursePerson) -> str | None:
        if person.entity is not None:
            return self.gold.chain_of(self.entities[person.entity])
        return self.gold.heads.get(person.mentions[0].range.start)


def observe(texts: Sequence[tuple[Gold, Doc]], weights: dict[str, float] | None) -> list[Observer]:
    """Read texts with the given weights, or after GUM where there are none yet."""
    observers = []
    for gold, doc in texts:
        observer = Observer(gold, doc._.entities, weights is None)
        quotations = Quotations(gold.text)
        PronounResolver(doc, doc._.entities, quotations, speeches(doc), Ranker(weights or {}), observer)
        observers.append(observer)
    return observers


def learn(texts: Sequence[tuple[Gold, Doc]]) -> dict[str, float]:
    """Return the weights learned from texts."""
    examples = [example for observer in observe(texts, None) for example in observer.examples]
    weights = fit(examples, PENALTY)
    for _ in range(ROUNDS - 1):
        own = [example for observer in observe(texts, weights) for example in observer.examples]
        weights = fit(examples + own, 2 * PENALTY)
    return weights


def fit(examples: list[Example], penalty: float) -> dict[str, float]:
    """Return the weights that make the right candidates likeliest."""
    seen = Counter(name for rows, _ in examples for row in rows for name in row)
    places = {name: i for i, name in enumerate(sorted(n for n, count in seen.items() if count >= FEWEST))}
    flat, offsets = [], []
    for rows, _ in examples:
        for row in rows:
            offsets.append(len(flat))
            flat += [places[name] for name in row if name in places]
    most = max(len(rows) for rows, _ in examples)
    mask = torch.full((len(examples), most), -torch.inf, dtype=torch.float64)
    good = mask.clone()
    for i, (rows, right) in enumerate(examples):
        mask[i, : len(rows)] = 0
        good[i, right] = 0
    ids, starts, filled = torch.tensor(flat), torch.tensor(offsets), mask == 0
    weights = torch.zeros(len(places), 1, dtype=torch.float64, requires_grad=True)
    optimizer = torch.optim.LBFGS([weights], max_iter=300, line_search_fn="strong_wolfe")

    def loss() -> torch.Tensor:
        optimizer.zero_grad()
        scores = torch.nn.functional.embedding_bag(ids, weights, starts, mode="sum").squeeze(1)
        table = torch.zeros_like(mask).masked_scatter(filled, scores)
        value = ((table + mask).logsumexp(1) - (table + good).logsumexp(1)).sum()
        value = value + penalty * weights.square().sum() / 2
        value.backward()
        return value

    optimizer.step(loss)
    learned = weights.detach().squeeze(1).tolist()
    return {name: round(learned[i], 3) for name, i in places.items() if abs(learned[i]) >= 0.01}


def cross_validate(texts: Sequence[tuple[Gold, Doc]]) -> None:
    """Print precision and recall by threshold."""
    answers = []
    for fold in range(FOLDS):
        weights = learn([text for i, text in enumerate(texts) if i % FOLDS != fold])
        for observer in observe(texts[fold::FOLDS], weights):
            answers += observer.answers
    known = sum(before for _, _, before in answers)
    for threshold in THRESHOLDS:
        given = [right for chance, right, _ in answers if chance >= threshold]
        precision, recall = (100 * sum(given) / max(1, count) for count in (len(given), known))
        print(
            f"at {threshold}: precision {precision:.1f} (of {len(given)})  recall {recall:.1f} (of {known})"
        )


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--corpora", type=Path, required=True)
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--output", type=Path, required=True)
    arguments = parser.parse_args()
    dev, train = (arguments.corpora / f"gum/{part}.conllu.gz" for part in ("dev", "train"))
    kept_back = {gold.name for gold in gum(dev)}
    golds = [gold for gold in gum(train) if gold.name not in kept_back]
    nlp = spacy.load(arguments.model)
    texts = list(zip(golds, nlp.pipe(gold.text for gold in golds), strict=True))
    cross_validate(texts)
    weights = learn(texts)
    arguments.output.write_text(json.dumps(weights, indent=1) + "\n", encoding="utf-8")
    print(f"{len(weights)} weights")


if __name__ == "__main__":
    main()
