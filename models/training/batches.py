"""Cutting passages into training windows and windows into batches."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import torch
from labels import ENTITY_TAGS, QUANTITY_TAGS, ROLE_TAGS
from network import CLS, LINKS, MASK, POINTERS, SEP
from passages import Pair, Passage

from claimx.pipeline.encoder.network import Shape, WordReader, Words

# The layers whose tags a teacher may give, with the number of tags.
TAUGHT = {"entities": len(ENTITY_TAGS), "roles": len(ROLE_TAGS), "quantities": len(QUANTITY_TAGS)}
POOL = 8  # batches whose windows are sorted by length together
CASED = (Shape.TITLE, Shape.CAPITAL, Shape.UPPER, Shape.MIXED)


@dataclass(frozen=True)
class Cut:
    """Words `start` to `end` of one passage."""

    passage: Passage
    words: Words
    start: int
    end: int

    @property
    def pieces(self) -> int:
        """Number of its word pieces."""
        return int(self.words.offsets[self.end] - self.words.offsets[self.start])


def cut_passage(passage: Passage, words: Words, max_pieces: int, rng: random.Random) -> Iterator[Cut]:
    """Cut a passage into windows that fill `max_pieces`, beginning at a random place.

    Passages whose sentences must stay whole are cut at sentence starts.
    """
    offsets, count = words.offsets, len(words)
    if passage.unbreakable:
        breaks = [*np.flatnonzero(passage.sentence_starts).tolist(), count]
    else:
        breaks = list(range(count + 1))
    start = breaks[0]
    limit = max_pieces if passage.unbreakable else rng.randint(max_pieces // 4, max_pieces)
    k = 0
    while start < count:
        while k + 1 < len(breaks) and offsets[breaks[k + 1]] - offsets[start] <= limit:
            k += 1
        if breaks[k] <= start:  # one sentence longer than a window
            k += 1
            end = min(breaks[k], int(np.searchsorted(offsets, offsets[start] + max_pieces, side="right")) - 1)
        else:
            end = breaks[k]
        yield Cut(passage, words, start, max(end, start + 1))
        start, limit = breaks[k], max_pieces


def change_capitals(shapes: np.ndarray, rates: dict[str, float], rng: random.Random) -> np.ndarray:
    """Rewrite the shapes of a window, now and then, as lower-case, title-case or capital text has them."""
    draw = rng.random()
    if draw < rates["lower"]:
        return np.where(np.isin(shapes, CASED), Shape.LOWER, shapes)
    if draw < rates["lower"] + rates["title"]:
        return np.where(shapes == Shape.LOWER, Shape.TITLE, shapes)
    if draw < rates["lower"] + rates["title"] + rates["upper"]:
        return np.where(np.isin(shapes, (Shape.LOWER, Shape.TITLE, Shape.MIXED)), Shape.UPPER, shapes)
    return shapes


def window_links(cut: Cut) -> list[tuple]:
    """List the link questions of a window: relation, span, candidate spans, the right candidate."""

    def inside(span: Pair | None) -> Pair | None:
        if span and cut.start <= span[0] and span[1] <= cut.end:
            return span[0] - cut.start, span[1] - cut.start
        return None

    attributions = cut.passage.attributions
    cues = sorted({s for a in attributions if (s := inside(a.cue))})
    sources = sorted({s for a in attributions if (s := inside(a.source))})
    links = []
    for a in attributions:
        cue, source = inside(a.cue), inside(a.source)
        asked = [("content_cue", part, a.cue, cue, cues) for part in a.content]
        asked += [("content_source", part, a.source, source, sources) for part in a.content]
        asked += [("cue_source", a.cue, a.source, source, sources)]
        for relation, span, whole, found, candidates in asked:
            place = inside(span)
            if place and (found or not whole) and candidates:
                links.append(
                    (LINKS.index(relation), place, candidates, candidates.index(found) if found else None)
                )
    return links


def window_pointings(cut: Cut) -> list[tuple[Pair, list[list[Pair] | None]]]:
    """List the quantities of a window, each with the spans that are right for each of `POINTERS`.

    An empty list: it points at nothing. None: not known, or not in this window.
    """
    length = cut.end - cut.start
    found = []
    for pointing in cut.passage.pointings:
        start, end = (word - cut.start for word in pointing.quantity)
        if start < 0 or end > length:
            continue
        targets: list[list[Pair] | None] = []
        for name in POINTERS:
            spans = getattr(pointing, name)
            moved = [(s - cut.start, e - cut.start) for s, e in spans or ()]
            inside = [(s, e) for s, e in moved if s >= 0 and e <= length]
            targets.append(inside if inside or spans == [] else None)
        found.append(((start, end), targets))
    return found


@dataclass(frozen=True)
class TaughtPointers:
    """What a teacher takes the `n` quantities of a batch to point at.

    `rows`, `starts`, `ends`: (n,), window, first word and end of each quantity; `first`: (n, pointers,
    words + 1), the probability that what it points at begins at each word, or that there is nothing; `last`:
    (n, pointers, words), that it ends there.
    """

    rows: torch.Tensor
    starts: torch.Tensor
    ends: torch.Tensor
    first: torch.Tensor
    last: torch.Tensor


def taught_pointers(cuts: list[Cut], words: int) -> TaughtPointers | None:
    """Lay out what the teacher says about the quantities of some windows of at most `words` words."""
    places: list[tuple[int, int, int]] = []
    firsts, lasts = [], []
    for b, cut in enumerate(cuts):
        for taught in cut.passage.lesson.pointings if cut.passage.lesson else ():
            start, end = (word - cut.start for word in taught.quantity)
            if start < 0 or end > cut.end - cut.start:
                continue
            tables = []
            for positions, chances in (
                (taught.first, taught.first_chances),
                (taught.last, taught.last_chances),
            ):
                table = np.zeros((len(POINTERS), words + 1), dtype=np.float32)
                moved = positions - cut.start
                inside = (moved >= 0) & (moved < cut.end - cut.start)
                pointers, _ = np.nonzero(inside)
                table[pointers, moved[inside]] = chances[inside]
                tables.append(table)
            first, last = tables
            first[:, -1] = taught.none
            known = np.minimum(first.sum(axis=1), last.sum(axis=1) + taught.none)
            first /= np.maximum(first.sum(axis=1, keepdims=True), 1e-6)
            last = last[:, :-1] / np.maximum(last.sum(axis=1, keepdims=True), 1e-6)
            # Where most of what the teacher saw is outside of the window, nothing is learned.
            first[known < 0.5], last[known < 0.5] = 0.0, 0.0
            places.append((b, start, end))
            firsts.append(first)
            lasts.append(last * (1 - first[:, -1:]))
    if not places:
        return None
    rows, starts, ends = (torch.tensor(x) for x in zip(*places, strict=True))
    return TaughtPointers(
        rows, starts, ends, torch.from_numpy(np.stack(firsts)), torch.from_numpy(np.stack(lasts))
    )


def collate(cuts: list[Cut], rates: dict[str, float], rng: random.Random) -> dict:
    """Lay windows side by side as padded tensors, with a mask for every layer."""
    batch = len(cuts)
    piece_count = max(int(c.words.offsets[c.end] - c.words.offsets[c.start]) for c in cuts) + 2
    word_count = max(c.end - c.start for c in cuts)
    pieces, shapes, gaps = (np.zeros((batch, piece_count), dtype=np.int64) for _ in range(3))
    grid = (batch, word_count)
    out = {
        name: np.full(grid, -1, dtype=np.int64)
        for name in ("upos", "xpos", "heads", "labels", "sentences", "roles", "quantities")
    }
    first, numbers = np.zeros(grid, dtype=np.int64), np.full(grid, -1, dtype=np.int64)
    entities = np.zeros((*grid, len(ENTITY_TAGS)), dtype=bool)
    entity_rows, silver = np.zeros(batch, dtype=bool), np.zeros(batch, dtype=bool)
    links, pointings = [], []
    taught = {name: np.zeros((*grid, tags), dtype=np.float32) for name, tags in TAUGHT.items()}
    taught_rows = {name: np.zeros(batch, dtype=bool) for name in TAUGHT}
    teachers = np.array([c.passage.lesson.teacher if c.passage.lesson else -1 for c in cuts])
    for b, c in enumerate(cuts):
        offsets = c.words.offsets[c.start : c.end + 1] - c.words.offsets[c.start]
        n, length = int(offsets[-1]), c.end - c.start
        word_shapes = change_capitals(c.words.shapes[c.start : c.end], rates, rng)
        pieces[b, 0], pieces[b, n + 1] = CLS, SEP
        pieces[b, 1 : n + 1] = c.words.pieces[c.words.offsets[c.start] : c.words.offsets[c.end]]
        hidden = np.random.default_rng(rng.getrandbits(32)).random(n) < rates["mask"]
        pieces[b, 1 : n + 1][hidden] = MASK
        repeats = np.diff(offsets)
        shapes[b, 1 : n + 1] = np.repeat(word_shapes, repeats)
        gaps[b, 1 : n + 1] = np.repeat(c.words.gaps[c.start : c.end], repeats)
        first[b, :length] = offsets[:-1] + 1
        p = c.passage
        if p.sentence_starts is not None:
            out["sentences"][b, :length] = p.sentence_starts[c.start : c.end]
        if p.heads is not None:
            heads = p.heads[c.start : c.end] - c.start
            root = p.heads[c.start : c.end] < 0
            known = root | ((heads >= 0) & (heads < length))
            out["heads"][b, :length] = np.where(root, word_count, np.where(known, heads, -1))
            out["labels"][b, :length] = np.where(known, p.labels[c.start : c.end], -1)
            out["upos"][b, :length] = p.upos[c.start : c.end]
            out["xpos"][b, :length] = p.xpos[c.start : c.end]
            numbers[b, :length] = np.cumsum(p.sentence_starts[c.start : c.end])
        if p.entities is not None:
            entities[b, :length] = p.entities[c.start : c.end]
            entity_rows[b], silver[b] = True, p.silver_entities
        for name, scores in p.lesson.tags.items() if p.lesson else ():
            taught[name][b, :length] = scores[c.start : c.end]
            taught_rows[name][b] = True
        if p.roles is not None:
            out["roles"][b, :length] = p.roles[c.start : c.end]
        if p.quantities is not None:
            out["quantities"][b, :length] = p.quantities[c.start : c.end]
        links.append(window_links(c) if p.attributions else [])
        pointings.append(window_pointings(c))
    tensors = {name: torch.from_numpy(array) for name, array in out.items()}
    return {
        **tensors,
        "pieces": torch.from_numpy(pieces),
        "shapes": torch.from_numpy(shapes), "gaps": torch.from_numpy(gaps),
        "first": torch.from_numpy(first), "numbers": torch.from_numpy(numbers),
        "entities": torch.from_numpy(entities), "entity_rows": torch.from_numpy(entity_rows),
        "taught": {name: torch.from_numpy(scores) for name, scores in taught.items()},
        "taught_rows": {name: torch.from_numpy(rows) for name, rows in taught_rows.items()},
        "teachers": torch.from_numpy(teachers),
        "taught_pointers": taught_pointers(cuts, word_count),
        "silver": torch.from_numpy(silver), "links": links, "pointings": pointings,
        "count": sum(c.end - c.start for c in cuts),
        "mask": torch.from_numpy(np.arange(word_count)[None] < np.array([[c.end - c.start] for c in cuts])),
    }  # fmt: skip


def plan(
    passages: dict[str, list[Passage]], reader: WordReader, config: dict, rng: random.Random
) -> Iterator[list[Cut]]:
    """Yield all batches of a training run: every corpus as often as configured, evenly mixed.

    Each time a corpus is gone through, its windows begin at other places.
    """
    read = {name: [(p, reader.read(p.words, p.gaps)) for p in group] for name, group in passages.items()}
    max_pieces, size = config["windows"]["max_pieces"], config["windows"]["batch"]
    timed: list[tuple[float, Cut]] = []
    for name, group in read.items():
        epochs = config["epochs"][name]
        for epoch in range(int(np.ceil(epochs))):
            cuts = [cut for p, words in group for cut in cut_passage(p, words, max_pieces, rng)]
            rng.shuffle(cuts)
            length = min(1.0, epochs - epoch)
            cuts = cuts[: int(len(cuts) * length)]
            timed += [((epoch + length * k / len(cuts)) / epochs, cut) for k, cut in enumerate(cuts)]
    timed.sort(key=lambda item: item[0])
    for k in range(0, len(timed), size * POOL):
        yield from alike_long([cut for _, cut in timed[k : k + size * POOL]], size * (max_pieces + 2), rng)


def alike_long(cuts: list[Cut], most: int, rng: random.Random) -> list[list[Cut]]:
    """Put windows of like length together, so that little is padded: batches of at most `most` pieces."""
    batches: list[list[Cut]] = []
    for cut in sorted(cuts, key=lambda c: c.pieces, reverse=True):
        if not batches or (len(batches[-1]) + 1) * (batches[-1][0].pieces + 2) > most:
            batches.append([])
        batches[-1].append(cut)
    rng.shuffle(batches)
    return batches
