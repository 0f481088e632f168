"""Output files appear whole or not at all."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from claimx.errors import OutputError
from claimx.writers import open_output


def test_a_file_appears_when_it_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "out.json"
    with open_output(path) as stream:
        stream.write("é\r\n\n")
        assert not path.exists()
    assert path.read_bytes() == "é\r\n\n".encode()
    assert os.listdir(tmp_path) == ["out.json"]


@pytest.mark.parametrize("reason", [RuntimeError, KeyboardInterrupt])
def test_an_error_leaves_what_was_there(tmp_path: Path, reason: type[BaseException]) -> None:
    path = tmp_path / "out.json"
    path.write_text("old")

    def stop_halfway() -> None:
        with open_output(path) as stream:
            stream.write("half")
            raise reason

    with pytest.raises(reason):
        stop_halfway()
    assert path.read_text() == "old"
    assert os.listdir(tmp_path) == ["out.json"]


def test_permissions_stay_as_they_were(tmp_path: Path) -> None:
    path = tmp_path / "out.json"
    path.write_text("old")
    path.chmod(0o640)
    with open_output(path) as stream:
        stream.write("new")
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


def test_new_files_get_the_usual_permissions(tmp_path: Path) -> None:
    (tmp_path / "usual").touch()
    with open_output(tmp_path / "out.json") as stream:
        stream.write("new")
    assert (tmp_path / "out.json").stat().st_mode == (tmp_path / "usual").stat().st_mode


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    target, link = tmp_path / "target", tmp_path / "link"
    target.write_text("old")
    link.symlink_to(target)
    with open_output(link) as stream:
        stream.write("new")
    assert link.is_symlink()
    assert target.read_text() == "new"


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with (
        pytest.raises(OutputError, match=r"out\.json: cannot be written"),
        open_output(tmp_path / "x/out.json"),
    ):
        pass


def test_a_full_disk() -> None:
    with pytest.raises(OutputError, match="No space left"), open_output(Path("/dev/full")) as stream:
        stream.write("x" * 100_000)
