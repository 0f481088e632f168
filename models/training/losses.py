"""The loss of each layer, summed over the words it is annotated on."""

from __future__ import annotations

import torch
import torch.nn.functional as F
from batches import TaughtPointers
from network import FARTHEST_POWER, Network
from torch import Tensor

FORBIDDEN = -1e4


def illegal_moves(tags: list[str]) -> Tensor:
    """Return a (tags, tags) mask of BIO moves that cannot be: into I-x from anything but B-x or I-x."""
    mask = torch.zeros(len(tags), len(tags), dtype=torch.bool)
    for i, before in enumerate(tags):
        for j, after in enumerate(tags):
            if after.startswith("I-") and before[2:] != after[2:]:
                mask[i, j] = True
    return mask


def _log_partition(emissions: Tensor, transitions: Tensor, mask: Tensor) -> Tensor:
    """Forward algorithm: (batch, words, tags) -> (batch,)."""
    alpha = emissions[:, 0]
    for t in range(1, emissions.shape[1]):
        step = torch.logsumexp(alpha[:, :, None] + transitions, dim=1) + emissions[:, t]
        alpha = torch.where(mask[:, t, None], step, alpha)
    return torch.logsumexp(alpha, dim=1)


def chain_loss(
    emissions: Tensor, transitions: Tensor, illegal: Tensor, allowed: Tensor, mask: Tensor
) -> Tensor:
    """Negative log-likelihood, one value a window, of the tag sequences that `allowed` leaves open.

    A linear-chain CRF (Lafferty et al. 2001) with the numerator summed over all sequences compatible
    with a partial annotation (Tsuboi et al. 2008). `allowed`: (batch, words, tags).
    """
    transitions = transitions.masked_fill(illegal, FORBIDDEN)
    emissions = emissions.float()
    compatible = emissions.masked_fill(~allowed, FORBIDDEN)
    both = _log_partition(torch.cat([emissions, compatible]), transitions, torch.cat([mask, mask]))
    return both[: len(mask)] - both[len(mask) :]


def arc_and_label_loss(
    outputs: dict[str, Tensor], root: Tensor, label_root: Tensor, label_output: torch.nn.Module,
    heads: Tensor, labels: Tensor, sentences: Tensor,
) -> tuple[Tensor, Tensor]:  # fmt: skip
    """Cross-entropy of each word's head within its sentence, and of the label of its true arc.

    A biaffine parser (Dozat and Manning 2017). `heads`: (batch, words), a position in the window, or
    its width for the root; -1 where nothing is known. `sentences`: the number of each word's sentence.
    """
    batch, words, width = outputs["arc_head"].shape
    candidates = torch.cat([outputs["arc_head"], root.expand(batch, 1, width)], dim=1)
    scores = (outputs["arc_dependent"] @ candidates.transpose(1, 2)).float()
    same = sentences[:, :, None] == sentences[:, None, :]
    same = torch.cat([same, torch.ones(batch, words, 1, dtype=torch.bool, device=same.device)], dim=2)
    scores = scores.masked_fill(~same, FORBIDDEN)
    arc = F.cross_entropy(scores.flatten(0, 1), heads.flatten(), ignore_index=-1, reduction="sum")
    label_heads = torch.cat([outputs["label_head"], label_root.expand(batch, 1, -1)], dim=1)
    chosen = torch.gather(label_heads, 1, heads.clamp(min=0)[:, :, None].expand(-1, -1, label_heads.shape[2]))
    label_scores = label_output(F.gelu(outputs["label_dependent"] + chosen)).float()
    label = F.cross_entropy(label_scores.flatten(0, 1), labels.flatten(), ignore_index=-1, reduction="sum")
    return arc, label


def taught_syntax_loss(
    network: Network, outputs: dict[str, Tensor], tags: dict[str, Tensor], teacher: Network,
    taught: dict[str, Tensor], taught_tags: dict[str, Tensor], mask: Tensor,
) -> Tensor:  # fmt: skip
    """Cross-entropy of sentence starts, tags, heads and labels with another network's, summed over all words.

    A network that learns something else keeps what it knew (Li and Hoiem 2016). Heads are compared among the
    words of the sentence that the teacher sees, labels for the head that it thinks likeliest.
    """
    words = mask.flatten()

    def between(own: Tensor, its: Tensor) -> Tensor:
        own, its = own.float().flatten(0, 1)[words], its.float().flatten(0, 1)[words]
        return F.cross_entropy(own, its.softmax(dim=-1), reduction="sum")

    total = F.binary_cross_entropy_with_logits(
        tags["sentences"][mask], taught_tags["sentences"][mask].sigmoid(), reduction="sum"
    )
    for layer in ("upos", "xpos"):
        total = total + between(tags[layer], taught_tags[layer])
    batch, width = mask.shape
    sentence = (taught_tags["sentences"][..., 0] > 0).cumsum(dim=1)
    possible = (sentence[:, :, None] == sentence[:, None, :]) & mask[:, None]
    possible = torch.cat([possible, torch.ones(batch, width, 1, dtype=torch.bool)], dim=2)

    def arcs(network: Network, outputs: dict[str, Tensor]) -> Tensor:
        heads = torch.cat([outputs["arc_head"], network.arc_root.expand(batch, 1, -1)], dim=1)
        scores = (outputs["arc_dependent"] @ heads.transpose(1, 2)).float()
        return scores.masked_fill(~possible, FORBIDDEN)

    its_arcs = arcs(teacher, taught)
    total = total + between(arcs(network, outputs), its_arcs)
    chosen = its_arcs.argmax(dim=-1)

    def labels(network: Network, outputs: dict[str, Tensor]) -> Tensor:
        heads = torch.cat([outputs["label_head"], network.label_root.expand(batch, 1, -1)], dim=1)
        head = torch.gather(heads, 1, chosen[:, :, None].expand(-1, -1, heads.shape[2]))
        return network.label_output(F.gelu(outputs["label_dependent"] + head))

    return total + between(labels(network, outputs), labels(teacher, taught))


def link_loss(queries: Tensor, keys: Tensor, none: Tensor, links: list[list[tuple]]) -> Tensor:
    """Cross-entropy of which span each span is linked to, or none.

    `links[b]`: (relation, span, candidate spans, index of the right one or None) for window `b`; spans
    are word ranges, end exclusive.
    """
    width = keys.shape[2]
    total = keys.new_zeros((), dtype=torch.float32)
    for b, window in enumerate(links):
        for relation, span, candidates, right in window:
            query = queries[b, :, relation * width : (relation + 1) * width]
            q = query[span[0]] + query[span[1] - 1]
            k = torch.stack([*(keys[b, s] + keys[b, e - 1] for s, e in candidates), none])
            scores = (k @ q).float() / width**0.5
            target = torch.tensor(len(candidates) if right is None else right, device=scores.device)
            total = total + F.cross_entropy(scores, target)
    return total


def taught_chain_loss(
    emissions: Tensor, transitions: Tensor, teacher: Tensor, teacher_transitions: Tensor, illegal: Tensor,
    mask: Tensor,
) -> Tensor:  # fmt: skip
    """Cross-entropy of a CRF's distribution over tag sequences with that of a teacher's CRF.

    The score of a sequence is linear in which tags and moves it holds, so the teacher's marginals, the
    gradient of its partition function, are all that is needed.
    """
    with torch.enable_grad():
        given = teacher.detach().float().requires_grad_()
        moves = teacher_transitions.detach().float().masked_fill(illegal, FORBIDDEN).requires_grad_()
        tags, pairs = torch.autograd.grad(_log_partition(given, moves, mask).sum(), (given, moves))
    emissions = emissions.float()
    legal = transitions.masked_fill(illegal, FORBIDDEN)
    expected = (emissions * tags * mask[..., None]).sum() + (legal * pairs.masked_fill(illegal, 0.0)).sum()
    return _log_partition(emissions, legal, mask).sum() - expected


def distance_buckets(starts: Tensor, count: int) -> Tensor:
    """Number the distances from words `starts`, (n,), to each of `count` words, (n, count).

    By sign and power of two: 0 is the word itself, then 1, 2-3, 4-7, ... words behind it, then those before.
    """
    away = torch.arange(count)[None, :] - starts[:, None]
    power = torch.floor(torch.log2(away.abs().clamp(min=1).float())).long().clamp(max=FARTHEST_POWER)
    return torch.where(away == 0, 0, torch.where(away > 0, 1 + power, 2 + FARTHEST_POWER + power))


def pointer_scores(
    network: Network, outputs: dict[str, Tensor], rows: Tensor, starts: Tensor, ends: Tensor, mask: Tensor
) -> tuple[Tensor, Tensor]:
    """Score every word as the first and the last of what quantities point at, and pointing at nothing.

    `rows`, `starts`, `ends`: (n,), the window of each quantity, its first word and its end (exclusive).
    Returns scores (n, pointers, 2, words) and (n, pointers).
    """
    width = network.pointer_none.shape[1]
    words = mask.shape[1]
    query = F.gelu(outputs["pointer_firsts"][rows, starts] + outputs["pointer_lasts"][rows, ends - 1])
    query = query.float().view(len(rows), -1, width)
    keys = outputs["pointer_keys"][rows].float().view(len(rows), words, -1, width)
    scores = torch.einsum("npw,nlpw->npl", query, keys) / width**0.5
    scores = scores + network.pointer_distances[:, distance_buckets(starts, words)].transpose(0, 1)
    place = torch.arange(words)[None]
    inside = (place >= starts[:, None]) & (place < ends[:, None])
    scores = scores.masked_fill((inside | ~mask[rows])[:, None], FORBIDDEN)
    none = torch.einsum("npw,pw->np", query[:, ::2], network.pointer_none) / width**0.5
    return scores.view(len(rows), -1, 2, words), none + network.pointer_none_bias


def pointer_loss(network: Network, outputs: dict[str, Tensor], pointings: list, mask: Tensor) -> Tensor:
    """Negative log-likelihood of what the batch's quantities point at, summed.

    A span's probability is that of its first word, among all words and nothing, times that of its last; of
    several spans that are right the sum counts.
    """
    asked = [(b, place, targets) for b, window in enumerate(pointings) for place, targets in window]
    if not asked:
        return mask.new_zeros((), dtype=torch.float32)
    rows, starts, ends = (
        torch.tensor(x)
        for x in ([b for b, _, _ in asked], [p[0] for _, p, _ in asked], [p[1] for _, p, _ in asked])
    )
    scores, none = pointer_scores(network, outputs, rows, starts, ends, mask)
    first = torch.log_softmax(torch.cat([scores[:, :, 0], none[..., None]], dim=-1), dim=-1)
    last = torch.log_softmax(scores[:, :, 1], dim=-1)
    total = mask.new_zeros((), dtype=torch.float32)
    for i, (_, _, targets) in enumerate(asked):
        for pointer, spans in enumerate(targets):
            if spans:
                right = torch.stack([first[i, pointer, s] + last[i, pointer, e - 1] for s, e in spans])
                total = total - torch.logsumexp(right, dim=0)
            elif spans is not None:
                total = total - first[i, pointer, -1]
    return total


def taught_pointer_loss(
    network: Network, outputs: dict[str, Tensor], taught: TaughtPointers, mask: Tensor
) -> Tensor:
    """Cross-entropy of where the batch's quantities point with where a teacher points, summed."""
    scores, none = pointer_scores(network, outputs, taught.rows, taught.starts, taught.ends, mask)
    first = torch.log_softmax(torch.cat([scores[:, :, 0], none[..., None]], dim=-1), dim=-1)
    last = torch.log_softmax(scores[:, :, 1], dim=-1)
    return -(taught.first * first).sum() - (taught.last * last).sum()
