"""Archives of files, and packed files."""

from __future__ import annotations

import bz2
import io
import lzma
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from claimx.article import Article
from claimx.errors import InputError
from claimx.readers import read_articles

FILES = {
    "a.txt": b"One.",
    "x/b.jsonl": b'{"text": "Two."}\n{"id": "three", "text": "Three."}\n',
    "x/.hidden": b"no",
    "__MACOSX/a.txt": b"no",
    "c.png": b"\x89PNG\r\n\x1a\n",
    "d.txt.bz2": bz2.compress(b"Four."),
}


def make_zip(files: Mapping[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return file.getvalue()


def make_tar(files: Mapping[str, bytes], mode: str = "w") -> bytes:
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode=mode) as archive:  # type: ignore[call-overload]
        for name, content in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    return file.getvalue()


def read(path: Path, content: bytes) -> list[Article | InputError]:
    path.write_bytes(content)
    return list(read_articles([str(path)]))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.zip", make_zip(FILES)),
        ("untold", make_zip(FILES)),
        ("a.tar", make_tar(FILES)),
        ("a.tgz", make_tar(FILES, "w:gz")),
        ("a.tar.xz", make_tar(FILES, "w:xz")),
        ("untold", make_tar(FILES, "w:bz2")),
        ("deep.zip", make_zip({"in.tar": make_tar({"in.zip": make_zip(FILES)})})),
    ],
    # The bytes have the second in which they were made, and would be other names in each process of a run.
    ids=["zip", "zip without an ending", "tar", "tgz", "tar.xz", "tar.bz2 without an ending", "deep zip"],
)
def test_the_files_in_it(tmp_path: Path, name: str, content: bytes) -> None:
    items = read(tmp_path / name, content)
    articles = [item for item in items if isinstance(item, Article)]
    assert [item.text for item in articles] == ["One.", "Two.", "Three.", "Four."]
    assert [item.position for item in articles] == [0, 1, 2, 4]
    assert str(articles[1].path).startswith(f"{tmp_path / name}/")
    assert str(articles[1].path).endswith("x/b.jsonl")
    assert articles[2].id == "three"
    (refused,) = (item for item in items if isinstance(item, InputError))
    assert "c.png: this is a picture" in refused.message


def test_from_a_pipe(tmp_path: Path) -> None:
    script = "from claimx.readers import read_articles; print([a.id for a in read_articles(['-'])])"
    content = make_zip({"a.txt": b"One.", "b.txt": b"Two."})
    done = subprocess.run([sys.executable, "-c", script], input=content, capture_output=True, check=True)
    assert done.stdout.decode().strip() == "['stdin/a', 'stdin/b']"


def test_unsound_archives(tmp_path: Path) -> None:
    whole = make_zip(FILES)
    assert "not a sound ZIP" in str(read(tmp_path / "a.zip", whole[:40])[0])
    tar = make_tar({"a.txt": b"One.", "b.txt": b"x" * 3000})
    first, *failures = read(tmp_path / "a.tar", tar[:2200])
    assert isinstance(first, Article)
    assert failures
    assert all(isinstance(failure, InputError) for failure in failures)
    damaged = bytearray(make_zip({"a.txt": b"words " * 200, "b.txt": b"Two."}))
    damaged[30 + len("a.txt") + 2] ^= 0xFF
    failure, last = read(tmp_path / "b.zip", bytes(damaged))
    assert "b.zip, a.txt: the file cannot be unpacked" in str(failure)
    assert isinstance(last, Article)


def test_archives_nested_without_end(tmp_path: Path) -> None:
    content = b"One."
    for _ in range(6):
        content = make_zip({"a.zip" if content != b"One." else "a.txt": content})
    (error,) = read(tmp_path / "a.zip", content)
    assert "more than 3 archives in each other" in str(error)


def test_a_bomb(tmp_path: Path) -> None:
    (error,) = read(tmp_path / "a.zip", make_zip({"a.txt": bytes(40 * 2**20)}))
    assert "a.zip, a.txt: this unpacks to more than 200 times its size" in str(error)


def test_paths_that_lead_out_of_the_archive(tmp_path: Path) -> None:
    """They are names only: nothing is unpacked to them."""
    content = make_zip({"../../above.txt": b"One.", "/etc/absolute.txt": b"Two."})
    (tmp_path / "in").mkdir()
    first, second = read(tmp_path / "in" / "a.zip", content)
    assert isinstance(first, Article)
    assert isinstance(second, Article)
    assert (first.text, second.text) == ("One.", "Two.")
    assert not (tmp_path / "above.txt").exists()


def test_xz_and_bzip2(tmp_path: Path) -> None:
    for name, content in (("a.txt.xz", lzma.compress(b"One.")), ("b.txt.bz2", bz2.compress(b"One."))):
        (item,) = read(tmp_path / name, content)
        assert isinstance(item, Article)
        assert (item.text, item.id) == ("One.", name[0])
        (failure,) = read(tmp_path / name, content[:-8])
        assert "packed data" in str(failure)


@pytest.mark.parametrize(
    "content",
    [make_zip({}), make_zip({".hidden": b"no"}), make_tar({".hidden": b"no"})],
    ids=["empty", "zip", "tar"],
)
def test_an_archive_without_files(tmp_path: Path, content: bytes) -> None:
    (error,) = read(tmp_path / "a", content)
    assert "no files in this archive" in str(error)


def test_a_remedy_for_a_file_in_an_archive(tmp_path: Path) -> None:
    (error,) = read(tmp_path / "a.zip", make_zip({"x/c.png": FILES["c.png"]}))
    assert isinstance(error, InputError)
    assert error.remedy == "unpack the archive; recognise its text: tesseract c.png - | claimx extract -"
