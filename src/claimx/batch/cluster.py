"""One run over many articles on a cluster: from the inputs to an output in parts."""

from __future__ import annotations

import json
import logging
import os
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from itertools import accumulate
from pathlib import Path, PurePath
from tempfile import TemporaryDirectory
from typing import Any

from claimx.batch.messages import Failure
from claimx.batch.run import Counts
from claimx.cluster.connection import connected
from claimx.cluster.outcome import Outcome
from claimx.cluster.parts import from_table, to_table
from claimx.cluster.reading import ReadingOptions, read_shares
from claimx.cluster.receipt import FOLDER, Receipt
from claimx.cluster.register import Register, enter_parts
from claimx.cluster.settings import ClusterSettings, list_name
from claimx.cluster.shares import Share, share_out
from claimx.cluster.start import MANIFEST, SUCCESS, make_manifest
from claimx.cluster.storage import Storage
from claimx.cluster.writing import PartWriter, WritingOptions
from claimx.errors import ClaimxError, ClusterError
from claimx.writers import COMPRESSIONS

# Readers for each process that holds a model: reading an article takes a tenth of the time or less.
_WRITERS_A_READER = 4


@dataclass(slots=True)
class ClusterBatch:
    """A run; `run` does it all, `stop` ends it after the part that is written next.

    It is told of and counted as a `claimx.batch.run.Batch` is.
    """

    settings: ClusterSettings
    told: Callable[[Failure | None], None] = lambda failure: None
    warned: Callable[[str], None] = lambda message: None
    counts: Counts = field(default_factory=Counts, init=False)
    # About how many bytes of the inputs have been read, those that were done before included.
    bytes_read: int = field(default=0, init=False)
    stopping: bool = field(default=False, init=False)
    has_begun: bool = field(default=False, init=False)
    # A failure never ends a run on a cluster.
    halted: bool = field(default=False, init=False)

    def stop(self) -> None:
        """End the run; parts that are not written whole by then are done again when it is resumed."""
        self.stopping = True

    def run(self) -> None:
        """Read all inputs but what an earlier run has done already, if it is to be resumed.

        Raises:
            OutputError: there is an output already, or it cannot be written; what has been written stays.
            ModelError: the model cannot be loaded.
            ClusterError: the cluster cannot be reached, or gave up.
        """
        settings = self.settings
        storage = Storage(settings.location)
        shares = list(share_out(settings.inputs(), settings.part_size))
        manifest = make_manifest(storage, settings, shares)
        done = storage.read(SUCCESS)
        if done is not None:
            self.counts = Counts(**json.loads(done))
            return
        with TemporaryDirectory(prefix="claimx-") as folder, connected(settings.address):
            storage.write(MANIFEST, manifest)
            self.has_begun = True
            outcome = Outcome(Path(folder), self.counts, self.told)
            try:
                self._take_receipts(outcome, shares, Path(folder) / "register")
            finally:
                outcome.close()
                _hand_in(outcome, storage)
        if not self.stopping:
            storage.write(SUCCESS, json.dumps(asdict(self.counts)).encode())
            storage.remove(FOLDER)
            storage.tidy()

    def _take_receipts(self, outcome: Outcome, shares: list[Share], register: Path) -> None:
        limit = self.settings.batch.limit
        bytes_before = [0, *accumulate(share.bytes for share in shares)]
        items = share = characters = 0
        for receipt, ended in _receipts(self.settings, shares, register):
            characters += receipt.characters
            if ended is not None:
                share, characters = ended + 1, 0
            most = bytes_before[min(share + 1, len(shares))]
            self.bytes_read = min(bytes_before[share] + characters, most)
            for warning in receipt.warnings:
                self.warned(warning)
            outcome.add(receipt)
            items += receipt.items
            if self.stopping or items == limit:
                return
        # Nobody is told of a stop that came after the last part.
        self.stopping = False


def _receipts(
    settings: ClusterSettings, shares: list[Share], register: Path
) -> Iterator[tuple[Receipt, int | None]]:
    """The receipts of all parts, in order, each with the share that it ends, if it ends one."""
    import ray

    if not shares:
        return
    _set_up_data()
    with _foreseen():
        dataset = ray.data.from_arrow([to_table([share]) for share in shares])
        writers = settings.actors or max(1, int(ray.cluster_resources().get("CPU", 1)))
        # The processes that hold a model take one core each, and all there are. Reading is little beside it.
        dataset = dataset.map_batches(
            read_shares,
            batch_size=None,
            batch_format="pyarrow",
            fn_kwargs={"options": _reading(settings)},
            compute=ray.data.TaskPoolStrategy(size=max(1, writers // _WRITERS_A_READER)),
            num_cpus=0,
        )
        dataset = dataset.map_batches(
            enter_parts,
            batch_size=None,
            batch_format="pyarrow",
            fn_kwargs={"register": _make_register(register, settings.batch.limit)},
            # One after the other.
            compute=ray.data.TaskPoolStrategy(size=1),
            num_cpus=0,
        )
        dataset = dataset.map_batches(
            PartWriter,
            batch_size=None,
            batch_format="pyarrow",
            fn_constructor_kwargs={"options": _writing(settings)},
            compute=ray.data.ActorPoolStrategy(size=writers, max_tasks_in_flight_per_actor=2),
            num_cpus=1,
        )
        for table in dataset.iter_batches(batch_size=None, batch_format="pyarrow"):
            yield from from_table(table)


def _hand_in(outcome: Outcome, storage: Storage) -> None:
    """Put the lists into the output, those of a run that has been stopped too."""
    for ending, file in outcome.files.items():
        if file.exists():
            storage.put(file, list_name(ending))


def _set_up_data() -> None:
    from ray.data import DataContext

    context = DataContext.get_current()
    context.execution_options.preserve_order = True
    # Every part is a block, and a task, of its own.
    context.target_max_block_size = 1
    context.enable_progress_bars = False
    context.print_on_execution_start = False
    context.raise_original_map_exception = True
    # What ends a run is raised and told once, by claimx.
    for name in ("ray", "ray.data"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    warnings.filterwarnings("ignore", module=r"ray\.data\b")


def _make_register(path: Path, limit: int | None) -> Any:
    """On this machine, since its file is; if it goes down, so does the run."""
    import ray
    from ray.util.scheduling_strategies import NodeAffinitySchedulingStrategy

    here = NodeAffinitySchedulingStrategy(ray.get_runtime_context().get_node_id(), soft=False)
    actor = ray.remote(Register).options(
        num_cpus=0, max_restarts=-1, max_task_retries=-1, scheduling_strategy=here
    )
    return actor.remote(str(path), limit)


def _reading(settings: ClusterSettings) -> ReadingOptions:
    batch = settings.batch
    return ReadingOptions(batch.reader, batch.timeout, settings.part_size, os.getcwd())


def _writing(settings: ClusterSettings) -> WritingOptions:
    packing = PurePath(settings.output).suffix.lower()
    return WritingOptions(
        worker=replace(settings.batch.worker, model=settings.model),
        timeout=settings.batch.timeout,
        location=settings.location,
        ending=f".{settings.batch.output_format}{packing if packing in COMPRESSIONS else ''}",
    )


@contextmanager
def _foreseen() -> Iterator[None]:
    """Let what claimx raised in a stage be raised here; say of the rest that the cluster gave up."""
    from ray.exceptions import RayError

    try:
        yield
    except RayError as error:
        cause: BaseException | None = error
        while cause is not None and not isinstance(cause, ClaimxError):
            cause = getattr(cause, "cause", None) or cause.__cause__
        if cause is not None:
            raise cause from error
        remedy = "see the logs of Ray (ray logs); what has been written is kept"
        raise ClusterError(f"the cluster gave the run up: {error}", remedy) from error
