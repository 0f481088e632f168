#!/usr/bin/env python3
"""Read passages with finished networks, for another to learn from.

    python models/training/teach.py --config models/training/network.toml --stage taught --corpora CORPORA \\
        --weights WORK/teacher/network.pt --layers entities roles quantities pointers --output teacher.npz

What is written is the mean of the networks' scores of tags, also for the texts that have no annotation: a
network learns more from how sure others are, and on more text, than from annotation alone (Hinton et al.
2015). Where quantities point is read by the first network alone.
"""

from __future__ import annotations

import argparse
import random
from pathlib import Path

import numpy as np
import torch
from batches import TAUGHT, Cut, collate
from corpora import FILES, read_corpus
from labels import QUANTITY_TAGS
from losses import pointer_scores
from network import FAST_BFLOAT16, TAG_LAYERS, Network, load_network, load_tokenizer
from passages import Lesson, Pair, Passage, TaughtPointing

from claimx.pipeline.encoder.network import WordReader, cut_windows

MOVES = "{layer} transitions"
AS_IT_IS = {"lower": 0.0, "title": 0.0, "upper": 0.0, "mask": 0.0}
BATCH = 16
POINTERS = "pointers"
# So many of the likeliest first and last words of what a quantity points at are kept.
LIKELIEST = 6


def read_lessons(
    networks: list[Network], passages: list[Passage], reader: WordReader, layers: list[str]
) -> list[Lesson]:
    """Return what the networks make of each passage."""
    lessons = [
        Lesson({x: np.zeros((len(p.words), TAUGHT[x]), dtype=np.float16) for x in layers if x != POINTERS})
        for p in passages
    ]
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
            outputs = [network(*inputs) for network in networks]
        mean = torch.stack([each["tags"].float() for each in outputs]).mean(dim=0)
        scores = dict(zip(TAG_LAYERS, mean.split(list(TAG_LAYERS.values()), dim=-1), strict=True))
        for b, (k, cut, w) in enumerate(group):
            kept = slice(w.keep_start - w.start, w.keep_end - w.start)
            for layer, table in lessons[k].tags.items():
                table[w.keep_start : w.keep_end] = scores[layer][b, kept].numpy()
            if POINTERS in layers:
                length = cut.end - cut.start
                places = [
                    (start - w.start, end - w.start)
                    for start, end in quantities_of(cut, scores["quantities"][b, :length].numpy())
                    if w.keep_start <= start < w.keep_end and end <= w.end
                ]
                if places:
                    table = {name: values[b : b + 1, :length] for name, values in outputs[0].items()}
                    lessons[k].pointings += read_pointings(networks[0], table, places, w.start)
    return lessons


def quantities_of(cut: Cut, scores: np.ndarray) -> list[Pair]:
    """Return the quantities of a window: those annotated, or else those that the tags mark."""
    if cut.passage.quantities is not None:
        spans = [pointing.quantity for pointing in cut.passage.pointings]
        return [(start, end) for start, end in spans if cut.start <= start and end <= cut.end]
    tags = scores.argmax(axis=1)
    begin = QUANTITY_TAGS.index("B-quantity")
    starts = [i for i, tag in enumerate(tags) if tag == begin or (tag and (i == 0 or not tags[i - 1]))]
    spans = []
    for start in starts:
        end = start + 1
        while end < len(tags) and tags[end] and tags[end] != begin:
            end += 1
        spans.append((cut.start + start, cut.start + end))
    return spans


def read_pointings(
    network: Network, outputs: dict[str, torch.Tensor], places: list[Pair], offset: int
) -> list[TaughtPointing]:
    """Return where a network points from quantities of one window that begins at word `offset`."""
    length = outputs["tags"].shape[1]
    starts, ends = (torch.tensor(x) for x in zip(*places, strict=True))
    mask = torch.ones(1, length, dtype=torch.bool)
    with torch.no_grad():
        scores, none = pointer_scores(network, outputs, torch.zeros_like(starts), starts, ends, mask)
        first = torch.softmax(torch.cat([scores[:, :, 0], none[..., None]], dim=-1), dim=-1)
        last = torch.softmax(scores[:, :, 1], dim=-1)
        count = min(LIKELIEST, length)
        firsts, lasts = first[..., :-1].topk(count, dim=-1), last.topk(count, dim=-1)
    return [
        TaughtPointing(
            (offset + start, offset + end),
            firsts.indices[i].numpy() + offset,
            firsts.values[i].numpy(),
            lasts.indices[i].numpy() + offset,
            lasts.values[i].numpy(),
            first[i, :, -1].numpy(),
        )
        for i, (start, end) in enumerate(places)
    ]


def pack(lesson: Lesson) -> dict[str, np.ndarray]:
    """Return the arrays that a lesson is kept in, by name."""
    arrays = dict(lesson.tags)
    if lesson.pointings:
        arrays["quantities pointed from"] = np.array([p.quantity for p in lesson.pointings], dtype=np.int32)
        for name in ("first", "first_chances", "last", "last_chances", "none"):
            values = np.stack([getattr(p, name) for p in lesson.pointings])
            arrays[name] = values.astype(np.int32 if values.dtype.kind == "i" else np.float16)
    return arrays


def unpack(arrays: dict[str, np.ndarray]) -> Lesson:
    """Return the lesson kept in some arrays."""
    pointings = [
        TaughtPointing(
            (int(quantity[0]), int(quantity[1])),
            *(arrays[name][i] for name in ("first", "first_chances", "last", "last_chances", "none")),
        )
        for i, quantity in enumerate(arrays.get("quantities pointed from", ()))
    ]
    return Lesson({name: arrays[name] for name in TAUGHT if name in arrays}, pointings)


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--corpora", type=Path, required=True)
    parser.add_argument("--weights", type=Path, nargs="+", required=True)
    parser.add_argument("--read", nargs="+", choices=FILES, required=True, help="the corpora to read")
    parser.add_argument("--first", type=int, help="only so many passages of each")
    parser.add_argument("--layers", nargs="+", choices=[*TAUGHT, POINTERS], default=["roles"])
    parser.add_argument("--output", type=Path, required=True)
    arguments = parser.parse_args()
    networks = [load_network(path).eval() for path in arguments.weights]
    tokenizer = load_tokenizer(networks[0].tokenizer)
    tables = {}
    for layer, moves in (("entities", "entity_transitions"), ("roles", "role_transitions")):
        if layer in arguments.layers:
            mean = np.mean([getattr(n, moves).detach().numpy() for n in networks], axis=0)
            tables[MOVES.format(layer=layer)] = mean
    for name in arguments.read:
        passages = read_corpus(arguments.corpora, name)[: arguments.first]
        for k, lesson in enumerate(read_lessons(networks, passages, WordReader(tokenizer), arguments.layers)):
            tables |= {f"{name}/{k}/{part}": table for part, table in pack(lesson).items()}
    np.savez(arguments.output, **tables)


if __name__ == "__main__":
    main()
