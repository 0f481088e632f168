"""The loss of each layer, summed over the words it is annotated on."""

from __future__ import annotations

import torch
import torch.nn.functional as F
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
