"""`claimx batch --engine ray` as it is, on a cluster of two nodes."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import faulty
import pyarrow.parquet as pq
import pytest
from batches import write_lines
from commands import COMMAND, Start, search_path

pytest.importorskip("ray")

SAMPLES = Path(__file__).parents[2] / "samples"
ARTICLES = 180
# A node that is gone is noticed in a second or two; its share of the store is small.
SYSTEM = {"health_check_period_ms": 1000, "health_check_failure_threshold": 3}
NODE = {"num_cpus": 1, "object_store_memory": 80 * 2**20}


class TwoNodes:
    """A cluster on this machine. The command is a driver on the head; `lose_a_node` kills the other one."""

    def __init__(self) -> None:
        from ray.cluster_utils import Cluster

        self._cluster = Cluster(
            initialize_head=True,
            head_node_args={**NODE, "include_dashboard": False, "_system_config": SYSTEM},
        )
        self._other = self._cluster.add_node(**NODE)
        self.address: str = self._cluster.address

    def lose_a_node(self) -> None:
        self._cluster.remove_node(self._other, allow_graceful=False)

    def shut_down(self) -> None:
        self._cluster.shutdown()


@pytest.fixture(scope="module")
def plugin(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the pipeline of `faulty`, which is on the path of the cluster too."""
    folder = tmp_path_factory.mktemp("plugin") / "faulty"
    faulty.install(folder)
    return folder


@pytest.fixture(scope="module")
def cluster(plugin: Path) -> Iterator[TwoNodes]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", search_path(plugin))
        patch.setenv("RAY_USAGE_STATS_ENABLED", "0")
        # The memory of this machine is not only its own.
        patch.setenv("RAY_memory_monitor_refresh_ms", "0")
        nodes = TwoNodes()
        yield nodes
        nodes.shut_down()


@pytest.fixture
def start(plugin: Path, tmp_path: Path) -> Start:
    def start_command(*arguments: str | Path) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [*COMMAND, "batch", *map(str, arguments)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": search_path(plugin), "TMPDIR": str(tmp_path)},
        )

    return start_command


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """Articles that take their time, with ids and texts that come again, and some that cannot be read."""
    folder = tmp_path / "archive"
    folder.mkdir()
    texts = [f"SLEEP 0.05 for {n % 200} days until {2000 + n % 60}." for n in range(ARTICLES)]
    texts[30] = texts[90] = "EXPLODE"
    texts[50] = "SEGFAULT"
    records = [{"id": f"n{n % 70}", "text": text} for n, text in enumerate(texts)]
    write_lines(folder / "a.jsonl", records[:100])  # type: ignore[arg-type]
    write_lines(folder / "b.jsonl", records[100:])  # type: ignore[arg-type]
    for n in range(30):
        (folder / f"c{n:02}.txt").write_text(f"It was built in {2000 + n % 20}.", "utf-8")
    (folder / "c10.txt").write_text("", "utf-8")
    return folder


def finish(process: subprocess.Popen[bytes], code: int) -> bytes:
    out, err = process.communicate(timeout=300)
    assert process.returncode == code, err.decode()
    # Ray has much to say; none of it where results would be.
    assert out == b""
    assert b"Traceback" not in err
    return err


def wait_for(condition: Callable[[], bool], process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 300
    while not condition() and process.poll() is None and time.monotonic() < deadline:
        time.sleep(0.05)


def done_parts(output: Path) -> dict[str, int]:
    """When each part was done."""
    return {path.name: path.stat().st_mtime_ns for path in (output / "_parts").glob("0*.jsonl.zst")}


def readers() -> set[int]:
    """The processes of actors that read articles, and those in which they have the model."""
    commands = {
        int(path.parent.name): path.read_bytes()
        for path in Path("/proc").glob("[0-9]*/cmdline")
        if path.exists()
    }
    actors = {pid for pid, command in commands.items() if b"ray::" in command and b"PartReader" in command}
    return actors | {int(child) for pid in actors for child in children_of(pid)}


def children_of(pid: int) -> list[str]:
    path = Path(f"/proc/{pid}/task/{pid}/children")
    return path.read_text().split() if path.exists() else []


def test_articles_give_the_rows_of_the_pool(start: Start, cluster: TwoNodes, tmp_path: Path) -> None:
    """The real model, on articles at a URL."""
    articles = [f"file://{path}" for path in sorted(SAMPLES.glob("*.txt"))[:4]]
    on_cluster = start(
        *(*articles, "-o", tmp_path / "ray.parquet", "--engine", "ray"),
        *("--address", cluster.address, "--part-size", "2"),
    )
    err = finish(on_cluster, 0)
    assert f"articles read into {tmp_path / 'ray.parquet'}".encode() in err
    finish(start(*articles, "-o", tmp_path / "pool.parquet", "--jobs", "1"), 0)
    assert json.loads((tmp_path / "ray.parquet/_SUCCESS").read_text())["articles"] == 4
    for dataset in (tmp_path / "pool.parquet").iterdir():
        assert len(list((tmp_path / "ray.parquet" / dataset.name).glob("part-*.parquet"))) == 2
        rows = pq.read_table(tmp_path / "ray.parquet" / dataset.name)
        assert rows.num_rows > 0
        assert rows.equals(pq.read_table(dataset)), dataset.name


def test_a_driver_and_a_node_are_killed(
    start: Start, cluster: TwoNodes, plugin: Path, archive: Path, tmp_path: Path
) -> None:
    output, model = tmp_path / "ray.jsonl", plugin / "pipeline"
    command = (
        *(archive, "-o", output, "--model", model, "--engine", "ray"),
        *("--address", cluster.address, "--part-size", "20"),
    )
    driver = start(*command)
    wait_for(lambda: len(done_parts(output)) >= 2, driver)
    driver.kill()
    driver.communicate()
    assert driver.returncode == -signal.SIGKILL
    assert not (output / "_SUCCESS").exists()

    before = done_parts(output)
    resumed = start(*command, "--resume")
    wait_for(lambda: len(done_parts(output)) >= len(before) + 2, resumed)
    assert resumed.poll() is None
    done = done_parts(output)
    cluster.lose_a_node()
    wait_for(lambda: len(done_parts(output)) > len(done), resumed)
    # What was done is not done again.
    assert {name: at for name, at in done_parts(output).items() if name in done} == done
    finish(resumed, 1)

    finish(start(archive, "-o", tmp_path / "pool.jsonl", "--model", model, "--jobs", "2"), 1)
    parts = sorted(output.glob("part-*.jsonl"))
    assert b"".join(part.read_bytes() for part in parts) == (tmp_path / "pool.jsonl").read_bytes()
    for name in ("failures.jsonl", "duplicates.jsonl"):
        assert (output / f"_{name}").read_bytes() == (tmp_path / f"pool.jsonl.{name}").read_bytes()
    counts = json.loads((output / "_SUCCESS").read_text())
    assert (counts["articles"], counts["failures"]) == (ARTICLES - 3 + 29 - counts["duplicates"], 4)
    assert not [path for path in output.rglob("*") if path.name.startswith(".")]


def test_a_driver_that_is_asked_to_end(
    start: Start, cluster: TwoNodes, plugin: Path, archive: Path, tmp_path: Path
) -> None:
    output = tmp_path / "ray.jsonl"
    command = (
        *(archive, "-o", output, "--model", plugin / "pipeline", "--engine", "ray"),
        *("--address", cluster.address, "--part-size", "20"),
    )
    driver = start(*command)
    wait_for(lambda: len(done_parts(output)) >= 2, driver)
    started = readers()
    assert started
    driver.terminate()
    err = finish(driver, 128 + signal.SIGTERM)
    assert b"stopped early; run the same command with --resume to continue" in err
    assert not (output / "_SUCCESS").exists()
    deadline = time.monotonic() + 60
    while started & readers() and time.monotonic() < deadline:
        time.sleep(0.2)
    assert not started & readers()

    done = done_parts(output)
    assert len(done) >= 2
    finish(start(*command, "--resume"), 1)
    counts = json.loads((output / "_SUCCESS").read_text())
    assert (counts["articles"], counts["failures"]) == (ARTICLES - 3 + 29 - counts["duplicates"], 4)
