"""Worker processes, each reading one group of articles at a time."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from typing import Any

from claimx.batch.child import Child, ChildDiedError
from claimx.batch.ledger import Slot
from claimx.batch.messages import Failure, PackedArticle, Reading, Ready, Task
from claimx.batch.worker import WorkerOptions, serve
from claimx.errors import ModelError

# A group is so long that it keeps a worker busy for about half a second, and no longer, so that all
# workers end at about the same time.
_GROUP_ARTICLES = 8
_GROUP_CHARACTERS = 24_000
# Workers that end before they have begun are not the fault of an article.
_MOST_FAILED_STARTS = 3


def group(slots: Iterable[Slot], jobs: int) -> list[list[Slot]]:
    """Articles of about the same length together, the longest first, and enough groups for every worker."""
    ordered = sorted(slots, key=lambda slot: -slot.characters)
    most = max(1, min(_GROUP_ARTICLES, len(ordered) // jobs))
    groups: list[list[Slot]] = []
    room = 0
    for slot in ordered:
        if not groups or len(groups[-1]) == most or slot.characters > room:
            groups.append([])
            room = _GROUP_CHARACTERS
        groups[-1].append(slot)
        room -= slot.characters
    return groups


@dataclass(slots=True)
class _Worker:
    child: Child
    ready: bool = False
    slots: deque[Slot] = field(default_factory=deque)
    deadline: float = 0.0


class Pool:
    """Hands out groups, and fills in the outcomes. Workers are started as they are needed, up to `jobs`.

    When a worker dies, or takes too long for an article, the articles it had not answered for are read
    again, each alone; one with which that happens once more has failed. Where there is no room for as many
    workers, fewer go on, and `warned` is called.
    """

    def __init__(
        self,
        jobs: int,
        options: WorkerOptions,
        timeout: float,
        warned: Callable[[str], None] = lambda message: None,
    ) -> None:
        self._jobs = jobs
        self._options = options
        self._timeout = timeout
        self._warned = warned
        self._waiting: deque[list[Slot]] = deque()
        self._workers: list[_Worker] = []
        self._failed_starts = 0

    @property
    def connections(self) -> list[Connection[Any, Any]]:
        """What becomes ready when a worker has something to say."""
        return [worker.child.connection for worker in self._workers]

    @property
    def hungry(self) -> bool:
        """Whether workers may soon have nothing to do."""
        return len(self._waiting) < self._jobs

    def submit(self, slots: Iterable[Slot]) -> None:
        """Have articles read."""
        self._waiting.extend(group(slots, self._jobs))
        self._hand_out()

    def poll(self) -> None:
        """Take the answers that are there, and replace workers that died or take too long.

        Raises:
            ModelError: the workers cannot load the model.
        """
        for worker in list(self._workers):
            try:
                while worker.child.has_message():
                    self._take(worker, worker.child.receive())
            except ChildDiedError:
                who = "the process that read it" if worker.ready else "the last one"
                self._bury(worker, f"{who} {worker.child.bury()}")
                continue
            if worker.slots and time.monotonic() > worker.deadline:
                worker.child.kill()
                self._bury(worker, f"reading took longer than {self._timeout:g} seconds")
        self._hand_out()

    def close(self) -> None:
        """End all workers, whatever they are doing."""
        for worker in self._workers:
            worker.child.kill()
        self._workers.clear()

    def _take(self, worker: _Worker, message: Ready | Reading | Failure) -> None:
        if isinstance(message, Ready):
            worker.ready = True
            self._failed_starts = 0
        elif worker.ready:
            worker.slots.popleft().outcome = message
            worker.deadline = time.monotonic() + self._timeout
        elif isinstance(message, Failure):
            raise ModelError(message.message, message.remedy)

    def _bury(self, worker: _Worker, reason: str) -> None:
        self._workers.remove(worker)
        if not worker.ready:
            self._note_failed_start(reason)
        for slot in reversed(worker.slots):
            if slot.retried:
                remedy = "leave it out, or look for what is special about it; --timeout and memory may matter"
                slot.outcome = Failure(f"{slot.item.path} ({slot.id}): {reason}", remedy)
            else:
                slot.retried = True
                self._waiting.appendleft([slot])

    def _note_failed_start(self, reason: str) -> None:
        self._failed_starts += 1
        if self._failed_starts < _MOST_FAILED_STARTS:
            return
        ready = sum(worker.ready for worker in self._workers)
        if not ready:
            raise ModelError(
                f"no process lives long enough to load the model: {reason}",
                "check that there is memory for as many as --jobs says",
            )
        self._jobs, self._failed_starts = ready, 0
        self._warned(f"going on with --jobs {ready}: no further process lives long enough to load the model")

    def _hand_out(self) -> None:
        for worker in self._workers:
            if self._waiting and worker.ready and not worker.slots:
                self._give(worker, self._waiting.popleft())
        starting = sum(not worker.ready for worker in self._workers)
        while len(self._workers) < self._jobs and starting < len(self._waiting):
            self._workers.append(_Worker(Child(serve, self._options)))
            starting += 1

    def _give(self, worker: _Worker, slots: list[Slot]) -> None:
        worker.slots.extend(slots)
        worker.deadline = time.monotonic() + self._timeout
        try:
            worker.child.send([_task(slot) for slot in slots])
        except ChildDiedError:
            # Found out again, and dealt with, when it is asked for an answer.
            return


def _task(slot: Slot) -> Task:
    content = slot.item.content
    assert isinstance(content, PackedArticle)
    assert slot.id is not None
    return Task(slot.id, content.data)
