"""The input of the network and its run: words as pieces, shapes and gaps; windows; the ONNX session.

WordPiece (Wu et al. 2016) with BERT's uncased normalization gives what Hugging Face's `tokenizers` gives,
which would bring a client of a model hub along. Capitals and line breaks are separate inputs: every word
has a *shape* (how it is written) and a *gap* (what is between it and the word before).

Every window but a text's only one is full, so each word is read with as much context as in training. Where
windows overlap, the output for a word comes from the window whose middle is nearest, so window boundaries do
not show.
"""

from __future__ import annotations

import json
import os
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import IntEnum
from itertools import pairwise
from queue import Empty, SimpleQueue
from threading import Thread, current_thread
from typing import TYPE_CHECKING
from weakref import finalize

import numpy as np
from numpy.typing import NDArray

from claimx.text.sentences import paragraph_starts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from onnxruntime import InferenceSession
    from spacy.tokens import Doc


UNKNOWN = "[UNK]"
# Categories of characters that are removed.
_CONTROL = frozenset(("Cc", "Cf", "Co"))
# Longer words are unknown as a whole, as in training.
LONGEST_WORD = 100
# Blocks of Chinese characters, each of which is a word of its own.
_CHINESE = (
    *((0x4E00, 0x9FFF), (0x3400, 0x4DBF), (0x20000, 0x2A6DF), (0x2A700, 0x2B73F)),
    *((0x2B740, 0x2B81F), (0x2B920, 0x2CEAF), (0xF900, 0xFAFF), (0x2F800, 0x2FA1F)),
)


class WordPieces:
    """A vocabulary: pieces that begin a word, and pieces with `##` before them that continue one."""

    def __init__(self, vocabulary: Mapping[str, int]) -> None:
        self.vocabulary = dict(vocabulary)
        self.unknown = self.vocabulary[UNKNOWN]

    @classmethod
    def from_json(cls, content: bytes) -> WordPieces:
        """The vocabulary in a `tokenizer.json`."""
        return cls(json.loads(content)["model"]["vocab"])

    def to_json(self) -> bytes:
        """The part of a `tokenizer.json` that `from_json` reads."""
        return json.dumps({"model": {"vocab": self.vocabulary}}, ensure_ascii=False).encode()

    def encode(self, text: str) -> list[int]:
        """The numbers of the pieces of a text; none where the normalization leaves nothing of it."""
        return [piece for word in _split(_normalized(text)) for piece in self._pieces(word)]

    def _pieces(self, word: str) -> list[int]:
        """The longest piece that begins the word, then the longest that continues it, and so on."""
        pieces: list[int] = []
        start = 0
        while start < len(word) <= LONGEST_WORD:
            prefix = "##" if start else ""
            for end in range(len(word), start, -1):
                piece = self.vocabulary.get(prefix + word[start:end])
                if piece is not None:
                    break
            else:
                return [self.unknown]
            pieces.append(piece)
            start = end
        return pieces or [self.unknown]


def _normalized(text: str) -> str:
    """The text in lower case, without accents and control characters."""
    clean = "".join(" " if c in "\t\n\r" or c.isspace() else c for c in text if not _is_control(c))
    spaced = "".join(f" {c} " if _is_chinese(c) else c for c in clean)
    if spaced.isascii():
        return spaced.lower()
    plain = (c for c in unicodedata.normalize("NFD", spaced) if unicodedata.category(c) != "Mn")
    return "".join(c.lower() for c in plain)


def _is_control(character: str) -> bool:
    if character in "\t\n\r":
        return False
    return character in "\0\ufffd" or unicodedata.category(character) in _CONTROL


def _is_chinese(character: str) -> bool:
    return character > "\u33ff" and any(first <= ord(character) <= last for first, last in _CHINESE)


def _split(text: str) -> Iterator[str]:
    """The words of a normalized text; each punctuation mark is a word."""
    for run in text.split():
        start = 0
        for position, character in enumerate(run):
            if _is_punctuation(character):
                if position > start:
                    yield run[start:position]
                yield character
                start = position + 1
        if start < len(run):
            yield run[start:]


def _is_punctuation(character: str) -> bool:
    if character.isascii():
        return character.isprintable() and not character.isalnum()
    return unicodedata.category(character).startswith("P")


Floats = NDArray[np.float32]
Ints = NDArray[np.int64]
Outputs = dict[str, Floats]

# Only the output of a word's first piece is used, so the last pieces of a very long word may be left out.
MAX_PIECES_PER_WORD = 12
# Size at which the cache of words is emptied, to bound memory.
MAX_KNOWN_WORDS = 200_000
MAX_PIECES = 254  # with [CLS] and [SEP], 256
OVERLAP_PIECES = 48
CLS, SEP = 101, 102


class Shape(IntEnum):
    """How a word is written."""

    PUNCTUATION = 0
    LOWER = 1
    TITLE = 2
    CAPITAL = 3
    UPPER = 4
    MIXED = 5
    ABBREVIATION = 6
    DIGITS = 7
    NUMBER = 8
    ALPHANUMERIC = 9
    OPENING = 10
    CLOSING = 11
    OTHER = 12


class Gap(IntEnum):
    """The white space between a word and the one before it."""

    NONE = 0
    SPACE = 1
    LINE = 2
    PARAGRAPH = 3


def shape_of(word: str) -> Shape:
    """The shape of one word."""
    letters = sum(c.isalpha() for c in word)
    digits = sum(c.isdigit() for c in word)
    if letters and digits:
        return Shape.ALPHANUMERIC
    if digits:
        return Shape.DIGITS if digits == len(word) else Shape.NUMBER
    if not letters:
        if word in "“‘«„``([{":
            return Shape.OPENING
        return Shape.CLOSING if word in "”’»'')]}" else Shape.PUNCTUATION
    if word.islower():
        return Shape.LOWER
    if "." in word:
        return Shape.ABBREVIATION
    if word.isupper():
        return Shape.CAPITAL if letters == 1 else Shape.UPPER
    if word[0].isupper() and word[1:].islower():
        return Shape.TITLE
    return Shape.MIXED if any(c.isupper() for c in word) else Shape.OTHER


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one text, white space left out.

    `tokens[i]` is the position in the `Doc` of word `i`; its pieces are
    `pieces[offsets[i]:offsets[i + 1]]`; `shapes` and `gaps` have one entry a word.
    """

    tokens: Ints
    pieces: Ints
    offsets: Ints
    shapes: Ints
    gaps: Ints

    def __len__(self) -> int:
        return len(self.tokens)


class WordReader:
    """Turns words into pieces and shapes, with a cache by word."""

    def __init__(self, wordpieces: WordPieces) -> None:
        self._wordpieces = wordpieces
        self._known: dict[str, tuple[list[int], int]] = {}

    def _look_up(self, word: str) -> tuple[list[int], int]:
        entry = self._known.get(word)
        if entry is None:
            if len(self._known) >= MAX_KNOWN_WORDS:
                self._known.clear()
            pieces = self._wordpieces.encode(word)[:MAX_PIECES_PER_WORD]
            if not pieces:  # the normaliser removes all of it (a lone combining mark)
                pieces = [self._wordpieces.unknown]
            entry = self._known[word] = (pieces, int(shape_of(word)))
        return entry

    def read(self, words: Sequence[str], gaps: Iterable[int], tokens: Iterable[int] | None = None) -> Words:
        """Read words given with the gap before each."""
        entries = [self._look_up(word) for word in words]
        offsets = np.zeros(len(entries) + 1, dtype=np.int64)
        np.cumsum([len(pieces) for pieces, _ in entries], out=offsets[1:])
        return Words(
            tokens=np.fromiter(range(len(entries)) if tokens is None else tokens, np.int64, len(entries)),
            pieces=np.array([p for pieces, _ in entries for p in pieces], dtype=np.int64),
            offsets=offsets,
            shapes=np.array([shape for _, shape in entries], dtype=np.int64),
            gaps=np.fromiter(gaps, np.int64, len(entries)),
        )

    @staticmethod
    def split(doc: Doc) -> tuple[list[str], list[int], list[int]]:
        """A `Doc`'s words without white space, the gap before each, and its token's position."""
        words: list[str] = []
        gaps: list[int] = []
        tokens: list[int] = []
        gap = int(Gap.PARAGRAPH)
        paragraphs = set(paragraph_starts(doc.text))
        for i, token in enumerate(doc):
            text = token.text
            if text.isspace():
                # A wrapped line continues.
                is_wrapped = token.idx + len(token.text_with_ws) not in paragraphs
                lines = 0 if is_wrapped else text.count("\n") or text.count("\r")
                gap = max(gap, Gap.SPACE + min(lines, 2))
                continue
            words.append(text)
            gaps.append(gap)
            tokens.append(i)
            gap = 1 if token.whitespace_ else 0
        return words, gaps, tokens

    def read_doc(self, doc: Doc) -> Words:
        """Read the words of a `Doc`."""
        return self.read(*self.split(doc))


@dataclass(frozen=True, slots=True)
class Window:
    """Words `start` to `end` are read; the outputs for `keep_start` to `keep_end` are kept."""

    start: int
    end: int
    keep_start: int
    keep_end: int


def _last_word_fitting(offsets: Ints, start: int, pieces: int) -> int:
    """The end (exclusive) of the longest run of words from `start` within `pieces`."""
    end = int(np.searchsorted(offsets, offsets[start] + pieces, side="right")) - 1
    return max(end, start + 1)


def cut_windows(words: Words, max_pieces: int = MAX_PIECES, overlap: int = OVERLAP_PIECES) -> list[Window]:
    """Cut a text into windows of at most `max_pieces`, each sharing about `overlap` pieces with the next."""
    offsets, count = words.offsets, len(words)
    if not count:
        return []
    bounds: list[tuple[int, int]] = []
    start = 0
    while True:
        end = _last_word_fitting(offsets, start, max_pieces)
        if end >= count:
            break
        bounds.append((start, end))
        start = max(int(np.searchsorted(offsets, offsets[end] - overlap, side="left")), start + 1)
    if bounds:  # the last window starts earlier, to be full
        start = int(np.searchsorted(offsets, offsets[count] - max_pieces, side="left"))
    bounds.append((start, count))
    cuts = [0, *((left[1] + right[0]) // 2 for left, right in pairwise(bounds)), count]
    return [Window(s, e, cuts[i], cuts[i + 1]) for i, (s, e) in enumerate(bounds)]


def usable_cores() -> int:
    """How many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def window_inputs(words: Words, window: Window) -> dict[str, Ints]:
    """What the network reads of a window, by input name, each with one row.

    `pieces`, `shapes` and `gaps` have one entry a piece, with `[CLS]` and `[SEP]` around; `first` has the
    place of each word's first piece.
    """
    offsets = words.offsets[window.start : window.end + 1]
    count = int(offsets[-1] - offsets[0])
    repeats = np.diff(offsets)
    pieces, shapes, gaps = (np.zeros((1, count + 2), dtype=np.int64) for _ in range(3))
    pieces[0, 0], pieces[0, -1] = CLS, SEP
    pieces[0, 1:-1] = words.pieces[offsets[0] : offsets[-1]]
    shapes[0, 1:-1] = np.repeat(words.shapes[window.start : window.end], repeats)
    gaps[0, 1:-1] = np.repeat(words.gaps[window.start : window.end], repeats)
    first = (offsets[:-1] - offsets[0] + 1)[None]
    return {"pieces": pieces, "shapes": shapes, "gaps": gaps, "first": first}


def open_network(network: Path | bytes) -> InferenceSession:
    """Open an ONNX file, or its content, to be run in the caller's thread."""
    # ONNX Runtime from 1.32 on reports each session to its makers, over the network, unless this is set.
    os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(network, options, providers=["CPUExecutionProvider"])


class Session:
    """The network, which reads windows in background threads, or in the caller's with one thread.

    Each window is read alone: the int8 network scales its numbers by the largest of a run, so windows read
    together would change each other's results in the last digits. It is no slower, since nothing is padded.

    A process that was forked from the one that opened the network opens it again: threads do not survive a
    fork.
    """

    def __init__(self, network: Path | bytes, threads: int = 0) -> None:
        """Open an ONNX file, or its content; `threads` of 0 is one for each usable core."""
        self._network = network
        self._threads = threads or usable_cores()
        self._open()

    def _open(self) -> None:
        self._session = open_network(self._network)
        self._names = [output.name for output in self._session.get_outputs()]
        self._readings: SimpleQueue[Reading | None] = SimpleQueue()
        if self._threads > 1:
            threads = [
                Thread(target=_read_all, args=(self._readings,), name=f"claimx-encoder_{place}", daemon=True)
                for place in range(self._threads)
            ]
            # At the exit of the process, or when nothing uses the network any more.
            finalize(self, _end_threads, threads, self._readings)
            for thread in threads:
                thread.start()
        self._process = os.getpid()

    def start(self, words: Words, window: Window) -> Reading:
        """Start reading one window of a text; the result has one row a word, by output name."""
        if os.getpid() != self._process:
            self._open()
        reading = Reading(self._read, words, window)
        if self._threads > 1:
            self._readings.put(reading)
        else:
            reading.run()
        return reading

    def _read(self, words: Words, window: Window) -> Outputs:
        values = self._session.run(self._names, window_inputs(words, window))
        return {name: value[0] for name, value in zip(self._names, values, strict=True)}


class Reading:
    """The reading of one window, perhaps not yet done.

    An interrupt or a time limit may stop the caller at any instruction. It therefore holds no lock written in
    Python, as `concurrent.futures` does: one left locked would keep a thread, and the exit, waiting for ever.
    """

    def __init__(self, read: Callable[[Words, Window], Outputs], words: Words, window: Window) -> None:
        self._read, self._words, self._window = read, words, window
        self._answer: SimpleQueue[Outputs | Exception] = SimpleQueue()

    def run(self) -> None:
        """Read the window."""
        try:
            self._answer.put(self._read(self._words, self._window))
        except Exception as error:
            self._answer.put(error)

    def result(self) -> Outputs:
        """Wait for the reading; its result is handed out once."""
        answer = self._answer.get()
        if isinstance(answer, Exception):
            raise answer
        return answer


def _read_all(readings: SimpleQueue[Reading | None]) -> None:
    """Run readings until there is a None: the work of one thread."""
    while (reading := readings.get()) is not None:
        reading.run()
        del reading  # which would keep its text and the network in memory


def _end_threads(threads: Sequence[Thread], readings: SimpleQueue[Reading | None]) -> None:
    """Drop the readings that have not begun, and wait for those that have.

    A thread that an interrupt kept from being seen to start, or from starting, is not waited for.
    """
    try:
        while True:
            readings.get_nowait()
    except Empty:
        pass
    for _ in threads:
        readings.put(None)
    for thread in threads:
        if thread.is_alive() and thread is not current_thread():
            thread.join()
