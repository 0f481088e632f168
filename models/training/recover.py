#!/usr/bin/env python3
r"""Take the weights out of a finished model, to train them further or to export them beside others.

    python models/training/recover.py --model models/en_claimx_news \
        --config models/training/network.toml --output WORK/network.pt

The weights are those of the int8 model as floats: exported again they give the same integers.
"""

from __future__ import annotations

import argparse
import tomllib
from pathlib import Path

import numpy as np
import onnx
import torch
from export import OUTSIDE
from network import Network
from onnx import numpy_helper

from claimx.pipeline.encoder import component

# How the graph calls what is computed inside the network, and the weights that it holds by their names.
NODES = "/network/"
NAMES = "network."


def recover(model: Path, config: dict) -> dict[str, torch.Tensor]:
    """Return the state of the network."""
    folder = model / "claimx_encoder"
    graph = onnx.load(str(folder / component.NETWORK)).graph
    arrays = {each.name: numpy_helper.to_array(each) for each in graph.initializer}
    state = dict(Network(config).state_dict())
    found = set()

    def put(name: str, values: np.ndarray) -> None:
        assert state[name].shape == values.shape, (name, values.shape)
        state[name] = torch.from_numpy(np.array(values, dtype=np.float32))
        found.add(name)

    for name, values in arrays.items():
        inside = name.removeprefix(NAMES)
        if inside == name:
            continue
        if inside.endswith("_quantized"):
            whole = inside.removesuffix("_quantized")
            put(whole, plain(arrays, name.removesuffix("_quantized")))
        elif inside in state:
            put(inside, values)
    for node in graph.node:
        if not node.name.startswith(NODES):
            continue
        module = node.name.removeprefix(NODES).rpartition("/")[0].replace("/", ".")
        name = module.replace("encoder.conditioning", "conditioning") + ".weight"
        if node.op_type == "MatMulInteger":
            weights = plain(arrays, node.input[1].removesuffix("_quantized")).T
            if name in state:
                put(name, weights)
    with np.load(folder / component.DECODER) as outside:
        for name, key in OUTSIDE.items():
            put(key, outside[name])
    missing = sorted(set(state) - found)
    print("not in the model:", ", ".join(missing) or "nothing")
    return state


def plain(arrays: dict[str, np.ndarray], name: str) -> np.ndarray:
    """Return quantized weights as floats; scales are one for all, or one a column."""
    quantized = arrays[f"{name}_quantized"].astype(np.float32)
    zero = arrays[f"{name}_zero_point"].astype(np.float32)
    return (quantized - zero) * arrays[f"{name}_scale"]


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--config", type=Path, required=True, help="the one it was trained with")
    parser.add_argument("--output", type=Path, required=True)
    arguments = parser.parse_args()
    config = tomllib.loads(arguments.config.read_text(encoding="utf8"))
    config.pop("stage", None)
    arguments.output.parent.mkdir(parents=True, exist_ok=True)
    state = recover(arguments.model, config)
    torch.save({"network": state, "config": config}, arguments.output)


if __name__ == "__main__":
    main()
