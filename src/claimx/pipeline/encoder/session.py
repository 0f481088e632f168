"""Running the network in ONNX Runtime."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import onnxruntime

    from claimx.pipeline.encoder.crf import Floats
    from claimx.pipeline.encoder.windows import Window
    from claimx.pipeline.encoder.words import Words

Outputs = dict[str, "Floats"]

CLS, SEP, PAD = 101, 102, 0
WINDOWS_PER_RUN = 8


def open_session(path: Path, threads: int) -> onnxruntime.InferenceSession:
    """Open an ONNX file; `threads` of 0 lets ONNX Runtime use every core."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])


def _inputs(windows: Sequence[tuple[Words, Window]]) -> dict[str, np.ndarray]:
    """Lay windows side by side, padded to the longest."""
    piece_counts = [int(w.offsets[v.end] - w.offsets[v.start]) for w, v in windows]
    pieces, shapes, gaps = (
        np.full((len(windows), max(piece_counts) + 2), PAD, dtype=np.int64) for _ in range(3)
    )
    first = np.zeros((len(windows), max(v.end - v.start for _, v in windows)), dtype=np.int64)
    for row, ((words, window), count) in enumerate(zip(windows, piece_counts, strict=True)):
        offsets = words.offsets[window.start : window.end + 1]
        repeats = np.diff(offsets)
        pieces[row, 0], pieces[row, count + 1] = CLS, SEP
        pieces[row, 1 : count + 1] = words.pieces[offsets[0] : offsets[-1]]
        shapes[row, 1 : count + 1] = np.repeat(words.shapes[window.start : window.end], repeats)
        gaps[row, 1 : count + 1] = np.repeat(words.gaps[window.start : window.end], repeats)
        first[row, : window.end - window.start] = offsets[:-1] - offsets[0] + 1
    return {"pieces": pieces, "shapes": shapes, "gaps": gaps, "first": first}


def read_windows(
    session: onnxruntime.InferenceSession, windows: Sequence[tuple[Words, Window]]
) -> list[Outputs]:
    """Read windows, each of one text, and return each one's outputs: (words, width) by name.

    Windows of like length are read together, so that little of a run is padding; the results are in
    the order asked for.
    """
    lengths = [int(words.offsets[w.end] - words.offsets[w.start]) for words, w in windows]
    order = sorted(range(len(windows)), key=lengths.__getitem__)
    names = [output.name for output in session.get_outputs()]
    results: list[Outputs] = [{}] * len(windows)
    for k in range(0, len(order), WINDOWS_PER_RUN):
        chosen = order[k : k + WINDOWS_PER_RUN]
        values = session.run(names, _inputs([windows[i] for i in chosen]))
        for row, i in enumerate(chosen):
            count = windows[i][1].end - windows[i][1].start
            results[i] = {name: value[row, :count] for name, value in zip(names, values, strict=True)}
    return results
