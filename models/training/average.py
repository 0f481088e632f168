#!/usr/bin/env python3
"""Average the weights of networks of which one was trained on from the other.

    python models/training/average.py --weights FINAL/network.pt MORE/network.pt \\
        --shares 0.8 0.2 --output AVERAGE/network.pt

A fine-tuned network averaged with what it came from keeps more of what that knew (Wortsman et al. 2022). The
first network's configuration counts, and layers that another lacks are its own.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import torch


def average(states: list[dict[str, torch.Tensor]], shares: list[float]) -> dict[str, torch.Tensor]:
    """Return the weighted mean of the states; of rows that some lack, the mean of those that have them."""
    mean = {}
    for name, first in states[0].items():
        if any(name not in state for state in states):
            mean[name] = first
            continue
        total, count = torch.zeros_like(first), torch.zeros_like(first)
        for state, share in zip(states, shares, strict=True):
            rows = len(state[name])
            total[:rows] += share * state[name]
            count[:rows] += share
        mean[name] = total / count
    return mean


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--weights", type=Path, nargs="+", required=True, help="networks, the main one first")
    parser.add_argument("--shares", type=float, nargs="+", required=True, help="how much each counts")
    parser.add_argument("--output", type=Path, required=True)
    arguments = parser.parse_args()
    saved = [torch.load(path, weights_only=True) for path in arguments.weights]
    mean = average([each["network"] for each in saved], arguments.shares)
    arguments.output.parent.mkdir(parents=True, exist_ok=True)
    torch.save({"network": mean, "config": saved[0]["config"]}, arguments.output)


if __name__ == "__main__":
    main()
