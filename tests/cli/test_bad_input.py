"""Everything that people give to `claimx extract` by mistake, through the real command."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from commands import Process

PARAGRAPH = (
    "The mayor, Ida Solberg, said on Friday that 240 homes had lost power. “We are working through the "
    "night,” she said.\r\n\r\n"
)
PROSE = (
    "Residents of the harbour district described the neighbourhood as quieter than during any previous "
    "celebration, and organisers promised considerably larger performances throughout the summer.\n\n"
)
FRENCH = (
    "La ministre a déclaré mardi que le pont resterait fermé jusqu'à ce que les ingénieurs aient vérifié "
    "chaque câble, et que personne ne pouvait dire combien de temps dureraient les travaux.\n"
)

# Exit code, documents by id, and messages.
Outcome = tuple[int, dict[str, dict[str, object]], str]


@pytest.fixture(scope="session")
def bad_inputs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("inputs")
    (folder / "good.txt").write_bytes(PARAGRAPH.encode())
    (folder / "empty.txt").touch()
    (folder / "binary.txt").write_bytes(bytes(range(256)) * 10)
    (folder / "latin1.txt").write_bytes("Zoë Müller said the café had lost £400.\n".encode("latin-1"))
    (folder / "utf16.txt").write_bytes(PARAGRAPH.encode("utf-16"))
    (folder / "french.txt").write_text(FRENCH, "utf-8")
    (folder / "broken.jsonl").write_bytes(
        b'{"id": "one", "text": "It lost 400 jobs."}\n{"text": "cut\n{"id": "three", "text": "It lost 3."}\n'
    )
    return folder


@pytest.fixture(scope="session")
def outcome(run: Process, bad_inputs: Path) -> Outcome:
    """Exit code, results by id, and messages of one run over all of them."""
    names = ["missing.txt", "", "empty.txt", "binary.txt", "latin1.txt", "utf16.txt", "french.txt"]
    done = run("extract", *(bad_inputs / name for name in [*names, "broken.jsonl", "good.txt"]))
    results = [json.loads(line) for line in done.stdout.splitlines()]
    return done.returncode, {r["document"]["id"]: r["document"] for r in results}, done.stderr.decode()


def test_the_rest_is_printed_and_the_exit_code_says_that_some_failed(outcome: Outcome) -> None:
    code, documents, _ = outcome
    assert code == 1
    assert list(documents) == ["latin1", "utf16", "french", "one", "three", "good"]


@pytest.mark.parametrize(
    "message",
    [
        "missing.txt: there is no such file",
        ": this is a folder, not an article",
        "empty.txt: the article is empty",
        "binary.txt: this is a binary file, not a text",
        "latin1.txt: is not UTF-8; read as Windows-1252 (Latin-1)",
        "french.txt: this seems to be 'fr', not English",
        "broken.jsonl, line 2: Invalid JSON",
    ],
)
def test_each_is_named_on_stderr(outcome: Outcome, message: str) -> None:
    assert message in outcome[2]


def test_every_error_has_a_remedy(outcome: Outcome) -> None:
    messages = outcome[2]
    assert messages.count("claimx: error: ") == messages.count("claimx:   hint: ") == 5
    assert messages.count("claimx: warning: ") == 2
    assert all(line.startswith("claimx: ") for line in messages.splitlines())


def test_other_encodings_are_read_right(outcome: Outcome) -> None:
    _, documents, _ = outcome
    assert documents["latin1"]["text"] == "Zoë Müller said the café had lost £400.\n"
    assert documents["utf16"]["text"] == PARAGRAPH
    assert documents["utf16"]["sha256"] == documents["good"]["sha256"]


def test_the_language_is_in_the_result(outcome: Outcome) -> None:
    _, documents, _ = outcome
    assert (documents["french"]["language"], documents["good"]["language"]) == ("fr", "en")


def test_standard_input(run: Process) -> None:
    done = run("extract", "-", "--no-text", "--date", "2024-03-04", stdin=PARAGRAPH.encode())
    document = json.loads(done.stdout)["document"]
    assert (done.returncode, done.stderr) == (0, b"")
    assert (document["id"], document["path"]) == ("stdin", None)


def test_json_lines_on_standard_input(run: Process) -> None:
    done = run("extract", stdin=json.dumps({"id": "a", "text": PARAGRAPH}).encode())
    assert json.loads(done.stdout)["document"]["id"] == "a"


def test_a_very_long_article(run: Process, tmp_path: Path) -> None:
    path = tmp_path / "long.txt"
    path.write_bytes(PROSE.encode() * (200_000 // len(PROSE)) + PARAGRAPH.encode())
    done = run("extract", path, "--no-text", "--date", "2024-03-04")
    assert (done.returncode, done.stderr) == (0, b"")
    last = json.loads(done.stdout)["quantities"][-1]
    assert (last["text"], last["end"]) == ("240", path.stat().st_size - len(PARAGRAPH.encode()) + 47)
