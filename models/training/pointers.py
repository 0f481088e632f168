#!/usr/bin/env python3
r"""Train the network that reads the words around a quantity again, and says what the quantity points at.

    python models/training/pointers.py --corpora CORPORA --network WORK/network.pt \
        --earlier WORK/average/network.pt --output WORK/pointers.pt

It reads the states of a middle layer of the finished network, which stays as it is, and begins as a copy of
the layers above. Of the articles that the finished network has learned from, its states say more than of
others; of those that an earlier network had not read yet (`[pointers.first]` of `network.toml`) the states
are therefore those of the earlier one.
"""

from __future__ import annotations

import argparse
import copy
import random
import tomllib
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from articles import news
from corpora import read_corpus
from network import FAST_BFLOAT16, MIDDLE, POINTERS, Network, load_network, load_tokenizer
from passages import Pair, Passage, Pointing
from torch import Tensor, nn

from claimx.evaluation.scorers import same_phrase
from claimx.pipeline.encoder.network import Window, WordReader, Words, cut_windows, window_inputs
from claimx.pipeline.encoder.pointers import (
    ASKED,
    FARTHEST_POWER,
    LONGEST_PHRASE,
    NO_QUANTITY,
    OTHER,
    distances_from,
    words_around,
)

CONFIG = Path(__file__).parent / "network.toml"
CORPORA = ("news", "unlabelled", "written")
DEV = "news/dev.jsonl.gz"
FORBIDDEN = -1e4
REPORT = 50


class PointerNetwork(nn.Module):
    """Transformer layers over the states of the pieces around a quantity, and scores for the ends of phrases.

    `forward` is what is exported.
    """

    def __init__(self, network: Network, dropout: float) -> None:
        super().__init__()
        hidden = network.tags.in_features
        self.marks = nn.Embedding(3, hidden)
        self.distances = nn.Embedding(2 * FARTHEST_POWER + 2, hidden)
        for table in (self.marks, self.distances):
            nn.init.normal_(table.weight, std=0.02)
        self.layers = nn.ModuleList(copy.deepcopy(layer) for layer in network.encoder.layers[MIDDLE:])
        self.conditioning = copy.deepcopy(network.conditioning)
        self.dropout = nn.Dropout(dropout)
        self.up = nn.Linear(hidden, hidden)
        self.ends = nn.Linear(hidden, 2 * len(POINTERS))
        self.none = nn.Linear(hidden, len(POINTERS))

    def forward(
        self, states: Tensor, marks: Tensor, distances: Tensor, first: Tensor, asked: Tensor,
        mask: Tensor | None = None,
    ) -> tuple[Tensor, Tensor]:  # fmt: skip
        """Score the words around quantities, one a row.

        `states`: (batch, pieces, hidden); `marks` and `distances`: (batch, pieces); `first`: (batch, words),
        where each word's first piece stands; `asked`: (batch,), the first piece of the quantity; `mask`: the
        pieces there are. Returns (batch, words, 2 * pointers) and (batch, pointers), for no phrase.
        """
        x = states + self.marks(marks) + self.distances(distances)
        hidden = torch.zeros_like(marks) if mask is None else ~mask
        hidden = hidden[:, None, None, :].to(x.dtype) * FORBIDDEN
        for i, layer in enumerate(self.layers):
            if i:
                x, _ = self.conditioning(x)
            x = layer(x, hidden)
        x = self.dropout(x)
        own = torch.gather(x, 1, asked[:, None, None].expand(-1, -1, x.shape[2]))[:, 0]
        words = torch.gather(x, 1, first[:, :, None].expand(-1, -1, x.shape[2]))
        return self.ends(F.gelu(self.up(words))), self.none(F.gelu(self.up(own)))


@dataclass
class Article:
    """The states of an article's pieces, (pieces, hidden), and what its quantities point at."""

    words: list[str]
    offsets: np.ndarray
    states: Tensor
    marks: np.ndarray
    pointings: list[Pointing]


Example = tuple[Article, Pointing]


class StateReader:
    """Reads the states of whole articles with a finished network, as claimx does."""

    def __init__(self, network: Network) -> None:
        self._encoder = network.eval().encoder
        self._conditioning = network.conditioning
        self._reader = WordReader(load_tokenizer(network.tokenizer))

    def read(self, passage: Passage) -> Article:
        """Return the states of one article."""
        words = self._reader.read(passage.words, passage.gaps)
        states = torch.cat([self._window(words, window) for window in cut_windows(words)])
        marks = np.full(len(states), NO_QUANTITY, dtype=np.int64)
        for pointing in passage.pointings:
            marks[words.offsets[pointing.quantity[0]] : words.offsets[pointing.quantity[1]]] = OTHER
        return Article(passage.words, words.offsets, states, marks, passage.pointings)

    def _window(self, words: Words, window: Window) -> Tensor:
        inputs = window_inputs(words, window)
        with torch.no_grad(), torch.autocast("cpu", torch.bfloat16, enabled=FAST_BFLOAT16):
            read = (torch.from_numpy(inputs[name]) for name in ("pieces", "shapes", "gaps"))
            _, middle, _ = self._encoder(*read, self._conditioning)
        before = words.offsets[window.start] - 1
        low, high = (words.offsets[place] - before for place in (window.keep_start, window.keep_end))
        return middle[0, low:high].half()


def collate(examples: list[Example]) -> tuple[dict[str, Tensor], Tensor, list[Pair]]:
    """Return the inputs of a batch, which words may end a phrase, (batch, words), and each row's words."""
    around = [words_around(article.offsets, *pointing.quantity) for article, pointing in examples]
    bounds = [(a.offsets[low], a.offsets[high]) for (a, _), (low, high) in zip(examples, around, strict=True)]
    grid = (len(examples), int(max(end - start for start, end in bounds)))
    width = max(high - low for low, high in around)
    states = torch.zeros(*grid, examples[0][0].states.shape[1])
    marks, distances = (torch.zeros(grid, dtype=torch.int64) for _ in range(2))
    mask = torch.zeros(grid, dtype=torch.bool)
    first = torch.zeros(len(examples), width, dtype=torch.int64)
    possible = torch.zeros(len(examples), width, dtype=torch.bool)
    asked = torch.zeros(len(examples), dtype=torch.int64)
    for row, ((article, pointing), (low, high), (start, end)) in enumerate(
        zip(examples, around, bounds, strict=True)
    ):
        count = int(end - start)
        own = tuple(int(article.offsets[place] - start) for place in pointing.quantity)
        states[row, :count] = article.states[start:end].float()
        marks[row, :count] = torch.from_numpy(article.marks[start:end])
        marks[row, own[0] : own[1]] = ASKED
        distances[row, :count] = torch.from_numpy(distances_from(*own, count))
        mask[row, :count] = True
        first[row, : high - low] = torch.from_numpy(article.offsets[low:high] - start)
        possible[row, : high - low] = True
        possible[row, pointing.quantity[0] - low : pointing.quantity[1] - low] = False
        asked[row] = own[0]
    inputs = {"states": states, "marks": marks, "distances": distances, "first": first, "asked": asked}
    return {**inputs, "mask": mask}, possible, around


def scores(network: PointerNetwork, inputs: dict[str, Tensor], possible: Tensor) -> tuple[Tensor, Tensor]:
    """Return log-probabilities of first words and, behind them, of none; and scores of last words.

    (batch, words + 1, pointers) and (batch, words, pointers).
    """
    ends, none = network(**inputs)
    ends = ends.float().view(*possible.shape, len(POINTERS), 2)
    ends = ends.masked_fill(~possible[:, :, None, None], FORBIDDEN)
    firsts = torch.log_softmax(torch.cat([ends[..., 0], none.float()[:, None]], dim=1), dim=1)
    return firsts, ends[..., 1]


def pointer_loss(network: PointerNetwork, examples: list[Example], weights: list[float]) -> Tensor:
    """Mean negative log-likelihood of what the quantities point at.

    The probability of a phrase is that of its first word, among all words and none, times that of its last
    among those that a phrase from there may reach; of several that are right the sum counts.
    """
    inputs, possible, around = collate(examples)
    firsts, lasts = scores(network, inputs, possible)
    runs = F.pad(lasts, (0, 0, 0, LONGEST_PHRASE - 1), value=FORBIDDEN).unfold(1, LONGEST_PHRASE, 1)
    runs = torch.log_softmax(runs, dim=-1)
    total = firsts.new_zeros(())
    for row, ((_, pointing), (low, high)) in enumerate(zip(examples, around, strict=True)):
        for pointer, phrases in enumerate((pointing.what, pointing.source, pointing.date)):
            if phrases is None:
                continue
            if not phrases:
                total = total - weights[pointer] * firsts[row, -1, pointer]
                continue
            right = [
                firsts[row, s - low, pointer] + runs[row, s - low, pointer, e - 1 - s]
                for s, e in phrases
                if s >= low and e <= high and e - s <= LONGEST_PHRASE
            ]
            if right:
                total = total - weights[pointer] * torch.logsumexp(torch.stack(right), dim=0)
    return total / len(examples)


def accuracy(network: PointerNetwork, articles: list[Article]) -> str:
    """Return how often the thing counted is right, and F1 of claimants and dates."""
    network.eval()
    right, given, wanted = (np.zeros(len(POINTERS)) for _ in range(3))
    asked = [(article, pointing) for article in articles for pointing in article.pointings]
    with torch.no_grad():
        for example in asked:
            inputs, possible, [(low, _)] = collate([example])
            firsts, lasts = scores(network, inputs, possible)
            article, pointing = example
            for pointer, phrases in enumerate((pointing.what, pointing.source, pointing.date)):
                if phrases is None:
                    continue
                start = int(firsts[0, :, pointer].argmax())
                is_given = start < possible.shape[1]
                end = start + 1
                if is_given:
                    end += int(lasts[0, start : start + LONGEST_PHRASE, pointer].argmax())
                found = (low + start, low + end)
                given[pointer] += is_given
                wanted[pointer] += bool(phrases)
                if pointer == 0:
                    said = " ".join(article.words[slice(*found)])
                    alike = (same_phrase(" ".join(article.words[slice(*p)]), said) for p in phrases)
                    right[0] += any(alike) if phrases and is_given else not phrases and not is_given
                else:
                    right[pointer] += is_given and any(s < found[1] and found[0] < e for s, e in phrases)
    network.train()
    f1 = 200 * right / np.maximum(given + wanted, 1)
    return f"what {100 * right[0] / len(asked):.1f} %, claimant {f1[1]:.1f}, date {f1[2]:.1f}"


def read_articles(corpora: Path, network: Network, earlier: Network | None, first: dict) -> list[Article]:
    """Return all training articles, those behind the `first` ones as the earlier network reads them."""
    articles = []
    late, early = StateReader(network), StateReader(earlier) if earlier else None
    for corpus in CORPORA:
        for place, passage in enumerate(read_corpus(corpora, corpus)[: first["all"].get(corpus)]):
            reader = early if early and place >= first["earlier"].get(corpus, place + 1) else late
            if passage.pointings:
                articles.append(reader.read(passage))
    return articles


def train(network: PointerNetwork, articles: list[Article], config: dict) -> None:
    """Train with rates that rise and then fall to nothing, both straight."""
    examples = [(article, pointing) for article in articles for pointing in article.pointings]
    heads = [p for name, p in network.named_parameters() if not name.startswith(("layers", "conditioning"))]
    layers = [p for name, p in network.named_parameters() if name.startswith(("layers", "conditioning"))]
    groups = [{"params": layers, "rate": config["rate"]}, {"params": heads, "rate": config["head_rate"]}]
    optimizer = torch.optim.AdamW(groups, lr=0.0, weight_decay=0.01, betas=(0.9, 0.98))
    steps = int(len(examples) * config["epochs"] / config["batch"])
    print(f"{len(examples)} quantities, {steps} steps", flush=True)
    network.train()
    left: list[int] = []
    mean = 0.0
    for step in range(steps):
        if len(left) < config["batch"]:
            left = random.sample(range(len(examples)), len(examples))
        batch = [examples[left.pop()] for _ in range(config["batch"])]
        scale = min(1.0, step / (config["warmup"] * steps)) * (1 - step / steps)
        for group in optimizer.param_groups:
            group["lr"] = group["rate"] * scale
        with torch.autocast("cpu", torch.bfloat16, enabled=FAST_BFLOAT16):
            loss = pointer_loss(network, batch, config["weights"])
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimizer.step()
        mean = loss.item() if not step else 0.98 * mean + 0.02 * loss.item()
        if step % REPORT == 0:
            print(f"step {step}: {mean:.3f}", flush=True)


def load_pointers(weights: Path, network: Network) -> PointerNetwork:
    """Load a finished pointer network; `network`: the one whose states it reads."""
    saved = torch.load(weights, weights_only=True)
    pointers = PointerNetwork(network, 0.0)
    pointers.load_state_dict(saved["network"])
    return pointers


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--corpora", type=Path, required=True)
    parser.add_argument("--network", type=Path, required=True, help="the finished network")
    parser.add_argument("--earlier", type=Path, help="one that had read fewer articles")
    parser.add_argument("--weights", type=Path, help="a finished one, to train it further; the mean is kept")
    parser.add_argument("--output", type=Path, required=True)
    arguments = parser.parse_args()
    config = tomllib.loads(CONFIG.read_text(encoding="utf8"))["pointers"]
    if arguments.weights:
        config |= config["further"]
    network = load_network(arguments.network)
    earlier = load_network(arguments.earlier) if arguments.earlier else None
    articles = read_articles(arguments.corpora, network, earlier, config["first"])
    reader = StateReader(network)
    dev = [reader.read(p) for p in news(arguments.corpora / DEV, "news") if p.pointings]
    arguments.output.parent.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(config["seed"])
    random.seed(config["seed"])
    pointers = PointerNetwork(network, config["dropout"])
    before = torch.load(arguments.weights, weights_only=True)["network"] if arguments.weights else None
    if before:
        pointers.load_state_dict(before)
    train(pointers, articles, config)
    if before:
        after = pointers.state_dict()
        pointers.load_state_dict({name: (after[name] + before[name]) / 2 for name in before})
    print(f"news dev: {accuracy(pointers, dev)}", flush=True)
    torch.save({"network": pointers.state_dict(), "config": config}, arguments.output)


if __name__ == "__main__":
    main()
