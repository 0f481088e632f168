"""How a run begins: anew, or where another one stopped, and never over something that is there."""

from __future__ import annotations

from claimx.batch.journal import Journal
from claimx.batch.settings import JOURNAL, BatchSettings
from claimx.errors import OutputError


def open_journal(settings: BatchSettings) -> Journal:
    """The journal of the output: a new one, or, to resume, the one that is there.

    Raises:
        OutputError: there is an output already, or it was begun in another way.
    """
    output, path = settings.output, settings.beside(JOURNAL)
    if path.exists() and not settings.resume:
        remedy = f"add --resume to go on with it; or remove it and {path}, or name another output"
        raise OutputError(f"{output}: a run has written to this already", remedy)
    if output.exists() and not path.exists():
        remedy = "name another output, or remove it"
        raise OutputError(f"{output}: this is there already, without the journal of a run beside it", remedy)
    journal = Journal(path)
    try:
        _compare(settings, journal)
    except OutputError:
        journal.close()
        raise
    return journal


def _compare(settings: BatchSettings, journal: Journal) -> None:
    now, before = settings.lasting(), journal.read("settings")
    if before is None:
        journal.write("settings", now)
        return
    changed = [
        f"{name} {before.get(name)!r}, now {value!r}"
        for name, value in now.items()
        if before.get(name) != value
    ]
    if changed:
        raise OutputError(
            f"{settings.output}: was begun with other settings: {'; '.join(changed)}",
            "resume with the settings of before, or name another output",
        )
