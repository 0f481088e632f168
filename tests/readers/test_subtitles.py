"""Subtitles."""

from __future__ import annotations

from pathlib import Path

import pytest

from claimx.article import Article, Section
from claimx.errors import InputError
from claimx.readers import read_articles

SRT = """1
00:00:01,000 --> 00:00:04,000
The mayor said on Monday that 300 people

2
00:00:04,500 --> 00:00:07,000
would lose their jobs &amp; homes.

3
00:00:12,000 --> 00:00:14,000
<i>[applause] "It is a disaster,"</i>
said Ann Lee.
"""
RUNNING = (
    "The mayor said on Monday that 300 people would lose their jobs & homes.\n\n"
    '"It is a disaster," said Ann Lee.'
)
VTT = """WEBVTT - made by hand

NOTE not this

1
00:01.000 --> 00:04.000
<v Ann Lee>We will close</v>

00:04.500 --> 00:07.000 align:start
<v Ann Lee>four plants.

00:07.500 --> 00:09.000
<v.loud Tom Okafor>When?
"""
ROLLING = """WEBVTT

00:01.000 --> 00:02.000
we will close

00:02.000 --> 00:03.000
we will close
four plants
"""
NAMED = """1
00:00:01,000 --> 00:00:04,000
ANCHOR: The vote
was 412 to 57.

2
00:00:04,100 --> 00:00:06,000
Delia Okonjo: &quot;We asked.&quot;
"""
TURNS = """1
00:00:01,000 --> 00:00:04,000
>> Did you know?
>> We did not.
"""


def read(path: Path, content: str) -> Article | InputError:
    path.write_text(content)
    (item,) = read_articles([str(path)])
    return item


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (
            SRT,
            RUNNING,
        ),
        (
            SRT.replace("\n", "\r\n"),
            RUNNING,
        ),
        (VTT, "Ann Lee: We will close four plants.\n\nTom Okafor: When?"),
        (ROLLING, "we will close four plants"),
        (TURNS, "Did you know?\n\nWe did not."),
        (NAMED, 'ANCHOR: The vote was 412 to 57.\n\nDelia Okonjo: "We asked."'),
    ],
)
@pytest.mark.parametrize("name", ["a.srt", "a.vtt", "untold"])
def test_running_text(tmp_path: Path, content: str, text: str, name: str) -> None:
    item = read(tmp_path / name, content)
    assert isinstance(item, Article)
    assert item.text == text


def test_speakers_within_a_cue_and_cues_without_numbers(tmp_path: Path) -> None:
    two = (
        "WEBVTT\n\n00:01.000 --> 00:04.000\n<v Ann Lee>It is 4.</v>\n<v.loud Tom Okafor>It is 5, not 4.</v>\n"
    )
    item = read(tmp_path / "a.vtt", two)
    assert isinstance(item, Article)
    assert item.text == "Ann Lee: It is 4.\n\nTom Okafor: It is 5, not 4."
    item = read(tmp_path / "a.srt", SRT.replace("\n2\n", "\n").replace("\n3\n", "\n").removeprefix("1\n"))
    assert isinstance(item, Article)
    assert item.text == RUNNING
    assert [section.time for section in item.sections] == ["00:00:01.000", "00:00:04.500", "00:00:12.000"]


def test_cues_are_sections(tmp_path: Path) -> None:
    item = read(tmp_path / "a.srt", SRT)
    assert isinstance(item, Article)
    assert item.sections[1] == Section("cue", 2, item.text.index("would"), "00:00:04.500")
    assert [section.number for section in item.sections] == [1, 2, 3]


def test_what_is_no_subtitles(tmp_path: Path) -> None:
    assert "no sound subtitles" in str(read(tmp_path / "a.srt", "Plain words."))
