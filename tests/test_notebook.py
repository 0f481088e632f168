"""The notebook in `samples` runs, and what it shows is there."""

from __future__ import annotations

import os
from pathlib import Path

import nbformat
from nbclient import NotebookClient

SAMPLES = Path(__file__).parents[1] / "samples"


def test_the_notebook_runs_and_shows_its_results(tmp_path: Path) -> None:
    notebook = nbformat.read(SAMPLES / "notebook.ipynb", as_version=4)
    assert not any(cell.get("outputs") for cell in notebook.cells), "save it without outputs"
    for name in ("truce.txt", "rates.txt"):
        (tmp_path / name).write_bytes((SAMPLES / name).read_bytes())
    client = NotebookClient(notebook, timeout=600, resources={"metadata": {"path": str(tmp_path)}})
    client.execute(env={**os.environ, "IPYTHONDIR": str(tmp_path)})
    shown = "".join(
        "".join(output.get("data", {}).get("text/html", ""))
        for cell in notebook.cells
        for output in cell.get("outputs", ())
    )
    assert '<div class="claimx">' in shown
    assert 'class="dataframe"' in shown
    assert "<iframe" in shown
