"""The model that comes with claimx: where it lies, and how it loads."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
from pathlib import Path

import pytest

import claimx
from claimx.errors import ModelError
from claimx.model import shipped_model

COMPONENTS = ["encoder", "syntax", "entities", "dates", "statements", "quantities"]


def test_it_is_loaded_once() -> None:
    nlp = claimx.load()
    assert nlp is claimx.load()
    assert nlp is claimx.load(shipped_model())
    assert nlp.pipe_names == [f"claimx_{name}" for name in COMPONENTS]


def test_one_thread_is_the_callers_and_reads_the_same() -> None:
    text = "Mara Lindqvist said on Friday that more than 400 passengers were stranded. " * 40
    one, two = claimx.load(threads=1), claimx.load(threads=2)
    before = threading.active_count()
    result = claimx.extract(text, nlp=one)
    assert threading.active_count() == before
    assert claimx.extract(text, nlp=two) == result
    assert threading.active_count() > before


def test_spacy_loads_its_folder_without_being_told_of_claimx() -> None:
    code = f"import spacy; print(*spacy.load({str(shipped_model())!r}).pipe_names)"
    done = subprocess.run([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True, check=True)
    assert done.stdout.split() == [f"claimx_{name}" for name in COMPONENTS]


def test_a_text_of_more_than_a_million_characters() -> None:
    assert len(claimx.load().make_doc("word " * 250_000).text) == 1_250_000


def test_where_it_is_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("claimx.model.files", lambda package: tmp_path / "src" / "claimx")
    with pytest.raises(ModelError, match=r"not part of this installation .*--model"):
        shipped_model()
    (tmp_path / "models" / "en_claimx_news").mkdir(parents=True)
    (tmp_path / "models" / "en_claimx_news" / "config.cfg").touch()
    assert shipped_model() == tmp_path / "models" / "en_claimx_news"


def test_a_damaged_model_is_named(tmp_path: Path) -> None:
    """Whichever of its files is damaged, and however."""
    model = tmp_path / "model"
    shutil.copytree(shipped_model(), model, copy_function=os.symlink)
    encoder = model / "claimx_encoder"
    for name in ("labels.json", "decoder.npz", "wordpieces.json", "network.onnx"):
        path, whole = encoder / name, (shipped_model() / "claimx_encoder" / name).read_bytes()
        path.unlink()
        for damaged in (whole[: len(whole) // 2], b"{}"):
            path.write_bytes(damaged)
            with pytest.raises(ModelError, match="cannot be loaded"):
                claimx.load(model)
        path.write_bytes(whole)
