"""Whole runs, with threads in the place of processes."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from batches import Run, ids_of, lines_of, write_lines
from spacy.language import Language

from claimx.batch import OWN_FILES, BatchSettings
from claimx.batch.parts import DiskTable
from claimx.batch.run import Batch
from claimx.batch.workers import Process
from claimx.errors import ClaimxError, InputError, ModelError, OutputError
from claimx.writers import Settings


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """A folder of three files with articles, some of which are the same or cannot be read."""
    folder = tmp_path / "archive"
    (folder / "sub").mkdir(parents=True)
    texts = [f"It was built in {2000 + n % 100}, in {n} days. " * (n % 7 + 1) for n in range(150)]
    texts[20] = "EXPLODE"
    write_lines(folder / "a.jsonl", [{"id": f"n{n % 60}", "text": text} for n, text in enumerate(texts)])
    (folder / "c.txt").write_text("It was built in 2004.", "utf-8")
    (folder / "sub" / "c.txt").write_text("It was built in 2004.", "utf-8")
    (folder / "sub" / "empty.txt").touch()
    return folder


def state_of(batch: Batch) -> tuple[object, ...]:
    files = (
        batch.settings.output,
        batch.settings.beside("failures.jsonl"),
        batch.settings.beside("duplicates.jsonl"),
    )
    return (batch.counts, *(file.read_bytes() for file in files))


def test_results_are_in_the_order_of_the_inputs(run: Run, archive: Path, tmp_path: Path) -> None:
    batch = run(archive, jobs=2)
    numbers = [n for n in range(150) if n != 20]
    names = [f"n{n % 60}" + ("" if n < 60 else f"-{n // 60 + 1}") for n in numbers]
    assert ids_of(tmp_path / "out.jsonl") == [*names, f"{archive}/c"]
    assert (batch.counts.articles, batch.counts.failures, batch.counts.duplicates) == (150, 2, 1)


def test_duplicates_are_read_once_and_their_ids_kept(run: Run, archive: Path, tmp_path: Path) -> None:
    run(archive)
    (duplicate,) = lines_of(tmp_path / "out.jsonl.duplicates.jsonl")
    assert duplicate == {
        "id": f"{archive}/sub/c",
        "path": f"{archive}/sub/c.txt",
        "position": 0,
        "duplicate_of": f"{archive}/c",
    }


def test_files_that_claimx_wrote_are_passed_over(run: Run, archive: Path, tmp_path: Path) -> None:
    run(archive, output=archive / "claims.jsonl")
    batch = run(archive)
    assert batch.counts.articles == 150
    passed_over: dict[str, list[str]] = {}
    list(batch.settings.inputs(passed_over))
    own = {Path(path).name for path in passed_over[OWN_FILES]}
    assert own >= {"claims.jsonl", "claims.jsonl.failures.jsonl"}
    # A file that is named is read, or its failure told.
    assert run(archive / "claims.jsonl", output=tmp_path / "named.jsonl").counts.failures == 150


def test_links_into_pages(run: Run, archive: Path, tmp_path: Path) -> None:
    write_lines(archive / "d.jsonl", [{"url": "https://news.example/a", "text": "It was built in 2009."}])
    written = Settings(links=True)
    run(archive, written=written)
    (linked,) = [r for r in lines_of(tmp_path / "out.jsonl") if r["document"]["path"].endswith("d.jsonl")]  # type: ignore[index]
    assert linked["dates"][0]["link"].startswith("https://news.example/a#:~:text=")  # type: ignore[index]
    with pytest.raises(OutputError, match="--links"):
        run(archive, resume=True)


def test_days_from_the_option_and_from_paths(run: Run, tmp_path: Path) -> None:
    for name in ("2024-03-04/a.txt", "2024/03/05/b.txt", "c.txt"):
        path = tmp_path / "wire" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"It began in 2009, by {name}.", "utf-8")

    def days(output: str, **settings: object) -> list[str | None]:
        run(tmp_path / "wire", output=tmp_path / output, **settings)
        return [record["document"]["published"] for record in lines_of(tmp_path / output)]  # type: ignore[index]

    assert days("path.jsonl", date_from_path=True) == ["2024-03-05", "2024-03-04", None]
    assert days("option.jsonl", published=date(2024, 1, 2)) == ["2024-01-02"] * 3


def test_failures_are_named_with_their_place(run: Run, archive: Path, tmp_path: Path) -> None:
    run(archive)
    exploded, empty = lines_of(tmp_path / "out.jsonl.failures.jsonl")
    assert (exploded["id"], exploded["position"]) == ("n20", 20)
    assert "RuntimeError: told to explode" in str(exploded["traceback"])
    assert (empty["id"], empty["path"]) == (None, f"{archive}/sub/empty.txt")


def test_the_text_of_a_failure_fails_again(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    write_lines(path, [{"id": "one", "text": "EXPLODE"}, {"id": "two", "text": "EXPLODE"}])
    assert run(path).counts.failures == 2
    assert lines_of(tmp_path / "out.jsonl.failures.jsonl")[1]["id"] == "two"


@pytest.mark.parametrize("limit", [1, 64, 100])
def test_runs_with_a_limit_add_up_to_one_without(run: Run, archive: Path, tmp_path: Path, limit: int) -> None:
    whole = state_of(run(archive, output=tmp_path / "whole.jsonl"))
    run(archive, limit=limit)
    assert len(ids_of(tmp_path / "out.jsonl")) == limit - (limit > 20)
    assert state_of(run(archive, resume=True)) == whole


def test_a_run_that_is_resumed_when_all_is_done_changes_nothing(run: Run, archive: Path) -> None:
    done = state_of(run(archive))
    assert state_of(run(archive, resume=True)) == done


def test_stopped_and_resumed(
    run: Run, archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = state_of(run(archive, output=tmp_path / "whole.jsonl"))
    with monkeypatch.context() as patch:
        # The article in the first place stops the run, with one shard on its way.
        patch.setattr("claimx.batch.run._SHARDS_AT_ONCE", 1)
        patch.setattr(Batch, "_write_record", stop_and(Batch._write_record))
        stopped = run(archive)
    assert ids_of(tmp_path / "out.jsonl") == ids_of(tmp_path / "whole.jsonl")[: stopped.counts.articles]
    assert 63 <= stopped.counts.articles < 150
    assert state_of(run(archive, resume=True)) == whole


def stop_and(write: Callable[..., None]) -> Callable[..., None]:
    def stop_first(batch: Batch, *arguments: object) -> None:
        batch.stop()
        write(batch, *arguments)

    return stop_first


def test_stop_on_error_leaves_a_whole_output_and_tries_the_article_again(
    run: Run, archive: Path, tmp_path: Path
) -> None:
    batch = run(archive, on_error="stop")
    assert batch.halted
    assert len(ids_of(tmp_path / "out.jsonl")) == 20
    assert [failure["id"] for failure in lines_of(tmp_path / "out.jsonl.failures.jsonl")] == ["n20"]
    resumed = run(archive, resume=True)
    assert (resumed.counts.articles, resumed.counts.failures) == (150, 2)


def test_files_added_later_are_read_on_resuming(run: Run, archive: Path, tmp_path: Path) -> None:
    run(archive)
    (archive / "d.txt").write_text("It was built in 2005.", "utf-8")
    assert run(archive, resume=True).counts.articles == 151
    assert ids_of(tmp_path / "out.jsonl")[-1] == f"{archive}/d"


def test_the_output_is_not_among_the_inputs(run: Run, archive: Path) -> None:
    output = archive / "out.jsonl"
    run(archive, output=output, limit=30)
    assert run(archive, output=output, resume=True).counts.articles == 150


def test_shuffled_by_a_seed(run: Run, archive: Path, tmp_path: Path) -> None:
    for name, seed in (("one", 1), ("again", 1), ("two", 2)):
        run(archive, output=tmp_path / f"{name}.jsonl", shuffle_seed=seed)
    one, again, two = (ids_of(tmp_path / f"{name}.jsonl") for name in ("one", "again", "two"))
    assert one == again != two


def test_nothing_is_written_over(run: Run, archive: Path, tmp_path: Path) -> None:
    (tmp_path / "out.jsonl").write_text("mine")
    with pytest.raises(OutputError, match="without the parts of a run"):
        run(archive)
    run(archive, output=tmp_path / "other.jsonl", limit=1)
    with pytest.raises(OutputError, match="--resume"):
        run(archive, output=tmp_path / "other.jsonl")
    assert (tmp_path / "out.jsonl").read_text() == "mine"


def test_resumed_with_other_settings(run: Run, archive: Path) -> None:
    run(archive, limit=1)
    with pytest.raises(OutputError, match=r"--min-confidence not given, now 0\.5"):
        run(archive, resume=True, min_confidence=0.5)


def test_a_file_that_kills_its_reader_is_given_up(
    run: Run, archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from claimx.readers import stream_articles

    def deadly(paths: list[str], **options: object) -> object:
        for item in stream_articles(paths, **options):  # type: ignore[arg-type]
            if item.position == 40:
                raise SystemExit
            yield item

    monkeypatch.setattr("claimx.batch.inputs.stream_articles", deadly)
    batch = run(archive)
    failures = lines_of(tmp_path / "out.jsonl.failures.jsonl")
    assert (failures[1]["path"], failures[1]["position"]) == (f"{archive}/a.jsonl", 40)
    assert "the process that read it ended" in str(failures[1]["error"])
    assert ids_of(tmp_path / "out.jsonl")[-2:] == ["n39", f"{archive}/c"]
    assert batch.counts.failures == 3


def test_an_article_that_kills_its_worker_costs_no_other(
    run: Run, archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from claimx.api import extract_articles

    def deadly(articles: list[object], *arguments: object, **options: object) -> object:
        for article, read in zip(articles, extract_articles(articles, *arguments, **options), strict=True):  # type: ignore[arg-type]
            if article.position == 50:  # type: ignore[attr-defined]
                raise SystemExit
            yield read

    monkeypatch.setattr("claimx.api.extract_articles", deadly)
    assert run(archive, jobs=2).counts.articles == 149
    assert [f["id"] for f in lines_of(tmp_path / "out.jsonl.failures.jsonl")] == ["n20", "n50", None]


def test_records_under_other_names(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps({"body": "It was built in 2004.", "when": "2010-01-02"}) + "\n")
    run(path, fields={"text": "body", "published": "when"})
    (record,) = lines_of(tmp_path / "out.jsonl")
    assert record["document"]["published"] == "2010-01-02"  # type: ignore[index]


def test_a_file_that_changed_is_not_gone_on_with(run: Run, archive: Path, tmp_path: Path) -> None:
    run(archive, limit=63)
    before = (tmp_path / "out.jsonl").read_bytes()
    text = (archive / "a.jsonl").read_text("utf-8")
    (archive / "a.jsonl").write_text("{}\n" + text, "utf-8")
    with pytest.raises(OutputError, match=r"a\.jsonl: changed since an earlier run read it") as raised:
        run(archive, resume=True)
    assert "put the old file back" in raised.value.remedy
    assert (tmp_path / "out.jsonl").read_bytes() == before
    # Put back it is the same, though it was written to.
    (archive / "a.jsonl").write_text(text, "utf-8")
    assert run(archive, resume=True).counts.articles == 150


def test_a_finished_file_that_changed(run: Run, archive: Path) -> None:
    run(archive)
    (archive / "c.txt").write_text("It was built in 2006.", "utf-8")
    with pytest.raises(OutputError, match=r"^[^,]*/c\.txt: changed"):
        run(archive, resume=True)


def test_a_finished_file_that_is_gone(run: Run, archive: Path) -> None:
    run(archive)
    (archive / "a.jsonl").unlink()
    assert run(archive, resume=True).counts.articles == 150


def die(*arguments: object, **options: object) -> None:
    raise SystemExit


def test_workers_that_die_at_their_start(run: Run, archive: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("claimx.api.load", die)
    with pytest.raises(ModelError, match="no process lives long enough to load the model"):
        run(archive, jobs=2)


def test_workers_for_which_there_is_no_room(run: Run, archive: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from claimx.api import load

    starts: list[object] = []

    def load_once(model: str | None, threads: int) -> Language:
        starts.append(model)
        if len(starts) > 1:
            raise SystemExit
        return load(model, threads=threads)

    monkeypatch.setattr("claimx.api.load", load_once)
    warnings: list[str] = []
    assert run(archive, jobs=3, on_warning=warnings.append).counts.articles == 150
    assert warnings == ["continuing with --jobs 1: no further process lives long enough to load the model"]


def test_a_reader_that_dies_at_its_start(run: Run, archive: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("claimx.batch.inputs._use_real_stdin", die)
    with pytest.raises(InputError, match="no process lives long enough to read the inputs"):
        run(archive)


def test_a_limit_counts_what_earlier_runs_have_read(run: Run, archive: Path, tmp_path: Path) -> None:
    run(archive, limit=70)
    whole = (tmp_path / "out.jsonl").read_bytes()
    (tmp_path / "out.jsonl.parts" / "000001.jsonl.zst").unlink()
    assert run(archive, resume=True, limit=70).counts.articles == 69
    assert (tmp_path / "out.jsonl").read_bytes() == whole
    run(archive, resume=True, limit=75)
    assert ids_of(tmp_path / "out.jsonl")[-1] == "n14-2"


def test_a_file_changed_in_its_middle(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    lines = [json.dumps({"text": f"It was built in {2000 + n % 50}, bridge {n}."}) for n in range(4000)]
    path.write_text("\n".join(lines))
    run(path, limit=5)
    lines[2000] = lines[2000].replace("built", "burnt")
    path.write_text("\n".join(lines))
    os.utime(path, (0, 0))
    with pytest.raises(OutputError, match=r"a\.jsonl: changed since an earlier run read it"):
        run(path, resume=True)


def test_what_could_not_be_opened_is_tried_again(run: Run, archive: Path, tmp_path: Path) -> None:
    """However many articles it holds; what had been read is not read again."""
    (archive / "b.jsonl").symlink_to(tmp_path / "away.jsonl")
    before = run(archive).counts
    write_lines(
        tmp_path / "away.jsonl", [{"id": f"m{n}", "text": f"In {2100 + n % 9}, {n}."} for n in range(70)]
    )
    told: list[object] = []
    settings = BatchSettings((str(archive),), tmp_path / "out.jsonl", "jsonl", resume=True)
    batch = Batch(settings, on_article=told.append)
    batch.run()
    assert (batch.counts.articles, batch.counts.failures) == (before.articles + 70, before.failures - 1)
    assert told == [None] * 70
    assert ids_of(tmp_path / "out.jsonl")[-70:] == [f"m{n}" for n in range(70)]
    state = state_of(batch)
    assert state_of(run(archive, resume=True)) == state


def test_an_input_that_fails_in_its_middle_is_read_on(
    run: Run, archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from claimx.readers import stream_articles

    run(archive, output=tmp_path / "whole.jsonl")
    fails_at: int | None = None

    def failing(paths: list[str], **options: object) -> Iterator[object]:
        for item in stream_articles(paths, **options):  # type: ignore[arg-type]
            if paths[0].endswith("a.jsonl") and item.position == fails_at:  # type: ignore[union-attr]
                error = InputError(f"{paths[0]}: reading failed", "try again")
                error.__cause__ = OSError("timed out")
                yield error
                return
            yield item

    monkeypatch.setattr("claimx.batch.inputs.stream_articles", failing)
    for fails_at, failures, articles in ((100, 3, 100), (40, 3, 100), (None, 2, 150)):
        counts = run(archive, resume=articles != 100 or fails_at == 40).counts
        assert (counts.failures, counts.articles) == (failures, articles)
    assert sorted(ids_of(tmp_path / "out.jsonl")) == sorted(ids_of(tmp_path / "whole.jsonl"))


def test_all_that_failed_is_tried_again_if_asked_for(
    run: Run, archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An article stands where it would have stood; a file of which nothing could be read may have changed."""
    from claimx.api import extract_articles

    def deadly(articles: list[object], *arguments: object, **options: object) -> object:
        if any(article.position == 50 for article in articles):  # type: ignore[attr-defined]
            raise SystemExit
        return extract_articles(articles, *arguments, **options)  # type: ignore[arg-type]

    with monkeypatch.context() as patch:
        patch.setattr("claimx.api.extract_articles", deadly)
        assert run(archive).counts.failures == 3
    (archive / "sub" / "empty.txt").write_text("It was built in 2150.", "utf-8")
    with pytest.raises(OutputError, match=r"empty\.txt: changed since"):
        run(archive, resume=True)
    assert run(archive, resume=True, retry_failed=True).counts.failures == 1
    assert ids_of(tmp_path / "out.jsonl")[49] == "n50"
    assert ids_of(tmp_path / "out.jsonl")[-1] == f"{archive}/sub/empty"


def test_more_jobs_than_cores_have_a_use_for(run: Run, archive: Path) -> None:
    warnings: list[str] = []
    run(archive, jobs=10_000, on_warning=warnings.append)
    assert len(warnings) == 1
    assert warnings[0].startswith("--jobs 10,000: more than ")


def test_a_process_that_cannot_be_started(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is no closed pipe of the command's own output, which ends a command without a message."""

    def schedule(*arguments: object, **options: object) -> None:
        raise BrokenPipeError(32, "Broken pipe")

    monkeypatch.setattr("pebble.ProcessPool.schedule", schedule)
    with pytest.raises(ClaimxError, match="a process cannot be started: Broken pipe") as raised:
        Process()
    assert sys.executable in raised.value.remedy


def test_a_table_on_disk_lists_its_keys() -> None:
    """Names of files may hold bytes that are no UTF-8."""
    table = DiskTable[int]()
    table.update({"a.txt": 1, "b\udcff.txt": 2})
    table["a.txt"] = 3
    assert sorted(table.items()) == [("a.txt", 3), ("b\udcff.txt", 2)]
    assert len(table) == 2
