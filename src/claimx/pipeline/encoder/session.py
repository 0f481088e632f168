"""Running the network in ONNX Runtime."""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from typing import TYPE_CHECKING, ParamSpec, TypeVar

import numpy as np

if TYPE_CHECKING:
    from pathlib import Path

    from claimx.pipeline.encoder.crf import Floats
    from claimx.pipeline.encoder.windows import Window
    from claimx.pipeline.encoder.words import Words

Outputs = dict[str, "Floats"]

CLS, SEP = 101, 102

P = ParamSpec("P")
T = TypeVar("T")


def usable_cores() -> int:
    """Return how many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class Session:
    """The network, reading windows in the background, one a core at a time; with one thread, in the caller's.

    Each window is read alone. The int8 network scales its numbers by the largest of a run, so windows
    read together would change each other's results in the last digits, and an article would read
    differently in other company; it is no slower, since nothing is padded.
    """

    def __init__(self, path: Path, threads: int = 0) -> None:
        """Open an ONNX file; `threads` of 0 is one for every core the process may use."""
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        self._session = onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
        self._names = [output.name for output in self._session.get_outputs()]
        threads = threads or usable_cores()
        self._pool: Executor = ThreadPoolExecutor(threads, "claimx-encoder") if threads > 1 else _SameThread()

    def start(self, words: Words, window: Window) -> Future[Outputs]:
        """Begin to read one window of a text; the result holds one row a word, by output name."""
        return self._pool.submit(self._read, words, window)

    def _read(self, words: Words, window: Window) -> Outputs:
        offsets = words.offsets[window.start : window.end + 1]
        count = int(offsets[-1] - offsets[0])
        repeats = np.diff(offsets)
        pieces, shapes, gaps = (np.zeros((1, count + 2), dtype=np.int64) for _ in range(3))
        pieces[0, 0], pieces[0, -1] = CLS, SEP
        pieces[0, 1:-1] = words.pieces[offsets[0] : offsets[-1]]
        shapes[0, 1:-1] = np.repeat(words.shapes[window.start : window.end], repeats)
        gaps[0, 1:-1] = np.repeat(words.gaps[window.start : window.end], repeats)
        first = (offsets[:-1] - offsets[0] + 1)[None]
        inputs = {"pieces": pieces, "shapes": shapes, "gaps": gaps, "first": first}
        values = self._session.run(self._names, inputs)
        return {name: value[0] for name, value in zip(self._names, values, strict=True)}


class _SameThread(Executor):
    """Does at once what it is given: a second thread beside the caller's would take a second core."""

    def submit(self, call: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Call, and keep what comes of it."""
        future: Future[T] = Future()
        try:
            future.set_result(call(*args, **kwargs))
        except Exception as error:
            future.set_exception(error)
        return future
