"""A run on the machines of a Ray cluster, which gives the rows that `run` gives on one machine.

Three steps, each of which Ray repeats where a machine or a process is lost:

    reader tasks: files -> shards  ->  actors with the model: shard -> part  ->  writer tasks: part -> output

Between the last two, the driver decides for each part, in order, which articles go into the output and under
which ids. Parts are written whole, so a part that exists is done.
"""

from __future__ import annotations

import json
import logging
import os
import pickle
import signal
import socket
import sys
import warnings
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import wait
from contextlib import closing, contextmanager, redirect_stdout, suppress
from dataclasses import asdict, dataclass, field, replace
from hashlib import sha256
from io import BytesIO
from itertools import accumulate
from pathlib import Path, PurePath
from queue import Empty, Queue
from tempfile import TemporaryDirectory
from threading import Thread, current_thread, main_thread
from typing import Any
from uuid import uuid4

import pyarrow as pa

from claimx.batch import (
    DUPLICATES,
    FAILURES,
    BatchSettings,
    Counts,
    Failure,
    check_unchanged,
    output_in_use,
)
from claimx.batch.inputs import Inputs, ReaderOptions
from claimx.batch.parts import PART_ENDING, Collector, Item, Record, Storage, pack_part, unpack_part
from claimx.batch.workers import Workers
from claimx.errors import ClaimxError, ClusterError, OutputError
from claimx.readers.inputs import size_of, version_of
from claimx.readers.web import is_url
from claimx.text import counted
from claimx.writers import COMPRESSIONS, open_results

# A part is a few minutes' work, which is what is lost with a machine.
PART_SIZE = 1000
# A part of long articles holds fewer of them.
_PART_CHARACTERS = 8_000_000
_SHARE_BYTES = 64 * 2**20
# Readers for each process that holds a model: reading an article takes a tenth of the time or less.
_WRITERS_A_READER = 4
# Parts that may wait to be written to the output.
_WRITES_AT_ONCE = 16
# Seconds after which to look whether the run has been asked to stop, and that it then waits for a part.
_PULSE = 0.1
_GRACE = 3.0
# Seconds to find out whether there is a cluster at an address, for which Ray takes many minutes.
_PATIENCE = 10
# Files and folders that readers of the output ignore, since their names begin with `_`.
MANIFEST = "_claimx.json"
OWNER = "_run"
SUCCESS = "_SUCCESS"
PARTS_FOLDER = "_parts"
_COLUMN = "value"


@dataclass(frozen=True, slots=True)
class ClusterSettings:
    """The settings of a run, and those that only a cluster has.

    `output` is the folder to write, a path or a URL; `address` that of the cluster, None for the one that Ray
    finds, else this machine alone; `actors` how many hold the model, None for one a core of the cluster;
    `part_size` how many articles a part holds at the most.
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
    def ending(self) -> str:
        """The ending of the files of a part."""
        packing = PurePath(self.output).suffix.lower()
        return f".{self.batch.output_format}{packing if packing in COMPRESSIONS else ''}"

    def for_all(self) -> ClusterSettings:
        """The same, with paths that mean the same in every process."""
        model = self.batch.model
        model = os.path.abspath(model) if model and os.path.isdir(model) else model
        return replace(self, output=self.location, batch=replace(self.batch, model=model))

    def inputs(self, passed_over: dict[str, list[str]] | None = None) -> Iterator[str]:
        """The files to read, in order, each once; `passed_over` as in `BatchSettings.inputs`."""
        return iter(dict.fromkeys(self.batch.inputs(passed_over)))

    def beside(self, ending: str) -> str:
        """The name of a list in the output."""
        return f"{self.output.rstrip('/')}/_{ending}"

    def lasting(self) -> dict[str, Any]:
        """The settings that a resumed run must share with the first one."""
        return {**self.batch.lasting(), "--limit": self.batch.limit, "--part-size": self.part_size}


@dataclass(slots=True)
class Share:
    """Files that one task reads; `number` counts the shares, in the order of the inputs."""

    number: int
    paths: list[str] = field(default_factory=list)
    versions: list[str | None] = field(default_factory=list)
    bytes: int = 0


def share_out(paths: Iterable[str], most: int) -> Iterator[Share]:
    """Files in their order, up to `most` of them to a share, and fewer where they are large."""
    share = Share(0)
    for path in paths:
        size = size_of(path)
        if share.paths and (len(share.paths) == most or share.bytes + size > _SHARE_BYTES):
            yield share
            share = Share(share.number + 1)
        share.paths.append(path)
        share.versions.append(version_of(path))
        share.bytes += size
    if share.paths:
        yield share


@dataclass(frozen=True, slots=True)
class FoundPart:
    """The items of a part, with its number in the share; `last` if the share ends with it."""

    share: int
    number: int
    last: bool
    items: list[Item]

    @property
    def name(self) -> str:
        """A name that sorts as the inputs do."""
        return f"{self.share:06}-{self.number:06}"


@dataclass(frozen=True, slots=True)
class DonePart:
    """A part that exists: its records without their results, and the share that it ends, if it ends one."""

    name: str
    records: list[Record]
    ends_share: int | None


def to_table(values: Iterable[object]) -> pa.Table:
    """Rows for Ray, with one column of pickled values."""
    return pa.table({_COLUMN: pa.array([pickle.dumps(value) for value in values], pa.large_binary())})


def from_table(table: pa.Table) -> Iterator[Any]:
    """The values of the rows."""
    for value in table.column(_COLUMN):
        yield pickle.loads(value.as_py())


def read_shares(table: pa.Table, options: ReaderOptions, folder: str) -> Iterator[pa.Table]:
    """The first step: the parts of each share, one by one; relative paths begin at `folder`."""
    # Where the folder does not exist, reading says of each file that it does not.
    with suppress(OSError):
        os.chdir(folder)
    for share in from_table(table):
        number, items = 0, list[Item]()
        with closing(Inputs(share.paths, options)) as inputs:
            while not inputs.is_exhausted():
                shard = inputs.take()
                if shard is None:
                    wait(inputs.futures, timeout=1)
                elif shard.items:
                    if items:
                        yield to_table([FoundPart(share.number, number, False, items)])
                        number += 1
                    items = shard.items
        yield to_table([FoundPart(share.number, number, True, items)])


class PartReader:
    """The second step: an actor that reads the articles of a part.

    It has the model in a process of its own, as on one machine: an article that crashes or hangs the process
    costs itself, and not the part.
    """

    def __init__(self, settings: ClusterSettings) -> None:
        self._settings = settings
        self._storage = Storage(settings.location)
        self._workers = Workers(1, settings.batch)

    def __call__(self, table: pa.Table) -> Iterator[pa.Table]:
        """Make the parts that do not exist yet."""
        for part in from_table(table):
            name = part_file(part.name)
            content = self._storage.read(name)
            records = [] if content is None else list(unpack_part(BytesIO(content)))
            if content is None or not self._is_done(part, records):
                self._check_place()
                records = self._read(part.items)
                self._storage.write(name, pack_part(records))
            # The results stay in the file.
            brief = [replace(record, result=None) for record in records]
            yield to_table([DonePart(part.name, brief, part.share if part.last else None)])

    def close(self) -> None:
        """End the process with the model."""
        self._workers.close()

    def _is_done(self, part: FoundPart, records: list[Record]) -> bool:
        """Whether an earlier run has made the part of the same items, without failures to try again."""
        if [(r.path, r.position) for r in records] != [(item.path, item.position) for item in part.items]:
            return False
        retry_failed = self._settings.batch.retry_failed
        return not any(r.failure and (retry_failed or r.failure.passing) for r in records)

    def _read(self, items: list[Item]) -> list[Record]:
        self._workers.submit(0, items)
        while True:
            for _, records in self._workers.poll():
                return records
            wait(self._workers.futures, timeout=1)

    def _check_place(self) -> None:
        """Check that this is the folder of the run, and not one of the same name elsewhere."""
        if self._storage.read(MANIFEST) is None:
            raise OutputError(
                f"{self._settings.location}: the machine {socket.gethostname()} does not see what the others "
                "write there",
                "name a folder on a disk that all of them share, or a URL",
            )


def write_output(name: str, ids: list[str | None], settings: ClusterSettings) -> None:
    """The third step: write the articles of a part that have an id to the output, under that id.

    That is a file `part-NAME.jsonl`, or a file `DATASET/part-NAME.parquet` in each dataset.
    """
    storage = Storage(settings.location)
    content = storage.read(part_file(name))
    assert content is not None
    with TemporaryDirectory(prefix="claimx-") as folder:
        path = Path(folder) / f"part{settings.ending}"
        with open_results(path, settings.batch.output_format, settings.batch.written, archive=True) as write:
            for record, id_ in zip(unpack_part(BytesIO(content)), ids, strict=False):
                if id_ is not None:
                    write(record.extraction(id_))
        if path.is_file():
            storage.put(path, f"part-{name}{settings.ending}")
            return
        for file in path.glob("*/part-*"):
            storage.put(file, f"{file.parent.name}/part-{name}{file.suffix}")


def part_file(name: str) -> str:
    """The file of a part in the output."""
    return f"{PARTS_FOLDER}/{name}{PART_ENDING}"


@dataclass(slots=True)
class ClusterBatch:
    """A run; `run` does it all, `stop` ends it early. It reports as `claimx.batch.run.Batch` does."""

    settings: ClusterSettings
    on_article: Callable[[Failure | None], None] = lambda failure: None
    on_warning: Callable[[str], None] = lambda message: None
    counts: Counts = field(default_factory=Counts, init=False)
    # About how many bytes of the inputs have been read, by earlier runs too.
    bytes_read: int = field(default=0, init=False)
    stopping: bool = field(default=False, init=False)
    has_begun: bool = field(default=False, init=False)
    # A failure never ends a run on a cluster.
    halted: bool = field(default=False, init=False)
    _token: str = field(default_factory=lambda: uuid4().hex, init=False)

    def stop(self) -> None:
        """End the run in seconds; parts that do not exist by then are read when it is resumed."""
        self.stopping = True

    def run(self) -> None:
        """Read all inputs but those of which parts exist, if the run is resumed.

        Raises:
            OutputError: there is an output already, or it cannot be written; parts that exist stay.
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
            if settings.batch.retry_failed and self.counts.failures:
                remedy = "read what failed into another output"
                raise OutputError(f"{settings.output}: this run is finished, and its parts are gone", remedy)
            return
        with TemporaryDirectory(prefix="claimx-") as folder, connected(settings.address):
            self._begin(storage, manifest)
            self.has_begun = True
            collector = Collector(Path(folder), self.counts)
            with closing(collector):
                self._collect(collector, shares, storage)
            for ending in (FAILURES, DUPLICATES):
                if (Path(folder) / ending).exists():
                    storage.put(Path(folder) / ending, f"_{ending}")
        self._check_owner(storage)
        if not self.stopping:
            storage.write(SUCCESS, json.dumps(asdict(self.counts)).encode())
            storage.remove(PARTS_FOLDER)
            storage.remove(OWNER)
            storage.tidy()

    def _begin(self, storage: Storage, manifest: bytes) -> None:
        """Take possession of the output: of two new runs one is refused, of two resumed ones the first ends.

        Raises:
            OutputError: another run has begun to write there.
        """
        is_resumed = self.settings.batch.resume and storage.read(MANIFEST) is not None
        if not is_resumed and not storage.create(MANIFEST, manifest):
            raise output_in_use(self.settings.output)
        storage.write(OWNER, self._token.encode())

    def _check_owner(self, storage: Storage) -> None:
        if storage.read(OWNER) != self._token.encode():
            raise output_in_use(self.settings.output)

    def _collect(self, collector: Collector, shares: list[Share], storage: Storage) -> None:
        import ray

        limit = self.settings.batch.limit
        bytes_before = [0, *accumulate(share.bytes for share in shares)]
        items = share = characters = 0
        writes: deque[Any] = deque()
        writer = ray.remote(write_output).options(num_cpus=0)
        settings = self.settings.for_all()
        with _ray_errors():
            for part in self.until_stopped(_parts(settings, shares)):
                if part is None:
                    break
                self._check_owner(storage)
                records = part.records if limit is None else part.records[: limit - items]
                ids = [self._add(collector, record) for record in records]
                writes.append(writer.remote(part.name, ids, settings))
                while len(writes) > _WRITES_AT_ONCE:
                    ray.get(writes.popleft())
                items += len(records)
                characters += sum(record.characters for record in records)
                if part.ends_share is not None:
                    share, characters = part.ends_share + 1, 0
                most = bytes_before[min(share + 1, len(shares))]
                self.bytes_read = min(bytes_before[share] + characters, most)
                if self.stopping or items == limit:
                    break
            else:
                # A stop that came after the last part has stopped nothing.
                self.stopping = False
            ray.get(list(writes))

    def until_stopped(self, parts: Iterator[DonePart]) -> Iterator[DonePart | None]:
        """The parts, and None once the run is to stop and no part comes for some seconds."""
        found: Queue[DonePart | BaseException | None] = Queue(1)

        def wait_for_parts() -> None:
            # What goes wrong is raised where the parts are used, and nowhere after the last use.
            try:
                for part in parts:
                    found.put(part)
                found.put(None)
            except BaseException as error:
                found.put(error)

        Thread(target=wait_for_parts, daemon=True).start()
        patience = _GRACE
        while True:
            try:
                part = found.get(timeout=_PULSE)
            except Empty:
                patience -= _PULSE * self.stopping
                if patience <= 0:
                    yield None
                    return
                continue
            if isinstance(part, BaseException):
                raise part
            if part is None:
                return
            yield part

    def _add(self, collector: Collector, record: Record) -> str | None:
        id_ = collector.add(record)
        for warning in record.warnings if id_ is not None else ():
            self.on_warning(warning)
        self.on_article(record.failure)
        return id_


def make_manifest(storage: Storage, settings: ClusterSettings, shares: Iterable[Share]) -> bytes:
    """What the output is made of, to be kept in it; a run that is resumed must be made of the same.

    Raises:
        OutputError: there is an output already, or it was begun in another way.
    """
    files, digest = 0, sha256()
    for share in shares:
        files += len(share.paths)
        digest.update(json.dumps([share.paths, share.versions]).encode())
    now = {**settings.lasting(), "inputs": f"{counted(files, 'file')} ({digest.hexdigest()[:16]})"}
    manifest = storage.read(MANIFEST) if storage.is_used() else None
    if manifest is not None:
        if not settings.batch.resume:
            remedy = "add --resume to continue it; or remove it, or name another output"
            raise OutputError(f"{settings.output}: a run has written to this already", remedy)
        check_unchanged(settings.output, json.loads(manifest), now)
    elif storage.is_used():
        remedy = "name another output, or remove it"
        raise OutputError(
            f"{settings.output}: this is there already, and is no output of a cluster's run", remedy
        )
    return json.dumps(now, indent=2).encode()


def _parts(settings: ClusterSettings, shares: list[Share]) -> Iterator[DonePart]:
    """All parts, in order, as they come to exist."""
    import ray

    if not shares:
        return
    _set_up_data()
    reader = ReaderOptions.of(settings.batch, most=settings.part_size, characters=_PART_CHARACTERS)
    dataset = ray.data.from_arrow([to_table([share]) for share in shares])
    actors = settings.actors or max(1, int(ray.cluster_resources().get("CPU", 1)))
    # The processes that hold a model take one core each, and all there are. Reading is little beside it.
    dataset = dataset.map_batches(
        read_shares,
        batch_size=None,
        batch_format="pyarrow",
        fn_kwargs={"options": reader, "folder": os.getcwd()},
        compute=ray.data.TaskPoolStrategy(size=max(1, actors // _WRITERS_A_READER)),
        num_cpus=0,
    )
    dataset = dataset.map_batches(
        PartReader,
        batch_size=None,
        batch_format="pyarrow",
        fn_constructor_kwargs={"settings": settings},
        compute=ray.data.ActorPoolStrategy(size=actors, max_tasks_in_flight_per_actor=2),
        num_cpus=1,
    )
    for table in dataset.iter_batches(batch_size=None, batch_format="pyarrow"):
        yield from from_table(table)


def _set_up_data() -> None:
    from ray.data import DataContext

    context = DataContext.get_current()
    context.execution_options.preserve_order = True
    # Every part is a block, and a task, of its own.
    context.target_max_block_size = 1
    context.enable_progress_bars = False
    context.print_on_execution_start = False
    context.raise_original_map_exception = True
    # claimx raises what ends a run, and prints it once.
    for name in ("ray", "ray.data"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    warnings.filterwarnings("ignore", module=r"ray\.data\b")


@contextmanager
def connected(address: str | None) -> Iterator[None]:
    """Be the driver of a cluster: at `address`, else the one that Ray finds, else this machine alone.

    Raises:
        ClusterError: there is none at the address.
    """
    # Nothing leaves the machine that the user did not ask for.
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
    # What still waits for a part when the run is stopped must not start Ray again.
    os.environ["RAY_ENABLE_AUTO_CONNECT"] = "0"
    # The messages of Ray's own processes are in its logs.
    os.environ.setdefault("RAY_BACKEND_LOG_LEVEL", "fatal")
    import ray

    place = address or os.environ.get("RAY_ADDRESS")
    if place:
        _check_reachable(place)
    handler = signal.getsignal(signal.SIGTERM)
    try:
        with _without_stderr():
            ray.init(address, include_dashboard=False, logging_level=logging.ERROR, log_to_driver=False)
        # Ray has set its own, which ends the process at once.
        if handler is not None and current_thread() is main_thread():
            signal.signal(signal.SIGTERM, handler)
    except Exception as error:  # Ray raises plain ones, too, where its processes do not start in time
        if place:
            raise _unreachable(place, error) from error
        remedy = "try again when the machine has less to do, or read without --engine ray"
        raise ClusterError(f"Ray cannot be started or reached here: {error}", remedy) from error
    # Ray reports on the standard output what happens to machines and processes.
    with redirect_stdout(sys.stderr):
        try:
            yield
        finally:
            ray.shutdown()


def _check_reachable(address: str) -> None:
    """Find out in seconds whether there is a cluster at an address."""
    host, _, port = address.removeprefix("ray://").rpartition(":")
    if not port.isdigit():
        # `auto` and the like, which Ray looks up.
        return
    try:
        socket.create_connection((host.strip("[]"), int(port)), _PATIENCE).close()
    except (OSError, OverflowError) as error:
        raise _unreachable(address, error) from error


def _unreachable(address: str, error: Exception) -> ClusterError:
    remedy = "check the address and that the cluster runs: ray status --address HOST:PORT"
    return ClusterError(f"the cluster at {address} cannot be reached: {error}", remedy)


@contextmanager
def _without_stderr() -> Iterator[None]:
    """Write nothing to stderr: at its start Ray says that it is going to say little."""
    stderr = os.dup(2)
    with open(os.devnull, "wb") as nowhere:
        os.dup2(nowhere.fileno(), 2)
    try:
        yield
    finally:
        os.dup2(stderr, 2)
        os.close(stderr)


@contextmanager
def _ray_errors() -> Iterator[None]:
    """Raise here what claimx raised in a step, and a `ClusterError` for the rest."""
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
