"""Markdown."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from claimx.article import Article
from claimx.readers import read_articles

FRONT = """---
title: Ferries stay in port
author: [Mara Lindqvist, Ivo Brandt]
date: 2023-12-02
---
"""
BODY = """# Ferries *stay*

More than **400** passengers [were
stranded](http://example.org "x"), ![a ferry](ferry.jpg)said the `harbour` master.\\
He left.

- One &amp; all
- Two

> “We will not wait.”

<div>hidden</div>
"""
TEXT = (
    "Ferries stay\n\nMore than 400 passengers were stranded, said the harbour master.\nHe left.\n\n"
    "- One & all\n- Two\n\n“We will not wait.”"
)


def read(path: Path, content: str) -> Article:
    path.write_bytes(content.encode())
    (item,) = read_articles([str(path)])
    assert isinstance(item, Article)
    return item


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_the_words_without_the_marks(tmp_path: Path, ends: str) -> None:
    article = read(tmp_path / "a.md", (FRONT + BODY).replace("\n", ends))
    assert article.text == TEXT
    assert (article.title, article.author) == ("Ferries stay in port", "Mara Lindqvist, Ivo Brandt")
    assert article.published == date(2023, 12, 2)


def test_metadata_in_toml(tmp_path: Path) -> None:
    front = (
        '+++\ntitle = "Ferries stay in port"\ndate = 2023-12-02T10:00:00Z\nauthor = "Mara Lindqvist"\n+++\n'
    )
    article = read(tmp_path / "a.md", front + BODY)
    assert (article.title, article.author) == ("Ferries stay in port", "Mara Lindqvist")
    assert (article.text, article.published) == (TEXT, date(2023, 12, 2))
    assert "not valid TOML" in read(tmp_path / "a.md", "+++\n= [\n+++\nText.").notices[0]


def test_the_first_heading_is_the_title(tmp_path: Path) -> None:
    assert read(tmp_path / "a.md", BODY).title == "Ferries stay"


def test_lines_before_the_text_that_are_not_yaml(tmp_path: Path) -> None:
    article = read(tmp_path / "a.md", "---\n: : [\n---\nText.")
    assert article.text == "Text."
    assert "not valid YAML" in article.notices[0]


def test_rules_around_text_are_no_yaml_record(tmp_path: Path) -> None:
    assert read(tmp_path / "a.md", "---\nFirst words.\n\n---\n\nMore.").text == "First words.\n\nMore."


def test_deep_nesting(tmp_path: Path) -> None:
    assert "the end" in read(tmp_path / "a.md", "> " * 10_000 + "the end\n\nthe end").text
