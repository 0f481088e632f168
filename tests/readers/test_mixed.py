"""Folders of files of every kind."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from mixed import KINDS, write_mixed

from claimx.article import Article
from claimx.readers import find_inputs, stream_articles


def test_every_file_gives_what_it_holds(tmp_path: Path) -> None:
    mixed = write_mixed(tmp_path, 2 * KINDS)
    texts: dict[str, list[str]] = {}
    failures: Counter[str] = Counter()
    for path in find_inputs([str(tmp_path)]):
        for position, item in enumerate(stream_articles([path])):
            if isinstance(item, Article):
                # The path of a file in an archive begins with that of the archive.
                assert str(item.path).startswith(path)
                assert item.position == position
                texts.setdefault(path, []).append(item.text)
            else:
                assert path in item.message
                assert item.remedy
                failures[path] += 1
    assert texts == mixed.texts
    assert failures == mixed.failures


def test_a_second_reading_gives_the_same(tmp_path: Path) -> None:
    write_mixed(tmp_path, KINDS)

    def read() -> list[str]:
        return [str(item) for item in stream_articles(find_inputs([str(tmp_path)]))]

    assert read() == read()
