"""What a run would read, without a model and without an output."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack, closing
from dataclasses import dataclass
from multiprocessing.connection import wait

from claimx.batch.inputs import Inputs
from claimx.batch.journal import InputProgress
from claimx.batch.ledger import Ledger
from claimx.batch.messages import EndOfInput, Failure
from claimx.batch.settings import BatchSettings
from claimx.batch.start import open_journal


@dataclass(slots=True)
class Survey:
    """What was found in the inputs."""

    inputs: int = 0
    articles: int = 0
    characters: int = 0
    failures: int = 0


def look_through(settings: BatchSettings, told: Callable[[Failure], None]) -> Survey:
    """Open and read all inputs; to resume, only those that are not done.

    Raises:
        OutputError: the run could not begin.
    """
    survey = Survey()
    with ExitStack() as stack:
        progress = _nothing_done
        if settings.resume:
            progress = Ledger(stack.enter_context(closing(open_journal(settings)))).progress
        inputs = stack.enter_context(
            closing(Inputs(settings.inputs(), settings.reader, progress, settings.timeout))
        )
        while not inputs.exhausted and not _is_enough(survey, settings):
            found = inputs.poll()
            if found is None:
                wait(inputs.connections, timeout=1)
            elif isinstance(found, EndOfInput):
                survey.inputs += 1
            elif isinstance(found.content, Failure):
                survey.failures += 1
                told(found.content)
            else:
                survey.articles += 1
                survey.characters += found.content.characters
    return survey


def _nothing_done(path: str) -> InputProgress:
    return InputProgress()


def _is_enough(survey: Survey, settings: BatchSettings) -> bool:
    return settings.limit is not None and survey.articles + survey.failures >= settings.limit
