"""`claimx show`: the article as it is, with marks that can be told apart."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from commands import Command, Terminal
from sheets import Q, S, sheet

from claimx.schema import Extraction
from claimx.text import printable_lines

TEXT = (
    "Ferry fire\n\n"
    "Petra Vance of Port Halden said that “the fire killed 12 people” on Friday.\n\n"
    "  It rained.\n"
)


def article(id_: str = "wire", text: str = TEXT) -> Extraction:
    content = "that “the fire killed 12 people”"
    return sheet(
        id_,
        text,
        Q("12", "people"),
        S("Petra Vance of Port Halden", content, "mixed", name="Petra Vance"),
        names={"Petra Vance": "PERSON", "Port Halden": "GPE"},
    )


def saved(folder: Path, *articles: Extraction, text: bool = True) -> Path:
    path = folder / "results.jsonl"
    path.write_text("".join(a.to_json(text=text) + "\n" for a in articles), "utf-8")
    return path


def test_plain_in_a_pipe(invoke: Command, tmp_path: Path) -> None:
    done = invoke("show", saved(tmp_path, article()))
    assert done.exit_code == 0
    assert done.stdout == (
        "wire\n2024-05-15 · 18 words\n\n"
        "{content}  <source>  ~cue~  [quantity]  _what_  *entity*\n\n"
        "~F~erry fire\n\n"
        "<*Petra Vance* of *Port Halden*> said {that “the fire killed [12] _people_”} on Friday.\n\n"
        "  It rained.\n"
    )


def test_only_some_layers(invoke: Command, tmp_path: Path) -> None:
    for option in ("--only", "--layer"):
        done = invoke("show", saved(tmp_path, article()), option, "quantities")
        assert "killed [12] _people_”" in done.stdout
        assert "*" not in done.stdout
    assert invoke("show", saved(tmp_path, article()), "--only", "names").exit_code == 2


def styles(printed: str, words: str) -> set[str]:
    """The codes that are on where some words begin."""
    before = printed[: printed.index(words, printed.index("\n\n", printed.index("content")))]
    last = re.findall(r"\x1b\[([\d;]*)m", before)[-1]
    return set(last.split(";"))


def test_styles_on_a_terminal(terminal: Terminal, tmp_path: Path) -> None:
    path = saved(tmp_path, article())
    plain = "\n\nPetra Vance of Port Halden said that “the fire killed 12 people” on Friday.\n"
    printed = terminal("show", path)
    assert plain in re.sub(r"\x1b\[[\d;]*m", "", printed)
    assert {"1", "53"} <= styles(printed, "Petra Vance")
    assert {"1", "7"} <= styles(printed, "12")
    assert "4" in styles(printed, "people")
    assert "36" in styles(printed, "of ")


def test_marks_without_colours(terminal: Terminal, tmp_path: Path) -> None:
    """Every role has brackets: the style of what was said is a colour alone."""
    printed = re.sub(r"\x1b\[[\d;]*m", "", terminal("show", saved(tmp_path, article()), NO_COLOR="1"))
    assert "{that “the fire killed [12] _people_”} on Friday" in printed


def test_which_article(invoke: Command, tmp_path: Path) -> None:
    path = saved(tmp_path, article("wire"), article("tabloid"))
    assert invoke("show", path, "--id", "tabloid").stdout.startswith("tabloid\n")
    unknown = invoke("show", path, "--id", "tabliod")
    assert (unknown.exit_code, unknown.stdout) == (1, "")
    assert "did you mean tabloid?" in unknown.stderr
    assert "--id: wire, tabloid" in invoke("show", path, "--id", "zzz").stderr


def test_several_articles_follow_each_other(invoke: Command, tmp_path: Path) -> None:
    path = saved(tmp_path, article("wire"), article("tabloid"), article("radio"))
    one, other = (invoke("show", path, "--id", id_).stdout for id_ in ("wire", "radio"))
    both = invoke("show", path, "--id", "radio", "--id", "wire")
    assert both.exit_code == 0
    assert both.stdout == f"{one}\n{'─' * 40}\n\n{other}"
    found = invoke("show", path, "--where", "speaker=Vance")
    assert found.exit_code == 0
    assert found.stdout.count("killed [12] _people_") == 3
    assert invoke("show", path).stdout.count("killed [12] _people_") == 3


def test_results_without_text(invoke: Command, tmp_path: Path) -> None:
    done = invoke("show", saved(tmp_path, article(), text=False))
    assert (done.exit_code, done.stdout) == (1, "")
    assert "--no-text" in done.stderr


def test_nothing_to_show(invoke: Command, tmp_path: Path) -> None:
    for arguments in ([], ["--id", "wire"]):
        done = invoke("show", tmp_path / "missing.jsonl", *arguments)
        assert (done.exit_code, done.stdout) == (1, "")
        assert done.stderr.count("hint: ") == 1
    empty = tmp_path / "empty.jsonl"
    empty.write_text("")
    assert invoke("show", empty).exit_code == 1


def test_nothing_in_an_article_acts_on_the_terminal(invoke: Command, tmp_path: Path) -> None:
    text = TEXT.replace("rained", "\x1b[31m\x1b]0;title\x07rained\x9b2J\r over \u202ethere")
    done = invoke("show", saved(tmp_path, article(text=text)))
    assert "rained" in done.stdout
    assert not {"\x1b", "\x07", "\x9b", "\r", "\u202e"} & set(done.stdout)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("one\r\ntwo\rthree\u2028four", "one\ntwo\nthree\nfour"),
        ("  two\tspaces  ", "  two\tspaces  "),
        ("\x1b[31mred\x1b[0m\x00", "red"),
    ],
)
def test_lines_are_kept(text: str, shown: str) -> None:
    assert printable_lines(text) == shown
