#!/usr/bin/env python3
"""Make the model from nothing: every step of the recipe in order, each where its result is missing.

    python models/training/recipe.py --corpora CORPORA --work WORK --output models/en_claimx_news

A step that was interrupted goes on from its last checkpoint when this is started again. `--show` prints the
steps and what is there already.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Step:
    """A script of this folder, the file that says it is done, and what it needs.

    `fitted`: whether what it exports is fitted with `links.py` and `calibrate.py` before it is done.
    """

    name: str
    result: str
    script: str
    options: dict[str, str | list[str]] = field(default_factory=dict)
    fitted: bool = False


def training(name: str, config: str, **options: str | list[str]) -> Step:
    """Return the step that trains a network in the folder `name`."""
    return Step(name, f"{name}/network.pt", "train.py", {"config": config, "work": f"WORK/{name}", **options})


def stage(name: str, before: str, syntax: str | None = None, **options: str | list[str]) -> Step:
    """Return the step that trains the network `before` further: a stage of `network.toml`, roles of the pair.

    `syntax`: the network whose tags and trees are learned from as well.
    """
    if syntax:
        options["syntax"] = f"WORK/{syntax}/network.pt"
    weights, pair = f"WORK/{before}/network.pt", "WORK/taught-pair.npz"
    return training(f"network-{name}", "network.toml", stage=name, weights=weights, teacher=pair, **options)


def teaching(name: str, *networks: str) -> Step:
    """Return the step that reads the roles of all texts with several networks."""
    weights = [f"WORK/{network}/network.pt" for network in networks]
    read = ["polnear", "ewt", "gum", "gmb", "wikigold", "re3d", "crossner"]
    options = {"weights": weights, "read": read, "output": f"WORK/{name}.npz"}
    return Step(name, f"{name}.npz", "teach.py", options)


def pointing(network: str, further: str | None = None) -> Step:
    """Return the step that trains what reads the words around each quantity again with a network's states.

    `further`: the network with whose states it was trained before.
    """
    options: dict[str, str | list[str]] = {
        "network": f"WORK/{network}/network.pt",
        "earlier": "WORK/average/network.pt",
        "output": f"WORK/{network}/pointers.pt",
    }
    if further:
        options["weights"] = f"WORK/{further}/pointers.pt"
    return Step(f"{network}-pointers", f"{network}/pointers.pt", "pointers.py", options)


def exporting(name: str, network: str) -> Step:
    """Return the step that makes a finished pipeline of a network."""
    options: dict[str, str | list[str]] = {
        "weights": f"WORK/{network}/network.pt",
        "pointers": f"WORK/{network}/pointers.pt",
        "output": f"WORK/{name}",
    }
    return Step(name, f"{name}.fitted", "export.py", options, fitted=True)


def mean(name: str, shares: dict[str, str]) -> Step:
    """Return the step that averages the weights of networks by their shares."""
    options = {"weights": [f"WORK/{network}/network.pt" for network in shares], "shares": [*shares.values()]}
    return Step(name, f"{name}/network.pt", "average.py", {**options, "output": f"WORK/{name}/network.pt"})


# A pair of networks learns from annotation, then from each other; one network learns from both, then, in its
# later stages, mostly from news.
STEPS = (
    training("everything", "everything.toml"),
    training("roles", "roles.toml"),
    teaching("pair", "everything", "roles"),
    training(
        "everything-taught",
        "everything.toml",
        stage="taught",
        weights="WORK/everything/network.pt",
        teacher="WORK/pair.npz",
    ),
    training(
        "roles-taught",
        "roles.toml",
        stage="taught",
        weights="WORK/roles/network.pt",
        teacher="WORK/pair.npz",
    ),
    teaching("taught-pair", "everything-taught", "roles-taught"),
    training(
        "network",
        "network.toml",
        weights="WORK/everything-taught/network.pt",
        teacher="WORK/taught-pair.npz",
    ),
    stage("news", "network"),
    stage("last", "network-news"),
    stage("more", "network-last"),
    stage("final", "network-more"),
    mean("average", {"network-final": "0.8", "network-more": "0.2"}),
    # A larger network reads news without annotation; the network learns from it, from later annotation and
    # from its own syntax.
    training("teacher", "teacher.toml"),
    Step(
        "lessons",
        "lessons.npz",
        "teach.py",
        {
            "weights": ["WORK/teacher/network.pt", "WORK/average/network.pt"],
            "read": "unannotated",
            "first": "900",
            "layers": ["entities", "roles", "quantities", "pointers"],
            "output": "WORK/lessons.npz",
        },
    ),
    training(
        "network-taught",
        "network.toml",
        stage="taught",
        weights="WORK/average/network.pt",
        teacher=["WORK/taught-pair.npz", "WORK/lessons.npz"],
        syntax="WORK/average/network.pt",
    ),
    stage("again", "network-taught", syntax="average"),
    # Its pipeline reads what is not annotated; two more stages learn from that, and from more annotation.
    mean("mean", {"network-again": "0.5", "average": "0.5"}),
    pointing("mean"),
    exporting("mean-model", "mean"),
    Step(
        "read",
        "read.jsonl",
        "read.py",
        {"model": "WORK/mean-model", "first": "1445", "output": "WORK/read.jsonl"},
    ),
    stage("wider", "mean", syntax="mean", read="WORK/read.jsonl"),
    stage("closing", "network-wider", syntax="mean"),
    mean("wider-mean", {"network-closing": "0.7", "mean": "0.3"}),
    pointing("wider-mean"),
    # Two more stages, with yet more annotation.
    stage("longer", "wider-mean", syntax="wider-mean"),
    stage("newest", "network-longer", syntax="wider-mean"),
    mean("newest-mean", {"network-newest": "0.7", "wider-mean": "0.3"}),
    pointing("newest-mean", "wider-mean"),
    # And two with the rest of the news.
    stage("onward", "newest-mean", syntax="newest-mean"),
    stage("latest", "network-onward", syntax="newest-mean"),
    mean("shipped", {"network-latest": "0.7", "newest-mean": "0.3"}),
    pointing("shipped", "newest-mean"),
    exporting("model", "shipped"),
    # What says which numbers of two articles are about the same thing; the pipeline that ships reads for it.
    Step("matching", "matching/matching.onnx", "matching.py", {"output": "WORK/matching"}),
    Step("lemmas", "lemmas.json", "lemmas.py", {"output": "WORK/lemmas.json"}),
)
# These steps read no corpora.
WITHOUT_CORPORA = ("average.py", "export.py", "matching.py")
PACKAGE = HERE.parents[1] / "src" / "claimx"


def run(step: Step, corpora: Path, work: Path) -> None:
    """Run one step."""
    command = [sys.executable, str(HERE / step.script)]
    command += [] if step.script in WITHOUT_CORPORA else ["--corpora", str(corpora)]
    for option, value in step.options.items():
        values = value if isinstance(value, list) else [value]
        command += [f"--{option}", *(v.replace("WORK", str(work)) for v in values)]
    at = command.index("--config") + 1 if "--config" in command else None
    if at is not None:
        command[at] = str(HERE / command[at])
    subprocess.run(command, check=True)
    if step.fitted:
        fit = ["--corpora", str(corpora), "--model", str(work / step.name)]
        for script in ("links.py", "calibrate.py"):
            subprocess.run([sys.executable, str(HERE / script), *fit], check=True)
        (work / step.result).touch()


def main() -> None:
    """Read the command line and run what is missing."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--corpora", type=Path, required=True)
    parser.add_argument("--work", type=Path, required=True, help="folder for weights and checkpoints")
    parser.add_argument("--output", type=Path, required=True, help="where the finished pipeline goes")
    parser.add_argument("--show", action="store_true", help="only print the steps")
    arguments = parser.parse_args()
    arguments.work.mkdir(parents=True, exist_ok=True)
    for step in STEPS:
        done = (arguments.work / step.result).exists()
        print(f"{step.name}: {'done' if done else 'missing'}", flush=True)
        if not done and not arguments.show:
            run(step, arguments.corpora, arguments.work)
    if not arguments.show:
        arguments.output.parent.mkdir(parents=True, exist_ok=True)
        if arguments.output.exists():
            shutil.move(arguments.output, arguments.work / "model-before")
        shutil.move(arguments.work / "model", arguments.output)
        for name in ("matching.onnx", "matching.npz"):
            shutil.copy(arguments.work / "matching" / name, PACKAGE / "compare" / "data")
        shutil.copy(arguments.work / "lemmas.json", PACKAGE / "text" / "data")


if __name__ == "__main__":
    main()
