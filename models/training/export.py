#!/usr/bin/env python3
r"""Turn trained weights into the pipeline that ships.

    python models/training/export.py --weights WORK/network.pt \
        --pointers WORK/pointers.pt --output models/en_claimx_news

The two networks become ONNX files with int8 weights; what is used outside them, an `.npz` file. The result
is a folder that `spacy.load` reads.
"""

from __future__ import annotations

import argparse
import json
import shutil
import tempfile
from dataclasses import asdict
from pathlib import Path

import numpy as np
import onnx
import torch
from labels import DEPENDENCIES, ENTITY_TAGS, QUANTITY_TAGS, ROLE_TAGS, UPOS, XPOS
from network import LINKS, POINTERS, Network, load_network, load_tokenizer
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.quantization.shape_inference import quant_pre_process
from pointers import PointerNetwork, load_pointers

from claimx import __version__
from claimx.pipeline.encoder import component as encoder_component
from claimx.pipeline.encoder.decoding import Labels
from claimx.pipeline.encoder.pointers import INPUTS, OUTPUTS
from claimx.pipeline.syntax.component import blank_pipeline

OUTSIDE = {
    "arc_root": "arc_root",
    "label_root": "label_root",
    "label_output_weight": "label_output.weight",
    "label_output_bias": "label_output.bias",
    "link_none": "link_none",
    "entity_transitions": "entity_transitions",
    "role_transitions": "role_transitions",
}
# Heads of the network that only serve its training.
NOT_EXPORTED = ("draft_", "pointer_")
COMPONENTS = (
    "claimx_encoder",
    "claimx_syntax",
    "claimx_entities",
    "claimx_dates",
    "claimx_statements",
    "claimx_quantities",
)


class Exported(torch.nn.Module):
    """The network with its outputs as a tuple, in the order of `names`."""

    def __init__(self, network: Network, names: list[str]) -> None:
        super().__init__()
        self.network, self.names = network, names

    def forward(self, *inputs: torch.Tensor) -> tuple[torch.Tensor, ...]:
        outputs = self.network(*inputs)
        return tuple(outputs[name] for name in self.names)


def export_onnx(network: Network, path: Path) -> None:
    """Write the network as ONNX with float32 weights."""
    network.eval()
    ones = torch.ones(2, 12, dtype=torch.int64)
    example = (ones, ones, ones, torch.tensor([[1, 2, 4], [1, 3, 5]]))
    names = [name for name in network(*example) if not name.startswith(NOT_EXPORTED)]
    batch = {0: "batch", 1: "pieces"}
    words = {0: "batch", 1: "words"}
    torch.onnx.export(
        Exported(network, names),
        example,
        str(path),
        input_names=["pieces", "shapes", "gaps", "first"],
        output_names=names,
        dynamic_axes={"pieces": batch, "shapes": batch, "gaps": batch, "first": words}
        | dict.fromkeys(names, words)
        | {"states": batch},
        opset_version=17,
        dynamo=False,
    )


def export_pointers(pointers: PointerNetwork, path: Path) -> None:
    """Write the network that reads the words around a quantity again as ONNX with float32 weights."""
    pointers.eval()
    ones = torch.ones(2, 12, dtype=torch.int64)
    states = torch.zeros(2, 12, pointers.marks.embedding_dim)
    pieces, words = {0: "batch", 1: "pieces"}, {0: "batch", 1: "words"}
    batch = {0: "batch"}
    torch.onnx.export(
        pointers,
        (states, ones, ones, torch.tensor([[1, 2, 4], [1, 3, 5]]), torch.tensor([1, 1])),
        str(path),
        input_names=[*INPUTS],
        output_names=[*OUTPUTS],
        dynamic_axes=dict(zip((*INPUTS, *OUTPUTS), (*[pieces] * 3, words, batch, words, batch), strict=True)),
        opset_version=17,
        dynamo=False,
    )


def quantize(source: Path, target: Path) -> None:
    """Quantize the weights to int8, one scale a column, and activations on the fly.

    Weights keep to seven bits: processors without VNNI instructions add up pairs of products in 16 bits,
    which full int8 weights overflow. It costs no accuracy that was seen.
    """
    with tempfile.TemporaryDirectory() as folder:
        prepared = Path(folder) / "prepared.onnx"
        quant_pre_process(str(source), str(prepared), skip_symbolic_shape=True)
        quantize_dynamic(
            str(prepared), str(target), weight_type=QuantType.QInt8, per_channel=True, reduce_range=True
        )
    onnx.checker.check_model(str(target))


def export(weights: Path, pointers: Path, output: Path) -> None:
    """Build the pipeline's folder."""
    network = load_network(weights)
    nlp = blank_pipeline()
    nlp.batch_size = 64
    for name in COMPONENTS:
        nlp.add_pipe(name)
    version = ".".join(__version__.split(".")[:3])
    nlp.meta.update(
        name="claimx_news",
        lang="en",
        version=version,
        description="Entities, statements, quantities and dates of news articles",
        license="CC-BY-SA-4.0",
    )
    with tempfile.TemporaryDirectory() as folder:
        built = Path(folder) / encoder_component.NETWORK
        export_onnx(network, Path(folder) / "float.onnx")
        quantize(Path(folder) / "float.onnx", built)
        export_pointers(load_pointers(pointers, network), Path(folder) / "float.onnx")
        quantize(Path(folder) / "float.onnx", Path(folder) / encoder_component.POINTERS)
        labels = Labels(
            UPOS, XPOS, DEPENDENCIES, ENTITY_TAGS, ROLE_TAGS, QUANTITY_TAGS, list(LINKS), list(POINTERS)
        )
        state = network.state_dict()
        np.savez(
            Path(folder) / encoder_component.DECODER,
            **{name: state[key].float().numpy() for name, key in OUTSIDE.items()},
        )
        tokenizer = load_tokenizer(network.tokenizer)
        (Path(folder) / encoder_component.PIECES).write_bytes(tokenizer.to_json())
        (Path(folder) / encoder_component.LABELS).write_text(json.dumps(asdict(labels)), encoding="utf8")
        nlp.get_pipe("claimx_encoder").from_disk(folder)
        if output.exists():
            shutil.rmtree(output)
        nlp.to_disk(output)
    size = sum(f.stat().st_size for f in output.rglob("*") if f.is_file())
    print(f"{output}: {size / 1e6:.1f} MB")


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--weights", type=Path, required=True)
    parser.add_argument("--pointers", type=Path, required=True)
    parser.add_argument("--output", type=Path, required=True)
    arguments = parser.parse_args()
    export(arguments.weights, arguments.pointers, arguments.output)


if __name__ == "__main__":
    main()
