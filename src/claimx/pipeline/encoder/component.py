"""The `claimx_encoder` component: one neural reading of the text, which every other component uses."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from spacy.language import Language
from spacy.util import ensure_path, minibatch

from claimx.pipeline.annotations import register_extensions
from claimx.pipeline.encoder.decoding import Decoder, Labels, Reading
from claimx.pipeline.encoder.encoding import Encoding
from claimx.pipeline.encoder.session import open_session, read_windows
from claimx.pipeline.encoder.windows import cut_windows
from claimx.pipeline.encoder.words import Gap, WordReader, Words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from spacy.tokens import Doc

NETWORK, DECODER, PIECES, LABELS = "network.onnx", "decoder.npz", "wordpieces.json", "labels.json"
# Texts are read together until they have this many words; a longer one is read in sections, so that
# what the network returns never fills the memory.
WORDS_AT_ONCE = 12_000


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
            roles=roles,
        )
    return joined


class Encoder:
    """Writes `doc._.encoding` and `doc._.roles`.

    `threads`: how many ONNX Runtime may use; 0 is one a core.
    """

    def __init__(self, threads: int = 0) -> None:
        register_extensions()
        self._threads = threads
        self._folder: Path | None = None

    def from_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> Encoder:
        """Load the network from a folder.

        Raises `FileNotFoundError` where a part of it is missing.
        """
        from tokenizers import Tokenizer

        folder = Path(ensure_path(path))
        self.label_sets = Labels(**json.loads((folder / LABELS).read_text(encoding="utf8")))
        self._decoder = Decoder.load(folder / DECODER, self.label_sets)
        self._reader = WordReader(Tokenizer.from_file(str(folder / PIECES)))
        self._session = open_session(folder / NETWORK, self._threads)
        self._folder = folder
        return self

    def to_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> None:
        """Save the network to a folder."""
        folder = Path(ensure_path(path))
        folder.mkdir(parents=True, exist_ok=True)
        for name in (NETWORK, DECODER, PIECES) if self._folder else ():
            if folder != self._folder:
                (folder / name).write_bytes((self._folder / name).read_bytes())
        (folder / LABELS).write_text(json.dumps(asdict(self.label_sets)), encoding="utf8")

    def __call__(self, doc: Doc) -> Doc:
        """Read one text."""
        self.read([doc])
        return doc

    def pipe(self, stream: Iterable[Doc], *, batch_size: int = 64) -> Iterator[Doc]:
        """Read a stream of texts, several at once."""
        for docs in minibatch(stream, batch_size):
            self.read(docs)
            yield from docs

    def read(self, docs: Sequence[Doc]) -> None:
        """Read texts and write what was read on each."""
        sections: list[Words] = []
        owners: list[int] = []
        for i, doc in enumerate(docs):
            parts = split_sections(self._reader.read_doc(doc))
            sections += parts
            owners += [i] * len(parts)
        encodings: list[list[Encoding]] = [[] for _ in docs]
        for group in self._grouped(sections):
            for k, encoding in zip(group, self._decode([sections[k] for k in group]), strict=True):
                encodings[owners[k]].append(encoding)
        for doc, parts in zip(docs, encodings, strict=True):
            if parts:
                doc._.encoding = join_sections(parts)
                doc._.roles = doc._.encoding.roles

    @staticmethod
    def _grouped(sections: Sequence[Words]) -> Iterator[list[int]]:
        """Yield the positions of sections to read together."""
        group: list[int] = []
        size = 0
        for k, words in enumerate(sections):
            if group and size + len(words) > WORDS_AT_ONCE:
                yield group
                group, size = [], 0
            group.append(k)
            size += len(words)
        if group:
            yield group

    def _decode(self, sections: Sequence[Words]) -> list[Encoding]:
        windows = [cut_windows(words) for words in sections]
        flat = [(words, w) for words, cut in zip(sections, windows, strict=True) for w in cut]
        outputs = iter(read_windows(self._session, flat))
        readings = [
            Reading(words, cut, [next(outputs) for _ in cut])
            for words, cut in zip(sections, windows, strict=True)
        ]
        return self._decoder.decode(readings)


@Language.factory("claimx_encoder", assigns=["doc._.encoding", "doc._.roles"], default_config={"threads": 0})
def make_encoder(nlp: Language, name: str, threads: int) -> Encoder:
    """Create the encoder; its weights come with the pipeline's folder."""
    return Encoder(threads)
