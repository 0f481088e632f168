"""How a run on a cluster begins."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from threading import Event
from types import SimpleNamespace

import pytest

from claimx.batch import BatchSettings
from claimx.batch.cluster import (
    MANIFEST,
    SUCCESS,
    ClusterBatch,
    ClusterSettings,
    DonePart,
    connected,
    make_manifest,
    share_out,
)
from claimx.batch.parts import Storage
from claimx.errors import ClusterError, OutputError

pytest.importorskip("fsspec")


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    folder = tmp_path / "archive"
    folder.mkdir()
    (folder / "a.txt").write_text("It was built in 2004.")
    return folder


def settings(archive: Path, output: Path, part_size: int = 10, **options: object) -> ClusterSettings:
    batch = BatchSettings((str(archive),), output, "jsonl", **options)  # type: ignore[arg-type]
    return ClusterSettings(batch, str(output), part_size=part_size)


def begin_run(run: ClusterSettings) -> None:
    storage = Storage(run.location)
    storage.write(MANIFEST, make_manifest(storage, run, share_out(run.inputs(), run.part_size)))


@pytest.mark.parametrize(
    ("address", "message"), [(None, "cannot be started"), ("auto", "at auto cannot be reached")]
)
def test_ray_that_does_not_start(monkeypatch: pytest.MonkeyPatch, address: str | None, message: str) -> None:
    def init(*given: object, **options: object) -> None:
        raise Exception("The current node timed out during startup.")

    monkeypatch.delenv("RAY_ADDRESS", raising=False)
    monkeypatch.setitem(sys.modules, "ray", SimpleNamespace(init=init))
    with pytest.raises(ClusterError, match=message), connected(address):
        pass


def test_nothing_is_written_over(archive: Path, tmp_path: Path) -> None:
    begin_run(settings(archive, tmp_path / "out"))
    with pytest.raises(OutputError, match="a run has written to this already"):
        begin_run(settings(archive, tmp_path / "out"))
    with pytest.raises(OutputError, match="no output of a cluster's run"):
        begin_run(settings(archive, archive, resume=True))


def test_a_run_is_resumed_as_it_was_begun(archive: Path, tmp_path: Path) -> None:
    output = tmp_path / "out"
    begin_run(settings(archive, output))
    begin_run(settings(archive, output, resume=True))
    with pytest.raises(OutputError, match="--part-size 10, now 20"):
        begin_run(settings(archive, output, part_size=20, resume=True))
    with pytest.raises(OutputError, match="--limit not given, now 5"):
        begin_run(settings(archive, output, limit=5, resume=True))
    (archive / "b.txt").write_text("It was built in 2005.")
    with pytest.raises(OutputError, match=r"inputs 1 file .*, now 2 files"):
        begin_run(settings(archive, output, resume=True))


@pytest.mark.parametrize("place", ["memory", "disk"])
def test_two_runs_into_one_output(archive: Path, tmp_path: Path, place: str) -> None:
    """Of two new ones the second is refused; of two resumed ones the first ends."""
    output = "memory://two-runs" if place == "memory" else str(tmp_path / "out")
    storage = Storage(output)
    new = ClusterSettings(BatchSettings((str(archive),), Path(output), "jsonl"), output)
    resumed = ClusterSettings(BatchSettings((str(archive),), Path(output), "jsonl", resume=True), output)
    first, second = ClusterBatch(new), ClusterBatch(new)
    first._begin(storage, b"{}")
    with pytest.raises(OutputError, match="another run is writing there"):
        second._begin(storage, b"{}")
    first._check_owner(storage)
    ClusterBatch(resumed)._begin(storage, b"{}")
    with pytest.raises(OutputError, match="another run is writing there"):
        first._check_owner(storage)


def test_a_file_written_to_is_another_one(archive: Path, tmp_path: Path) -> None:
    begin_run(settings(archive, tmp_path / "out"))
    os.utime(archive / "a.txt", (0, 0))
    with pytest.raises(OutputError, match="inputs 1 file "):
        begin_run(settings(archive, tmp_path / "out", resume=True))


def test_nothing_is_left_to_try_again_of_a_finished_run(archive: Path, tmp_path: Path) -> None:
    run = settings(archive, tmp_path / "out", resume=True, retry_failed=True)
    begin_run(run)
    Storage(run.location).write(SUCCESS, b'{"articles": 7, "failures": 1}')
    with pytest.raises(OutputError, match="its parts are gone"):
        ClusterBatch(run).run()


def test_what_is_done_is_not_begun_again(archive: Path, tmp_path: Path) -> None:
    run = settings(archive, tmp_path / "out", resume=True)
    begin_run(run)
    Storage(run.location).write(SUCCESS, b'{"articles": 7}')
    batch = ClusterBatch(run)
    batch.run()
    assert batch.counts.articles == 7


def test_the_output_is_not_among_the_inputs(archive: Path) -> None:
    run = settings(archive, archive / "out")
    begin_run(run)
    Storage(run.location).write("part-0.jsonl", b"{}")
    assert list(run.inputs()) == [f"{archive}/a.txt"]


def test_a_cluster_that_is_not_there(archive: Path, tmp_path: Path) -> None:
    pytest.importorskip("ray")
    run = replace(settings(archive, tmp_path / "out"), address="127.0.0.1:1")
    with pytest.raises(ClusterError, match=r"the cluster at .* cannot be reached"):
        ClusterBatch(run).run()
    assert not (tmp_path / "out").exists()


def test_a_run_that_is_to_stop_waits_seconds_for_a_part(
    archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("claimx.batch.cluster._GRACE", 0.3)
    part = DonePart("000000-000000", [], None)
    never = Event()

    def parts() -> Iterator[DonePart]:
        yield part
        never.wait(60)

    batch = ClusterBatch(settings(archive, tmp_path / "out.jsonl"))
    found = batch.until_stopped(parts())
    assert next(found) == part
    batch.stop()
    assert [*found] == [None]
    never.set()


def test_parts_end_and_fail_as_they_do_without_a_stop(archive: Path, tmp_path: Path) -> None:
    part = DonePart("000000-000000", [], 0)

    def failing() -> Iterator[DonePart]:
        yield part
        raise ClusterError("it is lost", "begin again")

    batch = ClusterBatch(settings(archive, tmp_path / "out.jsonl"))
    assert [*batch.until_stopped(iter([part, part]))] == [part, part]
    found = batch.until_stopped(failing())
    assert next(found) == part
    with pytest.raises(ClusterError, match="it is lost"):
        next(found)
