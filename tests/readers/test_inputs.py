"""Which files are read."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from claimx.errors import InputError
from claimx.readers import find_inputs, stream_articles


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("b.txt", "a/2.html", "a/1.txt", "a/.hidden.txt", ".git/x.txt", "c/d/e.TXT", "a.txt"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("One.")
    return tmp_path


def found(folder: Path, glob: str | None = None) -> list[str]:
    return [Path(path).relative_to(folder).as_posix() for path in find_inputs([str(folder)], glob)]


def test_folders_are_walked_in_the_order_of_names(folder: Path) -> None:
    assert found(folder) == ["a/1.txt", "a/2.html", "a.txt", "b.txt", "c/d/e.TXT"]


@pytest.mark.parametrize(
    ("glob", "names"),
    [
        ("*.txt", ["a/1.txt", "a.txt", "b.txt"]),
        ("a/*", ["a/1.txt", "a/2.html"]),
        ("*/e.*", ["c/d/e.TXT"]),
        ("*.pdf", []),
    ],
)
def test_a_glob(folder: Path, glob: str, names: list[str]) -> None:
    assert found(folder, glob) == names


def test_files_stand_for_themselves(folder: Path) -> None:
    paths = ["-", str(folder / "a" / ".hidden.txt"), str(folder / "missing")]
    assert list(find_inputs(paths, "*.html")) == paths


def test_links_and_pipes(folder: Path) -> None:
    os.symlink(folder, folder / "a" / "round")
    os.symlink(folder / "b.txt", folder / "a" / "file")
    os.symlink(folder / "gone", folder / "a" / "lost")
    os.symlink("loop", folder / "a" / "loop")
    os.mkfifo(folder / "a" / "pipe")
    (folder / "a" / "Thumbs.db").touch()
    assert found(folder / "a") == ["1.txt", "2.html", "file", "loop", "lost"]
    *_, last = stream_articles(find_inputs([str(folder / "a")]))
    assert isinstance(last, InputError)
    assert "lost: there is no such file" in last.message


def test_the_remedy_for_a_folder_can_be_pasted_into_a_shell(tmp_path: Path) -> None:
    folder = tmp_path / "my news"
    folder.mkdir()
    (error,) = stream_articles([str(folder)])
    assert isinstance(error, InputError)
    assert f"claimx extract '{folder}'/*.txt," in error.remedy
