#!/usr/bin/env python3
"""Train the network on the corpora.

    python models/training/train.py --config models/training/everything.toml --corpora CORPORA --work WORK

WORK receives `checkpoint.pt` every few minutes; the same command goes on from it. `network.pt`, the
finished weights, a running mean over the last steps, is what `export.py` reads.
"""

from __future__ import annotations

import argparse
import itertools
import random
import time
import tomllib
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from articles import news_by_model
from batches import collate, plan
from corpora import FILES, read_corpus
from labels import ENTITY_TAGS, ROLE_TAGS
from losses import (
    arc_and_label_loss,
    chain_loss,
    illegal_moves,
    link_loss,
    pointer_loss,
    taught_chain_loss,
    taught_pointer_loss,
    taught_syntax_loss,
)
from network import (
    FAST_BFLOAT16,
    TAG_LAYERS,
    Network,
    load_network,
    load_tokenizer,
    starting_weights,
    tokenizer_package,
)
from passages import Passage
from teach import MOVES, unpack

from claimx.pipeline.encoder.network import WordReader

SECONDS_BETWEEN_CHECKPOINTS = 300
REPORT = 20
# The transitions between tags by the number of a teacher and the layer.
Moves = dict[tuple[int, str], torch.Tensor]
MOVES_OF = {"entities": "entity_transitions", "roles": "role_transitions"}
ILLEGAL = {"entities": illegal_moves(ENTITY_TAGS), "roles": illegal_moves(ROLE_TAGS)}


def tags_by_layer(outputs: dict[str, torch.Tensor]) -> dict[str, torch.Tensor]:
    """Return the scores of the tags, (batch, words, tags), by layer."""
    scores = outputs["tags"].float().split(list(TAG_LAYERS.values()), dim=-1)
    return dict(zip(TAG_LAYERS, scores, strict=True))


def batch_losses(
    network: Network, outputs: dict, batch: dict, teacher_moves: Moves
) -> dict[str, torch.Tensor]:
    """Return the loss of every layer, summed over the batch's words.

    `teacher_moves`: the transitions between tags by teacher and layer; empty where there is no teacher.
    """
    tags = tags_by_layer(outputs)
    losses = {}
    known = batch["sentences"] >= 0
    losses["sentences"] = F.binary_cross_entropy_with_logits(
        tags["sentences"][..., 0][known], batch["sentences"][known].float(), reduction="sum"
    )
    rows = (batch["heads"] >= 0).any(dim=1)
    if rows.any():
        for layer in ("upos", "xpos"):
            losses[layer] = F.cross_entropy(
                tags[layer][rows].flatten(0, 1),
                batch[layer][rows].flatten(),
                ignore_index=-1,
                reduction="sum",
            )
        picked = {k: v[rows] for k, v in outputs.items()}
        losses["arcs"], losses["labels"] = arc_and_label_loss(
            picked, network.arc_root, network.label_root, network.label_output,
            batch["heads"][rows], batch["labels"][rows], batch["numbers"][rows],
        )  # fmt: skip
    rows = batch["entity_rows"]
    if rows.any():
        nll = chain_loss(
            tags["entities"][rows],
            network.entity_transitions,
            ILLEGAL["entities"],
            batch["entities"][rows],
            batch["mask"][rows],
        )
        losses["entities"] = nll[~batch["silver"][rows]].sum()
        losses["silver_entities"] = nll[batch["silver"][rows]].sum()
    losses |= taught_losses(network, outputs, tags, batch, teacher_moves)
    rows = (batch["roles"] >= 0).any(dim=1)
    if rows.any():
        allowed = F.one_hot(batch["roles"][rows].clamp(min=0), len(ROLE_TAGS)).bool()
        losses["roles"] = chain_loss(
            tags["roles"][rows], network.role_transitions, ILLEGAL["roles"], allowed, batch["mask"][rows]
        ).sum()
        losses["links"] = link_loss(
            outputs["link_queries"], outputs["link_keys"], network.link_none, batch["links"]
        )
    rows = (batch["quantities"] >= 0).any(dim=1)
    if rows.any():
        losses["quantities"] = F.cross_entropy(
            tags["quantities"][rows].flatten(0, 1),
            batch["quantities"][rows].flatten(),
            ignore_index=-1,
            reduction="sum",
        )
        losses["pointers"] = pointer_loss(network, outputs, batch["pointings"], batch["mask"])
    if network.conditioning is not None:
        losses["drafts"] = draft_loss(network.conditioning.widths, outputs, batch)
    return losses


def taught_losses(
    network: Network, outputs: dict, tags: dict, batch: dict, teacher_moves: Moves
) -> dict[str, torch.Tensor]:
    """Return the losses against what a teacher says, where it says anything."""
    losses: dict[str, torch.Tensor] = {}
    annotated = (batch["roles"] >= 0).any(dim=1)
    chains = (
        ("taught_roles", "roles", annotated),
        ("silver_roles", "roles", ~annotated),
        ("taught_entities", "entities", torch.ones_like(annotated)),
    )
    for (teacher, layer), moves in teacher_moves.items():
        for name, its, rows in chains:
            some = rows & batch["taught_rows"][layer] & (batch["teachers"] == teacher)
            if its == layer and some.any():
                losses[name] = losses.get(name, 0.0) + taught_chain_loss(
                    tags[layer][some],
                    getattr(network, MOVES_OF[layer]),
                    batch["taught"][layer][some],
                    moves,
                    ILLEGAL[layer],
                    batch["mask"][some],
                )
    some = batch["taught_rows"]["quantities"]
    if some.any():
        words = batch["mask"] & some[:, None]
        losses["taught_quantities"] = F.cross_entropy(
            tags["quantities"][words], batch["taught"]["quantities"][words].softmax(dim=-1), reduction="sum"
        )
    if batch["taught_pointers"] is not None:
        losses["taught_pointers"] = taught_pointer_loss(
            network, outputs, batch["taught_pointers"], batch["mask"]
        )
    return losses


def draft_loss(widths: dict[str, int], outputs: dict, batch: dict) -> torch.Tensor:
    """Mean cross-entropy of the drafts made behind several transformer layers, where their tags are known."""
    drafts = [output.float() for name, output in outputs.items() if name.startswith("draft_")]
    total = torch.zeros(())
    for draft in drafts:
        for name, part in zip(widths, draft.split(list(widths.values()), dim=-1), strict=True):
            if (batch[name] >= 0).any():
                gold = batch[name].flatten()
                total = total + F.cross_entropy(part.flatten(0, 1), gold, ignore_index=-1, reduction="sum")
    return total / len(drafts)


def learning_rate(step: int, steps: int, warmup: float, last: float) -> float:
    """Rise over the first `warmup` share of the steps, then fall to `last` of the rate, both straight."""
    rise = max(1, int(steps * warmup))
    if step < rise:
        return (step + 1) / rise
    return last + (1 - last) * max(0.0, (steps - step) / max(1, steps - rise))


def optimizer_for(network: Network, config: dict) -> torch.optim.Optimizer:
    """AdamW with one rate for the encoder and a higher one for what starts from nothing."""
    rates = config["optimizer"]
    fresh = ("encoder.shapes", "encoder.gaps")
    encoder = [
        p for n, p in network.named_parameters() if n.startswith("encoder.") and not n.startswith(fresh)
    ]
    heads = [p for n, p in network.named_parameters() if not n.startswith("encoder.") or n.startswith(fresh)]
    return torch.optim.AdamW(
        [{"params": encoder, "lr": rates["encoder_rate"]}, {"params": heads, "lr": rates["head_rate"]}],
        weight_decay=rates["weight_decay"],
        betas=(0.9, 0.98),
    )


def take_weights(network: Network, state: dict[str, torch.Tensor]) -> None:
    """Take over what another network has as well; the last layers of tags, which it may lack, stay new."""
    own = network.state_dict()
    for name, values in state.items():
        if name.startswith("tags."):
            own[name][: len(values)] = values
        elif name in own and own[name].shape == values.shape:
            own[name].copy_(values)
    print("new:", ", ".join(sorted(set(own) - set(state))) or "nothing")


def add_lessons(passages: dict[str, list[Passage]], paths: list[Path]) -> Moves:
    """Give passages what teachers make of them; return the transitions by teacher and layer.

    Of several teachers that read the same passage, the last one counts.
    """
    moves = {}
    for number, path in enumerate(paths):
        with np.load(path) as teacher:
            arrays: dict[tuple[str, int], dict[str, np.ndarray]] = {}
            for key in teacher.files:
                if "/" in key:
                    name, k, part = key.split("/")
                    arrays.setdefault((name, int(k)), {})[part] = teacher[key]
            for (name, k), parts in arrays.items():
                if k < len(passages.get(name, ())):
                    passage, lesson = passages[name][k], unpack(parts)
                    assert all(len(scores) == len(passage.words) for scores in lesson.tags.values())
                    lesson.teacher, passage.lesson = number, lesson
            for layer in MOVES_OF:
                if (key := MOVES.format(layer=layer)) in teacher:
                    moves[number, layer] = torch.from_numpy(teacher[key])
    return moves


class Mean:
    """A running mean of the weights, which does better than any step's own (Izmailov et al. 2018)."""

    EVERY, DECAY = 5, 0.99  # steps between two looks, and how much of the mean each leaves

    def __init__(self, network: Network, state: dict[str, torch.Tensor] | None) -> None:
        self.weights = state or {name: p.detach().clone() for name, p in network.named_parameters()}

    @torch.no_grad()
    def look(self, network: Network, step: int) -> None:
        """Take in the weights after `step`; early ones are soon forgotten."""
        if step % self.EVERY == 0:
            decay = min(self.DECAY, step / (step + 50))
            for name, parameter in network.named_parameters():
                self.weights[name].lerp_(parameter, 1 - decay)


def train(
    corpora: Path,
    work: Path,
    config: dict,
    weights: Path | None,
    teachers: list[Path],
    syntax: Path | None,
    read: Path | None,
    max_steps: int | None,
) -> None:
    """Run or resume a training."""
    parser = load_network(syntax).eval() if syntax else None
    torch.manual_seed(config["seed"])
    tokenizer = load_tokenizer(tokenizer_package(config))
    first = config.get("first", {})
    passages = {
        name: read_corpus(corpora, name)[: first.get(name)] for name in FILES if config["epochs"].get(name)
    }
    if read:
        passages["read"] = list(news_by_model(read))
    teacher_moves = add_lessons(passages, teachers)
    batches = list(plan(passages, WordReader(tokenizer), config, random.Random(config["seed"])))
    batches = batches[: max_steps or len(batches)]
    network = Network(config)
    if weights:
        take_weights(network, torch.load(weights, weights_only=True)["network"])
    else:
        network.encoder.load(starting_weights(config["encoder"]["package"]))
    optimizer = optimizer_for(network, config)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer,
        lambda step: learning_rate(
            step, len(batches), config["optimizer"]["warmup"], config["optimizer"]["last"]
        ),
    )
    done, checkpoint = 0, work / "checkpoint.pt"
    if checkpoint.exists():
        state = torch.load(checkpoint, weights_only=True)
        network.load_state_dict(state["network"])
        optimizer.load_state_dict(state["optimizer"])
        schedule.load_state_dict(state["schedule"])
        done = state["step"]
    print(f"{len(batches)} steps, from {done}", flush=True)
    totals: dict[str, float] = {}
    words, since, saved = 0, time.monotonic(), time.monotonic()
    network.train()
    mean = Mean(network, state["mean"] if checkpoint.exists() else None)
    for step in range(done, len(batches)):
        batch = collate(batches[step], config["augment"], random.Random(config["seed"] * 1_000_003 + step))
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=FAST_BFLOAT16):
            outputs = network(batch["pieces"], batch["shapes"], batch["gaps"], batch["first"])
            losses = batch_losses(network, outputs, batch, teacher_moves)
            if parser:
                with torch.no_grad():
                    taught = parser(batch["pieces"], batch["shapes"], batch["gaps"], batch["first"])
                losses["taught_syntax"] = taught_syntax_loss(
                    network,
                    outputs,
                    tags_by_layer(outputs),
                    parser,
                    taught,
                    tags_by_layer(taught),
                    batch["mask"],
                )
        loss = sum(config["weights"][name] * value for name, value in losses.items()) / batch["count"]
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(network.parameters(), config["optimizer"]["clip"])
        optimizer.step()
        schedule.step()
        mean.look(network, step + 1)
        words += batch["count"]
        for name, value in itertools.chain(losses.items(), [("loss", loss)]):
            totals[name] = totals.get(name, 0.0) + float(value.detach()) / (
                batch["count"] if name != "loss" else 1
            )
        if (step + 1) % REPORT == 0:
            report = " ".join(f"{name} {value / REPORT:.4f}" for name, value in totals.items())
            print(
                f"{step + 1}/{len(batches)} {words / (time.monotonic() - since):.0f} words/s {report}",
                flush=True,
            )
            totals, words, since = {}, 0, time.monotonic()
        if time.monotonic() - saved > SECONDS_BETWEEN_CHECKPOINTS or step + 1 == len(batches):
            state = {"network": network.state_dict(), "optimizer": optimizer.state_dict()}
            state |= {"schedule": schedule.state_dict(), "step": step + 1, "mean": mean.weights}
            torch.save(state, checkpoint.with_suffix(".new"))
            checkpoint.with_suffix(".new").replace(checkpoint)
            saved = time.monotonic()
    torch.save({"network": {**network.state_dict(), **mean.weights}, "config": config}, work / "network.pt")


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--corpora", type=Path, required=True, help="folder with polnear/, ewt/, gum/, …")
    parser.add_argument("--work", type=Path, required=True, help="folder for checkpoints")
    parser.add_argument(
        "--config", type=Path, required=True, help="network.toml, everything.toml or roles.toml"
    )
    parser.add_argument("--weights", type=Path, help="begin from a finished network.pt, to train it further")
    parser.add_argument(
        "--teacher", type=Path, nargs="+", default=[], help="what `teach.py` wrote, to learn from as well"
    )
    parser.add_argument(
        "--syntax", type=Path, help="a network whose sentence starts, tags and trees are learned everywhere"
    )
    parser.add_argument(
        "--read", type=Path, help="what `read.py` wrote, for the quantities that a finished model is sure of"
    )
    parser.add_argument("--stage", help="a section of the configuration that changes it, such as `taught`")
    parser.add_argument("--max-steps", type=int, help="stop after this many steps, for a trial run")
    arguments = parser.parse_args()
    arguments.work.mkdir(parents=True, exist_ok=True)
    config = tomllib.loads(arguments.config.read_text(encoding="utf8"))
    stages = config.pop("stage", {})
    for section, values in stages[arguments.stage].items() if arguments.stage else ():
        config[section] = values if section == "epochs" else config.get(section, {}) | values
    train(
        arguments.corpora,
        arguments.work,
        config,
        arguments.weights,
        arguments.teacher,
        arguments.syntax,
        arguments.read,
        arguments.max_steps,
    )


if __name__ == "__main__":
    main()
