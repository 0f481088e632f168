"""The `claimx_encoder` component: one neural reading of the text, which every other component uses."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import srsly
from spacy.language import Language
from spacy.util import ensure_path

from claimx.errors import ModelError
from claimx.pipeline.encoder.decoding import Decoder, Encoding, Labels, NetworkOutput
from claimx.pipeline.encoder.network import (
    Gap,
    Reading,
    Session,
    Window,
    WordPieces,
    WordReader,
    Words,
    cut_windows,
)
from claimx.pipeline.encoder.pointers import Pointers, PointerSession
from claimx.pipeline.records import register_extensions

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from spacy.tokens import Doc

NETWORK, POINTERS, DECODER = "network.onnx", "pointers.onnx", "decoder.npz"
PIECES, LABELS = "wordpieces.json", "labels.json"
FILES = NETWORK, POINTERS, DECODER, PIECES, LABELS
# The SHA-256 of each of these files.
CHECKSUMS = "sha256.json"
# Texts are read together until they have this many words; a longer one is read in sections, so that
# what the network returns never fills the memory.
WORDS_AT_ONCE = 4_000

_Started = tuple[list[Window], list[Reading]]


@dataclass(frozen=True, slots=True)
class _Section:
    """A text or part of one to be read; `words` is None where the text has none."""

    doc: Doc
    words: Words | None
    is_last: bool


def split_sections(words: Words, limit: int = WORDS_AT_ONCE) -> list[Words]:
    """Cut a very long text into sections, at paragraphs where there are any."""
    sections = []
    start, count = 0, len(words)
    while start < count:
        end = min(start + limit, count)
        if end < count:
            paragraphs = np.flatnonzero(words.gaps[start + limit // 2 : end] == Gap.PARAGRAPH)
            if len(paragraphs):
                end = start + limit // 2 + int(paragraphs[-1])
        first, last = words.offsets[start], words.offsets[end]
        sections.append(
            Words(
                tokens=words.tokens[start:end],
                pieces=words.pieces[first:last],
                offsets=words.offsets[start : end + 1] - first,
                shapes=words.shapes[start:end],
                gaps=words.gaps[start:end],
            )
        )
        start = end
    return sections


def join_sections(parts: Sequence[Encoding]) -> Encoding:
    """Put the encodings of a text's sections together."""
    joined = parts[0]
    for part in parts[1:]:
        base = len(joined.tokens)
        roles, more = joined.roles, part.roles
        if roles is not None and more is not None:
            counts = {"cue": len(roles.cues), "source": len(roles.sources)}
            for links, added, kind in (
                (roles.content_cue, more.content_cue, "cue"),
                (roles.content_source, more.content_source, "source"),
                (roles.cue_source, more.cue_source, "source"),
            ):
                links += [None if i is None else i + counts[kind] for i in added]
            roles.sources += more.sources
            roles.cues += more.cues
            roles.contents += more.contents
        joined = Encoding(
            tokens=np.concatenate([joined.tokens, part.tokens]),
            sentence_starts=np.concatenate([joined.sentence_starts, part.sentence_starts + base]),
            upos=np.concatenate([joined.upos, part.upos]),
            xpos=np.concatenate([joined.xpos, part.xpos]),
            heads=np.concatenate([joined.heads, part.heads + base]),
            dependencies=np.concatenate([joined.dependencies, part.dependencies]),
            entities=joined.entities + part.entities,
            unlabelled=joined.unlabelled + part.unlabelled,
            roles=roles,
        )
    pointers = [part.pointers for part in parts if part.pointers is not None]
    joined.pointers = Pointers.joined(pointers) if pointers else None
    return joined


class Encoder:
    """Writes `doc._.encoding` and `doc._.roles`.

    `threads`: how many windows are read at a time; 0 is one a core. The encoder can be saved, pickled, copied
    and forked; the network is opened anew in each process.
    """

    session: Session
    reader: WordReader
    decoder: Decoder

    def __init__(self, threads: int = 0) -> None:
        register_extensions()
        self._threads = threads
        # The folder with the files of the network, or their content by name.
        self._files: Path | dict[str, bytes] = {}

    def from_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> Encoder:
        """Load the network from a folder.

        Raises:
            FileNotFoundError: a part of it is missing.
            ModelError: a file is not the one that was saved.
        """
        folder = self._files = Path(ensure_path(path))
        if (folder / CHECKSUMS).exists():
            checksums = json.loads((folder / CHECKSUMS).read_text(encoding="utf8"))
            for name in FILES:
                if sha256(self._content(name)).hexdigest() != checksums.get(name):
                    raise ModelError(
                        f"{folder / name}: the file is damaged, or is not part of this model",
                        "install claimx again, or save the model again with nlp.to_disk()",
                    )
        return self._opened()

    def to_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> None:
        """Save the network to a folder."""
        folder = Path(ensure_path(path))
        folder.mkdir(parents=True, exist_ok=True)
        if folder != self._files:
            contents = {name: self._content(name) for name in FILES}
            for name, content in contents.items():
                (folder / name).write_bytes(content)
            checksums = {name: sha256(content).hexdigest() for name, content in contents.items()}
            (folder / CHECKSUMS).write_text(json.dumps(checksums, indent=2), encoding="utf8")

    def from_bytes(self, bytes_data: bytes, *, exclude: Iterable[str] = ()) -> Encoder:
        """Load the network from what `to_bytes` gave."""
        self._files = srsly.msgpack_loads(bytes_data)
        return self._opened()

    def to_bytes(self, *, exclude: Iterable[str] = ()) -> bytes:
        """The network as bytes."""
        files = {name: self._content(name) for name in FILES} if self._files else {}
        return bytes(srsly.msgpack_dumps(files))

    def __getstate__(self) -> dict[str, Any]:
        return {"threads": self._threads, "network": self.to_bytes()}

    def __setstate__(self, state: dict[str, Any]) -> None:
        Encoder.__init__(self, state["threads"])
        self.from_bytes(state["network"])

    @property
    def label_sets(self) -> Labels:
        """The labels that the network gives.

        Raises:
            ModelError: the encoder has no network.
        """
        self._check()
        return self.decoder.labels

    @cached_property
    def _numpy_threads(self) -> Any:
        """Matrices of one sentence are small, and NumPy's threads would take the cores from the network's."""
        from threadpoolctl import ThreadpoolController

        return ThreadpoolController().select(user_api="blas")

    def _opened(self) -> Encoder:
        if self._files:
            labels = Labels(**json.loads(self._content(LABELS)))
            pointers = PointerSession(self._content(POINTERS))
            self.decoder = Decoder.load(self._content(DECODER), labels, pointers)
            self.reader = WordReader(WordPieces.from_json(self._content(PIECES)))
            network = self._files / NETWORK if isinstance(self._files, Path) else self._files[NETWORK]
            self.session = Session(network, self._threads)
        return self

    def _content(self, name: str) -> bytes:
        self._check()
        return (self._files / name).read_bytes() if isinstance(self._files, Path) else self._files[name]

    def _check(self) -> None:
        if not self._files:
            raise ModelError(
                "claimx_encoder has no network of its own",
                "add it from the shipped model: nlp.add_pipe('claimx_encoder', source=claimx.load())",
            )

    def __call__(self, doc: Doc) -> Doc:
        """Read one text."""
        (doc,) = self.pipe([doc])
        return doc

    def pipe(self, stream: Iterable[Doc], *, batch_size: int = 64) -> Iterator[Doc]:
        """Read a stream of texts.

        While what comes behind this component works on one group of texts, the next is being read.
        """
        self._check()
        parts: list[Encoding] = []
        waiting: tuple[list[_Section], list[_Started]] | None = None
        for group in self._groups(stream):
            started = [self._start(section.words) for section in group if section.words is not None]
            if waiting:
                yield from self._finish(*waiting, parts)
            waiting = group, started
        if waiting:
            yield from self._finish(*waiting, parts)

    def decode(self, words: Words) -> Encoding:
        """Read and decode a text given as words, of which there is one at least."""
        with self._numpy_threads.limit(limits=1):
            return self.decoder.decode([self.read(words)])[0]

    def read(self, words: Words) -> NetworkOutput:
        """Run the network over a text given as words, of which there is one at least."""
        windows, outputs = self._start(words)
        return NetworkOutput(words, windows, [output.result() for output in outputs])

    def _start(self, words: Words) -> _Started:
        windows = cut_windows(words)
        return windows, [self.session.start(words, window) for window in windows]

    def _groups(self, stream: Iterable[Doc]) -> Iterator[list[_Section]]:
        """Yield sections of texts to read together; a text's last section says so."""
        group: list[_Section] = []
        size = 0
        for doc in stream:
            sections = split_sections(self.reader.read_doc(doc))
            for words in sections:
                group.append(_Section(doc, words, is_last=words is sections[-1]))
                size += len(words)
                if size >= WORDS_AT_ONCE:
                    yield group
                    group, size = [], 0
            if not sections:
                group.append(_Section(doc, None, is_last=True))
        if group:
            yield group

    def _finish(
        self, group: Sequence[_Section], started: Sequence[_Started], parts: list[Encoding]
    ) -> Iterator[Doc]:
        """Decode a group and yield the texts that end in it.

        The encodings of a text that does not end in the group stay in `parts`.
        """
        words = [section.words for section in group if section.words is not None]
        readings = [
            NetworkOutput(w, windows, [output.result() for output in outputs])
            for w, (windows, outputs) in zip(words, started, strict=True)
        ]
        with self._numpy_threads.limit(limits=1):
            encodings = iter(self.decoder.decode(readings) if readings else ())
        for section in group:
            if section.words is not None:
                parts.append(next(encodings))
            if section.is_last:
                if parts:
                    section.doc._.encoding = join_sections(parts)
                    section.doc._.roles = section.doc._.encoding.roles
                    parts.clear()
                yield section.doc


@Language.factory("claimx_encoder", assigns=["doc._.encoding", "doc._.roles"], default_config={"threads": 0})
def make_encoder(nlp: Language, name: str, threads: int) -> Encoder:
    """Create the encoder; its weights come with the pipeline's folder."""
    return Encoder(threads)
