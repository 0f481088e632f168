"""The stages of a run on a cluster, one after the other in this process, without Ray."""

from __future__ import annotations

import json
import pickle
from collections.abc import Callable, Iterator
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from batches import ThreadChild, lines_of, write_lines
from spacy.language import Language

from claimx.batch.reader import ReaderOptions
from claimx.batch.run import Batch, Counts
from claimx.batch.settings import BatchSettings
from claimx.batch.worker import WorkerOptions
from claimx.cluster.outcome import Outcome
from claimx.cluster.parts import FoundPart, Part, from_table, to_table
from claimx.cluster.reading import ReadingOptions, read_shares
from claimx.cluster.receipt import Receipt
from claimx.cluster.register import Register, entered, without_texts
from claimx.cluster.shares import Share, share_out
from claimx.cluster.start import MANIFEST
from claimx.cluster.storage import Storage
from claimx.cluster.writing import PartWriter, WritingOptions
from claimx.errors import OutputError
from claimx.writers.settings import Settings

pytest.importorskip("fsspec")

PART_SIZE = 8
MakeWriter = Callable[..., PartWriter]


@pytest.fixture(autouse=True)
def _threads(small_nlp: Language, monkeypatch: pytest.MonkeyPatch) -> None:
    """Threads for processes; the pipeline reads years, and fails on `EXPLODE`."""
    for module in ("inputs", "pool"):
        monkeypatch.setattr(f"claimx.batch.{module}.Child", ThreadChild)
    monkeypatch.setattr("claimx.batch.worker.load", lambda model, threads: small_nlp)


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
    options = ReadingOptions(ReaderOptions(), 60, PART_SIZE, str(folder.parent))
    paths = sorted(str(path) for path in folder.iterdir())
    tables = [to_table([share]) for share in share_out(paths, PART_SIZE)]
    return [part for table in tables for read in read_shares(table, options) for part in from_table(read)]


def enter(register: Register, part: FoundPart) -> Part | None:
    entries = register.enter(pickle.loads(pickle.dumps(without_texts(part))))
    return None if entries is None else entered(part, entries)


@pytest.fixture
def make_writer(tmp_path: Path) -> Iterator[MakeWriter]:
    writers: list[PartWriter] = []
    Storage(str(tmp_path / "out")).write(MANIFEST, b"{}")

    def make(output_format: str = "jsonl", ending: str = ".jsonl") -> PartWriter:
        worker = WorkerOptions(Path(f"part{ending}"), output_format, Settings(text=False))
        options = WritingOptions(worker, 60, str(tmp_path / "out"), ending)
        writers.append(PartWriter(options))
        return writers[-1]

    yield make
    for writer in writers:
        writer._pool.close()


def run(folder: Path, writer: PartWriter, outcome: Outcome, register: Register) -> None:
    for found in find_parts(folder):
        part = enter(register, found)
        if part is not None:
            for table in writer(to_table([part])):
                for receipt, _ in from_table(table):
                    outcome.add(receipt)
    outcome.close()


def make_outcome(tmp_path: Path) -> Outcome:
    folder = tmp_path / "lists"
    folder.mkdir()
    return Outcome(folder, Counts(), lambda failure: None)


def run_pool(folder: Path, output: Path, output_format: str) -> Batch:
    settings = BatchSettings((str(folder),), output, output_format, written=Settings(text=False))
    batch = Batch(settings)
    batch.run()
    return batch


@pytest.mark.parametrize("piece", [3, 64])
def test_the_parts_add_up_to_what_the_pool_writes(
    archive: Path, tmp_path: Path, make_writer: MakeWriter, monkeypatch: pytest.MonkeyPatch, piece: int
) -> None:
    monkeypatch.setattr("claimx.cluster.writing._PIECE", piece)
    pool = run_pool(archive, tmp_path / "pool.jsonl", "jsonl")
    outcome = make_outcome(tmp_path)
    run(archive, make_writer(), outcome, Register(str(tmp_path / "register"), None))
    parts = sorted((tmp_path / "out").glob("part-*.jsonl"))
    assert len(parts) > 4
    assert b"".join(part.read_bytes() for part in parts) == (tmp_path / "pool.jsonl").read_bytes()
    for ending, file in outcome.files.items():
        assert file.read_bytes() == (tmp_path / f"pool.jsonl.{ending}").read_bytes()
    assert outcome._counts == pool.counts
    # The second `EXPLODE`, and the years that come again.
    assert (pool.counts.failures, pool.counts.duplicates) == (3, 9)


def test_parquet_has_the_rows_of_the_pool(archive: Path, tmp_path: Path, make_writer: MakeWriter) -> None:
    run_pool(archive, tmp_path / "pool.parquet", "parquet")
    run(
        archive,
        make_writer("parquet", ".parquet"),
        make_outcome(tmp_path),
        Register(str(tmp_path / "r"), None),
    )
    for dataset in (tmp_path / "pool.parquet").iterdir():
        ours = pq.read_table(tmp_path / "out" / dataset.name)
        assert ours.equals(pq.read_table(dataset)), dataset.name


def test_compressed_parts(archive: Path, tmp_path: Path, make_writer: MakeWriter) -> None:
    run(
        archive,
        make_writer("jsonl", ".jsonl.gz"),
        make_outcome(tmp_path),
        Register(str(tmp_path / "r"), None),
    )
    parts = sorted((tmp_path / "out").glob("part-*"))
    assert all(part.name.endswith(".jsonl.gz") and part.read_bytes()[:2] == b"\x1f\x8b" for part in parts)


def test_the_register_answers_again_as_it_did(archive: Path, tmp_path: Path) -> None:
    found = [without_texts(part) for part in find_parts(archive)]
    register = Register(str(tmp_path / "register"), None)
    first = [register.enter(part) for part in found[:4]]
    # Parts that got lost are made again, while the register goes on, or after it was started anew.
    assert as_json(register.enter(found[2])) == as_json(first[2])
    register._journal.close()
    register = Register(str(tmp_path / "register"), None)
    assert as_json([register.enter(part) for part in found[:4]]) == as_json(first)
    rest = [register.enter(part) for part in found[4:]]
    whole = Register(str(tmp_path / "other"), None)
    assert as_json([whole.enter(part) for part in found]) == as_json(first + rest)


def as_json(value: object) -> object:
    return json.loads(json.dumps(value))


def test_the_register_refuses_parts_out_of_order(archive: Path, tmp_path: Path) -> None:
    register = Register(str(tmp_path / "register"), None)
    with pytest.raises(RuntimeError, match="out of order"):
        register.enter(find_parts(archive)[1])


def test_nothing_is_entered_beyond_the_limit(archive: Path, tmp_path: Path) -> None:
    register = Register(str(tmp_path / "register"), 10)
    parts = [enter(register, part) for part in find_parts(archive)]
    assert [part and len(part.slots) for part in parts[:3]] == [8, 2, None]
    assert not any(parts[2:])


def test_a_part_with_a_receipt_is_not_done_again(
    archive: Path, tmp_path: Path, make_writer: MakeWriter
) -> None:
    part = enter(Register(str(tmp_path / "register"), None), find_parts(archive)[0])
    writer = make_writer()
    assert part is not None
    ((before, _),) = from_table(next(writer(to_table([part]))))
    (written,) = (tmp_path / "out").glob("part-*")
    written.unlink()
    ((after, _),) = from_table(next(make_writer()(to_table([part]))))
    assert after == before
    assert not written.exists()
    # Without one it is, whatever there is of it.
    written.write_text("half of")
    for receipt in (tmp_path / "out/_receipts").iterdir():
        receipt.unlink()
    list(make_writer()(to_table([part])))
    assert len(lines_of(written)) == before.articles


def test_a_machine_that_does_not_see_the_output(
    archive: Path, tmp_path: Path, make_writer: MakeWriter
) -> None:
    part = enter(Register(str(tmp_path / "register"), None), find_parts(archive)[0])
    writer = make_writer()
    (tmp_path / "out" / MANIFEST).unlink()
    with pytest.raises(OutputError, match="does not see what the others write there"):
        next(writer(to_table([part])))


def test_shares_hold_so_many_files_and_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("claimx.cluster.shares._BYTES", 10)
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


def test_receipts_are_kept_as_json() -> None:
    receipt = Receipt(2, 30, 150, 1, ["odd"], [{"id": "a", "path": None, "position": 0, "duplicate_of": "b"}])
    assert Receipt.from_json(receipt.to_json()) == receipt
    assert json.loads(receipt.to_json())["others"][0]["duplicate_of"] == "b"
    assert receipt.items == 3


def test_share_is_what_ray_is_given() -> None:
    share = Share(3, ["a", "b"], 10)
    assert list(from_table(to_table([share, None]))) == [share, None]
