"""Packed files, sound and unsound."""

from __future__ import annotations

import gzip
import os
from pathlib import Path

import pytest
from mixed import zstd

from claimx.article import Article
from claimx.readers import read_articles

LINE = b'{"text": "The ferry is late."}\n'
PACKS = {"gz": gzip.compress, "zst": zstd.compress}


def read(path: Path, content: bytes) -> list[str]:
    """The texts of the articles, and the messages of the failures."""
    path.write_bytes(content)
    items = read_articles([str(path)])
    return [item.text if isinstance(item, Article) else item.message for item in items]


@pytest.mark.parametrize("kind", PACKS)
class TestPacked:
    def test_several_pieces_in_a_row(self, tmp_path: Path, kind: str) -> None:
        pack = PACKS[kind]
        assert read(tmp_path / f"a.jsonl.{kind}", pack(LINE) + pack(LINE * 2)) == ["The ferry is late."] * 3

    def test_any_format_of_one_article_and_any_name(self, tmp_path: Path, kind: str) -> None:
        assert read(tmp_path / f"a.md.{kind}", PACKS[kind](LINE)) == [LINE.decode().strip()]
        assert read(tmp_path / "untold", PACKS[kind](LINE)) == ["The ferry is late."]

    def test_what_is_cut_off_is_read_up_to_there(self, tmp_path: Path, kind: str) -> None:
        content = PACKS[kind](LINE) + PACKS[kind](b"%s\n" % os.urandom(5000).hex().encode())[:-9]
        first, *_, last = read(tmp_path / f"a.jsonl.{kind}", content)
        assert first == "The ferry is late."
        assert last.endswith(f"a.jsonl.{kind}: the packed data is cut off before its end")

    def test_damage(self, tmp_path: Path, kind: str) -> None:
        content = bytearray(PACKS[kind](os.urandom(5000).hex().encode()))
        content[6:40] = b"\xff" * 34
        (message,) = read(tmp_path / f"a.txt.{kind}", bytes(content))
        assert "the packed data is damaged" in message

    @pytest.mark.parametrize("ending", ["txt", "jsonl", "html"])
    def test_a_bomb(self, tmp_path: Path, kind: str, ending: str) -> None:
        (message,) = read(tmp_path / f"a.{ending}.{kind}", PACKS[kind](bytes(40 * 2**20)))
        assert "unpacks to more than 200 times its size" in message
