#!/usr/bin/env python3
"""Read the roles of all passages with finished networks, for another to learn from.

    python models/training/teach.py --config models/training/roles.toml --corpora CORPORA \\
        --weights WORK/network.pt ROLES/network.pt --output teacher.npz

What is written is the mean of the networks' scores, also for the corpora that have no roles of their own: a
network learns more from how sure others are, and on more text, than from annotation alone (Hinton et
al. 2015).
"""

from __future__ import annotations

import argparse
import random
import tomllib
from pathlib import Path

import numpy as np
import torch
from batches import Cut, collate
from corpora import FILES, read_corpus
from labels import ROLE_TAGS
from network import FAST_BFLOAT16, Network, load_network, load_tokenizer
from passages import Passage

from claimx.pipeline.encoder.network import WordReader, cut_windows

TRANSITIONS = "transitions"
AS_IT_IS = {"lower": 0.0, "title": 0.0, "upper": 0.0, "mask": 0.0}
BATCH = 16


def read_roles(networks: list[Network], passages: list[Passage], reader: WordReader) -> list[np.ndarray]:
    """Return the mean of the networks' role scores of each passage, (words, tags)."""
    scores = [np.zeros((len(p.words), len(ROLE_TAGS)), dtype=np.float16) for p in passages]
    windows = []
    for k, passage in enumerate(passages):
        words = reader.read(passage.words, passage.gaps)
        windows += [(k, Cut(passage, words, w.start, w.end), w) for w in cut_windows(words)]
    windows.sort(key=lambda item: item[1].end - item[1].start)
    for i in range(0, len(windows), BATCH):
        group = windows[i : i + BATCH]
        batch = collate([cut for _, cut, _ in group], AS_IT_IS, random.Random(0))
        inputs = [batch[name] for name in ("pieces", "shapes", "gaps", "first")]
        with torch.no_grad(), torch.autocast("cpu", dtype=torch.bfloat16, enabled=FAST_BFLOAT16):
            mean = torch.stack([network.roles(*inputs).float() for network in networks]).mean(dim=0).numpy()
        for (k, _, w), rows in zip(group, mean, strict=True):
            scores[k][w.keep_start : w.keep_end] = rows[w.keep_start - w.start : w.keep_end - w.start]
    return scores


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--corpora", type=Path, required=True)
    parser.add_argument("--config", type=Path, required=True, help="says which corpora will be trained on")
    parser.add_argument("--weights", type=Path, nargs="+", required=True)
    parser.add_argument("--output", type=Path, required=True)
    arguments = parser.parse_args()
    config = tomllib.loads(arguments.config.read_text(encoding="utf8"))
    tokenizer = load_tokenizer(config["encoder"]["package"])
    networks = [load_network(path).eval() for path in arguments.weights]
    tables = {TRANSITIONS: np.mean([n.role_transitions.detach().numpy() for n in networks], axis=0)}
    for name in FILES:
        if config["stage"]["taught"]["epochs"].get(name):
            scores = read_roles(networks, read_corpus(arguments.corpora, name), WordReader(tokenizer))
            tables |= {f"{name}/{k}": table for k, table in enumerate(scores)}
    np.savez(arguments.output, **tables)


if __name__ == "__main__":
    main()
