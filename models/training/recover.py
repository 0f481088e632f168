#!/usr/bin/env python3
r"""Take the weights out of a finished model, to train them further or to export them beside others.

    python models/training/recover.py --model models/en_claimx_news \
        --config models/training/network.toml --output WORK/network.pt --pointers WORK/pointers.pt

The weights are those of the int8 model as floats: exported again they give the same integers. Heads that only
serve training are not in a finished model, and begin anew.
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
from pointers import PointerNetwork

from claimx.pipeline.encoder import component

State = dict[str, torch.Tensor]


def recover(model: Path, network: Network) -> State:
    """Return the state of the network."""
    folder = model / "claimx_encoder"
    found = found_in(folder / component.NETWORK, network.state_dict(), "network.")
    with np.load(folder / component.DECODER) as outside:
        found |= {key: torch.from_numpy(outside[name]) for name, key in OUTSIDE.items()}
    return completed(network.state_dict(), found)


def recover_pointers(model: Path, network: Network) -> State:
    """Return the state of the network that reads the words around each quantity again."""
    state = PointerNetwork(network, 0.0).state_dict()
    return completed(state, found_in(model / "claimx_encoder" / component.POINTERS, state, ""))


def completed(state: State, found: State) -> State:
    """Return a state with the weights that were found."""
    for name, values in found.items():
        assert state[name].shape == values.shape, (name, values.shape)
    print("not in the model:", ", ".join(sorted(set(state) - set(found))) or "nothing")
    return {**state, **found}


def found_in(path: Path, state: State, prefix: str) -> State:
    """Return the weights of a graph by their names in a state; `prefix`: before the names in the graph."""
    graph = onnx.load(str(path)).graph
    arrays = {each.name: numpy_helper.to_array(each) for each in graph.initializer}
    found: State = {}

    def put(name: str, values: np.ndarray) -> None:
        found[name] = torch.from_numpy(np.array(values, dtype=np.float32))

    for name, values in arrays.items():
        inside = name.removeprefix(prefix)
        if inside.endswith("_quantized") and inside.removesuffix("_quantized") in state:
            put(inside.removesuffix("_quantized"), plain(arrays, name.removesuffix("_quantized")))
        elif inside in state and name.startswith(prefix):
            put(inside, values)
    nodes = f"/{prefix.replace('.', '/')}"
    for node in graph.node:
        if node.op_type == "MatMulInteger" and node.name.startswith(nodes):
            module = node.name.removeprefix(nodes).rpartition("/")[0].replace("/", ".")
            name = module.replace("encoder.conditioning", "conditioning") + ".weight"
            if name in state:
                put(name, plain(arrays, node.input[1].removesuffix("_quantized")).T)
    return found


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
    parser.add_argument("--pointers", type=Path, help="where the second network goes")
    arguments = parser.parse_args()
    config = tomllib.loads(arguments.config.read_text(encoding="utf8"))
    for key in ("stage", "pointers", "links"):
        config.pop(key, None)
    arguments.output.parent.mkdir(parents=True, exist_ok=True)
    network = Network(config)
    torch.save({"network": recover(arguments.model, network), "config": config}, arguments.output)
    if arguments.pointers:
        torch.save({"network": recover_pointers(arguments.model, network)}, arguments.pointers)


if __name__ == "__main__":
    main()
