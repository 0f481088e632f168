"""A pipeline for the real command that loads at once, reads years, and fails where an article tells it to.

It is not part of claimx: `install` writes it to a folder that stands on a command's PYTHONPATH.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import spacy
from spacy.language import Language
from spacy.tokens import Doc

ENTRY_POINTS = "[spacy_factories]\ntest_faulty = faulty:make_faulty\n"


class Faulty:
    def __init__(self, threads: int) -> None:
        self.threads = threads

    def __call__(self, doc: Doc) -> Doc:
        import os
        import re
        import signal
        import sys
        import time

        from claimx.pipeline.records import Date, register_extensions
        from claimx.text.tokens import Range

        register_extensions()
        if "EXPLODE" in doc.text:
            raise RuntimeError("told to explode")
        if "SEGFAULT" in doc.text:
            os.kill(os.getpid(), signal.SIGSEGV)
        if match := re.search(r"SLEEP ([0-9.]+)", doc.text):
            if float(match[1]) > 1:
                print("asleep", file=sys.stderr, flush=True)  # noqa: T201
            time.sleep(float(match[1]))
        doc._.dates = [
            Date(Range(*match.span()), match.group()) for match in re.finditer(r"\b20\d\d\b", doc.text)
        ]
        return doc


@Language.factory("test_faulty", default_config={"threads": 0})
def make_faulty(nlp: Language, name: str, threads: int) -> Faulty:
    return Faulty(threads)


def install(folder: Path) -> Path:
    """Write the module, its entry point and a pipeline to a folder; the pipeline's own folder."""
    folder.mkdir()
    shutil.copy(__file__, folder / "faulty.py")
    info = folder / "faulty-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: faulty\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text(ENTRY_POINTS)
    nlp = spacy.blank("en", meta={"name": "faulty", "version": "0.0.1"})
    # Under the name of the component that the number of threads is set for.
    nlp.add_pipe("test_faulty", name="claimx_encoder")
    nlp.to_disk(folder / "pipeline")
    return folder / "pipeline"
