"""The documents and the code are written in plain technical English.

The list holds turns of phrase that make a reader read a sentence twice, each with what to write instead.
Examples in backticks, in quotation marks and in fenced blocks are not checked.
"""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).parents[1]
DOCUMENTS = [
    *sorted(ROOT.glob("*.md")),
    *(ROOT / name for name in ("samples/README.md", "models/README.md", "tests/benchmarks/README.md")),
    *sorted(ROOT.glob("models/training/*.md")),
]

BANNED = {
    r"hang(?:s|ing)? on|hung on": "depends on, is attached to",
    r"(?:held|holds?|holding) against": "compared with, counts against",
    r"told (?:by|of|from|apart|in)": "inferred from, reported, distinguished",
    r"tells? of": "reports, describes",
    r"of one piece": "consistent",
    r"(?:go|goes|going|gone|went) on": "continue",
    r"(?:whoever|nobody|somebody)": "the user, the caller, no speaker, …",
    r"behind (?:it|them|him|her)": "after it, following",
    r"stands?(?! for\b)|standing": "is, occurs, precedes",
    r"says? otherwise": "overrides, changes",
    r"(?:is|are) called (?:by|after)": "is named after",
    r"com(?:es?|ing) on top": "adds",
    r"what is more": "also",
    r"as far as (?:the|it|they) .{1,30} tells?": "judging by",
}
# Places where one of them is right: the file's path and the words around it.
ALLOWED: set[tuple[str, str]] = {
    ("src/claimx/cli/verify.py", "given to somebody else"),
    ("src/claimx/verification/attribution.py", "given to somebody else"),
    ("src/claimx/verification/drafts.py", "given to somebody else"),
    ("src/claimx/verification/render.py", "given to somebody else"),
    ("src/claimx/verification/__init__.py", "given to somebody else"),
    ("src/claimx/pipeline/dates/rules/relative.py", "Tickets went on sale on"),
}

_PATTERNS = {re.compile(rf"\b(?:{turn})\b", re.IGNORECASE): advice for turn, advice in BANNED.items()}
_FENCED = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
_EXAMPLE = re.compile(r"``.*?``|`[^`]*`|“[^”]*”|\"[^\"\n]*\"|\]\([^)]*\)", re.DOTALL)
# A string with fewer words than this is data, such as an entry of a word list.
_SENTENCE = 4


class Hit(NamedTuple):
    """A banned turn of phrase, where it was found, and what to write instead."""

    path: str
    line: int
    words: str
    advice: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: “{self.words}”; better: {self.advice}"


def blank(match: re.Match[str]) -> str:
    """White space as long as a match, with its line breaks, so that lines keep their numbers."""
    return re.sub(r"[^\n]", " ", match[0])


def prose_of_document(text: str) -> Iterator[tuple[int, str]]:
    """Yield the text of a Markdown file without its examples, with the number of its first line."""
    yield 1, _EXAMPLE.sub(blank, _FENCED.sub(blank, text))


def prose_of_source(text: str) -> Iterator[tuple[int, str]]:
    """Yield the docstrings, comments and messages of a Python file without their examples."""
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type == tokenize.COMMENT:
            yield token.start[0], _EXAMPLE.sub(blank, token.string)
    for node in ast.walk(ast.parse(text)):
        text_of_node = node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""
        if isinstance(node, ast.Constant) and len(text_of_node.split()) >= _SENTENCE:
            yield node.lineno, _EXAMPLE.sub(blank, text_of_node)


def hits(path: Path) -> Iterator[Hit]:
    """Find the banned turns of phrase in a file."""
    text = path.read_text("utf-8")
    name = path.relative_to(ROOT).as_posix()
    for first, prose in prose_of_source(text) if path.suffix == ".py" else prose_of_document(text):
        for pattern, advice in _PATTERNS.items():
            for match in pattern.finditer(prose):
                around = " ".join(prose[max(0, match.start() - 20) : match.end() + 20].split())
                if not any(name == file and words in around for file, words in ALLOWED):
                    yield Hit(name, first + prose.count("\n", 0, match.start()), match[0], advice)


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_documents_are_written_plainly(path: Path) -> None:
    assert [str(hit) for hit in hits(path)] == []


def test_the_package_is_written_plainly() -> None:
    assert [str(hit) for path in sorted(ROOT.glob("src/**/*.py")) for hit in hits(path)] == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Results are held against the gold.", ["held against"]),
        ("The value `held against` it is an example.", []),
        ("```\nnobody\n```\n\nA name nobody gave.", ["nobody"]),
        ("The labels stand for names, and the noun stands before it.", ["stands"]),
    ],
)
def test_what_is_found_in_a_document(text: str, found: list[str]) -> None:
    prose = [line for _, line in prose_of_document(text)]
    assert [match[0] for line in prose for each in _PATTERNS for match in each.finditer(line)] == found


def test_what_is_found_in_source() -> None:
    text = '"""What it hangs on."""\nWORDS = {"nobody"}\n# "nobody" is a word that nobody says.\n'
    prose = list(prose_of_source(text))
    found = [match[0] for _, line in prose for each in _PATTERNS for match in each.finditer(line)]
    assert sorted(found) == ["hangs on", "nobody"]


if __name__ == "__main__":
    for each in [*DOCUMENTS, *sorted(ROOT.glob("src/**/*.py"))]:
        for hit in hits(each):
            print(hit)  # noqa: T201
