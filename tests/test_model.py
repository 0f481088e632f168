"""The model that comes with claimx: where it lies, and how it loads."""

from __future__ import annotations

import copy
import os
import pickle
import shutil
import subprocess
import sys
import threading
from pathlib import Path

import pytest
import spacy
from spacy.tokens import Doc, DocBin

import claimx
from claimx.api import shipped_model
from claimx.errors import ModelError

COMPONENTS = ["encoder", "syntax", "entities", "dates", "statements", "quantities"]


def test_it_is_loaded_once() -> None:
    nlp = claimx.load()
    assert nlp is claimx.load()
    assert nlp is claimx.load(shipped_model())
    assert nlp.pipe_names == [f"claimx_{name}" for name in COMPONENTS]


def test_one_thread_is_the_callers_and_reads_the_same() -> None:
    text = "Mara Lindqvist said on Friday that more than 400 passengers were stranded. " * 40
    before = set(threading.enumerate())
    one = claimx.load(threads=1)
    result = claimx.extract(text, nlp=one)
    assert set(threading.enumerate()) <= before
    two = claimx.load(threads=2)
    opened = set(threading.enumerate())
    assert len(opened - before) == 2
    assert claimx.extract(text, nlp=two) == result
    assert set(threading.enumerate()) <= opened


def test_spacy_loads_its_folder_without_being_told_of_claimx() -> None:
    code = f"import spacy; print(*spacy.load({str(shipped_model())!r}).pipe_names)"
    done = subprocess.run([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True, check=True)
    assert done.stdout.split() == [f"claimx_{name}" for name in COMPONENTS]


TEXT = "Mara Lindqvist said on Friday that more than 400 passengers were stranded in Norway."


def test_copies_and_processes_read_the_same() -> None:
    nlp = claimx.load()
    before = nlp(TEXT)
    expected = claimx.extract(TEXT).to_json()
    pickled, copied = pickle.loads(pickle.dumps(nlp)), copy.deepcopy(nlp)
    loaded = spacy.util.load_model_from_config(nlp.config).from_bytes(nlp.to_bytes())
    for other in (pickled, copied, loaded):
        assert claimx.extract(TEXT, nlp=other).to_json() == expected
    # After a text was read in this process, whose threads a fork does not have.
    docs = list(nlp.pipe([TEXT, claimx.make_doc(TEXT, published="2024-03-04")], n_process=2, batch_size=1))
    assert (docs[0]._.quantities, docs[0]._.statements) == (before._.quantities, before._.statements)
    assert docs[1]._.dates[0].value == "2024-03-01"


def test_a_doc_is_copied_pickled_and_saved_with_its_results() -> None:
    nlp = claimx.load()
    doc = nlp(claimx.make_doc(TEXT, published="2024-03-04"))
    saved = DocBin(docs=[doc], store_user_data=True).to_bytes()
    (restored,) = DocBin().from_bytes(saved).get_docs(nlp.vocab)
    others = (
        doc.copy(),
        pickle.loads(pickle.dumps(doc)),
        Doc(nlp.vocab).from_bytes(doc.to_bytes()),
        restored,
    )
    for other in others:
        assert other._.published == doc._.published
        for layer in ("entities", "statements", "quantities", "dates"):
            assert [*getattr(other._, layer)] == getattr(doc._, layer) != []
        assert [span.text for span in other.spans["claimx_cues"]] == ["said"]


def test_another_pipeline_takes_its_components() -> None:
    # In a process of its own: the shipped model must not have read anything before.
    code = (
        "import claimx, spacy\n"
        "nlp = spacy.blank('en')\n"
        "for name in ('claimx_encoder', 'claimx_syntax', 'claimx_dates'):\n"
        "    nlp.add_pipe(name, source=claimx.load())\n"
        "doc = nlp('The mayor of Oslo resigned on 4 March 2024.')\n"
        "print(doc[1].tag_, doc[1].dep_, doc[4].lemma_, doc._.dates[0].value)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["NN", "nsubj", "resign", "2024-03-04"]


def test_a_doc_has_its_results_as_spans() -> None:
    doc = claimx.load()(TEXT)
    found = {name: [(span.text, span.label_) for span in group] for name, group in doc.spans.items()}
    assert found["claimx_quantities"] == [("400", "count")]
    assert found["claimx_sources"] == [("Mara Lindqvist", "person")]
    assert found["claimx_cues"] == [("said", "say")]
    assert ("Norway", "GPE") in found["claimx_entities"]
    assert found.keys() == {
        f"claimx_{name}" for name in ("entities", "statements", "sources", "cues", "quantities", "dates")
    }


def test_the_pipeline_reads_the_head_as_extract_does() -> None:
    text = "4 May 2021\n\nMara Lindqvist said on Friday that 400 passengers were stranded."
    values = [each.value for each in claimx.load()(text)._.dates]
    assert values == [each.value for each in claimx.extract(text).dates] == ["2021-05-04", "2021-04-30"]


def test_what_the_components_need_is_declared() -> None:
    problems = claimx.load().analyze_pipes()["problems"]
    assert not any(problems.values())


@pytest.mark.parametrize("name", ["network.onnx", "labels.json"])
def test_a_damaged_file_is_named(tmp_path: Path, name: str) -> None:
    shutil.copytree(shipped_model(), tmp_path / "model")
    path = tmp_path / "model" / "claimx_encoder" / name
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    with pytest.raises(ModelError, match=rf"{name}: the file is damaged"):
        claimx.load(tmp_path / "model")


def test_a_text_of_more_than_a_million_characters() -> None:
    assert len(claimx.load().make_doc("word " * 250_000).text) == 1_250_000


def test_where_it_is_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("claimx.api.files", lambda package: tmp_path / "src" / "claimx")
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
