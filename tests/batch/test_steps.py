"""The steps of a run on a cluster, one after the other in this process, without Ray."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from batches import ThreadProcess, write_lines
from spacy.language import Language

from claimx.batch import BatchSettings, Counts
from claimx.batch.cluster import (
    MANIFEST,
    ClusterSettings,
    FoundPart,
    PartReader,
    from_table,
    part_file,
    read_shares,
    share_out,
    to_table,
    write_output,
)
from claimx.batch.inputs import ReaderOptions
from claimx.batch.parts import Collector, Storage
from claimx.batch.run import Batch
from claimx.errors import OutputError
from claimx.writers import Settings

pytest.importorskip("fsspec")

PART_SIZE = 8
MakeReader = Callable[..., PartReader]


@pytest.fixture(autouse=True)
def _threads(small_nlp: Language, monkeypatch: pytest.MonkeyPatch) -> None:
    """Threads for processes; the pipeline reads years, and fails on `EXPLODE`."""
    for module in ("inputs", "workers"):
        monkeypatch.setattr(f"claimx.batch.{module}.Process", ThreadProcess)
    monkeypatch.setattr("claimx.api.load", lambda model, threads: small_nlp)


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """A folder with ids and texts that come again, in the same file and in others, and with failures."""
    folder = tmp_path / "archive"
    folder.mkdir()
    texts = [f"It was built in {2000 + n % 25}." for n in range(30)]
    texts[3] = texts[12] = "EXPLODE"
    write_lines(folder / "a.jsonl", [{"id": f"n{n % 10}", "text": text} for n, text in enumerate(texts)])
    for n in range(12):
        (folder / f"b{n:02}.txt").write_text(f"It was built in {2020 + n}.", "utf-8")
    (folder / "b05.txt").write_text("", "utf-8")
    write_lines(folder / "c.jsonl", [{"id": "n1-2", "text": f"In {2050 + n}."} for n in range(PART_SIZE)])
    return folder


def find_parts(folder: Path) -> list[FoundPart]:
    options = ReaderOptions(60, most=PART_SIZE)
    paths = sorted(str(path) for path in folder.iterdir())
    tables = [to_table([share]) for share in share_out(paths, PART_SIZE)]
    read = [table for share in tables for table in read_shares(share, options, str(folder.parent))]
    return [part for table in read for part in from_table(table)]


def settings(output: Path, output_format: str = "jsonl") -> ClusterSettings:
    batch = BatchSettings((), output, output_format, written=Settings(text=False))
    return ClusterSettings(batch, str(output)).for_all()


@pytest.fixture
def make_reader(tmp_path: Path) -> Iterator[MakeReader]:
    readers: list[PartReader] = []

    def make(output: Path = tmp_path / "out") -> PartReader:
        Storage(str(output)).write(MANIFEST, b"{}")
        readers.append(PartReader(settings(output)))
        return readers[-1]

    yield make
    for reader in readers:
        reader.close()


def run(folder: Path, reader: PartReader, output: Path, output_format: str = "jsonl") -> Counts:
    """Run all steps; the lists are beside the output."""
    counts = Counts()
    options = settings(output, output_format)
    with closing(Collector(output.parent, counts)) as collector:
        for found in find_parts(folder):
            (done,) = from_table(next(reader(to_table([found]))))
            write_output(done.name, [collector.add(record) for record in done.records], options)
    return counts


def run_pool(folder: Path, output: Path, output_format: str) -> Batch:
    settings = BatchSettings((str(folder),), output, output_format, written=Settings(text=False))
    batch = Batch(settings)
    batch.run()
    return batch


def test_the_parts_add_up_to_what_the_pool_writes(
    archive: Path, tmp_path: Path, make_reader: MakeReader
) -> None:
    pool = run_pool(archive, tmp_path / "pool.jsonl", "jsonl")
    counts = run(archive, make_reader(), tmp_path / "out")
    parts = sorted((tmp_path / "out").glob("part-*.jsonl"))
    assert len(parts) > 4
    assert b"".join(part.read_bytes() for part in parts) == (tmp_path / "pool.jsonl").read_bytes()
    for ending in ("failures.jsonl", "duplicates.jsonl"):
        assert (tmp_path / ending).read_bytes() == (tmp_path / f"pool.jsonl.{ending}").read_bytes()
    assert counts == pool.counts
    # The second `EXPLODE`, and the years that come again.
    assert (pool.counts.failures, pool.counts.duplicates) == (3, 9)


def test_parquet_has_the_rows_of_the_pool(archive: Path, tmp_path: Path, make_reader: MakeReader) -> None:
    run_pool(archive, tmp_path / "pool.parquet", "parquet")
    run(archive, make_reader(), tmp_path / "out", "parquet")
    for dataset in (tmp_path / "pool.parquet").iterdir():
        ours = pq.read_table(tmp_path / "out" / dataset.name)
        assert ours.equals(pq.read_table(dataset)), dataset.name


def test_compressed_parts(archive: Path, tmp_path: Path, make_reader: MakeReader) -> None:
    output = tmp_path / "out.jsonl.gz"
    run(archive, make_reader(output), output)
    parts = sorted(output.glob("part-*"))
    assert parts
    assert all(part.name.endswith(".jsonl.gz") and part.read_bytes()[:2] == b"\x1f\x8b" for part in parts)


def test_a_part_that_exists_is_not_read_again(
    archive: Path, tmp_path: Path, make_reader: MakeReader, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = find_parts(archive)[0]
    (before,) = from_table(next(make_reader()(to_table([found]))))
    path = tmp_path / "out" / part_file(found.name)
    content = path.read_bytes()
    reader = make_reader()
    with monkeypatch.context() as patch:
        patch.setattr(reader, "_read", None)
        (after,) = from_table(next(reader(to_table([found]))))
    assert after == before
    # Without it, it is.
    path.unlink()
    list(make_reader()(to_table([found])))
    assert path.read_bytes() == content


def test_a_part_of_other_items_or_with_passing_failures_is_read_again(
    archive: Path, tmp_path: Path, make_reader: MakeReader
) -> None:
    (archive / "b00.txt").unlink()
    (archive / "b00.txt").symlink_to(tmp_path / "away")
    before = find_parts(archive)
    for part in before:
        list(make_reader()(to_table([part])))
    (tmp_path / "away").write_text("It was built in 2001.", "utf-8")
    for part in find_parts(archive):
        (done,) = from_table(next(make_reader()(to_table([part]))))
        assert not [record for record in done.records if record.failure and record.failure.passing]
        other = replace(part, items=part.items[1:])
        (done,) = from_table(next(make_reader()(to_table([other]))))
        assert len(done.records) == len(other.items)


def test_a_machine_that_does_not_see_the_output(
    archive: Path, tmp_path: Path, make_reader: MakeReader
) -> None:
    reader = make_reader()
    (tmp_path / "out" / MANIFEST).unlink()
    with pytest.raises(OutputError, match="does not see what the others write there"):
        next(reader(to_table([find_parts(archive)[0]])))


def test_shares_hold_so_many_files_and_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("claimx.batch.cluster._SHARE_BYTES", 10)
    paths = [tmp_path / name for name in "abcdef"]
    for path, size in zip(paths, [0, 0, 0, 20, 8, 5], strict=True):
        path.write_bytes(b"x" * size)
    shares = list(share_out(map(str, paths), 2))
    assert [[path[-1] for path in share.paths] for share in shares] == [
        ["a", "b"],
        ["c"],
        ["d"],
        ["e"],
        ["f"],
    ]
    assert [share.number for share in shares] == [0, 1, 2, 3, 4]
    assert [share.bytes for share in shares] == [0, 0, 20, 8, 5]


def test_a_share_ends_with_a_last_part(archive: Path) -> None:
    found = find_parts(archive)
    assert [part.last for part in found].count(True) == len({part.share for part in found})
    assert [part.name for part in found] == sorted(part.name for part in found)


def test_rows_are_what_ray_is_given() -> None:
    part = FoundPart(3, 1, True, [])
    assert list(from_table(to_table([part, None]))) == [part, None]
