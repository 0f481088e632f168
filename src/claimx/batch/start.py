"""How a run begins: anew, or where another one stopped, and never over something that is there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from claimx.batch.journal import Journal
from claimx.batch.settings import JOURNAL, BatchSettings
from claimx.batch.stamps import has_changed
from claimx.errors import OutputError
from claimx.readers.inputs import printable_path

# Of more changed files than this nobody would read the names.
_NAMED = 5


def open_journal(settings: BatchSettings) -> Journal:
    """The journal of the output: a new one, or, to resume, the one that is there.

    Raises:
        OutputError: there is an output already, or it was begun in another way or from other files.
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
        _check_settings(settings, journal)
        _check_inputs(settings, journal)
    except OutputError:
        journal.close()
        raise
    return journal


def check_unchanged(output: object, before: Mapping[str, Any], now: Mapping[str, Any]) -> None:
    """Hold what a run was begun with against what it is to go on with.

    Raises:
        OutputError: they differ, and the output would not be of one piece.
    """
    changed = [
        f"{name} {before.get(name)!r}, now {value!r}"
        for name, value in now.items()
        if before.get(name) != value
    ]
    if changed:
        raise OutputError(
            f"{output}: was begun with other settings or files: {'; '.join(changed)}",
            "resume with those of before, or name another output",
        )


def _check_settings(settings: BatchSettings, journal: Journal) -> None:
    now, before = settings.lasting(), journal.read("settings")
    if before is None:
        journal.write("settings", now)
    else:
        check_unchanged(settings.output, before, now)


def _check_inputs(settings: BatchSettings, journal: Journal) -> None:
    changed = [path for path in map(printable_path, settings.inputs()) if _is_another(path, journal)]
    if changed:
        named = ", ".join(changed[:_NAMED])
        more = f" and {len(changed) - _NAMED:,} more" if len(changed) > _NAMED else ""
        raise OutputError(
            f"{named}{more}: changed since an earlier run read it, or part of it, into {settings.output}",
            "put the old file back, and give what is new under another name; "
            f"or begin anew: remove {settings.output} and {settings.beside(JOURNAL)}",
        )


def _is_another(path: str, journal: Journal) -> bool:
    progress = journal.inputs.get(path)
    return progress is not None and progress.stamp is not None and has_changed(path, progress.stamp)
