"""What a run on a cluster is asked to do."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from claimx.batch.settings import BatchSettings
from claimx.readers.inputs import is_url

# So that a part is a minute's work, which is what is lost with a machine.
PART_SIZE = 1000


@dataclass(frozen=True, slots=True)
class ClusterSettings:
    """The settings of `batch`, and those that only a cluster has.

    `output` is the folder to write, a path or a URL; `address` that of the cluster, None for what Ray finds,
    else this machine alone; `actors` how many hold the model, None for one a core of the cluster; `part_size`
    how many articles a part holds at the most.
    """

    batch: BatchSettings
    output: str
    address: str | None = None
    actors: int | None = None
    part_size: int = PART_SIZE

    @property
    def location(self) -> str:
        """Where the output is, for every process of this machine or one that shares its disk."""
        return self.output if is_url(self.output) else os.path.abspath(self.output)

    @property
    def model(self) -> str | None:
        """Where the model is, for every process."""
        model = self.batch.model
        return os.path.abspath(model) if model and os.path.isdir(model) else model

    def inputs(self) -> Iterator[str]:
        """The files to read, in order, each once."""
        return iter(dict.fromkeys(self.batch.inputs()))

    def beside(self, ending: str) -> str:
        """The name of what is kept with the output."""
        return f"{self.output.rstrip('/')}/{list_name(ending)}"

    def lasting(self) -> dict[str, Any]:
        """What a run that resumes another may not change."""
        return {**self.batch.lasting(), "--limit": self.batch.limit, "--part-size": self.part_size}


def list_name(ending: str) -> str:
    """The file in the output for a list, such as that of failures; those who read parts pass it over."""
    return f"_{ending}"
